/** Sending by the RTL8139C's driver. */
import {
  closeSession,
  frame,
  hexOf,
  LINK_NS,
  nicOf,
  openSession,
  sentFrames,
  spoil,
  STATION_MAC,
  ulongOf,
  valueOf,
  WHILE_NS,
} from '../../support/rtl8139-session';

const XMIT_OK = 0x00020101;
const XMIT_ERROR = 0x00020103;

describe('frames go out as they are, in order', () => {
  test.each([
    { name: 'one fragment', fragments: 1, lengths: [60, 61, 590, 1513, 1514] },
    { name: 'fragments of one byte in front', fragments: 2, lengths: [60, 1513] },
    { name: 'many fragments', fragments: 40, lengths: [80, 1000, 1480] },
    { name: 'fragments of one byte', fragments: 200, lengths: [200] },
    { name: 'more than there are descriptors', fragments: 1, lengths: Array(100).fill(100) },
    { name: 'more copies than there are descriptors', fragments: 3, lengths: Array(50).fill(101) },
  ])('$name', ({ fragments, lengths }) => {
    const session = openSession();
    const frames = lengths.map((length: number, index: number) =>
      frame(STATION_MAC, length, index),
    );
    session.protocol!.send(frames, fragments);
    session.idle(WHILE_NS);
    expect(hexOf(sentFrames(session))).toEqual(hexOf(frames));
    expect(session.protocol!.failedCount).toBe(0);
    expect(session.protocol!.completedCount).toBe(frames.length);
    expect(ulongOf(session, XMIT_OK)).toBe(frames.length);
    expect(closeSession(session)).toEqual([]);
  });

  test('copies and mapped packets by turns', () => {
    const session = openSession();
    const frames = Array.from({ length: 30 }, (_, index) => frame(STATION_MAC, 300, index));
    frames.forEach((bytes, index) => session.protocol!.send([bytes], 1 + (index % 3)));
    session.idle(WHILE_NS);
    expect(hexOf(sentFrames(session))).toEqual(hexOf(frames));
    expect(closeSession(session)).toEqual([]);
  });
});

test.each([14, 20, 59])('a frame of %d bytes is padded with zeros to 60', (byteCount) => {
  const session = openSession();
  // What a longer frame has left in the place of the copy must not go out.
  for (let index = 0; index < 4; index++) session.protocol!.send([frame(STATION_MAC, 200)], 2);
  session.idle(WHILE_NS);
  session.board.station.clear();
  const short = frame(STATION_MAC, 60).subarray(0, byteCount);
  session.protocol!.send([short]);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toEqual([
    Uint8Array.from([...short, ...Array(60 - byteCount).fill(0)]),
  ]);
  expect(closeSession(session)).toEqual([]);
});

test.each([
  { name: 'too long', byteCount: 1515, fragments: 1 },
  { name: 'too long, in pieces', byteCount: 1600, fragments: 40 },
  { name: 'shorter than a header', byteCount: 13, fragments: 1 },
])('a frame that is $name fails', ({ byteCount, fragments }) => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 1600).subarray(0, byteCount)], fragments);
  session.idle(WHILE_NS);
  expect(session.protocol!.failedCount).toBe(1);
  expect(sentFrames(session)).toEqual([]);
  expect(closeSession(session)).toEqual([]);
});

test('a copied packet is given back at once, a mapped one when it is sent', () => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send([frame(STATION_MAC, 100)], 2);
  expect(protocol!.completedCount).toBe(1);
  protocol!.send([frame(STATION_MAC, 100)]);
  expect(protocol!.outstandingSendCount).toBe(1);
  session.idle(WHILE_NS);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test('with four descriptors in use NDIS keeps the next packet, and no more are written', () => {
  const session = openSession();
  const { protocol, adapter } = session;
  protocol!.send(Array.from({ length: 9 }, () => frame(STATION_MAC, 1514)));
  expect(adapter!.pendingSends.size).toBe(4);
  expect(adapter!.sendQueue).toHaveLength(5);
  session.idle(WHILE_NS);
  expect(adapter!.sendQueue).toHaveLength(0);
  expect(sentFrames(session)).toHaveLength(9);
  expect(closeSession(session)).toEqual([]);
});

test('packets fail while the link is down, and go when it is up again', () => {
  const session = openSession();
  const { protocol, board } = session;
  board.wire.setLink(false);
  session.idle(WHILE_NS);
  protocol!.send([frame(STATION_MAC, 60)]);
  expect(protocol!.failedCount).toBe(1);
  board.wire.setLink(true);
  session.idle(LINK_NS);
  protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(protocol!.failedCount).toBe(1);
  expect(sentFrames(session)).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});

test('packets on their way when the link goes down come back, and are counted', () => {
  const session = openSession();
  const { protocol, board } = session;
  protocol!.send(Array.from({ length: 20 }, () => frame(STATION_MAC, 1514)));
  board.wire.setLink(false);
  session.idle(10e9);
  expect(protocol!.completedCount).toBe(20);
  // OID_802_3_XMIT_TIMES_CRS_LOST
  expect(ulongOf(session, 0x01020206)).toBeGreaterThan(0);
  expect(closeSession(session)).toEqual([]);
});

describe('what a descriptor says of its packet is counted', () => {
  test.each([
    { name: 'one collision', bits: 0x0100_0000, oid: 0x01020102 },
    { name: 'two collisions', bits: 0x0200_0000, oid: 0x01020103 },
    { name: 'fifteen collisions', bits: 0x0f00_0000, oid: 0x01020103 },
    { name: 'a late collision', bits: 0x2000_0000, oid: 0x01020207 },
    { name: 'carrier lost', bits: 0x8000_0000, oid: 0x01020206 },
  ])('$name', ({ bits, oid }) => {
    const session = openSession();
    spoil(nicOf(session), 0x10, (tsd) => tsd | bits);
    session.protocol!.send([frame(STATION_MAC, 60)]);
    session.idle(WHILE_NS);
    expect(ulongOf(session, oid)).toBe(1);
    expect(ulongOf(session, XMIT_OK)).toBe(1);
    expect(closeSession(session)).toEqual([]);
  });
});

test('an aborted packet is sent again, and counted', () => {
  const session = openSession();
  const nic = nicOf(session);
  let isAborted = true;
  // TSD0: TABT in place of TOK.
  spoil(nic, 0x10, (tsd) => (isAborted ? (tsd & ~0x8000) | 0x4000_0000 : tsd));
  const writes: number[] = [];
  const window = nic.bars[0]!.window;
  const write = window.write.bind(window);
  window.write = (offset, width, value) => {
    if (offset === 0x40) writes.push(value);
    write(offset, width, value);
  };
  session.protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(1e6);
  expect(session.protocol!.outstandingSendCount).toBe(1);
  // TCR as it was, with CLRABT.
  expect(writes).toEqual([0x0300_0601]);
  isAborted = false;
  // ISR.TOK of the second attempt.
  nic.interrupts.raise(0x0004);
  session.idle(1e6);
  expect(session.protocol!.outstandingSendCount).toBe(0);
  expect(ulongOf(session, XMIT_ERROR)).toBe(1);
  // OID_802_3_XMIT_MAX_COLLISIONS
  expect(ulongOf(session, 0x01020202)).toBe(1);
  expect(valueOf(session, 'TCR')).toBe(0x7700_0600);
  expect(closeSession(session)).toEqual([]);
});
