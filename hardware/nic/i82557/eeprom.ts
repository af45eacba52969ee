/**
 * The card's EEPROM behind the four Microwire lines in the EEPROM control register: 64 words, or
 * 256 on an 82559. 8255x SDM 5, 6.3.4. It is a 93C46 or a 93C66.
 */
import type { ClockPort } from '../../clock';
import { ADDRESS_BYTES } from '../ethernet';
import { Microwire, toWords } from '../microwire';
import { EEPROM } from './registers';
import type { Stepping } from './stepping';

const WORDS_SMALL = 64;
const WORDS_LARGE = 256;
const IMAGE_BYTES = [2 * WORDS_SMALL, 2 * WORDS_LARGE];
/** Intel's, as on cards that carry these chips. */
const DEFAULT_MAC_ADDRESS = Uint8Array.of(0x00, 0xa0, 0xc9, 0x00, 0x00, 0x01);
/** The sum of all words (5). */
const CHECKSUM = 0xbaba;
/** Words with a meaning (5, EEPROM map). */
export const Word = {
  ADDRESS: 0x00,
  COMPATIBILITY: 0x03,
  CONTROLLER: 0x05,
  PRIMARY_PHY: 0x06,
  ID: 0x0a,
  SUBSYSTEM_ID: 0x0b,
  SUBSYSTEM_VENDOR_ID: 0x0c,
} as const;

const COMPATIBILITY = 0x0203;
/** One RJ-45 connector. */
const CONNECTORS = 0x01;
/** An 82555, or its like inside, at MDI address 1. */
const PRIMARY_PHY = 0x4701;
/** The signature 01b in bits 15:14, which makes the subsystem's words count. */
const ID = 0x4000;
const ID_SIGNATURE = 0xc000;
/** PRO/100+ Management Adapter. */
const SUBSYSTEM_ID = 0x000c;
const SUBSYSTEM_VENDOR_ID = 0x8086;

export class Eeprom {
  readonly #part: Microwire;
  /** EESK, EECS and EEDI as last written. */
  #wires = 0;

  constructor(
    clock: ClockPort,
    stepping: Stepping,
    macAddress: Uint8Array | undefined,
    image: Uint8Array | undefined,
  ) {
    this.#part = new Microwire(clock, createWords(stepping, macAddress, image));
  }

  /** What is stored. */
  get words(): Uint16Array {
    return this.#part.words;
  }

  /** The lines fall idle; what is stored stays. */
  reset(): void {
    this.#wires = 0;
    this.#part.release();
  }

  /** The station address in words 0 to 2. */
  readAddress(address: Uint8Array): void {
    for (let index = 0; index < 3; index++) {
      address[2 * index] = this.words[Word.ADDRESS + index];
      address[2 * index + 1] = this.words[Word.ADDRESS + index] >>> 8;
    }
  }

  /** Whether the words for PCI configuration space are there to be loaded. */
  get hasSignature(): boolean {
    return (this.words[Word.ID] & ID_SIGNATURE) === ID;
  }

  /** The EEPROM control register with EEDO. */
  read(): number {
    return this.#part.dataOut ? this.#wires | EEPROM.EEDO : this.#wires;
  }

  /** The lines moved. */
  write(value: number): void {
    this.#wires = value & (EEPROM.EESK | EEPROM.EECS | EEPROM.EEDI);
    this.#part.drive(
      (value & EEPROM.EECS) !== 0,
      (value & EEPROM.EESK) !== 0,
      (value & EEPROM.EEDI) !== 0,
    );
  }
}

/**
 * A card's EEPROM as it is sold, or the given image, with `macAddress` put in and a valid checksum.
 * An image without `macAddress` keeps its own.
 * @throws RangeError for an image that no such chip's card has, or an address not of six bytes
 */
function createWords(
  stepping: Stepping,
  macAddress: Uint8Array | undefined,
  image: Uint8Array | undefined,
): Uint16Array {
  if (macAddress !== undefined && macAddress.length !== ADDRESS_BYTES)
    throw new RangeError('a MAC address has six bytes');
  const sizes = stepping.chip === '82559' ? IMAGE_BYTES : IMAGE_BYTES.slice(0, 1);
  if (image !== undefined && !sizes.includes(image.length))
    throw new RangeError(`no EEPROM of ${image.length} bytes; it has ${sizes.join(' or ')}`);
  const words = image === undefined ? createDefault(stepping) : toWords(image);
  const address = macAddress ?? (image === undefined ? DEFAULT_MAC_ADDRESS : undefined);
  if (address !== undefined) words.set(toWords(address), Word.ADDRESS);
  const last = words.length - 1;
  words[last] = 0;
  let sum = 0;
  for (const word of words) sum += word;
  words[last] = CHECKSUM - sum;
  return words;
}

function createDefault({ controllerType }: Stepping): Uint16Array {
  const words = new Uint16Array(WORDS_SMALL).fill(0xffff);
  words[Word.COMPATIBILITY] = COMPATIBILITY;
  words[Word.CONTROLLER] = (controllerType << 8) | CONNECTORS;
  words[Word.PRIMARY_PHY] = PRIMARY_PHY;
  words[Word.ID] = ID;
  words[Word.SUBSYSTEM_ID] = SUBSYSTEM_ID;
  words[Word.SUBSYSTEM_VENDOR_ID] = SUBSYSTEM_VENDOR_ID;
  return words;
}
