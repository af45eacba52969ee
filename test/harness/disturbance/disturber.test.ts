import type { Fault } from '../../../ndis/faults';
import { physical, virtual, type Ndis } from '../../../ndis';
import {
  barsOf,
  connectInterrupt,
  createSession,
  type DriverParts,
} from '../../support/inline-driver';

/** 8254x SDM 13.4: STATUS, whose reserved bits read 0, and EERD, which reads a word of EEPROM. */
const STATUS = 0x0008;
const EERD = 0x0014;
const EERD_START = 1;
const { registers } = barsOf(createSession());

function fault(call: string, failure: string, occurrence = 1): Fault {
  return { call, failure, occurrence };
}

/** What a driver sees in each of two loads; faults end with the first. */
function seenBy(faults: readonly Fault[], look: (ndis: Ndis, base: number) => unknown): unknown[] {
  const seen: unknown[] = [];
  const parts: DriverParts = {
    initialize(ndis, handle) {
      const { VirtualAddress } = ndis.NdisMMapIoSpace(handle, physical(registers), 0x2_0000);
      seen.push(look(ndis, VirtualAddress));
      ndis.NdisMUnmapIoSpace(handle, VirtualAddress, 0x2_0000);
    },
  };
  const session = createSession(parts, { faults });
  session.play(() => {
    for (let load = 0; load < 2; load++) {
      session.load();
      session.start();
      session.halt();
      session.unload();
    }
  });
  expect(session.os.faults?.injected ?? []).toEqual(faults);
  return seen;
}

const status = (ndis: Ndis, base: number) => ndis.memory.read32(virtual(base + STATUS));

/** The sum of the first 64 words, which is BABAh if all is well (8254x SDM 5.6.35). */
function eepromSum(ndis: Ndis, base: number): string {
  let sum = 0;
  for (let word = 0; word < 0x40; word++) {
    ndis.memory.write32(virtual(base + EERD), (word << 8) | EERD_START);
    ndis.NdisStallExecution(50);
    sum += ndis.memory.read32(virtual(base + EERD)) >>> 16;
  }
  return (sum & 0xffff).toString(16);
}

const [PLAIN] = seenBy([], status);

test.each([
  { name: 'gone', faults: [fault('device', 'gone', 4)], want: 0xffff_ffff },
  { name: 'a value', faults: [fault('read', '0x12345678', 3)], want: 0x1234_5678 },
  { name: 'dead', faults: [fault('registers', 'dead')], want: 0xffff_ffff },
  { name: 'no value twice', faults: [fault('read', '0x12345678', 3)], twice: true, want: PLAIN },
])('a device that is read: $name', ({ faults, want, twice = false }) => {
  const look = (ndis: Ndis, base: number) => {
    const first = status(ndis, base);
    return twice ? status(ndis, base) : first;
  };
  expect(seenBy(faults, look)).toEqual([want, PLAIN]);
});

test('bits that are stuck stay, and the others do not', () => {
  const CTRL = 0;
  const look = (ndis: Ndis, base: number) => {
    const at = virtual(base + CTRL);
    const before = ndis.memory.read32(at);
    ndis.memory.write32(at, before ^ 0x41);
    return before ^ ndis.memory.read32(at);
  };
  const [stuck, free] = seenBy([fault('stuck', '0x00000001', 3)], look);
  expect([stuck, free]).toEqual([0x40, 0x41]);
});

test.each([
  { isClean: true, want: ['hardware/hostile-value-not-survived'] },
  { isClean: false, want: ['memory/null-page'] },
])('a senseless value leads a driver astray; clean otherwise: $isClean', ({ isClean, want }) => {
  const parts: DriverParts = {
    initialize(ndis, handle) {
      const { VirtualAddress } = ndis.NdisMMapIoSpace(handle, physical(registers), 0x2_0000);
      status(ndis, VirtualAddress);
      ndis.memory.read8(virtual(8));
    },
  };
  const faults = [fault('read', '0x12345678', 3)];
  const session = createSession(parts, {
    faults,
    faultless: () => ({
      loads: [],
      isClean,
      acts: [],
      rules: new Set(),
      addressedRules: new Set(),
    }),
  });
  session.play(() => session.load() && session.start());
  expect(session.os.findings.map(({ rule }) => rule)).toEqual(want);
});

test('a register that is waited for, and stuck: the poll comes to an end', () => {
  const parts: DriverParts = {
    initialize(ndis, handle) {
      const { VirtualAddress } = ndis.NdisMMapIoSpace(handle, physical(registers), 0x2_0000);
      while (status(ndis, VirtualAddress) !== 0);
    },
  };
  const session = createSession(parts, { faults: [fault('stuck', '0x00000001', 3)] });
  session.play(() => session.load() && session.start());
  expect(session.os.findings.map(({ rule }) => rule)).toEqual(['hardware/poll-without-limit']);
});

test('the checksum of the EEPROM is wrong, and right again', () => {
  expect(seenBy([fault('eeprom', 'checksum')], eepromSum)).toEqual([
    expect.not.stringMatching('baba'),
    'baba',
  ]);
});

test.each([
  ['zero', 0],
  ['maximal', 0x7fff_ffff],
  ['negative', 0xffff_ffff],
])('a keyword that is %s', (way, want) => {
  const session = createSession({}, { faults: [fault('registry', `${way}:Buffers`)] });
  expect(session.parameters.get('buffers')).toEqual({ type: 'integer', value: want });
  session.play(() => {
    session.load();
    session.unload();
  });
  expect(session.parameters.get('buffers')).toBeUndefined();
});

test('another device on the line: the service routine is called, once, and the line goes quiet', () => {
  let calls = 0;
  const parts: DriverParts = {
    initialize(ndis, handle) {
      const interrupt = connectInterrupt(ndis, handle);
      for (let count = 0; count < 20; count++) ndis.NdisStallExecution(1);
      ndis.NdisMDeregisterInterrupt(interrupt);
    },
    MiniportISR() {
      calls++;
      return { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };
    },
    MiniportHandleInterrupt: () => undefined,
  };
  const session = createSession(parts, { faults: [fault('interrupt', 'shared', 10)] });
  session.play(() => {
    session.load();
    session.start();
  });
  expect(calls).toBe(1);
  expect(session.board.interruptLine.isAsserted).toBe(false);
  expect(session.os.findings).toEqual([]);
});

test('a driver that claims what its NIC does not assert keeps the other device from being served', () => {
  const parts: DriverParts = {
    initialize(ndis, handle) {
      const interrupt = connectInterrupt(ndis, handle);
      for (let count = 0; count < 20; count++) ndis.NdisStallExecution(1);
      ndis.NdisMDeregisterInterrupt(interrupt);
    },
    MiniportISR: () => ({ InterruptRecognized: true, QueueMiniportHandleInterrupt: false }),
    MiniportHandleInterrupt: () => undefined,
  };
  const session = createSession(parts, { faults: [fault('interrupt', 'shared', 10)] });
  session.play(() => session.load() && session.start());
  expect(session.os.findings.map(({ rule }) => rule)).toEqual([
    'interrupt/foreign-interrupt-claimed',
  ]);
});

describe('a timer that expires just when it is cancelled', () => {
  /** The log of a driver that cancels a timer, sleeps for a while and ends its initialization. */
  function cancel(kind: 'once' | 'periodic', sleepUs: number) {
    const log: unknown[] = [];
    const TIMER_BYTES = 0x58;
    const session = createSession(
      {
        initialize(ndis, handle) {
          const timer = ndis.NdisAllocateMemoryWithTag(TIMER_BYTES, 1).VirtualAddress;
          const run = () => void log.push('run');
          ndis.NdisMInitializeTimer(timer, handle, ndis.addressOf(run as never), virtual(0));
          if (kind === 'once') ndis.NdisMSetTimer(timer, 1000);
          else ndis.NdisMSetPeriodicTimer(timer, 1000);
          log.push(ndis.NdisMCancelTimer(timer).TimerCancelled);
          if (sleepUs > 0) ndis.NdisMSleep(sleepUs);
          ndis.NdisFreeMemory(timer, TIMER_BYTES, 0);
          log.push('end');
          return 0xc000_0001 as never;
        },
      },
      { faults: [fault('timer', 'running', 2)] },
    );
    session.play(() => session.load() && session.start());
    const rules = session.os.findings.map(({ rule }) => rule);
    return { log, rules: rules.filter((rule) => rule.startsWith('interrupt')) };
  }

  test.each([
    {
      name: 'and is not waited for',
      kind: 'once',
      sleepUs: 0,
      want: { log: [false, 'end'], rules: ['interrupt/running-timer-not-awaited'] },
    },
    {
      name: 'and is waited for',
      kind: 'once',
      sleepUs: 1000,
      want: { log: [false, 'run', 'end'], rules: [] },
    },
    {
      name: 'but is periodic',
      kind: 'periodic',
      sleepUs: 0,
      want: { log: [true, 'end'], rules: [] },
    },
  ] as const)('$name', ({ kind, sleepUs, want }) => {
    expect(cancel(kind, sleepUs)).toEqual(want);
  });
});

test('nothing is disturbed that is not there: no fault has happened then', () => {
  const session = createSession(
    {},
    { faults: [fault('interrupt', 'shared', 2), fault('timer', 'due', 2)] },
  );
  session.play(() => session.load());
  expect(session.os.faults?.injected).toEqual([]);
});

test('a NIC that is gone before it is started is not started, and is there for the next load', () => {
  const session = createSession({}, { faults: [fault('device', 'gone', 1)] });
  const started: boolean[] = [];
  session.play(() => {
    for (let load = 0; load < 2; load++) {
      session.load();
      started.push(session.start());
      session.halt();
      session.unload();
    }
  });
  expect(started).toEqual([false, true]);
});
