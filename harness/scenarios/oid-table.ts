/**
 * What the reference says of OIDs: which every 802.3 or WAN miniport must answer, which may be set,
 * and which are counters. (Network Reference for NDIS 5.1: General Operational Characteristics, General
 * Statistics, Ethernet Operational Characteristics, Ethernet Statistics, Power Management Objects, Standard WAN Objects)
 */
import { NDIS_PACKET_TYPE_DIRECTED, NdisWanHeaderNative } from '../../ndis/constants';
import * as Oids from '../../ndis/oid';
import { MULTICAST } from './steps';

/**
 * Queries that are marked M there, but for those of packet filter and multicast list, which NDIS
 * knows from what it set.
 */
const MANDATORY_QUERIES: readonly number[] = [
  Oids.OID_GEN_SUPPORTED_LIST,
  Oids.OID_GEN_HARDWARE_STATUS,
  Oids.OID_GEN_MEDIA_SUPPORTED,
  Oids.OID_GEN_MEDIA_IN_USE,
  Oids.OID_GEN_MAXIMUM_LOOKAHEAD,
  Oids.OID_GEN_MAXIMUM_FRAME_SIZE,
  Oids.OID_GEN_LINK_SPEED,
  Oids.OID_GEN_TRANSMIT_BUFFER_SPACE,
  Oids.OID_GEN_RECEIVE_BUFFER_SPACE,
  Oids.OID_GEN_TRANSMIT_BLOCK_SIZE,
  Oids.OID_GEN_RECEIVE_BLOCK_SIZE,
  Oids.OID_GEN_VENDOR_ID,
  Oids.OID_GEN_VENDOR_DESCRIPTION,
  Oids.OID_GEN_VENDOR_DRIVER_VERSION,
  Oids.OID_GEN_CURRENT_LOOKAHEAD,
  Oids.OID_GEN_DRIVER_VERSION,
  Oids.OID_GEN_MAXIMUM_TOTAL_SIZE,
  Oids.OID_GEN_MAC_OPTIONS,
  Oids.OID_GEN_MEDIA_CONNECT_STATUS,
  Oids.OID_GEN_MAXIMUM_SEND_PACKETS,
  Oids.OID_GEN_XMIT_OK,
  Oids.OID_GEN_RCV_OK,
  Oids.OID_GEN_XMIT_ERROR,
  Oids.OID_GEN_RCV_ERROR,
  Oids.OID_GEN_RCV_NO_BUFFER,
  Oids.OID_802_3_PERMANENT_ADDRESS,
  Oids.OID_802_3_CURRENT_ADDRESS,
  Oids.OID_802_3_MAXIMUM_LIST_SIZE,
  Oids.OID_802_3_RCV_ERROR_ALIGNMENT,
  Oids.OID_802_3_XMIT_ONE_COLLISION,
  Oids.OID_802_3_XMIT_MORE_COLLISIONS,
];

/** A lookahead that every miniport can show. */
export const LOOKAHEAD_BYTES = 64;

/** Sets that are marked M, with what every miniport can be set to: none of the others need be supported. */
const SETS_THAT_FIT: ReadonlyMap<number, Uint8Array> = new Map([
  [Oids.OID_GEN_CURRENT_PACKET_FILTER, ulongBytes(NDIS_PACKET_TYPE_DIRECTED)],
  [Oids.OID_GEN_CURRENT_LOOKAHEAD, ulongBytes(LOOKAHEAD_BYTES)],
  [Oids.OID_802_3_MULTICAST_LIST, MULTICAST],
]);

/** What may be set. Whatever else is known is read-only. */
const SETTABLE: readonly number[] = [
  ...SETS_THAT_FIT.keys(),
  Oids.OID_GEN_PROTOCOL_OPTIONS,
  Oids.OID_GEN_NETWORK_LAYER_ADDRESSES,
  Oids.OID_GEN_TRANSPORT_HEADER_OFFSET,
  Oids.OID_GEN_MACHINE_NAME,
  Oids.OID_GEN_RNDIS_CONFIG_PARAMETER,
  Oids.OID_GEN_VLAN_ID,
  Oids.OID_PNP_SET_POWER,
  Oids.OID_PNP_ADD_WAKE_UP_PATTERN,
  Oids.OID_PNP_REMOVE_WAKE_UP_PATTERN,
  Oids.OID_PNP_ENABLE_WAKE_UP,
  Oids.OID_TCP_TASK_OFFLOAD,
  Oids.OID_TCP_TASK_IPSEC_ADD_SA,
  Oids.OID_TCP_TASK_IPSEC_DELETE_SA,
  Oids.OID_TCP_TASK_IPSEC_ADD_UDPESP_SA,
  Oids.OID_TCP_TASK_IPSEC_DELETE_UDPESP_SA,
];

/** What is set by 4 bytes, no fewer. */
const ULONG_SETS: readonly number[] = [
  Oids.OID_GEN_CURRENT_PACKET_FILTER,
  Oids.OID_GEN_CURRENT_LOOKAHEAD,
  Oids.OID_GEN_PROTOCOL_OPTIONS,
  Oids.OID_GEN_VLAN_ID,
  Oids.OID_PNP_SET_POWER,
  Oids.OID_PNP_ENABLE_WAKE_UP,
];

/** Not sure to be an answer of its own: the query carries something in. */
export const IN_AND_OUT: readonly number[] = [Oids.OID_PNP_QUERY_POWER, Oids.OID_TCP_TASK_OFFLOAD];

/** General and Ethernet statistics: 32 bits or 64, as the buffer allows. */
export function isCounter(oid: number): boolean {
  const group = oid >>> 16;
  return group === 0x0002 || group === 0x0102;
}

/** OIDs of other media, and of none. An 802.3 miniport knows none of them. */
const UNKNOWN_OIDS: readonly number[] = [
  0, 0x0001_01ff, 0x0002_02ff, 0x0101_01ff, 0x0201_0101, 0x0301_0101, 0x0401_0101, 0x0601_0101,
  0x0d01_0101, 0x7fff_ffff, 0x8000_0000, 0xfd01_01ff,
];

/**
 * What is asked and set of WAN miniports, but for what concerns one link: that is NDISWAN's, which
 * names the link. Of the general objects the reference does not say which of them WAN miniports need.
 */
const WAN_QUERIES: readonly number[] = [
  Oids.OID_WAN_PERMANENT_ADDRESS,
  Oids.OID_WAN_CURRENT_ADDRESS,
  Oids.OID_WAN_QUALITY_OF_SERVICE,
  Oids.OID_WAN_MEDIUM_SUBTYPE,
  Oids.OID_WAN_GET_INFO,
  Oids.OID_WAN_LINE_COUNT,
];

/** The NLPID of IPv4 (ISO/IEC TR 9577). */
const NLPID_IPV4 = 0xcc;

const WAN_SETS_THAT_FIT: ReadonlyMap<number, Uint8Array> = new Map([
  [Oids.OID_WAN_PROTOCOL_TYPE, Uint8Array.of(NLPID_IPV4)],
  [Oids.OID_WAN_HEADER_FORMAT, ulongBytes(NdisWanHeaderNative)],
]);

/** The OIDs of a medium. */
export interface OidTable {
  /** As the medium is called in a sentence. */
  readonly medium: string;
  readonly known: readonly number[];
  readonly mandatoryQueries: readonly number[];
  /** What must be let be set, and to what. */
  readonly setsThatFit: ReadonlyMap<number, Uint8Array>;
  readonly settable: readonly number[];
  readonly ulongSets: readonly number[];
  readonly unknown: readonly number[];
}

export const LAN_OIDS: OidTable = {
  medium: '802.3',
  known: Oids.KNOWN_OIDS,
  mandatoryQueries: MANDATORY_QUERIES,
  setsThatFit: SETS_THAT_FIT,
  settable: SETTABLE,
  ulongSets: ULONG_SETS,
  unknown: UNKNOWN_OIDS,
};

export const WAN_OIDS: OidTable = {
  medium: 'WAN',
  known: [...Oids.KNOWN_OIDS, ...WAN_QUERIES, ...WAN_SETS_THAT_FIT.keys()],
  mandatoryQueries: WAN_QUERIES,
  setsThatFit: WAN_SETS_THAT_FIT,
  settable: [...SETTABLE, ...WAN_SETS_THAT_FIT.keys()],
  ulongSets: [...ULONG_SETS, Oids.OID_WAN_HEADER_FORMAT],
  unknown: UNKNOWN_OIDS.filter((oid) => !WAN_QUERIES.includes(oid)),
};

export function ulongBytes(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}
