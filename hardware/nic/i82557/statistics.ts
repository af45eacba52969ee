/**
 * The statistical counters, and their dump to memory. 8255x SDM 6.3.2.4, table 17. They are 32 bits
 * wide and wrap.
 */
import { physical } from '../../address';
import type { BusMasterPort } from '../../ports';
import type { Configuration } from './configuration';
import type { Chip } from './stepping';

/** By Dword in the dump. */
export const Counter = {
  TRANSMIT_GOOD: 0,
  TRANSMIT_MAXCOL: 1,
  TRANSMIT_LATECOL: 2,
  TRANSMIT_UNDERRUN: 3,
  TRANSMIT_LOST_CRS: 4,
  TRANSMIT_DEFERRED: 5,
  TRANSMIT_SINGLE_COLLISION: 6,
  TRANSMIT_MULTIPLE_COLLISIONS: 7,
  TRANSMIT_TOTAL_COLLISIONS: 8,
  RECEIVE_GOOD: 9,
  RECEIVE_CRC: 10,
  RECEIVE_ALIGNMENT: 11,
  RECEIVE_RESOURCE: 12,
  RECEIVE_OVERRUN: 13,
  RECEIVE_CDT: 14,
  RECEIVE_SHORT: 15,
  FC_TRANSMIT_PAUSE: 16,
  FC_RECEIVE_PAUSE: 17,
  FC_RECEIVE_UNSUPPORTED: 18,
  /** Two counters of 16 bits, transmit and receive TCO frames. */
  TCO: 19,
} as const;
export type Counter = (typeof Counter)[keyof typeof Counter];

const COUNTERS_MAX = 20;
const STANDARD_COUNTERS = 16;
const EXTENDED_COUNTERS = 19;
/** What the Dword behind the counters becomes (6.3.2.4). */
const DUMP_COMPLETED = 0xa005;
const DUMP_AND_RESET_COMPLETED = 0xa007;

export class Statistics {
  /** Where software wants the counters. */
  dumpAddress = 0;
  readonly #chip: Chip;
  readonly #values = new Uint32Array(COUNTERS_MAX);
  readonly #image = new Uint8Array(4 * (COUNTERS_MAX + 1));
  readonly #view = new DataView(this.#image.buffer);

  constructor(chip: Chip) {
    this.#chip = chip;
  }

  count(counter: Counter): void {
    this.#values[counter]++;
  }

  reset(): void {
    this.#values.fill(0);
    this.dumpAddress = 0;
  }

  /** Writes the counters and the word of completion; false if the bus refuses. */
  dump(busMaster: BusMasterPort, configuration: Configuration, resets: boolean): boolean {
    const count = this.#countOfDump(configuration);
    const view = this.#view;
    for (let index = 0; index < count; index++)
      view.setUint32(4 * index, this.#values[index], true);
    view.setUint32(4 * count, resets ? DUMP_AND_RESET_COMPLETED : DUMP_COMPLETED, true);
    if (resets) this.#values.fill(0);
    return busMaster.write(physical(this.dumpAddress), this.#image, 0, 4 * (count + 1));
  }

  /**
   * 16, 19 or 20 Dwords, by the chip and configuration byte 6 (6.4.2.3). Drivers of the 82559 ask
   * for the TCO counters and leave the bit for the standard ones set: they get all.
   */
  #countOfDump(configuration: Configuration): number {
    if (this.#chip === '82559' && configuration.hasTcoCounters) return COUNTERS_MAX;
    if (this.#chip === '82557' || configuration.hasStandardCounters) return STANDARD_COUNTERS;
    return EXTENDED_COUNTERS;
  }
}
