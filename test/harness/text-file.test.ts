import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText } from '../../harness/text-file';
import { UserFolder } from '../support/cli';

const folder = new UserFolder();
afterAll(() => folder.remove());

test.each([
  { name: 'UTF-8', bytes: [0x7b, 0xc3, 0xbc, 0x7d] },
  { name: 'UTF-8 with a byte-order mark', bytes: [0xef, 0xbb, 0xbf, 0x7b, 0xc3, 0xbc, 0x7d] },
  { name: 'UTF-16', bytes: [0xff, 0xfe, 0x7b, 0x00, 0xfc, 0x00, 0x7d, 0x00] },
])('$name', ({ bytes }) => {
  const path = join(folder.path, 'file');
  writeFileSync(path, Buffer.from(bytes));
  expect(readText(path)).toBe('{ü}');
});
