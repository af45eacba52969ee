/**
 * Who called whom in machine code, read off the stack: each word that is an address right behind a
 * call instruction is taken for one that a call left there. Frame pointers are not relied on, for
 * compilers leave them out; a stale word that looks so may slip in where a function has not yet
 * written its variables.
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

/** The addresses that calls will return to, innermost first, from the words of `[from, to)`. */
export function walkStack(
  memory: StackReader,
  isCode: (address: VirtualAddress) => boolean,
  from: VirtualAddress,
  to: VirtualAddress,
): VirtualAddress[] {
  const found: VirtualAddress[] = [];
  for (let at = from - (from % 4); at + 4 <= to && found.length < CALLERS_MAX; at += 4) {
    const address = virtual(memory.read32(virtual(at)) >>> 0);
    // A call of seven bytes must lie before it.
    if (!isCode(address) || !isCode(virtual(address - 7))) continue;
    if (isBehindCall(memory, address)) found.push(address);
  }
  return found;
}
