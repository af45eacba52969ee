/**
 * The kernel's own timers and DPCs, by the address of their KTIMER and KDPC in a driver's memory.
 * Source: KeSetTimerEx, KeInsertQueueDpc, "Remarks". NDIS's timers are apart (wrapper/timers.ts).
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { Irql, handler, input } from '../row';
import { KDPC, KTIMER } from '../structures/dispatcher';
import { PVOID, VOID, pointer } from '../types';
import { callHandler } from './call-handler';
import type { Kernel } from './kernel';
import type { Dpc, Timer } from './scheduler';

/** KOBJECTS of wdm.h. */
export const TimerNotificationObject = 8;
export const TimerSynchronizationObject = 9;
export const DpcObject = 19;
/** KDPC_IMPORTANCE of wdm.h. */
export const MediumImportance = 1;
export const HighImportance = 2;

export const DeferredRoutine = handler({
  name: 'DeferredRoutine',
  returns: VOID,
  args: [
    input('Dpc', pointer('KDPC')),
    input('DeferredContext', PVOID),
    input('SystemArgument1', PVOID),
    input('SystemArgument2', PVOID),
  ],
  irql: Irql.DISPATCH,
  page: 'KDEFERRED_ROUTINE',
  summary: 'Runs what an interrupt or a timer has deferred.',
});

class KernelDpc implements Dpc {
  isQueued = false;
  readonly address: VirtualAddress;
  /** The MiniportAdapterHandle of the adapter whose handler initialized it, 0 if none. */
  adapter = 0;
  readonly #kernel: Kernel;

  constructor(kernel: Kernel, address: VirtualAddress) {
    this.#kernel = kernel;
    this.address = address;
  }

  /** The object is read now, so that one that was freed meanwhile is noticed. */
  run(): void {
    const { address, adapter } = this;
    const dpc = KDPC.at(this.#kernel.memory, address);
    const { DeferredRoutine: routine, DeferredContext } = dpc;
    const { SystemArgument1, SystemArgument2 } = dpc;
    const inputs = [address, DeferredContext, SystemArgument1, SystemArgument2] as const;
    callHandler(this.#kernel, DeferredRoutine, routine, adapter, ...inputs);
  }
}

class KernelTimer implements Timer {
  isQueued = false;
  event: Timer['event'] = undefined;
  periodNs = 0;
  dpc: KernelDpc | undefined = undefined;
  readonly #kernel: Kernel;
  readonly #address: VirtualAddress;

  constructor(kernel: Kernel, address: VirtualAddress) {
    this.#kernel = kernel;
    this.#address = address;
  }

  expired(): void {
    this.#kernel.ledger.release('timer', this.#address);
    KTIMER.at(this.#kernel.memory, this.#address).Header.SignalState = 1;
  }

  /** A DPC that is queued already runs once, in its own turn. */
  run(): void {
    if (this.periodNs > 0) KTIMER.at(this.#kernel.memory, this.#address).Header.SignalState = 1;
    if (this.dpc?.isQueued === false) this.dpc.run();
  }
}

export class KernelTimers {
  readonly #kernel: Kernel;
  readonly #timers = new Map<VirtualAddress, KernelTimer>();
  readonly #dpcs = new Map<VirtualAddress, KernelDpc>();

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Says that there is a timer at `address`. One that is set stays so, as in the kernel's queue. */
  initializeTimer(address: VirtualAddress): void {
    if (!this.#timers.has(address))
      this.#timers.set(address, new KernelTimer(this.#kernel, address));
  }

  initializeDpc(address: VirtualAddress): void {
    const dpc = this.#dpcs.get(address) ?? new KernelDpc(this.#kernel, address);
    dpc.adapter = this.#kernel.frame?.adapter ?? 0;
    this.#dpcs.set(address, dpc);
  }

  /** Whether the timer at `address` waits to expire. */
  isSet(address: number): boolean {
    return this.#timers.get(address as VirtualAddress)?.event !== undefined;
  }

  /** Sets a timer, which queues the DPC at `dpc` if that is not NULL; true if it was set before. */
  set(address: VirtualAddress, dpc: VirtualAddress, delayNs: number, periodNs: number): boolean {
    const timer = this.#find(this.#timers, address, 'timer');
    if (timer === undefined) return false;
    const wasSet = timer.event !== undefined;
    timer.dpc = dpc === NULL ? undefined : this.#find(this.#dpcs, dpc, 'DPC');
    KTIMER.at(this.#kernel.memory, address).Header.SignalState = 0;
    this.#kernel.scheduler.setTimer(timer, delayNs, periodNs);
    return wasSet;
  }

  /** True if the timer was set. A DPC that it has queued still runs. */
  cancel(address: VirtualAddress): boolean {
    const timer = this.#find(this.#timers, address, 'timer');
    return timer !== undefined && this.#kernel.scheduler.cancelTimer(timer);
  }

  /** True if the DPC was not queued yet. */
  queueDpc(address: VirtualAddress): boolean {
    const dpc = this.#find(this.#dpcs, address, 'DPC');
    if (dpc === undefined || dpc.isQueued) return false;
    const { Importance } = KDPC.at(this.#kernel.memory, address);
    this.#kernel.scheduler.queueDpc(dpc, Importance === HighImportance);
    return true;
  }

  /** True if the DPC was queued. */
  removeDpc(address: VirtualAddress): boolean {
    const dpc = this.#find(this.#dpcs, address, 'DPC');
    return dpc !== undefined && this.#kernel.scheduler.removeDpc(dpc);
  }

  #find<T>(known: Map<VirtualAddress, T>, address: VirtualAddress, noun: string): T | undefined {
    const found = known.get(address);
    if (found === undefined)
      this.#kernel.report('interrupt/timer-not-initialized', {
        what: `${this.#kernel.currentCall} was given ${hex(address)}, where no ${noun} was initialized.`,
      });
    return found;
  }
}
