/**
 * What compilers call for arithmetic of 64 bits on x86 (the run-time library of Microsoft C, which
 * ntoskrnl.exe exports). Results are taken modulo 2^64.
 */
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql } from '../row';
import { stopAtException } from '../kernel/exception';
import { LONGLONG, UCHAR, ULONG, USHORT } from '../types';

function unsigned(value: bigint): bigint {
  return BigInt.asUintN(64, value);
}

/** Division by zero is the processor's exception, in the function that divides. */
function divided(os: OperatingSystem, divisor: bigint, divide: () => bigint): bigint {
  if (divisor === 0n) {
    const eip = os.processor.cpu.returnAddress;
    return stopAtException(os, { kind: 'divide-error', eip });
  }
  return BigInt.asIntN(64, divide());
}

function operation<const N extends string>(
  name: N,
  summary: string,
  compute: (os: OperatingSystem, a: bigint, b: bigint) => bigint,
) {
  return exported({
    name,
    module: 'ntoskrnl.exe',
    returns: LONGLONG,
    args: [input('A', LONGLONG), input('B', LONGLONG)],
    irql: Irql.ANY,
    page: 'Microsoft C run-time library',
    summary,
    body: compute,
  });
}

/** The count is CL as a whole: from 64 on nothing of the value is left but its sign. */
function shift<const N extends string>(
  name: N,
  summary: string,
  compute: (value: bigint, count: bigint) => bigint,
) {
  return exported({
    name,
    module: 'ntoskrnl.exe',
    convention: 'shift',
    returns: LONGLONG,
    args: [input('Value', LONGLONG), input('Count', UCHAR)],
    irql: Irql.ANY,
    page: 'Microsoft C run-time library',
    summary,
    body: (_os, Value, Count) => BigInt.asIntN(64, compute(Value, BigInt(Count))),
  });
}

export const _allmul = operation('_allmul', 'Multiplies.', (_os, a, b) => BigInt.asIntN(64, a * b));
export const _alldiv = operation('_alldiv', 'Divides with sign.', (os, a, b) =>
  divided(os, b, () => a / b),
);
export const _allrem = operation(
  '_allrem',
  'Gives the remainder, with the sign of A.',
  (os, a, b) => divided(os, b, () => a % b),
);
export const _aulldiv = operation('_aulldiv', 'Divides without sign.', (os, a, b) =>
  divided(os, b, () => unsigned(a) / unsigned(b)),
);
export const _aullrem = operation('_aullrem', 'Gives the remainder without sign.', (os, a, b) =>
  divided(os, b, () => unsigned(a) % unsigned(b)),
);

export const _allshl = shift('_allshl', 'Shifts left.', (value, count) => value << count);
export const _allshr = shift(
  '_allshr',
  'Shifts right with sign.',
  (value, count) => value >> count,
);
export const _aullshr = shift(
  '_aullshr',
  'Shifts right without sign.',
  (value, count) => unsigned(value) >> count,
);

function byteSwap<const N extends string>(name: N, type: typeof USHORT | typeof ULONG) {
  const bits = 8 * type.bytes;
  return exported({
    name,
    module: 'ntoskrnl.exe',
    convention: 'fastcall',
    returns: type,
    args: [input('Source', type)],
    irql: Irql.ANY,
    page: `nf-wdm-${name.toLowerCase()}`,
    summary: `Turns the bytes of ${bits} bits round.`,
    body(_os, Source) {
      let turned = 0;
      for (let bit = 0; bit < bits; bit += 8) turned = turned * 256 + ((Source >>> bit) & 0xff);
      return turned;
    },
  });
}

export const RtlUshortByteSwap = byteSwap('RtlUshortByteSwap', USHORT);
export const RtlUlongByteSwap = byteSwap('RtlUlongByteSwap', ULONG);
