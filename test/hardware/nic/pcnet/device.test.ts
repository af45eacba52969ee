/** The whole device: identity, modes, resets, soak by a driver, hostile programs, determinism. */
import { Clock } from '../../../../hardware/clock';
import { Am79c973, PcnetPci, REGISTER_BANKS } from '../../../../hardware/nic/pcnet';
import { Random } from '../../../../hardware/random';
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/pcnet-bench';
import { PcnetDriver } from '../../../../harness/bench/drivers/pcnet';

test.each([
  {
    chip: '970A' as const,
    want: { revisionId: 0x16, subsystemVendorId: 0, subsystemId: 0, minGrant: 6, maxLatency: 0xff },
  },
  {
    chip: '973' as const,
    want: {
      revisionId: 0x40,
      subsystemVendorId: 0x1022,
      subsystemId: 0x2000,
      minGrant: 0x18,
      maxLatency: 0x18,
    },
  },
])('configuration space of the Am79C$chip', ({ chip, want }) => {
  const { nic } = new Bench({ chip });
  expect(nic).toMatchObject({ vendorId: 0x1022, deviceId: 0x2000, classCode: 0x020000, ...want });
  expect([nic.interruptPin, nic.statusCapabilities]).toEqual([1, 0x0280]);
  expect(nic.bars.map((bar) => [bar!.space, bar!.byteCount])).toEqual([
    ['io', 32],
    ['memory', 32],
  ]);
  expect(nic.powerManagement?.offset).toBe(chip === '973' ? 0x40 : undefined);
});

test.each([
  { chip: '970A' as const, revisionId: 0x10 },
  { chip: '970A' as const, revisionId: 0x1f },
  { chip: '973' as const, revisionId: 0x4f },
])('the revision of an Am79C$chip may be $revisionId', ({ chip, revisionId }) => {
  expect(new Bench({ chip, revisionId }).nic.revisionId).toBe(revisionId);
});

test.each([
  { chip: '970A' as const, revisionId: 0x20, want: 'there are 0x10 to 0x1F' },
  { chip: '970A' as const, revisionId: 0x00, want: 'there are 0x10 to 0x1F' },
  { chip: '973' as const, revisionId: 0x3f, want: 'there are 0x40 to 0x4F' },
])('no Am79C$chip has revision $revisionId', ({ chip, revisionId, want }) => {
  expect(() => new Bench({ chip, revisionId })).toThrow(want);
});

test('every bank has rows, and no two of a bank share a name', () => {
  for (const { title, rows } of REGISTER_BANKS) {
    const names = rows.map(({ name }) => name);
    expect([title, new Set(names).size]).toEqual([title, names.length]);
    expect(rows.length).toBeGreaterThan(4);
  }
});

test.each([{ chip: '970A' as const }, { chip: '973' as const }])(
  'INIT loads the block and raises IDON, STRT turns both halves on ($chip)',
  ({ chip }) => {
    const bench = new Bench({ chip });
    bench.putFilter(0x8765_4321, 0x0fed_cba9);
    bench.start({ mode: 0x8000, csr0: 0 });
    expect([8, 9, 10, 11].map((n) => bench.csr(n))).toEqual([0x4321, 0x8765, 0xcba9, 0x0fed]);
    expect([12, 13, 14].map((n) => bench.csr(n))).toEqual([0x0000, 0x121a, 0x5634]);
    expect([15, 24, 25, 30, 31].map((n) => bench.csr(n))).toEqual([0x8000, 0x1000, 0, 0x2000, 0]);
    expect([76, 78, 6].map((n) => bench.csr(n))).toEqual([0xfff8, 0xfff8, 0x3300]);
    expect(bench.csr(0)).toBe(0x0001);
    bench.setCsr(0, 0x0042);
    expect(bench.csr(0)).toBe(0x0073);
  },
);

test('INIT takes time, and INIT with STRT starts when the block is loaded', () => {
  const bench = new Bench();
  bench.start({ csr0: 0x4 });
  bench.setCsr(0, 0x0043);
  expect(bench.csr(0)).toBe(0x0043);
  bench.advance(10_000);
  expect([bench.csr(0), bench.pin]).toEqual([0x01f3, true]);
});

test.each([
  { name: 'DTX', mode: 0x0002, want: 0x0023 },
  { name: 'DRX', mode: 0x0001, want: 0x0013 },
  { name: 'both', mode: 0x0003, want: 0x0003 },
])('$name in the mode leaves that half off', ({ mode, want }) => {
  const bench = new Bench();
  bench.start({ mode, csr0: 0x2 });
  expect(bench.csr(0)).toBe(want);
});

test('STOP overrides INIT and STRT, clears the flags, and keeps the registers', () => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(60));
  bench.setCsr(4, 0x0995);
  expect(bench.csr(4) & 0x40).toBe(0x40);
  bench.setCsr(0, 0x0047);
  expect([bench.csr(0), bench.csr(4), bench.pin]).toEqual([0x0004, 0x0915, false]);
  expect([bench.csr(24), bench.csr(15), bench.csr(76)]).toEqual([0x1000, 0, 0xfff8]);
  expect(bench.nic.activity()).toEqual({
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  });
});

test('STRT after STOP begins at the bases of the rings', () => {
  const bench = new Bench();
  bench.start();
  bench.receive(createFrame(60));
  expect([bench.csr(72), bench.csr(28)]).toEqual([0xfff9, 0x1010]);
  bench.setCsr(0, 0x0004);
  bench.setCsr(0, 0x0002);
  expect([bench.csr(72), bench.csr(28)]).toEqual([0xfff8, 0x1000]);
});

test('the Reset Register resets the CSRs, not the BCRs', () => {
  const bench = new Bench();
  bench.start();
  bench.setBcr(9, 1);
  bench.setCsr(3, 0x5f00);
  bench.setCsr(4, 0x0915);
  bench.window.read(0x14, 2);
  expect(bench.window.read(0x12, 2)).toBe(0);
  expect([0, 3, 4, 5, 112].map((n) => bench.csr(n))).toEqual([4, 0, 0x0115, 0, 0]);
  expect([bench.bcr(9), bench.bcr(20)]).toEqual([1, 0x0302]);
  expect(bench.csr(12) | (bench.csr(13) << 16)).toBe(0x121a_0000);
});

test('RST# resets all, and loads the EEPROM', () => {
  const bench = new Bench();
  bench.start();
  bench.setBcr(9, 1);
  bench.nic.reset();
  expect([bench.csr(0), bench.csr(15), bench.bcr(9), bench.bcr(20)]).toEqual([4, 0, 0, 0x0200]);
  expect(bench.csr(14)).toBe(0x5634);
});

test('a bus that refuses stops the controller as STOP does, and SINT tells it without IENA', () => {
  const bench = new Bench();
  bench.setCsr(5, 0x0400);
  bench.start();
  bench.busIsDown = true;
  bench.send(createFrame(60));
  expect([bench.csr(0), bench.csr(5), bench.pin]).toEqual([0x0084, 0x0c00, true]);
  bench.setCsr(5, 0x0c00);
  expect([bench.csr(0), bench.csr(5), bench.pin]).toEqual([0x0004, 0x0400, false]);
});

test.each([
  {
    name: 'an initialization block',
    act(b: Bench) {
      b.setCsr(0, 0x0004);
      b.setCsr(0, 0x0043);
      b.advance(10_000);
    },
  },
  { name: 'a receive descriptor', act: (b: Bench) => b.receive(createFrame(60)) },
  { name: 'a transmit descriptor', act: (b: Bench) => b.send(createFrame(60)) },
])('$name that the bus refuses ends in STOP', ({ act }) => {
  const bench = new Bench();
  bench.start();
  bench.busIsDown = true;
  act(bench);
  expect([bench.csr(0), bench.csr(5) & 0x0800]).toEqual([0x0004, 0x0800]);
});

test('SPND waits for the frame on its way, opens the registers, and lets nothing in or out', () => {
  const bench = new Bench();
  bench.start();
  bench.setCsr(47, 0x8000);
  expect(bench.csr(47)).toBe(0);
  bench.send(createFrame(1000));
  bench.setCsr(5, 0x0001);
  expect(bench.csr(5)).toBe(0);
  bench.advance(2_000_000);
  expect([bench.csr(5), bench.sent.length]).toEqual([1, 1]);
  bench.setCsr(47, 0x8000);
  expect(bench.csr(47)).toBe(0x8000);
  bench.send(createFrame(100), 1);
  bench.receive(createFrame(60));
  bench.advance(10_000_000);
  expect([bench.sent.length, bench.receiveDescriptor(0).status]).toEqual([1, 0x80]);
  bench.setCsr(5, 0x0000);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.csr(0) & 4]).toEqual([2, 0]);
});

test('SPND cannot be set while stopped', () => {
  const bench = new Bench();
  bench.setCsr(5, 1);
  expect(bench.csr(5)).toBe(0);
});

test('the Am79C973 works in D0 only', () => {
  const bench = new Bench({ chip: '973' });
  bench.start();
  bench.nic.powerManagement!.setPowerState(3);
  expect(bench.window.read(0x10, 2)).toBe(0xffff);
  const { dmaCount } = bench;
  bench.receive(createFrame(60));
  bench.window.write(0x10, 2, 3);
  bench.advance(10_000_000);
  expect([bench.dmaCount, bench.nic.activity().receiverEnabled]).toEqual([dmaCount, false]);
  bench.nic.reset();
  bench.nic.powerManagement!.setPowerState(0);
  expect(bench.csr(0)).toBe(4);
});

test('the software timer of the Am79C973 interrupts after BCR31 units of 12.8 us', () => {
  const bench = new Bench({ chip: '973' });
  bench.start();
  bench.setBcr(31, 10);
  bench.setCsr(7, 0x0400);
  bench.advance(127_000);
  expect(bench.csr(7) & 0x0800).toBe(0);
  bench.advance(2000);
  expect([bench.csr(7) & 0x0800, bench.pin]).toEqual([0x0800, true]);
  bench.setCsr(7, 0x0c00);
  expect(bench.pin).toBe(false);
  bench.advance(128_000);
  expect(bench.pin).toBe(true);
});

test.each([
  { name: 'internal', mode: 0x0044, hasLink: false, sent: 0 },
  { name: 'external', mode: 0x0004, hasLink: true, sent: 1 },
])('$name loopback brings a frame back', ({ mode, hasLink, sent }) => {
  const bench = new Bench({ hasLink });
  bench.start({ mode });
  const frame = createFrame(64);
  bench.send(frame);
  bench.advance(1_000_000);
  expect(bench.sent.length).toBe(sent);
  expect(bench.transmitDescriptor(0)).toEqual({ status: 0x03, errors: 0 });
  expect(bench.receiveDescriptor(0)).toMatchObject({ status: 0x03, lengthBytes: 68 });
  expect(bench.receiveBuffer(0, 64)).toEqual(frame);
});

test('a wrong FCS of the driver comes back as CRC, and never goes out', () => {
  const bench = new Bench();
  bench.start({ mode: 0x004c });
  bench.send(createFrame(64));
  bench.advance(1_000_000);
  expect(bench.receiveDescriptor(0)).toMatchObject({ status: 0x4b, lengthBytes: 64 });
  expect(bench.receiveBuffer(0, 64)).toEqual(createFrame(64));
});

test('the PHY of the Am79C973 loops back', () => {
  const bench = new Bench({ chip: '973', hasLink: false });
  bench.start();
  bench.setBcr(33, 0x03c0);
  bench.setBcr(34, 0x7100);
  bench.send(createFrame(64));
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.receiveDescriptor(0).status]).toEqual([0, 0x03]);
});

test.each([{ style: 0 as const }, { style: 2 as const }, { style: 3 as const }])(
  'a driver sends and receives in style $style',
  ({ style }) => {
    for (const chip of ['970A', '973'] as const) {
      const bench = new Bench({ chip });
      const { clock } = bench;
      const driver = new PcnetDriver({ nic: bench.nic, memory: bench.raw, clock });
      driver.start({ txRing: 8, rxRing: 4, style });
      expect(driver.macAddress).toEqual(MAC_ADDRESS);
      for (let round = 0; round < 40; round++) {
        const frame = createFrame(60 + round * 37);
        expect(driver.send(frame)).toBe(true);
        bench.receive(frame);
        clock.advance(2_000_000);
        driver.reap();
        expect(hex(bench.sent.at(-1)!.frame)).toBe(hex(frame));
        expect(hex(driver.receive()!)).toBe(hex(frame));
        expect(driver.receive()).toBeUndefined();
      }
      expect(bench.unmodelled).toEqual([]);
    }
  },
);

test('a full ring takes no more until the frames have left', () => {
  const bench = new Bench();
  const driver = new PcnetDriver({ nic: bench.nic, memory: bench.raw, clock: bench.clock });
  driver.start({ txRing: 4, rxRing: 4 });
  const results = Array.from({ length: 6 }, () => driver.send(createFrame(100)));
  expect(results).toEqual([true, true, true, true, false, false]);
  bench.advance(10_000_000);
  driver.reap();
  expect([driver.send(createFrame(100)), bench.sent.length]).toEqual([true, 4]);
});

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** Thousands of accesses of anything anywhere, frames in, time on; a digest of all that was seen. */
function runHostile(seed: number, chip: '970A' | '973'): string {
  const random = new Random(seed);
  const bench = new Bench({ chip });
  if (seed % 2 === 0) bench.start({ style: seed % 4 === 0 ? 2 : 3 });
  let digest = 0;
  let largestDma = 0;
  let eventCount = 0;
  const schedule = bench.clock.schedule.bind(bench.clock);
  bench.clock.schedule = (delayNs, callback) => {
    eventCount++;
    return schedule(delayNs, callback);
  };
  for (let step = 0; step < 4000; step++) {
    const choice = random.below(16);
    const before = bench.dmaCount;
    const value = random.nextUint32();
    const number = random.below(4) === 0 ? random.below(256) : [0, 1, 3, 4, 5, 15, 20][value % 7];
    const width = ([1, 2, 4] as const)[random.below(3)];
    const offset = random.below(32 / width) * width;
    if (choice < 5) bench.setCsr(number, random.below(0x1_0000));
    else if (choice < 7) bench.setBcr(random.below(48), random.below(0x1_0000));
    else if (choice < 8) bench.nic.bars[step & 1]!.window.write(offset, width, value);
    else if (choice < 9) digest ^= bench.nic.bars[step & 1]!.window.read(offset, width);
    else if (choice < 10) bench.setCsr(0, 0x004b);
    else if (choice < 11) bench.receive(createFrame(random.below(2000)));
    else if (choice < 13) bench.view.setUint32(0x800 + 4 * random.below(0x800), value);
    else if (choice < 14) bench.nic.linkChanged((bench.wire.hasLink = random.below(2) === 0));
    else bench.advance(random.below(500_000));
    digest = (Math.imul(digest, 31) + bench.csr(number)) | 0;
    largestDma = Math.max(largestDma, bench.dmaCount - before);
  }
  expect(largestDma).toBeLessThan(40_000);
  // A poll or a frame at most each microsecond.
  expect(eventCount).toBeLessThan(10_000 + bench.clock.nowNs / 1000);
  return [digest, bench.sent.length, bench.dmaCount, bench.pinEdges.length].join(' ');
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a hostile program (seed %i) throws nothing and repeats',
  (seed) => {
    const chip = seed < 5 ? '970A' : '973';
    expect(runHostile(seed, chip)).toBe(runHostile(seed, chip));
  },
);

test('an interrupt routine that stops the device mid-frame does no harm', () => {
  const bench: Bench = new Bench({
    onPin: (asserted) => {
      if (asserted) bench.setCsr(0, 0x0004);
    },
  });
  bench.start();
  bench.send(createFrame(100));
  bench.advance(1_000_000);
  bench.setCsr(0, 0x42);
  bench.receive(createFrame(100));
  expect([bench.csr(0), bench.pin, bench.sent.length]).toEqual([4, false, 1]);
});

test('a device that nobody uses schedules nothing', () => {
  const busMaster = { read: () => false, write: () => false };
  const wire = { hasLink: true, transmit() {} };
  for (const Chip of [PcnetPci, Am79c973]) {
    const clock = new Clock();
    new Chip({ busMaster, clock, wire, interruptPin: { set() {} } });
    expect(clock.nextDueNs).toBe(Infinity);
  }
});

test('it goes about in memory from the initialization block and the bases of the rings', () => {
  const bench = new Bench();
  [1, 2, 24, 25, 30, 31].forEach((csr, index) => bench.setCsr(csr, 0x10 * index));
  expect(bench.nic.memoryRoots()).toEqual([0x0010_0000, 0x0030_0020, 0x0050_0040]);
});
