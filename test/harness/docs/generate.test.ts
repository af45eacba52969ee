/** The reference pages: up to date with the tables, and complete. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateDocs, README } from '../../../harness/docs/generate';

const DOCS = join(__dirname, '..', '..', '..', 'docs');
const pages = generateDocs(readFileSync(join(DOCS, README), 'utf8'));

test('docs/ holds what is generated, the guides and the report of mutants, and nothing else', () => {
  const files = readdirSync(DOCS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(DOCS.length + 1))
    .filter((path) => !path.startsWith('guides/') && path !== 'mutants.md');
  expect(files.sort()).toEqual([...pages.keys()].filter((path) => path !== README).sort());
});

test.each([...pages.keys()])('%s is up to date', (path) => {
  expect(readFileSync(join(DOCS, path), 'utf8')).toBe(pages.get(path));
});

test('every link within docs/ leads to a file', () => {
  for (const [name, text] of pages)
    for (const [, path] of text.matchAll(/\]\(([a-z0-9/.-]+\.(?:md|json))(?:#[a-z0-9-]+)?\)/g))
      expect(existsSync(join(DOCS, dirname(name), path))).toBe(true);
});

test('every link to a rule leads to its heading', () => {
  for (const text of pages.values())
    for (const [, page, anchor] of text.matchAll(/\]\((?:\.\.\/)?(rules\/[a-z]+\.md)#([a-z-]+)\)/g))
      expect(headingsOf(page)).toContain(anchor);
});

/** As GitHub names them. */
function headingsOf(page: string): readonly string[] {
  return [...pages.get(page)!.matchAll(/^## `(.+)`$/gm)].map(([, name]) => name.replace('/', ''));
}

test.each([
  { page: 'rules/registration.md', text: '## `registration/wrapper-not-terminated`' },
  { page: 'exports/wrapper.md', text: 'NDIS_STATUS NdisMRegisterMiniport(\n    IN NDIS_HANDLE' },
  { page: 'exports/shared-memory.md', text: 'OUT PVOID *VirtualAddress' },
  {
    page: 'exports/shared-memory.md',
    text: '[`resource/released-twice`](../rules/resource.md#resourcereleased-twice) is bug check 0x000000D2',
  },
  { page: 'exports/wrapper.md', text: '[`registration/null-wrapper-used`]' },
  { page: 'profiles.md', text: '| bug check 0x000000D2 with parameter 4 = 0x00000001, on the return of MiniportInitialize |' },
  { page: 'devices/82540em.md', text: '| TDT | Transmit Descriptor Tail | `rw` |' },
])('$page has $text', ({ page, text }) => {
  expect(pages.get(page)).toContain(text);
});

test('the README says how many functions are modelled', () => {
  const readme = 'Of the kernel **1 of 2 functions** are modelled.';
  const counted = generateDocs(readme).get(README)!;
  const [, complete, all] = /^Of the kernel \*\*(\d+) of (\d+) functions\*\* are modelled\.$/.exec(counted)!;
  const exported = [...pages].filter(([path]) => path.startsWith('exports/'));
  const count = (pattern: RegExp) =>
    exported.reduce((sum, [, text]) => sum + (text.match(pattern) ?? []).length, 0);
  expect(Number(all)).toBe(count(/^## /gm));
  expect(Number(complete)).toBe(Number(all) - count(/^- Not modelled: /gm));
  expect(() => generateDocs('no figure')).toThrow('README.md does not say');
});
