/** The FIFO of a receiver keeps frames whole and in order. 8254x SDM 13.4.16. */
import { RxFifo } from '../../../hardware/nic/rx-fifo';

test('frames come out as they went in, over many rounds of the memory', () => {
  const fifo = new RxFifo(0x1_0000);
  const target = new Uint8Array(16384);
  const waiting: number[] = [];
  let pushed = 0;
  for (let round = 0; round < 500; round++) {
    const byteCount = 60 + ((round * 977) % 1455);
    const frame = new Uint8Array(byteCount).fill(pushed & 0xff);
    if (fifo.push(frame, byteCount, round & 3, 0xc000)) {
      waiting.push(round);
      pushed++;
    }
    if (round % 3 !== 2) continue;
    const first = waiting.shift()!;
    expect(fifo.tag).toBe(first & 3);
    expect(fifo.shift(target)).toBe(60 + ((first * 977) % 1455));
  }
  expect(waiting.length).toBeGreaterThan(20);
});

test('it takes what its share holds, and no more', () => {
  const fifo = new RxFifo(0x1_0000);
  const frame = new Uint8Array(1020);
  expect(fifo.push(frame, 1020, 1, 2048)).toBe(true);
  expect(fifo.push(frame, 1020, 1, 2048)).toBe(true);
  expect(fifo.push(frame, 60, 1, 2048)).toBe(false);
  expect(fifo.usedBytes).toBe(2048);
  fifo.clear();
  expect(fifo.isEmpty).toBe(true);
  expect(fifo.push(frame, 60, 1, 0)).toBe(false);
});
