/** The house's style as a test: what lint and format cannot see. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..');
const LAYERS = ['hardware', 'ndis', 'miniports', 'harness'];

/** Programs, and what is loaded by its path: nothing imports them. */
const ENTRIES = [
  'hardware/index.ts',
  'harness/bench/main.ts',
  'harness/cli/main.ts',
  'harness/docs/main.ts',
  'harness/index.ts',
  'harness/isolation/guard.ts',
  'harness/isolation/player.ts',
  'harness/jest/index.ts',
  'harness/jest/setup.ts',
  'harness/sweep/crew-process.ts',
  'harness/sweep/worker.ts',
];

/** Tests of a folder as a whole. */
const OF_A_FOLDER = ['hardware/cpu/native-oracle', 'miniports/faulty/rules'];

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const sources = LAYERS.flatMap(filesIn).filter((path) => path.endsWith('.ts'));
const tests = filesIn('test').filter((path) => path.endsWith('.ts'));
const rootFiles = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name !== 'package-lock.json')
  .map((entry) => entry.name);
const texts = [...sources, ...tests, ...filesIn('docs'), ...filesIn('.ci'), ...rootFiles];

/** The files that a file imports by a relative path. */
function importsOf(path: string): string[] {
  const specifiers = [...read(path).matchAll(/(?:from|import|require\() ?'(\.[^']*)'/g)];
  return specifiers.flatMap(([, specifier]) => {
    const target = join(dirname(path), specifier).replaceAll('\\', '/');
    return [`${target}.ts`, `${target}/index.ts`].filter((file) => existsSync(join(ROOT, file)));
  });
}

test('every source begins with what it is', () => {
  const without = [...sources, ...tests.filter((path) => path.startsWith('test/support/'))].filter(
    (path) => !/^(#!.*\n)?\/\*\*/.test(read(path)),
  );
  expect(without).toEqual([]);
});

test('test/ mirrors the tree', () => {
  const strays = tests
    .filter((path) => /^test\/(hardware|ndis|miniports|harness)\/.*\.test\.ts$/.test(path))
    .map((path) => path.replace(/^test\//, '').replace(/\.test\.ts$/, ''))
    .filter((path) => !existsSync(join(ROOT, `${path}.ts`)) && !OF_A_FOLDER.includes(path));
  expect(strays).toEqual([]);
});

test('what tests share lies in test/support/', () => {
  const strays = tests.filter(
    (path) =>
      !path.endsWith('.test.ts') && !/^test\/(support|fuzz|mutants|oracle|soak)\//.test(path),
  );
  expect(strays).toEqual([]);
});

test('every source is used', () => {
  const used = new Set([...sources, ...tests].flatMap(importsOf));
  // Topics of exports are read by their folder, a sample by the table that names it.
  const unused = sources.filter((path) => !used.has(path) && !ENTRIES.includes(path));
  expect(unused).toEqual([]);
});

test('an index only re-exports', () => {
  const doing = sources
    .filter((path) => path.endsWith('/index.ts'))
    .filter((path) =>
      /^(?:export )?(?:const|let|function|class|interface|type \w+ =)/m.test(read(path)),
    );
  expect(doing).toEqual([]);
});

test('names of files are in kebab-case', () => {
  const named = sources.filter((path) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*\.ts$/.test(path));
  expect(named).toEqual([]);
});

test.each([
  { what: 'a path of one machine', pattern: /(?<![\w.:/])\/(?:home|root|tmp|work|mnt)\// },
  { what: 'a promise for later', pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/ },
  { what: 'a word on how the work is organised', pattern: /\b(?:issue [A-Z]|coding agents?)\b/ },
  { what: 'a word that says nothing', pattern: /\b(?:obviously|very unique|leverage)\b/i },
])('no file holds $what', ({ pattern }) => {
  const found = texts
    .filter((path) => path !== 'test/tidy.test.ts' && !/\.(sys|c|bin)$/.test(path))
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line}`] : [])),
    );
  expect(found).toEqual([]);
});
