/**
 * The address ranges that an 8255x decodes: its registers, in memory and in I/O space alike, and
 * the flash memory. 8255x SDM 4.1.10, 6.3.1. Out of D0 nothing answers (PCI-PM 1.1, 5.4.1).
 */
import type { RegisterWindow, Width } from '../../ports';
import { ONES } from '../../registers';
import type { I82557 } from './device';

/** The registers, of any width. */
export class CsrWindow implements RegisterWindow {
  readonly #device: I82557;

  constructor(device: I82557) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    return this.#device.isPowered ? this.#device.readRegisters(offset, width) : ONES[width];
  }

  write(offset: number, width: Width, value: number): void {
    if (this.#device.isPowered) this.#device.writeRegisters(offset, width, value);
  }
}

/** The flash memory, of which this card has none. */
export class FlashWindow implements RegisterWindow {
  readonly #device: I82557;

  constructor(device: I82557) {
    this.#device = device;
  }

  read(_offset: number, width: Width): number {
    if (this.#device.isPowered) this.#device.reportUnmodelled('flash memory');
    return ONES[width];
  }

  write(): void {
    if (this.#device.isPowered) this.#device.reportUnmodelled('flash memory');
  }
}
