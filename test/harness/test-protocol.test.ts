import { virtual } from '../../ndis';
import { PENDING, rulesOf, startSession } from '../support/inline-driver';

test.each([
  { name: 'the whole frame', lookahead: 46, packet: 46, want: [] },
  { name: 'more than the frame', lookahead: 46, packet: 40, want: ['packet/frame-length-wrong'] },
  // 0 - 14, as ULONG.
  {
    name: 'less than a header',
    lookahead: -14 >>> 0,
    packet: -14 >>> 0,
    want: ['packet/frame-length-wrong'],
  },
])('a driver shows $name', ({ lookahead, packet, want }) => {
  const session = startSession({});
  const headerBuffer = session.os.allocateObject(60, 0xff);
  session.protocol!.receive({
    receiveContext: 0 as never,
    headerBuffer,
    headerByteCount: 14,
    lookaheadBuffer: virtual(headerBuffer + 14),
    lookaheadByteCount: lookahead,
    packetByteCount: packet,
  });
  expect(rulesOf(session)).toEqual(want);
});

test('closing leaves nothing in the pool', () => {
  const session = startSession({ MiniportSend: () => PENDING });
  const before = session.os.pool.liveBytes;
  session.play(() => {
    session.protocol!.send([new Uint8Array(60), new Uint8Array(1514)], 3);
    session.protocol!.close();
  });
  expect(session.protocol!.outstandingSendCount).toBe(0);
  // Its handle goes too, and it was there before.
  expect(session.os.pool.liveBytes).toBeLessThan(before);
});
