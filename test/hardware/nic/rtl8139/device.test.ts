/** The whole device: identity, resets, power, a driver's traffic, hostile programs, determinism. */
import { Memory, RawMemory } from '../../../../hardware/memory';
import { MainMemoryPort } from '../../../../hardware/main-memory-port';
import { Clock } from '../../../../hardware/clock';
import { Rtl8139 } from '../../../../hardware/nic/rtl8139';
import { Random } from '../../../../hardware/random';
import { Rtl8139Driver } from '../../../../harness/bench/drivers/rtl8139';
import { Bench, createFrame, LINK_UP_NS } from '../../../support/nic/rtl8139-bench';

test('configuration space is that of an RTL8139C (chapters 7, 8)', () => {
  const { device } = new Bench();
  expect(device).toMatchObject({
    vendorId: 0x10ec,
    deviceId: 0x8139,
    revisionId: 0x10,
    classCode: 0x020000,
    subsystemVendorId: 0x10ec,
    subsystemId: 0x8139,
    interruptPin: 1,
    minGrant: 0x20,
    maxLatency: 0x40,
    statusCapabilities: 0x0280,
  });
  // Version 1.1; D1 and D2; PME# from all but D0.
  expect(device.powerManagement).toMatchObject({ offset: 0x50, pmc: 0xf7c2 });
});

test('the default address is one of Realtek, and a revision given shows in RERID', () => {
  const bench = new Bench({ macAddress: undefined, revisionId: 0x10 });
  expect([bench.get(0, 4), bench.get(4, 2)]).toEqual([0x004c_e000, 0x0100]);
  expect([bench.get(0x5e, 1), bench.device.revisionId]).toEqual([0x10, 0x10]);
  expect(() => new Bench({ revisionId: 0x20 })).toThrow(
    'no RTL8139C has revision 0x20; it has 0x10',
  );
});

test('a software reset: RST for a while; IDR, MAR, CONFIG and the link stay (6.4)', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x50, 1, 0xc0);
  bench.set(0x00, 4, 0x4433_2210);
  bench.set(0x50, 1, 0x00);
  bench.set(0x08, 4, 0x1234_5678);
  bench.set(0x3c, 2, 0xe07f);
  bench.receive(createFrame(60, Uint8Array.of(0x10, 0x22, 0x33, 0x44, 0x34, 0x56)));
  expect(bench.pin).toBe(true);
  bench.send(0, createFrame(60));
  bench.set(0x37, 1, 0x10);
  bench.set(0x37, 1, 0x0c);
  expect([bench.get(0x37, 1), bench.pin]).toEqual([0x11, false]);
  expect(bench.device.activity()).toEqual({
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  });
  bench.advance(20_000);
  expect(bench.get(0x37, 1)).toBe(0x01);
  expect([bench.get(0x00, 4), bench.get(0x08, 4)]).toEqual([0x4433_2210, 0x1234_5678]);
  expect([bench.get(0x44, 4), bench.get(0x10, 4), bench.get(0x38, 4)]).toEqual([0, 0x2000, 0xfff0]);
  expect([bench.get(0x64, 2), bench.get(0x40, 4)]).toEqual([0x782d, 0x7400_0000]);
  expect(bench.sent.length).toBe(0);
});

test('RST# restores everything', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x00, 4, 0);
  bench.set(0x54, 4, 100);
  bench.set(0x66, 2, 0x21);
  bench.device.reset();
  expect(bench.device.dump()).toEqual(new Bench().device.dump());
});

test('outside D0 there is no DMA and no interrupt, and nothing answers', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x3c, 2, 0xe07f);
  bench.receive(createFrame(60));
  bench.send(0, createFrame(60));
  bench.device.powerManagement!.setPowerState(1);
  const { dmaCount } = bench;
  bench.receive(createFrame(60));
  bench.advance(1_000_000);
  expect([bench.pin, bench.sent.length, bench.dmaCount]).toEqual([false, 0, dmaCount]);
  expect([bench.get(0, 1), bench.get(0, 2), bench.get(0, 4)]).toEqual([0xff, 0xffff, 0xffff_ffff]);
  bench.set(0x37, 1, 0x10);
  bench.device.powerManagement!.setPowerState(0);
  // The context of D1 is kept.
  expect([bench.pin, bench.get(0x37, 1)]).toEqual([true, 0x0c]);
  bench.receive(createFrame(60));
  expect(bench.get(0x3a, 2)).toBe(136);
});

/** Two cards, each the other's far end, with a driver each. */
function createPair() {
  const clock = new Clock();
  const nics: Rtl8139[] = [];
  const drivers: Rtl8139Driver[] = [];
  for (const index of [0, 1]) {
    const memory = new Memory(0x10_0000, 0x8_0000);
    const nic = new Rtl8139({
      busMaster: new MainMemoryPort(memory),
      clock,
      interruptPin: { set() {} },
      macAddress: Uint8Array.of(0, 0xe0, 0x4c, 0, 0, index),
      wire: {
        hasLink: true,
        transmit: (frame, byteCount) => nics[1 - index].receive(frame, byteCount),
      },
    });
    nics.push(nic);
    drivers.push(new Rtl8139Driver({ nic, memory: new RawMemory(memory), clock }));
  }
  return { clock, drivers };
}

test.each([1, 10, 20, 40])('a driver moves hundreds of frames both ways, ring of %i', (rxRing) => {
  const { clock, drivers } = createPair();
  const random = new Random(rxRing);
  const expected: Uint8Array[][] = [[], []];
  const counts = [0, 0];
  let damagedCount = 0;
  for (const driver of drivers) driver.start({ rxRing, promiscuous: true });
  for (let step = 0; step < 1500; step++) {
    const from = random.below(2);
    const frame = createFrame(
      60 + random.below(1455),
      Uint8Array.of(0, 0xe0, 0x4c, 0, 0, 1 - from),
    );
    if (drivers[from].send(frame)) expected[1 - from].push(frame);
    clock.advance(random.below(100_000));
    for (const index of [0, 1]) {
      drivers[index].reap();
      for (let got = drivers[index].receive(); got; got = drivers[index].receive())
        if (Buffer.compare(got, expected[index][counts[index]++]) !== 0) damagedCount++;
    }
  }
  expect(Math.min(...counts)).toBeGreaterThan(500);
  expect(damagedCount).toBe(0);
});

/** One thing that a driver gone wild, or the world around it, may do. */
function act(bench: Bench, random: Random): void {
  const choice = random.below(20);
  const width = ([1, 2, 4] as const)[random.below(3)];
  const mask = [0xff, 0xffff, 0x3_ffff, 0xffff_ffff][random.below(4)];
  const value = (random.nextUint32() & mask) >>> 0;
  if (choice < 5) bench.set(0x10 + 4 * random.below(4), 4, value & 0xffff_c7ff);
  else if (choice < 6) bench.set(0x20 + 4 * random.below(5), 4, value);
  else if (choice < 7) bench.set(0x38, 2, value);
  else if (choice < 8) bench.set(0x3e, 2, value);
  else if (choice < 9) bench.set(random.below(256), width, value);
  else if (choice < 10) bench.set((0x10 + random.below(0x38)) & ~3, 4, value);
  else if (choice < 12) bench.set(0x37, 1, 0x0c);
  else if (choice < 13) bench.set(0x50, 1, [0x00, 0xc0, value][random.below(3)]);
  else if (choice < 14) bench.set(0x3c, 2, value);
  else if (choice < 17) bench.receive(createFrame(1 + random.below(2500)));
  else bench.advance(random.below(1_000_000));
  const event = random.below(1000);
  if (event < 2) bench.device.linkChanged((bench.wire.hasLink = event > 0));
  else if (event < 4) bench.device.powerManagement!.setPowerState(event === 2 ? 1 : 0);
  else if (event < 6) bench.device.reset();
  else if (event < 8) bench.advance(LINK_UP_NS);
  else if (event < 10) bench.busIsDown = event > 8;
  else if (event < 40) recover(bench, random);
}

/** What a driver does about a chip that has stopped. */
function recover(bench: Bench, random: Random): void {
  bench.set(0x50, 1, 0x00);
  bench.start(0xe71f | (random.below(4) << 11) | (random.below(2) << 7));
  for (let index = 0; index < 4; index++) bench.set(0x20 + 4 * index, 4, random.below(0x3_8000));
}

/** Thousands of writes of anything anywhere, frames in, time on; a digest of all that was seen. */
function runHostile(seed: number): string {
  const random = new Random(seed);
  const bench: Bench = new Bench({
    onPin: () => {
      if (random.below(32) === 0) bench.set(0x37, 1, random.below(32));
    },
  });
  let eventCount = 0;
  const schedule = bench.clock.schedule.bind(bench.clock);
  bench.clock.schedule = (delayNs, callback) => {
    eventCount++;
    return schedule(delayNs, callback);
  };
  let digest = 0;
  for (let step = 0; step < 4000; step++) {
    act(bench, random);
    digest = (Math.imul(digest, 31) + bench.get(random.below(256), 4)) | 0;
  }
  bench.advance(LINK_UP_NS);
  // A packet takes two events, and no write starts more than one.
  expect(eventCount).toBeLessThan(4000);
  expect(bench.sent.length).toBeGreaterThan(20);
  expect(bench.dmaCount).toBeGreaterThan(100);
  for (const byte of bench.ram) digest = (Math.imul(digest, 31) + byte) | 0;
  const counts = [
    bench.sent.length,
    bench.dmaCount,
    bench.pinEdges.length,
    bench.unmodelled.length,
  ];
  return [digest, eventCount, ...counts].join(' ');
}

test.each([1, 2, 3])('a hostile program (seed %i) throws nothing and repeats', (seed) => {
  expect(runHostile(seed)).toBe(runHostile(seed));
});

test('it goes about in memory from RBSTART and each TSAD', () => {
  const bench = new Bench();
  bench.set(0x30, 4, 0x1000);
  bench.set(0x2c, 4, 0x2000);
  expect(bench.device.memoryRoots()).toEqual([0x1000, 0, 0, 0, 0x2000]);
});
