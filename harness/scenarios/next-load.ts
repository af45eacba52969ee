/** What a load of the image is to be like, whatever befell the one before it. */
import { loadDifference, type LoadRecord } from '../load-record';
import type { RuleName } from '../../ndis/rules';
import type { Session } from '../session';

/** Rules A10, B19, B20: by how many failures were injected before it. */
const RULES_BY_FAULTS: readonly RuleName[] = [
  'registration/second-load-differs',
  'resource/single-fault-not-survived',
  'resource/second-fault-not-survived',
];

/** @param like - a load before which nothing failed: the first of this run, or of a clean one */
export function compareLoads(session: Session, load: LoadRecord, like: LoadRecord): void {
  const faultCount = session.os.faults?.injected.length ?? 0;
  const what = faultCount > 0 ? 'one with no failure before it' : 'the first';
  const difference = loadDifference(load, like, what);
  if (difference === undefined) return;
  session.os.report(RULES_BY_FAULTS[Math.min(faultCount, 2)], {
    what: `The second load of the image ${difference}.`,
    boundary: 'MiniportInitialize',
  });
}
