import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../../../harness/sweep/journal';
import { A, B, outcome } from '../../support/sweeps';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

function journal(name: string): Journal {
  return new Journal(join(folder.path, name));
}

test('what was written is read again, but for a line that was not finished', () => {
  const one = journal('a');
  one.begin('digest', []);
  one.add([outcome([1, 0], [A], ['aaaaaaaaaaaaaaaa'])]);
  appendFileSync(one.path, '{"place":[2,0');
  expect(one.read('digest')).toEqual([outcome([1, 0], [A], ['aaaaaaaaaaaaaaaa'])]);
});

test('of pairs, a first fault counts as played with all of its seconds', () => {
  const one = journal('b');
  const alone = { ...outcome([1, 0], [A]), seconds: 2 };
  one.begin('digest', [alone, outcome([1, 1], [A, B])]);
  expect(one.read('digest')).toEqual([]);
  one.add([outcome([1, 2], [A, B])]);
  expect(one.read('digest')).toHaveLength(3);
});

test('a journal of another sweep, or none, is told', () => {
  const one = journal('c');
  expect(() => one.read('digest')).toThrow('there is nothing to resume');
  one.begin('other', []);
  expect(() => one.read('digest')).toThrow('is the journal of another sweep');
  expect(() => journal('c/below').begin('digest', [])).toThrow('cannot be written');
});
