/** An 82540EM on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { I82540em } from '../../../hardware/nic/82540em';
import type { NicOptions } from '../../../hardware/nic/nic';
import type { PmePort } from '../../../hardware/ports';
import { type ConnectionOptions, frameTo, MasterConnections } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56);
/** More than negotiation takes. */
export const LINK_UP_NS = 2_000_000_000;

export interface BenchOptions extends ConnectionOptions {
  readonly ramBytes?: number;
  /** Whether PME# is wired. Not if not told. */
  readonly hasPme?: boolean;
  /** How the card differs from others; a fixed address if not told. */
  readonly card?: NicOptions;
}

export class Bench extends MasterConnections {
  readonly device: I82540em;
  /** Power management events so far. */
  pmeCount = 0;
  /** PMCSR, from D0 to D3 without more ado. */
  readonly pme: PmePort & { hasEvent: boolean } = {
    isEnabled: false,
    hasEvent: false,
    signal: () => {
      this.pmeCount++;
      this.pme.hasEvent = true;
    },
    clear: () => {
      this.pme.hasEvent = false;
    },
  };

  constructor(options: BenchOptions = {}) {
    const { ramBytes = 0x10_0000, hasPme = false } = options;
    super(new Uint8Array(ramBytes), options);
    this.device = new I82540em({
      ...this.connect(this),
      ...(options.card ?? { macAddress: MAC_ADDRESS }),
      ...(hasPme ? { pme: this.pme } : {}),
    });
  }

  /** A 32-bit read through BAR 0. */
  get(offset: number): number {
    return this.device.bars[0]!.window.read(offset, 4);
  }

  /** A 32-bit write through BAR 0. */
  set(offset: number, value: number): void {
    this.device.bars[0]!.window.write(offset, 4, value);
  }

  /** MDIC: a read of a PHY register. */
  readPhy(register: number, phyAddress = 1): number {
    this.set(0x20, 0x0800_0000 | (phyAddress << 21) | (register << 16));
    this.advance(64_000);
    return this.get(0x20);
  }

  writePhy(register: number, value: number): void {
    this.set(0x20, 0x0400_0000 | (1 << 21) | (register << 16) | value);
    this.advance(64_000);
  }

  receive(frame: Uint8Array): void {
    this.device.receive(frame, frame.length);
  }

  /** A ring of `count` at 0x1000, buffers of 2 KiB from 0x10000, all the device's but one. */
  startReceiver(rctl = 0x0000_8002, count = 8): void {
    this.set(0x00, 0x241);
    this.set(0x2800, 0x1000);
    this.set(0x2804, 0);
    this.set(0x2808, count * 16);
    this.set(0x2810, 0);
    for (let index = 0; index < count; index++)
      this.view.setUint32(0x1000 + index * 16, 0x1_0000 + index * 0x800, true);
    this.set(0x2818, count - 1);
    this.set(0x100, rctl);
  }

  receiveDescriptor(index: number) {
    const at = 0x1000 + index * 16;
    return {
      lengthBytes: this.view.getUint16(at + 8, true),
      checksum: this.view.getUint16(at + 10, true),
      status: this.ram[at + 12],
      errors: this.ram[at + 13],
      special: this.view.getUint16(at + 14, true),
    };
  }

  receiveBuffer(index: number, byteCount: number): Uint8Array {
    return this.ram.slice(0x1_0000 + index * 0x800, 0x1_0000 + index * 0x800 + byteCount);
  }

  /** A ring of `count` descriptors at 0x2000, and the transmitter on with padding. */
  startTransmitter(tctl = 0x0004_00fa, count = 8): void {
    this.set(0x00, 0x241);
    this.set(0x3800, 0x2000);
    this.set(0x3804, 0);
    this.set(0x3808, count * 16);
    this.set(0x3810, 0);
    this.set(0x3818, 0);
    this.set(0x410, 0x0060_200a);
    this.set(0x400, tctl);
  }

  /** Puts a transmit descriptor of four 32-bit words on the ring. */
  putTransmit(index: number, words: readonly [number, number, number, number]): void {
    words.forEach((word, at) => this.view.setUint32(0x2000 + index * 16 + at * 4, word, true));
  }

  transmitStatus(index: number): number {
    return this.view.getUint32(0x2000 + index * 16 + 12, true) & 0xf;
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
