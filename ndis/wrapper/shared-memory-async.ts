/**
 * Shared memory that a driver asks for above PASSIVE_LEVEL: a system thread allocates it, and the
 * driver is told at DISPATCH_LEVEL. NDIS 5: NdisMAllocateSharedMemoryAsync, MiniportAllocateComplete.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { MiniportAllocateComplete } from '../handlers';
import type { WorkItem } from '../kernel/scheduler';
import { DISPATCH_LEVEL } from '../row';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_PENDING } from '../status';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { allocateSharedMemory } from './dma';

class AsynchronousAllocation implements WorkItem {
  readonly #adapter: Adapter;
  readonly #byteCount: number;
  readonly #isCached: boolean;
  readonly #context: VirtualAddress;
  readonly #site: string | undefined;

  constructor(adapter: Adapter, byteCount: number, isCached: boolean, context: VirtualAddress) {
    this.#adapter = adapter;
    this.#byteCount = byteCount;
    this.#isCached = isCached;
    this.#context = context;
    this.#site = adapter.os.callSite?.();
  }

  run(): void {
    const adapter = this.#adapter;
    const { os } = adapter;
    if (adapter.state === 'halted' || adapter.state === 'failed') return;
    adapter.pendingAllocationCount--;
    const { VirtualAddress, PhysicalAddress } = allocateSharedMemory(os, this.#byteCount);
    if (VirtualAddress !== NULL)
      os.ledger.acquire({
        kind: 'shared-memory',
        key: VirtualAddress,
        acquiredBy: 'NdisMAllocateSharedMemoryAsync',
        acquiredIn: MiniportAllocateComplete.name,
        adapter: adapter.handle,
        image: adapter.driver.image.number,
        remembered: [this.#byteCount, this.#isCached, PhysicalAddress],
        site: this.#site,
      });
    // In C the physical address is passed by pointer.
    const address = os.allocateObject(8, Shadow.PLAIN);
    os.raw.write32(address, PhysicalAddress);
    os.raw.write32(virtual(address + 4), 0);
    const { irql } = os;
    os.irql = DISPATCH_LEVEL;
    adapter.call(
      MiniportAllocateComplete,
      adapter.characteristics.AllocateCompleteHandler,
      adapter.context,
      VirtualAddress,
      address,
      this.#byteCount,
      this.#context,
    );
    os.irql = irql;
    os.pool.free(address);
  }
}

/** NdisMAllocateSharedMemoryAsync: for bus masters with a MiniportAllocateComplete. */
export function allocateSharedMemoryAsync(
  adapter: Adapter,
  byteCount: number,
  isCached: boolean,
  context: VirtualAddress,
): NdisStatus {
  if (!adapter.isBusMaster || adapter.characteristics.AllocateCompleteHandler === 0)
    return NDIS_STATUS_FAILURE;
  adapter.pendingAllocationCount++;
  adapter.os.scheduler.queueWorkItem(
    new AsynchronousAllocation(adapter, byteCount, isCached, context),
  );
  return NDIS_STATUS_PENDING;
}
