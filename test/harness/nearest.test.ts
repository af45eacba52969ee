/** What a mistyped name is taken for. */
import { nearest, suggestion } from '../../harness/nearest';

const NAMES = [
  'NdisMRegisterMiniport',
  'NdisMSleep',
  'registration/wrapper-not-terminated',
  'life',
];

test.each([
  { typed: 'NdisMRegisterMinport', want: 'NdisMRegisterMiniport' },
  { typed: 'ndismsleep', want: 'NdisMSleep' },
  { typed: 'NdisMSelep', want: 'NdisMSleep' },
  { typed: 'wrapper-not-terminated', want: 'registration/wrapper-not-terminated' },
  { typed: 'lief', want: 'life' },
  { typed: 'something-else', want: undefined },
  { typed: '', want: undefined },
])('$typed', ({ typed, want }) => {
  expect(nearest(typed, NAMES)).toBe(want);
});

test('without a near name a short list is given, and a long one is not', () => {
  expect(suggestion('xyz', ['strict', 'windows'])).toBe('; there are strict, windows');
  expect(
    suggestion(
      'xyz',
      Array.from({ length: 9 }, (_, index) => `name-${index}`),
    ),
  ).toBe('');
  expect(suggestion('xyz', [])).toBe('');
});
