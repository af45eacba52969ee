/** What all models of network cards have in common. */
import type { ClockPort } from '../clock';
import type { PciFunction } from '../pci/function';
import type { BusMasterPort, InterruptPin, PmePort, WirePort, WireStation } from '../ports';
import type { RegisterRow } from '../registers';

/** How one card differs from the next of its kind; the model has a default for each. */
export interface NicOptions {
  /** Six bytes, as they are programmed into the EEPROM or PROM. */
  readonly macAddress?: Uint8Array;
  /** All bytes of the EEPROM or PROM, low byte of each word first; `macAddress` is put into it. */
  readonly eeprom?: Uint8Array;
  /** The PCI revision, by which drivers tell the steppings of a chip. */
  readonly revisionId?: number;
  /** The fastest that the far end of the link can do. */
  readonly linkMbps?: 10 | 100 | 1000;
}

/** How a driver can use a device otherwise than its manual allows. */
export type MisuseKind = 'width' | 'reserved-bit' | 'timing' | 'alignment' | 'ring';

/** What a driver did to a device that the manual forbids in words. */
export interface Misuse {
  readonly kind: MisuseKind;
  /** What it did, and what is wrong with that, to follow "The driver". */
  readonly what: string;
  /** Where that is written: the manual and its section. */
  readonly manual: string;
}

/** What a NIC is connected to. */
export interface NicPorts extends NicOptions {
  readonly busMaster: BusMasterPort;
  readonly interruptPin: InterruptPin;
  readonly clock: ClockPort;
  readonly wire: WirePort;
  /** Without it nobody can be woken, and arming that is told as not modelled. */
  readonly pme?: PmePort;
  /** Told the register of each access to what is not modelled. */
  readonly onUnmodelled?: (name: string) => void;
  /** Told what the driver does against the manual, at the access with which it does. */
  readonly onMisuse?: (misuse: Misuse) => void;
}

/** What a device still does, or still may do. */
export interface DeviceActivity {
  /** The causes that may interrupt, as the chip's mask register has them; 0 if none. */
  readonly interruptMask: number;
  readonly interruptAsserted: boolean;
  readonly receiverEnabled: boolean;
  readonly transmitterEnabled: boolean;
  /** A frame is under way between memory and the wire. */
  readonly dmaActive: boolean;
}

/** A NIC on the bus and on the wire, which can be asked what it is still doing. */
export interface Nic extends PciFunction, WireStation {
  /** Waking the system is modelled: an event that is armed asserts PME#. */
  readonly wakesSystem?: boolean;
  activity(): DeviceActivity;
  /**
   * The physical addresses from which it goes about in memory: of rings, lists and buffers, as its
   * registers have them. Absent or undefined if nobody can say.
   */
  memoryRoots?(): readonly number[] | undefined;
  /** Makes the checksum of the EEPROM wrong, or right again; absent where none is defined. */
  flipEepromChecksum?(): void;
}

/** Registers of one space of addresses, for the reference page. */
export interface RegisterBank {
  /** Of what the offsets count, as `I/O and memory window` or `CSR, by RAP`. */
  readonly title: string;
  readonly rows: readonly RegisterRow[];
}
