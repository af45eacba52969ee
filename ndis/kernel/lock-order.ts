/**
 * In which orders spin locks are taken, so that two orders that contradict each other are noticed
 * although nothing waits on one processor. A lock that is held around both orders keeps them apart.
 * (Driver Verifier: Deadlock Detection)
 */
import type { VirtualAddress } from '../../hardware/address';

type Locks = readonly VirtualAddress[];

export class LockOrder {
  /** For each lock, those taken under it, and for each of these what else was held every time. */
  readonly #orders = new Map<VirtualAddress, Map<VirtualAddress, Locks>>();

  /** Notes that a lock is taken; the lock held now that elsewhere is taken under it, if one is. */
  note(held: Locks, taken: VirtualAddress): VirtualAddress | undefined {
    for (const lock of held)
      this.#add(
        lock,
        taken,
        held.filter((one) => one !== lock),
      );
    return held.find((lock) => {
      const guards = this.#orders.get(lock)!.get(taken)!;
      return this.#leads(taken, lock, guards, new Set());
    });
  }

  /** The lock is initialized or freed: what was known of it was another lock's. */
  forget(lock: VirtualAddress): void {
    this.#orders.delete(lock);
    for (const orders of this.#orders.values()) orders.delete(lock);
  }

  #add(first: VirtualAddress, second: VirtualAddress, guards: Locks): void {
    let orders = this.#orders.get(first);
    if (orders === undefined) this.#orders.set(first, (orders = new Map()));
    const known = orders.get(second) ?? guards;
    orders.set(
      second,
      known.filter((lock) => guards.includes(lock)),
    );
  }

  /** Whether `last` is taken under `first`, at some removes, with none of the guards held. */
  #leads(
    first: VirtualAddress,
    last: VirtualAddress,
    guards: Locks,
    seen: Set<VirtualAddress>,
  ): boolean {
    seen.add(first);
    for (const [next, others] of this.#orders.get(first) ?? []) {
      if (seen.has(next) || others.some((lock) => guards.includes(lock))) continue;
      if (next === last || this.#leads(next, last, [...guards, ...others], seen)) return true;
    }
    return false;
  }
}
