/** The kernel beneath NDIS: one processor, its memory, what runs on it, and what is known of a run. */
import type { VirtualAddress } from '../../hardware/address';
import type { Clock } from '../../hardware/clock';
import { RawMemory, Shadow, type Memory, type ShadowState } from '../../hardware/memory';
import type { IoSpacePort, MemorySpacePort } from '../../hardware/ports';
import { FaultPlan, formatFault, type Fault } from '../faults';
import {
  RunStopped,
  hex,
  isStackOverflow,
  type Evidence,
  type Finding,
  type ResourceEvidence,
} from '../finding';
import { Ledger, type Resource } from '../ledger';
import type { ResourceKind } from '../resource-kinds';
import { DISPATCH_LEVEL, PASSIVE_LEVEL, type AnyRow } from '../row';
import { BUGCODE_ID_DRIVER } from '../bug-codes';
import { RULES, windowsBugCheck, type RuleName } from '../rules';
import { TraceHash, type TraceListener } from '../trace';
import type { HandleKind } from '../types';
import { DriverAccess } from './access';
import { RaisedException } from './exception';
import { CodeMap } from './image';
import { IoSpace } from './io-space';
import { KernelData } from './kernel-data';
import { ImageSpace } from './image-space';
import { IMAGE_BASE, POOL_BASE } from './memory-map';
import { Pool } from './pool';
import { PortAccess } from './port-access';
import { Processor } from './processor';
import { ReadWriteLocks } from './read-write-lock';
import { Scheduler } from './scheduler';
import { SpinLocks } from './spin-lock';
import { KernelStack } from './stack';
import { KernelTimers } from './timers';
import { ThreadEnds, ThreadWaits, Threads } from './threads';
import type { Frame } from './frame';

/** Strict reports every breach of the documents and runs on; windows does what XP's NDIS does. */
export type Profile = 'strict' | 'windows';

/** Configuration space, by device number on bus 0. All ones where nothing answers. */
export interface PciConfigPort {
  readConfig(device: number, fn: number, offset: number, width: 1 | 2 | 4): number;
  writeConfig(device: number, fn: number, offset: number, width: 1 | 2 | 4, value: number): void;
}

/** The machine as the operating system finds it. */
export interface Machine {
  readonly memory: Memory;
  readonly clock: Clock;
  readonly memorySpace: MemorySpacePort;
  readonly ioSpace: IoSpacePort;
  readonly configSpace: PciConfigPort;
}

/** The rules that are broken by what looks like breaches of others. */
export interface Meanings {
  /** By a handler that does not come to an end. */
  readonly endless: RuleName;
  /** By an access to memory that is not the driver's. */
  readonly astray: RuleName;
  /** By what is never completed; if absent it means itself. */
  readonly stuck?: RuleName;
}

/** Who looks at the device when a driver gives something back that the device may still use. */
export interface Auditor {
  /** Whether the NIC of an adapter asserts its interrupt. */
  assertsInterrupt(adapter: number): boolean;
  interruptDeregistered(adapter: number): void;
  /** Whether the NIC of an adapter is there, has had link for long, and nothing was disturbed. */
  isSteady(adapter: number): boolean;
  sharedMemoryFreed(adapter: number, address: VirtualAddress): void;
}

/** Whoever is to know that a run has come to a point, which is a call or a device access. */
export interface PointListener {
  pointReached(): void;
}

/** Bounds of a run, so that a driver that never returns is told from one that takes its time. */
export interface Limits {
  readonly virtualTimeNs: number;
  readonly calls: number;
  /** Of machine code, in one call of a handler. */
  readonly instructions?: number;
}

export const DEFAULT_LIMITS: Limits = { virtualTimeNs: 3_600e9, calls: 5_000_000 };

/** Gives file and line, as `miniports/e1000/initialize.ts:123`. */
export type CallSite = (error?: Error) => string | undefined;

export interface KernelOptions {
  readonly profile?: Profile;
  readonly faults?: readonly Fault[];
  readonly limits?: Limits;
  /**
   * Says where in the driver's source the present call comes from, or an exception of the driver's
   * own. Slow: for runs that report.
   */
  readonly callSite?: CallSite;
  /** Files of the system's driver directory by name, which ignores case. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  /** Gets every event of the run. Slow: for runs that report. */
  readonly onEvent?: TraceListener;
  /** Told which handler runs, when one begins or returns and every 4096 calls: the run goes on. */
  readonly heartbeat?: (handler: string) => void;
}

/** What a report may say beside the rule. */
export type ReportFacts = Omit<Evidence, 'resource'> & {
  /** What happened, as a sentence; the rule's title if there is nothing more to say. */
  readonly what?: string;
  readonly resource?: Resource;
  /** What the call was about, where there is no resource yet. */
  readonly resourceKind?: ResourceKind;
  /** The boundary, if it is not the handler that is running. */
  readonly boundary?: string;
  /** The call and the line that were under way have no part in it: they were interrupted. */
  readonly isApart?: true;
  /** XP's bug check, where the rule alone does not tell it. */
  readonly bugCheck?: { readonly code: number; readonly parameters: readonly number[] };
};

/** Findings after which a run reports no more: a driver in a loop makes one a call. */
const FINDINGS_MAX = 200;

export abstract class Kernel {
  readonly machine: Machine;
  readonly memory: Memory;
  readonly raw: RawMemory;
  readonly clock: Clock;
  readonly profile: Profile;
  readonly pool: Pool;
  /** That of the thread that runs. */
  stack: KernelStack;
  readonly ioSpace: IoSpace;
  readonly code = new CodeMap();
  readonly imageSpace = new ImageSpace();
  readonly scheduler: Scheduler;
  readonly spinLocks: SpinLocks;
  readonly readWriteLocks = new ReadWriteLocks(this);
  readonly kernelTimers = new KernelTimers(this);
  readonly data = new KernelData(this);
  readonly threads = new Threads(this);
  readonly ledger = new Ledger();
  readonly ports: PortAccess;
  auditor: Auditor | undefined = undefined;
  readonly faults: FaultPlan | undefined;
  readonly limits: Limits;
  readonly findings: Finding[] = [];
  readonly hash = new TraceHash();
  callSite: CallSite | undefined;
  /** Where the calls of machine code that led here return to, innermost first, where recorded. */
  callers: (() => readonly string[] | undefined) | undefined = undefined;
  readonly onEvent: TraceListener | undefined;
  readonly heartbeat: ((handler: string) => void) | undefined;
  /** By name in lower case. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What DbgPrint has printed, message by message. */
  readonly debugOutput: string[] = [];
  /** A timer or work item that is under way may lie on the stack. */
  hasStackObjects = false;
  #irql = PASSIVE_LEVEL;
  /** The handler that is running, innermost. */
  frame: Frame | undefined = undefined;
  /** The call to the kernel interface that is being served. */
  currentCall: string | undefined = undefined;
  /** Calls and device accesses so far: each is a point of the run. */
  callCount = 0;
  /** The point from which `pointListener` is to be told; usually none. */
  nextPoint = Infinity;
  pointListener: PointListener | undefined = undefined;
  /**
   * What it means that a driver does not come to an end or goes astray in memory, where it is known
   * why: nothing but what was disturbed is otherwise than in a run that is clean.
   */
  senseless: Meanings | undefined = undefined;
  /** Why the run is over: what was thrown then, or an error of our own. */
  stopped: Error | undefined = undefined;
  /** Told of every call that could be made to fail, in order: the list a scenario works through. */
  onFallible: ((row: AnyRow) => void) | undefined = undefined;
  readonly #seen = new Set<string>();
  #processor: Processor | undefined;

  constructor(machine: Machine, options: KernelOptions = {}) {
    const { memory } = machine;
    this.machine = machine;
    this.memory = memory;
    this.raw = new RawMemory(memory);
    this.clock = machine.clock;
    this.profile = options.profile ?? 'strict';
    this.pool = new Pool(memory, POOL_BASE, IMAGE_BASE);
    this.stack = new KernelStack(memory);
    this.ioSpace = new IoSpace(memory);
    this.scheduler = new Scheduler(this);
    this.spinLocks = new SpinLocks(this);
    this.ports = new PortAccess(this, machine.ioSpace);
    this.faults = options.faults?.length ? new FaultPlan(options.faults) : undefined;
    this.limits = options.limits ?? DEFAULT_LIMITS;
    this.callSite = options.callSite;
    this.onEvent = options.onEvent;
    if (options.onEvent !== undefined) this.#watch(options.onEvent);
    this.heartbeat = options.heartbeat;
    const files = Object.entries(options.files ?? {});
    this.files = new Map(files.map(([name, bytes]) => [name.toLowerCase(), bytes]));
    memory.handler = new DriverAccess(this, memory, machine.memorySpace);
  }

  /** Makes events of what comes into the ledger and goes. */
  #watch(onEvent: TraceListener): void {
    const { clock, ledger } = this;
    ledger.onChange = (kind, { kind: name, key, acquiredBy, acquiredIn, site }) => {
      const values = [hex(key), acquiredBy, acquiredIn, site];
      onEvent({ kind, timeNs: clock.nowNs, name, values });
    };
  }

  get irql(): number {
    return this.#irql;
  }

  set irql(level: number) {
    if (level === this.#irql) return;
    this.#irql = level;
    this.onEvent?.({ kind: 'irql', timeNs: this.clock.nowNs, name: 'IRQL', values: [level] });
  }

  /** Memory of the operating system's own that a driver knows by its address; never fails. */
  allocateObject(byteCount: number, state: ShadowState = Shadow.OPAQUE): VirtualAddress {
    const address = this.pool.allocate(byteCount, state);
    if (address !== undefined) return address;
    throw this.stop(new RunStopped({ kind: 'limit', what: 'the pool is empty' }));
  }

  /** Notes what is wrong, once for the same rule, call and resource kind on the same boundary. */
  report(seen: RuleName, facts: ReportFacts = {}): void {
    if (this.frame?.image.isUnjudged === true) return;
    const rule = this.senseless === undefined ? seen : ruleFor(seen, this.senseless);
    const { what, resource, resourceKind, isApart, bugCheck, ...rest } = facts;
    const { boundary = this.boundary, ...evidence } = rest;
    const isHere = isApart !== true;
    const call = evidence.call ?? (isHere ? this.currentCall : undefined);
    const at = evidence.at ?? (isHere ? this.callSite?.() : undefined);
    const callers = isHere && evidence.at === undefined ? this.callers?.() : undefined;
    const acquired =
      resource === undefined ? '' : `${resource.kind}/${resource.site ?? resource.acquiredBy}`;
    const key = [rule, call ?? '', boundary, acquired, at ?? ''].join('|');
    if (this.#seen.has(key) || this.findings.length >= FINDINGS_MAX) return;
    this.#seen.add(key);
    const row = RULES[rule];
    const finding: Finding = {
      rule,
      message: `${what ?? row.title} ${row.advice}`,
      boundary,
      evidence: {
        ...evidence,
        ...(resource === undefined ? {} : { resource: resourceEvidence(resource) }),
        ...(call === undefined ? {} : { call }),
        ...(at === undefined ? {} : { at }),
        ...(callers === undefined ? {} : { callers }),
        ...(this.injectedFaults === undefined ? {} : { fault: this.injectedFaults }),
      },
    };
    this.findings.push(finding);
    this.onEvent?.({ kind: 'finding', timeNs: this.clock.nowNs, name: rule, finding });
    if (this.profile !== 'windows') return;
    if (bugCheck !== undefined) this.bugCheck(bugCheck.code, bugCheck.parameters);
    const isIrqlRaised = this.irql >= DISPATCH_LEVEL;
    const check = windowsBugCheck(RULES[seen], {
      handler: boundary,
      resource: resource?.kind ?? resourceKind,
      isIrqlRaised,
      isInDpc: this.scheduler.isInDpc,
    });
    if (check === undefined) return;
    // Where the first parameter tells no cause it is the miniport block, or the address touched.
    const address =
      check.code === BUGCODE_ID_DRIVER
        ? (resource?.adapter ?? this.frame?.adapter ?? 0)
        : Number(evidence.address ?? 0);
    this.bugCheck(check.code, [check.parameter1 ?? address, 0, 0, check.parameter4 ?? 0]);
  }

  /** Whether `value` is a live handle of `kind`. */
  abstract isHandle(kind: HandleKind, value: number): boolean;

  /** Ends the run as KeBugCheckEx ends the system. */
  bugCheck(code: number, parameters: readonly number[]): never {
    throw this.stop(new RunStopped({ kind: 'bug-check', code, parameters }));
  }

  /** Raises an exception in the driver's code that made the present call. */
  raise(status: number, why: string): never {
    throw new RaisedException(
      status,
      `${this.currentCall ?? 'The kernel'} raised ${hex(status)}: ${why}`,
      this.callSite?.(),
    );
  }

  /** Ends the run because the driver met something that is not modelled. */
  inconclusive(what: string): never {
    throw this.stop(new RunStopped({ kind: 'inconclusive', what }));
  }

  stop(stopped: Error): Error {
    this.stopped ??= this.#withoutBlame(stopped);
    return this.stopped;
  }

  /** What an image that is not judged comes to says nothing of the one that is. */
  #withoutBlame(stopped: Error): Error {
    const { boundary } = this;
    if (this.frame?.image.isUnjudged !== true || !(stopped instanceof RunStopped)) return stopped;
    const what = `the driver below came to its end in ${boundary}: ${stopped.message}`;
    return new RunStopped({ kind: 'inconclusive', what });
  }

  /**
   * Notes an error that leaves our code towards a driver, so that it ends the run whatever the
   * driver does with it; what to throw on. A stack that the driver used up is not judged here.
   */
  failed(error: unknown): unknown {
    if (isStackOverflow(error) || !(error instanceof Error)) return error;
    if (error instanceof RaisedException) return error;
    if (error instanceof ThreadWaits || error instanceof ThreadEnds) return error;
    return this.stop(error);
  }

  /** Where the driver is: the handler that runs, or what called it. */
  get boundary(): string {
    return this.frame?.name ?? 'idle';
  }

  get injectedFaults(): string | undefined {
    const injected = this.faults?.injected;
    return injected?.length ? injected.map(formatFault).join(', ') : undefined;
  }

  /** What machine code runs on; made when the first image of it is loaded. */
  get processor(): Processor {
    return (this.#processor ??= new Processor(this));
  }

  /** Whether machine code that runs has a handler of its own for exceptions. */
  get hasExceptionHandler(): boolean {
    return this.#processor?.hasExceptionHandler === true;
  }

  /** Lets the clock go as far as machine code has, before a device sees what time it is. */
  beforeDeviceAccess(): void {
    this.#processor?.catchUp();
  }

  afterDeviceAccess(): void {
    this.checkLimits();
    // An interrupt comes between two instructions, not within one.
    if (this.#processor?.isExecuting) this.#processor.interruptSoon();
    else this.scheduler.poll();
  }

  /** IF: false between CLI and STI of machine code. */
  get areInterruptsEnabled(): boolean {
    return this.#processor === undefined || this.#processor.cpu.areInterruptsEnabled;
  }

  /** The import of machine code whose address this is, for there is no data behind it. */
  importAt(address: VirtualAddress): string | undefined {
    return this.#processor?.functionNear(address);
  }

  /** Ends a run that has gone past its limits. */
  checkLimits(): void {
    this.callCount++;
    if (this.callCount >= this.nextPoint) this.pointListener?.pointReached();
    if ((this.callCount & 0xfff) === 0) this.heartbeat?.(this.boundary);
    if (this.callCount <= this.limits.calls && this.clock.nowNs <= this.limits.virtualTimeNs)
      return;
    const spent =
      this.callCount > this.limits.calls
        ? `${this.limits.calls} calls and device accesses`
        : `${this.limits.virtualTimeNs / 1e9} s of virtual time`;
    // One that began just now is not what takes so long; if none is, it is the scenario.
    for (let { frame } = this; frame !== undefined; frame = frame.outer)
      if (this.#isEndless(frame))
        this.neverReturns(`${frame.name} had not returned after ${spent}.`, undefined, frame.name);
    throw this.stop(new RunStopped({ kind: 'limit', what: `The run was over ${spent}.` }));
  }

  #isEndless({ sinceNs, sinceCall }: Frame): boolean {
    const { calls, virtualTimeNs } = this.limits;
    return (
      this.clock.nowNs - sinceNs > virtualTimeNs * ENDLESS_PART ||
      this.callCount - sinceCall > calls * ENDLESS_PART
    );
  }

  /** Ends the run for a handler, or for what it left pending, that does not come to an end. */
  neverReturns(
    what: string,
    rule: RuleName = 'registration/callback-never-returns',
    boundary?: string,
  ): never {
    if (this.stopped === undefined) this.report(rule, { what, boundary });
    throw this.stop(new RunStopped({ kind: 'limit', what }));
  }
}

/** The part of a run's limit that a handler has to itself if it is the one that does not return. */
const ENDLESS_PART = 0.1;

/** What is seen of a driver that waits for an interrupt that does not come. */
const STUCK: readonly RuleName[] = [
  'packet/never-completed',
  'packet/send-stalled',
  'oid/never-completed',
  'power/reset-not-completed',
];

/** The rule that is broken by what seems to be a breach of `seen`. */
function ruleFor(seen: RuleName, { endless, astray, stuck }: Meanings): RuleName {
  if (seen === 'registration/callback-never-returns') return endless;
  if (stuck !== undefined && STUCK.includes(seen)) return stuck;
  return seen.startsWith('memory/') || seen.startsWith('oid/buffer-') ? astray : seen;
}

export function resourceEvidence(resource: Resource): ResourceEvidence {
  return {
    kind: resource.kind,
    key: hex(resource.key),
    acquiredBy: resource.acquiredBy,
    acquiredIn: resource.acquiredIn,
    ...(resource.site === undefined ? {} : { acquiredAt: resource.site }),
    ...(resource.callers === undefined ? {} : { acquiredThrough: resource.callers }),
  };
}
