/**
 * A 32-bit x86 processor in flat protected mode at ring 0: its state, the run loop, and calls into
 * and out of machine code.
 *
 * The run loop counts instructions and looks up, at every boundary between two of them, whether it
 * must stop or let the host in: one comparison of {@link Cpu.remaining}. Whatever wants the loop's
 * attention makes that zero. Instructions fetch from code ranges only and access memory through the
 * checks of {@link Memory}; if its handler throws, `eip` is the instruction's address and the
 * registers are as before it (flags of a read-modify-write may have changed), and the throw goes
 * through {@link Cpu.call} to the host.
 *
 * Source: SDM vol. 1, chapter 3 (basic execution environment), and vol. 2. Deviations: selectors of
 * CS, DS, ES and SS are not modelled, so that their overrides do nothing.
 */
import { virtual, type VirtualAddress } from '../address';
import type { Memory } from '../memory';
import type { IoSpacePort } from '../ports';
import { CodeCache } from './code-cache';
import { Eflags, getEflags, setEflags } from './flags';
import { enterFrame, leaveFrame, type CallOptions, type CpuState, type Frame } from './frame';
import { EAX, EDI, ESP, ZERO, type Instruction } from './instruction';
import { load32 } from './operands';
import type { PlainStopKind, Stop } from './stops';

/** How deep calls may nest: machine code to host to machine code. */
const CALL_DEPTH_MAX = 128;
/** The run loop's counter must stay a small integer. */
const COUNTER_MAX = 0x3fff_ffff;

/** What a processor is built with. */
export interface CpuPorts {
  /** No processor that was built on it before may be used afterwards. */
  readonly memory: Memory;
  readonly io: IoSpacePort;
  /**
   * What RDTSC reads, in cycles, a whole number below 2^53; unless given, the instruction count.
   */
  readonly timeStampCounter?: () => number;
  /**
   * How often the beginning of a function or a loop is reached before it is translated to
   * WebAssembly; never for Infinity. It changes how fast code runs and nothing else.
   */
  readonly translateAfter?: number;
}

/** A function of the host that machine code can call. It must end by {@link Cpu.returnToCaller}. */
export type HostFunction = (cpu: Cpu) => void;

export class Cpu {
  readonly memory: Memory;
  readonly io: IoSpacePort;
  readonly timeStampCounter: () => number;
  readonly code: CodeCache;
  /** See {@link Memory.codeLines}. */
  readonly codeLines: Uint8Array;

  /** EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI; slot {@link ZERO} is always zero. */
  readonly registers: Int32Array;
  /** The registers, and behind them what translations need: see translation/machine-state.ts. */
  readonly state: Int32Array;
  /** The same bytes, as words and as bytes; that this needs a little-endian host is asserted. */
  readonly registers16: Uint16Array;
  readonly registers8: Uint8Array;

  /** The arithmetic flags, as flags.ts explains. */
  zero = 1;
  sign = 1;
  carries = 0;
  /** 1, or -1 while DF is set. */
  direction = 1;
  /** The flags that are neither arithmetic nor DF, as in EFLAGS. */
  systemFlags = 0;

  /** Instructions until the loop must look up; see {@link Cpu.instructionCount}. */
  remaining = 0;
  /** The lowest value of ESP since {@link Cpu.resetStackLow}, signed. */
  stackLow = 0x7fff_ffff;
  /**
   * Is called at the boundary asked for by {@link Cpu.boundaryAt}, before the instruction at `eip`;
   * may call machine code as an interrupt, and ask for the next boundary.
   */
  onBoundary: ((cpu: Cpu) => void) | undefined = undefined;

  /** Signed. */
  #eip = 0;
  /** The instruction count at which `remaining` is zero. */
  #horizon = 0;
  #limit = Infinity;
  #boundary = Infinity;
  #pending: Stop | undefined;
  #depth = 0;
  #stopped: Frame | undefined;
  readonly #returnAddress: VirtualAddress;

  constructor(ports: CpuPorts) {
    this.memory = ports.memory;
    this.io = ports.io;
    this.timeStampCounter = ports.timeStampCounter ?? (() => this.instructionCount);
    this.code = new CodeCache(ports.memory, ports.translateAfter);
    this.codeLines = ports.memory.codeLines;
    const { processorState } = ports.memory;
    processorState.fill(0);
    this.state = processorState;
    this.registers = processorState.subarray(0, ZERO + 1);
    this.registers16 = new Uint16Array(processorState.buffer, processorState.byteOffset, ZERO + 1);
    this.registers8 = new Uint8Array(processorState.buffer, processorState.byteOffset, ZERO + 1);
    this.registers[EAX] = 1;
    if (this.registers8[0] !== 1) throw new Error('the processor needs a little-endian host');
    this.registers[EAX] = 0;
    this.#returnAddress = this.code.addHost((cpu, instruction) => {
      cpu.remaining++;
      cpu.pend({ kind: 'returned', eip: 0, value: 0, broken: [] });
      return instruction;
    });
    this.#rearm();
  }

  /** The address of the instruction that runs, or of the next one if none does. */
  get eip(): VirtualAddress {
    return virtual(this.#eip >>> 0);
  }

  set eip(address: VirtualAddress) {
    this.#eip = address | 0;
  }

  get eflags(): number {
    return getEflags(this);
  }

  set eflags(value: number) {
    setEflags(this, value);
  }

  /** IF: whether the processor takes interrupts. */
  get areInterruptsEnabled(): boolean {
    return (this.systemFlags & Eflags.IF) !== 0;
  }

  /**
   * Instructions run since the start, the one under way included, one that faulted not. Each
   * iteration of a repeated string instruction is one; host functions are none.
   */
  get instructionCount(): number {
    return this.#horizon - this.remaining;
  }

  /** The lowest value of ESP since {@link Cpu.resetStackLow}. */
  get stackLowAddress(): VirtualAddress {
    return virtual(this.stackLow >>> 0);
  }

  resetStackLow(): void {
    this.stackLow = this.registers[ESP];
  }

  /** Lets `byteCount` bytes from `address` be executed. */
  addCode(address: VirtualAddress, byteCount: number): void {
    this.code.addRange(address, byteCount);
  }

  removeCode(address: VirtualAddress, byteCount: number): void {
    this.code.removeRange(address, byteCount);
  }

  isCode(address: VirtualAddress): boolean {
    return this.code.isCode(address);
  }

  /**
   * Must be told when anything but this processor's instructions writes to code that may have run.
   */
  codeWritten(address: VirtualAddress, byteCount: number): void {
    this.code.written(address, byteCount);
  }

  /**
   * Is told of each instruction that runs, in either tier, before it does so for the first time, and
   * again when its bytes have been written or taken away since; and of nothing else.
   */
  set onDecoded(listener: (instruction: Instruction) => void) {
    this.code.onDecoded = listener;
  }

  /** Sets the address of FS:0. */
  setFsBase(address: VirtualAddress): void {
    this.code.setFsBase(address);
  }

  /** Gives a host function an address, which machine code may call and jump to. */
  addHostFunction(handler: HostFunction): VirtualAddress {
    let last: Instruction | undefined;
    return this.code.addHost((cpu, instruction) => {
      cpu.remaining++;
      handler(cpu);
      const eip = cpu.#eip;
      if (cpu.#pending === undefined && eip === instruction.address)
        throw new Error(`the host function at 0x${cpu.eip.toString(16)} did not return`);
      // As a rule it returns to where it did last.
      if (last?.address !== eip) last = cpu.code.at(eip);
      return last;
    });
  }

  /** For a host function: argument `index` on the stack, unsigned. */
  argument(index: number): number {
    return load32(this, virtual((this.registers[ESP] + 4 + 4 * index) >>> 0)) >>> 0;
  }

  /** For a host function: where it will return to. */
  get returnAddress(): VirtualAddress {
    return virtual(load32(this, virtual(this.registers[ESP] >>> 0)) >>> 0);
  }

  /** For a host function: returns `value` in EAX and takes `argumentBytes` off the stack. */
  returnToCaller(value: number, argumentBytes: number): void {
    this.eip = this.returnAddress;
    this.registers[ESP] += 4 + argumentBytes;
    this.registers[EAX] = value;
  }

  saveState(): CpuState {
    return { registers: this.registers.slice(0, EDI + 1), eflags: this.eflags, eip: this.eip };
  }

  restoreState(state: CpuState): void {
    this.registers.set(state.registers);
    this.eflags = state.eflags;
    this.eip = virtual(state.eip);
  }

  /**
   * Calls the function at `address` on the current stack, and runs until it returns or the
   * processor stops. After `returned`, EIP and ESP are as before, and so is every register listed
   * as broken; after another stop the state is that of the stop, for {@link Cpu.resume} or {@link
   * Cpu.abandon}.
   */
  call(address: VirtualAddress, args: readonly number[], options: CallOptions = {}): Stop {
    if (this.#depth >= CALL_DEPTH_MAX) return { kind: 'nesting', eip: this.eip };
    const frame = enterFrame(this, this.#returnAddress, args, options);
    this.eip = address;
    this.code.functionAt(address);
    return this.#enter(frame, options.budget ?? Infinity);
  }

  /** Where a function returns to that was called by {@link Cpu.call}. */
  get outside(): VirtualAddress {
    return this.#returnAddress;
  }

  /**
   * Goes on where the last {@link Cpu.call} stopped or was left by a throw, until it returns or stops
   * again.
   */
  resume(budget = Infinity): Stop {
    const frame = this.#stopped;
    if (frame === undefined) throw new Error('there is no stopped call to go on with');
    return this.#enter(frame, budget);
  }

  /** Takes the call that stopped last out of the way of others, for {@link Cpu.putBack}. */
  setAside(): Frame {
    const frame = this.#stopped;
    if (frame === undefined) throw new Error('there is no stopped call to set aside');
    this.#stopped = undefined;
    return frame;
  }

  /** Makes a call that was set aside the one that stopped last; its registers are the caller's. */
  putBack(frame: Frame): void {
    this.#stopped = frame;
  }

  /** Gives up the call that stopped last: all registers, flags and EIP are as before it. */
  abandon(): void {
    if (this.#stopped === undefined) throw new Error('there is no stopped call to give up');
    this.restoreState(this.#stopped.before);
    this.#stopped = undefined;
  }

  /**
   * Has {@link Cpu.onBoundary} called before the first instruction that begins when `count`
   * instructions have run, or before the next one if they have. The earliest demand stands.
   */
  boundaryAt(count: number): void {
    if (count >= this.#boundary) return;
    this.#boundary = count;
    this.#rearm();
  }

  /** Ends the run at the next boundary; of several stops the first stands. */
  pend(stop: Stop): void {
    this.#pending ??= stop;
    this.#rearm();
  }

  /** For an instruction that cannot run: ends the run before it. */
  stopAt(instruction: Instruction, stop: Stop): Instruction {
    this.remaining++;
    this.pend(stop);
    return instruction;
  }

  /** {@link Cpu.stopAt} for the stops that are nothing but a kind. */
  fault(instruction: Instruction, kind: PlainStopKind): Instruction {
    return this.stopAt(instruction, { kind, eip: instruction.address >>> 0 });
  }

  /** Makes `remaining` zero where the loop must next look up. */
  #rearm(): void {
    const count = this.#horizon - this.remaining;
    const due = this.#pending === undefined ? Math.min(this.#limit, this.#boundary) : count;
    this.remaining = Math.min(Math.max(due - count, 0), COUNTER_MAX);
    this.#horizon = count + this.remaining;
  }

  #enter(frame: Frame, budget: number): Stop {
    const outerLimit = this.#limit;
    this.#stopped = undefined;
    this.#limit = Math.min(outerLimit, this.instructionCount + budget);
    this.#depth++;
    this.#rearm();
    let stop: Stop;
    try {
      stop = this.#run();
    } catch (error) {
      this.#stopped = frame;
      throw error;
    } finally {
      this.#depth--;
      this.#limit = outerLimit;
      this.#rearm();
    }
    if (stop.kind === 'returned') return leaveFrame(this, frame);
    this.#stopped = frame;
    return stop;
  }

  /** Runs from EIP to the next stop. */
  #run(): Stop {
    let instruction = this.code.at(this.#eip);
    try {
      for (;;) {
        if (this.remaining <= 0) {
          const stop = this.#lookUp(instruction);
          if (stop !== undefined) return stop;
          instruction = this.code.at(this.#eip);
          if (this.remaining <= 0 && !instruction.isHost) continue;
        }
        this.remaining--;
        this.#eip = instruction.address;
        instruction = instruction.execute(this, instruction);
      }
    } catch (error) {
      if (!instruction.isHost) this.remaining++;
      throw error;
    }
  }

  /** What there is to do before `instruction`: stop, or let the host in. */
  #lookUp(instruction: Instruction): Stop | undefined {
    this.#eip = instruction.address;
    if (this.#pending !== undefined) return this.#takePending();
    // A function of the host is none of the guest's instructions: no boundary lies before it.
    if (instruction.isHost) return undefined;
    if (this.instructionCount >= this.#limit) return { kind: 'budget', eip: this.eip };
    if (this.instructionCount >= this.#boundary) {
      this.#boundary = Infinity;
      this.#callHost(instruction);
      // Whatever the host asks for, one instruction runs before it is let in again.
      this.#boundary = Math.max(this.#boundary, this.instructionCount + 1);
    }
    this.#rearm();
    return this.#pending === undefined ? undefined : this.#takePending();
  }

  #callHost(instruction: Instruction): void {
    try {
      this.onBoundary?.(this);
    } catch (error) {
      // The run loop takes back the count of the instruction under way, and none is.
      if (!instruction.isHost) this.remaining--;
      throw error;
    }
  }

  #takePending(): Stop {
    const stop = this.#pending!;
    this.#pending = undefined;
    this.#rearm();
    return stop;
  }
}
