/** The 82540EM's driver asleep, awake, torn out, and when the system goes down. */
import type { I82540em } from '../../../hardware/nic/82540em';
import { notifyPnPEvent, setPower, shutdownAdapter } from '../../../ndis/wrapper/lifecycle';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  LINK_NS,
  openSession,
  sentFrames,
  STATION_MAC,
  WHILE_NS,
} from '../../support/e1000-session';

test.each([1, 2, 3] as const)('sleeps in D%d without touching the device, and wakes', (state) => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 80 }, () => frame(STATION_MAC, 1514)));
  expect(setPower(session.adapter!, state)).toBe(0);
  expect(protocol!.outstandingSendCount).toBe(0);
  const nic = session.board.nic as I82540em;
  let accessCount = 0;
  const readRegister = nic.readRegister.bind(nic);
  const writeRegister = nic.writeRegister.bind(nic);
  nic.readRegister = (offset) => (accessCount++, readRegister(offset));
  nic.writeRegister = (offset, value) => (accessCount++, writeRegister(offset, value));
  protocol!.send([frame(STATION_MAC, 60)]);
  arrive(session, frame(CARD_MAC, 60));
  for (const oid of [0x00020101, 0x00010114, 0x0001010e]) session.query(oid);
  session.setUlong(0x0001010e, 0x2b);
  // Another device on the line interrupts: the ISR is asked, and must not look at its own.
  const pin = session.board.interruptLine.pin();
  const service = { service: () => (pin.set(false), true) };
  session.os.scheduler.connectInterrupt(service);
  pin.set(true);
  session.idle(LINK_NS);
  session.os.scheduler.disconnectInterrupt(service);
  expect(accessCount).toBe(0);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(setPower(session.adapter!, 0)).toBe(0);
  session.idle(LINK_NS);
  session.board.station.clear();
  const bytes = frame(STATION_MAC, 100);
  protocol!.send([bytes]);
  arrive(session, bytes);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toEqual([bytes]);
  // The filter that was set asleep is in force: promiscuous.
  expect(protocol!.received).toEqual([bytes]);
  expect(closeSession(session)).toEqual([]);
});

test('is halted asleep', () => {
  const session = openSession();
  setPower(session.adapter!, 3);
  expect(closeSession(session)).toEqual([]);
});

/** A magic packet: six times FFh and sixteen times the address (8254x SDM 6.4.3.1.4). */
function magicPacket(address: Uint8Array): Uint8Array {
  const bytes = frame(CARD_MAC, 14 + 6 + 16 * 6);
  bytes.fill(0xff, 14, 20);
  for (let index = 0; index < 16; index++) bytes.set(address, 20 + 6 * index);
  return bytes;
}

test.each([
  { name: 'a magic packet wakes it', event: magicPacket(CARD_MAC), wants: 0x05, wakes: true },
  { name: 'another frame does not', event: frame(CARD_MAC, 116), wants: 0x05, wakes: false },
  { name: 'nor a magic packet unasked', event: magicPacket(CARD_MAC), wants: 0, wakes: false },
])('asleep, $name', ({ event, wants, wakes }) => {
  const session = openSession();
  const { bus } = session.board;
  // OID_PNP_ENABLE_WAKE_UP: magic packets and link changes.
  expect(session.setUlong(0xfd010106, wants)).toBe(0);
  expect(setPower(session.adapter!, 3)).toBe(0);
  // PMCSR lies at E0h: D3, PME_En; PME_Status is bit 15 (8254x SDM 6.3.3.4).
  bus.writeConfig(3, 0, 0xe0, 2, 0x0103);
  session.idle(LINK_NS);
  bus.writeConfig(3, 0, 0xe0, 2, 0x8103);
  arrive(session, event);
  session.idle(WHILE_NS);
  expect(bus.readConfig(3, 0, 0xe0, 2)).toBe(wakes ? 0x8103 : 0x0103);
  bus.writeConfig(3, 0, 0xe0, 2, 0x8000);
  bus.assignResources();
  session.board.startDevice();
  expect(setPower(session.adapter!, 0)).toBe(0);
  session.idle(LINK_NS);
  expect(closeSession(session)).toEqual([]);
});

test.each([0, 1, 3, 4, 5, 6, 99, 0xffffffff])('PnP event %d is nothing to it', (event) => {
  const session = openSession();
  notifyPnPEvent(session.adapter!, event);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});

test('shutdown quiets the device', () => {
  const session = openSession();
  shutdownAdapter(session.adapter!);
  const { interruptMask, receiverEnabled, transmitterEnabled } = session.board.nic.activity();
  expect({ interruptMask, receiverEnabled, transmitterEnabled }).toEqual({
    interruptMask: 0,
    receiverEnabled: false,
    transmitterEnabled: false,
  });
  session.dispose();
});

describe('torn out at an access of a register', () => {
  const SURPRISE_REMOVED = 2;
  test.each(Array.from({ length: 60 }, (_, index) => 1 + index * 7))('number %d', (number) => {
    const session = openSession();
    const { protocol, board } = session;
    const nic = board.nic as I82540em;
    let countdown = number;
    const tick = () => {
      if (--countdown === 0) board.removeNic();
    };
    const readRegister = nic.readRegister.bind(nic);
    const writeRegister = nic.writeRegister.bind(nic);
    nic.readRegister = (offset) => {
      tick();
      return board.isNicPresent ? readRegister(offset) : 0xffff_ffff;
    };
    nic.writeRegister = (offset, value) => {
      tick();
      if (board.isNicPresent) writeRegister(offset, value);
    };
    for (let round = 0; round < 3; round++) {
      protocol!.send(Array.from({ length: 10 }, () => frame(STATION_MAC, 200)));
      for (let index = 0; index < 5; index++) arrive(session, frame(CARD_MAC, 200));
      session.idle(2e6);
    }
    session.query(0x00020101);
    setPower(session.adapter!, 3);
    setPower(session.adapter!, 0);
    session.idle(LINK_NS);
    if (board.isNicPresent) board.removeNic();
    notifyPnPEvent(session.adapter!, SURPRISE_REMOVED);
    expect(protocol!.outstandingSendCount).toBe(0);
    protocol!.send([frame(STATION_MAC, 60)]);
    expect(protocol!.outstandingSendCount).toBe(0);
    expect(closeSession(session)).toEqual([]);
  });
});
