/** The transmit FIFO. 8255x SDM 6.4.2.5. */
import { TxFifo } from '../../../../hardware/nic/i82557/tx-fifo';

test('frames come out in order, whole, with what is known of their FCS', () => {
  const fifo = new TxFifo();
  const target = new Uint8Array(3068);
  const out: number[][] = [];
  for (let round = 0; round < 100; round++) {
    for (const byteCount of [60 + round, 1000 + round])
      expect(fifo.push(new Uint8Array(1500).fill(round), byteCount, round % 2 === 1)).toBe(true);
    for (let frame = 0; frame < 2; frame++) {
      const byteCount = fifo.shift(target);
      expect(target.subarray(0, byteCount).every((byte) => byte === round)).toBe(true);
      out.push([byteCount, Number(fifo.hasBadFcs)]);
    }
  }
  expect(out.slice(0, 4)).toEqual([
    [60, 0],
    [1000, 0],
    [61, 1],
    [1001, 1],
  ]);
  expect(fifo.isEmpty).toBe(true);
});

test('it holds 3 KB, and gains room by what leaves', () => {
  const fifo = new TxFifo();
  const frame = new Uint8Array(3072);
  expect([fifo.push(frame, 3069, false), fifo.push(frame, 3068, false)]).toEqual([false, true]);
  fifo.clear();
  expect([1514, 1514, 28, 0].map((byteCount) => fifo.push(frame, byteCount, false))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(fifo.push(frame, 1, false)).toBe(false);
  fifo.shift(frame);
  expect(fifo.push(frame, 1514, false)).toBe(true);
});
