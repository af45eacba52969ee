/**
 * A device's registers as one table: from its rows come the read, the write, the reset, the dump
 * and the reference page. What a register does beyond holding a value is attached by name. Registers
 * of 32 bits, all at multiples of four, are reached by a {@link RegisterMap}; those of several widths
 * side by side by the map of mixed-registers.ts; those behind an index register by whoever has that.
 *
 * All devices of a kind share the table and the effects; an instance owns one array of values.
 */
import type { Width } from './ports';

/**
 * What an access does to the value held.
 * - `rw`: reads give it, writes replace the bits of the write mask
 * - `ro`: writes are ignored
 * - `wo`: reads give 0
 * - `rc`: a read clears it, writes are ignored
 * - `rcw1c`: a read clears it, and so does a 1 written, bit by bit
 * - `w1c`: reads give it, a 1 written clears it, bit by bit
 */
export type RegisterAccess = 'rw' | 'ro' | 'wo' | 'rc' | 'rcw1c' | 'w1c';

/** One register, or an array of them. */
export interface RegisterRow<Name extends string = string> {
  readonly name: Name;
  /** The document's title of it. */
  readonly title: string;
  /** Of the first element, in bytes from the start of the window. */
  readonly offset: number;
  /** Other offsets at which the same register answers. */
  readonly aliases?: readonly number[];
  readonly access: RegisterAccess;
  /** Section of the document. */
  readonly section: string;
  /** 0 if absent, also where the document leaves it undefined. */
  readonly reset?: number;
  /** The bits that software can change; all if absent. */
  readonly writeMask?: number;
  /** Bit masks by the document's names. */
  readonly fields?: Readonly<Record<string, number>>;
  /** 4 if absent. */
  readonly widthBytes?: Width;
  /** Elements of an array, 1 if absent. */
  readonly count?: number;
  /** Bytes from one element to the next, the width if absent. */
  readonly strideBytes?: number;
  /**
   * `false`: what it does is not modelled, so touching it is reported. `'at-reset'`: modelled as
   * long as it holds its reset value, so writing another is reported. Modelled if absent.
   */
  readonly modelled?: boolean | 'at-reset';
}

/** What a register does beside holding its value. `slot` is that of the element. */
export interface RegisterEffect<Device> {
  /** Replaces the read: returns what the bus gets. */
  read?(device: Device, slot: number): number;
  /** Follows the write: `value` as the bus had it, `before` the value held till then. */
  write?(device: Device, value: number, slot: number, before: number): void;
}

/** The registers of one instance. */
export type RegisterValues = Uint32Array;

const ACCESS: readonly RegisterAccess[] = ['rw', 'ro', 'w1c', 'wo', 'rc', 'rcw1c'];
/** An access kind's index in the tables. */
export const Access = { RW: 0, RO: 1, W1C: 2, WO: 3, RC: 4, RCW1C: 5 } as const;
/** No register lies there. */
export const RESERVED = -1;

const WORD_BYTES = 4;
/** All bits of a register, by its width in bytes. */
export const ONES = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

export class RegisterTable<Name extends string> {
  readonly rows: readonly RegisterRow<Name>[];
  /** Where in the values a register lies; of an array, its first element. */
  readonly slots: Readonly<Record<Name, number>>;
  /** By offset / `unitBytes`. */
  readonly slotAt: Int16Array;
  readonly unitBytes: Width;
  readonly resetValues: Uint32Array;
  readonly writeMasks: Uint32Array;
  /** By slot, an index into the kinds of access. */
  readonly accessOf: Uint8Array;
  readonly rowOf: readonly RegisterRow<Name>[];

  /**
   * @param unitBytes the width of the narrowest register, at a multiple of which all lie
   * @throws RangeError if two registers claim one offset or a row lies outside the window
   */
  constructor(
    rows: readonly RegisterRow<Name>[],
    windowBytes: number,
    unitBytes: Width = WORD_BYTES,
  ) {
    this.rows = rows;
    this.unitBytes = unitBytes;
    this.slotAt = new Int16Array(windowBytes / unitBytes).fill(RESERVED);
    const slots: Record<string, number> = {};
    const rowOf: RegisterRow<Name>[] = [];
    for (const row of rows) {
      const { count = 1, widthBytes = WORD_BYTES, modelled = true } = row;
      const { strideBytes = widthBytes } = row;
      slots[row.name] = rowOf.length;
      // What is not modelled holds nothing, so one slot serves a whole array of it.
      const slotCount = modelled === false ? 1 : count;
      for (const offset of [row.offset, ...(row.aliases ?? [])])
        for (let element = 0; element < count; element++)
          this.#claim(
            row,
            offset + element * strideBytes,
            rowOf.length + Math.min(element, slotCount - 1),
          );
      for (let element = 0; element < slotCount; element++) rowOf.push(row);
    }
    this.slots = slots as Record<Name, number>;
    this.rowOf = rowOf;
    this.resetValues = Uint32Array.from(rowOf, (row) => row.reset ?? 0);
    this.writeMasks = Uint32Array.from(rowOf, (row) => row.writeMask ?? ONES[row.widthBytes ?? 4]);
    this.accessOf = Uint8Array.from(rowOf, (row) => ACCESS.indexOf(row.access));
  }

  /** The values after a reset. */
  createValues(): RegisterValues {
    return new Uint32Array(this.resetValues);
  }

  /** Every modelled register with its value, in table order, without any side effect. */
  dump(values: RegisterValues): { name: string; offset: number; value: number }[] {
    const dump = [];
    for (const row of this.rows) {
      if (row.modelled === false) continue;
      const { count = 1, widthBytes = WORD_BYTES, strideBytes = widthBytes } = row;
      for (let element = 0; element < count; element++)
        dump.push({
          name: count === 1 ? row.name : `${row.name}[${element}]`,
          offset: row.offset + element * strideBytes,
          value: values[this.slots[row.name] + element],
        });
    }
    return dump;
  }

  #claim({ name, widthBytes = WORD_BYTES }: RegisterRow, offset: number, slot: number): void {
    const { slotAt, unitBytes } = this;
    const first = offset / unitBytes;
    const units = widthBytes / unitBytes;
    const isFree = slotAt.subarray(first, first + units).every((held) => held === RESERVED);
    if (!Number.isInteger(first) || !(units >= 1) || first + units > slotAt.length || !isFree)
      throw new RangeError(`register ${name} cannot lie at 0x${offset.toString(16)}`);
    slotAt.fill(slot, first, first + units);
  }
}

/** A table with the effects of one kind of device: how the bus reaches registers of 32 bits. */
export class RegisterMap<Device, Name extends string> {
  readonly table: RegisterTable<Name>;
  readonly #effects: (RegisterEffect<Device> | undefined)[];
  /** By slot: 1 if touching it must be reported, 2 if only a value other than the reset's. */
  readonly #reported: Uint8Array;
  readonly #report: (device: Device, name: string) => void;

  /** `report` is told of each access to what is not modelled, and to what is not there. */
  constructor(
    table: RegisterTable<Name>,
    effects: Partial<Record<Name, RegisterEffect<Device>>>,
    report: (device: Device, name: string) => void,
  ) {
    this.table = table;
    this.#effects = table.rowOf.map((row) => effects[row.name]);
    this.#reported = Uint8Array.from(table.rowOf, ({ modelled = true }) =>
      modelled === 'at-reset' ? 2 : modelled ? 0 : 1,
    );
    this.#report = report;
  }

  /** What a 32-bit read of the bus gives, with its side effects. 0 where no register lies. */
  read(device: Device, values: RegisterValues, offset: number): number {
    const { table } = this;
    const slot = table.slotAt[offset >>> 2];
    if (slot === RESERVED) {
      this.#report(device, reservedName(offset & ~3));
      return 0;
    }
    if (this.#reported[slot] === 1) this.#report(device, table.rowOf[slot].name);
    const effect = this.#effects[slot];
    if (effect !== undefined && effect.read !== undefined) return effect.read(device, slot);
    const access = table.accessOf[slot];
    if (access <= Access.W1C) return values[slot];
    if (access === Access.WO) return 0;
    const value = values[slot];
    values[slot] = 0;
    return value;
  }

  /** A 32-bit write of the bus, with its side effects. */
  write(device: Device, values: RegisterValues, offset: number, value: number): void {
    const { table } = this;
    const slot = table.slotAt[offset >>> 2];
    if (slot === RESERVED) {
      this.#report(device, reservedName(offset & ~3));
      return;
    }
    const reported = this.#reported[slot];
    if (reported !== 0) {
      if (reported === 1 || value >>> 0 !== table.resetValues[slot])
        this.#report(device, table.rowOf[slot].name);
      if (reported === 1) return;
    }
    const before = values[slot];
    const access = table.accessOf[slot];
    if (access === Access.RW) {
      const mask = table.writeMasks[slot];
      values[slot] = (before & ~mask) | (value & mask);
    } else if (access === Access.W1C || access === Access.RCW1C) values[slot] = before & ~value;
    const effect = this.#effects[slot];
    if (effect !== undefined && effect.write !== undefined)
      effect.write(device, value >>> 0, slot, before);
  }
}

/** What is told of an access to where no register lies. */
export function reservedName(offset: number): string {
  return `reserved ${offset.toString(16).padStart(5, '0').toUpperCase()}h`;
}
