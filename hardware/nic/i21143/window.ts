/**
 * The addresses that a 21143 decodes: its registers, every eight bytes, in I/O and in memory space
 * alike. HRM, "CSR Operation". In sleep mode and out of D0 nothing answers (CFDD; PCI-PM
 * 1.1, 5.4.1).
 */
import type { RegisterWindow, Width } from '../../ports';
import { ONES } from '../../registers';
import type { I21143 } from './device';
import { MAP } from './effects';

export class Window implements RegisterWindow {
  readonly #device: I21143;

  constructor(device: I21143) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    const device = this.#device;
    return device.isPowered ? MAP.read(device, device.regs, offset, width) : ONES[width];
  }

  write(offset: number, width: Width, value: number): void {
    const device = this.#device;
    if (device.isPowered) MAP.write(device, device.regs, offset, width, value);
  }
}
