/** An 82540EM on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { Clock } from '../../hardware/clock';
import { I82540em } from '../../hardware/nic/82540em';
import type { NicOptions } from '../../hardware/nic/nic';
import type { BusMasterPort, PmePort } from '../../hardware/ports';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0x0e, 0x0c, 0x12, 0x34, 0x56);
/** More than negotiation takes. */
export const LINK_UP_NS = 2_000_000_000;

export interface BenchOptions {
  readonly hasLink?: boolean;
  readonly ramBytes?: number;
  readonly onPin?: (asserted: boolean) => void;
  /** Whether PME# is wired. Not if not told. */
  readonly hasPme?: boolean;
  /** How the card differs from others; a fixed address if not told. */
  readonly card?: NicOptions;
}

export class Bench implements BusMasterPort {
  readonly clock = new Clock();
  readonly ram: Uint8Array;
  readonly view: DataView;
  /** Frames sent, and when each had left. */
  readonly sent: { atNs: number; frame: Uint8Array }[] = [];
  /** Levels of INTA#, and when each came. */
  readonly pinEdges: { atNs: number; asserted: boolean }[] = [];
  readonly unmodelled: string[] = [];
  readonly wire: { hasLink: boolean; transmit(frame: Uint8Array, byteCount: number): void };
  readonly device: I82540em;
  pin = false;
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
  busIsDown = false;
  dmaCount = 0;

  constructor(options: BenchOptions = {}) {
    const { hasLink = true, ramBytes = 0x10_0000, onPin, hasPme = false } = options;
    this.ram = new Uint8Array(ramBytes);
    this.view = new DataView(this.ram.buffer);
    this.wire = {
      hasLink,
      transmit: (frame, byteCount) => {
        this.sent.push({ atNs: this.clock.nowNs, frame: frame.slice(0, byteCount) });
      },
    };
    this.device = new I82540em({
      busMaster: this,
      clock: this.clock,
      wire: this.wire,
      ...(options.card ?? { macAddress: MAC_ADDRESS }),
      interruptPin: {
        set: (asserted) => {
          this.pin = asserted;
          this.pinEdges.push({ atNs: this.clock.nowNs, asserted });
          onPin?.(asserted);
        },
      },
      ...(hasPme ? { pme: this.pme } : {}),
      onUnmodelled: (name) => this.unmodelled.push(name),
    });
  }

  read(address: number, target: Uint8Array, offset: number, byteCount: number): boolean {
    this.dmaCount++;
    if (this.busIsDown || address + byteCount > this.ram.length) return false;
    if (offset + byteCount > target.length) throw new RangeError('beyond the target');
    target.set(this.ram.subarray(address, address + byteCount), offset);
    return true;
  }

  write(address: number, source: Uint8Array, offset: number, byteCount: number): boolean {
    this.dmaCount++;
    if (this.busIsDown || address + byteCount > this.ram.length) return false;
    if (offset + byteCount > source.length) throw new RangeError('beyond the source');
    this.ram.set(source.subarray(offset, offset + byteCount), address);
    return true;
  }

  /** A 32-bit read through BAR 0. */
  get(offset: number): number {
    return this.device.bars[0]!.window.read(offset, 4);
  }

  /** A 32-bit write through BAR 0. */
  set(offset: number, value: number): void {
    this.device.bars[0]!.window.write(offset, 4, value);
  }

  advance(durationNs: number): void {
    this.clock.advance(durationNs);
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
  const frame = new Uint8Array(byteCount);
  for (let index = 0; index < byteCount; index++) frame[index] = index;
  frame.set(to, 0);
  frame.set([0x02, 0, 0, 0, 0, 0x01], 6);
  frame.set([0x88, 0xb5], 12);
  return frame;
}
