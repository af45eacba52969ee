/** The calls of a run that could be made to fail: what a scenario plans its faults by. */
import type { OperatingSystem } from '../ndis/operating-system';
import type { FallibleCall } from './scenario';

/** From now on they are written down, in order. */
export function recordFallibleCalls(os: OperatingSystem): readonly FallibleCall[] {
  const calls: FallibleCall[] = [];
  const counts = new Map<string, number>();
  os.onFallible = ({ name, fails }) => {
    const occurrence = (counts.get(name) ?? 0) + 1;
    counts.set(name, occurrence);
    calls.push({ call: name, occurrence, failures: fails, boundary: os.boundary });
  };
  return calls;
}
