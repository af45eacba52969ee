import fc from 'fast-check';
import { InfError } from '../../../harness/inf/inf-error';
import { parseInf } from '../../../harness/inf/syntax';

/** The entries of a section, each as its key and its fields. */
function entriesOf(lines: string, name = 's') {
  const { entries } = parseInf(`[S]\n${lines}`, 'a.inf').sections.get(name)!;
  return entries.map(({ key, fields }) => [key, ...fields]);
}

test.each([
  { name: 'a key and a value', lines: 'Class = Net', want: [['Class', 'Net']] },
  {
    name: 'fields',
    lines: 'HKR, Ndi\\params , X,,"1"',
    want: [[undefined, 'HKR', 'Ndi\\params', 'X', '', '1']],
  },
  {
    name: 'an = behind a comma',
    lines: 'HKR,,X,0,a=b',
    want: [[undefined, 'HKR', '', 'X', '0', 'a=b']],
  },
  { name: 'an = in a value', lines: 'K = a=b', want: [['K', 'a=b']] },
  { name: 'a key in quotes', lines: '"a = b" = c', want: [['a = b', 'c']] },
  { name: 'nothing behind =', lines: 'K =', want: [['K', '']] },
  { name: 'a comma at the end', lines: 'K = a,', want: [['K', 'a', '']] },
  { name: 'spaces outside of quotes', lines: ' K\t= \t a b \t', want: [['K', 'a b']] },
  { name: 'spaces in quotes', lines: 'K = "  a  "  ', want: [['K', '  a  ']] },
  {
    name: 'a comma, a semicolon, a backslash in quotes',
    lines: 'K = "a,;\\", b',
    want: [['K', 'a,;\\', 'b']],
  },
  {
    name: 'doubled quotes',
    lines: 'K = "Display an ""example"" string"',
    want: [['K', 'Display an "example" string']],
  },
  { name: 'quoted and not', lines: 'K = "a "b" c"', want: [['K', 'a b c']] },
  { name: 'quotes without an end', lines: 'K = a", b ; c', want: [['K', 'a, b ; c']] },
  {
    name: 'no continuation in them',
    lines: 'K = a",b\\\nL',
    want: [
      ['K', 'a,b\\'],
      [undefined, 'L'],
    ],
  },
  { name: 'doubled ones at the end', lines: 'K = "b""', want: [['K', 'b"']] },
  { name: 'comments', lines: '; one\n  ; two\nK = a ; three\n\n', want: [['K', 'a']] },
  { name: 'a comment with a quote', lines: 'K = a ; it\'s "so', want: [['K', 'a']] },
  { name: 'a semicolon in a token', lines: 'K = %a;b%, c', want: [['K', '%a;b%', 'c']] },
  { name: 'a lone percent', lines: 'K = 50% ; half', want: [['K', '50%']] },
  { name: 'a continuation', lines: 'K = a, \\\n   b', want: [['K', 'a', 'b']] },
  {
    name: 'two of them and a comment',
    lines: 'K = a,\\ ; x\r\n b,\\\r\nc',
    want: [['K', 'a', 'b', 'c']],
  },
  { name: 'backslashes at the end', lines: 'K = dir\\\\\n,f', want: [['K', 'dir', 'f']] },
  {
    name: 'a backslash in quotes before it',
    lines: 'K = "dir\\"\\ ; c\n,f',
    want: [['K', 'dir\\', 'f']],
  },
  {
    name: 'spaces before a continuation',
    lines: 'a  \\  \n b \\ ;c\n c',
    want: [[undefined, 'abc']],
  },
  { name: 'backslashes apart', lines: 'K = a \\ \\ \n \\ \n\\ b', want: [['K', 'a\\ b']] },
  { name: 'a continuation at the end', lines: 'K = a\\', want: [['K', 'a']] },
  { name: 'a continuation before a section', lines: 'K = a,,\\\n[T]', want: [['K', 'a', '', '']] },
  { name: 'backslashes within', lines: 'K = a\\\\\\\\b\\ c', want: [['K', 'a\\\\\\\\b\\ c']] },
  { name: 'a backslash within', lines: 'K = %12%\\a.sys', want: [['K', '%12%\\a.sys']] },
  {
    name: 'ends of lines of each kind',
    lines: 'A\nB \r = \rC\r\nD',
    want: [
      [undefined, 'A'],
      ['B', 'C'],
      [undefined, 'D'],
    ],
  },
])('$name', ({ lines, want }) => {
  expect(entriesOf(lines)).toEqual(want);
});

test('sections of one name are one, in any case; an entry knows its line', () => {
  const { path, sections } = parseInf('[A]\nx=1\n[b] ; c\n[a]\ny=\\\n2\nz=3', 'a.inf');
  expect(path).toBe('a.inf');
  expect([...sections.keys()]).toEqual(['a', 'b']);
  const { name, line, entries } = sections.get('a')!;
  expect({ name, line }).toEqual({ name: 'A', line: 1 });
  expect(entries.map(({ key, line: at }) => [key, at])).toEqual([
    ['x', 2],
    ['y', 5],
    ['z', 7],
  ]);
});

test('spaces in the name of a section are part of it', () => {
  expect([...parseInf(' [ A ] x\n[Strings]', 'a.inf').sections.keys()]).toEqual([' a ', 'strings']);
});

test.each([
  { text: 'x = 1', message: 'a.inf:1: an entry outside of any section; [Version] begins an INF' },
  { text: '; c\n[Version\n', message: 'a.inf:2: a section without its closing bracket; [name]' },
  { text: `[${'n'.repeat(256)}]`, message: "a.inf:1: a section's name of 256 characters" },
  { text: `[A]\n${'n'.repeat(4096)}`, message: 'a.inf:2: a field of 4096 characters; up to 4095' },
])('broken: $message', ({ text, message }) => {
  expect(() => parseInf(text, 'a.inf')).toThrow(message);
});

test('the longest name and the longest field', () => {
  const { sections } = parseInf(`[${'n'.repeat(255)}]\n${'f'.repeat(4095)}`, 'a.inf');
  expect(sections.get('n'.repeat(255))?.entries[0].fields[0]).toHaveLength(4095);
});

test('any text is read, or refused with its line', () => {
  const text = fc.array(fc.constantFrom('[', ']', '"', '%', ';', '\\', '\n', ',', '=', ' ', 'a'));
  fc.assert(
    fc.property(text, (chars) => {
      try {
        parseInf(`[S]\n${chars.join('')}`, 'a.inf');
      } catch (error) {
        expect(error).toBeInstanceOf(InfError);
        expect((error as Error).message).toMatch(/^a\.inf:\d+: /);
      }
    }),
    { seed: 1, numRuns: 500 },
  );
});
