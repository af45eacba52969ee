/** Which blocks are covered, by programs of which it is known. */
import { Coverage, coverageOf } from '../../../harness/code-coverage/coverage';
import { virtual } from '../../../hardware/address';
import { CODE, hex, makeMachine, type Machine } from '../../support/cpu-machine';
import { FIXED, machineDriver } from '../../support/machine-driver';

const IMAGE_BYTES = 0x1000;

/**
 *  0: mov ecx, [esp+4]; test ecx, ecx; je 15h
 *  8: call 1Ah
 *  D: dec ecx; jne 8
 * 10: mov eax, ecx; ret 4
 * 15: xor eax, eax; ret 4
 * 1A: inc edx; cmp edx, 1000h; je 24h
 * 23: ret
 * 24: mov eax, [eax]; ret
 */
const PROGRAM = `8b 4c 24 04 85 c9 74 0d  e8 0d 00 00 00  49 75 f8  89 c8 c2 04 00  31 c0 c2 04 00
  42 81 fa 00 10 00 00 74 01  c3  8b 00 c3`;

interface Covered {
  readonly coverage: Coverage;
  readonly machine: Machine;
  /** Calls the program, and gives up what does not return. */
  call(argument: number, budget?: number): void;
}

function cover(translateAfter: number): Covered {
  const machine = makeMachine({ translateAfter });
  machine.put(CODE, hex(PROGRAM));
  machine.memory.handler = {
    read: (address) => {
      throw new Error(`read at ${address}`);
    },
    write: () => undefined,
  };
  const coverage = new Coverage(IMAGE_BYTES);
  const { cpu } = machine;
  coverage.follow(cpu, CODE);
  cpu.registers.fill(0, 0, 3);
  const call = (argument: number, budget = 1_000_000) => {
    try {
      if (cpu.call(CODE, [argument], { budget }).kind === 'returned') return;
    } catch {
      // The access by EAX.
    }
    cpu.abandon();
  };
  return { coverage, machine, call };
}

/** As `[offset, byteCount]`. */
function blocksOf({ blocks }: Coverage): number[][] {
  return blocks.map(({ offset, byteCount }) => [offset, byteCount]);
}

const HEAD = [0, 8];
const LOOP = [
  [8, 5],
  [0xd, 3],
];
const END = [0x10, 5];
const CALLEE = [
  [0x1a, 9],
  [0x23, 1],
];

describe.each([Infinity, 1, 2, 3])('translated when reached %s times', (translateAfter) => {
  test.each([
    { name: 'the way past the loop', args: [0], want: [HEAD, [0x15, 5]], missed: [8] },
    { name: 'the loop', args: [3], want: [HEAD, ...LOOP, END, ...CALLEE], missed: [0x15, 0x24] },
    {
      name: 'each way in a call of its own',
      args: [5, 5, 5, 0],
      want: [HEAD, ...LOOP, END, [0x15, 5], ...CALLEE],
      missed: [0x24],
    },
    {
      // The access faults: what is behind it is not executed.
      name: 'the block that faults, up to there',
      args: [3, 5000],
      want: [HEAD, ...LOOP, END, ...CALLEE, [0x24, 2]],
      missed: [0x15],
    },
  ])('$name', ({ args, want, missed }) => {
    const { coverage, call } = cover(translateAfter);
    for (const argument of args) call(argument);
    expect(blocksOf(coverage)).toEqual(want);
    expect(coverage.missed).toEqual(missed);
    expect(coverage.byteCount).toBe(want.reduce((sum, [, byteCount]) => sum + byteCount, 0));
  });

  test('a block that is left in its middle is covered up to there', () => {
    const { coverage, call } = cover(translateAfter);
    call(3, 2);
    expect(blocksOf(coverage)).toEqual([[0, 6]]);
    expect(coverage.missed).toEqual([]);
    call(3, 3);
    expect(blocksOf(coverage)).toEqual([HEAD]);
    expect(coverage.missed).toEqual([8, 0x15]);
  });

  test('what earlier runs have translated is not covered by this one', () => {
    const before = cover(translateAfter);
    for (const argument of [5, 5, 5, 0, 0, 0, 5]) before.call(argument);
    const { coverage, call } = cover(translateAfter);
    for (let turn = 0; turn < 5; turn++) call(5);
    expect(blocksOf(coverage)).toEqual([HEAD, ...LOOP, END, ...CALLEE]);
    call(0);
    expect(blocksOf(coverage)).toEqual(blocksOf(before.coverage));
  });

  test('code that is written to counts as it was and as it is, and overlaps', () => {
    const { coverage, machine, call } = cover(translateAfter);
    call(0);
    // xor eax, eax; ret 4 becomes nop; nop; ret 4.
    machine.put(virtual(CODE + 0x15), hex('90 90'));
    call(0);
    expect(blocksOf(coverage)).toEqual([HEAD, [0x15, 2], [0x16, 4]]);
  });
});

test('the union of runs is the same in any order', () => {
  const runs = [[0], [3], [3, 5000]].map((args) => {
    const { coverage, call } = cover(2);
    for (const argument of args) call(argument);
    const places = coverage.takeChanges();
    expect(coverage.takeChanges()).toEqual([]);
    expect([...places].sort((a, b) => a - b)).toEqual(coverage.places);
    return places;
  });
  const union = (parts: readonly (readonly number[])[]) => {
    const coverage = new Coverage(IMAGE_BYTES);
    for (const part of parts) coverage.add(part);
    return coverage;
  };
  expect(blocksOf(union(runs))).toEqual([HEAD, ...LOOP, END, [0x15, 5], ...CALLEE, [0x24, 2]]);
  expect(union(runs).missed).toEqual([]);
  expect(union(runs.toReversed()).places).toEqual(union(runs).places);
});

test('places of other images, and none at all, are not counted', () => {
  const { coverage, machine } = cover(Infinity);
  // jmp to CODE + 0x800, outside of an image of half the size; there, ret 4.
  machine.put(CODE, hex('e9 fb 07 00 00'));
  machine.put(virtual(CODE + 0x800), hex('c2 04 00'));
  const half = new Coverage(0x800);
  half.follow(machine.cpu, CODE);
  expect(machine.cpu.call(CODE, [1]).kind).toBe('returned');
  expect(blocksOf(half)).toEqual([[0, 5]]);
  expect(half.missed).toEqual([]);
  expect(coverage.blocks).toEqual([]);
  half.add([0x800 * 0x40 + 3, 0xffff_ffff_ff]);
  expect(blocksOf(half)).toEqual([[0, 5]]);
});

test('a run of instructions that no 16 bits can count is cut', () => {
  const coverage = new Coverage(0x2_0000);
  const place = (offset: number, length: number) => offset * 0x40 + length;
  coverage.add(Array.from({ length: 0x1_0000 / 8 + 1 }, (_, index) => place(8 * index, 8)));
  expect(blocksOf(coverage)).toEqual([
    [0, 0xfff8],
    [0xfff8, 16],
  ]);
});

test('of a driver, as large as its image is', () => {
  expect(coverageOf({ DriverEntry: () => 0 } as never)).toBeUndefined();
  const coverage = coverageOf(machineDriver({ code: 'c3' }))!;
  coverage.add([(FIXED.END - 1) * 0x40 + 1, FIXED.END * 0x40 + 1]);
  expect(blocksOf(coverage)).toEqual([[FIXED.END - 1, 1]]);
});
