/** The figures in the README that come from the rows. */
import { exportCounts } from './export-pages';

const FUNCTIONS = /\*\*\d+ of \d+ functions\*\*/;

/** The README with the figures as they are now. @throws Error if the place for one is not there. */
export function withCounts(readme: string): string {
  if (!FUNCTIONS.test(readme)) throw new Error('README.md does not say how many functions there are');
  const { all, complete } = exportCounts();
  return readme.replace(FUNCTIONS, `**${complete} of ${all} functions**`);
}
