/** The RTL8029AS's driver notices a hang, and resets the card. */
import { NDIS_STATUS_SUCCESS } from '../../../ndis/status';
import {
  arrive,
  CARD_MAC,
  closeSession,
  counter,
  Filter,
  frame,
  hexOf,
  nicOf,
  openSession,
  PACKET_FILTER,
  sentFrames,
  spoilReads,
  startedSession,
  STATION_MAC,
  watchWrites,
  WHILE_NS,
} from '../../support/ne2000-session';
import { macAddress } from '../../../hardware/wire';

const GROUP = macAddress('01:00:5e:00:00:fb');
const MULTICAST_LIST = 0x01010103;

test.each([0, 1e5, 1e6, 3e6])('a reset in traffic, after %d ns, keeps the settings', (delayNs) => {
  const session = startedSession();
  const { protocol } = session;
  session.set(MULTICAST_LIST, GROUP);
  session.setUlong(PACKET_FILTER, Filter.DIRECTED | Filter.MULTICAST);
  protocol!.send(Array.from({ length: 20 }, () => frame(STATION_MAC, 1514)));
  for (let index = 0; index < 25; index++) arrive(session, frame(CARD_MAC, 1514));
  session.idle(delayNs);
  expect(session.reset()).toBe(NDIS_STATUS_SUCCESS);
  session.idle(WHILE_NS);
  expect(protocol!.outstandingSendCount).toBe(0);
  session.board.station.clear();
  protocol!.received.length = 0;
  const frames = [frame(CARD_MAC, 100), frame(GROUP, 200)];
  protocol!.send(frames);
  for (const bytes of frames) arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(hexOf(sentFrames(session))).toEqual(hexOf(frames));
  expect(hexOf(protocol!.received)).toEqual(hexOf(frames));
  expect(closeSession(session)).toEqual([]);
});

test('frames that a reset loses on the card are counted, and NDIS sends what it kept', () => {
  const session = openSession();
  session.protocol!.send(Array.from({ length: 6 }, (_, index) => frame(STATION_MAC, 1514, index)));
  session.reset();
  session.idle(WHILE_NS);
  // OID_GEN_XMIT_OK and OID_GEN_XMIT_ERROR
  expect([0x00020101, 0x00020103].map((oid) => counter(session, oid))).toEqual([4, 2]);
  expect(sentFrames(session)).toEqual([2, 3, 4, 5].map((index) => frame(STATION_MAC, 1514, index)));
  expect(closeSession(session)).toEqual([]);
});

test('a transmitter that says nothing is reset; then it sends again', () => {
  const session = openSession();
  let isDeaf = true;
  // PTX is never seen, nor its interrupt.
  spoilReads(session, (port, value) => (isDeaf && port === 7 ? value & ~0x0a : undefined));
  session.protocol!.send(Array.from({ length: 4 }, () => frame(STATION_MAC, 60)));
  nicOf(session).bars[0].window.write(0x0f, 1, 0);
  session.idle(1e6);
  expect(session.protocol!.outstandingSendCount).toBe(2);
  isDeaf = false;
  session.idle(10e9);
  expect(session.protocol!.outstandingSendCount).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test('an idle card is not reset', () => {
  const session = openSession();
  let resetCount = 0;
  spoilReads(session, (port) => {
    if (port === 0x18) resetCount++;
    return undefined;
  });
  session.idle(60e9);
  expect(resetCount).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test('a card that does not come back is reported once, and works when it does', () => {
  const session = openSession();
  let isBroken = true;
  spoilReads(session, (port, value) => (isBroken && port === 7 ? value & 0x7f : undefined));
  // NDIS_STATUS_HARD_ERRORS
  expect(session.reset()).toBe(0x80010004);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  expect(session.protocol!.failedCount).toBe(1);
  // OID_GEN_HARDWARE_STATUS: not ready
  expect(counter(session, 0x00010102)).toBe(4);
  session.setUlong(PACKET_FILTER, Filter.BROADCAST | Filter.DIRECTED);
  session.idle(20e9);
  expect(session.os.errorLog).toHaveLength(1);
  isBroken = false;
  session.idle(5e9);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  arrive(session, frame(CARD_MAC, 60));
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toHaveLength(1);
  expect(session.protocol!.received).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});

test('a frame that the card does not take fails, and the card is reset', () => {
  const session = openSession();
  let isBroken = true;
  let stopCount = 0;
  spoilReads(session, (port, value) => (isBroken && port === 7 ? value & ~0x40 : undefined));
  watchWrites(session, (port, value) => {
    if (port === 0 && value === 0x21) stopCount++;
  });
  session.protocol!.send([frame(STATION_MAC, 60)]);
  expect(session.protocol!.failedCount).toBe(1);
  isBroken = false;
  session.idle(3e9);
  expect(stopCount).toBeGreaterThan(0);
  session.protocol!.send([frame(STATION_MAC, 61)]);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toEqual([frame(STATION_MAC, 61)]);
  expect(closeSession(session)).toEqual([]);
});
