/** Ring lengths and counters as a driver programs them. Am79C970A data sheet (19436), CSR72-78. */
import { Bench, createFrame } from '../../../support/nic/pcnet-bench';

test.each([
  { name: 'the first', counter: 0xfffd, want: 0x1000 },
  { name: 'the second', counter: 0xfffe, want: 0x1010 },
  { name: 'the last, which is 0', counter: 0x0000, want: 0x1020 },
  { name: 'one outside the ring', counter: 0x1234, want: 0x1010 },
])('CSR72 in a ring of three: $name', ({ counter, want }) => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  bench.setCsr(76, 0xfffd);
  bench.setCsr(72, counter);
  expect(bench.csr(28)).toBe(want);
});

test('a ring may have any length, and wraps', () => {
  const bench = new Bench();
  bench.start({ csr0: 4 });
  bench.setCsr(0, 4);
  bench.setCsr(76, 0xfffd);
  bench.setCsr(0, 2);
  const counters = Array.from({ length: 4 }, () => {
    bench.receive(createFrame(60));
    return bench.csr(72);
  });
  expect(counters).toEqual([0xfffe, 0x0000, 0xfffd, 0xfffd]);
});
