/** The serial EEPROM by its wires: the commands of a 93C46, 93C56 and 93C66. */
import { Clock } from '../../../hardware/clock';
import { Microwire, toWords } from '../../../hardware/nic/microwire';

const WRITE_NS = 5_000_000;

class Wires {
  readonly clock = new Clock();
  readonly words: Uint16Array;
  readonly part: Microwire;

  constructor(wordCount = 64) {
    this.words = Uint16Array.from({ length: wordCount }, (_, index) => 0x1100 + index);
    this.part = new Microwire(this.clock, this.words);
  }

  /** Clocks bits in, most significant first. */
  put(value: number, bitCount: number): void {
    for (let bit = bitCount - 1; bit >= 0; bit--) {
      const dataIn = ((value >>> bit) & 1) === 1;
      this.part.drive(true, false, dataIn);
      this.part.drive(true, true, dataIn);
    }
  }

  get(bitCount: number): number {
    let value = 0;
    for (let bit = 0; bit < bitCount; bit++) {
      this.put(0, 1);
      value = (value << 1) | (this.part.dataOut ? 1 : 0);
    }
    return value;
  }

  release(): void {
    this.part.drive(false, false, false);
  }

  command(value: number, bitCount: number): void {
    this.put(value, bitCount);
    this.release();
    this.clock.advance(WRITE_NS);
  }
}

test('a read begins with a dummy 0 and goes on to the words behind', () => {
  const wires = new Wires();
  wires.put(0b110_111111, 9);
  expect(wires.part.dataOut).toBe(false);
  expect([wires.get(16), wires.get(16)]).toEqual([0x113f, 0x1100]);
});

test('zeros before the start bit do not count', () => {
  const wires = new Wires();
  wires.put(0b0000_110_000101, 13);
  expect(wires.get(16)).toBe(0x1105);
});

test.each([
  { name: 'WRITE', value: (0b101_000101 << 16) | 0xabcd, bits: 25, want: [0xabcd, 0x1106] },
  { name: 'ERASE', value: 0b111_000101, bits: 9, want: [0xffff, 0x1106] },
  { name: 'ERAL', value: 0b100_100000, bits: 9, want: [0xffff, 0xffff] },
  { name: 'WRAL', value: (0b100_010000 << 16) | 0x1234, bits: 25, want: [0x1234, 0x1234] },
  { name: 'a WRITE cut short', value: 0b101_000101_0101, bits: 13, want: [0x1105, 0x1106] },
])('$name, once writing is enabled', ({ value, bits, want }) => {
  const wires = new Wires();
  wires.command(value, bits);
  expect([wires.words[5], wires.words[6]]).toEqual([0x1105, 0x1106]);
  wires.command(0b100_110000, 9);
  wires.command(value, bits);
  expect([wires.words[5], wires.words[6]]).toEqual(want);
  wires.command(0b100_000000, 9);
  wires.command((0b101_000101 << 16) | 0x7777, 25);
  expect(wires.words[5]).toBe(want[0]);
});

test('a write keeps the part busy', () => {
  const wires = new Wires();
  wires.command(0b100_110000, 9);
  wires.put((0b101_000101 << 16) | 0xabcd, 25);
  wires.release();
  wires.part.drive(true, false, false);
  expect(wires.part.dataOut).toBe(false);
  wires.clock.advance(WRITE_NS);
  expect(wires.part.dataOut).toBe(true);
});

test.each([
  { name: '93C56', wordCount: 128, address: 0x85, want: [0x1105, 0x1106] },
  { name: '93C66', wordCount: 256, address: 0x85, want: [0x1185, 0x1186] },
  { name: '93C66 from its last word', wordCount: 256, address: 0xff, want: [0x11ff, 0x1100] },
])('a $name takes eight bits of address', ({ wordCount, address, want }) => {
  const wires = new Wires(wordCount);
  wires.put((0b110 << 7) | (address >>> 1), 10);
  expect(wires.part.dataOut).toBe(true);
  wires.put(address & 1, 1);
  expect(wires.part.dataOut).toBe(false);
  expect([wires.get(16), wires.get(16)]).toEqual(want);
  wires.release();
  wires.command(0b100_1100_0000, 11);
  wires.put((0b101 << 8) | address, 11);
  wires.put(0xabcd, 16);
  wires.release();
  expect(wires.words[address % wordCount]).toBe(0xabcd);
});

test.each([15, 17, 30])('a write with %i bits of data is none', (bitCount) => {
  const wires = new Wires();
  wires.command(0b100_110000, 9);
  wires.put(0b101_000101, 9);
  wires.put(0, bitCount);
  wires.release();
  expect(wires.words[5]).toBe(0x1105);
  wires.part.drive(true, false, false);
  expect(wires.part.dataOut).toBe(true);
});

test('while it is busy it hears nothing', () => {
  const wires = new Wires();
  wires.command(0b100_110000, 9);
  wires.put(0b111_000101, 9);
  wires.release();
  wires.put(0b111_000110, 9);
  wires.release();
  wires.clock.advance(WRITE_NS);
  expect([wires.words[5], wires.words[6]]).toEqual([0xffff, 0x1106]);
});

test('letting go of the wires ends a command and keeps EWEN', () => {
  const wires = new Wires();
  wires.command(0b100_110000, 9);
  wires.put(0b110_000101, 9);
  wires.part.release();
  expect(wires.part.dataOut).toBe(true);
  wires.command(0b111_000101, 9);
  expect(wires.words[5]).toBe(0xffff);
});

test.each([0, 63, 65, 512])('a part of %i words there is not', (wordCount) => {
  expect(() => new Wires(wordCount)).toThrow(RangeError);
});

test('an image gives the low byte of each word first', () => {
  expect([...toWords(Uint8Array.of(0x01, 0x02, 0xfe, 0xff))]).toEqual([0x0201, 0xfffe]);
});
