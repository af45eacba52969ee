/** The Internet checksum against published examples. */
import { sumWords } from '../../../hardware/nic/checksum';

function view(bytes: number[]): DataView {
  return new DataView(Uint8Array.from(bytes).buffer);
}

test.each([
  // RFC 1071, section 3.
  {
    name: 'the example of RFC 1071',
    bytes: [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7],
    want: 0xddf2,
  },
  { name: 'an odd end', bytes: [0x12, 0x34, 0x56], want: 0x6834 },
  { name: 'a single byte', bytes: [0xab], want: 0xab00 },
  { name: 'six bytes', bytes: [0xff, 0xff, 0xff, 0xff, 0x00, 0x01], want: 0x0001 },
  { name: 'eleven bytes', bytes: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], want: 0x241e },
  { name: '64 KB of ones', bytes: Array(0x1_0000).fill(0xff), want: 0xffff },
  { name: 'nothing', bytes: [], want: 0 },
])('sum of $name', ({ bytes, want }) => {
  expect(sumWords(view(bytes), 0, bytes.length)).toBe(want);
});
