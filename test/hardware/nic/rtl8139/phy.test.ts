/** Link and negotiation (RTL8139C data sheet 6.12, 6.18-6.27; IEEE 802.3 clause 28). */
import { Bench, type BenchOptions, LINK_UP_NS } from '../../../support/nic/rtl8139-bench';

test.each([
  { linkMbps: 1000, bmcr: 0x3100, anlpar: 0x45e1, msr: 0x10 },
  { linkMbps: 100, bmcr: 0x3100, anlpar: 0x45e1, msr: 0x10 },
  { linkMbps: 10, bmcr: 0x1100, anlpar: 0x4461, msr: 0x18 },
] as const)('power-on, far end of $linkMbps Mb/s', ({ linkMbps, bmcr, anlpar, msr }) => {
  const bench = new Bench({ linkMbps });
  expect([bench.get(0x62, 2), bench.get(0x64, 2), bench.get(0x68, 2)]).toEqual([
    bmcr,
    0x782d,
    anlpar,
  ]);
  expect(bench.get(0x58, 1)).toBe(msr);
  expect(bench.get(0x74, 2)).toBe(0x03c8);
  // PAGE_RX goes by the read.
  expect([bench.get(0x6a, 2), bench.get(0x6a, 2)]).toEqual([3, 1]);
});

test('without a cable there is no link', () => {
  const bench = new Bench({ hasLink: false });
  expect([bench.get(0x64, 2), bench.get(0x68, 2), bench.get(0x58, 1)]).toEqual([0x7809, 0, 0x14]);
});

test.each([
  { name: '100 full', anar: 0x0101, options: {}, want: [0x3100, 0x10] },
  { name: '100 half', anar: 0x0081, options: {}, want: [0x3000, 0x10] },
  { name: '10 full', anar: 0x0061, options: {}, want: [0x1100, 0x18] },
  { name: '10 half', anar: 0x0021, options: {}, want: [0x1000, 0x18] },
  {
    name: '100 only, far end of 10',
    anar: 0x0181,
    options: { linkMbps: 10 },
    want: [0x1100, 0x1c],
  },
])('advertising $name', ({ anar, options, want }) => {
  const bench = new Bench(options as BenchOptions);
  bench.set(0x66, 2, anar);
  bench.set(0x62, 2, 0x1200);
  expect(bench.get(0x58, 1) & 0x04).toBe(0x04);
  bench.advance(LINK_UP_NS);
  const [bmcr, msr] = want;
  expect(bench.get(0x58, 1) & ~0x08).toBe(msr & ~0x08);
  if ((msr & 0x04) === 0) expect([bench.get(0x62, 2), bench.get(0x58, 1)]).toEqual([bmcr, msr]);
});

test.each([
  { name: '100 full', bmcr: 0x2100, options: {}, msr: 0x10 },
  { name: '10 full', bmcr: 0x0100, options: {}, msr: 0x18 },
  { name: '10 half', bmcr: 0x0000, options: {}, msr: 0x18 },
  { name: '100 half, far end of 10', bmcr: 0x2000, options: { linkMbps: 10 }, msr: 0x1c },
])('forced to $name, in the config write mode', ({ bmcr, options, msr }) => {
  const bench = new Bench(options as BenchOptions);
  bench.set(0x50, 1, 0xc0);
  bench.set(0x62, 2, bmcr);
  bench.advance(LINK_UP_NS);
  expect(bench.get(0x62, 2)).toBe(bmcr);
  expect(bench.get(0x58, 1)).toBe(msr);
  expect(bench.get(0x68, 2)).toBe(0);
});

test('speed, ANE and duplex mode of BMCR are locked without it (6.9)', () => {
  const bench = new Bench();
  bench.set(0x62, 2, 0x0000);
  expect([bench.get(0x62, 2), bench.get(0x58, 1)]).toEqual([0x3100, 0x10]);
});

test('a PHY reset brings back the defaults and negotiates', () => {
  const bench = new Bench();
  bench.set(0x66, 2, 0x0021);
  bench.set(0x62, 2, 0x8000);
  expect([bench.get(0x62, 2), bench.get(0x66, 2)]).toEqual([0x1000, 0x01e1]);
  bench.advance(LINK_UP_NS);
  expect(bench.get(0x62, 2)).toBe(0x3100);
});

test('a cable pulled and put back: LinkChg each time, one disconnect, cleared by read', () => {
  const bench = new Bench();
  bench.set(0x3c, 2, 0x0020);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect([bench.pin, bench.get(0x3e, 2), bench.get(0x64, 2)]).toEqual([true, 0x20, 0x7809]);
  bench.set(0x3e, 2, 0x20);
  bench.wire.hasLink = true;
  bench.device.linkChanged(true);
  expect(bench.pin).toBe(false);
  bench.advance(LINK_UP_NS);
  expect([bench.pin, bench.get(0x64, 2)]).toEqual([true, 0x782d]);
  expect([bench.get(0x6c, 2), bench.get(0x6c, 2)]).toEqual([1, 0]);
});
