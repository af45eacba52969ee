/**
 * Arithmetic and logic instructions, shifts, multiplication, division and decimal adjustment.
 *
 * Source: SDM vol. 2, the instructions' pages. A destination in memory is read, then written.
 */
import {
  BINARY_OPERATIONS,
  SHIFT_OPERATIONS,
  add,
  asciiAdjust,
  binary,
  dec,
  decimalAdjust,
  divide,
  divideSigned,
  inc,
  logic,
  multiply,
  multiplyHigh,
  multiplyHighSigned,
  setProductOverflow,
  shiftOrRotate,
  shl,
  shld,
  shr,
  shrd,
  sub,
} from './alu';
import {
  always,
  byForm,
  bySize,
  chooseSize,
  type Binder,
  type Bindings,
  type BySize,
} from './binding';
import type { Cpu } from './cpu';
import { setResult } from './flags';
import { EAX, ECX, EDX, Form, registerSlot, type Handler, type Instruction } from './instruction';
import {
  effectiveAddress,
  load16,
  load32,
  load8,
  readDestination,
  readRegister,
  readSource,
  shiftOf,
  store16,
  store32,
  store8,
  writeDestination,
  writeRegister,
} from './operands';

/** AH and DX, as slots. */
const AH = registerSlot(4, 1);
const DX = registerSlot(EDX, 2);
/** What a destination of `cmp` is not written with. */
const CMP = BINARY_OPERATIONS.indexOf('cmp');

function add32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = registers[i.source] + i.immediate;
  registers[i.destination] = add(cpu, registers[i.destination], b, 0);
  return i.next;
}

function sub32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = registers[i.source] + i.immediate;
  registers[i.destination] = sub(cpu, registers[i.destination], b, 0);
  return i.next;
}

function cmp32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  sub(cpu, registers[i.destination], registers[i.source] + i.immediate, 0);
  return i.next;
}

function and32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = registers[i.source] + i.immediate;
  registers[i.destination] = logic(cpu, registers[i.destination] & b, 0);
  return i.next;
}

function or32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = registers[i.source] + i.immediate;
  registers[i.destination] = logic(cpu, registers[i.destination] | b, 0);
  return i.next;
}

function xor32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = registers[i.source] + i.immediate;
  registers[i.destination] = logic(cpu, registers[i.destination] ^ b, 0);
  return i.next;
}

function test32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  logic(cpu, registers[i.destination] & (registers[i.source] + i.immediate), 0);
  return i.next;
}

function cmpLoad32(cpu: Cpu, i: Instruction): Instruction {
  const b = load32(cpu, effectiveAddress(cpu, i));
  sub(cpu, cpu.registers[i.destination], b, 0);
  return i.next;
}

/** CMP with the first operand in memory, which is only read. */
function cmpMemory32(cpu: Cpu, i: Instruction): Instruction {
  const a = load32(cpu, effectiveAddress(cpu, i));
  sub(cpu, a, cpu.registers[i.source] + i.immediate, 0);
  return i.next;
}

function testMemory32(cpu: Cpu, i: Instruction): Instruction {
  const a = load32(cpu, effectiveAddress(cpu, i));
  logic(cpu, a & (cpu.registers[i.source] + i.immediate), 0);
  return i.next;
}

function test8(cpu: Cpu, i: Instruction): Instruction {
  const { registers8 } = cpu;
  logic(cpu, registers8[i.destination] & (registers8[i.source] + i.immediate), 24);
  return i.next;
}

function testMemory8(cpu: Cpu, i: Instruction): Instruction {
  const a = load8(cpu, effectiveAddress(cpu, i));
  logic(cpu, a & (cpu.registers8[i.source] + i.immediate), 24);
  return i.next;
}

function cmpMemory8(cpu: Cpu, i: Instruction): Instruction {
  const a = load8(cpu, effectiveAddress(cpu, i));
  sub(cpu, a, cpu.registers8[i.source] + i.immediate, 24);
  return i.next;
}

/** CMP, operands anywhere. */
function cmp(cpu: Cpu, i: Instruction): Instruction {
  const a = readDestination(cpu, i);
  sub(cpu, a, readSource(cpu, i), shiftOf(i));
  return i.next;
}

/** TEST, operands anywhere. */
function test(cpu: Cpu, i: Instruction): Instruction {
  const a = readDestination(cpu, i);
  logic(cpu, a & readSource(cpu, i), shiftOf(i));
  return i.next;
}

// The eight operations in the other forms; `selector` holds the operation's number.

function binary16(cpu: Cpu, i: Instruction): Instruction {
  const { registers16 } = cpu;
  const b = registers16[i.source] + i.immediate;
  registers16[i.destination] = binary(cpu, i.selector, registers16[i.destination], b, 16);
  return i.next;
}

function binary8(cpu: Cpu, i: Instruction): Instruction {
  const { registers8 } = cpu;
  const b = registers8[i.source] + i.immediate;
  registers8[i.destination] = binary(cpu, i.selector, registers8[i.destination], b, 24);
  return i.next;
}

function binary32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = registers[i.source] + i.immediate;
  registers[i.destination] = binary(cpu, i.selector, registers[i.destination], b, 0);
  return i.next;
}

function binaryLoad32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const b = load32(cpu, effectiveAddress(cpu, i));
  registers[i.destination] = binary(cpu, i.selector, registers[i.destination], b, 0);
  return i.next;
}

function binaryLoad16(cpu: Cpu, i: Instruction): Instruction {
  const { registers16 } = cpu;
  const b = load16(cpu, effectiveAddress(cpu, i));
  registers16[i.destination] = binary(cpu, i.selector, registers16[i.destination], b, 16);
  return i.next;
}

function binaryLoad8(cpu: Cpu, i: Instruction): Instruction {
  const { registers8 } = cpu;
  const b = load8(cpu, effectiveAddress(cpu, i));
  registers8[i.destination] = binary(cpu, i.selector, registers8[i.destination], b, 24);
  return i.next;
}

function binaryStore32(cpu: Cpu, i: Instruction): Instruction {
  const address = effectiveAddress(cpu, i);
  const b = cpu.registers[i.source] + i.immediate;
  store32(cpu, address, binary(cpu, i.selector, load32(cpu, address), b, 0));
  return i.next;
}

function binaryStore16(cpu: Cpu, i: Instruction): Instruction {
  const address = effectiveAddress(cpu, i);
  const b = cpu.registers16[i.source] + i.immediate;
  store16(cpu, address, binary(cpu, i.selector, load16(cpu, address), b, 16));
  return i.next;
}

function binaryStore8(cpu: Cpu, i: Instruction): Instruction {
  const address = effectiveAddress(cpu, i);
  const b = cpu.registers8[i.source] + i.immediate;
  store8(cpu, address, binary(cpu, i.selector, load8(cpu, address), b, 24));
  return i.next;
}

const OFTEN_32: Readonly<Record<string, Handler>> = {
  add: add32,
  or: or32,
  and: and32,
  sub: sub32,
  xor: xor32,
};
const LOADS: BySize = [binaryLoad8, binaryLoad16, binaryLoad32];
const STORES: BySize = [binaryStore8, binaryStore16, binaryStore32];

function bindBinary(operation: number, mnemonic: string): Binder {
  if (operation === CMP)
    return byForm([cmp, cmp, cmp32], [cmp, cmp, cmpLoad32], [cmpMemory8, cmp, cmpMemory32]);
  const registers: BySize = [binary8, binary16, OFTEN_32[mnemonic] ?? binary32];
  return (i) => {
    i.selector = operation;
    if (i.form === Form.REGISTER) return chooseSize(registers, i);
    return chooseSize(i.form === Form.MEMORY_SOURCE ? LOADS : STORES, i);
  };
}

function inc32(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers[i.destination] = inc(cpu, cpu.registers[i.destination], 0);
  return i.next;
}

function dec32(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers[i.destination] = dec(cpu, cpu.registers[i.destination], 0);
  return i.next;
}

function incAny(cpu: Cpu, i: Instruction): Instruction {
  writeDestination(cpu, i, inc(cpu, readDestination(cpu, i), shiftOf(i)));
  return i.next;
}

function decAny(cpu: Cpu, i: Instruction): Instruction {
  writeDestination(cpu, i, dec(cpu, readDestination(cpu, i), shiftOf(i)));
  return i.next;
}

function neg(cpu: Cpu, i: Instruction): Instruction {
  writeDestination(cpu, i, sub(cpu, 0, readDestination(cpu, i), shiftOf(i)));
  return i.next;
}

function not(cpu: Cpu, i: Instruction): Instruction {
  writeDestination(cpu, i, ~readDestination(cpu, i));
  return i.next;
}

// Shifts: the count is a byte, an immediate or CL. `selector` holds the operation's number.

function shift32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const count = cpu.registers8[i.source] + i.immediate;
  const slot = i.destination;
  registers[slot] = shiftOrRotate(cpu, i.selector, registers[slot], count, 0);
  return i.next;
}

function shl32(cpu: Cpu, i: Instruction): Instruction {
  const places = (cpu.registers8[i.source] + i.immediate) & 31;
  if (places !== 0)
    cpu.registers[i.destination] = shl(cpu, cpu.registers[i.destination], places, 0);
  return i.next;
}

function shr32(cpu: Cpu, i: Instruction): Instruction {
  const places = (cpu.registers8[i.source] + i.immediate) & 31;
  if (places !== 0)
    cpu.registers[i.destination] = shr(cpu, cpu.registers[i.destination], places, 0);
  return i.next;
}

/** A memory operand is written even if the count is zero. */
function shiftAny(cpu: Cpu, i: Instruction): Instruction {
  const count = cpu.registers8[i.source] + i.immediate;
  const value = readDestination(cpu, i);
  writeDestination(cpu, i, shiftOrRotate(cpu, i.selector, value, count, shiftOf(i)));
  return i.next;
}

function bindShift(operation: number): Binder {
  return (i) => {
    i.selector = operation;
    if (i.form !== Form.REGISTER || i.size !== 4) return shiftAny;
    if (i.mnemonic === 'shl') return shl32;
    return i.mnemonic === 'shr' ? shr32 : shift32;
  };
}

function shiftDouble(cpu: Cpu, i: Instruction): Instruction {
  const count = i.immediate2 === 1 ? cpu.registers[ECX] : i.immediate;
  const a = readDestination(cpu, i);
  const b = readRegister(cpu, i, i.source);
  const shifted = i.mnemonic === 'shld' ? shld : shrd;
  writeDestination(cpu, i, shifted(cpu, a, b, count, shiftOf(i)));
  return i.next;
}

function imul2(cpu: Cpu, i: Instruction): Instruction {
  const a = readRegister(cpu, i, i.destination);
  writeRegister(cpu, i, i.destination, multiply(cpu, a, readSource(cpu, i), shiftOf(i)));
  return i.next;
}

/** IMUL with an immediate, which is the third operand and no part of the source. */
function imul3(cpu: Cpu, i: Instruction): Instruction {
  const a = i.form === Form.MEMORY_SOURCE ? readSource(cpu, i) : readRegister(cpu, i, i.source);
  writeRegister(cpu, i, i.destination, multiply(cpu, a, i.immediate, shiftOf(i)));
  return i.next;
}

function mul8(cpu: Cpu, i: Instruction): Instruction {
  const product = cpu.registers8[EAX] * readDestination(cpu, i);
  cpu.registers16[EAX] = product;
  setProductOverflow(cpu, product > 0xff);
  return i.next;
}

function mul16(cpu: Cpu, i: Instruction): Instruction {
  const product = cpu.registers16[EAX] * readDestination(cpu, i);
  cpu.registers16[EAX] = product;
  cpu.registers16[DX] = product >>> 16;
  setProductOverflow(cpu, product > 0xffff);
  return i.next;
}

function mul32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const a = registers[EAX];
  const b = readDestination(cpu, i);
  const high = multiplyHigh(a, b);
  registers[EAX] = Math.imul(a, b);
  registers[EDX] = high;
  setProductOverflow(cpu, high !== 0);
  return i.next;
}

function imul8(cpu: Cpu, i: Instruction): Instruction {
  const product = ((cpu.registers8[EAX] << 24) >> 24) * ((readDestination(cpu, i) << 24) >> 24);
  cpu.registers16[EAX] = product;
  setProductOverflow(cpu, product !== (product << 24) >> 24);
  return i.next;
}

function imul16(cpu: Cpu, i: Instruction): Instruction {
  const product = ((cpu.registers16[EAX] << 16) >> 16) * ((readDestination(cpu, i) << 16) >> 16);
  cpu.registers16[EAX] = product;
  cpu.registers16[DX] = product >> 16;
  setProductOverflow(cpu, product !== (product << 16) >> 16);
  return i.next;
}

function imul32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const a = registers[EAX];
  const b = readDestination(cpu, i);
  const high = multiplyHighSigned(a, b);
  const low = Math.imul(a, b);
  registers[EAX] = low;
  registers[EDX] = high;
  setProductOverflow(cpu, high !== low >> 31);
  return i.next;
}

function div8(cpu: Cpu, i: Instruction): Instruction {
  const result = divide(0, cpu.registers16[EAX], readDestination(cpu, i));
  if (result === undefined || result.quotient > 0xff) return cpu.fault(i, 'divide-error');
  cpu.registers8[EAX] = result.quotient;
  cpu.registers8[AH] = result.remainder;
  return i.next;
}

function div16(cpu: Cpu, i: Instruction): Instruction {
  const dividend = (cpu.registers16[DX] << 16) | cpu.registers16[EAX];
  const result = divide(0, dividend, readDestination(cpu, i));
  if (result === undefined || result.quotient > 0xffff) return cpu.fault(i, 'divide-error');
  cpu.registers16[EAX] = result.quotient;
  cpu.registers16[DX] = result.remainder;
  return i.next;
}

function div32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const result = divide(registers[EDX], registers[EAX], readDestination(cpu, i));
  if (result === undefined) return cpu.fault(i, 'divide-error');
  registers[EAX] = result.quotient;
  registers[EDX] = result.remainder;
  return i.next;
}

function idiv8(cpu: Cpu, i: Instruction): Instruction {
  const dividend = (cpu.registers16[EAX] << 16) >> 16;
  const divisor = (readDestination(cpu, i) << 24) >> 24;
  const result = divideSigned(dividend >> 31, dividend, divisor);
  if (result === undefined || result.quotient !== (result.quotient << 24) >> 24)
    return cpu.fault(i, 'divide-error');
  cpu.registers8[EAX] = result.quotient;
  cpu.registers8[AH] = result.remainder;
  return i.next;
}

function idiv16(cpu: Cpu, i: Instruction): Instruction {
  const dividend = (cpu.registers16[DX] << 16) | cpu.registers16[EAX];
  const divisor = (readDestination(cpu, i) << 16) >> 16;
  const result = divideSigned(dividend >> 31, dividend, divisor);
  if (result === undefined || result.quotient !== (result.quotient << 16) >> 16)
    return cpu.fault(i, 'divide-error');
  cpu.registers16[EAX] = result.quotient;
  cpu.registers16[DX] = result.remainder;
  return i.next;
}

function idiv32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const result = divideSigned(registers[EDX], registers[EAX], readDestination(cpu, i));
  if (result === undefined) return cpu.fault(i, 'divide-error');
  registers[EAX] = result.quotient;
  registers[EDX] = result.remainder;
  return i.next;
}

function daa(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers8[EAX] = decimalAdjust(cpu, cpu.registers8[EAX], false);
  return i.next;
}

function das(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers8[EAX] = decimalAdjust(cpu, cpu.registers8[EAX], true);
  return i.next;
}

function aaa(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers16[EAX] = asciiAdjust(cpu, cpu.registers16[EAX], false);
  return i.next;
}

function aas(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers16[EAX] = asciiAdjust(cpu, cpu.registers16[EAX], true);
  return i.next;
}

/** Divides AL by the immediate, 10 unless written otherwise. CF, OF and AF, undefined, are cleared. */
function aam(cpu: Cpu, i: Instruction): Instruction {
  const al = cpu.registers8[EAX];
  if (i.immediate === 0) return cpu.fault(i, 'divide-error');
  const remainder = al % i.immediate;
  cpu.registers16[EAX] = ((al - remainder) / i.immediate) * 256 + remainder;
  cpu.carries = 0;
  setResult(cpu, (remainder << 24) >> 24);
  return i.next;
}

/** AL + AH times the immediate. The undefined flags are an addition's. */
function aad(cpu: Cpu, i: Instruction): Instruction {
  const { registers8 } = cpu;
  const product = (registers8[AH] * i.immediate) & 0xff;
  cpu.registers16[EAX] = add(cpu, registers8[EAX], product, 24) & 0xff;
  return i.next;
}

const binaries: Record<string, Binder> = {};
BINARY_OPERATIONS.forEach((mnemonic, operation) => {
  binaries[mnemonic] = bindBinary(operation, mnemonic);
});

const shifts: Record<string, Binder> = {};
SHIFT_OPERATIONS.forEach((mnemonic, operation) => {
  shifts[mnemonic] = bindShift(operation);
});

export const arithmeticBindings: Bindings = {
  ...binaries,
  ...shifts,
  test: byForm([test8, test, test32], [test, test, test], [testMemory8, test, testMemory32]),
  inc: (i) => (i.form === Form.REGISTER && i.size === 4 ? inc32 : incAny),
  dec: (i) => (i.form === Form.REGISTER && i.size === 4 ? dec32 : decAny),
  neg: always(neg),
  not: always(not),
  shld: always(shiftDouble),
  shrd: always(shiftDouble),
  imul2: always(imul2),
  imul3: always(imul3),
  mul: bySize(mul8, mul16, mul32),
  imul: bySize(imul8, imul16, imul32),
  div: bySize(div8, div16, div32),
  idiv: bySize(idiv8, idiv16, idiv32),
  daa: always(daa),
  das: always(das),
  aaa: always(aaa),
  aas: always(aas),
  aam: always(aam),
  aad: always(aad),
};
