/** The states of the command unit. 8255x SDM 6.4.1, 6.5.3. */
import { Bench } from '../../../support/nic/i82557-bench';

const [IDLE, SUSPENDED, ACTIVE, HPQ_ACTIVE] = [0, 1, 2, 3];
const [I, S, EL] = [0x2000, 0x4000, 0x8000];

test('a list is worked through in order, its last block with EL', () => {
  const bench = new Bench();
  bench.putBlock(0x1000, 0, 0x1100);
  bench.putBlock(0x1100, 0, 0x1200);
  bench.putBlock(0x1200, EL, 0x1300);
  bench.command(0x10, 0x1000);
  expect([bench.cuState, bench.status(0x1000)]).toEqual([ACTIVE, 0]);
  bench.advance(10_000);
  expect([0x1000, 0x1100, 0x1200, 0x1300].map((at) => bench.status(at))).toEqual([
    0xa000, 0xa000, 0xa000, 0,
  ]);
  expect([bench.cuState, bench.statAck]).toEqual([IDLE, 0x20]);
});

test.each([
  { name: 'nothing', command: 0, byte6: 0x32, want: [ACTIVE, 0x00] },
  { name: 'I', command: I, byte6: 0x32, want: [ACTIVE, 0x80] },
  { name: 'S', command: S, byte6: 0x32, want: [SUSPENDED, 0x20] },
  { name: 'S, CI', command: S, byte6: 0x3a, want: [SUSPENDED, 0x00] },
  { name: 'EL', command: EL, byte6: 0x32, want: [IDLE, 0x20] },
  { name: 'EL, CI', command: EL, byte6: 0x3a, want: [IDLE, 0x20] },
  { name: 'EL and S', command: EL | S, byte6: 0x3a, want: [IDLE, 0x20] },
  { name: 'I, S and CI', command: I | S, byte6: 0x3a, want: [SUSPENDED, 0x80] },
])('a block with $name', ({ command, byte6, want }) => {
  const bench = new Bench();
  bench.configure({ 6: byte6 });
  bench.set(1, 0xff, 1);
  bench.putBlock(0x1000, command, 0x1100);
  bench.putBlock(0x1100, 0, 0x1100);
  bench.command(0x10, 0x1000);
  bench.advance(1500);
  expect([bench.cuState, bench.statAck]).toEqual(want);
});

function suspend(bench: Bench): void {
  bench.putBlock(0x1000, S, 0x1100);
  bench.putBlock(0x1100, EL, 0);
  bench.command(0x10, 0x1000);
  bench.advance(10_000);
  expect(bench.cuState).toBe(SUSPENDED);
}

test('resume goes on behind the block whose S the driver has cleared', () => {
  const bench = new Bench();
  suspend(bench);
  bench.command(0x20);
  expect(bench.cuState).toBe(SUSPENDED);
  bench.view.setUint16(0x1002, 0, true);
  // The link was read with the block; what it is now does not count.
  bench.view.setUint32(0x1004, 0x9000, true);
  bench.command(0x20);
  bench.advance(10_000);
  expect([bench.cuState, bench.status(0x1100)]).toEqual([IDLE, 0xa000]);
});

test('static resume does not look at S', () => {
  const bench = new Bench();
  suspend(bench);
  bench.command(0xa0);
  bench.advance(10_000);
  expect([bench.cuState, bench.status(0x1100)]).toEqual([IDLE, 0xa000]);
});

test.each([
  { name: 'cleared', command: 0, resume: 0x20, want: [IDLE, 0xa000] },
  { name: 'cleared, without resume', command: 0, resume: 0, want: [SUSPENDED, 0] },
  { name: 'kept', command: S, resume: 0x20, want: [SUSPENDED, 0] },
])('while active, S $name before its block is done', ({ command, resume, want }) => {
  const bench = new Bench();
  bench.putBlock(0x1000, S, 0x1100);
  bench.putBlock(0x1100, EL, 0);
  bench.set(4, 0x1000);
  bench.set(2, 0x10, 1);
  bench.advance(550);
  bench.view.setUint16(0x1002, command, true);
  bench.set(2, resume, 1);
  bench.advance(10_000);
  expect([bench.cuState, bench.status(0x1100)]).toEqual(want);
});

test('resume is ignored when idle', () => {
  const bench = new Bench();
  bench.putBlock(0, EL, 0);
  bench.command(0x20);
  bench.advance(10_000);
  expect([bench.cuState, bench.status(0)]).toEqual([IDLE, 0]);
});

test('pointer and links are relative to the base, in 32 bits', () => {
  const bench = new Bench();
  bench.command(0x60, 0xffff_f000);
  bench.putBlock(0x1000, 0, 0x2200);
  bench.putBlock(0x1200, EL, 0);
  bench.command(0x10, 0x2000);
  bench.advance(10_000);
  expect([bench.status(0x1000), bench.status(0x1200)]).toEqual([0xa000, 0xa000]);
});

test('start while active is reported, and does nothing', () => {
  const bench = new Bench();
  bench.putBlock(0x1000, 0, 0x1000);
  bench.command(0x10, 0x1000);
  bench.command(0x10, 0x2000);
  expect(bench.unmodelled).toEqual(['CU Start while active']);
});

describe('the high priority queue (table 13)', () => {
  /** Ten blocks of low priority from 1000h, two of high priority from 2000h; both started. */
  function startBoth(high: number): Bench {
    const bench = new Bench();
    for (let index = 0; index < 10; index++)
      bench.putBlock(0x1000 + 0x100 * index, index === 9 ? EL : 0, 0x1100 + 0x100 * index);
    bench.putBlock(0x2000, 0, 0x2100);
    bench.putBlock(0x2100, high, 0x2200);
    bench.putBlock(0x2200, EL, 0);
    bench.command(0x10, 0x1000);
    bench.command(0x30, 0x2000);
    return bench;
  }

  test('goes before the other list, which then goes on', () => {
    const bench = startBoth(EL);
    expect([bench.cuState, bench.statAck]).toEqual([HPQ_ACTIVE, 0]);
    bench.advance(2_500);
    expect([0x1000, 0x1100, 0x2100].map((at) => bench.status(at))).toEqual([0xa000, 0, 0xa000]);
    // The CU is active still, so that it has not left the active state (CNA).
    expect([bench.cuState, bench.statAck]).toEqual([ACTIVE, 0]);
    bench.advance(20_000);
    expect([bench.status(0x1900), bench.cuState, bench.statAck]).toEqual([0xa000, IDLE, 0x20]);
  });

  test('is suspended and resumed by itself', () => {
    const bench = startBoth(S);
    bench.advance(20_000);
    expect([bench.status(0x1900), bench.cuState, bench.statAck]).toEqual([0xa000, SUSPENDED, 0x20]);
    bench.view.setUint16(0x2102, 0, true);
    bench.command(0x20);
    bench.advance(10_000);
    expect(bench.status(0x2200)).toBe(0);
    bench.command(0xb0);
    expect(bench.cuState).toBe(HPQ_ACTIVE);
    bench.advance(10_000);
    expect([bench.status(0x2200), bench.cuState]).toEqual([0xa000, IDLE]);
  });

  test('is not on the 82557', () => {
    const bench = new Bench({ revisionId: 3 });
    bench.command(0x30, 0x2000);
    bench.command(0xb0);
    expect([bench.cuState, bench.unmodelled]).toEqual([IDLE, ['CU HPQ Start', 'CU HPQ Resume']]);
  });
});

test.each([
  { name: 'a list where no memory is', pointer: 0x4000_0000 },
  { name: 'a block across the end of memory', pointer: 0x7_fff8 },
])('hostile: $name halts the unit until a reset', ({ pointer }) => {
  const bench = new Bench();
  bench.command(0x10, pointer);
  bench.advance(100_000);
  expect([bench.cuState, bench.nic.activity().dmaActive]).toEqual([ACTIVE, false]);
  bench.set(8, 2);
  bench.perform(0);
  expect(bench.status(0x7000)).toBe(0xa000);
});

test('hostile: the bus goes down before the status is written', () => {
  const bench = new Bench();
  bench.putBlock(0x1000, EL | I, 0);
  bench.command(0x10, 0x1000);
  bench.busIsDown = true;
  bench.advance(10_000);
  expect([bench.cuState, bench.statAck]).toEqual([ACTIVE, 0]);
});

test.each([
  { afterNs: 100, want: ['timing'] },
  { afterNs: 600, want: [] },
])('a command $afterNs ns after another', ({ afterNs, want }) => {
  const bench = new Bench();
  bench.set(2, 0x40, 1);
  bench.advance(afterNs);
  // A NOP takes nothing away.
  bench.set(2, 0x00, 1);
  bench.set(2, 0x60, 1);
  expect(bench.misuses.map(({ kind }) => kind)).toEqual(want);
});
