/** NDIS work items: each runs once, in a system worker thread. NDIS 5, "NdisScheduleWorkItem". */
import type { VirtualAddress } from '../../hardware/address';
import { NdisWorkItemRoutine } from '../handlers';
import { callHandler } from '../kernel/call-handler';
import type { Kernel } from '../kernel/kernel';
import type { WorkItem } from '../kernel/scheduler';
import { NDIS_WORK_ITEM } from '../structures/synchronization';

class QueuedWork implements WorkItem {
  readonly #os: Kernel;
  readonly #address: VirtualAddress;
  readonly #adapter: number;

  constructor(os: Kernel, address: VirtualAddress, adapter: number) {
    this.#os = os;
    this.#address = address;
    this.#adapter = adapter;
  }

  /** Routine and Context are read now, so that a work item that was freed meanwhile is noticed. */
  run(): void {
    const os = this.#os;
    os.ledger.release('queued-work', this.#address);
    const { Routine, Context } = NDIS_WORK_ITEM.at(os.memory, this.#address);
    callHandler(os, NdisWorkItemRoutine, Routine, this.#adapter, this.#address, Context);
  }
}

/** Queues the NDIS_WORK_ITEM at `address`, for the adapter whose handler is running. */
export function scheduleWorkItem(os: Kernel, address: VirtualAddress): void {
  os.scheduler.queueWorkItem(new QueuedWork(os, address, os.frame?.adapter ?? 0));
}
