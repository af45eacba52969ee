/*
 * A miniport with as little in it as NDIS lets one have: it touches no device, completes what it is
 * given to send at once and answers the OIDs that every 802.3 miniport must. Each driver here
 * includes it and writes misbehave(), which MiniportReset calls; a driver whose fault lies elsewhere
 * defines what it replaces.
 *
 *   RESET_CONVENTION     how MiniportReset is called, if it is not NTAPI
 *   CONTEXT_ALLOCATED    what MiniportInitialize does when it has asked for memory
 *   ATTRIBUTES           of the adapter, if not just NDIS_ATTRIBUTE_DESERIALIZE
 *   ATTRIBUTES_SET       what MiniportInitialize does at its end
 */
#ifndef SMALL_MINIPORT_H
#define SMALL_MINIPORT_H

#include "../include/ndis.h"

#define POOL_TAG 0x6C6D7363 /* 'csml' */
#define CONTEXT_BYTES 64
#define ADDRESS_BYTES 6
#define MULTICAST_LIST_MAX 32
#define SUPPORTED_FILTERS                                                                    \
    (NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_BROADCAST)

typedef struct _CONTEXT {
    NDIS_HANDLE MiniportAdapterHandle;
    ULONG PacketFilter;
} CONTEXT;

#ifndef RESET_CONVENTION
#define RESET_CONVENTION NTAPI
#endif
#ifndef CONTEXT_ALLOCATED
#define CONTEXT_ALLOCATED(Status, Memory) \
    if ((Status) != NDIS_STATUS_SUCCESS) return failed(MiniportAdapterHandle, (Status))
#endif
#ifndef ATTRIBUTES
#define ATTRIBUTES NDIS_ATTRIBUTE_DESERIALIZE
#endif
#ifndef ATTRIBUTES_SET
#define ATTRIBUTES_SET(Handle, Configuration)
#endif

static VOID misbehave(CONTEXT *context);

static NDIS_STATUS failed(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS status)
{
    NdisWriteErrorLogEntry(MiniportAdapterHandle, NDIS_ERROR_CODE_OUT_OF_RESOURCES, 0);
    return status;
}

static NDIS_STATUS NTAPI MiniportInitialize(PNDIS_STATUS OpenErrorStatus, PUINT SelectedMediumIndex,
                                            PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
                                            NDIS_HANDLE MiniportAdapterHandle,
                                            NDIS_HANDLE WrapperConfigurationContext)
{
    CONTEXT *context;
    PVOID memory = NULL;
    NDIS_STATUS status;
    UINT medium = 0;

    while (medium < MediumArraySize && MediumArray[medium] != NdisMedium802_3) medium++;
    if (medium == MediumArraySize)
        return failed(MiniportAdapterHandle, NDIS_STATUS_UNSUPPORTED_MEDIA);
    status = NdisAllocateMemoryWithTag(&memory, CONTEXT_BYTES, POOL_TAG);
    CONTEXT_ALLOCATED(status, memory);
    context = memory;
    context->MiniportAdapterHandle = MiniportAdapterHandle;
    context->PacketFilter = 0;
    NdisMSetAttributesEx(MiniportAdapterHandle, context, 0, ATTRIBUTES, NdisInterfacePci);
    ATTRIBUTES_SET(MiniportAdapterHandle, WrapperConfigurationContext);
    *SelectedMediumIndex = medium;
    return NDIS_STATUS_SUCCESS;
}

static VOID NTAPI MiniportHalt(NDIS_HANDLE MiniportAdapterContext)
{
    NdisFreeMemory(MiniportAdapterContext, CONTEXT_BYTES, 0);
}

static NDIS_STATUS RESET_CONVENTION MiniportReset(PBOOLEAN AddressingReset,
                                                  NDIS_HANDLE MiniportAdapterContext)
{
    *AddressingReset = FALSE;
    misbehave(MiniportAdapterContext);
    return NDIS_STATUS_SUCCESS;
}

/* Answers of one ULONG; the rest is one of the lengths of a frame, or none sent or received. */
static ULONG answer(CONTEXT *context, NDIS_OID oid)
{
    switch (oid) {
    case OID_GEN_MAXIMUM_LOOKAHEAD:
    case OID_GEN_CURRENT_LOOKAHEAD:
    case OID_GEN_MAXIMUM_FRAME_SIZE: return 1500;
    case OID_GEN_MAXIMUM_TOTAL_SIZE:
    case OID_GEN_TRANSMIT_BUFFER_SPACE:
    case OID_GEN_RECEIVE_BUFFER_SPACE:
    case OID_GEN_TRANSMIT_BLOCK_SIZE:
    case OID_GEN_RECEIVE_BLOCK_SIZE: return 1514;
    case OID_GEN_LINK_SPEED: return 10000000;
    case OID_GEN_VENDOR_ID: return 0x00FFFFFF;
    case OID_GEN_VENDOR_DRIVER_VERSION: return 0x00010000;
    case OID_GEN_MAC_OPTIONS:
        return NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_NO_LOOPBACK;
    case OID_GEN_MEDIA_CONNECT_STATUS: return NdisMediaStateDisconnected;
    case OID_GEN_MAXIMUM_SEND_PACKETS: return 1;
    case OID_GEN_CURRENT_PACKET_FILTER: return context->PacketFilter;
    case OID_802_3_MAXIMUM_LIST_SIZE: return MULTICAST_LIST_MAX;
    default: return 0;
    }
}

static const NDIS_OID SUPPORTED_OIDS[] = {
    OID_GEN_SUPPORTED_LIST,
    OID_GEN_HARDWARE_STATUS,
    OID_GEN_MEDIA_SUPPORTED,
    OID_GEN_MEDIA_IN_USE,
    OID_GEN_MAXIMUM_LOOKAHEAD,
    OID_GEN_MAXIMUM_FRAME_SIZE,
    OID_GEN_LINK_SPEED,
    OID_GEN_TRANSMIT_BUFFER_SPACE,
    OID_GEN_RECEIVE_BUFFER_SPACE,
    OID_GEN_TRANSMIT_BLOCK_SIZE,
    OID_GEN_RECEIVE_BLOCK_SIZE,
    OID_GEN_VENDOR_ID,
    OID_GEN_VENDOR_DESCRIPTION,
    OID_GEN_CURRENT_PACKET_FILTER,
    OID_GEN_CURRENT_LOOKAHEAD,
    OID_GEN_DRIVER_VERSION,
    OID_GEN_MAXIMUM_TOTAL_SIZE,
    OID_GEN_MAC_OPTIONS,
    OID_GEN_MEDIA_CONNECT_STATUS,
    OID_GEN_MAXIMUM_SEND_PACKETS,
    OID_GEN_VENDOR_DRIVER_VERSION,
    OID_GEN_XMIT_OK,
    OID_GEN_RCV_OK,
    OID_GEN_XMIT_ERROR,
    OID_GEN_RCV_ERROR,
    OID_GEN_RCV_NO_BUFFER,
    OID_802_3_PERMANENT_ADDRESS,
    OID_802_3_CURRENT_ADDRESS,
    OID_802_3_MULTICAST_LIST,
    OID_802_3_MAXIMUM_LIST_SIZE,
    OID_802_3_RCV_ERROR_ALIGNMENT,
    OID_802_3_XMIT_ONE_COLLISION,
    OID_802_3_XMIT_MORE_COLLISIONS,
    OID_PNP_SET_POWER,
    OID_PNP_QUERY_POWER,
};

static BOOLEAN isSupported(NDIS_OID oid)
{
    ULONG index;

    for (index = 0; index < sizeof(SUPPORTED_OIDS) / sizeof(SUPPORTED_OIDS[0]); index++)
        if (SUPPORTED_OIDS[index] == oid) return TRUE;
    return FALSE;
}

static NDIS_STATUS NTAPI MiniportQueryInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                                  PVOID InformationBuffer,
                                                  ULONG InformationBufferLength,
                                                  PULONG BytesWritten, PULONG BytesNeeded)
{
    static const char DESCRIPTION[] = "Small miniport";
    static const UCHAR ADDRESS[ADDRESS_BYTES] = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x01 };
    static const USHORT VERSION = 0x0501;
    ULONG value = answer(MiniportAdapterContext, Oid), byteCount = sizeof(value);
    const VOID *from = &value;

    *BytesWritten = 0;
    *BytesNeeded = 0;
    if (!isSupported(Oid)) return NDIS_STATUS_NOT_SUPPORTED;
    switch (Oid) {
    case OID_GEN_SUPPORTED_LIST: from = SUPPORTED_OIDS, byteCount = sizeof(SUPPORTED_OIDS); break;
    case OID_GEN_VENDOR_DESCRIPTION: from = DESCRIPTION, byteCount = sizeof(DESCRIPTION); break;
    case OID_GEN_DRIVER_VERSION: from = &VERSION, byteCount = sizeof(VERSION); break;
    case OID_802_3_PERMANENT_ADDRESS:
    case OID_802_3_CURRENT_ADDRESS: from = ADDRESS, byteCount = sizeof(ADDRESS); break;
    case OID_802_3_MULTICAST_LIST: byteCount = 0; break;
    case OID_PNP_QUERY_POWER: from = InformationBuffer; break;
    }
    if (InformationBufferLength < byteCount) {
        *BytesNeeded = byteCount;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (from != InformationBuffer) NdisMoveMemory(InformationBuffer, from, byteCount);
    *BytesWritten = byteCount;
    return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS NTAPI MiniportSetInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                                PVOID InformationBuffer,
                                                ULONG InformationBufferLength, PULONG BytesRead,
                                                PULONG BytesNeeded)
{
    CONTEXT *context = MiniportAdapterContext;

    *BytesRead = 0;
    *BytesNeeded = 0;
    switch (Oid) {
    case OID_GEN_CURRENT_PACKET_FILTER:
    case OID_GEN_CURRENT_LOOKAHEAD:
    case OID_PNP_SET_POWER:
        if (InformationBufferLength < sizeof(ULONG)) {
            *BytesNeeded = sizeof(ULONG);
            return NDIS_STATUS_INVALID_LENGTH;
        }
        if (Oid == OID_GEN_CURRENT_PACKET_FILTER) {
            if ((*(PULONG)InformationBuffer & ~SUPPORTED_FILTERS) != 0)
                return NDIS_STATUS_NOT_SUPPORTED;
            context->PacketFilter = *(PULONG)InformationBuffer;
        }
        *BytesRead = sizeof(ULONG);
        return NDIS_STATUS_SUCCESS;
    case OID_802_3_MULTICAST_LIST:
        if (InformationBufferLength % ADDRESS_BYTES != 0) return NDIS_STATUS_INVALID_LENGTH;
        if (InformationBufferLength > MULTICAST_LIST_MAX * ADDRESS_BYTES)
            return NDIS_STATUS_MULTICAST_FULL;
        *BytesRead = InformationBufferLength;
        return NDIS_STATUS_SUCCESS;
    default:
        return NDIS_STATUS_NOT_SUPPORTED;
    }
}

static VOID NTAPI MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
                                      UINT NumberOfPackets)
{
    CONTEXT *context = MiniportAdapterContext;
    UINT index;

    for (index = 0; index < NumberOfPackets; index++)
        NdisMSendComplete(context->MiniportAdapterHandle, PacketArray[index],
                          NDIS_STATUS_NO_CABLE);
}

static VOID NTAPI MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet)
{
}

static VOID NTAPI MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext,
                                         NDIS_DEVICE_PNP_EVENT PnPEvent, PVOID InformationBuffer,
                                         ULONG InformationBufferLength)
{
}

static VOID NTAPI MiniportShutdown(PVOID ShutdownContext)
{
}

INIT_CODE NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    NDIS_MINIPORT_CHARACTERISTICS characteristics;
    NDIS_HANDLE wrapperHandle;
    NDIS_STATUS status;

    NdisMInitializeWrapper(&wrapperHandle, DriverObject, RegistryPath, NULL);
    if (wrapperHandle == NULL) return NDIS_STATUS_FAILURE;
    NdisZeroMemory(&characteristics, sizeof(characteristics));
    characteristics.MajorNdisVersion = 5;
    characteristics.MinorNdisVersion = 1;
    characteristics.InitializeHandler = MiniportInitialize;
    characteristics.HaltHandler = MiniportHalt;
    characteristics.ResetHandler = (W_RESET_HANDLER)(PVOID)MiniportReset;
    characteristics.QueryInformationHandler = MiniportQueryInformation;
    characteristics.SetInformationHandler = MiniportSetInformation;
    characteristics.SendPacketsHandler = MiniportSendPackets;
    characteristics.ReturnPacketHandler = MiniportReturnPacket;
    characteristics.PnPEventNotifyHandler = MiniportPnPEventNotify;
    characteristics.AdapterShutdownHandler = MiniportShutdown;
    status = NdisMRegisterMiniport(wrapperHandle, &characteristics, sizeof(characteristics));
    if (status != NDIS_STATUS_SUCCESS) NdisTerminateWrapper(wrapperHandle, NULL);
    return status;
}

#endif
