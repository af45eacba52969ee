/** The whole device: identity, resets, the driver's way, hostile programs, determinism. */
import { Clock } from '../../../../hardware/clock';
import { Rtl8029 } from '../../../../hardware/nic/rtl8029';
import { Random } from '../../../../hardware/random';
import type { Width } from '../../../../hardware/ports';
import { Rtl8029Driver } from '../../../../harness/bench/drivers/rtl8029';
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

test('configuration space is that of an RTL8029AS', () => {
  const { nic } = new Bench();
  expect(nic).toMatchObject({
    vendorId: 0x10ec,
    deviceId: 0x8029,
    revisionId: 0x00,
    classCode: 0x020000,
    subsystemVendorId: 0x10ec,
    subsystemId: 0x8029,
    interruptPin: 1,
    minGrant: 0,
    maxLatency: 0,
  });
  expect(nic.bars.map(({ space, byteCount }) => [space, byteCount])).toEqual([['io', 32]]);
  expect('powerManagement' in nic).toBe(false);
  expect(() => new Bench({ revisionId: 0x03 })).toThrow(
    'no RTL8029AS has revision 0x03; it has 0x00',
  );
});

test('the default address is one of Realtek', () => {
  const clock = new Clock();
  const busMaster = { read: () => false, write: () => false };
  const nic = new Rtl8029({
    busMaster,
    clock,
    wire: { hasLink: true, transmit() {} },
    interruptPin: { set() {} },
  });
  const driver = new Rtl8029Driver({ nic, clock });
  driver.start();
  expect([...driver.macAddress]).toEqual([0x00, 0xe0, 0x4c, 0x00, 0x00, 0x01]);
  expect(clock.nextDueNs).toBe(Infinity);
});

test('activity is that of the chip', () => {
  const bench = new Bench();
  const quiet = {
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  };
  expect(bench.nic.activity()).toEqual(quiet);
  bench.start();
  bench.set(0x0f, 0x7f);
  bench.receive(createFrame(60));
  bench.transmit(createFrame(60));
  expect(bench.nic.activity()).toEqual({
    interruptMask: 0x7f,
    interruptAsserted: true,
    receiverEnabled: true,
    transmitterEnabled: true,
    dmaActive: true,
  });
  // TCR.LB: internal loopback keeps it off the network, external loopback goes out.
  bench.set(0x0d, 0x02);
  const engines = () => {
    const { receiverEnabled, transmitterEnabled } = bench.nic.activity();
    return [receiverEnabled, transmitterEnabled];
  };
  expect(engines()).toEqual([false, false]);
  bench.set(0x0d, 0x06);
  expect(engines()).toEqual([false, true]);
  bench.nic.reset();
  expect([bench.nic.activity(), bench.pin, bench.get(7)]).toEqual([quiet, false, 0x80]);
});

test('the link comes and goes', () => {
  const bench = new Bench({ hasLink: false });
  bench.start();
  bench.wire.hasLink = true;
  bench.nic.linkChanged();
  bench.receive(createFrame(60));
  expect([bench.get(7), bench.getPage(3, 3)]).toEqual([0x01, 0x00]);
});

test.each([
  { txRing: 1, rxRing: 1 },
  { txRing: 2, rxRing: 4 },
  { txRing: 4, rxRing: 13 },
])('a driver sends and receives, $txRing buffers out and $rxRing in', ({ txRing, rxRing }) => {
  const bench = new Bench();
  const driver = new Rtl8029Driver(bench);
  driver.start({ txRing, rxRing });
  const frames = Array.from({ length: 100 }, (_, index) =>
    createFrame(60 + ((index * 211) % 1455)),
  );
  const received: (Uint8Array | undefined)[] = [];
  for (const frame of frames) {
    while (!driver.send(frame)) {
      bench.advance(100_000);
      driver.reap();
    }
    bench.receive(frame);
    received.push(driver.receive());
  }
  for (let index = 0; index < 10; index++) {
    bench.advance(2_000_000);
    driver.reap();
  }
  const hexOf = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');
  expect(bench.sent.map(({ frame }) => hexOf(frame))).toEqual(frames.map(hexOf));
  expect(received.map(hexOf)).toEqual(frames.map(hexOf));
  expect([driver.receive(), bench.unmodelled]).toEqual([undefined, []]);
});

test('a driver gets over an overflow, and over one while it sends', () => {
  const bench = new Bench();
  const driver = new Rtl8029Driver(bench);
  driver.start({ txRing: 2, rxRing: 2 });
  driver.send(createFrame(1514));
  driver.send(createFrame(600));
  for (let index = 0; index < 5; index++) bench.receive(createFrame(1000 + index));
  const received: number[] = [];
  for (let frame = driver.receive(); frame !== undefined; frame = driver.receive())
    received.push(frame.length);
  expect(received).toEqual([1000, 1001, 1002]);
  bench.receive(createFrame(70));
  expect(driver.receive()).toEqual(createFrame(70));
  driver.reap();
  bench.advance(2_000_000);
  driver.reap();
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual([1514, 600]);
});

/** Thousands of accesses of anything anywhere, frames in, time on; a digest of what was seen. */
function runHostile(seed: number): string {
  const random = new Random(seed);
  const bench = new Bench();
  let digest = 0;
  const see = (value: number): void => {
    digest = (Math.imul(digest, 31) + value) | 0;
  };
  for (let step = 0; step < 3000; step++) {
    const choice = random.below(12);
    const width = ([1, 1, 1, 2, 4] as Width[])[random.below(5)];
    const port = random.below(24 + (choice === 0 ? 8 : 0));
    if (choice < 6) bench.set(port, random.nextUint32(), width);
    else if (choice < 7) bench.set(0, [0x22, 0x26, 0x0a, 0x12, 0x1a, 0x62][random.below(6)]);
    else if (choice < 9) bench.receive(createFrame(random.below(2000)));
    else if (choice < 10) bench.advance(random.below(3_000_000));
    else see(bench.get(port, width));
    if (bench.nic.activity().interruptAsserted !== bench.pin) throw new Error('the pin differs');
  }
  for (const { atNs, frame } of bench.sent) see(atNs + frame.length + (frame[0] ?? 0));
  for (const { atNs } of bench.pinEdges) see(atNs);
  // A transmission and an auto-load are all that may be left to come.
  let events = 0;
  while (bench.clock.runNext(Infinity)) events++;
  expect(events).toBeLessThan(4);
  return [digest, bench.sent.length, bench.pinEdges.length, bench.unmodelled.length].join(' ');
}

test.each([1, 2, 3, 4])('a hostile program (seed %i) throws nothing and repeats', (seed) => {
  expect(runHostile(seed)).toBe(runHostile(seed));
});

test('a device that nobody uses schedules nothing', () => {
  expect(new Bench().clock.nextDueNs).toBe(Infinity);
});
