import { UsageError } from '../../../harness/result';
import { mergeParts, parsePart, partText } from '../../../harness/sweep/part';
import { swept } from '../../support/sweeps';

const FOUND = ['aaaaaaaaaaaaaaaa'];
const part = (index: number, count: number) => ({
  ...swept(FOUND, { index, count }),
  path: `part-${index}.json`,
});

test('the parts in any order make the whole', () => {
  expect(mergeParts([part(2, 2), part(1, 2)])).toEqual(swept(FOUND));
  expect(mergeParts([part(3, 3), part(1, 3), part(2, 3)])).toEqual(swept(FOUND));
});

test('a part is read as it was written', () => {
  const whole = swept(FOUND);
  expect(parsePart(partText(whole), 'a.json')).toEqual(whole);
  const above = { ...whole, request: { ...whole.request, lower: 'e1000', inf: 'a', set: ['b=1'] } };
  expect(parsePart(partText(above), 'a.json')).toEqual(above);
});

const IMAGE = {
  name: 'a.sys',
  byteCount: 0x1000,
  preferredBase: 0x1_0000,
  entry: 0x200,
  checksum: 1,
  timestamp: 2,
  sections: [{ name: '.text', start: 0x200, byteCount: 0x400 }],
  functions: [{ name: 'DriverEntry', offset: 0x200 }],
};

test('what was executed is that of all parts', () => {
  const covered = (index: number, places: number[]) => ({
    ...part(index, 2),
    coverage: { image: IMAGE, places },
  });
  const whole = mergeParts([covered(2, [0x300 * 64 + 2]), covered(1, [0x200 * 64 + 3])]);
  expect(whole.coverage).toEqual({ image: IMAGE, places: [0x200 * 64 + 3, 0x300 * 64 + 2] });
  expect(parsePart(partText(whole), 'a.json')).toEqual(whole);
});

test.each([
  { name: 'no JSON', text: '{', want: /a\.json is no part of a sweep: it is not JSON/ },
  { name: 'something else', text: '{"schema":1}', want: /is no part of a sweep: shard is wrong/ },
  { name: 'nothing', text: '', want: /it would be the output of ndislab sweep --shard/ },
])('$name is no part', ({ text, want }) => {
  expect(() => parsePart(text, 'a.json')).toThrow(UsageError);
  expect(() => parsePart(text, 'a.json')).toThrow(want);
});

test.each([
  { name: 'one is missing', parts: [part(1, 2)], want: 'shard 2/2 of the sweep is missing' },
  {
    name: 'one is there twice',
    parts: [part(1, 2), part(1, 2), part(2, 2)],
    want: 'are both shard 1/2',
  },
  {
    name: 'one is of another number',
    parts: [part(1, 2), part(2, 3)],
    want: 'not of the same sweep',
  },
  {
    name: 'one is of another driver',
    parts: [part(1, 2), { ...part(2, 2), digest: 'e' }],
    want: 'not of the same sweep',
  },
])('no whole if $name', ({ parts, want }) => {
  expect(() => mergeParts(parts)).toThrow(want);
});
