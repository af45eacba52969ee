/** An 8255x on a bench: RAM behind its bus master, a wire that keeps frames, its registers. */
import { Clock } from '../../../hardware/clock';
import { MainMemoryPort } from '../../../hardware/main-memory-port';
import { Memory, RawMemory } from '../../../hardware/memory';
import { I82557 } from '../../../hardware/nic/i82557';
import type { BusMasterPort, Width } from '../../../hardware/ports';

export const MAC_ADDRESS = Uint8Array.of(0x00, 0xa0, 0xc9, 0x12, 0x34, 0x56);
const RAM_BYTES = 0x8_0000;

/** Bytes of the configuration block, by their number. */
export type Changes = Readonly<Record<number, number | undefined>>;

export interface BenchOptions {
  readonly revisionId?: number;
  readonly eeprom?: Uint8Array;
  readonly linkMbps?: 10 | 100 | 1000;
  readonly hasLink?: boolean;
  readonly onPin?: (asserted: boolean) => void;
}

export class Bench {
  readonly clock = new Clock();
  readonly #memory = new Memory(RAM_BYTES, RAM_BYTES);
  readonly memory = new RawMemory(this.#memory);
  readonly ram = this.#memory.bytes;
  readonly view = this.#memory.view;
  /** Frames sent, and when each had left. */
  readonly sent: { atNs: number; frame: Uint8Array }[] = [];
  /** Levels of INTA#, and when each came. */
  readonly pinEdges: { atNs: number; asserted: boolean }[] = [];
  readonly unmodelled: string[] = [];
  readonly wire: { hasLink: boolean; transmit(frame: Uint8Array, byteCount: number): void };
  readonly nic: I82557;
  pin = false;
  busIsDown = false;
  dmaCount = 0;

  constructor({ hasLink = true, onPin, ...options }: BenchOptions = {}) {
    this.wire = {
      hasLink,
      transmit: (frame, byteCount) => {
        this.sent.push({ atNs: this.clock.nowNs, frame: frame.slice(0, byteCount) });
      },
    };
    this.nic = new I82557({
      ...options,
      macAddress: MAC_ADDRESS,
      busMaster: this.#createBusMaster(),
      clock: this.clock,
      wire: this.wire,
      interruptPin: {
        set: (asserted) => {
          this.pin = asserted;
          this.pinEdges.push({ atNs: this.clock.nowNs, asserted });
          onPin?.(asserted);
        },
      },
      onUnmodelled: (name) => this.unmodelled.push(name),
    });
  }

  #createBusMaster(): BusMasterPort {
    const port = new MainMemoryPort(this.#memory);
    const isUp = () => {
      this.dmaCount++;
      return !this.busIsDown;
    };
    return {
      read: (...access) => isUp() && port.read(...access),
      write: (...access) => isUp() && port.write(...access),
    };
  }

  /** A read through BAR 0. */
  get(offset: number, width: Width = 4): number {
    return this.nic.bars[0]!.window.read(offset, width);
  }

  /** A write through BAR 0. */
  set(offset: number, value: number, width: Width = 4): void {
    this.nic.bars[0]!.window.write(offset, width, value);
  }

  advance(durationNs: number): void {
    this.clock.advance(durationNs);
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
  const frame = new Uint8Array(byteCount);
  for (let index = 0; index < byteCount; index++) frame[index] = index;
  frame.set(to.subarray(0, byteCount), 0);
  if (byteCount >= 14) frame.set([0x02, 0, 0, 0, 0, 0x01, 0x88, 0xb5], 6);
  return frame;
}
