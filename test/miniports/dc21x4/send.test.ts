/** Sending by the 21143's driver. */
import type { I21143 } from '../../../hardware/nic/i21143';
import type { BusMasterPort } from '../../../hardware/ports';
import {
  closeSession,
  csr,
  frame,
  hexOf,
  openSession,
  sentFrames,
  STATION_MAC,
  ulongOf,
  WHILE_NS,
} from '../../support/dc21x4-session';

const XMIT_OK = 0x00020101;
const XMIT_ERROR = 0x00020103;

test.each([
  { name: 'one fragment', fragments: 1, lengths: [60, 61, 590, 1513, 1514] },
  { name: 'many fragments', fragments: 40, lengths: [80, 1000, 1480] },
  { name: 'more than there are descriptors', fragments: 1, lengths: Array<number>(100).fill(900) },
])('frames go out as they are, in order: $name', ({ fragments, lengths }) => {
  const session = openSession();
  const frames = lengths.map((length, index) => frame(STATION_MAC, length, index));
  session.protocol!.send(frames, fragments);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toEqual(hexOf(frames));
  expect(session.protocol!.completedCount).toBe(frames.length);
  expect(ulongOf(session, XMIT_OK)).toBe(frames.length);
  expect(closeSession(session)).toEqual([]);
});

test('a short frame is padded with zeros, whatever its buffer held', () => {
  const session = openSession();
  for (let count = 0; count < 16; count++) session.protocol!.send([frame(STATION_MAC, 200)]);
  session.idle(WHILE_NS);
  session.board.station.clear();
  session.protocol!.send([frame(STATION_MAC, 60).subarray(0, 20)]);
  session.idle(WHILE_NS);
  const padded = new Uint8Array(60);
  padded.set(frame(STATION_MAC, 60).subarray(0, 20));
  expect(sentFrames(session)).toEqual(hexOf([padded]));
  expect(closeSession(session)).toEqual([]);
});

test.each([13, 1515])('a frame of %d bytes fails', (byteCount) => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 1600).subarray(0, byteCount)]);
  session.idle(WHILE_NS);
  expect([session.protocol!.failedCount, sentFrames(session)]).toEqual([1, []]);
  expect(closeSession(session)).toEqual([]);
});

test('a packet is given back at once: the device reads a copy', () => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 1000)]);
  expect([session.protocol!.completedCount, sentFrames(session)]).toEqual([1, []]);
  expect(closeSession(session)).toEqual([]);
});

test('a device that has stopped sending is reset, and what it had counts as lost', () => {
  const session = openSession();
  const window = session.board.nic.bars[0]!.window;
  window.write(0x30, 4, csr(session, 6) & ~0x2000);
  session.protocol!.send([frame(STATION_MAC, 100)]);
  session.idle(10e9);
  expect([ulongOf(session, XMIT_ERROR), csr(session, 6) & 0x2000]).toEqual([1, 0x2000]);
  session.protocol!.send([frame(STATION_MAC, 100)]);
  session.idle(WHILE_NS);
  expect(sentFrames(session).length).toBe(1);
  expect(closeSession(session)).toEqual([]);
});

test('what the device says of a packet is counted: collisions, errors', () => {
  const session = openSession();
  const busMaster = (session.board.nic as I21143).busMaster as { write: BusMasterPort['write'] };
  const write = busMaster.write.bind(busMaster);
  for (const status of [0x0008, 0x0018, 0x8c00]) {
    // TDES0 of a descriptor that is given back.
    busMaster.write = (address, _source, _offset, byteCount) =>
      write(address, Uint8Array.of(status, status >>> 8, 0, 0), 0, byteCount);
    session.protocol!.send([frame(STATION_MAC, 100)]);
    session.idle(WHILE_NS);
  }
  const oids = [XMIT_OK, XMIT_ERROR, 0x01020102, 0x01020103];
  expect(oids.map((oid) => ulongOf(session, oid))).toEqual([2, 1, 1, 1]);
  expect(closeSession(session)).toEqual([]);
});
