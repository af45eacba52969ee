import {
  NDIS_MINIPORT_TIMER,
  NULL,
  physical,
  virtual,
  type Ndis,
  type NdisHandle,
} from '../../ndis';
import type { Fault } from '../../ndis/faults';
import { runOnce } from '../../harness/run';
import { SCENARIOS } from '../../harness/scenarios';
import type { Session } from '../../harness/session';
import * as leavesInterruptAsserted from '../../miniports/faulty/leaves-interrupt-asserted';
import {
  barsOf,
  connectInterrupt,
  createSession,
  FAILURE,
  IMS,
  LSC,
  live,
  mapRegisters,
  REGISTER_BYTES,
  register,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../support/inline-driver';

type Act = (ndis: Ndis, handle: NdisHandle, session: Session) => void;

/** Each kind of resource: how it is taken, and the rule that is broken when it is not given back. */
const LEAKS: {
  kind: string;
  take: Act;
  rule: string;
  call: string;
  scope: 'adapter' | 'either';
}[] = [
  {
    kind: 'tagged-memory',
    take: (ndis) => ndis.NdisAllocateMemoryWithTag(8, 1),
    rule: 'resource/memory-not-freed',
    call: 'NdisAllocateMemoryWithTag',
    scope: 'either',
  },
  {
    kind: 'untagged-memory',
    take: (ndis) => ndis.NdisAllocateMemory(8, 0, physical(-1)),
    rule: 'resource/memory-not-freed',
    call: 'NdisAllocateMemory',
    scope: 'either',
  },
  {
    kind: 'shared-memory',
    take: (ndis, handle) => ndis.NdisMAllocateSharedMemory(handle, 64, true),
    rule: 'dma/shared-memory-not-freed',
    call: 'NdisMAllocateSharedMemory',
    scope: 'adapter',
  },
  {
    kind: 'map-registers',
    take: (ndis, handle) => ndis.NdisMAllocateMapRegisters(handle, 0, 1, 8, 1514),
    rule: 'dma/map-registers-not-freed',
    call: 'NdisMAllocateMapRegisters',
    scope: 'adapter',
  },
  {
    kind: 'mapped-io-space',
    take: (ndis, handle, session) => mapRegisters(ndis, handle, session),
    rule: 'resource/io-space-not-unmapped',
    call: 'NdisMMapIoSpace',
    scope: 'adapter',
  },
  {
    kind: 'io-port-range',
    take: (ndis, handle, session) =>
      ndis.NdisMRegisterIoPortRange(handle, barsOf(session).ports, 8),
    rule: 'resource/io-port-range-not-deregistered',
    call: 'NdisMRegisterIoPortRange',
    scope: 'adapter',
  },
  {
    kind: 'interrupt',
    take: (ndis, handle) => connectInterrupt(ndis, handle),
    rule: 'interrupt/interrupt-not-deregistered',
    call: 'NdisMRegisterInterrupt',
    scope: 'adapter',
  },
  {
    kind: 'timer',
    take(ndis, handle) {
      const timer = ndis.global(NDIS_MINIPORT_TIMER).address;
      ndis.NdisMInitializeTimer(
        timer,
        handle,
        ndis.addressOf(() => undefined),
        NULL,
      );
      ndis.NdisMSetPeriodicTimer(timer, 900_000);
    },
    rule: 'interrupt/timer-not-cancelled',
    call: 'NdisMSetPeriodicTimer',
    scope: 'adapter',
  },
  {
    kind: 'spin-lock',
    take: (ndis) => ndis.NdisAllocateSpinLock(ndis.global(NDIS_MINIPORT_TIMER).address),
    rule: 'irql/spin-lock-not-freed',
    call: 'NdisAllocateSpinLock',
    scope: 'either',
  },
  {
    kind: 'shutdown-handler',
    take: (ndis, handle) =>
      ndis.NdisMRegisterAdapterShutdownHandler(
        handle,
        NULL,
        ndis.addressOf(() => undefined),
      ),
    rule: 'resource/shutdown-handler-not-deregistered',
    call: 'NdisMRegisterAdapterShutdownHandler',
    scope: 'adapter',
  },
];

describe('a resource that MiniportInitialize took is reported once', () => {
  const life = (
    take: Act,
    ending: (ndis: Ndis, handle: NdisHandle) => typeof FAILURE | void,
  ): Session => {
    const session: Session = createSession({
      initialize(ndis, handle) {
        take(ndis, handle, session);
        return ending(ndis, handle);
      },
    });
    session.play(() => {
      session.load();
      session.start();
      session.halt();
      session.unload();
    });
    return session;
  };

  test.each(LEAKS)('$kind, when MiniportHalt has returned', ({ kind, take, rule, call, scope }) => {
    const found = life(take, () => undefined).os.findings.filter((one) => one.rule === rule);
    expect(found).toMatchObject([
      {
        boundary: 'MiniportHalt',
        evidence: {
          call,
          exit: scope === 'adapter' ? 'MiniportHalt returned' : 'The driver was unloaded',
          resource: { kind, acquiredBy: call, acquiredIn: 'MiniportInitialize' },
        },
      },
    ]);
  });

  test.each(LEAKS.filter(({ scope }) => scope === 'adapter'))(
    '$kind, when MiniportInitialize has failed',
    ({ kind, take, rule, call }) => {
      const session = life(take, (ndis, handle) => {
        ndis.NdisWriteErrorLogEntry(handle, 0xc000138a, 0);
        return FAILURE;
      });
      expect(session.os.findings.filter((one) => one.rule === rule)).toMatchObject([
        {
          boundary: 'MiniportInitialize',
          evidence: {
            exit: 'MiniportInitialize returned NDIS_STATUS_FAILURE',
            resource: { kind, acquiredBy: call, key: expect.stringMatching(/^0x[0-9A-F]{8}$/) },
          },
        },
      ]);
    },
  );
});

test('two of a kind that were lost by the same call are one finding; by two lines, two', () => {
  const take = (ndis: Ndis): void => {
    ndis.NdisAllocateMemoryWithTag(8, 1);
    ndis.NdisAllocateMemoryWithTag(16, 1);
  };
  let line = 0;
  const parts: DriverParts = { initialize: (ndis) => take(ndis) };
  expect(rulesOf(live(parts))).toEqual(['resource/memory-not-freed']);
  const sited = live(parts, { callSite: () => `driver.ts:${++line}` });
  expect(rulesOf(sited)).toEqual(['resource/memory-not-freed', 'resource/memory-not-freed']);
  expect(sited.os.findings[0].evidence).toMatchObject({
    at: expect.stringMatching(/^driver\.ts:/),
    resource: { acquiredAt: expect.stringMatching(/^driver\.ts:/) },
  });
});

test('the fault that came before stands with the leak', () => {
  const fault: Fault = { call: 'NdisMMapIoSpace', failure: 'NDIS_STATUS_RESOURCES', occurrence: 1 };
  const session: Session = startSession(
    {
      initialize(ndis, handle) {
        ndis.NdisMAllocateSharedMemory(handle, 64, true);
        ndis.NdisMMapIoSpace(handle, physical(0xf000_0000), REGISTER_BYTES);
        return FAILURE;
      },
    },
    { faults: [fault] },
  );
  expect(rulesOf(session)).toEqual([
    'dma/shared-memory-not-freed',
    'registration/no-error-log-entry',
  ]);
  expect(session.os.findings[0].evidence.fault).toBe('NdisMMapIoSpace=NDIS_STATUS_RESOURCES#1');
});

describe('DriverEntry', () => {
  const entry = (
    act: (ndis: Ndis, handle: NdisHandle) => number,
    faults: Fault[] = [],
  ): Session => {
    const session = createSession(
      {
        DriverEntry(ndis, DriverObject, RegistryPath) {
          const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(
            DriverObject,
            RegistryPath,
            NULL,
          );
          return act(ndis, NdisWrapperHandle) as never;
        },
      },
      { faults },
    );
    session.play(() => {
      session.load();
      session.unload();
    });
    return session;
  };
  const handlers = {
    MiniportInitialize: () => SUCCESS,
    MiniportHalt: () => undefined,
    MiniportReset: () => SUCCESS,
    MiniportQueryInformation: () => FAILURE,
    MiniportSetInformation: () => FAILURE,
    MiniportSendPackets: () => undefined,
    MiniportReturnPacket: () => undefined,
  } as const;
  const refused: Fault = {
    call: 'NdisMRegisterMiniport',
    failure: 'NDIS_STATUS_RESOURCES',
    occurrence: 1,
  };

  const cases: {
    name: string;
    act: (ndis: Ndis, handle: NdisHandle) => number;
    faults?: Fault[];
    rules: string[];
  }[] = [
    {
      name: 'registers and succeeds',
      act: (ndis, handle) => register(ndis, handle, handlers),
      rules: [],
    },
    {
      name: 'fails and keeps the wrapper',
      act: () => FAILURE,
      rules: ['registration/wrapper-not-terminated'],
    },
    {
      name: 'succeeds without registering',
      act: () => SUCCESS,
      rules: ['registration/success-without-registration'],
    },
    {
      name: 'is refused and returns another status',
      act(ndis, handle) {
        register(ndis, handle, handlers);
        ndis.NdisTerminateWrapper(handle, NULL);
        return FAILURE;
      },
      faults: [refused],
      rules: ['registration/status-not-returned'],
    },
    {
      name: 'is refused and does nothing about it',
      act: (ndis, handle) => register(ndis, handle, handlers),
      faults: [refused],
      rules: ['registration/wrapper-not-terminated'],
    },
    {
      name: 'is refused and claims success',
      act(ndis, handle) {
        register(ndis, handle, handlers);
        return SUCCESS;
      },
      faults: [refused],
      rules: ['registration/status-not-returned', 'registration/wrapper-not-terminated'],
    },
    {
      name: 'succeeds after it has terminated the wrapper',
      act(ndis, handle) {
        register(ndis, handle, handlers);
        ndis.NdisTerminateWrapper(handle, NULL);
        return SUCCESS;
      },
      rules: ['registration/terminated-after-success'],
    },
    {
      name: 'fails and keeps memory',
      act(ndis, handle) {
        ndis.NdisAllocateMemoryWithTag(8, 1);
        ndis.NdisTerminateWrapper(handle, NULL);
        return FAILURE;
      },
      rules: ['resource/memory-not-freed'],
    },
  ];
  test.each(cases)('$name', ({ act, faults, rules }) => {
    const session = entry(act, faults);
    expect(rulesOf(session)).toEqual(rules);
    for (const { boundary } of session.os.findings) expect(boundary).toBe('DriverEntry');
  });
});

describe('MiniportInitialize', () => {
  test.each([
    {
      name: 'left pending',
      status: 0x103,
      rules: ['registration/initialize-status-wrong', 'registration/no-error-log-entry'],
    },
    {
      name: 'failed without a word',
      status: 0xc000_0001,
      rules: ['registration/no-error-log-entry'],
    },
  ])('$name', ({ status, rules }) => {
    expect(rulesOf(startSession({ initialize: () => status as never }))).toEqual(rules);
  });

  test.each(['NdisMRegisterInterrupt', 'NdisMMapIoSpace'])(
    'that succeeds although %s failed',
    (call) => {
      const session: Session = createSession(
        {
          initialize(ndis, handle) {
            if (call === 'NdisMMapIoSpace') mapRegisters(ndis, handle, session);
            else connectInterrupt(ndis, handle);
            return SUCCESS;
          },
        },
        { faults: [{ call, failure: 'NDIS_STATUS_FAILURE', occurrence: 1 }] },
      );
      session.play(() => {
        session.load();
        session.start();
      });
      expect(rulesOf(session)).toEqual(['registration/initialize-status-wrong']);
    },
  );

  test('that needs its registers for a while may succeed after one that did not get them', () => {
    const session: Session = createSession(
      {
        initialize(ndis, handle) {
          const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(
            handle,
            physical(barsOf(session).registers),
            REGISTER_BYTES,
          );
          if (Result === SUCCESS) ndis.NdisMUnmapIoSpace(handle, VirtualAddress, REGISTER_BYTES);
          else ndis.NdisWriteErrorLogEntry(handle, 0, 0);
          return Result;
        },
      },
      { faults: [{ call: 'NdisMMapIoSpace', failure: 'NDIS_STATUS_FAILURE', occurrence: 1 }] },
    );
    session.play(() => {
      session.load();
      expect([session.start(), session.start()]).toEqual([false, true]);
    });
    expect(rulesOf(session)).toEqual([]);
  });
});

describe('the NIC', () => {
  const noisy: DriverParts['initialize'] = (ndis, handle) => {
    const registers = ndis.NdisMMapIoSpace(
      handle,
      physical(registersAt),
      REGISTER_BYTES,
    ).VirtualAddress;
    ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
    ndis.NdisMUnmapIoSpace(handle, registers, REGISTER_BYTES);
  };
  const registersAt = barsOf(createSession()).registers;

  test('must be quiet when MiniportHalt has returned', () => {
    const session = live({ initialize: noisy });
    expect(rulesOf(session)).toEqual(['hardware/not-quiescent']);
    expect(session.os.findings[0].message).toContain('interrupts are enabled (0x00000004)');
  });

  test.each([
    { told: '0xFFFFFFFF', want: [] },
    { told: '0x00000000', want: ['hardware/not-quiescent'] },
  ])('that reads $told once: whether it must be quiet', ({ told, want }) => {
    const initialize: DriverParts['initialize'] = (ndis, handle) => {
      noisy(ndis, handle);
      const registers = mapRegisters(ndis, handle, session);
      ndis.NdisReadRegisterUlong(virtual(registers + IMS));
      ndis.NdisMUnmapIoSpace(handle, registers, REGISTER_BYTES);
    };
    const session: Session = createSession(
      { initialize },
      { faults: [{ call: 'read', failure: told, occurrence: 1 }] },
    );
    session.play(() => {
      session.load();
      session.start();
      session.halt();
      session.unload();
      expect(rulesOf(session)).toEqual(want);
      session.load();
      session.start();
      session.halt();
    });
    expect(rulesOf(session)).toEqual(['hardware/not-quiescent']);
  });

  test('that reads all ones once still asserts an interrupt of its own', () => {
    const { findings } = runOnce(
      { driver: leavesInterruptAsserted, driverName: 'driver', scenario: SCENARIOS.life },
      { faults: [{ call: 'read', failure: '0xFFFFFFFF', occurrence: 25 }] },
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['interrupt/interrupt-storm']);
  });

  test('that was pulled out cannot disturb anybody', () => {
    const session = startSession({ initialize: noisy });
    session.play(() => {
      session.board.removeNic();
      session.halt();
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test('must not be able to interrupt when its interrupt goes, nor to write when its memory goes', () => {
    const session: Session = createSession({
      initialize(ndis, handle) {
        const registers = mapRegisters(ndis, handle, session);
        const interrupt = connectInterrupt(ndis, handle);
        const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
          handle,
          64,
          true,
        );
        ndis.NdisWriteRegisterUlong(virtual(registers + IMS), LSC);
        // RDBAL and RCTL.EN: 8254x SDM 13.4.25, 13.4.22.
        ndis.NdisWriteRegisterUlong(virtual(registers + 0x2800), PhysicalAddress);
        ndis.NdisWriteRegisterUlong(virtual(registers + 0x100), 2);
        ndis.NdisMFreeSharedMemory(handle, 64, true, VirtualAddress, PhysicalAddress);
        ndis.NdisMDeregisterInterrupt(interrupt);
      },
    });
    session.play(() => {
      session.load();
      session.start();
    });
    const rules = rulesOf(session);
    expect(rules).toContain('dma/memory-freed-while-dma-runs');
    expect(rules).toContain('interrupt/deregistered-unmasked');
  });
});

test('sends that nobody completes are never completed', () => {
  const session = startSession();
  session.play(() => {
    session.protocol!.send([new Uint8Array(60)]);
    session.halt();
  });
  expect(rulesOf(session)).toEqual(['packet/never-completed']);
});
