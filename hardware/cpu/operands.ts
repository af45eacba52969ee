/**
 * Operands of an instruction: effective addresses, checked accesses to memory, and reading or
 * writing whichever place an operand is, for instructions that are not worth a handler per form.
 *
 * Source: SDM vol. 1, 3.7.5 (offsets); addresses wrap at 4 GiB, and at 64 KiB with 16-bit
 * addressing.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../address';
import { CODE_LINE_BYTES } from '../memory';
import type { Cpu } from './cpu';
import { ESP, Form, type Instruction } from './instruction';

const LINE_SHIFT = Math.log2(CODE_LINE_BYTES);

export function effectiveAddress(cpu: Cpu, instruction: Instruction): VirtualAddress {
  const { registers } = cpu;
  const offset =
    (registers[instruction.base] +
      (registers[instruction.index] << instruction.scale) +
      instruction.displacement) &
    instruction.addressMask;
  return ((offset + instruction.segmentBase) >>> 0) as VirtualAddress;
}

export function load8(cpu: Cpu, address: VirtualAddress): number {
  return cpu.memory.read8(address) & 0xff;
}

export function load16(cpu: Cpu, address: VirtualAddress): number {
  return cpu.memory.read16(address) & 0xffff;
}

export function load32(cpu: Cpu, address: VirtualAddress): number {
  return cpu.memory.read32(address) | 0;
}

export function store8(cpu: Cpu, address: VirtualAddress, value: number): void {
  cpu.memory.write8(address, value);
  noteWrite(cpu, address, 1);
}

export function store16(cpu: Cpu, address: VirtualAddress, value: number): void {
  cpu.memory.write16(address, value);
  noteWrite(cpu, address, 2);
}

export function store32(cpu: Cpu, address: VirtualAddress, value: number): void {
  cpu.memory.write32(address, value);
  noteWrite(cpu, address, 4);
}

/** Forgets decoded instructions that were written to; one comparison where there are none. */
function noteWrite(cpu: Cpu, address: VirtualAddress, byteCount: number): void {
  const { codeLines } = cpu;
  const line = ((address - VIRTUAL_BASE) >>> LINE_SHIFT) & (codeLines.length - 1);
  if (codeLines[line] !== 0) cpu.code.written(address, byteCount);
}

/** Writes below the stack and moves ESP, in this order: a write that fails leaves ESP as it was. */
export function push32(cpu: Cpu, value: number): void {
  const { registers } = cpu;
  const esp = (registers[ESP] - 4) | 0;
  store32(cpu, (esp >>> 0) as VirtualAddress, value);
  registers[ESP] = esp;
  if (esp < cpu.stackLow) cpu.stackLow = esp;
}

export function push16(cpu: Cpu, value: number): void {
  const { registers } = cpu;
  const esp = (registers[ESP] - 2) | 0;
  store16(cpu, virtual(esp >>> 0), value);
  registers[ESP] = esp;
  if (esp < cpu.stackLow) cpu.stackLow = esp;
}

export function pop32(cpu: Cpu): number {
  const { registers } = cpu;
  const value = load32(cpu, (registers[ESP] >>> 0) as VirtualAddress);
  registers[ESP] += 4;
  return value;
}

export function pop16(cpu: Cpu): number {
  const { registers } = cpu;
  const value = load16(cpu, virtual(registers[ESP] >>> 0));
  registers[ESP] += 2;
  return value;
}

/** Pushes a value of the instruction's operand size. */
export function push(cpu: Cpu, instruction: Instruction, value: number): void {
  if (instruction.size === 4) push32(cpu, value);
  else push16(cpu, value);
}

/** Pops a value of the instruction's operand size. */
export function pop(cpu: Cpu, instruction: Instruction): number {
  return instruction.size === 4 ? pop32(cpu) : pop16(cpu);
}

/** Loads a value of the instruction's operand size, zero-extended. */
export function load(cpu: Cpu, instruction: Instruction, address: VirtualAddress): number {
  if (instruction.size === 4) return load32(cpu, address);
  return instruction.size === 2 ? load16(cpu, address) : load8(cpu, address);
}

export function store(
  cpu: Cpu,
  instruction: Instruction,
  address: VirtualAddress,
  value: number,
): void {
  if (instruction.size === 4) store32(cpu, address, value);
  else if (instruction.size === 2) store16(cpu, address, value);
  else store8(cpu, address, value);
}

/** Reads the register in a slot of the instruction's operand size, zero-extended. */
export function readRegister(cpu: Cpu, instruction: Instruction, slot: number): number {
  if (instruction.size === 4) return cpu.registers[slot];
  return instruction.size === 2 ? cpu.registers16[slot] : cpu.registers8[slot];
}

export function writeRegister(
  cpu: Cpu,
  instruction: Instruction,
  slot: number,
  value: number,
): void {
  if (instruction.size === 4) cpu.registers[slot] = value;
  else if (instruction.size === 2) cpu.registers16[slot] = value;
  else cpu.registers8[slot] = value;
}

/** Reads the operand that is written, or the only one. */
export function readDestination(cpu: Cpu, instruction: Instruction): number {
  return instruction.form === Form.MEMORY_DESTINATION
    ? load(cpu, instruction, effectiveAddress(cpu, instruction))
    : readRegister(cpu, instruction, instruction.destination);
}

/** Writes the destination. A register of its address must still be what it was when it was read. */
export function writeDestination(cpu: Cpu, instruction: Instruction, value: number): void {
  if (instruction.form === Form.MEMORY_DESTINATION)
    store(cpu, instruction, effectiveAddress(cpu, instruction), value);
  else writeRegister(cpu, instruction, instruction.destination, value);
}

/** Reads the other operand: memory, a register or an immediate. */
export function readSource(cpu: Cpu, instruction: Instruction): number {
  return instruction.form === Form.MEMORY_SOURCE
    ? load(cpu, instruction, effectiveAddress(cpu, instruction))
    : readRegister(cpu, instruction, instruction.source) + instruction.immediate;
}

/** 32 minus the operand's bits, as the functions of alu.ts take it. */
export function shiftOf(instruction: Instruction): number {
  return 32 - 8 * instruction.size;
}
