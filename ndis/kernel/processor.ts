/**
 * The processor as the kernel runs machine code on it: the stack that both share, the time that
 * instructions take, and interrupts between any two of them.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  Cpu,
  EBP,
  Eflags,
  ESP,
  type CpuState,
  type Stop,
  type StoppedCall,
} from '../../hardware/cpu';
import { NO_EXCEPTION_HANDLER, THREAD_WORDS, createControlRegion } from './control-region';
import {
  PageFault,
  RaisedException,
  endByException,
  endUnhandled,
  exceptionOf,
  stopAtException,
} from './exception';
import { INSTRUCTION_NS } from './costs';
import type { Kernel } from './kernel';
import { CONTROL_REGION, STACK_TOP } from './memory-map';
import { hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import { isOnStack } from './stack';
import { walkStack } from './stack-walk';
import { ThreadEnds, ThreadWaits, type SystemThread } from './threads';
import { UnhandledException, Unwinding, type ExceptionFacts } from './unwinding';

/**
 * Instructions that one call of a handler may take, those of calls nested in it included: 450 times
 * what the entry and initialization of a driver take at the median.
 */
const INSTRUCTIONS_MAX = 100_000_000;

/** A function of the kernel's that machine code calls; it ends by `cpu.returnToCaller`. */
export type MachineFunction = (cpu: Cpu) => void;

/** Machine code of a thread that waits, in the call that waits. */
export interface SuspendedCode {
  readonly frame: StoppedCall;
  readonly state: CpuState;
  /** FS:0. */
  readonly handlers: number;
}

export class Processor {
  readonly cpu: Cpu;
  readonly #kernel: Kernel;
  /** The instruction count up to which the clock has gone. */
  #countedTo = 0;
  /** An instruction of the driver is under way, and no function that it called. */
  #isExecuting = false;
  /** The kernel stack's pointer when the handler that runs was called: its frames lie below. */
  #stackTop = STACK_TOP;
  /** Where the function that machine code has called will return to. */
  #returnsTo: VirtualAddress | undefined;
  readonly #functions = new Map<string, VirtualAddress>();
  readonly #unwinding: Unwinding;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    const { memory, ports, clock } = kernel;
    this.cpu = new Cpu({
      memory,
      io: {
        readPort: (port, width) => {
          this.catchUp();
          return ports.read(port, width);
        },
        writePort: (port, width, value) => {
          this.catchUp();
          ports.write(port, width, value);
        },
      },
      // A processor of 1 GHz, as costs.ts has it.
      timeStampCounter: () => {
        this.catchUp();
        return clock.nowNs;
      },
    });
    this.cpu.eflags = Eflags.IF;
    this.cpu.onBoundary = () => this.#atBoundary();
    createControlRegion(kernel);
    this.cpu.setFsBase(CONTROL_REGION);
    const inSource = kernel.callSite;
    kernel.callSite = (error) => this.#site ?? inSource?.(error);
    // Recorded like the places of sources: not in the fast play of a run.
    if (inSource !== undefined) kernel.callers = () => this.#callers();
    this.#unwinding = new Unwinding(kernel, this.cpu, (name, make) => this.functionAt(name, make));
  }

  /** A function of ntoskrnl.exe that decides where machine code goes on. */
  controlFunction(name: string): MachineFunction | undefined {
    const { functions } = this.#unwinding;
    return Object.hasOwn(functions, name) ? functions[name] : undefined;
  }

  /** Whether an instruction of a driver is under way: what it makes due comes after it. */
  get isExecuting(): boolean {
    return this.#isExecuting;
  }

  /** Where machine code is, or will be when the function that it calls has returned. */
  get #site(): string | undefined {
    const address = this.#returnsTo ?? (this.#isExecuting ? this.cpu.eip : undefined);
    return address === undefined ? undefined : this.#kernel.code.siteOf(address);
  }

  /** Whether the code that runs has put a handler into the list at FS:0. */
  get hasExceptionHandler(): boolean {
    return this.#kernel.raw.read32(CONTROL_REGION) !== NO_EXCEPTION_HANDLER;
  }

  /** The places that the calls around the present one return to; undefined outside machine code. */
  #callers(): readonly string[] | undefined {
    if (this.#site === undefined) return undefined;
    const { cpu } = this;
    const { raw, code } = this.#kernel;
    // A function of the system finds the address that it returns to on top, which is the site.
    const skipped = this.#returnsTo === undefined ? 0 : 4;
    const from = virtual((cpu.registers[ESP] >>> 0) + skipped);
    // Code that has lost its stack has no callers to be told.
    if (!isOnStack(from)) return undefined;
    const isCode = (address: VirtualAddress) => cpu.isCode(address);
    const frame = virtual(cpu.registers[EBP] >>> 0);
    const span = { from, to: this.#stackTop, frame, outside: cpu.outside };
    return walkStack(raw, isCode, span).map((address) => code.siteOf(address) ?? hex(address));
  }

  /** Runs the function at `address` on the kernel stack, until it returns or cannot go on. */
  call(address: VirtualAddress, args: readonly number[]): Stop {
    const { cpu } = this;
    const kernel = this.#kernel;
    const isExecuting = this.#isExecuting;
    const returnsTo = this.#returnsTo;
    const esp = cpu.registers[ESP];
    const stackTop = this.#stackTop;
    if (kernel.code.hasPageable) this.#checkResident(address);
    kernel.stack.open();
    this.#stackTop = kernel.stack.pointer;
    cpu.registers[ESP] = kernel.stack.pointer;
    // Handlers of who called the system are not asked for what happens in here.
    const handlers = kernel.raw.read32(CONTROL_REGION);
    kernel.raw.write32(CONTROL_REGION, NO_EXCEPTION_HANDLER);
    this.#isExecuting = true;
    this.#returnsTo = undefined;
    this.#arm();
    const budget = kernel.limits.instructions ?? INSTRUCTIONS_MAX;
    try {
      const limit = cpu.instructionCount + budget;
      const stop = this.#run(() => cpu.call(address, args, { budget }), limit);
      // Any other stop ends the run, and whoever judges it asks for the handlers.
      if (stop.kind === 'returned') kernel.raw.write32(CONTROL_REGION, handlers);
      return stop;
    } catch (error) {
      // Machine code throws nothing: what comes out of it is the end of the run, or a fault of ours.
      throw kernel.failed(error);
    } finally {
      this.catchUp();
      // The kernel's stack begins at a multiple of 8 below that of the code that called it.
      cpu.registers[ESP] = esp;
      this.#stackTop = stackTop;
      this.#isExecuting = isExecuting;
      this.#returnsTo = returnsTo;
      // Without a caller to have switched interrupts off, the kernel goes on with them on.
      if (returnsTo === undefined) cpu.systemFlags |= Eflags.IF;
    }
  }

  /** Runs a thread until it waits, true, or is over, false. */
  runThread(thread: SystemThread): boolean {
    const { cpu } = this;
    const kernel = this.#kernel;
    const { raw } = kernel;
    const before = cpu.saveState();
    const outer = {
      isExecuting: this.#isExecuting,
      returnsTo: this.#returnsTo,
      stackTop: this.#stackTop,
      words: THREAD_WORDS.map((offset) => raw.read32(virtual(CONTROL_REGION + offset))),
    };
    const { code, stack } = thread;
    this.catchUp();
    this.#setWords([code?.handlers ?? NO_EXCEPTION_HANDLER, stack.top, stack.base]);
    this.#stackTop = stack.top;
    this.#returnsTo = undefined;
    this.#enterMachineCode(stack.top);
    cpu.eflags = Eflags.IF;
    if (code === undefined) cpu.registers[ESP] = stack.top;
    else cpu.restoreState(code.state);
    const budget = kernel.limits.instructions ?? INSTRUCTIONS_MAX;
    const start = (): Stop => {
      if (code === undefined) return cpu.call(thread.routine, [thread.context], { budget });
      cpu.putBack(code.frame);
      return cpu.resume(budget);
    };
    try {
      const stop = this.#run(start, cpu.instructionCount + budget);
      return stop.kind === 'returned' ? false : stopAtException(kernel, stop);
    } catch (error) {
      if (error instanceof ThreadEnds) return false;
      if (!(error instanceof ThreadWaits)) throw this.#endOf(error);
      const handlers = raw.read32(CONTROL_REGION);
      thread.code = { frame: cpu.setAside(), state: cpu.saveState(), handlers };
      return true;
    } finally {
      this.catchUp();
      cpu.restoreState(before);
      this.#setWords(outer.words);
      this.#isExecuting = outer.isExecuting;
      this.#returnsTo = outer.returnsTo;
      this.#stackTop = outer.stackTop;
      if (this.#isExecuting) this.#arm();
    }
  }

  #setWords(words: readonly number[]): void {
    THREAD_WORDS.forEach((offset, index) =>
      this.#kernel.raw.write32(virtual(CONTROL_REGION + offset), words[index]),
    );
  }

  /** What an error that leaves a thread is: an exception that it has no handler for, or the end. */
  #endOf(error: unknown): unknown {
    if (!(error instanceof RaisedException)) return this.#kernel.failed(error);
    const what = `A thread raised an exception (${error.message}).`;
    return endByException(this.#kernel, error.status, { what });
  }

  /** Runs machine code, and its own handlers for the exceptions in it. */
  #run(start: () => Stop, limit: number): Stop {
    const { cpu } = this;
    for (let run = start; ;) {
      let facts: ExceptionFacts;
      try {
        const stop = run();
        const exception = exceptionOf(this.#kernel, stop);
        if (exception === undefined || !this.hasExceptionHandler) return stop;
        const { status, parameters = [] } = exception;
        const state = cpu.saveState();
        facts = { status, flags: 0, parameters, state, unhandled: () => stop };
      } catch (error) {
        if (error instanceof UnhandledException) return this.#giveUp(error);
        if (!(error instanceof RaisedException) || !this.hasExceptionHandler) throw error;
        facts = this.#factsOf(error);
      }
      run = () => {
        this.#dispatch(facts);
        return cpu.resume(limit - cpu.instructionCount);
      };
    }
  }

  /** What an instruction, or a function that machine code has called, raised just now. */
  #factsOf(error: RaisedException): ExceptionFacts {
    const returnsTo = this.#returnsTo;
    const { status, flags, parameters } = error;
    const { registers, eflags, eip } = this.cpu.saveState();
    // A function takes the address that it returns to off the stack.
    if (returnsTo !== undefined) registers[ESP] += 4;
    const unhandled = (): never => {
      this.#returnsTo = returnsTo;
      if (error instanceof PageFault) error.unhandled();
      throw error;
    };
    return {
      ...{ status, flags, parameters, unhandled },
      state: { registers, eflags, eip: returnsTo ?? eip },
    };
  }

  /** Has the first handler of an exception called when machine code goes on. */
  #dispatch(facts: ExceptionFacts): void {
    this.#kernel.currentCall = undefined;
    this.#returnsTo = undefined;
    this.#enterMachineCode(this.#stackTop);
    this.cpu.registers[ESP] = facts.state.registers[ESP];
    this.#unwinding.dispatch(facts);
  }

  /** What comes of an exception that no handler wanted: what would have without any. */
  #giveUp({ facts, isStackInvalid }: UnhandledException): Stop {
    const { status, state, unhandled } = facts;
    this.cpu.restoreState(state);
    this.#isExecuting = true;
    this.#returnsTo = undefined;
    if (unhandled !== undefined && !isStackInvalid) return unhandled();
    return endUnhandled(this.#kernel, status, state.eip, isStackInvalid);
  }

  /** The address of a function for machine code to call; it is made when it is first called. */
  functionAt(name: string, make: () => MachineFunction): VirtualAddress {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    let run: MachineFunction | undefined;
    const address = this.cpu.addHostFunction((cpu) => this.#serve(cpu, (run ??= make())));
    this.#functions.set(name, address);
    return address;
  }

  /** The function that lies at or up to 3 bytes before `address`, if one does. */
  functionNear(address: VirtualAddress): string | undefined {
    const start = address - (address % 4);
    return [...this.#functions].find(([, one]) => one === start)?.[0];
  }

  /** Lets the clock go as far as the instructions have. */
  catchUp(): void {
    const count = this.cpu.instructionCount;
    this.#kernel.clock.nowNs += (count - this.#countedTo) * INSTRUCTION_NS;
    this.#countedTo = count;
  }

  /** Asks for interrupts to be let in before the next instruction. */
  interruptSoon(): void {
    this.cpu.boundaryAt(this.cpu.instructionCount);
  }

  /** A call out of machine code. */
  #serve(cpu: Cpu, run: MachineFunction): void {
    const { stack } = this.#kernel;
    const { pointer } = stack;
    this.#leaveMachineCode();
    this.#returnsTo = cpu.returnAddress;
    if (this.#kernel.code.hasPageable) this.#checkResident(this.#returnsTo);
    run(cpu);
    this.#returnsTo = undefined;
    this.#enterMachineCode(pointer);
  }

  /** Code that runs at DISPATCH_LEVEL must be in memory: looked at where it is entered and calls. */
  #checkResident(address: VirtualAddress): void {
    const { irql, code } = this.#kernel;
    if (irql < DISPATCH_LEVEL || !code.isPaged(address)) return;
    this.#kernel.report('irql/pageable-touched-at-raised-irql', {
      what: `The driver ran code of a pageable section at IRQL ${irql}.`,
      at: code.siteOf(address),
      address: hex(address),
    });
  }

  /** Between two instructions: whatever is due by now happens, and interrupts come in. */
  #atBoundary(): void {
    const { cpu } = this;
    const { stack, scheduler } = this.#kernel;
    const { pointer } = stack;
    const state = cpu.saveState();
    this.#leaveMachineCode();
    scheduler.poll();
    cpu.restoreState(state);
    this.#enterMachineCode(pointer);
  }

  #leaveMachineCode(): void {
    this.catchUp();
    this.#isExecuting = false;
    const esp = virtual(this.cpu.registers[ESP] >>> 0);
    if (esp < this.#kernel.stack.base || esp > this.#kernel.stack.top)
      this.#kernel.inconclusive('the driver runs on a stack of its own');
    this.#kernel.stack.pointer = virtual(esp - (esp % 8));
  }

  #enterMachineCode(pointer: VirtualAddress): void {
    const { stack } = this.#kernel;
    stack.open();
    stack.pointer = pointer;
    this.#isExecuting = true;
    this.#arm();
  }

  /** Has the loop come back to the clock when its next event is due. */
  #arm(): void {
    const { nextDueNs, nowNs } = this.#kernel.clock;
    if (nextDueNs === Infinity) return;
    const count = Math.ceil((nextDueNs - nowNs) / INSTRUCTION_NS);
    this.cpu.boundaryAt(this.cpu.instructionCount + count);
  }
}
