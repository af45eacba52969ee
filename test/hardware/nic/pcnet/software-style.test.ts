/** The software styles of BCR20. Am79C970A data sheet (19436), BCR20. */
import { descriptorBytes, styleOf } from '../../../../hardware/nic/pcnet/software-style';

test.each([
  { bcr20: 0x0200, style: 0, byteCount: 8 },
  { bcr20: 0x0101, style: 1, byteCount: 16 },
  { bcr20: 0x0302, style: 2, byteCount: 16 },
  { bcr20: 0x0303, style: 3, byteCount: 16 },
  { bcr20: 0x03ff, style: 0, byteCount: 8 },
])('BCR20 of $bcr20', ({ bcr20, style, byteCount }) => {
  expect([styleOf(bcr20), descriptorBytes(styleOf(bcr20))]).toEqual([style, byteCount]);
});
