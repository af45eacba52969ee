/** What the parts of an 82540EM see of the whole. */
import type { ClockPort } from '../../clock';
import type { BusMasterPort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { Interrupts } from './interrupts';

export const VLAN_TAG_BYTES = 4;
/** Where the EtherType lies in a frame. */
export const TYPE_OFFSET = 12;
/** What RCTL.LPE lets in at most (8254x SDM 13.7.15), FCS included. */
export const LONG_FRAME_BYTES_MAX = 16384;

export interface Core {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  /** False in D3: no DMA. */
  readonly isPowered: boolean;
  /** Whether a frame sent now goes somewhere: the link is up, or a loopback is on. */
  readonly canTransmit: boolean;
  /** Nanoseconds that one byte takes at the speed of the MAC. */
  readonly byteTimeNs: number;
  /** Takes a frame without FCS that has left the transmitter. */
  emit(frame: Uint8Array, byteCount: number): void;
  /** Holds the transmitter back, for a PAUSE frame that has come in. */
  pause(durationNs: number): void;
  /** Has a PAUSE frame sent ahead of what waits, with the given time in quanta. */
  sendPause(quanta: number): void;
}
