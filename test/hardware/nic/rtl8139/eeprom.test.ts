/** What is loaded from the 93C46 (RTL8139C data sheet, chapter 7; 6.9). */
import { Bench } from '../../../support/nic/rtl8139-bench';

/** 128 bytes, programmed by hand. */
function image(changes: Record<number, number> = {}): Uint8Array {
  const bytes = new Uint8Array(128);
  bytes.set([0x29, 0x81, 0xec, 0x10, 0x39, 0x81, 0x86, 0x11, 0x00, 0x13, 0x10, 0x30]);
  bytes.set([0xf1, 0xe4, 1, 2, 3, 4, 5, 6, 0x10, 0x8f, 0xc2, 0x77, 0, 0x40], 0x0c);
  bytes.set([0x11, 0x22, 0x33, 0x44, 0x55, 0x06, 0x66, 0x77, 0x88, 0x99], 0x1a);
  for (const [offset, value] of Object.entries(changes)) bytes[Number(offset)] = value;
  return bytes;
}

test('identity, address, configuration and parameters are those of the image', () => {
  const bench = new Bench({ eeprom: image(), macAddress: undefined });
  expect(bench.device).toMatchObject({
    vendorId: 0x10ec,
    deviceId: 0x8139,
    subsystemVendorId: 0x1186,
    subsystemId: 0x1300,
    minGrant: 0x10,
    maxLatency: 0x30,
    // CONFIG3 without FBtBEn.
    statusCapabilities: 0x0200,
  });
  expect(bench.device.powerManagement).toMatchObject({ offset: 0x50, pmc: 0x77c2 });
  expect([bench.get(0, 4), bench.get(4, 2)]).toEqual([0x0403_0201, 0x0605]);
  expect([0x51, 0x52, 0x59, 0x5a, 0xd8].map((at) => bench.get(at, 1))).toEqual([
    0x10, 0x8f, 0xe4, 0x40, 0x06,
  ]);
  expect(bench.get(0x58, 1) & 0xc0).toBe(0xc0);
  expect([bench.get(0x78, 4), bench.get(0x80, 1)]).toEqual([0x4433_2211, 0x55]);
  expect(bench.get(0x7c, 4)).toBe(0x9988_7766);
});

test('an address given goes into the image', () => {
  const bench = new Bench({ eeprom: image() });
  expect(bench.get(0, 4)).toBe(0x124c_e000);
});

test('PMEn clear: no power management capability (6.11)', () => {
  const bench = new Bench({ eeprom: image({ 0x15: 0x0c }) });
  expect(bench.device.powerManagement).toBeUndefined();
});

test('without its signature the chip is an RTL8129 without an address', () => {
  const bench = new Bench({ eeprom: image({ 0: 0 }) });
  expect(bench.device).toMatchObject({
    ...{ vendorId: 0x10ec, deviceId: 0x8129, minGrant: 0x20, maxLatency: 0x20 },
    ...{ subsystemVendorId: 0x11ec, subsystemId: 0x8129 },
  });
  expect([bench.get(0, 4), bench.get(4, 2)]).toEqual([0, 0]);
});

test.each([{ macAddress: new Uint8Array(5) }, { eeprom: new Uint8Array(127) }])(
  'a wrong length is refused: %p',
  (options) => {
    expect(() => new Bench(options)).toThrow(RangeError);
  },
);

test('an auto-load takes 2 ms, restores everything, and stops the network meanwhile', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x50, 1, 0xc0);
  bench.set(0, 4, 0);
  bench.set(0x50, 1, 0x40);
  bench.send(0, new Uint8Array(60));
  bench.advance(1_900_000);
  bench.set(0x50, 1, 0);
  expect([bench.get(0x50, 1), bench.get(0, 4), bench.dmaCount]).toEqual([0x40, 0, 0]);
  bench.advance(200_000);
  expect([bench.get(0x50, 1), bench.get(0, 4), bench.get(0x37, 1)]).toEqual([0, 0x124c_e000, 0x01]);
});

const WRITE_NS = 10_000_000;

/** The wires behind 9346CR as a driver moves them: EECS 8, EESK 4, EEDI 2, EEDO 1 in mode 80h. */
class Wires {
  readonly bench: Bench;

  constructor(bench: Bench) {
    this.bench = bench;
    bench.set(0x50, 1, 0x80);
  }

  clock(bit: number): number {
    this.bench.set(0x50, 1, 0x88 | (bit << 1));
    this.bench.set(0x50, 1, 0x8c | (bit << 1));
    const out = this.bench.get(0x50, 1) & 1;
    this.bench.set(0x50, 1, 0x88 | (bit << 1));
    return out;
  }

  /** The lowest `count` bits of `value`, highest first; what came out at the last of them. */
  shift(value: number, count: number): number {
    let out = 0;
    for (let bit = count - 1; bit >= 0; bit--) out = this.clock((value >>> bit) & 1);
    return out;
  }

  deselect(): void {
    this.bench.set(0x50, 1, 0x80);
  }

  read(address: number): number {
    const dummy = this.shift(0x180 | address, 9);
    let word = dummy << 16;
    for (let bit = 0; bit < 16; bit++) word |= this.clock(0) << (15 - bit);
    this.deselect();
    return word;
  }

  /** A command without data. */
  command(bits: number): void {
    this.shift(bits, 9);
    this.deselect();
  }

  write(address: number, word: number): void {
    this.shift(0x140 | address, 9);
    this.shift(word, 16);
    this.deselect();
  }
}

test('a card as it was sold, with our address in words 7 to 9', () => {
  const wires = new Wires(new Bench());
  expect(Array.from({ length: 12 }, (_, address) => wires.read(address))).toEqual([
    0x8129, 0x10ec, 0x8139, 0x10ec, 0x8139, 0x4020, 0xe512, 0xe000, 0x124c, 0x5634, 0x4d10, 0xf7c2,
  ]);
});

test('a write needs EWEN, takes its time, and shows busy at DO', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.write(0x20, 0xabcd);
  bench.advance(WRITE_NS);
  expect(wires.read(0x20)).toBe(0);
  wires.command(0x130);
  wires.write(0x20, 0xabcd);
  bench.set(0x50, 1, 0x88);
  expect(bench.get(0x50, 1) & 1).toBe(0);
  bench.advance(WRITE_NS);
  expect(bench.get(0x50, 1) & 1).toBe(1);
  wires.deselect();
  expect(wires.read(0x20)).toBe(0xabcd);
  wires.command(0x100);
  wires.write(0x20, 0x1111);
  bench.advance(WRITE_NS);
  expect(wires.read(0x20)).toBe(0xabcd);
});

test('outside the programming mode the wires do not reach it', () => {
  const bench = new Bench();
  bench.set(0x50, 1, 0x0c);
  expect(bench.get(0x50, 1)).toBe(0x0c);
});
