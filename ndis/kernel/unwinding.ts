/**
 * Structured exceptions of machine code: the search for a handler along the list at FS:0, unwinding,
 * and the handler of functions with __try that Microsoft's compilers import. Source: RtlUnwind,
 * EXCEPTION_RECORD and EXCEPTION_DISPOSITION of the Windows SDK; M. Pietrek, "A Crash Course on the
 * Depths of Win32 Structured Exception Handling" (MSJ 1/1997), for records, scope tables and what is
 * called in which order.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import {
  EAX,
  EBP,
  EBX,
  ECX,
  EDI,
  EDX,
  ESI,
  ESP,
  type Cpu,
  type CpuState,
  type Stop,
} from '../../hardware/cpu';
import { hex } from '../finding';
import {
  CONTEXT,
  CONTEXT_FULL,
  Disposition,
  EXCEPTION_EXIT_UNWIND,
  EXCEPTION_NESTED_CALL,
  EXCEPTION_NONCONTINUABLE,
  EXCEPTION_RECORD,
  EXCEPTION_REGISTRATION_RECORD,
  EXCEPTION_UNWINDING,
  SCOPE_TABLE_ENTRY,
  TRY_REGISTRATION,
} from '../structures/exception';
import { EXCEPTION_LIST_OFFSET, NO_EXCEPTION_HANDLER } from './control-region';
import { RaisedException, overflowStack } from './exception';
import { Flows, type Flow } from './flow';
import type { Kernel } from './kernel';
import { CONTROL_REGION } from './memory-map';
import type { MachineFunction } from './processor';

/** ntstatus.h. */
const STATUS_NONCONTINUABLE_EXCEPTION = 0xc000_0025;
const STATUS_INVALID_DISPOSITION = 0xc000_0026;
const STATUS_UNWIND = 0xc000_0027;
const STATUS_BAD_STACK = 0xc000_0028;
const STATUS_INVALID_UNWIND_TARGET = 0xc000_0029;
const UNWINDING = EXCEPTION_UNWINDING | EXCEPTION_EXIT_UNWIND;
const EXCEPTION_LIST = virtual(CONTROL_REGION + EXCEPTION_LIST_OFFSET);
/** KGDT_R0_CODE, KGDT_R0_DATA, KGDT_R3_DATA | 3, KGDT_R0_PCR: what XP's kernel runs with. */
const SELECTORS = { SegCs: 0x08, SegSs: 0x10, SegDs: 0x23, SegEs: 0x23, SegFs: 0x30, SegGs: 0 };
/** The stack of 12 KB has no room for more records. */
const RECORDS_MAX = 0x3000 / EXCEPTION_REGISTRATION_RECORD.bytes;

/** What was raised, and where machine code was. */
export interface ExceptionFacts {
  readonly status: number;
  readonly flags: number;
  readonly parameters: readonly number[];
  /** Before the instruction that faulted, or behind the call that raised it. */
  readonly state: CpuState;
  /** Ends the run, or gives the stop that does; absent for what a driver raised itself. */
  readonly unhandled?: () => Stop;
}

/** Out of a search that found nobody to handle an exception. */
export class UnhandledException extends Error {
  readonly facts: ExceptionFacts;
  readonly isStackInvalid: boolean;

  constructor(facts: ExceptionFacts, isStackInvalid: boolean) {
    super('an exception that nobody handled');
    this.facts = facts;
    this.isStackInvalid = isStackInvalid;
  }
}

export class Unwinding {
  readonly #kernel: Kernel;
  readonly #cpu: Cpu;
  readonly #flows: Flows;
  /** Handlers of records that the system puts into the list around its own calls. */
  readonly #nestedHandler: VirtualAddress;
  readonly #collidedHandler: VirtualAddress;
  readonly #localUnwindHandler: VirtualAddress;

  constructor(
    kernel: Kernel,
    cpu: Cpu,
    functionAt: (name: string, make: () => MachineFunction) => VirtualAddress,
  ) {
    this.#kernel = kernel;
    this.#cpu = cpu;
    const internal = (name: string, run: MachineFunction) =>
      functionAt(`the exception dispatcher's ${name}`, () => run);
    this.#flows = new Flows(
      kernel,
      internal('return address', () => this.#flows.returned(cpu)),
    );
    this.#nestedHandler = internal('nested handler', () => this.#answerNested());
    this.#collidedHandler = internal('collided handler', () => this.#answerCollided());
    this.#localUnwindHandler = internal('local unwind handler', () => this.#answerLocalUnwind());
  }

  /** The functions for drivers, by name; ESP and EBP are part of what they are given. */
  readonly functions: Readonly<Record<string, MachineFunction>> = {
    // VOID RtlUnwind(PVOID TargetFrame, PVOID TargetIp, PEXCEPTION_RECORD, PVOID ReturnValue)
    RtlUnwind: (cpu) => {
      const [target, , record, value] = [0, 1, 2, 3].map((index) => cpu.argument(index));
      this.#flows.begin(cpu, this.#unwindAndReturn(target, record, value), 16);
    },
    // VOID RtlRaiseException(PEXCEPTION_RECORD)
    RtlRaiseException: (cpu) => this.#raise(virtual(cpu.argument(0))),
    // int _except_handler3(record, registration, context, dispatcher context)
    _except_handler3: (cpu) => {
      const [record, frame, context] = [0, 1, 2].map((index) => virtual(cpu.argument(index)));
      this.#flows.begin(cpu, this.#exceptHandler3(record, frame, context));
    },
    // void _global_unwind2(registration)
    _global_unwind2: (cpu) =>
      this.#flows.begin(cpu, this.#unwindAndReturn(cpu.argument(0), NULL, 0)),
    // void _local_unwind2(registration, level)
    _local_unwind2: (cpu) => {
      const frame = virtual(cpu.argument(0));
      this.#flows.begin(cpu, returning(this.#localUnwind(frame, cpu.argument(1) | 0), 0));
    },
    // int _abnormal_termination(void), in a __finally block, with the EBP of its function
    _abnormal_termination: (cpu) => {
      const frame = (cpu.registers[EBP] >>> 0) - TRY_REGISTRATION.bytes;
      const isUnwinding =
        this.#list !== NO_EXCEPTION_HANDLER &&
        this.#record(this.#list).Handler === this.#localUnwindHandler &&
        this.#read(this.#list + 8) === frame;
      cpu.returnToCaller(isUnwinding ? 1 : 0, 0);
    },
  };

  /** Puts the exception on the stack of machine code, which then goes on in the first handler. */
  dispatch(facts: ExceptionFacts): void {
    const { record, context } = this.#push(facts);
    this.#flows.begin(this.#cpu, this.#search(facts, record, context));
  }

  /** RtlDispatchException. */
  *#search(facts: ExceptionFacts, record: VirtualAddress, context: VirtualAddress): Flow {
    const exception = EXCEPTION_RECORD.at(this.#kernel.memory, record);
    const dispatcherContext = this.#flows.push(this.#cpu, 0);
    let nested = 0;
    let frame = this.#list;
    for (let count = 0; frame !== NO_EXCEPTION_HANDLER && count < RECORDS_MAX; count++) {
      if (!this.#isOnStack(frame)) throw new UnhandledException(facts, true);
      const handler = this.#record(frame).Handler;
      const args = [record, frame, context, dispatcherContext];
      const disposition = yield* this.#execute(this.#nestedHandler, handler, args);
      if (frame === nested) {
        exception.ExceptionFlags &= ~EXCEPTION_NESTED_CALL;
        nested = 0;
      }
      switch (disposition) {
        case Disposition.CONTINUE_EXECUTION:
          if ((exception.ExceptionFlags & EXCEPTION_NONCONTINUABLE) !== 0)
            throw raised(STATUS_NONCONTINUABLE_EXCEPTION, 'a handler would go on after it');
          return { kind: 'continue', state: this.#stateIn(context) };
        case Disposition.CONTINUE_SEARCH:
          break;
        case Disposition.NESTED_EXCEPTION:
          exception.ExceptionFlags |= EXCEPTION_NESTED_CALL;
          nested = Math.max(nested, this.#read(dispatcherContext));
          break;
        default:
          throw raised(STATUS_INVALID_DISPOSITION, `a handler returned ${hex(disposition)}`);
      }
      frame = this.#record(frame).Next;
    }
    throw new UnhandledException(facts, false);
  }

  /** RtlUnwind, up to the record `target`, which stays; all of them for NULL. */
  *#unwind(target: number, given: number): Flow<void> {
    const facts = { status: STATUS_UNWIND, flags: 0, parameters: [], state: this.#cpu.saveState() };
    const pushed = this.#push(facts);
    const record = given === NULL ? pushed.record : virtual(given);
    const exception = EXCEPTION_RECORD.at(this.#kernel.memory, record);
    exception.ExceptionFlags |= target === NULL ? UNWINDING : EXCEPTION_UNWINDING;
    const dispatcherContext = this.#flows.push(this.#cpu, 0);
    let frame = this.#list;
    for (let count = 0; frame !== NO_EXCEPTION_HANDLER && count < RECORDS_MAX; count++) {
      if (frame === target) return;
      if (target !== NULL && target < frame)
        throw raised(STATUS_INVALID_UNWIND_TARGET, `${hex(target)} is no record in the list`);
      if (!this.#isOnStack(frame))
        throw raised(STATUS_BAD_STACK, `the record ${hex(frame)} is not on the stack`);
      const args = [record, frame, pushed.context, dispatcherContext];
      const handler = this.#record(frame).Handler;
      const disposition = yield* this.#execute(this.#collidedHandler, handler, args);
      if (disposition === Disposition.COLLIDED_UNWIND)
        frame = virtual(this.#read(dispatcherContext));
      else if (disposition !== Disposition.CONTINUE_SEARCH)
        throw raised(STATUS_INVALID_DISPOSITION, `a handler returned ${hex(disposition)}`);
      frame = this.#record(frame).Next;
      this.#list = frame;
    }
    if (target !== NO_EXCEPTION_HANDLER) throw new UnhandledException(facts, false);
  }

  *#unwindAndReturn(target: number, record: number, value: number): Flow {
    yield* this.#unwind(target, record);
    return { kind: 'return', value };
  }

  /** Calls a handler with a record of the system's in the list, which is there for what goes wrong. */
  *#execute(guard: VirtualAddress, handler: VirtualAddress, args: readonly number[]): Flow<number> {
    const esp = this.#cpu.registers[ESP];
    const outer = this.#list;
    this.#pushRecord(guard, args[1]);
    const disposition = yield { address: handler, args };
    this.#list = outer;
    this.#cpu.registers[ESP] = esp;
    return disposition;
  }

  *#exceptHandler3(record: VirtualAddress, frame: VirtualAddress, context: VirtualAddress): Flow {
    const { memory } = this.#kernel;
    const search = { kind: 'return', value: Disposition.CONTINUE_SEARCH } as const;
    const { ExceptionFlags } = EXCEPTION_RECORD.at(memory, record);
    if ((ExceptionFlags & UNWINDING) !== 0) {
      yield* this.#localUnwind(frame, -1);
      return search;
    }
    // GetExceptionInformation() is what the word before the record points to.
    this.#flows.push(this.#cpu, context);
    memory.write32(virtual(frame - 4), this.#flows.push(this.#cpu, record));
    const registration = TRY_REGISTRATION.at(memory, frame);
    const framePointer = frame + TRY_REGISTRATION.bytes;
    for (let level = registration.TryLevel; level !== -1;) {
      const { EnclosingLevel, Filter, Handler } = this.#scope(frame, level);
      if (Filter !== NULL) {
        const answer = (yield { address: Filter, framePointer }) | 0;
        if (answer < 0) return { kind: 'return', value: Disposition.CONTINUE_EXECUTION };
        if (answer > 0) {
          yield* this.#unwind(frame, NULL);
          yield* this.#localUnwind(frame, level);
          registration.TryLevel = EnclosingLevel;
          return { kind: 'jump', address: Handler, framePointer };
        }
      }
      level = EnclosingLevel;
    }
    return search;
  }

  /** Runs the __finally blocks of a function from the __try it is in up to another one. */
  *#localUnwind(frame: VirtualAddress, stop: number): Flow<void> {
    const registration = TRY_REGISTRATION.at(this.#kernel.memory, frame);
    const esp = this.#cpu.registers[ESP];
    const outer = this.#list;
    this.#flows.push(this.#cpu, stop);
    this.#pushRecord(this.#localUnwindHandler, frame);
    for (;;) {
      const level = registration.TryLevel;
      if (level === -1 || level === stop) break;
      const { EnclosingLevel, Filter, Handler } = this.#scope(frame, level);
      registration.TryLevel = EnclosingLevel;
      if (Filter === NULL) yield { address: Handler, framePointer: frame + TRY_REGISTRATION.bytes };
    }
    this.#list = outer;
    this.#cpu.registers[ESP] = esp;
  }

  /** An exception in a filter: the search passes over the records that were asked before it. */
  #answerNested(): void {
    const cpu = this.#cpu;
    const isSearch = (this.#flagsOf(cpu.argument(0)) & UNWINDING) === 0;
    if (isSearch) this.#giveFrame();
    const { NESTED_EXCEPTION, CONTINUE_SEARCH } = Disposition;
    cpu.returnToCaller(isSearch ? NESTED_EXCEPTION : CONTINUE_SEARCH, 0);
  }

  /** Unwinding that comes to a handler which unwinds already: it goes on behind that one. */
  #answerCollided(): void {
    const cpu = this.#cpu;
    const isUnwind = (this.#flagsOf(cpu.argument(0)) & UNWINDING) !== 0;
    if (isUnwind) this.#giveFrame();
    const { COLLIDED_UNWIND, CONTINUE_SEARCH } = Disposition;
    cpu.returnToCaller(isUnwind ? COLLIDED_UNWIND : CONTINUE_SEARCH, 0);
  }

  /** A __finally block is left by an exception: the blocks around it still run. */
  #answerLocalUnwind(): void {
    const cpu = this.#cpu;
    const { CONTINUE_SEARCH } = Disposition;
    if ((this.#flagsOf(cpu.argument(0)) & UNWINDING) === 0)
      return cpu.returnToCaller(CONTINUE_SEARCH, 0);
    const guard = cpu.argument(1);
    const rest = this.#localUnwind(virtual(this.#read(guard + 8)), this.#read(guard + 12) | 0);
    this.#flows.begin(cpu, returning(rest, CONTINUE_SEARCH));
  }

  /** Tells the dispatcher, in its context, the record that the system's own one was for. */
  #giveFrame(): void {
    const { memory } = this.#kernel;
    const frame = this.#read(this.#cpu.argument(1) + 8);
    memory.write32(virtual(this.#cpu.argument(3)), frame);
  }

  /** RtlRaiseException: a copy of the caller's record, at the address it is called from. */
  #raise(record: VirtualAddress): void {
    const { memory } = this.#kernel;
    const given = EXCEPTION_RECORD.at(memory, record);
    const count = Math.min(given.NumberParameters, 15);
    const at = given.ExceptionInformation;
    const parameters = Array.from({ length: count }, (_, index) =>
      memory.read32(virtual(at + 4 * index)),
    );
    const { returnAddress } = this.#cpu;
    this.#cpu.returnToCaller(this.#cpu.registers[EAX], 4);
    const facts = {
      status: given.ExceptionCode,
      flags: given.ExceptionFlags & EXCEPTION_NONCONTINUABLE,
      parameters,
      state: { ...this.#cpu.saveState(), eip: returnAddress },
    };
    this.dispatch(facts);
  }

  /** EXCEPTION_RECORD and CONTEXT below ESP. */
  #push({ status, flags, parameters, state }: ExceptionFacts) {
    const { memory, stack } = this.#kernel;
    const cpu = this.#cpu;
    const bytes = CONTEXT.bytes + EXCEPTION_RECORD.bytes;
    const bottom = (cpu.registers[ESP] >>> 0) - bytes;
    if (bottom < stack.base) overflowStack(this.#kernel, undefined);
    for (let offset = 0; offset < bytes; offset += 4) memory.write32(virtual(bottom + offset), 0);
    const record = virtual(bottom);
    const context = virtual(bottom + EXCEPTION_RECORD.bytes);
    Object.assign(EXCEPTION_RECORD.at(memory, record), {
      ExceptionCode: status,
      ExceptionFlags: flags,
      ExceptionAddress: state.eip,
      NumberParameters: parameters.length,
    });
    const at = EXCEPTION_RECORD.at(memory, record).ExceptionInformation;
    parameters.forEach((value, index) => memory.write32(virtual(at + 4 * index), value));
    const { registers } = state;
    Object.assign(CONTEXT.at(memory, context), SELECTORS, {
      ContextFlags: CONTEXT_FULL,
      Eip: state.eip,
      EFlags: state.eflags,
      ...fieldsOf((slot) => registers[slot] >>> 0),
    });
    cpu.registers[ESP] = bottom;
    return { record, context };
  }

  #stateIn(context: VirtualAddress): CpuState {
    const fields = CONTEXT.at(this.#kernel.memory, context);
    const registers = this.#cpu.saveState().registers;
    for (const [name, slot] of REGISTERS) registers[slot] = fields[name];
    return { registers, eflags: fields.EFlags, eip: fields.Eip };
  }

  /** A record at the head of the list, with the record it is for behind it. */
  #pushRecord(handler: VirtualAddress, frame: number): void {
    this.#flows.push(this.#cpu, frame);
    this.#flows.push(this.#cpu, handler);
    this.#list = this.#flows.push(this.#cpu, this.#list);
  }

  #scope(frame: VirtualAddress, level: number) {
    const { memory } = this.#kernel;
    const { ScopeTable } = TRY_REGISTRATION.at(memory, frame);
    return SCOPE_TABLE_ENTRY.at(memory, virtual((ScopeTable + 12 * level) >>> 0));
  }

  #flagsOf(record: number): number {
    return EXCEPTION_RECORD.at(this.#kernel.memory, virtual(record)).ExceptionFlags;
  }

  #record(frame: VirtualAddress) {
    return EXCEPTION_REGISTRATION_RECORD.at(this.#kernel.memory, frame);
  }

  #read(address: number): number {
    return this.#kernel.memory.read32(virtual(address));
  }

  /** A record lies on the stack, aligned, or XP does not follow it (EXCEPTION_STACK_INVALID). */
  #isOnStack(frame: VirtualAddress): boolean {
    const { base, top } = this.#kernel.stack;
    return frame >= base && frame + EXCEPTION_REGISTRATION_RECORD.bytes <= top && frame % 4 === 0;
  }

  get #list(): VirtualAddress {
    return virtual(this.#kernel.raw.read32(EXCEPTION_LIST));
  }

  set #list(frame: VirtualAddress) {
    this.#kernel.raw.write32(EXCEPTION_LIST, frame);
  }
}

const REGISTERS = [
  ['Eax', EAX],
  ['Ecx', ECX],
  ['Edx', EDX],
  ['Ebx', EBX],
  ['Esp', ESP],
  ['Ebp', EBP],
  ['Esi', ESI],
  ['Edi', EDI],
] as const;

function fieldsOf(read: (slot: number) => number): Record<string, number> {
  return Object.fromEntries(REGISTERS.map(([name, slot]) => [name, read(slot)]));
}

function raised(status: number, why: string): RaisedException {
  return new RaisedException(status, `The exception dispatcher raised ${hex(status)}: ${why}`);
}

function* returning(flow: Flow<void>, value: number): Flow {
  yield* flow;
  return { kind: 'return', value };
}
