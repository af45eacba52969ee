/**
 * The address ranges that an 82540EM decodes: its registers in memory space, and the pair IOADDR
 * and IODATA in I/O space. 8254x SDM 4.1, 13.2.
 *
 * Registers are 32 bits wide (13.2). A narrower read gives the addressed bytes of the register,
 * with the side effects of the whole; a narrower write is a fault of the driver's and changes
 * nothing, as the manual says of IOADDR (13.2.2.1) and leaves open for the others. In D3 nothing
 * answers (PCI-PM 1.1, 5.4.1).
 */
import type { RegisterWindow, Width } from '../../ports';
import type { I82540em } from './device';
import { WINDOW_BYTES } from './registers';

export const IO_WINDOW_BYTES = 8;
const IODATA_OFFSET = 4;
/** Bits 31:20 of IOADDR are 0 (13.2.2.1). */
const IOADDR_MASK = 0x000f_ffff;
const ALL_ONES = 0xffff_ffff;

/** The addressed bytes of a 32-bit value. */
function narrow(value: number, offset: number, width: Width): number {
  if (width === 4) return value >>> 0;
  return (value >>> ((offset & 3) * 8)) & (width === 2 ? 0xffff : 0xff);
}

/** BAR 0: the registers. */
export class MemoryWindow implements RegisterWindow {
  readonly #device: I82540em;

  constructor(device: I82540em) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    const device = this.#device;
    const value = device.isPowered ? device.readRegister(offset) : ALL_ONES;
    return narrow(value, offset, width);
  }

  write(offset: number, width: Width, value: number): void {
    const device = this.#device;
    if (!device.isPowered) return;
    if (width === 4 && (offset & 3) === 0) device.writeRegister(offset, value);
    else refuse(device, `${width}-byte write at ${hex(offset)}`);
  }
}

/** BAR 2: IOADDR selects what IODATA reads and writes (13.2.2). */
export class IoWindow implements RegisterWindow {
  readonly #device: I82540em;

  constructor(device: I82540em) {
    this.#device = device;
  }

  read(offset: number, width: Width): number {
    const device = this.#device;
    if (!device.isPowered) return narrow(ALL_ONES, offset, width);
    if ((offset & ~3) !== IODATA_OFFSET) return narrow(device.ioAddress, offset, width);
    if (!this.#reachesRegister()) return 0;
    return narrow(device.readRegister(device.ioAddress & ~3), offset, width);
  }

  write(offset: number, width: Width, value: number): void {
    const device = this.#device;
    if (!device.isPowered) return;
    const isData = (offset & ~3) === IODATA_OFFSET;
    if (width !== 4) {
      const what = `${width}-byte I/O write at ${hex(offset)}`;
      // It is ignored, the manual says of IOADDR.
      if (isData) refuse(device, what);
      else misusedWidth(device, what);
    } else if (!isData) {
      device.ioAddress = value & IOADDR_MASK;
    } else if (this.#reachesRegister()) {
      device.writeRegister(device.ioAddress & ~3, value);
    }
  }

  /** IOADDR reaches beyond the registers: there is the Flash, of which this card has none. */
  #reachesRegister(): boolean {
    const device = this.#device;
    if (device.ioAddress < WINDOW_BYTES) return true;
    device.reportUnmodelled(`IODATA with IOADDR ${hex(device.ioAddress)}`);
    return false;
  }
}

function misusedWidth(device: I82540em, what: string): void {
  device.misused('width', `made a ${what}, where registers take 32-bit writes only`, '13.2');
}

/** A write that is not of 32 bits: it is not allowed, and what comes of it is not said. */
function refuse(device: I82540em, what: string): void {
  misusedWidth(device, what);
  device.reportUnmodelled(what);
}

function hex(value: number): string {
  return `${value.toString(16).padStart(5, '0').toUpperCase()}h`;
}
