/** Reports are written whole or not at all. */
import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { checkWritable, PartFile, writeWhole } from '../../../harness/report/write-file';
import { UserFolder } from '../../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());
const at = (name: string) => join(folder.path, name);

test('a report replaces the one before', () => {
  writeFileSync(at('report'), 'the one before, which was longer');
  checkWritable(at('report'));
  expect(readFileSync(at('report'), 'utf8')).toContain('before');
  writeWhole(at('report'), 'new');
  expect(readFileSync(at('report'), 'utf8')).toBe('new');
  expect(readdirSync(folder.path)).toEqual(['report']);
});

test.each([
  { path: 'no/where', message: /folder does not exist/ },
  { path: 'report/below', message: /a part of its path is no folder/ },
  { path: 'folder', message: /it is a folder/ },
])('refuses $path and leaves nothing', ({ path, message }) => {
  mkdirSync(at('folder'), { recursive: true });
  expect(() => checkWritable(at(path))).toThrow(message);
  expect(() => writeWhole(at(path), 'new')).toThrow(message);
  expect(readdirSync(folder.path).sort()).toEqual(['folder', 'report']);
});

test('a device does not become a file', () => {
  symlinkSync('/dev/null', at('device'));
  const message = /it is a device or a pipe, and no file/;
  expect(() => checkWritable(at('device'))).toThrow(message);
  expect(() => writeWhole(at('device'), 'new')).toThrow(message);
  expect(lstatSync(at('device')).isSymbolicLink()).toBe(true);
  rmSync(at('device'));
});

test('a link stays one, and its file is written', () => {
  symlinkSync(at('report'), at('link'));
  writeWhole(at('link'), 'by the link');
  expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('report'), 'utf8')).toBe('by the link');
  rmSync(at('link'));
});

test('a file in parts has its name when it is whole', () => {
  const part = new PartFile(at('parts'));
  writeFileSync(part.path, 'whole');
  expect(readdirSync(folder.path)).not.toContain('parts');
  part.keep();
  expect(readFileSync(at('parts'), 'utf8')).toBe('whole');
  const other = new PartFile(at('parts'));
  other.discard();
  expect(readFileSync(at('parts'), 'utf8')).toBe('whole');
  expect(readdirSync(folder.path).filter((name) => name.startsWith('parts'))).toEqual(['parts']);
  expect(() => new PartFile(at('no/where'))).toThrow(/folder does not exist/);
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'what is being written is gone when %s ends the process',
  (signal) => {
    const kill = jest.spyOn(process, 'kill').mockReturnValue(true);
    const parts = [new PartFile(at('first')), new PartFile(at('second'))];
    parts[0].keep();
    process.emit(signal, signal);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(kill.mock.calls).toEqual([[process.pid, signal]]);
    expect(process.listenerCount(signal)).toBe(0);
    kill.mockRestore();
  },
);
