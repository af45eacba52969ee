import type { RuleName } from '../../../ndis/rules';
import { NDIS_MINIPORT_TIMER, NULL, type Ndis, type NdisHandle } from '../../../ndis';
import {
  connectInterrupt,
  createSession,
  endOf,
  FAILURE,
  inDriver,
  live,
  rulesOf,
  startSession,
} from '../../support/inline-driver';

describe('limits', () => {
  const limits = { virtualTimeNs: 1e9, calls: 10_000 };
  const cases: { name: string; act: (ndis: Ndis) => void; what: string; also?: RuleName[] }[] = [
    {
      name: 'a loop of calls',
      act: (ndis) => {
        for (;;) ndis.NdisGetCurrentSystemTime();
      },
      what: '10000 calls and device accesses',
    },
    {
      name: 'a long sleep',
      act: (ndis) => ndis.NdisMSleep(2_000_000),
      what: '1 s of virtual time',
    },
    {
      name: 'a long stall',
      act: (ndis) => ndis.NdisStallExecution(0xffff_ffff),
      also: ['irql/stall-too-long'],
      what: '1 s of virtual time',
    },
    {
      name: 'a loop that catches everything',
      act: (ndis) => {
        for (let index = 0; index < 20_000; index++)
          try {
            ndis.NdisGetCurrentSystemTime();
          } catch {
            // On with it.
          }
      },
      what: '10000 calls and device accesses',
    },
  ];
  test.each(cases)('$name', ({ act, what, also = [] }) => {
    const session = inDriver(
      (ndis) => {
        act(ndis);
        ndis.NdisGetCurrentSystemTime();
      },
      { limits },
    );
    expect(rulesOf(session)).toEqual([...also, 'registration/callback-never-returns']);
    expect(session.result(null, '').stopped).toEqual({
      kind: 'limit',
      what: `MiniportInitialize had not returned after ${what}.`,
    });
  });

  test('a scenario that idles too long is no fault of the driver', () => {
    const session = startSession({}, { limits: { virtualTimeNs: 10e9, calls: 1_000_000 } });
    session.play(() => {
      for (let index = 0; index < 20; index++) session.idle(1e9);
    });
    expect(rulesOf(session)).toEqual([]);
    expect(endOf(session)).toBe('limit');
  });

  test('what runs when the limit comes is not what takes so long', () => {
    const tick = (ndis: Ndis) => void ndis.NdisGetCurrentSystemTime();
    const setTimer = (ndis: Ndis, handle: NdisHandle) => {
      const timer = ndis.global(NDIS_MINIPORT_TIMER).address;
      ndis.NdisMInitializeTimer(timer, handle, ndis.addressOf(tick), NULL);
      ndis.NdisMSetPeriodicTimer(timer, 1);
    };
    const idle = startSession({ initialize: setTimer }, { limits });
    idle.play(() => idle.idle(2e9));
    expect(rulesOf(idle)).toEqual([]);
    expect(endOf(idle)).toBe('limit');
    const sleeping = inDriver(
      (ndis, handle) => {
        setTimer(ndis, handle);
        for (;;) ndis.NdisMSleep(10_000);
      },
      { limits },
    );
    expect(sleeping.os.findings).toEqual([
      expect.objectContaining({
        rule: 'registration/callback-never-returns',
        boundary: 'MiniportInitialize',
      }),
    ]);
  });

  test('the heartbeat beats at handlers and through long loops', () => {
    const beats: string[] = [];
    const session = createSession(
      {
        initialize(ndis) {
          for (let index = 0; index < 10_000; index++) ndis.NdisGetCurrentSystemTime();
        },
      },
      { heartbeat: (handler) => beats.push(handler) },
    );
    session.play(() => {
      session.load();
      session.start();
    });
    expect(beats.filter((one) => one === 'MiniportInitialize').length).toBeGreaterThanOrEqual(3);
    expect(beats).toContain('DriverEntry');
  });
});

describe('reports', () => {
  test('say rule, message, boundary, call and fault once', () => {
    const { os } = createSession();
    os.report('memory/overrun', { what: 'Something was.', address: '0x1', boundary: 'Here' });
    os.report('memory/overrun', { what: 'Something else was.', address: '0x2', boundary: 'Here' });
    os.report('memory/overrun', { boundary: 'There' });
    expect(os.findings).toHaveLength(2);
    expect(os.findings[0]).toEqual({
      rule: 'memory/overrun',
      message: 'Something was. Keep within the length that was allocated.',
      boundary: 'Here',
      evidence: { address: '0x1' },
    });
  });

  test('end at 200, so that a driver in a loop does not fill the host', () => {
    const { os } = createSession();
    for (let index = 0; index < 300; index++)
      os.report('memory/overrun', { boundary: `b${index}` });
    expect(os.findings).toHaveLength(200);
  });

  test("tell apart by the driver's line where that is known", () => {
    let line = 0;
    const { os } = createSession({}, { callSite: () => `driver.ts:${++line}` });
    os.report('memory/overrun');
    os.report('memory/overrun');
    os.report('memory/overrun', { at: undefined });
    expect(os.findings.map(({ evidence }) => evidence.at)).toEqual([
      'driver.ts:1',
      'driver.ts:2',
      'driver.ts:3',
    ]);
  });
});

describe('the windows profile', () => {
  const MINIPORT_BLOCK: unknown = expect.any(Number);
  const cases: {
    name: string;
    parts: Parameters<typeof live>[0];
    code: number;
    parameters: readonly unknown[];
    rule: string;
  }[] = [
    {
      // Bug Check 0xD2: the miniport block, and 1 where MiniportInitialize failed, 2 after MiniportHalt.
      name: 'an interrupt left by a failed MiniportInitialize',
      parts: {
        initialize: (ndis, handle) => {
          connectInterrupt(ndis, handle);
          ndis.NdisWriteErrorLogEntry(handle, 0xc000138a, 0);
          return FAILURE;
        },
      },
      code: 0xd2,
      parameters: [MINIPORT_BLOCK, 0, 0, 1],
      rule: 'interrupt/interrupt-not-deregistered',
    },
    {
      name: 'an interrupt left by MiniportHalt',
      parts: { initialize: (ndis, handle) => void connectInterrupt(ndis, handle) },
      code: 0xd2,
      parameters: [MINIPORT_BLOCK, 0, 0, 2],
      rule: 'interrupt/interrupt-not-deregistered',
    },
    {
      name: 'a timer left by MiniportHalt',
      parts: {
        initialize: (ndis, handle) => {
          const timer = ndis.global(NDIS_MINIPORT_TIMER).address;
          ndis.NdisMInitializeTimer(
            timer,
            handle,
            ndis.addressOf(() => undefined),
            NULL,
          );
          ndis.NdisMSetPeriodicTimer(timer, 50_000);
        },
      },
      code: 0xd2,
      parameters: [MINIPORT_BLOCK, 0, 0, 2],
      rule: 'interrupt/timer-not-cancelled',
    },
    {
      // ATTEMPTED_SWITCH_FROM_DPC: a timer's function runs in a DPC.
      name: 'a sleep in a DPC',
      parts: {
        initialize: (ndis, handle) => {
          const timer = ndis.global(NDIS_MINIPORT_TIMER).address;
          const function_ = ndis.addressOf(() => ndis.NdisMSleep(1_000));
          ndis.NdisMInitializeTimer(timer, handle, function_, NULL);
          ndis.NdisMSetTimer(timer, 1);
          ndis.NdisMSleep(50_000);
        },
      },
      code: 0xb8,
      parameters: [0, 0, 0, 0],
      rule: 'irql/wait-at-raised-irql',
    },
    {
      // BAD_POOL_CALLER, 7: freed twice.
      name: 'memory freed twice',
      parts: {
        initialize: (ndis) => {
          const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(8, 1);
          ndis.NdisFreeMemory(VirtualAddress, 8, 0);
          ndis.NdisFreeMemory(VirtualAddress, 8, 0);
        },
      },
      code: 0xc2,
      parameters: [7, 0, 0, 0],
      rule: 'memory/double-free',
    },
    {
      name: 'shared memory freed twice',
      parts: {
        initialize: (ndis, handle) => {
          const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
            handle,
            64,
            true,
          );
          ndis.NdisMFreeSharedMemory(handle, 64, true, VirtualAddress, PhysicalAddress);
          ndis.NdisMFreeSharedMemory(handle, 64, true, VirtualAddress, PhysicalAddress);
        },
      },
      code: 0xd2,
      parameters: [MINIPORT_BLOCK, 0, 0, 0],
      rule: 'resource/released-twice',
    },
  ];
  test.each(cases)(
    '$name: bug check, where strict goes on',
    ({ parts, code, parameters, rule }) => {
      const windows = live(parts, { profile: 'windows' });
      expect(rulesOf(windows)).toEqual([rule]);
      expect(windows.result(null, '').stopped).toMatchObject({
        kind: 'bug-check',
        code,
        parameters,
      });
      const strict = live(parts);
      expect(rulesOf(strict)).toContain(rule);
    },
  );

  test('tolerates what XP tolerates', () => {
    const session = live(
      { initialize: (ndis) => void ndis.NdisAllocateMemoryWithTag(8, 1) },
      { profile: 'windows' },
    );
    expect(rulesOf(session)).toEqual(['resource/memory-not-freed']);
    expect(endOf(session)).toBeNull();
  });
});
