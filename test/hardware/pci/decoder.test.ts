/** hardware/pci/decoder.ts */
import { AddressDecoder, type ClaimedRange } from '../../../hardware/pci/decoder';
import { FakeWindow } from '../../support/fake-function';

function setUp(...ranges: [address: number, byteCount: number][]) {
  const windows = ranges.map(([, byteCount]) => new FakeWindow(byteCount));
  const claimed: ClaimedRange[] = ranges.map(([address, byteCount], index) => ({
    address,
    byteCount,
    window: windows[index],
  }));
  let listings = 0;
  const decoder = new AddressDecoder(() => {
    listings++;
    return claimed;
  });
  return { decoder, windows, claimed, listings: () => listings };
}

test('the list is asked for once, and again after a change', () => {
  const { decoder, claimed, listings } = setUp([0x100, 16]);
  for (let index = 0; index < 3; index++) decoder.read(0x100 + 4 * index, 4);
  decoder.read(0x9000, 4);
  expect(listings()).toBe(1);
  claimed.length = 0;
  expect(decoder.read(0x100, 4)).toBe(0);
  decoder.invalidate();
  expect(decoder.read(0x100, 4)).toBe(0xffffffff);
  expect(listings()).toBe(2);
});

test.each<[name: string, address: number, width: 1 | 2 | 4, want: string[][]]>([
  ['inside the first', 0x100, 4, [['w4@0=44332211'], []]],
  ['inside, misaligned', 0x105, 4, [['w4@5=44332211'], []]],
  [
    'across both',
    0x10e,
    4,
    [
      ['w1@e=11', 'w1@f=22'],
      ['w1@0=33', 'w1@1=44'],
    ],
  ],
  ['into the first', 0xfe, 4, [['w1@0=33', 'w1@1=44'], []]],
  ['out of the second', 0x11d, 4, [[], ['w1@d=11', 'w1@e=22', 'w1@f=33']]],
  ['a word at the edge', 0x10f, 2, [['w1@f=11'], ['w1@0=22']]],
  ['in no one', 0x200, 4, [[], []]],
])('%s', (_name, address, width, want) => {
  const { decoder, windows } = setUp([0x100, 16], [0x110, 16]);
  decoder.write(address, width, 0x44332211 % 2 ** (8 * width));
  expect(windows.map(({ log }) => log)).toEqual(want);
});

test('reads across an edge put the bytes together, unsigned', () => {
  const { decoder, windows } = setUp([0x100, 16], [0x110, 16]);
  windows[0].view.setUint8(15, 0x80);
  windows[1].view.setUint8(0, 0x90);
  windows[1].view.setUint8(2, 0xa0);
  expect(decoder.read(0x10f, 4)).toBe(0xa0009080);
  expect(decoder.read(0x10f, 2)).toBe(0x9080);
});
