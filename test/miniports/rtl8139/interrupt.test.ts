/** Interrupts of the RTL8139C's driver: a shared line, errors, and a device that talks nonsense. */
import { Random } from '../../../hardware/random';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  nicOf,
  openSession,
  spoil,
  STATION_MAC,
  ulongOf,
  valueOf,
  WHILE_NS,
  windowOf,
} from '../../support/rtl8139-session';

test('frames that come together share an interrupt', () => {
  const events: string[] = [];
  const session = openSession({
    onEvent: ({ kind, name }) => kind === 'handler' && events.push(name),
  });
  for (let index = 0; index < 100; index++) arrive(session, frame(CARD_MAC, 60, index));
  session.idle(WHILE_NS);
  expect(session.protocol!.receivedCount).toBe(100);
  expect(events.filter((name) => name === 'MiniportHandleInterrupt').length).toBeLessThan(20);
  expect(valueOf(session, 'IMR')).toBe(0x807f);
  expect(closeSession(session)).toEqual([]);
});

test('interrupts of another device on the line are left to it, even with causes masked', () => {
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
  const window = windowOf(nicOf(session));
  window.write(0x3c, 2, 0);
  nicOf(session).interrupts.raise(0x0001);
  pin.set(true);
  session.idle(WHILE_NS);
  expect(servedCount).toBe(1);
  expect(valueOf(session, 'ISR')).toBe(0x0001);
  window.write(0x3c, 2, 0x807f);
  session.idle(WHILE_NS);
  expect(valueOf(session, 'ISR')).toBe(0);
  expect(closeSession(session)).toEqual([]);
});

test.each([
  { name: 'RER', cause: 0x0002, want: 1 },
  { name: 'a cause that is not enabled', cause: 0x4000, want: 0 },
])('$name counts $want receive errors', ({ cause, want }) => {
  const session = openSession();
  nicOf(session).interrupts.raise(cause);
  session.idle(WHILE_NS);
  expect(ulongOf(session, 0x00020104)).toBe(want);
  expect(closeSession(session)).toEqual([]);
});

test('after a bus error the device is reset, and works', () => {
  const session = openSession();
  nicOf(session).interrupts.raise(0x8000);
  session.idle(10e6);
  // OID_GEN_HARDWARE_STATUS: NdisHardwareStatusNotReady, then ready.
  expect(ulongOf(session, 0x00010102)).toBe(4);
  session.idle(5e9);
  expect(ulongOf(session, 0x00010102)).toBe(0);
  const bytes = frame(STATION_MAC, 100);
  session.protocol!.send([bytes]);
  arrive(session, frame(CARD_MAC, 80));
  session.idle(WHILE_NS);
  expect(session.board.station.frames).toHaveLength(1);
  expect(session.protocol!.receivedCount).toBe(1);
  expect(session.os.errorLog).toEqual([]);
  expect(closeSession(session)).toEqual([]);
});

test('a device whose registers all read as ones is left alone', () => {
  const session = openSession();
  const { board } = session;
  session.protocol!.send([frame(STATION_MAC, 1514), frame(STATION_MAC, 1514)]);
  board.removeNic();
  session.idle(WHILE_NS);
  expect(session.protocol!.outstandingSendCount).toBeLessThanOrEqual(2);
  expect(closeSession(session)).toEqual([]);
});

test.each([1, 2, 3, 4, 5])('registers that read nonsense do no harm (seed %d)', (seed) => {
  const session = openSession();
  const { protocol } = session;
  const random = new Random(seed);
  const nic = nicOf(session);
  // Not TSD: a device that says it is done with a packet is believed.
  for (const offset of [0x37, 0x3e, 0x4c, 0x58])
    spoil(nic, offset, (value) => (random.below(4) === 0 ? random.below(0x1_0000) : value));
  for (let round = 0; round < 30; round++) {
    protocol!.send([frame(STATION_MAC, 60 + 40 * round)], 1 + (round % 2));
    arrive(session, frame(CARD_MAC, 60 + 40 * round));
    session.idle(1e6);
  }
  session.idle(20e9);
  expect(protocol!.outstandingSendCount).toBe(0);
  session.play(() => session.halt());
  expect(session.os.findings.map(({ rule }) => rule)).toEqual([]);
  session.dispose();
});
