/** `npm run docs`: writes docs/; with `--check`, only says whether it is up to date. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PACKAGE_ROOT } from '../package-root';
import { generateDocs, README } from './generate';
import { GUIDES } from './guides';

const DOCS = join(PACKAGE_ROOT, 'docs');

/** The files under docs/ now. */
function present(): readonly string[] {
  if (!existsSync(DOCS)) return [];
  return readdirSync(DOCS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(DOCS.length + 1).replaceAll('\\', '/'))
    .filter((path) => !path.startsWith(`${GUIDES}/`));
}

function differing(pages: ReadonlyMap<string, string>): readonly string[] {
  const stale = present().filter((path) => !pages.has(path));
  const changed = [...pages].filter(([path, text]) => {
    const file = join(DOCS, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  return [...stale, ...changed.map(([path]) => path)];
}

const generated = generateDocs(readFileSync(join(DOCS, README), 'utf8'));
const paths = differing(generated);
if (process.argv.includes('--check')) {
  for (const path of paths) console.error(`${join('docs', path)} is not up to date; npm run docs writes it`);
  process.exitCode = paths.length === 0 ? 0 : 1;
} else {
  for (const path of paths) {
    const file = join(DOCS, path);
    const text = generated.get(path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }
  console.log(`${generated.size} pages, ${paths.length} written`);
}
