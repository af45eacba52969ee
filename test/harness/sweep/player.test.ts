import { SCENARIOS } from '../../../harness/scenarios';
import { FAULT_KINDS, isFaultKind, type FaultKind } from '../../../harness/sweep/kinds';
import type { RunOutcome } from '../../../harness/sweep/outcome';
import { SweepPlayer } from '../../../harness/sweep/player';
import { playFirst } from '../../support/sweeps';
import {
  barsOf,
  connectInterrupt,
  createSession,
  FAILURE,
  inlineDriver,
  NOT_SUPPORTED,
  SUCCESS,
  type DriverParts,
} from '../../support/inline-driver';
import { OID_GEN_SUPPORTED_LIST, OID_GEN_VENDOR_ID } from '../../../ndis/oid';
import { NDIS_STATUS_BUFFER_TOO_SHORT as TOO_SHORT } from '../../../ndis/status';
import { layout, physical, ULONG, virtual, type Ndis, type NdisHandle } from '../../../ndis';

const ALL = Object.keys(FAULT_KINDS).filter(isFaultKind);

function player(parts: DriverParts, kinds: readonly FaultKind[] = ['call'], pairs = false) {
  const request = { driver: 'a.ts', device: '82540em', profile: 'strict', seed: 1 } as const;
  // A driver that spins is told from one that takes its time after fewer calls than usual.
  const limits = { virtualTimeNs: 3600e9, calls: 60_000 };
  const options = {
    ...request,
    driver: inlineDriver({ MiniportSend: () => SUCCESS, ...parts }),
    driverName: 'a.ts',
  };
  return new SweepPlayer(
    { ...request, kinds, pairs },
    { ...options, limits, scenario: SCENARIOS.life },
  );
}

function sweep(parts: DriverParts, kinds?: readonly FaultKind[], pairs?: boolean): RunOutcome[] {
  const one = player(parts, kinds, pairs);
  const { faults, clean } = one.plan();
  return [clean, ...faults.flatMap(({ fault }, at) => playFirst(one, at + 1, fault))];
}

function rulesOf(outcomes: readonly RunOutcome[]): string[] {
  return [...new Set(outcomes.flatMap(({ seen }) => seen.map(({ rule }) => rule)))].sort();
}

function writeError(ndis: Ndis, handle: NdisHandle): typeof FAILURE {
  ndis.NdisWriteErrorLogEntry(handle, 0xc000138a, 0);
  return FAILURE;
}

/** Takes two blocks of memory; `unwinds` says whether the first is freed when there is no second. */
function twoBlocks(unwinds: boolean): DriverParts {
  let blocks: number[] = [];
  return {
    initialize(ndis, handle) {
      const first = ndis.NdisAllocateMemoryWithTag(16, 1);
      if (first.Result !== 0) return writeError(ndis, handle);
      const second = ndis.NdisAllocateMemoryWithTag(32, 1);
      blocks = [first.VirtualAddress, second.VirtualAddress];
      if (second.Result === 0) return undefined;
      if (unwinds) ndis.NdisFreeMemory(first.VirtualAddress, 16, 0);
      return writeError(ndis, handle);
    },
    MiniportHalt(ndis) {
      ndis.NdisFreeMemory(virtual(blocks[1]), 32, 0);
      ndis.NdisFreeMemory(virtual(blocks[0]), 16, 0);
    },
  };
}

test('each call fails with each of its statuses, in both loads', () => {
  const { faults } = player(twoBlocks(true)).plan();
  const ofLoad = (load: number) => [
    ['NdisInitializeWrapper', 'NULL', load],
    ['NdisMRegisterMiniport', 'NDIS_STATUS_BAD_CHARACTERISTICS', load],
    ['NdisMRegisterMiniport', 'NDIS_STATUS_BAD_VERSION', load],
    ['NdisMRegisterMiniport', 'NDIS_STATUS_RESOURCES', load],
    ['NdisMRegisterMiniport', 'NDIS_STATUS_FAILURE', load],
    ['NdisAllocateMemoryWithTag', 'NDIS_STATUS_FAILURE', 2 * load - 1],
    ['NdisAllocateMemoryWithTag', 'NDIS_STATUS_FAILURE', 2 * load],
  ];
  const got = faults.map(({ fault: { call, failure, occurrence } }) => [call, failure, occurrence]);
  expect(got).toEqual([...ofLoad(1), ...ofLoad(2)]);
});

test('what was held at a fault is released by a driver that unwinds, and lost by one that does not', () => {
  const outcomeOf = (unwinds: boolean) => {
    const run = sweep(twoBlocks(unwinds)).find(({ faults }) => faults[0]?.occurrence === 2)!;
    return run.unwind.map(({ kind, outcome }) => `${kind} ${outcome}`);
  };
  expect(outcomeOf(true)).toEqual(outcomeOf(false).map((one) => one.replace('lost', 'released')));
});

test('a leak on a failing path is found; the driver that keeps the rule is clean', () => {
  // It registers with the NULL of a failed NdisInitializeWrapper, as all drivers of these tests.
  const always = ['registration/null-wrapper-used'];
  const kept = rulesOf(sweep(twoBlocks(true)));
  expect(kept.filter((rule) => !rule.startsWith('registration/'))).toEqual([]);
  const broken = rulesOf(sweep(twoBlocks(false)));
  expect(broken).toEqual([...kept, 'resource/memory-not-freed'].sort());
  expect(kept).toEqual(expect.arrayContaining(always));
});

test('a failure that is remembered shows in the load after it', () => {
  let hasFailed = false;
  const outcomes = sweep({
    initialize(ndis, handle) {
      const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(16, 1);
      if (Result === 0) ndis.NdisFreeMemory(VirtualAddress, 16, 0);
      else hasFailed = true;
      if (!hasFailed) return undefined;
      return writeError(ndis, handle);
    },
    MiniportUnload: () => undefined,
  });
  expect(rulesOf(outcomes)).toContain('resource/single-fault-not-survived');
});

test('pairs: a leak that needs two failures', () => {
  let block = 0;
  const parts: DriverParts = {
    initialize(ndis, handle) {
      const first = ndis.NdisAllocateMemoryWithTag(16, 1);
      if (first.Result !== 0) {
        const second = ndis.NdisAllocateMemoryWithTag(8, 1);
        const third = ndis.NdisAllocateMemoryWithTag(8, 1);
        // The second is forgotten if there is no third.
        if (second.Result === 0 && third.Result === 0)
          for (const one of [second, third]) ndis.NdisFreeMemory(one.VirtualAddress, 8, 0);
        return writeError(ndis, handle);
      }
      block = first.VirtualAddress;
      return undefined;
    },
    MiniportHalt: (ndis) => ndis.NdisFreeMemory(virtual(block), 16, 0),
  };
  expect(rulesOf(sweep(parts))).not.toContain('resource/memory-not-freed');
  const pairs = sweep(parts, ['call'], true).filter(({ faults }) => faults.length === 2);
  const leaking = pairs.filter(({ seen }) =>
    seen.some(({ rule }) => rule === 'resource/memory-not-freed'),
  );
  expect(leaking[0].faults.map(({ occurrence }) => occurrence)).toEqual([1, 2]);
});

/** STATUS of the 82540EM (8254x SDM 13.4.2), and a bit that is always 0 there. */
const STATUS = 0x0008;
const RESERVED = 0x8000_0000;
const { registers: REGISTERS } = barsOf(createSession());

/** Polls until the card says that it is not busy; `isBounded` says whether it ever gives up. */
function polls(isBounded: boolean): DriverParts {
  return {
    initialize(ndis, handle) {
      const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(
        handle,
        physical(REGISTERS),
        0x2_0000,
      );
      if (Result !== 0) return writeError(ndis, handle);
      for (let count = 0; count < 10 || !isBounded; count++) {
        const value = ndis.memory.read32(virtual(VirtualAddress + STATUS));
        if ((value & RESERVED) === 0) break;
      }
      ndis.NdisMUnmapIoSpace(handle, VirtualAddress, 0x2_0000);
      return undefined;
    },
  };
}

/** What the ISR needs. */
const STATE = layout('STATE', undefined, { Address: ULONG });

/** Its interrupt is connected; `isReady` says whether before or after what the ISR needs. */
function connects(isReady: boolean): DriverParts {
  return {
    initialize(ndis, handle) {
      const state = ndis.global(STATE);
      state.Address = isReady ? ndis.NdisAllocateMemoryWithTag(16, 1).VirtualAddress : 0;
      if (isReady && state.Address === 0) return writeError(ndis, handle);
      interrupt = connectInterrupt(ndis, handle);
      if (!isReady) state.Address = ndis.NdisAllocateMemoryWithTag(16, 1).VirtualAddress;
      return undefined;
    },
    MiniportISR(ndis) {
      ndis.memory.read8(virtual(ndis.global(STATE).Address));
      return { InterruptRecognized: false, QueueMiniportHandleInterrupt: false };
    },
    MiniportHandleInterrupt: () => undefined,
    MiniportHalt(ndis) {
      ndis.NdisMDeregisterInterrupt(interrupt);
      ndis.NdisFreeMemory(virtual(ndis.global(STATE).Address), 16, 0);
    },
  };
}
let interrupt = virtual(0);

/** Of a vendor, who alone knows it. */
const OID_OWN = 0xff00_0001;

/** It names `oid` as supported and answers it with 4 bytes; `looks` says whether they must fit. */
function answers(oid: number, looks: boolean): DriverParts {
  const values = new Map([
    [OID_GEN_SUPPORTED_LIST, OID_OWN],
    [oid, 1],
  ]);
  return {
    MiniportQueryInformation(ndis, _context, asked, buffer, byteCount) {
      const value = values.get(asked);
      if (value === undefined) return { Result: NOT_SUPPORTED };
      if (byteCount < 4 && (looks || asked !== oid)) return { Result: TOO_SHORT, BytesNeeded: 4 };
      ndis.memory.write32(buffer, value);
      return { Result: SUCCESS, BytesWritten: 4 };
    },
  };
}

test.each([
  { name: 'one that all know', oid: OID_GEN_VENDOR_ID, fault: 'OID_GEN_VENDOR_ID' },
  { name: "a vendor's own", oid: OID_OWN, fault: '0xFF000001' },
])('an OID that is answered into a buffer too short: $name', ({ oid, fault }) => {
  expect(rulesOf(sweep(answers(oid, true), ['oid']))).toEqual([]);
  const found = sweep(answers(oid, false), ['oid']).filter(({ seen }) => seen.length > 0);
  expect(found.map(({ faults }) => faults)).toEqual([
    [{ call: 'oid', failure: fault, occurrence: 1 }],
  ]);
  expect(rulesOf(found)).toContain('oid/buffer-overrun');
});

test.each([
  { kind: 'gone', broken: polls(false), kept: polls(true), rule: 'callback-never-returns' },
  { kind: 'register', broken: polls(false), kept: polls(true), rule: undefined },
  { kind: 'interrupt', broken: connects(false), kept: connects(true), rule: 'not-ready' },
] as const)('$kind finds the driver that is not ready for it', ({ kind, broken, kept, rule }) => {
  const texts = (parts: DriverParts) => rulesOf(sweep(parts, [kind])).join(' ');
  expect(texts(kept)).toBe('');
  if (rule === undefined) expect(texts(broken)).toBe('');
  else expect(texts(broken)).toContain(rule);
});

test('a driver that touches nothing is clean whatever befalls its device', () => {
  const always = ['registration/no-error-log-entry', 'registration/null-wrapper-used'];
  const outcomes = sweep({}, ALL);
  expect(rulesOf(outcomes).filter((rule) => !always.includes(rule))).toEqual([]);
});

test.each([
  { name: 'starts', parts: {}, want: undefined },
  {
    name: 'refuses to',
    parts: { initialize: writeError },
    want: 'MiniportInitialize returned NDIS_STATUS_FAILURE',
  },
])('a driver that $name without a fault', ({ parts, want }) => {
  expect(player(parts).plan().clean.refused).toBe(want);
});
