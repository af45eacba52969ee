/** The mutants of the samples, by names that stay when lines move. */
import { SAMPLES, type Sample } from '../../miniports';
import { sourcesOf } from './linker';
import { applyChange, changesOf, type Operator } from './operators';

export interface Mutant {
  /** Sample, function, operator, call or comparison, and the how many'th of these it is. */
  readonly name: string;
  readonly sample: string;
  readonly operator: Operator;
  /** The file that is changed, in the sample's folder. */
  readonly file: string;
  /** Its whole text. */
  readonly source: string;
}

/** The samples that keep every rule and are written in TypeScript. */
export const GOOD_SAMPLES: readonly Sample[] = SAMPLES.filter(
  ({ driver, path }) => driver !== undefined && !path.startsWith('faulty/'),
);

/** All mutants of a sample. */
export function mutantsOf(sample: string): readonly Mutant[] {
  const counts = new Map<string, number>();
  return [...sourcesOf(sample)].flatMap(([file, source]) =>
    changesOf(source).map((change) => {
      const { operator, inFunction, what } = change;
      const key = `${sample} ${inFunction}: ${operator} ${what}`;
      const ordinal = (counts.get(key) ?? 0) + 1;
      counts.set(key, ordinal);
      const name = ordinal === 1 ? key : `${key} (${ordinal})`;
      return { name, sample, operator, file, source: applyChange(source, change) };
    }),
  );
}
