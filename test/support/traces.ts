/** Events of a made-up run, and files of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTraceFile, type TraceForm } from '../../harness/trace';
import type { TraceEvent } from '../../ndis/trace';
import type { UserFolder } from './cli';

export const RUN = {
  driver: 'driver.ts',
  device: '82540em',
  scenario: 'life',
  profile: 'strict',
  seed: 1,
  number: 1,
  fault: 'NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1',
  replay: 'ndislab run driver.ts --seed 1',
} as const;

/** Writes runs of these events, each with the number and the fault given, and closes the file. */
export function traceOf(
  folder: UserFolder,
  form: TraceForm,
  runs: readonly { fault: string | null; events: readonly TraceEvent[] }[],
): Buffer {
  const path = join(folder.path, `${form}-${serial++}`);
  runs.forEach(({ fault, events }, index) => {
    // As another process would that plays on.
    const trace = openTraceFile(path, form);
    trace.beginRun({ ...RUN, number: index + 1, fault });
    for (const event of events) trace.write(event);
  });
  openTraceFile(path, form).close();
  return readFileSync(path);
}

let serial = 0;
