/**
 * What it means when the processor cannot go on in a driver: the exceptions of x86 as the trap
 * handlers of Windows XP meet them in kernel mode, without a debugger, where no handler of the
 * driver's wants them (unwinding.ts). What is merely not modelled makes the run inconclusive.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import type { Stop } from '../../hardware/cpu';
import { Shadow } from '../../hardware/memory';
import {
  DOUBLE_FAULT,
  DRIVER_IRQL_NOT_LESS_OR_EQUAL,
  EXECUTED,
  KMODE_EXCEPTION_NOT_HANDLED,
  PAGE_FAULT_IN_NONPAGED_AREA,
  SYSTEM_THREAD_EXCEPTION_NOT_HANDLED,
  UNEXPECTED_KERNEL_MODE_TRAP,
} from '../bug-codes';
import { hex } from '../finding';
import { STATUS_ACCESS_VIOLATION } from '../nt-status';
import { DISPATCH_LEVEL } from '../row';
import { EXCEPTION_NONCONTINUABLE } from '../structures/exception';
import type { Kernel, ReportFacts } from './kernel';
import { STACK_BYTES } from './memory-map';

/** An exception that a function of the kernel raises in its caller (ExRaiseStatus). */
export class RaisedException extends Error {
  readonly status: number;
  /** Where the driver made the call that raised it. */
  readonly at: string | undefined;
  /** EXCEPTION_RECORD.ExceptionFlags and ExceptionInformation. */
  readonly flags: number = EXCEPTION_NONCONTINUABLE;
  readonly parameters: readonly number[] = [];

  constructor(status: number, what: string, at?: string) {
    super(what);
    this.name = 'RaisedException';
    this.status = status;
    this.at = at;
  }
}

/** An access of a driver with a handler to what is not mapped: a handler decides what it means. */
export class PageFault extends RaisedException {
  override readonly flags = 0;
  override readonly parameters: readonly number[];
  /** Ends the run, when no handler wants it. */
  readonly unhandled: () => never;

  constructor(address: number, isWrite: boolean, unhandled: () => never) {
    super(STATUS_ACCESS_VIOLATION, `an access to ${hex(address)}`);
    this.parameters = [isWrite ? 1 : 0, address];
    this.unhandled = unhandled;
  }
}

interface Exception {
  /** The NTSTATUS that the trap handler raises. */
  readonly status: number;
  readonly what: string;
  /** EXCEPTION_RECORD.ExceptionInformation. */
  readonly parameters?: readonly number[];
}

/** DDK ntstatus.h. */
const EXCEPTIONS = {
  breakpoint: { status: 0x8000_0003, what: 'ran into a breakpoint (int 3)' },
  'divide-error': { status: 0xc000_0094, what: 'divided by zero, or the quotient did not fit' },
  'undefined-instruction': { status: 0xc000_001d, what: 'ran into an undefined instruction' },
  overflow: { status: 0xc000_0095, what: 'raised an overflow exception (into)' },
  'bound-range': { status: 0xc000_008c, what: 'raised a bound range exception (bound)' },
  'general-protection': {
    status: STATUS_ACCESS_VIOLATION,
    what: 'raised a general protection fault',
    parameters: [0, 0xffff_ffff],
  },
} as const satisfies Partial<Record<Stop['kind'], Exception>>;

/** The exception that a stop of the processor is; undefined for what is none. */
export function exceptionOf(kernel: Kernel, stop: Stop): Exception | undefined {
  if (stop.kind === 'not-code') {
    const isUserPage = stop.address < VIRTUAL_BASE && kernel.irql < DISPATCH_LEVEL;
    if (!isUserPage) return undefined;
    const { address } = stop;
    return { status: STATUS_ACCESS_VIOLATION, what: 'ran off', parameters: [0, address] };
  }
  const exceptions: Partial<Record<Stop['kind'], Exception>> = EXCEPTIONS;
  return exceptions[stop.kind];
}

/** Ends the run for a stop other than the return of the handler that runs. */
export function stopAtException(kernel: Kernel, stop: Exclude<Stop, { kind: 'returned' }>): never {
  const eip = virtual(stop.eip);
  const at = kernel.code.siteOf(eip) ?? hex(eip);
  switch (stop.kind) {
    case 'budget':
      return kernel.neverReturns(`${kernel.boundary} had not returned when it came to ${at}.`);
    case 'unmodelled-instruction':
      return kernel.inconclusive(`the instruction ${stop.mnemonic} at ${at} is not modelled`);
    case 'software-interrupt':
      return kernel.inconclusive(`interrupt ${hex(stop.vector)}, raised at ${at}, is not modelled`);
    case 'halt':
      return kernel.inconclusive(`the instruction hlt before ${at} is not modelled`);
    case 'nesting':
      return overflowStack(kernel, at);
    case 'not-code':
      return notCode(kernel, virtual(stop.address), at);
    case 'host':
      throw new Error(`the processor was stopped at ${at}: ${String(stop.reason)}`);
    default: {
      const { status, what } = EXCEPTIONS[stop.kind];
      return endByException(kernel, status, { what: `The driver ${what}.`, at }, eip);
    }
  }
}

/** The end of a search for a handler, which may have come to a record that is not on the stack. */
export function endUnhandled(
  kernel: Kernel,
  status: number,
  address: number,
  isStackInvalid: boolean,
): never {
  const why = isStackInvalid ? ', and its list of handlers leads off the stack' : '';
  const what = `The driver raised the exception ${hex(status)}${why}.`;
  const at = kernel.code.siteOf(virtual(address)) ?? hex(address);
  return endByException(kernel, status, { what, at }, address, isStackInvalid);
}

/**
 * The bug check for an exception that came to the end of the list. What runs at PASSIVE_LEVEL runs
 * in a system thread, whose last handler makes it 0x7E.
 */
export function endByException(
  kernel: Kernel,
  status: number,
  facts: ReportFacts,
  address = 0,
  isStackInvalid = false,
): never {
  const isInThread = kernel.irql < DISPATCH_LEVEL && !isStackInvalid;
  const code = isInThread ? SYSTEM_THREAD_EXCEPTION_NOT_HANDLED : KMODE_EXCEPTION_NOT_HANDLED;
  const parameters = [status, address, 0, 0];
  kernel.report('memory/unhandled-exception', { ...facts, bugCheck: { code, parameters } });
  return kernel.bugCheck(code, parameters);
}

/** The stack's pages end, and the exception that this is finds no stack either. */
export function overflowStack(kernel: Kernel, at: string | undefined): never {
  kernel.report(isRecursing(kernel) ? 'memory/stack-overflow' : 'memory/stack-too-deep', {
    what: `${kernel.boundary} used up the kernel stack of ${STACK_BYTES} bytes.`,
    ...(at === undefined ? {} : { at }),
  });
  return kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, [DOUBLE_FAULT, 0, 0, 0]);
}

/** Frames of one size with the same place to return to that no other thing than recursion makes. */
const RECURSION_COUNT_MIN = 8;

/** Whether the stack holds the same address of a driver's again and again, equally far apart. */
function isRecursing({ raw, code, stack }: Kernel): boolean {
  const seen = new Map<number, { at: number; distance: number; count: number }>();
  for (let at: number = stack.base; at < stack.top; at += 4) {
    const word = virtual(raw.read32(virtual(at)));
    if (code.siteOf(word) === undefined) continue;
    const before = seen.get(word);
    const distance = before === undefined ? 0 : at - before.at;
    const count = before !== undefined && distance === before.distance ? before.count + 1 : 1;
    if (count >= RECURSION_COUNT_MIN) return true;
    seen.set(word, { at, distance, count });
  }
  return false;
}

/** Execution has come to where no code is. */
function notCode(kernel: Kernel, address: VirtualAddress, at: string): never {
  if (kernel.code.isDiscarded(address)) {
    kernel.report('memory/init-section-called', {
      what: `The driver ran into ${at}, which is in a section that was discarded.`,
      address: hex(address),
    });
    if (kernel.irql >= DISPATCH_LEVEL)
      kernel.bugCheck(DRIVER_IRQL_NOT_LESS_OR_EQUAL, [address, kernel.irql, EXECUTED, address]);
    kernel.bugCheck(PAGE_FAULT_IN_NONPAGED_AREA, [address, 0, address, 0]);
  }
  // Fetching is reading: what is wrong with the address is said as of any access.
  try {
    if (kernel.memory.stateAt(address) !== Shadow.DEVICE) kernel.memory.read8(address);
  } catch (error) {
    if (error instanceof PageFault) error.unhandled();
    throw error;
  }
  return kernel.inconclusive(`the driver went to ${hex(address)}, which is none of its code`);
}
