/*
 * ndis.h of NDIS 5.1 for miniport, intermediate and protocol drivers of Windows XP, 32-bit x86.
 * Names, order and sizes are those of the Windows DDK 3790.1830. Prototypes, handler types, codes
 * and the proofs that every structure lies as ndislab has it are generated from ndislab's tables,
 * in generated/.
 *
 * As in the DDK, the calls that complete and indicate are macros that call through pointers in
 * NDIS_MINIPORT_BLOCK. Handlers need not say NTAPI where the compiler is given -mrtd, which is /Gz.
 */
#ifndef NDIS_H
#define NDIS_H

#include "ntddk.h"

#define NDISAPI DECLSPEC_IMPORT
#define EXPORT NTAPI

/* Scalars and handles. */

typedef int NDIS_STATUS, *PNDIS_STATUS;
typedef PVOID NDIS_HANDLE, *PNDIS_HANDLE;
typedef ULONG NDIS_OID, *PNDIS_OID;
typedef PHYSICAL_ADDRESS NDIS_PHYSICAL_ADDRESS, *PNDIS_PHYSICAL_ADDRESS;
typedef UNICODE_STRING NDIS_STRING, *PNDIS_STRING;
typedef ANSI_STRING NDIS_ANSI_STRING, *PNDIS_ANSI_STRING;
typedef MDL NDIS_BUFFER, *PNDIS_BUFFER;
typedef CM_PARTIAL_RESOURCE_LIST NDIS_RESOURCE_LIST, *PNDIS_RESOURCE_LIST;

/* Enumerations; their values are in generated/ndis-codes.h. */

typedef ULONG NDIS_MEDIUM, *PNDIS_MEDIUM;
typedef ULONG NDIS_PHYSICAL_MEDIUM, *PNDIS_PHYSICAL_MEDIUM;
typedef ULONG NDIS_HARDWARE_STATUS, *PNDIS_HARDWARE_STATUS;
typedef ULONG NDIS_MEDIA_STATE, *PNDIS_MEDIA_STATE;
typedef ULONG NDIS_DEVICE_POWER_STATE, *PNDIS_DEVICE_POWER_STATE;
typedef ULONG NDIS_DEVICE_PNP_EVENT, *PNDIS_DEVICE_PNP_EVENT;
typedef ULONG NDIS_POWER_PROFILE, *PNDIS_POWER_PROFILE;
typedef ULONG NET_DEVICE_POWER_STATE, *PNET_DEVICE_POWER_STATE;
typedef ULONG NDIS_PARAMETER_TYPE, *PNDIS_PARAMETER_TYPE;
typedef ULONG NDIS_INTERFACE_TYPE, *PNDIS_INTERFACE_TYPE;
typedef KINTERRUPT_MODE NDIS_INTERRUPT_MODE, *PNDIS_INTERRUPT_MODE;
typedef ULONG NDIS_REQUEST_TYPE, *PNDIS_REQUEST_TYPE;
typedef ULONG NDIS_PER_PACKET_INFO, *PNDIS_PER_PACKET_INFO;
typedef ULONG NET_PNP_EVENT_CODE, *PNET_PNP_EVENT_CODE;
typedef ULONG NDIS_ERROR_CODE, *PNDIS_ERROR_CODE;

#include "generated/ndis-codes.h"

/* Packets. */

typedef struct _NDIS_PACKET *PNDIS_PACKET, **PPNDIS_PACKET;

typedef struct _NDIS_PACKET_PRIVATE {
    UINT PhysicalCount;
    UINT TotalLength;
    PNDIS_BUFFER Head;
    PNDIS_BUFFER Tail;
    NDIS_HANDLE Pool;
    UINT Count;
    ULONG Flags;
    BOOLEAN ValidCounts;
    UCHAR NdisPacketFlags;
    USHORT NdisPacketOobOffset;
} NDIS_PACKET_PRIVATE, *PNDIS_PACKET_PRIVATE;

typedef struct _NDIS_PACKET {
    NDIS_PACKET_PRIVATE Private;
    union {
        struct {
            UCHAR MiniportReserved[2 * sizeof(PVOID)];
            UCHAR WrapperReserved[2 * sizeof(PVOID)];
        };
        struct {
            UCHAR MiniportReservedEx[3 * sizeof(PVOID)];
            UCHAR WrapperReservedEx[sizeof(PVOID)];
        };
        struct {
            UCHAR MacReserved[4 * sizeof(PVOID)];
        };
    };
    ULONG_PTR Reserved[2];
    UCHAR ProtocolReserved[1];
} NDIS_PACKET;

typedef struct _NDIS_PACKET_OOB_DATA {
    union {
        ULONGLONG TimeToSend;
        ULONGLONG TimeSent;
    };
    ULONGLONG TimeReceived;
    UINT HeaderSize;
    UINT SizeMediaSpecificInfo;
    PVOID MediaSpecificInformation;
    NDIS_STATUS Status;
} NDIS_PACKET_OOB_DATA, *PNDIS_PACKET_OOB_DATA;

typedef struct _NDIS_PACKET_EXTENSION {
    PVOID NdisPacketInfo[MaxPerPacketInfo];
} NDIS_PACKET_EXTENSION, *PNDIS_PACKET_EXTENSION;

typedef struct _NDIS_PACKET_STACK {
    ULONG_PTR IMReserved[2];
    ULONG_PTR NdisReserved[4];
} NDIS_PACKET_STACK, *PNDIS_PACKET_STACK;

#define PROTOCOL_RESERVED_SIZE_IN_PACKET (4 * sizeof(PVOID))

typedef struct _SCATTER_GATHER_ELEMENT {
    PHYSICAL_ADDRESS Address;
    ULONG Length;
    ULONG_PTR Reserved;
} SCATTER_GATHER_ELEMENT, *PSCATTER_GATHER_ELEMENT;

typedef struct _SCATTER_GATHER_LIST {
    ULONG NumberOfElements;
    ULONG_PTR Reserved;
    SCATTER_GATHER_ELEMENT Elements[];
} SCATTER_GATHER_LIST, *PSCATTER_GATHER_LIST;

typedef struct _NDIS_PHYSICAL_ADDRESS_UNIT {
    NDIS_PHYSICAL_ADDRESS PhysicalAddress;
    UINT Length;
} NDIS_PHYSICAL_ADDRESS_UNIT, *PNDIS_PHYSICAL_ADDRESS_UNIT;

typedef struct _NDIS_DMA_DESCRIPTION {
    BOOLEAN DemandMode;
    BOOLEAN AutoInitialize;
    BOOLEAN DmaChannelSpecified;
    ULONG DmaWidth;
    ULONG DmaSpeed;
    ULONG DmaPort;
    ULONG DmaChannel;
} NDIS_DMA_DESCRIPTION, *PNDIS_DMA_DESCRIPTION;

/* Wide area networks. In the DDK all but the packet is in ndiswan.h, which includes this file here. */

typedef ULONG NDIS_WAN_QUALITY, *PNDIS_WAN_QUALITY;
typedef ULONG NDIS_WAN_MEDIUM_SUBTYPE, *PNDIS_WAN_MEDIUM_SUBTYPE;
typedef ULONG NDIS_WAN_HEADER_FORMAT, *PNDIS_WAN_HEADER_FORMAT;

typedef struct _NDIS_WAN_PACKET {
    LIST_ENTRY WanPacketQueue;
    PUCHAR CurrentBuffer;
    ULONG CurrentLength;
    PUCHAR StartBuffer;
    PUCHAR EndBuffer;
    PVOID ProtocolReserved1;
    PVOID ProtocolReserved2;
    PVOID ProtocolReserved3;
    PVOID ProtocolReserved4;
    PVOID MacReserved1;
    PVOID MacReserved2;
    PVOID MacReserved3;
    PVOID MacReserved4;
} NDIS_WAN_PACKET, *PNDIS_WAN_PACKET;

typedef struct _NDIS_MAC_LINE_UP {
    ULONG LinkSpeed;
    NDIS_WAN_QUALITY Quality;
    USHORT SendWindow;
    NDIS_HANDLE ConnectionWrapperID;
    NDIS_HANDLE NdisLinkHandle;
    NDIS_HANDLE NdisLinkContext;
} NDIS_MAC_LINE_UP, *PNDIS_MAC_LINE_UP;

typedef struct _NDIS_MAC_LINE_DOWN {
    NDIS_HANDLE NdisLinkContext;
} NDIS_MAC_LINE_DOWN, *PNDIS_MAC_LINE_DOWN;

typedef struct _NDIS_MAC_FRAGMENT {
    NDIS_HANDLE NdisLinkContext;
    ULONG Errors;
} NDIS_MAC_FRAGMENT, *PNDIS_MAC_FRAGMENT;

typedef struct _NDIS_WAN_INFO {
    ULONG MaxFrameSize;
    ULONG MaxTransmit;
    ULONG HeaderPadding;
    ULONG TailPadding;
    ULONG Endpoints;
    UINT MemoryFlags;
    NDIS_PHYSICAL_ADDRESS HighestAcceptableAddress;
    ULONG FramingBits;
    ULONG DesiredACCM;
} NDIS_WAN_INFO, *PNDIS_WAN_INFO;

#define NDIS_WAN_LINK_INFO_S    \
    NDIS_HANDLE NdisLinkHandle; \
    ULONG MaxSendFrameSize;     \
    ULONG MaxRecvFrameSize;     \
    ULONG HeaderPadding;        \
    ULONG TailPadding;          \
    ULONG SendFramingBits;      \
    ULONG RecvFramingBits;      \
    ULONG SendCompressionBits;  \
    ULONG RecvCompressionBits;  \
    ULONG SendACCM;             \
    ULONG RecvACCM

typedef struct _NDIS_WAN_GET_LINK_INFO {
    NDIS_WAN_LINK_INFO_S;
} NDIS_WAN_GET_LINK_INFO, *PNDIS_WAN_GET_LINK_INFO;

typedef struct _NDIS_WAN_SET_LINK_INFO {
    NDIS_WAN_LINK_INFO_S;
} NDIS_WAN_SET_LINK_INFO, *PNDIS_WAN_SET_LINK_INFO;

#include "generated/ndis-handlers.h"

/* The handlers that no row describes, for drivers of other media. */

typedef PVOID W_CO_CREATE_VC_HANDLER, W_CO_DELETE_VC_HANDLER, W_CO_ACTIVATE_VC_HANDLER;
typedef PVOID W_CO_DEACTIVATE_VC_HANDLER, W_CO_SEND_PACKETS_HANDLER, W_CO_REQUEST_HANDLER;
typedef PVOID CO_SEND_COMPLETE_HANDLER, CO_STATUS_HANDLER, CO_RECEIVE_PACKET_HANDLER;
typedef PVOID CO_AF_REGISTER_NOTIFY_HANDLER;

/* What a miniport registers. */

#define NDIS30_MINIPORT_CHARACTERISTICS_S                    \
    UCHAR MajorNdisVersion;                                  \
    UCHAR MinorNdisVersion;                                  \
    USHORT Filler;                                           \
    UINT Reserved;                                           \
    W_CHECK_FOR_HANG_HANDLER CheckForHangHandler;            \
    W_DISABLE_INTERRUPT_HANDLER DisableInterruptHandler;     \
    W_ENABLE_INTERRUPT_HANDLER EnableInterruptHandler;       \
    W_HALT_HANDLER HaltHandler;                              \
    W_HANDLE_INTERRUPT_HANDLER HandleInterruptHandler;       \
    W_INITIALIZE_HANDLER InitializeHandler;                  \
    W_ISR_HANDLER ISRHandler;                                \
    W_QUERY_INFORMATION_HANDLER QueryInformationHandler;     \
    W_RECONFIGURE_HANDLER ReconfigureHandler;                \
    W_RESET_HANDLER ResetHandler;                            \
    union {                                                  \
        W_SEND_HANDLER SendHandler;                          \
        WM_SEND_HANDLER WanSendHandler;                      \
    };                                                       \
    W_SET_INFORMATION_HANDLER SetInformationHandler;         \
    W_TRANSFER_DATA_HANDLER TransferDataHandler

#define NDIS40_MINIPORT_CHARACTERISTICS_S                    \
    NDIS30_MINIPORT_CHARACTERISTICS_S;                       \
    W_RETURN_PACKET_HANDLER ReturnPacketHandler;             \
    W_SEND_PACKETS_HANDLER SendPacketsHandler;               \
    W_ALLOCATE_COMPLETE_HANDLER AllocateCompleteHandler

#define NDIS50_MINIPORT_CHARACTERISTICS_S                    \
    NDIS40_MINIPORT_CHARACTERISTICS_S;                       \
    W_CO_CREATE_VC_HANDLER CoCreateVcHandler;                \
    W_CO_DELETE_VC_HANDLER CoDeleteVcHandler;                \
    W_CO_ACTIVATE_VC_HANDLER CoActivateVcHandler;            \
    W_CO_DEACTIVATE_VC_HANDLER CoDeactivateVcHandler;        \
    W_CO_SEND_PACKETS_HANDLER CoSendPacketsHandler;          \
    W_CO_REQUEST_HANDLER CoRequestHandler

typedef struct _NDIS30_MINIPORT_CHARACTERISTICS {
    NDIS30_MINIPORT_CHARACTERISTICS_S;
} NDIS30_MINIPORT_CHARACTERISTICS;

typedef struct _NDIS40_MINIPORT_CHARACTERISTICS {
    NDIS40_MINIPORT_CHARACTERISTICS_S;
} NDIS40_MINIPORT_CHARACTERISTICS;

typedef struct _NDIS50_MINIPORT_CHARACTERISTICS {
    NDIS50_MINIPORT_CHARACTERISTICS_S;
} NDIS50_MINIPORT_CHARACTERISTICS;

typedef struct _NDIS51_MINIPORT_CHARACTERISTICS {
    NDIS50_MINIPORT_CHARACTERISTICS_S;
    W_CANCEL_SEND_PACKETS_HANDLER CancelSendPacketsHandler;
    W_PNP_EVENT_NOTIFY_HANDLER PnPEventNotifyHandler;
    W_MINIPORT_SHUTDOWN_HANDLER AdapterShutdownHandler;
    PVOID Reserved1;
    PVOID Reserved2;
    PVOID Reserved3;
    PVOID Reserved4;
} NDIS51_MINIPORT_CHARACTERISTICS;

/* As in the DDK, the driver says with a macro which version it is written for; 5.1 unless it does. */
#if defined(NDIS51_MINIPORT) || \
    !(defined(NDIS50_MINIPORT) || defined(NDIS40_MINIPORT) || defined(NDIS30_MINIPORT))
typedef NDIS51_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#define NDIS_MINIPORT_MAJOR_VERSION 5
#define NDIS_MINIPORT_MINOR_VERSION 1
#elif defined(NDIS50_MINIPORT)
typedef NDIS50_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#define NDIS_MINIPORT_MAJOR_VERSION 5
#define NDIS_MINIPORT_MINOR_VERSION 0
#elif defined(NDIS40_MINIPORT)
typedef NDIS40_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#define NDIS_MINIPORT_MAJOR_VERSION 4
#define NDIS_MINIPORT_MINOR_VERSION 0
#else
typedef NDIS30_MINIPORT_CHARACTERISTICS NDIS_MINIPORT_CHARACTERISTICS;
#define NDIS_MINIPORT_MAJOR_VERSION 3
#define NDIS_MINIPORT_MINOR_VERSION 0
#endif
typedef NDIS_MINIPORT_CHARACTERISTICS *PNDIS_MINIPORT_CHARACTERISTICS;

/* What a protocol registers. */

#define NDIS40_PROTOCOL_CHARACTERISTICS_S                            \
    UCHAR MajorNdisVersion;                                          \
    UCHAR MinorNdisVersion;                                          \
    USHORT Filler;                                                   \
    union {                                                          \
        UINT Reserved;                                               \
        UINT Flags;                                                  \
    };                                                               \
    OPEN_ADAPTER_COMPLETE_HANDLER OpenAdapterCompleteHandler;        \
    CLOSE_ADAPTER_COMPLETE_HANDLER CloseAdapterCompleteHandler;      \
    SEND_COMPLETE_HANDLER SendCompleteHandler;                       \
    TRANSFER_DATA_COMPLETE_HANDLER TransferDataCompleteHandler;      \
    RESET_COMPLETE_HANDLER ResetCompleteHandler;                     \
    REQUEST_COMPLETE_HANDLER RequestCompleteHandler;                 \
    RECEIVE_HANDLER ReceiveHandler;                                  \
    RECEIVE_COMPLETE_HANDLER ReceiveCompleteHandler;                 \
    STATUS_HANDLER StatusHandler;                                    \
    STATUS_COMPLETE_HANDLER StatusCompleteHandler;                   \
    NDIS_STRING Name;                                                \
    RECEIVE_PACKET_HANDLER ReceivePacketHandler;                     \
    BIND_HANDLER BindAdapterHandler;                                 \
    UNBIND_HANDLER UnbindAdapterHandler;                             \
    PNP_EVENT_HANDLER PnPEventHandler;                               \
    UNLOAD_PROTOCOL_HANDLER UnloadHandler

typedef struct _NDIS40_PROTOCOL_CHARACTERISTICS {
    NDIS40_PROTOCOL_CHARACTERISTICS_S;
} NDIS40_PROTOCOL_CHARACTERISTICS;

typedef struct _NDIS50_PROTOCOL_CHARACTERISTICS {
    NDIS40_PROTOCOL_CHARACTERISTICS_S;
    PVOID ReservedHandlers[4];
    CO_SEND_COMPLETE_HANDLER CoSendCompleteHandler;
    CO_STATUS_HANDLER CoStatusHandler;
    CO_RECEIVE_PACKET_HANDLER CoReceivePacketHandler;
    CO_AF_REGISTER_NOTIFY_HANDLER CoAfRegisterNotifyHandler;
} NDIS50_PROTOCOL_CHARACTERISTICS;

#if defined(NDIS40) && !defined(NDIS50) && !defined(NDIS51)
typedef NDIS40_PROTOCOL_CHARACTERISTICS NDIS_PROTOCOL_CHARACTERISTICS;
#define NDIS_PROTOCOL_MAJOR_VERSION 4
#define NDIS_PROTOCOL_MINOR_VERSION 0
#else
typedef NDIS50_PROTOCOL_CHARACTERISTICS NDIS_PROTOCOL_CHARACTERISTICS;
#define NDIS_PROTOCOL_MAJOR_VERSION 5
#if defined(NDIS51) || !defined(NDIS50)
#define NDIS_PROTOCOL_MINOR_VERSION 1
#else
#define NDIS_PROTOCOL_MINOR_VERSION 0
#endif
#endif
typedef NDIS_PROTOCOL_CHARACTERISTICS *PNDIS_PROTOCOL_CHARACTERISTICS;

typedef struct _NDIS_REQUEST {
    UCHAR MacReserved[4 * sizeof(PVOID)];
    NDIS_REQUEST_TYPE RequestType;
    union {
        struct {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            UINT InformationBufferLength;
            UINT BytesWritten;
            UINT BytesNeeded;
        } QUERY_INFORMATION;
        struct {
            NDIS_OID Oid;
            PVOID InformationBuffer;
            UINT InformationBufferLength;
            UINT BytesRead;
            UINT BytesNeeded;
        } SET_INFORMATION;
    } DATA;
    UCHAR NdisReserved[9 * sizeof(PVOID)];
    union {
        UCHAR CallMgrReserved[2 * sizeof(PVOID)];
        UCHAR ProtocolReserved[2 * sizeof(PVOID)];
    };
    UCHAR MiniportReserved[2 * sizeof(PVOID)];
} NDIS_REQUEST;

typedef struct _NET_PNP_EVENT {
    NET_PNP_EVENT_CODE NetEvent;
    PVOID Buffer;
    ULONG BufferLength;
    ULONG_PTR NdisReserved[4];
    ULONG_PTR TransportReserved[4];
    ULONG_PTR TdiReserved[4];
    ULONG_PTR TdiClientReserved[4];
} NET_PNP_EVENT;

/* Configuration. */

typedef struct _BINARY_DATA {
    USHORT Length;
    PVOID Buffer;
} BINARY_DATA, *PBINARY_DATA;

typedef struct _NDIS_CONFIGURATION_PARAMETER {
    NDIS_PARAMETER_TYPE ParameterType;
    union {
        ULONG IntegerData;
        NDIS_STRING StringData;
        BINARY_DATA BinaryData;
    } ParameterData;
} NDIS_CONFIGURATION_PARAMETER, *PNDIS_CONFIGURATION_PARAMETER;

#define NDIS_STRING_CONST(Text) { sizeof(Text) * 2 - 2, sizeof(Text) * 2, (PWSTR)L##Text }

/* Synchronization, timers, interrupts. */

typedef struct _NDIS_SPIN_LOCK {
    KSPIN_LOCK SpinLock;
    KIRQL OldIrql;
} NDIS_SPIN_LOCK, *PNDIS_SPIN_LOCK;

typedef struct _NDIS_RW_LOCK {
    union {
        struct {
            KSPIN_LOCK SpinLock;
            PVOID Context;
        };
        UCHAR Reserved[16];
    };
    UCHAR RefCount[512];
} NDIS_RW_LOCK, *PNDIS_RW_LOCK;

typedef struct _LOCK_STATE {
    USHORT LockState;
    KIRQL OldIrql;
} LOCK_STATE, *PLOCK_STATE;

typedef struct _NDIS_EVENT {
    KEVENT Event;
} NDIS_EVENT, *PNDIS_EVENT;

/* What drivers declare their timer functions with. */
typedef VOID NTAPI NDIS_TIMER_FUNCTION(PVOID SystemSpecific1, PVOID FunctionContext,
                                       PVOID SystemSpecific2, PVOID SystemSpecific3);

typedef struct _NDIS_TIMER {
    KTIMER Timer;
    KDPC Dpc;
} NDIS_TIMER, *PNDIS_TIMER;

typedef struct _NDIS_MINIPORT_TIMER {
    KTIMER Timer;
    KDPC Dpc;
    PNDIS_TIMER_FUNCTION MiniportTimerFunction;
    PVOID MiniportTimerContext;
    PVOID Miniport;
    struct _NDIS_MINIPORT_TIMER *NextDeferredTimer;
} NDIS_MINIPORT_TIMER, *PNDIS_MINIPORT_TIMER;

typedef struct _NDIS_WORK_ITEM {
    PVOID Context;
    NDIS_PROC Routine;
    UCHAR WrapperReserved[8 * sizeof(PVOID)];
} NDIS_WORK_ITEM;

typedef struct _NDIS_MINIPORT_INTERRUPT {
    PVOID InterruptObject;
    KSPIN_LOCK DpcCountLock;
    PVOID Reserved;
    W_ISR_HANDLER MiniportIsr;
    W_HANDLE_INTERRUPT_HANDLER MiniportDpc;
    KDPC InterruptDpc;
    PVOID Miniport;
    UCHAR DpcCount;
    BOOLEAN Filler1;
    KEVENT DpcsCompletedEvent;
    BOOLEAN SharedInterrupt;
    BOOLEAN IsrRequested;
} NDIS_MINIPORT_INTERRUPT, *PNDIS_MINIPORT_INTERRUPT;

/* Power. */

typedef struct _NDIS_PM_WAKE_UP_CAPABILITIES {
    NDIS_DEVICE_POWER_STATE MinMagicPacketWakeUp;
    NDIS_DEVICE_POWER_STATE MinPatternWakeUp;
    NDIS_DEVICE_POWER_STATE MinLinkChangeWakeUp;
} NDIS_PM_WAKE_UP_CAPABILITIES, *PNDIS_PM_WAKE_UP_CAPABILITIES;

typedef struct _NDIS_PNP_CAPABILITIES {
    ULONG Flags;
    NDIS_PM_WAKE_UP_CAPABILITIES WakeUpCapabilities;
} NDIS_PNP_CAPABILITIES, *PNDIS_PNP_CAPABILITIES;

typedef struct _NDIS_PM_PACKET_PATTERN {
    ULONG Priority;
    ULONG Reserved;
    ULONG MaskSize;
    ULONG PatternOffset;
    ULONG PatternSize;
    ULONG PatternFlags;
} NDIS_PM_PACKET_PATTERN, *PNDIS_PM_PACKET_PATTERN;

/* Task offload. */

typedef struct _NDIS_ENCAPSULATION_FORMAT {
    ULONG Encapsulation;
    struct {
        ULONG FixedHeaderSize : 1;
        ULONG Reserved : 31;
    } Flags;
    ULONG EncapsulationHeaderSize;
} NDIS_ENCAPSULATION_FORMAT, *PNDIS_ENCAPSULATION_FORMAT;

typedef struct _NDIS_TASK_OFFLOAD_HEADER {
    ULONG Version;
    ULONG Size;
    ULONG Reserved;
    ULONG OffsetFirstTask;
    NDIS_ENCAPSULATION_FORMAT EncapsulationFormat;
} NDIS_TASK_OFFLOAD_HEADER, *PNDIS_TASK_OFFLOAD_HEADER;

typedef struct _NDIS_TASK_OFFLOAD {
    ULONG Version;
    ULONG Size;
    ULONG Task;
    ULONG OffsetNextTask;
    ULONG TaskBufferLength;
    UCHAR TaskBuffer[1];
} NDIS_TASK_OFFLOAD, *PNDIS_TASK_OFFLOAD;

typedef struct _NDIS_TASK_TCP_IP_CHECKSUM {
    struct {
        ULONG IpOptionsSupported : 1;
        ULONG TcpOptionsSupported : 1;
        ULONG TcpChecksum : 1;
        ULONG UdpChecksum : 1;
        ULONG IpChecksum : 1;
    } V4Transmit, V4Receive;
    struct {
        ULONG IpOptionsSupported : 1;
        ULONG TcpOptionsSupported : 1;
        ULONG TcpChecksum : 1;
        ULONG UdpChecksum : 1;
    } V6Transmit, V6Receive;
} NDIS_TASK_TCP_IP_CHECKSUM, *PNDIS_TASK_TCP_IP_CHECKSUM;

#define NDIS_TASK_TCP_LARGE_SEND_V0 0

typedef struct _NDIS_TASK_TCP_LARGE_SEND {
    ULONG Version;
    ULONG MaxOffLoadSize;
    ULONG MinSegmentCount;
    BOOLEAN TcpOptions;
    BOOLEAN IpOptions;
} NDIS_TASK_TCP_LARGE_SEND, *PNDIS_TASK_TCP_LARGE_SEND;

/* OID_GEN_SUPPORTED_GUIDS. */
typedef struct _NDIS_GUID {
    GUID Guid;
    union {
        NDIS_OID Oid;
        NDIS_STATUS Status;
    };
    ULONG Size;
    ULONG Flags;
} NDIS_GUID, *PNDIS_GUID;
#define fNDIS_GUID_TO_OID 0x00000001
#define fNDIS_GUID_TO_STATUS 0x00000002
#define fNDIS_GUID_ANSI_STRING 0x00000004
#define fNDIS_GUID_UNICODE_STRING 0x00000008
#define fNDIS_GUID_ARRAY 0x00000010
#define fNDIS_GUID_ALLOW_READ 0x00000020
#define fNDIS_GUID_ALLOW_WRITE 0x00000040

/* NdisPacketInfo[TcpIpChecksumPacketInfo] of a packet. */
typedef struct _NDIS_TCP_IP_CHECKSUM_PACKET_INFO {
    union {
        struct {
            ULONG NdisPacketChecksumV4 : 1;
            ULONG NdisPacketChecksumV6 : 1;
            ULONG NdisPacketTcpChecksum : 1;
            ULONG NdisPacketUdpChecksum : 1;
            ULONG NdisPacketIpChecksum : 1;
        } Transmit;
        struct {
            ULONG NdisPacketTcpChecksumFailed : 1;
            ULONG NdisPacketUdpChecksumFailed : 1;
            ULONG NdisPacketIpChecksumFailed : 1;
            ULONG NdisPacketTcpChecksumSucceeded : 1;
            ULONG NdisPacketUdpChecksumSucceeded : 1;
            ULONG NdisPacketIpChecksumSucceeded : 1;
            ULONG NdisPacketLoopback : 1;
        } Receive;
        ULONG Value;
    };
} NDIS_TCP_IP_CHECKSUM_PACKET_INFO, *PNDIS_TCP_IP_CHECKSUM_PACKET_INFO;

/* NdisPacketInfo[Ieee8021QInfo] of a packet. */
typedef struct _NDIS_PACKET_8021Q_INFO {
    union {
        struct {
            UINT UserPriority : 3;
            UINT CanonicalFormatId : 1;
            UINT VlanId : 12;
            UINT Reserved : 16;
        } TagHeader;
        PVOID Value;
    };
} NDIS_PACKET_8021Q_INFO, *PNDIS_PACKET_8021Q_INFO;

/*
 * What a MiniportAdapterHandle points to. Only the pointers that the macros below call through and
 * a few fields beside them are for drivers; the others are here for their size.
 */

typedef struct _NDIS_MINIPORT_BLOCK *PNDIS_MINIPORT_BLOCK;

typedef VOID(NTAPI *ETH_RCV_INDICATE_HANDLER)(PVOID Filter, NDIS_HANDLE MacReceiveContext,
                                              PCHAR Address, PVOID HeaderBuffer,
                                              UINT HeaderBufferSize, PVOID LookaheadBuffer,
                                              UINT LookaheadBufferSize, UINT PacketSize);
typedef VOID(NTAPI *TR_RCV_INDICATE_HANDLER)(PVOID Filter, NDIS_HANDLE MacReceiveContext,
                                             PVOID HeaderBuffer, UINT HeaderBufferSize,
                                             PVOID LookaheadBuffer, UINT LookaheadBufferSize,
                                             UINT PacketSize);
typedef VOID(NTAPI *FDDI_RCV_INDICATE_HANDLER)(PVOID Filter, NDIS_HANDLE MacReceiveContext,
                                               PCHAR Address, UINT AddressLength,
                                               PVOID HeaderBuffer, UINT HeaderBufferSize,
                                               PVOID LookaheadBuffer, UINT LookaheadBufferSize,
                                               UINT PacketSize);
typedef VOID(NTAPI *ETH_RCV_COMPLETE_HANDLER)(PVOID Filter);
typedef VOID(NTAPI *TR_RCV_COMPLETE_HANDLER)(PVOID Filter);
typedef VOID(NTAPI *FDDI_RCV_COMPLETE_HANDLER)(PVOID Filter);
typedef VOID(NTAPI *NDIS_M_PACKET_INDICATE)(NDIS_HANDLE Miniport, PPNDIS_PACKET PacketArray,
                                            UINT NumberOfPackets);
typedef VOID(NTAPI *NDIS_M_SEND_COMPLETE)(NDIS_HANDLE Miniport, PNDIS_PACKET Packet,
                                          NDIS_STATUS Status);
typedef VOID(NTAPI *NDIS_M_SEND_RESOURCES)(NDIS_HANDLE Miniport);
typedef VOID(NTAPI *NDIS_M_RESET_COMPLETE)(NDIS_HANDLE Miniport, NDIS_STATUS Status,
                                           BOOLEAN AddressingReset);
typedef VOID(NTAPI *NDIS_M_STATUS)(NDIS_HANDLE Miniport, NDIS_STATUS GeneralStatus,
                                   PVOID StatusBuffer, UINT StatusBufferSize);
typedef VOID(NTAPI *NDIS_M_STS_COMPLETE)(NDIS_HANDLE Miniport);
typedef VOID(NTAPI *NDIS_M_TD_COMPLETE)(NDIS_HANDLE Miniport, PNDIS_PACKET Packet,
                                        NDIS_STATUS Status, UINT BytesTransferred);
typedef VOID(NTAPI *NDIS_M_REQ_COMPLETE)(NDIS_HANDLE Miniport, NDIS_STATUS Status);

typedef VOID(NTAPI *NDIS_WM_SEND_COMPLETE)(NDIS_HANDLE Miniport, PNDIS_WAN_PACKET Packet,
                                           NDIS_STATUS Status);
typedef VOID(NTAPI *WAN_RCV_HANDLER)(PNDIS_STATUS Status, NDIS_HANDLE Miniport,
                                     NDIS_HANDLE NdisLinkContext, PUCHAR PacketBuffer,
                                     UINT PacketSize);
typedef VOID(NTAPI *WAN_RCV_COMPLETE_HANDLER)(NDIS_HANDLE Miniport, NDIS_HANDLE NdisLinkContext);

typedef struct _REFERENCE {
    KSPIN_LOCK SpinLock;
    USHORT ReferenceCount;
    BOOLEAN Closing;
} REFERENCE;

typedef struct _NDIS_MINIPORT_BLOCK {
    ULONG Signature;
    PNDIS_MINIPORT_BLOCK NextMiniport;
    PVOID DriverHandle;
    NDIS_HANDLE MiniportAdapterContext;
    UNICODE_STRING MiniportName;
    PVOID BindPaths;
    NDIS_HANDLE OpenQueue;
    REFERENCE ShortRef;
    NDIS_HANDLE DeviceContext;
    UCHAR Padding1;
    UCHAR LockAcquired;
    UCHAR PmodeOpens;
    UCHAR AssignedProcessor;
    KSPIN_LOCK Lock;
    PVOID MediaRequest;
    PNDIS_MINIPORT_INTERRUPT Interrupt;
    ULONG Flags;
    ULONG PnPFlags;
    LIST_ENTRY PacketList;
    PNDIS_PACKET FirstPendingPacket;
    PNDIS_PACKET ReturnPacketsQueue;
    ULONG RequestBuffer;
    PVOID SetMCastBuffer;
    PNDIS_MINIPORT_BLOCK PrimaryMiniport;
    PVOID WrapperContext;
    PVOID BusDataContext;
    ULONG PnPCapabilities;
    PCM_RESOURCE_LIST Resources;
    NDIS_TIMER WakeUpDpcTimer;
    UNICODE_STRING BaseName;
    UNICODE_STRING SymbolicLinkName;
    ULONG CheckForHangSeconds;
    USHORT CFHangTicks;
    USHORT CFHangCurrentTick;
    NDIS_STATUS ResetStatus;
    NDIS_HANDLE ResetOpen;
    PVOID EthDB;
    PVOID TrDB;
    PVOID FddiDB;
    PVOID ArcDB;
    NDIS_M_PACKET_INDICATE PacketIndicateHandler;
    NDIS_M_SEND_COMPLETE SendCompleteHandler;
    NDIS_M_SEND_RESOURCES SendResourcesHandler;
    NDIS_M_RESET_COMPLETE ResetCompleteHandler;
    NDIS_MEDIUM MediaType;
    ULONG BusNumber;
    NDIS_INTERFACE_TYPE BusType;
    NDIS_INTERFACE_TYPE AdapterType;
    PDEVICE_OBJECT DeviceObject;
    PDEVICE_OBJECT PhysicalDeviceObject;
    PDEVICE_OBJECT NextDeviceObject;
    PVOID MapRegisters;
    PVOID CallMgrAfList;
    PVOID MiniportThread;
    PVOID SetInfoBuf;
    USHORT SetInfoBufLen;
    USHORT MaxSendPackets;
    NDIS_STATUS FakeStatus;
    PVOID LockHandler;
    PUNICODE_STRING pAdapterInstanceName;
    PNDIS_MINIPORT_TIMER TimerQueue;
    UINT MacOptions;
    PVOID PendingRequest;
    UINT MaximumLongAddresses;
    UINT MaximumShortAddresses;
    UINT CurrentLookahead;
    UINT MaximumLookahead;
    W_HANDLE_INTERRUPT_HANDLER HandleInterruptHandler;
    W_DISABLE_INTERRUPT_HANDLER DisableInterruptHandler;
    W_ENABLE_INTERRUPT_HANDLER EnableInterruptHandler;
    W_SEND_PACKETS_HANDLER SendPacketsHandler;
    PVOID DeferredSendHandler;
    ETH_RCV_INDICATE_HANDLER EthRxIndicateHandler;
    TR_RCV_INDICATE_HANDLER TrRxIndicateHandler;
    FDDI_RCV_INDICATE_HANDLER FddiRxIndicateHandler;
    ETH_RCV_COMPLETE_HANDLER EthRxCompleteHandler;
    TR_RCV_COMPLETE_HANDLER TrRxCompleteHandler;
    FDDI_RCV_COMPLETE_HANDLER FddiRxCompleteHandler;
    NDIS_M_STATUS StatusHandler;
    NDIS_M_STS_COMPLETE StatusCompleteHandler;
    NDIS_M_TD_COMPLETE TDCompleteHandler;
    NDIS_M_REQ_COMPLETE QueryCompleteHandler;
    NDIS_M_REQ_COMPLETE SetCompleteHandler;
    NDIS_WM_SEND_COMPLETE WanSendCompleteHandler;
    WAN_RCV_HANDLER WanRcvHandler;
    WAN_RCV_COMPLETE_HANDLER WanRcvCompleteHandler;
} NDIS_MINIPORT_BLOCK;

#include "generated/ndis-exports.h"
#include "generated/layouts.h"

/* Initialization. */

#define NdisMInitializeWrapper(NdisWrapperHandle, SystemSpecific1, SystemSpecific2, \
                               SystemSpecific3)                                     \
    NdisInitializeWrapper((NdisWrapperHandle), (SystemSpecific1), (SystemSpecific2), \
                          (SystemSpecific3))
#define NdisMSetAttributes(MiniportAdapterHandle, MiniportAdapterContext, BusMaster, AdapterType) \
    NdisMSetAttributesEx((MiniportAdapterHandle), (MiniportAdapterContext), 0,                    \
                         (BusMaster) ? NDIS_ATTRIBUTE_BUS_MASTER : 0, (AdapterType))

/* Calls through NDIS_MINIPORT_BLOCK. */

#define NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle) ((PNDIS_MINIPORT_BLOCK)(MiniportAdapterHandle))
#define NdisMIndicateReceivePacket(MiniportAdapterHandle, ReceivePackets, NumberOfPackets) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                          \
        ->PacketIndicateHandler((MiniportAdapterHandle), (ReceivePackets), (NumberOfPackets))
#define NdisMSendComplete(MiniportAdapterHandle, Packet, Status) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                \
        ->SendCompleteHandler((MiniportAdapterHandle), (Packet), (Status))
#define NdisMSendResourcesAvailable(MiniportAdapterHandle) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->SendResourcesHandler(MiniportAdapterHandle)
#define NdisMResetComplete(MiniportAdapterHandle, Status, AddressingReset) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                          \
        ->ResetCompleteHandler((MiniportAdapterHandle), (Status), (AddressingReset))
#define NdisMIndicateStatus(MiniportAdapterHandle, GeneralStatus, StatusBuffer, StatusBufferSize) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                                 \
        ->StatusHandler((MiniportAdapterHandle), (GeneralStatus), (StatusBuffer),                 \
                        (StatusBufferSize))
#define NdisMIndicateStatusComplete(MiniportAdapterHandle) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->StatusCompleteHandler(MiniportAdapterHandle)
#define NdisMTransferDataComplete(MiniportAdapterHandle, Packet, Status, BytesTransferred) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                          \
        ->TDCompleteHandler((MiniportAdapterHandle), (Packet), (Status), (BytesTransferred))
#define NdisMQueryInformationComplete(MiniportAdapterHandle, Status) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                    \
        ->QueryCompleteHandler((MiniportAdapterHandle), (Status))
#define NdisMSetInformationComplete(MiniportAdapterHandle, Status) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                  \
        ->SetCompleteHandler((MiniportAdapterHandle), (Status))
#define NdisMEthIndicateReceive(MiniportAdapterHandle, MiniportReceiveContext, HeaderBuffer,     \
                                HeaderBufferSize, LookaheadBuffer, LookaheadBufferSize,          \
                                PacketSize)                                                      \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                                \
        ->EthRxIndicateHandler(NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->EthDB,             \
                               (MiniportReceiveContext), (PCHAR)(HeaderBuffer), (HeaderBuffer),  \
                               (HeaderBufferSize), (LookaheadBuffer), (LookaheadBufferSize),     \
                               (PacketSize))
#define NdisMEthIndicateReceiveComplete(MiniportAdapterHandle) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)              \
        ->EthRxCompleteHandler(NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->EthDB)
/* A driver for several media names these; none of the media but 802.3 is modelled. */
#define NdisMTrIndicateReceive(MiniportAdapterHandle, MiniportReceiveContext, HeaderBuffer,     \
                               HeaderBufferSize, LookaheadBuffer, LookaheadBufferSize,          \
                               PacketSize)                                                      \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                               \
        ->TrRxIndicateHandler(NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->TrDB,              \
                              (MiniportReceiveContext), (HeaderBuffer), (HeaderBufferSize),     \
                              (LookaheadBuffer), (LookaheadBufferSize), (PacketSize))
#define NdisMTrIndicateReceiveComplete(MiniportAdapterHandle) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)             \
        ->TrRxCompleteHandler(NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->TrDB)
#define NdisMFddiIndicateReceive(MiniportAdapterHandle, MiniportReceiveContext, HeaderBuffer,   \
                                 HeaderBufferSize, LookaheadBuffer, LookaheadBufferSize,        \
                                 PacketSize)                                                    \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                               \
        ->FddiRxIndicateHandler(NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->FddiDB,          \
                                (MiniportReceiveContext), (PCHAR)(HeaderBuffer) + 1,            \
                                ((*(PUCHAR)(HeaderBuffer) & 0x40) != 0) ? 6 : 2, (HeaderBuffer), \
                                (HeaderBufferSize), (LookaheadBuffer), (LookaheadBufferSize),   \
                                (PacketSize))
#define NdisMFddiIndicateReceiveComplete(MiniportAdapterHandle) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)               \
        ->FddiRxCompleteHandler(NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)->FddiDB)

#define NdisMWanSendComplete(MiniportAdapterHandle, Packet, Status) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                   \
        ->WanSendCompleteHandler((MiniportAdapterHandle), (Packet), (Status))
#define NdisMWanIndicateReceive(Status, MiniportAdapterHandle, NdisLinkContext, PacketBuffer, \
                                PacketSize)                                                   \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                                             \
        ->WanRcvHandler((Status), (MiniportAdapterHandle), (NdisLinkContext), (PacketBuffer), \
                        (PacketSize))
#define NdisMWanIndicateReceiveComplete(MiniportAdapterHandle, NdisLinkContext) \
    NDIS_MINIPORT_BLOCK_OF(MiniportAdapterHandle)                               \
        ->WanRcvCompleteHandler((MiniportAdapterHandle), (NdisLinkContext))

/* Memory. */

#define NdisMoveMemory(Destination, Source, Length) \
    ((void)memcpy((Destination), (Source), (Length)))
#define NdisZeroMemory(Destination, Length) ((void)memset((Destination), 0, (Length)))
#define NdisFillMemory(Destination, Length, Fill) ((void)memset((Destination), (Fill), (Length)))
#define NdisEqualMemory(Source1, Source2, Length) \
    ((ULONG)(memcmp((Source1), (Source2), (Length)) == 0))
#define NdisRetrieveUlong(DestinationAddress, SourceAddress) \
    ((void)(*(PULONG)(DestinationAddress) = *(const ULONG *)(SourceAddress)))
#define NdisStoreUlong(DestinationAddress, Value) ((void)(*(PULONG)(DestinationAddress) = (Value)))
#define NdisMoveMappedMemory(Destination, Source, Length) \
    NdisMoveMemory((Destination), (Source), (Length))
#define NdisMoveFromMappedMemory(Destination, Source, Length) \
    NdisMoveMemory((Destination), (Source), (Length))
#define NdisMoveToMappedMemory(Destination, Source, Length) \
    NdisMoveMemory((Destination), (Source), (Length))
#define NdisZeroMappedMemory(Destination, Length) NdisZeroMemory((Destination), (Length))

#define NdisInitializeNPagedLookasideList(Lookaside, Allocate, Free, Flags, Size, Tag, Depth) \
    ExInitializeNPagedLookasideList((Lookaside), (Allocate), (Free), (Flags), (Size), (Tag),  \
                                    (Depth))
#define NdisDeleteNPagedLookasideList(Lookaside) ExDeleteNPagedLookasideList(Lookaside)
#define NdisAllocateFromNPagedLookasideList(Lookaside) ExAllocateFromNPagedLookasideList(Lookaside)
#define NdisFreeToNPagedLookasideList(Lookaside, Entry) \
    ExFreeToNPagedLookasideList((Lookaside), (Entry))

#define NDIS_PHYSICAL_ADDRESS_CONST(Low, High) { { (ULONG)(Low), (LONG)(High) } }
#define NdisGetPhysicalAddressLow(PhysicalAddress) ((PhysicalAddress).LowPart)
#define NdisGetPhysicalAddressHigh(PhysicalAddress) ((PhysicalAddress).HighPart)
#define NdisSetPhysicalAddressLow(PhysicalAddress, Low) ((PhysicalAddress).LowPart = (Low))
#define NdisSetPhysicalAddressHigh(PhysicalAddress, High) ((PhysicalAddress).HighPart = (High))

/* Device memory: a read is a plain one, a write the kernel's. */

#define NdisReadRegisterUchar(Register, Data) \
    ((void)(*(Data) = *(volatile UCHAR *)(Register)))
#define NdisReadRegisterUshort(Register, Data) \
    ((void)(*(Data) = *(volatile USHORT *)(Register)))
#define NdisReadRegisterUlong(Register, Data) \
    ((void)(*(Data) = *(volatile ULONG *)(Register)))
#define NdisWriteRegisterUchar(Register, Data) \
    WRITE_REGISTER_UCHAR((volatile UCHAR *)(Register), (Data))
#define NdisWriteRegisterUshort(Register, Data) \
    WRITE_REGISTER_USHORT((volatile USHORT *)(Register), (Data))
#define NdisWriteRegisterUlong(Register, Data) \
    WRITE_REGISTER_ULONG((volatile ULONG *)(Register), (Data))

/* Ports. */

#define NdisRawReadPortUchar(Port, Data) ((void)(*(Data) = READ_PORT_UCHAR((PUCHAR)(Port))))
#define NdisRawReadPortUshort(Port, Data) ((void)(*(Data) = READ_PORT_USHORT((PUSHORT)(Port))))
#define NdisRawReadPortUlong(Port, Data) ((void)(*(Data) = READ_PORT_ULONG((PULONG)(Port))))
#define NdisRawWritePortUchar(Port, Data) WRITE_PORT_UCHAR((PUCHAR)(Port), (UCHAR)(Data))
#define NdisRawWritePortUshort(Port, Data) WRITE_PORT_USHORT((PUSHORT)(Port), (USHORT)(Data))
#define NdisRawWritePortUlong(Port, Data) WRITE_PORT_ULONG((PULONG)(Port), (ULONG)(Data))
#define NdisRawReadPortBufferUchar(Port, Buffer, Length) \
    READ_PORT_BUFFER_UCHAR((PUCHAR)(Port), (PUCHAR)(Buffer), (Length))
#define NdisRawReadPortBufferUshort(Port, Buffer, Length) \
    READ_PORT_BUFFER_USHORT((PUSHORT)(Port), (PUSHORT)(Buffer), (Length))
#define NdisRawReadPortBufferUlong(Port, Buffer, Length) \
    READ_PORT_BUFFER_ULONG((PULONG)(Port), (PULONG)(Buffer), (Length))
#define NdisRawWritePortBufferUchar(Port, Buffer, Length) \
    WRITE_PORT_BUFFER_UCHAR((PUCHAR)(Port), (PUCHAR)(Buffer), (Length))
#define NdisRawWritePortBufferUshort(Port, Buffer, Length) \
    WRITE_PORT_BUFFER_USHORT((PUSHORT)(Port), (PUSHORT)(Buffer), (Length))
#define NdisRawWritePortBufferUlong(Port, Buffer, Length) \
    WRITE_PORT_BUFFER_ULONG((PULONG)(Port), (PULONG)(Buffer), (Length))

#define NdisStallExecution(MicrosecondsToStall) KeStallExecutionProcessor(MicrosecondsToStall)

/* Lists and counters. */

#define NdisInitializeListHead(ListHead) InitializeListHead(ListHead)
#define NdisInitializeSListHead(SListHead) ExInitializeSListHead(SListHead)
#define NdisQueryDepthSList(SListHead) ExQueryDepthSList(SListHead)
#define NdisInterlockedPushEntrySList(SListHead, SListEntry, Lock) \
    ((PSINGLE_LIST_ENTRY)ExInterlockedPushEntrySList((SListHead), (SListEntry), &(Lock)->SpinLock))
#define NdisInterlockedPopEntrySList(SListHead, Lock) \
    ((PSINGLE_LIST_ENTRY)ExInterlockedPopEntrySList((SListHead), &(Lock)->SpinLock))

/* Buffers. */

#define NdisGetNextBuffer(CurrentBuffer, NextBuffer) \
    ((void)(*(NextBuffer) = (CurrentBuffer)->Next))
#define NDIS_BUFFER_LINKAGE(Buffer) ((Buffer)->Next)
#define NdisBufferVirtualAddressSafe(Buffer, Priority) \
    MmGetSystemAddressForMdlSafe((Buffer), (Priority))
#define NdisFlushBuffer(Buffer, WriteToDevice) \
    KeFlushIoBuffers((Buffer), !(WriteToDevice), TRUE)

/* Packets. */

#define NDIS_OOB_DATA_FROM_PACKET(Packet) \
    ((PNDIS_PACKET_OOB_DATA)((PUCHAR)(Packet) + (Packet)->Private.NdisPacketOobOffset))
#define NDIS_PACKET_EXTENSION_FROM_PACKET(Packet)                              \
    ((PNDIS_PACKET_EXTENSION)((PUCHAR)(Packet) + (Packet)->Private.NdisPacketOobOffset + \
                              sizeof(NDIS_PACKET_OOB_DATA)))
#define NDIS_PER_PACKET_INFO_FROM_PACKET(Packet, InfoType) \
    (NDIS_PACKET_EXTENSION_FROM_PACKET(Packet)->NdisPacketInfo[(InfoType)])
#define NDIS_GET_ORIGINAL_PACKET(Packet) \
    ((PNDIS_PACKET)NDIS_PER_PACKET_INFO_FROM_PACKET((Packet), OriginalPacketInfo))
#define NDIS_SET_ORIGINAL_PACKET(Packet, OriginalPacket) \
    (NDIS_PER_PACKET_INFO_FROM_PACKET((Packet), OriginalPacketInfo) = (OriginalPacket))
#define NDIS_GET_PACKET_CANCEL_ID(Packet) NDIS_PER_PACKET_INFO_FROM_PACKET((Packet), PacketCancelId)
#define NDIS_SET_PACKET_CANCEL_ID(Packet, CancelId) \
    ((void)(NDIS_PER_PACKET_INFO_FROM_PACKET((Packet), PacketCancelId) = (CancelId)))
#define NDIS_GET_PACKET_STATUS(Packet) (NDIS_OOB_DATA_FROM_PACKET(Packet)->Status)
#define NDIS_SET_PACKET_STATUS(Packet, Value) \
    ((void)(NDIS_OOB_DATA_FROM_PACKET(Packet)->Status = (Value)))
#define NDIS_GET_PACKET_HEADER_SIZE(Packet) (NDIS_OOB_DATA_FROM_PACKET(Packet)->HeaderSize)
#define NDIS_SET_PACKET_HEADER_SIZE(Packet, HdrSize) \
    ((void)(NDIS_OOB_DATA_FROM_PACKET(Packet)->HeaderSize = (HdrSize)))
#define NDIS_GET_PACKET_TIME_RECEIVED(Packet) (NDIS_OOB_DATA_FROM_PACKET(Packet)->TimeReceived)
#define NDIS_SET_PACKET_TIME_RECEIVED(Packet, Time) \
    ((void)(NDIS_OOB_DATA_FROM_PACKET(Packet)->TimeReceived = (Time)))
#define NDIS_GET_PACKET_TIME_SENT(Packet) (NDIS_OOB_DATA_FROM_PACKET(Packet)->TimeSent)
#define NDIS_SET_PACKET_TIME_SENT(Packet, Time) \
    ((void)(NDIS_OOB_DATA_FROM_PACKET(Packet)->TimeSent = (Time)))
#define NDIS_GET_PACKET_TIME_TO_SEND(Packet) (NDIS_OOB_DATA_FROM_PACKET(Packet)->TimeToSend)
#define NDIS_SET_PACKET_TIME_TO_SEND(Packet, Time) \
    ((void)(NDIS_OOB_DATA_FROM_PACKET(Packet)->TimeToSend = (Time)))
#define NdisGetPacketFlags(Packet) ((Packet)->Private.Flags)
#define NDIS_PROTOCOL_ID_DEFAULT 0x00
#define NDIS_PROTOCOL_ID_TCP_IP 0x02
#define NDIS_PROTOCOL_ID_IPX 0x06
#define NDIS_PROTOCOL_ID_NBF 0x07
#define NDIS_GET_PACKET_PROTOCOL_TYPE(Packet) \
    ((Packet)->Private.Flags & NDIS_FLAGS_PROTOCOL_ID_MASK)
#define NdisSetPacketFlags(Packet, Value) ((Packet)->Private.Flags |= (Value))
#define NdisClearPacketFlags(Packet, Value) ((Packet)->Private.Flags &= ~(Value))
#define NDIS_PACKET_FIRST_NDIS_BUFFER(Packet) ((Packet)->Private.Head)
#define NDIS_PACKET_LAST_NDIS_BUFFER(Packet) ((Packet)->Private.Tail)
#define NDIS_PACKET_VALID_COUNTS(Packet) ((Packet)->Private.ValidCounts)
#define NDIS_GET_PACKET_PROTOCOL_TYPE(Packet) \
    ((Packet)->Private.Flags & NDIS_FLAGS_PROTOCOL_ID_MASK)

/* What is there for the medium is a matter of NDIS's own packets, and of a flag. */
#define NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(Packet, pMediaSpecificInfo, pSizeMediaSpecificInfo) \
    NdisGetMediaSpecificInfo((Packet), (PVOID *)(pMediaSpecificInfo), (pSizeMediaSpecificInfo))
#define NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(Packet, MediaSpecificInfo, SizeMediaSpecificInfo) \
    NdisSetMediaSpecificInfo((Packet), (MediaSpecificInfo), (SizeMediaSpecificInfo))

FORCEINLINE VOID NdisGetMediaSpecificInfo(PNDIS_PACKET Packet, PVOID *Info, PUINT Size)
{
    UCHAR both = fPACKET_ALLOCATED_BY_NDIS | fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;
    BOOLEAN hasInfo = (Packet->Private.NdisPacketFlags & both) == both;

    *Info = hasInfo ? NDIS_OOB_DATA_FROM_PACKET(Packet)->MediaSpecificInformation : NULL;
    *Size = hasInfo ? NDIS_OOB_DATA_FROM_PACKET(Packet)->SizeMediaSpecificInfo : 0;
}

FORCEINLINE VOID NdisSetMediaSpecificInfo(PNDIS_PACKET Packet, PVOID Info, UINT Size)
{
    if (!(Packet->Private.NdisPacketFlags & fPACKET_ALLOCATED_BY_NDIS)) return;
    Packet->Private.NdisPacketFlags |= fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;
    NDIS_OOB_DATA_FROM_PACKET(Packet)->MediaSpecificInformation = Info;
    NDIS_OOB_DATA_FROM_PACKET(Packet)->SizeMediaSpecificInfo = Size;
}

/* For a driver that has linked buffers by itself. */
FORCEINLINE VOID NdisRecalculatePacketCounts(PNDIS_PACKET Packet)
{
    PNDIS_BUFFER last = Packet->Private.Head;

    while (last != NULL && last->Next != NULL) last = last->Next;
    if (last != NULL) Packet->Private.Tail = last;
    Packet->Private.ValidCounts = FALSE;
}

FORCEINLINE VOID NdisReinitializePacket(PNDIS_PACKET Packet)
{
    Packet->Private.Head = NULL;
    Packet->Private.ValidCounts = FALSE;
}

FORCEINLINE VOID NdisChainBufferAtFront(PNDIS_PACKET Packet, PNDIS_BUFFER Buffer)
{
    PNDIS_BUFFER last = Buffer;

    while (last->Next != NULL) last = last->Next;
    if (Packet->Private.Head == NULL) Packet->Private.Tail = last;
    last->Next = Packet->Private.Head;
    Packet->Private.Head = Buffer;
    Packet->Private.ValidCounts = FALSE;
}

FORCEINLINE VOID NdisChainBufferAtBack(PNDIS_PACKET Packet, PNDIS_BUFFER Buffer)
{
    PNDIS_BUFFER last = Buffer;

    while (last->Next != NULL) last = last->Next;
    if (Packet->Private.Head == NULL)
        Packet->Private.Head = Buffer;
    else
        Packet->Private.Tail->Next = Buffer;
    Packet->Private.Tail = last;
    Packet->Private.ValidCounts = FALSE;
}

/* They are blocks in the DDK: some drivers leave out the semicolon. */
#define NdisChainBufferAtFront(Packet, Buffer) { NdisChainBufferAtFront((Packet), (Buffer)); }
#define NdisChainBufferAtBack(Packet, Buffer) { NdisChainBufferAtBack((Packet), (Buffer)); }

/* Counts the buffers of a packet and the pages that they span, where that is not known yet. */
FORCEINLINE VOID NdisCountPacket(PNDIS_PACKET Packet)
{
    PNDIS_BUFFER buffer;
    UINT length = 0, pages = 0, count = 0;

    for (buffer = Packet->Private.Head; buffer != NULL; buffer = buffer->Next) {
        length += buffer->ByteCount;
        pages += NDIS_BUFFER_TO_SPAN_PAGES(buffer);
        count++;
    }
    Packet->Private.Count = count;
    Packet->Private.TotalLength = length;
    Packet->Private.PhysicalCount = pages;
    Packet->Private.ValidCounts = TRUE;
}

FORCEINLINE VOID NdisQueryPacket(PNDIS_PACKET Packet, PUINT PhysicalBufferCount, PUINT BufferCount,
                                 PNDIS_BUFFER *FirstBuffer, PUINT TotalPacketLength)
{
    if (FirstBuffer != NULL) *FirstBuffer = Packet->Private.Head;
    if (TotalPacketLength == NULL && BufferCount == NULL && PhysicalBufferCount == NULL) return;
    if (!Packet->Private.ValidCounts) NdisCountPacket(Packet);
    if (PhysicalBufferCount != NULL) *PhysicalBufferCount = Packet->Private.PhysicalCount & 0xffff;
    if (BufferCount != NULL) *BufferCount = Packet->Private.Count;
    if (TotalPacketLength != NULL) *TotalPacketLength = Packet->Private.TotalLength;
}

FORCEINLINE VOID NdisQueryPacketLength(PNDIS_PACKET Packet, PUINT TotalPacketLength)
{
    NdisQueryPacket(Packet, NULL, NULL, NULL, TotalPacketLength);
}

/* The rest. */

#define NdisInitializeWorkItem(WorkItem, Function, FunctionContext) \
    ((void)((WorkItem)->Context = (FunctionContext), (WorkItem)->Routine = (Function)))
#define NdisFreeString(String) NdisFreeMemory((String).Buffer, (String).MaximumLength, 0)

/* By other names than those of the exports. */

#define NdisMUpdateSharedMemory(MiniportAdapterHandle, Length, VirtualAddress, PhysicalAddress) \
    NdisUpdateSharedMemory((MiniportAdapterHandle), (Length), (VirtualAddress), (PhysicalAddress))
#define NdisMSetupDmaTransfer(Status, MiniportDmaHandle, Buffer, Offset, Length, WriteToDevice) \
    NdisSetupDmaTransfer((Status), (MiniportDmaHandle), (Buffer), (Offset), (Length),           \
                         (WriteToDevice))
#define NdisMCompleteDmaTransfer(Status, MiniportDmaHandle, Buffer, Offset, Length, WriteToDevice) \
    NdisCompleteDmaTransfer((Status), (MiniportDmaHandle), (Buffer), (Offset), (Length),           \
                            (WriteToDevice))

/* Sections: the compiler's pragma in the DDK; code stays where it is here. */
#define NDIS_INIT_FUNCTION(FunctionName)
#define NDIS_PAGEABLE_FUNCTION(FunctionName)

#define ETH_IS_MULTICAST(Address) ((BOOLEAN)(((const UCHAR *)(Address))[0] & 1))
#define ETH_IS_BROADCAST(Address)                      \
    ((((const UCHAR *)(Address))[0] == 0xff) &&        \
     (((const UCHAR *)(Address))[1] == 0xff) &&        \
     (((const UCHAR *)(Address))[2] == 0xff) &&        \
     (((const UCHAR *)(Address))[3] == 0xff) &&        \
     (((const UCHAR *)(Address))[4] == 0xff) &&        \
     (((const UCHAR *)(Address))[5] == 0xff))
/* Result: 0, 1 or -1, by the last four bytes and then by the first two, as the DDK orders them. */
#define ETH_COMPARE_NETWORK_ADDRESSES(Address1, Address2, Result) \
    ((void)(*(Result) = EthCompareAddresses((Address1), (Address2))))
#define ETH_COMPARE_NETWORK_ADDRESSES_EQ(Address1, Address2, Result) \
    ((void)(*(Result) = EthCompareAddresses((Address1), (Address2)) != 0))
#define ETH_COPY_NETWORK_ADDRESS(Destination, Source) \
    (*(ULONG UNALIGNED *)(Destination) = *(ULONG UNALIGNED *)(Source), \
     *(USHORT UNALIGNED *)((PUCHAR)(Destination) + 4) =                \
         *(USHORT UNALIGNED *)((PUCHAR)(Source) + 4))

FORCEINLINE INT EthCompareAddresses(const VOID *Address1, const VOID *Address2)
{
    ULONG low1 = *(const ULONG UNALIGNED *)((const UCHAR *)Address1 + 2);
    ULONG low2 = *(const ULONG UNALIGNED *)((const UCHAR *)Address2 + 2);
    USHORT high1 = *(const USHORT UNALIGNED *)Address1;
    USHORT high2 = *(const USHORT UNALIGNED *)Address2;

    if (low1 != low2) return low1 > low2 ? 1 : -1;
    if (high1 != high2) return high1 > high2 ? 1 : -1;
    return 0;
}

#endif
