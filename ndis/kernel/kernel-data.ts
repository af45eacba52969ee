/**
 * Variables of ntoskrnl.exe that machine code imports as data: the import is their address. Source:
 * wdm.h (KeTickCount, KSYSTEM_TIME), which the macro KeQueryTickCount reads.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { Kernel } from './kernel';
import { KERNEL_DATA } from './memory-map';
import { tickCount } from './system-time';

/** KSYSTEM_TIME: LowPart, High1Time and High2Time, 4 bytes each; the high parts are equal. */
const TICK_COUNT_BYTES = 12;

export class KernelData {
  readonly #kernel: Kernel;
  #end: number = KERNEL_DATA;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  /** The address of a variable; undefined if it is not modelled. */
  addressOf(name: string): VirtualAddress | undefined {
    if (name !== 'KeTickCount') return undefined;
    this.#kernel.memory.mark(KERNEL_DATA, TICK_COUNT_BYTES, Shadow.READ_ONLY);
    this.#end = KERNEL_DATA + TICK_COUNT_BYTES;
    return KERNEL_DATA;
  }

  /** Whether the next read is of a variable, so that it must be up to date. */
  holds(address: VirtualAddress): boolean {
    return address >= KERNEL_DATA && address < this.#end;
  }

  /** Writes what the variables are now. A run has far fewer ticks than 2^32. */
  update(): void {
    const { raw, clock } = this.#kernel;
    this.#kernel.beforeDeviceAccess();
    raw.write32(KERNEL_DATA, tickCount(clock));
    raw.write32(virtual(KERNEL_DATA + 4), 0);
    raw.write32(virtual(KERNEL_DATA + 8), 0);
  }
}
