/** The RTL8139C's driver follows the link. */
import {
  closeSession,
  LINK_NS,
  newSession,
  nicOf,
  openSession,
  startedSession,
  ulongOf,
  windowOf,
} from '../../support/rtl8139-session';

const LINK_SPEED = 0x00010107;
const MEDIA_CONNECT_STATUS = 0x00010114;

test('a link that goes and comes is told, once each', () => {
  const session = openSession();
  const { board, protocol } = session;
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(0);
  board.wire.setLink(false);
  session.idle(1e6);
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(1);
  board.wire.setLink(true);
  session.idle(LINK_NS);
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(0);
  // NDIS_STATUS_MEDIA_DISCONNECT and NDIS_STATUS_MEDIA_CONNECT, each completed.
  expect(protocol!.statuses).toEqual([0x4001000c, 0x4001000b]);
  expect(protocol!.statusCompleteCount).toBe(2);
  expect(closeSession(session)).toEqual([]);
});

test('a change whose interrupt is lost is found within a few seconds', () => {
  const session = openSession();
  const window = windowOf(nicOf(session));
  window.write(0x3c, 2, 0x805f);
  session.board.wire.setLink(false);
  session.idle(1e6);
  expect(session.protocol!.statuses).toEqual([]);
  session.idle(5e9);
  expect(session.protocol!.statuses).toEqual([0x4001000c]);
  expect(closeSession(session)).toEqual([]);
});

test('without a cable from the start there is no link, and nothing to tell of', () => {
  const session = newSession();
  session.board.wire.setLink(false);
  session.load();
  session.start();
  session.idle(LINK_NS);
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(1);
  expect(session.protocol!.statuses).toEqual([]);
  expect(closeSession(session)).toEqual([]);
});

test.each([
  { name: '10 Mbit/s', msr: 0x08, want: 100_000 },
  { name: '100 Mbit/s', msr: 0x00, want: 1_000_000 },
])('the speed is $name', ({ msr, want }) => {
  const session = newSession();
  const window = windowOf(nicOf(session));
  const read = window.read.bind(window);
  window.read = (offset, width) => (offset === 0x58 ? msr : read(offset, width));
  session.load();
  session.start();
  expect(ulongOf(session, LINK_SPEED)).toBe(want);
  expect(closeSession(session)).toEqual([]);
});

test('MSR of all ones is no news of the link', () => {
  const session = startedSession();
  const window = windowOf(nicOf(session));
  window.read = (_offset, width) => 2 ** (8 * width) - 1;
  session.idle(LINK_NS);
  expect(session.protocol!.statuses).toEqual([]);
  expect(ulongOf(session, MEDIA_CONNECT_STATUS)).toBe(0);
  session.dispose();
});
