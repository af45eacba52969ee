/** Traces as lines of JSON. */
import { RUN, traceOf } from '../../support/traces';
import { UserFolder } from '../../support/cli';
import type { TraceEvent } from '../../../ndis/trace';

const folder = new UserFolder();
afterAll(() => folder.remove());

const EVENTS: readonly TraceEvent[] = [
  { kind: 'call', timeNs: 100, name: 'NdisMSleep', values: [5, { Status: 0 }] },
  { kind: 'finding', timeNs: 200, name: 'irql/wrong-irql' },
  { kind: 'frame', timeNs: 300, name: 'receive', values: [60], bytes: new Uint8Array(60) },
];

test('every event is a line', () => {
  const run = Object.fromEntries(Object.entries(RUN).filter(([name]) => name !== 'number'));
  const text = traceOf(folder, 'json-lines', [{ fault: RUN.fault, events: EVENTS }]).toString();
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { level: 'info', event: 'run', ...run },
    { level: 'info', timeNs: 100, event: 'call', name: 'NdisMSleep', values: [5, { Status: 0 }] },
    { level: 'warn', timeNs: 200, event: 'finding', name: 'irql/wrong-irql' },
    { level: 'info', timeNs: 300, event: 'frame', name: 'receive', values: [60] },
  ]);
});

test('nothing of the host is in it', () => {
  const once = () => traceOf(folder, 'json-lines', [{ fault: null, events: EVENTS }]);
  expect(once()).toEqual(once());
});
