/** Samples with a bug put into them, of a kind that shipped drivers had. */
import type { DriverModule } from '../../ndis';
import type { RuleName } from '../../ndis/rules';
import { Linker, sourcesOf } from '../mutants/linker';

export interface Bug {
  readonly bug: string;
  readonly sample: string;
  readonly file: string;
  /** In the place of what. */
  readonly right: string;
  readonly wrong: string;
  readonly shows: RuleName;
}

export function driverWith({ sample, file, right, wrong }: Bug): DriverModule {
  const source = sourcesOf(sample).get(file)!;
  expect(source).toContain(right);
  return new Linker(sample).link({ file, source: source.replace(right, wrong) });
}
