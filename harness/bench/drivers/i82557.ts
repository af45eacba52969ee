/**
 * A minimal polled driver of the 8255x: a ring of transmit command blocks that the CU is resumed
 * over, and a ring of RFDs in simplified mode. 8255x SDM 6.3-6.5.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../../hardware/address';
import type { Clock } from '../../../hardware/clock';
import type { MemoryAccess } from '../../../hardware/memory';
import type { Nic } from '../../../hardware/nic/nic';
import type { Width } from '../../../hardware/ports';

const SCB_STATUS = 0x00;
const SCB_COMMAND = 0x02;
const SCB_INTERRUPT = 0x03;
const SCB_POINTER = 0x04;
const PORT = 0x08;
const EEPROM = 0x0e;
const [EESK, EECS, EEDI, EEDO] = [0x1, 0x2, 0x4, 0x8];
const MDI = 0x10;
/** Opcode 10b, PHY 1, register 1. */
const MDI_READ_STATUS = 0x0821_0000;
const MDI_STATUS_LINK = 0x4;
const CU_START = 0x10;
const CU_RESUME = 0x20;
const CU_LOAD_BASE = 0x60;
const RU_START = 0x01;
const RU_LOAD_BASE = 0x06;
const RUS_NO_RESOURCES = 0x08;
const EL = 0x8000;
const S = 0x4000;
const IA_SETUP = 1;
const CONFIGURE = 2;
const TRANSMIT_FLEXIBLE = 0x000c;
const COMPLETE = 0x8000;
const OK = 0x2000;
const COUNT = 0x3fff;

const TCB_BYTES = 32;
const BUFFER_BYTES = 1536;
const RFD_BYTES = 16;
const SETUP_BYTES = 128;
/** Polls of one microsecond for a command to be accepted. */
const POLL_COUNT_MAX = 1000;
const MDI_CYCLE_NS = 30_000;
const EEPROM_STEP_NS = 1000;
const LINK_POLL_NS = 10_000_000;
const LINK_POLLS_MAX = 400;

export interface I82557Bus {
  readonly nic: Nic;
  readonly memory: MemoryAccess;
  readonly clock: Clock;
  /** The physical address from which memory is the driver's, 1.6 KB a block or RFD. */
  readonly base?: number;
}

export interface I82557DriverOptions {
  readonly txRing?: number;
  readonly rxRing?: number;
  readonly promiscuous?: boolean;
}

export class I82557Driver {
  /** As the EEPROM has it, once started. */
  readonly macAddress = new Uint8Array(6);
  readonly #bus: I82557Bus;
  #txCount = 0;
  #rxCount = 0;
  #txBase = 0;
  #txBuffers = 0;
  #rxBase = 0;
  /** The next block to fill, and the oldest not yet reclaimed. */
  #txNext = 0;
  #txOldest = 0;
  #txUsed = 0;
  /** Where the command word with S lies that the CU stands at. */
  #suspendedAt = 0;
  #rxNext = 0;
  #addressBits = 0;

  constructor(bus: I82557Bus) {
    this.#bus = bus;
  }

  /** Resets the device, sets up both rings, and waits for the link as long as it may take. */
  start({ txRing = 16, rxRing = 32, promiscuous = false }: I82557DriverOptions = {}): void {
    const { clock, base = 0x1_0000 } = this.#bus;
    this.#txCount = txRing;
    this.#rxCount = rxRing;
    this.#txBase = base + 2 * SETUP_BYTES;
    this.#txBuffers = this.#txBase + txRing * TCB_BYTES;
    this.#rxBase = this.#txBuffers + txRing * BUFFER_BYTES;
    this.#txNext = this.#txOldest = this.#txUsed = this.#rxNext = 0;
    this.#write(PORT, 4, 0);
    clock.advance(20_000);
    this.#write(SCB_INTERRUPT, 1, 0x01);
    this.#readAddress();
    this.#command(CU_LOAD_BASE, 0);
    this.#command(RU_LOAD_BASE, 0);
    const setUp = base + SETUP_BYTES;
    this.#putBlock(base, CONFIGURE, setUp, configuration(promiscuous));
    this.#putBlock(setUp, IA_SETUP | S, this.#txBase, this.macAddress);
    this.#suspendedAt = setUp + 2;
    this.#command(CU_START, base);
    clock.advance(10_000);
    for (let index = 0; index < rxRing; index++) this.#putRfd(index, index === rxRing - 1);
    this.#command(RU_START, this.#rxBase);
    for (let poll = 0; poll < LINK_POLLS_MAX && !this.hasLink; poll++) clock.advance(LINK_POLL_NS);
  }

  /** As the PHY at MDI address 1 says: its status register, bit 2. */
  get hasLink(): boolean {
    this.#write(MDI, 4, MDI_READ_STATUS);
    this.#bus.clock.advance(MDI_CYCLE_NS);
    return (this.#read(MDI, 4) & MDI_STATUS_LINK) !== 0;
  }

  /** Puts a frame on the ring; false if that is full. */
  send(frame: Uint8Array): boolean {
    const { memory } = this.#bus;
    if (frame.length > BUFFER_BYTES) throw new RangeError(`a frame of ${frame.length} bytes`);
    // One block stays unused, so that the block with S is never one that is being reclaimed.
    if (this.#txUsed >= this.#txCount - 1) return false;
    const index = this.#txNext;
    const block = this.#txBase + index * TCB_BYTES;
    const buffer = this.#txBuffers + index * BUFFER_BYTES;
    this.#txNext = (index + 1) % this.#txCount;
    this.#copyOut(buffer, frame);
    memory.write32(at(block + 4), this.#txBase + this.#txNext * TCB_BYTES);
    memory.write32(at(block + 8), block + 16);
    memory.write32(at(block + 12), 0x0100_0000);
    memory.write32(at(block + 16), buffer);
    memory.write32(at(block + 20), frame.length);
    memory.write32(at(block), ((S | TRANSMIT_FLEXIBLE) << 16) >>> 0);
    memory.write16(at(this.#suspendedAt), memory.read16(at(this.#suspendedAt)) & ~S);
    this.#suspendedAt = block + 2;
    this.#txUsed++;
    this.#command(CU_RESUME);
    return true;
  }

  /** Reclaims what has been sent. */
  reap(): void {
    while (this.#txUsed > 0) {
      const block = this.#txBase + this.#txOldest * TCB_BYTES;
      if ((this.#bus.memory.read16(at(block)) & COMPLETE) === 0) return;
      this.#txOldest = (this.#txOldest + 1) % this.#txCount;
      this.#txUsed--;
    }
  }

  /** The next frame received without error, if there is one. */
  receive(): Uint8Array | undefined {
    const { memory } = this.#bus;
    for (let round = 0; round < this.#rxCount; round++) {
      const rfd = this.#rfdAddress(this.#rxNext);
      const status = memory.read16(at(rfd));
      if ((status & COMPLETE) === 0) break;
      const frame = this.#copyIn(rfd + RFD_BYTES, memory.read16(at(rfd + 12)) & COUNT);
      this.#recycle();
      if ((status & OK) !== 0) return frame;
    }
    this.#restart();
    return undefined;
  }

  /** Words 0 to 2 of the EEPROM, which may have six bits of address or eight (5). */
  #readAddress(): void {
    for (let word = 0; word < 3; word++) {
      this.#eeprom(0);
      this.#eeprom(EECS);
      for (const bit of [1, 1, 0]) this.#eepromClock(bit);
      let addressBits = 0;
      // The dummy 0 tells the last bit of the address.
      for (let isHigh = true; isHigh && addressBits < 8; addressBits++)
        isHigh = this.#eepromClock(word === 0 ? 0 : this.#addressBit(word, addressBits)) === 1;
      this.#addressBits = addressBits;
      let value = 0;
      for (let bit = 0; bit < 16; bit++) value = (value << 1) | this.#eepromClock(0);
      this.macAddress[2 * word] = value;
      this.macAddress[2 * word + 1] = value >>> 8;
    }
    this.#eeprom(0);
  }

  #addressBit(word: number, index: number): number {
    return (word >>> (this.#addressBits - 1 - index)) & 1;
  }

  /** One clock of the EEPROM; what it has put on its output. */
  #eepromClock(bit: number): number {
    const data = EECS | (bit === 1 ? EEDI : 0);
    this.#eeprom(data);
    this.#eeprom(data | EESK);
    const output = (this.#read(EEPROM, 2) & EEDO) !== 0 ? 1 : 0;
    this.#eeprom(data);
    return output;
  }

  #eeprom(lines: number): void {
    this.#write(EEPROM, 2, lines);
    this.#bus.clock.advance(EEPROM_STEP_NS);
  }

  /** The RFD becomes the last of the list, and the one before it ceases to be. */
  #recycle(): void {
    const { memory } = this.#bus;
    const last = (this.#rxNext + this.#rxCount - 1) % this.#rxCount;
    this.#putRfd(this.#rxNext, true);
    const command = at(this.#rfdAddress(last) + 2);
    memory.write16(command, memory.read16(command) & ~EL);
    this.#rxNext = (this.#rxNext + 1) % this.#rxCount;
  }

  /** After it ran out of RFDs the RU starts again at the first that is free. */
  #restart(): void {
    if ((this.#read(SCB_STATUS, 1) & 0x3c) === RUS_NO_RESOURCES)
      this.#command(RU_START, this.#rfdAddress(this.#rxNext));
  }

  #rfdAddress(index: number): number {
    return this.#rxBase + index * (RFD_BYTES + BUFFER_BYTES);
  }

  #putRfd(index: number, isLast: boolean): void {
    const { memory } = this.#bus;
    const rfd = this.#rfdAddress(index);
    memory.write32(at(rfd + 4), this.#rfdAddress((index + 1) % this.#rxCount));
    memory.write32(at(rfd + 8), 0xffff_ffff);
    memory.write32(at(rfd + 12), BUFFER_BYTES << 16);
    memory.write32(at(rfd), isLast ? (EL << 16) >>> 0 : 0);
  }

  #putBlock(address: number, command: number, link: number, parameters: Uint8Array): void {
    const { memory } = this.#bus;
    memory.write32(at(address), (command << 16) >>> 0);
    memory.write32(at(address + 4), link);
    this.#copyOut(address + 8, parameters);
  }

  /** Waits until the command byte is free, as 6.3.2.2 asks for. */
  #command(command: number, pointer?: number): void {
    for (let poll = 0; poll < POLL_COUNT_MAX && this.#read(SCB_COMMAND, 1) !== 0; poll++)
      this.#bus.clock.advance(1000);
    if (pointer !== undefined) this.#write(SCB_POINTER, 4, pointer);
    this.#write(SCB_COMMAND, 1, command);
  }

  #copyOut(address: number, bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length; index++)
      this.#bus.memory.write8(at(address + index), bytes[index]);
  }

  #copyIn(address: number, byteCount: number): Uint8Array {
    const bytes = new Uint8Array(byteCount);
    for (let index = 0; index < byteCount; index++)
      bytes[index] = this.#bus.memory.read8(at(address + index));
    return bytes;
  }

  #read(offset: number, width: Width): number {
    return this.#bus.nic.bars[0]!.window.read(offset, width);
  }

  #write(offset: number, width: Width, value: number): void {
    this.#bus.nic.bars[0]!.window.write(offset, width, value);
  }
}

/** 6.4.2.3, with standard TCBs and counters. */
function configuration(promiscuous: boolean): Uint8Array {
  const bytes = Uint8Array.from([22, 8, 0, 0, 0, 0, 0x32, 3, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48]);
  const tail = Uint8Array.from([0x00, 0x40, 0xf2, 0x80, 0x3f, 0x05]);
  bytes[15] |= promiscuous ? 1 : 0;
  return Uint8Array.of(...bytes, ...tail);
}

function at(address: number): VirtualAddress {
  return virtual(VIRTUAL_BASE + address);
}
