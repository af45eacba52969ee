/** The program: exit codes, what goes to which stream, and every way to use it wrongly. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blocksOf, optionsOf } from '../../support/captures';
import { LEAKING_DRIVER, ndislab, REFUSING_DRIVER, UserFolder } from '../../support/cli';

const folder = new UserFolder();

beforeAll(() => {
  folder.write('good.ts', REFUSING_DRIVER);
  folder.write('leaks.ts', LEAKING_DRIVER);
  folder.write('no-entry.ts', 'export const somethingElse = 1;\n');
  folder.write('number.ts', 'export const DriverEntry = 5;\n');
  folder.write('broken.ts', 'export const a = 1;\nexport const b: = 2;\n');
  folder.write('imports-broken.ts', "import './broken';\nexport const DriverEntry = () => 0;\n");
  folder.write('throws.ts', "\nthrow new Error('no');\nexport const DriverEntry = () => 0;\n");
  folder.write('imports-nothing.ts', "import './nothing';\nexport const DriverEntry = () => 0;\n");
  folder.write('driver.txt', 'text\n');
  mkdirSync(join(folder.path, 'folder.d'));
});

afterAll(() => folder.remove());

test('0: a clean driver', async () => {
  const { code, stdout, stderr } = await folder.run('run', 'good.ts');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('good.ts on 82540em: life (profile strict, seed 1)');
  expect(stdout).toContain('clean: 1 run, 1 clean, 0 with findings\n');
  expect(stdout).not.toContain('\x1b');
});

test('1: a driver with findings, told with the line in its source', async () => {
  const { code, stdout, stderr } = await folder.run('run', 'leaks.ts', '--format', 'json');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  const result = JSON.parse(stdout);
  expect(Object.keys(result)).toEqual([
    'schema',
    'driver',
    'device',
    'scenario',
    'profile',
    'seed',
    'verdict',
    'runs',
  ]);
  const [finding] = result.runs[0].findings;
  expect(finding.rule).toBe('registration/wrapper-not-terminated');
  expect(finding.evidence.resource.acquiredAt).toBe('leaks.ts:4');
  expect(result.runs[0].statuses).toEqual({ DriverEntry: '0xC0000001' });
  expect(result.runs[0].resources[0]).toMatchObject({ kind: 'wrapper-handle', released: 0 });
});

test('the same command gives the same bytes, and the replay line repeats the run', async () => {
  const args = ['run', 'leaks.ts', '--fail', 'NdisInitializeWrapper', '--format', 'json'];
  const first = await folder.run(...args);
  expect((await folder.run(...args)).stdout).toBe(first.stdout);
  const [run] = JSON.parse(first.stdout).runs;
  const words = run.replay.split(' ').map((word: string) => word.replaceAll("'", ''));
  const again = await folder.run(...words.slice(1), '--format', 'json');
  expect(JSON.parse(again.stdout).runs[0]).toEqual(run);
});

test.each([
  { args: [], message: /say what to do/ },
  { args: ['rum'], message: /unknown command 'rum'.*run/ },
  { args: ['good.ts'], message: /unknown command 'good\.ts'; there are run, .*ndislab run path/ },
  { args: ['run'], message: /missing required argument 'driver'; --help/ },
  { args: ['run', 'good.ts', 'more'], message: /too many arguments/ },
  { args: ['run', 'good.ts', '--sed', '1'], message: /unknown option '--sed'.*--seed/ },
  { args: ['run', 'good.ts', '--nope'], message: /unknown option '--nope'; --help names/ },
  { args: ['run', 'good.ts', '--scenario', 'nope'], message: /no scenario nope; ndislab list/ },
  { args: ['run', 'nothing.ts'], message: /no file nothing\.ts/ },
  { args: ['run', './folder.d'], message: /\.\/folder\.d is a folder/ },
  {
    args: ['run', 'driver.txt'],
    message: /driver\.txt is no TypeScript, JavaScript or \.sys file/,
  },
  { args: ['run', 'no-entry.ts'], message: /no-entry\.ts .* exports no function DriverEntry/ },
  { args: ['run', 'number.ts'], message: /DriverEntry that is a number/ },
  { args: ['run', 'broken.ts'], message: /broken\.ts:2: Type expected/ },
  { args: ['run', 'imports-broken.ts'], message: /broken\.ts:2: Type expected/ },
  { args: ['run', 'throws.ts'], message: /throws\.ts:2: Error while it was loaded: no/ },
  { args: ['run', 'imports-nothing.ts'], message: /Cannot find module '\.\/nothing'/ },
  { args: ['run', 'e100'], message: /no driver e100; did you mean e1000\?/ },
  { args: ['run', 'good.ts', '--device', '82540'], message: /did you mean 82540em\?/ },
  { args: ['run', 'good.ts', '--scenario', 'lief'], message: /did you mean life\?/ },
  { args: ['run', 'good.ts', '--scenario', 'no-entry.ts'], message: /is no scenario/ },
  { args: ['run', 'good.ts', '--fail', 'NdisMSleep'], message: /NdisMSleep cannot fail/ },
  { args: ['run', 'good.ts', '--fail'], message: /argument missing/ },
  { args: ['run', 'good.ts', '--profile', 'window'], message: /did you mean windows\?/ },
  { args: ['run', 'good.ts', '--seed', '-1'], message: /--seed is a whole number/ },
  { args: ['run', 'good.ts', '--seed', '4294967296'], message: /--seed is a whole number/ },
  { args: ['run', 'good.ts', '--seed', 'one'], message: /--seed is a whole number/ },
  { args: ['run', 'good.ts', '--format', 'xml'], message: /pretty or json, not xml/ },
  { args: ['run', 'good.ts', '--junit', 'no/where.xml'], message: /folder does not exist/ },
  { args: ['run', 'good.ts', '--junit', 'folder.d'], message: /it is a folder/ },
  { args: ['run', 'good.ts', '--junit', ''], message: /cannot write '': its folder/ },
  { args: ['run', 'good.ts', '--trace', './good.ts'], message: /one would overwrite the other/ },
  { args: ['run', 'good.ts', '--trace', 'a', '--junit', 'a'], message: /overwrite the other/ },
  { args: ['run', 'good.ts', '--trace', 'a', '--pcap', './a'], message: /overwrite the other/ },
  { args: ['run', 'good.ts', '--pcap', 'no/where.pcapng'], message: /folder does not exist/ },
  { args: ['run', 'mini', '--coverage', 'no/where.drcov'], message: /folder does not exist/ },
  {
    args: ['run', 'good.ts', '--coverage', 'a'],
    message: /--coverage is for drivers of machine code, \.sys files; good\.ts is TypeScript/,
  },
  { args: ['run', 'good.ts', '--in', 'a', '--pcap', 'a'], message: /overwrite the other/ },
  { args: ['run', 'good.ts', '--in', 'nothing.pcap'], message: /nothing\.pcap: there is no such/ },
  { args: ['run', 'good.ts', '--in', 'driver.txt'], message: /is no pcap or pcapng file/ },
  { args: ['run', 'good.ts', '--scenario', 'replay'], message: /which --in FILE names/ },
  {
    args: ['run', 'good.ts', '--scenario', 'life', '--in', 'driver.txt'],
    message: /life plays no capture; --in goes with replay/,
  },
  { args: ['run', 'good.ts', '--inf', 'no.inf'], message: /no\.inf: there is no such file/ },
  { args: ['run', 'good.ts', '--inf', 'driver.txt'], message: /driver\.txt:1: an entry outside/ },
  { args: ['run', 'good.ts', '--inf', 'a', '--junit', 'a'], message: /overwrite the other/ },
  { args: ['run', 'good.ts', '--set', 'Speed'], message: /--set is KEYWORD=VALUE, .* not Speed/ },
  { args: ['run', ''], message: /there is no driver ''; ndislab list drivers/ },
  { args: ['run', '.'], message: /\. is a folder/ },
  { args: ['run', 'good'], message: /did you mean good\.ts\?/ },
  { args: ['run', 'good.ts', '--seed', ''], message: /not ''$/m },
  { args: ['list'], message: /there are drivers, devices, scenarios, rules, exports/ },
  { args: ['list', 'rule'], message: /did you mean rules\?/ },
  { args: ['explain', 'wrapper-not-terminated'], message: /registration\/wrapper-not-terminated/ },
])('2: $args', async ({ args, message }) => {
  const { code, stdout, stderr } = await folder.run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^ndislab: .+\n$/);
});

test('an INF says which device it is for, and a line repeats a run with it', async () => {
  const inf = '[Version]\nSignature=$CHICAGO$\n[Manufacturer]\nm=M\n[M]\nd=I,';
  folder.write('rtl.inf', `${inf}PCI\\VEN_10EC&DEV_8139\n[I]\n`);
  const args = ['run', 'leaks.ts', '--inf', 'rtl.inf', '--set', 'A B=1', '--format', 'json'];
  const first = await folder.run(...args);
  expect(first).toMatchObject({ code: 1, stderr: '' });
  const result = JSON.parse(first.stdout);
  expect(result.device).toBe('rtl8139');
  const line = "leaks.ts --device rtl8139 --inf rtl.inf --set 'A B=1' --scenario life --seed 1";
  expect(result.runs[0].replay).toBe(`ndislab run ${line}`);
  const again = ['run', 'leaks.ts', '--device', 'rtl8139', ...args.slice(2)];
  expect(await folder.run(...again)).toEqual(first);
  const other = await folder.run('run', 'good.ts', '--inf', 'rtl.inf', '--device', '82540em');
  expect(other).toMatchObject({ code: 0 });
  expect(other.stderr).toMatch(/^ndislab: rtl\.inf is not for 82540em, which is PCI.*8086.*\n$/);
});

test('4: a driver that calls what is not modelled', async () => {
  folder.write(
    'inconclusive.ts',
    'export const DriverEntry = (ndis: any) => ndis.NdisMatchPdoWithPacket(0, 0);\n',
  );
  const { code, stdout } = await folder.run('run', 'inconclusive.ts');
  expect(code).toBe(4);
  expect(stdout).toContain('NdisMatchPdoWithPacket is not modelled');
});

test.each([
  {
    name: 'calls-nothing.ts',
    body: 'ndis.NdisInitialiseWrapper(0, 0, 0);',
    want: 'ndis has no function NdisInitialiseWrapper; did you mean NdisInitializeWrapper?',
  },
  {
    name: 'imports-no-such.ts',
    body: 'return NDIS_STATUS_FAILED;',
    want: "'ndislab/ndis' exports no NDIS_STATUS_FAILED; did you mean NDIS_STATUS_FAILURE?",
  },
])('a name that does not exist is told where it is used: $name', async ({ name, body, want }) => {
  const names = 'NDIS_STATUS_FAILURE, NDIS_STATUS_FAILED';
  folder.write(
    name,
    `import { ${names} } from 'ndislab/ndis';
export const DriverEntry = (ndis: any) => {
  ${body}
  return NDIS_STATUS_FAILURE;
};
`,
  );
  const { code, stdout } = await folder.run('run', name, '--format', 'json');
  expect(code).toBe(1);
  const [finding] = JSON.parse(stdout).runs[0].findings;
  expect(finding).toMatchObject({
    rule: 'memory/unhandled-exception',
    evidence: { at: `${name}:3` },
  });
  expect(finding.message).toContain(want);
});

test('a trace begins each run with all that tells it from others', async () => {
  const trace = join(folder.path, 'trace.jsonl');
  await folder.run('run', 'leaks.ts', '--trace', 'trace.jsonl', '--seed', '7');
  const [first] = readFileSync(trace, 'utf8').split('\n');
  expect(JSON.parse(first)).toEqual({
    level: 'info',
    event: 'run',
    driver: 'leaks.ts',
    device: '82540em',
    scenario: 'life',
    profile: 'strict',
    seed: 7,
    fault: null,
    replay: 'ndislab run leaks.ts --device 82540em --scenario life --seed 7',
  });
});

test('traces and captures are written whole, the same each time, and can be played', async () => {
  const at = (name: string) => join(folder.path, name);
  const files = ['--trace', 'trace.json', '--pcap', 'wire.pcapng'];
  const { code } = await folder.run('run', 'e1000', ...files);
  expect(code).toBe(0);
  const [trace, wire] = [readFileSync(at('trace.json')), readFileSync(at('wire.pcapng'))];
  expect(JSON.parse(trace.toString()).length).toBeGreaterThan(1000);
  await folder.run('run', 'e1000', ...files);
  expect(readFileSync(at('trace.json'))).toEqual(trace);
  expect(readFileSync(at('wire.pcapng'))).toEqual(wire);
  const inbound = (path: string) =>
    blocksOf(readFileSync(at(path))).filter(
      ({ type, body }) =>
        type === 6 && optionsOf(body, body.length - optionBytes(body))[2][0] === 1,
    ).length;
  const replay = ['run', 'e1000', '--in', 'wire.pcapng', '--pcap', 'again.pcapng'];
  expect((await folder.run(...replay)).code).toBe(0);
  expect(inbound('again.pcapng')).toBe(inbound('wire.pcapng'));
  await folder.run('run', 'broken.ts', '--trace', 'none.json', '--pcap', 'none.pcapng');
  expect(readdirSync(folder.path).filter((name) => /none|part/.test(name))).toEqual([]);
});

/** How many bytes of a packet's block are options: those behind the frame and its pad. */
function optionBytes(body: Buffer): number {
  const byteCount = body.readUInt32LE(12);
  return body.length - 20 - byteCount - (-byteCount & 3);
}

test('a run that is cut off leaves what came before in its files', async () => {
  folder.write(
    'exits.ts',
    `export const DriverEntry = (ndis: any) => { ndis.NdisGetVersion(); process.exit(0); };\n`,
  );
  const files = ['--trace', 'exits.json', '--pcap', 'exits.pcapng'];
  expect((await folder.run('run', 'exits.ts', ...files)).code).toBe(1);
  const entries = JSON.parse(readFileSync(join(folder.path, 'exits.json'), 'utf8'));
  const spans = entries.filter(({ ph }: { ph: string }) => 'BE'.includes(ph));
  expect(spans.map(({ ph, name }: { ph: string; name: string }) => `${ph} ${name}`)).toEqual([
    'B DriverEntry',
    'B NdisGetVersion',
    'E NdisGetVersion',
  ]);
  expect(blocksOf(readFileSync(join(folder.path, 'exits.pcapng')))).toHaveLength(2);
});

test('3: a fault of ndislab itself, with the line that repeats it', async () => {
  folder.write(
    'sabotage.ts',
    `export const sabotage = {
  name: 'sabotage',
  summary: 'Breaks the kernel under the driver.',
  plan: () => [{ faults: [] }],
  play(session: any) { session.os.code.get = null; session.load(); },
};
`,
  );
  const { code, stdout, stderr } = await folder.run('run', 'good.ts', '--scenario', 'sabotage.ts');
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('a fault of ndislab itself');
  expect(stderr).toContain('replay: ndislab run good.ts --device 82540em --scenario sabotage.ts');
});

test('a fault that no call met is told', async () => {
  const fault = 'NdisInitializeWrapper=NULL#7';
  const { code, stderr } = await folder.run('run', 'leaks.ts', '--fail', fault);
  expect(code).toBe(1);
  expect(stderr).toBe(`ndislab: ${fault} did not happen: there was no such call\n`);
});

test('samples: each shows what is declared beside it', async () => {
  const { code, stdout, stderr } = await ndislab(['samples', '--scenario', 'life']);
  const differing = stdout.slice(stdout.indexOf('\n\n'));
  expect(differing).toMatch(/^\n\nas declared: .*\n$/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/\nas declared: \d+ drivers, \d+ runs; each showed/);
  expect(stdout).toMatch(/^leaks-shared-memory +82540em +life .* dma\/shared-memory-not-freed/m);
});

test('samples: a scenario that there is not', async () => {
  const { code, stderr } = await ndislab(['samples', '--scenario', 'lief']);
  expect(code).toBe(2);
  expect(stderr).toBe('ndislab: there is no scenario lief; did you mean life?\n');
});

test('a JUnit report is written whole, and nothing beside it', async () => {
  const { code } = await folder.run('run', 'leaks.ts', '--junit', 'report.xml');
  expect(code).toBe(1);
  const xml = readFileSync(join(folder.path, 'report.xml'), 'utf8');
  expect(xml).toContain('registration/wrapper-not-terminated (leaks.ts:4)');
  expect(readdirSync(folder.path).filter((name) => name.includes('report'))).toHaveLength(1);
  await folder.run('run', 'broken.ts', '--junit', 'other.xml');
  expect(existsSync(join(folder.path, 'other.xml'))).toBe(false);
});

test('what the driver prints goes to stderr', async () => {
  folder.write('prints.ts', `console.log('from the driver');${REFUSING_DRIVER}`);
  const { stdout, stderr } = await folder.run('run', 'prints.ts', '--format', 'json');
  expect(stderr).toContain('from the driver\n');
  expect(JSON.parse(stdout).verdict).toBe('clean');
});

test('a report that cannot be written is no finding, and no stack trace', async () => {
  const disk = openSync('/dev/full', 'w');
  const program = join(__dirname, '..', '..', '..', 'dist', 'harness', 'cli', 'main.js');
  const child = spawn(process.execPath, [program, 'list', 'devices'], {
    stdio: ['ignore', disk, 'pipe'],
  });
  closeSync(disk);
  let told = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (told += text));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(told).toBe('ndislab: the report cannot be written to stdout (ENOSPC)\n');
  expect(code).toBe(2);
});

test('a reader that goes away is no error', async () => {
  const program = join(__dirname, '..', '..', '..', 'dist', 'harness', 'cli', 'main.js');
  const child = spawn(process.execPath, [program, 'list', 'exports']);
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  expect(stderr).toBe('');
});

test.each(['drivers', 'devices', 'scenarios', 'rules', 'exports'])('list %s', async (what) => {
  const { code, stdout, stderr } = await ndislab(['list', what]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.trim().split('\n').length).toBeGreaterThan(1);
});

test.each([
  { name: 'registration/wrapper-not-terminated', text: 'given back by NdisTerminateWrapper' },
  { name: 'NdisMRegisterMiniport', text: 'rule        registration/null-wrapper-used\n' },
])('explain $name', async ({ name, text }) => {
  const { code, stdout } = await ndislab(['explain', name]);
  expect(code).toBe(0);
  expect(stdout).toContain(text);
  expect(stdout).toContain('https://learn.microsoft.com/');
});

test.each([
  { rule: 'resource/second-fault-not-survived', want: 'sweep trusts-its-unwinding --pairs' },
  { rule: 'resource/low-memory-not-survived', want: 'sweep retries-allocation' },
])('the example of $rule, which only a sweep finds, finds it', async ({ rule, want }) => {
  const { stdout } = await ndislab(['explain', rule]);
  const [, example] = /^example +ndislab (.*)$/m.exec(stdout)!;
  expect(example).toBe(want);
  const swept = await ndislab(example.split(' '));
  expect(swept.code).toBe(1);
  expect(swept.stdout).toContain(`\n${rule}\n`);
});

test('--help', async () => {
  const { code, stdout, stderr } = await ndislab(['run', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('--fail');
});
