/** Forms of traces. */
import { openTraceFile, traceFormOf } from '../../../harness/trace';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

test.each([
  { path: 'trace.json', want: 'trace-events' },
  { path: 'trace', want: 'trace-events' },
  { path: 'jsonl', want: 'trace-events' },
  { path: 'trace.jsonl', want: 'json-lines' },
  { path: 'folder/trace.NDJSON', want: 'json-lines' },
  { path: 'trace.jsonl.json', want: 'trace-events' },
])('$path is of $want', ({ path, want }) => {
  expect(traceFormOf(path)).toBe(want);
});

test('without a form it goes by the name', () => {
  const path = join(folder.path, 'trace.json');
  openTraceFile(path).close();
  expect(readFileSync(path, 'utf8')).toBe('[]\n');
});
