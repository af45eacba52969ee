/** The PHY behind the MDI control register. 8255x SDM 6.3.5, 7.2, 7.3. */
import { Bench } from '../../../support/nic/i82557-bench';

const MDI = 0x10;
const NEGOTIATED_NS = 2_000_000_000;
const READY = 0x1000_0000;

test.each([
  { revisionId: 1, register: 3, want: 0x0150 },
  { revisionId: 4, register: 3, want: 0x0150 },
  { revisionId: 8, register: 3, want: 0x0154 },
  { revisionId: 8, register: 2, want: 0x02a8 },
  { revisionId: 1, register: 4, want: 0x01e1 },
  { revisionId: 8, register: 4, want: 0x05e1 },
  { revisionId: 8, register: 0, want: 0x3000 },
  { revisionId: 8, register: 5, want: 0x45e1 },
])('revision $revisionId: register $register is $want', ({ revisionId, register, want }) => {
  expect(new Bench({ revisionId }).readPhy(register)).toBe(want);
});

test('a cycle takes its time, then R is set, and an interrupt comes if asked for', () => {
  const bench = new Bench();
  expect(bench.get(MDI)).toBe(READY);
  bench.set(MDI, 0x2822_0000);
  bench.advance(20_000);
  expect([bench.get(MDI) & READY, bench.statAck]).toEqual([0, 0]);
  bench.advance(10_000);
  expect([bench.get(MDI), bench.statAck, bench.pin]).toEqual([0x3822_02a8, 0x08, true]);
});

test('the register is latched by the write of its highest byte', () => {
  const bench = new Bench();
  bench.set(MDI, 0x0000, 2);
  bench.set(0x12, 0x22, 1);
  bench.advance(100_000);
  expect(bench.get(MDI)).toBe(0x1022_0000);
  bench.set(0x13, 0x08, 1);
  expect(bench.get(MDI)).toBe(0x0822_0000);
  bench.advance(100_000);
  expect(bench.get(MDI)).toBe(0x1822_02a8);
});

test.each([
  { name: 'no opcode', value: 0x0022_0000 },
  { name: 'R set', value: 0x1822_0000 },
])('$name starts no cycle', ({ value }) => {
  const bench = new Bench();
  bench.set(MDI, value);
  expect(bench.get(MDI)).toBe((value | READY) >>> 0);
});

test('another address is nobody, and reads ones', () => {
  const bench = new Bench();
  expect([bench.readPhy(1, 0), bench.readPhy(1, 31)]).toEqual([0xffff, 0xffff]);
});

test('the status has the link after a first read that says it was down (latched)', () => {
  const bench = new Bench();
  expect([bench.readPhy(1), bench.readPhy(1)]).toEqual([0x7829, 0x782d]);
  bench.wire.hasLink = false;
  bench.nic.linkChanged(bench.wire.hasLink);
  expect([bench.readPhy(1), bench.readPhy(5), bench.readPhy(6)]).toEqual([0x7809, 0, 0]);
  bench.wire.hasLink = true;
  bench.nic.linkChanged(bench.wire.hasLink);
  bench.advance(NEGOTIATED_NS);
  expect([bench.readPhy(1), bench.readPhy(1)]).toEqual([0x7829, 0x782d]);
  expect([bench.readPhy(6), bench.readPhy(6)]).toEqual([0x03, 0x01]);
});

test('being told of a link that is up already changes nothing', () => {
  const bench = new Bench();
  bench.nic.linkChanged(true);
  expect(bench.get(0x1d, 1)).toBe(7);
});

test.each([
  { name: 'all', linkMbps: 100, advertised: 0x05e1, want: 3 },
  { name: '100 half', linkMbps: 100, advertised: 0x00e1, want: 2 },
  { name: '10 full', linkMbps: 100, advertised: 0x0061, want: 1 },
  { name: '10 half', linkMbps: 100, advertised: 0x0021, want: 0 },
  { name: 'all, partner of 10', linkMbps: 10, advertised: 0x05e1, want: 1 },
] as const)('advertised $name: speed and duplex $want', ({ linkMbps, advertised, want }) => {
  const bench = new Bench({ linkMbps });
  bench.writePhy(4, advertised);
  bench.writePhy(0, 0x3200);
  expect(bench.get(0x1d, 1) & 1).toBe(0);
  bench.advance(NEGOTIATED_NS);
  expect([bench.readPhy(16) & 3, bench.get(0x1d, 1)]).toEqual([
    want,
    [0b001, 0b101, 0b011, 0b111][want],
  ]);
});

test('nothing in common with the partner: no link', () => {
  const bench = new Bench({ linkMbps: 10 });
  bench.writePhy(4, 0x0181);
  bench.writePhy(0, 0x1200);
  bench.advance(10 * NEGOTIATED_NS);
  expect(bench.get(0x1d, 1) & 1).toBe(0);
});

test.each([
  { name: '100 full', linkMbps: 100, control: 0x2100, want: 7 },
  { name: '10 half', linkMbps: 100, control: 0x0000, want: 1 },
  { name: '100 with a partner of 10', linkMbps: 10, control: 0x2000, want: 0 },
] as const)('forced $name', ({ linkMbps, control, want }) => {
  const bench = new Bench({ linkMbps });
  bench.writePhy(0, control);
  bench.advance(NEGOTIATED_NS);
  expect(bench.get(0x1d, 1) & (want === 0 ? 1 : 7)).toBe(want);
});

test('a reset restores the registers and clears itself', () => {
  const bench = new Bench();
  bench.writePhy(4, 0x0021);
  bench.writePhy(0, 0x8000);
  expect([bench.readPhy(0), bench.readPhy(4)]).toEqual([0x3000, 0x05e1]);
  bench.advance(NEGOTIATED_NS);
  expect(bench.get(0x1d, 1)).toBe(7);
});

test('power-down takes the link; the way back negotiates', () => {
  const bench = new Bench();
  bench.writePhy(0, 0x3800);
  bench.advance(NEGOTIATED_NS);
  expect(bench.get(0x1d, 1) & 1).toBe(0);
  bench.writePhy(0, 0x3000);
  bench.advance(NEGOTIATED_NS);
  expect(bench.get(0x1d, 1) & 1).toBe(1);
});

test('reserved registers and test modes are reported', () => {
  const bench = new Bench();
  bench.readPhy(7);
  bench.readPhy(31);
  bench.writePhy(17, 0);
  bench.writePhy(17, 0x0100);
  expect(bench.unmodelled).toEqual(['MDI register 7', 'MDI register 31', 'MDI register 17']);
});

/** Register, value after a reset without a link, and what ones and zeros written leave. */
// prettier-ignore
test.each([
  [0, 0x3000, 0x3000, 0x0000], [1, 0x7809, 0x7809, 0x7809], [2, 0x02a8, 0x02a8, 0x02a8],
  [3, 0x0154, 0x0154, 0x0154], [4, 0x05e1, 0x2fff, 0x0000], [5, 0, 0, 0], [6, 0, 0, 0],
  [19, 0, 0, 0], [20, 0, 0, 0], [21, 0, 0, 0], [22, 0, 0, 0], [23, 0, 0, 0], [24, 0, 0, 0],
  [25, 0, 0, 0], [27, 0, 0x0007, 0],
])('register %i: default %i, ones leave %i, zeros %i (tables 59 and 60)', (register, ...want) => {
  const bench = new Bench({ hasLink: false });
  const reset = bench.readPhy(register);
  bench.writePhy(register, 0xffff);
  const ones = bench.readPhy(register);
  bench.writePhy(register, 0);
  expect([reset, ones, bench.readPhy(register)]).toEqual(want);
});

test('a write changes what can be changed', () => {
  const bench = new Bench();
  for (const register of [1, 2, 5, 6, 19]) bench.writePhy(register, 0xffff);
  bench.writePhy(27, 0xffff);
  expect([2, 5, 6, 19, 27].map((register) => bench.readPhy(register))).toEqual([
    0x02a8, 0x45e1, 0x0003, 0, 0x0007,
  ]);
});
