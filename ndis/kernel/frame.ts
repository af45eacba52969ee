/** One activation of a driver's handler. */
import type { VirtualAddress } from '../../hardware/address';
import type { Image } from './image';

export interface Frame {
  /** The handler's name, as `MiniportInitialize`. */
  readonly name: string;
  readonly image: Image;
  /** The adapter it runs for, by its MiniportAdapterHandle; 0 if none. */
  readonly adapter: number;
  readonly irql: number;
  readonly stackPointer: VirtualAddress;
  readonly outer: Frame | undefined;
  /** When it began, and after how many calls and device accesses. */
  readonly sinceNs: number;
  readonly sinceCall: number;
}
