/** What the parts of an RTL8139C see of the whole. */
import type { ClockPort } from '../../clock';
import type { BusMasterPort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { Interrupts } from './interrupts';

/** Each of the two FIFOs (RTL8139C(L) data sheet, chapter 1). */
export const FIFO_BYTES = 2048;
/** The data paths of the DMA engine are doublewords: the two low bits of an address are no wires. */
export const DWORD_MASK = ~3;

export interface Core {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  /** False in D1 to D3, while the 93C46 is loaded or programmed, and in a software reset. */
  readonly canRun: boolean;
  /** Nanoseconds that one byte takes at the speed of the medium. */
  readonly byteTimeNs: number;
  readonly isFullDuplex: boolean;
  /** Takes a frame without FCS that has left the transmitter. False if there was no carrier. */
  emit(frame: Uint8Array, byteCount: number): boolean;
  /** Holds the transmitter back, for a PAUSE frame that has come in; 0 lets it go on. */
  pause(durationNs: number): void;
  /** Has a PAUSE frame sent ahead of what waits, with the given time in quanta. */
  sendPause(quanta: number): void;
}
