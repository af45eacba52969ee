import fc from 'fast-check';
import {
  layout,
  NDIS_MINIPORT_TIMER,
  NULL,
  ULONG,
  virtual,
  type Handler,
  type Ndis,
  type NdisHandle,
} from '../../ndis';
import { TraceHash, type TraceEvent, type TraceKind } from '../../ndis/trace';
import {
  connectInterrupt,
  createSession,
  ICR,
  ICS,
  IMS,
  inDriver,
  live,
  LSC,
  mapRegisters,
  startSession,
  type DriverParts,
} from '../support/inline-driver';

function hashOf(pairs: readonly (readonly [number, number])[]): string {
  const hash = new TraceHash();
  for (const [a, b] of pairs) hash.add(a, b);
  return hash.toString();
}

test('is 16 hexadecimal digits', () => {
  expect(hashOf([])).toMatch(/^[0-9a-f]{16}$/);
  expect(hashOf([[1, 2]])).toMatch(/^[0-9a-f]{16}$/);
});

test.each([
  { name: 'the first value', other: [[2, 2]] },
  { name: 'the second value', other: [[1, 3]] },
  { name: 'the order of values', other: [[2, 1]] },
  {
    name: 'a second pair',
    other: [
      [1, 2],
      [0, 0],
    ],
  },
  { name: 'none', other: [] },
] as const)('$name changes it', ({ other }) => {
  expect(hashOf(other)).not.toBe(hashOf([[1, 2]]));
});

test('any sequence repeats, and its first pair counts to the end', () => {
  const pair = fc.tuple(fc.integer(), fc.integer());
  fc.assert(
    fc.property(fc.array(pair, { minLength: 1, maxLength: 50 }), (pairs) => {
      expect(hashOf(pairs)).toBe(hashOf(pairs));
      const [[a, b], ...rest] = pairs;
      expect(hashOf([[a ^ 1, b], ...rest])).not.toBe(hashOf(pairs));
    }),
    { seed: 1 },
  );
});

describe('the events of a run', () => {
  const TIMER = layout('TIMER', undefined, { Timer: NDIS_MINIPORT_TIMER });
  const LOCK = layout('LOCK', 8, { Lock: ULONG, OldIrql: ULONG });

  /** What MiniportInitialize does becomes events; those of these kinds, without their times. */
  function eventsOf(kinds: readonly TraceKind[], act: (ndis: Ndis, handle: NdisHandle) => void) {
    const events: TraceEvent[] = [];
    let isOn = false;
    const session = inDriver(
      (ndis, handle) => {
        isOn = true;
        act(ndis, handle);
        isOn = false;
      },
      { onEvent: (event) => void (isOn && kinds.includes(event.kind) && events.push(event)) },
    );
    session.dispose();
    return events;
  }

  test('a call begins and returns, and its time lies between', () => {
    const [enter, call] = eventsOf(['enter', 'call'], (ndis) => ndis.NdisStallExecution(50));
    expect(enter).toMatchObject({ kind: 'enter', name: 'NdisStallExecution' });
    expect(call).toMatchObject({ kind: 'call', name: 'NdisStallExecution' });
    expect(call.timeNs - enter.timeNs).toBeGreaterThanOrEqual(50_000);
  });

  test('IRQL is told when it changes', () => {
    const events = eventsOf(['irql', 'call'], (ndis) => {
      const Lock = ndis.global(LOCK).address;
      ndis.NdisAllocateSpinLock(Lock);
      ndis.NdisAcquireSpinLock(Lock);
      ndis.NdisReleaseSpinLock(Lock);
      ndis.NdisFreeSpinLock(Lock);
    });
    expect(events.map(({ kind, name, values }) => (kind === 'irql' ? values![0] : name))).toEqual([
      'NdisAllocateSpinLock',
      2,
      'NdisAcquireSpinLock',
      0,
      'NdisReleaseSpinLock',
      'NdisFreeSpinLock',
    ]);
  });

  test('a resource comes and goes under the same key', () => {
    const events = eventsOf(['acquire', 'release'], (ndis) => {
      const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(64, 1);
      ndis.NdisFreeMemory(VirtualAddress, 64, 0);
    });
    expect(events.map(({ kind, name }) => [kind, name])).toEqual([
      ['acquire', 'tagged-memory'],
      ['release', 'tagged-memory'],
    ]);
    expect(events[0].values!.slice(1, 3)).toEqual([
      'NdisAllocateMemoryWithTag',
      'MiniportInitialize',
    ]);
    expect(events[1].values).toEqual(events[0].values);
  });

  test('a timer is set, expires, and its DPC runs', () => {
    const events = eventsOf(['timer', 'dpc', 'irql', 'handler', 'return'], (ndis, handle) => {
      const Timer = ndis.global(TIMER).address;
      const fires: Handler<'MiniportTimer'> = () => undefined;
      ndis.NdisMInitializeTimer(Timer, handle, ndis.addressOf(fires), NULL);
      ndis.NdisMSetTimer(Timer, 10);
      ndis.NdisMSleep(50_000);
      ndis.NdisMSetTimer(Timer, 10);
      ndis.NdisMCancelTimer(Timer);
    });
    expect(
      events.map(({ kind, name, values }) => [kind, kind === 'irql' ? values![0] : name]),
    ).toEqual([
      ['timer', 'set'],
      ['timer', 'expired'],
      ['dpc', 'queued'],
      ['irql', 2],
      ['dpc', 'begin'],
      ['handler', 'MiniportTimer'],
      ['return', 'MiniportTimer'],
      ['dpc', 'end'],
      ['irql', 0],
      ['timer', 'set'],
      ['timer', 'cancelled'],
    ]);
    expect(events[0].values).toEqual([10e6, 0]);
    expect(events[2].values).toEqual(['a timer']);
  });

  test('the interrupt line, its service, and its DPC', () => {
    const events: TraceEvent[] = [];
    let registers = 0;
    const session = createSession(
      {
        MiniportISR(ndis) {
          ndis.NdisReadRegisterUlong(virtual(registers + ICR));
          return { InterruptRecognized: true, QueueMiniportHandleInterrupt: true };
        },
        MiniportHandleInterrupt: () => undefined,
        initialize(ndis, handle) {
          registers = mapRegisters(ndis, handle, session);
          connectInterrupt(ndis, handle);
          ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
          ndis.NdisReadRegisterUlong(virtual(registers + ICR));
          events.length = 0;
          ndis.NdisWriteRegisterUlong(virtual(registers + ICS), LSC);
        },
      },
      { onEvent: (event) => void events.push(event) },
    );
    session.play(() => {
      session.load();
      session.start();
    });
    const kinds: readonly TraceKind[] = ['interrupt', 'irql', 'dpc'];
    const shown = events.filter(({ kind }) => kinds.includes(kind));
    expect(shown.map(({ name, values }) => [name, values?.[0]]).slice(0, 6)).toEqual([
      ['asserted', undefined],
      ['IRQL', 11],
      ['service', undefined],
      ['deasserted', undefined],
      ['IRQL', 0],
      ['serviced', undefined],
    ]);
    expect(shown).toContainEqual(
      expect.objectContaining({ kind: 'dpc', name: 'begin', values: ['an interrupt'] }),
    );
    session.dispose();
  });

  test('a run that ends before its scenario', () => {
    const events: TraceEvent[] = [];
    const session = startSession(
      {
        initialize() {
          throw new Error('oops');
        },
      },
      { onEvent: (event) => void (event.kind === 'stopped' && events.push(event)) },
    );
    session.dispose();
    // SYSTEM_THREAD_EXCEPTION_NOT_HANDLED.
    expect(events).toMatchObject([
      { name: 'bug-check', values: [expect.stringMatching(/^bug check 0x0000007E /)] },
    ]);
  });

  test('who listens changes nothing', () => {
    const parts: DriverParts = { initialize: (ndis) => void ndis.NdisMSleep(20_000) };
    const hash = (options: { onEvent?: () => void }) => live(parts, options).os.hash.toString();
    expect(hash({ onEvent: () => undefined })).toBe(hash({}));
  });
});
