/** Interrupts of the 82540EM's driver: a shared line, and a device that talks nonsense. */
import type { I82540em } from '../../../hardware/nic/82540em';
import { Random } from '../../../hardware/random';
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  openSession,
  STATION_MAC,
  WHILE_NS,
} from '../../support/e1000-session';

function nicOf(session: Session): I82540em {
  return session.board.nic as I82540em;
}

/** What a register holds, without the side effects of a read. */
function valueOf(session: Session, name: string): number {
  return nicOf(session)
    .dump()
    .find((register) => register.name === name)!.value;
}

test('interrupts are on once NDIS has asked something, and only those that are wanted', () => {
  const session = openSession();
  // TXDW, LSC, RXDMT0, RXO and RXT0 (8254x SDM 13.4.20).
  expect(valueOf(session, 'IMS')).toBe(0xd5);
  expect(closeSession(session)).toEqual([]);
});

test('a frame costs one interrupt at most', () => {
  const session = openSession();
  const nic = nicOf(session);
  const readRegister = nic.readRegister.bind(nic);
  let readCount = 0;
  nic.readRegister = (offset) => {
    if (offset === 0xc0) readCount++;
    return readRegister(offset);
  };
  for (let index = 0; index < 200; index++) arrive(session, frame(CARD_MAC, 60, index));
  session.idle(WHILE_NS);
  expect(session.protocol!.receivedCount).toBe(200);
  expect(readCount).toBeLessThanOrEqual(50);
  expect(closeSession(session)).toEqual([]);
});

test('interrupts of another device on the line are left to it', () => {
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
  for (let index = 0; index < 200; index++) {
    board.clock.schedule(random.below(20_000_000), () => pin.set(true));
    if (index % 4 === 0) arrive(session, frame(CARD_MAC, 100));
  }
  session.idle(WHILE_NS);
  // Two that come while the line is up are one.
  expect(servedCount).toBeGreaterThan(150);
  expect(session.protocol!.receivedCount).toBe(50);
  expect(closeSession(session)).toEqual([]);
});

describe('descriptors that no device writes', () => {
  const DESCRIPTOR_BYTES = 16;
  test.each(Array.from({ length: 20 }, (_, seed) => seed))('seed %d', (seed) => {
    const session = openSession();
    // What the driver makes of lies is not held against it.
    session.board.hasNicLied = true;
    const random = new Random(seed);
    const { bytes } = session.board.memory;
    const ring = valueOf(session, 'RDBAL');
    const ringBytes = valueOf(session, 'RDLEN');
    for (let round = 0; round < 20; round++) {
      const first = random.below(ringBytes / DESCRIPTOR_BYTES);
      for (let index = 0; index < 8; index++) {
        const at = ring + (((first + index) * DESCRIPTOR_BYTES) % ringBytes);
        for (let offset = 8; offset < 16; offset++) bytes[at + offset] = random.below(256);
      }
      // ICS: a frame is said to have come (13.4.19).
      nicOf(session).writeRegister(0xc8, 0x80);
      session.protocol!.send([frame(STATION_MAC, 100)]);
      session.idle(2e6);
    }
    for (const { length } of session.protocol!.received) {
      expect(length).toBeGreaterThanOrEqual(14);
      expect(length).toBeLessThanOrEqual(1514);
    }
    expect(closeSession(session)).toEqual([]);
  });
});
