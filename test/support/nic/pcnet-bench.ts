/** A PCnet chip on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { Memory, RawMemory } from '../../../hardware/memory';
import { Am79c973, PcnetPci } from '../../../hardware/nic/pcnet';
import type { NicOptions } from '../../../hardware/nic/nic';
import { type ConnectionOptions, frameTo, MasterConnections } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0x00, 0x1a, 0x12, 0x34, 0x56);

export interface BenchOptions extends NicOptions, ConnectionOptions {
  readonly chip?: '970A' | '973';
}

/** Where the bench puts things. */
const BLOCK = 0x0800;
const RX_RING = 0x1000;
const TX_RING = 0x2000;
const RX_BUFFERS = 0x1_0000;
const BUFFER_BYTES = 0x800;
const RAM_BYTES = 0x10_0000;

export class Bench extends MasterConnections {
  readonly raw: RawMemory;
  readonly nic: PcnetPci;
  style = 2;

  constructor({ chip = '970A', hasLink, onPin, ...options }: BenchOptions = {}) {
    const memory = new Memory(RAM_BYTES, RAM_BYTES);
    super(memory.bytes, { hasLink, onPin });
    this.raw = new RawMemory(memory);
    const ports = { ...this.connect(this), macAddress: MAC_ADDRESS, ...options };
    this.nic = chip === '973' ? new Am79c973(ports) : new PcnetPci(ports);
  }

  get window() {
    return this.nic.bars[0]!.window;
  }

  /** A CSR, in the mode of 16-bit accesses. */
  csr(number: number): number {
    this.window.write(0x12, 2, number);
    return this.window.read(0x10, 2);
  }

  setCsr(number: number, value: number): void {
    this.window.write(0x12, 2, number);
    this.window.write(0x10, 2, value);
  }

  bcr(number: number): number {
    this.window.write(0x12, 2, number);
    return this.window.read(0x16, 2);
  }

  setBcr(number: number, value: number): void {
    this.window.write(0x12, 2, number);
    this.window.write(0x16, 2, value);
  }

  receive(frame: Uint8Array): void {
    this.nic.receive(frame, frame.length);
  }

  /** Rings of 8 by an initialization block in style 2 or 3, receive buffers of 2 KB. */
  start({ mode = 0, style = 2, csr0 = 0x42, rxOwned = 8, bufferBytes = BUFFER_BYTES } = {}): void {
    const { view } = this;
    this.style = style;
    this.setBcr(20, style);
    view.setUint32(BLOCK, ((3 << 28) | (3 << 20) | mode) >>> 0, true);
    this.ram.set(MAC_ADDRESS, BLOCK + 4);
    view.setUint32(BLOCK + 20, RX_RING, true);
    view.setUint32(BLOCK + 24, TX_RING, true);
    for (let index = 0; index < 8; index++)
      this.putReceive(index, bufferBytes, index < rxOwned ? 0x80 : 0);
    this.setCsr(1, BLOCK);
    this.setCsr(2, 0);
    this.setCsr(0, 0x0001);
    this.advance(10_000);
    this.setCsr(0, 0x0100 | csr0);
  }

  /** Sets bits of LADRF in the block, before {@link start}. */
  putFilter(low: number, high: number): void {
    this.view.setUint32(BLOCK + 12, low, true);
    this.view.setUint32(BLOCK + 16, high, true);
  }

  putReceive(index: number, bufferBytes = BUFFER_BYTES, status = 0x80): void {
    const at = RX_RING + 16 * index;
    const [buffer, count] = this.style === 3 ? [8, 0] : [0, 8];
    this.view.setUint32(at + buffer, RX_BUFFERS + index * BUFFER_BYTES, true);
    this.view.setUint32(at + count, 0, true);
    this.view.setUint32(at + 4, ((status << 24) | 0xf000 | (-bufferBytes & 0xfff)) >>> 0, true);
  }

  receiveDescriptor(index: number) {
    const at = RX_RING + 16 * index;
    const count = this.view.getUint32(at + (this.style === 3 ? 0 : 8), true);
    const word = this.view.getUint32(at + 4, true);
    return {
      status: word >>> 24,
      match: (word >>> 20) & 7,
      lengthBytes: count & 0xfff,
      runtCount: (count >>> 16) & 0xff,
    };
  }

  receiveBuffer(index: number, byteCount: number): Uint8Array {
    return this.ram.slice(
      RX_BUFFERS + index * BUFFER_BYTES,
      RX_BUFFERS + index * BUFFER_BYTES + byteCount,
    );
  }

  /** Puts a transmit descriptor on the ring: 0x83 is owned, whole. */
  putTransmit(index: number, address: number, byteCount: number, status = 0x83): void {
    const at = TX_RING + 16 * index;
    const [buffer, errors] = this.style === 3 ? [8, 0] : [0, 8];
    this.view.setUint32(at + buffer, address, true);
    this.view.setUint32(at + errors, 0xffff_ffff, true);
    this.view.setUint32(at + 4, ((status << 24) | 0xf000 | (-byteCount & 0xfff)) >>> 0, true);
  }

  transmitDescriptor(index: number) {
    const at = TX_RING + 16 * index;
    return {
      status: this.ram[at + 7],
      errors: this.view.getUint32(at + (this.style === 3 ? 0 : 8), true) >>> 26,
    };
  }

  /** A frame of one buffer, and the demand to send it. */
  send(frame: Uint8Array, index = 0, status = 0x83): void {
    this.ram.set(frame, 0x8000 + index * BUFFER_BYTES);
    this.putTransmit(index, 0x8000 + index * BUFFER_BYTES, frame.length, status);
    this.setCsr(0, (this.csr(0) & 0x40) | 0x08);
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
