/**
 * The address space of the two DMA channels: the station address PROM at 0000h, 32 KB of packet
 * buffer at 4000h, nothing elsewhere. As on an NE2000 in a 16-bit slot each PROM byte lies at two
 * addresses, and the last two of the sixteen say `W` for word (RTL8029AS LS009.0, 6).
 */
import { ADDRESS_BYTES } from '../ethernet';
import { ADDRESS_MASK } from './core';

const PROM_BYTES = 16;
const RAM_START = 0x4000;
const RAM_BYTES = 0x8000;
/** What a read gives where nothing answers. */
const NOTHING = 0xff;
const WORD_MARK = 0x57;
const MARK_OFFSET = 14;

export class BufferMemory {
  readonly #prom = new Uint8Array(PROM_BYTES);
  readonly #ram = new Uint8Array(RAM_BYTES);

  /** Fills the PROM from the address and what lies behind it in the 93C46. */
  loadProm(macAddress: Uint8Array, rest: Uint8Array): void {
    this.#prom.set(macAddress.subarray(0, ADDRESS_BYTES));
    this.#prom.set(rest.subarray(0, MARK_OFFSET - ADDRESS_BYTES), ADDRESS_BYTES);
    this.#prom.fill(WORD_MARK, MARK_OFFSET);
  }

  readByte(address: number): number {
    const at = address & ADDRESS_MASK;
    const offset = at - RAM_START;
    if (offset >= 0) return offset < RAM_BYTES ? this.#ram[offset] : NOTHING;
    return at < 2 * PROM_BYTES ? this.#prom[at >>> 1] : NOTHING;
  }

  /** Changes the packet buffer; nothing else can be written. */
  writeByte(address: number, value: number): void {
    const offset = (address & ADDRESS_MASK) - RAM_START;
    if (offset >= 0 && offset < RAM_BYTES) this.#ram[offset] = value;
  }

  /** Copies `byteCount` bytes from `address` on to the start of `target`. */
  read(address: number, target: Uint8Array, byteCount: number): void {
    const offset = address - RAM_START;
    if (offset >= 0 && offset + byteCount <= RAM_BYTES) {
      target.set(this.#ram.subarray(offset, offset + byteCount));
      return;
    }
    for (let index = 0; index < byteCount; index++) target[index] = this.readByte(address + index);
  }

  /** Copies `byteCount` bytes of `source` from `first` on to `address`. */
  write(address: number, source: Uint8Array, first: number, byteCount: number): void {
    const offset = address - RAM_START;
    if (offset >= 0 && offset + byteCount <= RAM_BYTES) {
      this.#ram.set(source.subarray(first, first + byteCount), offset);
      return;
    }
    for (let index = 0; index < byteCount; index++)
      this.writeByte(address + index, source[first + index]);
  }
}
