/**
 * Linked lists in a driver's memory, as the kernel's list functions and the macros of wdm.h work on
 * them: every access is checked as one of the driver's own.
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { LIST_ENTRY, SINGLE_LIST_ENTRY, SLIST_HEADER } from '../structures/list';
import type { Kernel } from './kernel';

/** Makes `head` the head of an empty list. */
export function initializeList({ memory }: Kernel, head: VirtualAddress): void {
  const list = LIST_ENTRY.at(memory, head);
  list.Flink = head;
  list.Blink = head;
}

function insertBetween(
  { memory }: Kernel,
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

/** Puts an entry first; the one that was first, NULL if the list was empty. */
export function insertHead(
  os: Kernel,
  head: VirtualAddress,
  entry: VirtualAddress,
): VirtualAddress {
  const { Flink } = LIST_ENTRY.at(os.memory, head);
  insertBetween(os, head, entry, Flink);
  return Flink === head ? NULL : Flink;
}

/** Puts an entry last; the one that was last, NULL if the list was empty. */
export function insertTail(
  os: Kernel,
  head: VirtualAddress,
  entry: VirtualAddress,
): VirtualAddress {
  const { Blink } = LIST_ENTRY.at(os.memory, head);
  insertBetween(os, Blink, entry, head);
  return Blink === head ? NULL : Blink;
}

/** Takes the first entry off; NULL if the list is empty. */
export function removeHead({ memory }: Kernel, address: VirtualAddress): VirtualAddress {
  const head = LIST_ENTRY.at(memory, address);
  const first = head.Flink;
  if (first === address) return NULL;
  const second = LIST_ENTRY.at(memory, first).Flink;
  head.Flink = second;
  LIST_ENTRY.at(memory, second).Blink = address;
  return first;
}

/** Puts an entry first behind the head of a singly linked list; the one that was first. */
export function pushEntry(
  { memory }: Kernel,
  head: VirtualAddress,
  entry: VirtualAddress,
): VirtualAddress {
  const first = SINGLE_LIST_ENTRY.at(memory, head).Next;
  SINGLE_LIST_ENTRY.at(memory, entry).Next = first;
  SINGLE_LIST_ENTRY.at(memory, head).Next = entry;
  return first;
}

/** Takes the first entry of a singly linked list off; NULL if there is none. */
export function popEntry({ memory }: Kernel, head: VirtualAddress): VirtualAddress {
  const first = SINGLE_LIST_ENTRY.at(memory, head).Next;
  if (first !== NULL)
    SINGLE_LIST_ENTRY.at(memory, head).Next = SINGLE_LIST_ENTRY.at(memory, first).Next;
  return first;
}

/** As `pushEntry`, of a sequenced list, which counts. */
export function pushSequenced(
  os: Kernel,
  head: VirtualAddress,
  entry: VirtualAddress,
): VirtualAddress {
  const first = pushEntry(os, head, entry);
  const list = SLIST_HEADER.at(os.memory, head);
  list.Depth++;
  list.Sequence++;
  return first;
}

/** As `popEntry`, of a sequenced list. */
export function popSequenced(os: Kernel, head: VirtualAddress): VirtualAddress {
  const first = popEntry(os, head);
  if (first !== NULL) SLIST_HEADER.at(os.memory, head).Depth--;
  return first;
}
