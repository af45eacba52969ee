/**
 * The board's EEPROM, words of 16 bits behind Microwire, and the two ways to it: EERD, which reads a
 * word, and the four wires in EECD. 8254x SDM 5.3-5.6, 13.4.3, 13.4.4. It is a 93C46 (64 words) or
 * a 93C66 (256 words); EECD.EE_SIZE says which.
 */
import type { ClockPort } from '../../clock';
import type { RegisterValues } from '../../registers';
import { ADDRESS_BYTES } from '../ethernet';
import { Microwire, toWords } from '../microwire';
import { Timer } from '../timer';
import { EECD, EERD, R } from './registers';

/** The sizes that EECD.EE_SIZE can tell (13.4.3). */
const SMALL_WORD_COUNT = 64;
const LARGE_WORD_COUNT = 256;
const IMAGE_BYTES = [2 * SMALL_WORD_COUNT, 2 * LARGE_WORD_COUNT];
/** The words that the checksum covers, and what they sum up to (5.6.35). */
const SUMMED_WORD_COUNT = 64;
const CHECKSUM = 0xbaba;
/** EERD: nine bits of command, a dummy bit and a word, at the 1 MHz that a 93C46 is good for. */
const READ_NS = 26_000;
/** Intel's, as on cards that carry this chip. */
const DEFAULT_MAC_ADDRESS = Uint8Array.of(0x00, 0x0e, 0x0c, 0x00, 0x00, 0x01);

/** What the card is, as its EEPROM says (5.6). */
const VENDOR_ID = 0x8086;
const DEVICE_ID = 0x100e;
/** PRO/1000 MT Desktop Adapter. */
const SUBSYSTEM_ID = 0x001e;
/** Signature 01b, 32-bit BARs, full duplex, power management, IDs to be loaded (5.6.7). */
const INITIALIZATION_CONTROL_1 = 0x640b;
/** The PAUSE and ASM_DIR bits of the default advertisement (5.6). */
const INITIALIZATION_CONTROL_2 = 0x3000;
/** No APM wake-up (5.6). */
const INITIALIZATION_CONTROL_3 = 0x0000;
/** Words that are programmed; the others are erased (table 5-2). */
export const Word = {
  ADDRESS: 0x00,
  COMPATIBILITY: 0x03,
  INITIALIZATION_CONTROL_1: 0x0a,
  SUBSYSTEM_ID: 0x0b,
  SUBSYSTEM_VENDOR_ID: 0x0c,
  DEVICE_ID: 0x0d,
  VENDOR_ID: 0x0e,
  INITIALIZATION_CONTROL_2: 0x0f,
  INITIALIZATION_CONTROL_3: 0x24,
  LED: 0x2f,
  CHECKSUM: 0x3f,
} as const;
/** The LED defaults that make LEDCTL what it is after a reset (5.6.25, 13.4.15). */
const LED_DEFAULTS = 0x0602;

export class Eeprom {
  readonly #regs: RegisterValues;
  readonly #part: Microwire;
  readonly #readTimer: Timer;
  /** An EERD read waits until software lets go of the wires. */
  #isReadWaiting = false;

  constructor(regs: RegisterValues, clock: ClockPort, words: Uint16Array) {
    this.#regs = regs;
    this.#part = new Microwire(clock, words);
    this.#readTimer = new Timer(clock, () => this.#endRead());
  }

  /** What is stored. */
  get words(): Uint16Array {
    return this.#part.words;
  }

  /** The wires fall idle; what is stored stays. */
  reset(): void {
    this.#readTimer.stop();
    this.#isReadWaiting = false;
    this.#part.release();
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

  /** EECD was written: the wires may have moved (13.4.3). */
  writeEecd(): void {
    const value = this.#regs[R.EECD];
    if ((value & EECD.EE_REQ) === 0 && this.#isReadWaiting) {
      this.#isReadWaiting = false;
      this.#readTimer.start(READ_NS);
    }
    // The wires are the EEPROM's only once granted (5.3.1).
    if (!this.#isGranted) this.#part.release();
    else
      this.#part.drive((value & EECD.CS) !== 0, (value & EECD.SK) !== 0, (value & EECD.DI) !== 0);
  }

  readEecd(): number {
    let value = this.#regs[R.EECD] | EECD.EE_PRES;
    if (this.words.length === LARGE_WORD_COUNT) value |= EECD.EE_SIZE;
    if (this.#isGranted) value |= EECD.EE_GNT;
    if (this.#part.dataOut) value |= EECD.DO;
    return value >>> 0;
  }

  get #isGranted(): boolean {
    return (this.#regs[R.EECD] & EECD.EE_REQ) !== 0 && !this.#readTimer.isRunning;
  }

  #endRead(): void {
    const regs = this.#regs;
    const address = (regs[R.EERD] & EERD.ADDR) >>> 8;
    // A part of 64 words sees six bits of the address.
    const word = this.words[address % this.words.length];
    regs[R.EERD] = (word << 16) | (regs[R.EERD] & EERD.ADDR) | EERD.DONE;
  }
}

/**
 * The words of an EEPROM: `image`, or a card's as it is sold, with `macAddress` put in and a valid
 * checksum. An image without `macAddress` keeps its own.
 * @throws RangeError for an image that is not of 128 or 512 bytes, or an address not of six
 */
export function createWords(image?: Uint8Array, macAddress?: Uint8Array): Uint16Array {
  if (macAddress !== undefined && macAddress.length !== ADDRESS_BYTES)
    throw new RangeError('a MAC address has six bytes');
  if (image !== undefined && !IMAGE_BYTES.includes(image.length))
    throw new RangeError(`no EEPROM of ${image.length} bytes; it has ${IMAGE_BYTES.join(' or ')}`);
  const words = image === undefined ? createDefault() : toWords(image);
  const address = macAddress ?? (image === undefined ? DEFAULT_MAC_ADDRESS : undefined);
  if (address !== undefined) words.set(toWords(address), Word.ADDRESS);
  words[Word.CHECKSUM] = 0;
  let sum = 0;
  for (let index = 0; index < SUMMED_WORD_COUNT; index++) sum += words[index];
  words[Word.CHECKSUM] = CHECKSUM - sum;
  return words;
}

function createDefault(): Uint16Array {
  const words = new Uint16Array(SMALL_WORD_COUNT).fill(0xffff);
  words[Word.COMPATIBILITY] = 0;
  words[Word.INITIALIZATION_CONTROL_1] = INITIALIZATION_CONTROL_1;
  words[Word.SUBSYSTEM_ID] = SUBSYSTEM_ID;
  words[Word.SUBSYSTEM_VENDOR_ID] = VENDOR_ID;
  words[Word.DEVICE_ID] = DEVICE_ID;
  words[Word.VENDOR_ID] = VENDOR_ID;
  words[Word.INITIALIZATION_CONTROL_2] = INITIALIZATION_CONTROL_2;
  words[Word.INITIALIZATION_CONTROL_3] = INITIALIZATION_CONTROL_3;
  words[Word.LED] = LED_DEFAULTS;
  return words;
}
