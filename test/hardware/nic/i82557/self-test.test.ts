/** The self-test that PORT starts. 8255x SDM 6.3.3. */
import { Bench } from '../../../support/nic/i82557-bench';

test.each([
  { revisionId: 0x01, signature: 0x49ca_a8d6 },
  { revisionId: 0x05, signature: 0x24c9_f043 },
  { revisionId: 0x08, signature: 0x04f4_518b },
])('revision $revisionId writes a signature and 0, within 10 ms', ({ revisionId, signature }) => {
  const bench = new Bench({ revisionId });
  bench.ram.fill(0xff, 0x2000, 0x2010);
  bench.startReceiver();
  bench.set(8, 0x2001);
  expect([bench.ruState, bench.nic.activity().dmaActive]).toEqual([0, true]);
  expect(bench.view.getUint32(0x2000, true)).toBe(0xffff_ffff);
  bench.advance(10_000_000);
  const words = [0, 4, 8].map((offset) => bench.view.getUint32(0x2000 + offset, true));
  expect(words).toEqual([signature, 0, 0xffff_ffff]);
});

test('a reset ends it; no memory there harms nothing', () => {
  const bench = new Bench();
  bench.set(8, 0x2001);
  bench.set(8, 0);
  bench.advance(10_000_000);
  expect(bench.view.getUint32(0x2000, true)).toBe(0);
  bench.set(8, 0xffff_fff1);
  bench.advance(10_000_000);
  expect(bench.nic.activity().dmaActive).toBe(false);
});

test('PORT acts when its lowest byte is written, on functions that it has', () => {
  const bench = new Bench();
  bench.startReceiver();
  bench.set(0x0a, 0, 2);
  expect(bench.ruState).toBe(4);
  bench.set(8, 0x2003);
  expect(bench.unmodelled).toEqual(['PORT function 3']);
  bench.set(8, 0, 2);
  expect(bench.ruState).toBe(0);
});
