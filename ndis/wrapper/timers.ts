/**
 * The timers that drivers have initialized, by the address of their NDIS_TIMER or
 * NDIS_MINIPORT_TIMER. Both are a kernel timer and a DPC: NDIS 5, "NdisMInitializeTimer" and
 * "NdisInitializeTimer".
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import type { ClockEvent } from '../../hardware/clock';
import { hex } from '../finding';
import { MiniportTimer } from '../handlers';
import { DISPATCH_LEVEL } from '../row';
import { callHandler } from '../kernel/call-handler';
import type { Kernel } from '../kernel/kernel';
import type { Timer } from '../kernel/scheduler';

class DriverTimer implements Timer {
  isQueued = false;
  event: Timer['event'] = undefined;
  periodNs = 0;
  routine: VirtualAddress = NULL;
  context: VirtualAddress = NULL;
  /** The MiniportAdapterHandle of the adapter that it belongs to, 0 if none. */
  adapter = 0;
  readonly #os: Kernel;
  readonly address: VirtualAddress;

  constructor(os: Kernel, address: VirtualAddress) {
    this.#os = os;
    this.address = address;
  }

  /** A timer that fires once is no longer set. */
  expired(): void {
    this.#os.ledger.release('timer', this.address);
  }

  /** The DPC. On one processor nothing else of a serialized adapter runs meanwhile. */
  run(): void {
    callHandler(
      this.#os,
      MiniportTimer,
      this.routine,
      this.adapter,
      NULL,
      this.context,
      NULL,
      NULL,
    );
  }
}

/** What a DPC on another processor has still to do; a DPC should take 100 us at most. */
const RUNNING_NS = 50e3;

export class Timers {
  readonly #os: Kernel;
  readonly #byAddress = new Map<number, DriverTimer>();
  /** The next call that cancels a timer finds it expired: told when it has. */
  onRace: (() => void) | undefined = undefined;
  /** Expired on another processor when they were to be cancelled, and their functions will run. */
  readonly #running = new Map<DriverTimer, ClockEvent>();

  constructor(os: Kernel) {
    this.#os = os;
  }

  /** Says what the timer at `address` calls. One that is set stays so, as in the kernel's queue. */
  initialize(
    address: VirtualAddress,
    routine: VirtualAddress,
    context: VirtualAddress,
    adapter: number,
  ): void {
    let timer = this.#byAddress.get(address);
    if (timer === undefined) {
      timer = new DriverTimer(this.#os, address);
      this.#byAddress.set(address, timer);
    }
    timer.routine = routine;
    timer.context = context;
    timer.adapter = adapter;
  }

  /** Whether the timer at `address` waits to expire. */
  isSet(address: number): boolean {
    return this.#byAddress.get(address)?.event !== undefined;
  }

  /** Sets a timer, anew if it was set; `context` replaces the one it was initialized with. */
  set(address: VirtualAddress, delayNs: number, periodNs: number, context?: VirtualAddress): void {
    const timer = this.#find(address);
    if (timer === undefined) return;
    if (context !== undefined) timer.context = context;
    this.#os.scheduler.setTimer(timer, delayNs, periodNs);
  }

  /** Cancels a timer; false if it was not set, or has expired. A DPC that is queued still runs. */
  cancel(address: VirtualAddress): boolean {
    const timer = this.#find(address);
    if (timer === undefined) return false;
    const { scheduler, irql } = this.#os;
    const { periodNs } = timer;
    const wasSet = scheduler.cancelTimer(timer);
    // One that is periodic is set anew before its function runs. At DISPATCH_LEVEL a driver may
    // wait in a way that needs the other processor.
    if (!wasSet || periodNs > 0 || irql >= DISPATCH_LEVEL || this.onRace === undefined)
      return wasSet;
    this.onRace();
    this.onRace = undefined;
    const event = this.#os.clock.schedule(RUNNING_NS, () => {
      this.#running.delete(timer);
      scheduler.queueDpc(timer);
    });
    this.#running.set(timer, event);
    return false;
  }

  /** Forgets the functions of an adapter that are still to run; the addresses of their timers. */
  takeRunning(adapter: number): readonly VirtualAddress[] {
    const taken = [...this.#running].filter(([timer]) => timer.adapter === adapter);
    for (const [timer, event] of taken) {
      this.#os.clock.cancel(event);
      this.#running.delete(timer);
    }
    return taken.map(([timer]) => timer.address);
  }

  /** Forgets the timers in memory that is freed, except those that are set: they go on. */
  forget(address: VirtualAddress, byteCount: number): void {
    for (const [at, timer] of this.#byAddress)
      if (at >= address && at < address + byteCount && timer.event === undefined)
        this.#byAddress.delete(at);
  }

  #find(address: VirtualAddress): DriverTimer | undefined {
    const timer = this.#byAddress.get(address);
    if (timer === undefined)
      this.#os.report('interrupt/timer-not-initialized', {
        what: `${this.#os.currentCall} was given ${hex(address)}, where no timer was initialized.`,
      });
    return timer;
  }
}
