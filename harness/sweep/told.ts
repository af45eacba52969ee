/** The findings of a run in full. */
import type { RunResult } from '../result';
import { fingerprintOf } from './fingerprint';
import type { Told } from './outcome';

/** Each different finding of a run of `driver` once. */
export function toldBy(driver: string, { findings, replay }: RunResult): Told[] {
  const told = new Map<string, Told>();
  for (const finding of findings) {
    const fingerprint = fingerprintOf(driver, finding);
    if (told.has(fingerprint)) continue;
    const { rule, message, boundary, evidence } = finding;
    const at = evidence.resource?.acquiredAt ?? evidence.at;
    told.set(fingerprint, {
      rule,
      fingerprint,
      message,
      boundary,
      ...(at === undefined ? {} : { at }),
      replay,
    });
  }
  return [...told.values()];
}
