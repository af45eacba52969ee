/** The EEPROM through its four lines. 8255x SDM 5, 6.3.4. */
import { Bench, MAC_ADDRESS } from '../../../support/nic/i82557-bench';

const [SK, CS, DI, DO] = [0x1, 0x2, 0x4, 0x8];

/** A driver's bit-banging: data out while the clock is low, data in while it is high. */
class Wires {
  readonly bench: Bench;
  readonly #addressBits: number;

  constructor(bench: Bench, addressBits = 6) {
    this.bench = bench;
    this.#addressBits = addressBits;
  }

  #set(lines: number): void {
    this.bench.set(0x0e, lines, 2);
  }

  get dataOut(): number {
    return (this.bench.get(0x0e, 2) & DO) !== 0 ? 1 : 0;
  }

  select(): void {
    this.#set(CS);
  }

  deselect(): void {
    this.#set(0);
  }

  /** Returns what the last clock gave. */
  shiftOut(value: number, bitCount: number): number {
    let output = 1;
    for (let bit = bitCount - 1; bit >= 0; bit--) {
      const data = CS | ((value >>> bit) & 1 ? DI : 0);
      this.#set(data);
      this.#set(data | SK);
      output = this.dataOut;
      this.#set(data);
    }
    return output;
  }

  shiftIn(bitCount: number): number {
    let value = 0;
    for (let bit = 0; bit < bitCount; bit++) {
      this.#set(CS | SK);
      value = (value << 1) | this.dataOut;
      this.#set(CS);
    }
    return value;
  }

  read(address: number): number {
    this.select();
    this.shiftOut(0b110, 3);
    this.shiftOut(address, this.#addressBits);
    const value = this.shiftIn(16);
    this.deselect();
    return value;
  }

  /** Start bit and operation, address, and a word if there is one. */
  command(operation: number, address: number, word?: number): void {
    this.select();
    this.shiftOut(operation, 3);
    this.shiftOut(address, this.#addressBits);
    if (word !== undefined) this.shiftOut(word, 16);
    this.deselect();
  }
}

test('the words sum to BABAh and begin with the address', () => {
  const wires = new Wires(new Bench());
  const words = Array.from({ length: 64 }, (_, address) => wires.read(address));
  expect(words.slice(0, 3)).toEqual([0xa000, 0x12c9, 0x5634]);
  expect(words.reduce((sum, word) => sum + word) & 0xffff).toBe(0xbaba);
  expect([words[5], words[6], words[10] >>> 14, words[12]]).toEqual([0x0301, 0x4701, 1, 0x8086]);
});

test.each([
  { revisionId: 1, want: 0x0101 },
  { revisionId: 4, want: 0x0201 },
])('word 5 names the controller of revision $revisionId', ({ revisionId, want }) => {
  expect(new Wires(new Bench({ revisionId })).read(5)).toBe(want);
});

test.each([
  { bytes: 128, addressBits: 6 },
  { bytes: 512, addressBits: 8 },
])('of $bytes bytes: the dummy 0 comes with address bit $addressBits', ({ bytes, addressBits }) => {
  const image = Uint8Array.from({ length: bytes }, (_, index) => index);
  const wires = new Wires(new Bench({ eeprom: image }), addressBits);
  wires.select();
  wires.shiftOut(0b110, 3);
  expect(wires.shiftOut(0, addressBits - 1)).toBe(1);
  expect(wires.shiftOut(0, 1)).toBe(0);
  wires.deselect();
  const words = Array.from({ length: bytes / 2 }, (_, address) => wires.read(address));
  expect(words[0]).toBe(MAC_ADDRESS[0] | (MAC_ADDRESS[1] << 8));
  expect(words[20]).toBe(0x2928);
  expect(words.reduce((sum, word) => sum + word) & 0xffff).toBe(0xbaba);
});

test('a read goes on to the word behind', () => {
  const wires = new Wires(new Bench());
  wires.select();
  wires.shiftOut(0b110_000000, 9);
  expect([wires.shiftIn(16), wires.shiftIn(16)]).toEqual([0xa000, 0x12c9]);
});

test('a write needs EWEN, runs when the select falls, and takes time', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.command(0b101, 0x20, 0x1234);
  expect(wires.read(0x20)).toBe(0xffff);
  wires.command(0b100, 0b110000);
  wires.command(0b101, 0x20, 0x1234);
  wires.select();
  expect(wires.dataOut).toBe(0);
  bench.advance(10_000_000);
  expect(wires.dataOut).toBe(1);
  wires.deselect();
  expect(wires.read(0x20)).toBe(0x1234);
  wires.command(0b111, 0x20);
  bench.advance(10_000_000);
  expect(wires.read(0x20)).toBe(0xffff);
  wires.command(0b100, 0b000000);
  wires.command(0b101, 0x20, 0x5678);
  bench.advance(10_000_000);
  expect(wires.read(0x20)).toBe(0xffff);
});

test.each([
  { name: 'write all', address: 0b010000, word: 0x5a5a, want: 0x5a5a },
  { name: 'erase all', address: 0b100000, word: undefined, want: 0xffff },
])('$name', ({ address, word, want }) => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.command(0b100, 0b110000);
  wires.command(0b100, address, word);
  bench.advance(10_000_000);
  expect([wires.read(0), wires.read(63)]).toEqual([want, want]);
});

test('a write cut short does nothing; what was written survives a reset', () => {
  const bench = new Bench();
  const wires = new Wires(bench);
  wires.command(0b100, 0b110000);
  wires.select();
  wires.shiftOut(0b101_100000, 9);
  wires.shiftOut(0, 15);
  wires.deselect();
  expect(wires.read(0x20)).toBe(0xffff);
  wires.command(0b101, 0, 0x2202);
  bench.advance(10_000_000);
  bench.set(8, 0);
  expect([wires.read(0), bench.nic.filter.address[0]]).toEqual([0x2202, 0x02]);
});
