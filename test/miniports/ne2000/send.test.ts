/** Sending by the RTL8029AS's driver. */
import type { Session } from '../../../harness/session';
import {
  closeSession,
  counter,
  frame,
  hexOf,
  openSession,
  sentFrames,
  spoilReads,
  STATION_MAC,
  WHILE_NS,
} from '../../support/ne2000-session';

describe('frames go out as they are, in order', () => {
  let session: Session;
  beforeAll(() => (session = openSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each([
    { name: 'one buffer', fragments: 1, lengths: [60, 61, 590, 1513, 1514] },
    { name: 'a buffer of odd length in front', fragments: 2, lengths: [61, 62, 1513] },
    { name: 'buffers of odd lengths', fragments: 7, lengths: [60, 77, 147, 1001, 1514] },
    { name: 'buffers of one byte', fragments: 200, lengths: [200] },
    { name: 'more than the card has room for', fragments: 1, lengths: Array(20).fill(1514) },
    { name: 'short ones in a row', fragments: 3, lengths: Array(60).fill(60) },
  ])('$name', ({ fragments, lengths }) => {
    const { board, protocol } = session;
    board.station.clear();
    const before = protocol!.completedCount;
    const frames = lengths.map((length: number, index: number) =>
      frame(STATION_MAC, length, index),
    );
    protocol!.send(frames, fragments);
    session.idle(WHILE_NS);
    expect(hexOf(sentFrames(session))).toEqual(hexOf(frames));
    expect(protocol!.failedCount).toBe(0);
    expect(protocol!.completedCount - before).toBe(frames.length);
  });

  test.each([14, 15, 59])('a frame of %d bytes is padded to 60 with zeros', (byteCount) => {
    session.board.station.clear();
    const before = frame(STATION_MAC, 60);
    const short = before.subarray(0, byteCount);
    // What was in the buffer before must not be seen.
    session.protocol!.send([before, before, short]);
    session.idle(WHILE_NS);
    const want = new Uint8Array(60);
    want.set(short);
    expect(sentFrames(session)[2]).toEqual(want);
  });
});

test.each([1, 13, 1515, 4000])('a packet of %d bytes fails, and the next goes', (byteCount) => {
  const session = openSession();
  session.protocol!.send([new Uint8Array(byteCount).fill(2), frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(session.protocol!.failedCount).toBe(1);
  expect(sentFrames(session)).toEqual([frame(STATION_MAC, 60)]);
  expect(closeSession(session)).toEqual([]);
});

test('a packet is its protocol’s again when it is on the card: two at once', () => {
  const session = openSession();
  session.protocol!.send(Array.from({ length: 5 }, () => frame(STATION_MAC, 1514)));
  expect(session.protocol!.completedCount).toBe(2);
  // OID_GEN_TRANSMIT_QUEUE_LENGTH
  expect(counter(session, 0x0002020e)).toBe(2);
  session.idle(WHILE_NS);
  expect(session.protocol!.completedCount).toBe(5);
  expect(counter(session, 0x0002020e)).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

describe('what TSR and NCR say is counted', () => {
  const status = { tsr: 0, ncr: 0 };
  let session: Session;
  beforeAll(() => {
    session = openSession();
    spoilReads(session, (port) => (port === 4 ? status.tsr : port === 5 ? status.ncr : undefined));
  });
  afterAll(() => expect(closeSession(session)).toEqual([]));
  // XMIT_OK, XMIT_ERROR, ONE and MORE COLLISIONS, MAX, HEARTBEAT, CRS, LATE (ntddndis.h).
  const oids = [
    0x00020101, 0x00020103, 0x01020102, 0x01020103, 0x01020202, 0x01020205, 0x01020206, 0x01020207,
  ];
  const read = () => oids.map((oid) => counter(session, oid));

  // DP8390D 10.3 (TSR), 10.4 (NCR).
  test.each([
    { name: 'sent', tsr: 0x03, ncr: 0, want: [1, 0, 0, 0, 0, 0, 0, 0] },
    { name: 'one collision', tsr: 0x07, ncr: 1, want: [1, 0, 1, 0, 0, 0, 0, 0] },
    { name: 'collisions', tsr: 0x07, ncr: 5, want: [1, 0, 0, 1, 0, 0, 0, 0] },
    { name: 'given up', tsr: 0x0e, ncr: 0, want: [0, 1, 0, 0, 1, 0, 0, 0] },
    { name: 'no heartbeat', tsr: 0x43, ncr: 0, want: [1, 0, 0, 0, 0, 1, 0, 0] },
    { name: 'no carrier', tsr: 0x13, ncr: 0, want: [1, 0, 0, 0, 0, 0, 1, 0] },
    { name: 'out of window', tsr: 0x82, ncr: 0, want: [0, 1, 0, 0, 0, 0, 0, 1] },
  ])('$name', ({ tsr, ncr, want }) => {
    Object.assign(status, { tsr, ncr });
    const before = read();
    session.protocol!.send([frame(STATION_MAC, 60)]);
    session.idle(WHILE_NS);
    expect(read().map((value, index) => value - before[index])).toEqual(want);
  });
});
