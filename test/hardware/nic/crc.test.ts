/** The frame check sequence of IEEE 802.3 3.2.9 against published check values. */
import { frameCheckSequence } from '../../../hardware/nic/crc';

const text = (value: string): Uint8Array =>
  Uint8Array.from(value, (character) => character.charCodeAt(0));

test.each([
  { name: 'nothing', bytes: new Uint8Array(0), want: 0x0000_0000 },
  { name: 'one byte', bytes: text('a'), want: 0xe8b7_be43 },
  { name: 'the check value of CRC-32', bytes: text('123456789'), want: 0xcbf4_3926 },
  { name: 'sixty zeros', bytes: new Uint8Array(60), want: 0x0412_8908 },
  { name: '32 ones', bytes: new Uint8Array(32).fill(0xff), want: 0xff6c_ab0b },
])('of $name, whatever lies behind', ({ bytes, want }) => {
  expect(frameCheckSequence(bytes, bytes.length)).toBe(want);
  expect(frameCheckSequence(Uint8Array.from([...bytes, 0xff, 0]), bytes.length)).toBe(want);
});
