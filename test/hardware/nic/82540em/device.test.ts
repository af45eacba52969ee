/** The whole device: identity, resets, power, loopback, hostile programs, determinism. */
import { Clock } from '../../../../hardware/clock';
import { MainMemoryPort } from '../../../../hardware/main-memory-port';
import { Memory, RawMemory } from '../../../../hardware/memory';
import { I82540em } from '../../../../hardware/nic/82540em';
import { Random } from '../../../../hardware/random';
import { TestStation, Wire } from '../../../../hardware/wire';
import { Bench, createFrame, LINK_UP_NS } from '../../../support/nic/82540em-bench';
import { I82540emDriver } from '../../../../harness/bench/drivers/82540em';

test('configuration space is that of an 82540EM (4.1)', () => {
  const { device } = new Bench();
  expect(device).toMatchObject({
    vendorId: 0x8086,
    deviceId: 0x100e,
    classCode: 0x020000,
    interruptPin: 1,
    minGrant: 0xff,
    maxLatency: 0,
    statusCapabilities: 0x0220,
  });
  const [memory, none, io] = device.bars;
  expect([memory!.space, memory!.byteCount, none]).toEqual(['memory', 0x2_0000, undefined]);
  expect([io!.space, io!.byteCount]).toEqual(['io', 8]);
  expect([memory!.is64Bit ?? false, memory!.isPrefetchable ?? false]).toEqual([false, false]);
  expect(device.powerManagement.offset).toBe(0xdc);
});

test('a MAC address has six bytes', () => {
  const { device, clock } = new Bench();
  const ports = { busMaster: device.busMaster, clock, wire: { hasLink: false, transmit() {} } };
  const interruptPin = { set() {} };
  expect(() => new I82540em({ ...ports, interruptPin, macAddress: new Uint8Array(5) })).toThrow();
});

test('the station address comes from the EEPROM after each reset (5.4)', () => {
  const bench = new Bench();
  expect([bench.get(0x5400), bench.get(0x5404)]).toEqual([0x120c_0e00, 0x8000_5634]);
  bench.set(0x5400, 0);
  bench.set(0x18, 0x2000);
  expect([bench.get(0x5400), bench.get(0x18)]).toEqual([0x120c_0e00, 0]);
});

test('CTRL.RST restores the registers, stops everything, and clears itself', () => {
  const bench = new Bench();
  bench.startReceiver(0x2);
  bench.startTransmitter();
  bench.set(0xd0, 0xff);
  bench.set(0xc8, 0x1);
  bench.set(0, 0x0400_0241);
  expect(bench.device.activity()).toEqual({
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  });
  const fresh = new Bench().device.dump();
  expect(bench.device.dump()).toEqual(fresh);
  expect(bench.get(0)).toBe(0x201);
});

test('RST# restores the PHY too, and a board that is on has its link', () => {
  const bench = new Bench();
  bench.writePhy(4, 0x0061);
  bench.set(0x100, 2);
  bench.device.reset();
  expect([bench.get(0x100), bench.readPhy(4) & 0xffff]).toEqual([0, 0x0de1]);
  bench.set(0, 0x241);
  expect(bench.get(8) & 2).toBe(2);
});

test('D3 stops DMA and interrupts and answers nothing; D0 comes back as from a reset', () => {
  const bench = new Bench();
  bench.startReceiver(0x2);
  bench.startTransmitter();
  bench.ram.set(createFrame(60), 0x8000);
  bench.putTransmit(0, [0x8000, 0, 0x0b00_003c, 0]);
  bench.set(0xd0, 0xff);
  bench.set(0x3818, 1);
  bench.device.powerManagement.setPowerState(3);
  const { dmaCount } = bench;
  bench.receive(createFrame(60));
  bench.set(0x3818, 1);
  bench.set(0xc8, 1);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.dmaCount, bench.pin]).toEqual([0, dmaCount, false]);
  expect(bench.get(8)).toBe(0xffff_ffff);
  bench.device.powerManagement.setPowerState(0);
  expect([bench.get(0x100), bench.get(0xd0), bench.get(0x5400)]).toEqual([0, 0, 0x120c_0e00]);
  // The PHY negotiates anew on the way back (11.4.2).
  bench.set(0, 0x241);
  expect(bench.get(8) & 2).toBe(0);
  bench.advance(LINK_UP_NS);
  expect(bench.get(8) & 2).toBe(2);
});

test.each([
  { name: 'RCTL.LBM', act: (b: Bench) => b.set(0x100, 0x42), hasLink: false },
  { name: 'the PHY', act: (b: Bench) => b.writePhy(0, 0x5140), hasLink: true },
])('loopback in $name brings a frame back', ({ act, hasLink }) => {
  const bench = new Bench({ hasLink });
  bench.startReceiver(0x2);
  bench.startTransmitter();
  act(bench);
  bench.ram.set(createFrame(60), 0x8000);
  bench.putTransmit(0, [0x8000, 0, 0x0b00_003c, 0]);
  bench.set(0x3818, 1);
  bench.advance(10_000);
  expect(bench.sent.length).toBe(0);
  expect(bench.receiveDescriptor(0).status).toBe(7);
  expect(bench.receiveBuffer(0, 60)).toEqual(createFrame(60));
});

test('the revision is that of the card', () => {
  expect(new Bench().device.revisionId).toBe(0x02);
  expect(new Bench({ card: { revisionId: 0x0b } }).device.revisionId).toBe(0x0b);
});

/** The device, main memory, and a station, on a wire of their own. */
function createMachine() {
  const clock = new Clock();
  const memory = new Memory();
  const wire = new Wire({ clock });
  const end = wire.end();
  const interruptPin = { set() {} };
  const busMaster = new MainMemoryPort(memory);
  const nic = new I82540em({ busMaster, clock, wire: end, interruptPin });
  end.connect(nic);
  const station = new TestStation(clock);
  const port = wire.attach(station);
  const driver = new I82540emDriver({ nic, clock, memory: new RawMemory(memory) });
  return { clock, station, port, driver };
}

test('a polled driver sends and receives, many times round both rings', () => {
  const { clock, station, port, driver } = createMachine();
  driver.start({ txRing: 8, rxRing: 8 });
  expect([driver.hasLink, ...driver.macAddress]).toEqual([true, 0, 0x0e, 0x0c, 0, 0, 1]);
  const frames = Array.from({ length: 98 }, (_, index) => {
    const frame = createFrame(60 + 15 * index, driver.macAddress);
    frame[20] = index;
    return frame;
  });
  const received: Uint8Array[] = [];
  for (const frame of frames) {
    while (!driver.send(frame)) {
      clock.advance(1000);
      driver.reap();
    }
    port.transmit(frame, frame.length);
    clock.advance(20_000);
    for (let got = driver.receive(); got !== undefined; got = driver.receive()) received.push(got);
  }
  clock.advance(1_000_000);
  const want = frames.map(hex);
  expect(station.frames.map(({ bytes }) => hex(bytes))).toEqual(want);
  expect(received.map(hex)).toEqual(want);
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

test('a full ring sends no more until it is reaped', () => {
  const { clock, driver } = createMachine();
  driver.start({ txRing: 8, rxRing: 8 });
  const results = Array.from({ length: 9 }, () => driver.send(createFrame(60)));
  expect(results).toEqual([true, true, true, true, true, true, true, false, false]);
  clock.advance(1_000_000);
  driver.reap();
  expect(driver.send(createFrame(60))).toBe(true);
});

test.each([
  { name: 'for another', isPromiscuous: false, want: 0 },
  { name: 'for another, promiscuous', isPromiscuous: true, want: 1 },
])('a frame $name', ({ isPromiscuous, want }) => {
  const { clock, port, driver } = createMachine();
  driver.start({ promiscuous: isPromiscuous });
  port.transmit(createFrame(60, Uint8Array.of(2, 0, 0, 0, 0, 9)), 60);
  clock.advance(10_000);
  expect(driver.receive() === undefined ? 0 : 1).toBe(want);
});

/** Counts what a device schedules. */
function countEvents(bench: Bench): { count: number } {
  const events = { count: 0 };
  const schedule = bench.clock.schedule.bind(bench.clock);
  bench.clock.schedule = (delayNs, callback) => {
    events.count++;
    return schedule(delayNs, callback);
  };
  return events;
}

/**
 * Nothing that a device does comes more often than the shortest frame there is at 1000 Mb/s:
 * preamble, a byte, and a gap of 4 (13.4.34).
 */
const EVENT_NS = 13 * 8;

/** Thousands of accesses of any width to anything anywhere, frames in, time on; and a digest. */
function runHostile(seed: number): string {
  const random = new Random(seed);
  const bench = new Bench({ ramBytes: 0x4_0000, hasPme: seed % 2 === 0 });
  const events = countEvents(bench);
  const windows = [bench.device.bars[0]!, bench.device.bars[2]!];
  const offsets = bench.device.dump().map(({ offset }) => offset);
  let digest = 0;
  for (let step = 0; step < 3000; step++) {
    const choice = random.below(10);
    const isIo = random.below(10) === 0;
    const { window, byteCount } = windows[isIo ? 1 : 0];
    const isAnywhere = isIo || random.below(8) === 0;
    const width = ([1, 2, 4, 4, 4, 4] as const)[random.below(6)];
    const offset = isAnywhere ? random.below(byteCount) : offsets[random.below(offsets.length)];
    const at = offset - (offset % width);
    const mask = [0xff, 0xffff, 0x3_ffff, 0xffff_ffff][random.below(4)];
    if (choice < 6) window.write(at, width, (random.nextUint32() & mask) >>> 0);
    else if (choice < 7) bench.receive(createFrame(18 + random.below(2000)));
    else if (choice < 8) bench.view.setUint32(random.below(0x3_fff0), random.nextUint32());
    else bench.advance(random.below(100_000));
    digest = (Math.imul(digest, 31) + window.read(at, width)) | 0;
  }
  expect(events.count).toBeLessThan(6000 + bench.clock.nowNs / EVENT_NS);
  const counts = [bench.sent.length, bench.dmaCount, bench.pinEdges.length, bench.pmeCount];
  return [digest, bench.clock.nowNs, ...counts].join(' ');
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a hostile program (seed %i) throws nothing and repeats',
  (seed) => {
    expect(runHostile(seed)).toBe(runHostile(seed));
  },
);

const ONE_OF = <Item>(random: Random, items: readonly Item[]): Item =>
  items[random.below(items.length)];

/** A descriptor that no driver should make: bytes 0-15, as four words. */
function hostileDescriptor(random: Random, ringBase: number): [number, number, number, number] {
  const low = ONE_OF(random, [0x8000, 0x8000, 0x9001, 0, ringBase, 0x3_fffe, 0xfeb0_0000]);
  const high = random.below(16) === 0 ? 0xffff_ffff : 0;
  const length = ONE_OF(random, [0, 1, 13, 60, 1514, 0x3fff, 0xffff, 0xf_ffff]);
  const command =
    (random.nextUint32() & 0xcc00_0000) | ONE_OF(random, [0, 0x0100_0000, 0x0300_0000]);
  const kind = ONE_OF(random, [0, 0x2000_0000, 0x2010_0000, 0x2010_0000, 0x2050_0000]);
  // Of a context descriptor: status, HDRLEN, and MSS.
  const headerBytes = ONE_OF(random, [0, 1, 14, 54, 255]);
  const mss = ONE_OF(random, [0, 1, 536, 1460, 0x4000, 0xffff]);
  const upper = kind === 0x2000_0000 ? (mss << 16) | (headerBytes << 8) : random.nextUint32();
  return [low, high, (command | kind | length) >>> 0, upper >>> 0];
}

/** Rings of hostile descriptors, in hostile places, with hostile heads and tails. */
function runHostileRings(seed: number): string {
  const random = new Random(seed);
  const bench = new Bench({ ramBytes: 0x4_0000 });
  bench.startReceiver(0x0000_803a, 8);
  bench.startTransmitter(undefined, 8);
  const events = countEvents(bench);
  for (let step = 0; step < 1500; step++) {
    const ring = ONE_OF(random, [0x2800, 0x3800]);
    const base = ONE_OF(random, [0x1000, 0x2000, 0x2000, 0x2000, 0x3_ff80, 0xfeb0_0000]);
    const choice = random.below(16);
    if (choice < 5) {
      const words = hostileDescriptor(random, base);
      bench.putTransmit(random.below(64), words);
    } else if (choice < 6) bench.set(ring, base);
    else if (choice < 7) bench.set(ring + 4, ONE_OF(random, [0, 0, 0, 0, 0, 1, 0xffff_ffff]));
    else if (choice < 8) bench.set(ring + 8, ONE_OF(random, [0, 128, 128, 1024, 0x3000, 0xf_ff80]));
    else if (choice < 9) bench.set(ring + 0x10, ONE_OF(random, [0, 0, 7, 8, 63, 0xffff]));
    else if (choice < 11) bench.set(ring + 0x18, ONE_OF(random, [0, 1, 7, 8, 63, 0xffff]));
    else if (choice < 13) bench.receive(createFrame(ONE_OF(random, [18, 60, 1514, 9000, 16380])));
    else if (choice < 14)
      bench.set(0x100, ONE_OF(random, [0, 0x803a, 0x0203_803a, 0x3_803a, 0x42]));
    else if (choice < 15) {
      bench.set(0, 0x0400_0000);
      bench.startReceiver(0x0000_803a, 8);
      bench.startTransmitter(undefined, 8);
    } else bench.advance(random.below(50_000));
  }
  expect(events.count).toBeLessThan(3000 + bench.clock.nowNs / EVENT_NS);
  const sentBytes = bench.sent.reduce((sum, { frame }) => sum + frame.length, 0);
  const counts = [bench.dmaCount, bench.sent.length, sentBytes, bench.pinEdges.length];
  return counts.join(' ');
}

test.each([1, 2, 3, 4, 5, 6])('hostile rings (seed %i) throw nothing and repeat', (seed) => {
  const transcript = runHostileRings(seed);
  expect(runHostileRings(seed)).toBe(transcript);
  // They did get something done.
  expect(parseInt(transcript, 10)).toBeGreaterThan(200);
});

test('a device that nobody uses schedules nothing', () => {
  const clock = new Clock();
  const busMaster = { read: () => false, write: () => false };
  const wire = { hasLink: true, transmit() {} };
  new I82540em({ busMaster, clock, wire, interruptPin: { set() {} } });
  expect(clock.nextDueNs).toBe(Infinity);
});

test('it goes about in memory from RDBAL and TDBAL', () => {
  const bench = new Bench();
  bench.set(0x2800, 0x1000);
  bench.set(0x3800, 0x2000);
  expect(bench.device.memoryRoots()).toEqual([0x1000, 0x2000]);
});
