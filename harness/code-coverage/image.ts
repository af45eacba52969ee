/**
 * What is to be known of a driver's image to tell how much of it was covered, without the file.
 *
 * Source: Microsoft Portable Executable and Common Object File Format Specification, revision 8.3:
 * 2.3 (file header: TimeDateStamp), 2.4.2 (optional header: CheckSum).
 */
import { readMachineDriver, type MachineDriver } from '../../ndis/loader';
import type { CodeSymbol } from '../machine-code/image-symbols';
import { symbolsOf } from '../machine-code/symbols';

export interface CoveredImage {
  /** The file's name without its folder. */
  readonly name: string;
  readonly byteCount: number;
  readonly preferredBase: number;
  /** Bytes from the base, as all offsets. */
  readonly entry: number;
  readonly checksum: number;
  readonly timestamp: number;
  /** The sections that can be executed. */
  readonly sections: readonly CodeSection[];
  /** In ascending order; none where nothing names them. A function goes as far as the next one. */
  readonly functions: readonly CodeSymbol[];
}

interface CodeSection {
  readonly name: string;
  readonly start: number;
  readonly byteCount: number;
}

/** `jmp dword [import]`, which linkers put between a call and a function of another image. */
const IMPORT_JUMP = [0xff, 0x25] as const;

/** Lists that GNU ld puts behind the code. */
const LINKER_LIST = /^_*[CD]TOR_LIST__$/;

export function coveredImage(driver: MachineDriver): CoveredImage {
  const { bytes, preferredBase, entry, sections } = readMachineDriver(driver);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = view.getUint32(0x3c, true) + 4;
  const code = sections.filter(({ isExecutable }) => isExecutable);
  const isOwn = ({ name, offset }: CodeSymbol) =>
    !LINKER_LIST.test(name) &&
    code.some(({ start, byteCount }) => offset >= start && offset < start + byteCount) &&
    !IMPORT_JUMP.every((byte, index) => bytes[offset + index] === byte);
  return {
    name: driver.name,
    byteCount: bytes.length,
    preferredBase,
    entry,
    checksum: view.getUint32(header + 20 + 64, true),
    timestamp: view.getUint32(header + 4, true),
    sections: code.map(({ name, start, byteCount }) => ({ name, start, byteCount })),
    functions: symbolsOf(driver).all.filter(isOwn),
  };
}
