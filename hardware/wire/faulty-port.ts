/** A wire that loses, repeats and damages frames, as a port around a port. */
import type { WirePort } from '../ports';
import type { Random } from '../random';

/** Shares of the frames, from 0 to 1. */
export interface WireFaults {
  readonly lossRate?: number;
  readonly duplicateRate?: number;
  /** One bit is flipped. There is no FCS here, so the damage is of the kind that an FCS misses. */
  readonly corruptRate?: number;
}

/** Frames that suffered, by what they suffered. */
export interface WireFaultCounts {
  lost: number;
  duplicated: number;
  corrupted: number;
}

/** Passes on what is transmitted, with faults. For both directions, wrap both ends. */
export class FaultyWirePort implements WirePort {
  readonly counts: WireFaultCounts = { lost: 0, duplicated: 0, corrupted: 0 };
  readonly #port: WirePort;
  readonly #random: Random;
  readonly #faults: Required<WireFaults>;
  #damaged = new Uint8Array(0);

  constructor(port: WirePort, random: Random, faults: WireFaults) {
    this.#port = port;
    this.#random = random;
    this.#faults = { lossRate: 0, duplicateRate: 0, corruptRate: 0, ...faults };
  }

  get hasLink(): boolean {
    return this.#port.hasLink;
  }

  transmit(frame: Uint8Array, byteCount: number): void {
    const { lossRate, duplicateRate, corruptRate } = this.#faults;
    // Four draws a frame whatever they say, so that one rate does not move the faults of another.
    const isLost = this.#happens(lossRate);
    const isDuplicated = this.#happens(duplicateRate);
    const isCorrupted = this.#happens(corruptRate);
    const bit = this.#random.below(8 * byteCount);
    if (isLost) {
      this.counts.lost++;
      return;
    }
    let sent = frame;
    if (isCorrupted) {
      this.counts.corrupted++;
      sent = this.#damage(frame, byteCount, bit);
    }
    this.#port.transmit(sent, byteCount);
    if (!isDuplicated) return;
    this.counts.duplicated++;
    this.#port.transmit(sent, byteCount);
  }

  #happens(rate: number): boolean {
    return this.#random.nextUint32() < rate * 2 ** 32;
  }

  /** A copy: the frame is the transmitter's. */
  #damage(frame: Uint8Array, byteCount: number, bit: number): Uint8Array {
    if (this.#damaged.length < byteCount) this.#damaged = new Uint8Array(byteCount);
    this.#damaged.set(frame.subarray(0, byteCount));
    this.#damaged[bit >> 3] ^= 1 << (bit & 7);
    return this.#damaged;
  }
}
