/** SIA, NWay, SYM and MII: 21143 HRM, CSR6, CSR12 to CSR15; IEEE 802.3 28.3. */
import { Bench, createFrame, RUN, RX_LIST } from '../../../support/nic/i21143-bench';

const SIA_ON = 0x0001;
const LNP_ANC = 0x0010;
const LNF = 0x1000;
const LC = 0x0800_0000;
/** As the manual has it for 10BASE-T, half duplex and full. */
const CSR14_10T = 0x7f3f;
/** ANE, everything advertised. */
const CSR14_NWAY = 0x0003_ffff;
const SRL = 0x3202_2002;
const SYM = 0x3386_2002;
/** Negotiation from its start to its end. */
const NWAY_NS = 1_800_000_000;

const ans = (bench: Bench) => (bench.csr(12) >>> 12) & 7;
const links = (bench: Bench) => bench.csr(12) & 6;

test('10BASE-T: link pass after seven pulses, link fail at once', () => {
  const bench = new Bench();
  bench.setCsr(6, SRL);
  bench.setCsr(14, CSR14_10T);
  bench.setCsr(13, SIA_ON);
  bench.advance(111_999_999);
  expect([links(bench), bench.csr(5) & LNP_ANC]).toEqual([6, 0]);
  bench.advance(1);
  expect([links(bench), bench.csr(5) & LNP_ANC]).toEqual([2, LNP_ANC]);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect([links(bench), bench.csr(5) & LNF]).toEqual([6, LNF]);
});

test.each([
  { name: 'the SIA in reset', csr13: 0, csr14: CSR14_10T, csr15: 0 },
  { name: 'the AUI, where nothing is', csr13: 0x0009, csr14: CSR14_10T, csr15: 0 },
  { name: 'a forced link fail', csr13: SIA_ON, csr14: CSR14_10T, csr15: 0x0400 },
])('no link with $name', ({ csr13, csr14, csr15 }) => {
  const bench = new Bench();
  bench.setCsr(6, SRL);
  bench.setCsr(15, csr15);
  bench.setCsr(14, csr14);
  bench.setCsr(13, csr13);
  bench.advance(NWAY_NS);
  expect(links(bench)).toBe(6);
});

test('frames both ways at 10 Mb/s, and without link test at once', () => {
  const bench = new Bench();
  bench.setCsr(14, CSR14_10T & ~0x1000);
  bench.setCsr(13, SIA_ON);
  bench.start(SRL | 0x40);
  bench.send(0, createFrame(1514));
  bench.advance(1_230_400);
  expect(bench.sent.map(({ atNs }) => atNs)).toEqual([1_230_400]);
  bench.receive(createFrame(60));
  expect(bench.word(RX_LIST)).toBe(0x0040_0320);
  expect(bench.csr(12) & 0x201).toBe(0x200);
});

test('NWay goes through its states, to what the far end sent', () => {
  const bench = new Bench();
  bench.setCsr(6, SRL | 0x200);
  bench.setCsr(14, CSR14_NWAY);
  bench.setCsr(13, SIA_ON);
  const seen = [ans(bench)];
  for (let step = 0; step < 180; step++) {
    bench.advance(10_000_000);
    if (ans(bench) !== seen.at(-1)) seen.push(ans(bench));
  }
  expect(seen).toEqual([1, 2, 3, 4, 6, 5]);
  expect([bench.csr(12) >>> 15, bench.csr(5) & LNP_ANC]).toEqual([(0x45e1 << 1) | 1, LNP_ANC]);
  // 100BASE-TX is what both can do: the 10BASE-T link stays down, and SYM finds its own.
  expect(links(bench)).toBe(6);
  bench.setCsr(6, SYM | 0x200);
  bench.advance(1_000_000);
  expect([links(bench), bench.csr(5) & LC]).toEqual([4, LC >>> 0]);
  bench.setCsr(5, LC);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect([links(bench), bench.csr(5) & LC]).toEqual([6, LC]);
});

test.each([
  { name: 'the far end can do no more', csr14: CSR14_NWAY, linkMbps: 10 as const },
  { name: 'no more is advertised', csr14: 0xffff, linkMbps: 100 as const },
])('NWay ends at 10BASE-T where $name', ({ csr14, linkMbps }) => {
  const bench = new Bench({ linkMbps });
  bench.setCsr(6, SRL);
  bench.setCsr(14, csr14);
  bench.setCsr(13, SIA_ON);
  bench.advance(NWAY_NS);
  expect([ans(bench), links(bench)]).toEqual([5, 2]);
  bench.setCsr(6, SYM);
  bench.advance(NWAY_NS);
  expect(links(bench)).toBe(linkMbps === 10 ? 6 : 4);
});

test('001 in ANS starts it anew; without a far end, or with nothing in common, it waits', () => {
  const bench = new Bench({ hasLink: false });
  bench.setCsr(6, SRL);
  bench.setCsr(13, SIA_ON);
  bench.advance(2 * NWAY_NS);
  expect(ans(bench)).toBe(2);
  bench.wire.hasLink = true;
  bench.device.linkChanged(true);
  bench.advance(NWAY_NS);
  expect(ans(bench)).toBe(5);
  bench.setCsr(12, 0x1301);
  expect([ans(bench), bench.csr(12) >>> 15]).toEqual([1, 0]);
  bench.setCsr(14, 0x0080);
  bench.advance(2 * NWAY_NS);
  expect(ans(bench)).toBe(2);
  bench.setCsr(14, 0);
  expect(ans(bench)).toBe(0);
  bench.setCsr(12, 0x1000);
  expect(ans(bench)).toBe(0);
});

test('the link lost at 10BASE-T: NWay begins again by itself', () => {
  const bench = new Bench({ linkMbps: 10 });
  bench.setCsr(6, SRL);
  bench.setCsr(13, SIA_ON);
  bench.advance(NWAY_NS);
  bench.wire.hasLink = false;
  bench.device.linkChanged(false);
  expect([ans(bench), bench.csr(5) & LNF]).toEqual([1, LNF]);
});

test('a software reset ends it all, but for the port that CSR6 chooses', () => {
  const bench = new Bench();
  bench.setCsr(6, RUN);
  bench.setCsr(13, SIA_ON);
  bench.advance(1_000_000);
  bench.setCsr(0, 1);
  expect([bench.csr(12), bench.csr(13), bench.csr(6)]).toEqual([0xc6, 0xffff_0000, 0x3204_0040]);
  bench.advance(2 * NWAY_NS);
  expect(bench.csr(12)).toBe(0xc6);
});
