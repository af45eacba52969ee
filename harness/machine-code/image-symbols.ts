/**
 * The names that an image itself has for places in it: what it exports, and the symbols that its
 * linker left in the file. A table that is damaged has no names: the image runs without them.
 *
 * Source: Microsoft Portable Executable and Common Object File Format Specification, revision 8.3:
 * 2.3 (file header), 5.3 (export tables), 4.4 (COFF symbol table), 4.6 (COFF string table).
 */
import type { PortableExecutable } from '../../ndis/loader';

export interface CodeSymbol {
  readonly name: string;
  /** Bytes from the image's base. */
  readonly offset: number;
}

/** More than any driver has. */
const SYMBOLS_MAX = 0x1_0000;
const NAME_BYTES_MAX = 256;
const SYMBOL_BYTES = 18;
const CLASS_EXTERNAL = 2;
const CLASS_STATIC = 3;
const TYPE_FUNCTION = 0x20;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Printable ASCII up to a zero or the end. */
function nameAt(bytes: Uint8Array, offset: number, byteCountMax = NAME_BYTES_MAX): string {
  let name = '';
  for (const byte of bytes.subarray(offset, offset + byteCountMax)) {
    if (byte <= 0x20 || byte >= 0x7f) break;
    name += String.fromCharCode(byte);
  }
  return name;
}

/** What `read` gives, or nothing where it reads beyond the bytes that there are. */
function orNone(read: () => CodeSymbol[]): readonly CodeSymbol[] {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}

/** The names that an image exports. */
export function exportedSymbols({ bytes }: PortableExecutable): readonly CodeSymbol[] {
  return orNone(() => {
    const view = viewOf(bytes);
    const optional = view.getUint32(0x3c, true) + 24;
    const table = view.getUint32(optional + 92, true) > 0 ? view.getUint32(optional + 96, true) : 0;
    if (table === 0) return [];
    const nameCount = Math.min(view.getUint32(table + 24, true), SYMBOLS_MAX);
    const [functions, names, ordinals] = [28, 32, 36].map((at) => view.getUint32(table + at, true));
    return Array.from({ length: nameCount }, (_, index) => {
      const ordinal = view.getUint16(ordinals + 2 * index, true);
      return {
        name: nameAt(bytes, view.getUint32(names + 4 * index, true)),
        offset: view.getUint32(functions + 4 * ordinal, true),
      };
    });
  });
}

/** The functions and labels of the symbol table in a file. */
export function coffSymbols(
  file: Uint8Array,
  { sections }: PortableExecutable,
): readonly CodeSymbol[] {
  return orNone(() => {
    const view = viewOf(file);
    const header = view.getUint32(0x3c, true) + 4;
    const table = view.getUint32(header + 8, true);
    const symbolCount = view.getUint32(header + 12, true);
    if (table === 0 || symbolCount > SYMBOLS_MAX) return [];
    const strings = table + SYMBOL_BYTES * symbolCount;
    const found: CodeSymbol[] = [];
    for (let index = 0; index < symbolCount; index += 1 + view.getUint8(table + 18 * index + 17)) {
      const at = table + SYMBOL_BYTES * index;
      const section = sections[view.getInt16(at + 12, true) - 1];
      const kind = view.getUint8(at + 16);
      const isFunction = view.getUint16(at + 14, true) === TYPE_FUNCTION;
      if (section?.isExecutable !== true) continue;
      if (kind !== CLASS_EXTERNAL && !(kind === CLASS_STATIC && isFunction)) continue;
      const isLong = view.getUint32(at, true) === 0;
      const name = isLong
        ? nameAt(file, strings + view.getUint32(at + 4, true))
        : nameAt(file, at, 8);
      found.push({ name, offset: section.start + view.getUint32(at + 8, true) });
    }
    return found;
  });
}
