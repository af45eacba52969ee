/*
 * The e1000 sample in C: a deserialized NDIS 5.1 miniport for the Intel 82540EM. It has the
 * structure of the TypeScript one in miniports/e1000, function by function, so that either
 * explains the other.
 *
 * Source: Intel PCI/PCI-X Family of Gigabit Ethernet Controllers Software Developer's Manual
 * ("8254x SDM"), 317453, revision 4.0, chapter 13; PHY registers 13.4.7.1 and IEEE 802.3 clause 22.
 */
#ifndef E1000_H
#define E1000_H

#include "ndis.h"

/* Byte offsets of registers in the window of BAR 0 (4.1, 13.4 to 13.7). */

#define REGISTER_WINDOW_BYTES 0x20000
#define ALL_ONES 0xFFFFFFFF /* every read of a device that is no longer there */

enum {
    CTRL = 0x0000,
    STATUS = 0x0008,
    EERD = 0x0014,
    MDIC = 0x0020,
    FCAL = 0x0028,
    FCAH = 0x002C,
    FCT = 0x0030,
    ICR = 0x00C0,
    ITR = 0x00C4,
    ICS = 0x00C8,
    IMS = 0x00D0,
    IMC = 0x00D8,
    RCTL = 0x0100,
    FCTTV = 0x0170,
    TCTL = 0x0400,
    TIPG = 0x0410,
    PBA = 0x1000,
    FCRTL = 0x2160,
    FCRTH = 0x2168,
    RDBAL = 0x2800,
    RDBAH = 0x2804,
    RDLEN = 0x2808,
    RDH = 0x2810,
    RDT = 0x2818,
    RDTR = 0x2820,
    TDBAL = 0x3800,
    TDBAH = 0x3804,
    TDLEN = 0x3808,
    TDH = 0x3810,
    TDT = 0x3818,
    TIDV = 0x3820,
    CRCERRS = 0x4000,
    ALGNERRC = 0x4004,
    RXERRC = 0x400C,
    MPC = 0x4010,
    SCC = 0x4014,
    ECOL = 0x4018,
    MCC = 0x401C,
    LATECOL = 0x4020,
    DC = 0x4030,
    TNCRS = 0x4034,
    RLEC = 0x4040,
    GPRC = 0x4074,
    BPRC = 0x4078,
    MPRC = 0x407C,
    GPTC = 0x4080,
    MPTC = 0x40F0,
    BPTC = 0x40F4,
    MTA = 0x5200, /* 128 of them */
    RAL0 = 0x5400,
    RAH0 = 0x5404,
    WUFC = 0x5808,
};

/* Device Control (13.4.1) and Status (13.4.2). */
#define CTRL_ASDE 0x00000020
#define CTRL_SLU 0x00000040
#define CTRL_ILOS 0x00000080
#define CTRL_FRCSPD 0x00000800
#define CTRL_FRCDPLX 0x00001000
#define CTRL_ADVD3WUC 0x00100000
#define CTRL_RST 0x04000000
#define CTRL_RFCE 0x08000000
#define CTRL_TFCE 0x10000000
#define CTRL_VME 0x40000000
#define CTRL_PHY_RST 0x80000000
#define STATUS_FD 0x0001
#define STATUS_LU 0x0002
#define STATUS_SPEED 0x00C0
#define STATUS_SPEED_SHIFT 6

/* EEPROM Read (13.4.4); the words of the EEPROM add up (5.6.35). */
#define EERD_START 0x01
#define EERD_DONE 0x10
#define EERD_ADDRESS_SHIFT 8
#define EERD_DATA_SHIFT 16
#define EEPROM_WORD_COUNT 64
#define EEPROM_CHECKSUM 0xBABA

/* MDI Control (13.4.7), with the internal PHY's address, and the PHY's registers (13.4.7.1). */
#define MDIC_PHY (1 << 21)
#define MDIC_READ 0x08000000
#define MDIC_R 0x10000000
#define MDIC_E 0x40000000
#define MDIC_REGISTER_SHIFT 16
#define PHY_PID1 2
#define PHY_PANA 4
#define PHY_PLPA 5
#define PHY_ID1 0x0141 /* Marvell, whose 88E1011 is inside */
#define PAUSE_SYMMETRIC 0x0400
#define PAUSE_ASYMMETRIC 0x0800

/* Causes of ICR, ICS, IMS and IMC (13.4.17). */
#define ICR_TXDW 0x01
#define ICR_LSC 0x04
#define ICR_RXDMT0 0x10
#define ICR_RXO 0x40
#define ICR_RXT0 0x80
#define INTERRUPT_CAUSES (ICR_TXDW | ICR_LSC | ICR_RXDMT0 | ICR_RXO | ICR_RXT0)

/* Receive Control (13.4.22), Receive Address High (13.5.3), Transmit Control (13.4.33). */
#define RCTL_EN 0x00000002
#define RCTL_UPE 0x00000008
#define RCTL_MPE 0x00000010
#define RCTL_BAM 0x00008000
#define RCTL_SECRC 0x04000000
#define RAH_AV 0x80000000
#define MTA_WORD_COUNT 128
#define TCTL_EN 0x00000002
#define TCTL_PSP 0x00000008
#define TCTL_CT_SHIFT 4
#define TCTL_COLD_SHIFT 12
#define WUFC_LNKC 0x1
#define WUFC_MAG 0x2

/* Descriptors (3.2.3, 3.3.3): their fields as four words. */

typedef struct _DESCRIPTOR {
    ULONG AddressLow;
    ULONG AddressHigh;
    ULONG Lower; /* transmit: length, command; receive: length, packet checksum */
    ULONG Upper; /* transmit: status; receive: status, errors, VLAN tag */
} DESCRIPTOR;

#define DESCRIPTOR_COUNT_UNIT 8 /* a ring is a multiple of 128 bytes long (13.4.27) */
#define RING_ALIGNMENT_BYTES 16
#define TX_EOP 0x01000000
#define TX_IFCS 0x02000000
#define TX_RS 0x08000000
#define TX_DD 0x01
#define RX_DD 0x01
#define RX_EOP 0x02
#define RX_LENGTH_MASK 0xFFFF
#define RX_ERRORS 0x9700 /* CE, SE, SEQ, CXE, RXE */

/* Sizes of Ethernet frames, without the FCS (IEEE 802.3 3.1.1). */
#define HEADER_BYTES 14
#define PAYLOAD_BYTES_MAX 1500
#define FRAME_BYTES_MAX (HEADER_BYTES + PAYLOAD_BYTES_MAX)
#define ADDRESS_BYTES 6

#define RX_BUFFER_BYTES 2048
#define MULTICAST_LIST_MAX 32
#define POOL_TAG 0x736B3165 /* 'e1ks' */
#define CHECK_FOR_HANG_SECONDS 2
#define RESET_STEP_MS 10

/* How NDIS numbers link speeds: units of 100 bit/s. */
#define LINK_SPEED_MAX 10000000

typedef struct _SHARED_MEMORY {
    NDIS_PHYSICAL_ADDRESS PhysicalAddress;
    PUCHAR VirtualAddress; /* NULL if there is none */
    ULONG Length;
} SHARED_MEMORY;

/* A receive buffer with the packet that it is indicated in. */
typedef struct _RX_BUFFER {
    NDIS_PHYSICAL_ADDRESS PhysicalAddress;
    PUCHAR VirtualAddress;
    PNDIS_PACKET Packet;
    PNDIS_BUFFER Buffer;
    ULONG IsIndicated; /* while the packet is NDIS's */
} RX_BUFFER;

/* What the driver knows of a transmit descriptor. */
typedef struct _TX_SLOT {
    PNDIS_PACKET Packet; /* whose last descriptor this is, or NULL */
    ULONG CoalesceBit;   /* of CoalesceFree, or 0 */
} TX_SLOT;

typedef enum _STATE {
    STATE_STOPPED, /* not started, in a transition, failed, or halting */
    STATE_RUNNING,
    STATE_ASLEEP, /* in D1 to D3: no register may be touched */
} STATE;

typedef enum _TRANSITION {
    TRANSITION_NONE,
    TRANSITION_RESET,
    TRANSITION_SLEEP,
    TRANSITION_WAKE,
} TRANSITION;

typedef struct _STATISTICS {
    ULONGLONG XmitOk;
    ULONGLONG XmitError;
    ULONGLONG XmitMulticast;
    ULONGLONG XmitBroadcast;
    ULONGLONG XmitOneCollision;
    ULONGLONG XmitMoreCollisions;
    ULONGLONG XmitDeferred;
    ULONGLONG XmitMaxCollisions;
    ULONGLONG XmitLateCollisions;
    ULONGLONG XmitTimesCrsLost;
    ULONGLONG RcvGood; /* taken in by the device, among them frames that the driver dropped */
    ULONGLONG RcvError;
    ULONGLONG RcvNoBuffer;
    ULONGLONG RcvCrcError;
    ULONGLONG RcvAlignmentError;
    ULONGLONG RcvMulticast;
    ULONGLONG RcvBroadcast;
} STATISTICS;

/*
 * MiniportAdapterContext, in nonpaged pool. A field says which lock guards it; one without a lock is
 * written in MiniportInitialize only, or is NDIS's to serialize. No lock is taken while another is
 * held, and none is held across a call up into NDIS.
 */
typedef struct _ADAPTER {
    NDIS_HANDLE MiniportAdapterHandle;

    /* What must be given back: each mark says that a step was done. */
    BOOLEAN HasLocks;
    BOOLEAN HasTimers;
    BOOLEAN HasInterrupt;
    BOOLEAN HasBusMastering;
    PUCHAR RegisterBase;
    NDIS_HANDLE PacketPool;
    NDIS_HANDLE BufferPool;
    PUCHAR Tables;
    ULONG TablesBytes;
    SHARED_MEMORY Rings;
    SHARED_MEMORY ReceiveData;
    SHARED_MEMORY CoalesceData;

    /* Resources and configuration. */
    NDIS_PHYSICAL_ADDRESS RegisterPhysical;
    ULONG InterruptVector;
    ULONG InterruptLevel;
    BOOLEAN CanWake;
    BOOLEAN HasNetworkAddress;
    UCHAR PermanentAddress[ADDRESS_BYTES];
    UCHAR CurrentAddress[ADDRESS_BYTES];

    NDIS_MINIPORT_INTERRUPT Interrupt;
    NDIS_MINIPORT_TIMER LinkTimer;
    NDIS_MINIPORT_TIMER TransitionTimer;

    /* Guarded by StateLock: the device as a whole. */
    NDIS_SPIN_LOCK StateLock;
    STATE State;
    TRANSITION Transition;
    BOOLEAN HasBeenReset; /* the transition's second step is done */
    BOOLEAN IsLinkTimerSet;
    BOOLEAN IsLinkTimerRunning;
    BOOLEAN IsLinkUp;
    ULONG LinkSpeed;
    ULONG PauseControl; /* CTRL.RFCE and CTRL.TFCE as negotiated */
    BOOLEAN HasFailed;  /* not usable until a reset succeeds */
    BOOLEAN IsRemoved;
    BOOLEAN HasStarted; /* interrupts have been enabled for the first time */

    /* Shared with the ISR: touched by it and under NdisMSynchronizeWithInterrupt. */
    volatile BOOLEAN AreInterruptsEnabled;
    volatile ULONG InterruptCauses;

    /* Guarded by SendLock. */
    NDIS_SPIN_LOCK SendLock;
    NDIS_STATUS SendStatus; /* NDIS_STATUS_SUCCESS if packets go, else they fail with it */
    ULONG TxCount;
    volatile DESCRIPTOR *TxRing;
    NDIS_PHYSICAL_ADDRESS TxRingPhysical;
    TX_SLOT *TxSlots;
    ULONG TxNext;   /* the next descriptor to fill: what TDT is or will be */
    ULONG TxOldest; /* the oldest descriptor that is the device's */
    ULONG TxUsed;
    PNDIS_PACKET WaitHead; /* packets that wait for descriptors, linked in MiniportReserved */
    PNDIS_PACKET WaitTail;
    ULONG WaitCount;
    ULONG CoalesceFree; /* a bit for each coalesce buffer that is not in use */
    ULONG TxCompleted;
    ULONG TxCompletedBefore; /* when MiniportCheckForHang last looked */
    ULONG HangCount;

    /* Guarded by ReceiveLock. */
    NDIS_SPIN_LOCK ReceiveLock;
    BOOLEAN IsReceiving;
    BOOLEAN IsDroppingFrame; /* the rest of a frame that did not fit in one buffer */
    ULONG RxBufferCount;
    RX_BUFFER *RxBuffers;
    ULONG RxCount;
    volatile DESCRIPTOR *RxRing;
    NDIS_PHYSICAL_ADDRESS RxRingPhysical;
    RX_BUFFER **RxSlots; /* by descriptor */
    ULONG RxOldest;      /* the oldest descriptor that is the device's */
    ULONG RxNext;        /* the next descriptor to fill: what RDT is */
    ULONG RxPosted;      /* buffers that are the device's */
    volatile ULONG RxIndicated; /* packets that are NDIS's */
    ULONGLONG RxOk;
    ULONGLONG RxErrors;
    ULONG PacketFilter;
    ULONG MulticastCount;
    UCHAR MulticastList[MULTICAST_LIST_MAX * ADDRESS_BYTES];
    ULONG MulticastTable[MTA_WORD_COUNT]; /* what the device's MTA holds */

    /* Touched by requests and MiniportReset only, which NDIS serializes. */
    ULONG CurrentLookahead;
    ULONG WakeUpEnabled;
    STATISTICS Statistics;
} ADAPTER;

FORCEINLINE ULONG readRegister(ADAPTER *adapter, ULONG reg)
{
    ULONG value;

    NdisReadRegisterUlong(adapter->RegisterBase + reg, &value);
    return value;
}

FORCEINLINE VOID writeRegister(ADAPTER *adapter, ULONG reg, ULONG value)
{
    NdisWriteRegisterUlong(adapter->RegisterBase + reg, value);
}

/* driver.c: DriverEntry, MiniportInitialize, MiniportHalt. */
VOID releaseAdapter(ADAPTER *adapter);

/* resources.c: the registry, the bus, memory. */
NDIS_STATUS readConfiguration(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS identifyDevice(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS findResources(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS mapRegisters(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS allocateRings(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS allocateTables(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS allocateBuffers(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS allocatePackets(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
NDIS_STATUS enableBusMastering(ADAPTER *adapter, NDIS_HANDLE WrapperConfigurationContext);
VOID disableBusMastering(ADAPTER *adapter);
VOID unmapRegisters(ADAPTER *adapter);
VOID freeRings(ADAPTER *adapter);

/* hardware.c: the device, its EEPROM, PHY, filter and link. */
BOOLEAN isStationAddress(const UCHAR *address);
BOOLEAN isGone(ADAPTER *adapter);
VOID stopDevice(ADAPTER *adapter);
VOID resetDevice(ADAPTER *adapter);
BOOLEAN isResetDone(ADAPTER *adapter);
BOOLEAN resetAndWait(ADAPTER *adapter);
BOOLEAN readPermanentAddress(ADAPTER *adapter);
BOOLEAN checkPhy(ADAPTER *adapter);
BOOLEAN updateLink(ADAPTER *adapter);
VOID programDevice(ADAPTER *adapter);
VOID programFilter(ADAPTER *adapter, ULONG filter);
BOOLEAN isWanted(ADAPTER *adapter, const UCHAR *destination);
VOID armWakeUp(ADAPTER *adapter);
VOID collectStatistics(ADAPTER *adapter);

/* interrupt.c: the ISR, its DPC, the link timer. */
VOID NTAPI MiniportISR(PBOOLEAN InterruptRecognized, PBOOLEAN QueueMiniportHandleInterrupt,
                       NDIS_HANDLE MiniportAdapterContext);
VOID NTAPI MiniportHandleInterrupt(NDIS_HANDLE MiniportAdapterContext);
VOID NTAPI linkTimerFunction(PVOID SystemSpecific1, PVOID FunctionContext, PVOID SystemSpecific2,
                             PVOID SystemSpecific3);
VOID enableInterrupts(ADAPTER *adapter);
VOID disableInterrupts(ADAPTER *adapter);
VOID startInterrupts(ADAPTER *adapter);
VOID watchLink(ADAPTER *adapter);
VOID cancelLinkWatch(ADAPTER *adapter);
BOOLEAN isLinkWatchOver(ADAPTER *adapter);

/* transition.c: resets, sleep and waking, removal, shutdown. */
BOOLEAN NTAPI MiniportCheckForHang(NDIS_HANDLE MiniportAdapterContext);
NDIS_STATUS NTAPI MiniportReset(PBOOLEAN AddressingReset, NDIS_HANDLE MiniportAdapterContext);
VOID NTAPI MiniportPnPEventNotify(NDIS_HANDLE MiniportAdapterContext,
                                  NDIS_DEVICE_PNP_EVENT PnPEvent, PVOID InformationBuffer,
                                  ULONG InformationBufferLength);
VOID NTAPI MiniportShutdown(PVOID ShutdownContext);
VOID NTAPI transitionTimerFunction(PVOID SystemSpecific1, PVOID FunctionContext,
                                   PVOID SystemSpecific2, PVOID SystemSpecific3);
VOID setState(ADAPTER *adapter, STATE state, TRANSITION transition);
VOID stopTraffic(ADAPTER *adapter, NDIS_STATUS status);
NDIS_STATUS setPower(ADAPTER *adapter, NDIS_DEVICE_POWER_STATE state);

/* send.c */
VOID NTAPI MiniportSendPackets(NDIS_HANDLE MiniportAdapterContext, PPNDIS_PACKET PacketArray,
                               UINT NumberOfPackets);
VOID NTAPI MiniportCancelSendPackets(NDIS_HANDLE MiniportAdapterContext, PVOID CancelId);
VOID followLink(ADAPTER *adapter);
VOID refuseSends(ADAPTER *adapter, NDIS_STATUS status);
VOID abortSends(ADAPTER *adapter, NDIS_STATUS status);
VOID handleTransmit(ADAPTER *adapter);
VOID emptyTransmitRing(ADAPTER *adapter);

#define COALESCE_BUFFER_COUNT 4
#define COALESCE_BUFFER_BYTES 2048

/* receive.c */
VOID NTAPI MiniportReturnPacket(NDIS_HANDLE MiniportAdapterContext, PNDIS_PACKET Packet);
BOOLEAN handleReceive(ADAPTER *adapter, ULONG descriptorCountMax);
VOID postAllBuffers(ADAPTER *adapter);

/* requests.c */
NDIS_STATUS NTAPI MiniportQueryInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                           PVOID InformationBuffer, ULONG InformationBufferLength,
                                           PULONG BytesWritten, PULONG BytesNeeded);
NDIS_STATUS NTAPI MiniportSetInformation(NDIS_HANDLE MiniportAdapterContext, NDIS_OID Oid,
                                         PVOID InformationBuffer, ULONG InformationBufferLength,
                                         PULONG BytesRead, PULONG BytesNeeded);

#endif
