/** Interrupts of the RTL8029AS's driver: a shared line, pages that the ISR must not meet. */
import { Random } from '../../../hardware/random';
import {
  arrive,
  CARD_MAC,
  closeSession,
  counter,
  frame,
  hexOf,
  nicOf,
  openSession,
  sentFrames,
  startedSession,
  STATION_MAC,
  WHILE_NS,
} from '../../support/ne2000-session';

test('interrupts are on when MiniportInitialize has returned, and only those that are wanted', () => {
  const session = startedSession();
  // PRX, PTX, TXE, OVW and CNT (DP8390D 10.3).
  expect(nicOf(session).activity().interruptMask).toBe(0x3b);
  expect(closeSession(session)).toEqual([]);
});

test('interrupts of another device on the line are left to it, whatever the driver is doing', () => {
  const session = openSession();
  const { board, os } = session;
  const pin = board.interruptLine.pin();
  let servedCount = 0;
  os.scheduler.connectInterrupt({
    service() {
      servedCount++;
      pin.set(false);
      return true;
    },
  });
  const random = new Random(1);
  const frames = Array.from({ length: 50 }, (_, index) => frame(CARD_MAC, 60 + index, index));
  for (let index = 0; index < 1000; index++)
    board.clock.schedule(random.below(50_000_000), () => pin.set(true));
  for (const bytes of frames) {
    arrive(session, bytes);
    session.protocol!.send([bytes]);
    session.query(0x00010114);
    session.idle(1e6);
  }
  session.idle(WHILE_NS);
  // Two that come while the line is up are one.
  expect(servedCount).toBeGreaterThan(800);
  expect(hexOf(session.protocol!.received)).toEqual(hexOf(frames));
  expect(hexOf(sentFrames(session))).toEqual(hexOf(frames));
  expect(closeSession(session)).toEqual([]);
});

test('the ISR finds the card in page 0 at whatever access it comes', () => {
  const session = openSession();
  const nic = nicOf(session);
  const { window } = nic.bars[0];
  const pages = new Set<number>();
  const read = window.read.bind(window);
  window.read = (port, width) => {
    const handler = session.os.frame?.name;
    if (handler === 'MiniportISR') pages.add(nic.regs[0] & 0xc0);
    return read(port, width);
  };
  for (let index = 0; index < 300; index++) {
    session.board.clock.schedule(index * 40_000 + 7 * index, () =>
      arrive(session, frame(CARD_MAC, 60, index)),
    );
  }
  for (let index = 0; index < 40; index++) {
    session.query(0x00010114);
    session.protocol!.send([frame(STATION_MAC, 100)]);
    session.idle(0.4e6);
  }
  session.idle(WHILE_NS);
  expect([...pages]).toEqual([0]);
  expect(session.protocol!.receivedCount).toBe(300);
  expect(closeSession(session)).toEqual([]);
});

test('counters that fill up are emptied in time', () => {
  const session = openSession();
  // Each burst misses some 36 frames. A counter says so at 128, and stops at 192 (DP8390D 10.3).
  for (let round = 0; round < 10; round++) {
    for (let index = 0; index < 150; index++) arrive(session, frame(CARD_MAC, 60));
    session.idle(WHILE_NS);
  }
  const missed = counter(session, 0x00020105);
  expect(session.protocol!.receivedCount + missed).toBe(10 * 150);
  expect(missed).toBeGreaterThan(192);
  expect(closeSession(session)).toEqual([]);
});

test('a card that was pulled out is left alone', () => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 100), frame(STATION_MAC, 100)]);
  session.board.removeNic();
  session.idle(10e9);
  expect(closeSession(session)).toEqual([]);
});
