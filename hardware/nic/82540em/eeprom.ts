/**
 * The board's EEPROM, 64 words of 16 bits behind Microwire, and the two ways to it: EERD, which
 * reads a word, and the four wires in EECD. 8254x SDM 5.3-5.6, 13.4.3, 13.4.4. The wires' protocol
 * is that of a 93C46 in its 16-bit organisation, which the manual names by size.
 */
import type { ClockPort } from '../../clock';
import type { RegisterValues } from '../../registers';
import { EECD, EERD, R } from './registers';
import { Timer } from './timer';

const WORD_COUNT = 64;
/** The sum of all words (5.6.35). */
const CHECKSUM = 0xbaba;
/** EERD: nine bits of command, a dummy bit and a word, at the 1 MHz that a 93C46 is good for. */
const READ_NS = 26_000;
/** Self-timed write or erase of a 93C46. */
const WRITE_NS = 5_000_000;

/** A start bit, two bits of operation, six of address. */
const COMMAND_BITS = 8;
const WORD_BITS = 16;
const Operation = { EXTENDED: 0, WRITE: 1, READ: 2, ERASE: 3 } as const;
/** The two upper address bits of an extended operation. */
const Extended = { DISABLE: 0, WRITE_ALL: 1, ERASE_ALL: 2, ENABLE: 3 } as const;

/** What the card is, as its EEPROM says (5.6). */
const VENDOR_ID = 0x8086;
const DEVICE_ID = 0x100e;
/** PRO/1000 MT Desktop Adapter. */
const SUBSYSTEM_ID = 0x001e;
/** Signature 01b, 32-bit BARs, full duplex, power management, IDs to be loaded (5.6.7). */
const INITIALIZATION_CONTROL_1 = 0x640b;
/** Words that are programmed; the others are erased. */
const Word = {
  ADDRESS: 0x00,
  COMPATIBILITY: 0x03,
  INITIALIZATION_CONTROL_1: 0x0a,
  SUBSYSTEM_ID: 0x0b,
  SUBSYSTEM_VENDOR_ID: 0x0c,
  DEVICE_ID: 0x0d,
  VENDOR_ID: 0x0e,
  LED: 0x2f,
  CHECKSUM: 0x3f,
} as const;
/** The LED defaults that make LEDCTL what it is after a reset (5.6.25, 13.4.15). */
const LED_DEFAULTS = 0x0602;

export class Eeprom {
  readonly words: Uint16Array;
  readonly #regs: RegisterValues;
  readonly #clock: ClockPort;
  readonly #readTimer: Timer;
  /** An EERD read waits until software lets go of the wires. */
  #isReadWaiting = false;

  /** Bits of a command and its data shifted in, after the start bit. */
  #shifted = 0;
  #shiftedBits = 0;
  #hasStarted = false;
  /** What a read shifts out, and how many bits of it are left. */
  #output = 0;
  #outputBits = 0;
  #outputAddress = 0;
  #isReading = false;
  #dataOut = 1;
  #isWriteEnabled = false;
  /** The command to run when the chip select falls. */
  #commits = false;
  #busyUntilNs = 0;

  constructor(regs: RegisterValues, clock: ClockPort, macAddress: Uint8Array) {
    this.#regs = regs;
    this.#clock = clock;
    this.#readTimer = new Timer(clock, () => this.#endRead());
    this.words = createImage(macAddress);
  }

  /** The wires fall idle; what is stored stays. */
  reset(): void {
    this.#readTimer.stop();
    this.#isReadWaiting = false;
    this.#deselect();
    this.#isWriteEnabled = false;
  }

  /** EERD was written: `value` may start a read (13.4.4). */
  writeEerd(value: number): void {
    if ((value & EERD.START) === 0) return;
    const regs = this.#regs;
    regs[R.EERD] = value & EERD.ADDR;
    this.#isReadWaiting = (regs[R.EECD] & EECD.EE_REQ) !== 0;
    if (this.#isReadWaiting) this.#readTimer.stop();
    else this.#readTimer.start(READ_NS);
  }

  /** EECD was written: the wires moved from what `before` had (13.4.3). */
  writeEecd(before: number): void {
    const value = this.#regs[R.EECD];
    if ((value & EECD.EE_REQ) === 0 && this.#isReadWaiting) {
      this.#isReadWaiting = false;
      this.#readTimer.start(READ_NS);
    }
    // The wires are the EEPROM's only once granted (5.3.1).
    if (!this.#isGranted) return;
    if ((value & EECD.CS) === 0) {
      if ((before & EECD.CS) !== 0) this.#deselect();
      return;
    }
    if ((value & EECD.SK) !== 0 && (before & EECD.SK) === 0)
      this.#clockIn((value & EECD.DI) !== 0 ? 1 : 0);
  }

  readEecd(): number {
    let value = this.#regs[R.EECD] | EECD.EE_PRES;
    if (this.#isGranted) value |= EECD.EE_GNT;
    if (this.#dataOutNow !== 0) value |= EECD.DO;
    return value >>> 0;
  }

  get #isGranted(): boolean {
    return (this.#regs[R.EECD] & EECD.EE_REQ) !== 0 && !this.#readTimer.isRunning;
  }

  /** Between commands it says whether it is ready; nobody drives the wire while not selected. */
  get #dataOutNow(): number {
    if (!this.#isGranted || (this.#regs[R.EECD] & EECD.CS) === 0) return 1;
    if (this.#isReading) return this.#dataOut;
    return this.#clock.nowNs < this.#busyUntilNs ? 0 : 1;
  }

  #endRead(): void {
    const regs = this.#regs;
    const address = (regs[R.EERD] & EERD.ADDR) >>> 8;
    // A part of 64 words sees six bits of the address.
    const word = this.words[address % WORD_COUNT];
    regs[R.EERD] = (word << 16) | (regs[R.EERD] & EERD.ADDR) | EERD.DONE;
  }

  #clockIn(bit: number): void {
    if (this.#clock.nowNs < this.#busyUntilNs) return;
    if (this.#isReading) {
      this.#clockOut();
      return;
    }
    if (!this.#hasStarted) {
      this.#hasStarted = bit === 1;
      return;
    }
    this.#shifted = (this.#shifted << 1) | bit;
    this.#shiftedBits++;
    if (this.#shiftedBits === COMMAND_BITS) this.#decode(this.#shifted);
    else if (this.#shiftedBits === COMMAND_BITS + WORD_BITS) this.#commits = true;
  }

  #decode(command: number): void {
    const operation = command >>> 6;
    const address = command & (WORD_COUNT - 1);
    if (operation === Operation.READ) {
      // A dummy 0 follows the address at once, and the word from the next clock on.
      this.#isReading = true;
      this.#dataOut = 0;
      this.#outputBits = 0;
      this.#outputAddress = address;
    } else if (operation === Operation.ERASE) {
      this.#commits = true;
    } else if (operation === Operation.EXTENDED) {
      const extended = address >>> 4;
      if (extended === Extended.ENABLE) this.#isWriteEnabled = true;
      else if (extended === Extended.DISABLE) this.#isWriteEnabled = false;
      else if (extended === Extended.ERASE_ALL) this.#commits = true;
    }
  }

  /** The next bit of a read, which goes on to the word behind. */
  #clockOut(): void {
    if (this.#outputBits === 0) {
      this.#output = this.words[this.#outputAddress];
      this.#outputAddress = (this.#outputAddress + 1) % WORD_COUNT;
      this.#outputBits = WORD_BITS;
    }
    this.#outputBits--;
    this.#dataOut = (this.#output >>> this.#outputBits) & 1;
  }

  /** The chip select falls: a whole write or erase runs now. */
  #deselect(): void {
    if (this.#commits && this.#isWriteEnabled) this.#commit();
    this.#commits = false;
    this.#hasStarted = false;
    this.#shifted = 0;
    this.#shiftedBits = 0;
    this.#isReading = false;
  }

  #commit(): void {
    const hasData = this.#shiftedBits > COMMAND_BITS;
    const command = hasData ? this.#shifted >>> WORD_BITS : this.#shifted;
    const data = hasData ? this.#shifted & 0xffff : 0xffff;
    // The two operations on all words are the extended ones.
    if (((command >>> 6) & 3) === Operation.EXTENDED) this.words.fill(data);
    else this.words[command & (WORD_COUNT - 1)] = data;
    this.#busyUntilNs = this.#clock.nowNs + WRITE_NS;
  }
}

/** A programmed EEPROM with a valid checksum. */
function createImage(macAddress: Uint8Array): Uint16Array {
  const words = new Uint16Array(WORD_COUNT).fill(0xffff);
  for (let index = 0; index < 3; index++)
    words[Word.ADDRESS + index] = macAddress[2 * index] | (macAddress[2 * index + 1] << 8);
  words[Word.COMPATIBILITY] = 0;
  words[Word.INITIALIZATION_CONTROL_1] = INITIALIZATION_CONTROL_1;
  words[Word.SUBSYSTEM_ID] = SUBSYSTEM_ID;
  words[Word.SUBSYSTEM_VENDOR_ID] = VENDOR_ID;
  words[Word.DEVICE_ID] = DEVICE_ID;
  words[Word.VENDOR_ID] = VENDOR_ID;
  words[Word.LED] = LED_DEFAULTS;
  words[Word.CHECKSUM] = 0;
  let sum = 0;
  for (const word of words) sum += word;
  words[Word.CHECKSUM] = CHECKSUM - sum;
  return words;
}
