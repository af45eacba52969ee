/**
 * `npm run docs`: writes docs/, the README's counts and the generated C headers; with `--check`,
 * only says whether they are up to date.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { PACKAGE_ROOT } from '../package-root';
import { generateDocs, README } from './generate';
import { GUIDES, MUTANTS } from './guides';
import { generateHeaders, HEADER_FOLDER } from './headers';

/** Folders are named from the package's root, with slashes. */
const DOCS = 'docs';

/** The files in a folder now. */
function present(folder: string): readonly string[] {
  const root = join(PACKAGE_ROOT, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(PACKAGE_ROOT.length + 1))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.startsWith(`${DOCS}/${GUIDES}/`) && path !== `${DOCS}/${MUTANTS}`);
}

function differing(pages: ReadonlyMap<string, string>): readonly string[] {
  const stale = [DOCS, HEADER_FOLDER].flatMap(present).filter((path) => !pages.has(path));
  const changed = [...pages].filter(([path, text]) => {
    const file = join(PACKAGE_ROOT, path);
    return !existsSync(file) || readFileSync(file, 'utf8') !== text;
  });
  return [...stale, ...changed.map(([path]) => path)];
}

function under(folder: string, pages: ReadonlyMap<string, string>): [string, string][] {
  return [...pages].map(([path, text]) => [posix.join(folder, path), text]);
}

const generated = new Map([
  ...under(DOCS, generateDocs(readFileSync(join(PACKAGE_ROOT, DOCS, README), 'utf8'))),
  ...under(HEADER_FOLDER, generateHeaders()),
]);
const paths = differing(generated);
if (process.argv.includes('--check')) {
  for (const path of paths) console.error(`${path} is not up to date; npm run docs writes it`);
  process.exitCode = paths.length === 0 ? 0 : 1;
} else {
  for (const path of paths) {
    const file = join(PACKAGE_ROOT, path);
    const text = generated.get(path);
    mkdirSync(dirname(file), { recursive: true });
    if (text === undefined) rmSync(file);
    else writeFileSync(file, text);
  }
  console.log(`${generated.size} files, ${paths.length} written`);
}
