/** Events, semaphores and waiting. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

const SUCCESS = 0;
const TIMEOUT = 0x102;

let bench: KernelBench;
let object: VirtualAddress;
beforeEach(() => {
  bench = new KernelBench();
  object = bench.memory(0x14, 0xcc);
});

/** A timeout in units of 100 ns from now. */
function timeout(units: number): VirtualAddress {
  const address = bench.memory(8);
  bench.os.raw.write32(address, -units);
  bench.os.raw.write32(virtual(address + 4), units === 0 ? 0 : -1);
  return address;
}

function wait(time: VirtualAddress): unknown {
  return bench.call('KeWaitForSingleObject', object, 0, 0, false, time);
}

test.each([
  { type: 0, name: 'notification', after: 1 },
  { type: 1, name: 'synchronization', after: 0 },
])('an event for $name', ({ type, after }) => {
  bench.call('KeInitializeEvent', object, type, false);
  expect(wait(timeout(1e5))).toBe(TIMEOUT);
  expect(bench.call('KeSetEvent', object, 0, false)).toBe(0);
  expect(bench.call('KeReadStateEvent', object)).toBe(1);
  expect(wait(NULL)).toBe(SUCCESS);
  expect(bench.call('KeResetEvent', object)).toBe(after);
  bench.call('KeClearEvent', object);
  expect(bench.rules).toEqual([]);
});

test('a semaphore lets through as many as it counts', () => {
  bench.call('KeInitializeSemaphore', object, 1, 2);
  expect(wait(timeout(1e5))).toBe(SUCCESS);
  expect(wait(timeout(1e5))).toBe(TIMEOUT);
  expect(bench.call('KeReleaseSemaphore', object, 0, 2, false)).toBe(0);
  // STATUS_SEMAPHORE_LIMIT_EXCEEDED.
  const over = bench.raised(() => bench.call('KeReleaseSemaphore', object, 0, 1, false));
  expect(over).toBe(0xc000_0047);
});

// A call takes time: 30 ms from then are over at the tick behind.
test('a timer ends a wait', () => {
  object = bench.memory(0x28);
  bench.call('KeInitializeTimerEx', object, 1);
  bench.call('KeSetTimer', object, -3e5, NULL);
  expect(wait(NULL)).toBe(SUCCESS);
  expect(bench.os.clock.nowNs).toBe(40e6);
  expect(bench.bytesAt(object + 4, 1)).toEqual([0]);
});

test('at DISPATCH_LEVEL an object can be looked at, and not waited for', () => {
  bench.call('KeInitializeEvent', object, 0, false);
  bench.os.irql = 2;
  expect(wait(timeout(0))).toBe(TIMEOUT);
  expect(bench.rules).toEqual([]);
  expect(wait(timeout(1e5))).toBe(TIMEOUT);
  expect(bench.rules).toEqual(['irql/wait-at-raised-irql']);
});

test('a wait for what nobody signals never ends', () => {
  bench.call('KeInitializeEvent', object, 0, false);
  expect(stopOf(() => wait(NULL))).toMatchObject({ kind: 'limit' });
});

test('what is no object is not guessed over', () => {
  expect(stopOf(() => wait(NULL))).toMatchObject({ kind: 'inconclusive' });
});

describe('a mutex', () => {
  beforeEach(() => {
    object = bench.memory(0x20, 0xcc);
    bench.call('KeInitializeMutex', object, 0);
  });

  test("is its owner's, as often as it has waited for it", () => {
    expect([wait(NULL), wait(NULL)]).toEqual([SUCCESS, SUCCESS]);
    expect(bench.call('KeReleaseMutex', object, false)).toBe(-1);
    expect(bench.call('KeReleaseMutex', object, false)).toBe(0);
    // STATUS_MUTANT_NOT_OWNED.
    expect(bench.raised(() => bench.call('KeReleaseMutex', object, false))).toBe(0xc000_0046);
    expect(bench.rules).toEqual([]);
  });

  test('is not given back by another thread', () => {
    wait(NULL);
    const raised: (number | undefined)[] = [];
    bench.os.threads.runWorker(() => {
      raised.push(bench.raised(() => bench.call('KeReleaseMutex', object, false)));
    });
    expect(raised).toEqual([0xc000_0046]);
  });

  test('of a thread that waits itself is not guessed over', () => {
    wait(NULL);
    const stop = stopOf(() => bench.os.threads.runWorker(() => wait(NULL)));
    expect(stop).toMatchObject({ kind: 'inconclusive' });
  });
});

describe('a wait for several objects', () => {
  /** Synchronization events, signalled or not, and the array of their addresses. */
  const create = (...states: number[]) => {
    const events = states.map(() => bench.memory(0x10));
    events.forEach((one, index) => bench.call('KeInitializeEvent', one, 1, states[index] !== 0));
    const array = bench.memory(4 * Math.max(states.length, 1));
    events.forEach((one, index) => bench.os.raw.write32(virtual(array + 4 * index), one));
    const stateOf = () => events.map((one) => bench.os.raw.read32(virtual(one + 4)));
    return { array, stateOf };
  };
  const waitFor = (array: number, count: number, type: number, blocks = NULL) =>
    bench.call(
      ...(['KeWaitForMultipleObjects', count, array, type, 0, 0, false] as const),
      ...[timeout(1e5), blocks],
    );

  test.each([
    { name: 'any, the second', states: [0, 1, 1], type: 1, want: 1, after: [0, 0, 1] },
    { name: 'any, none', states: [0, 0], type: 1, want: TIMEOUT, after: [0, 0] },
    { name: 'all', states: [1, 1], type: 0, want: SUCCESS, after: [0, 0] },
    { name: 'all, not all', states: [1, 0], type: 0, want: TIMEOUT, after: [1, 0] },
  ])('$name', ({ states, type, want, after }) => {
    const { array, stateOf } = create(...states);
    expect(waitFor(array, states.length, type)).toBe(want);
    expect(stateOf()).toEqual(after);
    expect(bench.rules).toEqual([]);
  });

  test('more than 3 take an array', () => {
    const { array } = create(0, 0, 0, 1);
    expect(waitFor(array, 4, 1, bench.memory(4 * 0x18))).toBe(3);
    // MAXIMUM_WAIT_OBJECTS_EXCEEDED.
    expect(stopOf(() => waitFor(array, 4, 1))).toMatchObject({ kind: 'bug-check', code: 0x0c });
  });
});
