/**
 * Other bytes in the memory that a driver is given, and in its stack. Nothing is promised of what
 * they are, so that a driver must do the same whatever they are; if it does not it has used what it
 * never wrote.
 */
import { VIRTUAL_BASE, virtual } from '../../hardware/address';
import type { Fault } from '../../ndis/faults';
import { RunStopped, hex } from '../../ndis/finding';
import type { Resource } from '../../ndis/ledger';
import type { Session } from '../session';

/** Calls that give memory of which nobody says what it holds. */
const GIVES_MEMORY: readonly string[] = [
  'NdisAllocateMemory',
  'NdisAllocateMemoryWithTag',
  'NdisMAllocateSharedMemory',
  'ExAllocatePool',
  'ExAllocatePoolWithTag',
  'MmAllocateContiguousMemory',
  'MmAllocateContiguousMemorySpecifyCache',
];

const RULE = 'memory/uninitialized-read';
const EVERY = 'every:';

export function isFreshMemoryFault({ call }: Fault): boolean {
  return call === 'memory' || call === 'stack';
}

/** Fills blocks, and the stack, as the faults of a run want it. */
export class FreshMemory {
  readonly #session: Session;
  readonly #faults: readonly Fault[];
  readonly #isElseClean: boolean;
  /** Blocks that were given so far. */
  blockCount = 0;
  /** What was filled last, for the report. */
  #filled = 'the stack';
  #resource: Resource | undefined;

  constructor(session: Session, faults: readonly Fault[]) {
    this.#session = session;
    this.#faults = faults.filter(isFreshMemoryFault);
    this.#isElseClean = this.#faults.length > 0 && session.isElseClean;
    const { os } = session;
    const { ledger } = os;
    const listener = ledger.onChange;
    ledger.onChange = (change, resource) => {
      listener?.(change, resource);
      if (change === 'acquire') this.#acquired(resource);
    };
    for (const fault of this.#faults)
      if (fault.call === 'stack' || fault.failure.startsWith(EVERY)) {
        os.stack.fill = byteOf(fault);
        if (fault.call === 'stack') this.#happened(fault);
      }
  }

  #acquired(resource: Resource): void {
    const { os } = this.#session;
    if (!GIVES_MEMORY.includes(resource.acquiredBy) || os.frame?.image.isBystander) return;
    const block = os.pool.blockAt(virtual(resource.key));
    if (block === undefined) return;
    this.blockCount++;
    for (const fault of this.#faults) {
      const isEvery = fault.failure.startsWith(EVERY);
      if (fault.call !== 'memory' || (!isEvery && fault.occurrence !== this.blockCount)) continue;
      const start = block.address - VIRTUAL_BASE;
      os.memory.bytes.fill(byteOf(fault), start, start + block.byteCount);
      const one = `the ${block.byteCount} bytes that ${resource.acquiredBy} gave in ${resource.acquiredIn}`;
      this.#filled = isEvery ? 'all memory that it was given, and its stack,' : one;
      this.#resource = isEvery ? undefined : resource;
      this.#happened(fault);
    }
  }

  #happened(fault: Fault): void {
    const { os } = this.#session;
    if (os.faults?.injected.includes(fault) !== true) os.faults?.happened(fault);
    if (this.#isElseClean) os.senseless = { endless: RULE, astray: RULE };
  }

  /** The driver did what it does not do with other bytes there: nothing after it means anything. */
  differs(is: string, was: string, boundary?: string): never {
    const { os } = this.#session;
    const bytes = this.#faults.map(({ failure }) => failure.replace(EVERY, '')).join(', ');
    const what = `With ${bytes} in ${this.#filled} the driver does this: ${short(is)}. With other bytes it does this: ${short(was)}.`;
    os.report(RULE, {
      what,
      boundary,
      resource: this.#resource,
      address: this.#resource && hex(this.#resource.key),
    });
    throw os.stop(new RunStopped({ kind: 'limit', what }));
  }
}

const byteOf = ({ failure }: Fault): number => Number(failure.replace(EVERY, ''));

const SHOWN_MAX = 100;
const short = (text: string): string =>
  text.length <= SHOWN_MAX ? text : `${text.slice(0, SHOWN_MAX - 3)}...`;
