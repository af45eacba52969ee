/** A driver's way to I/O ports: within the ranges that it has claimed, and while it has. */
import { port, virtual, type VirtualAddress } from '../../hardware/address';
import type { IoSpacePort, Width } from '../../hardware/ports';
import { hex } from '../finding';
import { PORT_ACCESS_NS } from './costs';
import type { Kernel } from './kernel';

/** Accesses of one buffer call: more than any NIC has buffer memory for, so that a loop ends. */
const BUFFER_COUNT_MAX = 0x1_0000;

interface PortRange {
  readonly start: number;
  readonly count: number;
}

export class PortAccess {
  readonly #kernel: Kernel;
  readonly #bus: IoSpacePort;
  #claimed: PortRange[] = [];
  #released: PortRange[] = [];

  constructor(kernel: Kernel, bus: IoSpacePort) {
    this.#kernel = kernel;
    this.#bus = bus;
  }

  /** Claims a range; false if part of it is claimed. */
  claim(start: number, count: number): boolean {
    const isTaken = this.#claimed.some(
      (range) => start < range.start + range.count && range.start < start + count,
    );
    if (isTaken) return false;
    this.#claimed.push({ start, count });
    return true;
  }

  release(start: number): void {
    this.#released.push(...this.#claimed.filter((range) => range.start === start));
    this.#claimed = this.#claimed.filter((range) => range.start !== start);
  }

  /** A driver that starts has given nothing back yet, whatever one before it did. */
  forgetReleased(): void {
    this.#released = [];
  }

  read(address: number, width: Width): number {
    this.#check(address, width);
    return this.readUnclaimed(address, width);
  }

  write(address: number, width: Width, value: number): void {
    this.#check(address, width);
    this.writeUnclaimed(address, width, value);
  }

  /** For the calls that a driver may make before it claims anything. */
  readUnclaimed(address: number, width: Width): number {
    const kernel = this.#kernel;
    kernel.clock.nowNs += PORT_ACCESS_NS;
    const value = this.#bus.readPort(port(address), width);
    kernel.afterDeviceAccess();
    return value;
  }

  writeUnclaimed(address: number, width: Width, value: number): void {
    const kernel = this.#kernel;
    kernel.clock.nowNs += PORT_ACCESS_NS;
    this.#bus.writePort(port(address), width, value);
    kernel.afterDeviceAccess();
  }

  /** `count` reads of one port into memory, as REP INS does. */
  readBuffer(address: number, width: Width, buffer: VirtualAddress, count: number): void {
    const { memory } = this.#kernel;
    for (let index = 0; index < Math.min(count, BUFFER_COUNT_MAX); index++) {
      const at = virtual(buffer + index * width);
      const value = this.read(address, width);
      if (width === 1) memory.write8(at, value);
      else if (width === 2) memory.write16(at, value);
      else memory.write32(at, value);
    }
  }

  /** `count` writes of one port from memory, as REP OUTS does. */
  writeBuffer(address: number, width: Width, buffer: VirtualAddress, count: number): void {
    const { memory } = this.#kernel;
    for (let index = 0; index < Math.min(count, BUFFER_COUNT_MAX); index++) {
      const at = virtual(buffer + index * width);
      const value =
        width === 1 ? memory.read8(at) : width === 2 ? memory.read16(at) : memory.read32(at);
      this.write(address, width, value);
    }
  }

  #check(address: number, width: Width): void {
    const holds = (range: PortRange) =>
      address >= range.start && address + width <= range.start + range.count;
    if (this.#claimed.some(holds)) return;
    const wasClaimed = this.#released.some(holds);
    this.#kernel.report(
      wasClaimed ? 'hardware/access-after-release' : 'hardware/access-outside-claimed-range',
      {
        what: `The driver accessed port ${hex(address)}, which it has ${wasClaimed ? 'given back' : 'not registered'}.`,
        address: hex(address),
      },
    );
  }
}
