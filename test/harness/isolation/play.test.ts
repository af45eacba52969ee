/** Drivers that misbehave in ways no call of theirs shows: the verdict comes all the same. */
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

/** Takes the wrapper handle, registers, and misbehaves when the registration fails. */
function driver(body: string): string {
  return `
const recurse = (): void => { recurse(); };
export const DriverEntry = (ndis: any, DriverObject: any, RegistryPath: any) => {
  void recurse;
  ${body}
};
`;
}

async function findings(name: string, ...args: string[]) {
  const { code, stdout, stderr } = await folder.run('run', name, ...args, '--format', 'json');
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  return JSON.parse(stdout).runs;
}

test.each([
  {
    name: 'calls-for-ever',
    body: 'for (;;) ndis.NdisStallExecution(1);',
    rule: 'registration/callback-never-returns',
  },
  { name: 'exits', body: 'process.exit(0);', rule: 'registration/callback-never-returns' },
  {
    name: 'fills-the-heap',
    body: 'const all: unknown[] = []; for (;;) all.push({ at: all.length });',
    rule: 'memory/host-memory-exhausted',
  },
  {
    name: 'outgrows-the-heap',
    body: 'const all: number[] = []; for (;;) all.push(1);',
    rule: 'memory/host-memory-exhausted',
  },
  {
    name: 'fills-buffers',
    body: 'const all: unknown[] = []; for (;;) all.push(new Uint8Array(1e6).fill(1));',
    rule: 'memory/host-memory-exhausted',
  },
  { name: 'recurses', body: 'recurse();', rule: 'memory/stack-overflow' },
  { name: 'throws', body: "throw new Error('oops');", rule: 'memory/unhandled-exception' },
  { name: 'throws-nothing', body: 'throw undefined;', rule: 'memory/unhandled-exception' },
  { name: 'nonsense', body: "return 'nonsense';", rule: 'registration/handler-returned-nonsense' },
  {
    name: 'nonsense-argument',
    body: 'ndis.NdisStallExecution({}); return 0xc0000001;',
    rule: 'registration/nonsense-argument',
  },
])('$name', async ({ name, body, rule }) => {
  folder.write(`${name}.ts`, driver(body));
  const [run] = await findings(`${name}.ts`);
  expect(run.findings.map((finding: { rule: string }) => finding.rule)).toEqual([rule]);
  expect(run.findings[0].boundary).toBe('DriverEntry');
  expect(run.replay).toContain(`${name}.ts`);
});

test('the runs after one that is cut off go on; memory taken before it is not its own', async () => {
  folder.write(
    'spins-on-failure.ts',
    `import { NDIS51_MINIPORT_CHARACTERISTICS, NULL, type Handler } from 'ndislab/ndis';
export const held = new Uint8Array(300e6).fill(1);
export const DriverEntry: Handler<'DriverEntry'> = (ndis, DriverObject, RegistryPath) => {
  const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL, NULL);
  const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
  const status = ndis.NdisMRegisterMiniport(
    NdisWrapperHandle, characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
  for (; status === 0xc000009a; );
  ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
  return status;
};
`,
  );
  const runs = await findings('spins-on-failure.ts', '--scenario', 'registration-failure');
  const cut = runs.filter((run: { stopped: unknown }) => run.stopped !== null);
  expect(cut).toHaveLength(1);
  expect(cut[0].fault).toBe('NdisMRegisterMiniport=NDIS_STATUS_RESOURCES#1');
  expect(cut[0].findings).toMatchObject([
    { rule: 'registration/callback-never-returns', boundary: 'DriverEntry' },
  ]);
  const after = runs.slice(runs.indexOf(cut[0]) + 1);
  expect(after.length).toBeGreaterThan(0);
  expect(after[0].statuses.DriverEntry).toBe('0xC0000001');
});

test('a top level that does not end is a mistake in the file', async () => {
  folder.write('top.ts', 'for (;;);\nexport const DriverEntry = () => 0;\n');
  const { code, stderr } = await folder.run('run', 'top.ts');
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'ndislab: top.ts cannot be loaded: its top level does not end\n',
  });
});

test('a scenario that throws is told as such', async () => {
  folder.write('good.ts', driver('return 0xc0000001;'));
  folder.write(
    'scenario.ts',
    `export const mine = {
  name: 'mine',
  summary: 'Throws.',
  plan: () => [{ faults: [] }],
  play() { throw new Error('mine'); },
};
`,
  );
  const { code, stderr } = await folder.run('run', 'good.ts', '--scenario', 'scenario.ts');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^ndislab: the scenario threw Error: mine.*scenario\.ts:5.*\n$/);
});

test.each([
  { name: 'replaces-globals', top: 'Array.prototype.map = () => [];', body: 'return 0;' },
  {
    name: 'breaks-globals',
    top: '',
    body: "Map.prototype.get = () => { throw new Error('get'); }; return ndis.NdisGetVersion();",
  },
  {
    name: 'speaks-for-its-thread',
    top: "const port = require('node:worker_threads').parentPort;",
    body: "port.postMessage({ kind: 'finished' }); for (;;);",
  },
])('2: what meddles with ndislab cannot be judged: $name', async ({ name, top, body }) => {
  folder.write(`${name}.ts`, `${top}\n${driver(body)}`);
  const { code, stdout, stderr } = await folder.run('run', `${name}.ts`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^ndislab: .* cannot be judged: it interferes .*\n$/);
});
