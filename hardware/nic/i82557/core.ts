/** What the parts of an 8255x see of the whole. */
import { physical, type PhysicalAddress } from '../../address';
import type { ClockPort } from '../../clock';
import type { BusMasterPort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { Configuration } from './configuration';
import type { AddressFilter } from './filter';
import type { Interrupts } from './interrupts';
import type { Statistics } from './statistics';
import type { Stepping } from './stepping';

/** The C and OK bits of a status word, alike in command blocks and RFDs (6.4.1.1, 6.4.3.1.2). */
export const BlockStatus = { OK: 0x2000, C: 0x8000 } as const;
/** The EL, S and I bits of a command word, as it lies in the upper half of the first Dword. */
export const BlockCommand = { I: 0x2000, S: 0x4000, EL: 0x8000 } as const;

export interface Core {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly stepping: Stepping;
  readonly configuration: Configuration;
  readonly filter: AddressFilter;
  readonly interrupts: Interrupts;
  readonly statistics: Statistics;
  /** False outside of D0: no bus cycle is started. */
  readonly isPowered: boolean;
  readonly bitsPerSecond: number;
  readonly isFullDuplex: boolean;
  /** Takes a frame without FCS that has left the transmitter; false if no carrier was sensed. */
  emit(frame: Uint8Array, byteCount: number): boolean;
  /** Tells that a program used what is not modelled. */
  reportUnmodelled(name: string): void;
}

/** What the sum of a base register and an offset addresses: 32 bits (6.3.2.3). */
export function addressAt(base: number, offset: number): PhysicalAddress {
  return physical((base + offset) >>> 0);
}
