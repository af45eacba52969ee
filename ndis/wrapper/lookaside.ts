/**
 * Lookaside lists, as the inline code of ndis.h and wdm.h works on them in memory: a list of free
 * blocks in ListHead, and two functions that get and take back blocks beyond it. Source: wdm.h,
 * NPAGED_LOOKASIDE_LIST; ExInitializeNPagedLookasideList, "Remarks".
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { hex } from '../finding';
import { callHandler } from '../kernel/call-handler';
import type { Image } from '../kernel/image';
import type { Kernel } from '../kernel/kernel';
import type { OperatingSystem } from '../operating-system';
import { Irql, handler, input } from '../row';
import { LIST_ENTRY, type SLIST_HEADER } from '../structures/list';
import { NPAGED_LOOKASIDE_LIST } from '../structures/lookaside-list';
import type { ViewOf } from '../layout';
import { PVOID, ULONG, VOID, enumeration } from '../types';

const NonPagedPool = 0;
/** Free blocks that a list keeps, at first and at most; XP adapts Depth to the use of a list. */
const DEPTH = 4;
const MAXIMUM_DEPTH = 256;
/** LOOKASIDE_MINIMUM_BLOCK_SIZE: a free block holds the link to the next. */
const LINK_BYTES = 4;

const AllocateFunction = handler({
  name: 'AllocateFunction',
  returns: PVOID,
  args: [
    input('PoolType', enumeration('POOL_TYPE')),
    input('NumberOfBytes', ULONG),
    input('Tag', ULONG),
  ],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ExInitializeNPagedLookasideList (XxxAllocate)',
  summary: 'Allocates a block for a lookaside list that is empty.',
});

const FreeFunction = handler({
  name: 'FreeFunction',
  returns: VOID,
  args: [input('Buffer', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ExInitializeNPagedLookasideList (XxxFree)',
  summary: 'Frees a block that a lookaside list has no room for.',
});

/** Where ExAllocatePoolWithTag and ExFreePool lie, which a list calls unless it brings others. */
export interface PoolRoutines {
  readonly allocate: VirtualAddress;
  readonly free: VirtualAddress;
}

export function addPoolRoutines(os: OperatingSystem): PoolRoutines {
  const image: Image = {
    name: 'ntoskrnl.exe',
    number: 0,
    isUnloaded: false,
    isTerminated: false,
    registrationStatus: undefined,
  };
  // Inline code of a driver calls them as well, which in machine code takes an import's address.
  const add = (name: string, call: (...inputs: number[]) => unknown) => {
    const invoke = (_row: unknown, inputs: readonly unknown[]) => call(...(inputs as number[]));
    const address = os.routineAddress?.('ntoskrnl.exe', name);
    if (address === undefined) return os.code.add({ image, name, invoke });
    os.code.addAt(address, { image, name, invoke });
    return address;
  };
  return {
    allocate: add(
      'ExAllocatePoolWithTag',
      (_type, byteCount) => os.pool.allocate(byteCount) ?? NULL,
    ),
    free: add('ExFreePool', (address) => {
      os.ledger.release('tagged-memory', address);
      os.pool.free(virtual(address));
    }),
  };
}

/** NdisInitializeNPagedLookasideList; Size in bytes. */
export function initializeLookasideList(
  os: OperatingSystem,
  address: VirtualAddress,
  allocate: VirtualAddress,
  free: VirtualAddress,
  Size: number,
  Tag: number,
): void {
  const before = os.ledger.find('lookaside-list', address);
  if (before !== undefined)
    os.report('resource/lookaside-list-reinitialized', {
      what: `${os.currentCall} was given ${hex(address)}, a lookaside list that is in use.`,
      resource: before,
    });
  for (let offset = 0; offset < NPAGED_LOOKASIDE_LIST.bytes; offset += 4)
    os.memory.write32(virtual(address + offset), 0);
  const list = NPAGED_LOOKASIDE_LIST.at(os.memory, address);
  list.Depth = DEPTH;
  list.MaximumDepth = MAXIMUM_DEPTH;
  list.Type = NonPagedPool;
  list.Tag = Tag;
  list.Size = Math.max(Size, LINK_BYTES);
  list.Allocate = allocate === NULL ? os.poolRoutines.allocate : allocate;
  list.Free = free === NULL ? os.poolRoutines.free : free;
  // The kernel's list of lists, where this one is alone.
  const entry = virtual(address + NPAGED_LOOKASIDE_LIST.offsets.ListEntry);
  const links = LIST_ENTRY.at(os.memory, entry);
  links.Flink = entry;
  links.Blink = entry;
}

/** NdisDeleteNPagedLookasideList: the blocks that the list holds go back. */
export function deleteLookasideList(os: OperatingSystem, address: VirtualAddress): void {
  const list = NPAGED_LOOKASIDE_LIST.at(os.memory, address);
  checkReturned(os, address);
  // At most as many as the 16 bits of Depth can count.
  for (let count = list.ListHead.Depth; count > 0; count--) {
    const block = pop(list.ListHead, os);
    if (block === NULL) break;
    takeOff(os, block, list.Size);
    callHandler(os, FreeFunction, list.Free, os.frame?.adapter ?? 0, block);
  }
}

/**
 * Entries that are out when a list is deleted can no more be returned to it. The list counts an
 * allocation that failed as well, so that it says nothing where one was made to fail.
 */
function checkReturned(os: OperatingSystem, address: VirtualAddress): void {
  const { TotalAllocates, TotalFrees } = NPAGED_LOOKASIDE_LIST.at(os.memory, address);
  const count = TotalAllocates - TotalFrees;
  if (count <= 0 || os.injectedFaults !== undefined) return;
  os.report('resource/lookaside-entry-not-returned', {
    what: `${os.currentCall} deleted ${hex(address)} with ${count} of its entries not returned.`,
    resource: os.ledger.findReleased('lookaside-list', address),
  });
}

/** NdisAllocateFromNPagedLookasideList; NULL if there is no memory. */
export function allocateFromLookasideList(
  os: OperatingSystem,
  address: VirtualAddress,
): VirtualAddress {
  const list = NPAGED_LOOKASIDE_LIST.at(os.memory, address);
  list.TotalAllocates++;
  const { Size } = list;
  const block = pop(list.ListHead, os);
  if (block !== NULL) {
    takeOff(os, block, Size);
    return block;
  }
  list.AllocateMisses++;
  const adapter = os.frame?.adapter ?? 0;
  return callHandler(os, AllocateFunction, list.Allocate, adapter, list.Type, Size, list.Tag);
}

/**
 * NdisFreeToNPagedLookasideList. A block on the list is freed memory but for its link, so that who
 * still uses it is found.
 */
export function freeToLookasideList(
  os: OperatingSystem,
  address: VirtualAddress,
  block: VirtualAddress,
): void {
  const list = NPAGED_LOOKASIDE_LIST.at(os.memory, address);
  const { Size, ListHead } = list;
  const last = virtual(block + Size - 1);
  if (os.memory.stateAt(last) === Shadow.FREED) {
    os.report('memory/double-free', {
      what: `The driver returned ${hex(block)} to a lookaside list, and that block is free.`,
    });
    return;
  }
  list.TotalFrees++;
  if (ListHead.Depth >= list.Depth) {
    list.FreeMisses++;
    callHandler(os, FreeFunction, list.Free, os.frame?.adapter ?? 0, block);
    return;
  }
  os.memory.write32(block, ListHead.Next);
  if (os.memory.plainBytes(block, Size) === Size)
    os.memory.mark(virtual(block + LINK_BYTES), Size - LINK_BYTES, Shadow.FREED);
  ListHead.Next = block;
  ListHead.Depth++;
  ListHead.Sequence++;
}

/** Makes a block that `freeToLookasideList` has marked plain memory again. */
function takeOff(os: Kernel, block: VirtualAddress, Size: number): void {
  if (os.memory.stateAt(virtual(block + Size - 1)) === Shadow.FREED)
    os.memory.mark(block, Size, Shadow.PLAIN);
}

function pop(head: ViewOf<typeof SLIST_HEADER>, os: Kernel): VirtualAddress {
  const block = head.Next;
  if (block === NULL) return NULL;
  head.Next = virtual(os.memory.read32(block));
  head.Depth--;
  head.Sequence++;
  return block;
}
