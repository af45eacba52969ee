/** An OID asked for and set with buffers of every awkward length, and what is wrong with the answers. */
import {
  describeOid,
  OID_802_3_MAXIMUM_LIST_SIZE,
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_PACKET_FILTER,
  oidName,
} from '../../ndis/oid';
import { hex } from '../../ndis/finding';
import type { RuleName } from '../../ndis/rules';
import {
  NDIS_STATUS_BUFFER_TOO_SHORT,
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_INVALID_OID,
  NDIS_STATUS_MULTICAST_FULL,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
  statusName,
} from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import type { RequestKind } from '../../ndis/wrapper/requests';
import type { RequestAnswer } from '../oid-request';
import type { Session } from '../session';
import { ulongOf } from './oid-answers';
import { IN_AND_OUT, isCounter, LAN_OIDS, ulongBytes, WAN_OIDS, type OidTable } from './oid-table';
import { openBinding, setFilter } from './steps';

/** More than any answer needs. */
export const LONG_BYTES = 4096;
/** What the buffer holds before a query: a byte that still does after both was never written. */
const FILLS = [0xa5, 0x5a] as const;
const ADDRESS_BYTES = 6;
/** A multicast list of more addresses than this is not tried. */
const LIST_MAX = 1024;
/** A bit that no packet filter has. */
const NO_FILTER_TYPE = 0x4000_0000;

/** A probe under way: what it finds is told at its end, each rule once with all its OIDs. */
export class OidProbe {
  readonly session: Session;
  /** What there is to ask of an adapter of its medium. */
  readonly oids: OidTable;
  readonly #found = new Map<
    string,
    { rule: RuleName; kind: RequestKind; what: string; oids: Set<number> }
  >();

  constructor(session: Session) {
    this.session = session;
    this.oids = session.adapter?.isWan === true ? WAN_OIDS : LAN_OIDS;
  }

  report(kind: RequestKind, rule: RuleName, oid: number, what: string): void {
    const found = this.#found.get(`${kind} ${rule}`);
    if (found !== undefined) found.oids.add(oid);
    else this.#found.set(`${kind} ${rule}`, { rule, kind, what, oids: new Set([oid]) });
  }

  tell(): void {
    for (const { rule, kind, what, oids } of this.#found.values()) {
      const [, ...others] = oids;
      const more =
        others.length === 0 ? '' : ` So it is with ${others.map(describeOid).join(', ')}.`;
      const boundary = kind === 'query' ? 'MiniportQueryInformation' : 'MiniportSetInformation';
      this.session.os.report(rule, { what: what + more, boundary });
    }
  }
}

/**
 * Where a protocol has bound: asks for and sets the OIDs that faults name, `oid=OID_GEN_VENDOR_ID`, and
 * binds anew.
 *
 * @param supported - what OID_GEN_SUPPORTED_LIST names: those of the vendor's own are asked for too.
 */
export function probeFaults(session: Session, supported: readonly number[]): void {
  if (session.isProtocolOnly) return;
  const probe = new OidProbe(session);
  const { known, unknown } = probe.oids;
  const own = supported.filter((oid) => oidName(oid) === undefined && !unknown.includes(oid));
  session.askable = [...known, ...unknown, ...own];
  const faulted = session.takeOidFaults();
  if (faulted.length === 0) return;
  try {
    for (const oid of faulted) probeOid(probe, oid);
  } finally {
    probe.tell();
  }
  openBinding(session);
}

/** One OID, with buffers of every awkward length; the answer to its query, if there is one. */
export function probeOid(probe: OidProbe, oid: number): Uint8Array | undefined {
  const { oids } = probe;
  if (!oids.known.includes(oid)) {
    if (oids.unknown.includes(oid)) askUnknown(probe, oid);
    else askOwn(probe, oid);
    return undefined;
  }
  const answer = probeQuery(probe, oid);
  if (oids.settable.includes(oid)) probeSet(probe, oid);
  else setReadOnly(probe, oid, answer);
  if (oid === OID_802_3_MULTICAST_LIST) probeMulticastList(probe);
  if (oid === OID_GEN_CURRENT_PACKET_FILTER) setUnknownFilter(probe);
  return answer;
}

/** A request, whose status must be one that NDIS has. */
export function ask(
  probe: OidProbe,
  kind: RequestKind,
  oid: number,
  bytes: Uint8Array,
  offset = 0,
): RequestAnswer {
  const answer = probe.session.request(kind, oid, bytes, offset);
  if (statusName(answer.status) === undefined)
    probe.report(
      kind,
      'oid/undocumented-status',
      oid,
      `The ${kind} of ${describeOid(oid)} came to ${hex(answer.status)}, which is no status of NDIS.`,
    );
  return answer;
}

export const filled = (byteCount: number, fill: number) => new Uint8Array(byteCount).fill(fill);

/** Asks with a long buffer, one that just fits, and those that do not; the answer, if there is one. */
function probeQuery(probe: OidProbe, oid: number): Uint8Array | undefined {
  const [first, second] = FILLS.map((fill) => ask(probe, 'query', oid, filled(LONG_BYTES, fill)));
  if (first.status !== NDIS_STATUS_SUCCESS || second.status !== NDIS_STATUS_SUCCESS)
    return undefined;
  const { byteCount } = first;
  if (byteCount > LONG_BYTES || IN_AND_OUT.includes(oid)) return undefined;
  const answer = first.bytes.slice(0, byteCount);
  const unwritten = answer.findIndex(
    (byte, index) => byte === FILLS[0] && second.bytes[index] === FILLS[1],
  );
  if (unwritten >= 0)
    probe.report(
      'query',
      'oid/byte-count-wrong',
      oid,
      `BytesWritten was ${byteCount} for ${describeOid(oid)}, and byte ${unwritten} was not written.`,
    );
  const exact = ask(probe, 'query', oid, new Uint8Array(byteCount));
  if (exact.status !== NDIS_STATUS_SUCCESS)
    probe.report(
      'query',
      'oid/byte-count-wrong',
      oid,
      `BytesWritten was ${byteCount} for ${describeOid(oid)}, but a buffer of ${byteCount} bytes was refused.`,
    );
  ask(probe, 'query', oid, new Uint8Array(byteCount), 1);
  for (const length of shorterThan(byteCount)) queryShort(probe, oid, length, byteCount);
  return answer;
}

/** None, one, half and one too few. */
function shorterThan(byteCount: number): readonly number[] {
  const lengths = [0, 1, byteCount >> 1, byteCount - 1];
  return [...new Set(lengths)].filter((length) => length >= 0 && length < byteCount);
}

function queryShort(probe: OidProbe, oid: number, length: number, byteCount: number): void {
  const answer = ask(probe, 'query', oid, new Uint8Array(length));
  const { status } = answer;
  // Who asks for a counter with 4 bytes gets its lower half (General Statistics).
  if (isCounter(oid) && length >= 4 && status === NDIS_STATUS_SUCCESS && answer.byteCount === 4)
    return;
  judgeShort(probe, 'query', oid, length, byteCount, answer);
}

function judgeShort(
  probe: OidProbe,
  kind: RequestKind,
  oid: number,
  length: number,
  byteCount: number,
  { status, bytesNeeded }: RequestAnswer,
): void {
  if (statusName(status) === undefined) return;
  const given = `The ${kind} of ${describeOid(oid)} with ${length} of ${byteCount} bytes`;
  if (status !== NDIS_STATUS_INVALID_LENGTH && status !== NDIS_STATUS_BUFFER_TOO_SHORT)
    probe.report(kind, 'oid/short-buffer-not-refused', oid, `${given} came to ${named(status)}.`);
  else if (bytesNeeded <= length)
    probe.report(
      kind,
      'oid/bytes-needed-not-set',
      oid,
      `${given} set BytesNeeded to ${bytesNeeded}.`,
    );
}

function named(status: NdisStatus): string {
  return statusName(status) ?? hex(status);
}

/** A set that is too short changes nothing. What is not supported is refused before that. */
function probeSet(probe: OidProbe, oid: number): void {
  if (!probe.oids.ulongSets.includes(oid)) {
    // Which of them are too short depends on what it holds.
    for (const length of [0, 1, 3]) ask(probe, 'set', oid, new Uint8Array(length));
    return;
  }
  const before = probe.session.query(oid).bytes;
  for (const length of [0, 1, 2, 3]) {
    const answer = ask(probe, 'set', oid, filled(length, 0xff));
    if (isUnsupported(answer.status)) return;
    judgeShort(probe, 'set', oid, length, 4, answer);
  }
  judgeState(probe, oid, before);
  // The same value again, from an odd address and from a longer buffer.
  if (before.length !== 4) return;
  ask(probe, 'set', oid, before, 1);
  ask(probe, 'set', oid, Uint8Array.from([...before, 0, 0, 0, 0]));
}

export function isUnsupported(status: NdisStatus): boolean {
  return status === NDIS_STATUS_NOT_SUPPORTED || status === NDIS_STATUS_INVALID_OID;
}

function judgeState(probe: OidProbe, oid: number, before: Uint8Array): void {
  const after = probe.session.query(oid).bytes;
  if (after.join() === before.join()) return;
  probe.report(
    'set',
    'oid/refused-set-changed-state',
    oid,
    `${describeOid(oid)} was [${before.join(' ')}], and [${after.join(' ')}] after sets of it that were refused.`,
  );
}

function setReadOnly(probe: OidProbe, oid: number, value: Uint8Array | undefined): void {
  const { status } = ask(probe, 'set', oid, value ?? new Uint8Array(4));
  if (status === NDIS_STATUS_SUCCESS)
    probe.report(
      'set',
      'oid/read-only-set-accepted',
      oid,
      `The set of ${describeOid(oid)}, which can only be asked for, succeeded.`,
    );
}

/** Lists that end within an address, and one of too many addresses. */
function probeMulticastList(probe: OidProbe): void {
  if (probe.oids !== LAN_OIDS) return;
  const oid = OID_802_3_MULTICAST_LIST;
  const size = probe.session.query(OID_802_3_MAXIMUM_LIST_SIZE).bytes;
  const before = probe.session.query(oid).bytes;
  const refused = (bytes: Uint8Array, isRight: (status: NdisStatus) => boolean, what: string) => {
    const { status } = ask(probe, 'set', oid, bytes);
    if (!isRight(status))
      probe.report(
        'set',
        'oid/multicast-list-not-checked',
        oid,
        `${what} came to ${named(status)}.`,
      );
  };
  for (const length of [1, ADDRESS_BYTES - 1, ADDRESS_BYTES + 1, 2 * ADDRESS_BYTES - 1])
    refused(
      filled(length, 1),
      (status) => status !== NDIS_STATUS_SUCCESS,
      `A multicast list of ${length} bytes`,
    );
  const count = size.length === 4 ? ulongOf(size) + 1 : LIST_MAX;
  if (count <= LIST_MAX)
    refused(
      addresses(count),
      (status) => status === NDIS_STATUS_MULTICAST_FULL || isUnsupported(status),
      `A multicast list of ${count} addresses, one more than OID_802_3_MAXIMUM_LIST_SIZE says,`,
    );
  judgeState(probe, oid, before);
}

/** Group addresses that differ in their last two bytes. */
function addresses(count: number): Uint8Array {
  const list = new Uint8Array(ADDRESS_BYTES * count);
  for (let index = 0; index < count; index++)
    list.set([1, 0, 0x5e, 0, index >> 8, index & 0xff], ADDRESS_BYTES * index);
  return list;
}

function setUnknownFilter(probe: OidProbe): void {
  const oid = OID_GEN_CURRENT_PACKET_FILTER;
  const before = probe.session.query(oid).bytes;
  const { status } = ask(probe, 'set', oid, ulongBytes(NO_FILTER_TYPE));
  if (status !== NDIS_STATUS_SUCCESS) return judgeState(probe, oid, before);
  const what = `A packet filter of ${hex(NO_FILTER_TYPE)}, which is no type of packet, was accepted.`;
  probe.report('set', 'oid/unsupported-filter-accepted', oid, what);
  setFilter(probe.session);
}

/** What the vendor's own takes and gives only the vendor knows: the answers are not judged. */
function askOwn(probe: OidProbe, oid: number): void {
  const { byteCount } = ask(probe, 'query', oid, new Uint8Array(LONG_BYTES));
  const fitting = Math.min(byteCount, LONG_BYTES);
  for (const length of [fitting, ...shorterThan(fitting)]) {
    ask(probe, 'query', oid, new Uint8Array(length));
    ask(probe, 'query', oid, new Uint8Array(length), 1);
  }
  ask(probe, 'set', oid, new Uint8Array(0));
}

function askUnknown(probe: OidProbe, oid: number): void {
  for (const kind of ['query', 'set'] as const) {
    const { status } = ask(probe, kind, oid, new Uint8Array(64));
    if (status !== NDIS_STATUS_SUCCESS) continue;
    const what = `The ${kind} of ${describeOid(oid)}, which no ${probe.oids.medium} miniport has, succeeded.`;
    probe.report(kind, 'oid/unknown-oid-not-refused', oid, what);
  }
}
