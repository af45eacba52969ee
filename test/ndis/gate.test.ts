import { NULL, virtual, type Ndis, type NdisHandle } from '../../ndis';
import { exported, input, Irql, output } from '../../ndis/row';
import { openGate } from '../../ndis/gate';
import { LONG, NDIS_STATUS, PVOID, UINT, VOID } from '../../ndis/types';
import {
  createSession,
  endOf,
  FAILURE,
  inDriver,
  live,
  RESOURCES,
  rulesOf,
  SUCCESS,
} from '../support/inline-driver';

const TAG = 0x6c626154;

describe('a call', () => {
  test('costs virtual time, and names itself in what is found', () => {
    const session = inDriver((ndis, _handle, { os }) => {
      const before = os.clock.nowNs;
      const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(16, TAG);
      expect(os.clock.nowNs - before).toBe(100);
      ndis.NdisFreeMemory(VirtualAddress, 16, 0);
      ndis.NdisFreeMemory(VirtualAddress, 16, 0);
    });
    expect(session.os.findings).toMatchObject([
      {
        rule: 'memory/double-free',
        boundary: 'MiniportInitialize',
        evidence: {
          call: 'NdisFreeMemory',
          resource: { kind: 'tagged-memory', acquiredBy: 'NdisAllocateMemoryWithTag' },
        },
      },
    ]);
  });

  const nonsense: [string, unknown][] = [
    ['undefined', undefined],
    ['null', null],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['a fraction', 1.5],
    ['a string', '16'],
    ['an object', {}],
    ['an object without a prototype', Object.create(null)],
    ['a symbol', Symbol('16')],
    ['a big integer', 16n],
    ['a function', () => 16],
  ];
  test.each(nonsense)('given %s reports it and does nothing', (_name, value) => {
    const session = inDriver((ndis) => {
      const result = ndis.NdisAllocateMemoryWithTag(value as number, TAG);
      expect(result).toEqual({ Result: FAILURE, VirtualAddress: 0 });
    });
    expect(rulesOf(session)).toEqual(['registration/nonsense-argument']);
    expect(endOf(session)).toBeNull();
  });

  test('with too few arguments is nonsense too', () => {
    const session = inDriver((ndis) => (ndis.NdisAllocateMemoryWithTag as () => unknown)());
    expect(rulesOf(session)).toEqual(['registration/nonsense-argument']);
  });

  test('takes integers modulo their type, as C passes them', () => {
    const session = inDriver((ndis) => {
      const block = ndis.NdisAllocateMemoryWithTag(16, TAG).VirtualAddress;
      ndis.NdisStoreUlong((block - 2 ** 32) as never, -2);
      expect(ndis.memory.read32(block)).toBe(0xffff_fffe);
      ndis.NdisFillMemory(block, 16, -1);
      expect(ndis.memory.read32(block)).toBe(0xffff_ffff);
      ndis.NdisFreeMemory(block, 16, 0);
    });
    expect(rulesOf(session)).toEqual([]);
  });
});

test.each([
  { given: -1, want: -1 },
  { given: 0xffff_ffff, want: -1 },
  { given: 0x8000_0000, want: -0x8000_0000 },
  { given: -0x8000_0001, want: 0x7fff_ffff },
])('a LONG of $given is $want', ({ given, want }) => {
  const row = exported({
    name: 'Signed',
    returns: LONG,
    args: [input('Value', LONG)],
    irql: Irql.ANY,
    page: 'test',
    summary: 'test',
    body: (_os, Value) => Value,
  });
  const { os } = createSession();
  expect(openGate({ Signed: row }).get('Signed')!(os, [given])).toBe(want);
});

describe('IRQL', () => {
  test.each([
    { profile: 'strict', end: null },
    // BUGCODE_ID_DRIVER: shared memory was asked for at a raised IRQL.
    { profile: 'windows', end: 0xd2 },
  ] as const)('a PASSIVE_LEVEL call at DISPATCH_LEVEL: $profile', ({ profile, end }) => {
    const session = inDriver(
      (ndis, handle) => {
        const lock = ndis.NdisAllocateMemoryWithTag(8, TAG).VirtualAddress;
        ndis.NdisAllocateSpinLock(lock);
        ndis.NdisAcquireSpinLock(lock);
        ndis.NdisMAllocateSharedMemory(handle, 64, true);
        ndis.NdisReleaseSpinLock(lock);
      },
      { profile },
    );
    expect(rulesOf(session)).toEqual(['irql/wrong-irql']);
    expect(session.os.findings[0]).toMatchObject({
      message: expect.stringContaining('at IRQL 2; it may be called at IRQL 0'),
      evidence: { call: 'NdisMAllocateSharedMemory', irql: '2' },
    });
    expect(endOf(session)).toBe(end);
  });
});

describe('handles', () => {
  const bad = 0x1234 as NdisHandle;
  const cases: { name: string; act: (ndis: Ndis, handle: NdisHandle) => void; rule: string }[] = [
    {
      name: 'no adapter',
      act: (ndis) => ndis.NdisMAllocateSharedMemory(bad, 1, true),
      rule: 'resource/bad-handle',
    },
    {
      name: 'no wrapper',
      act: (ndis) => ndis.NdisMRegisterMiniport(bad, NULL, 0),
      rule: 'registration/wrapper-handle-misused',
    },
    {
      name: 'the NULL wrapper',
      act: (ndis) => ndis.NdisTerminateWrapper(0 as NdisHandle, NULL),
      rule: 'registration/null-wrapper-used',
    },
    {
      name: 'an adapter for a wrapper',
      act: (ndis, handle) => ndis.NdisTerminateWrapper(handle, NULL),
      rule: 'registration/wrapper-handle-misused',
    },
    {
      name: 'no configuration',
      act: (ndis) => ndis.NdisCloseConfiguration(bad),
      rule: 'resource/bad-handle',
    },
    {
      name: 'memory that never was',
      act: (ndis) => ndis.NdisFreeMemory(virtual(0x8012_3450), 1, 0),
      rule: 'resource/bad-handle',
    },
  ];
  test.each(cases)('$name', ({ act, rule }) => {
    const session = inDriver((ndis, handle) => act(ndis, handle));
    expect(rulesOf(session)).toEqual([rule]);
    expect(endOf(session)).toBeNull();
  });
});

describe('injected faults', () => {
  test('fail the named occurrence alone, and stand in what is found after', () => {
    const session = inDriver(
      (ndis) => {
        const results = [1, 2, 3].map(() => ndis.NdisAllocateMemoryWithTag(16, TAG));
        expect(results.map(({ Result }) => Result)).toEqual([SUCCESS, FAILURE, SUCCESS]);
        expect(results[1].VirtualAddress).toBe(0);
        ndis.memory.read8(virtual(results[0].VirtualAddress + 16));
      },
      {
        faults: [
          { call: 'NdisAllocateMemoryWithTag', failure: 'NDIS_STATUS_FAILURE', occurrence: 2 },
        ],
      },
    );
    expect(session.os.ledger.counts().find(({ kind }) => kind === 'tagged-memory')?.live).toBe(2);
    expect(session.os.findings[0].evidence.fault).toBe(
      'NdisAllocateMemoryWithTag=NDIS_STATUS_FAILURE#2',
    );
  });

  test('NULL for a call without a status', () => {
    const session = inDriver(
      (ndis, handle) => {
        const given = ndis.NdisMAllocateSharedMemory(handle, 64, true);
        expect(given).toEqual({ VirtualAddress: 0, PhysicalAddress: 0 });
      },
      { faults: [{ call: 'NdisMAllocateSharedMemory', failure: 'NULL', occurrence: 1 }] },
    );
    expect(rulesOf(session)).toEqual([]);
  });

  test.each([
    ['MajorNdisVersion:9', 0xc001_0004],
    ['CharacteristicsLength:8', 0xc001_0005],
    ['InitializeHandler:0', 0xc001_0005],
    ['NDIS_STATUS_RESOURCES', RESOURCES],
  ])(
    "%s makes NdisMRegisterMiniport return 0x%s, which is not the driver's fault",
    (failure, want) => {
      const session = createSession(
        {},
        {
          faults: [{ call: 'NdisMRegisterMiniport', failure, occurrence: 1 }],
        },
      );
      session.play(() => expect(session.load()).toBe(false));
      expect(session.statuses['DriverEntry']).toBe(`0x${want.toString(16).toUpperCase()}`);
      expect(rulesOf(session)).toEqual([]);
    },
  );
});

describe('what ends a run', () => {
  test('a call that is not modelled is inconclusive, by name', () => {
    const session = inDriver((ndis, handle) => ndis.NdisMCreateLog(handle, 64));
    expect(session.result(null, '').stopped).toEqual({
      kind: 'inconclusive',
      what: 'NdisMCreateLog is not modelled',
    });
  });

  test('cannot be kept by a driver that catches everything', () => {
    let caught = 0;
    const session = live({
      MiniportInitialize(ndis, _media, _size, handle) {
        for (let index = 0; index < 5; index++)
          try {
            if (index === 0) ndis.memory.read8(NULL);
            else ndis.NdisMSetAttributesEx(handle, NULL, 0, 0, 5);
          } catch {
            caught++;
          }
        return SUCCESS;
      },
    });
    expect(caught).toBe(5);
    expect(rulesOf(session)).toEqual(['memory/null-page']);
    expect(endOf(session)).toBe(0x7e);
  });

  test.each([true, false])('an error of ours passes through unchanged (caught: %s)', (catches) => {
    const fault = new Error('broken');
    const session = createSession({
      initialize(ndis) {
        session.os.pool.allocate = () => {
          throw fault;
        };
        try {
          ndis.NdisAllocateMemoryWithTag(16, TAG);
        } catch (error) {
          if (!catches) throw error;
        }
        return SUCCESS;
      },
    });
    expect(() =>
      session.play(() => {
        session.load();
        session.start();
      }),
    ).toThrow(fault);
    expect(rulesOf(session)).toEqual([]);
  });

  test('a pool that is used up for NDIS itself is a limit', () => {
    const session = createSession();
    session.os.pool.allocate = () => undefined;
    session.play(() => session.load());
    expect(session.result(null, '').stopped).toEqual({ kind: 'limit', what: 'the pool is empty' });
  });
});

describe('rows of our own', () => {
  const rows = {
    Both: exported({
      name: 'Both',
      returns: NDIS_STATUS,
      args: [input('Given', UINT), output('Doubled', UINT), output('Where', PVOID)],
      irql: Irql.ANY,
      page: 'test',
      summary: 'test',
      fails: ['NDIS_STATUS_RESOURCES'],
      body: (_os, Given) => ({ Result: SUCCESS, Doubled: 2 * Given, Where: virtual(Given) }),
    }),
    Nothing: exported({
      name: 'Nothing',
      returns: VOID,
      args: [],
      irql: Irql.ANY,
      page: 'test',
      summary: 'test',
      body: () => undefined,
    }),
  };

  test('give values and outs', () => {
    const { os } = createSession();
    const gate = openGate(rows);
    expect(gate.get('Both')!(os, [21])).toEqual({ Result: SUCCESS, Doubled: 42, Where: 21 });
    expect(gate.get('Nothing')!(os, [])).toBeUndefined();
  });

  test('a fault gives zero in each out', () => {
    const { os } = createSession(
      {},
      {
        faults: [{ call: 'Both', failure: 'NDIS_STATUS_RESOURCES', occurrence: 1 }],
      },
    );
    expect(openGate(rows).get('Both')!(os, [21])).toEqual({
      Result: RESOURCES,
      Doubled: 0,
      Where: 0,
    });
  });

  test('a row that names no argument of its own is refused at load', () => {
    const row = { ...rows.Nothing, releases: { kind: 'timer' as const, key: 'Timer' } };
    expect(() => openGate({ row })).toThrow('Nothing has no input Timer');
  });
});
