/**
 * Spin locks on one processor. Taking one that is held would spin for ever; who holds what, and how
 * it was taken, is kept so that the rules on balance and recursion can be told.
 */
import type { VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { DISPATCH_LEVEL } from '../row';
import type { Kernel } from './kernel';
import { LockOrder } from './lock-order';
import type { Frame } from './frame';
import type { Image } from './image';

interface HeldLock {
  readonly address: VirtualAddress;
  readonly oldIrql: number;
  readonly isDpr: boolean;
  readonly frame: Frame | undefined;
}

export class SpinLocks {
  readonly #kernel: Kernel;
  readonly #held: HeldLock[] = [];
  readonly #order = new LockOrder();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  get heldCount(): number {
    return this.#held.length;
  }

  isHeld(address: VirtualAddress): boolean {
    return this.#indexOf(address) >= 0;
  }

  /** The lock that an image took last and holds still; undefined if it holds none. */
  lastHeldBy(image: Image | undefined): VirtualAddress | undefined {
    return this.#held.findLast(({ frame }) => frame?.image === image)?.address;
  }

  /** Takes a lock, at DISPATCH_LEVEL from then on; a Dpr function leaves IRQL as it is. */
  acquire(address: VirtualAddress, isDpr: boolean): void {
    const kernel = this.#kernel;
    if (this.isHeld(address)) {
      kernel.report('irql/spin-lock-acquired-twice', {
        what: `The spin lock at ${hex(address)} was acquired while this processor held it.`,
      });
      kernel.neverReturns(`${kernel.boundary} waits for a spin lock that it holds itself.`);
    }
    if (this.#held.length > 0) this.#checkOrder(address);
    this.#held.push({ address, oldIrql: kernel.irql, isDpr, frame: kernel.frame });
    // At DIRQL, where no spin lock may be taken, IRQL is not lowered.
    if (!isDpr) kernel.irql = Math.max(kernel.irql, DISPATCH_LEVEL);
  }

  #checkOrder(address: VirtualAddress): void {
    const held = this.#held.map((lock) => lock.address);
    const other = this.#order.note(held, address);
    if (other === undefined) return;
    this.#kernel.report('irql/spin-lock-order-cycle', {
      what: `The spin lock at ${hex(address)} was acquired under the one at ${hex(other)}, which elsewhere is acquired under it.`,
      address: hex(address),
    });
  }

  /** A lock begins or ends at this address. */
  renew(address: VirtualAddress): void {
    this.#order.forget(address);
  }

  /** Gives a lock back and restores the IRQL at which it was taken, or sets the one given. */
  release(address: VirtualAddress, isDpr: boolean, newIrql?: number): void {
    const kernel = this.#kernel;
    const index = this.#indexOf(address);
    if (index < 0) {
      kernel.report('irql/spin-lock-not-held', {
        what: `The spin lock at ${hex(address)} was released and is not held.`,
      });
      return;
    }
    const lock = this.#held[index];
    // Mostly the last one taken is the first one given back.
    if (index === this.#held.length - 1) this.#held.pop();
    else this.#held.splice(index, 1);
    if (lock.isDpr !== isDpr)
      kernel.report('irql/spin-lock-variants-mixed', {
        what: `The spin lock at ${hex(address)} was acquired by ${variant(lock.isDpr)} and released by ${variant(isDpr)}.`,
      });
    if (isDpr) return;
    kernel.irql = newIrql ?? lock.oldIrql;
    if (kernel.irql < DISPATCH_LEVEL) kernel.scheduler.poll();
  }

  /** Where a lock is among those that are held, the one taken last first; -1 if it is not. */
  #indexOf(address: VirtualAddress): number {
    const held = this.#held;
    let index = held.length - 1;
    while (index >= 0 && held[index].address !== address) index--;
    return index;
  }

  /** Takes back what a handler still holds on its return; the addresses of these locks. */
  releaseAllOf(frame: Frame): VirtualAddress[] {
    const left = this.#held.filter((lock) => lock.frame === frame);
    for (const lock of left) this.#held.splice(this.#held.indexOf(lock), 1);
    return left.map((lock) => lock.address);
  }
}

function variant(isDpr: boolean): string {
  return isDpr ? 'NdisDprAcquireSpinLock' : 'NdisAcquireSpinLock';
}
