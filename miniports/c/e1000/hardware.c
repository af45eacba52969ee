/*
 * The device itself: stopping and resetting it, EEPROM and PHY, setting it up in the order of 8254x
 * SDM chapter 14, which frames come in (3.2.1, 13.5), waking up (6.4.2), statistics (13.7).
 */
#include "e1000.h"

/* CTRL.RST: nothing may be accessed for 1 us (13.4.1). */
#define RESET_STALL_US 2
/* A word takes 26 clocks of the EEPROM's 1 MHz: it is there when it is first looked for. */
#define EEPROM_POLL_US 30
#define EEPROM_POLL_COUNT_MAX 10
/* A management cycle is 64 bits at 2.5 MHz: 26 us. */
#define MDIC_POLL_US 10
#define MDIC_POLL_COUNT_MAX 16

/* At most 8000 interrupts a second: ITR counts 256 ns (13.4.18). */
#define THROTTLE_INTERVAL 488
/* Flow control: the address 01-80-C2-00-00-01 and type 8808h (13.4.8 to 13.4.10). */
#define PAUSE_ADDRESS_LOW 0x00C28001
#define PAUSE_ADDRESS_HIGH 0x0100
#define PAUSE_TYPE 0x8808
#define PAUSE_TIME 0x0100
#define PBA_RXA_MASK 0x7F
#define PAUSE_ROOM_BYTES 4096
/* 13.4.33, 13.4.34. */
#define COLLISION_THRESHOLD 0x0F
#define COLLISION_DISTANCE_HALF 0x200
#define COLLISION_DISTANCE_FULL 0x40
#define INTER_PACKET_GAP (10 | (8 << 10) | (6 << 20))

/* Whether a station can have the address: no group's, and not all zeros. */
BOOLEAN isStationAddress(const UCHAR *address)
{
    const USHORT *words = (const USHORT *)address;

    return (address[0] & 1) == 0 && (words[0] | words[1] | words[2]) != 0;
}

/* Whether the device has left its bus: STATUS has bits that always read as 0. */
BOOLEAN isGone(ADAPTER *adapter)
{
    return readRegister(adapter, STATUS) == ALL_ONES;
}

/* No interrupts, no receiving, no sending: register writes alone, so at any IRQL. */
VOID stopDevice(ADAPTER *adapter)
{
    writeRegister(adapter, IMC, ALL_ONES);
    writeRegister(adapter, RCTL, 0);
    writeRegister(adapter, TCTL, TCTL_PSP);
}

/* Resets everything but the PHY (14.7). The registers take RESET_STEP_MS to be usable. */
VOID resetDevice(ADAPTER *adapter)
{
    ULONG ctrl = readRegister(adapter, CTRL);

    writeRegister(adapter, CTRL, (ctrl & ~CTRL_PHY_RST) | CTRL_RST);
    NdisStallExecution(RESET_STALL_US);
    /* The reset has cleared the mask; a device that ignored it shall be silent all the same. */
    writeRegister(adapter, IMC, ALL_ONES);
}

BOOLEAN isResetDone(ADAPTER *adapter)
{
    return (readRegister(adapter, CTRL) & CTRL_RST) == 0;
}

/* Stops and resets the device, at PASSIVE_LEVEL. FALSE if it does not come back. */
BOOLEAN resetAndWait(ADAPTER *adapter)
{
    stopDevice(adapter);
    NdisMSleep(1000 * RESET_STEP_MS);
    resetDevice(adapter);
    NdisMSleep(1000 * RESET_STEP_MS);
    return !isGone(adapter) && isResetDone(adapter);
}

/* A word of the EEPROM (13.4.4); FALSE if it does not answer. */
static BOOLEAN readEepromWord(ADAPTER *adapter, ULONG word, USHORT *data)
{
    ULONG poll, value;

    writeRegister(adapter, EERD, (word << EERD_ADDRESS_SHIFT) | EERD_START);
    for (poll = 0; poll < EEPROM_POLL_COUNT_MAX; poll++) {
        NdisStallExecution(EEPROM_POLL_US);
        value = readRegister(adapter, EERD);
        if (value == ALL_ONES) return FALSE;
        if ((value & EERD_DONE) != 0) {
            *data = (USHORT)(value >> EERD_DATA_SHIFT);
            return TRUE;
        }
    }
    return FALSE;
}

/* The permanent station address: words 0 to 2, and all words must add up (5.6.1, 5.6.35). */
BOOLEAN readPermanentAddress(ADAPTER *adapter)
{
    USHORT sum = 0, value;
    ULONG word;

    for (word = 0; word < EEPROM_WORD_COUNT; word++) {
        if (!readEepromWord(adapter, word, &value)) return FALSE;
        if (2 * word < ADDRESS_BYTES) ((USHORT *)adapter->PermanentAddress)[word] = value;
        sum += value;
    }
    return sum == EEPROM_CHECKSUM && isStationAddress(adapter->PermanentAddress);
}

/*
 * A register of the PHY; FALSE if it does not answer. Only MiniportInitialize and the link timer
 * come here, so that MDIC needs no lock of its own.
 */
static BOOLEAN readPhy(ADAPTER *adapter, ULONG reg, ULONG *data)
{
    ULONG poll, value;

    writeRegister(adapter, MDIC, MDIC_READ | MDIC_PHY | (reg << MDIC_REGISTER_SHIFT));
    for (poll = 0; poll < MDIC_POLL_COUNT_MAX; poll++) {
        NdisStallExecution(MDIC_POLL_US);
        value = readRegister(adapter, MDIC);
        if ((value & MDIC_E) != 0) return FALSE;
        if ((value & MDIC_R) != 0) {
            *data = value & 0xFFFF;
            return TRUE;
        }
    }
    return FALSE;
}

/* Whether the PHY is there and is the one that is known. It negotiates by itself (11.1). */
BOOLEAN checkPhy(ADAPTER *adapter)
{
    ULONG id;

    return readPhy(adapter, PHY_PID1, &id) && id == PHY_ID1;
}

/*
 * CTRL.RFCE and CTRL.TFCE as negotiated (IEEE 802.3 table 28B-3): the PHY does not tell the MAC by
 * itself (8.7). Half duplex links have no PAUSE.
 */
static ULONG negotiatedPause(ADAPTER *adapter, BOOLEAN isFullDuplex)
{
    ULONG own = 0, partner = 0;

    if (!isFullDuplex) return 0;
    readPhy(adapter, PHY_PANA, &own);
    readPhy(adapter, PHY_PLPA, &partner);
    if ((own & partner & PAUSE_SYMMETRIC) != 0) return CTRL_RFCE | CTRL_TFCE;
    if ((own & partner & PAUSE_ASYMMETRIC) == 0) return 0;
    /* One end sends PAUSE and the other obeys; who obeys has advertised SYMMETRIC too. */
    if ((own & PAUSE_SYMMETRIC) != 0) return CTRL_RFCE;
    return (partner & PAUSE_SYMMETRIC) != 0 ? CTRL_TFCE : 0;
}

/* TCTL while the device runs. */
static ULONG transmitControl(BOOLEAN isFullDuplex)
{
    ULONG distance = isFullDuplex ? COLLISION_DISTANCE_FULL : COLLISION_DISTANCE_HALF;

    return TCTL_EN | TCTL_PSP | (COLLISION_THRESHOLD << TCTL_CT_SHIFT) |
           (distance << TCTL_COLD_SHIFT);
}

/* Takes over the link's state from the device; TRUE if it went up or down. */
BOOLEAN updateLink(ADAPTER *adapter)
{
    static const ULONG SPEEDS[] = { 100000, 1000000, 10000000, 10000000 };
    ULONG status = readRegister(adapter, STATUS), ctrl;
    BOOLEAN isUp = (status & STATUS_LU) != 0, isFullDuplex = (status & STATUS_FD) != 0;

    if (status == ALL_ONES) return FALSE;
    if (isUp) adapter->LinkSpeed = SPEEDS[(status & STATUS_SPEED) >> STATUS_SPEED_SHIFT];
    if (isUp == adapter->IsLinkUp) return FALSE;
    adapter->IsLinkUp = isUp;
    if (!isUp) return TRUE;
    adapter->PauseControl = negotiatedPause(adapter, isFullDuplex);
    ctrl = readRegister(adapter, CTRL);
    if (ctrl == ALL_ONES) return TRUE;
    writeRegister(adapter, CTRL, (ctrl & ~(CTRL_RFCE | CTRL_TFCE)) | adapter->PauseControl);
    writeRegister(adapter, TCTL, transmitControl(isFullDuplex));
    return TRUE;
}

static VOID setMulticastWord(ADAPTER *adapter, ULONG word, ULONG value)
{
    adapter->MulticastTable[word] = value;
    writeRegister(adapter, MTA + 4 * word, value);
}

/* After a reset the table holds anything: it is cleared before the filter is set (14.4). */
static VOID clearMulticastTable(ADAPTER *adapter)
{
    ULONG word;

    for (word = 0; word < MTA_WORD_COUNT; word++) setMulticastWord(adapter, word, 0);
}

/* 14.3: the PHY decides on speed and duplex, the link may come up, flow control as negotiated. */
static VOID programGeneral(ADAPTER *adapter)
{
    const ULONG unset = CTRL_ILOS | CTRL_FRCSPD | CTRL_FRCDPLX | CTRL_VME | CTRL_PHY_RST |
                        CTRL_RST | CTRL_ADVD3WUC | CTRL_RFCE | CTRL_TFCE;
    ULONG ctrl = readRegister(adapter, CTRL) & ~unset, bufferBytes, threshold;

    writeRegister(adapter, CTRL, ctrl | CTRL_ASDE | CTRL_SLU | adapter->PauseControl);
    writeRegister(adapter, WUFC, 0);
    writeRegister(adapter, FCAL, PAUSE_ADDRESS_LOW);
    writeRegister(adapter, FCAH, PAUSE_ADDRESS_HIGH);
    writeRegister(adapter, FCT, PAUSE_TYPE);
    writeRegister(adapter, FCTTV, PAUSE_TIME);
    bufferBytes = (readRegister(adapter, PBA) & PBA_RXA_MASK) * 1024;
    threshold = bufferBytes > PAUSE_ROOM_BYTES ? bufferBytes - PAUSE_ROOM_BYTES : 0;
    writeRegister(adapter, FCRTL, threshold >> 1);
    writeRegister(adapter, FCRTH, threshold);
    writeRegister(adapter, ITR, THROTTLE_INTERVAL);
}

/* 14.4: the ring with all buffers that are here, then the filter. */
static VOID programReceive(ADAPTER *adapter)
{
    NdisAcquireSpinLock(&adapter->ReceiveLock);
    writeRegister(adapter, RDBAL, adapter->RxRingPhysical.LowPart);
    writeRegister(adapter, RDBAH, adapter->RxRingPhysical.HighPart);
    writeRegister(adapter, RDLEN, adapter->RxCount * sizeof(DESCRIPTOR));
    postAllBuffers(adapter);
    writeRegister(adapter, RDH, 0);
    writeRegister(adapter, RDT, adapter->RxNext);
    /* Throttling by ITR in place of a delay (13.4.30). */
    writeRegister(adapter, RDTR, 0);
    adapter->IsReceiving = TRUE;
    clearMulticastTable(adapter);
    programFilter(adapter, adapter->PacketFilter);
    NdisReleaseSpinLock(&adapter->ReceiveLock);
}

/* 14.5: an empty ring, the gap between frames, then the transmitter. */
static VOID programTransmit(ADAPTER *adapter)
{
    NdisAcquireSpinLock(&adapter->SendLock);
    writeRegister(adapter, TDBAL, adapter->TxRingPhysical.LowPart);
    writeRegister(adapter, TDBAH, adapter->TxRingPhysical.HighPart);
    writeRegister(adapter, TDLEN, adapter->TxCount * sizeof(DESCRIPTOR));
    writeRegister(adapter, TDH, 0);
    writeRegister(adapter, TDT, 0);
    emptyTransmitRing(adapter);
    writeRegister(adapter, TIDV, 0);
    writeRegister(adapter, TIPG, INTER_PACKET_GAP);
    writeRegister(adapter, TCTL, transmitControl((readRegister(adapter, STATUS) & STATUS_FD) != 0));
    NdisReleaseSpinLock(&adapter->SendLock);
}

/* Makes a device that has been reset send and receive. Interrupts stay masked. */
VOID programDevice(ADAPTER *adapter)
{
    programGeneral(adapter);
    programReceive(adapter);
    programTransmit(adapter);
}

/*
 * RAL0 and RAH0 always hold the station address, which PAUSE frames are compared with too; AV says
 * whether frames to it are let in. When clearing, high before low (13.5.3).
 */
static VOID programStationAddress(ADAPTER *adapter, ULONG filter)
{
    ULONG low, high = *(USHORT *)(adapter->CurrentAddress + 4);

    NdisRetrieveUlong(&low, adapter->CurrentAddress);
    writeRegister(adapter, RAH0, high);
    writeRegister(adapter, RAL0, low);
    if ((filter & NDIS_PACKET_TYPE_DIRECTED) != 0) writeRegister(adapter, RAH0, high | RAH_AV);
}

/*
 * The hash table: a bit for each value of the address's bits 47:36 (13.5.1, RCTL.MO 0). A write to
 * the device takes as long as hundreds of accesses to memory, so that only what changes is written.
 */
static VOID programMulticastTable(ADAPTER *adapter, ULONG filter)
{
    ULONG words[MTA_WORD_COUNT], index, count = 0;

    if ((filter & NDIS_PACKET_TYPE_MULTICAST) != 0) count = adapter->MulticastCount;
    NdisZeroMemory(words, sizeof(words));
    for (index = 0; index < count; index++) {
        const UCHAR *address = &adapter->MulticastList[index * ADDRESS_BYTES];
        ULONG hash = *(const USHORT *)(address + 4) >> 4;
        words[hash >> 5] |= 1u << (hash & 31);
    }
    for (index = 0; index < MTA_WORD_COUNT; index++)
        if (adapter->MulticastTable[index] != words[index])
            setMulticastWord(adapter, index, words[index]);
}

/* RCTL: 2048-byte buffers, FCS stripped; nothing comes in before a filter is set. */
static ULONG receiveControl(ULONG filter)
{
    ULONG rctl = RCTL_SECRC;

    if (filter != 0) rctl |= RCTL_EN;
    if ((filter & NDIS_PACKET_TYPE_BROADCAST) != 0) rctl |= RCTL_BAM;
    if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) != 0) rctl |= RCTL_MPE;
    if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) != 0) rctl |= RCTL_UPE | RCTL_MPE | RCTL_BAM;
    return rctl;
}

/* Makes the device filter as `filter` and MulticastList say. Under ReceiveLock. */
VOID programFilter(ADAPTER *adapter, ULONG filter)
{
    programStationAddress(adapter, filter);
    programMulticastTable(adapter, filter);
    writeRegister(adapter, RCTL, receiveControl(filter));
}

/*
 * Whether the packet filter lets a frame in. The device's own lets more in: it hashes multicast
 * addresses, and frames may have come before the filter was changed. Under ReceiveLock.
 */
BOOLEAN isWanted(ADAPTER *adapter, const UCHAR *destination)
{
    ULONG filter = adapter->PacketFilter, index;

    if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) != 0) return TRUE;
    if (!ETH_IS_MULTICAST(destination))
        return (filter & NDIS_PACKET_TYPE_DIRECTED) != 0 &&
               NdisEqualMemory(destination, adapter->CurrentAddress, ADDRESS_BYTES);
    if (ETH_IS_BROADCAST(destination)) return (filter & NDIS_PACKET_TYPE_BROADCAST) != 0;
    if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) != 0) return TRUE;
    if ((filter & NDIS_PACKET_TYPE_MULTICAST) == 0) return FALSE;
    for (index = 0; index < adapter->MulticastCount; index++)
        if (NdisEqualMemory(&adapter->MulticastList[index * ADDRESS_BYTES], destination,
                            ADDRESS_BYTES))
            return TRUE;
    return FALSE;
}

/*
 * Leaves a device that has been reset as it shall sleep (6.4.2, 13.6.2). To be woken by a packet it
 * must let packets in; without a ring they go nowhere.
 */
VOID armWakeUp(ADAPTER *adapter)
{
    ULONG wufc = 0;

    if ((adapter->WakeUpEnabled & NDIS_PNP_WAKE_UP_MAGIC_PACKET) != 0) wufc |= WUFC_MAG;
    if ((adapter->WakeUpEnabled & NDIS_PNP_WAKE_UP_LINK_CHANGE) != 0) wufc |= WUFC_LNKC;
    if (wufc == 0) return;
    writeRegister(adapter, CTRL,
                  readRegister(adapter, CTRL) | CTRL_SLU | CTRL_ASDE | CTRL_ADVD3WUC);
    if ((wufc & WUFC_MAG) != 0) {
        NdisAcquireSpinLock(&adapter->ReceiveLock);
        clearMulticastTable(adapter);
        programFilter(adapter, NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST);
        NdisReleaseSpinLock(&adapter->ReceiveLock);
    }
    writeRegister(adapter, WUFC, wufc);
}

/* No counter gets to all ones between two queries: the device is gone. */
static ULONG readCounter(ADAPTER *adapter, ULONG reg)
{
    ULONG value = readRegister(adapter, reg);

    return value == ALL_ONES ? 0 : value;
}

/* Adds what the device has counted since the last time. Nothing while it does not run. */
VOID collectStatistics(ADAPTER *adapter)
{
    STATISTICS *sum = &adapter->Statistics;
    ULONG excessive, late, crc, alignment;

    if (adapter->State != STATE_RUNNING || adapter->IsRemoved) return;
    excessive = readCounter(adapter, ECOL);
    late = readCounter(adapter, LATECOL);
    crc = readCounter(adapter, CRCERRS);
    alignment = readCounter(adapter, ALGNERRC);
    sum->XmitOk += readCounter(adapter, GPTC);
    sum->XmitMulticast += readCounter(adapter, MPTC);
    sum->XmitBroadcast += readCounter(adapter, BPTC);
    sum->XmitError += excessive + late;
    sum->XmitMaxCollisions += excessive;
    sum->XmitLateCollisions += late;
    sum->XmitOneCollision += readCounter(adapter, SCC);
    sum->XmitMoreCollisions += readCounter(adapter, MCC);
    sum->XmitDeferred += readCounter(adapter, DC);
    sum->XmitTimesCrsLost += readCounter(adapter, TNCRS);
    sum->RcvGood += readCounter(adapter, GPRC);
    sum->RcvMulticast += readCounter(adapter, MPRC);
    sum->RcvBroadcast += readCounter(adapter, BPRC);
    sum->RcvCrcError += crc;
    sum->RcvAlignmentError += alignment;
    sum->RcvError += crc + alignment + readCounter(adapter, RXERRC) + readCounter(adapter, RLEC);
    sum->RcvNoBuffer += readCounter(adapter, MPC);
}
