/** What a device tells the PCI bus about itself. PCI Local Bus Specification 2.2, chapter 6. */
import type { RegisterWindow } from '../ports';

/** Device power states of the PCI Bus Power Management Interface Specification 1.1. */
export type PowerState = 0 | 1 | 2 | 3;

/** One base address register. `byteCount` is a power of two. */
export interface BarSpec {
  readonly space: 'memory' | 'io';
  readonly byteCount: number;
  readonly window: RegisterWindow;
  /** The low bits of a memory BAR: 64-bit type (bits 2:1) and prefetchable (bit 3). */
  readonly is64Bit?: boolean;
  readonly isPrefetchable?: boolean;
}

/** A power-management capability (PCI-PM 1.1, section 3.2). */
export interface PowerManagementSpec {
  /** Where in configuration space the capability lies. */
  readonly offset: number;
  /** The PMC register: version and the states from which PME# can be asserted. */
  readonly pmc: number;
  /** Called when the driver of the bus moves the function to another state. */
  setPowerState(state: PowerState): void;
}

/** 32 bits of configuration space that are the device's own (PCI 2.2, 6.1: 40h to FFh). */
export interface ConfigurationRegister {
  /** A multiple of four, from 40h on. */
  readonly offset: number;
  /** The bits that software can change; all are 0 after RST#. */
  readonly writeMask: number;
  /** Called after a write of any byte of it, with what it holds then. */
  written(value: number): void;
}

/** A device as the bus sees it. */
export interface PciFunction {
  readonly vendorId: number;
  readonly deviceId: number;
  readonly revisionId: number;
  /** 24 bits: class, subclass, programming interface. 0x020000 is Ethernet. */
  readonly classCode: number;
  readonly subsystemVendorId: number;
  readonly subsystemId: number;
  /** 1 for INTA#. */
  readonly interruptPin: number;
  /** In units of 250 ns, as the device reports them. */
  readonly minGrant: number;
  readonly maxLatency: number;
  /**
   * What Status tells of the function: bits 5, 7 and 10:9 (table 6-2), of which those named in
   * `Status` are made. Medium DEVSEL timing and no more if absent.
   */
  readonly statusCapabilities?: number;
  /** By BAR number; a hole is an unimplemented BAR. A 64-bit BAR takes two numbers. */
  readonly bars: readonly (BarSpec | undefined)[];
  readonly powerManagement?: PowerManagementSpec;
  readonly configurationRegisters?: readonly ConfigurationRegister[];
  /** RST#: back to the power-on state. */
  reset(): void;
}
