/** Receiving by the RTL8139C's driver. */
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  hexOf,
  nicOf,
  openSession,
  ulongOf,
  valueOf,
  WHILE_NS,
  windowOf,
} from '../../support/rtl8139-session';

const RCV_OK = 0x00020102;
const RCV_ERROR = 0x00020104;
const RCV_NO_BUFFER = 0x00020105;

test.each([60, 61, 62, 63, 590, 1513, 1514])('a frame of %d bytes comes up as it is', (length) => {
  const session = openSession();
  const bytes = frame(CARD_MAC, length);
  arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([bytes]);
  expect(ulongOf(session, RCV_OK)).toBe(1);
  expect(closeSession(session)).toEqual([]);
});

test('the ring goes round and round, and frames lie across its end', () => {
  const session = openSession();
  const lengths = Array.from({ length: 150 }, (_, index) => 60 + ((index * 397) % 1455));
  const frames = lengths.map((length, index) => frame(CARD_MAC, length, index));
  for (const bytes of frames) {
    arrive(session, bytes);
    session.idle(200e3);
  }
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
  expect(closeSession(session)).toEqual([]);
});

test.each([1507, 1510, 1514])('frames of %d bytes, each end of the ring elsewhere', (length) => {
  const session = openSession();
  const frames = Array.from({ length: 60 }, (_, index) => frame(CARD_MAC, length, index));
  for (const bytes of frames) {
    arrive(session, bytes);
    // What a frame takes on the wire at 100 Mbit/s.
    session.idle(123e3);
  }
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
  expect(closeSession(session)).toEqual([]);
});

test('a burst comes up in order', () => {
  const session = openSession();
  const frames = Array.from({ length: 500 }, (_, index) => frame(CARD_MAC, 60, index));
  for (const bytes of frames) arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
  expect(closeSession(session)).toEqual([]);
});

/** Lets `act` run with the driver's interrupts masked, as if the processor were busy. */
function whileBusy(session: Session, act: () => void): void {
  const window = windowOf(nicOf(session));
  const mask = window.read(0x3c, 2);
  window.write(0x3c, 2, 0);
  act();
  window.write(0x3c, 2, mask);
}

test('of a flood comes up what ring and FIFO could keep; the rest is counted', () => {
  const session = openSession();
  const frames = Array.from({ length: 60 }, (_, index) => frame(CARD_MAC, 1514, index));
  whileBusy(session, () => {
    for (const bytes of frames) arrive(session, bytes);
    session.idle(WHILE_NS);
  });
  session.idle(WHILE_NS);
  const { received } = session.protocol!;
  // A packet of 1514 bytes takes 1524 of the ring's 32768; one more fits into the FIFO.
  expect(hexOf(received)).toEqual(hexOf(frames.slice(0, 22)));
  expect(ulongOf(session, RCV_NO_BUFFER)).toBe(60 - 22);
  expect(ulongOf(session, RCV_NO_BUFFER)).toBe(60 - 22);
  session.protocol!.received.length = 0;
  for (const bytes of frames.slice(0, 30)) {
    arrive(session, bytes);
    session.idle(1e6);
  }
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames.slice(0, 30)));
  expect(closeSession(session)).toEqual([]);
});

test.each([1515, 1600, 2000, 4000, 9000])('a frame of %d bytes is dropped', (length) => {
  const session = openSession();
  const before = frame(CARD_MAC, 100, 1);
  const after = frame(CARD_MAC, 100, 2);
  for (const bytes of [before, frame(CARD_MAC, length), after]) arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([before, after]);
  expect(ulongOf(session, RCV_ERROR)).toBe(1);
  expect(closeSession(session)).toEqual([]);
});

describe('a header that makes no sense restarts the receiver', () => {
  test.each([
    { name: 'length 0', header: 0x0000_0001, crc: 0, alignment: 0 },
    { name: 'length 63', header: 0x003f_0001, crc: 0, alignment: 0 },
    { name: 'longer than the ring', header: 0x8000_0001, crc: 0, alignment: 0 },
    { name: 'all ones', header: 0xffff_ffff, crc: 0, alignment: 0 },
    { name: 'all zeros', header: 0, crc: 0, alignment: 0 },
    { name: 'no ROK, but CRC', header: 0x0068_0004, crc: 1, alignment: 0 },
    { name: 'no ROK, but FAE and CRC', header: 0x0068_0006, crc: 1, alignment: 1 },
  ])('$name', ({ header, crc, alignment }) => {
    const session = openSession();
    const { memory } = session.board;
    whileBusy(session, () => {
      arrive(session, frame(CARD_MAC, 100));
      session.idle(WHILE_NS);
      const ring = valueOf(session, 'RBSTART');
      new DataView(memory.bytes.buffer, memory.bytes.byteOffset).setUint32(ring, header, true);
    });
    session.idle(WHILE_NS);
    const sane = header === 0xffff_ffff ? 1 : 0;
    expect(session.protocol!.received).toEqual([]);
    expect(ulongOf(session, RCV_ERROR)).toBe(1);
    // OID_GEN_RCV_CRC_ERROR and OID_802_3_RCV_ERROR_ALIGNMENT
    expect(ulongOf(session, 0x0002020d)).toBe(crc + sane);
    expect(ulongOf(session, 0x01020101)).toBe(alignment + sane);
    const frames = [1, 2, 3].map((number) => frame(CARD_MAC, 1000, number));
    for (const bytes of frames) arrive(session, bytes);
    session.protocol!.send([frames[0]]);
    session.idle(WHILE_NS);
    expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
    expect(session.board.station.frames).toHaveLength(1);
    expect(closeSession(session)).toEqual([]);
  });
});
