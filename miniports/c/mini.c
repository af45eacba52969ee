/*
 * The smallest miniport that registers as NDIS demands: no NIC, no traffic, and a DriverEntry that
 * leaves nothing behind when its registration fails. Its MiniportInitialize declines every device.
 *
 * With LEAKS_WRAPPER it is mini-leaks-wrapper: see there.
 */
#include "ndis.h"

static NDIS_STATUS NTAPI MiniportInitialize(PNDIS_STATUS OpenErrorStatus, PUINT SelectedMediumIndex,
                                            PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
                                            NDIS_HANDLE MiniportAdapterHandle,
                                            NDIS_HANDLE WrapperConfigurationContext)
{
    NdisWriteErrorLogEntry(MiniportAdapterHandle, NDIS_ERROR_CODE_ADAPTER_NOT_FOUND, 0);
    return NDIS_STATUS_FAILURE;
}

static VOID NTAPI MiniportHalt(NDIS_HANDLE MiniportAdapterContext)
{
}

static NDIS_STATUS NTAPI MiniportReset(PBOOLEAN AddressingReset, NDIS_HANDLE MiniportAdapterContext)
{
    *AddressingReset = FALSE;
    return NDIS_STATUS_SUCCESS;
}

/* Queries and sets: no OID is supported. */
static NDIS_STATUS NTAPI MiniportInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                             PVOID InformationBuffer, ULONG InformationBufferLength,
                                             PULONG BytesDone, PULONG BytesNeeded)
{
    *BytesDone = 0;
    *BytesNeeded = 0;
    return NDIS_STATUS_NOT_SUPPORTED;
}

static VOID NTAPI MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
                                      UINT NumberOfPackets)
{
}

static VOID NTAPI MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet)
{
}

static VOID NTAPI MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext, ULONG PnPEvent,
                                         PVOID InformationBuffer, ULONG InformationBufferLength)
{
}

static VOID NTAPI MiniportShutdown(NDIS_HANDLE MiniportAdapterContext)
{
}

static VOID NTAPI MiniportUnload(PDRIVER_OBJECT DriverObject)
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
    characteristics.ResetHandler = MiniportReset;
    characteristics.QueryInformationHandler = MiniportInformation;
    characteristics.SetInformationHandler = MiniportInformation;
    characteristics.SendPacketsHandler = MiniportSendPackets;
    characteristics.ReturnPacketHandler = MiniportReturnPacket;
    characteristics.PnPEventNotifyHandler = MiniportPnPEventNotify;
    characteristics.AdapterShutdownHandler = MiniportShutdown;
    status = NdisMRegisterMiniport(wrapperHandle, &characteristics, sizeof(characteristics));
    if (status != NDIS_STATUS_SUCCESS) {
#ifndef LEAKS_WRAPPER
        NdisTerminateWrapper(wrapperHandle, NULL);
#endif
        return status;
    }
    NdisMRegisterUnloadHandler(wrapperHandle, MiniportUnload);
    return status;
}
