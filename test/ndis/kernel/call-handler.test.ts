import { NULL, virtual, type Handler } from '../../../ndis';
import {
  MiniportCheckForHang,
  MiniportHalt,
  MiniportISR,
  MiniportReset,
} from '../../../ndis/handlers';
import { callHandler } from '../../../ndis/kernel/call-handler';
import type { TypeScriptImage } from '../../../ndis/loader';
import type { HandlerRow } from '../../../ndis/row';
import {
  connectInterrupt,
  createSession,
  endOf,
  FAILURE,
  inDriver,
  rulesOf,
  startSession,
  SUCCESS,
} from '../../support/inline-driver';

/** Calls `handler` as the driver's, by its row. */
function call(row: HandlerRow, handler: (...inputs: never[]) => unknown, session = startSession()) {
  const address = (session.image as TypeScriptImage).ndis.addressOf(
    handler as Handler<'MiniportHalt'>,
  );
  const inputs = row.args.filter((arg) => arg.direction === 'in').map(() => 0);
  let result: unknown;
  session.play(() => {
    result = callHandler(session.os, row, address, 0, ...(inputs as []));
  });
  return { session, result };
}

describe('what a handler gives back', () => {
  const cases: {
    name: string;
    row: HandlerRow;
    given: unknown;
    want: unknown;
    isNonsense?: boolean;
  }[] = [
    {
      name: 'a bare status',
      row: MiniportReset,
      given: 0,
      want: { Result: 0, AddressingReset: false },
    },
    {
      name: 'a status and an out',
      row: MiniportReset,
      given: { Result: 0x103, AddressingReset: true },
      want: { Result: 0x103, AddressingReset: true },
    },
    {
      name: 'a status as a negative number',
      row: MiniportReset,
      given: 0xc000_0001 | 0,
      want: { Result: 0xc000_0001, AddressingReset: false },
    },
    {
      name: 'no status',
      row: MiniportReset,
      given: undefined,
      want: { Result: FAILURE, AddressingReset: false },
      isNonsense: true,
    },
    {
      name: 'a status that is NaN',
      row: MiniportReset,
      given: NaN,
      want: { Result: FAILURE, AddressingReset: false },
      isNonsense: true,
    },
    {
      name: 'a Result that is NaN',
      row: MiniportReset,
      given: { Result: NaN, AddressingReset: false },
      want: { Result: FAILURE, AddressingReset: false },
      isNonsense: true,
    },
    {
      name: 'more than 32 bits',
      row: MiniportReset,
      given: 0x1_0000_0000,
      want: { Result: FAILURE, AddressingReset: false },
      isNonsense: true,
    },
    {
      name: 'a status that is negative',
      row: MiniportReset,
      given: -0x3fff_ffff,
      want: { Result: FAILURE, AddressingReset: false },
    },
    {
      name: 'a string',
      row: MiniportReset,
      given: 'SUCCESS',
      want: { Result: FAILURE, AddressingReset: false },
      isNonsense: true,
    },
    {
      name: 'a promise',
      row: MiniportReset,
      given: Promise.resolve(0),
      want: { Result: FAILURE, AddressingReset: false },
      isNonsense: true,
    },
    {
      name: 'an out of another type',
      row: MiniportReset,
      given: { Result: 0, AddressingReset: 1 },
      want: { Result: 0, AddressingReset: false },
      isNonsense: true,
    },
    { name: 'a BOOLEAN', row: MiniportCheckForHang, given: true, want: true },
    {
      name: 'a number for a BOOLEAN',
      row: MiniportCheckForHang,
      given: 1,
      want: false,
      isNonsense: true,
    },
    {
      name: 'outs alone',
      row: MiniportISR,
      given: { InterruptRecognized: true },
      want: { InterruptRecognized: true, QueueMiniportHandleInterrupt: false },
    },
    {
      name: 'nothing, where outs are due',
      row: MiniportISR,
      given: undefined,
      want: { InterruptRecognized: false, QueueMiniportHandleInterrupt: false },
    },
    { name: 'something, where nothing is due', row: MiniportHalt, given: 5, want: undefined },
    {
      name: 'a promise, where nothing is due',
      row: MiniportHalt,
      given: Promise.resolve(),
      want: undefined,
      isNonsense: true,
    },
  ];
  test.each(cases)('$name', ({ row, given, want, isNonsense = false }) => {
    const { session, result } = call(row, () => given);
    expect(result).toEqual(want);
    expect(rulesOf(session)).toEqual(isNonsense ? ['registration/handler-returned-nonsense'] : []);
    expect(endOf(session)).toBeNull();
  });
});

test('an exception that a call raises says where the call was made', () => {
  const session = createSession(
    { initialize: () => session.os.raise(0x8000_0003, 'there is no debugger') },
    { callSite: (error) => (error === undefined ? 'driver.ts:7' : undefined) },
  );
  session.play(() => {
    session.load();
    session.start();
  });
  const [{ message, evidence }] = session.os.findings;
  expect(message).toContain('(The kernel raised 0x80000003: there is no debugger)');
  expect(evidence.at).toBe('driver.ts:7');
});

describe('an exception of the driver', () => {
  const thrown: [string, unknown, string][] = [
    ['an error', new TypeError('x is undefined'), 'TypeError: x is undefined'],
    ['a string', 'oops', '"oops"'],
    ['undefined', undefined, 'undefined'],
    ['an object without a prototype', Object.create(null), 'an object'],
  ];
  test.each(thrown)('%s is a finding, and ends the run', (_name, value, want) => {
    for (const [profile, code] of [
      ['strict', 0x7e],
      ['windows', 0x7e],
    ] as const) {
      const session = createSession(
        {
          initialize: () => {
            throw value;
          },
        },
        { profile },
      );
      session.play(() => {
        session.load();
        session.start();
      });
      expect(rulesOf(session)).toEqual(['memory/unhandled-exception']);
      expect(session.os.findings[0].message).toContain(want);
      expect(endOf(session)).toBe(code);
    }
  });

  test('from a handler that NDIS calls within a call of the driver', () => {
    const session = inDriver((ndis, handle) => {
      const callback: Handler<'MiniportSynchronizeISR'> = () => {
        throw new Error('inner');
      };
      const interrupt = connectInterrupt(ndis, handle);
      try {
        ndis.NdisMSynchronizeWithInterrupt(interrupt, ndis.addressOf(callback), NULL);
      } catch {
        // The driver may catch what it likes.
      }
      ndis.NdisStallExecution(1);
    });
    expect(rulesOf(session)).toEqual(['memory/unhandled-exception']);
    expect(session.os.findings[0].boundary).toBe('MiniportSynchronizeISR');
    expect(endOf(session)).toBe(0x1e);
  });
});

describe('recursion', () => {
  test.each([
    {
      name: 'without end in the driver itself',
      act: () => {
        const recurse = (depth: number): number => recurse(depth + 1) + 1;
        recurse(0);
      },
    },
    {
      name: 'without end through calls to NDIS',
      act: (ndis: { NdisStallExecution(us: number): void }) => {
        const recurse = (): void => {
          ndis.NdisStallExecution(0);
          recurse();
        };
        recurse();
      },
    },
  ])('$name is a stack overflow', ({ act }) => {
    const session = inDriver((ndis) => act(ndis));
    expect(rulesOf(session)).toEqual(['memory/stack-overflow']);
    expect(endOf(session)).toBe(0x7f);
  });

  test.each([
    { name: 'in one piece', bytes: 0x3001, times: 1 },
    { name: 'bit by bit', bytes: 0x400, times: 13 },
  ])('locals of more than 12 KB, $name', ({ bytes, times }) => {
    const session = inDriver((ndis) => {
      for (let index = 0; index < times; index++) ndis.localBytes(bytes);
    });
    expect(rulesOf(session)).toEqual(['memory/stack-too-deep']);
    expect(endOf(session)).toBe(0x7f);
  });
});

describe('an address without code', () => {
  test.each([
    { name: 'NULL', address: 0, rule: 'memory/null-page' },
    { name: 'data', address: 0x8012_0000, rule: 'memory/wild-access' },
    { name: 'the middle of a function', address: 0x8004_0001, rule: 'memory/wild-access' },
  ])('$name', ({ address, rule }) => {
    const session = startSession();
    session.play(() => callHandler(session.os, MiniportHalt, virtual(address), 0, NULL));
    expect(rulesOf(session)).toEqual([rule]);
    expect(session.os.findings[0].boundary).toBe('MiniportHalt');
    expect(endOf(session)).toBe(0xd1);
  });

  test('of an image that is gone: bug check 0xCE', () => {
    const session = startSession();
    const address = (session.image as TypeScriptImage).ndis.addressOf(() => undefined);
    session.play(() => {
      session.halt();
      session.unload();
      callHandler(session.os, MiniportHalt, address, 0, NULL);
    });
    expect(rulesOf(session)).toEqual(['interrupt/callback-after-unload']);
    expect(endOf(session)).toBe(0xce);
  });
});

test('frames nest: each finding names the handler that runs', () => {
  const session = startSession({
    MiniportCheckForHang(ndis) {
      ndis.NdisFreeMemory(virtual(0x8012_0000), 1, 0);
      return false;
    },
    initialize(ndis) {
      ndis.NdisFreeMemory(virtual(0x8012_0000), 1, 0);
      return SUCCESS;
    },
  });
  session.play(() => session.idle(5e9));
  expect(session.os.findings.map(({ boundary }) => boundary)).toEqual([
    'MiniportInitialize',
    'MiniportCheckForHang',
  ]);
  expect(session.os.boundary).toBe('idle');
});
