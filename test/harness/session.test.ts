import { setFlagsFromString } from 'node:v8';
import { NDIS_WORK_ITEM, NULL, virtual, type NdisHandle } from '../../ndis';
import { UsageError } from '../../harness/result';
import { Session } from '../../harness/session';
import type { SessionOptions } from '../../harness/session-options';
import {
  createSession,
  FAILURE,
  inlineDriver,
  live,
  mapRegisters,
  rulesOf,
  startSession,
  SUCCESS,
  type DriverParts,
} from '../support/inline-driver';

test("a device that there is not is the user's mistake", () => {
  expect(() => new Session({ driver: inlineDriver(), device: 'ne2000' })).toThrow(UsageError);
});

test.each([
  ['drivers/e1000.ts', 'e1000'],
  ['drivers\\E1000.SYS', 'E1000'],
  ['plain', 'plain'],
])('the image of %s is %s', (driverName, want) => {
  const session = createSession({}, { driverName });
  session.play(() => session.load());
  expect(session.image?.name).toBe(want);
});

/** Whether V8 keeps two objects under one hidden class, for which it looks up properties fast. */
function haveOneShape(a: object, b: object): boolean {
  setFlagsFromString('--allow-natives-syntax');
  return (new Function('a', 'b', 'return %HaveSameMap(a, b)') as (a: object, b: object) => boolean)(
    a,
    b,
  );
}

test.each<[string, Partial<SessionOptions>, (session: Session) => void]>([
  ['is recorded', { onEvent: () => undefined }, () => undefined],
  ['is asked what can fail', {}, (session) => session.recordFallibleCalls()],
  [
    'fails to register',
    { faults: [{ call: 'NdisMRegisterMiniport', failure: 'NDIS_STATUS_FAILURE', occurrence: 1 }] },
    () => undefined,
  ],
  [
    'loses its NIC',
    { faults: [{ call: 'device', failure: 'gone', occurrence: 40 }] },
    () => undefined,
  ],
])('a run that %s has objects of the same shape as a clean one', (_name, options, prepare) => {
  const played = (more: Partial<SessionOptions>, before?: (session: Session) => void) => {
    const session = createSession({}, more);
    before?.(session);
    session.play(() => {
      session.bringUp();
      session.halt();
      session.unload();
    });
    return session;
  };
  // V8 settles what a field may hold when it has seen both.
  played({});
  played(options, prepare);
  const plain = played({});
  const other = played(options, prepare);
  expect(haveOneShape(plain, other)).toBe(true);
  expect(haveOneShape(plain.os, other.os)).toBe(true);
  expect(haveOneShape(plain.os.ledger, other.os.ledger)).toBe(true);
  expect(haveOneShape(plain.os.timers, other.os.timers)).toBe(true);
});

describe('determinism', () => {
  const busy: DriverParts = {
    initialize(ndis, handle) {
      const { VirtualAddress } = ndis.NdisMAllocateSharedMemory(handle, 4096, true);
      ndis.NdisFillMemory(VirtualAddress, 100, 7);
      ndis.NdisMSleep(5_000);
    },
    MiniportSend: () => 0 as never,
    MiniportCheckForHang: () => false,
  };
  const play = (parts: DriverParts, seed = 1) => {
    const session = startSession(parts, { seed });
    session.play(() => {
      session.protocol!.send([new Uint8Array(60)]);
      session.idle(10e9);
      session.halt();
      session.unload();
    });
    return session.result(null, 'replay');
  };

  test('the same run gives the same result, on fresh memory and on used', () => {
    expect(play(busy)).toEqual(play(busy));
    live({ initialize: (ndis) => ndis.NdisFillMemory(ndis.localBytes(1_000), 1_000, 0xee) });
    expect(play(busy).traceHash).toBe(play(busy).traceHash);
  });

  test('another call, and another argument, give another trace', () => {
    const first = play(busy).traceHash;
    const hashWith = (initialize: DriverParts['initialize']) =>
      play({ ...busy, initialize }).traceHash;
    const second = hashWith((ndis) => void ndis.NdisAllocateMemoryWithTag(8, 1));
    const third = hashWith((ndis) => void ndis.NdisAllocateMemoryWithTag(8, 2));
    expect(new Set([first, second, third]).size).toBe(3);
  });
});

test('a result says what was, and gives the board back', () => {
  const session = live({
    initialize: (ndis) => void ndis.NdisAllocateMemoryWithTag(8, 1),
  });
  const result = session.result('fault', 'ndislab run');
  expect(result).toMatchObject({
    fault: 'fault',
    replay: 'ndislab run',
    verdict: 'findings',
    statuses: { DriverEntry: '0x00000000', MiniportInitialize: '0x00000000' },
    stopped: null,
  });
  expect(result.resources).toContainEqual({
    kind: 'tagged-memory',
    acquired: 1,
    released: 0,
    live: 1,
  });
  expect(session.board.memory.bytes.every((byte) => byte === 0)).toBe(true);
});

test('a board that is disposed of twice gives its memory back once', () => {
  const session = createSession();
  session.dispose();
  session.dispose();
  const [first, second] = [createSession(), createSession()];
  expect(first.board.memory).not.toBe(second.board.memory);
});

test.each([
  { name: 'clean', parts: {}, want: 'clean' },
  { name: 'findings', parts: { initialize: () => FAILURE }, want: 'findings' },
  {
    name: 'inconclusive',
    parts: { initialize: (ndis, handle) => ndis.NdisIMRevertBack(handle, handle) } as DriverParts,
    want: 'inconclusive',
  },
])('the verdict is $name', ({ parts, want }) => {
  expect(live(parts).verdict).toBe(want);
});

test('an error of ours comes out of play as it is', () => {
  const fault = new TypeError('ours');
  expect(() =>
    createSession().play(() => {
      throw fault;
    }),
  ).toThrow(fault);
});

test('the calls that can fail are written down, with their handler and occurrence', () => {
  const session = createSession({
    initialize(ndis) {
      ndis.NdisAllocateMemoryWithTag(8, 1);
      ndis.NdisAllocateMemoryWithTag(8, 1);
    },
  });
  const calls = session.recordFallibleCalls();
  session.play(() => {
    session.load();
    session.start();
  });
  expect(calls.map(({ call, occurrence, boundary }) => [call, occurrence, boundary])).toEqual([
    ['NdisInitializeWrapper', 1, 'DriverEntry'],
    ['NdisMRegisterMiniport', 1, 'DriverEntry'],
    ['NdisAllocateMemoryWithTag', 1, 'MiniportInitialize'],
    ['NdisAllocateMemoryWithTag', 2, 'MiniportInitialize'],
  ]);
});

test("parameters reach the driver's configuration", () => {
  const session = createSession({}, { parameters: { Speed: { type: 'integer', value: 100 } } });
  expect(session.parameters.get('speed')).toEqual({ type: 'integer', value: 100 });
});

describe('after the driver is gone', () => {
  test('a work item that it left runs into nothing', () => {
    const session = live({
      MiniportHalt(ndis) {
        const item = ndis.global(NDIS_WORK_ITEM).address;
        const again = (inner: typeof ndis) => void inner.NdisScheduleWorkItem(item);
        ndis.NdisInitializeWorkItem(item, ndis.addressOf(again), NULL);
        ndis.NdisScheduleWorkItem(item);
      },
    });
    expect(rulesOf(session)).toContain('interrupt/work-after-unload');
  });

  test('halt and unload have nothing to do', () => {
    const session = live();
    session.play(() => {
      session.halt();
      session.unload();
    });
    expect(rulesOf(session)).toEqual([]);
  });
});

test('a NIC that was pulled out reads as all ones, and its driver still halts', () => {
  let registers = NULL;
  const seen: number[] = [];
  const session: Session = createSession({
    initialize: (ndis, handle) => {
      registers = mapRegisters(ndis, handle, session);
    },
    MiniportHalt: (ndis) => void seen.push(ndis.NdisReadRegisterUlong(virtual(registers + 8)).Data),
  });
  session.play(() => {
    session.load();
    session.start();
    session.board.removeNic();
    session.halt();
  });
  expect(seen).toEqual([0xffff_ffff]);
  expect(rulesOf(session)).toEqual(['resource/io-space-not-unmapped']);
});

describe('a driver gives its device up (NdisMRemoveMiniport)', () => {
  test('the PnP manager halts and unloads it, and the script is over', () => {
    const seen: string[] = [];
    const session = startSession({
      MiniportReset: (ndis) => {
        ndis.NdisMRemoveMiniport(session.adapter!.handle as number as NdisHandle);
        return SUCCESS;
      },
      MiniportHalt: () => void seen.push('halt'),
      MiniportUnload: () => void seen.push('unload'),
    });
    session.play(() => {
      session.reset();
      session.idle(1e6);
      seen.push('not reached');
    });
    expect(seen).toEqual(['halt', 'unload']);
    expect([session.adapter, session.verdict]).toEqual([undefined, 'clean']);
  });

  test('of two devices the other runs on', () => {
    let halted = 0;
    const session = startSession(
      { MiniportHalt: () => void halted++ },
      { device: '82540em+82540em' },
    );
    session.play(() => {
      session.peers[0].adapter.isRemovalRequested = true;
      session.idle(1e6);
    });
    expect([halted, session.peers.length, session.adapter !== undefined]).toEqual([1, 0, true]);
  });
});

test('protocols bind to the primary of a bundle only', () => {
  let primary: NdisHandle | undefined;
  const session = startSession(
    {
      initialize(ndis, handle) {
        if (primary !== undefined) ndis.NdisMSetMiniportSecondary(handle, primary);
        primary ??= handle;
      },
    },
    { device: '82540em+82540em' },
  );
  expect(session.protocol).toBeDefined();
  expect(session.peers).toMatchObject([{ protocol: undefined }]);
  session.play(() => {
    session.halt();
    session.unload();
  });
  expect(rulesOf(session)).toEqual([]);
});
