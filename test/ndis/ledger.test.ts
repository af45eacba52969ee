import { Ledger, type Acquired, type Resource } from '../../ndis/ledger';

function resource(key: number, more: Partial<Resource> = {}): Acquired {
  return {
    kind: 'tagged-memory',
    key,
    acquiredBy: 'NdisAllocateMemoryWithTag',
    acquiredIn: 'DriverEntry',
    adapter: 0,
    image: 1,
    remembered: undefined,
    site: undefined,
    ...more,
  };
}

test('what is acquired is held until it is released', () => {
  const ledger = new Ledger();
  ledger.acquire(resource(0x100));
  expect(ledger.find('tagged-memory', 0x100)?.acquiredBy).toBe('NdisAllocateMemoryWithTag');
  expect(ledger.release('tagged-memory', 0x100)?.key).toBe(0x100);
  expect(ledger.find('tagged-memory', 0x100)).toBeUndefined();
  expect(ledger.findReleased('tagged-memory', 0x100)?.key).toBe(0x100);
});

test.each([
  { name: 'a key never acquired', kind: 'tagged-memory', key: 0x200 },
  { name: 'the key of another kind', kind: 'untagged-memory', key: 0x100 },
] as const)('$name cannot be released', ({ kind, key }) => {
  const ledger = new Ledger();
  ledger.acquire(resource(0x100));
  expect(ledger.release(kind, key)).toBeUndefined();
  expect(ledger.findReleased(kind, key)).toBeUndefined();
  expect(ledger.live()).toHaveLength(1);
});

test('a second release finds nothing', () => {
  const ledger = new Ledger();
  ledger.acquire(resource(0x100));
  ledger.release('tagged-memory', 0x100);
  expect(ledger.release('tagged-memory', 0x100)).toBeUndefined();
});

test('what is acquired again under its key is one resource, the later', () => {
  const ledger = new Ledger();
  ledger.acquire(resource(0x100));
  ledger.acquire(resource(0x100, { acquiredIn: 'MiniportInitialize' }));
  expect(ledger.counts()).toEqual([{ kind: 'tagged-memory', acquired: 1, released: 0, live: 1 }]);
  expect(ledger.live()[0].acquiredIn).toBe('MiniportInitialize');
});

test('live gives what is selected in the order of acquisition, over the kinds', () => {
  const ledger = new Ledger();
  ledger.acquire(resource(3, { kind: 'timer' }));
  ledger.acquire(resource(1));
  ledger.acquire(resource(2, { kind: 'interrupt', adapter: 5 }));
  expect(ledger.live().map(({ key }) => key)).toEqual([3, 1, 2]);
  expect(ledger.live(({ adapter }) => adapter === 5).map(({ key }) => key)).toEqual([2]);
  expect(ledger.sequence).toBe(3);
});

test('counts by kind, of those that were met', () => {
  const ledger = new Ledger();
  for (const key of [1, 2, 3]) ledger.acquire(resource(key));
  ledger.release('tagged-memory', 2);
  expect(ledger.counts()).toEqual([{ kind: 'tagged-memory', acquired: 3, released: 1, live: 2 }]);
});

test('who listens is told of what comes and goes, and not of what is replaced', () => {
  const ledger = new Ledger();
  const changes: unknown[] = [];
  ledger.onChange = (change, { kind, key }) => changes.push([change, kind, key]);
  ledger.acquire(resource(0x100));
  ledger.acquire(resource(0x100));
  ledger.release('tagged-memory', 0x200);
  ledger.release('tagged-memory', 0x100);
  expect(changes).toEqual([
    ['acquire', 'tagged-memory', 0x100],
    ['release', 'tagged-memory', 0x100],
  ]);
});
