/** The RTL8139C's driver notices a hang, and resets the device. */
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  nicOf,
  openSession,
  sentFrames,
  spoil,
  STATION_MAC,
  ulongOf,
  WHILE_NS,
  windowOf,
} from '../../support/rtl8139-session';

test.each([
  { name: 'mapped packets', fragments: 1 },
  { name: 'copies', fragments: 2 },
])('a reset in the middle of traffic, of $name, keeps the settings', ({ fragments }) => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(
    Array.from({ length: 20 }, () => frame(STATION_MAC, 1514)),
    fragments,
  );
  for (let index = 0; index < 10; index++) arrive(session, frame(CARD_MAC, 1514, index));
  session.idle(30e3);
  expect(session.reset()).toBe(0);
  expect(protocol!.failedCount).toBe(fragments === 1 ? 4 : 0);
  session.idle(WHILE_NS);
  // What was not on the ring goes out.
  expect(protocol!.completedCount).toBe(20);
  expect(sentFrames(session).length).toBeGreaterThanOrEqual(15);
  session.board.station.clear();
  protocol!.received.length = 0;
  const bytes = frame(CARD_MAC, 100);
  protocol!.send([bytes]);
  arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toEqual([bytes]);
  expect(protocol!.received).toEqual([bytes]);
  expect(protocol!.statuses).toEqual([]);
  expect(closeSession(session)).toEqual([]);
});

test('counters survive a reset', () => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  // MPC would be lost.
  const window = windowOf(nicOf(session));
  window.write(0x3c, 2, 0);
  for (let index = 0; index < 30; index++) arrive(session, frame(CARD_MAC, 1514, index));
  session.reset();
  expect(ulongOf(session, 0x00020101)).toBe(1);
  expect(ulongOf(session, 0x00020105)).toBe(30 - 22);
  expect(closeSession(session)).toEqual([]);
});

test('a transmitter that stops is reset; then it sends again', () => {
  const session = openSession();
  const { protocol } = session;
  windowOf(nicOf(session)).write(0x37, 1, 0x08);
  protocol!.send(Array.from({ length: 6 }, () => frame(STATION_MAC, 60)));
  session.idle(10e9);
  expect(protocol!.failedCount).toBe(4);
  expect(sentFrames(session)).toHaveLength(2);
  // OID_GEN_XMIT_ERROR
  expect(ulongOf(session, 0x00020103)).toBe(4);
  expect(closeSession(session)).toEqual([]);
});

test('an idle device is not reset', () => {
  const events: string[] = [];
  const session = openSession({
    onEvent: ({ kind, name }) => kind === 'handler' && events.push(name),
  });
  session.idle(60e9);
  expect(events).toContain('MiniportCheckForHang');
  expect(events).not.toContain('MiniportReset');
  expect(closeSession(session)).toEqual([]);
});

test('a device that does not come back is reported once, and given up when it is halted', () => {
  const session = openSession();
  spoil(nicOf(session), 0x37, (cr) => cr | 0x10);
  // NDIS_STATUS_HARD_ERRORS
  expect(session.reset()).toBe(0x80010004);
  session.idle(30e9);
  expect(session.os.errorLog).toHaveLength(1);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  expect(session.protocol!.failedCount).toBe(1);
  expect(closeSession(session)).toEqual([]);
});
