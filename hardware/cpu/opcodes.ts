/**
 * The opcode map of the 386 to Pentium Pro, as rows, and the names of what lies beyond it (x87,
 * MMX, SSE, system instructions), so that an instruction the interpreter lacks can be named.
 *
 * Source: Intel 64 and IA-32 SDM vol. 2, appendix A. An opcode text is bytes in hex, "+r" for a
 * register and "+cc" for a condition in the low bits, "/n" for a ModRM reg field ("/nm" only with a
 * memory operand, "/nr" only with a register), or a third byte for an exact ModRM. A leading
 * 66, f2 or f3 before 0f is a mandatory prefix.
 *
 * Operands are the appendix's: E register or memory, G register, M memory only, I immediate, J
 * relative, O absolute address, Z register in the opcode; b byte, w word, d dword, v by operand
 * size. "Is" is a sign-extended byte, other bytes and words are zero-extended; "Xb" and "Xv" only
 * state a size; R is a register whatever the mod field says.
 */
import { unmodelledRows } from './unmodelled-opcodes';

export type OpcodeRow = readonly [opcode: string, mnemonic: string, operands?: string];

/** An operand of an opcode: "Ev" is kind E of width v. AL and eAX are kind "a", DX "d", CL "c". */
export interface Operand {
  readonly kind: string;
  readonly width: string;
}

/** One opcode, ready for the decoder. */
export interface Opcode {
  readonly mnemonic: string;
  readonly operands: readonly Operand[];
  readonly hasModRm: boolean;
  readonly condition: number;
}

/** What is told apart behind one opcode byte. */
interface Entry {
  plain?: Opcode;
  /** By the reg field: 0-7 with memory, 8-15 with a register. */
  readonly byDigit: (Opcode | undefined)[];
  readonly byModRm: Map<number, Opcode>;
}

export const CONDITIONS = [
  ...['o', 'no', 'b', 'ae', 'e', 'ne', 'be', 'a'],
  ...['s', 'ns', 'p', 'np', 'l', 'ge', 'le', 'g'],
] as const;

const BINARY = ['add', 'or', 'adc', 'sbb', 'and', 'sub', 'xor', 'cmp'];
const SHIFTS = ['rol', 'ror', 'rcl', 'rcr', 'shl', 'shr', 'shl', 'sar'];

function hex(value: number): string {
  return value.toString(16).padStart(2, '0');
}

function binaryRows(mnemonic: string, digit: number): OpcodeRow[] {
  const forms = ['Eb,Gb', 'Ev,Gv', 'Gb,Eb', 'Gv,Ev', 'AL,Ib', 'eAX,Iv'];
  return [
    ...forms.map((form, low): OpcodeRow => [hex(8 * digit + low), mnemonic, form]),
    [`80 /${digit}`, mnemonic, 'Eb,Ib'],
    [`81 /${digit}`, mnemonic, 'Ev,Iv'],
    [`82 /${digit}`, mnemonic, 'Eb,Ib'],
    [`83 /${digit}`, mnemonic, 'Ev,Is'],
  ];
}

function shiftRows(mnemonic: string, digit: number): OpcodeRow[] {
  return [
    [`c0 /${digit}`, mnemonic, 'Eb,Ib'],
    [`c1 /${digit}`, mnemonic, 'Ev,Ib'],
    [`d0 /${digit}`, mnemonic, 'Eb,1'],
    [`d1 /${digit}`, mnemonic, 'Ev,1'],
    [`d2 /${digit}`, mnemonic, 'Eb,CL'],
    [`d3 /${digit}`, mnemonic, 'Ev,CL'],
  ];
}

const INTEGER_ROWS: readonly OpcodeRow[] = [
  ...BINARY.flatMap(binaryRows),
  ...SHIFTS.flatMap(shiftRows),
  ['27', 'daa'],
  ['2f', 'das'],
  ['37', 'aaa'],
  ['3f', 'aas'],
  ['40+r', 'inc', 'Zv'],
  ['48+r', 'dec', 'Zv'],
  ['50+r', 'push', 'Zv'],
  ['58+r', 'pop', 'Zv'],
  ['60', 'pusha', 'Xv'],
  ['61', 'popa', 'Xv'],
  ['62', 'bound', 'Gv,Mv'],
  ['68', 'push', 'Iv'],
  ['69', 'imul3', 'Gv,Ev,Iv'],
  ['6a', 'push', 'Is'],
  ['6b', 'imul3', 'Gv,Ev,Is'],
  ['6c', 'ins', 'Xb'],
  ['6d', 'ins', 'Xv'],
  ['6e', 'outs', 'Xb'],
  ['6f', 'outs', 'Xv'],
  ['70+cc', 'j', 'Jb'],
  ['84', 'test', 'Eb,Gb'],
  ['85', 'test', 'Ev,Gv'],
  ['86', 'xchg', 'Eb,Gb'],
  ['87', 'xchg', 'Ev,Gv'],
  ['88', 'mov', 'Eb,Gb'],
  ['89', 'mov', 'Ev,Gv'],
  ['8a', 'mov', 'Gb,Eb'],
  ['8b', 'mov', 'Gv,Ev'],
  ['8d', 'lea', 'Gv,Mv'],
  ['8f /0', 'pop', 'Ev'],
  ['90', 'nop'],
  ...[1, 2, 3, 4, 5, 6, 7].map((r): OpcodeRow => [hex(0x90 + r), 'xchg', 'eAX,Zv']),
  ['98', 'cbw', 'Xv'],
  ['99', 'cwd', 'Xv'],
  ['9c', 'pushf', 'Xv'],
  ['9d', 'popf', 'Xv'],
  ['9e', 'sahf'],
  ['9f', 'lahf'],
  ['a0', 'mov', 'AL,Ob'],
  ['a1', 'mov', 'eAX,Ov'],
  ['a2', 'mov', 'Ob,AL'],
  ['a3', 'mov', 'Ov,eAX'],
  ['a4', 'movs', 'Xb'],
  ['a5', 'movs', 'Xv'],
  ['a6', 'cmps', 'Xb'],
  ['a7', 'cmps', 'Xv'],
  ['a8', 'test', 'AL,Ib'],
  ['a9', 'test', 'eAX,Iv'],
  ['aa', 'stos', 'Xb'],
  ['ab', 'stos', 'Xv'],
  ['ac', 'lods', 'Xb'],
  ['ad', 'lods', 'Xv'],
  ['ae', 'scas', 'Xb'],
  ['af', 'scas', 'Xv'],
  ['b0+r', 'mov', 'Zb,Ib'],
  ['b8+r', 'mov', 'Zv,Iv'],
  ['c2', 'ret', 'Iw'],
  ['c3', 'ret'],
  ['c6 /0', 'mov', 'Eb,Ib'],
  ['c7 /0', 'mov', 'Ev,Iv'],
  ['c8', 'enter', 'Iw,Ib'],
  ['c9', 'leave', 'Xv'],
  ['cc', 'int3'],
  ['cd', 'int', 'Ib'],
  ['ce', 'into'],
  ['d4', 'aam', 'Ib'],
  ['d5', 'aad', 'Ib'],
  ['d7', 'xlat', 'Xb'],
  ['e0', 'loopne', 'Jb'],
  ['e1', 'loope', 'Jb'],
  ['e2', 'loop', 'Jb'],
  ['e3', 'jecxz', 'Jb'],
  ['e4', 'in', 'AL,Ib'],
  ['e5', 'in', 'eAX,Ib'],
  ['e6', 'out', 'AL,Ib'],
  ['e7', 'out', 'eAX,Ib'],
  ['e8', 'call', 'Jv'],
  ['e9', 'jmp', 'Jv'],
  ['eb', 'jmp', 'Jb'],
  ['ec', 'in', 'AL,DX'],
  ['ed', 'in', 'eAX,DX'],
  ['ee', 'out', 'AL,DX'],
  ['ef', 'out', 'eAX,DX'],
  ['f4', 'hlt'],
  ['f5', 'cmc'],
  ['f6 /0', 'test', 'Eb,Ib'],
  ['f7 /0', 'test', 'Ev,Iv'],
  ['f6 /1', 'test', 'Eb,Ib'],
  ['f7 /1', 'test', 'Ev,Iv'],
  ...['not', 'neg', 'mul', 'imul', 'div', 'idiv'].flatMap((mnemonic, index): OpcodeRow[] => [
    [`f6 /${index + 2}`, mnemonic, 'Eb'],
    [`f7 /${index + 2}`, mnemonic, 'Ev'],
  ]),
  ['f8', 'clc'],
  ['f9', 'stc'],
  ['fa', 'cli'],
  ['fb', 'sti'],
  ['fc', 'cld'],
  ['fd', 'std'],
  ['fe /0', 'inc', 'Eb'],
  ['fe /1', 'dec', 'Eb'],
  ['ff /0', 'inc', 'Ev'],
  ['ff /1', 'dec', 'Ev'],
  ['ff /2', 'call', 'Ev'],
  ['ff /4', 'jmp', 'Ev'],
  ['ff /6', 'push', 'Ev'],
  ['0f 0b', 'ud2'],
  ['0f 0d', 'nop', 'Ev'],
  // Prefetches and the hinted no-operations that the Pentium Pro reserved for them.
  ...['18', '19', '1a', '1b', '1c', '1d', '1e', '1f'].map((byte): OpcodeRow => [
    `0f ${byte}`,
    'nop',
    'Ev',
  ]),
  ['0f 31', 'rdtsc'],
  ['0f 40+cc', 'cmov', 'Gv,Ev'],
  ['0f 80+cc', 'j', 'Jv'],
  ['0f 90+cc', 'set', 'Eb'],
  ['0f a2', 'cpuid'],
  ['0f a3', 'bt', 'Ev,Gv'],
  ['0f a4', 'shld', 'Ev,Gv,Ib'],
  ['0f a5', 'shld', 'Ev,Gv,CL'],
  ['0f ab', 'bts', 'Ev,Gv'],
  ['0f ac', 'shrd', 'Ev,Gv,Ib'],
  ['0f ad', 'shrd', 'Ev,Gv,CL'],
  ['0f af', 'imul2', 'Gv,Ev'],
  ['0f b0', 'cmpxchg', 'Eb,Gb'],
  ['0f b1', 'cmpxchg', 'Ev,Gv'],
  ['0f b3', 'btr', 'Ev,Gv'],
  ['0f b6', 'movzx', 'Gv,Eb'],
  ['0f b7', 'movzx', 'Gv,Ew'],
  ['0f ba /4', 'bt', 'Ev,Ib'],
  ['0f ba /5', 'bts', 'Ev,Ib'],
  ['0f ba /6', 'btr', 'Ev,Ib'],
  ['0f ba /7', 'btc', 'Ev,Ib'],
  ['0f bb', 'btc', 'Ev,Gv'],
  ['0f bc', 'bsf', 'Gv,Ev'],
  ['0f bd', 'bsr', 'Gv,Ev'],
  ['0f be', 'movsx', 'Gv,Eb'],
  ['0f bf', 'movsx', 'Gv,Ew'],
  ['0f c0', 'xadd', 'Eb,Gb'],
  ['0f c1', 'xadd', 'Ev,Gv'],
  ['0f c7 /1m', 'cmpxchg8b', 'Md'],
  ['0f c8+r', 'bswap', 'Zv'],
];

const NAMED_OPERANDS = new Map<string, Operand>([
  ['AL', { kind: 'a', width: 'b' }],
  ['eAX', { kind: 'a', width: 'v' }],
  ['DX', { kind: 'd', width: 'w' }],
  ['CL', { kind: 'c', width: 'b' }],
  ['1', { kind: '1', width: 'b' }],
]);
const MODRM_KINDS = 'EGMR';

function parseOperands(text: string | undefined): Operand[] {
  if (text === undefined) return [];
  return text
    .split(',')
    .map((name) => NAMED_OPERANDS.get(name) ?? { kind: name[0], width: name[1] });
}

const entries = new Map<number, Entry>();

function keyOf(prefix: number, isTwoByte: boolean, byte: number): number {
  return (prefix << 9) | (isTwoByte ? 0x100 : 0) | byte;
}

function entryAt(key: number): Entry {
  let entry = entries.get(key);
  if (entry === undefined) {
    entry = { byDigit: [], byModRm: new Map() };
    entries.set(key, entry);
  }
  return entry;
}

function addRow([text, mnemonic, operandText]: OpcodeRow): void {
  const words = text.split(' ');
  const operands = parseOperands(operandText);
  const isPrefixed = words.length > 1 && /^(66|f2|f3)$/.test(words[0]) && words[1] === '0f';
  const prefix = isPrefixed ? parseInt(words.shift()!, 16) : 0;
  const isTwoByte = words[0] === '0f';
  if (isTwoByte) words.shift();
  const [, byteText, plus] = /^([0-9a-f]{2})(\+r|\+cc)?$/.exec(words[0])!;
  const byte = parseInt(byteText, 16);
  const [, digitOrModRm] = words;
  const hasModRm =
    digitOrModRm !== undefined || operands.some(({ kind }) => MODRM_KINDS.includes(kind));
  const count = plus === undefined ? 1 : plus === '+r' ? 8 : 16;
  for (let low = 0; low < count; low++) {
    const name = plus === '+cc' ? mnemonic + CONDITIONS[low] : mnemonic;
    const opcode: Opcode = { mnemonic: name, operands, hasModRm, condition: low };
    const entry = entryAt(keyOf(prefix, isTwoByte, byte + low));
    if (digitOrModRm === undefined) {
      entry.plain = opcode;
    } else if (digitOrModRm.startsWith('/')) {
      const digit = parseInt(digitOrModRm[1], 16);
      if (!digitOrModRm.endsWith('r')) entry.byDigit[digit] = opcode;
      if (!digitOrModRm.endsWith('m')) entry.byDigit[8 + digit] = opcode;
    } else {
      entry.byModRm.set(parseInt(digitOrModRm, 16), opcode);
    }
  }
}

for (const row of unmodelledRows()) addRow(row);
for (const row of INTEGER_ROWS) addRow(row);

/**
 * Finds the opcode of `byte`, in the two-byte map or the one-byte one. `prefix` is the last of 66,
 * F2 and F3 that precedes it, or 0; `modRm` the byte behind it. Undefined if there is no such
 * opcode.
 */
export function findOpcode(
  prefix: number,
  isTwoByte: boolean,
  byte: number,
  modRm: number,
): Opcode | undefined {
  const entry =
    (prefix !== 0 && isTwoByte ? entries.get(keyOf(prefix, isTwoByte, byte)) : undefined) ??
    entries.get(keyOf(0, isTwoByte, byte));
  if (entry === undefined) return undefined;
  const digit = (modRm >= 0xc0 ? 8 : 0) + ((modRm >> 3) & 7);
  return entry.byModRm.get(modRm) ?? entry.byDigit[digit] ?? entry.plain;
}
