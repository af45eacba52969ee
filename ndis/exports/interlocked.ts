/** Atomic arithmetic, and lists under a spin lock. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  initializeList,
  insertHead,
  insertTail,
  popEntry,
  popSequenced,
  pushEntry,
  pushSequenced,
  removeHead,
} from '../kernel/lists';
import type { OperatingSystem } from '../operating-system';
import { checkInterlock } from '../wrapper/spin-locks';
import { SLIST_HEADER } from '../structures/list';
import { exported, input, Irql } from '../row';
import { LONG, LONGLONG, ULONG, USHORT, VOID, pointer, scalarReader, scalarWriter } from '../types';

const addend = input('Addend', pointer('LONG'));
const head = input('ListHead', pointer('LIST_ENTRY'));
const entry = input('ListEntry', pointer('LIST_ENTRY'));
const singleHead = input('ListHead', pointer('SINGLE_LIST_ENTRY'));
const spinLock = input('SpinLock', pointer('NDIS_SPIN_LOCK'));
const lock = input('Lock', pointer('NDIS_SPIN_LOCK'));

const readLong64 = scalarReader(LONGLONG);
const writeLong64 = scalarWriter(LONGLONG);

/** Adds to 32 bits in memory; the sum, unsigned. */
function add({ memory }: OperatingSystem, address: VirtualAddress, increment: number): number {
  const sum = (memory.read32(address) + increment) >>> 0;
  memory.write32(address, sum);
  return sum;
}

export const NdisInterlockedIncrement = exported({
  name: 'NdisInterlockedIncrement',
  returns: LONG,
  args: [addend],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedincrement',
  summary: 'Adds one; gives the result.',
  body: (os, Addend) => add(os, Addend, 1) | 0,
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedDecrement = exported({
  name: 'NdisInterlockedDecrement',
  returns: LONG,
  args: [addend],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockeddecrement',
  summary: 'Subtracts one; gives the result.',
  body: (os, Addend) => add(os, Addend, -1) | 0,
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedAddUlong = exported({
  name: 'NdisInterlockedAddUlong',
  returns: ULONG,
  args: [input('Addend', pointer('ULONG')), input('Increment', ULONG), spinLock],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedaddulong',
  summary: 'Adds under a spin lock; gives the value from before.',
  body(os, Addend, Increment, SpinLock) {
    checkInterlock(os, SpinLock);
    return (add(os, Addend, Increment) - Increment) >>> 0;
  },
});

// No public prototype: ExInterlockedAddLargeInteger's, for which it stands. The name is spelt so.
export const NdisInterlockedAddLargeInterger = exported({
  name: 'NdisInterlockedAddLargeInterger',
  returns: LONGLONG,
  args: [input('Addend', pointer('LARGE_INTEGER')), input('Increment', LONGLONG), spinLock],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Adds 64 bits under a spin lock; gives the value from before.',
  body(os, Addend, Increment, SpinLock) {
    checkInterlock(os, SpinLock);
    const before = readLong64(os.memory, Addend);
    writeLong64(os.memory, Addend, before + Increment);
    return before;
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedInsertHeadList = exported({
  name: 'NdisInterlockedInsertHeadList',
  returns: pointer('LIST_ENTRY'),
  args: [head, entry, spinLock],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedinsertheadlist',
  summary: 'Puts an entry first in a list; gives the one that was first, or NULL.',
  body(os, ListHead, ListEntry, SpinLock) {
    checkInterlock(os, SpinLock);
    return insertHead(os, ListHead, ListEntry);
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedInsertTailList = exported({
  name: 'NdisInterlockedInsertTailList',
  returns: pointer('LIST_ENTRY'),
  args: [head, entry, spinLock],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedinserttaillist',
  summary: 'Puts an entry last in a list; gives the one that was last, or NULL.',
  body(os, ListHead, ListEntry, SpinLock) {
    checkInterlock(os, SpinLock);
    return insertTail(os, ListHead, ListEntry);
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedRemoveHeadList = exported({
  name: 'NdisInterlockedRemoveHeadList',
  returns: pointer('LIST_ENTRY'),
  args: [head, spinLock],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedremoveheadlist',
  summary: 'Takes the first entry off a list; NULL if it is empty.',
  body(os, ListHead, SpinLock) {
    checkInterlock(os, SpinLock);
    return removeHead(os, ListHead);
  },
});

export const NdisInterlockedPushEntryList = exported({
  name: 'NdisInterlockedPushEntryList',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [singleHead, input('ListEntry', pointer('SINGLE_LIST_ENTRY')), lock],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Puts an entry first in a singly linked list; gives the one that was first.',
  body(os, ListHead, ListEntry, Lock) {
    checkInterlock(os, Lock);
    return pushEntry(os, ListHead, ListEntry);
  },
});

export const NdisInterlockedPopEntryList = exported({
  name: 'NdisInterlockedPopEntryList',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [singleHead, lock],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Takes the first entry off a singly linked list; NULL if it is empty.',
  body(os, ListHead, Lock) {
    checkInterlock(os, Lock);
    return popEntry(os, ListHead);
  },
});

// Compiles to no call.
export const NdisInitializeListHead = exported({
  name: 'NdisInitializeListHead',
  form: 'macro',
  returns: VOID,
  args: [head],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializelisthead',
  summary: 'Makes a list empty.',
  body: (os, ListHead) => initializeList(os, ListHead),
});

// Compiles to no call.
export const NdisInitializeSListHead = exported({
  name: 'NdisInitializeSListHead',
  form: 'macro',
  returns: VOID,
  args: [input('SListHead', pointer('SLIST_HEADER'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializeslisthead',
  summary: 'Makes a sequenced list empty.',
  body(os, SListHead) {
    os.memory.write32(SListHead, 0);
    os.memory.write32(virtual(SListHead + 4), 0);
  },
});

// Compiles to no call.
export const NdisQueryDepthSList = exported({
  name: 'NdisQueryDepthSList',
  form: 'macro',
  returns: USHORT,
  args: [input('SListHead', pointer('SLIST_HEADER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisquerydepthslist',
  summary: 'Gives how many entries a sequenced list has.',
  body: (os, SListHead) => SLIST_HEADER.at(os.memory, SListHead).Depth,
});

// Compiles to ntoskrnl.exe!ExInterlockedPushEntrySList.
export const NdisInterlockedPushEntrySList = exported({
  name: 'NdisInterlockedPushEntrySList',
  form: 'macro',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [
    input('SListHead', pointer('SLIST_HEADER')),
    input('SListEntry', pointer('SINGLE_LIST_ENTRY')),
    lock,
  ],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedpushentryslist',
  summary: 'Puts an entry first in a sequenced list; gives the one that was first.',
  body(os, SListHead, SListEntry, Lock) {
    checkInterlock(os, Lock);
    return pushSequenced(os, SListHead, SListEntry);
  },
});

// Compiles to ntoskrnl.exe!ExInterlockedPopEntrySList.
export const NdisInterlockedPopEntrySList = exported({
  name: 'NdisInterlockedPopEntrySList',
  form: 'macro',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [input('SListHead', pointer('SLIST_HEADER')), lock],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedpopentryslist',
  summary: 'Takes the first entry off a sequenced list; NULL if it is empty.',
  body(os, SListHead, Lock) {
    checkInterlock(os, Lock);
    return popSequenced(os, SListHead);
  },
});
