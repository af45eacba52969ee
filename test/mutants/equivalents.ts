/**
 * The mutants that nothing can show, with the reason: what they do is as good as what the sample
 * does, or the same. Written by hand, by the names of the mutants, in which there are no lines.
 */

interface Reason {
  readonly because: string;
  readonly mutants: readonly string[];
}

/** In the order of the report. */
export const EQUIVALENTS: readonly Reason[] = [];

/** By the name of the mutant. */
export const REASONS: ReadonlyMap<string, string> = new Map(
  EQUIVALENTS.flatMap(({ because, mutants }) => mutants.map((name) => [name, because] as const)),
);
