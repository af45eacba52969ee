/** hardware/pci/configuration-space.ts. Offsets: PCI 2.2, figure 6-1; PCI-PM 1.1, 3.2. */
import { ConfigurationSpace } from '../../../hardware/pci/configuration-space';
import type { PciFunction } from '../../../hardware/pci';
import { FakeFunction, FakeWindow } from '../../support/fake-function';

function setUp(overrides: Partial<PciFunction> = {}, pmc?: number) {
  const fn = new FakeFunction(overrides, pmc);
  let changes = 0;
  const space = new ConfigurationSpace(fn, () => changes++);
  return { fn, space, changes: () => changes };
}

const PMCSR = 0xdc + 4;
const window = new FakeWindow(16);

describe('the header after reset', () => {
  test.each<[name: string, offset: number, width: 1 | 2 | 4, want: number]>([
    ['Vendor ID', 0x00, 2, 0x8086],
    ['Device ID', 0x02, 2, 0x100e],
    ['Vendor and Device ID', 0x00, 4, 0x100e8086],
    ['Command', 0x04, 2, 0x0000],
    ['Status: capabilities list, medium DEVSEL', 0x06, 2, 0x0210],
    ['Revision ID', 0x08, 1, 0x02],
    ['Class Code with Revision ID', 0x08, 4, 0x02000002],
    ['Cache Line Size', 0x0c, 1, 0],
    ['Latency Timer', 0x0d, 1, 0],
    ['Header Type', 0x0e, 1, 0],
    ['BIST', 0x0f, 1, 0],
    ['BAR 0, memory', 0x10, 4, 0],
    ['BAR 1, not there', 0x14, 4, 0],
    ['BAR 2, I/O', 0x18, 4, 1],
    ['CardBus CIS Pointer', 0x28, 4, 0],
    ['Subsystem Vendor ID', 0x2c, 2, 0x8086],
    ['Subsystem ID', 0x2e, 2, 0x001e],
    ['Expansion ROM Base Address', 0x30, 4, 0],
    ['Capabilities Pointer', 0x34, 1, 0xdc],
    ['Interrupt Line', 0x3c, 1, 0],
    ['Interrupt Pin', 0x3d, 1, 1],
    ['Min_Gnt', 0x3e, 1, 0xff],
    ['Max_Lat', 0x3f, 1, 0],
    ['the first device register', 0x40, 4, 0],
    ['Cap_ID and Next_Item_Ptr', 0xdc, 2, 0x0001],
    ['PMC', 0xde, 2, 0xc822],
    ['PMCSR', 0xe0, 2, 0],
    ['PMCSR_BSE and Data', 0xe2, 2, 0],
  ])('%s', (_name, offset, width, want) => {
    expect(setUp().space.read(offset, width)).toBe(want);
  });

  test('no capability: no list', () => {
    const { space } = setUp({ powerManagement: undefined });
    expect(space.read(0x06, 2)).toBe(0x0200);
    expect(space.read(0x34, 1)).toBe(0);
    space.write(PMCSR, 2, 3);
    expect(space.powerState).toBe(0);
    expect(space.isPmeAsserted).toBe(false);
  });
});

describe('writes of all ones', () => {
  test.each<[name: string, offset: number, width: 1 | 2 | 4, want: number]>([
    ['Vendor and Device ID', 0x00, 4, 0x100e8086],
    ['Command: I/O, memory, master, MWI, parity, SERR#', 0x04, 2, 0x0157],
    ['Revision and Class Code', 0x08, 4, 0x02000002],
    ['Cache Line Size', 0x0c, 1, 0xff],
    ['Latency Timer', 0x0d, 1, 0xff],
    ['Header Type and BIST', 0x0e, 2, 0],
    ['BAR 0: 128 KiB', 0x10, 4, 0xfffe0000],
    ['BAR 1: none', 0x14, 4, 0],
    ['BAR 2: 64 bytes of I/O', 0x18, 4, 0xffffffc1],
    ['BAR 3: none', 0x1c, 4, 0],
    ['Subsystem', 0x2c, 4, 0x001e8086],
    ['Expansion ROM: none', 0x30, 4, 0],
    ['Capabilities Pointer', 0x34, 4, 0x000000dc],
    ['Interrupt Line alone', 0x3c, 4, 0x00ff01ff],
    ['PMC', 0xdc, 4, 0xc8220001],
  ])('%s', (_name, offset, width, want) => {
    const { space } = setUp();
    space.write(offset, width, 0xffffffff);
    expect(space.read(offset, width)).toBe(want);
  });

  test.each<[name: string, bars: PciFunction['bars'], command: number]>([
    ['memory only', [{ space: 'memory', byteCount: 16, window }], 0x0156],
    ['I/O only', [{ space: 'io', byteCount: 4, window }], 0x0155],
    ['neither', [], 0x0154],
  ])('command bits of spaces it has: %s', (_name, bars, want) => {
    const { space } = setUp({ bars });
    space.write(0x04, 2, 0xffff);
    expect(space.read(0x04, 2)).toBe(want);
  });
});

describe('base addresses', () => {
  test.each<[name: string, bar: PciFunction['bars'][number], sized: number, upper: number]>([
    ['16 bytes of memory', { space: 'memory', byteCount: 16, window }, 0xfffffff0, 0],
    ['2 GiB of memory', { space: 'memory', byteCount: 2 ** 31, window }, 0x80000000, 0],
    [
      'prefetchable',
      { space: 'memory', byteCount: 4096, window, isPrefetchable: true },
      0xfffff008,
      0,
    ],
    [
      '64-bit',
      { space: 'memory', byteCount: 0x20000, window, is64Bit: true },
      0xfffe0004,
      0xffffffff,
    ],
    ['4 bytes of I/O', { space: 'io', byteCount: 4, window }, 0xfffffffd, 0],
    ['256 bytes of I/O', { space: 'io', byteCount: 256, window }, 0xffffff01, 0],
  ])('sizing: %s', (_name, bar, sized, upper) => {
    const { space } = setUp({ bars: [bar] });
    space.write(0x10, 4, 0xffffffff);
    space.write(0x14, 4, 0xffffffff);
    expect(space.read(0x10, 4)).toBe(sized);
    expect(space.read(0x14, 4)).toBe(upper);
  });

  test('byte by byte, as a driver with 8-bit accesses would', () => {
    const { space } = setUp();
    [0xff, 0xff, 0xb5, 0xfe].forEach((byte, index) => space.write(0x10 + index, 1, byte));
    expect(space.read(0x10, 4)).toBe(0xfeb40000);
    expect(space.ranges()[0]).toMatchObject({ bar: 0, address: 0xfeb40000, byteCount: 0x20000 });
  });

  test('a 64-bit address', () => {
    const bar = { space: 'memory', byteCount: 0x20000, window, is64Bit: true } as const;
    const { space } = setUp({ bars: [bar] });
    space.write(0x10, 4, 0xc0000000);
    space.write(0x14, 4, 0x00000012);
    expect(space.ranges()[0].address).toBe(0x12c0000000);
  });

  test.each<[name: string, bars: PciFunction['bars']]>([
    ['no power of two', [{ space: 'memory', byteCount: 0x30000, window }]],
    ['8 bytes of memory', [{ space: 'memory', byteCount: 8, window }]],
    ['nothing', [{ space: 'memory', byteCount: 0, window }]],
    ['512 bytes of I/O', [{ space: 'io', byteCount: 512, window }]],
    ['64-bit I/O', [{ space: 'io', byteCount: 4, window, is64Bit: true }]],
    [
      'a 64-bit BAR below another',
      [
        { space: 'memory', byteCount: 16, window, is64Bit: true },
        { space: 'memory', byteCount: 16, window },
      ],
    ],
    ['a seventh', [...Array<undefined>(6), { space: 'memory', byteCount: 16, window }]],
  ])('refuses a device with %s', (_name, bars) => {
    expect(() => setUp({ bars })).toThrow(RangeError);
  });

  test.each([0x3c, 0x41, 0xfc])('refuses a capability at offset %i', (offset) => {
    const powerManagement = { offset, pmc: 2, setPowerState: () => undefined };
    expect(() => setUp({ powerManagement })).toThrow(RangeError);
  });
});

test.each([
  { name: 'nothing said', statusCapabilities: undefined, want: 0x0210 },
  { name: 'fast timing', statusCapabilities: 0, want: 0x0010 },
  { name: 'slow timing', statusCapabilities: 0x0400, want: 0x0410 },
  { name: 'fast back-to-back', statusCapabilities: 0x0280, want: 0x0290 },
  { name: '66 MHz', statusCapabilities: 0x0220, want: 0x0230 },
  { name: 'bits that are not its to say', statusCapabilities: 0xffff, want: 0x06b0 },
])('Status with $name, whatever is written to it', ({ statusCapabilities, want }) => {
  const { space } = setUp({ statusCapabilities });
  expect(space.status).toBe(want);
  space.write(0x06, 2, 0xffff);
  expect(space.status).toBe(want);
  space.reset();
  expect(space.status).toBe(want);
});

describe('status', () => {
  test('error bits are set by hardware and cleared by writing ones', () => {
    const { space } = setUp();
    space.setStatus(0xffff);
    expect(space.read(0x06, 2)).toBe(0xfb10);
    space.write(0x06, 2, 0x0000);
    expect(space.read(0x06, 2)).toBe(0xfb10);
    space.write(0x06, 2, 0x2000);
    expect(space.read(0x06, 2)).toBe(0xdb10);
    space.write(0x04, 4, 0xffff0006);
    expect(space.read(0x04, 4)).toBe(0x02100006);
  });
});

describe('odd accesses', () => {
  test.each<[offset: number, width: 1 | 2 | 4, want: number]>([
    [0x01, 2, 0x0e80],
    [0x02, 4, 0x0000100e],
    [0x03, 4, 0x10000010],
    [0xfd, 4, 0xff000000],
    [0xff, 1, 0x00],
    [0xff, 2, 0xff00],
    [0xff, 4, 0xffffff00],
    [0x100, 4, 0xffffffff],
    [0xffffffff, 4, 0xffffffff],
    [-1, 1, 0xff],
    [-2, 4, 0x8086ffff],
    [NaN, 2, 0xffff],
  ])('read at %i, %i wide', (offset, width, want) => {
    expect(setUp().space.read(offset, width)).toBe(want);
  });

  test('writes beyond the space vanish, and those across its end do no harm', () => {
    const { space } = setUp();
    const before = Array.from({ length: 64 }, (_, index) => space.read(4 * index, 4));
    for (const offset of [0xfd, 0xff, 0x100, 0x104, 0x1004, 0xffffffff, -4, NaN, 0.5])
      space.write(offset, 4, 0xffffffff);
    expect(Array.from({ length: 64 }, (_, index) => space.read(4 * index, 4))).toEqual(before);
  });

  test('a misaligned write reaches the bytes that it names', () => {
    const { space } = setUp();
    space.write(0x03, 2, 0x0700);
    expect(space.command).toBe(0x0007);
    space.write(0x3b, 4, 0xffff0bff);
    expect(space.read(0x3c, 4)).toBe(0x00ff010b);
  });
});

describe('power management', () => {
  /** PMC with D1 and D2 and PME# from all states but D3cold. */
  const ALL_STATES = 0x7e02;

  test.each<{ name: string; pmc?: number; given: number[]; want: number; log: string[] }>([
    { name: 'D0 to D0', given: [0], want: 0, log: [] },
    { name: 'D0 to D3hot', given: [3], want: 3, log: ['D3'] },
    { name: 'D3hot twice', given: [3, 3], want: 3, log: ['D3'] },
    { name: 'D3hot to D0 resets', given: [3, 0], want: 0, log: ['D3', 'reset', 'D0'] },
    { name: 'D1 where there is none', given: [1], want: 0, log: [] },
    { name: 'D2 where there is none', given: [2], want: 0, log: [] },
    { name: 'D1 and back, no reset', pmc: ALL_STATES, given: [1, 0], want: 0, log: ['D1', 'D0'] },
    { name: 'down', pmc: ALL_STATES, given: [1, 2, 3], want: 3, log: ['D1', 'D2', 'D3'] },
    { name: 'no way from D2 to D1', pmc: ALL_STATES, given: [2, 1], want: 2, log: ['D2'] },
    { name: 'no way from D3hot to D2', pmc: ALL_STATES, given: [3, 2], want: 3, log: ['D3'] },
  ])('$name', ({ pmc, given, want, log }) => {
    const { fn, space } = setUp({}, pmc);
    for (const state of given) space.write(PMCSR, 2, state);
    expect(space.powerState).toBe(want);
    expect(space.read(PMCSR, 2)).toBe(want);
    expect(fn.log).toEqual(log);
  });

  test('leaving D3hot gives the power-on header, with PME context', () => {
    const { space } = setUp();
    space.write(0x10, 4, 0xfeb00000);
    space.write(0x04, 2, 0x0157);
    space.write(0x0c, 2, 0x4010);
    space.write(0x3c, 1, 11);
    space.write(PMCSR, 2, 0x0103);
    expect(space.read(0x04, 2)).toBe(0x0157); // In D3hot all is still there.
    space.signalPme();
    space.write(PMCSR, 1, 0);
    expect(space.read(0x04, 4)).toBe(0x02100000);
    expect(space.read(0x0c, 4)).toBe(0);
    expect(space.read(0x10, 4)).toBe(0);
    expect(space.read(0x18, 4)).toBe(1);
    expect(space.read(0x3c, 1)).toBe(0);
    expect(space.read(PMCSR, 2)).toBe(0x8100);
  });

  test('without PME# from D3 its context goes too', () => {
    const { space } = setUp({}, 0x0802); // PME# from D0 alone.
    space.write(PMCSR, 2, 0x0100);
    space.signalPme();
    expect(space.read(PMCSR, 2)).toBe(0x8100);
    space.write(PMCSR, 1, 3);
    space.write(PMCSR, 1, 0);
    expect(space.read(PMCSR, 2)).toBe(0);
  });

  test.each<[name: string, pmc: number, want: number]>([
    ['D3cold support', 0xc822, 0x8100],
    ['none', 0x7e02, 0x0000],
  ])('PME context over RST#, %s', (_name, pmc, want) => {
    const { fn, space } = setUp({}, pmc);
    space.write(PMCSR, 2, 0x0100);
    space.signalPme();
    space.write(PMCSR, 1, 3);
    space.reset();
    expect(space.read(PMCSR, 2)).toBe(want);
    expect(fn.log).toEqual(['D3', 'reset', 'D0']);
  });

  test('PME_Status is cleared by a one; PME# needs both bits', () => {
    const { space } = setUp();
    space.signalPme();
    expect([space.read(PMCSR, 2), space.isPmeAsserted]).toEqual([0x8000, false]);
    space.write(PMCSR, 2, 0x0100);
    expect([space.read(PMCSR, 2), space.isPmeAsserted]).toEqual([0x8100, true]);
    space.write(PMCSR, 2, 0x8100);
    expect([space.read(PMCSR, 2), space.isPmeAsserted]).toEqual([0x0100, false]);
  });

  test.each<[name: string, pmc: number, state: number, want: number]>([
    ['from D0, supported', 0x0802, 0, 0x8000],
    ['from D3hot, not supported', 0x0802, 3, 0x0003],
    ['from D3hot, supported', 0x4002, 3, 0x8003],
    ['from D0, not supported', 0x4002, 0, 0x0000],
  ])('an event %s', (_name, pmc, state, want) => {
    const { space } = setUp({}, pmc);
    space.write(PMCSR, 1, state);
    space.signalPme();
    expect(space.read(PMCSR, 2)).toBe(want);
  });

  test('without PME# support its bits are hardwired to zero', () => {
    const { space } = setUp({}, 0x0002);
    space.write(PMCSR, 2, 0xfffc);
    expect(space.read(PMCSR, 2)).toBe(0);
  });

  test('a doubleword write at PMC changes the state as well', () => {
    const { space } = setUp();
    space.write(0xe0, 4, 0xffffffff);
    expect(space.powerState).toBe(3);
    expect(space.read(0xe0, 4)).toBe(0x00000103);
  });

  test('identification is read anew after RST#', () => {
    const { fn, space } = setUp();
    fn.deviceId = 0x1015;
    expect(space.read(0x02, 2)).toBe(0x100e);
    space.reset();
    expect(space.read(0x02, 2)).toBe(0x1015);
  });
});

test('whoever depends on it hears of each write', () => {
  const { space, changes } = setUp();
  space.write(0x04, 2, 7);
  space.write(0x10, 4, 0xfeb00000);
  expect(changes()).toBe(2);
});

test("a device's own registers: masked, told of with what they hold, 0 after RST#", () => {
  const told: number[] = [];
  const register = {
    offset: 0x40,
    writeMask: 0xc000_ff00,
    written: (value: number) => told.push(value),
  };
  const { space } = setUp({ configurationRegisters: [register] });
  space.write(0x40, 4, 0xffff_ffff);
  space.write(0x41, 1, 0x12);
  space.write(0x3c, 4, 0);
  expect(told).toEqual([0xc000_ff00, 0xc000_1200]);
  space.reset();
  expect(space.read(0x40, 4)).toBe(0);
});
