/** CSR5, CSR7, CSR11: summaries, the pin, the timer, interrupt mitigation. 21143 HRM. */
import { Bench, createFrame, RUN } from '../../../support/nic/i21143-bench';

const NI = 0x0001_0000;
const AI = 0x8000;

test.each([
  { name: 'RI and NI', mask: NI | 0x40, pin: true, summary: NI },
  { name: 'RI without NI', mask: 0x40, pin: false, summary: NI },
  { name: 'NI without RI: nothing counts', mask: NI, pin: false, summary: 0 },
  { name: 'RI and AI', mask: AI | 0x40, pin: false, summary: NI },
])('a frame with $name let through', ({ mask, pin, summary }) => {
  const bench = new Bench();
  bench.setCsr(7, mask);
  bench.start(RUN | 0x40);
  bench.setCsr(5, 0xffff_ffff);
  bench.receive(createFrame(60));
  expect([bench.pin, bench.csr(5) & (NI | AI)]).toEqual([pin, summary]);
  expect(bench.device.activity().interruptMask).toBe(mask & NI ? mask & 0x40 : 0);
  bench.setCsr(5, 0x40);
  expect([bench.pin, bench.csr(5) & (NI | AI)]).toEqual([false, 0]);
});

test('an abnormal cause', () => {
  const bench = new Bench();
  bench.start();
  bench.setCsr(7, AI | 2);
  bench.setCsr(6, RUN & ~0x2000);
  expect([bench.pin, bench.csr(5) & (NI | AI)]).toEqual([true, AI]);
  bench.setCsr(7, 2);
  expect(bench.pin).toBe(false);
});

test.each([
  { name: '100 Mb/s at MII', mode: RUN, tickNs: 81_920, linkMbps: 100 as const },
  { name: '10 Mb/s at MII', mode: RUN, tickNs: 819_200, linkMbps: 10 as const },
  { name: 'SYM', mode: RUN | 0x0180_0000, tickNs: 81_920, linkMbps: 100 as const },
  { name: 'SRL', mode: RUN & ~0x0004_0000, tickNs: 204_800, linkMbps: 100 as const },
])('the timer counts by the port: $name', ({ mode, tickNs, linkMbps }) => {
  const bench = new Bench({ linkMbps });
  bench.setCsr(6, mode);
  bench.setCsr(7, NI | 0x800);
  bench.setCsr(11, 3);
  bench.advance(2 * tickNs);
  expect([bench.csr(11), bench.csr(5) & 0x800]).toEqual([1, 0]);
  bench.advance(tickNs);
  expect([bench.csr(11), bench.csr(5) & 0x800, bench.pin]).toEqual([0, 0x800, true]);
});

test('continuous, and stopped by 0', () => {
  const bench = new Bench();
  bench.setCsr(6, RUN);
  bench.setCsr(11, 0x1_0002);
  for (let round = 0; round < 3; round++) {
    bench.advance(163_840);
    expect(bench.csr(5) & 0x800).toBe(0x800);
    bench.setCsr(5, 0x800);
  }
  bench.setCsr(11, 0);
  bench.advance(1_000_000);
  expect(bench.csr(5) & 0x800).toBe(0);
});

test.each([
  { name: 'by three frames', csr11: 0x0006_0000, frames: 3, waitNs: 0 },
  { name: 'by the timer of the first: 2 cycles', csr11: 0x0020_0000, frames: 5, waitNs: 163_840 },
  { name: 'by the short cycle', csr11: 0x8020_0000, frames: 5, waitNs: 10_240 },
  { name: 'at once if off', csr11: 0, frames: 1, waitNs: 0 },
])('reception is mitigated: $name', ({ csr11, frames, waitNs }) => {
  const bench = new Bench();
  bench.setCsr(11, csr11);
  bench.start(RUN | 0x40);
  bench.receiveRing(8);
  for (let count = 1; count <= frames; count++) {
    expect(bench.csr(5) & 0x40).toBe(0);
    bench.receive(createFrame(60));
  }
  if (waitNs > 0) {
    bench.advance(waitNs - 1);
    expect(bench.csr(5) & 0x40).toBe(0);
    bench.advance(1);
  }
  expect(bench.csr(5) & 0x40).toBe(0x40);
});

test('transmission is mitigated by its count; revision 3.0 has none of it', () => {
  for (const [revisionId, want] of [
    [0x41, [0, 1]],
    [0x30, [1, 1]],
  ] as const) {
    const bench = new Bench({ revisionId });
    bench.setCsr(11, 0x0200_0000);
    bench.start();
    const seen = [0, 1].map((index) => {
      bench.send(index, createFrame(60), 0xe000_0000);
      bench.advance(10_000);
      return bench.csr(5) & 1;
    });
    expect(seen).toEqual(want);
  }
});
