/** Atomic arithmetic, and lists under a spin lock. */
import { Irql, incomplete, input } from '../row';
import { LARGE_INTEGER, LONG, ULONG, USHORT, VOID, pointer } from '../types';

export const NdisInterlockedIncrement = incomplete({
  name: 'NdisInterlockedIncrement',
  returns: LONG,
  args: [input('Addend', pointer('LONG'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedincrement',
  summary: 'Adds one; gives the result.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedDecrement = incomplete({
  name: 'NdisInterlockedDecrement',
  returns: LONG,
  args: [input('Addend', pointer('LONG'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockeddecrement',
  summary: 'Subtracts one; gives the result.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedAddUlong = incomplete({
  name: 'NdisInterlockedAddUlong',
  returns: ULONG,
  args: [
    input('Addend', pointer('ULONG')),
    input('Increment', ULONG),
    input('SpinLock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedaddulong',
  summary: 'Adds under a spin lock; gives the value from before.',
});

// No public prototype: ExInterlockedAddLargeInteger's, for which it stands. The name is spelt so.
export const NdisInterlockedAddLargeInterger = incomplete({
  name: 'NdisInterlockedAddLargeInterger',
  returns: LARGE_INTEGER,
  args: [
    input('Addend', pointer('LARGE_INTEGER')),
    input('Increment', LARGE_INTEGER),
    input('SpinLock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Adds 64 bits under a spin lock; gives the value from before.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedInsertHeadList = incomplete({
  name: 'NdisInterlockedInsertHeadList',
  returns: pointer('LIST_ENTRY'),
  args: [
    input('ListHead', pointer('LIST_ENTRY')),
    input('ListEntry', pointer('LIST_ENTRY')),
    input('SpinLock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedinsertheadlist',
  summary: 'Puts an entry first in a list; gives the one that was first, or NULL.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedInsertTailList = incomplete({
  name: 'NdisInterlockedInsertTailList',
  returns: pointer('LIST_ENTRY'),
  args: [
    input('ListHead', pointer('LIST_ENTRY')),
    input('ListEntry', pointer('LIST_ENTRY')),
    input('SpinLock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedinserttaillist',
  summary: 'Puts an entry last in a list; gives the one that was last, or NULL.',
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedRemoveHeadList = incomplete({
  name: 'NdisInterlockedRemoveHeadList',
  returns: pointer('LIST_ENTRY'),
  args: [input('ListHead', pointer('LIST_ENTRY')), input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedremoveheadlist',
  summary: 'Takes the first entry off a list; NULL if it is empty.',
});

export const NdisInterlockedPushEntryList = incomplete({
  name: 'NdisInterlockedPushEntryList',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [
    input('ListHead', pointer('SINGLE_LIST_ENTRY')),
    input('ListEntry', pointer('SINGLE_LIST_ENTRY')),
    input('Lock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Puts an entry first in a singly linked list; gives the one that was first.',
});

export const NdisInterlockedPopEntryList = incomplete({
  name: 'NdisInterlockedPopEntryList',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [input('ListHead', pointer('SINGLE_LIST_ENTRY')), input('Lock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Takes the first entry off a singly linked list; NULL if it is empty.',
});

// Compiles to no call.
export const NdisInitializeListHead = incomplete({
  name: 'NdisInitializeListHead',
  form: 'macro',
  returns: VOID,
  args: [input('ListHead', pointer('LIST_ENTRY'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializelisthead',
  summary: 'Makes a list empty.',
});

// Compiles to no call.
export const NdisInitializeSListHead = incomplete({
  name: 'NdisInitializeSListHead',
  form: 'macro',
  returns: VOID,
  args: [input('SListHead', pointer('SLIST_HEADER'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializeslisthead',
  summary: 'Makes a sequenced list empty.',
});

// Compiles to no call.
export const NdisQueryDepthSList = incomplete({
  name: 'NdisQueryDepthSList',
  form: 'macro',
  returns: USHORT,
  args: [input('SListHead', pointer('SLIST_HEADER'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-ndis-ndisquerydepthslist',
  summary: 'Gives how many entries a sequenced list has.',
});

// Compiles to ntoskrnl.exe!ExInterlockedPushEntrySList.
export const NdisInterlockedPushEntrySList = incomplete({
  name: 'NdisInterlockedPushEntrySList',
  form: 'macro',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [
    input('SListHead', pointer('SLIST_HEADER')),
    input('SListEntry', pointer('SINGLE_LIST_ENTRY')),
    input('Lock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedpushentryslist',
  summary: 'Puts an entry first in a sequenced list; gives the one that was first.',
});

// Compiles to ntoskrnl.exe!ExInterlockedPopEntrySList.
export const NdisInterlockedPopEntrySList = incomplete({
  name: 'NdisInterlockedPopEntrySList',
  form: 'macro',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [input('SListHead', pointer('SLIST_HEADER')), input('Lock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedpopentryslist',
  summary: 'Takes the first entry off a sequenced list; NULL if it is empty.',
});
