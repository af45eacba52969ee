/** What the oracle prints. */
import { compare, type Difference, type Verdict } from './compare';
import type { Mutant, OracleDevice } from './device';
import { format, formatOperation } from './listing';
import type { LiveRun } from './live';
import { runOnModel } from './model';
import { type Answer, operationsOf, type Program } from './program';

/** Unexplained differences listed of one program. */
const DIFFERENCES_SHOWN_MAX = 12;
const TEXT_CHARACTERS_MAX = 100;

type Print = (line: string) => void;

/** How much was equal, and each deviation with how often it was met. */
export function reportVerdict(
  device: OracleDevice,
  programCount: number,
  failingCount: number,
  verdict: Verdict,
  print: Print,
): void {
  const { comparedCount, equalCount, deviationCounts, unexplained } = verdict;
  const percent = ((100 * equalCount) / Math.max(comparedCount, 1)).toFixed(2);
  print(
    `${device.name}: ${programCount} programs, ${comparedCount} answers, ${percent} % equal, ` +
      `${unexplained.length} unexplained in ${failingCount} programs`,
  );
  device.deviations.forEach(({ places, section, reason }, index) => {
    const count = deviationCounts[index] ?? 0;
    print(`  ${String(count).padStart(7)}  ${places.join(', ')} (${section}): ${reason}`);
  });
  for (const place of new Set(unexplained.map((one) => one.place))) {
    const all = unexplained.filter((one) => one.place === place);
    const { seed, index, ours, qemu } = all[0];
    const first = `operation ${index} of seed ${seed}: ours ${apart(ours, qemu)}`;
    print(`  UNEXPLAINED ${all.length} at ${place}, as ${first}`);
  }
}

/** A program with its answers as a listing that can be run again, and what differs. */
export function reportFailure(
  device: OracleDevice,
  program: Program,
  answers: readonly Answer[],
  verdict: Verdict,
  print: Print,
): void {
  const operations = operationsOf(program);
  print(format({ program, answers }).trimEnd());
  for (const difference of verdict.unexplained.slice(0, DIFFERENCES_SHOWN_MAX))
    print(`# ${describe(difference, formatOperation(operations[difference.index]))}`);
  print(`# ${device.name}: ${verdict.unexplained.length} unexplained`);
}

function describe({ index, place, ours, qemu }: Difference, operation: string): string {
  return `${index}: ${shorten(operation)}: ${place}: ours ${apart(ours, qemu)}`;
}

function shorten(text: string): string {
  return text.length <= TEXT_CHARACTERS_MAX ? text : `${text.slice(0, TEXT_CHARACTERS_MAX)}...`;
}

/** Both texts; long ones from a little before where they part. */
function apart(ours: string, qemu: string): string {
  let at = 0;
  while (at < ours.length && ours[at] === qemu[at]) at++;
  if (ours.length <= TEXT_CHARACTERS_MAX && qemu.length <= TEXT_CHARACTERS_MAX)
    return `"${ours}", QEMU's "${qemu}"`;
  const from = Math.max(at - 8, 0);
  const part = (text: string) => text.slice(from, from + 48);
  return `(${ours.length} digits) at ${at} "${part(ours)}", QEMU's (${qemu.length}) "${part(qemu)}"`;
}

/** Runs each mutant against what QEMU answered. True if each differs without an explanation. */
export function reportMutants(
  device: OracleDevice,
  runs: readonly LiveRun[],
  print: Print,
): boolean {
  let allFound = true;
  const unexplainedIn = ({ program, answers }: LiveRun, mutant?: Mutant) => {
    const ours = runOnModel(device, program, mutant);
    return compare(program, ours, answers, device.deviations).unexplained.length;
  };
  const before = runs.map((run) => unexplainedIn(run));
  for (const mutant of device.mutants) {
    const found = runs.filter((run, at) => unexplainedIn(run, mutant) > before[at]).length;
    if (found === 0) allFound = false;
    const word = found === 0 ? 'NOT FOUND' : `found in ${found}`;
    print(`${device.name}: fault "${mutant.name}": ${word} of ${runs.length} programs`);
  }
  return allFound;
}
