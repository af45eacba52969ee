/** What the parts of a PCnet chip see of the whole. */
import type { ClockPort } from '../../clock';
import type { BusMasterPort } from '../../ports';
import type { Interrupts } from './interrupts';

/** The longest frame, FCS included; one byte more is babble (CSR0.BABL). */
export const FRAME_BYTES_MAX = 1518;
/** Where the length or type field lies in a frame. */
export const LENGTH_OFFSET = 12;
export const HEADER_BYTES = 14;
/** More than any frame that Ethernet takes; what is longer is garbage and only timed. */
export const BUFFER_BYTES = 8192;

export interface Core {
  /** By the number of the register. */
  readonly csr: Uint16Array;
  readonly bcr: Uint16Array;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  /** The PHY or the transceiver finds its link good, or was told not to test it. */
  readonly isLinkPass: boolean;
  readonly isFullDuplex: boolean;
  readonly bitsPerSecond: number;
  /** CSR5.SPND is set, or will be as soon as the transmitter is idle. */
  readonly isSuspending: boolean;
  /** The bus refused an access: everything stops. */
  masterAborted(): void;
  /** The transmitter has become idle: a suspension that waited for it comes about. */
  transmitterIdle(): void;
  /**
   * Takes a frame without FCS that has left the transmitter. Its FCS is right unless there is
   * `badFcs`: such a frame is not for the wire, which carries no FCS.
   */
  emit(frame: Uint8Array, byteCount: number, badFcs: number | undefined): void;
}
