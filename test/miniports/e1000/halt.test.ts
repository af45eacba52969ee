/** Halting the 82540EM's driver, whatever it is doing. */
import { Command, Header } from '../../../hardware/pci';
import { NIC_LOCATION } from '../../../harness/board';
import { Session } from '../../../harness/session';
import * as driver from '../../../miniports/e1000';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  openSession,
  STATION_MAC,
  WHILE_NS,
} from '../../support/e1000-session';

test('in the middle of traffic', () => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 90 }, () => frame(STATION_MAC, 1514)));
  for (let index = 0; index < 50; index++) arrive(session, frame(CARD_MAC, 1514));
  session.idle(50e3);
  expect(protocol!.outstandingSendCount).toBeGreaterThan(0);
  expect(closeSession(session)).toEqual([]);
  expect(protocol!.outstandingSendCount).toBe(0);
});

test('not before protocols have returned what they keep', () => {
  const session = openSession();
  const { protocol, board } = session;
  protocol!.holdEvery = 1;
  for (let index = 0; index < 10; index++) arrive(session, frame(CARD_MAC, 100));
  session.idle(WHILE_NS);
  expect(protocol!.heldCount).toBe(10);
  const beforeNs = board.clock.nowNs;
  board.clock.schedule(3e9, () => protocol!.returnHeld());
  expect(closeSession(session)).toEqual([]);
  expect(board.clock.nowNs - beforeNs).toBeGreaterThan(3e9);
});

test('bus mastering is as it was found', () => {
  const session = new Session({ driver, driverName: 'e1000' });
  const { board } = session;
  const { device, function: fn } = NIC_LOCATION;
  const command = () => board.bus.readConfig(device, fn, Header.COMMAND, 2);
  const startDevice = board.startDevice.bind(board);
  board.startDevice = () => {
    const resources = startDevice();
    board.bus.writeConfig(device, fn, Header.COMMAND, 2, command() & ~Command.BUS_MASTER);
    return resources;
  };
  session.load();
  session.start();
  expect(command() & Command.BUS_MASTER).not.toBe(0);
  session.halt();
  expect(command() & Command.BUS_MASTER).toBe(0);
  expect(closeSession(session)).toEqual([]);
});
