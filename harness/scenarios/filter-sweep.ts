/**
 * Frames of every kind of address under packet filters: what a filter asks for comes up, and what
 * it excludes does not. (Network Reference: OID_GEN_CURRENT_PACKET_FILTER, OID_802_3_MULTICAST_LIST)
 */
import { BROADCAST_MAC, type MacAddress } from '../../hardware/wire';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../../ndis/constants';
import {
  OID_802_3_CURRENT_ADDRESS,
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_PACKET_FILTER,
} from '../../ndis/oid';
import type { RuleName } from '../../ndis/rules';
import { NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { Session } from '../session';
import { frameTo, MULTICAST, OTHER_MAC, setFilter, TRAFFIC_NS } from './steps';

/** By which type of packet a frame to an address is let in; 0 for one that is for somebody else. */
interface Kind {
  readonly name: string;
  readonly type: number;
  readonly address: MacAddress;
  /** The rule that is broken if it is asked for and does not come. */
  readonly missed: RuleName;
}

const FILTERS: readonly number[] = [
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
  0,
];
const NAMES: readonly (readonly [number, string])[] = [
  [NDIS_PACKET_TYPE_DIRECTED, 'DIRECTED'],
  [NDIS_PACKET_TYPE_MULTICAST, 'MULTICAST'],
  [NDIS_PACKET_TYPE_ALL_MULTICAST, 'ALL_MULTICAST'],
  [NDIS_PACKET_TYPE_BROADCAST, 'BROADCAST'],
  [NDIS_PACKET_TYPE_PROMISCUOUS, 'PROMISCUOUS'],
];

/** Whether others are bound too, who may have set a packet filter of their own. */
export function hasOtherBindings({ adapters }: Session): boolean {
  return adapters.some(({ bindings }) => bindings.length !== 1);
}

/** Under each filter one frame of each kind. */
export function sweepFilters(session: Session): void {
  if (hasOtherBindings(session)) return;
  const own = session.query(OID_802_3_CURRENT_ADDRESS).bytes as MacAddress;
  session.set(OID_802_3_MULTICAST_LIST, MULTICAST);
  const kinds: readonly Kind[] = [
    {
      name: 'a frame to the station itself',
      type: NDIS_PACKET_TYPE_DIRECTED,
      address: own,
      missed: 'oid/filter-not-programmed',
    },
    {
      name: 'a frame to a group of the multicast list',
      type: NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST,
      address: MULTICAST,
      missed: 'oid/multicast-filter-not-programmed',
    },
    {
      name: 'a broadcast',
      type: NDIS_PACKET_TYPE_BROADCAST,
      address: BROADCAST_MAC,
      missed: 'oid/filter-not-programmed',
    },
    {
      name: 'a frame to another station',
      type: 0,
      address: OTHER_MAC,
      missed: 'oid/filter-not-programmed',
    },
  ];
  for (const filter of FILTERS) {
    if (session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, filter) !== NDIS_STATUS_SUCCESS) continue;
    for (const kind of kinds) tryKind(session, filter, kind);
  }
  setFilter(session);
}

function tryKind(session: Session, filter: number, kind: Kind): void {
  const { board, os } = session;
  const protocol = session.protocol!;
  const before = protocol.receivedCount;
  const frame = frameTo(kind.address, 100);
  board.stationPort.transmit(frame, frame.length);
  session.idle(TRAFFIC_NS);
  const hasCome = protocol.receivedCount > before;
  const isWanted = (filter & (kind.type | NDIS_PACKET_TYPE_PROMISCUOUS)) !== 0;
  if (hasCome === isWanted) return;
  const set = nameOf(filter);
  if (isWanted)
    os.report(kind.missed, {
      what: `With a packet filter of ${set}, ${kind.name} was not indicated.`,
      boundary: 'MiniportSetInformation',
    });
  else
    os.report('packet/indicated-outside-filter', {
      what: `With a packet filter of ${set}, ${kind.name} was indicated.`,
      boundary: 'MiniportHandleInterrupt',
    });
}

function nameOf(filter: number): string {
  const names = NAMES.filter(([flag]) => (filter & flag) !== 0).map(([, name]) => name);
  return names.length === 0 ? '0' : names.join(' and ');
}
