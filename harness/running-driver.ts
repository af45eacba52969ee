/** The driver under test while its adapter runs: what is asked of it, and of what it stands on. */
import { NdisDevicePnPEventSurpriseRemoved } from '../ndis/constants';
import { hex } from '../ndis/finding';
import type { OperatingSystem } from '../ndis/operating-system';
import { NDIS_STATUS_SUCCESS } from '../ndis/status';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import { notifyPnPEvent, resetAdapter, setPower } from '../ndis/wrapper/lifecycle';
import type { RequestKind } from '../ndis/wrapper/requests';
import type { Board } from './board';
import type { LowerDriver } from './lower-driver';
import { askMiniport, type RequestAnswer } from './oid-request';
import { UsageError } from './result';
import type { TestProtocol } from './test-protocol';

export class RunningDriver {
  readonly board: Board;
  readonly os: OperatingSystem;
  /** What handlers returned, by name: their first failure, if there was one. */
  readonly statuses: Record<string, string> = {};
  adapter: Adapter | undefined = undefined;
  /** The protocol that is bound to the adapter while it runs. */
  protocol: TestProtocol | undefined = undefined;
  /** What a protocol or intermediate driver stands on, from load to unload. */
  protected lower: LowerDriver | undefined = undefined;

  constructor(board: Board) {
    this.board = board;
    this.os = board.os;
  }

  /** Whether what runs is the adapter below: a protocol driver has none of its own. */
  get isProtocolOnly(): boolean {
    return this.lower !== undefined && this.lower.adapter === this.adapter;
  }

  /** What a handler returned; its first failure stays, whatever a later load returns. */
  protected note(handler: string, status: NdisStatus): void {
    const before = this.statuses[handler];
    if (before === undefined || before === hex(NDIS_STATUS_SUCCESS))
      this.statuses[handler] = hex(status);
  }

  /** The adapter that runs. @throws UsageError, for it is a scenario's mistake if there is none. */
  #running(): Adapter {
    if (this.adapter === undefined)
      throw new UsageError(
        'the scenario uses an adapter that does not run: start() gives true first',
      );
    return this.adapter;
  }

  /** Asks the miniport, with a buffer of `byteCount` bytes; what it answered. */
  query(oid: number, byteCount = 512): { readonly status: NdisStatus; readonly bytes: Uint8Array } {
    const answer = this.request('query', oid, new Uint8Array(byteCount));
    const { status } = answer;
    const length = status === NDIS_STATUS_SUCCESS ? answer.byteCount : 0;
    return { status, bytes: answer.bytes.slice(0, length) };
  }

  /** Tells the miniport. */
  set(oid: number, bytes: Uint8Array): NdisStatus {
    return this.request('set', oid, bytes).status;
  }

  /** Asks or tells the miniport, with a buffer that holds these bytes; see {@link askMiniport}. */
  request(kind: RequestKind, oid: number, bytes: Uint8Array, offset = 0): RequestAnswer {
    return askMiniport(this.#running(), kind, oid, bytes, this.protocol?.binding, offset);
  }

  /** Tells the miniport a 32-bit value. */
  setUlong(oid: number, value: number): NdisStatus {
    return this.set(oid, new Uint8Array(Uint32Array.of(value).buffer));
  }

  /** Resets the NIC: MiniportReset, and its completion if it is left pending. */
  reset(): NdisStatus {
    const status = resetAdapter(this.#running());
    this.note('MiniportReset', status);
    return status;
  }

  /** Puts the NIC to sleep, D1 to D3, or awakes it: OID_PNP_SET_POWER. */
  setPower(state: 0 | 1 | 2 | 3): NdisStatus {
    return setPower(this.#running(), state);
  }

  /** The adapters that a frame passes on its way down: the last one drives the NIC. */
  get adapters(): readonly Adapter[] {
    const { adapter } = this;
    const lower = this.lower?.adapter;
    if (adapter === undefined) return [];
    return lower === undefined || lower === adapter ? [adapter] : [adapter, lower];
  }

  /** Whether the driver under test stands on another that drives the NIC. */
  get hasDriverBelow(): boolean {
    return this.lower !== undefined;
  }

  /**
   * The PnP manager notices that the NIC was pulled out: the miniport that drives it hears of it
   * (NDIS 5.1: MiniportPnPEventNotify). A halt comes next.
   */
  noticeRemoval(): void {
    const adapter = this.adapters.at(-1);
    if (adapter === undefined || adapter.isRemoved) return;
    adapter.isRemoved = true;
    notifyPnPEvent(adapter, NdisDevicePnPEventSurpriseRemoved);
  }

  /**
   * Begins a reset of the adapter below the driver's own, or of the one that it is bound or to be
   * bound to, as the DPC of the hang check does; false if there is none, or it is being reset. An
   * adapter that is opened until it ends is pending, and comes to `lateOpenStatus`.
   */
  beginResetBelow(lateOpenStatus = NDIS_STATUS_SUCCESS): boolean {
    return this.lower?.beginReset(lateOpenStatus) === true;
  }

  /**
   * The adapter below an intermediate driver is at somebody else's request for so long: what the
   * driver asks of it is pending. False if there is none, or it is at a request already.
   */
  occupyBelow(durationNs: number): boolean {
    const lower = this.lower;
    return lower !== undefined && lower.adapter !== this.adapter && lower.occupy(durationNs);
  }

  /** Halts the driver below, if there is one. */
  haltBelow(): void {
    this.lower?.halt();
  }

  startBelow(): void {
    this.lower?.start();
  }
}
