/** The 93C46 through the wires of 9346CR. RTL8019AS specification 5.1.2.2, 6.3. */
import { Eeprom } from '../../../../hardware/nic/rtl8029/eeprom';
import { Clock } from '../../../../hardware/clock';
import { Bench } from '../../../support/nic/rtl8029-bench';

const [EEDO, EEDI, EESK, EECS, PROGRAMMING] = [0x01, 0x02, 0x04, 0x08, 0x80];

/** A driver's bit-banging in page 3. */
class Wires {
  readonly #bench: Bench;

  constructor(bench: Bench) {
    this.#bench = bench;
    bench.set(0, 0xe1);
    bench.set(1, PROGRAMMING);
  }

  command(bits: number, bitCount: number, data?: number): void {
    this.#bench.set(1, PROGRAMMING | EECS);
    this.#shiftOut(bits, bitCount);
    if (data !== undefined) this.#shiftOut(data, 16);
    this.#bench.set(1, PROGRAMMING);
  }

  read(address: number, wordCount = 1): number[] {
    this.#bench.set(1, PROGRAMMING | EECS);
    this.#shiftOut(0b110, 3);
    this.#shiftOut(address, 6);
    expect(this.dataOut).toBe(0);
    const words = Array.from({ length: wordCount }, () => this.#shiftIn());
    this.#bench.set(1, PROGRAMMING);
    return words;
  }

  get dataOut(): number {
    return this.#bench.get(1) & EEDO;
  }

  select(): void {
    this.#bench.set(1, PROGRAMMING | EECS);
  }

  #shiftOut(value: number, bitCount: number): void {
    for (let bit = bitCount - 1; bit >= 0; bit--) {
      const data = PROGRAMMING | EECS | (((value >>> bit) & 1) !== 0 ? EEDI : 0);
      this.#bench.set(1, data);
      this.#bench.set(1, data | EESK);
    }
  }

  #shiftIn(): number {
    let value = 0;
    for (let bit = 0; bit < 16; bit++) {
      this.#bench.set(1, PROGRAMMING | EECS);
      this.#bench.set(1, PROGRAMMING | EECS | EESK);
      value = (value << 1) | this.dataOut;
    }
    return value;
  }
}

test('a read gives the words, and goes on to the next', () => {
  const wires = new Wires(new Bench());
  expect(wires.read(0, 5)).toEqual([0x0000, 0x0010, 0xe000, 0x124c, 0x5634]);
});

test('a write needs EWEN, runs when the select falls, and takes time', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.command(0b101_100000, 9, 0x1234);
  expect(wires.read(0x20)).toEqual([0x0000]);
  wires.command(0b100_110000, 9);
  wires.command(0b101_100000, 9, 0x1234);
  wires.select();
  expect(wires.dataOut).toBe(0);
  bench.advance(10_000_000);
  expect(wires.dataOut).toBe(1);
  bench.set(1, PROGRAMMING);
  expect(wires.read(0x20)).toEqual([0x1234]);
  wires.command(0b100_000000, 9);
  wires.command(0b101_100000, 9, 0x5678);
  bench.advance(10_000_000);
  expect(wires.read(0x20)).toEqual([0x1234]);
});

test.each([
  { name: 'erase', bits: 0b111_100000, data: undefined, want: [0x0000, 0xffff] },
  { name: 'erase all', bits: 0b100_100000, data: undefined, want: [0xffff, 0xffff] },
  { name: 'write all', bits: 0b100_010000, data: 0x5a5a, want: [0x5a5a, 0x5a5a] },
])('$name', ({ bits, data, want }) => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.command(0b100_110000, 9);
  wires.command(bits, 9, data);
  bench.advance(10_000_000);
  expect(wires.read(0x1f, 2)).toEqual(want);
});

test('a command cut short does nothing', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.command(0b100_110000, 9);
  wires.command(0b101_100000_1111, 13);
  bench.advance(10_000_000);
  expect(wires.read(0x20)).toEqual([0x0000]);
});

test.each([
  { name: 'an address of five bytes', image: undefined, macAddress: new Uint8Array(5) },
  { name: 'an image of 127 bytes', image: new Uint8Array(127), macAddress: undefined },
  { name: 'an image of 129 bytes', image: new Uint8Array(129), macAddress: undefined },
])('$name is refused', ({ image, macAddress }) => {
  expect(() => new Eeprom(new Clock(), image, macAddress)).toThrow(RangeError);
});
