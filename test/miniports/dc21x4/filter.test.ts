/** What the 21143's driver receives: setup frames, and the filter behind them. */
import type { MacAddress } from '../../../hardware/wire';
import type { Session } from '../../../harness/session';
import {
  ALL_MULTICAST,
  arrive,
  BROADCAST,
  BROADCAST_MAC,
  CARD_MAC,
  closeSession,
  csr,
  DIRECTED,
  frame,
  GROUP_MAC,
  MULTICAST,
  MULTICAST_LIST,
  openSession,
  OTHER_GROUP_MAC,
  PACKET_FILTER,
  PROMISCUOUS,
  STATION_MAC,
  ulongOf,
  WHILE_NS,
} from '../../support/dc21x4-session';

const RCV_NO_BUFFER = 0x00020105;
const DESTINATIONS: Record<string, MacAddress> = {
  mine: CARD_MAC,
  broadcast: BROADCAST_MAC,
  group: GROUP_MAC,
  otherGroup: OTHER_GROUP_MAC,
  other: STATION_MAC,
};

function taken(session: Session): string[] {
  return Object.entries(DESTINATIONS).flatMap(([name, destination]) => {
    session.protocol!.received.length = 0;
    arrive(session, frame(destination, 200));
    session.idle(WHILE_NS);
    return session.protocol!.received.length > 0 ? [name] : [];
  });
}

test.each([
  { name: 'directed', filter: DIRECTED, want: ['mine'] },
  { name: 'broadcast', filter: BROADCAST, want: ['broadcast'] },
  { name: 'multicast', filter: DIRECTED | MULTICAST, want: ['mine', 'group'] },
  { name: 'all multicast', filter: ALL_MULTICAST, want: ['group', 'otherGroup'] },
  { name: 'promiscuous', filter: PROMISCUOUS, want: Object.keys(DESTINATIONS) },
  { name: 'nothing', filter: 0, want: [] },
])('$name', ({ filter, want }) => {
  const session = openSession();
  session.set(MULTICAST_LIST, Uint8Array.from(GROUP_MAC));
  session.setUlong(PACKET_FILTER, filter);
  expect(taken(session)).toEqual(want);
  expect(closeSession(session)).toEqual([]);
});

test('fourteen groups, and no more', () => {
  const session = openSession();
  const list = (count: number) =>
    Uint8Array.from({ length: 6 * count }, (_, at) =>
      at % 6 === 5 ? at / 6 : [1, 0, 0x5e, 0, 0][at % 6],
    );
  expect(session.set(MULTICAST_LIST, list(14))).toBe(0);
  // NDIS_STATUS_MULTICAST_FULL.
  expect(session.set(MULTICAST_LIST, list(15))).toBe(0xc0010009);
  session.setUlong(PACKET_FILTER, DIRECTED | MULTICAST);
  expect(taken(session)).toEqual(['mine', 'group', 'otherGroup']);
  expect(closeSession(session)).toEqual([]);
});

test('filters that follow each other among packets: the last one holds', () => {
  const session = openSession();
  session.protocol!.send(Array.from({ length: 40 }, () => frame(STATION_MAC, 1500)));
  for (const filter of [PROMISCUOUS, 0, DIRECTED | ALL_MULTICAST])
    session.setUlong(PACKET_FILTER, filter);
  session.idle(WHILE_NS);
  expect(taken(session)).toEqual(['mine', 'group', 'otherGroup']);
  expect(csr(session, 6) & 0xd5).toBe(0x80);
  expect(closeSession(session)).toEqual([]);
});

test('more frames than there are descriptors come in order, and wait for none', () => {
  const session = openSession();
  const frames = Array.from({ length: 60 }, (_, index) => frame(CARD_MAC, 60 + 20 * index, index));
  for (const bytes of frames) {
    arrive(session, bytes);
    session.idle(150e3);
  }
  expect(session.protocol!.received).toEqual(frames);
  expect(closeSession(session)).toEqual([]);
});

test('frames that all come at one moment: those without a descriptor are counted', () => {
  const session = openSession();
  const frames = Array.from({ length: 20 }, (_, index) => frame(CARD_MAC, 100, index));
  for (const bytes of frames) arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual(frames.slice(0, 16));
  expect(ulongOf(session, RCV_NO_BUFFER)).toBe(4);
  arrive(session, frames[0]);
  session.idle(WHILE_NS);
  expect(session.protocol!.received.length).toBe(17);
  expect(closeSession(session)).toEqual([]);
});
