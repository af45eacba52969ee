/**
 * The key that an INF writes for an adapter, which NdisOpenConfiguration opens: what HKR stands for
 * in the sections of AddReg. Source: INF AddReg Directive.
 */
import type { RegistryEntry, RegistryValue } from '../../ndis/kernel/registry';
import { InfError } from './inf-error';
import type { InfFile, Section } from './syntax';

/** FLG_ADDREG_ flags. */
const BINVALUETYPE = 0x1;
const NOCLOBBER = 0x2;
const DELVAL = 0x4;
const APPEND = 0x8;
const KEYONLY = 0x10;
const OVERWRITEONLY = 0x20;
const KEYONLY_COMMON = 0x2000;
const TYPE_MASK = 0xffff_0001;
const TYPE_SZ = 0;
const TYPE_MULTI_SZ = 0x0001_0000;
const TYPE_EXPAND_SZ = 0x0002_0000;
const TYPE_DWORD = 0x0001_0001;

const DWORD_BYTES = 4;
/** Fifty times what adapters of many settings have. */
const LINES_MAX = 10_000;

/** A line of an AddReg section, with its tokens replaced. */
interface AddRegLine {
  readonly key: string;
  readonly name: string;
  readonly flags: number;
  readonly data: readonly string[];
  fail(message: string): InfError;
}

/** Values by key and name, whose case does not count. */
export class InstanceKey {
  readonly #entries = new Map<string, RegistryEntry>();
  #lineCount = 0;

  get(key: string, name: string): RegistryValue | undefined {
    return this.#entries.get(place(key, name))?.value;
  }

  set(key: string, name: string, value: RegistryValue): void {
    this.#entries.set(place(key, name), { key, name, value });
  }

  /** All values, in the order in which they were first set. */
  get entries(): readonly RegistryEntry[] {
    return [...this.#entries.values()];
  }

  /** Does what a section of AddReg says. Keys that are not the adapter's own are left alone. */
  addRegistry({ path, expand }: InfFile, section: Section): void {
    for (const { line, key, fields } of section.entries) {
      const fail = (message: string) => new InfError(path, line, message);
      if (++this.#lineCount > LINES_MAX) throw fail(`more than ${LINES_MAX} lines of AddReg`);
      const [root = '', subkey = '', name = '', flags = '', ...data] = fields.map(expand);
      if (key !== undefined || root.toUpperCase() !== 'HKR') continue;
      this.#add({ key: subkey, name, flags: readNumber(flags, 'flags', fail), data, fail });
    }
  }

  #add(line: AddRegLine): void {
    const { key, name, flags } = line;
    if ((flags & (KEYONLY | KEYONLY_COMMON)) !== 0) return;
    if ((flags & DELVAL) !== 0) return this.#remove(key, name);
    const before = this.get(key, name);
    if ((flags & NOCLOBBER) !== 0 && before !== undefined) return;
    if ((flags & OVERWRITEONLY) !== 0 && before === undefined) return;
    const value = valueOf(line);
    if ((flags & APPEND) !== 0 && value.type === 'multi-string' && before?.type === 'multi-string')
      return this.set(key, name, { ...value, value: union(before.value, value.value) });
    this.set(key, name, value);
  }

  /** Without a name, it is the key that goes, with all beneath it. */
  #remove(key: string, name: string): void {
    if (name !== '') {
      this.#entries.delete(place(key, name));
      return;
    }
    const gone = key.toLowerCase();
    for (const [at, entry] of this.#entries)
      if (`${entry.key.toLowerCase()}\\`.startsWith(`${gone}\\`)) this.#entries.delete(at);
  }
}

function place(key: string, name: string): string {
  return `${key}\0${name}`.toLowerCase();
}

function union(before: readonly string[], added: readonly string[]): readonly string[] {
  return [...before, ...added.filter((one) => !before.includes(one))];
}

/** What a line gives, of the type that its flags say. */
function valueOf({ flags, data, fail }: AddRegLine): RegistryValue {
  const type = flags & TYPE_MASK;
  if (type === TYPE_SZ || type === TYPE_EXPAND_SZ) return { type: 'string', value: data[0] ?? '' };
  if (type === TYPE_MULTI_SZ)
    return { type: 'multi-string', value: data.filter((one) => one !== '') };
  if ((type & BINVALUETYPE) === 0)
    throw fail(`flags of 0x${flags.toString(16)}, which are no type of a value`);
  // A DWORD is written as one number, or as the bytes that it has.
  if (type === TYPE_DWORD && data.length <= 1)
    return { type: 'integer', value: readNumber(data[0] ?? '', 'a DWORD', fail) };
  const bytes = Uint8Array.from(data, (text) => readByte(text, fail));
  if (type !== TYPE_DWORD) return { type: 'binary', value: bytes };
  if (bytes.length !== DWORD_BYTES)
    throw fail(`a DWORD of ${bytes.length} bytes; it is one number, or ${DWORD_BYTES} bytes`);
  return { type: 'integer', value: new DataView(bytes.buffer).getUint32(0, true) };
}

/** A number of 32 bits, decimal or 0x; 0 if it is left out. */
export function readNumber(text: string, what: string, fail: AddRegLine['fail']): number {
  const isNumber = /^([+-]?\d{1,10}|0x[0-9a-f]{1,8})?$/i.test(text);
  const value = isNumber ? Number(text) : NaN;
  if (value >= -0x8000_0000 && value <= 0xffff_ffff) return value >>> 0;
  throw fail(`"${text}" for ${what}, which is a number of 32 bits, as 10 or 0x0000000A`);
}

function readByte(text: string, fail: AddRegLine['fail']): number {
  if (/^(0x)?[0-9a-f]{0,2}$/i.test(text)) return Number.parseInt(text || '0', 16);
  throw fail(`"${text}" for a byte, which is two hexadecimal digits`);
}
