/**
 * What runs when: interrupt service, DPCs, timers, work items and waiting, on one processor. All of
 * it is delivered when IRQL allows, at every call to the kernel interface and every device access.
 */
import type { ClockEvent } from '../../hardware/clock';
import { DEVICE_LEVEL, DISPATCH_LEVEL, PASSIVE_LEVEL } from '../row';
import { CLOCK_TICK_NS, INTERRUPT_ENTRY_NS } from './costs';
import type { Kernel } from './kernel';

/** Deferred work, queued at most once. */
export interface Dpc {
  isQueued: boolean;
  run(): void;
}

/** A kernel timer: when it expires its DPC is queued. */
export interface Timer extends Dpc {
  event: ClockEvent | undefined;
  /** 0 for a timer that fires once. */
  periodNs: number;
  /** Called when a timer that fires once expires, or when it is cancelled: it is no longer set. */
  expired(): void;
}

/** Work for a system worker thread, at PASSIVE_LEVEL. */
export interface WorkItem {
  run(): void;
}

/** Services one interrupt source; true if it recognized the interrupt. */
export interface InterruptService {
  service(): boolean;
  /** Whether the device whose interrupts it services asserts the line; absent if nobody knows. */
  isAsserting?(): boolean;
}

/**
 * Service routines in a row without the line going quiet, after which the line is cut off: no device
 * has that many causes, and a real machine would be dead. (Rules E06 and E08 watch for it.)
 */
const STORM_LIMIT = 1_000;

export class Scheduler {
  readonly #kernel: Kernel;
  readonly #services: InterruptService[] = [];
  #dpcs: Dpc[] = [];
  #workItems: WorkItem[] = [];
  /** Timers that are set. */
  readonly #timers = new Set<Timer>();
  #isLineAsserted = false;
  #isStormy = false;
  /** Interrupts in a row between which nothing came to pass, neither at a device nor by a timer. */
  #emptyInterruptCount = 0;
  #ranCountAtInterrupt = 0;
  /** True when something waits to be delivered: the one flag that the fast path looks at. */
  isPending = false;
  isInDpc = false;
  /** Time in which nothing ran, and all waited for what comes next. */
  idleNs = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The level of the interrupt line, as the interrupt controller sees it. */
  setInterruptRequest(asserted: boolean): void {
    if (asserted !== this.#isLineAsserted)
      this.#trace('interrupt', asserted ? 'asserted' : 'deasserted');
    this.#isLineAsserted = asserted;
    if (!asserted) this.#isStormy = false;
    this.#refresh();
  }

  connectInterrupt(service: InterruptService): void {
    this.#services.push(service);
    this.#refresh();
  }

  disconnectInterrupt(service: InterruptService): void {
    const index = this.#services.indexOf(service);
    if (index >= 0) this.#services.splice(index, 1);
    this.#refresh();
  }

  /** Queues a DPC, unless it is queued; an important one comes first. */
  queueDpc(dpc: Dpc, isImportant = false): void {
    if (dpc.isQueued) return;
    dpc.isQueued = true;
    this.#trace('dpc', 'queued', dpc);
    if (isImportant) this.#dpcs.unshift(dpc);
    else this.#dpcs.push(dpc);
    this.isPending = true;
  }

  /** Takes a DPC back; false if it was not queued. */
  removeDpc(dpc: Dpc): boolean {
    if (!dpc.isQueued) return false;
    dpc.isQueued = false;
    this.#dpcs.splice(this.#dpcs.indexOf(dpc), 1);
    this.#refresh();
    return true;
  }

  queueWorkItem(item: WorkItem): void {
    this.#workItems.push(item);
  }

  /** Sets a timer, as KeSetTimerEx: due at the first clock tick after the delay. */
  setTimer(timer: Timer, delayNs: number, periodNs: number): void {
    this.cancelTimer(timer);
    timer.periodNs = periodNs;
    const { onEvent, clock } = this.#kernel;
    onEvent?.({ kind: 'timer', timeNs: clock.nowNs, name: 'set', values: [delayNs, periodNs] });
    this.#arm(timer, delayNs);
  }

  /** Cancels a timer; false if it was not set, or has expired with its DPC still to run. */
  cancelTimer(timer: Timer): boolean {
    const { event } = timer;
    timer.event = undefined;
    this.#timers.delete(timer);
    timer.periodNs = 0;
    const isCancelled = event !== undefined && this.#kernel.clock.cancel(event);
    if (isCancelled) this.#trace('timer', 'cancelled');
    return isCancelled;
  }

  /** When the first of the timers that are set expires; Infinity if none is set. */
  get nextTimerNs(): number {
    let nextNs = Infinity;
    for (const { event } of this.#timers)
      if (event !== undefined && event.timeNs < nextNs) nextNs = event.timeNs;
    return nextNs;
  }

  /** Delivers what IRQL allows. */
  poll(): void {
    const { clock } = this.#kernel;
    if (clock.nextDueNs <= clock.nowNs) clock.runDue();
    if (this.isPending) this.#deliver();
  }

  /**
   * Waits at PASSIVE_LEVEL until `isOver` or for `durationNs`, running whatever happens meanwhile.
   * True if `isOver`.
   */
  wait(durationNs: number, isOver: () => boolean): boolean {
    const kernel = this.#kernel;
    const { clock, threads } = kernel;
    if (threads.own !== undefined) return threads.wait(threads.own, durationNs, isOver);
    const deadlineNs = clock.nowNs + durationNs;
    for (;;) {
      this.poll();
      this.runWorkItems();
      if (isOver()) return true;
      kernel.checkLimits();
      // Who listens for a point of the run may have made something due.
      if (this.isPending) {
        this.poll();
        if (isOver()) return true;
      }
      // Work that was queued by work runs before time goes on, unless the wait is over.
      if (this.#isWorkReady && kernel.irql === PASSIVE_LEVEL && clock.nowNs < deadlineNs) continue;
      if (clock.nextDueNs <= deadlineNs && clock.nextDueNs > clock.nowNs)
        this.idleNs += clock.nextDueNs - clock.nowNs;
      if (!clock.runNext(deadlineNs)) break;
    }
    if (deadlineNs !== Infinity && clock.nowNs < deadlineNs) {
      this.idleNs += deadlineNs - clock.nowNs;
      clock.nowNs = deadlineNs;
    }
    return isOver();
  }

  /**
   * Runs the work items that are queued now, and threads. They have threads of their own, so they run while
   * this one waits; one that queues itself again does not keep this one waiting.
   */
  runWorkItems(): void {
    if (this.#kernel.irql !== PASSIVE_LEVEL) return;
    for (let count = this.#workItems.length; count > 0; count--) {
      // A work item that waits runs the next ones.
      const item = this.#workItems.shift();
      if (item === undefined) break;
      this.#kernel.threads.runWorker(() => item.run());
      this.poll();
    }
    this.#kernel.threads.runReady();
  }

  get #isWorkReady(): boolean {
    return this.#workItems.length > 0 || this.#kernel.threads.isAnyReady;
  }

  /** The delay after which a wait or timer of `delayNs` ends: on a clock tick. */
  untilTickNs(delayNs: number): number {
    const { nowNs } = this.#kernel.clock;
    return Math.ceil((nowNs + delayNs) / CLOCK_TICK_NS) * CLOCK_TICK_NS - nowNs;
  }

  #arm(timer: Timer, delayNs: number): void {
    this.#timers.add(timer);
    timer.event = this.#kernel.clock.schedule(this.untilTickNs(delayNs), () => {
      timer.event = undefined;
      this.#timers.delete(timer);
      this.#trace('timer', 'expired');
      if (timer.periodNs > 0) this.#arm(timer, timer.periodNs);
      else timer.expired();
      this.queueDpc(timer);
    });
  }

  #refresh(): void {
    const interrupt = this.#isLineAsserted && this.#services.length > 0 && !this.#isStormy;
    this.isPending = interrupt || this.#dpcs.length > 0;
  }

  #deliver(): void {
    if (!this.#kernel.areInterruptsEnabled) return;
    this.#serviceInterrupts();
    if (this.#kernel.irql < DISPATCH_LEVEL) this.#drainDpcs();
    this.#refresh();
  }

  /** Services the line until it is quiet, or cut off. */
  #serviceInterrupts(): void {
    let claimant: InterruptService | undefined;
    for (let rounds = 0; this.#canInterrupt(); rounds++) {
      if (rounds === STORM_LIMIT) return this.#reportStorm(claimant);
      // Not each round: a line that stays asserted has a finding of its own.
      if (rounds === 0 && this.#isInterruptEmpty()) return this.#reportReassertion();
      claimant = this.#serviceInterrupt();
    }
  }

  /**
   * Whether a cause that nobody clears asserts the line again each time that MiniportHandleInterrupt
   * or MiniportEnableInterrupt unmasks it: as in a storm, the system does nothing else any more.
   */
  #isInterruptEmpty(): boolean {
    const { ranCount } = this.#kernel.clock;
    if (ranCount !== this.#ranCountAtInterrupt) this.#emptyInterruptCount = 0;
    this.#ranCountAtInterrupt = ranCount;
    return ++this.#emptyInterruptCount > STORM_LIMIT;
  }

  #reportReassertion(): void {
    this.#isStormy = true;
    this.#kernel.report('interrupt/interrupt-storm', {
      boundary: 'MiniportHandleInterrupt',
      isApart: true,
      what: `The interrupt line was asserted again ${STORM_LIMIT} times, although nothing came to the NIC in between.`,
    });
  }

  /**
   * While a driver claims what is another device's, the service routine of that is never called. To
   * do so once is no harm: causes that are masked may be there (rule E06).
   */
  #reportStorm(claimant: InterruptService | undefined): void {
    this.#isStormy = true;
    const interrupted = { boundary: 'MiniportISR', isApart: true } as const;
    if (claimant?.isAsserting?.() === false)
      this.#kernel.report('interrupt/foreign-interrupt-claimed', {
        ...interrupted,
        what: `MiniportISR claimed an interrupt ${STORM_LIMIT} times in a row that its NIC did not assert, so that the other device on the line was not served.`,
      });
    else
      this.#kernel.report('interrupt/interrupt-storm', {
        ...interrupted,
        what: `The interrupt line stayed asserted through ${STORM_LIMIT} calls of the service routine.`,
      });
  }

  #canInterrupt(): boolean {
    return (
      this.#isLineAsserted &&
      !this.#isStormy &&
      this.#services.length > 0 &&
      this.#kernel.irql < DEVICE_LEVEL
    );
  }

  /** Who has claimed the interrupt, if anybody has. */
  #serviceInterrupt(): InterruptService | undefined {
    const kernel = this.#kernel;
    const irql = kernel.irql;
    kernel.irql = DEVICE_LEVEL;
    this.#trace('interrupt', 'service');
    kernel.clock.nowNs += INTERRUPT_ENTRY_NS;
    const claimant = [...this.#services].find((service) => service.service());
    kernel.irql = irql;
    this.#trace('interrupt', 'serviced');
    return claimant;
  }

  #drainDpcs(): void {
    const kernel = this.#kernel;
    const irql = kernel.irql;
    kernel.irql = DISPATCH_LEVEL;
    this.isInDpc = true;
    for (let dpc = this.#dpcs.shift(); dpc !== undefined; dpc = this.#dpcs.shift()) {
      dpc.isQueued = false;
      this.#trace('dpc', 'begin', dpc);
      dpc.run();
      this.#trace('dpc', 'end', dpc);
      this.#serviceInterrupts();
    }
    this.isInDpc = false;
    kernel.irql = irql;
  }

  #trace(kind: 'interrupt' | 'dpc' | 'timer', name: string, dpc?: Dpc): void {
    const { onEvent, clock } = this.#kernel;
    if (onEvent === undefined) return;
    const values = dpc === undefined ? undefined : ['periodNs' in dpc ? 'a timer' : 'an interrupt'];
    onEvent({ kind, timeNs: clock.nowNs, name, values });
  }
}
