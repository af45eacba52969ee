/** hardware/pci/bus.ts with slot.ts. Offsets are those of PCI 2.2, figure 6-1. */
import { physical, port } from '../../../hardware/address';
import { InterruptLine } from '../../../hardware/interrupt-line';
import { MainMemoryPort } from '../../../hardware/main-memory-port';
import { Memory } from '../../../hardware/memory';
import { PciBus, type PciBusOptions, type PciFunction } from '../../../hardware/pci';
import { FakeFunction, FakeWindow } from '../../support/fake-function';

const COMMAND = 0x04;
const STATUS = 0x06;
const BAR0 = 0x10;
const BAR2 = 0x18;
const PMCSR = 0xe0;
const at3 = { device: 3, function: 0 };
const at4 = { device: 4, function: 0 };

function emptyBus(options: Partial<PciBusOptions> = {}) {
  const levels: boolean[] = [];
  const line = new InterruptLine((asserted) => levels.push(asserted));
  const bus = new PciBus({ interruptRoutes: [{ line, number: 11 }], ...options });
  return { bus, line, levels };
}

/** One card at device 3 with addresses and, unless told, all of I/O, memory and bus master on. */
function setUp(command = 7) {
  const { bus, ...rest } = emptyBus();
  const fn = new FakeFunction();
  const memory = new Memory(0x1_0000, 0x8000);
  const master = bus.busMasterPort(at3, new MainMemoryPort(memory));
  const pin = bus.interruptPin(at3);
  bus.attach(fn, at3);
  bus.assignResources();
  bus.writeConfig(3, 0, COMMAND, 2, command);
  fn.log.length = 0;
  return { bus, fn, memory, master, pin, ...rest };
}

describe('configuration accesses', () => {
  test.each<[device: number, fn: number]>([
    [4, 0],
    [3, 1],
    [31, 7],
    [32, 0],
    [2, 8],
    [0, 24],
    [-1, 0],
    [3.5, 0],
    [NaN, 0],
    [3, -1],
  ])('device %s function %s is not there: all ones', (device, fn) => {
    const { bus } = setUp();
    expect(bus.readConfig(device, fn, 0, 1)).toBe(0xff);
    expect(bus.readConfig(device, fn, 0, 2)).toBe(0xffff);
    expect(bus.readConfig(device, fn, 0, 4)).toBe(0xffffffff);
    bus.writeConfig(device, fn, COMMAND, 2, 0);
    expect(bus.readConfig(3, 0, COMMAND, 2)).toBe(7);
  });

  test.each([0, 3, 8, -1, NaN])('a width of %s is our own fault', (width) => {
    const { bus } = setUp();
    expect(() => bus.readConfig(3, 0, 0, width as 4)).toThrow(RangeError);
    expect(() => bus.writeConfig(3, 0, 0, width as 4, 0)).toThrow(RangeError);
  });

  test('0xFF as a doubleword', () => {
    const { bus } = setUp();
    expect(bus.readConfig(3, 0, 0xff, 4)).toBe(0xffffff00);
    bus.writeConfig(3, 0, 0xff, 4, 0);
    expect(bus.readConfig(3, 0, 0, 4)).toBe(0x100e8086);
  });

  test('the multifunction bit', () => {
    const { bus } = setUp();
    expect(bus.readConfig(3, 0, 0x0e, 1)).toBe(0x00);
    bus.attach(new FakeFunction(), { device: 3, function: 1 });
    expect(bus.readConfig(3, 0, 0x0e, 1)).toBe(0x80);
    expect(bus.readConfig(3, 1, 0x0e, 1)).toBe(0x80);
    bus.detach({ device: 3, function: 1 });
    expect(bus.readConfig(3, 0, 0x0e, 1)).toBe(0x00);
  });

  test.each([
    { device: 32, function: 0 },
    { device: 0, function: 8 },
    { device: -1, function: 0 },
  ])('no card goes to %o', (location) => {
    expect(() => emptyBus().bus.attach(new FakeFunction(), location)).toThrow(RangeError);
  });

  test('no two cards go into one slot', () => {
    expect(() => setUp().bus.attach(new FakeFunction(), at3)).toThrow();
  });
});

describe('assignment', () => {
  test('the largest first, aligned to size, then by location', () => {
    const { bus } = emptyBus();
    const window = new FakeWindow(16);
    const memory = (byteCount: number) => ({ space: 'memory', byteCount, window }) as const;
    const io = (byteCount: number) => ({ space: 'io', byteCount, window }) as const;
    bus.attach(new FakeFunction({ bars: [memory(0x1000), io(0x20)] }), at3);
    bus.attach(new FakeFunction({ bars: [io(0x100), memory(0x20000), memory(0x1000)] }), at4);
    bus.assignResources();
    expect(bus.readConfig(4, 0, 0x14, 4)).toBe(0xfeb00000);
    expect(bus.readConfig(3, 0, 0x10, 4)).toBe(0xfeb20000);
    expect(bus.readConfig(4, 0, 0x18, 4)).toBe(0xfeb21000);
    expect(bus.readConfig(4, 0, 0x10, 4)).toBe(0xc001);
    expect(bus.readConfig(3, 0, 0x14, 4)).toBe(0xc101);
    expect(bus.readConfig(3, 0, 0x3c, 1)).toBe(11);
    expect(bus.readConfig(3, 0, COMMAND, 2)).toBe(0);
    expect(bus.resources(at4)).toMatchObject({
      interruptLine: 11,
      ranges: [
        { bar: 0, space: 'io', address: 0xc000, byteCount: 0x100 },
        { bar: 1, space: 'memory', address: 0xfeb00000, byteCount: 0x20000 },
        { bar: 2, space: 'memory', address: 0xfeb21000, byteCount: 0x1000 },
      ],
    });
  });

  test('a card that comes later moves nobody', () => {
    const { bus } = setUp();
    const bars = [{ space: 'memory', byteCount: 0x40000, window: new FakeWindow(16) }] as const;
    bus.attach(new FakeFunction({ bars }), { device: 1, function: 0 });
    bus.assignResources();
    expect(bus.readConfig(3, 0, BAR0, 4)).toBe(0xfeb00000);
    expect(bus.readConfig(1, 0, BAR0, 4)).toBe(0xfeb40000);
    bus.attach(new FakeFunction(), at4);
    bus.assignResources();
    expect(bus.readConfig(4, 0, BAR0, 4)).toBe(0xfeb20000);
    expect(bus.readConfig(4, 0, BAR2, 4)).toBe(0xc041);
  });

  test('a 64-bit BAR above 4 GiB', () => {
    const { bus } = emptyBus({ memoryWindow: { first: 0x1_0000_0000, end: 0x2_0000_0000 } });
    const registers = new FakeWindow(0x1000);
    const bars = [
      { space: 'memory', byteCount: 0x1000, window: registers, is64Bit: true },
    ] as const;
    bus.attach(new FakeFunction({ bars }), at3);
    bus.assignResources();
    expect(bus.readConfig(3, 0, 0x10, 4)).toBe(0x00000004);
    expect(bus.readConfig(3, 0, 0x14, 4)).toBe(0x00000001);
    bus.writeConfig(3, 0, COMMAND, 2, 2);
    bus.writeMemory(physical(0x1_0000_0010), 4, 0x1234);
    expect(registers.log).toEqual(['w4@10=1234']);
  });

  test('a full window assigns nothing', () => {
    const { bus } = emptyBus({ memoryWindow: { first: 0xfeb00000, end: 0xfeb30000 } });
    bus.attach(new FakeFunction(), at3);
    bus.attach(new FakeFunction(), at4);
    expect(() => bus.assignResources()).toThrow(RangeError);
    expect(bus.readConfig(3, 0, BAR0, 4)).toBe(0);
    expect(bus.resources(at3)).toEqual({ ranges: [], interruptLine: 11 });
  });

  test('four inputs are dealt out by device and pin; no pin, no line', () => {
    const raised: number[] = [];
    const interruptRoutes = [10, 11, 5, 9].map((number) => ({
      number,
      line: new InterruptLine((asserted) => asserted && raised.push(number)),
    }));
    const { bus } = emptyBus({ interruptRoutes });
    const cards = [
      { location: { device: 0, function: 0 }, interruptPin: 1, want: 10 },
      { location: { device: 1, function: 0 }, interruptPin: 1, want: 11 },
      { location: { device: 1, function: 1 }, interruptPin: 2, want: 5 },
      { location: { device: 6, function: 0 }, interruptPin: 4, want: 11 },
      { location: { device: 7, function: 0 }, interruptPin: 0, want: 0xff },
    ];
    for (const { location, interruptPin } of cards)
      bus.attach(new FakeFunction({ interruptPin }), location);
    bus.assignResources();
    for (const { location, want } of cards) {
      expect(bus.readConfig(location.device, location.function, 0x3c, 1)).toBe(want);
      bus.interruptPin(location).set(true);
    }
    expect(raised).toEqual([10, 11, 5]); // Device 6 finds its line up already.
  });

  test('RST# forgets everything, and firmware can begin again', () => {
    const { bus, fn } = setUp();
    bus.reset();
    expect(fn.log).toEqual(['reset']);
    expect(bus.readConfig(3, 0, COMMAND, 2)).toBe(0);
    expect(bus.readConfig(3, 0, BAR0, 4)).toBe(0);
    bus.assignResources();
    expect(bus.readConfig(3, 0, BAR0, 4)).toBe(0xfeb00000);
  });
});

describe('decoding', () => {
  test.each([
    { name: 'all off', command: 0, memory: false, io: false },
    { name: 'I/O on', command: 1, memory: false, io: true },
    { name: 'memory on', command: 2, memory: true, io: false },
    { name: 'both on', command: 3, memory: true, io: true },
    { name: 'bus master alone', command: 4, memory: false, io: false },
  ])('$name', ({ command, memory, io }) => {
    const { bus, fn } = setUp(command);
    bus.writeMemory(physical(0xfeb00010), 4, 0xdeadbeef);
    bus.writePort(port(0xc008), 2, 0x1234);
    expect(fn.registers.log).toEqual(memory ? ['w4@10=deadbeef'] : []);
    expect(fn.ports.log).toEqual(io ? ['w2@8=1234'] : []);
    expect(bus.readMemory(physical(0xfeb00010), 4)).toBe(memory ? 0xdeadbeef : 0xffffffff);
    expect(bus.readPort(port(0xc008), 2)).toBe(io ? 0x1234 : 0xffff);
  });

  test('turning a space off takes effect at once, also after an access', () => {
    const { bus } = setUp();
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0);
    bus.writeConfig(3, 0, COMMAND, 2, 5);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
    expect(bus.readPort(port(0xc000), 1)).toBe(0);
  });

  test('writing a BAR moves its window', () => {
    const { bus, fn } = setUp();
    bus.readMemory(physical(0xfeb00000), 4);
    bus.writeConfig(3, 0, BAR0, 4, 0xe0020000);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
    expect(bus.readMemory(physical(0xe0020000), 4)).toBe(0);
    bus.writeConfig(3, 0, BAR2, 4, 0xd001);
    bus.writePort(port(0xd004), 4, 1);
    expect(fn.ports.log).toEqual(['w4@4=1']);
    expect(bus.readPort(port(0xc004), 4)).toBe(0xffffffff);
  });

  test('two cards, one after the other', () => {
    const { bus, fn } = setUp();
    const other = new FakeFunction();
    bus.attach(other, at4);
    bus.assignResources();
    bus.writeConfig(4, 0, COMMAND, 2, 2);
    for (let round = 0; round < 2; round++) {
      bus.writeMemory(physical(0xfeb00000), 4, 1);
      bus.writeMemory(physical(0xfeb20000), 4, 2);
    }
    expect(fn.registers.log).toEqual(['w4@0=1', 'w4@0=1']);
    expect(other.registers.log).toEqual(['w4@0=2', 'w4@0=2']);
  });

  test.each<[name: string, address: number, width: 1 | 2 | 4, want: number, log: string[]]>([
    ['the last doubleword', 0xfeb1fffc, 4, 0x04030201, ['r4@1fffc']],
    ['the last byte', 0xfeb1ffff, 1, 0x04, ['r1@1ffff']],
    ['across the end', 0xfeb1fffe, 4, 0xffff0403, ['r1@1ffff', 'r1@1fffe']],
    ['across the end, word', 0xfeb1ffff, 2, 0xff04, ['r1@1ffff']],
    ['across the beginning', 0xfeaffffe, 4, 0x6655ffff, ['r1@1', 'r1@0']],
    ['behind it', 0xfeb20000, 4, 0xffffffff, []],
    ['before it', 0xfeaffffc, 4, 0xffffffff, []],
    ['nowhere, byte', 0x1000, 1, 0xff, []],
    ['nowhere, word', 0x1000, 2, 0xffff, []],
    ['the last of 32 bits', 0xffffffff, 4, 0xffffffff, []],
  ])('%s', (_name, address, width, want, log) => {
    for (const isWarm of [false, true]) {
      const { bus, fn } = setUp();
      fn.registers.view.setUint32(0, 0x88776655, true);
      fn.registers.view.setUint32(0x1fffc, 0x04030201, true);
      if (isWarm) bus.readMemory(physical(0xfeb00800), 4);
      fn.registers.log.length = 0;
      expect(bus.readMemory(physical(address), width)).toBe(want);
      expect(fn.registers.log).toEqual(log);
    }
  });

  test('a write across two windows reaches both', () => {
    const { bus, fn } = setUp();
    const other = new FakeFunction();
    bus.attach(other, at4);
    bus.assignResources();
    bus.writeConfig(4, 0, COMMAND, 2, 2);
    bus.writeMemory(physical(0xfeb1ffff), 4, 0x44332211);
    expect(fn.registers.log).toEqual(['w1@1ffff=11']);
    expect(other.registers.log).toEqual(['w1@0=22', 'w1@1=33', 'w1@2=44']);
  });

  test('sizing with decoding on leaves it all as it was', () => {
    const { bus } = setUp();
    bus.writeConfig(3, 0, BAR0, 4, 0xffffffff);
    expect(bus.readConfig(3, 0, BAR0, 4)).toBe(0xfffe0000);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
    bus.writeConfig(3, 0, BAR0, 4, 0xfeb00000);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0);
  });
});

describe('bus mastering', () => {
  test.each([
    { name: 'on', command: 4, want: true },
    { name: 'off', command: 3, want: false },
  ])('$name', ({ command, want }) => {
    const { bus, memory, master } = setUp(command);
    const local = Uint8Array.of(1, 2, 3, 4);
    expect(master.write(physical(0x1000), local, 0, 4)).toBe(want);
    expect(memory.bytes[0x1000]).toBe(want ? 1 : 0);
    expect(master.read(physical(0x2000), local, 0, 4)).toBe(want);
    expect([...local]).toEqual(want ? [0, 0, 0, 0] : [1, 2, 3, 4]);
    expect(bus.readConfig(3, 0, STATUS, 2)).toBe(0x0210);
  });

  test('no memory there: master abort, which status records', () => {
    const { bus, master } = setUp();
    expect(master.write(physical(0x8000_1000), new Uint8Array(4), 0, 4)).toBe(false);
    expect(bus.readConfig(3, 0, STATUS, 2)).toBe(0x2210);
    bus.writeConfig(3, 0, STATUS, 2, 0x2000);
    expect(bus.readConfig(3, 0, STATUS, 2)).toBe(0x0210);
    expect(master.read(physical(0x7fff), new Uint8Array(4), 0, 4)).toBe(false);
    expect(bus.functions()).toEqual([{ location: at3, command: 7, status: 0x2210, powerState: 0 }]);
  });

  test('before there is a card', () => {
    const { bus } = emptyBus();
    const master = bus.busMasterPort(at3, new MainMemoryPort(new Memory(0x1_0000, 0x8000)));
    expect(master.read(physical(0), new Uint8Array(4), 0, 4)).toBe(false);
  });
});

describe('power states', () => {
  test('in D3hot only configuration space answers', () => {
    const { bus, master, pin, line } = setUp();
    pin.set(true);
    bus.writeConfig(3, 0, PMCSR, 2, 3);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
    expect(bus.readPort(port(0xc000), 4)).toBe(0xffffffff);
    expect(master.read(physical(0), new Uint8Array(4), 0, 4)).toBe(false);
    expect(line.isAsserted).toBe(false);
    pin.set(true);
    expect(line.isAsserted).toBe(false);
    expect(bus.readConfig(3, 0, 0, 4)).toBe(0x100e8086);
    expect(bus.functions()[0].powerState).toBe(3);
  });

  test('back in D0 the operating system restores what the reset took', () => {
    const { bus, fn, master } = setUp();
    bus.writeConfig(3, 0, PMCSR, 2, 3);
    bus.writeConfig(3, 0, PMCSR, 2, 0);
    expect(fn.log).toEqual(['D3', 'reset', 'D0']);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
    bus.writeConfig(3, 0, BAR0, 4, 0xfeb00000);
    bus.writeConfig(3, 0, COMMAND, 2, 6);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0);
    expect(master.read(physical(0), new Uint8Array(4), 0, 4)).toBe(true);
  });

  test('PME# goes to its own line', () => {
    const levels: boolean[] = [];
    const { bus } = emptyBus({ pmeLine: new InterruptLine((asserted) => levels.push(asserted)) });
    const pme = bus.pmePort(at3);
    pme.signal(); // Nobody there.
    bus.attach(new FakeFunction(), at3);
    bus.writeConfig(3, 0, PMCSR, 2, 0x0103);
    pme.signal();
    expect(levels).toEqual([true]);
    bus.writeConfig(3, 0, PMCSR, 2, 0x8103);
    pme.signal();
    bus.detach(at3);
    expect(levels).toEqual([true, false, true, false]);
  });

  test('a function reaches its own PMCSR', () => {
    const { bus } = emptyBus({});
    const pme = bus.pmePort(at3);
    pme.isEnabled = true; // Nobody there.
    pme.clear();
    expect([pme.isEnabled, pme.hasEvent]).toEqual([false, false]);
    bus.attach(new FakeFunction(), at3);
    pme.isEnabled = true;
    pme.signal();
    expect([pme.isEnabled, pme.hasEvent]).toEqual([true, true]);
    expect(bus.readConfig(3, 0, PMCSR, 2)).toBe(0x8100);
    pme.isEnabled = false;
    expect(bus.readConfig(3, 0, PMCSR, 2)).toBe(0x8000);
    pme.clear();
    expect(bus.readConfig(3, 0, PMCSR, 2)).toBe(0);
  });
});

describe('interrupts', () => {
  test('two cards share the line', () => {
    const { bus, pin, levels } = setUp();
    bus.attach(new FakeFunction(), at4);
    const other = bus.interruptPin(at4);
    pin.set(true);
    other.set(true);
    pin.set(false);
    expect(levels).toEqual([true]);
    other.set(false);
    expect(levels).toEqual([true, false]);
  });

  test('a pin with no card behind it reaches nothing', () => {
    const { bus, levels } = emptyBus();
    bus.interruptPin(at3).set(true);
    expect(levels).toEqual([]);
  });
});

describe('surprise removal', () => {
  test('everything goes quiet', () => {
    const { bus, fn, memory, master, pin, line } = setUp();
    bus.readMemory(physical(0xfeb00000), 4);
    pin.set(true);
    bus.detach(at3);
    fn.registers.log.length = 0;
    expect(line.isAsserted).toBe(false);
    pin.set(true);
    expect(line.isAsserted).toBe(false);
    expect(bus.readConfig(3, 0, 0, 4)).toBe(0xffffffff);
    bus.writeConfig(3, 0, COMMAND, 2, 0);
    expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
    expect(bus.readPort(port(0xc000), 1)).toBe(0xff);
    bus.writeMemory(physical(0xfeb00000), 4, 1);
    expect(fn.registers.log).toEqual([]);
    expect(master.write(physical(0x1000), Uint8Array.of(9), 0, 1)).toBe(false);
    expect(memory.bytes[0x1000]).toBe(0);
    expect(bus.functions()).toEqual([]);
    expect(bus.resources(at3)).toBeUndefined();
    bus.detach(at3);
  });

  test('a card can be put back, and begins anew', () => {
    const { bus, fn, pin, line } = setUp();
    pin.set(true);
    bus.detach(at3);
    bus.attach(fn, at3);
    expect(fn.log).toEqual(['reset']);
    expect(line.isAsserted).toBe(false);
    expect(bus.readConfig(3, 0, COMMAND, 2)).toBe(0);
    bus.assignResources();
    expect(bus.readConfig(3, 0, BAR0, 4)).toBe(0xfeb00000);
    pin.set(true);
    expect(line.isAsserted).toBe(true);
  });
});

test('a device may move itself from within a register write', () => {
  const { bus } = emptyBus();
  const quits: PciFunction['bars'][number] = {
    space: 'memory',
    byteCount: 16,
    window: { read: () => 5, write: () => bus.detach(at3) },
  };
  bus.attach(new FakeFunction({ bars: [quits] }), at3);
  bus.assignResources();
  bus.writeConfig(3, 0, COMMAND, 2, 2);
  expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(5);
  bus.writeMemory(physical(0xfeb00000), 4, 0);
  expect(bus.readMemory(physical(0xfeb00000), 4)).toBe(0xffffffff);
});
