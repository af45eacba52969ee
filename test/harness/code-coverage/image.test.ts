/** What of an image is told with its coverage. */
import { coveredImage } from '../../../harness/code-coverage/image';
import { FIXED, machineDriver, sign } from '../../support/machine-driver';

/** As GNU ld writes it: a thunk of an import, data, and a list behind the code are no functions. */
const MAP = `
                0x00010000                        __image_base__ = 0x10000
                0x00010200                DriverEntry@8
                0x00010204                _NdisMSleep@4
                0x0001020a                ___CTOR_LIST__
                0x00010600                @Init@4
                0x00010800                _Data
`;

test('numbers of the headers, sections that can be executed, functions in them', () => {
  const driver = machineDriver({ code: '33c0c390 ff2500000100' });
  new DataView(driver.image.buffer).setUint32(FIXED.PE + 8, 0x3b7d_8476, true);
  sign(driver.image, FIXED.CHECKSUM);
  const checksum = new DataView(driver.image.buffer).getUint32(FIXED.CHECKSUM, true);
  expect(coveredImage({ ...driver, name: 'test.sys', map: MAP })).toEqual({
    name: 'test.sys',
    byteCount: 0x1000,
    preferredBase: 0x1_0000,
    entry: 0x200,
    checksum,
    timestamp: 0x3b7d_8476,
    sections: [
      { name: '.text', start: 0x200, byteCount: 0x400 },
      { name: 'INIT', start: 0x600, byteCount: 0x200 },
    ],
    functions: [
      { name: 'DriverEntry', offset: 0x200 },
      { name: 'Init', offset: 0x600 },
    ],
  });
});
