/**
 * Every OID that NDIS 5.1 knows and some that it does not, asked and set with buffers of every
 * awkward length, and what the answers say of one another. (NDIS 5.1: MiniportQueryInformation,
 * MiniportSetInformation)
 */
import {
  describeOid,
  OID_802_3_MAXIMUM_LIST_SIZE,
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_VENDOR_ID,
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
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import { checkAnswers, ulongOf } from './oid-answers';
import {
  IN_AND_OUT,
  isCounter,
  LAN_OIDS,
  LOOKAHEAD_BYTES,
  ulongBytes,
  WAN_OIDS,
  type OidTable,
} from './oid-table';
import { LINK_UP_NS, MULTICAST, setFilter } from './steps';

/** More than any answer needs. */
const LONG_BYTES = 4096;
/** What the buffer holds before a query: a byte that still does after both was never written. */
const FILLS = [0xa5, 0x5a] as const;
const ADDRESS_BYTES = 6;
/** A multicast list of more addresses than this is not tried. */
const LIST_MAX = 1024;
/** What the adapter below is busy for with somebody else's request. */
const BUSY_NS = 1e6;
/** A bit that no packet filter has. */
const NO_FILTER_TYPE = 0x4000_0000;

export const oidSweep: Scenario = {
  name: 'oid-sweep',
  summary: 'Asks and sets every OID, known and unknown, with buffers of every awkward length.',
  plan: () => [{ faults: [] }],
  play(session) {
    if (session.load() && session.start()) sweepAll(session);
    session.halt();
    session.unload();
  },
};

/** A sweep under way: what it finds is told at its end, each rule once with all its OIDs. */
class Sweep {
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

function sweepAll(session: Session): void {
  const sweep = new Sweep(session);
  try {
    sweepOids(sweep);
  } finally {
    sweep.tell();
  }
}

function sweepOids(sweep: Sweep): void {
  const { session, oids } = sweep;
  session.idle(LINK_UP_NS);
  setFilter(session);
  session.set(OID_802_3_MULTICAST_LIST, MULTICAST);
  const answers = new Map<number, Uint8Array>();
  for (const oid of oids.known) {
    const bytes = sweepQuery(sweep, oid);
    if (bytes !== undefined) answers.set(oid, bytes);
  }
  for (const oid of oids.known)
    if (oids.settable.includes(oid)) sweepSet(sweep, oid);
    else setReadOnly(sweep, oid, answers.get(oid));
  if (oids === LAN_OIDS) sweepMulticastList(sweep, answers.get(OID_802_3_MAXIMUM_LIST_SIZE));
  // NdisRequest may be pending, and what the driver was asked is then completed later.
  if (session.occupyBelow(BUSY_NS)) ask(sweep, 'query', OID_GEN_VENDOR_ID, filled(4, 0));
  if (session.occupyBelow(BUSY_NS))
    ask(sweep, 'set', OID_GEN_CURRENT_LOOKAHEAD, ulongBytes(LOOKAHEAD_BYTES));
  setUnknownFilter(sweep);
  for (const oid of oids.unknown) askUnknown(sweep, oid);
  checkSupport(sweep, answers);
  checkAnswers(session, answers);
}

/** A request, whose status must be one that NDIS has. */
function ask(
  sweep: Sweep,
  kind: RequestKind,
  oid: number,
  bytes: Uint8Array,
  offset = 0,
): RequestAnswer {
  const answer = sweep.session.request(kind, oid, bytes, offset);
  if (statusName(answer.status) === undefined)
    sweep.report(
      kind,
      'oid/undocumented-status',
      oid,
      `The ${kind} of ${describeOid(oid)} came to ${hex(answer.status)}, which is no status of NDIS.`,
    );
  return answer;
}

const filled = (byteCount: number, fill: number) => new Uint8Array(byteCount).fill(fill);

/** Asks with a long buffer, one that just fits, and those that do not; the answer, if there is one. */
function sweepQuery(sweep: Sweep, oid: number): Uint8Array | undefined {
  const [first, second] = FILLS.map((fill) => ask(sweep, 'query', oid, filled(LONG_BYTES, fill)));
  if (first.status !== NDIS_STATUS_SUCCESS || second.status !== NDIS_STATUS_SUCCESS)
    return undefined;
  const { byteCount } = first;
  if (byteCount > LONG_BYTES || IN_AND_OUT.includes(oid)) return undefined;
  const answer = first.bytes.slice(0, byteCount);
  const unwritten = answer.findIndex(
    (byte, index) => byte === FILLS[0] && second.bytes[index] === FILLS[1],
  );
  if (unwritten >= 0)
    sweep.report(
      'query',
      'oid/byte-count-wrong',
      oid,
      `BytesWritten was ${byteCount} for ${describeOid(oid)}, and byte ${unwritten} was not written.`,
    );
  const exact = ask(sweep, 'query', oid, new Uint8Array(byteCount));
  if (exact.status !== NDIS_STATUS_SUCCESS)
    sweep.report(
      'query',
      'oid/byte-count-wrong',
      oid,
      `BytesWritten was ${byteCount} for ${describeOid(oid)}, but a buffer of ${byteCount} bytes was refused.`,
    );
  ask(sweep, 'query', oid, new Uint8Array(byteCount), 1);
  for (const length of shorterThan(byteCount)) queryShort(sweep, oid, length, byteCount);
  return answer;
}

/** None, one, half and one too few. */
function shorterThan(byteCount: number): readonly number[] {
  const lengths = [0, 1, byteCount >> 1, byteCount - 1];
  return [...new Set(lengths)].filter((length) => length >= 0 && length < byteCount);
}

function queryShort(sweep: Sweep, oid: number, length: number, byteCount: number): void {
  const answer = ask(sweep, 'query', oid, new Uint8Array(length));
  const { status } = answer;
  // Who asks for a counter with 4 bytes gets its lower half (General Statistics).
  if (isCounter(oid) && length >= 4 && status === NDIS_STATUS_SUCCESS && answer.byteCount === 4)
    return;
  judgeShort(sweep, 'query', oid, length, byteCount, answer);
}

function judgeShort(
  sweep: Sweep,
  kind: RequestKind,
  oid: number,
  length: number,
  byteCount: number,
  { status, bytesNeeded }: RequestAnswer,
): void {
  if (statusName(status) === undefined) return;
  const given = `The ${kind} of ${describeOid(oid)} with ${length} of ${byteCount} bytes`;
  if (status !== NDIS_STATUS_INVALID_LENGTH && status !== NDIS_STATUS_BUFFER_TOO_SHORT)
    sweep.report(kind, 'oid/short-buffer-not-refused', oid, `${given} came to ${named(status)}.`);
  else if (bytesNeeded <= length)
    sweep.report(
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
function sweepSet(sweep: Sweep, oid: number): void {
  if (!sweep.oids.ulongSets.includes(oid)) {
    ask(sweep, 'set', oid, new Uint8Array(0));
    return;
  }
  const before = sweep.session.query(oid).bytes;
  for (const length of [0, 1, 2, 3]) {
    const answer = ask(sweep, 'set', oid, filled(length, 0xff));
    if (isUnsupported(answer.status)) return;
    judgeShort(sweep, 'set', oid, length, 4, answer);
  }
  judgeState(sweep, oid, before);
  // The same value again, from an odd address and from a longer buffer.
  if (before.length !== 4) return;
  ask(sweep, 'set', oid, before, 1);
  ask(sweep, 'set', oid, Uint8Array.from([...before, 0, 0, 0, 0]));
}

function isUnsupported(status: NdisStatus): boolean {
  return status === NDIS_STATUS_NOT_SUPPORTED || status === NDIS_STATUS_INVALID_OID;
}

function judgeState(sweep: Sweep, oid: number, before: Uint8Array): void {
  const after = sweep.session.query(oid).bytes;
  if (after.join() === before.join()) return;
  sweep.report(
    'set',
    'oid/refused-set-changed-state',
    oid,
    `${describeOid(oid)} was [${before.join(' ')}], and [${after.join(' ')}] after sets of it that were refused.`,
  );
}

function setReadOnly(sweep: Sweep, oid: number, value: Uint8Array | undefined): void {
  const { status } = ask(sweep, 'set', oid, value ?? new Uint8Array(4));
  if (status === NDIS_STATUS_SUCCESS)
    sweep.report(
      'set',
      'oid/read-only-set-accepted',
      oid,
      `The set of ${describeOid(oid)}, which can only be asked for, succeeded.`,
    );
}

/** Lists that end within an address, and one of too many addresses. */
function sweepMulticastList(sweep: Sweep, size: Uint8Array | undefined): void {
  const oid = OID_802_3_MULTICAST_LIST;
  const before = sweep.session.query(oid).bytes;
  const refused = (bytes: Uint8Array, isRight: (status: NdisStatus) => boolean, what: string) => {
    const { status } = ask(sweep, 'set', oid, bytes);
    if (!isRight(status))
      sweep.report(
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
  const count = size === undefined ? LIST_MAX : ulongOf(size) + 1;
  if (count <= LIST_MAX)
    refused(
      addresses(count),
      (status) => status === NDIS_STATUS_MULTICAST_FULL,
      `A multicast list of ${count} addresses, one more than OID_802_3_MAXIMUM_LIST_SIZE says,`,
    );
  judgeState(sweep, oid, before);
}

/** Group addresses that differ in their last two bytes. */
function addresses(count: number): Uint8Array {
  const list = new Uint8Array(ADDRESS_BYTES * count);
  for (let index = 0; index < count; index++)
    list.set([1, 0, 0x5e, 0, index >> 8, index & 0xff], ADDRESS_BYTES * index);
  return list;
}

function setUnknownFilter(sweep: Sweep): void {
  const oid = OID_GEN_CURRENT_PACKET_FILTER;
  const before = sweep.session.query(oid).bytes;
  const { status } = ask(sweep, 'set', oid, ulongBytes(NO_FILTER_TYPE));
  if (status !== NDIS_STATUS_SUCCESS) return judgeState(sweep, oid, before);
  const what = `A packet filter of ${hex(NO_FILTER_TYPE)}, which is no type of packet, was accepted.`;
  sweep.report('set', 'oid/unsupported-filter-accepted', oid, what);
  setFilter(sweep.session);
}

function askUnknown(sweep: Sweep, oid: number): void {
  for (const kind of ['query', 'set'] as const) {
    const { status } = ask(sweep, kind, oid, new Uint8Array(64));
    if (status !== NDIS_STATUS_SUCCESS) continue;
    const what = `The ${kind} of ${describeOid(oid)}, which no ${sweep.oids.medium} miniport has, succeeded.`;
    sweep.report(kind, 'oid/unknown-oid-not-refused', oid, what);
  }
}

/** What must be answered is, and what the supported list names is too. */
function checkSupport(sweep: Sweep, answers: ReadonlyMap<number, Uint8Array>): void {
  const missing = (kind: RequestKind, oid: number) => {
    const what = `The ${kind} of ${describeOid(oid)} is mandatory, and is not supported.`;
    sweep.report(kind, 'oid/mandatory-oid-missing', oid, what);
  };
  const { mandatoryQueries, setsThatFit } = sweep.oids;
  for (const oid of mandatoryQueries) if (!answers.has(oid)) missing('query', oid);
  for (const [oid, bytes] of setsThatFit) {
    const status = sweep.session.set(oid, bytes);
    if (isUnsupported(status)) missing('set', oid);
  }
  const list = answers.get(OID_GEN_SUPPORTED_LIST);
  if (list === undefined) return;
  for (let at = 0; at + 4 <= list.length; at += 4) {
    const oid = ulongOf(list.subarray(at));
    if (answers.has(oid)) continue;
    const asked = sweep.session.request('query', oid, new Uint8Array(LONG_BYTES)).status;
    const set = sweep.session.request('set', oid, new Uint8Array(0)).status;
    if (!isUnsupported(asked) || !isUnsupported(set)) continue;
    const what = `OID_GEN_SUPPORTED_LIST names ${describeOid(oid)}, which is refused as not supported.`;
    sweep.report('query', 'oid/answers-inconsistent', oid, what);
  }
}
