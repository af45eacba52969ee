/**
 * C structures in simulated memory. A layout is declared once, field by field in the order of the
 * DDK's header, with the size the DDK gives it on 32-bit x86; a sum that comes out otherwise throws
 * at load. Offsets follow the Microsoft compiler's default packing: a scalar is aligned to its size.
 *
 * `const packet = NDIS_PACKET.at(memory, address)` gives a view whose fields read and write memory.
 */
import type { VirtualAddress } from '../hardware/address';
import type { MemoryAccess } from '../hardware/memory';
import { readExpression, writeStatement, type ScalarType } from './types';

/** `count` elements in a row; a view gives the address of the first. */
export interface ArrayField {
  readonly element: ScalarType<unknown> | Layout<Fields>;
  readonly count: number;
}

/** A member of a union: it lies where an earlier field does. */
export interface UnionField<T extends Member> {
  readonly sharedWith: string;
  readonly type: T;
}

type Member = ScalarType<unknown> | ArrayField;

export type Field = Member | UnionField<Member> | Layout<Fields>;
export type Fields = { readonly [name: string]: Field };

type FieldValue<F> =
  F extends Layout<infer G>
    ? View<G>
    : F extends ArrayField
      ? VirtualAddress
      : F extends UnionField<infer T>
        ? FieldValue<T>
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

/** Another name and type for an earlier field, as a union of C has them. */
export function union<T extends Member>(sharedWith: string, type: T): UnionField<T> {
  return { sharedWith, type };
}

function isLayout(field: Field): field is Layout<Fields> {
  return 'offsets' in field;
}

function isArray(field: Field): field is ArrayField {
  return 'element' in field;
}

/** Whether a field only gives another name to an earlier one. */
export function isUnion(field: Field): field is UnionField<Member> {
  return 'sharedWith' in field;
}

function sizeOf(field: Exclude<Field, UnionField<Member>>): { bytes: number; alignment: number } {
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

/** What a view's class is made of: field accessors as source, and the layouts they refer to. */
interface Accessors {
  source: string;
  readonly layouts: Record<string, Layout<Fields>>;
}

function addAccessors(
  to: Accessors,
  fieldName: string,
  field: Exclude<Field, UnionField<Member>>,
  offset: number,
): void {
  const name = JSON.stringify(fieldName);
  const at = `this.address + ${offset}`;
  if (isLayout(field)) {
    to.layouts[fieldName] = field;
    to.source += `  get [${name}]() { return layouts[${name}].at(this.memory, ${at}); }\n`;
  } else if (isArray(field)) to.source += `  get [${name}]() { return ${at}; }\n`;
  else {
    to.source += `  get [${name}]() { return ${readExpression(field, 'this.memory', at)}; }\n`;
    const write = writeStatement(field, 'this.memory', at, 'value');
    to.source += `  set [${name}](value) { ${write} }\n`;
  }
}

/**
 * The class of a layout's views. Its code is made for it, where one accessor for all fields would
 * do: the engine specialises what it runs by the place in the code, and every access of a driver
 * and of the kernel to a structure passes here.
 */
function viewClass({ source, layouts }: Accessors): ViewClass {
  // The source is made of field names and numbers, which the declarations in this program give.
  return new Function(
    'layouts',
    `return class {
  constructor(memory, address) { this.memory = memory; this.address = address; }
${source}};`,
  )(layouts) as ViewClass;
}

type ViewClass = new (memory: MemoryAccess, address: VirtualAddress) => object;

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
  const offsets: Record<string, number> = {};
  let end = 0;
  let alignment = 1;
  const accessors: Accessors = { source: '', layouts: {} };
  for (const [fieldName, field] of Object.entries(fields)) {
    if (isUnion(field)) {
      offsets[fieldName] = offsets[field.sharedWith];
      addAccessors(accessors, fieldName, field.type, offsets[fieldName]);
      continue;
    }
    const size = sizeOf(field);
    const offset = alignUp(end, size.alignment);
    offsets[fieldName] = offset;
    end = offset + size.bytes;
    alignment = Math.max(alignment, size.alignment);
    addAccessors(accessors, fieldName, field, offset);
  }
  const total = alignUp(end, alignment);
  if (bytes !== undefined && total !== bytes)
    throw new Error(`${name} is ${total} bytes by its fields and ${bytes} in the DDK`);
  const StructureView = viewClass(accessors);
  return {
    name,
    bytes: total,
    alignment,
    fields,
    offsets: offsets as { [K in keyof F]: number },
    at: (memory, address) => new StructureView(memory, address) as View<F>,
  };
}
