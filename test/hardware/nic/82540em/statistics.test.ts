/** Statistics: cleared by a read, 64 bits by a read of the upper half, stuck at their maximum. */
import { count, count64, countSize } from '../../../../hardware/nic/82540em/statistics';
import { Bench, createFrame } from '../../../support/nic/82540em-bench';

test('a counter sticks at its maximum', () => {
  const regs = Uint32Array.of(0xffff_fffe, 0);
  count(regs, 0);
  count(regs, 0);
  expect(regs[0]).toBe(0xffff_ffff);
});

test.each([
  { name: 'carries', given: [0xffff_fff0, 1], add: 0x20, want: [0x10, 2] },
  {
    name: 'sticks',
    given: [0xffff_fff0, 0xffff_ffff],
    add: 0x20,
    want: [0xffff_ffff, 0xffff_ffff],
  },
  { name: 'adds', given: [5, 0], add: 64, want: [69, 0] },
])('a 64-bit counter $name', ({ given, add, want }) => {
  const regs = Uint32Array.from(given);
  count64(regs, 0, add);
  expect([...regs]).toEqual(want);
});

test.each([
  { byteCount: 63, want: [0, 0, 0, 0, 0, 0] },
  { byteCount: 64, want: [1, 0, 0, 0, 0, 0] },
  { byteCount: 65, want: [0, 1, 0, 0, 0, 0] },
  { byteCount: 127, want: [0, 1, 0, 0, 0, 0] },
  { byteCount: 128, want: [0, 0, 1, 0, 0, 0] },
  { byteCount: 256, want: [0, 0, 0, 1, 0, 0] },
  { byteCount: 512, want: [0, 0, 0, 0, 1, 0] },
  { byteCount: 1023, want: [0, 0, 0, 0, 1, 0] },
  { byteCount: 1024, want: [0, 0, 0, 0, 0, 1] },
  { byteCount: 9000, want: [0, 0, 0, 0, 0, 1] },
])('$byteCount bytes', ({ byteCount, want }) => {
  const regs = new Uint32Array(6);
  countSize(regs, 0, byteCount);
  expect([...regs]).toEqual(want);
});

test('reception is counted, and each register cleared by its read', () => {
  const bench = new Bench();
  bench.startReceiver(0x8012);
  bench.receive(createFrame(60));
  bench.receive(createFrame(1514));
  bench.receive(createFrame(100, Uint8Array.of(0x01, 0, 0x5e, 0, 0, 1)));
  bench.receive(createFrame(60, new Uint8Array(6).fill(0xff)));
  // GPRC, TPR, BPRC, MPRC, PRC64, PRC127, PRC1522
  const offsets = [0x4074, 0x40d0, 0x4078, 0x407c, 0x405c, 0x4060, 0x4070];
  expect(offsets.map((offset) => bench.get(offset))).toEqual([4, 4, 1, 1, 2, 1, 1]);
  expect(offsets.map((offset) => bench.get(offset))).toEqual([0, 0, 0, 0, 0, 0, 0]);
  const octets = 64 + 1518 + 104 + 64;
  expect([bench.get(0x4088), bench.get(0x4088), bench.get(0x408c)]).toEqual([octets, octets, 0]);
  expect(bench.get(0x4088)).toBe(0);
  expect(bench.get(0x40c0)).toBe(octets);
});
