/** An 8255x on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { Memory, RawMemory } from '../../../hardware/memory';
import { I82557 } from '../../../hardware/nic/i82557';
import type { Width } from '../../../hardware/ports';
import { type ConnectionOptions, frameTo, MasterConnections } from './bench';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0xa0, 0xc9, 0x12, 0x34, 0x56);
const RAM_BYTES = 0x8_0000;

/** Bytes of the configuration block, by their number. */
export type Changes = Readonly<Record<number, number | undefined>>;

export interface BenchOptions extends ConnectionOptions {
  readonly revisionId?: number;
  readonly eeprom?: Uint8Array;
  readonly linkMbps?: 10 | 100 | 1000;
}

export class Bench extends MasterConnections {
  readonly memory: RawMemory;
  readonly nic: I82557;

  constructor({ hasLink, onPin, ...options }: BenchOptions = {}) {
    const memory = new Memory(RAM_BYTES, RAM_BYTES);
    super(memory.bytes, { hasLink, onPin });
    this.memory = new RawMemory(memory);
    this.nic = new I82557({ ...this.connect(this), ...options, macAddress: MAC_ADDRESS });
  }

  /** A read through BAR 0. */
  get(offset: number, width: Width = 4): number {
    return this.nic.bars[0]!.window.read(offset, width);
  }

  /** A write through BAR 0. */
  set(offset: number, value: number, width: Width = 4): void {
    this.nic.bars[0]!.window.write(offset, width, value);
  }

  /** The general pointer and the command byte, and time for acceptance. */
  command(command: number, pointer = 0): void {
    this.set(4, pointer);
    this.set(2, command, 1);
    this.advance(600);
  }

  /** A command block: command word, link and parameters. */
  putBlock(address: number, command: number, link: number, parameters: readonly number[] = []) {
    this.view.setUint32(address, (command << 16) >>> 0, true);
    this.view.setUint32(address + 4, link, true);
    this.ram.set(parameters, address + 8);
  }

  /** Runs one command block at 7000h by CU Start, with EL. */
  perform(command: number, parameters: readonly number[] = []): void {
    this.putBlock(0x7000, 0x8000 | command, 0, parameters);
    this.command(0x10, 0x7000);
    this.advance(10_000);
  }

  /** A configure command with usual bytes, some of them replaced. */
  configure(changes: Changes = {}): void {
    const bytes = [22, 8, 0, 0, 0, 0, 0x32, 3, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48, 0, 0x40, 0xf2];
    bytes.push(0x80, 0x3f, 0x05);
    for (const [index, value] of Object.entries(changes))
      if (value !== undefined) bytes[Number(index)] = value;
    this.perform(2, bytes);
  }

  /** Individual address setup with the address of the card. */
  setAddress(): void {
    this.perform(1, [...MAC_ADDRESS]);
  }

  /** `count` RFDs of 1536 bytes from 8000h at steps of 800h, the last with EL; then RU Start. */
  startReceiver(count = 4, size = 1536): void {
    for (let index = 0; index < count; index++) this.putRfd(index, index === count - 1, size);
    this.command(0x01, 0x8000);
  }

  putRfd(index: number, isLast: boolean, size = 1536, command = 0): void {
    const at = 0x8000 + index * 0x800;
    this.view.setUint32(at, (((isLast ? 0x8000 : 0) | command) << 16) >>> 0, true);
    this.view.setUint32(at + 4, at + 0x800, true);
    this.view.setUint32(at + 8, 0xffff_ffff, true);
    this.view.setUint32(at + 12, size << 16, true);
  }

  rfd(index: number) {
    const at = 0x8000 + index * 0x800;
    return {
      status: this.view.getUint16(at, true),
      count: this.view.getUint16(at + 12, true),
      size: this.view.getUint16(at + 14, true),
    };
  }

  received(index: number): Uint8Array {
    const at = 0x8000 + index * 0x800;
    return this.ram.slice(at + 16, at + 16 + (this.rfd(index).count & 0x3fff));
  }

  receive(frame: Uint8Array): void {
    this.nic.receive(frame, frame.length);
  }

  /** A transmit block in simplified mode. */
  putTransmit(address: number, command: number, link: number, frame: Uint8Array): void {
    this.putBlock(address, command | 4, link);
    this.view.setUint32(address + 8, 0xffff_ffff, true);
    this.view.setUint32(address + 12, 0x8000 | frame.length, true);
    this.ram.set(frame, address + 16);
  }

  /** The status word of a command block. */
  status(address: number): number {
    return this.view.getUint16(address, true);
  }

  get cuState(): number {
    return this.get(0, 1) >>> 6;
  }

  get ruState(): number {
    return (this.get(0, 1) >>> 2) & 0xf;
  }

  get statAck(): number {
    return this.get(1, 1);
  }

  /** The Dwords that dump counters writes. */
  counters(command = 0x50): number[] {
    this.command(0x40, 0x7800);
    this.ram.fill(0xee, 0x7800, 0x7900);
    this.command(command);
    return Array.from({ length: 22 }, (_, index) => this.view.getUint32(0x7800 + 4 * index, true));
  }

  readPhy(register: number, address = 1): number {
    this.set(0x10, 0x0800_0000 | (address << 21) | (register << 16));
    this.advance(64_000);
    return this.get(0x10) & 0xffff;
  }

  writePhy(register: number, value: number): void {
    this.set(0x10, 0x0420_0000 | (register << 16) | value);
    this.advance(64_000);
  }
}

/** A frame to `to` from a fixed station, its payload counting up. */
export function createFrame(byteCount: number, to: Uint8Array = MAC_ADDRESS): Uint8Array {
  return frameTo(to, byteCount);
}
