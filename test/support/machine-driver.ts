/** Driver files for tests: what is in miniports/c, and ones put together from bytes of code. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineDriver } from '../../ndis/loader';
import { hex } from './cpu-machine';

const BUILT = join(__dirname, '..', '..', 'miniports', 'c');

/** The names of all drivers of miniports/c. */
export function builtDrivers(): string[] {
  return readdirSync(BUILT)
    .filter((file) => file.endsWith('.sys'))
    .map((file) => file.slice(0, -'.sys'.length));
}

/** A driver of miniports/c, as a fresh copy of its bytes. */
export function builtDriver(name: string): MachineDriver {
  return { image: new Uint8Array(readFileSync(join(BUILT, `${name}.sys`))), name: `${name}.sys` };
}

/** Where `machineDriver` puts what, in the file and in the image alike. */
export const FIXED = {
  PE: 0x40,
  OPTIONAL: 0x58,
  CHECKSUM: 0x98,
  SECTIONS: 0x138,
  /** DriverEntry, in .text. */
  CODE: 0x200,
  /** Handlers, in INIT. */
  INIT: 0x600,
  /** Plain memory. */
  DATA: 0x800,
  IMPORTS: 0xa00,
  /** Where the address of import number 0 is, and 4 bytes on that of the next. */
  SLOTS: 0xb00,
  RELOCATIONS: 0xe00,
  END: 0x1000,
} as const;

export interface MachineParts {
  /** In hex: what DriverEntry does, at offset CODE of the image. */
  readonly code: string;
  readonly init?: string;
  /** The name of the section with DriverEntry; .text if not told. */
  readonly section?: string;
  /** As `ndis.sys!NdisMSleep`. */
  readonly imports?: readonly string[];
  /** Offsets in the image of addresses that move with it. */
  readonly relocations?: readonly number[];
}

/** A driver file with an image base of 0x10000. Its .text may be executed and read only. */
export function machineDriver(parts: MachineParts): MachineDriver {
  const image = new Uint8Array(FIXED.END);
  const view = new DataView(image.buffer);
  const u16 = (at: number, value: number) => view.setUint16(at, value, true);
  const u32 = (at: number, value: number) => view.setUint32(at, value, true);
  u16(0, 0x5a4d);
  u32(0x3c, FIXED.PE);
  u32(FIXED.PE, 0x4550);
  u16(FIXED.PE + 4, 0x14c);
  u16(FIXED.PE + 6, 4);
  u16(FIXED.PE + 20, 0xe0);
  u16(FIXED.PE + 22, 0x0102);
  const optional = FIXED.OPTIONAL;
  u16(optional, 0x10b);
  u32(optional + 16, FIXED.CODE);
  u32(optional + 28, 0x1_0000);
  u32(optional + 32, 0x20);
  u32(optional + 36, 0x20);
  u32(optional + 56, FIXED.END);
  u32(optional + 60, FIXED.CODE);
  u16(optional + 68, 1);
  u32(optional + 92, 16);
  u32(optional + 96 + 8, FIXED.IMPORTS);
  u32(optional + 96 + 12, 0x300);
  u32(optional + 96 + 40, FIXED.RELOCATIONS);
  u32(optional + 96 + 44, 8 + 2 * (parts.relocations?.length ?? 0));
  const sections: [string, number, number, number][] = [
    [parts.section ?? '.text', FIXED.CODE, FIXED.INIT, 0x6000_0020],
    ['INIT', FIXED.INIT, FIXED.DATA, 0xe200_0020],
    ['.data', FIXED.DATA, FIXED.RELOCATIONS, 0xc000_0040],
    ['.reloc', FIXED.RELOCATIONS, FIXED.END, 0x4200_0040],
  ];
  sections.forEach(([name, start, end, flags], index) => {
    const at = FIXED.SECTIONS + 40 * index;
    for (let n = 0; n < name.length; n++) image[at + n] = name.charCodeAt(n);
    u32(at + 8, end - start);
    u32(at + 12, start);
    u32(at + 16, end - start);
    u32(at + 20, start);
    u32(at + 36, flags);
  });
  image.set(hex(parts.code), FIXED.CODE);
  image.set(hex(parts.init ?? 'c3'), FIXED.INIT);
  writeImports(image, u32, parts.imports ?? []);
  u32(FIXED.RELOCATIONS + 4, 8 + 2 * (parts.relocations?.length ?? 0));
  parts.relocations?.forEach((at, n) => u16(FIXED.RELOCATIONS + 8 + 2 * n, 0x3000 | at));
  sign(image, FIXED.CHECKSUM);
  return { image, name: 'test.sys' };
}

/** The driver with a table of exports in its data: a name, and how many there are said to be. */
export function withExport(
  { image, name }: MachineDriver,
  exported: string,
  offset: number,
  nameCount = 1,
): MachineDriver {
  const view = new DataView(image.buffer);
  const table = FIXED.DATA + 0x100;
  view.setUint32(FIXED.OPTIONAL + 96, table, true);
  // NumberOfNames; the tables of addresses, names and ordinals; what they hold.
  const words = { 24: nameCount, 28: table + 0x30, 32: table + 0x34, 36: table + 0x38 };
  for (const [at, value] of Object.entries(words)) view.setUint32(table + Number(at), value, true);
  view.setUint32(table + 0x30, offset, true);
  view.setUint32(table + 0x34, table + 0x40, true);
  image.set(Buffer.from(`${exported}\0`), table + 0x40);
  return { image: sign(image, FIXED.CHECKSUM), name };
}

/** One descriptor an import, each with a table of one entry. */
function writeImports(
  image: Uint8Array,
  u32: (at: number, value: number) => void,
  imports: readonly string[],
): void {
  let names = FIXED.SLOTS + 0x100;
  const name = (text: string, at: number) => {
    for (let n = 0; n < text.length; n++) image[at + n] = text.charCodeAt(n);
    names = at + text.length + 1;
    names += names % 2;
    return at;
  };
  // The lookup tables lie behind the descriptors: an entry and the zero that ends it.
  const lookups = FIXED.IMPORTS + 20 * (imports.length + 1);
  imports.forEach((one, index) => {
    const [module, symbol] = one.split('!');
    const at = FIXED.IMPORTS + 20 * index;
    u32(at, lookups + 8 * index);
    u32(at + 12, name(module, names));
    u32(at + 16, FIXED.SLOTS + 4 * index);
    const ordinal = /^#(\d+)$/.exec(symbol);
    if (ordinal !== null) u32(lookups + 8 * index, 0x8000_0000 + Number(ordinal[1]));
    else u32(lookups + 8 * index, name(symbol, names + 2) - 2);
  });
}

/** Sets the checksum right: the sum of all 16-bit words, carries added in, and the length. */
export function sign(image: Uint8Array, at: number): Uint8Array {
  const view = new DataView(image.buffer, image.byteOffset);
  view.setUint32(at, 0, true);
  let sum = 0;
  for (let offset = 0; offset + 1 < image.length; offset += 2) {
    sum += view.getUint16(offset, true);
    if (sum > 0xffff) sum -= 0xffff;
  }
  if (image.length % 2 === 1) sum += image[image.length - 1];
  if (sum > 0xffff) sum -= 0xffff;
  view.setUint32(at, sum + image.length, true);
  return image;
}
