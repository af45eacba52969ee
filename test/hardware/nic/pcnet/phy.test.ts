/** The PHY of the Am79C973. Am79C973 data sheet (21510), ANR0 to ANR24; IEEE 802.3 22.2.4, 28. */
import { Bench } from '../../../support/nic/pcnet-bench';

const NEGOTIATION_NS = 2_000_000_000;

function read(bench: Bench, register: number): number {
  bench.setBcr(33, (30 << 5) | register);
  return bench.bcr(34);
}

function write(bench: Bench, register: number, value: number): void {
  bench.setBcr(33, (30 << 5) | register);
  bench.setBcr(34, value);
}

test('after power-on with a cable in, negotiation is over', () => {
  const bench = new Bench({ chip: '973' });
  // The link bit tells of the past first.
  expect([read(bench, 1), read(bench, 1)]).toEqual([0x7869, 0x786d]);
  expect([0, 2, 3, 4, 5].map((n) => read(bench, n))).toEqual([0x3100, 0, 0x6b60, 0x01e1, 0x45e1]);
  expect([read(bench, 6), read(bench, 6), read(bench, 24)]).toEqual([0x0007, 0x0005, 0x000d]);
});

test.each([
  { name: 'all of both', linkMbps: 100 as const, anr4: 0x01e1, want: 0x0d },
  { name: 'a far end of 10 Mb/s', linkMbps: 10 as const, anr4: 0x01e1, want: 0x0c },
  { name: 'a far end of 1000 Mb/s', linkMbps: 1000 as const, anr4: 0x01e1, want: 0x0d },
  { name: '100 half', linkMbps: 100 as const, anr4: 0x00a1, want: 0x09 },
  { name: '10 half', linkMbps: 100 as const, anr4: 0x0021, want: 0x08 },
  { name: 'nothing in common', linkMbps: 10 as const, anr4: 0x0181, want: 0 },
])('negotiation: $name', ({ linkMbps, anr4, want }) => {
  const bench = new Bench({ chip: '973', linkMbps });
  write(bench, 4, anr4);
  write(bench, 0, 0x1200);
  expect([read(bench, 24), read(bench, 0) & 0x0200, bench.bcr(4)]).toEqual([0, 0, 0x00c0]);
  bench.advance(NEGOTIATION_NS);
  expect(read(bench, 24)).toBe(want);
});

test.each([
  { name: '100 full', anr0: 0x2100, linkMbps: 100 as const, want: 0x0d },
  { name: '10 half', anr0: 0x0000, linkMbps: 100 as const, want: 0x08 },
  { name: '100, a far end of 10', anr0: 0x2000, linkMbps: 10 as const, want: 0 },
  { name: 'power down', anr0: 0x3900, linkMbps: 100 as const, want: 0 },
  { name: 'isolation', anr0: 0x3500, linkMbps: 100 as const, want: 0 },
])('forced: $name', ({ anr0, linkMbps, want }) => {
  const bench = new Bench({ chip: '973', linkMbps });
  write(bench, 0, anr0);
  bench.advance(NEGOTIATION_NS);
  expect(read(bench, 24)).toBe(want);
});

test('a reset restores the registers and negotiates anew', () => {
  const bench = new Bench({ chip: '973' });
  write(bench, 4, 0x0021);
  write(bench, 0, 0x8000);
  expect([read(bench, 0), read(bench, 4), read(bench, 24)]).toEqual([0x3100, 0x01e1, 0]);
  bench.advance(NEGOTIATION_NS);
  expect(read(bench, 24)).toBe(0x0d);
});

test('a change of the link is told by MAPINT while BCR32.APEP is set', () => {
  const bench = new Bench({ chip: '973' });
  bench.nic.linkChanged((bench.wire.hasLink = false));
  expect(bench.csr(7) & 0x80).toBe(0);
  bench.setBcr(32, 0x0c00);
  bench.nic.linkChanged((bench.wire.hasLink = true));
  bench.advance(NEGOTIATION_NS);
  expect(bench.csr(7) & 0x80).toBe(0x80);
});

test.each([
  { register: 17, want: 'ANR17' },
  { register: 20, want: 'reserved ANR20' },
])('$want is reported', ({ register, want }) => {
  const bench = new Bench({ chip: '973' });
  read(bench, register);
  expect(bench.unmodelled).toEqual([want]);
});
