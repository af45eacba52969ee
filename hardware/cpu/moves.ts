/**
 * Instructions that move data: mov, movzx, lea, xchg, push, pop and their kin.
 *
 * Source: SDM vol. 2, the instructions' pages. Registers change after the memory access that may
 * fail, so that a fault leaves them as they were.
 */
import { virtual } from '../address';
import { add, sub } from './alu';
import { always, byForm, bySize, type Binder, type Bindings } from './binding';
import type { Cpu } from './cpu';
import { isConditionMet, setZero } from './flags';
import {
  EAX,
  EBP,
  EBX,
  ECX,
  EDI,
  EDX,
  ESP,
  Form,
  registerSlot,
  type Handler,
  type Instruction,
} from './instruction';
import { CONDITIONS } from './opcodes';
import {
  effectiveAddress,
  load,
  load16,
  load32,
  load8,
  pop,
  pop32,
  push,
  push16,
  push32,
  readDestination,
  readRegister,
  readSource,
  shiftOf,
  store,
  store16,
  store32,
  store8,
  writeDestination,
  writeRegister,
} from './operands';

function mov32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  registers[i.destination] = registers[i.source] + i.immediate;
  return i.next;
}

function movLoad32(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers[i.destination] = load32(cpu, effectiveAddress(cpu, i));
  return i.next;
}

function movStore32(cpu: Cpu, i: Instruction): Instruction {
  store32(cpu, effectiveAddress(cpu, i), cpu.registers[i.source] + i.immediate);
  return i.next;
}

function mov16(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers16[i.destination] = cpu.registers16[i.source] + i.immediate;
  return i.next;
}

function movLoad16(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers16[i.destination] = load16(cpu, effectiveAddress(cpu, i));
  return i.next;
}

function movStore16(cpu: Cpu, i: Instruction): Instruction {
  store16(cpu, effectiveAddress(cpu, i), cpu.registers16[i.source] + i.immediate);
  return i.next;
}

function mov8(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers8[i.destination] = cpu.registers8[i.source] + i.immediate;
  return i.next;
}

function movLoad8(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers8[i.destination] = load8(cpu, effectiveAddress(cpu, i));
  return i.next;
}

function movStore8(cpu: Cpu, i: Instruction): Instruction {
  store8(cpu, effectiveAddress(cpu, i), cpu.registers8[i.source] + i.immediate);
  return i.next;
}

/** Reads the narrower source of movzx and movsx, zero-extended. */
function readNarrow(cpu: Cpu, i: Instruction): number {
  if (i.form === Form.MEMORY_SOURCE) {
    const address = effectiveAddress(cpu, i);
    return i.sourceSize === 1 ? load8(cpu, address) : load16(cpu, address);
  }
  return i.sourceSize === 1 ? cpu.registers8[i.source] : cpu.registers16[i.source];
}

function movzx8To32(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers[i.destination] = cpu.registers8[i.source];
  return i.next;
}

function movzxLoad8To32(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers[i.destination] = load8(cpu, effectiveAddress(cpu, i));
  return i.next;
}

function movzxLoad16To32(cpu: Cpu, i: Instruction): Instruction {
  cpu.registers[i.destination] = load16(cpu, effectiveAddress(cpu, i));
  return i.next;
}

function bindMovzx(i: Instruction): Handler {
  if (i.size !== 4) return movzx;
  if (i.form === Form.MEMORY_SOURCE) return i.sourceSize === 1 ? movzxLoad8To32 : movzxLoad16To32;
  return i.sourceSize === 1 ? movzx8To32 : movzx;
}

function movzx(cpu: Cpu, i: Instruction): Instruction {
  writeRegister(cpu, i, i.destination, readNarrow(cpu, i));
  return i.next;
}

function movsx(cpu: Cpu, i: Instruction): Instruction {
  const shift = 32 - 8 * i.sourceSize;
  writeRegister(cpu, i, i.destination, (readNarrow(cpu, i) << shift) >> shift);
  return i.next;
}

/** Gives the offset, without the segment's base. */
function lea(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const offset = registers[i.base] + (registers[i.index] << i.scale) + i.displacement;
  writeRegister(cpu, i, i.destination, offset & i.addressMask);
  return i.next;
}

function lea32(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  registers[i.destination] =
    (registers[i.base] + (registers[i.index] << i.scale) + i.displacement) & i.addressMask;
  return i.next;
}

function xchg(cpu: Cpu, i: Instruction): Instruction {
  const value = readDestination(cpu, i);
  writeDestination(cpu, i, readRegister(cpu, i, i.source));
  writeRegister(cpu, i, i.source, value);
  return i.next;
}

function xadd(cpu: Cpu, i: Instruction): Instruction {
  const value = readDestination(cpu, i);
  const sum = add(cpu, value, readRegister(cpu, i, i.source), shiftOf(i));
  if (i.form === Form.MEMORY_DESTINATION) {
    writeDestination(cpu, i, sum);
    writeRegister(cpu, i, i.source, value);
  } else {
    // XADD of a register with itself leaves the sum.
    writeRegister(cpu, i, i.source, value);
    writeDestination(cpu, i, sum);
  }
  return i.next;
}

/** Writes the destination in either case, as the processor does. */
function cmpxchg(cpu: Cpu, i: Instruction): Instruction {
  const value = readDestination(cpu, i);
  const accumulator = readRegister(cpu, i, EAX);
  sub(cpu, accumulator, value, shiftOf(i));
  if (value === accumulator) {
    writeDestination(cpu, i, readRegister(cpu, i, i.source));
  } else {
    writeDestination(cpu, i, value);
    writeRegister(cpu, i, EAX, value);
  }
  return i.next;
}

function cmpxchg8b(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const address = effectiveAddress(cpu, i);
  const upper = virtual((address + 4) >>> 0);
  const low = load32(cpu, address);
  const high = load32(cpu, upper);
  const isEqual = low === registers[EAX] && high === registers[EDX];
  store32(cpu, address, isEqual ? registers[EBX] : low);
  store32(cpu, upper, isEqual ? registers[ECX] : high);
  setZero(cpu, isEqual);
  if (!isEqual) {
    registers[EAX] = low;
    registers[EDX] = high;
  }
  return i.next;
}

/** Reads its source whatever the condition says. */
function cmov(cpu: Cpu, i: Instruction): Instruction {
  const value = readSource(cpu, i);
  if (isConditionMet(cpu, i.selector)) writeRegister(cpu, i, i.destination, value);
  return i.next;
}

function setcc(cpu: Cpu, i: Instruction): Instruction {
  writeDestination(cpu, i, isConditionMet(cpu, i.selector) ? 1 : 0);
  return i.next;
}

function push32Register(cpu: Cpu, i: Instruction): Instruction {
  push32(cpu, cpu.registers[i.destination] + i.immediate);
  return i.next;
}

function push32Memory(cpu: Cpu, i: Instruction): Instruction {
  push32(cpu, load32(cpu, effectiveAddress(cpu, i)));
  return i.next;
}

function push16Any(cpu: Cpu, i: Instruction): Instruction {
  push16(cpu, readDestination(cpu, i) + i.immediate);
  return i.next;
}

function pop32Register(cpu: Cpu, i: Instruction): Instruction {
  const value = pop32(cpu);
  cpu.registers[i.destination] = value;
  return i.next;
}

function popAny(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const stack = registers[ESP];
  const value = load(cpu, i, virtual(stack >>> 0));
  // ESP as a base counts after it has moved (SDM vol. 2, POP).
  registers[ESP] = stack + i.size;
  if (i.form === Form.REGISTER) {
    writeRegister(cpu, i, i.destination, value);
    return i.next;
  }
  const address = effectiveAddress(cpu, i);
  registers[ESP] = stack;
  store(cpu, i, address, value);
  registers[ESP] = stack + i.size;
  return i.next;
}

function pusha(cpu: Cpu, i: Instruction): Instruction {
  const stack = cpu.registers[ESP];
  for (let register = EAX; register <= EDI; register++) {
    push(cpu, i, register === ESP ? stack : readRegister(cpu, i, registerSlot(register, i.size)));
  }
  return i.next;
}

/** Skips the place of ESP. */
function popa(cpu: Cpu, i: Instruction): Instruction {
  for (let register = EDI; register >= EAX; register--) {
    const value = pop(cpu, i);
    if (register !== ESP) writeRegister(cpu, i, registerSlot(register, i.size), value);
  }
  return i.next;
}

/** SDM vol. 2, ENTER: the nesting level counts modulo 32. */
function enter(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const level = i.immediate2 & 31;
  push(cpu, i, registers[EBP]);
  const frame = registers[ESP];
  for (let n = 1; n < level; n++) {
    registers[EBP] -= i.size;
    push(cpu, i, load(cpu, i, virtual(registers[EBP] >>> 0)));
  }
  if (level > 0) push(cpu, i, frame);
  writeRegister(cpu, i, registerSlot(EBP, i.size), frame);
  registers[ESP] -= i.immediate;
  if (registers[ESP] < cpu.stackLow) cpu.stackLow = registers[ESP];
  return i.next;
}

function leave(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  const frame = registers[EBP];
  const value = load(cpu, i, virtual(frame >>> 0));
  registers[ESP] = frame + i.size;
  writeRegister(cpu, i, registerSlot(EBP, i.size), value);
  return i.next;
}

/** CBW and CWDE: the lower half of EAX, sign-extended into the operand. */
function cbw(cpu: Cpu, i: Instruction): Instruction {
  if (i.size === 4) cpu.registers[EAX] = (cpu.registers[EAX] << 16) >> 16;
  else cpu.registers16[EAX] = (cpu.registers[EAX] << 24) >> 24;
  return i.next;
}

/** CWD and CDQ: the sign of the accumulator fills EDX. */
function cwd(cpu: Cpu, i: Instruction): Instruction {
  const { registers } = cpu;
  if (i.size === 4) registers[EDX] = registers[EAX] >> 31;
  else cpu.registers16[registerSlot(EDX, 2)] = (registers[EAX] << 16) >> 31;
  return i.next;
}

function bswap(cpu: Cpu, i: Instruction): Instruction {
  if (i.size === 4) {
    const value = cpu.registers[i.destination];
    cpu.registers[i.destination] =
      (value >>> 24) | ((value >>> 8) & 0xff00) | ((value & 0xff00) << 8) | (value << 24);
  } else {
    // Undefined for 16 bits; processors of today give zero.
    cpu.registers16[i.destination] = 0;
  }
  return i.next;
}

function xlat(cpu: Cpu, i: Instruction): Instruction {
  const offset = (cpu.registers[EBX] + cpu.registers8[EAX]) & i.addressMask;
  cpu.registers8[EAX] = load8(cpu, virtual((offset + i.segmentBase) >>> 0));
  return i.next;
}

function nop(_cpu: Cpu, i: Instruction): Instruction {
  return i.next;
}

const conditional: Record<string, Binder> = {};
for (const condition of CONDITIONS) {
  conditional[`cmov${condition}`] = always(cmov);
  conditional[`set${condition}`] = always(setcc);
}

export const moveBindings: Bindings = {
  mov: byForm(
    [mov8, mov16, mov32],
    [movLoad8, movLoad16, movLoad32],
    [movStore8, movStore16, movStore32],
  ),
  movzx: bindMovzx,
  movsx: always(movsx),
  lea: bySize(lea, lea, lea32),
  xchg: always(xchg),
  xadd: always(xadd),
  cmpxchg: always(cmpxchg),
  cmpxchg8b: always(cmpxchg8b),
  push: (i) => {
    if (i.size !== 4) return push16Any;
    return i.form === Form.REGISTER ? push32Register : push32Memory;
  },
  pop: (i) => (i.size === 4 && i.form === Form.REGISTER ? pop32Register : popAny),
  pusha: always(pusha),
  popa: always(popa),
  enter: always(enter),
  leave: always(leave),
  cbw: always(cbw),
  cwd: always(cwd),
  bswap: always(bswap),
  xlat: always(xlat),
  nop: always(nop),
  ...conditional,
};
