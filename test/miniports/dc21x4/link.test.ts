/** The 21143's driver follows the link by its PHY, and sleeps. */
import {
  arrive,
  CARD_MAC,
  closeSession,
  csr,
  frame,
  LINK_NS,
  newSession,
  openSession,
  ulongOf,
  WHILE_NS,
} from '../../support/dc21x4-session';

const LINK_SPEED = 0x00010107;
const MEDIA_CONNECT_STATUS = 0x00010114;
const SET_POWER = 0xfd010101;

test('a link that goes and comes is told, once each', () => {
  const session = openSession();
  const { board, protocol } = session;
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(0);
  board.wire.setLink(false);
  session.idle(LINK_NS);
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(1);
  board.wire.setLink(true);
  session.idle(LINK_NS);
  // NDIS_STATUS_MEDIA_DISCONNECT and NDIS_STATUS_MEDIA_CONNECT.
  expect(protocol!.statuses).toEqual([0x4001000c, 0x4001000b]);
  expect(closeSession(session)).toEqual([]);
});

test.each([
  { linkMbps: 10, want: 100_000 },
  { linkMbps: 100, want: 1_000_000 },
])('the speed is $linkMbps Mb/s, in full duplex', ({ linkMbps, want }) => {
  const session = openSession({ device: `i21143,link=${linkMbps}` });
  expect([ulongOf(session, LINK_SPEED), csr(session, 6) & 0x200]).toEqual([want, 0x200]);
  expect(closeSession(session)).toEqual([]);
});

test('the link of a start without a cable comes later: a reset brings the right duplex', () => {
  const session = newSession();
  session.board.wire.setLink(false);
  session.load();
  session.start();
  session.idle(WHILE_NS);
  expect([ulongOf(session, MEDIA_CONNECT_STATUS), csr(session, 6) & 0x200]).toEqual([1, 0]);
  session.board.wire.setLink(true);
  session.idle(2 * LINK_NS);
  expect([ulongOf(session, MEDIA_CONNECT_STATUS), csr(session, 6) & 0x200]).toEqual([0, 0x200]);
  expect(closeSession(session)).toEqual([]);
});

test('asleep nothing is received; awake it is as it was', () => {
  const session = openSession();
  // NdisDeviceStateD3, then D0.
  session.setUlong(SET_POWER, 4);
  arrive(session, frame(CARD_MAC, 100));
  session.idle(WHILE_NS);
  expect(session.protocol!.received).toEqual([]);
  session.setUlong(SET_POWER, 1);
  session.idle(WHILE_NS);
  arrive(session, frame(CARD_MAC, 100));
  session.idle(WHILE_NS);
  expect(session.protocol!.received.length).toBe(1);
  expect(closeSession(session)).toEqual([]);
});
