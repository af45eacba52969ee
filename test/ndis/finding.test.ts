import {
  describeStop,
  hex,
  isStackOverflow,
  RunStopped,
  type StopReason,
} from '../../ndis/finding';

test.each([
  [0, '0x00000000'],
  [0x8010_0020, '0x80100020'],
  [-1, '0xFFFFFFFF'],
  [0xc000_009a | 0, '0xC000009A'],
])('%i is %s', (value, want) => {
  expect(hex(value)).toBe(want);
});

const REASONS: [StopReason, string][] = [
  [
    { kind: 'bug-check', code: 0xd2, parameters: [0x8010_0020, 0, 0, 2] },
    'bug check 0x000000D2 (0x80100020, 0x00000000, 0x00000000, 0x00000002)',
  ],
  [
    { kind: 'inconclusive', what: 'NdisMRemoveMiniport is not modelled' },
    'NdisMRemoveMiniport is not modelled',
  ],
  [{ kind: 'limit', what: 'the pool is empty' }, 'the pool is empty'],
];

test.each(REASONS)('%o says so', (reason, want) => {
  expect(describeStop(reason)).toBe(want);
  expect(new RunStopped(reason)).toMatchObject({ name: 'RunStopped', message: want, reason });
});

test('a stack overflow of the host is told from other range errors', () => {
  const recurse = (): number => 1 + recurse();
  let overflow: unknown;
  try {
    recurse();
  } catch (error) {
    overflow = error;
  }
  expect(isStackOverflow(overflow)).toBe(true);
  expect(isStackOverflow(new RangeError('Invalid typed array length'))).toBe(false);
  expect(isStackOverflow(new Error('Maximum call stack size exceeded'))).toBe(false);
  expect(isStackOverflow('Maximum call stack size exceeded')).toBe(false);
});
