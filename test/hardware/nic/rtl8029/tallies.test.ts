/** The network tally counters. DP8390D 10.3: CNT at 128, a stop at 192, clear on read. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

function missed(count: number): Bench {
  const bench = new Bench();
  bench.start({ rcr: 0x20 });
  for (let index = 0; index < count; index++) bench.receive(createFrame(60));
  return bench;
}

test.each([
  { count: 1, want: 1, cnt: 0x00 },
  { count: 127, want: 127, cnt: 0x00 },
  { count: 128, want: 128, cnt: 0x20 },
  { count: 192, want: 192, cnt: 0x20 },
  { count: 500, want: 192, cnt: 0x20 },
])('$count missed packets: CNTR2 is $want', ({ count, want, cnt }) => {
  const bench = missed(count);
  expect([bench.get(7) & 0x20, bench.get(0x0f), bench.get(0x0f)]).toEqual([cnt, want, 0]);
});

test('a stopped chip counts nothing', () => {
  const bench = missed(0);
  bench.set(0, 0x21);
  bench.receive(createFrame(60));
  expect([bench.get(0x0d), bench.get(0x0e), bench.get(0x0f)]).toEqual([0, 0, 0]);
});
