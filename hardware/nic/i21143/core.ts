/** What the parts of a 21143 see of the whole. */
import type { ClockPort } from '../../clock';
import type { BusMasterPort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { Filter } from './filter';
import type { Interrupts } from './interrupts';
import type { Media } from './media';

export interface Core {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly filter: Filter;
  readonly media: Media;
  /** False in sleep mode and out of D0: no bus cycle is started. */
  readonly isPowered: boolean;
  /** Takes a frame without FCS that has left the transmitter; false if there was no carrier. */
  emit(frame: Uint8Array, byteCount: number): boolean;
  /** The bus let an access fail: CSR5.FBE, and no bus cycle more until a reset. */
  busFailed(): void;
  reportUnmodelled(name: string): void;
}
