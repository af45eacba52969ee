/**
 * Functions of the kernel that call machine code which need not come back: it may leave them by a
 * jump, as an exception handler does. Such a function is a flow, a generator that yields each call
 * it makes. Its calls run on the stack of who called it, and not in one of the host's: a flow that
 * is left is simply never gone on with.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { EBP, EBX, EDI, ESI, ESP, type Cpu, type CpuState } from '../../hardware/cpu';
import type { Kernel } from './kernel';

/** A cdecl call of machine code, which gives its EAX. */
export interface FlowCall {
  readonly address: VirtualAddress;
  readonly args?: readonly number[];
  /** EBP in it; that of the flow's caller unless given. */
  readonly framePointer?: number;
}

/** How machine code goes on when a flow is over. */
export type FlowEnd =
  | { readonly kind: 'return'; readonly value: number }
  | { readonly kind: 'jump'; readonly address: VirtualAddress; readonly framePointer: number }
  | { readonly kind: 'continue'; readonly state: CpuState };

export type Flow<T = FlowEnd> = Generator<FlowCall, T, number>;

/** A flow that waits for a call. */
interface Activation {
  readonly flow: Flow;
  /** When it began. */
  readonly before: CpuState;
  /** What a return takes off the stack beside the address. */
  readonly poppedBytes: number;
  /** ESP before it passed the arguments of its call. */
  esp: number;
  /** ESP when a call that keeps to the convention has returned. */
  returnEsp: number;
}

export class Flows {
  readonly #kernel: Kernel;
  readonly #returnAddress: VirtualAddress;
  /** The innermost last. Some may have been left: whoever goes on above their stack drops them. */
  #waiting: Activation[] = [];

  constructor(kernel: Kernel, returnAddress: VirtualAddress) {
    this.#kernel = kernel;
    this.#returnAddress = returnAddress;
  }

  /** Begins a flow, as the function that machine code has called or in between two instructions. */
  begin(cpu: Cpu, flow: Flow, poppedBytes = 0): void {
    const before = cpu.saveState();
    this.#advance(cpu, { flow, before, poppedBytes, esp: 0, returnEsp: 0 }, 0);
  }

  /** A call of a flow's has returned, which may end a flow that another one had called. */
  returned(cpu: Cpu): void {
    do this.#goOn(cpu);
    while (cpu.eip === this.#returnAddress);
  }

  /** Goes on with the flow that waits here; its arguments are still on the stack or not. */
  #goOn(cpu: Cpu): void {
    const esp = cpu.registers[ESP] >>> 0;
    const index = this.#waiting.findLastIndex(
      (one) => esp >= one.returnEsp && esp <= one.esp >>> 0,
    );
    if (index < 0)
      return this.#kernel.inconclusive('an exception handler returned with another stack');
    const [activation] = this.#waiting.splice(index, 1);
    cpu.registers[ESP] = activation.esp;
    this.#advance(cpu, activation, cpu.registers[0] >>> 0);
  }

  #advance(cpu: Cpu, activation: Activation, value: number): void {
    const { flow, before, poppedBytes } = activation;
    const { registers } = cpu;
    const step = flow.next(value);
    if (step.done !== true) {
      const { address, args = [], framePointer } = step.value;
      activation.esp = registers[ESP];
      for (const arg of args.toReversed()) this.push(cpu, arg);
      activation.returnEsp = registers[ESP] >>> 0;
      this.push(cpu, this.#returnAddress);
      registers[EBP] = framePointer ?? before.registers[EBP];
      cpu.direction = 1;
      cpu.eip = address;
      this.#wait(activation);
      return;
    }
    const end = step.value;
    if (end.kind === 'continue') return cpu.restoreState(end.state);
    if (end.kind === 'jump') {
      registers[EBP] = end.framePointer;
      cpu.eip = end.address;
      return;
    }
    for (const kept of [ESP, EBX, ESI, EDI, EBP]) registers[kept] = before.registers[kept];
    cpu.returnToCaller(end.value, poppedBytes);
  }

  /** What waits at or below the stack of a new call on the same stack was left. */
  #wait(activation: Activation): void {
    const { base } = this.#kernel.stack;
    this.#waiting = this.#waiting.filter(
      ({ esp }) => esp >>> 0 > activation.esp >>> 0 || esp >>> 0 < base,
    );
    this.#waiting.push(activation);
  }

  /** Pushes a word on the stack of machine code; gives its address. */
  push(cpu: Cpu, value: number): VirtualAddress {
    cpu.registers[ESP] -= 4;
    const address = virtual(cpu.registers[ESP] >>> 0);
    this.#kernel.memory.write32(address, value >>> 0);
    return address;
  }
}
