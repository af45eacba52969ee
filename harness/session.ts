/** One run: a driver on a fresh board, from its load to its unload, with every boundary judged. */
import { VIRTUAL_BASE } from '../hardware/address';
import { Shadow } from '../hardware/memory';
import type { Random } from '../hardware/random';
import type { Fault } from '../ndis/faults';
import { RunStopped, hex } from '../ndis/finding';
import type { LoadableImage } from '../ndis/kernel/image';
import type { CallSite, Limits, Profile } from '../ndis/kernel/kernel';
import { RegistryKey, type RegistryValue } from '../ndis/kernel/registry';
import { loadImage, type DriverSource } from '../ndis/loader';
import type { OperatingSystem } from '../ndis/operating-system';
import { NDIS_STATUS_SUCCESS } from '../ndis/status';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import {
  discardImage,
  driverOf,
  haltAdapter,
  loadDriver,
  resetAdapter,
  startAdapter,
  unloadDriver,
  type LoadedDriver,
} from '../ndis/wrapper/lifecycle';
import { request } from '../ndis/wrapper/requests';
import type { TraceEvent } from '../ndis/trace';
import { Board, NIC_LOCATION } from './board';
import { judgeDriverEntry, judgeHalt, judgeInitialize, judgeUnload } from './boundaries';
import { DEFAULT_DEVICE, isDeviceName } from './devices';
import { auditDevice } from './device-audit';
import { UsageError, type RunResult, type Verdict } from './result';
import type { FallibleCall } from './scenario';
import { TestProtocol } from './test-protocol';

export interface SessionOptions {
  readonly driver: DriverSource;
  readonly driverName?: string;
  readonly device?: string;
  readonly faults?: readonly Fault[];
  readonly profile?: Profile;
  readonly seed?: number;
  readonly limits?: Limits;
  /** Registry parameters of the adapter, by keyword. */
  readonly parameters?: Readonly<Record<string, RegistryValue>>;
  readonly callSite?: CallSite;
  /** Gets every event of the run. */
  readonly onEvent?: (event: TraceEvent) => void;
  /** Whether the station across the wire keeps what it receives, or only counts. */
  readonly keepsFrames?: boolean;
  /** Told which handler runs, now and then: the run goes on. */
  readonly heartbeat?: (handler: string) => void;
}

/** As long as NDIS waits for a request. */
const SENDS_TIMEOUT_NS = 12e9;

export class Session {
  readonly board: Board;
  readonly os: OperatingSystem;
  readonly random: Random;
  readonly parameters = new RegistryKey();
  /** What handlers returned, by name: their first failure, if there was one. */
  readonly statuses: Record<string, string> = {};
  /** What DriverEntry and MiniportInitialize returned last, in hexadecimal. */
  entryStatus: string | undefined;
  initializeStatus: string | undefined;
  image: LoadableImage | undefined;
  adapter: Adapter | undefined;
  /** The protocol that is bound to the adapter while it runs. */
  protocol: TestProtocol | undefined;
  readonly #options: SessionOptions;
  #loaded: LoadedDriver | undefined;
  #stopped: RunStopped | undefined;

  constructor(options: SessionOptions) {
    const { device = DEFAULT_DEVICE, seed = 1 } = options;
    if (!isDeviceName(device)) throw new UsageError(`there is no device ${device}`);
    this.#options = options;
    this.board = new Board({ ...options, device, seed });
    this.os = this.board.os;
    this.random = this.board.random;
    for (const [keyword, value] of Object.entries(options.parameters ?? {}))
      this.parameters.set(keyword, value);
    this.os.auditor = auditDevice(this.board);
  }

  /** Runs a script; a bug check, a limit or something not modelled ends it early. */
  play(script: () => void): void {
    try {
      script();
    } catch (error) {
      if (!(error instanceof RunStopped)) throw error;
      this.#stopped = error;
    }
  }

  /** Loads the driver and calls DriverEntry; true if it succeeded. */
  load(): boolean {
    const { driver } = this.#options;
    const { driverName = 'image' in driver ? driver.name : 'driver' } = this.#options;
    this.image = loadImage(this.os, baseName(driverName), driver);
    this.#loaded = loadDriver(this.os, this.image);
    const { status } = this.#loaded;
    this.entryStatus = hex(status);
    this.initializeStatus = undefined;
    this.#note('DriverEntry', status);
    judgeDriverEntry(this.os, this.image, status);
    return status === NDIS_STATUS_SUCCESS && driverOf(this.os, this.image) !== undefined;
  }

  /** What a handler returned; its first failure stays, whatever a later load returns. */
  #note(handler: string, status: NdisStatus): void {
    const before = this.statuses[handler];
    if (before === undefined || before === hex(NDIS_STATUS_SUCCESS))
      this.statuses[handler] = hex(status);
  }

  /** Starts the NIC with the driver: MiniportInitialize. True if it succeeded. */
  start(): boolean {
    const driver = this.image && driverOf(this.os, this.image);
    if (driver?.characteristics === undefined) return false;
    const resources = this.board.startDevice();
    const { adapter, status } = startAdapter(
      this.os,
      driver,
      NIC_LOCATION,
      resources,
      this.parameters,
    );
    this.initializeStatus = hex(status);
    this.#note('MiniportInitialize', status);
    judgeInitialize(this.board, adapter, status);
    if (status !== NDIS_STATUS_SUCCESS) {
      adapter.dispose();
      return false;
    }
    this.adapter = adapter;
    this.protocol = new TestProtocol(adapter);
    return true;
  }

  /** Asks the miniport, with a buffer of `byteCount` bytes; what it answered. */
  query(oid: number, byteCount = 512): { readonly status: NdisStatus; readonly bytes: Uint8Array } {
    const { os } = this;
    const buffer = os.allocateObject(byteCount, Shadow.PLAIN);
    const answer = request(this.adapter!, 'query', oid, buffer, byteCount);
    const start = buffer - VIRTUAL_BASE;
    const length = answer.status === NDIS_STATUS_SUCCESS ? answer.byteCount : 0;
    const bytes = os.memory.bytes.slice(start, start + Math.min(length, byteCount));
    os.pool.free(buffer);
    return { status: answer.status, bytes };
  }

  /** Tells the miniport. */
  set(oid: number, bytes: Uint8Array): NdisStatus {
    const { os } = this;
    const buffer = os.allocateObject(bytes.length, Shadow.PLAIN);
    os.memory.bytes.set(bytes, buffer - VIRTUAL_BASE);
    const { status } = request(this.adapter!, 'set', oid, buffer, bytes.length);
    os.pool.free(buffer);
    return status;
  }

  /** Tells the miniport a 32-bit value. */
  setUlong(oid: number, value: number): NdisStatus {
    return this.set(oid, new Uint8Array(Uint32Array.of(value).buffer));
  }

  /** Resets the NIC: MiniportReset, and its completion if it is left pending. */
  reset(): NdisStatus {
    const status = resetAdapter(this.adapter!);
    this.#note('MiniportReset', status);
    return status;
  }

  /** Lets virtual time pass with nobody calling. */
  idle(durationNs: number): void {
    this.os.scheduler.wait(durationNs, () => false);
  }

  /** Unbinds the protocol and stops the NIC: MiniportHalt. */
  halt(): void {
    const { adapter } = this;
    if (adapter === undefined) return;
    // A protocol's binding closes when its sends are over (NDIS 5: NdisCloseAdapter).
    const isSendingOver = () => adapter.pendingSends.size === 0;
    if (!isSendingOver()) this.os.scheduler.wait(SENDS_TIMEOUT_NS, isSendingOver);
    haltAdapter(adapter);
    judgeHalt(this.board, adapter);
    this.protocol?.close();
    adapter.dispose();
    this.adapter = undefined;
    this.protocol = undefined;
  }

  /** Unloads the driver, and watches for a second whether anything of it still runs. */
  unload(): void {
    const loaded = this.#loaded;
    if (loaded === undefined || this.image === undefined) return;
    unloadDriver(this.os, loaded);
    judgeUnload(this.os, this.image);
    discardImage(this.os, loaded);
    this.image.unload();
    this.#loaded = undefined;
    this.idle(1e9);
  }

  /** From now on, the calls that could be made to fail are written down. */
  recordFallibleCalls(): readonly FallibleCall[] {
    const calls: FallibleCall[] = [];
    const counts = new Map<string, number>();
    this.os.onFallible = ({ name, fails }) => {
      const occurrence = (counts.get(name) ?? 0) + 1;
      counts.set(name, occurrence);
      calls.push({ call: name, occurrence, failures: fails, boundary: this.os.boundary });
    };
    return calls;
  }

  get verdict(): Verdict {
    if (this.os.findings.length > 0) return 'findings';
    return this.#stopped === undefined ? 'clean' : 'inconclusive';
  }

  /** What the run has shown. The board is gone afterwards. */
  result(fault: string | null, replay: string): RunResult {
    const { os } = this;
    const result: RunResult = {
      fault,
      verdict: this.verdict,
      statuses: this.statuses,
      resources: os.ledger.counts(),
      findings: os.findings,
      stopped: this.#stopped?.reason ?? null,
      traceHash: os.hash.toString(),
      replay,
    };
    this.dispose();
    return result;
  }

  dispose(): void {
    this.board.dispose();
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/, '');
}
