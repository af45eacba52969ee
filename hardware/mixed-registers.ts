/**
 * Registers of 8, 16 and 32 bits side by side, reached by accesses of any width: of an access that
 * covers several registers each is read or written, lowest first; of a register that is covered in
 * part only those bits change.
 */
import type { Width } from './ports';
import {
  Access,
  ONES,
  type RegisterEffect,
  type RegisterTable,
  type RegisterValues,
  RESERVED,
  reservedName,
} from './registers';

const BYTE_BITS = 8;

export class MixedRegisterMap<Device, Name extends string> {
  readonly table: RegisterTable<Name>;
  readonly #effects: (RegisterEffect<Device> | undefined)[];
  /** By slot. */
  readonly #widths: Uint8Array;
  /** By offset: where the register that lies there begins. */
  readonly #startOf: Uint16Array;
  readonly #report: (device: Device, name: string) => void;

  /**
   * @param table of units of one byte
   * @param report told of each access to what is not modelled, and to what is not there
   */
  constructor(
    table: RegisterTable<Name>,
    effects: Partial<Record<Name, RegisterEffect<Device>>>,
    report: (device: Device, name: string) => void,
  ) {
    if (table.unitBytes !== 1) throw new RangeError('the table must have units of one byte');
    this.table = table;
    this.#effects = table.rowOf.map((row) => effects[row.name]);
    this.#widths = Uint8Array.from(table.rowOf, (row) => row.widthBytes ?? 4);
    this.#startOf = new Uint16Array(table.slotAt.length);
    for (const { offset, aliases = [], count = 1, widthBytes = 4, strideBytes } of table.rows)
      for (const first of [offset, ...aliases])
        for (let element = 0; element < count; element++) {
          const start = first + element * (strideBytes ?? widthBytes);
          this.#startOf.fill(start, start, start + widthBytes);
        }
    this.#report = report;
  }

  /** What a read of the bus gives, with its side effects. 0 where no register lies. */
  read(device: Device, values: RegisterValues, offset: number, width: Width): number {
    let result = 0;
    for (let at = offset, end = offset + width; at < end;) {
      const slot = this.#slotAt(device, at);
      if (slot === RESERVED) {
        at++;
        continue;
      }
      const start = this.#startOf[at];
      const value = this.#readSlot(device, values, slot);
      result |= place(value, start - offset);
      at = start + this.#widths[slot];
    }
    return (result & ONES[width]) >>> 0;
  }

  /** A write of the bus, with its side effects: they are told the covered bits in place. */
  write(device: Device, values: RegisterValues, offset: number, width: Width, value: number): void {
    for (let at = offset, end = offset + width; at < end;) {
      const slot = this.#slotAt(device, at);
      if (slot === RESERVED) {
        at++;
        continue;
      }
      const start = this.#startOf[at];
      const ones = ONES[this.#widths[slot] as Width];
      const covered = place(ONES[width], offset - start) & ones;
      this.#writeSlot(device, values, slot, place(value, offset - start) & covered, covered);
      at = start + this.#widths[slot];
    }
  }

  #slotAt(device: Device, at: number): number {
    const { table } = this;
    // Past the window's end nothing lies either.
    const slot = at < table.slotAt.length ? table.slotAt[at] : RESERVED;
    if (slot === RESERVED) this.#report(device, reservedName(at));
    else if (table.rowOf[slot].modelled === false) this.#report(device, table.rowOf[slot].name);
    return slot;
  }

  #readSlot(device: Device, values: RegisterValues, slot: number): number {
    const effect = this.#effects[slot];
    if (effect?.read !== undefined) return effect.read(device, slot);
    const access = this.table.accessOf[slot];
    if (access === Access.WO) return 0;
    const value = values[slot];
    if (access === Access.RC || access === Access.RCW1C) values[slot] = 0;
    return value;
  }

  #writeSlot(
    device: Device,
    values: RegisterValues,
    slot: number,
    value: number,
    covered: number,
  ): void {
    const { table } = this;
    const before = values[slot];
    const access = table.accessOf[slot];
    let written = value;
    if (access === Access.RW) {
      written |= before & ~covered;
      const mask = table.writeMasks[slot];
      values[slot] = (before & ~mask) | (written & mask);
    } else if (access === Access.W1C || access === Access.RCW1C) values[slot] = before & ~value;
    const { modelled } = table.rowOf[slot];
    if (modelled === 'at-reset' && written >>> 0 !== table.resetValues[slot])
      this.#report(device, table.rowOf[slot].name);
    const effect = this.#effects[slot];
    if (effect?.write !== undefined) effect.write(device, written >>> 0, slot, before);
  }
}

/** A value moved up by so many bytes, or down if negative. */
function place(value: number, bytes: number): number {
  return bytes >= 0 ? value << (bytes * BYTE_BITS) : value >>> (-bytes * BYTE_BITS);
}
