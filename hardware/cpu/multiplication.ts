/**
 * Multiplication, division and decimal adjustment.
 *
 * Source: SDM vol. 2, MUL, IMUL, DIV, IDIV, AAA, AAS, AAM, AAD, DAA, DAS.
 */
import {
  add,
  asciiAdjust,
  decimalAdjust,
  divide,
  divideSigned,
  multiply,
  multiplyHigh,
  multiplyHighSigned,
  setProductOverflow,
} from './alu';
import { always, bySize, type Bindings } from './binding';
import type { Cpu } from './cpu';
import { setResult } from './flags';
import { EAX, EDX, Form, registerSlot, type Instruction } from './instruction';
import { readDestination, readRegister, readSource, shiftOf, writeRegister } from './operands';

/** AH and DX, as slots. */
const AH = registerSlot(4, 1);
const DX = registerSlot(EDX, 2);

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

/**
 * Divides AL by the immediate, 10 unless written otherwise. CF, OF and AF, undefined, are cleared.
 */
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

export const multiplicationBindings: Bindings = {
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
