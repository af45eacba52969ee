/** An RTL8139C on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { Rtl8139 } from '../../../hardware/nic/rtl8139';
import type { NicOptions } from '../../../hardware/nic/nic';
import type { Width } from '../../../hardware/ports';
import { type ConnectionOptions, frameTo, MasterConnections } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0xe0, 0x4c, 0x12, 0x34, 0x56);
export const BROADCAST = new Uint8Array(6).fill(0xff);
/** More than negotiation takes. */
export const LINK_UP_NS = 2_000_000_000;
/** Where the receive ring and the transmit buffers lie. */
export const RING = 0x1_0000;
export const TX_BUFFER = 0x8000;

export interface BenchOptions extends NicOptions, ConnectionOptions {}

export class Bench extends MasterConnections {
  readonly device: Rtl8139;

  constructor({ hasLink, onPin, ...options }: BenchOptions = {}) {
    super(new Uint8Array(0x4_0000), { hasLink, onPin });
    this.device = new Rtl8139({ ...this.connect(this), macAddress: MAC_ADDRESS, ...options });
  }

  /** A read through the I/O window. */
  get(offset: number, width: Width): number {
    return this.device.bars[0]!.window.read(offset, width);
  }

  /** A write through the I/O window. */
  set(offset: number, width: Width, value: number): void {
    this.device.bars[0]!.window.write(offset, width, value);
  }

  receive(frame: Uint8Array): void {
    this.device.receive(frame, frame.length);
  }

  /** Software reset, then RE and TE, the ring of RCR at RING. */
  start(rcr = 0x0000_e70a): void {
    this.set(0x37, 1, 0x10);
    this.advance(20_000);
    this.set(0x30, 4, RING);
    this.set(0x37, 1, 0x0c);
    this.set(0x44, 4, rcr);
    this.set(0x40, 4, 0x0300_0700);
  }

  /** Puts a frame in the buffer of a descriptor and hands it over. */
  send(descriptor: number, frame: Uint8Array): void {
    const address = TX_BUFFER + descriptor * 0x2000;
    this.ram.set(frame, address);
    this.set(0x20 + 4 * descriptor, 4, address);
    this.set(0x10 + 4 * descriptor, 4, frame.length);
  }

  /** The packet at an offset of the ring: status, length with FCS, and its bytes. */
  packet(offset: number) {
    const lengthBytes = this.view.getUint16(RING + offset + 2, true);
    return {
      status: this.view.getUint16(RING + offset, true),
      lengthBytes,
      bytes: this.ram.slice(RING + offset + 4, RING + offset + 4 + lengthBytes),
    };
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
