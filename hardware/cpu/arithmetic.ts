/**
 * Addition and subtraction, logic and shifts.
 *
 * Source: SDM vol. 2, the instructions' pages. A destination in memory is read, then written.
 */
import {
  BINARY_OPERATIONS,
  SHIFT_OPERATIONS,
  add,
  binary,
  dec,
  inc,
  logic,
  shiftOrRotate,
  shl,
  shld,
  shr,
  shrd,
  sub,
} from './alu';
import { always, byForm, chooseSize, type Binder, type Bindings, type BySize } from './binding';
import type { Cpu } from './cpu';
import { ECX, Form, type Handler, type Instruction } from './instruction';
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
} from './operands';

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
};
