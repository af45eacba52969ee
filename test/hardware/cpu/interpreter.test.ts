/** Hostile code: random bytes run without end, without escape and the same way every time. */
import { virtual } from '../../../hardware/address';
import { Cpu, type Stop } from '../../../hardware/cpu';
import { Memory, Shadow } from '../../../hardware/memory';
import { Random } from '../../../hardware/random';

const CODE = virtual(0x8001_0000);
const CODE_BYTES = 64;
const STACK_TOP = 0x8002_0100;
const STREAMS = 20_000;
const BUDGET = 60;

const KINDS: readonly Stop['kind'][] = [
  ...(['budget', 'breakpoint', 'divide-error', 'undefined-instruction', 'overflow'] as const),
  ...(['unmodelled-instruction', 'not-code', 'software-interrupt', 'bound-range'] as const),
  ...(['general-protection', 'halt', 'returned'] as const),
];

/** Not an Error: one with a stack trace for each would be most of the test's time. */
const ACCESS_STOPPED = { name: 'access' };

/** Runs `count` random streams and folds all that happened into a number. */
function runStreams(seed: number, count: number): { digest: number; kinds: Map<string, number> } {
  const random = new Random(seed);
  const memory = new Memory(0x10_0000, 0x8_0000);
  memory.mark(CODE, CODE_BYTES, Shadow.PLAIN);
  memory.mark(virtual(STACK_TOP - 0x100), 0x100, Shadow.PLAIN);
  const io = { readPort: () => 0x5a5a_5a5a, writePort: () => undefined };
  let digest = 0;
  const fold = (value: number) => {
    digest = (Math.imul(digest, 31) + value) | 0;
  };
  let answered = 0;
  memory.handler = {
    read(address) {
      fold(address);
      // One access of four ends the run, as a harness would end it.
      if (++answered % 4 === 0) throw ACCESS_STOPPED;
      return 0xffff_ffff;
    },
    write(address, _width, value) {
      fold(address ^ value);
      if (++answered % 4 === 0) throw ACCESS_STOPPED;
    },
  };
  const cpu = new Cpu({ memory, io });
  cpu.addCode(CODE, CODE_BYTES);
  const kinds = new Map<string, number>();
  for (let stream = 0; stream < count; stream++) {
    const code = memory.bytes.subarray(0x1_0000, 0x1_0000 + CODE_BYTES);
    for (let n = 0; n < CODE_BYTES; n++) code[n] = random.nextUint32();
    cpu.codeWritten(CODE, CODE_BYTES);
    for (let register = 0; register < 8; register++) cpu.registers[register] = random.nextUint32();
    cpu.registers[4] = STACK_TOP;
    cpu.eflags = 2;
    const before = cpu.instructionCount;
    let kind: string;
    try {
      kind = cpu.call(CODE, [], { budget: BUDGET }).kind;
    } catch (error) {
      if (error !== ACCESS_STOPPED) throw error;
      kind = 'access';
    }
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    fold(cpu.instructionCount - before);
    fold(cpu.registers[0]);
    fold(cpu.eflags);
    fold(cpu.eip);
    if (cpu.instructionCount - before > BUDGET) throw new Error('the budget was overrun');
  }
  const foreign = memory.bytes.findIndex((byte, index) => {
    const isCode = index >= 0x1_0000 && index < 0x1_0000 + CODE_BYTES;
    const isStack = index >= 0x2_0000 && index < 0x2_0100;
    return byte !== 0 && !isCode && !isStack;
  });
  expect(foreign).toBe(-1);
  return { digest, kinds };
}

test('random streams neither throw nor hang nor write outside memory', () => {
  const { kinds } = runStreams(1, STREAMS);
  expect([...kinds.keys()].filter((kind) => ![...KINDS, 'access'].includes(kind))).toEqual([]);
  expect([...kinds.values()].reduce((a, b) => a + b)).toBe(STREAMS);
  // All kinds of stops but those that take luck or a host.
  for (const kind of ['breakpoint', 'undefined-instruction', 'unmodelled-instruction', 'not-code'])
    expect(kinds.get(kind)).toBeGreaterThan(20);
});

test('the same streams do the same', () => {
  expect(runStreams(7, 3000).digest).toBe(runStreams(7, 3000).digest);
  expect(runStreams(7, 3000).digest).not.toBe(runStreams(8, 3000).digest);
});
