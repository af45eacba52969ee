/**
 * Whose turn it is: the thread that calls a driver, a system worker thread that runs its work items
 * meanwhile, or a thread that a driver made. Interrupts and DPCs run on the thread that they
 * interrupt. Threads take turns when one of them waits, for XP's preemption there has no place.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { ClockEvent } from '../../hardware/clock';
import { Shadow } from '../../hardware/memory';
import { DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS, EXECUTED } from '../bug-codes';
import { PASSIVE_LEVEL } from '../row';
import { DISPATCHER_HEADER } from '../structures/dispatcher';
import type { Frame } from './frame';
import type { Image } from './image';
import type { Kernel } from './kernel';
import { THREAD_STACKS, THREAD_STACK_STRIDE_BYTES, THREADS_MAX } from './memory-map';
import type { SuspendedCode } from './processor';
import { KernelStack } from './stack';

/** Beyond its header, what a KTHREAD holds is not published; drivers only compare its address. */
const THREAD_BYTES = DISPATCHER_HEADER.bytes;
/** KOBJECTS of wdm.h. */
export const ThreadObject = 6;

/** What a thread waits for. */
interface Wait {
  readonly dueNs: number;
  readonly event: ClockEvent | undefined;
  isOver(): boolean;
}

/** A thread that a driver made with PsCreateSystemThread. */
export interface SystemThread {
  /** Its KTHREAD. */
  readonly object: VirtualAddress;
  readonly stack: KernelStack;
  readonly routine: VirtualAddress;
  readonly context: VirtualAddress;
  readonly frame: Frame;
  /** It runs, or what it called waits. */
  isActive: boolean;
  /** Its machine code, unless it has not begun. */
  code: SuspendedCode | undefined;
  wait: Wait | undefined;
  /** The wait that its call repeats is over, and how; and the instruction count of the call. */
  woken: { readonly isOver: boolean; readonly count: number } | undefined;
}

/** Leaves a call that waits, which is made again when the wait is over; no driver sees it. */
export class ThreadWaits extends Error {}

/** Leaves a thread for good. */
export class ThreadEnds extends Error {}

export class Threads {
  readonly #kernel: Kernel;
  /** By depth: each waits for the next one. */
  #objects: VirtualAddress[] = [];
  readonly #priorities = new Map<VirtualAddress, number>();
  #depth = 0;
  /** Those that are not over, in the order in which they were made. */
  readonly #system = new Set<SystemThread>();
  /** The one that runs, innermost. */
  #running: SystemThread | undefined;
  /** Stacks that threads have left. */
  readonly #freeStacks: VirtualAddress[] = [];
  #stackCount = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** Where the next stack is, if there is room for one. */
  #newStack(): VirtualAddress | undefined {
    if (this.#stackCount === THREADS_MAX) return undefined;
    return virtual(THREAD_STACKS + THREAD_STACK_STRIDE_BYTES * this.#stackCount++);
  }

  /** The KTHREAD of the thread that runs. */
  get current(): VirtualAddress {
    for (let index = this.#objects.length; index <= this.#depth; index++)
      this.#objects.push(this.#createObject());
    return this.#objects[this.#depth];
  }

  /** Whether `thread` cannot go on until the one that runs has done. */
  isSuspended(thread: VirtualAddress): boolean {
    if (this.own !== undefined) return false;
    const depth = this.#objects.indexOf(thread);
    return depth >= 0 && depth < this.#depth;
  }

  /** Sets the priority of a thread; the one that was set before, if one was. */
  setPriority(thread: VirtualAddress, priority: number): number | undefined {
    const before = this.#priorities.get(thread);
    this.#priorities.set(thread, priority);
    return before;
  }

  /** Runs `work` in a worker thread, while the present thread waits. */
  runWorker(work: () => void): void {
    this.#depth++;
    work();
    this.#depth--;
  }

  /** Makes a thread, which runs when another one waits; its KTHREAD, undefined without a stack. */
  create(
    image: Image,
    routine: VirtualAddress,
    context: VirtualAddress,
  ): VirtualAddress | undefined {
    const base = this.#freeStacks.shift() ?? this.#newStack();
    if (base === undefined) return undefined;
    const stack = new KernelStack(this.#kernel.memory, base);
    const frame: Frame = {
      ...{ name: 'StartRoutine', image, adapter: 0, irql: PASSIVE_LEVEL },
      ...{ stackPointer: stack.top, outer: undefined },
      // A thread may live as long as its driver.
      ...{ sinceNs: Infinity, sinceCall: this.#kernel.callCount },
    };
    const object = this.#createObject();
    this.#system.add({
      ...{ object, stack, routine, context, frame, isActive: false },
      ...{ code: undefined, wait: undefined, woken: undefined },
    });
    return object;
  }

  /** The thread whose own code, and nothing that it called, makes the present call. */
  get own(): SystemThread | undefined {
    const thread = this.#running;
    return thread !== undefined && this.#kernel.frame === thread.frame ? thread : undefined;
  }

  /** Has `thread` wait: true if it need not, or has been woken because `isOver`. */
  wait(thread: SystemThread, durationNs: number, isOver: () => boolean): boolean {
    const { clock, processor } = this.#kernel;
    const { woken } = thread;
    thread.woken = undefined;
    if (woken?.count === processor.cpu.instructionCount) return woken.isOver;
    if (isOver()) return true;
    const isBounded = durationNs !== Infinity;
    const event = isBounded ? clock.schedule(durationNs, () => undefined) : undefined;
    thread.wait = { dueNs: clock.nowNs + durationNs, event, isOver };
    throw new ThreadWaits();
  }

  /** Ends the thread that makes the present call. */
  endCurrent(): never {
    if (this.own !== undefined) throw new ThreadEnds();
    return this.#kernel.inconclusive(
      'ending a thread of the system, or within a function that NDIS calls, is not modelled',
    );
  }

  /** Whether a thread could go on now. */
  get isAnyReady(): boolean {
    for (const thread of this.#system) if (this.#isReady(thread)) return true;
    return false;
  }

  /** Lets each thread that can go on do so, until it waits. */
  runReady(): void {
    if (this.#system.size === 0) return;
    for (const thread of [...this.#system]) if (this.#isReady(thread)) this.#run(thread);
  }

  #isReady(thread: SystemThread): boolean {
    if (thread.isActive || !this.#system.has(thread)) return false;
    const { wait } = thread;
    return wait === undefined || this.#kernel.clock.nowNs >= wait.dueNs || wait.isOver();
  }

  #run(thread: SystemThread): void {
    const kernel = this.#kernel;
    const { frame, currentCall, stack, irql } = kernel;
    const running = this.#running;
    const { current } = this;
    const objects = this.#objects;
    this.#wake(thread);
    if (thread.frame.image.isUnloaded) this.#runUnloaded(thread);
    this.#objects = [...objects.slice(0, this.#depth), current, thread.object];
    this.#depth++;
    thread.isActive = true;
    this.#running = thread;
    kernel.frame = thread.frame;
    kernel.currentCall = undefined;
    kernel.stack = thread.stack;
    kernel.irql = PASSIVE_LEVEL;
    if (!kernel.processor.runThread(thread)) this.#end(thread);
    kernel.irql = irql;
    kernel.stack = stack;
    kernel.currentCall = currentCall;
    kernel.frame = frame;
    this.#running = running;
    thread.isActive = false;
    this.#objects = objects;
    this.#depth--;
  }

  #wake(thread: SystemThread): void {
    const { wait, code } = thread;
    if (wait === undefined || code === undefined) return;
    if (wait.event !== undefined) this.#kernel.clock.cancel(wait.event);
    thread.wait = undefined;
    thread.woken = { isOver: wait.isOver(), count: this.#kernel.processor.cpu.instructionCount };
  }

  #runUnloaded({ frame, routine }: SystemThread): never {
    this.#kernel.report('interrupt/callback-after-unload', {
      what: `A thread of ${frame.image.name} went on after the driver was unloaded.`,
      boundary: frame.name,
    });
    return this.#kernel.bugCheck(DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS, [
      ...[routine, EXECUTED, routine, 0],
    ]);
  }

  #end(thread: SystemThread): void {
    const { memory, raw } = this.#kernel;
    this.#system.delete(thread);
    memory.mark(thread.stack.base, thread.stack.top - thread.stack.base, Shadow.UNMAPPED);
    this.#freeStacks.push(thread.stack.base);
    DISPATCHER_HEADER.at(raw, thread.object).SignalState = 1;
  }

  #createObject(): VirtualAddress {
    const object = this.#kernel.allocateObject(THREAD_BYTES, Shadow.READ_ONLY);
    const header = DISPATCHER_HEADER.at(this.#kernel.raw, object);
    Object.assign(header, { Type: ThreadObject, Absolute: 0, Size: THREAD_BYTES / 4, Inserted: 0 });
    header.SignalState = 0;
    header.WaitListHead.Flink = NULL;
    header.WaitListHead.Blink = NULL;
    return object;
  }
}
