import { NDIS_MINIPORT_TIMER, NULL, virtual, type Ndis, type NdisHandle } from '../../../ndis';
import {
  notifyPnPEvent,
  queryUlong,
  resetAdapter,
  setPower,
  shutdownAdapter,
} from '../../../ndis/wrapper/lifecycle';
import type { Session } from '../../../harness/session';
import {
  CONTEXT,
  createSession,
  endOf,
  FAILURE,
  live,
  PENDING,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';

test('a whole life calls each handler once, in order, at its IRQL', () => {
  const log: string[] = [];
  const note = (name: string) => void log.push(`${name}@${session.os.irql}`);
  const session: Session = createSession({
    registered: () => note('DriverEntry'),
    initialize: () => note('MiniportInitialize'),
    MiniportHalt: () => note('MiniportHalt'),
    MiniportUnload: () => note('MiniportUnload'),
  });
  session.play(() => {
    expect(session.load()).toBe(true);
    expect(session.start()).toBe(true);
    expect(session.adapter?.state).toBe('running');
    session.halt();
    session.unload();
  });
  expect(log).toEqual([
    'DriverEntry@0',
    'MiniportInitialize@0',
    'MiniportHalt@0',
    'MiniportUnload@0',
  ]);
  expect([session.os.drivers.size, session.os.adapters.size]).toEqual([0, 0]);
  expect(session.os.ledger.live()).toEqual([]);
  expect(rulesOf(session)).toEqual([]);
});

describe('DriverEntry', () => {
  test('gets a DRIVER_OBJECT and the path of its service', () => {
    const seen: unknown[] = [];
    const session = createSession({
      DriverEntry(ndis, DriverObject, RegistryPath) {
        // DRIVER_OBJECT: Type 4, Size 0xA8 (wdm.h).
        seen.push(ndis.memory.read16(DriverObject), ndis.memory.read16(virtual(DriverObject + 2)));
        const length = ndis.memory.read16(RegistryPath);
        const buffer = ndis.memory.read32(virtual(RegistryPath + 4));
        let path = '';
        for (let at = 0; at < length; at += 2)
          path += String.fromCharCode(ndis.memory.read16(virtual(buffer + at)));
        seen.push(path);
        return FAILURE;
      },
    });
    session.play(() => expect(session.load()).toBe(false));
    const services = '\\Registry\\Machine\\System\\CurrentControlSet\\Services';
    expect(seen).toEqual([4, 0xa8, `${services}\\inline`]);
    expect(session.statuses['DriverEntry']).toBe('0xC0000001');
  });
});

describe('MiniportInitialize', () => {
  test('gets its media, and handles that live', () => {
    const session = startSession({
      MiniportInitialize(ndis, MediumArray, MediumArraySize, handle, configuration) {
        ndis.NdisMSetAttributesEx(handle, CONTEXT, 0, 0x20, 5);
        // NdisMedium802_3 is 0.
        const isEthernet = MediumArraySize === 1 && ndis.memory.read32(MediumArray) === 0;
        const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(configuration);
        if (Status === SUCCESS) ndis.NdisCloseConfiguration(ConfigurationHandle);
        return { Result: isEthernet ? Status : FAILURE, SelectedMediumIndex: 0 };
      },
    });
    expect(session.adapter?.context).toBe(CONTEXT);
    expect(rulesOf(session)).toEqual([]);
  });

  test('that selects a medium which was not offered', () => {
    const session = startSession({
      MiniportInitialize: () => ({ Result: SUCCESS, SelectedMediumIndex: 3 }),
    });
    expect(rulesOf(session)).toEqual(['registration/medium-index-out-of-list']);
  });

  test('that fails leaves no adapter, and its handle is none', () => {
    let handle = 0 as NdisHandle;
    const session = startSession({
      initialize(ndis, given) {
        handle = given;
        ndis.NdisWriteErrorLogEntry(given, 0xc000138a, 0);
        return FAILURE;
      },
      MiniportUnload: (ndis) => void ndis.NdisMAllocateSharedMemory(handle, 1, true),
    });
    expect(session.adapter).toBeUndefined();
    expect(session.os.adapters.size).toBe(0);
    session.play(() => session.unload());
    expect(rulesOf(session)).toEqual(['resource/bad-handle']);
  });
});

describe('reset', () => {
  interface Told {
    handle: NdisHandle;
  }
  function reset(parts: (told: Told) => DriverParts): { session: Session; status?: number } {
    const told = { handle: 0 as NdisHandle };
    const session = startSession({
      initialize(ndis, handle) {
        told.handle = handle;
        const complete = (inner: Ndis) => inner.NdisMResetComplete(handle, SUCCESS, false);
        const timer = ndis.global(NDIS_MINIPORT_TIMER).address;
        ndis.NdisMInitializeTimer(timer, handle, ndis.addressOf(complete), NULL);
      },
      ...parts(told),
    });
    let status: number | undefined;
    session.play(() => {
      status = resetAdapter(session.adapter!);
    });
    return { session, status };
  }

  const cases: {
    name: string;
    parts: (told: Told) => DriverParts;
    status?: number;
    rules: string[];
    end: unknown;
  }[] = [
    { name: 'done at once', parts: () => ({}), status: 0, rules: [], end: null },
    {
      name: 'failed',
      parts: () => ({ MiniportReset: () => FAILURE }),
      status: FAILURE,
      rules: [],
      end: null,
    },
    {
      name: 'pending, completed by a timer',
      parts: () => ({
        MiniportReset(ndis) {
          ndis.NdisMSetTimer(ndis.global(NDIS_MINIPORT_TIMER).address, 50);
          return PENDING;
        },
      }),
      status: 0,
      rules: [],
      end: null,
    },
    {
      name: 'pending, completed before it returns',
      parts: (told) => ({
        MiniportReset(ndis) {
          ndis.NdisMResetComplete(told.handle, SUCCESS, true);
          return PENDING;
        },
      }),
      status: 0,
      rules: [],
      end: null,
    },
    {
      name: 'completed and done as well',
      parts: (told) => ({
        MiniportReset(ndis) {
          ndis.NdisMResetComplete(told.handle, SUCCESS, true);
          return SUCCESS;
        },
      }),
      status: 0,
      rules: ['power/reset-completed-unexpectedly'],
      end: null,
    },
    {
      name: 'completed twice',
      parts: (told) => ({
        MiniportReset(ndis) {
          ndis.NdisMResetComplete(told.handle, SUCCESS, true);
          ndis.NdisMResetComplete(told.handle, SUCCESS, true);
          return PENDING;
        },
      }),
      status: 0,
      rules: ['power/reset-completed-unexpectedly'],
      end: null,
    },
    {
      name: 'never completed',
      parts: () => ({ MiniportReset: () => PENDING }),
      rules: ['power/reset-not-completed'],
      end: 'limit',
    },
  ];
  test.each(cases)('$name', ({ parts, status, rules, end }) => {
    const one = reset(parts);
    expect(one.status).toBe(status);
    expect(one.session.adapter!.isResetPending).toBe(end === 'limit');
    expect(rulesOf(one.session)).toEqual(rules);
    expect(endOf(one.session)).toBe(end);
  });

  test("runs at DISPATCH_LEVEL with the driver's context", () => {
    const seen: number[] = [];
    const session: Session = startSession({
      MiniportReset(_ndis, context) {
        seen.push(context, session.os.irql);
        return { Result: SUCCESS, AddressingReset: true };
      },
    });
    session.play(() => resetAdapter(session.adapter!));
    expect(seen).toEqual([CONTEXT, 2]);
  });
});

describe('power and Plug and Play', () => {
  test.each([
    [0, 1],
    [3, 4],
  ] as const)('D%i goes down as NdisDeviceStateD: %i', (state, want) => {
    const values: number[] = [];
    const session = startSession({
      MiniportSetInformation(ndis, _context, Oid, InformationBuffer) {
        // OID_PNP_SET_POWER.
        if (Oid !== 0xfd01_0101) return FAILURE;
        values.push(ndis.memory.read32(InformationBuffer));
        return { Result: SUCCESS, BytesRead: 4 };
      },
    });
    session.play(() => expect(setPower(session.adapter!, state)).toBe(SUCCESS));
    expect(values).toEqual([want]);
    expect(session.adapter!.powerState).toBe(state);
  });

  test('a refused state is not taken', () => {
    const session = startSession();
    session.play(() => expect(setPower(session.adapter!, 3)).not.toBe(SUCCESS));
    expect(session.adapter!.powerState).toBe(0);
  });

  test('an adapter that sleeps is not asked whether it hangs', () => {
    let asked = 0;
    const session = startSession({
      MiniportSetInformation: () => SUCCESS,
      MiniportCheckForHang: () => ++asked === 0,
    });
    session.play(() => {
      setPower(session.adapter!, 3);
      session.idle(10e9);
    });
    expect(asked).toBe(0);
  });

  test('events reach a driver that wants them, at PASSIVE_LEVEL', () => {
    const events: number[] = [];
    const session = startSession({
      MiniportPnPEventNotify: (_ndis, context, event) => void events.push(context, event),
    });
    session.play(() => notifyPnPEvent(session.adapter!, 4));
    expect(events).toEqual([CONTEXT, 4]);
    const deaf = startSession();
    deaf.play(() => notifyPnPEvent(deaf.adapter!, 4));
    expect(rulesOf(deaf)).toEqual([]);
  });

  test('shutdown calls the handler of the characteristics, else the one that was registered', () => {
    const log: string[] = [];
    const registering: DriverParts = {
      MiniportShutdown: undefined,
      initialize(ndis, handle) {
        const shutdown = (_ndis: Ndis, context: number) => void log.push(`own ${context}`);
        ndis.NdisMRegisterAdapterShutdownHandler(
          handle,
          virtual(7),
          ndis.addressOf(shutdown as never),
        );
      },
    };
    for (const parts of [
      registering,
      { ...registering, MiniportShutdown: () => void log.push('characteristics') },
      {},
    ]) {
      const session = startSession(parts);
      session.play(() => shutdownAdapter(session.adapter!));
      expect(rulesOf(session)).toEqual([]);
    }
    expect(log).toEqual(['own 7', 'characteristics']);
  });
});

test('queryUlong gives a value, and undefined for a refusal', () => {
  const session = startSession({
    MiniportQueryInformation(ndis, _context, Oid, InformationBuffer) {
      if (Oid !== 1) return FAILURE;
      ndis.memory.write32(InformationBuffer, 42);
      return { Result: SUCCESS, BytesWritten: 4 };
    },
  });
  session.play(() => {
    expect(queryUlong(session.adapter!, 1)).toBe(42);
    expect(queryUlong(session.adapter!, 2)).toBeUndefined();
  });
});

test('the same image lives any number of times on one board', () => {
  const session = createSession({
    initialize: (ndis, handle) => void ndis.NdisMAllocateSharedMemory(handle, 4096, true),
    MiniportHalt: () => undefined,
  });
  session.play(() => {
    for (let life = 0; life < 20; life++) {
      expect(session.load() && session.start()).toBe(true);
      session.halt();
      session.unload();
    }
  });
  expect(rulesOf(session)).toEqual(['dma/shared-memory-not-freed']);
  expect(rulesOf(live())).toEqual([]);
});
