/** The layout of a PAUSE frame. IEEE 802.3 annex 31B. */
import {
  controlOpcode,
  createPause,
  isFor,
  pauseQuanta,
  typeOf,
} from '../../../hardware/nic/mac-control';

const GROUP = [0x01, 0x80, 0xc2, 0x00, 0x00, 0x01];

test('type, opcode and quanta lie behind the addresses; the rest is zero', () => {
  const frame = createPause(0x8808, 0x1234);
  expect(frame.length).toBe(60);
  expect([...frame.subarray(0, 20)]).toEqual([
    ...Array<number>(12).fill(0),
    ...[0x88, 0x08, 0x00, 0x01, 0x12, 0x34, 0x00, 0x00],
  ]);
  expect([typeOf(frame), controlOpcode(frame), pauseQuanta(frame)]).toEqual([0x8808, 1, 0x1234]);
});

test.each([
  { name: 'the group', to: GROUP, want: true },
  { name: 'another in the first byte', to: [0x03, ...GROUP.slice(1)], want: false },
  { name: 'another in the last byte', to: [...GROUP.slice(0, 5), 0x02], want: false },
])('$name', ({ to, want }) => {
  expect(isFor(Uint8Array.from([...to, 0, 0]), GROUP)).toBe(want);
});
