/** A sweep for a program: as `ndislab sweep`, and its result. */
import { parseDevices } from '../device-spec';
import type { Profile } from '../../ndis/kernel/kernel';
import { loadConfiguration } from '../inf';
import { UsageError } from '../result';
import { sweepResult } from './gather';
import { FAULT_KINDS, isFaultKind, type FaultKind } from './kinds';
import type { SweepResult } from './result';
import { sweep } from './sweep';

export interface SweepDriverOptions {
  /**
   * Names of `ndislab list devices`, with options. If not told: what the INF is for, or a sample, or
   * 82540em.
   */
  readonly device?: string;
  /** What drives the NIC below, for a driver that stands above another: a sample's name or a path. */
  readonly lower?: string;
  /** The path of the driver's INF. */
  readonly inf?: string;
  /** Registry values beside the INF's, as `TransmitBuffers=128`. */
  readonly set?: readonly string[];
  /** Faults of these kinds; of all if not told. */
  readonly only?: readonly FaultKind[];
  /** After each failed call each second one as well. */
  readonly pairs?: boolean;
  readonly profile?: Profile;
  readonly seed?: number;
  /** As many as there are processors if not told. */
  readonly threads?: number;
  /** Gets what the driver under test prints. */
  readonly onOutput?: (text: string) => void;
}

/**
 * Lets everything fail that can fail in a driver, each once.
 *
 * @param driver - a sample's name or the path of a file.
 * @throws UsageError if there is no such driver, device or option; HarnessFault if the fault is ours.
 */
export async function sweepDriver(
  driver: string,
  options: SweepDriverOptions = {},
): Promise<SweepResult> {
  const { lower, inf, set, profile = 'strict', seed = 1, pairs = false } = options;
  requireSound(options);
  const { device } = loadConfiguration({ ...options, driver });
  const kinds = options.only ?? Object.keys(FAULT_KINDS).filter(isFaultKind);
  parseDevices(device);
  const { threads, onOutput } = options;
  const request = { driver, device, lower, inf, set, profile, seed, kinds, pairs };
  return sweepResult(await sweep(request, { threads, onOutput }));
}

/** Of plain JavaScript anything comes, and what plays nothing would find nothing. */
function requireSound({
  only,
  profile = 'strict',
  seed = 1,
  threads = 1,
}: SweepDriverOptions): void {
  const wrong = (what: string, value: unknown) => {
    throw new UsageError(`${what}, not ${JSON.stringify(value)}`);
  };
  const isKinds = Array.isArray(only) && only.length > 0 && only.every(isFaultKind);
  if (only !== undefined && !isKinds)
    wrong(`only is a list of ${Object.keys(FAULT_KINDS).join(', ')}`, only);
  if (!['strict', 'windows'].includes(profile)) wrong('profile is strict or windows', profile);
  if (!Number.isInteger(seed) || seed < 0) wrong('seed is a whole number from 0', seed);
  if (!Number.isInteger(threads) || threads < 1) wrong('threads is a whole number from 1', threads);
}
