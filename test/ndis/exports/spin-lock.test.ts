/** Spin locks, as a driver uses them. */
import { virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench, stopOf } from '../../support/machine';

let bench: DriverBench;
let lock: VirtualAddress;
beforeEach(() => {
  bench = new DriverBench();
  lock = bench.memory(8, 0xcc);
  bench.ndis.NdisAllocateSpinLock(lock);
});

test('a lock raises IRQL while it is held', () => {
  const { ndis, os } = bench;
  ndis.NdisAcquireSpinLock(lock);
  expect(os.irql).toBe(2);
  expect(bench.bytesAt(lock + 4, 1)).toEqual([0]);
  ndis.NdisReleaseSpinLock(lock);
  expect(os.irql).toBe(0);
  ndis.NdisFreeSpinLock(lock);
  expect(bench.held('spin-lock')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('the Dpr variants leave IRQL alone', () => {
  const { ndis, os } = bench;
  os.irql = 2;
  ndis.NdisDprAcquireSpinLock(lock);
  expect(bench.bytesAt(lock + 4, 1)).toEqual([2]);
  ndis.NdisDprReleaseSpinLock(lock);
  expect(os.irql).toBe(2);
  expect(bench.rules).toEqual([]);
});

test('locks nest', () => {
  const inner = bench.memory(8);
  bench.ndis.NdisAllocateSpinLock(inner);
  bench.ndis.NdisAcquireSpinLock(lock);
  bench.ndis.NdisAcquireSpinLock(inner);
  bench.ndis.NdisReleaseSpinLock(inner);
  expect(bench.os.irql).toBe(2);
  bench.ndis.NdisReleaseSpinLock(lock);
  expect(bench.os.irql).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('what became due under a lock runs when it is released', () => {
  const { ndis } = bench;
  const order: string[] = [];
  const timer = bench.memory(0x58);
  const TimerFunction = (): void => void order.push('timer');
  ndis.NdisInitializeTimer(timer, ndis.addressOf(TimerFunction), virtual(0));
  ndis.NdisSetTimer(timer, 1);
  ndis.NdisAcquireSpinLock(lock);
  for (let count = 0; count < 400; count++) ndis.NdisStallExecution(50);
  order.push('release');
  ndis.NdisReleaseSpinLock(lock);
  expect(order).toEqual(['release', 'timer']);
});

test.each([
  {
    name: 'acquired uninitialized',
    misuse: () => bench.ndis.NdisAcquireSpinLock(bench.memory(8)),
    rules: ['irql/spin-lock-not-initialized'],
  },
  {
    name: 'acquired after it was freed',
    misuse: () => {
      bench.ndis.NdisFreeSpinLock(lock);
      bench.ndis.NdisAcquireSpinLock(lock);
    },
    rules: ['irql/spin-lock-not-initialized'],
  },
  {
    name: 'freed uninitialized',
    misuse: () => bench.ndis.NdisFreeSpinLock(bench.memory(8)),
    rules: ['irql/spin-lock-not-initialized'],
  },
  {
    name: 'freed twice',
    misuse: () => {
      bench.ndis.NdisFreeSpinLock(lock);
      bench.ndis.NdisFreeSpinLock(lock);
    },
    rules: ['resource/released-twice'],
  },
  {
    name: 'freed while held',
    misuse: () => {
      bench.ndis.NdisAcquireSpinLock(lock);
      bench.ndis.NdisFreeSpinLock(lock);
    },
    rules: ['irql/spin-lock-freed-while-held'],
  },
  {
    name: 'released and not held',
    misuse: () => {
      bench.os.irql = 2;
      bench.ndis.NdisReleaseSpinLock(lock);
    },
    rules: ['irql/spin-lock-not-held'],
  },
  {
    name: 'taken at PASSIVE_LEVEL by the Dpr variant',
    misuse: () => bench.ndis.NdisDprAcquireSpinLock(lock),
    rules: ['irql/dpr-lock-below-dispatch'],
  },
  {
    name: 'in freed memory',
    misuse: () => {
      bench.os.pool.free(lock);
      bench.ndis.NdisAcquireSpinLock(lock);
    },
    rules: ['memory/use-after-free'],
  },
  {
    name: 'left held by a handler',
    misuse: () => bench.inHandler(() => bench.ndis.NdisAcquireSpinLock(lock)),
    rules: ['irql/handler-returned-with-lock'],
  },
])('reports a lock $name', ({ misuse, rules }) => {
  misuse();
  expect(bench.rules).toEqual(rules);
});

test('a lock taken twice waits for ever', () => {
  bench.ndis.NdisAcquireSpinLock(lock);
  expect(stopOf(() => bench.ndis.NdisAcquireSpinLock(lock))).toMatchObject({ kind: 'limit' });
  expect(bench.rules).toContain('irql/spin-lock-acquired-twice');
});

test.each([0, 0x1000, 0x7000_0000])('a lock at %i ends the run', (address) => {
  const stop = stopOf(() => bench.ndis.NdisAcquireSpinLock(virtual(address)));
  expect(stop).toMatchObject({ kind: 'bug-check' });
});

describe('reader/writer locks', () => {
  let rwLock: VirtualAddress;
  beforeEach(() => {
    rwLock = bench.memory(0x210, 0xcc);
    bench.ndis.NdisInitializeReadWriteLock(rwLock);
  });

  test.each([true, false])('a lock taken with fWrite %s raises IRQL while it is held', (fWrite) => {
    const [outer, inner] = [bench.memory(4, 0xcc), bench.memory(4, 0xcc)];
    bench.ndis.NdisAcquireReadWriteLock(rwLock, fWrite, outer);
    expect(bench.bytesAt(outer + 2, 1)).toEqual([0]);
    bench.ndis.NdisAcquireReadWriteLock(rwLock, false, inner);
    bench.ndis.NdisReleaseReadWriteLock(rwLock, inner);
    expect(bench.os.irql).toBe(2);
    bench.ndis.NdisReleaseReadWriteLock(rwLock, outer);
    expect(bench.os.irql).toBe(0);
    expect(bench.rules).toEqual([]);
  });

  test('who reads cannot write: that waits for ever', () => {
    bench.ndis.NdisAcquireReadWriteLock(rwLock, false, bench.memory(4));
    const state = bench.memory(4);
    const stop = stopOf(() => bench.ndis.NdisAcquireReadWriteLock(rwLock, true, state));
    expect(stop).toMatchObject({ kind: 'limit' });
    expect(bench.rules).toContain('irql/spin-lock-acquired-twice');
  });

  test.each([
    {
      name: 'acquired uninitialized',
      misuse: () =>
        bench.ndis.NdisAcquireReadWriteLock(bench.memory(0x210), false, bench.memory(4)),
      rules: ['registration/nonsense-argument'],
    },
    {
      name: 'released and not held',
      misuse: () => {
        bench.os.irql = 2;
        bench.ndis.NdisReleaseReadWriteLock(rwLock, bench.memory(4));
      },
      rules: ['irql/spin-lock-not-held'],
    },
    {
      name: 'released with another LOCK_STATE',
      misuse: () => {
        bench.ndis.NdisAcquireReadWriteLock(rwLock, true, bench.memory(4));
        bench.ndis.NdisReleaseReadWriteLock(rwLock, bench.memory(4));
      },
      rules: ['registration/nonsense-argument'],
    },
    {
      name: 'acquired twice with one LOCK_STATE',
      misuse: () => {
        const state = bench.memory(4);
        bench.ndis.NdisAcquireReadWriteLock(rwLock, false, state);
        bench.ndis.NdisAcquireReadWriteLock(rwLock, false, state);
      },
      rules: ['registration/nonsense-argument'],
    },
    {
      name: 'initialized while held',
      misuse: () => {
        bench.ndis.NdisAcquireReadWriteLock(rwLock, false, bench.memory(4));
        bench.ndis.NdisInitializeReadWriteLock(rwLock);
      },
      rules: ['registration/nonsense-argument'],
    },
    {
      name: 'taken at DIRQL',
      misuse: () => {
        bench.os.irql = 11;
        bench.ndis.NdisAcquireReadWriteLock(rwLock, false, bench.memory(4));
      },
      rules: ['irql/call-not-allowed-at-dirql'],
    },
    {
      name: 'left held by a handler',
      misuse: () =>
        bench.inHandler(() => bench.ndis.NdisAcquireReadWriteLock(rwLock, true, bench.memory(4))),
      rules: ['irql/handler-returned-with-lock'],
    },
  ])('reports a lock $name', ({ misuse, rules }) => {
    misuse();
    expect(bench.rules).toEqual(rules);
  });
});
