/** Traces in a file: lines of JSON, the same for the same events. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTraceFile } from '../../harness/trace-file';
import { UserFolder } from '../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

function writeOne(name: string): string {
  const path = join(folder.path, name);
  const trace = openTraceFile(path);
  trace.beginRun('NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1');
  trace.write({ kind: 'call', timeNs: 100, name: 'NdisMSleep', values: [5, { Status: 0 }] });
  trace.write({ kind: 'finding', timeNs: 200, name: 'irql/wrong-irql' });
  return readFileSync(path, 'utf8');
}

test('every event is a line', () => {
  expect(
    writeOne('one')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { level: 'info', event: 'run', fault: 'NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1' },
    { level: 'info', timeNs: 100, event: 'call', name: 'NdisMSleep', values: [5, { Status: 0 }] },
    { level: 'warn', timeNs: 200, event: 'finding', name: 'irql/wrong-irql' },
  ]);
});

test('nothing of the host is in it', () => {
  expect(writeOne('two')).toBe(writeOne('three'));
});
