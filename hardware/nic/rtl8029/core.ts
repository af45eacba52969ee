/** What the parts of an RTL8029AS see of the whole. */
import type { ClockPort } from '../../clock';
import type { RegisterValues } from '../../registers';
import type { BufferMemory } from './buffer-memory';
import type { Interrupts } from './interrupts';

/** IEEE 802.3 4.4.2, and the time of a byte, both at 10 Mb/s. */
export const INTERFRAME_GAP_NS = 9_600;
export const BYTE_TIME_NS = 800;
/** Buffer memory is handled in pages (DP8390D 7.0). */
export const PAGE_BYTES = 256;
/** DMA addresses and counts have 16 bits. */
export const ADDRESS_MASK = 0xffff;

export interface Core {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly memory: BufferMemory;
  readonly interrupts: Interrupts;
  /** After a start command, and not after a stop command or a reset. */
  readonly isStarted: boolean;
  /** False while the 93C46 is programmed or loaded, which disables both DMA channels. */
  readonly isDmaEnabled: boolean;
  /** Whether the medium in use is one that a cable is at. */
  readonly hasCarrier: boolean;
  /** Takes a frame without FCS that has left the transmitter. */
  emit(frame: Uint8Array, byteCount: number): void;
  /** Takes what a transmission in a loopback mode brings back, its last four bytes as FCS. */
  loopBack(frame: Uint8Array, byteCount: number): void;
  /** A transmission is over: a stop command that waited for it takes effect. */
  transmissionEnded(): void;
  /** BNRY, by the driver or by a send packet command: pages of the ring are free again. */
  moveBoundary(page: number): void;
  reportUnmodelled(name: string): void;
}
