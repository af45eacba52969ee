/**
 * Enumerations and flags of NDIS 5.1 (DDK ndis.h, ntddndis.h, netevent.h). Each group is named by
 * its type in C or by the function or OID that takes it.
 */

/* NDIS_MEDIUM: what MiniportInitialize selects. */

export const NdisMedium802_3 = 0;
export const NdisMedium802_5 = 1;
export const NdisMediumFddi = 2;
export const NdisMediumWan = 3;
export const NdisMediumLocalTalk = 4;
export const NdisMediumDix = 5;
export const NdisMediumArcnetRaw = 6;
export const NdisMediumArcnet878_2 = 7;
export const NdisMediumAtm = 8;
export const NdisMediumWirelessWan = 9;
export const NdisMediumIrda = 10;
export const NdisMediumBpc = 11;
export const NdisMediumCoWan = 12;
export const NdisMedium1394 = 13;

/* NDIS_WAN_QUALITY: OID_WAN_QUALITY_OF_SERVICE and NDIS_MAC_LINE_UP. */

export const NdisWanRaw = 0;
export const NdisWanErrorControl = 1;
export const NdisWanReliable = 2;

/* NDIS_WAN_MEDIUM_SUBTYPE: OID_WAN_MEDIUM_SUBTYPE. */

export const NdisWanMediumHub = 0;
export const NdisWanMediumX_25 = 1;
export const NdisWanMediumIsdn = 2;
export const NdisWanMediumSerial = 3;
export const NdisWanMediumFrameRelay = 4;
export const NdisWanMediumAtm = 5;
export const NdisWanMediumSonet = 6;
export const NdisWanMediumSW56K = 7;
export const NdisWanMediumPPTP = 8;
export const NdisWanMediumL2TP = 9;
export const NdisWanMediumIrda = 10;
export const NdisWanMediumParallel = 11;

/* NDIS_WAN_HEADER_FORMAT: OID_WAN_HEADER_FORMAT. */

export const NdisWanHeaderNative = 0;
export const NdisWanHeaderEthernet = 1;

/* NDIS_WAN_INFO and NDIS_WAN_GET_LINK_INFO: FramingBits. */

export const RAS_FRAMING = 0x00000001;
export const RAS_COMPRESSION = 0x00000002;
export const PPP_MULTILINK_FRAMING = 0x00000010;
export const PPP_SHORT_SEQUENCE_HDR_FORMAT = 0x00000020;
export const PPP_FRAMING = 0x00000100;
export const PPP_COMPRESS_ADDRESS_CONTROL = 0x00000200;
export const PPP_COMPRESS_PROTOCOL_FIELD = 0x00000400;
export const PPP_ACCM_SUPPORTED = 0x00000800;
export const SLIP_FRAMING = 0x00001000;
export const SLIP_VJ_COMPRESSION = 0x00002000;
export const SLIP_VJ_AUTODETECT = 0x00004000;
export const TAPI_PROVIDER = 0x80000000;

/* NDIS_MAC_FRAGMENT: Errors. */

export const WAN_ERROR_CRC = 0x00000001;
export const WAN_ERROR_FRAMING = 0x00000002;
export const WAN_ERROR_HARDWAREOVERRUN = 0x00000004;
export const WAN_ERROR_BUFFEROVERRUN = 0x00000008;
export const WAN_ERROR_TIMEOUT = 0x00000010;
export const WAN_ERROR_ALIGNMENT = 0x00000020;

/* NDIS_PHYSICAL_MEDIUM: OID_GEN_PHYSICAL_MEDIUM. */

export const NdisPhysicalMediumUnspecified = 0;
export const NdisPhysicalMediumWirelessLan = 1;
export const NdisPhysicalMediumCableModem = 2;
export const NdisPhysicalMediumPhoneLine = 3;
export const NdisPhysicalMediumPowerLine = 4;
export const NdisPhysicalMediumDSL = 5;
export const NdisPhysicalMediumFibreChannel = 6;
export const NdisPhysicalMedium1394 = 7;
export const NdisPhysicalMediumWirelessWan = 8;

/* NDIS_HARDWARE_STATUS: OID_GEN_HARDWARE_STATUS. */

export const NdisHardwareStatusReady = 0;
export const NdisHardwareStatusInitializing = 1;
export const NdisHardwareStatusReset = 2;
export const NdisHardwareStatusClosing = 3;
export const NdisHardwareStatusNotReady = 4;

/* NDIS_MEDIA_STATE: OID_GEN_MEDIA_CONNECT_STATUS. */

export const NdisMediaStateConnected = 0;
export const NdisMediaStateDisconnected = 1;

/* NDIS_DEVICE_POWER_STATE: OID_PNP_SET_POWER and OID_PNP_QUERY_POWER. */

export const NdisDeviceStateUnspecified = 0;
export const NdisDeviceStateD0 = 1;
export const NdisDeviceStateD1 = 2;
export const NdisDeviceStateD2 = 3;
export const NdisDeviceStateD3 = 4;

/* NDIS_DEVICE_PNP_EVENT: MiniportPnPEventNotify. */

export const NdisDevicePnPEventQueryRemoved = 0;
export const NdisDevicePnPEventRemoved = 1;
export const NdisDevicePnPEventSurpriseRemoved = 2;
export const NdisDevicePnPEventQueryStopped = 3;
export const NdisDevicePnPEventStopped = 4;
export const NdisDevicePnPEventPowerProfileChanged = 5;

/* NDIS_POWER_PROFILE: with NdisDevicePnPEventPowerProfileChanged. */

export const NdisPowerProfileBattery = 0;
export const NdisPowerProfileAcOnLine = 1;

/* NDIS_PARAMETER_TYPE: NdisReadConfiguration. */

export const NdisParameterInteger = 0;
export const NdisParameterHexInteger = 1;
export const NdisParameterString = 2;
export const NdisParameterMultiString = 3;
export const NdisParameterBinary = 4;

/* NDIS_ENVIRONMENT_TYPE: the keyword Environment. */

export const NdisEnvironmentWindows = 0;
export const NdisEnvironmentWindowsNt = 1;

/* NDIS_PROCESSOR_TYPE: the keyword ProcessorType. */

export const NdisProcessorX86 = 0;
export const NdisProcessorMips = 1;
export const NdisProcessorAlpha = 2;
export const NdisProcessorPpc = 3;

/* NDIS_INTERFACE_TYPE: NdisMSetAttributes(Ex). */

export const NdisInterfaceInternal = 0;
export const NdisInterfaceIsa = 1;
export const NdisInterfaceEisa = 2;
export const NdisInterfaceMca = 3;
export const NdisInterfaceTurboChannel = 4;
export const NdisInterfacePci = 5;
export const NdisInterfacePcMcia = 8;
export const NdisInterfaceCBus = 9;
export const NdisInterfaceMPIBus = 10;
export const NdisInterfaceMPSABus = 11;
export const NdisInterfaceProcessorInternal = 12;
export const NdisInterfaceInternalPowerBus = 13;
export const NdisInterfacePNPISABus = 14;
export const NdisInterfacePNPBus = 15;

/* NDIS_INTERRUPT_MODE: NdisMRegisterInterrupt. */

export const NdisInterruptLevelSensitive = 0;
export const NdisInterruptLatched = 1;

/* NDIS_REQUEST_TYPE: NDIS_REQUEST.RequestType. */

export const NdisRequestQueryInformation = 0;
export const NdisRequestSetInformation = 1;
export const NdisRequestQueryStatistics = 2;

/* NET_PNP_EVENT_CODE: NET_PNP_EVENT.NetEvent. */

export const NetEventSetPower = 0;
export const NetEventQueryPower = 1;
export const NetEventQueryRemoveDevice = 2;
export const NetEventCancelRemoveDevice = 3;
export const NetEventReconfigure = 4;
export const NetEventBindList = 5;
export const NetEventBindsComplete = 6;
export const NetEventPnPCapabilities = 7;

/* DMA_WIDTH and DMA_SPEED (wdm.h): NDIS_DMA_DESCRIPTION. */

export const Width8Bits = 0;
export const Width16Bits = 1;
export const Width32Bits = 2;
export const Compatible = 0;
export const TypeA = 1;
export const TypeB = 2;
export const TypeC = 3;

/* NDIS_DMA_SIZE: NdisMAllocateMapRegisters. */

export const NDIS_DMA_24BITS = 0;
export const NDIS_DMA_32BITS = 1;
export const NDIS_DMA_64BITS = 2;

/* NIC attributes: NdisMSetAttributesEx. */

export const NDIS_ATTRIBUTE_IGNORE_PACKET_TIMEOUT = 0x00000001;
export const NDIS_ATTRIBUTE_IGNORE_REQUEST_TIMEOUT = 0x00000002;
export const NDIS_ATTRIBUTE_IGNORE_TOKEN_RING_ERRORS = 0x00000004;
export const NDIS_ATTRIBUTE_BUS_MASTER = 0x00000008;
export const NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER = 0x00000010;
export const NDIS_ATTRIBUTE_DESERIALIZE = 0x00000020;
export const NDIS_ATTRIBUTE_NO_HALT_ON_SUSPEND = 0x00000040;
export const NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK = 0x00000080;
export const NDIS_ATTRIBUTE_NOT_CO_NDIS = 0x00000100;
export const NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS = 0x00000200;

/* Packet filters: OID_GEN_CURRENT_PACKET_FILTER. */

export const NDIS_PACKET_TYPE_DIRECTED = 0x00000001;
export const NDIS_PACKET_TYPE_MULTICAST = 0x00000002;
export const NDIS_PACKET_TYPE_ALL_MULTICAST = 0x00000004;
export const NDIS_PACKET_TYPE_BROADCAST = 0x00000008;
export const NDIS_PACKET_TYPE_SOURCE_ROUTING = 0x00000010;
export const NDIS_PACKET_TYPE_PROMISCUOUS = 0x00000020;
export const NDIS_PACKET_TYPE_SMT = 0x00000040;
export const NDIS_PACKET_TYPE_ALL_LOCAL = 0x00000080;
export const NDIS_PACKET_TYPE_GROUP = 0x00001000;
export const NDIS_PACKET_TYPE_ALL_FUNCTIONAL = 0x00002000;
export const NDIS_PACKET_TYPE_FUNCTIONAL = 0x00004000;
export const NDIS_PACKET_TYPE_MAC_FRAME = 0x00008000;

/* What the driver does by itself: OID_GEN_MAC_OPTIONS. */

export const NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA = 0x00000001;
export const NDIS_MAC_OPTION_RECEIVE_SERIALIZED = 0x00000002;
export const NDIS_MAC_OPTION_TRANSFERS_NOT_PEND = 0x00000004;
export const NDIS_MAC_OPTION_NO_LOOPBACK = 0x00000008;
export const NDIS_MAC_OPTION_FULL_DUPLEX = 0x00000010;
export const NDIS_MAC_OPTION_EOTX_INDICATION = 0x00000020;
export const NDIS_MAC_OPTION_8021P_PRIORITY = 0x00000040;
export const NDIS_MAC_OPTION_SUPPORTS_MAC_ADDRESS_OVERWRITE = 0x00000080;
export const NDIS_MAC_OPTION_RECEIVE_AT_DPC = 0x00000100;
export const NDIS_MAC_OPTION_8021Q_VLAN = 0x00000200;

/* What a protocol asks for: OID_GEN_PROTOCOL_OPTIONS. */

export const NDIS_PROT_OPTION_ESTIMATED_LENGTH = 0x00000001;
export const NDIS_PROT_OPTION_NO_LOOPBACK = 0x00000002;
export const NDIS_PROT_OPTION_NO_RSVD_ON_RCVPKT = 0x00000004;

/* Wake-up events: OID_PNP_ENABLE_WAKE_UP. */

export const NDIS_PNP_WAKE_UP_MAGIC_PACKET = 0x00000001;
export const NDIS_PNP_WAKE_UP_PATTERN_MATCH = 0x00000002;
export const NDIS_PNP_WAKE_UP_LINK_CHANGE = 0x00000004;

/* NDIS_PNP_CAPABILITIES.Flags. */

export const NDIS_DEVICE_WAKE_UP_ENABLE = 0x00000001;
export const NDIS_DEVICE_WAKE_ON_PATTERN_MATCH_ENABLE = 0x00000002;
export const NDIS_DEVICE_WAKE_ON_MAGIC_PACKET_ENABLE = 0x00000004;

/* Memory: NdisAllocateMemory and NdisFreeMemory. */

export const NDIS_MEMORY_CONTIGUOUS = 0x00000001;
export const NDIS_MEMORY_NONCACHED = 0x00000002;

/* Event log codes: NdisWriteErrorLogEntry (netevent.h). */

export const NDIS_ERROR_CODE_RESOURCE_CONFLICT = 0xc0001388;
export const NDIS_ERROR_CODE_OUT_OF_RESOURCES = 0xc0001389;
export const NDIS_ERROR_CODE_HARDWARE_FAILURE = 0xc000138a;
export const NDIS_ERROR_CODE_ADAPTER_NOT_FOUND = 0xc000138b;
export const NDIS_ERROR_CODE_INTERRUPT_CONNECT = 0xc000138c;
export const NDIS_ERROR_CODE_DRIVER_FAILURE = 0xc000138d;
export const NDIS_ERROR_CODE_BAD_VERSION = 0xc000138e;
export const NDIS_ERROR_CODE_TIMEOUT = 0x8000138f;
export const NDIS_ERROR_CODE_NETWORK_ADDRESS = 0xc0001390;
export const NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION = 0xc0001391;
export const NDIS_ERROR_CODE_INVALID_VALUE_FROM_ADAPTER = 0xc0001392;
export const NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER = 0xc0001393;
export const NDIS_ERROR_CODE_BAD_IO_BASE_ADDRESS = 0xc0001394;
export const NDIS_ERROR_CODE_RECEIVE_SPACE_SMALL = 0x40001395;
export const NDIS_ERROR_CODE_ADAPTER_DISABLED = 0x80001396;

/** The longest lookahead that NDIS gives a protocol whose miniport does not indicate packets. */
export const NDIS_M_MAX_LOOKAHEAD = 526;

export const ETH_LENGTH_OF_ADDRESS = 6;
