/** A scenario on its way through messages and losses. */
import { Job } from '../../../harness/isolation/job';
import { run } from '../../support/results';

const request = {
  driver: 'driver.ts',
  device: '82540em',
  scenario: 'life',
  faults: [],
  profile: 'strict',
  seed: 1,
} as const;

function planned(replay: string) {
  return { faults: [], fault: null, replay };
}

const LOADED = { kind: 'loaded', scenario: 'life', rehearsal: planned('rehearsal') } as const;
const SPIN = { cause: 'spin', handler: 'MiniportInitialize' } as const;

test('all goes well', () => {
  const job = new Job(request);
  job.hear(LOADED);
  job.hear({ kind: 'planned', runs: [planned('one')] });
  job.hear({ kind: 'ended', result: run() });
  expect(job.isDone).toBe(false);
  job.hear({ kind: 'done' });
  expect(job.isDone).toBe(true);
  expect(job.result).toMatchObject({ schema: 1, scenario: 'life', verdict: 'clean' });
});

test('a run that is lost is in its place, and those after it are left', () => {
  const job = new Job(request);
  job.hear(LOADED);
  job.hear({ kind: 'planned', runs: [planned('one'), planned('two'), planned('three')] });
  job.hear({ kind: 'ended', result: run({ replay: 'one' }) });
  expect(job.replay).toBe('two');
  job.lose(SPIN);
  expect(job.isDone).toBe(false);
  expect(job.start.runs).toEqual([planned('three')]);
  expect(job.start.runsPlayed).toBe(2);
  job.lose(SPIN);
  expect(job.isDone).toBe(true);
  expect(job.result.runs.map(({ replay }) => replay)).toEqual(['one', 'two', 'three']);
  expect(job.result.verdict).toBe('findings');
});

test('lost while it is rehearsed, it is done with one run', () => {
  const job = new Job(request);
  job.hear(LOADED);
  job.lose(SPIN);
  expect(job.isDone).toBe(true);
  expect(job.result.runs).toHaveLength(1);
  expect(job.result.runs[0].findings[0].boundary).toBe('MiniportInitialize');
});

test.each([
  { cause: 'spin', message: /top level does not end/ },
  { cause: 'memory', message: /top level takes all memory/ },
  { cause: 'exit', message: /top level ends the thread/ },
] as const)(
  'lost before it is loaded ($cause), it is a mistake in the file',
  ({ cause, message }) => {
    expect(() => new Job(request).lose({ cause, handler: undefined })).toThrow(message);
  },
);
