/** Sending by the 82540EM's driver. */
import { cancelSendPackets } from '../../../ndis/wrapper/send';
import {
  closeSession,
  frame,
  LINK_NS,
  openSession,
  sentFrames,
  STATION_MAC,
  WHILE_NS,
} from '../../support/e1000-session';

describe('frames go out as they are, in order', () => {
  test.each([
    { name: 'one fragment', fragments: 1, lengths: [60, 61, 590, 1514] },
    { name: 'fragments of one byte in front', fragments: 2, lengths: [60, 1513] },
    { name: 'as many fragments as are described each', fragments: 16, lengths: [64, 160, 1504] },
    { name: 'too many fragments, which are copied', fragments: 40, lengths: [80, 1000, 1480] },
    { name: 'fragments of one byte', fragments: 200, lengths: [200] },
    { name: 'more bursts than the ring holds', fragments: 5, lengths: Array(100).fill(100) },
    { name: 'more copies than there are buffers', fragments: 50, lengths: Array(30).fill(100) },
  ])('$name', ({ fragments, lengths }) => {
    const session = openSession();
    const frames = lengths.map((length: number, index: number) =>
      frame(STATION_MAC, length, index),
    );
    session.protocol!.send(frames, fragments);
    session.idle(WHILE_NS);
    expect(sentFrames(session)).toEqual(frames);
    expect(session.protocol!.failedCount).toBe(0);
    expect(session.protocol!.completedCount).toBe(frames.length);
    expect(closeSession(session)).toEqual([]);
  });
});

test('a short frame is padded to 60 bytes', () => {
  const session = openSession();
  const short = frame(STATION_MAC, 60).subarray(0, 20);
  session.protocol!.send([short]);
  session.idle(WHILE_NS);
  const [sent] = sentFrames(session);
  expect(sent).toEqual(Uint8Array.from([...short, ...Array(40).fill(0)]));
  expect(closeSession(session)).toEqual([]);
});

test.each([
  { name: 'a frame that is too long fails', byteCount: 1515, fragments: 1 },
  { name: 'a frame that is too long to be copied fails', byteCount: 1600, fragments: 40 },
])('$name', ({ byteCount, fragments }) => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, byteCount)], fragments);
  session.idle(WHILE_NS);
  expect(session.protocol!.failedCount).toBe(1);
  expect(sentFrames(session)).toEqual([]);
  expect(closeSession(session)).toEqual([]);
});

test('packets fail while the link is down, and go when it is up again', () => {
  const session = openSession();
  const { protocol, board } = session;
  board.wire.setLink(false);
  session.idle(WHILE_NS);
  protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(protocol!.failedCount).toBe(1);
  board.wire.setLink(true);
  session.idle(LINK_NS);
  protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(protocol!.failedCount).toBe(1);
  expect(sentFrames(session)).toHaveLength(1);
  // NDIS_STATUS_MEDIA_DISCONNECT and NDIS_STATUS_MEDIA_CONNECT, each completed.
  expect(protocol!.statuses).toEqual([0x4001000c, 0x4001000b]);
  expect(protocol!.statusCompleteCount).toBe(2);
  expect(closeSession(session)).toEqual([]);
});

test('packets on the ring when the link goes down are given back by a reset', () => {
  const session = openSession();
  const { protocol, board } = session;
  protocol!.send(Array.from({ length: 20 }, () => frame(STATION_MAC, 1514)));
  board.wire.setLink(false);
  session.idle(10e9);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(protocol!.completedCount).toBe(20);
  expect(closeSession(session)).toEqual([]);
});

test('a cancellation ID that no waiting packet carries cancels none', () => {
  const session = openSession();
  session.protocol!.send(Array.from({ length: 90 }, () => frame(STATION_MAC, 60)));
  cancelSendPackets(session.adapter!, 0x55);
  session.idle(WHILE_NS);
  expect(session.protocol!.failedCount).toBe(0);
  expect(sentFrames(session)).toHaveLength(90);
  expect(closeSession(session)).toEqual([]);
});

test('the ID that they carry cancels the packets that wait, not those on the ring', () => {
  const session = openSession();
  session.protocol!.send(Array.from({ length: 90 }, () => frame(STATION_MAC, 60)));
  // The protocol has set no ID, so that it is 0.
  cancelSendPackets(session.adapter!, 0);
  session.idle(WHILE_NS);
  expect(session.protocol!.completedCount).toBe(90);
  // Of 64 descriptors one stays free, and the device may have sent some meanwhile.
  expect(session.protocol!.failedCount).toBeGreaterThan(0);
  expect(session.protocol!.failedCount).toBeLessThanOrEqual(27);
  expect(closeSession(session)).toEqual([]);
});
