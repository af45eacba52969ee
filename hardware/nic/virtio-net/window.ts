/** The I/O addresses that a virtio network device decodes. Virtio 1.0, 4.1.4.8. */
import type { RegisterWindow, Width } from '../../ports';
import type { VirtioNet } from './device';
import { MAP } from './effects';

export class Window implements RegisterWindow {
  readonly #device: VirtioNet;

  constructor(device: VirtioNet) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    return MAP.read(this.#device, this.#device.regs, offset, width);
  }

  write(offset: number, width: Width, value: number): void {
    MAP.write(this.#device, this.#device.regs, offset, width, value);
  }
}
