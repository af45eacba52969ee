/**
 * The configuration block that the configure command loads, by its bytes and bits. 8255x SDM
 * 6.4.2.3. What a bit asks for that is not modelled is named by {@link Configuration.unmodelled}.
 *
 * Without effect on a wire that has neither collisions nor errors, and on a bus that is always
 * granted: FIFO limits, adaptive IFS, PCI alignment, DMA counts, late SCB update, TNO interrupt,
 * overruns, underrun retry, two frames in the FIFO, CSMA, preamble, priorities, spacing.
 */
import type { Stepping } from './stepping';

/** Bytes that the 82557, 82558 and 82559 have. */
export const CONFIGURATION_BYTES = 22;
/** Byte 0: how many bytes of the block are there. */
const BYTE_COUNT = 0x3f;

/** The state after a software reset (6.4.2.3, defaults). */
const DEFAULTS = Uint8Array.of(
  // prettier-ignore
  ...[0x16, 0x08, 0x00, 0x00, 0x00, 0x00, 0x32, 0x03, 0x01, 0x00, 0x2e],
  ...[0x00, 0x60, 0x00, 0xf2, 0xc8, 0x00, 0x40, 0xf2, 0x80, 0x3f, 0x05],
);

/** Byte 10, bits 7:6. */
export const Loopback = { NONE: 0x00, INTERNAL: 0x40, EXTERNAL: 0x80, EXTERNAL_PHY: 0xc0 } as const;

interface Unmodelled {
  readonly name: string;
  readonly byte: number;
  readonly mask: number;
  /** What the masked bits are when they ask for it. */
  readonly bits: number;
  /** Whether the bits have that meaning on the 82557 too. */
  readonly isOn82557: boolean;
}

const UNMODELLED: readonly Unmodelled[] = [
  { name: 'CONFIGURE dynamic TBD', byte: 7, mask: 0x80, bits: 0x80, isOn82557: false },
  { name: 'CONFIGURE source insertion', byte: 10, mask: 0x08, bits: 0x00, isOn82557: true },
  { name: 'CONFIGURE CRC16', byte: 15, mask: 0x20, bits: 0x20, isOn82557: false },
  { name: 'CONFIGURE stripping', byte: 18, mask: 0x01, bits: 0x01, isOn82557: true },
];

export class Configuration {
  readonly bytes = DEFAULTS.slice();
  readonly #stepping: Stepping;

  constructor(stepping: Stepping) {
    this.#stepping = stepping;
  }

  reset(): void {
    this.bytes.set(DEFAULTS);
  }

  /** Takes over as many bytes of `block` as its first one says. */
  load(block: Uint8Array): void {
    const byteCount = Math.min(block[0] & BYTE_COUNT, CONFIGURATION_BYTES);
    for (let index = 0; index < byteCount; index++) this.bytes[index] = block[index];
  }

  /** Names of what is asked for and is not modelled. */
  unmodelled(): string[] {
    return UNMODELLED.filter(
      ({ byte, mask, bits, isOn82557 }) =>
        (isOn82557 || this.#isNewer) && (this.bytes[byte] & mask) === bits,
    ).map(({ name }) => name);
  }

  get #isNewer(): boolean {
    return this.#stepping.chip !== '82557';
  }

  /** Byte 6, bit 2 (82559): TCO counters are dumped too. */
  get hasTcoCounters(): boolean {
    return (this.bytes[6] & 0x04) !== 0;
  }

  /** Byte 6, bit 3: CI, an interrupt only when the CU becomes idle, not when it is suspended. */
  get interruptsOnlyIdle(): boolean {
    return (this.bytes[6] & 0x08) !== 0;
  }

  /** Byte 6, bit 4 clear: two TBDs lie in the TCB (82558 and later). */
  get hasExtendedTcb(): boolean {
    return this.#isNewer && (this.bytes[6] & 0x10) === 0;
  }

  /** Byte 6, bit 5. */
  get hasStandardCounters(): boolean {
    return (this.bytes[6] & 0x20) !== 0;
  }

  /** Byte 6, bit 7. */
  get savesBadFrames(): boolean {
    return (this.bytes[6] & 0x80) !== 0;
  }

  /** Byte 7, bit 0. */
  get discardsShort(): boolean {
    return (this.bytes[7] & 0x01) !== 0;
  }

  /** Byte 9, bit 5: a change of the link wakes the system (82558 and later). */
  get wakesOnLink(): boolean {
    return this.#isNewer && (this.bytes[9] & 0x20) !== 0;
  }

  /** Byte 10, bits 7:6. */
  get loopback(): number {
    return this.bytes[10] & 0xc0;
  }

  get isPromiscuous(): boolean {
    return (this.bytes[15] & 0x01) !== 0;
  }

  get isBroadcastDisabled(): boolean {
    return (this.bytes[15] & 0x02) !== 0;
  }

  /** Byte 15, bit 4: the U/L bit of a destination is not looked at (82558 and later). */
  get ignoresUniversalLocal(): boolean {
    return this.#isNewer && (this.bytes[15] & 0x10) !== 0;
  }

  /** Bytes 16 and 17: the time that a PAUSE frame of ours asks for, in quanta. */
  get pauseQuanta(): number {
    return this.bytes[16] | (this.bytes[17] << 8);
  }

  get pads(): boolean {
    return (this.bytes[18] & 0x02) !== 0;
  }

  get transfersCrc(): boolean {
    return (this.bytes[18] & 0x04) !== 0;
  }

  /** Byte 18, bit 3: frames longer than 1518 bytes are good. The 82557 does not look. */
  get receivesLong(): boolean {
    return !this.#isNewer || (this.bytes[18] & 0x08) !== 0;
  }

  /** Byte 19, bit 2 clear: PAUSE frames are sent (82558 and later). */
  get transmitsPause(): boolean {
    return this.#isNewer && (this.bytes[19] & 0x04) === 0;
  }

  /** Byte 19, bits 4:3: PAUSE frames are obeyed (82558 and later). */
  get obeysPause(): boolean {
    return this.#isNewer && (this.bytes[19] & 0x18) !== 0;
  }

  /** Byte 19, bit 5: PAUSE frames are not passed on. */
  get rejectsPause(): boolean {
    return (this.bytes[19] & 0x20) !== 0;
  }

  get forcesFullDuplex(): boolean {
    return (this.bytes[19] & 0x40) !== 0;
  }

  /** Byte 19, bit 7: the PHY says by a pin whether the link is full duplex. */
  get usesDuplexPin(): boolean {
    return (this.bytes[19] & 0x80) !== 0;
  }

  /** Byte 20, bit 6: individual addresses pass the hash filter too. */
  get hasMultipleIa(): boolean {
    return (this.bytes[20] & 0x40) !== 0;
  }

  /** Byte 21, bit 3. */
  get takesAllMulticast(): boolean {
    return (this.bytes[21] & 0x08) !== 0;
  }
}
