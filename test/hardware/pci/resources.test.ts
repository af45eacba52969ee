/** hardware/pci/resources.ts */
import { place } from '../../../hardware/pci/resources';

const window = { first: 0xc000, end: 0xd000 };

test.each<[name: string, byteCount: number, taken: [number, number][], want: number]>([
  ['the first place', 0x40, [], 0xc000],
  ['behind what is there', 0x40, [[0xc000, 0x40]], 0xc040],
  ['aligned to its size', 0x100, [[0xc000, 0x40]], 0xc100],
  [
    'in a gap',
    0x40,
    [
      [0xc000, 0x40],
      [0xc080, 0x40],
    ],
    0xc040,
  ],
  [
    'past a gap too small',
    0x80,
    [
      [0xc000, 0x40],
      [0xc080, 0x40],
    ],
    0xc100,
  ],
  [
    'whatever the order',
    0x40,
    [
      [0xc040, 0x40],
      [0xc000, 0x40],
    ],
    0xc080,
  ],
  [
    'beside what lies elsewhere',
    0x40,
    [
      [0xb000, 0x1000],
      [0xd000, 0x40],
    ],
    0xc000,
  ],
  ['all of the window', 0x1000, [], 0xc000],
])('%s', (_name, byteCount, taken, want) => {
  const ranges = taken.map(([address, bytes]) => ({ address, byteCount: bytes }));
  expect(place(byteCount, window, ranges)).toBe(want);
});

test.each<[name: string, byteCount: number, taken: [number, number][]]>([
  ['larger than the window', 0x2000, []],
  ['no place left', 0x1000, [[0xc800, 4]]],
])('%s', (_name, byteCount, taken) => {
  const ranges = taken.map(([address, bytes]) => ({ address, byteCount: bytes }));
  expect(() => place(byteCount, window, ranges)).toThrow(RangeError);
});
