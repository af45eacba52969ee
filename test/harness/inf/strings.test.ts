import { parseInf } from '../../../harness/inf/syntax';

function expand(text: string, ...sections: string[]): string {
  return parseInf(sections.join('\n'), 'a.inf').expand(text);
}

const STRINGS = '[Strings]\nA = one\nb = "two, too"\nLong Name = x, y';

test.each([
  { text: '%A%', want: 'one' },
  { text: '%a% and %B%', want: 'one and two, too' },
  { text: '%Long Name%', want: 'x' },
  { text: '%%SystemRoot%%\\%A%', want: '%SystemRoot%\\one' },
  { text: '%SystemRoot%\\x', want: '%SystemRoot%\\x' },
  { text: '100%', want: '100%' },
  { text: '%__proto__%', want: '%__proto__%' },
  { text: '', want: '' },
])('$text', ({ text, want }) => {
  expect(expand(text, STRINGS)).toBe(want);
});

test('without strings, tokens stay', () => {
  expect(expand('%A%', '[Version]')).toBe('%A%');
});

test.each([
  { name: 'of the language', has: ['0407', '0009', '0409', '0809'], want: '0409' },
  { name: 'of the language alone', has: ['0809', '0009'], want: '0009' },
  { name: 'of its family', has: ['0407', '0809'], want: '0809' },
  { name: 'of others', has: ['0407', '0411'], want: 'plain' },
  { name: 'of none', has: ['English'], want: 'plain' },
])('sections $name', ({ has, want }) => {
  const sections = has.map((language) => `[STRINGS.${language}]\nA = ${language}`);
  expect(expand('%A%', '[Strings]\nA = plain', ...sections)).toBe(want);
});

test('one section is used, and no other beside it', () => {
  expect(expand('%A% %B%', '[Strings]\nA = a\nB = b', '[Strings.0409]\nA = z')).toBe('z %B%');
});
