/** What a load of a driver looked like, so that a later one can be compared with it. */
import type { Ledger } from '../ndis/ledger';

export interface LoadRecord {
  /** What DriverEntry and MiniportInitialize returned. */
  readonly returned: string;
  /** How many resources of each kind were taken in the course of it. */
  readonly acquired: string;
}

/** Begins a record; the function given back ends it. */
export function beginRecord(ledger: Ledger): (returned: string) => LoadRecord {
  const before = new Map(ledger.counts().map(({ kind, acquired }) => [kind, acquired]));
  return (returned) => {
    const acquired = ledger
      .counts()
      .map(({ kind, acquired: all }) => ({ kind, count: all - (before.get(kind) ?? 0) }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${count} ${kind}`);
    return { returned, acquired: acquired.join(', ') };
  };
}

/** How a load differs from one that it should be like, in words; undefined if it does not. */
export function loadDifference(
  load: LoadRecord,
  like: LoadRecord,
  what: string,
): string | undefined {
  if (load.returned !== like.returned)
    return `returned ${load.returned}, where ${what} returned ${like.returned}`;
  if (load.acquired !== like.acquired)
    return `took ${load.acquired}, where ${what} took ${like.acquired}`;
  return undefined;
}
