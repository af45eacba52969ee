/** The operators on sources as drivers have them: what goes in, and what comes out. */
import { applyChange, changesOf, type Operator } from './operators';

/** The source with each change of an operator made, one at a time. */
function mutated(source: string, operator: Operator): readonly string[] {
  const changes = changesOf(source).filter((one) => one.operator === operator);
  return changes.map((change) => applyChange(source, change));
}

test.each<{ name: string; operator: Operator; given: string; want: string[] }>([
  {
    name: 'a release is dropped',
    operator: 'drop',
    given: 'if (a.Pool !== 0) ndis.NdisFreePacketPool(a.Pool);',
    want: ['if (a.Pool !== 0) 0;'],
  },
  {
    name: 'a release whose value is used is dropped',
    operator: 'drop',
    given: 'const { TimerCancelled } = ndis.NdisMCancelTimer(timer);',
    want: ['const { TimerCancelled } = 0;'],
  },
  {
    name: 'a release is doubled',
    operator: 'double',
    given: 'ndis.NdisFreeBuffer(buffer);',
    want: ['(ndis.NdisFreeBuffer(buffer), ndis.NdisFreeBuffer(buffer));'],
  },
  {
    name: 'what may be done twice is not doubled',
    operator: 'double',
    given: 'ndis.NdisSetEvent(event);',
    want: [],
  },
  {
    name: 'a release goes to the beginning of its block',
    operator: 'early',
    given: 'function f() { stop(); use(a); if (a) ndis.NdisFreeBuffer(a); end(); }',
    want: ['function f() { if (a) ndis.NdisFreeBuffer(a); stop(); use(a); ; end(); }'],
  },
  {
    name: 'a release stays behind what it depends on',
    operator: 'early',
    given: 'function f() { const { x: a } = g(); use(a); ndis.NdisFreeBuffer(a); }',
    want: ['function f() { const { x: a } = g(); ndis.NdisFreeBuffer(a); use(a); ; }'],
  },
  {
    name: 'a release that is the first thing stays',
    operator: 'early',
    given: 'function f(a) { ndis.NdisFreeBuffer(a); use(a); }',
    want: [],
  },
  {
    name: 'each argument is wrong',
    operator: 'argument',
    given: 'ndis.NdisMFreeSharedMemory(handle, length, false, address, physical);',
    want: [
      'ndis.NdisMFreeSharedMemory((handle) + 4, length, false, address, physical);',
      'ndis.NdisMFreeSharedMemory(handle, (length) + 4, false, address, physical);',
      'ndis.NdisMFreeSharedMemory(handle, length, !(false), address, physical);',
      'ndis.NdisMFreeSharedMemory(handle, length, false, (address) + 4, physical);',
      'ndis.NdisMFreeSharedMemory(handle, length, false, address, (physical) + 4);',
    ],
  },
  {
    name: 'no status is looked at',
    operator: 'unchecked',
    given: 'if (s !== NDIS_STATUS_SUCCESS) f(); if (s === NDIS_STATUS_PENDING) g();',
    want: [
      'if (false) f(); if (s === NDIS_STATUS_PENDING) g();',
      'if (s !== NDIS_STATUS_SUCCESS) f(); if (false) g();',
    ],
  },
  {
    name: 'a NULL that a call gave is not looked at',
    operator: 'unchecked',
    given:
      'function f() { const { VirtualAddress: v } = ndis.NdisMAllocateSharedMemory(h, 4, false); ' +
      'if (v === NULL) return; if (other === NULL) return; }',
    want: [
      'function f() { const { VirtualAddress: v } = ndis.NdisMAllocateSharedMemory(h, 4, false); ' +
        'if (false) return; if (other === NULL) return; }',
    ],
  },
  {
    name: 'a lock is taken with the other variant',
    operator: 'variant',
    given: 'ndis.NdisDprAcquireSpinLock(lock); ndis.NdisReleaseSpinLock(lock);',
    want: [
      'ndis.NdisAcquireSpinLock(lock); ndis.NdisReleaseSpinLock(lock);',
      'ndis.NdisDprAcquireSpinLock(lock); ndis.NdisDprReleaseSpinLock(lock);',
    ],
  },
  {
    name: 'a packet that is pending is said to be sent, and the reverse',
    operator: 'owner',
    given: 'const MiniportSend = () => (a ? NDIS_STATUS_PENDING : NDIS_STATUS_SUCCESS);',
    want: [
      'const MiniportSend = () => (a ? 0x0 : NDIS_STATUS_SUCCESS);',
      'const MiniportSend = () => (a ? NDIS_STATUS_PENDING : 0x103);',
    ],
  },
  {
    name: 'statuses that are imported or compared are not told to NDIS',
    operator: 'owner',
    given: "import { NDIS_STATUS_PENDING } from './status'; f(a === NDIS_STATUS_PENDING);",
    want: [],
  },
  {
    name: 'calls of others than NDIS stay',
    operator: 'drop',
    given: 'freeRings(ndis, a); list.NdisFreeBuffer(b); ndis.NdisZeroMemory(c, 4);',
    want: [],
  },
])('$operator: $name', ({ operator, given, want }) => {
  expect(mutated(given, operator)).toEqual(want);
});

test('a change is named by its function and its call, not by its line', () => {
  const source = `
    export function release(a) { ndis.NdisFreeBuffer(a); }
    const MiniportHalt = () => { ndis.NdisFreeBuffer(b); };
    ndis.NdisFreeBuffer(c);`;
  const drops = (text: string) =>
    changesOf(text)
      .filter(({ operator }) => operator === 'drop')
      .map(({ inFunction, what }) => `${inFunction} ${what}`);
  const want = ['release NdisFreeBuffer', 'MiniportHalt NdisFreeBuffer', 'module NdisFreeBuffer'];
  expect(drops(source)).toEqual(want);
  expect(drops(`\n\n// More lines.\n${source}`)).toEqual(want);
});
