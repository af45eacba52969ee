/** What is swept, in words that pass between processes and machines. */
import type { Profile } from '../../ndis/kernel/kernel';
import type { FaultKind } from './kinds';

export interface SweepRequest {
  /** A sample's name or the path of a file. */
  readonly driver: string;
  readonly device: string;
  readonly profile: Profile;
  readonly seed: number;
  readonly kinds: readonly FaultKind[];
  /** Each second fault after each first. */
  readonly pairs: boolean;
}
