/**
 * The checks that every leak rule enforces beside its own: that nothing outlives a failed
 * DriverEntry (A03), a failed MiniportInitialize (A09) or MiniportHalt (H07).
 */
import type { CheckId } from './rule';

/** For what belongs to the driver image. */
export const AT_ENTRY: readonly CheckId[] = ['A03'];

/** For what belongs to one adapter. */
export const AT_ADAPTER: readonly CheckId[] = ['A09', 'H07'];

/** For what may belong to either. */
export const AT_BOTH: readonly CheckId[] = ['A03', 'A09', 'H07'];
