/** When frames leave, and when their blocks are done. 8255x SDM 6.4.1.1.2, 6.4.2.5, 6.3.2.4. */
import { Bench, createFrame } from '../../../support/nic/i82557-bench';

/** Blocks at 1000h, 1800h and so on, each linked to the next, the last with EL. */
function sendAll(bench: Bench, byteCounts: readonly number[]): void {
  byteCounts.forEach((byteCount, index) => {
    const at = 0x1000 + index * 0x800;
    const isLast = index === byteCounts.length - 1;
    bench.putTransmit(at, isLast ? 0x8000 : 0, at + 0x800, createFrame(byteCount));
  });
  bench.command(0x10, 0x1000);
}

test('a block is done when its data are in the FIFO, not when they have left', () => {
  const bench = new Bench();
  sendAll(bench, [1514]);
  bench.advance(20_000);
  expect([bench.status(0x1000), bench.cuState, bench.sent.length]).toEqual([0xa000, 0, 0]);
  expect(bench.counters()[0]).toBe(0);
  bench.advance(200_000);
  expect([bench.sent.length, bench.counters()[0]]).toEqual([1, 1]);
});

test('the FIFO takes two frames of full length; the third waits for room', () => {
  const bench = new Bench();
  sendAll(bench, [1514, 1514, 1514, 1514]);
  bench.advance(50_000);
  const blocks = [0x1000, 0x1800, 0x2000, 0x2800];
  // One is on the wire and out of the FIFO, two are in it.
  expect(blocks.map((at) => bench.status(at))).toEqual([0xa000, 0xa000, 0xa000, 0]);
  expect(bench.cuState).toBe(2);
  bench.advance(600_000);
  expect(blocks.map((at) => bench.status(at))).toEqual(Array(4).fill(0xa000));
  expect(bench.cuState).toBe(0);
});

test.each([
  { linkMbps: 100 as const, gapNs: 6720 },
  { linkMbps: 10 as const, gapNs: 67_200 },
])('frames of 60 bytes follow at $gapNs ns with $linkMbps Mb/s', ({ linkMbps, gapNs }) => {
  const bench = new Bench({ linkMbps });
  sendAll(bench, [60, 60, 60]);
  bench.advance(1_000_000);
  const times = bench.sent.map(({ atNs }) => atNs);
  expect([times[1] - times[0], times[2] - times[1]]).toEqual([gapNs, gapNs]);
});

test('without a link frames leave into nothing, and lost carrier is counted', () => {
  const bench = new Bench({ hasLink: false });
  sendAll(bench, [60, 60]);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.status(0x1800)]).toEqual([0, 0xa000]);
  expect([bench.counters()[0], bench.counters()[4]]).toEqual([2, 2]);
});

test('whoever gets a frame may reset the device', () => {
  const bench = new Bench();
  const transmit = bench.wire.transmit;
  bench.wire.transmit = (frame, byteCount) => {
    transmit(frame, byteCount);
    bench.set(8, 0);
  };
  sendAll(bench, [60, 60, 60]);
  bench.advance(1_000_000);
  expect([bench.sent.length, bench.nic.activity().dmaActive]).toEqual([1, false]);
});
