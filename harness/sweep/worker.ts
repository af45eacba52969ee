/** A thread of a sweep: it loads the driver and plays runs. Started by its path. */
import { createCallSite } from '../call-site';
import { coverageOf, type Coverage } from '../code-coverage/coverage';
import { loadConfiguration } from '../inf';
import { Pulse } from '../isolation/pulse';
import { loadDriverFile, loadLowerFile } from '../loader';
import { UsageError } from '../result';
import { SCENARIOS } from '../scenarios';
import { Notice, type RunNotice } from './notice';
import { SweepPlayer } from './player';
import type { ThreadOrder, Trouble, Work, WorkDone, WorkResult } from './protocol';
import type { SweepRequest } from './request';

/** Of the present order. */
let pulse: Pulse | undefined;
/** Made once: a thread serves one sweep. */
let player: SweepPlayer | undefined;
let coverage: Coverage | undefined;

function createPlayer(request: SweepRequest): SweepPlayer {
  const { driver, name } = loadDriverFile(request.driver);
  if (request.coverage === true) coverage = coverageOf(driver);
  return new SweepPlayer(request, {
    ...request,
    driver,
    driverName: name,
    lower: loadLowerFile(request.lower),
    configuration: loadConfiguration(request),
    scenario: SCENARIOS.life,
    coverage,
    callSite: createCallSite(),
    heartbeat: (handler) => pulse?.beat(handler),
  });
}

/** Does what is asked. Never throws: what goes wrong is told. */
export function serve(order: ThreadOrder): WorkResult | Trouble {
  pulse = new Pulse(order.pulse);
  pulse.beat('');
  const notice = new Notice(order.notice);
  let current: RunNotice | undefined;
  try {
    player ??= createPlayer(order.request);
    const done = work(player, order.work, (run) => {
      current = run;
      notice.write(run);
    });
    return coverage === undefined ? done : { ...done, covered: coverage.takeChanges() };
  } catch (error) {
    if (error instanceof UsageError) return { kind: 'usage-error', message: error.message };
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'harness-fault', stack, faults: current?.faults ?? [] };
  }
}

function work(player: SweepPlayer, order: Work, begin: (run: RunNotice) => void): WorkDone {
  switch (order.kind) {
    case 'plan':
      begin({ place: [0, 0], faults: [] });
      return { kind: 'planned', plan: player.plan() };
    case 'prepare':
      begin({ place: [0, 0], faults: [] });
      player.prepare();
      return { kind: 'prepared' };
    case 'play':
      return { kind: 'played', played: order.tasks.map((task) => player.play(task, begin)) };
    case 'list':
      return { kind: 'listed', seconds: player.secondsAfter(order.fault) };
    case 'explain':
      return { kind: 'explained', result: player.explain(order.faults) };
  }
}
