/*
 * Receiving. Each buffer is either the device's, in a descriptor between RxOldest and RxNext, or
 * NDIS's, in a packet that was indicated; so the ring itself is the list of free buffers. A buffer
 * that comes back goes to the ring's end (8254x SDM 3.2).
 */
#include "e1000.h"

/* Packets indicated at once: their array lies on the stack. */
#define BATCH_COUNT_MAX 16
/* With fewer buffers left than one in so many, the protocols must copy and give back at once. */
#define LOW_SHARE 4

/*
 * Describes a buffer to the device in the descriptor at RxNext, RDT excepted. There is room: the
 * ring has more descriptors than there are buffers. Under ReceiveLock.
 */
static VOID postBuffer(ADAPTER *adapter, RX_BUFFER *buffer)
{
    ULONG index = adapter->RxNext;
    volatile DESCRIPTOR *descriptor = &adapter->RxRing[index];

    descriptor->AddressLow = buffer->PhysicalAddress.LowPart;
    descriptor->AddressHigh = buffer->PhysicalAddress.HighPart;
    descriptor->Lower = 0;
    descriptor->Upper = 0;
    adapter->RxSlots[index] = buffer;
    adapter->RxNext = index + 1 == adapter->RxCount ? 0 : index + 1;
    adapter->RxPosted++;
}

/* Puts every buffer that is not NDIS's on an empty ring. RDT is for the caller. */
VOID postAllBuffers(ADAPTER *adapter)
{
    ULONG index;

    adapter->RxOldest = 0;
    adapter->RxNext = 0;
    adapter->RxPosted = 0;
    adapter->IsDroppingFrame = FALSE;
    for (index = 0; index < adapter->RxBufferCount; index++)
        if (!adapter->RxBuffers[index].IsIndicated) postBuffer(adapter, &adapter->RxBuffers[index]);
}

/*
 * A packet is the driver's again. While the device rests its buffer just lies there: what restarts
 * the device puts every buffer on the ring. Under ReceiveLock; RDT is for the caller.
 */
static VOID takeBack(ADAPTER *adapter, PNDIS_PACKET packet)
{
    RX_BUFFER *buffer = *(RX_BUFFER **)packet->MiniportReserved;

    buffer->IsIndicated = FALSE;
    adapter->RxIndicated--;
    if (adapter->IsReceiving) postBuffer(adapter, buffer);
}

VOID NTAPI MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet)
{
    ADAPTER *adapter = MiniportAdapterContext;

    NdisAcquireSpinLock(&adapter->ReceiveLock);
    takeBack(adapter, Packet);
    if (adapter->IsReceiving) writeRegister(adapter, RDT, adapter->RxNext);
    NdisReleaseSpinLock(&adapter->ReceiveLock);
}

/* Whether a buffer holds a whole frame that the packet filter lets in; counts those in error. */
static BOOLEAN isGood(ADAPTER *adapter, RX_BUFFER *buffer, ULONG upper, ULONG byteCount)
{
    BOOLEAN isEnd = (upper & RX_EOP) != 0, isPart = !isEnd || adapter->IsDroppingFrame;

    adapter->IsDroppingFrame = !isEnd;
    if (isPart || byteCount < HEADER_BYTES || byteCount > FRAME_BYTES_MAX ||
        (upper & RX_ERRORS) != 0) {
        /* A frame in parts is counted once, with its end. */
        if (isEnd) adapter->RxErrors++;
        return FALSE;
    }
    return isWanted(adapter, buffer->VirtualAddress);
}

/* What one round took off the ring: packets in an array, the last of them only lent. */
typedef struct _BATCH {
    PNDIS_PACKET packets[BATCH_COUNT_MAX];
    ULONG count;
    ULONG firstLent; /* the first packet that NDIS must give back at once, or `count` */
    ULONG descriptorCount; /* looked at, dropped frames included */
} BATCH;

/* Puts a buffer's packet into the batch. */
static VOID addToBatch(ADAPTER *adapter, BATCH *batch, RX_BUFFER *buffer, ULONG byteCount)
{
    BOOLEAN isLent = batch->firstLent < batch->count ||
                     adapter->RxPosted < adapter->RxBufferCount / LOW_SHARE;

    NdisAdjustBufferLength(buffer->Buffer, byteCount);
    NdisRecalculatePacketCounts(buffer->Packet);
    NDIS_SET_PACKET_STATUS(buffer->Packet, isLent ? NDIS_STATUS_RESOURCES : NDIS_STATUS_SUCCESS);
    buffer->IsIndicated = TRUE;
    adapter->RxIndicated++;
    adapter->RxOk++;
    batch->packets[batch->count++] = buffer->Packet;
    if (!isLent) batch->firstLent = batch->count;
}

/*
 * Takes received frames off the ring. What is not to be indicated goes back to it. Under
 * ReceiveLock.
 */
static VOID takeFrames(ADAPTER *adapter, BATCH *batch, ULONG descriptorCountMax)
{
    BOOLEAN isRefilled = FALSE;

    if (descriptorCountMax > adapter->RxPosted) descriptorCountMax = adapter->RxPosted;
    batch->count = 0;
    batch->firstLent = 0;
    batch->descriptorCount = 0;
    while (batch->descriptorCount < descriptorCountMax && batch->count < BATCH_COUNT_MAX &&
           adapter->IsReceiving) {
        ULONG index = adapter->RxOldest, byteCount;
        ULONG upper = adapter->RxRing[index].Upper;
        RX_BUFFER *buffer;
        if ((upper & RX_DD) == 0) break;
        batch->descriptorCount++;
        byteCount = adapter->RxRing[index].Lower & RX_LENGTH_MASK;
        buffer = adapter->RxSlots[index];
        adapter->RxOldest = index + 1 == adapter->RxCount ? 0 : index + 1;
        adapter->RxPosted--;
        if (isGood(adapter, buffer, upper, byteCount)) {
            addToBatch(adapter, batch, buffer, byteCount);
        } else {
            postBuffer(adapter, buffer);
            isRefilled = TRUE;
        }
    }
    if (isRefilled) writeRegister(adapter, RDT, adapter->RxNext);
}

/* Takes back at once what was only lent to NDIS, with NDIS_STATUS_RESOURCES. */
static VOID takeBackLent(ADAPTER *adapter, BATCH *batch)
{
    ULONG index;

    NdisDprAcquireSpinLock(&adapter->ReceiveLock);
    for (index = batch->firstLent; index < batch->count; index++)
        takeBack(adapter, batch->packets[index]);
    if (adapter->IsReceiving) writeRegister(adapter, RDT, adapter->RxNext);
    NdisDprReleaseSpinLock(&adapter->ReceiveLock);
}

/*
 * Indicates what has been received, up to `descriptorCountMax` descriptors. TRUE if that was not
 * all. At DISPATCH_LEVEL, in the DPC, without a lock.
 */
BOOLEAN handleReceive(ADAPTER *adapter, ULONG descriptorCountMax)
{
    BATCH batch;

    while (descriptorCountMax > 0) {
        NdisDprAcquireSpinLock(&adapter->ReceiveLock);
        takeFrames(adapter, &batch, descriptorCountMax);
        NdisDprReleaseSpinLock(&adapter->ReceiveLock);
        if (batch.descriptorCount == 0) return FALSE;
        descriptorCountMax -= batch.descriptorCount;
        if (batch.count == 0) continue;
        NdisMIndicateReceivePacket(adapter->MiniportAdapterHandle, batch.packets, batch.count);
        if (batch.firstLent < batch.count) takeBackLent(adapter, &batch);
    }
    return TRUE;
}
