/**
 * C structures in simulated memory. A layout is declared once, field by field in the order of the
 * DDK's header, with the size the DDK gives it on 32-bit x86; a sum that comes out otherwise throws
 * at load. Offsets follow the Microsoft compiler's default packing: a scalar is aligned to its size.
 *
 * `const packet = NDIS_PACKET.at(memory, address)` gives a view whose fields read and write memory.
 */
import type { VirtualAddress } from '../hardware/address';
import type { MemoryAccess } from '../hardware/memory';
import { scalarReader, scalarWriter, type ScalarType } from './types';

/** `count` elements in a row; a view gives the address of the first. */
export interface ArrayField {
  readonly element: ScalarType<unknown> | Layout<Fields>;
  readonly count: number;
}

export type Field = ScalarType<unknown> | ArrayField | Layout<Fields>;
export type Fields = { readonly [name: string]: Field };

type FieldValue<F> =
  F extends Layout<infer G>
    ? View<G>
    : F extends ArrayField
      ? VirtualAddress
      : F extends ScalarType<infer T>
        ? T
        : never;

/** A structure at an address: scalars read and write, structures are views, arrays addresses. */
export type View<F extends Fields> = {
  -readonly [K in keyof F]: FieldValue<F[K]>;
} & { readonly address: VirtualAddress };

export interface Layout<F extends Fields> {
  readonly name: string;
  readonly bytes: number;
  readonly alignment: number;
  readonly fields: F;
  /** Byte offset of each field. */
  readonly offsets: { readonly [K in keyof F]: number };
  at(memory: MemoryAccess, address: VirtualAddress): View<F>;
}

/** What a layout's view is: `type Adapter = ViewOf<typeof ADAPTER>`. */
export type ViewOf<L> = L extends Layout<infer F> ? View<F> : never;

/** `count` elements of a type in a row. */
export function array(element: ScalarType<any> | Layout<any>, count: number): ArrayField {
  return { element, count };
}

function isLayout(field: Field): field is Layout<Fields> {
  return 'offsets' in field;
}

function isArray(field: Field): field is ArrayField {
  return 'element' in field;
}

function sizeOf(field: Field): { bytes: number; alignment: number } {
  if (isLayout(field)) return { bytes: field.bytes, alignment: field.alignment };
  if (isArray(field)) {
    const element = sizeOf(field.element);
    return { bytes: element.bytes * field.count, alignment: element.alignment };
  }
  return { bytes: field.bytes, alignment: field.bytes };
}

function alignUp(value: number, alignment: number): number {
  return Math.ceil(value / alignment) * alignment;
}

function accessors(field: Field, offset: number): PropertyDescriptor {
  interface Base {
    readonly memory: MemoryAccess;
    readonly address: VirtualAddress;
  }
  if (isLayout(field))
    return {
      get(this: Base) {
        return field.at(this.memory, (this.address + offset) as VirtualAddress);
      },
    };
  if (isArray(field))
    return {
      get(this: Base) {
        return this.address + offset;
      },
    };
  const read = scalarReader(field);
  const write = scalarWriter(field);
  return {
    get(this: Base) {
      return read(this.memory, (this.address + offset) as VirtualAddress);
    },
    set(this: Base, value: unknown) {
      write(this.memory, (this.address + offset) as VirtualAddress, value);
    },
  };
}

/**
 * Declares a structure.
 *
 * @param bytes - its size in the DDK, or `undefined` for a driver's own structure.
 * @throws Error if the fields add up to another size.
 */
export function layout<const F extends Fields>(
  name: string,
  bytes: number | undefined,
  fields: F,
): Layout<F> {
  class StructureView {
    readonly memory: MemoryAccess;
    readonly address: VirtualAddress;
    constructor(memory: MemoryAccess, address: VirtualAddress) {
      this.memory = memory;
      this.address = address;
    }
  }
  const offsets: Record<string, number> = {};
  let end = 0;
  let alignment = 1;
  for (const [fieldName, field] of Object.entries(fields)) {
    const size = sizeOf(field);
    const offset = alignUp(end, size.alignment);
    offsets[fieldName] = offset;
    end = offset + size.bytes;
    alignment = Math.max(alignment, size.alignment);
    Object.defineProperty(StructureView.prototype, fieldName, accessors(field, offset));
  }
  const total = alignUp(end, alignment);
  if (bytes !== undefined && total !== bytes)
    throw new Error(`${name} is ${total} bytes by its fields and ${bytes} in the DDK`);
  return {
    name,
    bytes: total,
    alignment,
    fields,
    offsets: offsets as { [K in keyof F]: number },
    at: (memory, address) => new StructureView(memory, address) as unknown as View<F>,
  };
}
