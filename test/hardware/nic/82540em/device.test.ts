/** The whole device: identity, resets, power, loopback, hostile programs, determinism. */
import { Clock } from '../../../../hardware/clock';
import { I82540em } from '../../../../hardware/nic/82540em';
import { Random } from '../../../../hardware/random';
import { Bench, createFrame, LINK_UP_NS } from '../../../support/i82540em-bench';

test('configuration space is that of an 82540EM (4.1)', () => {
  const { device } = new Bench();
  expect(device).toMatchObject({
    vendorId: 0x8086,
    deviceId: 0x100e,
    classCode: 0x020000,
    interruptPin: 1,
    minGrant: 0xff,
    maxLatency: 0,
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

/** Thousands of writes of anything anywhere, frames in, time on; a digest of all that was seen. */
function runHostile(seed: number): string {
  const random = new Random(seed);
  const bench = new Bench({ ramBytes: 0x4_0000 });
  const offsets = bench.device.dump().map(({ offset }) => offset);
  let digest = 0;
  for (let step = 0; step < 3000; step++) {
    const choice = random.below(10);
    const offset =
      random.below(8) === 0 ? random.below(0x8000) * 4 : offsets[random.below(offsets.length)];
    const mask = [0xff, 0xffff, 0x3_ffff, 0xffff_ffff][random.below(4)];
    if (choice < 6) bench.set(offset, (random.nextUint32() & mask) >>> 0);
    else if (choice < 7) bench.receive(createFrame(18 + random.below(2000)));
    else if (choice < 8) bench.view.setUint32(random.below(0x3_fff0), random.nextUint32());
    else bench.advance(random.below(100_000));
    digest = (Math.imul(digest, 31) + bench.get(offset)) | 0;
  }
  const counts = [bench.sent.length, bench.dmaCount, bench.pinEdges.length, bench.clock.nowNs];
  return [digest, ...counts].join(' ');
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'a hostile program (seed %i) throws nothing and repeats',
  (seed) => {
    expect(runHostile(seed)).toBe(runHostile(seed));
  },
);

test('a device that nobody uses schedules nothing', () => {
  const clock = new Clock();
  const busMaster = { read: () => false, write: () => false };
  const wire = { hasLink: true, transmit() {} };
  new I82540em({ busMaster, clock, wire, interruptPin: { set() {} } });
  expect(clock.nextDueNs).toBe(Infinity);
});
