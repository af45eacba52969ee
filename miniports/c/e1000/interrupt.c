/*
 * Interrupts and the link. The ISR takes the causes, masks the device and leaves the work to the
 * DPC, which unmasks it again (8254x SDM 13.4.17 to 13.4.21). Whether the device may interrupt is
 * known from AreInterruptsEnabled, which changes together with the mask where the ISR cannot run: so
 * the ISR never takes another device's interrupt on a shared line for its own, nor touches a device
 * that is stopped, asleep or half set up.
 */
#include "e1000.h"

/* Receive descriptors that one DPC works through; what is left waits for the next. */
#define RECEIVE_COUNT_MAX 64
/* How often the link is looked at when no interrupt tells of it. */
#define LINK_WATCH_MS 2000

static VOID maskDevice(ADAPTER *adapter)
{
    writeRegister(adapter, IMC, ALL_ONES);
    adapter->AreInterruptsEnabled = FALSE;
}

VOID NTAPI MiniportISR(PBOOLEAN InterruptRecognized, PBOOLEAN QueueMiniportHandleInterrupt,
                       NDIS_HANDLE MiniportAdapterContext)
{
    ADAPTER *adapter = MiniportAdapterContext;
    ULONG causes;

    *InterruptRecognized = FALSE;
    *QueueMiniportHandleInterrupt = FALSE;
    if (!adapter->AreInterruptsEnabled) return;
    /* Reading ICR clears it, and with it the line. */
    causes = readRegister(adapter, ICR);
    if (causes == ALL_ONES || (causes & INTERRUPT_CAUSES) == 0) return;
    maskDevice(adapter);
    adapter->InterruptCauses |= causes & INTERRUPT_CAUSES;
    *InterruptRecognized = TRUE;
    *QueueMiniportHandleInterrupt = TRUE;
}

VOID NTAPI MiniportHandleInterrupt(NDIS_HANDLE MiniportAdapterContext)
{
    ADAPTER *adapter = MiniportAdapterContext;
    /* The ISR leaves the causes alone until interrupts are enabled again. */
    ULONG causes = adapter->InterruptCauses;
    BOOLEAN isMore;

    adapter->InterruptCauses = 0;
    if ((causes & ICR_LSC) != 0) watchLink(adapter);
    handleTransmit(adapter);
    isMore = handleReceive(adapter, RECEIVE_COUNT_MAX);
    enableInterrupts(adapter);
    /* The rest of the frames gets an interrupt of its own: no new frame may come to raise one. */
    if (isMore && adapter->AreInterruptsEnabled) writeRegister(adapter, ICS, ICR_RXT0);
}

static BOOLEAN NTAPI maskSynchronized(PVOID SynchronizeContext)
{
    ADAPTER *adapter = SynchronizeContext;

    if (adapter->AreInterruptsEnabled) maskDevice(adapter);
    return TRUE;
}

static BOOLEAN NTAPI unmaskSynchronized(PVOID SynchronizeContext)
{
    ADAPTER *adapter = SynchronizeContext;

    if (adapter->State != STATE_RUNNING) return FALSE;
    adapter->AreInterruptsEnabled = TRUE;
    writeRegister(adapter, IMS, INTERRUPT_CAUSES);
    return TRUE;
}

/* Unmasks the device, if it runs. */
VOID enableInterrupts(ADAPTER *adapter)
{
    NdisMSynchronizeWithInterrupt(&adapter->Interrupt, unmaskSynchronized, adapter);
}

/* Masks the device, after State has ceased to be RUNNING: it stays so. */
VOID disableInterrupts(ADAPTER *adapter)
{
    if (!adapter->HasInterrupt) return;
    NdisMSynchronizeWithInterrupt(&adapter->Interrupt, maskSynchronized, adapter);
}

/*
 * Unmasks the device for the first time: when NDIS has sent a request, or the link timer runs. In
 * MiniportInitialize it would be too early, because no DPC is queued before that has returned.
 */
VOID startInterrupts(ADAPTER *adapter)
{
    if (adapter->HasStarted) return;
    adapter->HasStarted = TRUE;
    enableInterrupts(adapter);
}

/* Has the link looked at after a while, and again and again. Under StateLock. */
static VOID setLinkTimer(ADAPTER *adapter, UINT delayMs)
{
    adapter->IsLinkTimerSet = TRUE;
    NdisMSetTimer(&adapter->LinkTimer, delayMs);
}

/* Has the link looked at soon: the device has just been started, or has reported a change. */
VOID watchLink(ADAPTER *adapter)
{
    NdisAcquireSpinLock(&adapter->StateLock);
    if (adapter->State == STATE_RUNNING) setLinkTimer(adapter, 0);
    NdisReleaseSpinLock(&adapter->StateLock);
}

/*
 * Ends the watch, after State has ceased to be RUNNING. A function that can no longer be cancelled
 * finds that out and touches nothing, but the adapter must outlive it: see isLinkWatchOver.
 */
VOID cancelLinkWatch(ADAPTER *adapter)
{
    BOOLEAN isCancelled;

    NdisAcquireSpinLock(&adapter->StateLock);
    NdisMCancelTimer(&adapter->LinkTimer, &isCancelled);
    if (isCancelled) adapter->IsLinkTimerSet = FALSE;
    NdisReleaseSpinLock(&adapter->StateLock);
}

/* Whether no link timer function runs or will. */
BOOLEAN isLinkWatchOver(ADAPTER *adapter)
{
    return !adapter->IsLinkTimerSet && !adapter->IsLinkTimerRunning;
}

/* The function of the link timer. It sets the timer first, lest it undo a watchLink. */
VOID NTAPI linkTimerFunction(PVOID SystemSpecific1, PVOID FunctionContext, PVOID SystemSpecific2,
                             PVOID SystemSpecific3)
{
    ADAPTER *adapter = FunctionContext;
    BOOLEAN isRunning, hasChanged, isUp;

    NdisDprAcquireSpinLock(&adapter->StateLock);
    adapter->IsLinkTimerSet = FALSE;
    adapter->IsLinkTimerRunning = TRUE;
    isRunning = adapter->State == STATE_RUNNING && !adapter->IsRemoved;
    if (isRunning) setLinkTimer(adapter, LINK_WATCH_MS);
    hasChanged = isRunning && updateLink(adapter);
    isUp = adapter->IsLinkUp;
    NdisDprReleaseSpinLock(&adapter->StateLock);
    if (hasChanged) {
        followLink(adapter);
        NdisMIndicateStatus(adapter->MiniportAdapterHandle,
                            isUp ? NDIS_STATUS_MEDIA_CONNECT : NDIS_STATUS_MEDIA_DISCONNECT, NULL,
                            0);
        NdisMIndicateStatusComplete(adapter->MiniportAdapterHandle);
    }
    if (isRunning) startInterrupts(adapter);
    NdisDprAcquireSpinLock(&adapter->StateLock);
    adapter->IsLinkTimerRunning = FALSE;
    NdisDprReleaseSpinLock(&adapter->StateLock);
}
