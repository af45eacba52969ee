/*
 * The ways of the device between its states: a reset, into sleep, and back to D0. Each takes the
 * same three steps with RESET_STEP_MS between them, so that nobody waits at DISPATCH_LEVEL: stop the
 * device; reset it, whereupon its DMA is over; and set it up anew, or leave it asleep. A timer goes
 * from step to step and completes what NDIS was told is pending. And what ends it all: surprise
 * removal, shutdown.
 */
#include "e1000.h"

/* Checks in a row that find packets on the ring and none sent since the one before. */
#define HANG_COUNT_MAX 2

/* Changes what the device is doing, and what it is on its way to. */
VOID setState(ADAPTER *adapter, STATE state, TRANSITION transition)
{
    NdisAcquireSpinLock(&adapter->StateLock);
    adapter->State = state;
    adapter->Transition = transition;
    NdisReleaseSpinLock(&adapter->StateLock);
}

/*
 * Ends all traffic, after State has ceased to be RUNNING. Packets to send fail with `status` from
 * now on; those on the ring wait until the device has been reset.
 */
VOID stopTraffic(ADAPTER *adapter, NDIS_STATUS status)
{
    cancelLinkWatch(adapter);
    disableInterrupts(adapter);
    refuseSends(adapter, status);
    NdisAcquireSpinLock(&adapter->ReceiveLock);
    adapter->IsReceiving = FALSE;
    NdisReleaseSpinLock(&adapter->ReceiveLock);
}

/* First step. What NDIS asked for is pending then, until the timer completes it. */
static VOID beginTransition(ADAPTER *adapter, TRANSITION transition)
{
    setState(adapter, STATE_STOPPED, transition);
    adapter->HasBeenReset = FALSE;
    stopTraffic(adapter, transition == TRANSITION_RESET ? NDIS_STATUS_RESET_IN_PROGRESS
                                                        : NDIS_STATUS_ADAPTER_NOT_READY);
    if (!adapter->IsRemoved) stopDevice(adapter);
    NdisMSetTimer(&adapter->TransitionTimer, RESET_STEP_MS);
}

/* Sleep begins; the bus driver takes the power away once NDIS knows. */
static VOID fallAsleep(ADAPTER *adapter, BOOLEAN isGood)
{
    if (isGood) armWakeUp(adapter);
    setState(adapter, STATE_ASLEEP, TRANSITION_NONE);
    NdisMSetInformationComplete(adapter->MiniportAdapterHandle, NDIS_STATUS_SUCCESS);
}

/* The device runs again, with the settings that it had: NDIS need not restore them. */
static VOID wakeUp(ADAPTER *adapter, BOOLEAN isGood)
{
    NDIS_HANDLE handle = adapter->MiniportAdapterHandle;
    TRANSITION transition = adapter->Transition;

    /* Of a device that stays dead the log hears once, however often it is reset. */
    if (!isGood && !adapter->HasFailed)
        NdisWriteErrorLogEntry(handle, NDIS_ERROR_CODE_HARDWARE_FAILURE, 0);
    adapter->HasFailed = !isGood;
    if (isGood) {
        programDevice(adapter);
        setState(adapter, STATE_RUNNING, TRANSITION_NONE);
        followLink(adapter);
        enableInterrupts(adapter);
        watchLink(adapter);
    } else {
        setState(adapter, STATE_STOPPED, TRANSITION_NONE);
    }
    if (transition == TRANSITION_RESET)
        NdisMResetComplete(handle, isGood ? NDIS_STATUS_SUCCESS : NDIS_STATUS_HARD_ERRORS, FALSE);
    else
        /* OID_PNP_SET_POWER must succeed; MiniportCheckForHang will ask for a reset. */
        NdisMSetInformationComplete(handle, NDIS_STATUS_SUCCESS);
}

/* The second and third step. */
VOID NTAPI transitionTimerFunction(PVOID SystemSpecific1, PVOID FunctionContext,
                                   PVOID SystemSpecific2, PVOID SystemSpecific3)
{
    ADAPTER *adapter = FunctionContext;
    BOOLEAN isPresent = !adapter->IsRemoved && !isGone(adapter), isGood;

    if (isPresent && !adapter->HasBeenReset) {
        resetDevice(adapter);
        adapter->HasBeenReset = TRUE;
        NdisMSetTimer(&adapter->TransitionTimer, RESET_STEP_MS);
        return;
    }
    /* Either the device has been reset or it is gone: it reads no packet any more. */
    abortSends(adapter, NDIS_STATUS_REQUEST_ABORTED);
    isGood = isPresent && isResetDone(adapter);
    if (adapter->Transition == TRANSITION_SLEEP)
        fallAsleep(adapter, isGood);
    else
        wakeUp(adapter, isGood);
}

/*
 * Whether to reset: the last transition failed, or the device has packets and sends none, be it that
 * it hangs, that an interrupt was lost, or that the link went down with packets on the ring.
 */
BOOLEAN NTAPI MiniportCheckForHang(NDIS_HANDLE MiniportAdapterContext)
{
    ADAPTER *adapter = MiniportAdapterContext;
    BOOLEAN hangs;

    if (adapter->IsRemoved || adapter->Transition != TRANSITION_NONE) return FALSE;
    if (adapter->HasFailed) return adapter->State != STATE_ASLEEP;
    NdisDprAcquireSpinLock(&adapter->SendLock);
    if (adapter->TxUsed > 0 && adapter->TxCompleted == adapter->TxCompletedBefore)
        adapter->HangCount++;
    else
        adapter->HangCount = 0;
    adapter->TxCompletedBefore = adapter->TxCompleted;
    hangs = adapter->HangCount >= HANG_COUNT_MAX;
    NdisDprReleaseSpinLock(&adapter->SendLock);
    return hangs;
}

/* Begins a reset; the transition timer completes it. All settings are kept. */
NDIS_STATUS NTAPI MiniportReset(PBOOLEAN AddressingReset, NDIS_HANDLE MiniportAdapterContext)
{
    ADAPTER *adapter = MiniportAdapterContext;

    *AddressingReset = FALSE;
    if (adapter->IsRemoved) return NDIS_STATUS_HARD_ERRORS;
    if (adapter->State == STATE_ASLEEP) return NDIS_STATUS_NOT_RESETTABLE;
    if (adapter->Transition != TRANSITION_NONE) return NDIS_STATUS_RESET_IN_PROGRESS;
    collectStatistics(adapter);
    beginTransition(adapter, TRANSITION_RESET);
    return NDIS_STATUS_PENDING;
}

/*
 * OID_PNP_SET_POWER: pending until the transition is over. The device sleeps alike in D1 to D3; the
 * bus driver sets its power state, after sleep has begun and before waking up begins.
 */
NDIS_STATUS setPower(ADAPTER *adapter, NDIS_DEVICE_POWER_STATE state)
{
    BOOLEAN isAwake = adapter->State != STATE_ASLEEP;

    if (state < NdisDeviceStateD0 || state > NdisDeviceStateD3) return NDIS_STATUS_INVALID_DATA;
    /* NDIS does not change the power of an adapter that it is resetting. */
    if (adapter->Transition != TRANSITION_NONE) return NDIS_STATUS_RESET_IN_PROGRESS;
    if (isAwake == (state == NdisDeviceStateD0)) return NDIS_STATUS_SUCCESS;
    if (isAwake) {
        collectStatistics(adapter);
        beginTransition(adapter, TRANSITION_SLEEP);
    } else {
        /* D3 may have cost the device its configuration space (PCI Power Management 1.1, 5.4.1). */
        if (adapter->HasBusMastering) enableBusMastering(adapter, NULL);
        beginTransition(adapter, TRANSITION_WAKE);
    }
    return NDIS_STATUS_PENDING;
}

/*
 * Surprise removal: from now on nothing waits for the device. It reads no memory any more, so all
 * packets go back at once. Other events are of no concern, nor those that are unknown.
 */
VOID NTAPI MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext,
                                  NDIS_DEVICE_PNP_EVENT PnPEvent, PVOID InformationBuffer,
                                  ULONG InformationBufferLength)
{
    ADAPTER *adapter = MiniportAdapterContext;

    if (PnPEvent != NdisDevicePnPEventSurpriseRemoved) return;
    adapter->IsRemoved = TRUE;
    cancelLinkWatch(adapter);
    NdisAcquireSpinLock(&adapter->ReceiveLock);
    adapter->IsReceiving = FALSE;
    NdisReleaseSpinLock(&adapter->ReceiveLock);
    refuseSends(adapter, NDIS_STATUS_ADAPTER_REMOVED);
    abortSends(adapter, NDIS_STATUS_ADAPTER_REMOVED);
}

/* The system goes down, or has crashed: any IRQL, any state, and no kernel service is sure. */
VOID NTAPI MiniportShutdown(PVOID ShutdownContext)
{
    ADAPTER *adapter = ShutdownContext;

    if (adapter->State != STATE_ASLEEP && !adapter->IsRemoved) stopDevice(adapter);
}
