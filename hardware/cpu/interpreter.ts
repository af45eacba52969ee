/**
 * Binds a decoded instruction to the function that runs it, or to one that stops there with the
 * instruction's name.
 */
import { arithmeticBindings } from './arithmetic';
import type { Bindings } from './binding';
import { bitBindings } from './bits';
import { controlBindings } from './control';
import type { Cpu } from './cpu';
import { ESP, Form, Segment, registerSlot, type Handler, type Instruction } from './instruction';
import { moveBindings } from './moves';
import { multiplicationBindings } from './multiplication';
import { stringBindings } from './strings';
import { systemBindings } from './system';

const BINDINGS = new Map(
  Object.entries<Bindings[string]>({
    ...moveBindings,
    ...arithmeticBindings,
    ...multiplicationBindings,
    ...bitBindings,
    ...controlBindings,
    ...stringBindings,
    ...systemBindings,
  }),
);

/** Instructions with memory operands that ModRM does not show. */
const IMPLICIT_SOURCES = new Set(['movs', 'cmps', 'lods', 'outs', 'xlat']);
/** These have a memory operand and do not access it. */
const NOT_ACCESSING = new Set(['lea', 'nop']);

function unmodelled(cpu: Cpu, i: Instruction): Instruction {
  const { mnemonic } = i;
  return cpu.stopAt(i, { kind: 'unmodelled-instruction', eip: i.address >>> 0, mnemonic });
}

/** GS holds the null selector in the kernel: SDM vol. 3, 6.15, #GP. */
function nullSegment(cpu: Cpu, i: Instruction): Instruction {
  return cpu.fault(i, 'general-protection');
}

/** Runs an instruction that may lower ESP otherwise than by a push. */
function trackStack(cpu: Cpu, i: Instruction): Instruction {
  const next = i.inner(cpu, i);
  const esp = cpu.registers[ESP];
  if (esp < cpu.stackLow) cpu.stackLow = esp;
  return next;
}

/** What all the rest is, but for pops and returns, which only raise it. */
export function writesEsp(i: Instruction): boolean {
  if (i.mnemonic === 'leave') return true;
  if (i.size === 1) return false;
  const slot = registerSlot(ESP, i.size);
  if (i.form !== Form.MEMORY_DESTINATION && i.destination === slot) return true;
  return i.source === slot && (i.mnemonic === 'xchg' || i.mnemonic === 'xadd');
}

function accessesSegment(i: Instruction): boolean {
  if (NOT_ACCESSING.has(i.mnemonic)) return false;
  return i.form !== Form.REGISTER || IMPLICIT_SOURCES.has(i.mnemonic);
}

/** Chooses what runs a decoded instruction. `fsBase` is the address of FS:0, signed. */
export function bind(instruction: Instruction, fsBase: number): void {
  const handler: Handler = BINDINGS.get(instruction.mnemonic)?.(instruction) ?? unmodelled;
  instruction.inner = handler;
  instruction.interpreted = writesEsp(instruction) ? trackStack : handler;
  instruction.segmentBase = instruction.segment === Segment.FS ? fsBase : 0;
  if (instruction.segment === Segment.GS && accessesSegment(instruction))
    instruction.interpreted = nullSegment;
  instruction.execute = instruction.interpreted;
}
