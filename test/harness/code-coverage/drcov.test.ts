/** The file for Lighthouse and its like, byte by byte. */
import { drcovFile } from '../../../harness/code-coverage/drcov';
import { coveredImage } from '../../../harness/code-coverage/image';
import { machineDriver } from '../../support/machine-driver';

/** The module table is a line for each, and the number of columns tells its system. */
const TEXT = `DRCOV VERSION: 2
DRCOV FLAVOR: drcov
Module Table: version 2, count 1
Columns: id, base, end, entry, checksum, timestamp, path
0, 0x00010000, 0x00011000, 0x00010200, 0x12345678, 0x3b7d8476, test.sys
BB Table: 2 bbs
`;

test('a module of Windows, and blocks as offset, size and module', () => {
  const image = {
    ...coveredImage({ ...machineDriver({ code: 'c3' }), name: 'test.sys' }),
    checksum: 0x1234_5678,
    timestamp: 0x3b7d_8476,
  };
  const file = drcovFile(image, [
    { offset: 0x200, byteCount: 5 },
    { offset: 0x12345, byteCount: 0xfff8 },
  ]);
  expect(Buffer.from(file.subarray(0, TEXT.length)).toString()).toBe(TEXT);
  expect(Buffer.from(file.subarray(TEXT.length)).toString('hex')).toBe(
    '00020000' + '0500' + '0000' + '45230100' + 'f8ff' + '0000',
  );
});

test('nothing covered is a table of no blocks', () => {
  const file = drcovFile(coveredImage(machineDriver({ code: 'c3' })), []);
  expect(Buffer.from(file).toString()).toMatch(/\nBB Table: 0 bbs\n$/);
});
