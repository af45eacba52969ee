/**
 * Whose turn it is: the thread that calls a driver, or a system worker thread that runs its work
 * items meanwhile. Interrupts and DPCs run on the thread that they interrupt.
 */
import type { VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Kernel } from './kernel';

/** What a KTHREAD takes is not published; drivers only compare its address. */
const THREAD_BYTES = 16;

export class Threads {
  readonly #kernel: Kernel;
  /** By depth: each waits for the next one. */
  readonly #objects: VirtualAddress[] = [];
  readonly #priorities = new Map<VirtualAddress, number>();
  #depth = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The KTHREAD of the thread that runs. */
  get current(): VirtualAddress {
    for (let index = this.#objects.length; index <= this.#depth; index++)
      this.#objects.push(this.#kernel.allocateObject(THREAD_BYTES, Shadow.OPAQUE));
    return this.#objects[this.#depth];
  }

  /** Whether `thread` cannot go on until the one that runs has done. */
  isSuspended(thread: VirtualAddress): boolean {
    const depth = this.#objects.indexOf(thread);
    return depth >= 0 && depth < this.#depth;
  }

  /** Sets the priority of a thread; the one that was set before, if one was. */
  setPriority(thread: VirtualAddress, priority: number): number | undefined {
    const before = this.#priorities.get(thread);
    this.#priorities.set(thread, priority);
    return before;
  }

  /** Runs `work` in a worker thread, while the present thread waits. */
  runWorker(work: () => void): void {
    this.#depth++;
    work();
    this.#depth--;
  }
}
