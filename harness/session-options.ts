/** What a run is made of, and what is known of the same run without faults. */
import type { Fault } from '../ndis/faults';
import type { CallSite, Limits, Profile } from '../ndis/kernel/kernel';
import type { RegistryEntry, RegistryValue } from '../ndis/kernel/registry';
import type { DriverSource } from '../ndis/loader';
import type { RuleName } from '../ndis/rules';
import type { TraceListener } from '../ndis/trace';
import type { PortWraps } from './board';
import type { Coverage } from './code-coverage/coverage';
import type { Witness } from './disturbance/witness';
import type { LoadRecord } from './load-record';

export interface SessionOptions {
  readonly driver: DriverSource;
  readonly driverName?: string;
  readonly device?: string;
  /** The driver that drives the NIC below, not judged; the sample that it needs if not told. */
  readonly lower?: DriverSource;
  readonly faults?: readonly Fault[];
  readonly profile?: Profile;
  readonly seed?: number;
  readonly limits?: Limits;
  /** The adapter's key in the registry, as `loadConfiguration` gives it. */
  readonly registry?: readonly RegistryEntry[];
  /** Values in that key, by keyword. */
  readonly parameters?: Readonly<Record<string, RegistryValue>>;
  readonly callSite?: CallSite;
  /** Gets every event of the run. */
  readonly onEvent?: TraceListener;
  /** Whether the station across the wire keeps what it receives, or only counts. */
  readonly keepsFrames?: boolean;
  /** Told which handler runs, now and then: the run goes on. */
  readonly heartbeat?: (handler: string) => void;
  /** The same run without faults, for one with faults to be compared with. */
  readonly faultless?: () => FaultlessRun;
  /** Writes down what the driver does. */
  readonly witness?: Witness;
  /** Notes what is executed of the driver, if it is of machine code. */
  readonly coverage?: Coverage;
  /** What watches the NIC's ports, where no fault is planned that disturbs them. */
  readonly wraps?: PortWraps;
}

/** What is known of a run in which nothing is made to fail. */
export interface FaultlessRun {
  readonly loads: readonly LoadRecord[];
  readonly isClean: boolean;
  /** What the driver did that others see. */
  readonly acts: readonly string[];
  /** The rules that it breaks. */
  readonly rules: ReadonlySet<RuleName>;
  /** Those that it breaks with a good network address in the registry. */
  readonly addressedRules: ReadonlySet<RuleName>;
}
