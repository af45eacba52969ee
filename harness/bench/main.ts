/**
 * `npm run bench`: how fast the laboratory is on this host, in one process and with all checks on.
 * The one place that looks at the host's clock to measure, and never a test.
 */
import type { DriverModule } from '../../ndis';
import type { DriverSource } from '../../ndis/loader';
import { NDIS_PACKET_TYPE_BROADCAST } from '../../ndis/constants';
import { OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis/oid';
import * as e1000 from '../../miniports/e1000';
import * as passthru from '../../miniports/passthru';
import { loadDriverFile } from '../loader';
import { planRuns, runOnce, type RunOptions } from '../run';
import { DEVICES, type DeviceName } from '../devices';
import { SCENARIOS } from '../scenarios';
import { Session } from '../session';
import { CardBench } from './card';
import { broadcastFrame, ModelBench } from './model';
import { processorResults } from './processor';

/** What is printed, and what `--json` gives: figures by name, with their units. */
export interface BenchResult {
  readonly name: string;
  /** Null if it could not be measured. */
  readonly value: number | null;
  readonly unit: string;
  /** Why it could not. */
  readonly skipped?: string;
}

/** A session that is measured goes on for as long as it takes. */
const LIMITS = { virtualTimeNs: Infinity, calls: Infinity };
const WINDOW_MS = 300;
const WINDOW_COUNT = 10;
const WARM_UP_MS = 1_000;
/** A life goes through hundreds of functions, of which the host compiles the last after this long. */
const LIFE_WARM_UP_MS = 6_000;
const LINK_UP_NS = 5e9;
const BATCH = 32;
const FRAME_BYTES = 1514;
/** The shortest and the longest frame, FCS not counted. */
const MODEL_FRAME_BYTES = [60, 1514] as const;

function now(): number {
  return performance.now();
}

/**
 * How often `work` can be done in a second, after a warm-up; it says how much it did. The best of
 * several windows, for what else the host does makes each longer.
 */
function rate(work: () => number, warmUpMs = WARM_UP_MS): number {
  for (const end = now() + warmUpMs; now() < end;) work();
  let best = 0;
  for (let window = 0; window < WINDOW_COUNT; window++) {
    const start = now();
    let done = 0;
    let elapsed = 0;
    while (elapsed < WINDOW_MS) {
      done += work();
      elapsed = now() - start;
    }
    best = Math.max(best, (done * 1000) / elapsed);
  }
  return best;
}

function scenarioRate(
  driver: DriverSource,
  scenario: keyof typeof SCENARIOS,
  warmUpMs?: number,
): number {
  const options: RunOptions = { driver, driverName: 'e1000', scenario: SCENARIOS[scenario] };
  const plans = planRuns(options);
  let next = 0;
  return rate(() => {
    runOnce(options, plans[next++ % plans.length]);
    return 1;
  }, warmUpMs);
}

/** What one waits for who plays one life: nothing has run before, and nothing is compiled. */
function firstLifeMs(driver: DriverModule): number {
  const options: RunOptions = { driver, driverName: 'e1000', scenario: SCENARIOS.life };
  const [plan] = planRuns(options);
  const start = now();
  runOnce(options, plan);
  return now() - start;
}

function trafficSession(driver: DriverModule): Session {
  const session = new Session({ driver, keepsFrames: false, limits: LIMITS });
  session.load();
  if (!session.start()) throw new Error('the driver does not start');
  session.protocol!.keepsFrames = false;
  session.idle(LINK_UP_NS);
  session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_BROADCAST);
  return session;
}

function sendRate(driver: DriverModule): number {
  const session = trafficSession(driver);
  const frames = Array.from({ length: BATCH }, () => broadcastFrame(FRAME_BYTES));
  return rate(() => {
    const before = session.board.station.frameCount;
    session.protocol!.send(frames);
    session.idle(1e6);
    return session.board.station.frameCount - before;
  });
}

function receiveRate(driver: DriverModule): number {
  const session = trafficSession(driver);
  const frame = broadcastFrame(FRAME_BYTES);
  return rate(() => {
    const before = session.protocol!.receivedCount;
    for (let index = 0; index < BATCH; index++)
      session.board.stationPort.transmit(frame, frame.length);
    session.idle(1e6);
    return session.protocol!.receivedCount - before;
  });
}

/** The model alone, both ways; 64 and 1518 bytes are what lies on the wire. */
function modelRates(): BenchResult[] {
  return MODEL_FRAME_BYTES.flatMap((byteCount) => {
    const model = new ModelBench();
    const frame = broadcastFrame(byteCount);
    const size = `${byteCount + 4} B`;
    return [
      { name: `model send ${size}`, value: rate(() => model.send(byteCount)), unit: 'frames/s' },
      {
        name: `model receive ${size}`,
        value: rate(() => model.receive(frame)),
        unit: 'frames/s',
      },
    ];
  });
}

/** Every model with a polled driver, which copies each frame: both ways, short frames. */
function cardRates(): BenchResult[] {
  const [byteCount] = MODEL_FRAME_BYTES;
  const frame = broadcastFrame(byteCount);
  return (Object.keys(DEVICES) as DeviceName[]).map((name) => {
    const card = new CardBench(name);
    const value = rate(() => card.exchange(frame));
    return { name: `polled ${name}`, value, unit: 'frames/s' };
  });
}

function measure(): BenchResult[] {
  const results: BenchResult[] = [
    { name: 'first life', value: firstLifeMs(e1000), unit: 'ms' },
    {
      name: 'registration-failure',
      value: scenarioRate(e1000, 'registration-failure'),
      unit: 'loads/s',
    },
    {
      name: 'registration-failure .sys',
      value: scenarioRate(loadDriverFile('e1000-c').driver, 'registration-failure'),
      unit: 'loads/s',
    },
    { name: 'life', value: scenarioRate(e1000, 'life', LIFE_WARM_UP_MS), unit: 'lives/s' },
    { name: 'send', value: sendRate(e1000), unit: 'frames/s' },
    { name: 'receive', value: receiveRate(e1000), unit: 'frames/s' },
    { name: 'send by passthru', value: sendRate(passthru), unit: 'frames/s' },
    { name: 'receive by passthru', value: receiveRate(passthru), unit: 'frames/s' },
    ...modelRates(),
    ...cardRates(),
    ...processorResults(),
  ];
  const peakBytes = process.resourceUsage().maxRSS * 1024;
  return [...results, { name: 'peak memory', value: peakBytes / 2 ** 20, unit: 'MiB' }];
}

function main(): void {
  const results = measure();
  if (process.argv.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ schema: 1, results }, null, 2)}\n`);
    return;
  }
  for (const result of results) process.stdout.write(`${result.name.padEnd(26)}${text(result)}\n`);
}

function text({ value, unit, skipped }: BenchResult): string {
  if (value === null) return `skipped: ${skipped}`;
  const maximumFractionDigits = value < 10 ? 1 : 0;
  return `${value.toLocaleString('en', { maximumFractionDigits }).padStart(10)} ${unit}`;
}

main();
