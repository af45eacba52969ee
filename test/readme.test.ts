/** What the README shows works as it stands there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserFolder } from './support/cli';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, text]) => text);
const [first, jestTest] = blocks;
const folder = new UserFolder();
afterAll(() => folder.remove());

test.each(['life', 'registration-failure', 'initialize-failure'])(
  'the first miniport is clean under %s',
  async (scenario) => {
    folder.write('first.ts', first);
    const { code, stderr } = await folder.run('run', 'first.ts', '--scenario', scenario);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  },
);

test('without its last if it keeps the wrapper handle', async () => {
  folder.write('forgets.ts', first.replace(/^ {2}if \(status !== .*\n/m, ''));
  const { code, stdout } = await folder.run('run', 'forgets.ts', '--fail', 'NdisMRegisterMiniport');
  expect(code).toBe(1);
  expect(stdout).toContain('registration/wrapper-not-terminated');
});

test('what the README links to, and its commands take, is in the package', () => {
  const packed = (require('../package.json') as { files: string[] }).files;
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => path);
  const taken = [...readme.matchAll(/npx ndislab .*?(examples\/\S+)/g)].map(([, path]) => path);
  expect(taken).not.toEqual([]);
  const outside = [...links, ...taken].filter((path) => !packed.includes(path.split('/')[0]));
  // npm packs the licence by itself.
  expect(outside.filter((path) => path !== 'LICENSE')).toEqual([]);
});

test('the test of a miniport of one’s own imports what there is', () => {
  const [, names] = /import \{ (.*) \} from 'ndislab'/.exec(jestTest)!;
  const harness = require('../harness') as Record<string, unknown>;
  for (const name of names.split(', ')) expect(harness).toHaveProperty(name);
});
