/** Atomic functions of ntoskrnl.exe: arithmetic, and lists. On one processor nothing comes between. */
import type { VirtualAddress } from '../../hardware/address';
import {
  insertHead,
  insertTail,
  popEntry,
  popSequenced,
  pushEntry,
  pushSequenced,
  removeHead,
} from '../kernel/lists';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql } from '../row';
import { LONG, PVOID, ULONG, pointer, scalarReader, scalarWriter } from '../types';

const readLong = scalarReader(LONG);
const writeLong = scalarWriter(LONG);

const addend = input('Addend', pointer('LONG'));
const target = input('Target', pointer('LONG'));
const lock = input('Lock', pointer('KSPIN_LOCK'));
const head = input('ListHead', pointer('LIST_ENTRY'));
const entry = input('ListEntry', pointer('LIST_ENTRY'));
const singleHead = input('ListHead', pointer('SINGLE_LIST_ENTRY'));
const sequencedHead = input('ListHead', pointer('SLIST_HEADER'));
const singleEntry = input('ListEntry', pointer('SINGLE_LIST_ENTRY'));
const fastcall = {
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  irql: Irql.ANY,
} as const;

/** The function takes the lock and gives it back: one that is held it would wait for, for ever. */
function checkLock(os: OperatingSystem, Lock: VirtualAddress): void {
  os.memory.read32(Lock);
  if (os.spinLocks.heldCount > 0 && os.spinLocks.isHeld(Lock)) os.spinLocks.acquire(Lock, false);
}

export const InterlockedIncrement = exported({
  ...fastcall,
  name: 'InterlockedIncrement',
  returns: LONG,
  args: [addend],
  page: 'nf-wdm-interlockedincrement',
  summary: 'Adds one; gives the result.',
  body(os, Addend) {
    const sum = (readLong(os.memory, Addend) + 1) | 0;
    writeLong(os.memory, Addend, sum);
    return sum;
  },
});

export const InterlockedDecrement = exported({
  ...fastcall,
  name: 'InterlockedDecrement',
  returns: LONG,
  args: [addend],
  page: 'nf-wdm-interlockeddecrement',
  summary: 'Subtracts one; gives the result.',
  body(os, Addend) {
    const sum = (readLong(os.memory, Addend) - 1) | 0;
    writeLong(os.memory, Addend, sum);
    return sum;
  },
});

export const InterlockedExchange = exported({
  ...fastcall,
  name: 'InterlockedExchange',
  returns: LONG,
  args: [target, input('Value', LONG)],
  page: 'nf-wdm-interlockedexchange',
  summary: 'Sets a variable; gives the value from before.',
  body(os, Target, Value) {
    const before = readLong(os.memory, Target);
    writeLong(os.memory, Target, Value);
    return before;
  },
});

export const InterlockedExchangeAdd = exported({
  ...fastcall,
  name: 'InterlockedExchangeAdd',
  returns: LONG,
  args: [addend, input('Value', LONG)],
  page: 'nf-wdm-interlockedexchangeadd',
  summary: 'Adds; gives the value from before.',
  body(os, Addend, Value) {
    const before = readLong(os.memory, Addend);
    writeLong(os.memory, Addend, (before + Value) | 0);
    return before;
  },
});

export const InterlockedCompareExchange = exported({
  ...fastcall,
  name: 'InterlockedCompareExchange',
  returns: LONG,
  args: [target, input('Exchange', LONG), input('Comparand', LONG)],
  page: 'nf-wdm-interlockedcompareexchange',
  summary: 'Sets a variable if it has a certain value; gives the value from before.',
  body(os, Target, Exchange, Comparand) {
    const before = readLong(os.memory, Target);
    if (before === Comparand) writeLong(os.memory, Target, Exchange);
    return before;
  },
});

// ExInterlockedAddUlong is a macro for it.
export const ExfInterlockedAddUlong = exported({
  ...fastcall,
  name: 'ExfInterlockedAddUlong',
  returns: ULONG,
  args: [input('Addend', pointer('ULONG')), input('Increment', ULONG), lock],
  page: 'nf-wdm-exinterlockedaddulong',
  summary: 'Adds under a spin lock; gives the value from before.',
  body(os, Addend, Increment, Lock) {
    checkLock(os, Lock);
    const before = os.memory.read32(Addend);
    os.memory.write32(Addend, (before + Increment) >>> 0);
    return before;
  },
});

// ExInterlockedInsertHeadList is a macro for it, and so on with the next ones.
export const ExfInterlockedInsertHeadList = exported({
  ...fastcall,
  name: 'ExfInterlockedInsertHeadList',
  returns: PVOID,
  args: [head, entry, lock],
  page: 'nf-wdm-exinterlockedinsertheadlist',
  summary: 'Puts an entry first in a list; gives the one that was first, or NULL.',
  body(os, ListHead, ListEntry, Lock) {
    checkLock(os, Lock);
    return insertHead(os, ListHead, ListEntry);
  },
});

export const ExfInterlockedInsertTailList = exported({
  ...fastcall,
  name: 'ExfInterlockedInsertTailList',
  returns: PVOID,
  args: [head, entry, lock],
  page: 'nf-wdm-exinterlockedinserttaillist',
  summary: 'Puts an entry last in a list; gives the one that was last, or NULL.',
  body(os, ListHead, ListEntry, Lock) {
    checkLock(os, Lock);
    return insertTail(os, ListHead, ListEntry);
  },
});

export const ExfInterlockedRemoveHeadList = exported({
  ...fastcall,
  name: 'ExfInterlockedRemoveHeadList',
  returns: PVOID,
  args: [head, lock],
  page: 'nf-wdm-exinterlockedremoveheadlist',
  summary: 'Takes the first entry off a list; NULL if it is empty.',
  body(os, ListHead, Lock) {
    checkLock(os, Lock);
    return removeHead(os, ListHead);
  },
});

export const ExfInterlockedPushEntryList = exported({
  ...fastcall,
  name: 'ExfInterlockedPushEntryList',
  returns: PVOID,
  args: [singleHead, singleEntry, lock],
  page: 'nf-wdm-exinterlockedpushentrylist',
  summary: 'Puts an entry first in a singly linked list; gives the one that was first.',
  body(os, ListHead, ListEntry, Lock) {
    checkLock(os, Lock);
    return pushEntry(os, ListHead, ListEntry);
  },
});

export const ExfInterlockedPopEntryList = exported({
  ...fastcall,
  name: 'ExfInterlockedPopEntryList',
  returns: PVOID,
  args: [singleHead, lock],
  page: 'nf-wdm-exinterlockedpopentrylist',
  summary: 'Takes the first entry off a singly linked list; NULL if it is empty.',
  body(os, ListHead, Lock) {
    checkLock(os, Lock);
    return popEntry(os, ListHead);
  },
});

export const InterlockedPushEntrySList = exported({
  ...fastcall,
  name: 'InterlockedPushEntrySList',
  returns: PVOID,
  args: [sequencedHead, singleEntry],
  page: 'nf-wdm-exinterlockedpushentryslist',
  summary: 'Puts an entry first in a sequenced list; gives the one that was first.',
  body: pushSequenced,
});

export const InterlockedPopEntrySList = exported({
  ...fastcall,
  name: 'InterlockedPopEntrySList',
  returns: PVOID,
  args: [sequencedHead],
  page: 'nf-wdm-exinterlockedpopentryslist',
  summary: 'Takes the first entry off a sequenced list; NULL if it is empty.',
  body: popSequenced,
});

// x86 has an instruction for these two: they do not look at the lock.
export const ExInterlockedPushEntrySList = exported({
  ...fastcall,
  name: 'ExInterlockedPushEntrySList',
  returns: PVOID,
  args: [sequencedHead, singleEntry, lock],
  page: 'nf-wdm-exinterlockedpushentryslist',
  summary: 'Puts an entry first in a sequenced list; gives the one that was first.',
  body: (os, ListHead, ListEntry) => pushSequenced(os, ListHead, ListEntry),
});

export const ExInterlockedPopEntrySList = exported({
  ...fastcall,
  name: 'ExInterlockedPopEntrySList',
  returns: PVOID,
  args: [sequencedHead, lock],
  page: 'nf-wdm-exinterlockedpopentryslist',
  summary: 'Takes the first entry off a sequenced list; NULL if it is empty.',
  body: (os, ListHead) => popSequenced(os, ListHead),
});
