/**
 * Bit tests and bit scans.
 *
 * Source: SDM vol. 2, BT, BTC, BTR, BTS, BSF, BSR. With a register for the offset and the bit
 * string in memory, the offset is signed and reaches any operand-sized word around the address.
 */
import { virtual, type VirtualAddress } from '../address';
import { always, type Bindings } from './binding';
import type { Cpu } from './cpu';
import { setCarry, setZero } from './flags';
import { Form, ZERO, type Instruction } from './instruction';
import { effectiveAddress, load, readRegister, readSource, store, writeRegister } from './operands';

function complement(value: number, mask: number): number {
  return value ^ mask;
}

function reset(value: number, mask: number): number {
  return value & ~mask;
}

function set(value: number, mask: number): number {
  return value | mask;
}

/** Where the word lies that holds bit `offset`; 16-bit addresses wrap with the words counted in. */
function wordAddress(cpu: Cpu, i: Instruction, offset: number): VirtualAddress {
  if (i.source === ZERO) return effectiveAddress(cpu, i);
  const signed = i.size === 2 ? (offset << 16) >> 16 : offset;
  const words = Math.floor(signed / (8 * i.size));
  const start = effectiveAddress(cpu, i) - i.segmentBase;
  return virtual((((start + words * i.size) & i.addressMask) + i.segmentBase) >>> 0);
}

/** Copies the bit to CF, and changes it by `change` if there is one. */
function bitTest(
  cpu: Cpu,
  i: Instruction,
  change: ((value: number, mask: number) => number) | undefined,
): Instruction {
  const offset = readRegister(cpu, i, i.source) + i.immediate;
  const bit = offset & (8 * i.size - 1);
  if (i.form === Form.REGISTER) {
    const value = readRegister(cpu, i, i.destination);
    if (change !== undefined) writeRegister(cpu, i, i.destination, change(value, 1 << bit));
    setCarry(cpu, (value >>> bit) & 1);
    return i.next;
  }
  const address = wordAddress(cpu, i, offset);
  const value = load(cpu, i, address);
  if (change !== undefined) store(cpu, i, address, change(value, 1 << bit));
  setCarry(cpu, (value >>> bit) & 1);
  return i.next;
}

function bt(cpu: Cpu, i: Instruction): Instruction {
  return bitTest(cpu, i, undefined);
}

function btc(cpu: Cpu, i: Instruction): Instruction {
  return bitTest(cpu, i, complement);
}

function btr(cpu: Cpu, i: Instruction): Instruction {
  return bitTest(cpu, i, reset);
}

function bts(cpu: Cpu, i: Instruction): Instruction {
  return bitTest(cpu, i, set);
}

/** A source of zero sets ZF and leaves the destination as it was, as processors do. */
function bsf(cpu: Cpu, i: Instruction): Instruction {
  const value = readSource(cpu, i);
  setZero(cpu, value === 0);
  if (value !== 0) writeRegister(cpu, i, i.destination, 31 - Math.clz32(value & -value));
  return i.next;
}

function bsr(cpu: Cpu, i: Instruction): Instruction {
  const value = readSource(cpu, i);
  setZero(cpu, value === 0);
  if (value !== 0) writeRegister(cpu, i, i.destination, 31 - Math.clz32(value));
  return i.next;
}

export const bitBindings: Bindings = {
  bt: always(bt),
  btc: always(btc),
  btr: always(btr),
  bts: always(bts),
  bsf: always(bsf),
  bsr: always(bsr),
};
