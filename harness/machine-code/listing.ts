/**
 * A few instructions around a place in an image, for a finding to show. Addresses are offsets from
 * the image's base, on the left and as targets of jumps; operands that a loader moves are told in a
 * comment: the function of an import, the offset of data.
 */
import type * as IcedX86 from 'iced-x86';
import type { Instruction } from 'iced-x86';
import type { PortableExecutable } from '../../ndis/loader';
import { FUNCTION_BYTES_MAX, type Symbols } from './symbols';

/** Whether the place is where an instruction begins, or where a call returns to. */
export type Place = 'instruction' | 'return';

const BEFORE = 4;
const AFTER = 3;
/**
 * Where no begin of a function is known. Decoding from anywhere falls into step with most code within
 * a few instructions, but not with a row of stores such as those of a DriverEntry.
 */
const LEAD_BYTES = 64;
/** `push ebp` and `mov ebp, esp`, which has two encodings. */
const PROLOGUES = [
  [0x55, 0x8b, 0xec],
  [0x55, 0x89, 0xe5],
];
/** The longest instruction (SDM vol. 2, 2.3.11). */
const INSTRUCTION_BYTES_MAX = 15;

interface Line {
  readonly offset: number;
  readonly text: string;
}

/** The lines, with `>` before the one that it is about; none if there is no code to be read. */
export function listingAt(
  executable: PortableExecutable,
  symbols: Symbols,
  offset: number,
  place: Place,
): readonly string[] {
  const section = executable.sections.find(
    ({ start, byteCount }) => offset >= start && offset < start + byteCount,
  );
  if (section === undefined) return [];
  const end = Math.min(
    offset + (AFTER + 1) * INSTRUCTION_BYTES_MAX,
    section.start + section.byteCount,
  );
  const first = Math.max(section.start, offset - LEAD_BYTES);
  const starts = Array.from({ length: offset - first + 1 }, (_, index) => first + index);
  for (const start of [
    functionAround(executable, symbols, offset, section.start) ?? first,
    ...starts,
  ]) {
    const lines = decode(executable, symbols, start, end);
    const at = lines.findIndex((one) => one.offset === offset);
    const marked = place === 'return' ? at - 1 : at;
    if (at < 0 || marked < 0 || (place === 'return' && !lines[marked].text.startsWith('call')))
      continue;
    return lines
      .slice(Math.max(0, marked - BEFORE), marked + AFTER + 1)
      .map((line, index) => shown(line, index === Math.min(marked, BEFORE)));
  }
  return [];
}

/** By the names that are known, else by what functions begin with. */
function functionAround(
  { bytes }: PortableExecutable,
  symbols: Symbols,
  offset: number,
  first: number,
): number | undefined {
  const named = symbols.startOf(offset);
  if (named !== undefined && named >= first) return named;
  for (let at = offset; at >= Math.max(first, offset - FUNCTION_BYTES_MAX); at--)
    if (PROLOGUES.some((prologue) => prologue.every((byte, index) => bytes[at + index] === byte)))
      return at;
  return undefined;
}

function shown({ offset, text }: Line, isMarked: boolean): string {
  return `${isMarked ? '>' : ' '} +0x${offset.toString(16).toUpperCase().padEnd(6)} ${text}`;
}

/** All instructions from `start` on; none if one of them is none. */
function decode(
  executable: PortableExecutable,
  symbols: Symbols,
  start: number,
  end: number,
): readonly Line[] {
  // Its WebAssembly takes time to load, and a clean run needs none of it.
  const { Decoder, DecoderOptions, Formatter, FormatterSyntax } =
    require('iced-x86') as typeof IcedX86;
  const bytes = executable.bytes.subarray(start, end);
  const decoder = new Decoder(32, bytes, DecoderOptions.None);
  const formatter = new Formatter(FormatterSyntax.Intel);
  try {
    decoder.ip = BigInt(start);
    formatter.hexPrefix = '0x';
    formatter.hexSuffix = '';
    formatter.branchLeadingZeros = false;
    formatter.spaceAfterOperandSeparator = true;
    const lines: Line[] = [];
    while (decoder.canDecode) {
      const instruction = decoder.decode();
      const line = lineOf(executable, symbols, instruction, formatter);
      instruction.free();
      if (line === undefined) return lines;
      lines.push(line);
    }
    return lines;
  } finally {
    decoder.free();
    formatter.free();
  }
}

function lineOf(
  executable: PortableExecutable,
  symbols: Symbols,
  instruction: Instruction,
  formatter: IcedX86.Formatter,
): Line | undefined {
  if (instruction.isInvalid) return undefined;
  const offset = Number(instruction.ip);
  const text = formatter.format(instruction);
  const comment = commentOn(executable, symbols, instruction);
  return {
    offset,
    text: comment === undefined ? text : `${text.padEnd(36)} ; ${comment}`,
  };
}

function commentOn(
  { bytes, preferredBase, imports }: PortableExecutable,
  symbols: Symbols,
  instruction: Instruction,
): string | undefined {
  const target = Number(instruction.nearBranchTarget);
  if (target !== 0) return symbols.nameOf(target);
  const data = Number(instruction.memoryDisplacement) - preferredBase;
  if (data < 0 || data >= bytes.length) return undefined;
  const imported = imports.find(({ slot }) => slot === data);
  if (imported !== undefined) return `${imported.module}!${imported.name}`;
  const name = symbols.nameOf(data);
  // Data do not belong to the function before them.
  return name?.includes('+') === false ? name : `+0x${data.toString(16).toUpperCase()}`;
}
