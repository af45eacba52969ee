/** Results made by hand, for what reports do with them. */
import type { Finding } from '../../ndis/finding';
import type { RunResult, ScenarioResult } from '../../harness/result';

/** A leak of the wrapper handle, seen on a failed DriverEntry. */
export function leak(status: string): Finding {
  return {
    rule: 'registration/wrapper-not-terminated',
    message: `DriverEntry returned ${status}, and the handle stayed. Give it back.`,
    boundary: 'DriverEntry',
    evidence: {
      resource: {
        kind: 'wrapper-handle',
        key: '0x80101230',
        acquiredBy: 'NdisInitializeWrapper',
        acquiredIn: 'DriverEntry',
        acquiredAt: 'driver.ts:4',
      },
      call: 'NdisInitializeWrapper',
      at: 'driver.ts:4',
      exit: `DriverEntry returned ${status}`,
    },
  };
}

export function run(changes: Partial<RunResult> = {}): RunResult {
  return {
    fault: null,
    verdict: 'clean',
    statuses: { DriverEntry: '0x00000000', MiniportInitialize: '0xC000009A' },
    resources: [{ kind: 'wrapper-handle', acquired: 2, released: 2, live: 0 }],
    findings: [],
    stopped: null,
    traceHash: '0123456789abcdef',
    replay: 'ndislab run driver.ts --device 82540em --scenario life --seed 1',
    ...changes,
  };
}

/** A run in which NdisMRegisterMiniport failed and the wrapper handle was lost. */
export function leakingRun(status: string): RunResult {
  return run({
    fault: `NdisMRegisterMiniport=${status}#1`,
    verdict: 'findings',
    statuses: { DriverEntry: '0xC0000001' },
    resources: [{ kind: 'wrapper-handle', acquired: 1, released: 0, live: 1 }],
    findings: [leak(status)],
    replay: `ndislab run driver.ts --fail 'NdisMRegisterMiniport=${status}#1' --seed 1`,
  });
}

export function result(runs: readonly RunResult[], verdict: RunResult['verdict']): ScenarioResult {
  return {
    schema: 1,
    driver: 'driver.ts',
    device: '82540em',
    scenario: 'life',
    profile: 'strict',
    seed: 1,
    verdict,
    runs,
  };
}
