/**
 * Who called whom in machine code, read off the stack: along the frames that EBP leads to, as far as
 * there are any, for compilers leave them out; and from there on each word that is an address right
 * behind a call instruction is taken for one that a call left there. A stale word that looks so may
 * slip in where a function has not yet written its variables.
 *
 * Source: SDM vol. 2, CALL: E8 with a 32-bit displacement, FF /2 with a register or memory operand.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';

/** Reads memory without judging the access; where there is none it gives anything. */
export interface StackReader {
  read8(address: VirtualAddress): number;
  read32(address: VirtualAddress): number;
}

const CALLERS_MAX = 16;
/** ModRM bytes of CALL by its length: FF /2 with a register or memory operand. */
const INDIRECT: readonly { readonly length: number; isCall(modRm: number): boolean }[] = [
  { length: 2, isCall: (modRm) => (modRm & 0xf8) === 0xd0 || isPlain(modRm, 0x10) },
  { length: 3, isCall: (modRm) => isPlain(modRm, 0x50) || modRm === 0x14 },
  { length: 4, isCall: (modRm) => modRm === 0x54 },
  { length: 6, isCall: (modRm) => modRm === 0x15 || isPlain(modRm, 0x90) },
  { length: 7, isCall: (modRm) => modRm === 0x94 || modRm === 0x14 },
];

/** A base register of this mode, without an SIB byte; [EBP] without a displacement is none. */
function isPlain(modRm: number, mode: number): boolean {
  const base = modRm & 7;
  return (modRm & 0xf8) === mode && base !== 4 && !(mode === 0x10 && base === 5);
}

/** Whether the bytes before `address` are a call instruction. */
export function isBehindCall(memory: StackReader, address: VirtualAddress): boolean {
  const back = (byteCount: number) => memory.read8(virtual(address - byteCount));
  if (back(5) === 0xe8) return true;
  return INDIRECT.some(({ length, isCall }) => back(length) === 0xff && isCall(back(length - 1)));
}

/** The part of a stack that belongs to one call from outside. */
export interface StackSpan {
  readonly from: VirtualAddress;
  /** One past its last byte. */
  readonly to: VirtualAddress;
  /** EBP: where a function with a frame has put that of its caller, below its return address. */
  readonly frame: VirtualAddress;
  /** What the outermost function returns to. */
  readonly outside: VirtualAddress;
}

/** The addresses that calls will return to, innermost first. */
export function walkStack(
  memory: StackReader,
  isCode: (address: VirtualAddress) => boolean,
  { from, to, frame, outside }: StackSpan,
): VirtualAddress[] {
  const found: VirtualAddress[] = [];
  const wordAt = (at: number) => virtual(memory.read32(virtual(at)) >>> 0);
  const isReturn = (address: VirtualAddress) =>
    // A call of seven bytes must lie before it.
    isCode(address) && isCode(virtual(address - 7)) && isBehindCall(memory, address);
  let at = from - (from % 4);
  for (let next = frame; next % 4 === 0 && next >= at && next + 8 <= to; next = wordAt(next)) {
    const address = wordAt(next + 4);
    if (address === outside) return found;
    if (!isReturn(address) || found.length === CALLERS_MAX) break;
    found.push(address);
    at = next + 8;
  }
  for (; at + 4 <= to && found.length < CALLERS_MAX; at += 4)
    if (isReturn(wordAt(at))) found.push(wordAt(at));
  return found;
}
