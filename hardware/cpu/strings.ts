/**
 * String instructions, with and without a repeat prefix.
 *
 * Each iteration counts as one instruction and is a boundary: after it the registers say how far
 * the instruction has come, and running it again goes on from there (SDM vol. 2, REP). Runs of movs
 * and stos within plain memory are done at once, up to the next boundary, with the same outcome.
 *
 * ES:EDI takes no segment override; DS:ESI does.
 */
import { VIRTUAL_BASE, port, virtual, type VirtualAddress } from '../address';
import type { Width } from '../ports';
import { sub } from './alu';
import { always, type Bindings } from './binding';
import type { Cpu } from './cpu';
import { EAX, ECX, EDI, EDX, ESI, Repeat, registerSlot, type Instruction } from './instruction';
import { load, readRegister, shiftOf, store, writeRegister } from './operands';

const DX = registerSlot(EDX, 2);
/** Fewer iterations than this are not worth looking for plain memory. */
const BULK_COUNT_MIN = 8;

/** One iteration: accesses memory, then moves the registers. */
type Step = (cpu: Cpu, i: Instruction) => void;
/** Does up to `count` iterations at once and returns how many it did. */
type Bulk = (cpu: Cpu, i: Instruction, count: number) => number;

function sourceAddress(cpu: Cpu, i: Instruction): VirtualAddress {
  return virtual(((cpu.registers[ESI] & i.addressMask) + i.segmentBase) >>> 0);
}

function destinationAddress(cpu: Cpu, i: Instruction): VirtualAddress {
  return virtual((cpu.registers[EDI] & i.addressMask) >>> 0);
}

/** Moves ESI or EDI by `delta`; with 16-bit addressing only its lower half. */
function advance(cpu: Cpu, i: Instruction, register: number, delta: number): void {
  const value = cpu.registers[register];
  cpu.registers[register] = (value & ~i.addressMask) | ((value + delta) & i.addressMask);
}

function movsStep(cpu: Cpu, i: Instruction): void {
  store(cpu, i, destinationAddress(cpu, i), load(cpu, i, sourceAddress(cpu, i)));
  const delta = i.size * cpu.direction;
  advance(cpu, i, ESI, delta);
  advance(cpu, i, EDI, delta);
}

function stosStep(cpu: Cpu, i: Instruction): void {
  store(cpu, i, destinationAddress(cpu, i), readRegister(cpu, i, EAX));
  advance(cpu, i, EDI, i.size * cpu.direction);
}

function lodsStep(cpu: Cpu, i: Instruction): void {
  writeRegister(cpu, i, EAX, load(cpu, i, sourceAddress(cpu, i)));
  advance(cpu, i, ESI, i.size * cpu.direction);
}

function cmpsStep(cpu: Cpu, i: Instruction): void {
  const a = load(cpu, i, sourceAddress(cpu, i));
  const b = load(cpu, i, destinationAddress(cpu, i));
  sub(cpu, a, b, shiftOf(i));
  const delta = i.size * cpu.direction;
  advance(cpu, i, ESI, delta);
  advance(cpu, i, EDI, delta);
}

function scasStep(cpu: Cpu, i: Instruction): void {
  const b = load(cpu, i, destinationAddress(cpu, i));
  sub(cpu, readRegister(cpu, i, EAX), b, shiftOf(i));
  advance(cpu, i, EDI, i.size * cpu.direction);
}

function insStep(cpu: Cpu, i: Instruction): void {
  const value = cpu.io.readPort(port(cpu.registers16[DX]), i.size as Width);
  store(cpu, i, destinationAddress(cpu, i), value);
  advance(cpu, i, EDI, i.size * cpu.direction);
}

function outsStep(cpu: Cpu, i: Instruction): void {
  const value = load(cpu, i, sourceAddress(cpu, i));
  cpu.io.writePort(port(cpu.registers16[DX]), i.size as Width, value >>> 0);
  advance(cpu, i, ESI, i.size * cpu.direction);
}

/** How many elements can be done at once from `address`, going upwards. */
function bulkCount(cpu: Cpu, i: Instruction, address: VirtualAddress, count: number): number {
  return Math.floor(cpu.memory.plainBytes(address, count * i.size) / i.size);
}

function isBulk(cpu: Cpu, i: Instruction, count: number): boolean {
  return count >= BULK_COUNT_MIN && cpu.direction > 0 && i.addressMask === -1;
}

function movsBulk(cpu: Cpu, i: Instruction, count: number): number {
  if (!isBulk(cpu, i, count)) return 0;
  const from = sourceAddress(cpu, i);
  const to = destinationAddress(cpu, i);
  const readable = bulkCount(cpu, i, from, count);
  const done = readable === 0 ? 0 : bulkCount(cpu, i, to, readable);
  const byteCount = done * i.size;
  // An upward copy onto what is still to be read repeats it: element by element.
  if (to > from && to < from + byteCount) return 0;
  const source = from - VIRTUAL_BASE;
  cpu.memory.bytes.copyWithin(to - VIRTUAL_BASE, source, source + byteCount);
  if (byteCount > 0) cpu.code.written(to, byteCount);
  cpu.registers[ESI] += byteCount;
  cpu.registers[EDI] += byteCount;
  return done;
}

function stosBulk(cpu: Cpu, i: Instruction, count: number): number {
  if (!isBulk(cpu, i, count)) return 0;
  const to = destinationAddress(cpu, i);
  const done = bulkCount(cpu, i, to, count);
  if (done === 0) return 0;
  const { bytes, view } = cpu.memory;
  const start = to - VIRTUAL_BASE;
  const byteCount = done * i.size;
  const value = cpu.registers[EAX];
  if (i.size === 1 || value === 0) {
    bytes.fill(value, start, start + byteCount);
  } else if (i.size === 2) {
    for (let offset = 0; offset < byteCount; offset += 2)
      view.setInt16(start + offset, value, true);
  } else {
    for (let offset = 0; offset < byteCount; offset += 4)
      view.setInt32(start + offset, value, true);
  }
  cpu.code.written(to, byteCount);
  cpu.registers[EDI] += byteCount;
  return done;
}

function noBulk(): number {
  return 0;
}

/** Takes `done` iterations off ECX, or CX with 16-bit addressing, and returns what is left. */
function countDown(cpu: Cpu, i: Instruction, done: number): number {
  const { registers } = cpu;
  const count = (registers[ECX] - done) & i.addressMask;
  registers[ECX] = (registers[ECX] & ~i.addressMask) | count;
  return count >>> 0;
}

/** Runs to the end of the string, or to a boundary, behind which the same instruction goes on. */
function repeat(cpu: Cpu, i: Instruction, step: Step, bulk: Bulk, isComparing: boolean) {
  let count = countDown(cpu, i, 0);
  if (count === 0) return i.next;
  // This instruction is counted already; so are its first iteration and none of the others.
  const done = bulk(cpu, i, Math.min(count, cpu.remaining + 1));
  if (done > 0) {
    cpu.remaining -= done - 1;
    count = countDown(cpu, i, done);
    if (count === 0) return i.next;
    if (cpu.remaining <= 0) return i;
    cpu.remaining--;
  }
  // At most 2^32 - 1 iterations, by ECX; `remaining` ends it earlier.
  for (;;) {
    step(cpu, i);
    count = countDown(cpu, i, 1);
    if (count === 0) return i.next;
    if (isComparing && (cpu.zero === 0) !== (i.repeat === Repeat.REP)) return i.next;
    if (cpu.remaining <= 0) return i;
    cpu.remaining--;
  }
}

function once(cpu: Cpu, i: Instruction, step: Step): Instruction {
  step(cpu, i);
  return i.next;
}

function movs(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, movsStep);
  return repeat(cpu, i, movsStep, movsBulk, false);
}

function stos(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, stosStep);
  return repeat(cpu, i, stosStep, stosBulk, false);
}

function lods(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, lodsStep);
  return repeat(cpu, i, lodsStep, noBulk, false);
}

function cmps(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, cmpsStep);
  return repeat(cpu, i, cmpsStep, noBulk, true);
}

function scas(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, scasStep);
  return repeat(cpu, i, scasStep, noBulk, true);
}

function ins(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, insStep);
  return repeat(cpu, i, insStep, noBulk, false);
}

function outs(cpu: Cpu, i: Instruction): Instruction {
  if (i.repeat === Repeat.NONE) return once(cpu, i, outsStep);
  return repeat(cpu, i, outsStep, noBulk, false);
}

export const stringBindings: Bindings = {
  movs: always(movs),
  stos: always(stos),
  lods: always(lods),
  cmps: always(cmps),
  scas: always(scas),
  ins: always(ins),
  outs: always(outs),
};
