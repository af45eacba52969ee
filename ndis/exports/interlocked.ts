/** Atomic arithmetic, and lists under a spin lock. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import type { OperatingSystem } from '../operating-system';
import { checkInterlock } from '../wrapper/spin-locks';
import { LIST_ENTRY, SINGLE_LIST_ENTRY, SLIST_HEADER } from '../structures';
import { exported, incomplete, input, Irql } from '../row';
import { LARGE_INTEGER, LONG, ULONG, USHORT, VOID, pointer } from '../types';

/** Adds to 32 bits in memory; the sum, unsigned. */
function add({ memory }: OperatingSystem, address: VirtualAddress, increment: number): number {
  const sum = (memory.read32(address) + increment) >>> 0;
  memory.write32(address, sum);
  return sum;
}

function insertBetween(
  { memory }: OperatingSystem,
  before: VirtualAddress,
  address: VirtualAddress,
  after: VirtualAddress,
): void {
  const entry = LIST_ENTRY.at(memory, address);
  entry.Flink = after;
  entry.Blink = before;
  LIST_ENTRY.at(memory, after).Blink = address;
  LIST_ENTRY.at(memory, before).Flink = address;
}

/** Puts an entry first behind `head`; the one that was first. */
function push(
  { memory }: OperatingSystem,
  head: VirtualAddress,
  entry: VirtualAddress,
): VirtualAddress {
  const first = SINGLE_LIST_ENTRY.at(memory, head).Next;
  SINGLE_LIST_ENTRY.at(memory, entry).Next = first;
  SINGLE_LIST_ENTRY.at(memory, head).Next = entry;
  return first;
}

/** Takes the first entry behind `head`; NULL if there is none. */
function pop({ memory }: OperatingSystem, head: VirtualAddress): VirtualAddress {
  const first = SINGLE_LIST_ENTRY.at(memory, head).Next;
  if (first !== NULL)
    SINGLE_LIST_ENTRY.at(memory, head).Next = SINGLE_LIST_ENTRY.at(memory, first).Next;
  return first;
}

export const NdisInterlockedIncrement = exported({
  name: 'NdisInterlockedIncrement',
  returns: LONG,
  args: [input('Addend', pointer('LONG'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedincrement',
  summary: 'Adds one; gives the result.',
  body: (os, Addend) => add(os, Addend, 1) | 0,
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedDecrement = exported({
  name: 'NdisInterlockedDecrement',
  returns: LONG,
  args: [input('Addend', pointer('LONG'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockeddecrement',
  summary: 'Subtracts one; gives the result.',
  body: (os, Addend) => add(os, Addend, -1) | 0,
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedAddUlong = exported({
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
  body(os, Addend, Increment, SpinLock) {
    checkInterlock(os, SpinLock);
    return (add(os, Addend, Increment) - Increment) >>> 0;
  },
});

// No public prototype: ExInterlockedAddLargeInteger's, for which it stands. The name is spelt so.
// Incomplete because a number does not hold 64 bits with a sign.
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
export const NdisInterlockedInsertHeadList = exported({
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
  body(os, ListHead, ListEntry, SpinLock) {
    checkInterlock(os, SpinLock);
    const { Flink } = LIST_ENTRY.at(os.memory, ListHead);
    insertBetween(os, ListHead, ListEntry, Flink);
    return Flink === ListHead ? NULL : Flink;
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedInsertTailList = exported({
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
  body(os, ListHead, ListEntry, SpinLock) {
    checkInterlock(os, SpinLock);
    const { Blink } = LIST_ENTRY.at(os.memory, ListHead);
    insertBetween(os, Blink, ListEntry, ListHead);
    return Blink === ListHead ? NULL : Blink;
  },
});

// IRQL: the DDK's reference says at most DISPATCH_LEVEL, the current one any; the laxer holds.
export const NdisInterlockedRemoveHeadList = exported({
  name: 'NdisInterlockedRemoveHeadList',
  returns: pointer('LIST_ENTRY'),
  args: [input('ListHead', pointer('LIST_ENTRY')), input('SpinLock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedremoveheadlist',
  summary: 'Takes the first entry off a list; NULL if it is empty.',
  body(os, ListHead, SpinLock) {
    checkInterlock(os, SpinLock);
    const head = LIST_ENTRY.at(os.memory, ListHead);
    const first = head.Flink;
    if (first === ListHead) return NULL;
    const second = LIST_ENTRY.at(os.memory, first).Flink;
    head.Flink = second;
    LIST_ENTRY.at(os.memory, second).Blink = ListHead;
    return first;
  },
});

export const NdisInterlockedPushEntryList = exported({
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
  body(os, ListHead, ListEntry, Lock) {
    checkInterlock(os, Lock);
    return push(os, ListHead, ListEntry);
  },
});

export const NdisInterlockedPopEntryList = exported({
  name: 'NdisInterlockedPopEntryList',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [input('ListHead', pointer('SINGLE_LIST_ENTRY')), input('Lock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'ndis.h',
  summary: 'Takes the first entry off a singly linked list; NULL if it is empty.',
  body(os, ListHead, Lock) {
    checkInterlock(os, Lock);
    return pop(os, ListHead);
  },
});

// Compiles to no call.
export const NdisInitializeListHead = exported({
  name: 'NdisInitializeListHead',
  form: 'macro',
  returns: VOID,
  args: [input('ListHead', pointer('LIST_ENTRY'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinitializelisthead',
  summary: 'Makes a list empty.',
  body(os, ListHead) {
    const head = LIST_ENTRY.at(os.memory, ListHead);
    head.Flink = ListHead;
    head.Blink = ListHead;
  },
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
    input('Lock', pointer('NDIS_SPIN_LOCK')),
  ],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedpushentryslist',
  summary: 'Puts an entry first in a sequenced list; gives the one that was first.',
  body(os, SListHead, SListEntry, Lock) {
    checkInterlock(os, Lock);
    const head = SLIST_HEADER.at(os.memory, SListHead);
    const first = push(os, SListHead, SListEntry);
    head.Depth++;
    head.Sequence++;
    return first;
  },
});

// Compiles to ntoskrnl.exe!ExInterlockedPopEntrySList.
export const NdisInterlockedPopEntrySList = exported({
  name: 'NdisInterlockedPopEntrySList',
  form: 'macro',
  returns: pointer('SINGLE_LIST_ENTRY'),
  args: [input('SListHead', pointer('SLIST_HEADER')), input('Lock', pointer('NDIS_SPIN_LOCK'))],
  irql: Irql.ANY,
  page: 'nf-ndis-ndisinterlockedpopentryslist',
  summary: 'Takes the first entry off a sequenced list; NULL if it is empty.',
  body(os, SListHead, Lock) {
    checkInterlock(os, Lock);
    const first = pop(os, SListHead);
    if (first !== NULL) SLIST_HEADER.at(os.memory, SListHead).Depth--;
    return first;
  },
});
