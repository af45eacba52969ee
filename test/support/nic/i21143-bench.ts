/** A 21143 on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { I21143 } from '../../../hardware/nic/i21143';
import type { NicOptions } from '../../../hardware/nic/nic';
import type { Width } from '../../../hardware/ports';
import { type ConnectionOptions, frameTo, MasterConnections } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0x00, 0xf8, 0x12, 0x34, 0x56);
export const BROADCAST = new Uint8Array(6).fill(0xff);
/** Where the lists, the setup frame and the buffers lie. */
export const RX_LIST = 0x1000;
export const TX_LIST = 0x2000;
export const SETUP = 0x3000;
export const RX_BUFFER = 0x1_0000;
export const TX_BUFFER = 0x8000;
export const RX_BUFFER_BYTES = 0x600;
/** PS, SF and what must be one; ST and SR. */
export const MODE = 0x3224_0000;
export const RUN = MODE | 0x2002;
const OWN = 0x8000_0000;

export interface BenchOptions extends NicOptions, ConnectionOptions {}

export class Bench extends MasterConnections {
  readonly device: I21143;

  constructor({ hasLink, onPin, ...options }: BenchOptions = {}) {
    super(new Uint8Array(0x4_0000), { hasLink, onPin });
    this.device = new I21143({ ...this.connect(this), macAddress: MAC_ADDRESS, ...options });
  }

  /** A read of a CSR through the I/O window. */
  csr(number: number): number {
    return this.get(8 * number, 4);
  }

  /** A write of a CSR through the I/O window. */
  setCsr(number: number, value: number): void {
    this.set(8 * number, 4, value >>> 0);
  }

  get(offset: number, width: Width): number {
    return this.device.bars[0]!.window.read(offset, width);
  }

  set(offset: number, width: Width, value: number): void {
    this.device.bars[0]!.window.write(offset, width, value);
  }

  receive(frame: Uint8Array): void {
    this.device.receive(frame, frame.length);
  }

  word(address: number): number {
    return this.view.getUint32(address, true);
  }

  /** A descriptor: RDES0 to 3 or TDES0 to 3. */
  describe(address: number, ...words: number[]): void {
    words.forEach((word, index) => this.view.setUint32(address + 4 * index, word >>> 0, true));
  }

  /** A receive ring of so many descriptors, all the chip's, each with one buffer. */
  receiveRing(count = 4, bufferBytes = RX_BUFFER_BYTES): void {
    for (let index = 0; index < count; index++)
      this.describe(
        RX_LIST + 16 * index,
        OWN,
        (index === count - 1 ? 0x0200_0000 : 0) | bufferBytes,
        RX_BUFFER + index * RX_BUFFER_BYTES,
        0,
      );
    this.setCsr(3, RX_LIST);
  }

  /** Starts both processes with a receive ring, and a transmit list that is the host's. */
  start(mode = RUN): void {
    this.receiveRing();
    this.setCsr(4, TX_LIST);
    this.setCsr(6, mode);
  }

  /** Hands over the descriptor at `index` of the transmit list, with a frame of one buffer. */
  send(index: number, frame: Uint8Array, control = 0x6000_0000): void {
    this.ram.set(frame, TX_BUFFER + 0x800 * index);
    this.describe(TX_LIST + 16 * index, OWN, control | frame.length, TX_BUFFER + 0x800 * index, 0);
    this.setCsr(1, 1);
  }

  /** Hands over a setup frame with these addresses, the last of them in what is left. */
  setup(index: number, addresses: readonly Uint8Array[], control = 0x0800_0000): void {
    for (let entry = 0; entry < 16; entry++) {
      const address = addresses[Math.min(entry, addresses.length - 1)];
      for (let at = 0; at < 6; at++)
        this.ram[SETUP + 12 * entry + 4 * (at >> 1) + (at & 1)] = address[at];
    }
    this.describe(TX_LIST + 16 * index, OWN, control | 192, SETUP, 0);
    this.setCsr(1, 1);
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
