/*
 * DriverEntry, MiniportInitialize, MiniportHalt: each step of an initialization is undone by the one
 * path on which everything is given back. The device is set up in the order of 8254x SDM chapter 14.
 */
#include "e1000.h"

#define WAIT_US 10000

static NDIS_STATUS createLocksAndTimers(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    NdisAllocateSpinLock(&adapter->StateLock);
    NdisAllocateSpinLock(&adapter->SendLock);
    NdisAllocateSpinLock(&adapter->ReceiveLock);
    adapter->HasLocks = TRUE;
    NdisMInitializeTimer(&adapter->LinkTimer, adapter->MiniportAdapterHandle, linkTimerFunction,
                         adapter);
    NdisMInitializeTimer(&adapter->TransitionTimer, adapter->MiniportAdapterHandle,
                         transitionTimerFunction, adapter);
    adapter->HasTimers = TRUE;
    return NDIS_STATUS_SUCCESS;
}

/* 14.3: a known state, in which the device neither interrupts nor masters the bus. */
static NDIS_STATUS bringToReset(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    return resetAndWait(adapter) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

static NDIS_STATUS learnAddress(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    if (!readPermanentAddress(adapter)) return NDIS_STATUS_FAILURE;
    if (!adapter->HasNetworkAddress)
        NdisMoveMemory(adapter->CurrentAddress, adapter->PermanentAddress, ADDRESS_BYTES);
    return NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS findPhy(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    return checkPhy(adapter) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

/* The device takes 32-bit addresses from this driver. It must come before any shared memory. */
static NDIS_STATUS initializeDma(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    return NdisMInitializeScatterGatherDma(adapter->MiniportAdapterHandle, FALSE, FRAME_BYTES_MAX);
}

/* A PCI line is shared, so MiniportISR must be asked; from here on it may be. */
static NDIS_STATUS registerInterrupt(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    NDIS_STATUS status = NdisMRegisterInterrupt(
        &adapter->Interrupt, adapter->MiniportAdapterHandle, adapter->InterruptVector,
        adapter->InterruptLevel, TRUE, TRUE, NdisInterruptLevelSensitive);

    adapter->HasInterrupt = status == NDIS_STATUS_SUCCESS;
    return status;
}

/* 14.3 to 14.5. Nothing is received before NDIS sets a packet filter. */
static NDIS_STATUS startDevice(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext)
{
    programDevice(adapter);
    updateLink(adapter);
    setState(adapter, STATE_RUNNING, TRANSITION_NONE);
    followLink(adapter);
    watchLink(adapter);
    return NDIS_STATUS_SUCCESS;
}

/* What an initialization does, and what the event log says when it fails. */
static const struct {
    NDIS_STATUS (*run)(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
    NDIS_ERROR_CODE errorCode;
} STEPS[] = {
    { readConfiguration, NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER },
    { identifyDevice, NDIS_ERROR_CODE_ADAPTER_NOT_FOUND },
    { findResources, NDIS_ERROR_CODE_RESOURCE_CONFLICT },
    { mapRegisters, NDIS_ERROR_CODE_RESOURCE_CONFLICT },
    { createLocksAndTimers, NDIS_ERROR_CODE_OUT_OF_RESOURCES },
    { bringToReset, NDIS_ERROR_CODE_HARDWARE_FAILURE },
    { learnAddress, NDIS_ERROR_CODE_NETWORK_ADDRESS },
    { findPhy, NDIS_ERROR_CODE_HARDWARE_FAILURE },
    { initializeDma, NDIS_ERROR_CODE_OUT_OF_RESOURCES },
    { allocateRings, NDIS_ERROR_CODE_OUT_OF_RESOURCES },
    { allocateTables, NDIS_ERROR_CODE_OUT_OF_RESOURCES },
    { allocateBuffers, NDIS_ERROR_CODE_OUT_OF_RESOURCES },
    { allocatePackets, NDIS_ERROR_CODE_OUT_OF_RESOURCES },
    { enableBusMastering, NDIS_ERROR_CODE_ADAPTER_NOT_FOUND },
    { registerInterrupt, NDIS_ERROR_CODE_INTERRUPT_CONNECT },
    { startDevice, NDIS_ERROR_CODE_HARDWARE_FAILURE },
};

/* The adapter's memory, all zero, and its attributes: NDIS wants to know them before all else. */
static VOID createAdapter(ADAPTER *adapter, NDIS_HANDLE MiniportAdapterHandle)
{
    NdisZeroMemory(adapter, sizeof(*adapter));
    adapter->MiniportAdapterHandle = MiniportAdapterHandle;
    adapter->CurrentLookahead = PAYLOAD_BYTES_MAX;
    adapter->LinkSpeed = LINK_SPEED_MAX;
    adapter->SendStatus = NDIS_STATUS_NO_CABLE;
    NdisMSetAttributesEx(MiniportAdapterHandle, adapter, CHECK_FOR_HANG_SECONDS,
                         NDIS_ATTRIBUTE_DESERIALIZE | NDIS_ATTRIBUTE_BUS_MASTER |
                             NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK |
                             NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS,
                         NdisInterfacePci);
}

static NDIS_STATUS NTAPI MiniportInitialize(PNDIS_STATUS OpenErrorStatus, PUINT SelectedMediumIndex,
                                            PNDIS_MEDIUM MediumArray, UINT MediumArraySize,
                                            NDIS_HANDLE MiniportAdapterHandle,
                                            NDIS_HANDLE WrapperConfigurationContext)
{
    ADAPTER *adapter;
    PVOID memory;
    NDIS_STATUS status;
    UINT medium = 0, step;

    while (medium < MediumArraySize && MediumArray[medium] != NdisMedium802_3) medium++;
    if (medium == MediumArraySize) {
        NdisWriteErrorLogEntry(MiniportAdapterHandle, NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION, 0);
        return NDIS_STATUS_UNSUPPORTED_MEDIA;
    }
    status = NdisAllocateMemoryWithTag(&memory, sizeof(*adapter), POOL_TAG);
    if (status != NDIS_STATUS_SUCCESS) {
        NdisWriteErrorLogEntry(MiniportAdapterHandle, NDIS_ERROR_CODE_OUT_OF_RESOURCES, 0);
        return status;
    }
    adapter = memory;
    createAdapter(adapter, MiniportAdapterHandle);
    for (step = 0; step < sizeof(STEPS) / sizeof(STEPS[0]); step++) {
        status = STEPS[step].run(adapter, WrapperConfigurationContext);
        if (status == NDIS_STATUS_SUCCESS) continue;
        NdisWriteErrorLogEntry(MiniportAdapterHandle, STEPS[step].errorCode, 0);
        releaseAdapter(adapter);
        return status;
    }
    *SelectedMediumIndex = medium;
    return NDIS_STATUS_SUCCESS;
}

/* Ends all that the driver and the device do by themselves. */
static VOID quiet(ADAPTER *adapter)
{
    BOOLEAN wasAsleep;

    /* Before there are timers, the device has not been touched. */
    if (!adapter->HasTimers) return;
    /* The transition timer fires at most twice more, and then the transition is over. */
    while (*(volatile TRANSITION *)&adapter->Transition != TRANSITION_NONE) NdisMSleep(WAIT_US);
    wasAsleep = adapter->State == STATE_ASLEEP;
    setState(adapter, wasAsleep ? STATE_ASLEEP : STATE_STOPPED, TRANSITION_NONE);
    if (!wasAsleep) stopTraffic(adapter, NDIS_STATUS_CLOSING);
    /* A timer function that was past cancelling when the watch ended finds nothing to do. */
    while (!isLinkWatchOver(adapter)) NdisMSleep(WAIT_US);
    if (!wasAsleep && !adapter->IsRemoved) resetAndWait(adapter);
}

/*
 * Gives back whatever an adapter has, in the inverse order of the steps, and the adapter itself.
 * Each step looks at the marks of what was done, so that it undoes no more.
 */
VOID releaseAdapter(ADAPTER *adapter)
{
    quiet(adapter);
    if (adapter->HasInterrupt) NdisMDeregisterInterrupt(&adapter->Interrupt);
    adapter->HasInterrupt = FALSE;
    if (adapter->HasLocks) abortSends(adapter, NDIS_STATUS_CLOSING);
    /* NDIS gives every packet back that was indicated to it; MiniportHalt may not return before. */
    while (adapter->RxIndicated > 0) NdisMSleep(WAIT_US);
    disableBusMastering(adapter);
    freeRings(adapter);
    if (adapter->HasLocks) {
        NdisFreeSpinLock(&adapter->ReceiveLock);
        NdisFreeSpinLock(&adapter->SendLock);
        NdisFreeSpinLock(&adapter->StateLock);
    }
    unmapRegisters(adapter);
    NdisFreeMemory(adapter, sizeof(*adapter), 0);
}

static VOID NTAPI MiniportHalt(NDIS_HANDLE MiniportAdapterContext)
{
    releaseAdapter(MiniportAdapterContext);
}

/*
 * A deserialized miniport that indicates packets needs no MiniportTransferData, and one with an ISR
 * no MiniportDisableInterrupt. The driver takes nothing here that NDIS does not give back by itself,
 * so it has no unload handler.
 */
INIT_CODE NTSTATUS NTAPI DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    NDIS_MINIPORT_CHARACTERISTICS characteristics;
    NDIS_HANDLE wrapperHandle;
    NDIS_STATUS status;

    NdisMInitializeWrapper(&wrapperHandle, DriverObject, RegistryPath, NULL);
    if (wrapperHandle == NULL) return NDIS_STATUS_RESOURCES;
    NdisZeroMemory(&characteristics, sizeof(characteristics));
    characteristics.MajorNdisVersion = 5;
    characteristics.MinorNdisVersion = 1;
    characteristics.CheckForHangHandler = MiniportCheckForHang;
    characteristics.HaltHandler = MiniportHalt;
    characteristics.HandleInterruptHandler = MiniportHandleInterrupt;
    characteristics.InitializeHandler = MiniportInitialize;
    characteristics.ISRHandler = MiniportISR;
    characteristics.QueryInformationHandler = MiniportQueryInformation;
    characteristics.ResetHandler = MiniportReset;
    characteristics.SetInformationHandler = MiniportSetInformation;
    characteristics.ReturnPacketHandler = MiniportReturnPacket;
    characteristics.SendPacketsHandler = MiniportSendPackets;
    characteristics.CancelSendPacketsHandler = MiniportCancelSendPackets;
    characteristics.PnPEventNotifyHandler = MiniportPnPEventNotify;
    characteristics.AdapterShutdownHandler = MiniportShutdown;
    status = NdisMRegisterMiniport(wrapperHandle, &characteristics, sizeof(characteristics));
    if (status != NDIS_STATUS_SUCCESS) NdisTerminateWrapper(wrapperHandle, NULL);
    return status;
}
