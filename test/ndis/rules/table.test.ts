/** The rules table: complete, well-formed, and every text one sentence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RESOURCE_KINDS } from '../../../ndis/resource-kinds';
import { RULES, RULE_NAMES, ruleIdsCovered, type RuleName } from '../../../ndis/rules';

/** How many checks each letter of the list has; 120 together. */
const CHECKS: readonly (readonly [letter: string, count: number])[] = [
  ['A', 14],
  ['B', 20],
  ['C', 11],
  ['D', 13],
  ['E', 11],
  ['F', 10],
  ['G', 9],
  ['H', 9],
  ['I', 8],
  ['J', 7],
  ['K', 8],
];

const CHECK_IDS = CHECKS.flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`),
);

const CATEGORIES =
  'registration|resource|irql|packet|interrupt|dma|oid|power|intermediate|memory|hardware';

const rows = RULE_NAMES.map((name) => ({ name, row: RULES[name] }));

const ROOT = join(__dirname, '..', '..', '..');
/** Files that name rules and raise none: the table itself, and the kinds of resource. */
const NAMES_ONLY = /^rules\/|^resource-kinds\.ts$/;

/** The rules that the sources of a layer name where they raise them: in quotes. */
function raisedIn(layer: string): RuleName[] {
  const paths = readdirSync(join(ROOT, layer), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts') && !(layer === 'ndis' && NAMES_ONLY.test(path)));
  const text = paths.map((path) => readFileSync(join(ROOT, layer, path), 'utf8')).join('\n');
  return RULE_NAMES.filter((name) => text.includes(`'${name}'`));
}

describe('the rules table', () => {
  test('covers exactly the 120 checks', () => {
    expect(CHECK_IDS).toHaveLength(120);
    expect(ruleIdsCovered()).toEqual(CHECK_IDS);
  });

  test('has every rule once, and not two rules that say the same', () => {
    const titles = rows.map(({ row }) => row.title);
    expect(new Set(RULE_NAMES).size).toBe(RULE_NAMES.length);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test.each(RULE_NAMES)('%s is well-formed', (name) => {
    expect(name).toMatch(new RegExp(`^(${CATEGORIES})/[a-z0-9]+(-[a-z0-9]+)*$`));
    const row = RULES[name];
    expect(['own', ...CHECK_IDS]).toContain(row.id);
    for (const id of row.alsoIds ?? []) expect(CHECK_IDS).toContain(id);
    expect(row.document.page).not.toBe('');
    if (row.document.url !== undefined) {
      expect(row.document.url).toMatch(/^https:\/\/learn\.microsoft\.com\/[!-~]+$/);
    }
  });

  test.each(
    rows.flatMap(({ name, row }) => [
      { name, which: 'title', text: row.title },
      { name, which: 'advice', text: row.advice },
    ]),
  )('$which of $name is one sentence', ({ text }) => {
    expect(text).toMatch(/^[A-Z][ -~]*[^.]\.$/);
    // Versions as 5.1 have no space after the point; a second sentence has.
    expect(text).not.toMatch(/[.!?] /);
    expect(text.length).toBeLessThanOrEqual(220);
  });

  test.each(Object.entries(RESOURCE_KINDS))('a leaked %s has a rule', (_name, kind) => {
    const atExit = { driver: ['A03'], adapter: ['A09', 'H07'], either: ['A03', 'A09', 'H07'] };
    expect(RULES[kind.leak].alsoIds).toEqual(atExit[kind.scope]);
  });

  const kept: readonly { name: RuleName; id: string }[] = [
    { name: 'registration/wrapper-not-terminated', id: 'A02' },
    { name: 'registration/status-not-returned', id: 'A02' },
    { name: 'registration/null-wrapper-used', id: 'A01' },
    { name: 'resource/released-twice', id: 'B17' },
    { name: 'irql/wrong-irql', id: 'C01' },
    { name: 'interrupt/deregistered-unmasked', id: 'E09' },
    { name: 'dma/dma-to-freed-memory', id: 'F09' },
    { name: 'dma/memory-freed-while-dma-runs', id: 'F10' },
    { name: 'resource/bad-handle', id: 'B17' },
    { name: 'memory/null-page', id: 'J04' },
    { name: 'hardware/not-quiescent', id: 'K07' },
    { name: 'memory/unhandled-exception', id: 'own' },
  ];
  test.each(kept)('$name belongs to $id', ({ name, id }) => {
    expect(RULES[name].id).toBe(id);
  });

  test('ndis or harness raises each', () => {
    const raised = new Set([...raisedIn('ndis'), ...raisedIn('harness')]);
    const leaks = new Set<RuleName>(Object.values(RESOURCE_KINDS).map(({ leak }) => leak));
    expect(RULE_NAMES.filter((name) => !raised.has(name) && !leaks.has(name))).toEqual([]);
  });
});
