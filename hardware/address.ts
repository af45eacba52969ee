/**
 * Addresses of the simulated machine, as branded numbers: a physical address, a virtual address and
 * an I/O port never assign to each other.
 */
declare const brand: unique symbol;

/** A `T` that is told apart from every other `T` by the name `B`. */
export type Brand<T, B extends string> = T & { readonly [brand]: B };

/** A byte address as a bus master sees it. */
export type PhysicalAddress = Brand<number, 'PhysicalAddress'>;
/** A 32-bit kernel virtual address, as a driver sees it. */
export type VirtualAddress = Brand<number, 'VirtualAddress'>;
/** An address in the 64 KiB x86 I/O port space. */
export type PortAddress = Brand<number, 'PortAddress'>;

/** Where physical address 0 lies in the kernel's virtual address space. */
export const VIRTUAL_BASE = 0x8000_0000;

export const NULL = 0 as VirtualAddress;

export const PAGE_BYTES = 4096;

export function physical(address: number): PhysicalAddress {
  return address as PhysicalAddress;
}

export function virtual(address: number): VirtualAddress {
  return address as VirtualAddress;
}

export function port(address: number): PortAddress {
  return address as PortAddress;
}
