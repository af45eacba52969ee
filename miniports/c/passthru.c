/*
 * An intermediate driver that hands everything on, in C: what miniports/passthru is in TypeScript. A
 * miniport towards the protocols above, a protocol towards the miniport below. ("NDIS Intermediate
 * Drivers")
 */
#include "ndis.h"

#define TAG 0x73736150 /* Pass */
#define NAME_BYTES 128
/* Packets that can be wrapped at a time, each way; so many again in a pinch. */
#define PACKETS 64
#define ATTRIBUTES                                                        \
    (NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER | NDIS_ATTRIBUTE_DESERIALIZE |    \
     NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT | NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT | \
     NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND)

/* One adapter below and the virtual miniport above it. */
typedef struct {
    NDIS_HANDLE binding;
    NDIS_HANDLE miniport;
    NDIS_HANDLE sendPool;
    NDIS_HANDLE receivePool;
    /* Set when an open or a close that was pending has ended, and with which status. */
    NDIS_EVENT event;
    NDIS_STATUS status;
    /* The request of the miniport above that is with the adapter below: there is one at a time. */
    NDIS_REQUEST request;
    PULONG bytesDone;
    PULONG bytesNeeded;
    /* Packets that were indicated up and have not come back. */
    ULONG indicatedCount;
    /* Frames were shown up since the last ProtocolReceiveComplete. */
    BOOLEAN hasIndicated;
    ULONG powerState;
    NDIS_STRING name;
    WCHAR nameBuffer[NAME_BYTES / 2];
} ADAPTER;

static NDIS_HANDLE driverHandle;
static NDIS_HANDLE protocolHandle;

/* Packets: a wrapped one has the same buffers and out-of-band data, and knows the original. */

static PNDIS_PACKET *originalOf(PNDIS_PACKET wrapped)
{
    return (PNDIS_PACKET *)wrapped->ProtocolReserved;
}

static PNDIS_PACKET wrap(NDIS_HANDLE pool, PNDIS_PACKET original)
{
    PNDIS_PACKET packet;
    NDIS_STATUS status;

    NdisAllocatePacket(&status, &packet, pool);
    if (status != NDIS_STATUS_SUCCESS) return NULL;
    packet->Private.Head = original->Private.Head;
    packet->Private.Tail = original->Private.Tail;
    packet->Private.TotalLength = original->Private.TotalLength;
    packet->Private.PhysicalCount = original->Private.PhysicalCount;
    packet->Private.Count = original->Private.Count;
    packet->Private.ValidCounts = original->Private.ValidCounts;
    *originalOf(packet) = original;
    NdisMoveMemory(NDIS_OOB_DATA_FROM_PACKET(packet), NDIS_OOB_DATA_FROM_PACKET(original),
                   sizeof(NDIS_PACKET_OOB_DATA));
    return packet;
}

/* The buffers are the original's. */
static PNDIS_PACKET unwrap(PNDIS_PACKET wrapped)
{
    PNDIS_PACKET original = *originalOf(wrapped);

    wrapped->Private.Head = NULL;
    wrapped->Private.Tail = NULL;
    NdisFreePacket(wrapped);
    return original;
}

/* Sends: a packet without room for another driver is wrapped. */

static NDIS_STATUS send(ADAPTER *adapter, PNDIS_PACKET packet)
{
    PNDIS_PACKET wrapped;
    BOOLEAN hasRoom;
    NDIS_STATUS status;

    if (adapter->powerState != NdisDeviceStateD0) return NDIS_STATUS_FAILURE;
    NdisIMGetCurrentPacketStack(packet, &hasRoom);
    if (hasRoom) {
        NdisSend(&status, adapter->binding, packet);
        return status;
    }
    wrapped = wrap(adapter->sendPool, packet);
    if (wrapped == NULL) return NDIS_STATUS_RESOURCES;
    NdisIMCopySendPerPacketInfo(wrapped, packet);
    wrapped->Private.Flags = packet->Private.Flags;
    NdisSend(&status, adapter->binding, wrapped);
    if (status != NDIS_STATUS_PENDING) {
        NdisIMCopySendCompletePerPacketInfo(packet, wrapped);
        unwrap(wrapped);
    }
    return status;
}

static VOID NTAPI MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
                                      UINT NumberOfPackets)
{
    ADAPTER *adapter = MiniportAdapterContext;
    UINT index;

    for (index = 0; index < NumberOfPackets; index++) {
        PNDIS_PACKET packet = PacketArray[index];
        NDIS_STATUS status = send(adapter, packet);
        if (status != NDIS_STATUS_PENDING) NdisMSendComplete(adapter->miniport, packet, status);
    }
}

static VOID NTAPI ProtocolSendComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
                                       NDIS_STATUS Status)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (NdisGetPoolFromPacket(Packet) == adapter->sendPool) {
        NdisIMCopySendCompletePerPacketInfo(*originalOf(Packet), Packet);
        Packet = unwrap(Packet);
    }
    NdisMSendComplete(adapter->miniport, Packet, Status);
}

static VOID NTAPI MiniportCancelSendPackets(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId)
{
    NdisCancelSendPackets(((ADAPTER *)MiniportAdapterContext)->binding, CancelId);
}

/* Receives: as packets, or as frames of which the beginning is shown. */

static BOOLEAN isUp(ADAPTER *adapter)
{
    return adapter->miniport != NULL && adapter->powerState == NdisDeviceStateD0;
}

/* Whether the original will be returned later. */
static BOOLEAN indicateWrapped(ADAPTER *adapter, PNDIS_PACKET original)
{
    PNDIS_PACKET packet = wrap(adapter->receivePool, original);
    BOOLEAN mustCopy = NDIS_GET_PACKET_STATUS(original) == NDIS_STATUS_RESOURCES;

    if (packet == NULL) return FALSE;
    NDIS_SET_ORIGINAL_PACKET(packet, NDIS_GET_ORIGINAL_PACKET(original));
    if (!mustCopy) adapter->indicatedCount++;
    NdisMIndicateReceivePacket(adapter->miniport, &packet, 1);
    if (mustCopy) unwrap(packet);
    return !mustCopy;
}

static LONG NTAPI ProtocolReceivePacket(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet)
{
    ADAPTER *adapter = ProtocolBindingContext;
    BOOLEAN hasRoom;
    BOOLEAN mustCopy = NDIS_GET_PACKET_STATUS(Packet) == NDIS_STATUS_RESOURCES;

    if (!isUp(adapter)) return 0;
    NdisIMGetCurrentPacketStack(Packet, &hasRoom);
    if (!hasRoom) return indicateWrapped(adapter, Packet) ? 1 : 0;
    if (!mustCopy) adapter->indicatedCount++;
    NdisMIndicateReceivePacket(adapter->miniport, &Packet, 1);
    return mustCopy ? 0 : 1;
}

static VOID NTAPI MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet)
{
    ADAPTER *adapter = MiniportAdapterContext;

    if (NdisGetPoolFromPacket(Packet) == adapter->receivePool) Packet = unwrap(Packet);
    NdisReturnPackets(&Packet, 1);
    adapter->indicatedCount--;
}

static NDIS_STATUS NTAPI ProtocolReceive(NDIS_HANDLE ProtocolBindingContext,
                                         NDIS_HANDLE MacReceiveContext, PVOID HeaderBuffer,
                                         UINT HeaderBufferSize, PVOID LookAheadBuffer,
                                         UINT LookaheadBufferSize, UINT PacketSize)
{
    ADAPTER *adapter = ProtocolBindingContext;
    PNDIS_PACKET packet;

    if (!isUp(adapter)) return NDIS_STATUS_NOT_ACCEPTED;
    packet = NdisGetReceivedPacket(adapter->binding, MacReceiveContext);
    if (packet != NULL) {
        indicateWrapped(adapter, packet);
        return NDIS_STATUS_SUCCESS;
    }
    adapter->hasIndicated = TRUE;
    NdisMEthIndicateReceive(adapter->miniport, MacReceiveContext, HeaderBuffer, HeaderBufferSize,
                            LookAheadBuffer, LookaheadBufferSize, PacketSize);
    return NDIS_STATUS_SUCCESS;
}

static VOID NTAPI ProtocolReceiveComplete(NDIS_HANDLE ProtocolBindingContext)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (!adapter->hasIndicated) return;
    adapter->hasIndicated = FALSE;
    if (adapter->miniport != NULL) NdisMEthIndicateReceiveComplete(adapter->miniport);
}

static NDIS_STATUS NTAPI MiniportTransferData(PNDIS_PACKET Packet, PUINT BytesTransferred,
                                              NDIS_HANDLE MiniportAdapterContext,
                                              NDIS_HANDLE MiniportReceiveContext, UINT ByteOffset,
                                              UINT BytesToTransfer)
{
    NDIS_STATUS status;

    NdisTransferData(&status, ((ADAPTER *)MiniportAdapterContext)->binding, MiniportReceiveContext,
                     ByteOffset, BytesToTransfer, Packet, BytesTransferred);
    return status;
}

static VOID NTAPI ProtocolTransferDataComplete(NDIS_HANDLE ProtocolBindingContext,
                                               PNDIS_PACKET Packet, NDIS_STATUS Status,
                                               UINT BytesTransferred)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (adapter->miniport != NULL)
        NdisMTransferDataComplete(adapter->miniport, Packet, Status, BytesTransferred);
}

/* Requests go down as they come, but for those that are about the virtual miniport itself. */

static NDIS_STATUS pass(ADAPTER *adapter, NDIS_REQUEST_TYPE type, NDIS_OID oid, PVOID buffer,
                        ULONG bufferBytes, PULONG bytesDone, PULONG bytesNeeded)
{
    NDIS_REQUEST *request = &adapter->request;
    NDIS_STATUS status;

    if (adapter->powerState != NdisDeviceStateD0) return NDIS_STATUS_FAILURE;
    NdisZeroMemory(request, sizeof(*request));
    request->RequestType = type;
    /* Queries and sets have their parts at the same places. */
    request->DATA.QUERY_INFORMATION.Oid = oid;
    request->DATA.QUERY_INFORMATION.InformationBuffer = buffer;
    request->DATA.QUERY_INFORMATION.InformationBufferLength = bufferBytes;
    adapter->bytesDone = bytesDone;
    adapter->bytesNeeded = bytesNeeded;
    NdisRequest(&status, adapter->binding, request);
    if (status != NDIS_STATUS_PENDING) {
        *bytesDone = request->DATA.QUERY_INFORMATION.BytesWritten;
        *bytesNeeded = request->DATA.QUERY_INFORMATION.BytesNeeded;
    }
    return status;
}

static NDIS_STATUS NTAPI MiniportQueryInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                                  PVOID InformationBuffer,
                                                  ULONG InformationBufferLength,
                                                  PULONG BytesWritten, PULONG BytesNeeded)
{
    *BytesWritten = 0;
    *BytesNeeded = 0;
    if (Oid == OID_PNP_QUERY_POWER) return NDIS_STATUS_SUCCESS;
    /* What the frames go through may not be the driver's to promise for. */
    if (Oid == OID_TCP_TASK_OFFLOAD || Oid == OID_GEN_SUPPORTED_GUIDS)
        return NDIS_STATUS_NOT_SUPPORTED;
    return pass(MiniportAdapterContext, NdisRequestQueryInformation, Oid, InformationBuffer,
                InformationBufferLength, BytesWritten, BytesNeeded);
}

static NDIS_STATUS NTAPI MiniportSetInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                                PVOID InformationBuffer,
                                                ULONG InformationBufferLength, PULONG BytesRead,
                                                PULONG BytesNeeded)
{
    *BytesRead = 0;
    *BytesNeeded = 0;
    if (Oid == OID_PNP_SET_POWER) {
        if (InformationBufferLength < sizeof(ULONG)) {
            *BytesNeeded = sizeof(ULONG);
            return NDIS_STATUS_INVALID_LENGTH;
        }
        ((ADAPTER *)MiniportAdapterContext)->powerState = *(ULONG *)InformationBuffer;
        *BytesRead = sizeof(ULONG);
        return NDIS_STATUS_SUCCESS;
    }
    if (Oid == OID_TCP_TASK_OFFLOAD) return NDIS_STATUS_NOT_SUPPORTED;
    return pass(MiniportAdapterContext, NdisRequestSetInformation, Oid, InformationBuffer,
                InformationBufferLength, BytesRead, BytesNeeded);
}

static VOID NTAPI ProtocolRequestComplete(NDIS_HANDLE ProtocolBindingContext,
                                          PNDIS_REQUEST NdisRequest, NDIS_STATUS Status)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (adapter->miniport == NULL) return;
    *adapter->bytesDone = NdisRequest->DATA.QUERY_INFORMATION.BytesWritten;
    *adapter->bytesNeeded = NdisRequest->DATA.QUERY_INFORMATION.BytesNeeded;
    if (NdisRequest->RequestType == NdisRequestSetInformation)
        NdisMSetInformationComplete(adapter->miniport, Status);
    else
        NdisMQueryInformationComplete(adapter->miniport, Status);
}

/* The state of the link and the events of Plug and Play go up as they come. */

static VOID NTAPI ProtocolStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus,
                                 PVOID StatusBuffer, UINT StatusBufferSize)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (isUp(adapter))
        NdisMIndicateStatus(adapter->miniport, GeneralStatus, StatusBuffer, StatusBufferSize);
}

static VOID NTAPI ProtocolStatusComplete(NDIS_HANDLE ProtocolBindingContext)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (isUp(adapter)) NdisMIndicateStatusComplete(adapter->miniport);
}

/* The power of the adapter below is NDIS's affair; all else concerns who is above. */
static NDIS_STATUS NTAPI ProtocolPnPEvent(NDIS_HANDLE ProtocolBindingContext,
                                          PNET_PNP_EVENT NetPnPEvent)
{
    ADAPTER *adapter = ProtocolBindingContext;

    if (adapter == NULL || adapter->miniport == NULL || NetPnPEvent->NetEvent == NetEventSetPower)
        return NDIS_STATUS_SUCCESS;
    return NdisIMNotifyPnPEvent(adapter->miniport, NetPnPEvent);
}

/* There is no hardware that could be pulled out, or must be quiet before the system goes down. */

static VOID NTAPI MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext, ULONG PnPEvent,
                                         PVOID InformationBuffer, ULONG InformationBufferLength)
{
}

static VOID NTAPI MiniportShutdown(NDIS_HANDLE MiniportAdapterContext)
{
}

/* The virtual miniport comes and goes at the word of the lower edge. */

static NDIS_STATUS NTAPI MiniportInitialize(PNDIS_STATUS OpenErrorStatus, PUINT SelectedMediumIndex,
                                            PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
                                            NDIS_HANDLE MiniportAdapterHandle,
                                            NDIS_HANDLE WrapperConfigurationContext)
{
    ADAPTER *adapter;
    UINT index;

    for (index = 0; index < MediumArraySize; index++)
        if (MediumArray[index] == NdisMedium802_3) break;
    if (index == MediumArraySize) {
        NdisWriteErrorLogEntry(MiniportAdapterHandle, NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION, 0);
        return NDIS_STATUS_UNSUPPORTED_MEDIA;
    }
    *SelectedMediumIndex = index;
    adapter = NdisIMGetDeviceContext(MiniportAdapterHandle);
    NdisMSetAttributesEx(MiniportAdapterHandle, adapter, 0, ATTRIBUTES, NdisInterfaceInternal);
    adapter->miniport = MiniportAdapterHandle;
    return NDIS_STATUS_SUCCESS;
}

/* Indicates nothing any more, and waits for what the protocols above still keep. */
static VOID NTAPI MiniportHalt(NDIS_HANDLE MiniportAdapterContext)
{
    ADAPTER *adapter = MiniportAdapterContext;

    adapter->miniport = NULL;
    while (*(volatile ULONG *)&adapter->indicatedCount > 0) NdisMSleep(10000);
}

/* The lower edge: the steps of a binding, and all of them undone in the inverse order. */

static VOID NTAPI adapterComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
    ADAPTER *adapter = ProtocolBindingContext;

    adapter->status = Status;
    NdisSetEvent(&adapter->event);
}

static VOID NTAPI ProtocolOpenAdapterComplete(NDIS_HANDLE ProtocolBindingContext,
                                              NDIS_STATUS Status, NDIS_STATUS OpenErrorStatus)
{
    adapterComplete(ProtocolBindingContext, Status);
}

static NDIS_STATUS finished(ADAPTER *adapter, NDIS_STATUS status)
{
    if (status != NDIS_STATUS_PENDING) return status;
    NdisWaitEvent(&adapter->event, 0);
    NdisResetEvent(&adapter->event);
    return adapter->status;
}

static VOID release(ADAPTER *adapter)
{
    NDIS_STATUS status;

    if (adapter->miniport != NULL) NdisIMDeInitializeDeviceInstance(adapter->miniport);
    if (adapter->binding != NULL) {
        NdisCloseAdapter(&status, adapter->binding);
        finished(adapter, status);
    }
    if (adapter->receivePool != NULL) NdisFreePacketPool(adapter->receivePool);
    if (adapter->sendPool != NULL) NdisFreePacketPool(adapter->sendPool);
    NdisFreeMemory(adapter, sizeof(*adapter), 0);
}

/* What the virtual miniport is to be called: UpperBindings, in the protocol's parameters. */
static NDIS_STATUS readName(ADAPTER *adapter, PVOID section)
{
    NDIS_STRING keyword = NDIS_STRING_CONST("UpperBindings");
    PNDIS_CONFIGURATION_PARAMETER parameter;
    NDIS_HANDLE configuration;
    NDIS_STATUS status;

    NdisOpenProtocolConfiguration(&status, &configuration, section);
    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisReadConfiguration(&status, &parameter, configuration, &keyword, NdisParameterString);
    if (status == NDIS_STATUS_SUCCESS) {
        NDIS_STRING *name = &parameter->ParameterData.StringData;
        if (name->Length > NAME_BYTES) {
            status = NDIS_STATUS_BUFFER_TOO_SHORT;
        } else {
            NdisMoveMemory(adapter->nameBuffer, name->Buffer, name->Length);
            adapter->name.Length = name->Length;
            adapter->name.MaximumLength = NAME_BYTES;
            adapter->name.Buffer = adapter->nameBuffer;
        }
    }
    NdisCloseConfiguration(configuration);
    return status;
}

static NDIS_STATUS bind(ADAPTER *adapter, PNDIS_STRING DeviceName, PVOID section)
{
    NDIS_MEDIUM medium = NdisMedium802_3;
    NDIS_STATUS openErrorStatus;
    NDIS_HANDLE binding;
    UINT mediumIndex;
    NDIS_STATUS status = readName(adapter, section);

    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisAllocatePacketPoolEx(&status, &adapter->sendPool, PACKETS, PACKETS, sizeof(PNDIS_PACKET));
    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisAllocatePacketPoolEx(&status, &adapter->receivePool, PACKETS, PACKETS,
                             sizeof(PNDIS_PACKET));
    if (status != NDIS_STATUS_SUCCESS) return status;
    NdisOpenAdapter(&status, &openErrorStatus, &binding, &mediumIndex, &medium, 1, protocolHandle,
                    adapter, DeviceName, 0, NULL);
    status = finished(adapter, status);
    if (status != NDIS_STATUS_SUCCESS) return status;
    adapter->binding = binding;
    return NdisIMInitializeDeviceInstanceEx(driverHandle, &adapter->name, adapter);
}

static VOID NTAPI ProtocolBindAdapter(NDIS_STATUS *Status, NDIS_HANDLE BindContext,
                                      PNDIS_STRING DeviceName, PVOID SystemSpecific1,
                                      PVOID SystemSpecific2)
{
    ADAPTER *adapter;

    *Status = NdisAllocateMemoryWithTag((PVOID *)&adapter, sizeof(*adapter), TAG);
    if (*Status != NDIS_STATUS_SUCCESS) return;
    NdisZeroMemory(adapter, sizeof(*adapter));
    adapter->powerState = NdisDeviceStateD0;
    NdisInitializeEvent(&adapter->event);
    *Status = bind(adapter, DeviceName, SystemSpecific1);
    if (*Status != NDIS_STATUS_SUCCESS) release(adapter);
}

static VOID NTAPI ProtocolUnbindAdapter(NDIS_STATUS *Status, NDIS_HANDLE ProtocolBindingContext,
                                        NDIS_HANDLE UnbindContext)
{
    release(ProtocolBindingContext);
    *Status = NDIS_STATUS_SUCCESS;
}

/* The driver resets nothing. */
static VOID NTAPI ProtocolResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
}

static VOID NTAPI MiniportUnload(PDRIVER_OBJECT DriverObject)
{
    NDIS_STATUS status;

    NdisDeregisterProtocol(&status, protocolHandle);
    NdisIMDeregisterLayeredMiniport(driverHandle);
}

INIT_CODE static NDIS_STATUS registerMiniport(NDIS_HANDLE wrapperHandle)
{
    NDIS_MINIPORT_CHARACTERISTICS characteristics;

    NdisZeroMemory(&characteristics, sizeof(characteristics));
    characteristics.MajorNdisVersion = 5;
    characteristics.MinorNdisVersion = 1;
    characteristics.InitializeHandler = MiniportInitialize;
    characteristics.HaltHandler = MiniportHalt;
    characteristics.QueryInformationHandler = MiniportQueryInformation;
    characteristics.SetInformationHandler = MiniportSetInformation;
    characteristics.TransferDataHandler = MiniportTransferData;
    characteristics.ReturnPacketHandler = MiniportReturnPacket;
    characteristics.SendPacketsHandler = MiniportSendPackets;
    characteristics.CancelSendPacketsHandler = MiniportCancelSendPackets;
    characteristics.PnPEventNotifyHandler = MiniportPnPEventNotify;
    characteristics.AdapterShutdownHandler = MiniportShutdown;
    return NdisIMRegisterLayeredMiniport(wrapperHandle, &characteristics, sizeof(characteristics),
                                         &driverHandle);
}

INIT_CODE static NDIS_STATUS registerProtocol(VOID)
{
    NDIS_STRING name = NDIS_STRING_CONST("Passthru");
    NDIS_PROTOCOL_CHARACTERISTICS characteristics;
    NDIS_STATUS status;

    NdisZeroMemory(&characteristics, sizeof(characteristics));
    characteristics.MajorNdisVersion = 5;
    characteristics.Name = name;
    characteristics.OpenAdapterCompleteHandler = ProtocolOpenAdapterComplete;
    characteristics.CloseAdapterCompleteHandler = adapterComplete;
    characteristics.SendCompleteHandler = ProtocolSendComplete;
    characteristics.TransferDataCompleteHandler = ProtocolTransferDataComplete;
    characteristics.ResetCompleteHandler = ProtocolResetComplete;
    characteristics.RequestCompleteHandler = ProtocolRequestComplete;
    characteristics.ReceiveHandler = ProtocolReceive;
    characteristics.ReceiveCompleteHandler = ProtocolReceiveComplete;
    characteristics.StatusHandler = ProtocolStatus;
    characteristics.StatusCompleteHandler = ProtocolStatusComplete;
    characteristics.ReceivePacketHandler = ProtocolReceivePacket;
    characteristics.BindAdapterHandler = ProtocolBindAdapter;
    characteristics.UnbindAdapterHandler = ProtocolUnbindAdapter;
    characteristics.PnPEventHandler = ProtocolPnPEvent;
    NdisRegisterProtocol(&status, &protocolHandle, &characteristics, sizeof(characteristics));
    return status;
}

INIT_CODE NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    NDIS_HANDLE wrapperHandle;
    NDIS_STATUS status;

    NdisMInitializeWrapper(&wrapperHandle, DriverObject, RegistryPath, NULL);
    if (wrapperHandle == NULL) return NDIS_STATUS_RESOURCES;
    status = registerMiniport(wrapperHandle);
    if (status == NDIS_STATUS_SUCCESS) {
        NdisMRegisterUnloadHandler(wrapperHandle, MiniportUnload);
        status = registerProtocol();
        if (status == NDIS_STATUS_SUCCESS)
            NdisIMAssociateMiniport(driverHandle, protocolHandle);
        else
            NdisIMDeregisterLayeredMiniport(driverHandle);
    }
    if (status != NDIS_STATUS_SUCCESS) NdisTerminateWrapper(wrapperHandle, NULL);
    return status;
}
