/** The RTL8029AS's driver looks after its cable. LS009.0 5.1, CONFIG0 and CONFIG2. */
import {
  closeSession,
  counter,
  frame,
  newSession,
  nicOf,
  sentFrames,
  startedSession,
  STATION_MAC,
} from '../../support/ne2000-session';

/** Two looks of MiniportCheckForHang. */
const LOOK_NS = 4e9;
const MEDIA_CONNECT_STATUS = 0x00010114;
const [CONNECT, DISCONNECT] = [0x4001000b, 0x4001000c];

test('what comes and goes is told once', () => {
  const session = startedSession();
  const { board, protocol } = session;
  session.idle(LOOK_NS);
  expect(protocol!.statuses).toEqual([]);
  board.wire.setLink(false);
  expect(counter(session, MEDIA_CONNECT_STATUS)).toBe(1);
  session.idle(LOOK_NS);
  board.wire.setLink(true);
  session.idle(LOOK_NS);
  expect(counter(session, MEDIA_CONNECT_STATUS)).toBe(0);
  expect(protocol!.statuses).toEqual([DISCONNECT, CONNECT]);
  expect(protocol!.statusCompleteCount).toBe(2);
  expect(closeSession(session)).toEqual([]);
});

test('a card that starts without a cable says so', () => {
  const session = newSession();
  session.board.wire.setLink(false);
  session.load();
  session.start();
  session.idle(LOOK_NS);
  expect(session.protocol!.statuses).toEqual([DISCONNECT]);
  // What is sent goes to no network, and has no carrier (OID_802_3_XMIT_TIMES_CRS_LOST).
  session.protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(LOOK_NS);
  expect(sentFrames(session)).toEqual([]);
  expect(counter(session, 0x01020206)).toBe(1);
  expect(closeSession(session)).toEqual([]);
});

test('a medium that the user has chosen is taken for connected', () => {
  const session = startedSession();
  const { window } = nicOf(session).bars[0];
  // 9346CR to the configuration mode, CONFIG2.PL to 10BASE2.
  window.write(0, 1, 0xe2);
  window.write(1, 1, 0xc0);
  window.write(5, 1, 0xc0);
  window.write(1, 1, 0x00);
  window.write(0, 1, 0x22);
  session.idle(LOOK_NS);
  expect(session.protocol!.statuses).toEqual([]);
  expect(counter(session, MEDIA_CONNECT_STATUS)).toBe(0);
  expect(closeSession(session)).toEqual([]);
});
