/**
 * Registers behind an index: what the CSRs, the BCRs and the registers of the PHY have in common.
 * They are 16 bits wide and are known by their numbers, so the values lie in an array by number.
 */
import type { RegisterRow } from '../../registers';

/** One register. `offset` is its number. */
export interface IndexedRow extends RegisterRow {
  /** Written only while CSR0.STOP or CSR5.SPND is set. */
  readonly isGuarded?: boolean;
  /** Set to its reset value by reading the Reset Register too, not only by RST#. */
  readonly isSoftReset?: boolean;
}

const REGISTER_COUNT = 256;

/** How a write goes to a register. */
export const Kind = { ABSENT: 0, UNMODELLED: 1, GUARDED: 2, OPEN: 3 } as const;

export class IndexedTable {
  readonly rows: readonly IndexedRow[];
  readonly resetValues = new Uint16Array(REGISTER_COUNT);
  readonly writeMasks = new Uint16Array(REGISTER_COUNT);
  /** By number, a {@link Kind}. */
  readonly kinds = new Uint8Array(REGISTER_COUNT);

  /** @throws RangeError if two rows have one number */
  constructor(rows: readonly IndexedRow[]) {
    this.rows = rows;
    for (const { name, offset, access, reset = 0, writeMask, modelled, isGuarded } of rows) {
      if (this.kinds[offset] !== Kind.ABSENT) throw new RangeError(`${name} is there twice`);
      this.resetValues[offset] = reset;
      this.writeMasks[offset] = access === 'ro' ? 0 : (writeMask ?? 0xffff);
      if (modelled === false) this.kinds[offset] = Kind.UNMODELLED;
      else this.kinds[offset] = isGuarded === true ? Kind.GUARDED : Kind.OPEN;
    }
  }

  createValues(): Uint16Array {
    return this.resetValues.slice();
  }

  /** The values that the Reset Register restores. */
  softReset(values: Uint16Array): void {
    for (const { offset, isSoftReset } of this.rows)
      if (isSoftReset === true) values[offset] = this.resetValues[offset];
  }

  /** Puts the bits of `value` that software can write into the register. */
  put(values: Uint16Array, number: number, value: number): void {
    const mask = this.writeMasks[number];
    values[number] = (values[number] & ~mask) | (value & mask);
  }

  nameOf(number: number): string | undefined {
    return this.rows.find(({ offset }) => offset === number)?.name;
  }
}
