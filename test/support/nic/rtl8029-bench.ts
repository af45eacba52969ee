/** An RTL8029AS on a bench: a wire that keeps frames, its ports, its buffer memory by remote DMA. */
import { Rtl8029 } from '../../../hardware/nic/rtl8029';
import type { NicOptions } from '../../../hardware/nic/nic';
import type { BusMasterPort, Width } from '../../../hardware/ports';
import { Connections, frameTo } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0xe0, 0x4c, 0x12, 0x34, 0x56);

export interface BenchOptions extends NicOptions {
  readonly hasLink?: boolean;
}

/** This chip masters no bus. */
const NO_MASTER: BusMasterPort = { read: noDma, write: noDma };

function noDma(): never {
  throw new Error('this chip masters no bus');
}

export class Bench extends Connections {
  readonly nic: Rtl8029;

  constructor({ hasLink, macAddress = MAC_ADDRESS, ...rest }: BenchOptions = {}) {
    super({ hasLink });
    this.nic = new Rtl8029({
      ...this.connect(NO_MASTER),
      macAddress: rest.eeprom === undefined ? macAddress : undefined,
      ...rest,
    });
  }

  get(port: number, width: Width = 1): number {
    return this.nic.bars[0].window.read(port, width);
  }

  set(port: number, value: number, width: Width = 1): void {
    this.nic.bars[0].window.write(port, width, value);
  }

  /** Reads a port of a page and goes back to page 0, in the state the chip is in. */
  getPage(page: number, port: number): number {
    this.set(0, (page << 6) | 0x20);
    const value = this.get(port);
    this.set(0, 0x20);
    return value;
  }

  setPage(page: number, port: number, value: number): void {
    this.set(0, (page << 6) | 0x20);
    this.set(port, value);
    this.set(0, 0x20);
  }

  receive(frame: Uint8Array): void {
    this.nic.receive(frame, frame.length);
  }

  /** Presets the remote DMA. */
  setRemote(address: number, byteCount: number): void {
    this.set(0x08, address & 0xff);
    this.set(0x09, address >>> 8);
    this.set(0x0a, byteCount & 0xff);
    this.set(0x0b, byteCount >>> 8);
  }

  /** Reads buffer memory by bytes, as the wide modes of DCR stand aside. */
  readMemory(address: number, byteCount: number): Uint8Array {
    const dcr = this.getPage(2, 0x0e);
    this.set(0x0e, dcr & 0x7e);
    this.setRemote(address, byteCount);
    this.set(0, 0x0a);
    const bytes = Uint8Array.from({ length: byteCount }, () => this.get(0x10));
    this.set(0x07, 0x40);
    this.set(0x0e, dcr & 0x7f);
    this.set(0, 0x20);
    return bytes;
  }

  writeMemory(address: number, bytes: Uint8Array): void {
    const dcr = this.getPage(2, 0x0e);
    this.set(0x0e, dcr & 0x7e);
    this.setRemote(address, bytes.length);
    this.set(0, 0x12);
    for (const byte of bytes) this.set(0x10, byte);
    this.set(0x07, 0x40);
    this.set(0x0e, dcr & 0x7f);
    this.set(0, 0x20);
  }

  /** Initialisation as DP8390D 11 orders it: a ring from `pstart` to `pstop`, six pages to send. */
  start({ pstart = 0x46, pstop = 0xc0, rcr = 0x04, dcr = 0x49, tcr = 0x00 } = {}): void {
    this.set(0, 0x21);
    this.set(0x0e, dcr);
    this.set(0x0a, 0);
    this.set(0x0b, 0);
    this.set(0x0c, rcr);
    this.set(0x0d, 0x02);
    this.set(0x01, pstart);
    this.set(0x02, pstop);
    this.set(0x03, pstart);
    this.set(0x07, 0xff);
    this.set(0x0f, 0x00);
    this.set(0, 0x61);
    MAC_ADDRESS.forEach((byte, index) => this.set(1 + index, byte));
    this.set(7, pstart);
    this.set(0, 0x22);
    this.set(0x0d, tcr);
  }

  /** Puts a frame at page 40h and sends it. */
  transmit(frame: Uint8Array, byteCount = frame.length): void {
    this.writeMemory(0x4000, frame);
    this.set(0x04, 0x40);
    this.set(0x05, byteCount & 0xff);
    this.set(0x06, byteCount >>> 8);
    this.set(0, 0x26);
  }

  /** The four bytes at the start of a page of the ring. */
  header(page: number) {
    const [status, next, low, high] = this.readMemory(page << 8, 4);
    return { status, next, byteCount: low | (high << 8) };
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
