/** One run: a driver on a fresh board, from its load to its unload, with every boundary judged. */
import type { Random } from '../hardware/random';
import { NDIS_PACKET_TYPE_BROADCAST, NDIS_PACKET_TYPE_DIRECTED } from '../ndis/constants';
import { RunStopped, hex } from '../ndis/finding';
import { OID_GEN_CURRENT_PACKET_FILTER } from '../ndis/oid';
import type { LoadableImage } from '../ndis/kernel/image';
import { RegistryKey } from '../ndis/kernel/registry';
import { loadImage, readMachineDriver } from '../ndis/loader';
import type { RuleName } from '../ndis/rules';
import { NDIS_STATUS_SUCCESS } from '../ndis/status';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import {
  discardImage,
  driverOf,
  haltAdapter,
  loadDriver,
  setUlong,
  startAdapter,
  unloadDriver,
  type LoadedDriver,
} from '../ndis/wrapper/lifecycle';
import { offerAdapters, protocolsOf } from '../ndis/wrapper/protocol';
import { Board, type BoardSlot } from './board';
import {
  judgeBind,
  judgeDriverEntry,
  judgeHalt,
  judgeInitialize,
  judgeReturned,
  judgeUnload,
} from './boundaries';
import { parseDevices } from './device-spec';
import { DEFAULT_DEVICE } from './devices';
import { auditDevice } from './device-audit';
import { beginRecord, type LoadRecord } from './load-record';
import { Interference } from './disturbance/interference';
import { judgeImports } from './import-judge';
import { recordKeywords } from './keywords';
import { LowerDriver, lowerDriverOf } from './lower-driver';
import { exportedSymbols } from './machine-code/image-symbols';
import { UsageError, type RunResult, type Verdict } from './result';
import { recordFallibleCalls } from './fallible-calls';
import type { DeviceAccess, FallibleCall } from './scenario';
import { awaitSends, DeviceGivenUp, type RunningAdapter } from './running-adapter';
import { RunningDriver } from './running-driver';
import type { SessionOptions } from './session-options';
import { TestProtocol } from './test-protocol';
import { Unwinding, type Unwound } from './unwinding';

/** The packet filter of the protocols that are bound to the other NICs. */
const LISTENING = NDIS_PACKET_TYPE_DIRECTED | NDIS_PACKET_TYPE_BROADCAST;

export class Session extends RunningDriver {
  readonly random: Random;
  readonly parameters = new RegistryKey();
  /** What DriverEntry and MiniportInitialize returned last, in hexadecimal. */
  entryStatus: string | undefined = undefined;
  initializeStatus: string | undefined = undefined;
  image: LoadableImage | undefined = undefined;
  /** The other adapters of the driver, in the order in which they were started. */
  readonly peers: RunningAdapter[] = [];
  /** What each load looked like that was brought up. */
  readonly loads: LoadRecord[] = [];
  unloads = 0;
  /** The OIDs that the scenario would have asked for and set if faults named them. */
  askable: readonly number[] = [];
  readonly #options: SessionOptions;
  readonly #unwinding: Unwinding;
  readonly #interference: Interference;
  #loaded: LoadedDriver | undefined;
  #stopped: RunStopped | undefined;
  #accesses: DeviceAccess[] | undefined;

  constructor(options: SessionOptions) {
    const { device = DEFAULT_DEVICE, seed = 1 } = options;
    const interference = new Interference(options);
    super(new Board(parseDevices(device), seed, interference.boardOptions));
    this.#options = options;
    this.#interference = interference;
    this.random = this.board.random;
    this.parameters.write(options.registry ?? []);
    for (const [keyword, value] of Object.entries(options.parameters ?? {}))
      this.parameters.set(keyword, value);
    this.os.auditor = auditDevice(this.board);
    this.#unwinding = new Unwinding(this.os);
    this.#interference.begin(this);
  }

  /** Blocks of memory that the driver was given, where they are counted. */
  get blockCount(): number {
    return this.#interference.blockCount;
  }

  /** Takes the OIDs that faults name: whoever takes them asks for and sets them in awkward ways. */
  takeOidFaults(): readonly number[] {
    return this.#interference.takeOids();
  }

  /** Runs a script; a bug check, a limit or something not modelled ends it early. */
  play(script: () => void): void {
    try {
      script();
    } catch (error) {
      if (error instanceof DeviceGivenUp) return;
      if (!(error instanceof RunStopped)) throw error;
      this.#stopped = error;
      const { onEvent, clock } = this.os;
      const { reason, message } = error;
      onEvent?.({ kind: 'stopped', timeNs: clock.nowNs, name: reason.kind, values: [message] });
    }
  }

  /** Loads the driver and starts the NIC with it; what that looked like. */
  bringUp(): LoadRecord {
    const end = beginRecord(this.os.ledger);
    if (this.load()) this.start();
    const record = end(`${this.entryStatus} and ${this.initializeStatus}`);
    this.loads.push(record);
    return record;
  }

  /** What the load that comes next should look like, if anything is known of it. */
  get nextCleanLoad(): LoadRecord | undefined {
    return this.#options.faultless?.().loads[this.loads.length];
  }

  /** Whether the same run without faults is known to be clean. */
  get isElseClean(): boolean {
    return this.#options.faultless?.().isClean === true;
  }

  /** What the driver does wrong with nothing in its way; undefined where nothing is. */
  get cleanRules(): ReadonlySet<RuleName> | undefined {
    return this.#options.faultless?.().rules;
  }

  /** What it does wrong with a good network address in the registry, and nothing in its way. */
  get addressedRules(): ReadonlySet<RuleName> | undefined {
    return this.#options.faultless?.().addressedRules;
  }

  /** What became of the resources that were held when faults were injected. */
  get unwound(): readonly Unwound[] {
    return this.#unwinding.unwound;
  }

  /** Loads the driver and calls DriverEntry; true if it succeeded. What it stands on runs before. */
  load(): boolean {
    const { driver, device } = this.#options;
    const given = this.#options.lower;
    const lower = given ?? lowerDriverOf(driver, device);
    // Without the NIC nobody loads what drives it.
    if (lower !== undefined && !this.board.isNicPresent) return false;
    this.board.bus.setTap(undefined);
    if (lower !== undefined)
      this.lower = new LowerDriver(this.board, lower, this.parameters, given === undefined);
    this.#watchAccesses();
    const { driverName = 'image' in driver ? driver.name : 'driver' } = this.#options;
    this.image = loadImage(this.os, baseName(driverName), driver);
    if (this.image.base !== undefined)
      this.#options.coverage?.follow(this.os.processor.cpu, this.image.base);
    judgeImports(this.os, driver);
    this.#loaded = loadDriver(this.os, this.image);
    const { status } = this.#loaded;
    this.entryStatus = hex(status);
    this.initializeStatus = undefined;
    this.note('DriverEntry', status);
    this.#checkLibrary(this.image, status);
    judgeDriverEntry(this.os, this.image, status);
    this.#unwinding.settle();
    const isRegistered =
      driverOf(this.os, this.image) !== undefined || protocolsOf(this.os, this.image).length > 0;
    return status === NDIS_STATUS_SUCCESS && isRegistered;
  }

  /** A library of functions for other drivers registers what they ask for, when they do. */
  #checkLibrary({ name, firstCall }: LoadableImage, status: NdisStatus): void {
    const { driver } = this.#options;
    if (!('image' in driver) || status !== NDIS_STATUS_SUCCESS || firstCall !== undefined) return;
    const [exported] = exportedSymbols(readMachineDriver(driver));
    if (exported !== undefined)
      this.os.inconclusive(
        `${name}.sys is a library: DriverEntry does nothing, and others call its ${exported.name}`,
      );
  }

  /**
   * Writes down the accesses of the driver under test to its NIC, if they are to be: those up to the
   * first unload, for a NIC that goes is there again after it.
   */
  #watchAccesses(): void {
    const { board, os } = this;
    const accesses = this.#accesses;
    if (accesses === undefined || this.unloads > 0) return;
    board.watchNic(() => accesses.push({ boundary: os.boundary, point: os.callCount }));
  }

  /**
   * Starts the NIC with the driver: MiniportInitialize. True if it succeeded. Then the board's other
   * NICs of its kind are started with the same driver, and listen.
   */
  start(): boolean {
    if (this.lower !== undefined) return this.#bind(this.lower);
    const [slot, ...others] = this.board.slots;
    this.adapter = this.#startAt(slot);
    if (this.adapter === undefined) return false;
    this.protocol = new TestProtocol(this.adapter);
    for (const other of others) {
      if (other.device !== slot.device) continue;
      const adapter = this.#startAt(other);
      if (adapter === undefined) continue;
      // Protocols bind to the primary of a bundle only (NdisMSetMiniportSecondary).
      const isSecondary = adapter.primary !== undefined;
      this.peers.push({ adapter, protocol: isSecondary ? undefined : new TestProtocol(adapter) });
      if (!isSecondary) setUlong(adapter, OID_GEN_CURRENT_PACKET_FILTER, LISTENING);
    }
    return true;
  }

  /**
   * Offers the adapter below to the driver's protocols. An intermediate driver brings its virtual
   * miniport up in the course of it, and that is what runs then; else it is the adapter below.
   */
  #bind(lower: LowerDriver): boolean {
    const { os, image } = this;
    if (image === undefined) return false;
    os.layeredMiniportWatcher = {
      started: (adapter, status) => this.#virtualStarted(adapter, status),
      halted: (adapter) => this.#virtualHalted(adapter),
    };
    const protocols = protocolsOf(os, image);
    if (protocols.length === 0 && os.injectedFaults === undefined)
      throw new UsageError(`${image.name} registers no protocol, to stand on the driver below`);
    let isBound = false;
    for (const protocol of protocols) {
      const since = os.ledger.sequence;
      const status = offerAdapters(os, protocol);
      this.note('ProtocolBindAdapter', status);
      judgeBind(os, image, status, since);
      this.#unwinding.settle();
      isBound ||= status === NDIS_STATUS_SUCCESS;
    }
    const isIntermediate = driverOf(os, image)?.characteristics !== undefined;
    if (isBound && !isIntermediate) this.adapter = lower.adapter;
    if (this.adapter === undefined) return false;
    this.protocol = new TestProtocol(this.adapter);
    return true;
  }

  #virtualStarted(adapter: Adapter, status: NdisStatus): void {
    this.initializeStatus = hex(status);
    this.note('MiniportInitialize', status);
    judgeInitialize(this.board, adapter, status);
    if (status === NDIS_STATUS_SUCCESS) this.adapter = adapter;
  }

  #virtualHalted(adapter: Adapter): void {
    judgeHalt(this.board, adapter);
    if (adapter !== this.adapter) return;
    this.protocol?.close();
    this.adapter = undefined;
    this.protocol = undefined;
  }

  /** Unbinds the driver's protocols from what is below: its virtual miniports are halted by it. */
  #unbind(image: LoadableImage): void {
    const { adapter, protocol, os } = this;
    // What a protocol driver has under way on the adapter below is its own to wait for.
    if (adapter !== undefined && adapter !== this.lower?.adapter) awaitSends(adapter);
    for (const { bindings } of protocolsOf(os, image))
      for (const binding of [...bindings]) binding.unbind();
    if (this.adapter === undefined || protocol === undefined) return;
    awaitSends(this.adapter);
    // The adapter below runs on, and wants its packets back.
    protocol.returnHeld();
    protocol.close();
    this.adapter = undefined;
    this.protocol = undefined;
  }

  #startAt(slot: BoardSlot): Adapter | undefined {
    const driver = this.image && driverOf(this.os, this.image);
    if (driver?.characteristics === undefined || !slot.isPresent) return undefined;
    const { location } = slot;
    const resources = this.board.startDevice(location);
    const { adapter, status } = startAdapter(this.os, driver, location, resources, this.parameters);
    this.initializeStatus = hex(status);
    this.note('MiniportInitialize', status);
    judgeInitialize(this.board, adapter, status);
    this.#unwinding.settle();
    if (status === NDIS_STATUS_SUCCESS) return adapter;
    adapter.dispose();
    return undefined;
  }

  /** The IPv4 address for which a protocol driver under test says that it answers. */
  get answersFor(): string | undefined {
    const { driver } = this.#options;
    return 'image' in driver ? undefined : driver.answersFor;
  }

  /** Lets virtual time pass with nobody calling, in which devices are removed that shall be. */
  idle(durationNs: number): void {
    const endNs = this.os.clock.nowNs + durationNs;
    const isDue = () => this.#givenUp() !== undefined;
    while (this.os.scheduler.wait(endNs - this.os.clock.nowNs, isDue)) this.#remove();
  }

  /** Whose driver has called NdisMRemoveMiniport. */
  #givenUp(): RunningAdapter | undefined {
    const { adapter, protocol, peers } = this;
    if (adapter?.isRemovalRequested === true) return { adapter, protocol };
    return peers.find((peer) => peer.adapter.isRemovalRequested);
  }

  /** The PnP manager removes a device that its driver has given up; the first one ends the script. */
  #remove(): void {
    const given = this.#givenUp()!;
    if (given.adapter === this.adapter) {
      this.halt();
      this.unload();
      throw new DeviceGivenUp();
    }
    this.peers.splice(this.peers.indexOf(given), 1);
    this.#haltOne(given);
  }

  /** Unbinds the protocols and stops the NICs, the last first: MiniportHalt. */
  halt(): void {
    if (this.lower !== undefined && this.image !== undefined) return this.#unbind(this.image);
    for (let peer = this.peers.pop(); peer !== undefined; peer = this.peers.pop())
      this.#haltOne(peer);
    const { adapter, protocol } = this;
    if (adapter === undefined) return;
    this.#haltOne({ adapter, protocol });
    this.adapter = undefined;
    this.protocol = undefined;
  }

  #haltOne({ adapter, protocol }: RunningAdapter): void {
    awaitSends(adapter);
    haltAdapter(adapter);
    judgeHalt(this.board, adapter);
    this.#unwinding.settle();
    protocol?.close();
    adapter.dispose();
  }

  /** Unloads the driver, and watches for a second whether anything of it still runs. */
  unload(): void {
    const loaded = this.#loaded;
    if (loaded === undefined || this.image === undefined) return;
    unloadDriver(this.os, loaded);
    judgeUnload(this.os, this.image);
    this.#unwinding.settle();
    if (this.lower !== undefined) judgeReturned(this.os, this.lower.adapter);
    discardImage(this.os, loaded);
    this.image.unload();
    this.#loaded = undefined;
    this.unloads++;
    this.idle(1e9);
    this.lower?.stop();
    this.lower = undefined;
    this.#interference.end();
  }

  /** From now on, the calls that could be made to fail are written down. */
  recordFallibleCalls(): readonly FallibleCall[] {
    return recordFallibleCalls(this.os);
  }

  /** From now on, what the driver looks for in the registry is written down. */
  recordKeywords(): ReadonlyMap<string, boolean> {
    return recordKeywords(this.os, this.parameters);
  }

  /** From now on, each access to the NIC is written down, up to the first unload. Before load(). */
  recordAccesses(): readonly DeviceAccess[] {
    return (this.#accesses = []);
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
  return path.replace(/^.*[\\/]/, '').replace(/\.[a-z]+$/i, '');
}
