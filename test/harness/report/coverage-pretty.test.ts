/** The coverage of a driver as people read it. */
import { Coverage } from '../../../harness/code-coverage/coverage';
import type { CoveredImage } from '../../../harness/code-coverage/image';
import { prettyCoverage } from '../../../harness/report/coverage-pretty';
import { painter } from '../../../harness/report/style';

const IMAGE: CoveredImage = {
  name: 'a.sys',
  byteCount: 0x1000,
  preferredBase: 0x1_0000,
  entry: 0x100,
  checksum: 0,
  timestamp: 0,
  sections: [
    { name: '.text', start: 0x100, byteCount: 0x300 },
    { name: 'INIT', start: 0x800, byteCount: 0x80 },
  ],
  functions: [
    { name: 'Halt', offset: 0x100 },
    { name: 'Reset', offset: 0x200 },
    { name: 'DriverEntry', offset: 0x800 },
  ],
};

/** An instruction of 2 bytes; a conditional jump of so many; a way that none takes. */
const plain = (offset: number) => offset * 0x40 + 2;
const jump = (offset: number) => offset * 0x40 + 0x12;
const missed = (offset: number) => offset * 0x40 + 0x20;

function text(image: CoveredImage, places: readonly number[]): string {
  const coverage = new Coverage(image.byteCount);
  coverage.add(places);
  return prettyCoverage(image, coverage, painter(false));
}

test('what was reached, what never was, and which ways were not taken', () => {
  const places = [plain(0x100), jump(0x102), missed(0x104), missed(0x1a0), plain(0x800)];
  expect(text(IMAGE, [...places, jump(0x802), missed(0x850)])).toBe(`coverage of a.sys
  functions  2 of 3 reached
  code       2 blocks reached, 8 bytes
             of 896 in sections that can be executed (.text, INIT)
             3 ways of conditional jumps never taken
  unreached  Reset
  not taken  Halt +0x4 +0xA0
             DriverEntry +0x50`);
});

test('all reached', () => {
  const all = text(IMAGE, [plain(0x100), plain(0x200), plain(0x800)]);
  expect(all).toContain('3 of 3 reached');
  expect(all).not.toMatch(/unreached|not taken/);
});

test('without names, places in the image, and no more than one reads', () => {
  const places = Array.from({ length: 30 }, (_, index) => missed(0x110 + index));
  const all = text({ ...IMAGE, functions: [] }, [plain(0x100), ...places]);
  expect(all).toContain('none is named; a MAP file of its linker beside it would name them');
  expect(all).toContain('not taken  a.sys +0x110 +0x111 ');
  expect(all).toMatch(/\+0x127\s+and\s+6\s+more$/);
});

test('of many functions, those with the most', () => {
  const functions = Array.from({ length: 25 }, (_, index) => ({
    name: `F${index}`,
    offset: 0x100 + 16 * index,
  }));
  const places = functions.flatMap(({ offset }, index) => [
    missed(offset + 4),
    ...(index === 24 ? [missed(offset + 8)] : []),
  ]);
  const all = text({ ...IMAGE, functions }, places);
  expect(all).toContain('not taken  F24 +0x4 +0x8\n             F0 +0x4\n');
  expect(all).toMatch(/F18 \+0x4\n +and in 5 more functions$/);
});
