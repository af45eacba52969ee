/** The program: exit codes, what goes to which stream, and every way to use it wrongly. */
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LEAKING_DRIVER, ndislab, REFUSING_DRIVER, UserFolder } from '../../support/cli';

jest.setTimeout(60_000);

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
  { args: ['list', 'rule'], message: /did you mean rules\?/ },
  { args: ['explain', 'wrapper-not-terminated'], message: /registration\/wrapper-not-terminated/ },
])('2: $args', async ({ args, message }) => {
  const { code, stdout, stderr } = await folder.run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^ndislab: .+\n$/);
});

test('4: a driver that calls what is not modelled', async () => {
  folder.write(
    'inconclusive.ts',
    'export const DriverEntry = (ndis: any) => ndis.NdisIMCopySendPerPacketInfo(0, 0);\n',
  );
  const { code, stdout } = await folder.run('run', 'inconclusive.ts');
  expect(code).toBe(4);
  expect(stdout).toContain('NdisIMCopySendPerPacketInfo is not modelled');
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
  const { code, stdout, stderr } = await ndislab(['samples']);
  const differing = stdout.slice(stdout.indexOf('\n\n'));
  expect(differing).toMatch(/^\n\nas declared: .*\n$/);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/\nas declared: \d+ drivers, \d+ runs; each showed/);
  expect(stdout).toMatch(/^leaks-shared-memory +82540em +life .* dma\/shared-memory-not-freed/m);
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

test('explain', async () => {
  const { code, stdout } = await ndislab(['explain', 'registration/wrapper-not-terminated']);
  expect(code).toBe(0);
  expect(stdout).toContain('given back by NdisTerminateWrapper');
  expect(stdout).toContain('https://learn.microsoft.com/');
});

test('--help', async () => {
  const { code, stdout, stderr } = await ndislab(['run', '--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('--fail');
});
