/** The RTL8139C's driver asleep, awake, torn out, and when the system goes down. */
import { shutdownAdapter } from '../../../ndis/wrapper/lifecycle';
import {
  arrive,
  CARD_MAC,
  closeSession,
  frame,
  LINK_NS,
  newSession,
  nicOf,
  openSession,
  sentFrames,
  spoil,
  STATION_MAC,
  valueOf,
  WHILE_NS,
  windowOf,
} from '../../support/rtl8139-session';

const ENABLE_WAKE_UP = 0xfd010106;

test.each([1, 2, 3] as const)('sleeps in D%d without touching the device, and wakes', (state) => {
  const session = openSession();
  const { protocol } = session;
  protocol!.send(Array.from({ length: 10 }, () => frame(STATION_MAC, 1514)));
  expect(session.setPower(state)).toBe(0);
  expect(session.adapter!.pendingSends.size).toBe(0);
  const window = windowOf(nicOf(session));
  let accessCount = 0;
  const { read, write } = window;
  window.read = (offset, width) => (accessCount++, read.call(window, offset, width));
  window.write = (offset, width, value) => (
    accessCount++,
    write.call(window, offset, width, value)
  );
  protocol!.send([frame(STATION_MAC, 60)]);
  arrive(session, frame(CARD_MAC, 60));
  for (const oid of [0x00020101, 0x00020105, 0x00010114, 0x0001010e]) session.query(oid);
  session.setUlong(0x0001010e, 0x2b);
  session.set(0x01010103, Uint8Array.of(1, 0, 0x5e, 0, 0, 1));
  // Another device on the line interrupts: the ISR is asked, and must not look at its own.
  const pin = session.board.interruptLine.pin();
  const service = { service: () => (pin.set(false), true) };
  session.os.scheduler.connectInterrupt(service);
  pin.set(true);
  session.idle(LINK_NS);
  session.os.scheduler.disconnectInterrupt(service);
  // NDIS_STATUS_NOT_RESETTABLE
  expect(session.reset()).toBe(0x80010001);
  expect(accessCount).toBe(0);
  expect(protocol!.outstandingSendCount).toBe(0);
  expect(session.setPower(0)).toBe(0);
  session.idle(WHILE_NS);
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
  session.setPower(3);
  expect(closeSession(session)).toEqual([]);
});

test.each([0, 5, 0xffffffff])('power state %d does not exist', (state) => {
  const session = openSession();
  // OID_PNP_SET_POWER: NDIS_STATUS_INVALID_DATA
  expect(session.setUlong(0xfd010101, state)).toBe(0xc0010015);
  expect(closeSession(session)).toEqual([]);
});

test('a state that it is in already changes nothing', () => {
  const session = openSession();
  for (const state of [0, 2, 3, 3, 0, 0] as const) expect(session.setPower(state)).toBe(0);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});

describe('wake-up is armed for the time of sleep', () => {
  test.each([
    { name: 'magic packets', events: 0x01, config3: 0x20 },
    { name: 'link changes', events: 0x04, config3: 0x10 },
    { name: 'both', events: 0x05, config3: 0x30 },
    { name: 'nothing', events: 0x00, config3: 0x00 },
  ])('$name', ({ events, config3 }) => {
    const session = openSession();
    expect(session.setUlong(ENABLE_WAKE_UP, events)).toBe(0);
    session.setPower(3);
    expect(valueOf(session, 'CONFIG3') & 0x30).toBe(config3);
    expect(valueOf(session, '9346CR')).toBe(0);
    expect(valueOf(session, 'IMR')).toBe(0);
    expect(valueOf(session, 'CR') & 0x0c).toBe(0);
    session.setPower(0);
    expect(valueOf(session, 'IMR')).toBe(0x807f);
    expect(closeSession(session)).toEqual([]);
  });

  test('not for patterns, which this driver does not do', () => {
    const session = openSession();
    expect(session.setUlong(ENABLE_WAKE_UP, 0x02)).toBe(0xc00000bb);
    expect(closeSession(session)).toEqual([]);
  });

  test('nor at all on a card that cannot wake', () => {
    const session = newSession();
    // CONFIG1.PMEn
    spoil(nicOf(session), 0x52, (config1) => config1 & ~1);
    session.load();
    session.start();
    expect(session.setUlong(ENABLE_WAKE_UP, 0x01)).toBe(0xc00000bb);
    // OID_PNP_CAPABILITIES
    expect([...session.query(0xfd010100).bytes]).toEqual(Array(16).fill(0));
    expect(closeSession(session)).toEqual([]);
  });
});

test('a device that does not wake is reset until it does', () => {
  const session = openSession();
  session.setPower(3);
  const window = windowOf(nicOf(session));
  const read = window.read.bind(window);
  let isDead = true;
  window.read = (offset, width) =>
    isDead && offset === 0x37 ? read(offset, width) | 0x10 : read(offset, width);
  expect(session.setPower(0)).toBe(0);
  expect(session.os.errorLog).toHaveLength(1);
  session.idle(5e9);
  isDead = false;
  session.idle(5e9);
  session.protocol!.send([frame(STATION_MAC, 60)]);
  session.idle(WHILE_NS);
  expect(sentFrames(session)).toHaveLength(1);
  expect(session.os.errorLog).toHaveLength(1);
  expect(closeSession(session)).toEqual([]);
});

test('shutdown quiets the device, awake or asleep', () => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 1514)]);
  shutdownAdapter(session.adapter!);
  expect(valueOf(session, 'IMR')).toBe(0);
  expect(valueOf(session, 'CR') & 0x0c).toBe(0);
  session.setPower(3);
  shutdownAdapter(session.adapter!);
  expect(closeSession(session)).toEqual([]);
});
