/** Receiving by the 82540EM's driver. */
import type { I82540em } from '../../../hardware/nic/82540em';
import { BROADCAST_MAC, macAddress } from '../../../hardware/wire';
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  Filter,
  frame,
  openSession,
  PACKET_FILTER,
  startedSession,
  WHILE_NS,
} from '../../support/e1000-session';

const OTHER = macAddress('02:00:00:00:00:09');
const GROUP = macAddress('01:00:5e:00:00:fb');
/** Has the same bits 47:36 as GROUP, and so the same place in the hash table (8254x SDM 13.5.1). */
const SAME_HASH = macAddress('01:00:5e:7f:07:fb');
const OTHER_GROUP = macAddress('01:00:5e:00:11:22');
const MULTICAST_LIST = 0x01010103;

test.each([60, 61, 590, 1514])('a frame of %d bytes comes up as it is', (byteCount) => {
  const session = openSession();
  const bytes = frame(CARD_MAC, byteCount);
  arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([bytes]);
  expect(closeSession(session)).toEqual([]);
});

test('what a station without VLANs cannot take is dropped and counted', () => {
  const session = openSession();
  arrive(session, frame(CARD_MAC, 1518));
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([]);
  // OID_GEN_RCV_ERROR
  expect([...session.query(0x00020104).bytes.slice(0, 4)]).toEqual([1, 0, 0, 0]);
  expect(closeSession(session)).toEqual([]);
});

describe('a packet filter lets in', () => {
  const group = { destination: GROUP, name: 'group' };
  const all = [
    { destination: CARD_MAC, name: 'own' },
    { destination: OTHER, name: 'other' },
    group,
    { destination: SAME_HASH, name: 'same hash' },
    { destination: OTHER_GROUP, name: 'other group' },
    { destination: BROADCAST_MAC, name: 'broadcast' },
  ];
  const groups = ['group', 'same hash', 'other group'];
  test.each([
    { filter: 0, want: [] },
    { filter: Filter.DIRECTED, want: ['own'] },
    { filter: Filter.MULTICAST, want: ['group'] },
    { filter: Filter.ALL_MULTICAST, want: groups },
    { filter: Filter.BROADCAST, want: ['broadcast'] },
    { filter: Filter.DIRECTED | Filter.BROADCAST, want: ['own', 'broadcast'] },
    { filter: Filter.PROMISCUOUS, want: all.map(({ name }) => name) },
  ])('$filter: $want', ({ filter, want }) => {
    const session = startedSession();
    session.set(MULTICAST_LIST, GROUP);
    session.setUlong(PACKET_FILTER, filter);
    all.forEach(({ destination }, index) => arrive(session, frame(destination, 100 + index)));
    session.idle(WHILE_NS);
    const got = session.protocol!.received.map(({ length }) => all[length - 100].name);
    expect(got).toEqual(want);
    expect(closeSession(session)).toEqual([]);
  });
});

describe('the hash table holds the groups of the list, and no others', () => {
  // Bits 47:36 of the address choose the bit (8254x SDM 13.5.1).
  const GROUP_WORD = { name: `MTA[${0xfb0 >>> 5}]`, value: 2 ** (0xfb0 & 31) };
  const OTHER_WORD = { name: `MTA[${0x221 >>> 5}]`, value: 2 ** (0x221 & 31) };
  const table = (session: Session) =>
    (session.board.nic as I82540em)
      .dump()
      .filter(({ name, value }) => name.startsWith('MTA') && value !== 0)
      .map(({ name, value }) => ({ name, value }));

  test.each([
    { name: 'set', steps: () => undefined, want: [GROUP_WORD] },
    {
      name: 'replaced',
      steps: (session: Session) => session.set(MULTICAST_LIST, OTHER_GROUP),
      want: [OTHER_WORD],
    },
    {
      name: 'emptied',
      steps: (session: Session) => session.set(MULTICAST_LIST, new Uint8Array(0)),
      want: [],
    },
    { name: 'reset', steps: (session: Session) => session.reset(), want: [GROUP_WORD] },
    {
      name: 'asleep and awake',
      steps: (session: Session) => {
        session.setPower(3);
        session.setPower(0);
      },
      want: [GROUP_WORD],
    },
  ])('$name', ({ steps, want }) => {
    const session = startedSession();
    session.setUlong(PACKET_FILTER, Filter.MULTICAST);
    session.set(MULTICAST_LIST, GROUP);
    steps(session);
    session.idle(WHILE_NS);
    expect(table(session)).toEqual(want);
    expect(closeSession(session)).toEqual([]);
  });
});

test.each([1, 2, 3])('frames keep coming while a protocol keeps every %dth packet', (holdEvery) => {
  const session = openSession();
  const { protocol } = session;
  protocol!.holdEvery = holdEvery;
  const frames = Array.from({ length: 300 }, (_, index) => frame(CARD_MAC, 200, index));
  for (const bytes of frames) {
    arrive(session, bytes);
    session.idle(1e6);
  }
  // Of 64 buffers a quarter stays with the device.
  expect(protocol!.heldCount).toBeLessThanOrEqual(49);
  expect(protocol!.received).toEqual(frames);
  protocol!.holdEvery = 0;
  protocol!.returnHeld();
  arrive(session, frames[0]);
  session.idle(WHILE_NS);
  expect(protocol!.receivedCount).toBe(301);
  expect(closeSession(session)).toEqual([]);
});

test('a flood is indicated as far as the device could keep it', () => {
  const session = openSession();
  const frames = Array.from({ length: 500 }, (_, index) => frame(CARD_MAC, 60, index));
  for (const bytes of frames) arrive(session, bytes);
  session.idle(WHILE_NS);
  const { received } = session.protocol!;
  expect(received.length).toBeGreaterThan(64);
  // OID_GEN_RCV_NO_BUFFER
  const [low, high] = session.query(0x00020105).bytes;
  expect(received.length + low + 256 * high).toBe(500);
  expect(closeSession(session)).toEqual([]);
});
