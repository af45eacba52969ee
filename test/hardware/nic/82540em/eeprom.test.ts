/** The EEPROM through EERD and through the wires of EECD. 8254x SDM 5.3, 5.6, 13.4.3, 13.4.4. */
import { Bench } from '../../../support/nic/82540em-bench';

const EECD = 0x10;
const EERD = 0x14;
const [SK, CS, DI, DO, REQ, GNT, PRES, SIZE] = [0x1, 0x2, 0x4, 0x8, 0x40, 0x80, 0x100, 0x200];

function readWord(bench: Bench, address: number): number {
  bench.set(EERD, (address << 8) | 1);
  bench.advance(100_000);
  expect(bench.get(EERD) & 0x10).toBe(0x10);
  return bench.get(EERD) >>> 16;
}

/** A driver's bit-banging: data out while the clock is low, data in while it is high. */
class Wires {
  readonly #bench: Bench;
  #base = 0;

  constructor(bench: Bench) {
    this.#bench = bench;
  }

  request(): void {
    this.#base = REQ;
    this.#bench.set(EECD, this.#base);
    expect(this.#bench.get(EECD) & GNT).toBe(GNT);
  }

  select(): void {
    this.#base = REQ | CS;
    this.#bench.set(EECD, this.#base);
  }

  deselect(): void {
    this.#base = REQ;
    this.#bench.set(EECD, this.#base);
  }

  release(): void {
    this.#bench.set(EECD, 0);
  }

  shiftOut(value: number, bitCount: number): void {
    for (let bit = bitCount - 1; bit >= 0; bit--) {
      const data = (value >>> bit) & 1 ? DI : 0;
      this.#bench.set(EECD, this.#base | data);
      this.#bench.set(EECD, this.#base | data | SK);
      this.#bench.set(EECD, this.#base | data);
    }
  }

  shiftIn(bitCount: number): number {
    let value = 0;
    for (let bit = 0; bit < bitCount; bit++) {
      this.#bench.set(EECD, this.#base | SK);
      value = (value << 1) | (this.dataOut ? 1 : 0);
      this.#bench.set(EECD, this.#base);
    }
    return value;
  }

  get dataOut(): boolean {
    return (this.#bench.get(EECD) & DO) !== 0;
  }

  read(address: number, addressBits = 6): number {
    this.select();
    this.shiftOut(0b110, 3);
    this.shiftOut(address, addressBits);
    const value = this.shiftIn(16);
    this.deselect();
    return value;
  }

  command(bits: number, bitCount: number): void {
    this.select();
    this.shiftOut(bits, bitCount);
    this.deselect();
  }
}

test('EERD reads the address, and the words sum to BABAh', () => {
  const bench = new Bench();
  const words = Array.from({ length: 64 }, (_, address) => readWord(bench, address));
  expect(words.slice(0, 3)).toEqual([0x0e00, 0x120c, 0x5634]);
  expect(words[0x0a] >>> 14).toBe(0b01);
  expect([words[0x0d], words[0x0e]]).toEqual([0x100e, 0x8086]);
  expect(words.reduce((sum, word) => sum + word) & 0xffff).toBe(0xbaba);
});

test('EERD takes its time, and the hardware keeps the wires meanwhile', () => {
  const bench = new Bench();
  bench.set(EERD, 0x0001);
  bench.set(EECD, REQ);
  expect(bench.get(EERD) & 0x10).toBe(0);
  expect(bench.get(EECD) & GNT).toBe(0);
  bench.advance(100_000);
  expect(bench.get(EERD)).toBe(0x0e00_0010);
  expect(bench.get(EECD) & GNT).toBe(GNT);
});

test('EERD waits for software to let go of the wires', () => {
  const bench = new Bench();
  bench.set(EECD, REQ);
  bench.set(EERD, 0x0001);
  bench.advance(1_000_000);
  expect(bench.get(EERD) & 0x10).toBe(0);
  bench.set(EECD, 0);
  bench.advance(1_000_000);
  expect(bench.get(EERD)).toBe(0x0e00_0010);
});

test('EECD says present, 64 words', () => {
  const bench = new Bench();
  expect(bench.get(EECD) & (PRES | SIZE | GNT)).toBe(PRES);
});

test('the wires read what EERD reads, and go on to the next word', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.request();
  expect([0, 1, 2, 0x3f].map((address) => wires.read(address))).toEqual([
    0x0e00,
    0x120c,
    0x5634,
    bench.device.eeprom.words[0x3f],
  ]);
  wires.select();
  wires.shiftOut(0b110_001100, 9);
  expect(wires.dataOut).toBe(false);
  expect([wires.shiftIn(16), wires.shiftIn(16)]).toEqual([0x8086, 0x100e]);
});

test('a write needs EWEN, runs when the select falls, and takes time', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.request();
  wires.command((0b101 << 22) | (0x20 << 16) | 0x1234, 25);
  expect(wires.read(0x20)).toBe(0xffff);
  wires.command(0b100_110000, 9);
  wires.command((0b101 << 22) | (0x20 << 16) | 0x1234, 25);
  wires.select();
  expect(wires.dataOut).toBe(false);
  bench.advance(10_000_000);
  expect(wires.dataOut).toBe(true);
  wires.deselect();
  expect(wires.read(0x20)).toBe(0x1234);
  wires.command((0b111 << 6) | 0x20, 9);
  bench.advance(10_000_000);
  expect(wires.read(0x20)).toBe(0xffff);
  wires.command(0b100_000000, 9);
  wires.command((0b101 << 22) | (0x20 << 16) | 0x5678, 25);
  bench.advance(10_000_000);
  expect(wires.read(0x20)).toBe(0xffff);
});

test.each([
  { name: 'write all', bits: (0b100_010000 << 16) | 0x5a5a, bitCount: 25, want: 0x5a5a },
  { name: 'erase all', bits: 0b100_100000, bitCount: 9, want: 0xffff },
])('$name', ({ bits, bitCount, want }) => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.request();
  wires.command(0b100_110000, 9);
  wires.command(bits, bitCount);
  bench.advance(10_000_000);
  wires.release();
  expect([readWord(bench, 0), readWord(bench, 63)]).toEqual([want, want]);
});

test('a write cut short does nothing, nor do wires that were not granted', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.request();
  wires.command(0b100_110000, 9);
  wires.command((0b101 << 21) | (0x20 << 15) | 0x7fff, 24);
  wires.release();
  bench.set(EECD, CS);
  for (let clock = 0; clock < 25; clock++) {
    bench.set(EECD, CS | DI);
    bench.set(EECD, CS | DI | SK);
  }
  bench.set(EECD, 0);
  bench.advance(10_000_000);
  expect(readWord(bench, 0x20)).toBe(0xffff);
  expect(readWord(bench, 0x3f)).toBe(bench.device.eeprom.words[0x3f]);
});

test('what was written survives a reset of the device', () => {
  const bench = new Bench();
  bench.device.eeprom.words[0] = 0x2202;
  bench.set(0, 0x0400_0000);
  expect(bench.get(0x5400)).toBe(0x120c_2202);
});

describe('an image', () => {
  /** Each byte is its offset; the signature is not valid. */
  const counting = (byteCount: number) => Uint8Array.from({ length: byteCount }, (_, at) => at);

  test('is what the words are, with the address put in and a valid checksum', () => {
    const eeprom = counting(128);
    const macAddress = Uint8Array.of(2, 4, 6, 8, 10, 12);
    const bench = new Bench({ card: { eeprom, macAddress } });
    const words = Array.from({ length: 64 }, (_, address) => readWord(bench, address));
    expect(words.slice(0, 4)).toEqual([0x0402, 0x0806, 0x0c0a, 0x0706]);
    expect(words[0x3e]).toBe(0x7d7c);
    expect(words.reduce((sum, word) => sum + word) & 0xffff).toBe(0xbaba);
  });

  test('keeps its own address if none is given, and is not written to', () => {
    const eeprom = counting(128);
    const bench = new Bench({ card: { eeprom } });
    expect(readWord(bench, 0)).toBe(0x0100);
    expect(eeprom).toEqual(counting(128));
  });

  test('of 512 bytes has 256 words, eight address bits, and EECD.EE_SIZE', () => {
    const bench = new Bench({ card: { eeprom: counting(512) } });
    expect(bench.get(EECD) & (PRES | SIZE)).toBe(PRES | SIZE);
    expect(readWord(bench, 0x85)).toBe(0x0b0a);
    const wires = new Wires(bench);
    wires.request();
    expect([wires.read(0x85, 8), wires.read(0xff, 8)]).toEqual([0x0b0a, 0xfffe]);
    wires.command(0b100_1100_0000, 11);
    wires.command((0b101 << 24) | (0xa0 << 16) | 0x1234, 27);
    bench.advance(10_000_000);
    expect(wires.read(0xa0, 8)).toBe(0x1234);
  });

  test.each([0, 6, 127, 130, 1024])('of %i bytes is refused', (byteCount) => {
    expect(() => new Bench({ card: { eeprom: counting(byteCount) } })).toThrow(RangeError);
  });

  test('without a valid signature loads nothing: no address, the default IDs (5.6)', () => {
    const bench = new Bench({
      card: { eeprom: counting(128), macAddress: Uint8Array.of(2, 0, 0, 0, 0, 1) },
    });
    expect([bench.get(0x5400), bench.get(0x5404)]).toEqual([0, 0]);
    expect(bench.device).toMatchObject({ vendorId: 0x8086, deviceId: 0x100e, subsystemId: 0x100e });
  });

  test('with one loads the IDs that Initialization Control Word 1 says', () => {
    const eeprom = counting(128);
    // Signature 01b, load vendor and device and subsystem IDs.
    eeprom.set([0x03, 0x40], 2 * 0x0a);
    expect(new Bench({ card: { eeprom } }).device).toMatchObject({
      subsystemId: 0x1716,
      subsystemVendorId: 0x1918,
      deviceId: 0x1b1a,
      vendorId: 0x1d1c,
    });
    eeprom.set([0x00, 0x40], 2 * 0x0a);
    expect(new Bench({ card: { eeprom } }).device).toMatchObject({
      subsystemId: 0x100e,
      subsystemVendorId: 0x8086,
      deviceId: 0x100e,
      vendorId: 0x8086,
    });
  });
});

test('a card of its own has an Intel address that ends in 00 00 01', () => {
  const bench = new Bench({ card: {} });
  expect([bench.get(0x5400), bench.get(0x5404)]).toEqual([0x000c_0e00, 0x8000_0100]);
});
