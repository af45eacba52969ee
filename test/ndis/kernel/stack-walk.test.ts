/** Return addresses on the stack. Encodings of CALL: SDM vol. 2. */
import { virtual } from '../../../hardware/address';
import { isBehindCall, walkStack, type StackSpan } from '../../../ndis/kernel/stack-walk';
import { hex } from '../../support/cpu-machine';

/** Bytes from 0 on, and nothing but zeros behind. */
function reader(bytes: ArrayLike<number>) {
  const read8 = (address: number) => bytes[address] ?? 0;
  const read32 = (address: number) =>
    [0, 8, 16, 24].reduce((sum, shift, n) => sum | (read8(address + n) << shift), 0) >>> 0;
  return { read8, read32 };
}

test.each([
  ['call rel32', 'e8 00000000', true],
  ['call eax', 'ff d0', true],
  ['call edi', 'ff d7', true],
  ['call [eax]', 'ff 10', true],
  ['call [eax+0xEC]', 'ff 90 ec000000', true],
  ['call [0x10B00]', 'ff 15 000b0100', true],
  ['call [ebp+8]', 'ff 55 08', true],
  ['call [ebx+ecx*4]', 'ff 14 8b', true],
  ['call [esp+0x10]', 'ff 54 24 10', true],
  ['call [ecx*4+0x10B00]', 'ff 14 8d 000b0100', true],
  ['call [esp+0x1000]', 'ff 94 24 00100000', true],
  ['jmp rel32', 'e9 00000000', false],
  ['jmp eax', 'ff e0', false],
  ['push [ebp+8]', 'ff 75 08', false],
  ['inc eax', 'ff c0', false],
  ['nop', '90', false],
])('behind %s: %s is a call: %p', (_name, code, want) => {
  const bytes = hex(`90909090909090 ${code}`);
  expect(isBehindCall(reader(bytes), virtual(bytes.length))).toBe(want);
});

/** Code up to 32, in which calls end at 12 and 23, and a stack of these words behind it. */
function walk(words: readonly number[], from: number, to: number, frame = 0): number[] {
  const bytes = new Uint8Array(32 + 4 * words.length);
  bytes.set(hex(`90909090909090 e800000000 909090909090909090 ff d0`));
  words.forEach((word, n) => new DataView(bytes.buffer).setUint32(32 + 4 * n, word, true));
  const isCode = (address: number) => address < 32;
  const span = { from, to, frame, outside: OUTSIDE } as unknown as StackSpan;
  return walkStack(reader(bytes), isCode, span);
}
const OUTSIDE = 0xffff_f000;

test('takes the words that calls have left, the innermost first, up to the end', () => {
  const words = [12, 99, 23, 13, 0xffff_ffff, 12, 12];
  expect(walk(words, 32, 56)).toEqual([12, 23, 12]);
  expect(walk(words, 34, 44)).toEqual([12, 23]);
  expect(walk(words, 56, 56)).toEqual([]);
});

describe('along frames', () => {
  const rows: readonly [string, number[], number, number[]][] = [
    ['what lies in between is stale', [12, 12, 48, 23, 12, OUTSIDE], 40, [23]],
    ['a handler called from outside has no callers', [12, 12, 0, OUTSIDE, 12], 40, []],
    ['a frame below the stack pointer is none', [12, 99, 23], 28, [12, 23]],
    ['a frame that ends beyond the stack is none', [12, 99, 23], 40, [12, 23]],
    ['a frame at an odd address is none', [12, 99, 23, 12], 33, [12, 23, 12]],
    ['a frame that no call made is none', [12, 40, 99, 23], 36, [12, 23]],
    ['frames that lead back end there', [12, 32, 23, 12, 12], 36, [23, 12, 12]],
  ];
  test.each(rows)('%s', (_name, words, frame, want) => {
    expect(walk(words, 32, 32 + 4 * words.length, frame)).toEqual(want);
  });
});
