/** What is to be said of a run that had to be cut off. */
import type { Finding } from '../../ndis/finding';
import { RULES, type RuleName } from '../../ndis/rules';
import type { RunResult } from '../result';
import type { LossCause, PlannedRun } from './protocol';

const LOSSES: Readonly<Record<LossCause, { rule: RuleName; what: (who: string) => string }>> = {
  spin: {
    rule: 'registration/callback-never-returns',
    what: (who) => `${who} ran on and on without calling anything, and had to be cut off.`,
  },
  exit: {
    rule: 'registration/callback-never-returns',
    what: (who) => `${who} ended the thread that it ran in, in place of returning.`,
  },
  memory: {
    rule: 'memory/host-memory-exhausted',
    what: (who) => `${who} took memory of the host until there was none left.`,
  },
};

/** The result of a run whose board is gone: one finding, and nothing that would be a guess. */
export function lostRun(run: PlannedRun, cause: LossCause, handler: string | undefined): RunResult {
  const { rule, what } = LOSSES[cause];
  const happened = what(handler ?? 'The driver');
  const finding: Finding = {
    rule,
    message: `${happened} ${RULES[rule].advice}`,
    boundary: handler ?? 'idle',
    evidence: run.fault === null ? {} : { fault: run.fault },
  };
  return {
    fault: run.fault,
    verdict: 'findings',
    statuses: {},
    resources: [],
    findings: [finding],
    stopped: { kind: 'limit', what: happened },
    traceHash: '0'.repeat(16),
    replay: run.replay,
  };
}
