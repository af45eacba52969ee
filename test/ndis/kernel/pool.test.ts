import fc from 'fast-check';
import { virtual } from '../../../hardware/address';
import { Memory, Shadow } from '../../../hardware/memory';
import { Pool } from '../../../ndis/kernel/pool';

const START = virtual(0x8000_1000);
const BYTES = 0x20_0000;
const RED_ZONE_BYTES = 16;

function create(byteCount = BYTES - 0x1000): { memory: Memory; pool: Pool } {
  const memory = new Memory(BYTES, BYTES);
  return { memory, pool: new Pool(memory, START, virtual(START + byteCount)) };
}

function statesOf(memory: Memory, address: number, byteCount: number): Set<number> {
  return new Set(
    Array.from({ length: byteCount }, (_, at) => memory.stateAt(virtual(address + at))),
  );
}

test('a block is plain between red zones', () => {
  const { memory, pool } = create();
  const block = pool.allocate(13)!;
  expect(block % 8).toBe(0);
  expect(statesOf(memory, block, 13)).toEqual(new Set([Shadow.PLAIN]));
  expect(statesOf(memory, block - RED_ZONE_BYTES, RED_ZONE_BYTES)).toEqual(
    new Set([Shadow.RED_ZONE]),
  );
  expect(statesOf(memory, block + 13, RED_ZONE_BYTES)).toEqual(new Set([Shadow.RED_ZONE]));
  expect(pool.liveBytes).toBe(13);
});

test.each([8, 64, 4096])('aligns to %i', (alignment) => {
  const { memory, pool } = create();
  pool.allocate(3);
  const block = pool.allocate(10, Shadow.PLAIN, alignment)!;
  expect(block % alignment).toBe(0);
  expect(memory.stateAt(virtual(block - 1))).toBe(Shadow.RED_ZONE);
});

test('a block of no bytes has an address of its own, and nothing to use', () => {
  const { memory, pool } = create();
  const [first, second] = [pool.allocate(0)!, pool.allocate(0)!];
  expect(first).not.toBe(second);
  expect(memory.stateAt(first)).toBe(Shadow.RED_ZONE);
  expect(pool.free(first)).toBe(true);
});

test('a freed block is freed memory, and not free twice', () => {
  const { memory, pool } = create();
  const block = pool.allocate(32)!;
  expect(pool.free(block)).toBe(true);
  expect(statesOf(memory, block, 32)).toEqual(new Set([Shadow.FREED]));
  expect(pool.free(block)).toBe(false);
  expect(pool.liveBytes).toBe(0);
});

test.each([
  { name: 'inside a block', offset: 8 },
  { name: 'in a red zone', offset: -8 },
  { name: 'far away', offset: 0x10_0000 },
])('an address $name is not freed', ({ offset }) => {
  const { pool } = create();
  const block = pool.allocate(64)!;
  expect(pool.free(virtual(block + offset))).toBe(false);
});

test('an empty pool gives undefined, also for what could never fit', () => {
  const { pool } = create(0x1000);
  expect(pool.allocate(0x10_0000)).toBeUndefined();
  let count = 0;
  while (count < 1_000 && pool.allocate(64) !== undefined) count++;
  expect(count).toBe(Math.floor((0x1000 - RED_ZONE_BYTES) / (64 + RED_ZONE_BYTES)));
});

test('freed memory waits 256 KiB before it is used again', () => {
  const { pool } = create();
  const first = pool.allocate(1000)!;
  pool.free(first);
  let freed = 0;
  let again: number | undefined;
  while (again !== first && freed < 0x10_0000) {
    again = pool.allocate(1000)!;
    pool.free(virtual(again));
    freed += 1000 + RED_ZONE_BYTES;
  }
  expect(freed).toBeGreaterThanOrEqual(0x4_0000);
  expect(again).toBe(first);
});

test('the pool does not run dry of blocks that come and go', () => {
  const { pool } = create();
  let count = 0;
  while (count < 20_000 && pool.free(pool.allocate(100)!)) count++;
  expect(count).toBe(20_000);
  expect(pool.liveBytes).toBe(0);
});

test('blockAround knows a block by its bytes and by its guard bytes', () => {
  const { pool } = create();
  const block = pool.allocate(20)!;
  for (const offset of [-16, -1, 0, 19, 20, 39])
    expect(pool.blockAround(virtual(block + offset))?.address).toBe(block);
  expect(pool.blockAround(virtual(block + 100))).toBeUndefined();
  expect(pool.blockAt(virtual(block + 1))).toBeUndefined();
});

test('live blocks never overlap, and always lie between red zones', () => {
  const action = fc.record({
    byteCount: fc.nat(300),
    alignment: fc.constantFrom(8, 64, 4096),
    frees: fc.boolean(),
    victim: fc.nat(),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
      const { memory, pool } = create();
      const live: { address: number; byteCount: number }[] = [];
      for (const { byteCount, alignment, frees, victim } of actions) {
        if (frees && live.length > 0) {
          const [gone] = live.splice(victim % live.length, 1);
          expect(pool.free(virtual(gone.address))).toBe(true);
          continue;
        }
        const address = pool.allocate(byteCount, Shadow.PLAIN, alignment);
        if (address !== undefined) live.push({ address, byteCount });
      }
      live.sort((a, b) => a.address - b.address);
      live.forEach(({ address, byteCount }, index) => {
        const next = live[index + 1]?.address ?? Infinity;
        expect(next - (address + byteCount)).toBeGreaterThanOrEqual(RED_ZONE_BYTES);
        expect(memory.plainBytes(virtual(address), byteCount)).toBe(byteCount);
        const before = statesOf(memory, address - RED_ZONE_BYTES, RED_ZONE_BYTES);
        const after = statesOf(memory, address + byteCount, RED_ZONE_BYTES);
        expect([...before, ...after].every((state) => state === Shadow.RED_ZONE)).toBe(true);
      });
      expect(pool.liveBytes).toBe(live.reduce((sum, { byteCount }) => sum + byteCount, 0));
    }),
    { seed: 1, numRuns: 60 },
  );
});
