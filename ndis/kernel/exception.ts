/**
 * What it means when the processor cannot go on in a driver: the exceptions of x86 as the trap
 * handlers of Windows XP meet them in kernel mode, without a debugger and without a handler of the
 * driver's. What is merely not modelled makes the run inconclusive.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
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
import { RunStopped, hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import type { Kernel } from './kernel';
import { STACK_BASE, STACK_TOP } from './memory-map';

/** An exception that a function of the kernel raises in its caller (ExRaiseStatus). */
export class RaisedException extends Error {
  readonly status: number;

  constructor(status: number, what: string) {
    super(what);
    this.name = 'RaisedException';
    this.status = status;
  }
}

/** Of handlers that a driver has put into the list at FS:0 nothing is known here. */
export function unmodelledHandler(what: string): RunStopped {
  return new RunStopped({
    kind: 'inconclusive',
    what: `an exception in a driver with a handler of its own is not modelled (${what})`,
  });
}

interface Exception {
  /** The NTSTATUS that the trap handler raises. */
  readonly status: number;
  readonly what: string;
}

/** DDK ntstatus.h. */
const EXCEPTIONS = {
  breakpoint: { status: 0x8000_0003, what: 'ran into a breakpoint (int 3)' },
  'divide-error': { status: 0xc000_0094, what: 'divided by zero, or the quotient did not fit' },
  'undefined-instruction': { status: 0xc000_001d, what: 'ran into an undefined instruction' },
  overflow: { status: 0xc000_0095, what: 'raised an overflow exception (into)' },
  'bound-range': { status: 0xc000_008c, what: 'raised a bound range exception (bound)' },
  'general-protection': { status: 0xc000_0005, what: 'raised a general protection fault' },
} as const satisfies Record<string, Exception>;

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
      if (kernel.hasExceptionHandler)
        throw kernel.stop(unmodelledHandler(`the driver ${what}, at ${at}`));
      const isRaised = kernel.irql >= DISPATCH_LEVEL;
      kernel.report('memory/unhandled-exception', { what: `The driver ${what}.`, at });
      const code = isRaised ? KMODE_EXCEPTION_NOT_HANDLED : SYSTEM_THREAD_EXCEPTION_NOT_HANDLED;
      return kernel.bugCheck(code, [status, eip, 0, 0]);
    }
  }
}

/** The stack's pages end, and the exception that this is finds no stack either. */
export function overflowStack(kernel: Kernel, at: string | undefined): never {
  kernel.report(isRecursing(kernel) ? 'memory/stack-overflow' : 'memory/stack-too-deep', {
    what: `${kernel.boundary} used up the kernel stack of ${STACK_TOP - STACK_BASE} bytes.`,
    ...(at === undefined ? {} : { at }),
  });
  return kernel.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, [DOUBLE_FAULT, 0, 0, 0]);
}

/** Frames of one size with the same place to return to that no other thing than recursion makes. */
const RECURSION_COUNT_MIN = 8;

/** Whether the stack holds the same address of a driver's again and again, equally far apart. */
function isRecursing({ raw, code }: Kernel): boolean {
  const seen = new Map<number, { at: number; distance: number; count: number }>();
  for (let at: number = STACK_BASE; at < STACK_TOP; at += 4) {
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
  if (kernel.memory.stateAt(address) !== Shadow.DEVICE) kernel.memory.read8(address);
  return kernel.inconclusive(`the driver went to ${hex(address)}, which is none of its code`);
}
