/**
 * `npm run bench`: how fast the laboratory is on this host, in one process and with all checks on.
 * The one place that looks at the host's clock to measure, and never a test.
 */
import { BROADCAST_MAC, ethernetFrame, patternPayload } from '../../hardware/wire';
import type { MacAddress } from '../../hardware/wire';
import type { DriverModule } from '../../ndis';
import { NDIS_PACKET_TYPE_BROADCAST } from '../../ndis/constants';
import { OID_GEN_CURRENT_PACKET_FILTER } from '../../ndis/oid';
import * as e1000 from '../../miniports/e1000';
import { planRuns, runOnce, type RunOptions } from '../run';
import { SCENARIOS } from '../scenarios';
import { Session } from '../session';

/** What is printed, and what `--json` gives: figures by name, with their units. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A session that is measured goes on for as long as it takes. */
const LIMITS = { virtualTimeNs: Infinity, calls: Infinity };
const MEASURE_MS = 3_000;
const WARM_UP_MS = 1_000;
const LINK_UP_NS = 5e9;
const BATCH = 32;
const FRAME_BYTES = 1514;
const SOURCE = Uint8Array.from([0x02, 0, 0, 0, 0, 2]) as MacAddress;

function now(): number {
  return performance.now();
}

/** How often `work` can be done a second, after a warm-up; it says how much it did. */
function rate(work: () => number): number {
  for (const end = now() + WARM_UP_MS; now() < end;) work();
  const start = now();
  let done = 0;
  let elapsed = 0;
  while (elapsed < MEASURE_MS) {
    done += work();
    elapsed = now() - start;
  }
  return (done * 1000) / elapsed;
}

function scenarioRate(driver: DriverModule, scenario: keyof typeof SCENARIOS): number {
  const options: RunOptions = { driver, driverName: 'e1000', scenario: SCENARIOS[scenario] };
  const plans = planRuns(options);
  let next = 0;
  return rate(() => {
    runOnce(options, plans[next++ % plans.length]);
    return 1;
  });
}

function trafficSession(driver: DriverModule): Session {
  const session = new Session({ driver, driverName: 'e1000', keepsFrames: false, limits: LIMITS });
  session.load();
  if (!session.start()) throw new Error('e1000 does not start');
  session.protocol!.keepsFrames = false;
  session.idle(LINK_UP_NS);
  session.setUlong(OID_GEN_CURRENT_PACKET_FILTER, NDIS_PACKET_TYPE_BROADCAST);
  return session;
}

function broadcast(): Uint8Array {
  const addresses = { destination: BROADCAST_MAC, source: SOURCE };
  return ethernetFrame(addresses, 0x88b5, patternPayload(1, FRAME_BYTES - 14));
}

function sendRate(driver: DriverModule): number {
  const session = trafficSession(driver);
  const frames = Array.from({ length: BATCH }, broadcast);
  return rate(() => {
    const before = session.board.station.frameCount;
    session.protocol!.send(frames);
    session.idle(1e6);
    return session.board.station.frameCount - before;
  });
}

function receiveRate(driver: DriverModule): number {
  const session = trafficSession(driver);
  const frame = broadcast();
  return rate(() => {
    const before = session.protocol!.receivedCount;
    for (let index = 0; index < BATCH; index++)
      session.board.stationPort.transmit(frame, frame.length);
    session.idle(1e6);
    return session.protocol!.receivedCount - before;
  });
}

function measure(): BenchResult[] {
  const results: BenchResult[] = [
    {
      name: 'registration-failure',
      value: scenarioRate(e1000, 'registration-failure'),
      unit: 'loads/s',
    },
    { name: 'life', value: scenarioRate(e1000, 'life'), unit: 'lives/s' },
    { name: 'send', value: sendRate(e1000), unit: 'frames/s' },
    { name: 'receive', value: receiveRate(e1000), unit: 'frames/s' },
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
  for (const { name, value, unit } of results)
    process.stdout.write(
      `${name.padEnd(24)}${Math.round(value).toLocaleString('en').padStart(12)} ${unit}\n`,
    );
}

main();
