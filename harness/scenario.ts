/** A scenario: what is done to a driver, run by run. */
import type { Fault } from '../ndis/faults';
import type { Limits } from '../ndis/kernel/kernel';
import type { DisturbanceKind } from './sweep/disturbances';
import type { Session } from './session';

/** One run that a scenario wants: which fault to inject, if any. */
export interface RunPlan {
  readonly faults: readonly Fault[];
}

export interface Scenario {
  readonly name: string;
  /** The path it was loaded from, if it is a user's own. */
  readonly file?: string;
  /** The path of the capture whose frames it plays, if it plays one. */
  readonly input?: string;
  /** What it does, in one sentence. */
  readonly summary: string;
  /** What one run of it may spend, where that is more than other scenarios need. */
  readonly limits?: Limits;
  /** The runs it is made of; a scenario that needs no faults plans one. */
  plan(rehearse: Rehearse): readonly RunPlan[];
  /** Plays one run on a fresh board. The session judges every boundary that it passes. */
  play(session: Session): void;
}

/** Plays a scenario once without faults, so that it can plan runs with some. */
export interface Rehearse {
  /** Which calls could have failed, in order. */
  (): readonly FallibleCall[];
  /** Each access to the NIC, in order. */
  accesses(): readonly DeviceAccess[];
  /** What can befall the NIC in such a run, by the kinds of a sweep: none if another drives it. */
  disturbances(kinds: readonly DisturbanceKind[]): readonly Fault[];
  /** Memory that the driver uses and has never written: what must be put there to show it. */
  uninitialized(): readonly Fault[];
  /** The keywords that the driver looks for in the registry, and whether each is there. */
  keywords(): ReadonlyMap<string, boolean>;
  /** Tells the user something of the plan, in one line. */
  note(text: string): void;
}

/** An access of the driver under test to a register of its NIC, as a rehearsal met it. */
export interface DeviceAccess {
  /** The handler that makes it. */
  readonly boundary: string;
  /** The point of the run right before it, at which `device=gone` pulls the NIC out. */
  readonly point: number;
}

/** A call that can be made to fail, as a rehearsal met it. */
export interface FallibleCall {
  readonly call: string;
  /** Counted from 1 over the run. */
  readonly occurrence: number;
  readonly failures: readonly string[];
  /** The handler that made it. */
  readonly boundary: string;
}
