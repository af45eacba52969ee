/** The whole device: identity, resets, power, loopback, hostile programs, determinism. */
import { Clock } from '../../../../hardware/clock';
import { I82557 } from '../../../../hardware/nic/i82557';
import { Random } from '../../../../hardware/random';
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/i82557-bench';
import { I82557Driver } from '../../../../harness/bench/drivers/i82557';

const QUIET = { interruptAsserted: false, receiverEnabled: false, transmitterEnabled: false };

test.each([
  { revisionId: 0x01, io: 32, isPrefetchable: true, pmc: undefined, subsystemId: 0 },
  { revisionId: 0x03, io: 32, isPrefetchable: true, pmc: undefined, subsystemId: 0x000c },
  { revisionId: 0x05, io: 32, isPrefetchable: true, pmc: 0x7e21, subsystemId: 0x000c },
  { revisionId: 0x08, io: 64, isPrefetchable: false, pmc: 0xfe22, subsystemId: 0x000c },
])('configuration space of revision $revisionId (4.1)', (want) => {
  const { nic } = new Bench({ revisionId: want.revisionId });
  expect(nic).toMatchObject({
    vendorId: 0x8086,
    deviceId: 0x1229,
    revisionId: want.revisionId,
    classCode: 0x020000,
    subsystemVendorId: want.subsystemId === 0 ? 0 : 0x8086,
    subsystemId: want.subsystemId,
    interruptPin: 1,
    minGrant: 0x08,
    maxLatency: 0x38,
    statusCapabilities: 0x0280,
  });
  const [memory, io, flash] = nic.bars;
  expect(memory).toMatchObject({ space: 'memory', byteCount: 0x1000 });
  expect(memory!.isPrefetchable).toBe(want.isPrefetchable);
  expect(io).toMatchObject({ space: 'io', byteCount: want.io });
  expect(flash).toMatchObject({ space: 'memory', byteCount: 0x10_0000 });
  expect(nic.powerManagement?.pmc).toBe(want.pmc);
});

test('the default is an 82559 with an address of Intel', () => {
  const busMaster = { read: () => false, write: () => false };
  const wire = { hasLink: true, transmit() {} };
  const clock = new Clock();
  const nic = new I82557({ busMaster, clock, wire, interruptPin: { set() {} } });
  expect(nic.revisionId).toBe(0x08);
  expect([...nic.filter.address]).toEqual([0x00, 0xa0, 0xc9, 0x00, 0x00, 0x01]);
  // A device that nobody uses schedules nothing.
  expect(clock.nextDueNs).toBe(Infinity);
});

test.each([
  { name: 'a short address', options: { macAddress: new Uint8Array(5) } },
  { name: 'a revision of the 82550', options: { revisionId: 0x0c } },
  { name: 'half an EEPROM', options: { eeprom: new Uint8Array(64) } },
  { name: 'a large EEPROM on an 82558', options: { revisionId: 5, eeprom: new Uint8Array(512) } },
])('$name is refused', ({ options }) => {
  const { nic, clock } = new Bench();
  const wire = { hasLink: false, transmit() {} };
  const ports = { busMaster: nic.busMaster, clock, wire, interruptPin: { set() {} } };
  expect(() => new I82557({ ...ports, ...options })).toThrow(RangeError);
});

test('a subsystem from an EEPROM image; none without the signature', () => {
  const image = new Uint8Array(128);
  image.set([0x00, 0x40, 0x34, 0x12, 0x11, 0x10], 20);
  expect(new Bench({ eeprom: image }).nic).toMatchObject({
    subsystemId: 0x1234,
    subsystemVendorId: 0x1011,
  });
  image[21] = 0;
  expect(new Bench({ eeprom: image }).nic.subsystemId).toBe(0);
});

test('PORT software reset: units idle, configuration, bases and counters gone (6.3.3)', () => {
  const bench = new Bench();
  bench.configure({ 15: 0x49 });
  bench.startReceiver();
  bench.receive(createFrame(60, Uint8Array.of(2, 2, 2, 2, 2, 2)));
  bench.set(3, 0x01, 1);
  bench.command(0x60, 0x1000);
  bench.set(8, 0);
  expect(bench.get(0)).toBe(0);
  expect(bench.nic.configuration.isPromiscuous).toBe(false);
  expect(bench.counters()[9]).toBe(0);
  expect(bench.nic.commandUnit.base).toBe(0);
  expect(bench.nic.activity()).toMatchObject(QUIET);
  expect(bench.nic.activity()).toMatchObject({ dmaActive: false, interruptMask: 0 });
});

test('idle units with nothing pending interrupt nobody, although M is clear', () => {
  const bench = new Bench();
  const masks = [bench.nic.activity().interruptMask];
  bench.startReceiver();
  masks.push(bench.nic.activity().interruptMask);
  bench.command(0x04);
  masks.push(bench.nic.activity().interruptMask);
  bench.set(1, 0xff, 1);
  masks.push(bench.nic.activity().interruptMask);
  bench.set(0x10, 0x2821_0000);
  masks.push(bench.nic.activity().interruptMask);
  expect(masks).toEqual([0, 0xff, 0xff, 0, 0xff]);
});

test('PORT selective reset keeps configuration, addresses, bases and counters (6.3.3)', () => {
  const bench = new Bench();
  bench.configure({ 15: 0x49 });
  bench.startReceiver();
  bench.receive(createFrame(60, Uint8Array.of(2, 2, 2, 2, 2, 2)));
  bench.command(0x60, 0x1000);
  bench.set(8, 2);
  expect(bench.get(0)).toBe(0);
  expect(bench.nic.configuration.isPromiscuous).toBe(true);
  expect(bench.nic.commandUnit.base).toBe(0x1000);
  expect(bench.counters()[9]).toBe(1);
});

test('a reset loses the command that waits and the frame on its way', () => {
  const bench = new Bench();
  bench.putTransmit(0x1000, 0x8000, 0, createFrame(60));
  bench.command(0x10, 0x1000);
  bench.advance(5000);
  bench.set(2, 0x60, 1);
  expect(bench.nic.activity().dmaActive).toBe(true);
  bench.set(8, 0);
  expect(bench.nic.activity().dmaActive).toBe(false);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.nic.commandUnit.base]).toEqual([0, 0]);
});

test('the command byte is cleared on acceptance; a NOP does not take it back', () => {
  const bench = new Bench();
  bench.set(4, 0x5000);
  bench.set(2, 0x60, 1);
  bench.set(2, 0x0000, 2);
  expect(bench.get(2, 1)).toBe(0x60);
  bench.advance(600);
  expect([bench.get(2, 1), bench.nic.commandUnit.base]).toEqual([0, 0x5000]);
});

test.each([0x80, 0x90, 0xc0, 0x03, 0x05, 0x07])('command %i is not modelled', (command) => {
  const bench = new Bench();
  bench.command(command);
  expect(bench.unmodelled.length).toBe(1);
});

test.each([1, 2, 3] as const)('D%i stops all and answers nothing; D0 comes back', (state) => {
  const bench = new Bench();
  bench.configure();
  bench.setAddress();
  bench.startReceiver();
  bench.command(0x60, 0x1000);
  bench.set(3, 0x02, 1);
  expect(bench.pin).toBe(true);
  bench.nic.powerManagement!.setPowerState(state);
  const { dmaCount } = bench;
  bench.receive(createFrame(60));
  expect([bench.pin, bench.get(0), bench.dmaCount]).toEqual([false, 0xffff_ffff, dmaCount]);
  bench.set(2, 0x10, 1);
  bench.nic.powerManagement!.setPowerState(0);
  expect([bench.cuState, bench.ruState, bench.nic.commandUnit.base]).toEqual([0, 0, 0]);
  bench.startReceiver();
  bench.receive(createFrame(60));
  expect(bench.rfd(0).status).toBe(0xa020);
});

test.each([
  { name: 'internal', act: (b: Bench) => b.configure({ 10: 0x6e }), hasLink: false },
  { name: 'external by the PHY', act: (b: Bench) => b.configure({ 10: 0xee }), hasLink: true },
  { name: 'the PHY itself', act: (b: Bench) => b.writePhy(0, 0x7000), hasLink: true },
])('loopback, $name: a frame comes back', ({ act, hasLink }) => {
  const bench = new Bench({ hasLink });
  act(bench);
  bench.setAddress();
  bench.startReceiver();
  bench.putTransmit(0x1000, 0x8000, 0, createFrame(80));
  bench.command(0x10, 0x1000);
  bench.receive(createFrame(60));
  bench.advance(100_000);
  expect([bench.sent.length, bench.rfd(0).status]).toEqual([0, 0xa020]);
  expect(bench.received(0)).toEqual(createFrame(80));
});

test('a change of the link is an event for PMDR if byte 9 says so', () => {
  const bench = new Bench();
  bench.wire.hasLink = false;
  bench.nic.linkChanged(bench.wire.hasLink);
  expect(bench.get(0x1b, 1)).toBe(0);
  bench.configure({ 9: 0x20 });
  bench.wire.hasLink = true;
  bench.nic.linkChanged(bench.wire.hasLink);
  bench.advance(2_000_000_000);
  expect(bench.get(0x1b, 1)).toBe(0x81);
  bench.set(0x1b, 0x80, 1);
  expect(bench.get(0x1b, 1)).toBe(0x01);
});

test.each([
  { linkMbps: 100 as const, want: 0x07 },
  { linkMbps: 10 as const, want: 0x05 },
])('general status with a partner of $linkMbps Mb/s (6.3.11)', ({ linkMbps, want }) => {
  expect(new Bench({ linkMbps }).get(0x1d, 1)).toBe(want);
});

const HOSTILE_COMMANDS = [0x10, 0x20, 0x30, 0xa0, 0xb0, 1, 2, 4, 0x70] as const;

/** Thousands of writes of anything anywhere, frames in, time on; a digest of all that was seen. */
function runHostile(seed: number): string {
  const random = new Random(seed);
  const bench = new Bench({ revisionId: 1 + random.below(9) });
  const window = () => bench.nic.bars[random.below(2)]!.window;
  let digest = 0;
  for (let step = 0; step < 4000; step++) {
    const choice = random.below(12);
    const offset = random.below(8) === 0 ? random.below(0x48) : random.below(8);
    const width = ([1, 2, 4] as const)[random.below(3)];
    const small = random.nextUint32() & 0x7ffc;
    const value = random.below(2) === 0 ? random.nextUint32() : small;
    if (choice < 3) window().write(offset, width, value);
    else if (choice < 4) bench.command(HOSTILE_COMMANDS[random.below(9)], small);
    else if (choice < 5) bench.receive(createFrame(random.below(2000)));
    else if (choice < 8) bench.view.setUint32(random.below(0x2000) * 4, value, true);
    else if (choice < 9) bench.putBlock(small, random.nextUint32() & 0xffff, small ^ 0x40);
    else if (choice < 10) bench.nic.linkChanged(random.below(2) === 0);
    else bench.advance(random.below(100_000));
    digest = (Math.imul(digest, 31) + window().read(offset, width)) | 0;
  }
  const counts = [bench.sent.length, bench.dmaCount, bench.pinEdges.length, bench.clock.nowNs];
  return [digest, ...counts, bench.unmodelled.length].join(' ');
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a hostile program (seed %i) throws nothing and repeats',
  (seed) => {
    expect(runHostile(seed)).toBe(runHostile(seed));
  },
);

test('a list of blocks that link to themselves takes time, not the machine', () => {
  const bench = new Bench();
  bench.putBlock(0x1000, 0, 0x1000);
  bench.command(0x10, 0x1000);
  const before = bench.dmaCount;
  bench.advance(1_000_000);
  expect(bench.dmaCount - before).toBeLessThan(2500);
});

test.each([0x01, 0x05, 0x08])('the polled driver drives revision %i both ways', (revisionId) => {
  const bench = new Bench({ revisionId });
  const driver = new I82557Driver({ ...bench, base: 0x2_0000 });
  driver.start({ txRing: 8, rxRing: 8 });
  expect([...driver.macAddress]).toEqual([...MAC_ADDRESS]);
  const got: number[] = [];
  for (let index = 0; index < 200; index++) {
    const frame = createFrame(60 + index);
    expect(driver.send(frame)).toBe(true);
    bench.receive(frame);
    bench.advance(50_000);
    driver.reap();
    for (let back = driver.receive(); back !== undefined; back = driver.receive())
      got.push(back.length);
    bench.advance(5000);
  }
  expect(bench.sent.map(({ frame }) => frame.length)).toEqual(got);
  expect(got).toEqual(Array.from({ length: 200 }, (_, index) => 60 + index));
  expect(bench.unmodelled).toEqual([]);
});

test('the polled driver finds its ring full, and loses what it does not fetch', () => {
  const bench = new Bench();
  const driver = new I82557Driver({ ...bench, base: 0x2_0000 });
  driver.start({ txRing: 4, rxRing: 4 });
  const accepted = Array.from({ length: 5 }, () => driver.send(createFrame(1514)));
  expect(accepted).toEqual([true, true, true, false, false]);
  for (let index = 0; index < 6; index++) bench.receive(createFrame(100 + index));
  const lengths = Array.from({ length: 6 }, () => driver.receive()?.length);
  expect(lengths).toEqual([100, 101, 102, 103, undefined, undefined]);
  bench.advance(10_000);
  bench.receive(createFrame(110));
  expect(driver.receive()?.length).toBe(110);
});

test('it goes about in memory from its RFD and its blocks, which a base makes offsets', () => {
  const bench = new Bench();
  bench.startReceiver();
  expect(bench.nic.memoryRoots()).toEqual([bench.nic.receiveUnit.address]);
  expect(bench.nic.receiveUnit.address).not.toBe(0);
  bench.nic.commandUnit.low.state = 2;
  bench.nic.commandUnit.low.address = 0x1000;
  bench.nic.commandUnit.low.next = 0x2000;
  expect(bench.nic.memoryRoots()?.slice(1)).toEqual([0x1000, 0x2000]);
  bench.nic.commandUnit.base = 0x1_0000;
  expect(bench.nic.memoryRoots()).toBeUndefined();
});
