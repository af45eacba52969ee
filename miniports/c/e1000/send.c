/*
 * Sending. Every packet goes through the wait queue, in order, and from there to the transmit ring
 * as descriptors become free: one descriptor for each fragment of its scatter/gather list (8254x SDM
 * 3.3, 3.4). A packet of so many fragments that describing each would choke the ring is copied to
 * one of few buffers that the driver shares with the device. The interrupt's DPC takes completed
 * packets off the ring and completes them.
 */
#include "e1000.h"

/* A frame spans two pages at most, so more than this has been cut into pieces on purpose. */
#define FRAGMENT_COUNT_MAX 16
#define ALL_COALESCE_BUFFERS ((1 << COALESCE_BUFFER_COUNT) - 1)

typedef enum _OUTCOME {
    OUTCOME_SENT,
    OUTCOME_NO_ROOM,
    OUTCOME_UNSENDABLE,
} OUTCOME;

/* Packets linked through MiniportReserved, in the order in which they were put there. */
typedef struct _PACKET_LIST {
    PNDIS_PACKET head;
    PNDIS_PACKET tail;
} PACKET_LIST;

static PNDIS_PACKET *nextOf(PNDIS_PACKET packet)
{
    return (PNDIS_PACKET *)packet->MiniportReserved;
}

static VOID appendPacket(PACKET_LIST *list, PNDIS_PACKET packet)
{
    *nextOf(packet) = NULL;
    if (list->head == NULL)
        list->head = packet;
    else
        *nextOf(list->tail) = packet;
    list->tail = packet;
}

/* Gives a list of packets back, each with `status`. Called without a lock. */
static VOID completeSends(ADAPTER *adapter, PACKET_LIST *list, NDIS_STATUS status)
{
    PNDIS_PACKET packet = list->head, next;

    for (; packet != NULL; packet = next) {
        next = *nextOf(packet);
        NdisMSendComplete(adapter->MiniportAdapterHandle, packet, status);
    }
}

static VOID enqueue(ADAPTER *adapter, PNDIS_PACKET packet)
{
    PACKET_LIST list = { adapter->WaitHead, adapter->WaitTail };

    appendPacket(&list, packet);
    adapter->WaitHead = list.head;
    adapter->WaitTail = list.tail;
    adapter->WaitCount++;
}

/* Empties the wait queue into a list. */
static PACKET_LIST takeWaiting(ADAPTER *adapter)
{
    PACKET_LIST list = { adapter->WaitHead, adapter->WaitTail };

    adapter->WaitHead = NULL;
    adapter->WaitTail = NULL;
    adapter->WaitCount = 0;
    return list;
}

/* The ring is the driver's: the device has been reset. Under SendLock. */
VOID emptyTransmitRing(ADAPTER *adapter)
{
    adapter->TxNext = 0;
    adapter->TxOldest = 0;
    adapter->TxUsed = 0;
    adapter->HangCount = 0;
    adapter->CoalesceFree = ALL_COALESCE_BUFFERS;
}

/* Fills the descriptor at TxNext; `owner` is the packet that ends there, or NULL. */
static VOID fillDescriptor(ADAPTER *adapter, NDIS_PHYSICAL_ADDRESS address, ULONG byteCount,
                           PNDIS_PACKET owner, ULONG coalesceBit)
{
    ULONG index = adapter->TxNext;
    volatile DESCRIPTOR *descriptor = &adapter->TxRing[index];

    descriptor->AddressLow = address.LowPart;
    descriptor->AddressHigh = address.HighPart;
    descriptor->Lower = byteCount | TX_IFCS | (owner == NULL ? 0 : TX_EOP | TX_RS);
    descriptor->Upper = 0;
    adapter->TxSlots[index].Packet = owner;
    adapter->TxSlots[index].CoalesceBit = coalesceBit;
    adapter->TxNext = index + 1 == adapter->TxCount ? 0 : index + 1;
    adapter->TxUsed++;
}

/* Copies a packet to `to`; 0 if it is empty, too long or cannot be mapped, else its length. */
static ULONG copyPacket(PNDIS_PACKET packet, PUCHAR to)
{
    PNDIS_BUFFER buffer;
    UINT totalBytes, bufferBytes;
    ULONG byteCount = 0;
    PVOID data;

    NdisQueryPacket(packet, NULL, NULL, &buffer, &totalBytes);
    if (totalBytes > FRAME_BYTES_MAX) return 0;
    while (buffer != NULL) {
        NdisQueryBufferSafe(buffer, &data, &bufferBytes, NormalPagePriority);
        if (data == NULL || byteCount + bufferBytes > FRAME_BYTES_MAX) return 0;
        if (bufferBytes > 0) NdisMoveMemory(to + byteCount, data, bufferBytes);
        byteCount += bufferBytes;
        NdisGetNextBuffer(buffer, &buffer);
    }
    return byteCount;
}

/* Describes a packet of too many fragments by a copy of it. */
static OUTCOME putCopyOnRing(ADAPTER *adapter, PNDIS_PACKET packet)
{
    NDIS_PHYSICAL_ADDRESS address = adapter->CoalesceData.PhysicalAddress;
    ULONG index = 0, byteCount;

    if (adapter->TxUsed == adapter->TxCount - 1 || adapter->CoalesceFree == 0)
        return OUTCOME_NO_ROOM;
    while ((adapter->CoalesceFree & (1u << index)) == 0) index++;
    byteCount = copyPacket(packet, adapter->CoalesceData.VirtualAddress +
                                       index * COALESCE_BUFFER_BYTES);
    if (byteCount == 0) return OUTCOME_UNSENDABLE;
    adapter->CoalesceFree &= ~(1u << index);
    address.QuadPart += index * COALESCE_BUFFER_BYTES;
    fillDescriptor(adapter, address, byteCount, packet, 1u << index);
    return OUTCOME_SENT;
}

/* Describes a packet to the device, TDT excepted. */
static OUTCOME putOnRing(ADAPTER *adapter, PNDIS_PACKET packet)
{
    PSCATTER_GATHER_LIST list =
        NDIS_PER_PACKET_INFO_FROM_PACKET(packet, ScatterGatherListPacketInfo);
    ULONG index, byteCount = 0, last = 0;

    if (list == NULL) return OUTCOME_UNSENDABLE;
    if (list->NumberOfElements > FRAGMENT_COUNT_MAX) return putCopyOnRing(adapter, packet);
    /* One descriptor stays free, for a full ring must not look like an empty one (3.4). */
    if (list->NumberOfElements > adapter->TxCount - 1 - adapter->TxUsed) return OUTCOME_NO_ROOM;
    for (index = 0; index < list->NumberOfElements; index++) {
        if (list->Elements[index].Length > 0) last = index;
        byteCount += list->Elements[index].Length;
    }
    if (byteCount == 0 || byteCount > FRAME_BYTES_MAX) return OUTCOME_UNSENDABLE;
    for (index = 0; index <= last; index++) {
        SCATTER_GATHER_ELEMENT *element = &list->Elements[index];
        if (element->Length == 0) continue;
        fillDescriptor(adapter, element->Address, element->Length, index == last ? packet : NULL,
                       0);
    }
    return OUTCOME_SENT;
}

/*
 * Moves packets from the wait queue to the ring while there is room, and tells the device of all of
 * them at once. Those that can never be sent go to `unsendable`. Under SendLock.
 */
static VOID fillRing(ADAPTER *adapter, PACKET_LIST *unsendable)
{
    ULONG before = adapter->TxNext;

    while (adapter->WaitHead != NULL) {
        PNDIS_PACKET packet = adapter->WaitHead, next = *nextOf(packet);
        OUTCOME outcome = putOnRing(adapter, packet);
        if (outcome == OUTCOME_NO_ROOM) break;
        adapter->WaitHead = next;
        adapter->WaitCount--;
        if (outcome == OUTCOME_UNSENDABLE) appendPacket(unsendable, packet);
    }
    if (adapter->TxNext != before) writeRegister(adapter, TDT, adapter->TxNext);
}

/*
 * Takes packets off the ring: those that the device is done with, or all. A packet's last descriptor
 * alone reports (RS), so DD is looked for there. The ring's length bounds the loop. Under SendLock.
 */
static VOID takeFromRing(ADAPTER *adapter, PACKET_LIST *list, BOOLEAN onlyDone)
{
    ULONG index = adapter->TxOldest, pending = 0, rest;

    for (rest = adapter->TxUsed; rest > 0; rest--) {
        TX_SLOT *slot = &adapter->TxSlots[index];
        ULONG status = adapter->TxRing[index].Upper;
        index = index + 1 == adapter->TxCount ? 0 : index + 1;
        pending++;
        if (slot->Packet == NULL) continue;
        if (onlyDone && (status & TX_DD) == 0) break;
        adapter->CoalesceFree |= slot->CoalesceBit;
        appendPacket(list, slot->Packet);
        if (onlyDone) adapter->TxCompleted++;
        adapter->TxOldest = index;
        adapter->TxUsed -= pending;
        pending = 0;
    }
}

VOID NTAPI MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
                               UINT NumberOfPackets)
{
    ADAPTER *adapter = MiniportAdapterContext;
    PACKET_LIST refused = { NULL, NULL };
    NDIS_STATUS status;
    UINT index;

    NdisAcquireSpinLock(&adapter->SendLock);
    status = adapter->SendStatus;
    for (index = 0; index < NumberOfPackets; index++) {
        if (status == NDIS_STATUS_SUCCESS)
            enqueue(adapter, PacketArray[index]);
        else
            appendPacket(&refused, PacketArray[index]);
    }
    if (status == NDIS_STATUS_SUCCESS) fillRing(adapter, &refused);
    NdisReleaseSpinLock(&adapter->SendLock);
    completeSends(adapter, &refused, status == NDIS_STATUS_SUCCESS ? NDIS_STATUS_FAILURE : status);
}

VOID NTAPI MiniportCancelSendPackets(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId)
{
    ADAPTER *adapter = MiniportAdapterContext;
    PACKET_LIST cancelled = { NULL, NULL };
    PNDIS_PACKET packet, next;

    NdisAcquireSpinLock(&adapter->SendLock);
    /* The list is the driver's own: as many rounds as packets wait. */
    for (packet = takeWaiting(adapter).head; packet != NULL; packet = next) {
        next = *nextOf(packet);
        if (NDIS_GET_PACKET_CANCEL_ID(packet) == CancelId)
            appendPacket(&cancelled, packet);
        else
            enqueue(adapter, packet);
    }
    NdisReleaseSpinLock(&adapter->SendLock);
    completeSends(adapter, &cancelled, NDIS_STATUS_REQUEST_ABORTED);
}

/*
 * Lets packets go, or fails them, as the link is; nothing while the device does not run. Called
 * without a lock.
 */
VOID followLink(ADAPTER *adapter)
{
    PACKET_LIST waiting = { NULL, NULL };

    NdisAcquireSpinLock(&adapter->SendLock);
    /* Whoever stops the device changes State first and SendStatus, under this lock, afterwards. */
    if (adapter->State == STATE_RUNNING && !adapter->IsRemoved) {
        adapter->SendStatus = adapter->IsLinkUp ? NDIS_STATUS_SUCCESS : NDIS_STATUS_NO_CABLE;
        if (!adapter->IsLinkUp) waiting = takeWaiting(adapter);
    }
    NdisReleaseSpinLock(&adapter->SendLock);
    completeSends(adapter, &waiting, NDIS_STATUS_NO_CABLE);
}

/* Fails packets with `status` from now on, and those that wait; not those on the ring. */
VOID refuseSends(ADAPTER *adapter, NDIS_STATUS status)
{
    PACKET_LIST waiting;

    NdisAcquireSpinLock(&adapter->SendLock);
    adapter->SendStatus = status;
    waiting = takeWaiting(adapter);
    NdisReleaseSpinLock(&adapter->SendLock);
    completeSends(adapter, &waiting, status);
}

/*
 * Gives back, with `status`, every packet there is. Only when the device cannot read their memory
 * any more: it has been reset or is gone.
 */
VOID abortSends(ADAPTER *adapter, NDIS_STATUS status)
{
    PACKET_LIST aborted = { NULL, NULL }, waiting;

    NdisAcquireSpinLock(&adapter->SendLock);
    takeFromRing(adapter, &aborted, FALSE);
    waiting = takeWaiting(adapter);
    NdisReleaseSpinLock(&adapter->SendLock);
    completeSends(adapter, &aborted, status);
    completeSends(adapter, &waiting, status);
}

/* Completes what the device has sent and fills the ring again. At DISPATCH_LEVEL, in the DPC. */
VOID handleTransmit(ADAPTER *adapter)
{
    PACKET_LIST sent = { NULL, NULL }, unsendable = { NULL, NULL };

    NdisDprAcquireSpinLock(&adapter->SendLock);
    takeFromRing(adapter, &sent, TRUE);
    if (adapter->SendStatus == NDIS_STATUS_SUCCESS) fillRing(adapter, &unsendable);
    NdisDprReleaseSpinLock(&adapter->SendLock);
    completeSends(adapter, &sent, NDIS_STATUS_SUCCESS);
    completeSends(adapter, &unsendable, NDIS_STATUS_FAILURE);
}
