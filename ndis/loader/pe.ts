/**
 * Driver images as files: PE32 for i386, native subsystem. Nothing is trusted: whatever is wrong
 * with a file is an {@link ImageFormatError}, and what a file may claim is bounded before memory is
 * taken for it.
 *
 * Source: Microsoft Portable Executable and Common Object File Format Specification, revision 8.3:
 * 2 (file headers), 3 (section table), 5.4 (import tables), 5.6 (.reloc). Deviation: sections may
 * lie as close as 32 bytes, as drivers have them (SectionAlignment below the size of a page).
 */

function hex(value: number): string {
  return `0x${value.toString(16).toUpperCase()}`;
}

/** One line about what is wrong with a file, and where in it or in the image. */
export class ImageFormatError extends Error {
  readonly what: string;
  /** In bytes, from the start of the file; for tables of the loaded image, from its base. */
  readonly offset: number;

  constructor(what: string, offset: number) {
    super(`${what} (at offset ${hex(offset)})`);
    this.name = 'ImageFormatError';
    this.what = what;
    this.offset = offset;
  }
}

export interface Section {
  readonly name: string;
  /** Bytes from the image's base. */
  readonly start: number;
  readonly byteCount: number;
  /** Of it in the file; the rest is zero. */
  readonly fileBytes: number;
  readonly isExecutable: boolean;
  readonly isWritable: boolean;
  /** Needed only until DriverEntry has returned. */
  readonly isDiscardable: boolean;
  /** By its name, as the memory manager has it ("Making Drivers Pageable"). */
  readonly isPageable: boolean;
}

/** One place in the image where the address of a function or variable of another image belongs. */
export interface Import {
  /** In lower case, as `ndis.sys`. */
  readonly module: string;
  /** As `#12` if it is given by its ordinal. */
  readonly name: string;
  /** Where its address goes: bytes from the image's base. */
  readonly slot: number;
}

/** A driver file, laid out as in memory at its preferred base, which is where nothing loads it. */
export interface PortableExecutable {
  readonly bytes: Uint8Array;
  readonly preferredBase: number;
  /** DriverEntry: bytes from the image's base. */
  readonly entry: number;
  readonly headerBytes: number;
  /** In ascending order; they do not overlap. */
  readonly sections: readonly Section[];
  /** Where 32-bit addresses lie that move with the image: bytes from its base. */
  readonly relocations: Uint32Array;
  readonly imports: readonly Import[];
}

/** The largest driver image that is taken, four times the largest network driver of Windows XP. */
export const IMAGE_BYTES_MAX = 0x40_0000;
/** Symbols and certificates may lie behind what is loaded. */
export const FILE_BYTES_MAX = 4 * IMAGE_BYTES_MAX;
/** As in the kernel's own loader (specification, 2.3, NumberOfSections). */
const SECTIONS_MAX = 96;
const DIRECTORIES_MAX = 16;
const IMPORTED_MODULES_MAX = 64;
/** Twice as many as ntoskrnl.exe, hal.dll and ndis.sys export together. */
const IMPORTS_MAX = 8192;
const NAME_BYTES_MAX = 256;

const MACHINE_I386 = 0x14c;
const RELOCATIONS_STRIPPED = 0x0001;
const EXECUTABLE_IMAGE = 0x0002;
const MAGIC_PE32 = 0x10b;
const MAGIC_PE32_PLUS = 0x20b;
const SUBSYSTEM_NATIVE = 1;
/** Windows with windows and on the console, OS/2, POSIX (specification, 2.4.2). */
const USER_SUBSYSTEMS = [2, 3, 5, 7];
const DIRECTORY_IMPORT = 1;
const DIRECTORY_RELOCATION = 5;
const DIRECTORY_CLR = 14;
const SECTION_DISCARDABLE = 0x0200_0000;
const SECTION_EXECUTABLE = 0x2000_0000;
const SECTION_WRITABLE = 0x8000_0000;
const RELOCATION_ABSOLUTE = 0;
const RELOCATION_HIGHLOW = 3;
const BY_ORDINAL = 0x8000_0000;

/** Bytes that are read where they are, or not at all. */
class Reader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws ImageFormatError unless all of `byteCount` bytes are there. */
  require(offset: number, byteCount: number, what: string): void {
    if (offset + byteCount > this.bytes.length)
      throw new ImageFormatError(`${what} lies outside the file or image`, offset);
  }

  u16(offset: number, what: string): number {
    this.require(offset, 2, what);
    return this.#view.getUint16(offset, true);
  }

  u32(offset: number, what: string): number {
    this.require(offset, 4, what);
    return this.#view.getUint32(offset, true);
  }

  /** A name of printable ASCII up to a zero. */
  name(offset: number, what: string): string {
    let text = '';
    for (let at = offset; at < offset + NAME_BYTES_MAX; at++) {
      this.require(at, 1, what);
      const byte = this.bytes[at];
      if (byte === 0 && text !== '') return text;
      if (byte <= 0x20 || byte >= 0x7f) break;
      text += String.fromCharCode(byte);
    }
    throw new ImageFormatError(`${what} is no name`, offset);
  }
}

/** What the headers say, beside the sections. */
interface Headers {
  readonly sectionCount: number;
  readonly sectionTable: number;
  readonly sectionAlignment: number;
  readonly preferredBase: number;
  readonly entry: number;
  readonly imageBytes: number;
  readonly headerBytes: number;
  readonly checkSumAt: number;
  /** Of the data directories, start and size in bytes. */
  directory(index: number): { readonly start: number; readonly byteCount: number };
}

/** A section, and where it lies in the file. */
interface FileSection extends Section {
  readonly fileStart: number;
}

/**
 * Reads a driver file.
 *
 * @throws ImageFormatError if it is not a driver for 32-bit x86, or is damaged.
 */
export function parseImage(file: Uint8Array): PortableExecutable {
  if (file.length > FILE_BYTES_MAX)
    throw new ImageFormatError(`a file of ${file.length} bytes is no driver`, 0);
  if (file.length === 0) throw new ImageFormatError('the file is empty', 0);
  const reader = new Reader(file);
  const headers = readHeaders(reader);
  const sections = readSections(reader, headers);
  // Last: of a file that is cut off, say that and not what else is wrong with it.
  checkSum(reader, headers.checkSumAt);
  const bytes = new Uint8Array(headers.imageBytes);
  bytes.set(file.subarray(0, headers.headerBytes));
  for (const { start, byteCount, fileStart, fileBytes } of sections) {
    const copied = Math.min(byteCount, fileBytes);
    bytes.set(file.subarray(fileStart, fileStart + copied), start);
  }
  const image = new Reader(bytes);
  return {
    bytes,
    preferredBase: headers.preferredBase,
    entry: headers.entry,
    headerBytes: headers.headerBytes,
    sections,
    relocations: readRelocations(image, headers),
    imports: readImports(image, headers, sections),
  };
}

function readHeaders(file: Reader): Headers {
  if (file.u16(0, 'the MZ header') !== 0x5a4d)
    throw new ImageFormatError('this is no executable image: it does not begin with MZ', 0);
  const start = file.u32(0x3c, 'the MZ header');
  // The checksum must lie on whole words; the kernel's loader asks for more (8 bytes).
  if (start % 4 !== 0) throw new ImageFormatError('the PE header is not aligned', 0x3c);
  if (file.u32(start, 'the PE header') !== 0x4550)
    throw new ImageFormatError('this is no PE image: there is no PE signature', start);
  const fileHeader = start + 4;
  const machine = file.u16(fileHeader, 'the file header');
  const optional = fileHeader + 20;
  const magic = file.u16(optional, 'the optional header');
  if (magic === MAGIC_PE32_PLUS)
    throw new ImageFormatError('this is a 64-bit image, and drivers here are 32-bit', optional);
  if (machine !== MACHINE_I386) throw new ImageFormatError('this is no i386 image', fileHeader);
  if (magic !== MAGIC_PE32) throw new ImageFormatError('this is no PE32 image', optional);
  const optionalBytes = file.u16(fileHeader + 16, 'the file header');
  if (optionalBytes < 96)
    throw new ImageFormatError('the optional header is too short', fileHeader + 16);
  file.require(optional, optionalBytes, 'the optional header');
  const characteristics = file.u16(fileHeader + 18, 'the file header');
  if ((characteristics & EXECUTABLE_IMAGE) === 0)
    throw new ImageFormatError('the image is marked as not executable', fileHeader + 18);
  const field = (offset: number) => file.u32(optional + offset, 'the optional header');
  const directoryCount = Math.min(field(92), DIRECTORIES_MAX, (optionalBytes - 96) >> 3);
  const headers: Headers = {
    sectionCount: file.u16(fileHeader + 2, 'the file header'),
    sectionTable: optional + optionalBytes,
    entry: field(16),
    preferredBase: field(28),
    sectionAlignment: field(32),
    imageBytes: field(56),
    headerBytes: field(60),
    checkSumAt: optional + 64,
    directory: (index) =>
      index < directoryCount
        ? { start: field(96 + 8 * index), byteCount: field(100 + 8 * index) }
        : { start: 0, byteCount: 0 },
  };
  checkHeaders(file, headers, optional);
  if ((characteristics & RELOCATIONS_STRIPPED) !== 0)
    throw new ImageFormatError('the image has no relocations left', fileHeader + 18);
  return headers;
}

function checkHeaders(file: Reader, headers: Headers, optional: number): void {
  const { sectionAlignment, imageBytes, headerBytes } = headers;
  if (headers.directory(DIRECTORY_CLR).start !== 0)
    throw new ImageFormatError('this is a .NET image', optional + 96 + 8 * DIRECTORY_CLR);
  const subsystem = file.u16(optional + 68, 'the optional header');
  if (USER_SUBSYSTEMS.includes(subsystem))
    throw new ImageFormatError('this is an image for user mode, and no driver', optional + 68);
  if (subsystem !== SUBSYSTEM_NATIVE)
    throw new ImageFormatError(
      `the image is for subsystem ${subsystem}, and a driver's is 1 (native)`,
      optional + 68,
    );
  if (sectionAlignment < 0x20 || (sectionAlignment & (sectionAlignment - 1)) !== 0)
    throw new ImageFormatError('SectionAlignment is no power of two from 32 on', optional + 32);
  if (imageBytes === 0 || imageBytes > IMAGE_BYTES_MAX)
    throw new ImageFormatError(`an image of ${imageBytes} bytes is no driver`, optional + 56);
  if (headerBytes > imageBytes || headerBytes > file.bytes.length)
    throw new ImageFormatError('SizeOfHeaders reaches beyond the file or image', optional + 60);
}

/** The sum of the file's words without the checksum itself, and its length (specification, 2.4). */
function checkSum(file: Reader, at: number): void {
  const { bytes } = file;
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 2) {
    if (offset >= at && offset < at + 4) continue;
    sum += bytes[offset] | ((bytes[offset + 1] ?? 0) << 8);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  const expected = sum + bytes.length;
  const found = file.u32(at, 'the optional header');
  if (found === expected) return;
  throw new ImageFormatError(
    `the file is damaged or changed: its checksum is ${hex(found)} and should be ${hex(expected)}`,
    at,
  );
}

function readSections(file: Reader, headers: Headers): FileSection[] {
  const { sectionCount, sectionTable, sectionAlignment, imageBytes } = headers;
  if (sectionCount === 0 || sectionCount > SECTIONS_MAX)
    throw new ImageFormatError(`an image of ${sectionCount} sections is no driver`, sectionTable);
  const sections: FileSection[] = [];
  let end = headers.headerBytes;
  for (let index = 0; index < sectionCount; index++) {
    const at = sectionTable + 40 * index;
    const section = readSection(file, at);
    if (section.start < end)
      throw new ImageFormatError(`section ${section.name} overlaps what lies before it`, at);
    if (section.start % sectionAlignment !== 0)
      throw new ImageFormatError(`section ${section.name} is not aligned`, at);
    end = section.start + section.byteCount;
    if (end > imageBytes)
      throw new ImageFormatError(`section ${section.name} reaches beyond the image`, at);
    sections.push(section);
  }
  const isCode = ({ start, byteCount, isExecutable }: Section) =>
    isExecutable && headers.entry >= start && headers.entry < start + byteCount;
  if (!sections.some(isCode))
    throw new ImageFormatError('the entry point lies in no code', headers.entry);
  return sections;
}

function readSection(file: Reader, at: number): FileSection {
  file.require(at, 40, 'the section table');
  const field = (offset: number) => file.u32(at + offset, 'the section table');
  let name = '';
  for (const byte of file.bytes.subarray(at, at + 8)) {
    if (byte === 0) break;
    name += byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '?';
  }
  const fileBytes = field(16);
  const fileStart = fileBytes === 0 ? 0 : field(20);
  if (fileStart + fileBytes > file.bytes.length)
    throw new ImageFormatError(
      `section ${name} is cut off: it goes up to ${hex(fileStart + fileBytes)}, ` +
        `and the file ends at ${hex(file.bytes.length)}`,
      at,
    );
  const flags = field(36);
  return {
    name,
    start: field(12),
    byteCount: field(8) === 0 ? fileBytes : field(8),
    isExecutable: (flags & SECTION_EXECUTABLE) !== 0,
    isWritable: (flags & SECTION_WRITABLE) !== 0,
    // Linkers other than Microsoft's do not mark INIT; by its name it is as good as marked.
    isDiscardable: (flags & SECTION_DISCARDABLE) !== 0 || name === 'INIT',
    isPageable: name.startsWith('PAGE'),
    fileStart,
    fileBytes,
  };
}

function readRelocations(image: Reader, headers: Headers): Uint32Array {
  const { start, byteCount } = headers.directory(DIRECTORY_RELOCATION);
  if (start === 0) return new Uint32Array(0);
  image.require(start, byteCount, 'the relocation table');
  const found: number[] = [];
  // Each block takes at least its own 8 bytes of the table, which lies within the image.
  for (let block = start; block + 8 <= start + byteCount;) {
    const page = image.u32(block, 'the relocation table');
    const blockBytes = image.u32(block + 4, 'the relocation table');
    if (blockBytes < 8 || block + blockBytes > start + byteCount)
      throw new ImageFormatError('a relocation block has an impossible size', block + 4);
    for (let at = block + 8; at + 2 <= block + blockBytes; at += 2) {
      const entry = image.u16(at, 'the relocation table');
      const type = entry >>> 12;
      if (type === RELOCATION_ABSOLUTE) continue;
      if (type !== RELOCATION_HIGHLOW)
        throw new ImageFormatError(`relocation type ${type} is not one of i386 drivers`, at);
      const target = page + (entry & 0xfff);
      if (target + 4 > image.bytes.length)
        throw new ImageFormatError('a relocation lies beyond the image', at);
      found.push(target);
    }
    block += blockBytes;
  }
  return Uint32Array.from(found);
}

function readImports(image: Reader, headers: Headers, sections: readonly Section[]): Import[] {
  const { start, byteCount } = headers.directory(DIRECTORY_IMPORT);
  if (start === 0 || byteCount === 0) return [];
  const imports: Import[] = [];
  for (let index = 0; ; index++) {
    const at = start + 20 * index;
    const lookup = image.u32(at, 'the import table');
    const nameAt = image.u32(at + 12, 'the import table');
    const slots = image.u32(at + 16, 'the import table');
    if (nameAt === 0 && slots === 0) return imports;
    if (index >= IMPORTED_MODULES_MAX)
      throw new ImageFormatError('the import table does not end', at);
    const module = image.name(nameAt, 'the name of an imported module').toLowerCase();
    readImportsOf(image, sections, imports, { module, lookup: lookup || slots, slots });
  }
}

/** The imports from one module: its lookup table names them, its address table takes them. */
function readImportsOf(
  image: Reader,
  sections: readonly Section[],
  imports: Import[],
  from: { readonly module: string; readonly lookup: number; readonly slots: number },
): void {
  const isMapped = (slot: number) =>
    sections.some(({ start, byteCount }) => slot >= start && slot + 4 <= start + byteCount);
  for (let index = 0; ; index++) {
    const at = from.lookup + 4 * index;
    const slot = from.slots + 4 * index;
    const entry = image.u32(at, 'an import lookup table');
    if (entry === 0) return;
    if (imports.length >= IMPORTS_MAX)
      throw new ImageFormatError('an import lookup table does not end', at);
    if (!isMapped(slot))
      throw new ImageFormatError('an import address table lies in no section', slot);
    // Specification, 5.4.2: an ordinal, or where a hint of two bytes and the name lie.
    const name =
      entry >= BY_ORDINAL
        ? `#${entry & 0xffff}`
        : image.name(entry + 2, `the name of an import from ${from.module}`);
    imports.push({ module: from.module, name, slot });
  }
}
