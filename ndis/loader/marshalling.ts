/**
 * Arguments and results between machine code and rows, both ways, from the row alone.
 *
 * Source: the x86 calling conventions of Microsoft's compilers: arguments in 4-byte slots in the
 * order of the prototype, 8-byte ones in two; values in EAX, 8-byte ones in EDX:EAX. Fastcall passes
 * the first two in ECX and EDX; shifts of 64 bits take EDX:EAX and CL.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { EAX, ECX, EDX, ESP, type Cpu } from '../../hardware/cpu';
import type { GateCall } from '../gate';
import type { OperatingSystem } from '../operating-system';
import type { AnyRow, Arg, HandlerRow } from '../row';
import { VA_LIST, scalarReader, scalarWriter, type ScalarType } from '../types';

const TWO_TO_32 = 0x1_0000_0000;
/** What an out argument of a handler gets on the stack, whatever its type. */
const TEMPORARY_BYTES = 8;
/** Values of a variadic call, by the length of the longest entry of the event log (240 bytes). */
const REST_MAX = 60;

/** An argument, and which of the 4-byte slots it begins in. */
interface Placed {
  readonly arg: Arg;
  readonly slot: number;
}

/** Where arguments lie, and how many slots they take; what `...` stands for takes none here. */
function place(args: readonly Arg[]): { readonly placed: Placed[]; readonly slotCount: number } {
  const placed: Placed[] = [];
  let slotCount = 0;
  for (const arg of args) {
    placed.push({ arg, slot: slotCount });
    if (arg.direction === 'rest') continue;
    slotCount += arg.direction === 'in' && arg.type.bytes === 8 ? 2 : 1;
  }
  return { placed, slotCount };
}

/** A value of `type` from the words that hold it; of a short one the rest of the word is nothing. */
function fromWords(type: ScalarType<unknown>, low: number, high: number): unknown {
  if (type.name === 'BOOLEAN') return (low & 0xff) !== 0;
  if (type.name === 'LONG') return low | 0;
  switch (type.bytes) {
    case 0:
      return undefined;
    case 1:
      return low & 0xff;
    case 2:
      return low & 0xffff;
    case 4:
      return low >>> 0;
    case 8:
      if (type.name === 'LONGLONG')
        return BigInt.asIntN(64, BigInt(low >>> 0) + (BigInt(high) << 32n));
      return (low >>> 0) + (type.name === 'LARGE_INTEGER' ? high | 0 : high >>> 0) * TWO_TO_32;
  }
}

/** The registers that take the place of the first slots, by convention. */
const REGISTERS: Readonly<Record<AnyRow['convention'], readonly number[]>> = {
  stdcall: [],
  cdecl: [],
  fastcall: [ECX, EDX],
  shift: [EAX, EDX, ECX],
};

/** Puts a value of 64 bits into EDX:EAX. */
function returnQuadword(cpu: Cpu, value: number | bigint, poppedBytes: number): void {
  const isExact = typeof value === 'bigint';
  const low = isExact ? Number(BigInt.asUintN(32, value)) : value % TWO_TO_32;
  const high = isExact ? Number(BigInt.asUintN(32, value >> 32n)) : Math.floor(value / TWO_TO_32);
  cpu.returnToCaller(low, poppedBytes);
  cpu.registers[EDX] = high;
}

function isOut({ arg }: Placed): boolean {
  return arg.direction === 'out' || arg.direction === 'inout';
}

/** A row as machine code calls it: takes arguments, passes the gate, gives results. */
export function importedFunction(
  os: OperatingSystem,
  row: AnyRow,
  call: GateCall,
): (cpu: Cpu) => void {
  const { placed, slotCount } = place(row.args);
  const registers = REGISTERS[row.convention];
  const inRegisters = Math.min(registers.length, slotCount);
  const poppedBytes = row.convention === 'cdecl' ? 0 : 4 * (slotCount - inRegisters);
  const outs = placed.filter(isOut).map(({ arg, slot }) => {
    return { name: arg.name, slot, isOptional: arg.optional, write: scalarWriter(arg.type) };
  });
  const word = (cpu: Cpu, slot: number) =>
    slot < inRegisters ? cpu.registers[registers[slot]] >>> 0 : cpu.argument(slot - inRegisters);
  return (cpu) => {
    const inputs: unknown[] = [];
    for (const { arg, slot } of placed) {
      const { direction, type } = arg;
      if (direction === 'in')
        inputs.push(fromWords(type, word(cpu, slot), type.bytes === 8 ? word(cpu, slot + 1) : 0));
      else if (direction === 'inout')
        inputs.push(scalarReader(type)(os.memory, virtual(word(cpu, slot))));
      else if (type === VA_LIST) inputs.push((cpu.registers[ESP] >>> 0) + 4 + 4 * slot);
      else if (direction === 'rest') {
        const count = Math.min(inputs.at(-1) as number, REST_MAX);
        for (let index = 0; index < count; index++)
          inputs.push(fromWords(type, word(cpu, slot + index), 0));
      }
    }
    const result = call(os, inputs);
    for (const { name, slot, isOptional, write } of outs) {
      const pointer = virtual(word(cpu, slot));
      if (pointer === NULL && isOptional) continue;
      write(os.memory, pointer, (result as Record<string, unknown>)[name]);
    }
    const value = outs.length > 0 ? (result as { Result?: unknown }).Result : result;
    if (row.returns.bytes === 8) returnQuadword(cpu, value as number | bigint, poppedBytes);
    else cpu.returnToCaller(Number(value ?? 0), poppedBytes);
  };
}

/** What a handler in machine code is called with. */
export interface HandlerCall {
  readonly args: readonly number[];
  /** Reads the results when it has returned. */
  result(cpu: Cpu): unknown;
}

/**
 * Puts a call of the handler together. Its out arguments are pointers to temporaries below the
 * stack's pointer, which moves, or to memory that outlives the call.
 */
export function handlerCall(
  os: OperatingSystem,
  row: HandlerRow,
  inputs: readonly unknown[],
): HandlerCall {
  const args: number[] = [];
  const outs: { readonly name: string; read(): unknown }[] = [];
  let nextInput = 0;
  for (const { direction, type, name } of row.args as readonly Arg[]) {
    if (direction === 'out') {
      const at = row.hasLateOuts
        ? os.requestOuts.take(os.frame?.adapter ?? 0, outs.length)
        : pushTemporary(os);
      args.push(at);
      outs.push({ name, read: () => scalarReader(type)(os.raw, at) });
      continue;
    }
    const value = Number(inputs[nextInput++]);
    args.push(value % TWO_TO_32);
    if (type.bytes === 8) args.push(Math.floor(value / TWO_TO_32));
  }
  return {
    args,
    result(cpu) {
      const { registers } = cpu;
      const Result = fromWords(row.returns, registers[EAX], registers[EDX]);
      if (outs.length === 0) return Result;
      return { Result, ...Object.fromEntries(outs.map(({ name, read }) => [name, read()])) };
    },
  };
}

function pushTemporary(os: OperatingSystem): VirtualAddress {
  const at = virtual(os.stack.pointer - TEMPORARY_BYTES);
  os.stack.pointer = at;
  os.raw.write32(at, 0);
  os.raw.write32(virtual(at + 4), 0);
  return at;
}
