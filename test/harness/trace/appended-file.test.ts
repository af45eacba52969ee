/** Files that grow. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppendedFile } from '../../../harness/trace/appended-file';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

test('what is written is there at once, and the next to open it appends', () => {
  const path = join(folder.path, 'file');
  const first = new AppendedFile(path);
  expect(first.isEmpty).toBe(true);
  first.write(Buffer.from('one '));
  expect(first.isEmpty).toBe(false);
  expect(readFileSync(path, 'utf8')).toBe('one ');
  const second = new AppendedFile(path);
  expect(second.isEmpty).toBe(false);
  second.write(Buffer.from('two'));
  first.close();
  second.close();
  expect(readFileSync(path, 'utf8')).toBe('one two');
});
