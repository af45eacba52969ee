/** The guides: pages under docs/guides/ that people write, for the index to name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root';
import { link } from './markdown';

/** The folder under docs/ that is not generated. */
export const GUIDES = 'guides';

/** The report under docs/ that `npm run mutants` writes. */
export const MUTANTS = 'mutants.md';

/** A line for each guide, by file name: its title, linked. @throws Error if one has no title. */
export function guideIndex(): readonly string[] {
  const folder = join(PACKAGE_ROOT, 'docs', GUIDES);
  return readdirSync(folder)
    .sort()
    .map((file) => {
      const title = /^# (.+)$/m.exec(readFileSync(join(folder, file), 'utf8'))?.[1];
      if (title === undefined) throw new Error(`docs/${GUIDES}/${file} has no title`);
      return link(title, `${GUIDES}/${file}`);
    });
}
