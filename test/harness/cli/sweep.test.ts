import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

/** Loses 16 bytes if its second block is not to be had, and ends its thread if the third is not. */
folder.write(
  'driver.ts',
  `import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS, NULL, virtual, type Handler } from 'ndislab/ndis';
const take = (ndis) => ndis.NdisAllocateMemoryWithTag(16, 0x31323334);
export const DriverEntry: Handler<'DriverEntry'> = (ndis) => {
  const first = take(ndis);
  if (first.Result !== NDIS_STATUS_SUCCESS) return NDIS_STATUS_FAILURE;
  const second = take(ndis);
  if (second.Result !== NDIS_STATUS_SUCCESS) return NDIS_STATUS_FAILURE;
  const third = take(ndis);
  if (third.Result !== NDIS_STATUS_SUCCESS) process.exit();
  for (const { VirtualAddress } of [first, second, third])
    ndis.NdisFreeMemory(VirtualAddress, 16, 0);
  return NDIS_STATUS_FAILURE;
};
`,
);

const sweep = (...options: string[]) =>
  folder.run('sweep', 'driver.ts', '--only', 'call', ...options);

test('a worker that dies costs its run, and nothing else, alone or of pairs', async () => {
  // The first block of the first load and each of the second; the third, which ends the thread;
  // the second of the second load.
  const part = ['--pairs', '--shard', '1/2', '--threads', '1', '--json', 'lost.json'];
  const { code } = await sweep(...part);
  expect(code).toBe(1);
  expect(JSON.parse(readFileSync(join(folder.path, 'lost.json'), 'utf8'))).toMatchObject({
    runs: 1 + (1 + 3) + 1 + 1,
    findings: [
      { rule: 'registration/callback-never-returns' },
      { rule: 'resource/memory-not-freed', at: 'driver.ts:2' },
    ],
  });
});

test('a sweep whose process is killed is no clean one', async () => {
  folder.write(
    'killed.ts',
    // A run of its own is played by player.js.
    `export const DriverEntry = () => {
  if (!process.argv[1].endsWith('player.js')) process.kill(process.pid, 'SIGKILL');
  return 0xc0000001;
};
`,
  );
  const { code, stdout, stderr } = await folder.run('sweep', 'killed.ts', '--format', 'json');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toMatch(/the process of the sweep ended in the run without a fault/);
});

const sample = (...options: string[]) =>
  folder.run('sweep', 'leaks-shared-memory', '--only', 'call', ...options);

test('shards make the same report to the byte, and a journal is gone on with', async () => {
  const parts: string[] = [];
  for (const index of [1, 2]) {
    const { code, stdout } = await sample('--shard', `${index}/2`, '--format', 'json');
    expect(code).toBe(0);
    folder.write(`part-${index}.json`, stdout);
    parts.push(`part-${index}.json`);
  }
  const merged = await folder.run('merge', ...parts.reverse(), '--format', 'json');
  const whole = ['--threads', '1', '--format', 'json', '--journal', 'j.jsonl'];
  expect(await sample(...whole)).toEqual(merged);
  // As after an interruption: some of the lines are there, the last one in part.
  const file = join(folder.path, 'j.jsonl');
  const lines = readFileSync(file, 'utf8').split('\n');
  writeFileSync(file, lines.slice(0, 12).join('\n').slice(0, -5));
  expect(await sample(...whole, '--resume')).toEqual(merged);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(lines.length);
});

test('of one shard, too, merge makes the whole: the number may be a variable of the build', async () => {
  const { code, stdout } = await sample('--shard', '1/1', '--format', 'json');
  expect(code).toBe(0);
  folder.write('only.json', stdout);
  const merged = await folder.run('merge', 'only.json', '--format', 'json');
  expect(merged).toEqual(await sample('--format', 'json'));
}, 60_000);

test('who interrupts a sweep is told how it goes on', async () => {
  folder.write(
    'interrupts.ts',
    `import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from 'ndislab/ndis';
export const DriverEntry = (ndis) => {
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(16, 0x31323334);
  // The parent of the process whose thread this is.
  if (Result !== NDIS_STATUS_SUCCESS) process.kill(process.ppid, 'SIGINT');
  else ndis.NdisFreeMemory(VirtualAddress, 16, 0);
  return NDIS_STATUS_FAILURE;
};
`,
  );
  const { code, stderr } = await folder.run('sweep', 'interrupts.ts', '--journal', 'i.jsonl');
  expect({ code, stderr }).toEqual({
    code: null,
    stderr: 'ndislab: interrupted: the same command with --resume goes on\n',
  });
});

test('coverage: shards have that of the whole, and so has a sweep that was gone on with', async () => {
  const play = (...options: string[]) =>
    folder.run('sweep', 'mini', '--only', 'call', '--threads', '1', ...options);
  const file = (name: string) => readFileSync(join(folder.path, name), 'latin1');
  for (const index of [1, 2]) {
    const { stdout } = await play('--shard', `${index}/2`, '--format', 'json', '--coverage', 'c');
    folder.write(`covered-${index}.json`, stdout);
  }
  const merged = await folder.run(
    ...['merge', 'covered-1.json', 'covered-2.json', '--coverage', 'merged.drcov'],
  );
  expect(file('merged.drcov')).toMatch(/^DRCOV VERSION: 2\n.*, mini\.sys\nBB Table: 12 bbs\n/s);
  expect(merged.stdout).toMatch(/coverage of mini\.sys\n[^]*\n\nclean: 11 runs, 0 bugs\n$/);
  // As after an interruption, in the middle of a line.
  expect(await play('--coverage', 'whole.drcov', '--journal', 'c.jsonl')).toEqual(merged);
  folder.write('c.jsonl', file('c.jsonl').split('\n').slice(0, 5).join('\n').slice(0, -5));
  await play('--coverage', 'resumed.drcov', '--journal', 'c.jsonl', '--resume');
  expect(file('whole.drcov')).toBe(file('merged.drcov'));
  expect(file('resumed.drcov')).toBe(file('merged.drcov'));
});

test('coverage: what cannot be had is told in a line', async () => {
  const told = async (...args: string[]) => {
    const { code, stderr } = await folder.run(...args);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await told('merge', 'part-1.json', 'part-2.json', '--coverage', 'x')).toBe(
    'ndislab: the shards do not tell coverage: sweep them with --coverage, too\n',
  );
  expect(await told('sweep', './a.sys', '--coverage', 'a.sys')).toContain('it is the driver');
});

test('pairs: each call after each failed one, in shards, whole and after an interruption', async () => {
  const pairs = (...more: string[]) => sample('--pairs', '--format', 'json', ...more);
  for (const index of [1, 2])
    folder.write(`pairs-${index}.json`, (await pairs('--shard', `${index}/2`)).stdout);
  const merged = await folder.run('merge', 'pairs-1.json', 'pairs-2.json', '--format', 'json');
  const whole = ['--threads', '1', '--journal', 'pairs.jsonl'];
  expect(await pairs(...whole)).toEqual(merged);
  type Line = { first: number; from: number; to: number; outcomes: { seconds?: number }[] };
  const file = join(folder.path, 'pairs.jsonl');
  const text = readFileSync(file, 'utf8');
  const [head, ...lines] = text.trim().split('\n');
  const ofFirst = lines.map((line) => JSON.parse(line) as Line).filter(({ first }) => first === 1);
  const { seconds } = ofFirst[0].outcomes[0];
  expect(seconds).toBeGreaterThan(0);
  expect(ofFirst.map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [1, 1 + seconds!],
  ]);
  // As after an interruption in the last line, a damaged disk before it, and another in the middle.
  const damaged = [head, ...lines.slice(0, 5), lines[5].slice(3), ...lines.slice(6, -1)];
  writeFileSync(file, `${damaged.join('\n')}\n${lines.at(-1)!.slice(0, -5)}`);
  const resumed = await pairs(...whole, '--resume');
  expect(resumed).toEqual({
    ...merged,
    stderr: 'ndislab: line 7 of pairs.jsonl is damaged: its runs are played again\n',
  });
  writeFileSync(file, text.slice(0, text.length / 2));
  expect(await pairs(...whole, '--resume')).toEqual(merged);
  expect(readFileSync(file, 'utf8').split('\n').sort()).toEqual(text.split('\n').sort());
});

test('a baseline lets pass what is known, as the README says', async () => {
  const baseline = resolve('examples/baseline.json');
  const merged = ['merge', 'part-1.json', 'part-2.json', '--baseline', baseline];
  const { code, stdout } = await folder.run(...merged, '--sarif', 'a.sarif');
  expect(stdout).toMatch(/clean: 31 runs, 0 new bugs, 1 accepted\n$/);
  expect(code).toBe(0);
  expect(readFileSync(join(folder.path, 'a.sarif'), 'utf8')).toContain('"suppressions"');
});

test.each([
  { options: ['--only', 'cal'], want: 'there is no kind of fault cal; did you mean call?' },
  { options: ['--shard', '3/2'], want: '--shard is I/N, as 1/8 to 8/8, not 3/2' },
  { options: ['--threads', '0'], want: '--threads is a whole number from 1 to 256, not 0' },
  {
    options: ['--shard', '1/2', '--format', 'json', '--junit', 'a'],
    want: 'a part for ndislab merge, which takes --junit',
  },
  { options: ['--format', 'xml'], want: '--format is pretty or json or' },
  { options: ['--baseline', 'none.json'], want: 'the baseline none.json cannot be read (ENOENT)' },
  { options: ['--json', 'a', '--ctrf', 'a'], want: 'a is named twice' },
  { options: ['--json', 'a', '--ctrf', './a'], want: './a is named twice' },
  { options: ['--resume', '--journal', 'none.jsonl'], want: 'there is nothing to resume' },
])('$options is told in one line', async ({ options, want }) => {
  const { code, stderr, stdout } = await sweep(...options);
  expect({ code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
    code: 2,
    stdout: '',
    lines: 1,
  });
  expect(stderr).toContain(want);
});
