/** The reference pages: up to date with the tables, and complete. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDocs } from '../../../harness/docs/generate';

const DOCS = join(__dirname, '..', '..', '..', 'docs');
const pages = generateDocs();

test('docs/ holds what is generated, and nothing else', () => {
  const files = readdirSync(DOCS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(DOCS.length + 1));
  expect(files.sort()).toEqual([...pages.keys()].sort());
});

test.each([...pages.keys()])('%s is up to date', (path) => {
  expect(readFileSync(join(DOCS, path), 'utf8')).toBe(pages.get(path));
});

test('every link within docs/ leads to a page', () => {
  for (const text of pages.values())
    for (const [, path] of text.matchAll(/\]\(([a-z0-9/.-]+\.(?:md|json))\)/g))
      expect([...pages.keys()]).toContain(path);
});

test.each([
  { page: 'rules/registration.md', text: '## `registration/wrapper-not-terminated`' },
  { page: 'exports/wrapper.md', text: 'NDIS_STATUS NdisMRegisterMiniport(\n    IN NDIS_HANDLE' },
  { page: 'exports/shared-memory.md', text: 'OUT PVOID *VirtualAddress' },
  { page: 'devices/82540em.md', text: '| TDT | Transmit Descriptor Tail | `rw` |' },
])('$page has $text', ({ page, text }) => {
  expect(pages.get(page)).toContain(text);
});
