/*
 * Requests: what every 802.3 miniport of NDIS 5.1 must answer, and what this device counts besides
 * (DDK, Network Reference: General Objects, Ethernet Objects, Power Management Objects).
 */
#include "e1000.h"

#define NDIS_VERSION 0x0501
#define DRIVER_VERSION 0x00010000
/* The last byte of OID_GEN_VENDOR_ID tells the vendor's cards apart. */
#define CARD 1

#define SUPPORTED_FILTERS                                                                \
    (NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST | \
     NDIS_PACKET_TYPE_BROADCAST | NDIS_PACKET_TYPE_PROMISCUOUS)

static const char VENDOR_DESCRIPTION[] = "Intel 82540EM Gigabit Ethernet Controller";

/* OIDs to be queried, set or both. */
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
    OID_GEN_DIRECTED_FRAMES_XMIT,
    OID_GEN_MULTICAST_FRAMES_XMIT,
    OID_GEN_BROADCAST_FRAMES_XMIT,
    OID_GEN_DIRECTED_FRAMES_RCV,
    OID_GEN_MULTICAST_FRAMES_RCV,
    OID_GEN_BROADCAST_FRAMES_RCV,
    OID_GEN_RCV_CRC_ERROR,
    OID_GEN_TRANSMIT_QUEUE_LENGTH,
    OID_802_3_PERMANENT_ADDRESS,
    OID_802_3_CURRENT_ADDRESS,
    OID_802_3_MULTICAST_LIST,
    OID_802_3_MAXIMUM_LIST_SIZE,
    OID_802_3_RCV_ERROR_ALIGNMENT,
    OID_802_3_XMIT_ONE_COLLISION,
    OID_802_3_XMIT_MORE_COLLISIONS,
    OID_802_3_XMIT_DEFERRED,
    OID_802_3_XMIT_MAX_COLLISIONS,
    OID_802_3_XMIT_TIMES_CRS_LOST,
    OID_802_3_XMIT_LATE_COLLISIONS,
    OID_PNP_CAPABILITIES,
    OID_PNP_SET_POWER,
    OID_PNP_QUERY_POWER,
    OID_PNP_ENABLE_WAKE_UP,
};

/* The counters are not read at one moment, so a difference of theirs may fall short of 0. */
static ULONGLONG difference(ULONGLONG all, ULONGLONG part, ULONGLONG other)
{
    return all > part + other ? all - part - other : 0;
}

/* A counter of the device, or one that is made of such. FALSE if the OID is none. */
static BOOLEAN readStatistic(ADAPTER *adapter, NDIS_OID oid, ULONGLONG *value)
{
    const STATISTICS *sum = &adapter->Statistics;

    switch (oid) {
    case OID_GEN_XMIT_OK: *value = sum->XmitOk; break;
    case OID_GEN_RCV_OK: *value = adapter->RxOk; break;
    case OID_GEN_XMIT_ERROR: *value = sum->XmitError; break;
    case OID_GEN_RCV_ERROR: *value = sum->RcvError + adapter->RxErrors; break;
    case OID_GEN_RCV_NO_BUFFER: *value = sum->RcvNoBuffer; break;
    case OID_GEN_DIRECTED_FRAMES_XMIT:
        *value = difference(sum->XmitOk, sum->XmitMulticast, sum->XmitBroadcast);
        break;
    case OID_GEN_MULTICAST_FRAMES_XMIT: *value = sum->XmitMulticast; break;
    case OID_GEN_BROADCAST_FRAMES_XMIT: *value = sum->XmitBroadcast; break;
    case OID_GEN_DIRECTED_FRAMES_RCV:
        *value = difference(sum->RcvGood, sum->RcvMulticast, sum->RcvBroadcast);
        break;
    case OID_GEN_MULTICAST_FRAMES_RCV: *value = sum->RcvMulticast; break;
    case OID_GEN_BROADCAST_FRAMES_RCV: *value = sum->RcvBroadcast; break;
    case OID_GEN_RCV_CRC_ERROR: *value = sum->RcvCrcError; break;
    case OID_802_3_RCV_ERROR_ALIGNMENT: *value = sum->RcvAlignmentError; break;
    case OID_802_3_XMIT_ONE_COLLISION: *value = sum->XmitOneCollision; break;
    case OID_802_3_XMIT_MORE_COLLISIONS: *value = sum->XmitMoreCollisions; break;
    case OID_802_3_XMIT_DEFERRED: *value = sum->XmitDeferred; break;
    case OID_802_3_XMIT_MAX_COLLISIONS: *value = sum->XmitMaxCollisions; break;
    case OID_802_3_XMIT_TIMES_CRS_LOST: *value = sum->XmitTimesCrsLost; break;
    case OID_802_3_XMIT_LATE_COLLISIONS: *value = sum->XmitLateCollisions; break;
    default: return FALSE;
    }
    return TRUE;
}

static NDIS_HARDWARE_STATUS hardwareStatus(ADAPTER *adapter)
{
    if (adapter->HasFailed || adapter->IsRemoved) return NdisHardwareStatusNotReady;
    return adapter->Transition == TRANSITION_NONE ? NdisHardwareStatusReady
                                                  : NdisHardwareStatusReset;
}

/* An answer that is one ULONG. FALSE if the OID has no such answer. */
static BOOLEAN readUlong(ADAPTER *adapter, NDIS_OID oid, ULONG *value)
{
    switch (oid) {
    case OID_GEN_HARDWARE_STATUS: *value = hardwareStatus(adapter); break;
    case OID_GEN_MEDIA_SUPPORTED:
    case OID_GEN_MEDIA_IN_USE: *value = NdisMedium802_3; break;
    case OID_GEN_MAXIMUM_LOOKAHEAD:
    case OID_GEN_MAXIMUM_FRAME_SIZE: *value = PAYLOAD_BYTES_MAX; break;
    case OID_GEN_LINK_SPEED: *value = adapter->LinkSpeed; break;
    case OID_GEN_TRANSMIT_BUFFER_SPACE: *value = adapter->TxCount * FRAME_BYTES_MAX; break;
    case OID_GEN_RECEIVE_BUFFER_SPACE: *value = adapter->RxBufferCount * RX_BUFFER_BYTES; break;
    case OID_GEN_TRANSMIT_BLOCK_SIZE:
    case OID_GEN_MAXIMUM_TOTAL_SIZE: *value = FRAME_BYTES_MAX; break;
    case OID_GEN_RECEIVE_BLOCK_SIZE: *value = RX_BUFFER_BYTES; break;
    case OID_GEN_CURRENT_PACKET_FILTER: *value = adapter->PacketFilter; break;
    case OID_GEN_CURRENT_LOOKAHEAD: *value = adapter->CurrentLookahead; break;
    case OID_GEN_MAC_OPTIONS:
        *value = NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_TRANSFERS_NOT_PEND |
                 NDIS_MAC_OPTION_NO_LOOPBACK;
        break;
    case OID_GEN_MEDIA_CONNECT_STATUS:
        *value = adapter->IsLinkUp ? NdisMediaStateConnected : NdisMediaStateDisconnected;
        break;
    case OID_GEN_MAXIMUM_SEND_PACKETS: *value = adapter->TxCount - 1; break;
    case OID_GEN_VENDOR_DRIVER_VERSION: *value = DRIVER_VERSION; break;
    case OID_GEN_TRANSMIT_QUEUE_LENGTH: *value = adapter->WaitCount; break;
    case OID_802_3_MAXIMUM_LIST_SIZE: *value = MULTICAST_LIST_MAX; break;
    case OID_PNP_ENABLE_WAKE_UP: *value = adapter->WakeUpEnabled; break;
    default: return FALSE;
    }
    return TRUE;
}

/* The other answers: where they lie. NULL if the OID is not supported. */
static const VOID *findAnswer(ADAPTER *adapter, NDIS_OID oid, ULONG *byteCount)
{
    static const USHORT VERSION = NDIS_VERSION;

    switch (oid) {
    case OID_GEN_SUPPORTED_LIST:
        *byteCount = sizeof(SUPPORTED_OIDS);
        return SUPPORTED_OIDS;
    case OID_GEN_VENDOR_DESCRIPTION:
        *byteCount = sizeof(VENDOR_DESCRIPTION);
        return VENDOR_DESCRIPTION;
    case OID_GEN_DRIVER_VERSION:
        *byteCount = sizeof(VERSION);
        return &VERSION;
    case OID_802_3_PERMANENT_ADDRESS:
        *byteCount = ADDRESS_BYTES;
        return adapter->PermanentAddress;
    case OID_802_3_CURRENT_ADDRESS:
        *byteCount = ADDRESS_BYTES;
        return adapter->CurrentAddress;
    case OID_802_3_MULTICAST_LIST:
        *byteCount = ADDRESS_BYTES * adapter->MulticastCount;
        return adapter->MulticastList;
    default:
        return NULL;
    }
}

/* The vendor's part of the permanent address, and the card's number. */
static ULONG vendorId(ADAPTER *adapter)
{
    const UCHAR *address = adapter->PermanentAddress;

    return address[0] | address[1] << 8 | address[2] << 16 | CARD << 24;
}

/* The card wakes the system from any sleep, if it does so at all. */
static VOID pnpCapabilities(ADAPTER *adapter, PNDIS_PNP_CAPABILITIES capabilities)
{
    NDIS_DEVICE_POWER_STATE deepest =
        adapter->CanWake ? NdisDeviceStateD3 : NdisDeviceStateUnspecified;

    capabilities->Flags = 0;
    capabilities->WakeUpCapabilities.MinMagicPacketWakeUp = deepest;
    capabilities->WakeUpCapabilities.MinPatternWakeUp = NdisDeviceStateUnspecified;
    capabilities->WakeUpCapabilities.MinLinkChangeWakeUp = deepest;
}

/* The first request tells that MiniportInitialize is over for NDIS. */
static VOID noteRequest(ADAPTER *adapter)
{
    if (adapter->State == STATE_RUNNING) startInterrupts(adapter);
}

/*
 * A counter has 64 bits; who asks with a smaller buffer gets the lower 32 and is told that there is
 * more (DDK, General Statistics).
 */
static NDIS_STATUS answerCounter(const ULONGLONG *value, PVOID buffer, ULONG byteCount,
                                 PULONG BytesWritten, PULONG BytesNeeded)
{
    if (byteCount < sizeof(*value)) *BytesNeeded = sizeof(*value);
    if (byteCount < sizeof(ULONG)) return NDIS_STATUS_INVALID_LENGTH;
    *BytesWritten = byteCount < sizeof(*value) ? sizeof(ULONG) : sizeof(*value);
    NdisMoveMemory(buffer, value, *BytesWritten);
    return NDIS_STATUS_SUCCESS;
}

NDIS_STATUS NTAPI MiniportQueryInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                           PVOID InformationBuffer, ULONG InformationBufferLength,
                                           PULONG BytesWritten, PULONG BytesNeeded)
{
    ADAPTER *adapter = MiniportAdapterContext;
    NDIS_PNP_CAPABILITIES capabilities;
    ULONGLONG counter;
    ULONG value, byteCount = sizeof(value);
    const VOID *answer = &value;

    *BytesWritten = 0;
    *BytesNeeded = 0;
    noteRequest(adapter);
    if (readStatistic(adapter, Oid, &counter)) {
        collectStatistics(adapter);
        readStatistic(adapter, Oid, &counter);
        return answerCounter(&counter, InformationBuffer, InformationBufferLength, BytesWritten,
                             BytesNeeded);
    }
    if (Oid == OID_GEN_VENDOR_ID) {
        value = vendorId(adapter);
    } else if (Oid == OID_PNP_CAPABILITIES) {
        pnpCapabilities(adapter, &capabilities);
        answer = &capabilities;
        byteCount = sizeof(capabilities);
    } else if (Oid == OID_PNP_QUERY_POWER) {
        /* Every state is fine with this device: the buffer, which holds it, stays as it is. */
        answer = InformationBuffer;
    } else if (!readUlong(adapter, Oid, &value)) {
        answer = findAnswer(adapter, Oid, &byteCount);
        if (answer == NULL) return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (InformationBufferLength < byteCount) {
        *BytesNeeded = byteCount;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (answer != InformationBuffer) NdisMoveMemory(InformationBuffer, answer, byteCount);
    *BytesWritten = byteCount;
    return NDIS_STATUS_SUCCESS;
}

/* OID_802_3_MULTICAST_LIST: whole addresses, MULTICAST_LIST_MAX of them at most. */
static NDIS_STATUS setMulticastList(ADAPTER *adapter, PVOID buffer, ULONG byteCount,
                                    PULONG BytesNeeded)
{
    ULONG addressCount = (byteCount + ADDRESS_BYTES - 1) / ADDRESS_BYTES;

    if (addressCount * ADDRESS_BYTES != byteCount) {
        *BytesNeeded = addressCount * ADDRESS_BYTES;
        return NDIS_STATUS_INVALID_LENGTH;
    }
    if (addressCount > MULTICAST_LIST_MAX) {
        *BytesNeeded = MULTICAST_LIST_MAX * ADDRESS_BYTES;
        return NDIS_STATUS_MULTICAST_FULL;
    }
    NdisAcquireSpinLock(&adapter->ReceiveLock);
    NdisMoveMemory(adapter->MulticastList, buffer, byteCount);
    adapter->MulticastCount = addressCount;
    if (adapter->IsReceiving) programFilter(adapter, adapter->PacketFilter);
    NdisReleaseSpinLock(&adapter->ReceiveLock);
    return NDIS_STATUS_SUCCESS;
}

/* OID_GEN_CURRENT_PACKET_FILTER: any of SUPPORTED_FILTERS; 0 ends receiving. */
static NDIS_STATUS setPacketFilter(ADAPTER *adapter, ULONG filter)
{
    if ((filter & ~SUPPORTED_FILTERS) != 0) return NDIS_STATUS_NOT_SUPPORTED;
    NdisAcquireSpinLock(&adapter->ReceiveLock);
    adapter->PacketFilter = filter;
    if (adapter->IsReceiving) programFilter(adapter, filter);
    NdisReleaseSpinLock(&adapter->ReceiveLock);
    return NDIS_STATUS_SUCCESS;
}

/* What is set by one ULONG. Whole packets are indicated: any lookahead that is possible will do. */
static NDIS_STATUS setUlong(ADAPTER *adapter, NDIS_OID oid, ULONG value)
{
    ULONG wakeUps = NDIS_PNP_WAKE_UP_MAGIC_PACKET | NDIS_PNP_WAKE_UP_LINK_CHANGE;

    switch (oid) {
    case OID_GEN_CURRENT_PACKET_FILTER: return setPacketFilter(adapter, value);
    case OID_PNP_SET_POWER: return setPower(adapter, value);
    case OID_GEN_CURRENT_LOOKAHEAD:
        if (value > PAYLOAD_BYTES_MAX) return NDIS_STATUS_INVALID_DATA;
        adapter->CurrentLookahead = value;
        return NDIS_STATUS_SUCCESS;
    default: /* OID_PNP_ENABLE_WAKE_UP: in force when the device is next put to sleep. */
        if ((value & ~(adapter->CanWake ? wakeUps : 0)) != 0) return NDIS_STATUS_NOT_SUPPORTED;
        adapter->WakeUpEnabled = value;
        return NDIS_STATUS_SUCCESS;
    }
}

NDIS_STATUS NTAPI MiniportSetInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                         PVOID InformationBuffer, ULONG InformationBufferLength,
                                         PULONG BytesRead, PULONG BytesNeeded)
{
    ADAPTER *adapter = MiniportAdapterContext;
    ULONG byteCount = sizeof(ULONG);
    NDIS_STATUS status;

    *BytesRead = 0;
    *BytesNeeded = 0;
    noteRequest(adapter);
    switch (Oid) {
    case OID_802_3_MULTICAST_LIST:
        byteCount = InformationBufferLength;
        status = setMulticastList(adapter, InformationBuffer, byteCount, BytesNeeded);
        break;
    case OID_GEN_CURRENT_PACKET_FILTER:
    case OID_GEN_CURRENT_LOOKAHEAD:
    case OID_PNP_SET_POWER:
    case OID_PNP_ENABLE_WAKE_UP:
        if (InformationBufferLength < byteCount) {
            *BytesNeeded = byteCount;
            return NDIS_STATUS_INVALID_LENGTH;
        }
        /* A request that pends may be completed before setUlong returns. */
        *BytesRead = byteCount;
        return setUlong(adapter, Oid, *(PULONG)InformationBuffer);
    default:
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    if (*BytesNeeded == 0) *BytesRead = byteCount;
    return status;
}
