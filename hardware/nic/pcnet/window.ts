/**
 * The 32 bytes that the controller decodes in I/O and in memory space. Am79C970A data sheet
 * (publication 19436), I/O Resources.
 *
 * Registers are 16 bits wide and a word apart until a 32-bit write to RDP switches the window over;
 * then they are 32 bits wide and a doubleword apart, and only H_RESET switches it back. What an
 * access of another width or to a reserved offset does is undefined: it is reported, reads as 0
 * and changes nothing. Not reported is a read where the Reset Register is in the other mode: who
 * does not know the mode reads both, and has no use for what the reads give. The Address PROM is
 * reached with any width.
 */
import type { RegisterWindow, Width } from '../../ports';
import { ONES } from '../../registers';
import { BCR18, BCR2 } from './bcr-registers';
import { readBcr, writeBcr } from './bcr';
import { readCsr, writeCsr } from './csr';
import type { PcnetPci } from './device';
import { APROM_BYTES, Dwio, Wio } from './registers';

/** RAP[7:0]; the other bits are reserved. */
const RAP_MASK = 0xff;
const CHIP_ID = 88;

export class Window implements RegisterWindow {
  readonly #device: PcnetPci;

  constructor(device: PcnetPci) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    const device = this.#device;
    if (!device.isPowered) return ONES[width];
    if (offset + width <= APROM_BYTES) return this.#readAprom(offset, width);
    const isDwio = this.#isDwio;
    if (width === (isDwio ? 4 : 2)) {
      if (isDwio) return this.#readDwio(offset);
      if (offset !== Dwio.RESET) return this.#readWio(offset);
    }
    if (offset === (isDwio ? Wio.RESET : Dwio.RESET) && width > 1) return 0;
    return this.#undefined(offset, width);
  }

  write(offset: number, width: Width, value: number): void {
    const device = this.#device;
    if (!device.isPowered) return;
    if (offset + width <= APROM_BYTES) {
      this.#writeAprom(offset, width, value);
      return;
    }
    if (!this.#isDwio && offset === Wio.RDP && width === 4) device.bcr[18] |= BCR18.DWIO;
    if (this.#isDwio) {
      if (width === 4) this.#writeDwio(offset, value & 0xffff);
      else this.#undefined(offset, width);
    } else if (width === 2) this.#writeWio(offset, value & 0xffff);
    else this.#undefined(offset, width);
  }

  get #isDwio(): boolean {
    return (this.#device.bcr[18] & BCR18.DWIO) !== 0;
  }

  #readWio(offset: number): number {
    const device = this.#device;
    switch (offset) {
      case Wio.RDP:
        return readCsr(device, device.rap);
      case Wio.RAP:
        return device.rap;
      case Wio.RESET:
        return this.#reset();
      case Wio.BDP:
        return readBcr(device, device.rap);
      default:
        return this.#undefined(offset, 2);
    }
  }

  #readDwio(offset: number): number {
    const device = this.#device;
    switch (offset) {
      case Dwio.RDP: {
        const value = readCsr(device, device.rap);
        // The one register of 32 bits, VER in its bits 31 to 28, of which CSR89 is the upper half.
        return device.rap === CHIP_ID
          ? (value | (readCsr(device, CHIP_ID + 1) << 16)) >>> 0
          : value;
      }
      case Dwio.RAP:
        return device.rap;
      case Dwio.RESET:
        return this.#reset();
      case Dwio.BDP:
        return readBcr(device, device.rap);
      default:
        return this.#undefined(offset, 4);
    }
  }

  /** A write to the Reset Register does nothing. */
  #writeWio(offset: number, value: number): void {
    const device = this.#device;
    if (offset === Wio.RDP) writeCsr(device, device.rap, value);
    else if (offset === Wio.RAP) device.rap = value & RAP_MASK;
    else if (offset === Wio.BDP) writeBcr(device, device.rap, value);
    else if (offset !== Wio.RESET) this.#undefined(offset, 2);
  }

  #writeDwio(offset: number, value: number): void {
    const device = this.#device;
    if (offset === Dwio.RDP) writeCsr(device, device.rap, value);
    else if (offset === Dwio.RAP) device.rap = value & RAP_MASK;
    else if (offset === Dwio.BDP) writeBcr(device, device.rap, value);
    else if (offset !== Dwio.RESET) this.#undefined(offset, 4);
  }

  /** S_RESET; what the read gives is undefined. */
  #reset(): 0 {
    this.#device.softReset();
    return 0;
  }

  #readAprom(offset: number, width: Width): number {
    const { aprom } = this.#device;
    let value = 0;
    for (let index = width - 1; index >= 0; index--) value = (value << 8) | aprom[offset + index];
    return value >>> 0;
  }

  /** Only with BCR2.APROMWE. */
  #writeAprom(offset: number, width: Width, value: number): void {
    const { aprom, bcr } = this.#device;
    if ((bcr[2] & BCR2.APROMWE) === 0) return;
    for (let index = 0; index < width; index++) aprom[offset + index] = value >>> (8 * index);
  }

  #undefined(offset: number, width: Width): 0 {
    const hex = offset.toString(16).padStart(2, '0').toUpperCase();
    this.#device.reportUnmodelled(`${width}-byte access at ${hex}h`);
    return 0;
  }
}
