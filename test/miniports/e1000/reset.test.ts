/** The 82540EM's driver notices a hang, and resets the device. */
import type { I82540em } from '../../../hardware/nic/82540em';
import { resetAdapter } from '../../../ndis/wrapper/lifecycle';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  openSession,
  sentFrames,
  STATION_MAC,
  WHILE_NS,
} from '../../support/e1000-session';

test('a reset gives pending sends back and keeps the settings', () => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 80 }, () => frame(STATION_MAC, 1514)));
  expect(resetAdapter(session.adapter!)).toBe(0);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(protocol!.failedCount).toBeGreaterThan(0);
  session.idle(WHILE_NS);
  session.board.station.clear();
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
  resetAdapter(session.adapter!);
  expect(session.query(0x00020101).bytes[0]).toBe(1);
  expect(closeSession(session)).toEqual([]);
});

test('a reset while packets are kept by a protocol', () => {
  const session = openSession();
  const { protocol } = session;
  protocol!.holdEvery = 1;
  for (let index = 0; index < 40; index++) arrive(session, frame(CARD_MAC, 100, index));
  session.idle(WHILE_NS);
  resetAdapter(session.adapter!);
  protocol!.holdEvery = 0;
  protocol!.returnHeld();
  for (let index = 0; index < 100; index++) {
    arrive(session, frame(CARD_MAC, 100, index));
    session.idle(1e6);
  }
  expect(protocol!.receivedCount).toBe(140);
  expect(closeSession(session)).toEqual([]);
});

test('a transmitter that stops is reset; then it sends again', () => {
  const session = openSession();
  const { protocol, board } = session;
  const nic = board.nic as I82540em;
  nic.writeRegister(0x0400, 0);
  protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(10e9);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(protocol!.failedCount).toBe(1);
  protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});

test('an idle device is not reset', () => {
  const session = openSession();
  const nic = session.board.nic as I82540em;
  const writeRegister = nic.writeRegister.bind(nic);
  let resetCount = 0;
  nic.writeRegister = (offset, value) => {
    if (offset === 0 && (value & 0x0400_0000) !== 0) resetCount++;
    writeRegister(offset, value);
  };
  session.idle(60e9);
  expect(resetCount).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test('a device that does not come back is reported once, and given up when it is halted', () => {
  const session = openSession();
  const nic = session.board.nic as I82540em;
  const readRegister = nic.readRegister.bind(nic);
  nic.readRegister = (offset) =>
    offset === 0 ? readRegister(offset) | 0x0400_0000 : readRegister(offset);
  // NDIS_STATUS_HARD_ERRORS
  expect(resetAdapter(session.adapter!)).toBe(0x80010004);
  session.idle(30e9);
  expect(session.os.errorLog).toHaveLength(1);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  expect(session.protocol!.failedCount).toBe(1);
  expect(closeSession(session)).toEqual([]);
});
