/** The 21143 as a whole: identity, resets, sleep, loopback, the PHY through CSR9, hostile values. */
import { Random } from '../../../../hardware/random';
import { Bench, createFrame, MODE, RUN, RX_LIST, TX_LIST } from '../../../support/nic/i21143-bench';

/** A management frame through CSR9, as drivers drive it: 32 ones, then so many bits. */
function shiftOut(bench: Bench, value: number, bits: number): void {
  for (let bit = bits - 1; bit >= 0; bit--) {
    const data = ((value >>> bit) & 1) << 17;
    bench.setCsr(9, data);
    bench.setCsr(9, data | 0x1_0000);
  }
}

function readPhy(bench: Bench, phy: number, register: number): number {
  shiftOut(bench, 0xffff_ffff, 32);
  shiftOut(bench, (6 << 10) | (phy << 5) | register, 14);
  let value = 0;
  for (let bit = 0; bit < 18; bit++) {
    bench.setCsr(9, 0x4_0000);
    value = (value << 1) | ((bench.csr(9) >>> 19) & 1);
    bench.setCsr(9, 0x5_0000);
  }
  return value;
}

function writePhy(bench: Bench, register: number, value: number): void {
  shiftOut(bench, (5 << 12) | (1 << 7) | (register << 2) | 2, 16);
  shiftOut(bench, value, 16);
}

test('identity; an earlier revision has no power management', () => {
  const { device } = new Bench();
  expect(device).toMatchObject({
    vendorId: 0x1011,
    deviceId: 0x0019,
    revisionId: 0x41,
    classCode: 0x020000,
    subsystemVendorId: 0x1011,
    subsystemId: 0x500b,
    minGrant: 0x14,
    maxLatency: 0x28,
  });
  expect(device.bars.map((bar) => [bar?.space, bar?.byteCount])).toEqual([
    ['io', 128],
    ['memory', 128],
  ]);
  expect(device.powerManagement).toMatchObject({ offset: 0xdc });
  expect(new Bench({ revisionId: 0x30 }).device.powerManagement).toBeUndefined();
});

test('the PHY answers at address 1: turnaround, then its registers', () => {
  const bench = new Bench();
  expect(readPhy(bench, 1, 0)).toBe(0x2_0000 | 0x3000);
  expect(readPhy(bench, 1, 2)).toBe(0x2_0000 | 0x2000);
  expect(readPhy(bench, 1, 5)).toBe(0x2_0000 | 0x45e1);
  expect(readPhy(bench, 0, 0)).toBe(0x3_ffff);
  expect(readPhy(bench, 1, 1) & 0xffff).toBe(0x7869);
  expect(readPhy(bench, 1, 1) & 0xffff).toBe(0x786d);
});

test('the PHY negotiates anew, down to 10 Mb/s, and is forced', () => {
  const bench = new Bench();
  readPhy(bench, 1, 1);
  writePhy(bench, 4, 0x0021);
  writePhy(bench, 0, 0x1200);
  expect(readPhy(bench, 1, 1) & 0x24).toBe(0);
  bench.advance(1_800_000_000);
  expect(readPhy(bench, 1, 1) & 0x20).toBe(0x20);
  bench.start(RUN);
  bench.send(0, createFrame(1514));
  bench.advance(1_230_400);
  expect(bench.sent.length).toBe(1);
  writePhy(bench, 0, 0x2100);
  bench.advance(1_000_000);
  readPhy(bench, 1, 1);
  expect([readPhy(bench, 1, 1) & 0x24, readPhy(bench, 1, 0) & 0xffff]).toEqual([4, 0x2100]);
  writePhy(bench, 0, 0x8000);
  expect([readPhy(bench, 1, 0) & 0xffff, readPhy(bench, 1, 4) & 0xffff]).toEqual([0x3000, 0x01e1]);
  readPhy(bench, 1, 16);
  expect(bench.unmodelled).toEqual(['MII register 16']);
});

test('without a cable there is no link, and it comes with one', () => {
  const bench = new Bench({ hasLink: false });
  expect(readPhy(bench, 1, 1) & 0x24).toBe(0);
  bench.start(RUN | 0x40);
  bench.receive(createFrame(60));
  expect(bench.word(RX_LIST)).toBe(0x8000_0000);
  bench.wire.hasLink = true;
  bench.device.linkChanged(true);
  bench.advance(1_800_000_000);
  bench.receive(createFrame(60));
  expect(bench.word(RX_LIST)).toBe(0x0040_0320);
});

test.each([
  { name: 'internal', mode: 0x0400, status: 0x0040_1320, onWire: 0 },
  { name: 'external', mode: 0x0800, status: 0x0040_2320, onWire: 1 },
])('$name loopback', ({ mode, status, onWire }) => {
  const bench = new Bench();
  bench.start(RUN | 0x40 | mode);
  bench.send(0, createFrame(60));
  bench.advance(10_000);
  expect([bench.word(RX_LIST), bench.word(TX_LIST)]).toEqual([status, 0]);
  expect(bench.sent.length).toBe(onWire);
});

test('loopback in the PHY', () => {
  const bench = new Bench();
  shiftOut(bench, 0xffff_ffff, 32);
  writePhy(bench, 0, 0x4000);
  bench.start(RUN | 0x40);
  bench.send(0, createFrame(60));
  bench.advance(10_000);
  expect([bench.word(RX_LIST), bench.sent]).toEqual([0x0040_0320, []]);
});

test('sleep mode: nothing answers, nothing runs; snooze is not seen', () => {
  const bench = new Bench();
  bench.start(RUN | 0x40);
  bench.setCsr(7, 0x1_0040);
  bench.receive(createFrame(60));
  const [cfdd] = bench.device.configurationRegisters;
  expect([cfdd.offset, bench.pin]).toEqual([0x40, true]);
  cfdd.written(0x4000_0000);
  expect(bench.csr(6)).toBe(RUN | 0x40);
  cfdd.written(0x8000_0000);
  expect([bench.csr(6), bench.pin]).toEqual([0xffff_ffff, false]);
  bench.setCsr(6, 0);
  bench.receive(createFrame(60));
  expect(bench.word(RX_LIST + 16)).toBe(0x8000_0000);
  expect(bench.device.activity()).toMatchObject({ receiverEnabled: false, dmaActive: false });
  cfdd.written(0);
  expect([bench.csr(6), bench.csr(5) & 0x007e_0000]).toEqual([RUN | 0x40, 0]);
  bench.device.configurationRegisters[5].written(0);
  expect(bench.unmodelled).toEqual(['CWUC']);
});

test('D3 and back', () => {
  const bench = new Bench();
  bench.start();
  bench.device.powerManagement!.setPowerState(3);
  expect(bench.csr(0)).toBe(0xffff_ffff);
  bench.device.reset();
  bench.device.powerManagement!.setPowerState(0);
  expect(bench.csr(6)).toBe(0x3200_0040);
});

test('what is going on, for whoever asks', () => {
  const bench = new Bench();
  const quiet = {
    interruptMask: 0,
    interruptAsserted: false,
    receiverEnabled: false,
    transmitterEnabled: false,
    dmaActive: false,
  };
  expect(bench.device.activity()).toEqual(quiet);
  bench.setCsr(7, 0x1_0041);
  bench.start();
  bench.send(0, createFrame(60));
  expect(bench.device.activity()).toEqual({
    interruptMask: 0x41,
    interruptAsserted: false,
    receiverEnabled: true,
    transmitterEnabled: true,
    dmaActive: true,
  });
  bench.advance(10_000);
  bench.setCsr(7, 0);
  bench.setCsr(6, MODE);
  expect(bench.device.activity()).toEqual(quiet);
});

/** Anything written anywhere, with memory full of anything. */
function storm(seed: number): { registers: number[]; sent: number; unmodelled: number } {
  const random = new Random(seed);
  const bench = new Bench({ revisionId: random.below(2) === 0 ? 0x30 : 0x41 });
  const word = () => (random.below(0x1_0000) * 0x1_0000 + random.below(0x1_0000)) >>> 0;
  for (let at = 0x1000; at < 0x4000; at += 4) bench.view.setUint32(at, word(), true);
  for (let at = 0x1000; at < 0x4000; at += 16) {
    bench.view.setUint32(at + 8, random.below(0x3_0000), true);
    bench.view.setUint32(at + 12, 0x1000 + 16 * random.below(0x300), true);
  }
  for (let step = 0; step < 400; step++) {
    const csr = random.below(16);
    const isList = csr === 3 || csr === 4;
    const isMode = csr === 6 && random.below(4) !== 0;
    const list = 0x1000 + 16 * random.below(0x300);
    if (random.below(20) === 0) bench.setCsr(0, 1);
    if (isList) bench.setCsr(csr, list);
    else if (isMode) bench.setCsr(csr, RUN | (random.below(0x100) << 6));
    else bench.set(random.below(0x80), ([1, 2, 4] as const)[random.below(3)], word());
    if (random.below(4) === 0) bench.receive(createFrame(6 + random.below(1600)));
    if (random.below(50) === 0)
      bench.device.linkChanged((bench.wire.hasLink = !bench.wire.hasLink));
    bench.get(random.below(0x80), 4);
    bench.advance(random.below(100_000));
  }
  bench.advance(20_000_000);
  const registers = bench.device.dump().map(({ value }) => value);
  return { registers, sent: bench.sent.length, unmodelled: bench.unmodelled.length };
}

test('hostile registers and memory: it stays whole, and does the same again', () => {
  let sent = 0;
  for (let seed = 1; seed <= 20; seed++) {
    const result = storm(seed);
    expect(storm(seed)).toEqual(result);
    sent += result.sent;
  }
  expect(sent).toBeGreaterThan(0);
});

test('it goes about in memory from CSR3 and CSR4', () => {
  const bench = new Bench();
  bench.setCsr(3, 0x1000);
  bench.setCsr(4, 0x2000);
  expect(bench.device.memoryRoots()).toEqual([0x1000, 0x2000]);
});
