/**
 * Every OID that NDIS 5.1 knows and some that it does not, asked and set with buffers of every
 * awkward length, and what the answers say of one another. (NDIS 5.1: MiniportQueryInformation,
 * MiniportSetInformation)
 */
import {
  describeOid,
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_SUPPORTED_LIST,
  OID_GEN_VENDOR_ID,
} from '../../ndis/oid';
import type { RequestKind } from '../../ndis/wrapper/requests';
import type { Scenario } from '../scenario';
import type { Session } from '../session';
import { checkAnswers, ulongOf } from './oid-answers';
import { ask, filled, isUnsupported, LONG_BYTES, OidProbe, probeOid } from './oid-probe';
import { LOOKAHEAD_BYTES, ulongBytes } from './oid-table';
import { LINK_UP_NS, MULTICAST, setFilter } from './steps';

/** What the adapter below is busy for with somebody else's request. */
const BUSY_NS = 1e6;

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

function sweepAll(session: Session): void {
  const probe = new OidProbe(session);
  try {
    sweepOids(probe);
  } finally {
    probe.tell();
  }
}

function sweepOids(probe: OidProbe): void {
  const { session, oids } = probe;
  session.idle(LINK_UP_NS);
  setFilter(session);
  session.set(OID_802_3_MULTICAST_LIST, MULTICAST);
  const answers = new Map<number, Uint8Array>();
  for (const oid of [...oids.known, ...oids.unknown]) {
    const bytes = probeOid(probe, oid);
    if (bytes !== undefined) answers.set(oid, bytes);
  }
  // NdisRequest may be pending, and what the driver was asked is then completed later.
  if (session.occupyBelow(BUSY_NS)) ask(probe, 'query', OID_GEN_VENDOR_ID, filled(4, 0));
  if (session.occupyBelow(BUSY_NS))
    ask(probe, 'set', OID_GEN_CURRENT_LOOKAHEAD, ulongBytes(LOOKAHEAD_BYTES));
  checkSupport(probe, answers);
  checkAnswers(session, answers);
}

/** What must be answered is, and what the supported list names is too. */
function checkSupport(probe: OidProbe, answers: ReadonlyMap<number, Uint8Array>): void {
  const missing = (kind: RequestKind, oid: number) => {
    const what = `The ${kind} of ${describeOid(oid)} is mandatory, and is not supported.`;
    probe.report(kind, 'oid/mandatory-oid-missing', oid, what);
  };
  const { mandatoryQueries, setsThatFit } = probe.oids;
  for (const oid of mandatoryQueries) if (!answers.has(oid)) missing('query', oid);
  for (const [oid, bytes] of setsThatFit) {
    const status = probe.session.set(oid, bytes);
    if (isUnsupported(status)) missing('set', oid);
  }
  const list = answers.get(OID_GEN_SUPPORTED_LIST);
  if (list === undefined) return;
  for (let at = 0; at + 4 <= list.length; at += 4) {
    const oid = ulongOf(list.subarray(at));
    if (answers.has(oid)) continue;
    const asked = probe.session.request('query', oid, new Uint8Array(LONG_BYTES)).status;
    const set = probe.session.request('set', oid, new Uint8Array(0)).status;
    if (!isUnsupported(asked) || !isUnsupported(set)) continue;
    const what = `OID_GEN_SUPPORTED_LIST names ${describeOid(oid)}, which is refused as not supported.`;
    probe.report('query', 'oid/answers-inconsistent', oid, what);
  }
}
