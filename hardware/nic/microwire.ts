/**
 * A serial EEPROM of words of 16 bits behind Microwire: a 93C46 (64 words), 93C56 (128) or 93C66
 * (256). Source: National Semiconductor, NM93C46 and NM93C56/66 data sheets. A command is a start
 * bit, two bits of operation and six bits of address, or eight on the larger two; WRITE and WRAL go
 * on with a word. Bits come most significant first, each with a rising clock.
 */
import type { ClockPort } from '../clock';

const WORD_COUNTS = [64, 128, 256];
const SMALL_ADDRESS_BITS = 6;
const LARGE_ADDRESS_BITS = 8;
const OPERATION_BITS = 2;
const WORD_BITS = 16;
const ERASED = 0xffff;
/** Self-timed write or erase: 10 ms at most, of which parts take about half. */
const WRITE_NS = 5_000_000;

const Operation = { EXTENDED: 0, WRITE: 1, READ: 2, ERASE: 3 } as const;
/** The two upper address bits of an extended operation: EWDS, WRAL, ERAL, EWEN. */
const Extended = { DISABLE: 0, WRITE_ALL: 1, ERASE_ALL: 2, ENABLE: 3 } as const;

export class Microwire {
  readonly words: Uint16Array;
  readonly #clock: ClockPort;
  readonly #addressBits: number;
  readonly #commandBits: number;
  #isSelected = false;
  #isClockHigh = false;
  #hasStarted = false;
  /** Command and data shifted in after the start bit. */
  #shifted = 0;
  #shiftedBits = 0;
  #isReading = false;
  #address = 0;
  /** Bits of the word at `#address` that are still to come. */
  #outputBits = 0;
  #output = false;
  #isWriteEnabled = false;
  #busyUntilNs = 0;

  /** @throws RangeError for a number of words that no such part has */
  constructor(clock: ClockPort, words: Uint16Array) {
    if (!WORD_COUNTS.includes(words.length))
      throw new RangeError(`a serial EEPROM of ${words.length} words`);
    this.#clock = clock;
    this.words = words;
    this.#addressBits = words.length === 64 ? SMALL_ADDRESS_BITS : LARGE_ADDRESS_BITS;
    this.#commandBits = OPERATION_BITS + this.#addressBits;
  }

  /** The levels of CS, SK and DI. */
  drive(isSelected: boolean, isClockHigh: boolean, dataIn: boolean): void {
    const isRising = isClockHigh && !this.#isClockHigh;
    if (this.#isSelected && !isSelected) this.#deselect();
    this.#isSelected = isSelected;
    this.#isClockHigh = isClockHigh;
    if (isSelected && isRising && !this.#isBusy) this.#clockIn(dataIn);
  }

  /** CS, SK and DI fall, as when the chip is reset; the part itself has no reset. */
  release(): void {
    this.drive(false, false, false);
  }

  /** The level of DO: data, or ready and busy between commands; pulled up while not selected. */
  get dataOut(): boolean {
    if (!this.#isSelected) return true;
    return this.#isReading ? this.#output : !this.#isBusy;
  }

  get #isBusy(): boolean {
    return this.#clock.nowNs < this.#busyUntilNs;
  }

  #clockIn(dataIn: boolean): void {
    if (this.#isReading) {
      this.#clockOut();
    } else if (!this.#hasStarted) {
      this.#hasStarted = dataIn;
    } else {
      this.#shifted = (this.#shifted << 1) | (dataIn ? 1 : 0);
      this.#shiftedBits++;
      if (this.#shiftedBits === this.#commandBits) this.#decode(this.#shifted);
    }
  }

  /** What does not wait for CS to fall: READ, EWEN, EWDS. */
  #decode(command: number): void {
    const operation = command >>> this.#addressBits;
    if (operation === Operation.READ) {
      // A dummy 0 follows the address at once, and the word from the next clock on.
      this.#isReading = true;
      this.#address = command & (this.words.length - 1);
      this.#outputBits = WORD_BITS;
      this.#output = false;
    } else if (operation === Operation.EXTENDED) {
      const extended = this.#extendedOf(command);
      if (extended === Extended.ENABLE) this.#isWriteEnabled = true;
      else if (extended === Extended.DISABLE) this.#isWriteEnabled = false;
    }
  }

  /** The next bit of a read, which goes on to the word behind. */
  #clockOut(): void {
    if (this.#outputBits === 0) {
      this.#address = (this.#address + 1) % this.words.length;
      this.#outputBits = WORD_BITS;
    }
    this.#outputBits--;
    this.#output = ((this.words[this.#address] >>> this.#outputBits) & 1) !== 0;
  }

  /** CS falls: a write or an erase runs now, if all its bits have come and not one more. */
  #deselect(): void {
    if (this.#isWriteEnabled && !this.#isReading) this.#program();
    this.#hasStarted = false;
    this.#shifted = 0;
    this.#shiftedBits = 0;
    this.#isReading = false;
  }

  #program(): void {
    const hasWord = this.#shiftedBits === this.#commandBits + WORD_BITS;
    if (!hasWord && this.#shiftedBits !== this.#commandBits) return;
    const command = hasWord ? this.#shifted >>> WORD_BITS : this.#shifted;
    const operation = command >>> this.#addressBits;
    const extended = operation === Operation.EXTENDED ? this.#extendedOf(command) : undefined;
    const address = command & (this.words.length - 1);
    const word = this.#shifted & 0xffff;
    if (hasWord && operation === Operation.WRITE) this.words[address] = word;
    else if (hasWord && extended === Extended.WRITE_ALL) this.words.fill(word);
    else if (!hasWord && operation === Operation.ERASE) this.words[address] = ERASED;
    else if (!hasWord && extended === Extended.ERASE_ALL) this.words.fill(ERASED);
    else return;
    this.#busyUntilNs = this.#clock.nowNs + WRITE_NS;
  }

  #extendedOf(command: number): number {
    return (command >>> (this.#addressBits - 2)) & 3;
  }
}

/** The words of an image, or of a part of one: the low byte of each comes first. */
export function toWords(bytes: Uint8Array): Uint16Array {
  const words = new Uint16Array(bytes.length >>> 1);
  for (let index = 0; index < words.length; index++)
    words[index] = bytes[2 * index] | (bytes[2 * index + 1] << 8);
  return words;
}
