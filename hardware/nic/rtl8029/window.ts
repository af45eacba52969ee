/**
 * The 32 I/O ports of an RTL8029AS (LS009.0 5.1). An access of several of the paged ports is one of
 * each, lowest first; the data port takes 8, 16 or 32 bits at a time; any access of the reset port
 * resets.
 */
import type { RegisterWindow, Width } from '../../ports';
import type { Rtl8029 } from './device';
import { readPort, writePort } from './effects';
import { DATA_PORT, RESET_PORT } from './registers';

export class IoWindow implements RegisterWindow {
  readonly #device: Rtl8029;

  constructor(device: Rtl8029) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    const device = this.#device;
    if (offset >= RESET_PORT) {
      device.resetController();
      return 0;
    }
    if (offset >= DATA_PORT) return device.remoteDma.read(width);
    let value = 0;
    for (let index = 0; index < width; index++) {
      const at = offset + index;
      const byte = at < DATA_PORT ? readPort(device, at) : device.remoteDma.read(1);
      value |= byte << (8 * index);
    }
    return value >>> 0;
  }

  write(offset: number, width: Width, value: number): void {
    const device = this.#device;
    if (offset >= RESET_PORT) device.resetController();
    else if (offset >= DATA_PORT) device.remoteDma.write(width, value);
    else
      for (let index = 0; index < width; index++) {
        const at = offset + index;
        const byte = (value >>> (8 * index)) & 0xff;
        if (at < DATA_PORT) writePort(device, at, byte);
        else device.remoteDma.write(1, byte);
      }
  }
}
