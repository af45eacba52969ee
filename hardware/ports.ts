/**
 * The ports a device is built with. A device knows nothing else of the machine; whatever traces,
 * records, injects faults or judges DMA wraps one of these and has its shape.
 */
import type { PhysicalAddress, PortAddress } from './address';

/** Width of one access, in bytes. */
export type Width = 1 | 2 | 4;

/**
 * Main memory as a bus master reaches it. An access that the bus does not let through (bus
 * mastering disabled, no memory there) answers false, and reads then leave the destination as it was.
 */
export interface BusMasterPort {
  /** Copies `byteCount` bytes from memory to `target` at `offset`. */
  read(address: PhysicalAddress, target: Uint8Array, offset: number, byteCount: number): boolean;
  /** Copies `byteCount` bytes of `source` from `offset` to memory. */
  write(address: PhysicalAddress, source: Uint8Array, offset: number, byteCount: number): boolean;
}

/** The INTx# pin of one device: level, active while `true`. */
export interface InterruptPin {
  set(asserted: boolean): void;
}

/** PMCSR as its function reaches it: PME_En, PME_Status and the PME# pin (PCI-PM 1.1, 3.2.4). */
export interface PmePort {
  /** PME_En. */
  isEnabled: boolean;
  /** PME_Status. */
  readonly hasEvent: boolean;
  /** Sets PME_Status, if the function can signal an event from its present power state. */
  signal(): void;
  /** Clears PME_Status. */
  clear(): void;
}

/** The side of a wire that a NIC sees. */
export interface WirePort {
  /** Whether the far end is there and its link is up. */
  readonly hasLink: boolean;
  /**
   * Puts the first `byteCount` bytes of `frame` (destination address first, without preamble and
   * FCS) on the wire. The array belongs to the caller again when this returns.
   */
  transmit(frame: Uint8Array, byteCount: number): void;
}

/** The side of a NIC that a wire sees. */
export interface WireStation {
  /** A frame arrives, whole, without FCS. The array is the wire's: copy what must stay. */
  receive(frame: Uint8Array, byteCount: number): void;
  /** The link at the far end came up or went down. */
  linkChanged(hasLink: boolean): void;
}

/** One range of addresses that a device decodes: a memory BAR, an I/O BAR. */
export interface RegisterWindow {
  read(offset: number, width: Width): number;
  write(offset: number, width: Width, value: number): void;
}

/** Memory space as the processor reaches it over the bus. All ones where nothing answers. */
export interface MemorySpacePort {
  readMemory(address: PhysicalAddress, width: Width): number;
  writeMemory(address: PhysicalAddress, width: Width, value: number): void;
}

/** I/O space as the processor reaches it over the bus. All ones where nothing answers. */
export interface IoSpacePort {
  readPort(address: PortAddress, width: Width): number;
  writePort(address: PortAddress, width: Width, value: number): void;
}
