/** What is swept, in words that pass between processes and machines. */
import type { Profile } from '../../ndis/kernel/kernel';
import type { FaultKind } from './kinds';

export interface SweepRequest {
  /** A sample's name or the path of a file. */
  readonly driver: string;
  readonly device: string;
  /** The driver below it, in the same words. */
  readonly lower?: string;
  /** The path of the driver's INF. */
  readonly inf?: string;
  /** Registry values beside the INF's, as `TransmitBuffers=128`. */
  readonly set?: readonly string[];
  readonly profile: Profile;
  readonly seed: number;
  readonly kinds: readonly FaultKind[];
  /** Each second fault after each first. */
  readonly pairs: boolean;
  /** Tells what is executed of the driver, which is of machine code. */
  readonly coverage?: true;
}
