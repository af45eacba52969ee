/** What the manual forbids, and what it just allows. Offsets are those of 8254x SDM chapter 13. */
import { Bench } from '../../../support/nic/82540em-bench';

const [CTRL, STATUS, RCTL, TCTL] = [0x0000, 0x0008, 0x0100, 0x0400];
const [RDBAL, RDLEN, RDH, RDT] = [0x2800, 0x2808, 0x2810, 0x2818];
const [TDBAL, TDLEN, TDH, TDT] = [0x3800, 0x3808, 0x3810, 0x3818];
const EN = 0x2;
const RST = 0x0400_0000;

type Step = readonly [register: number, value: number];

interface Row {
  readonly name: string;
  readonly given: readonly Step[];
  /** Kind and section of each misuse. */
  readonly want: readonly string[];
}

/** A ring of eight at an address of its own, with the device's part of it from 0 to `tail`. */
const receiving = (tail: number): Step[] => [
  [RDBAL, 0x1000],
  [RDLEN, 0x80],
  [RDT, tail],
  [RCTL, EN],
];
/** The link is down, so nothing is sent and TDH stays. */
const transmitting = (tail: number): Step[] => [
  [TDBAL, 0x1000],
  [TDLEN, 0x80],
  [TDT, tail],
  [TCTL, EN],
];

const ROWS: readonly Row[] = [
  { name: 'aligned rings', given: [...receiving(7), ...transmitting(7)], want: [] },
  { name: 'RDBAL', given: [[RDBAL, 0x1008]], want: ['alignment 13.4.25'] },
  { name: 'TDBAL', given: [[TDBAL, 0x1001]], want: ['alignment 13.4.36'] },
  { name: 'RDLEN', given: [[RDLEN, 0x90]], want: ['alignment 13.4.27'] },
  { name: 'TDLEN', given: [[TDLEN, 0x40]], want: ['alignment 13.4.38'] },
  // All that 13.4.22 and 13.4.33 define for this chip.
  { name: 'no reserved bits of RCTL', given: [[RCTL, 0x06df_b3fc]], want: [] },
  { name: 'no reserved bits of TCTL', given: [[TCTL, 0x017f_fff8]], want: [] },
  { name: 'RCTL bit 0', given: [[RCTL, 0x0000_0001]], want: ['reserved-bit 13.4.22'] },
  { name: 'RCTL bit 31', given: [[RCTL, 0x8000_0000]], want: ['reserved-bit 13.4.22'] },
  { name: 'TCTL bit 25', given: [[TCTL, 0x0200_0000]], want: ['reserved-bit 13.4.33'] },
  { name: 'a tail behind the ring', given: receiving(8), want: ['ring 13.4.29'] },
  { name: 'such a tail, later', given: [...receiving(0), [RDT, 8]], want: ['ring 13.4.29'] },
  { name: 'such a tail, disabled', given: [[RDT, 8]], want: [] },
  { name: 'no ring and no tail', given: [[RCTL, EN]], want: [] },
  { name: 'a tail moved on', given: [...transmitting(2), [TDT, 7]], want: [] },
  { name: 'a tail that stays', given: [...transmitting(2), [TDT, 2]], want: [] },
  {
    name: 'a tail moved onto the head',
    given: [...transmitting(2), [TDT, 0]],
    want: ['ring 13.4.40'],
  },
  { name: 'a tail moved back', given: [...transmitting(4), [TDT, 3]], want: ['ring 13.4.40'] },
  {
    name: 'a tail moved past the head',
    given: [...receiving(6), [RDT, 1]],
    want: ['ring 13.4.29'],
  },
  {
    name: 'a head before EN',
    given: [
      [RDH, 4],
      [TDH, 4],
    ],
    want: [],
  },
  { name: 'a head with EN, as it is', given: [...receiving(7), [RDH, 0]], want: [] },
  { name: 'RDH with EN', given: [...receiving(7), [RDH, 1]], want: ['ring 13.4.28'] },
  { name: 'TDH with EN', given: [...transmitting(7), [TDH, 1]], want: ['ring 13.4.39'] },
];

test.each(ROWS)('$name', ({ given, want }) => {
  const bench = new Bench({ hasLink: false });
  for (const [register, value] of given) bench.set(register, value);
  expect(bench.misuses.map(({ kind, manual }) => `${kind} ${manual}`)).toEqual(
    want.map((one) => one.replace(' ', ' 8254x SDM ')),
  );
});

test.each([
  { afterNs: 0, want: 2 },
  { afterNs: 999, want: 2 },
  { afterNs: 1000, want: 0 },
])('registers $afterNs ns after CTRL.RST', ({ afterNs, want }) => {
  const bench = new Bench();
  bench.set(CTRL, RST);
  bench.advance(afterNs);
  bench.get(STATUS);
  bench.set(RDBAL, 0);
  expect(bench.misuses).toHaveLength(want);
  for (const { kind, manual } of bench.misuses)
    expect([kind, manual]).toEqual(['timing', '8254x SDM 13.4.1']);
});

/** As a driver of Linux 2.6 does it: reset, rings with the units off, tails as they are filled. */
test('a whole setting-up is no misuse, nor the traffic after it', () => {
  const bench = new Bench();
  bench.set(RCTL, 0);
  bench.set(TCTL, 0x8);
  bench.set(0xd8, 0xffff_ffff);
  bench.set(CTRL, 0x0400_0241);
  bench.advance(5_000_000);
  bench.set(CTRL, 0x0000_0241);
  bench.set(0xd8, 0xffff_ffff);
  for (const [register, value] of [...transmitting(0).slice(0, 3), [TDH, 0]] as Step[])
    bench.set(register, value);
  bench.set(TCTL, 0x0103_f0fa);
  bench.set(0x3828, 0x0101_0000);
  for (const [register, value] of receiving(0).slice(0, 3)) bench.set(register, value);
  bench.set(RCTL, 0x0000_8002);
  bench.set(RDT, 7);
  bench.set(RCTL, 0x0000_801a);
  for (let index = 1; index < 20; index++) {
    bench.set(TDT, index % 8);
    bench.advance(1_000_000_000);
  }
  expect(bench.misuses).toEqual([]);
});
