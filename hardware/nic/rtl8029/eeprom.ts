/**
 * What the board's 93C46 holds, as the RTL8019AS
 * specification (2001-05-10), 6.3, lays them out, since LS009.0 gives the same fields no order:
 * bytes 01h and 02h are CONFIG2 and CONFIG3, 04h-09h the station address, 0Ah-11h what follows it
 * in the PROM. No checksum is defined.
 */
import type { ClockPort } from '../../clock';
import { ADDRESS_BYTES } from '../ethernet';
import { Microwire, toWords } from '../microwire';

const EEPROM_BYTES = 128;
const Offset = { CONFIG2: 0x01, CONFIG3: 0x02, ADDRESS: 0x04, PRODUCT: 0x0a } as const;
const PRODUCT_BYTES = 8;
/** LED0 shows the link; half duplex; the medium is looked for. */
const DEFAULT_CONFIG3 = 0x10;
/** Realtek's. */
const DEFAULT_ADDRESS = [0x00, 0xe0, 0x4c, 0x00, 0x00, 0x01] as const;

export class Eeprom extends Microwire {
  /** @throws RangeError if the address has not six bytes or the image not 128 */
  constructor(clock: ClockPort, image?: Uint8Array, macAddress?: Uint8Array) {
    super(clock, toWords(createBytes(image, macAddress)));
  }

  get config2(): number {
    return this.#byteAt(Offset.CONFIG2);
  }

  get config3(): number {
    return this.#byteAt(Offset.CONFIG3);
  }

  get macAddress(): Uint8Array {
    return this.#bytesAt(Offset.ADDRESS, ADDRESS_BYTES);
  }

  get product(): Uint8Array {
    return this.#bytesAt(Offset.PRODUCT, PRODUCT_BYTES);
  }

  #byteAt(offset: number): number {
    return (this.words[offset >>> 1] >>> (8 * (offset & 1))) & 0xff;
  }

  #bytesAt(offset: number, byteCount: number): Uint8Array {
    return Uint8Array.from({ length: byteCount }, (_, index) => this.#byteAt(offset + index));
  }
}

/** What is programmed into the part. */
function createBytes(image?: Uint8Array, macAddress?: Uint8Array): Uint8Array {
  if (macAddress !== undefined && macAddress.length !== ADDRESS_BYTES)
    throw new RangeError('a MAC address has six bytes');
  if (image !== undefined && image.length !== EEPROM_BYTES)
    throw new RangeError(`no EEPROM of ${image.length} bytes; it has ${EEPROM_BYTES}`);
  const bytes = new Uint8Array(EEPROM_BYTES);
  if (image !== undefined) bytes.set(image);
  else bytes[Offset.CONFIG3] = DEFAULT_CONFIG3;
  const address = macAddress ?? (image === undefined ? DEFAULT_ADDRESS : undefined);
  if (address !== undefined) bytes.set(address, Offset.ADDRESS);
  return bytes;
}
