/** What the parts of a virtio network device see of the whole. */
import type { ClockPort } from '../../clock';
import type { BusMasterPort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { Filter } from './filter';
import type { Interrupts } from './interrupts';

export interface Core {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly filter: Filter;
  /** Bits of a second on the wire. */
  readonly bitsPerSecond: number;
  /** No queue is worked on until the driver resets the device. */
  readonly hasFailed: boolean;
  readonly isDriverOk: boolean;
  /** Bytes of struct virtio_net_hdr: num_buffers is there with MRG_RXBUF only (5.1.6.1). */
  readonly headerBytes: number;
  /** Whether the driver has accepted a feature. */
  hasFeature(mask: number): boolean;
  /** Takes a frame that has left the transmitter. */
  emit(frame: Uint8Array, byteCount: number): void;
  /** The bus let an access fail: nothing more until a reset. */
  busFailed(): void;
  /** The driver has given what makes no sense: told as not modelled, and nothing more until a reset. */
  fail(what: string): void;
  reportUnmodelled(name: string): void;
}
