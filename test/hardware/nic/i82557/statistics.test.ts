/** The counters and their dump. 8255x SDM 6.3.2.4. */
import { Bench, createFrame } from '../../../support/nic/i82557-bench';

const UNTOUCHED = 0xeeee_eeee;

/** One frame sent, two received, one lost for want of an RFD, one short. */
function exchange(bench: Bench): void {
  bench.setAddress();
  bench.startReceiver(2);
  bench.putTransmit(0x1000, 0x8000, 0, createFrame(60));
  bench.command(0x10, 0x1000);
  for (let index = 0; index < 3; index++) bench.receive(createFrame(60));
  bench.receive(createFrame(40));
  bench.advance(1_000_000);
}

test.each([
  { name: '82557', revisionId: 0x01, byte6: 0x02, dwords: 16 },
  { name: '82558, standard', revisionId: 0x05, byte6: 0x32, dwords: 16 },
  { name: '82558, extended', revisionId: 0x05, byte6: 0x12, dwords: 19 },
  { name: '82559, standard', revisionId: 0x08, byte6: 0x32, dwords: 16 },
  { name: '82559, standard and TCO', revisionId: 0x08, byte6: 0x36, dwords: 20 },
  { name: '82559, extended', revisionId: 0x08, byte6: 0x12, dwords: 19 },
  { name: '82559, with TCO', revisionId: 0x08, byte6: 0x16, dwords: 20 },
])('$name: $dwords Dwords, then A005h', ({ revisionId, byte6, dwords }) => {
  const bench = new Bench({ revisionId });
  bench.configure({ 6: byte6 });
  exchange(bench);
  const dump = bench.counters();
  const want = Array<number>(dwords).fill(0);
  want[0] = 1;
  want[9] = 2;
  want[12] = 1;
  want[15] = 1;
  expect(dump.slice(0, dwords)).toEqual(want);
  expect(dump.slice(dwords)).toEqual([0xa005, ...Array(21 - dwords).fill(UNTOUCHED)]);
});

test('dump and reset writes A007h and clears', () => {
  const bench = new Bench();
  exchange(bench);
  expect(bench.counters(0x70).slice(9, 17)).toEqual([2, 0, 0, 1, 0, 0, 1, 0xa007]);
  expect(bench.counters().slice(0, 17)).toEqual([...Array(16).fill(0), 0xa005]);
});

test('a dump where no memory is harms nothing', () => {
  const bench = new Bench();
  bench.command(0x40, 0xffff_fff0);
  bench.command(0x50);
  expect(bench.get(2, 1)).toBe(0);
});
