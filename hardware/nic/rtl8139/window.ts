/**
 * The 256 bytes that an RTL8139C decodes, the same in I/O and in memory space. RTL8139C(L) data
 * sheet, chapter 6.
 *
 * IDR, MAR and TSD may be written by whole doublewords only (chapter 6; 6.2). What another write
 * does to them is not said: it is a fault of the driver's and changes nothing. In D1 to D3 nothing answers
 * (PCI-PM 1.1, 5.2 to 5.4).
 */
import type { RegisterWindow, Width } from '../../ports';
import { ONES } from '../../registers';
import type { Rtl8139 } from './device';
import { MAP } from './effects';

/** Up to here, registers that take no write but of a doubleword. */
const DWORD_WRITES_END = 0x20;

export class Window implements RegisterWindow {
  readonly #device: Rtl8139;

  constructor(device: Rtl8139) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    const device = this.#device;
    return device.isPowered ? MAP.read(device, device.regs, offset, width) : ONES[width];
  }

  write(offset: number, width: Width, value: number): void {
    const device = this.#device;
    if (!device.isPowered) return;
    if (offset < DWORD_WRITES_END && (width !== 4 || offset % 4 !== 0)) {
      const at = offset.toString(16).padStart(2, '0').toUpperCase();
      const what = `${width}-byte write at ${at}h`;
      device.misused('width', `made a ${what}, where there are doublewords only`, 'chapter 6');
      device.reportUnmodelled(what);
      return;
    }
    MAP.write(device, device.regs, offset, width, value);
  }
}
