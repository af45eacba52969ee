/**
 * What an OID request gives: a driver that leaves a request pending may write BytesWritten,
 * BytesRead and BytesNeeded until it completes it, long after its handler has returned (NDIS 5:
 * NdisMQueryInformationComplete). So for machine code they do not lie on the stack, and the object
 * that a handler in TypeScript has returned is looked at again.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Kernel } from '../kernel/kernel';

/** A request has two out arguments, each of 4 bytes; an adapter has one request at a time. */
const OUT_BYTES = 4;
const OUT_COUNT = 2;

export class RequestOuts {
  readonly #os: Kernel;
  readonly #byAdapter = new Map<number, VirtualAddress>();
  /** What handlers in TypeScript returned last, by adapter. */
  readonly #returned = new Map<number, unknown>();

  constructor(os: Kernel) {
    this.#os = os;
  }

  /** The place of an out argument of the next request, cleared; `index` counts from 0. */
  take(adapter: number, index: number): VirtualAddress {
    let block = this.#byAdapter.get(adapter);
    if (block === undefined) {
      block = this.#os.allocateObject(OUT_COUNT * OUT_BYTES, Shadow.PLAIN);
      this.#byAdapter.set(adapter, block);
    }
    const at = virtual(block + OUT_BYTES * index);
    this.#os.raw.write32(at, 0);
    return at;
  }

  /** A handler in TypeScript has returned. */
  keep(adapter: number, returned: unknown): void {
    this.#returned.set(adapter, returned);
  }

  /** The out arguments as they are now, by their names in the handler's order. */
  read(adapter: number, names: readonly string[]): readonly number[] {
    const block = this.#byAdapter.get(adapter);
    if (block !== undefined)
      return names.map((_, index) => this.#os.raw.read32(virtual(block + OUT_BYTES * index)));
    // A status alone has no such members.
    const returned = this.#returned.get(adapter) as Record<string, unknown> | undefined;
    return names.map((name) => Number(returned?.[name] ?? 0) >>> 0);
  }

  /** The adapter gets no more requests: who still writes there writes to freed memory. */
  free(adapter: number): void {
    this.#returned.delete(adapter);
    const block = this.#byAdapter.get(adapter);
    if (block === undefined) return;
    this.#byAdapter.delete(adapter);
    this.#os.pool.free(block);
  }
}
