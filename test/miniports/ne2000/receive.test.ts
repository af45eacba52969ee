/** Receiving by the RTL8029AS's driver. */
import type { Rtl8029 } from '../../../hardware/nic/rtl8029';
import { BROADCAST_MAC, macAddress } from '../../../hardware/wire';
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  counter,
  Filter,
  frame,
  hexOf,
  LOOKAHEAD,
  nicOf,
  openSession,
  PACKET_FILTER,
  spoilReads,
  startedSession,
  WHILE_NS,
} from '../../support/ne2000-session';

const OTHER = macAddress('02:00:00:00:00:09');
const GROUP = macAddress('01:00:5e:00:00:fb');
/** Its CRC has the same upper six bits as GROUP's (DP8390D 10.5). */
const SAME_HASH = macAddress('01:00:5e:00:00:c9');
const OTHER_GROUP = macAddress('01:00:5e:00:11:22');
const MULTICAST_LIST = 0x01010103;
const RCV_OK = 0x00020102;
const RCV_ERROR = 0x00020104;
const RCV_NO_BUFFER = 0x00020105;

describe('a frame comes up as it is, whatever is shown of it', () => {
  const sizes: number[][] = [];
  let session: Session;
  beforeAll(() => {
    session = openSession();
    const { protocol } = session;
    const receive = protocol!.receive.bind(protocol);
    protocol!.receive = (indication) => {
      const { headerByteCount, lookaheadByteCount, packetByteCount } = indication;
      sizes.push([headerByteCount, lookaheadByteCount, packetByteCount]);
      receive(indication);
    };
  });
  afterAll(() => expect(closeSession(session)).toEqual([]));
  const lengths = [60, 61, 100, 252, 253, 590, 1513, 1514];

  test.each([0, 1, 45, 46, 47, 100, 237, 238, 239, 526])('lookahead %d', (lookahead) => {
    sizes.length = 0;
    session.protocol!.received.length = 0;
    expect(session.setUlong(LOOKAHEAD, lookahead)).toBe(0);
    const frames = lengths.map((length) => frame(CARD_MAC, length, length));
    for (const bytes of frames) {
      arrive(session, bytes);
      session.idle(5e6);
    }
    expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
    expect(sizes).toEqual(
      lengths.map((length) => [14, Math.min(lookahead, length - 14), length - 14]),
    );
  });
});

test('frames of many lengths go around the ring', () => {
  const session = openSession();
  session.setUlong(LOOKAHEAD, 101);
  const frames = Array.from({ length: 112 }, (_, index) => frame(CARD_MAC, 60 + 13 * index, index));
  for (const bytes of frames) {
    arrive(session, bytes);
    session.idle(3e6);
  }
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
  expect(session.protocol!.failedTransferCount).toBe(0);
  expect(counter(session, RCV_OK)).toBe(frames.length);
  expect(counter(session, RCV_NO_BUFFER)).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test('frames that come in a burst are indicated in one row', () => {
  const session = openSession();
  let rows = 0;
  session.protocol!.receiveComplete = () => rows++;
  const frames = Array.from({ length: 30 }, (_, index) => frame(CARD_MAC, 300, index));
  for (const bytes of frames) arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
  expect(rows).toBeLessThan(frames.length);
  expect(closeSession(session)).toEqual([]);
});

test('what no station may send is dropped and counted', () => {
  const session = openSession();
  arrive(session, frame(CARD_MAC, 1518));
  arrive(session, frame(CARD_MAC, 60));
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([frame(CARD_MAC, 60)]);
  expect(counter(session, RCV_ERROR)).toBe(1);
  expect(closeSession(session)).toEqual([]);
});

describe('a packet filter lets in', () => {
  let session: Session;
  beforeAll(() => (session = startedSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));
  const all = [
    { destination: CARD_MAC, name: 'own' },
    { destination: OTHER, name: 'other' },
    { destination: GROUP, name: 'group' },
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
    { filter: Filter.DIRECTED | Filter.MULTICAST, want: ['own', 'group'] },
    { filter: 0, want: [] },
  ])('$filter: $want', ({ filter, want }) => {
    session.protocol!.received.length = 0;
    session.set(MULTICAST_LIST, GROUP);
    session.setUlong(PACKET_FILTER, filter);
    all.forEach(({ destination }, index) => arrive(session, frame(destination, 100 + index)));
    session.idle(WHILE_NS);
    const got = session.protocol!.received.map(({ length }) => all[length - 100].name);
    expect(got).toEqual(want);
  });

  test('that changes while frames wait drops what it does not let in', () => {
    session.protocol!.received.length = 0;
    session.setUlong(PACKET_FILTER, Filter.PROMISCUOUS);
    const { window } = nicOf(session).bars[0];
    // IMR: the card may not interrupt.
    window.write(0x0f, 1, 0);
    for (const { destination } of all) arrive(session, frame(destination, 100));
    session.idle(1e6);
    session.setUlong(PACKET_FILTER, Filter.BROADCAST);
    window.write(0x0f, 1, 0x3b);
    session.idle(WHILE_NS);
    expect(session.protocol!.received).toEqual([frame(BROADCAST_MAC, 100)]);
  });
});

test('what is missed while there is no filter is no loss', () => {
  const session = startedSession();
  for (let index = 0; index < 200; index++) arrive(session, frame(CARD_MAC, 60));
  session.idle(WHILE_NS);
  session.setUlong(PACKET_FILTER, Filter.DIRECTED);
  expect(counter(session, RCV_NO_BUFFER)).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

/** CURR, as a driver reads it. */
function currentPage(nic: Rtl8029): number {
  const { window } = nic.bars[0];
  window.write(0, 1, 0x62);
  const page = window.read(7, 1);
  window.write(0, 1, 0x22);
  return page;
}

describe('a ring that no card writes is dropped, and then goes on', () => {
  let session: Session;
  beforeAll(() => (session = openSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));

  // Status, next page, low and high byte of the count; undefined is left as it is.
  test.each([
    { name: 'no success', bytes: [0x02] },
    { name: 'a page below the ring', bytes: [0x01, 0x40] },
    { name: 'a page behind the ring', bytes: [0x01, 0xc0] },
    { name: 'no bytes', bytes: [0x01, undefined, 0, 0] },
    { name: 'too few bytes', bytes: [0x01, undefined, 17, 0] },
    { name: 'more bytes than its pages hold', bytes: [0x01, undefined, 0, 4] },
    { name: 'more bytes than the ring holds', bytes: [0x01, undefined, 0xff, 0xff] },
    { name: 'all ones', bytes: [0xff, 0xff, 0xff, 0xff] },
    { name: 'all zeros', bytes: [0, 0, 0, 0] },
  ])('$name', ({ bytes }) => {
    const { protocol } = session;
    const nic = nicOf(session);
    const receive = nic.receiver.receive.bind(nic.receiver);
    protocol!.received.length = 0;
    const before = counter(session, RCV_ERROR);
    nic.receiver.receive = (data, byteCount) => {
      // The frame is about to be stored there.
      const page = currentPage(nic);
      receive(data, byteCount);
      bytes.forEach((byte, index) => {
        if (byte !== undefined) nic.memory.writeByte(page * 256 + index, byte);
      });
    };
    arrive(session, frame(CARD_MAC, 100));
    session.idle(WHILE_NS);
    nic.receiver.receive = receive;
    expect(protocol!.received).toEqual([]);
    expect(counter(session, RCV_ERROR) - before).toBe(1);
    arrive(session, frame(CARD_MAC, 80));
    session.idle(WHILE_NS);
    expect(protocol!.received).toEqual([frame(CARD_MAC, 80)]);
  });
});

test.each([0x00, 0x4b, 0xc0, 0xff])('a CURR of %d is answered with a reset', (page) => {
  const session = openSession();
  const { window } = nicOf(session).bars[0];
  let isSpoilt = true;
  let resetCount = 0;
  const isPageOne = () => (window.read(0, 1) & 0xc0) === 0x40;
  spoilReads(session, (port, value) => {
    if (port === 0x18) resetCount++;
    return isSpoilt && port === 7 && isPageOne() ? page : value;
  });
  arrive(session, frame(CARD_MAC, 100));
  session.idle(WHILE_NS);
  isSpoilt = false;
  session.idle(5e9);
  expect(resetCount).toBeGreaterThan(0);
  session.protocol!.received.length = 0;
  arrive(session, frame(CARD_MAC, 80));
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([frame(CARD_MAC, 80)]);
  expect(closeSession(session)).toEqual([]);
});
