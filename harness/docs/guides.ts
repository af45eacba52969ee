/** The guides: pages under docs/guides/ that people write, for the index to name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root';
import { link } from './markdown';

/** The folder under docs/ that is not generated. */
export const GUIDES = 'guides';

/** The report under docs/ that `npm run mutants` writes. */
export const MUTANTS = 'mutants.md';

/** A line for each guide, by file name, and for the report: its title, linked. @throws Error if one has no title. */
export function guideIndex(): readonly string[] {
  const folder = join(PACKAGE_ROOT, 'docs', GUIDES);
  const files = readdirSync(folder).sort();
  return [...files.map((file) => `${GUIDES}/${file}`), MUTANTS].map((path) => {
    const title = /^# (.+)$/m.exec(readFileSync(join(PACKAGE_ROOT, 'docs', path), 'utf8'))?.[1];
    if (title === undefined) throw new Error(`docs/${path} has no title`);
    return link(title, path);
  });
}
