/**
 * Where machine code puts what an OID request gives: a driver that leaves a request pending may
 * write BytesWritten, BytesRead and BytesNeeded until it completes it, long after its handler has
 * returned (NDIS 5: NdisMQueryInformationComplete). So they do not lie on the stack.
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

  /** What lies there now; undefined for a driver in TypeScript, which returns its results. */
  read(adapter: number): readonly number[] | undefined {
    const block = this.#byAdapter.get(adapter);
    if (block === undefined) return undefined;
    return Array.from({ length: OUT_COUNT }, (_, index) =>
      this.#os.raw.read32(virtual(block + OUT_BYTES * index)),
    );
  }

  /** The adapter gets no more requests: who still writes there writes to freed memory. */
  free(adapter: number): void {
    const block = this.#byAdapter.get(adapter);
    if (block === undefined) return;
    this.#byAdapter.delete(adapter);
    this.#os.pool.free(block);
  }
}
