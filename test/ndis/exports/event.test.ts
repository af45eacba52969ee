/** Events, as a driver uses them. */
import { virtual, type VirtualAddress } from '../../../hardware/address';
import { DriverBench, stopOf } from '../../support/machine';

const MS = 1_000_000;

let bench: DriverBench;
let event: VirtualAddress;
beforeEach(() => {
  bench = new DriverBench();
  event = bench.memory(16, 0xcc);
  bench.ndis.NdisInitializeEvent(event);
});

describe('an event', () => {
  test('is a KEVENT that stays signalled', () => {
    const { ndis } = bench;
    // Type 0 is a notification event; Size is in units of four bytes.
    expect([bench.bytesAt(event, 1), bench.bytesAt(event + 2, 1)]).toEqual([[0], [4]]);
    expect(bench.os.raw.read32(virtual(event + 4))).toBe(0);
    ndis.NdisSetEvent(event);
    expect(bench.os.raw.read32(virtual(event + 4))).toBe(1);
    expect(ndis.NdisWaitEvent(event, 0)).toBe(true);
    expect(ndis.NdisWaitEvent(event, 1)).toBe(true);
    ndis.NdisResetEvent(event);
    expect(ndis.NdisWaitEvent(event, 1)).toBe(false);
    expect(bench.rules).toEqual([]);
  });

  test.each([
    { name: 'zeros', fill: 0 },
    { name: 'what was there before', fill: 0xcc },
    { name: 'half of one', fill: undefined },
  ])('is initialized before it is used: $name', ({ fill }) => {
    const { ndis } = bench;
    const other = fill === undefined ? virtual(event + 4) : bench.memory(16, fill);
    ndis.NdisWaitEvent(other, 1);
    expect(bench.rules).toEqual(['interrupt/event-not-initialized']);
    if (fill === undefined) return;
    ndis.NdisSetEvent(other);
    expect(bench.os.findings).toHaveLength(2);
  });

  test.each([1, 10, 95])('that nobody sets is waited for %i ms', (ms) => {
    expect(bench.ndis.NdisWaitEvent(event, ms)).toBe(false);
    expect(bench.os.clock.nowNs).toBe(Math.ceil((ms + 0.001) / 10) * 10 * MS);
  });

  test.each([{ ms: 0 }, { ms: 1000 }])('that a timer sets ends a wait of $ms ms', ({ ms }) => {
    const { ndis } = bench;
    const timer = bench.memory(0x58);
    const TimerFunction = (): void => ndis.NdisSetEvent(event);
    ndis.NdisInitializeTimer(timer, ndis.addressOf(TimerFunction), virtual(0));
    ndis.NdisSetTimer(timer, 15);
    expect(ndis.NdisWaitEvent(event, ms)).toBe(true);
    expect(Math.floor(bench.os.clock.nowNs / MS)).toBe(20);
  });

  test('that nothing will ever set ends the run', () => {
    expect(stopOf(() => bench.ndis.NdisWaitEvent(event, 0))).toMatchObject({ kind: 'limit' });
    expect(bench.rules).toEqual(['registration/callback-never-returns']);
  });

  test('is waited for at PASSIVE_LEVEL', () => {
    bench.os.irql = 2;
    bench.ndis.NdisSetEvent(event);
    bench.ndis.NdisWaitEvent(event, 1);
    expect(bench.rules).toEqual(['irql/wait-at-raised-irql']);
  });

  test('in freed memory is found', () => {
    bench.os.pool.free(event);
    bench.ndis.NdisSetEvent(event);
    expect(bench.rules).toEqual(['memory/use-after-free']);
  });
});
