import { SCENARIOS } from '../../harness/scenarios';
import { runScenario, type RunOptions } from '../../harness/run';
import { findUninitialized } from '../../harness/uninitialized';
import { virtual, type Ndis } from '../../ndis';
import { inlineDriver, SUCCESS } from '../support/inline-driver';

const BLOCK_BYTES = 16;

/** A driver that looks at memory when it is reset; it takes two blocks for it. */
function options(look: (ndis: Ndis, first: number, second: number) => void): RunOptions {
  const driver = inlineDriver({
    MiniportSend: () => SUCCESS,
    MiniportReset(ndis) {
      const blocks = [1, 2].map(() => ndis.NdisAllocateMemoryWithTag(BLOCK_BYTES, 1));
      const [first, second] = blocks.map(({ VirtualAddress }) => VirtualAddress);
      look(ndis, first, second);
      for (const block of [first, second]) ndis.NdisFreeMemory(block, BLOCK_BYTES, 0);
      return SUCCESS;
    },
  });
  return { driver, driverName: 'a.ts', scenario: SCENARIOS['fresh-memory'] };
}

function stallIf(ndis: Ndis, condition: boolean): void {
  if (condition) ndis.NdisStallExecution(1);
}

const read = (ndis: Ndis, address: number) => ndis.memory.read32(virtual(address));

test.each<{ name: string; look: Parameters<typeof options>[0]; want: readonly string[] }>([
  { name: 'nothing', look: () => undefined, want: [] },
  {
    name: 'what it has written',
    look(ndis, first) {
      ndis.memory.write32(virtual(first), 0);
      stallIf(ndis, read(ndis, first) !== 0);
    },
    want: [],
  },
  {
    name: 'bytes that it moves, and does not use',
    look(ndis, first, second) {
      ndis.memory.write32(virtual(second), read(ndis, first));
      ndis.NdisMoveMemory(virtual(second), virtual(first), BLOCK_BYTES);
    },
    want: [],
  },
  {
    name: 'a branch',
    look: (ndis, _first, second) => stallIf(ndis, read(ndis, second) !== 0),
    want: ['memory=0xCC#2'],
  },
  {
    name: 'a flag that must be TRUE',
    look: (ndis, first) => stallIf(ndis, (read(ndis, first) & 0xff) === 1),
    want: ['memory=0x01#1'],
  },
  {
    name: 'an argument',
    look: (ndis, first) => ndis.NdisStallExecution(read(ndis, first) & 1),
    want: ['memory=0x01#1'],
  },
  {
    name: 'an address',
    look: (ndis, first) => void read(ndis, read(ndis, first) || first),
    want: ['memory=0xCC#1'],
  },
  {
    name: 'the stack',
    look: (ndis) => stallIf(ndis, read(ndis, ndis.localBytes(8)) !== 0),
    want: ['stack=0xCC#1'],
  },
  {
    name: 'two blocks together',
    look: (ndis, first, second) =>
      stallIf(ndis, read(ndis, first) !== 0 && read(ndis, second) !== 0),
    want: ['memory=every:0xCC#1'],
  },
])('memory that decides: $name', ({ look, want }) => {
  const found = findUninitialized(options(look));
  const texts = found.map(({ call, failure, occurrence }) => `${call}=${failure}#${occurrence}`);
  expect(texts).toEqual(want);
});

test('the finding tells what the driver did otherwise, and whose memory it was', () => {
  const { runs } = runScenario(options((ndis, first) => stallIf(ndis, read(ndis, first) !== 0)));
  expect(runs.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
    ['memory/uninitialized-read'],
  ]);
  const [{ message, boundary, evidence }] = runs[0].findings;
  expect(message).toMatch(
    /^With 0xCC in the 16 bytes that NdisAllocateMemoryWithTag gave in MiniportReset the driver does this: NdisStallExecution\(1\)\. With other bytes it does this: NdisFreeMemory\(/,
  );
  expect(boundary).toBe('MiniportReset');
  expect(evidence.resource).toMatchObject({ kind: 'tagged-memory', acquiredIn: 'MiniportReset' });
});
