import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../harness/sweep/journal';
import { A, B, outcome } from '../../support/sweeps';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

const NOTHING = { outcomes: [], covered: [] };

function journal(name: string): Journal {
  return new Journal(join(folder.path, name));
}

test('what was written is read again, but for a line that was not finished', () => {
  const one = journal('a');
  one.begin('digest', NOTHING);
  one.add([outcome([1, 0], [A], ['aaaaaaaaaaaaaaaa'])]);
  appendFileSync(one.path, '{"place":[2,0');
  expect(one.read('digest')).toEqual({
    outcomes: [outcome([1, 0], [A], ['aaaaaaaaaaaaaaaa'])],
    covered: [],
  });
});

test('what was executed is kept from when the journal begins, in any order with outcomes', () => {
  const one = journal('covered');
  one.cover([1]);
  one.begin('digest', { outcomes: [], covered: [2, 3] });
  one.add([outcome([1, 0], [A])]);
  one.cover([4]);
  appendFileSync(one.path, '{"covered":[5');
  const { outcomes, covered } = one.read('digest');
  expect(covered).toEqual([2, 3, 4]);
  expect(outcomes).toHaveLength(1);
});

test('of pairs, a first fault counts as played with all of its seconds', () => {
  const one = journal('b');
  const alone = { ...outcome([1, 0], [A]), seconds: 2 };
  one.begin('digest', { outcomes: [alone, outcome([1, 1], [A, B])], covered: [] });
  expect(one.read('digest').outcomes).toEqual([]);
  one.add([outcome([1, 2], [A, B])]);
  expect(one.read('digest').outcomes).toHaveLength(3);
});

test('a journal of another sweep, or none, is told', () => {
  const one = journal('c');
  expect(() => one.read('digest')).toThrow('there is nothing to resume');
  one.begin('other', NOTHING);
  expect(() => one.read('digest')).toThrow('is the journal of another sweep');
  expect(() => journal('c/below').begin('digest', NOTHING)).toThrow('cannot be written');
});
