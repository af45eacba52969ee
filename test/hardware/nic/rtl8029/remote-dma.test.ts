/** The remote DMA channel behind the data port. DP8390D 8, 10.7. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';
import type { Width } from '../../../../hardware/ports';

function filled(dcr = 0x49): Bench {
  const bench = new Bench();
  bench.start({ dcr });
  bench.writeMemory(0x4000, Uint8Array.of(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88));
  bench.set(7, 0xff);
  return bench;
}

test.each<{ name: string; dcr: number; width: Width; want: number[] }>([
  { name: 'bytes', dcr: 0x48, width: 1, want: [0x11, 0x22, 0x33, 0x44] },
  { name: 'bytes, a word at a time', dcr: 0x48, width: 2, want: [0x2211, 0x4433] },
  { name: 'bytes, a doubleword at a time', dcr: 0x48, width: 4, want: [0x4433_2211] },
  { name: 'words, of each the low byte', dcr: 0x49, width: 1, want: [0x11, 0x33] },
  { name: 'words', dcr: 0x49, width: 2, want: [0x2211, 0x4433] },
  { name: 'words, two at a time', dcr: 0x49, width: 4, want: [0x4433_2211] },
])('a read of four bytes as $name', ({ dcr, width, want }) => {
  const bench = filled(dcr);
  bench.setRemote(0x4000, 4);
  bench.set(0, 0x0a);
  const read = want.map((_, index) => {
    expect([index, bench.get(7) & 0x40]).toEqual([index, 0]);
    return bench.get(0x10, width);
  });
  expect(read).toEqual(want);
  expect(bench.get(7) & 0x40).toBe(0x40);
  expect([bench.get(8), bench.get(9)]).toEqual([0x04, 0x40]);
});

test.each<{ name: string; dcr: number; width: Width; values: number[]; want: number[] }>([
  { name: 'bytes', dcr: 0x48, width: 1, values: [1, 2, 3, 4], want: [1, 2, 3, 4] },
  {
    name: 'bytes, a word at a time',
    dcr: 0x48,
    width: 2,
    values: [0x201, 0x403],
    want: [1, 2, 3, 4],
  },
  { name: 'words', dcr: 0x49, width: 2, values: [0x201, 0x403], want: [1, 2, 3, 4] },
  { name: 'words, two at a time', dcr: 0x49, width: 4, values: [0x403_0201], want: [1, 2, 3, 4] },
  { name: 'words, of each the low byte', dcr: 0x49, width: 1, values: [1, 3], want: [1, 0, 3, 0] },
])('a write of four bytes as $name', ({ dcr, width, values, want }) => {
  const bench = filled(dcr);
  bench.setRemote(0x5000, 4);
  bench.set(0, 0x12);
  for (const value of values) bench.set(0x10, value, width);
  expect(bench.get(7) & 0x40).toBe(0x40);
  expect([...bench.readMemory(0x5000, 4)]).toEqual(want);
});

test('the data port answers at all its eight addresses', () => {
  const bench = filled();
  bench.setRemote(0x4000, 8);
  bench.set(0, 0x0a);
  expect([0x10, 0x12, 0x14, 0x16].map((port) => bench.get(port, 2))).toEqual([
    0x2211, 0x4433, 0x6655, 0x8877,
  ]);
});

test('at PSTOP a read goes on at PSTART', () => {
  const bench = filled();
  bench.set(0x01, 0x40);
  bench.set(0x02, 0x60);
  bench.writeMemory(0x5ffe, Uint8Array.of(0xaa, 0xbb));
  bench.setRemote(0x5ffe, 4);
  bench.set(0, 0x0a);
  expect(bench.get(0x10, 4)).toBe(0x2211_bbaa);
});

test.each([
  { name: 'an odd count of words takes the last whole', byteCount: 3, reads: 2 },
  { name: 'a count of one', byteCount: 1, reads: 1 },
])('$name', ({ byteCount, reads }) => {
  const bench = filled();
  bench.setRemote(0x4000, byteCount);
  bench.set(0, 0x0a);
  for (let index = 0; index < reads; index++) {
    expect(bench.get(7) & 0x40).toBe(0);
    bench.get(0x10, 2);
  }
  expect(bench.get(7) & 0x40).toBe(0x40);
});

test('a count of 0 is complete at once', () => {
  const bench = filled();
  bench.setRemote(0x4000, 0);
  bench.set(0, 0x0a);
  expect(bench.get(7) & 0x40).toBe(0x40);
});

test('without a transfer to make, reads give the last word and writes are lost', () => {
  const bench = filled();
  bench.setRemote(0x4000, 2);
  bench.set(0, 0x0a);
  expect([bench.get(0x10, 2), bench.get(0x10, 2)]).toEqual([0x2211, 0x2211]);
  bench.set(0x10, 0xffff, 2);
  expect([bench.get(8), bench.get(9)]).toEqual([0x02, 0x40]);
  expect([...bench.readMemory(0x4000, 4)]).toEqual([0x11, 0x22, 0x33, 0x44]);
});

test.each([
  { name: 'an abort', cr: 0x22, want: 0x2211 },
  { name: 'a stop', cr: 0x21, want: 0x2211 },
  { name: 'a page alone', cr: 0x02, want: 0x4433 },
  { name: 'the same command', cr: 0x0a, want: 0x4433 },
])('after $name the port gives $want', ({ cr, want }) => {
  const bench = filled();
  bench.setRemote(0x4000, 8);
  bench.set(0, 0x0a);
  bench.get(0x10, 2);
  bench.set(0, cr);
  expect(bench.get(0x10, 2)).toBe(want);
  expect(bench.get(7) & 0x40).toBe(0);
});

test('a stopped chip moves nothing', () => {
  const bench = filled();
  bench.set(0, 0x21);
  bench.setRemote(0x4000, 4);
  bench.set(0, 0x09);
  bench.get(0x10, 2);
  expect([bench.get(8), bench.get(7) & 0x40]).toEqual([0x00, 0x00]);
});

test('send packet gives the frame at BNRY with its header and moves BNRY', () => {
  const bench = filled(0x59);
  bench.receive(createFrame(60));
  bench.receive(createFrame(300));
  bench.set(7, 0xff);
  bench.set(0, 0x1a);
  const words = Array.from({ length: 32 }, () => bench.get(0x10, 2));
  expect([words[0], words[1], words[2]]).toEqual([0x4701, 64, 0xe000]);
  expect([bench.get(3), bench.get(7) & 0x40]).toEqual([0x47, 0x40]);
  bench.set(0, 0x1a);
  expect(bench.get(0x10, 4)).toBe((304 << 16) | 0x4901);
});

test('send packet without DCR.ARM does nothing', () => {
  const bench = filled(0x49);
  bench.receive(createFrame(60));
  bench.set(7, 0xff);
  bench.set(0, 0x1a);
  for (let index = 0; index < 32; index++) bench.get(0x10, 2);
  expect([bench.get(3), bench.get(7)]).toEqual([0x46, 0x00]);
});
