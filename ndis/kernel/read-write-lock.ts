/**
 * Reader/writer locks on one processor: NDIS 5, "NdisAcquireReadWriteLock". Whoever has one may take
 * it again, each time with another LOCK_STATE, but not for writing while it reads: a writer waits
 * until all readers are gone, itself among them.
 */
import type { VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import type { RuleName } from '../rules';
import type { Frame } from './frame';
import type { Kernel } from './kernel';

interface HeldLock {
  readonly lock: VirtualAddress;
  /** The LOCK_STATE that it was taken with. */
  readonly state: VirtualAddress;
  readonly isWrite: boolean;
  readonly oldIrql: number;
  readonly frame: Frame | undefined;
}

export class ReadWriteLocks {
  readonly #kernel: Kernel;
  readonly #initialized = new Set<VirtualAddress>();
  readonly #held: HeldLock[] = [];

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get heldCount(): number {
    return this.#held.length;
  }

  initialize(lock: VirtualAddress): void {
    if (this.#held.some((one) => one.lock === lock)) this.#misused(lock, 'initialized while held');
    this.#initialized.add(lock);
  }

  /** Takes a lock, at DISPATCH_LEVEL from then on; the IRQL from before. */
  acquire(lock: VirtualAddress, isWrite: boolean, state: VirtualAddress): number {
    const kernel = this.#kernel;
    if (!this.#initialized.has(lock)) this.#misused(lock, 'acquired before it was initialized');
    const mine = this.#held.filter((one) => one.lock === lock);
    if (this.#held.some((one) => one.state === state))
      this.#misused(lock, `acquired with the LOCK_STATE at ${hex(state)}, which is in use`);
    if (isWrite && mine.length > 0 && mine.every((one) => !one.isWrite)) {
      this.#report('irql/spin-lock-acquired-twice', lock, 'acquired for writing by who reads');
      kernel.neverReturns(`${kernel.boundary} waits until it releases a lock itself.`);
    }
    const oldIrql = kernel.irql;
    this.#held.push({ lock, state, isWrite, oldIrql, frame: kernel.frame });
    kernel.irql = Math.max(oldIrql, DISPATCH_LEVEL);
    return oldIrql;
  }

  /** Gives a lock back and restores the IRQL at which it was taken. */
  release(lock: VirtualAddress, state: VirtualAddress): void {
    const kernel = this.#kernel;
    const index = this.#held.findLastIndex((one) => one.lock === lock && one.state === state);
    if (index < 0) {
      if (this.#held.some((one) => one.lock === lock))
        this.#misused(lock, 'released with another LOCK_STATE than it was acquired with');
      else this.#report('irql/spin-lock-not-held', lock, 'released and is not held');
      return;
    }
    const [{ oldIrql }] = this.#held.splice(index, 1);
    kernel.irql = oldIrql;
    if (oldIrql < DISPATCH_LEVEL) kernel.scheduler.poll();
  }

  /** Takes back what a handler still holds on its return; the addresses of these locks. */
  releaseAllOf(frame: Frame): VirtualAddress[] {
    const left = this.#held.filter((one) => one.frame === frame);
    for (const one of left) this.#held.splice(this.#held.indexOf(one), 1);
    return left.map(({ lock }) => lock);
  }

  #misused(lock: VirtualAddress, how: string): void {
    this.#report('registration/nonsense-argument', lock, how);
  }

  #report(rule: RuleName, lock: VirtualAddress, how: string): void {
    this.#kernel.report(rule, {
      what: `The reader/writer lock at ${hex(lock)} was ${how}.`,
    });
  }
}
