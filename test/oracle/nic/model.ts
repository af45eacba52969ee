/** Runs a program on our model, plugged into a bus with memory, a clock and a wire. */
import { physical, port } from '../../../hardware/address';
import { Clock } from '../../../hardware/clock';
import { InterruptLine } from '../../../hardware/interrupt-line';
import { MainMemoryPort } from '../../../hardware/main-memory-port';
import { Memory } from '../../../hardware/memory';
import { PciBus } from '../../../hardware/pci';
import type { BusMasterPort, InterruptPin, Width, WirePort } from '../../../hardware/ports';
import { TestStation, Wire, type WireEnd } from '../../../hardware/wire';
import { expand, toHex } from './bytes';
import { UNMODELLED } from './compare';
import {
  MAC_ADDRESS,
  type Mutant,
  type OracleBar,
  type OracleDevice,
  type Variant,
} from './device';
import { type Answer, type Operation, operationsOf, type Program } from './program';

const LOCATION = { device: 4, function: 0 };
const BASE_ADDRESS_0 = 0x10;
const RAM_BYTES = 0x20_0000;

class Board {
  readonly #bus: PciBus;
  readonly #clock = new Clock();
  readonly #memory = new Memory(RAM_BYTES, RAM_BYTES);
  readonly #station: TestStation;
  readonly #farEnd: WireEnd;
  readonly #device: OracleDevice;
  readonly #mutant: Mutant | undefined;
  readonly #unmodelled: string[] = [];
  #level = false;
  #edges = '';
  #riseCount = 0;

  constructor(device: OracleDevice, variant: Variant, mutant: Mutant | undefined) {
    this.#device = device;
    this.#mutant = mutant;
    const line = new InterruptLine((asserted) => this.#edge(asserted));
    const bus = new PciBus({ interruptRoutes: [{ line, number: 11 }] });
    const wire = new Wire({ clock: this.#clock });
    const end = wire.end();
    this.#bus = bus;
    this.#station = new TestStation(this.#clock);
    this.#farEnd = wire.attach(this.#station);
    // The far end has its link as soon as the card is there, so the card must be built with it.
    const nic = variant.create({
      busMaster: this.#spoilMaster(bus.busMasterPort(LOCATION, new MainMemoryPort(this.#memory))),
      interruptPin: this.#spoilPin(bus.interruptPin(LOCATION)),
      clock: this.#clock,
      wire: this.#spoilWire(end),
      macAddress: MAC_ADDRESS,
      onUnmodelled: (name) => this.#unmodelled.push(name),
    });
    end.connect(nic);
    bus.attach(nic, LOCATION);
    for (const { index, address } of device.bars)
      bus.writeConfig(LOCATION.device, 0, BASE_ADDRESS_0 + 4 * index, 4, address);
  }

  run(operation: Operation): Answer {
    this.#edges = '';
    this.#unmodelled.length = 0;
    const text = this.#perform(operation);
    // An access to what is not modelled has no answer of its own.
    const [unmodelled] = this.#unmodelled;
    return {
      text: unmodelled === undefined ? text : UNMODELLED + unmodelled,
      edges: this.#edges,
    };
  }

  #perform(operation: Operation): string {
    const bytes = this.#memory.bytes;
    switch (operation.kind) {
      case 'config-read':
        return hex(this.#bus.readConfig(LOCATION.device, 0, operation.offset, operation.width));
      case 'config-write': {
        const { offset, width, value } = operation;
        this.#bus.writeConfig(LOCATION.device, 0, offset, width, value);
        return '';
      }
      case 'read':
        return hex(this.#read(operation.bar, operation.offset, operation.width));
      case 'write':
        this.#write(operation.bar, operation.offset, operation.width, operation.value);
        this.#clock.advance(this.#device.stepNs);
        return '';
      case 'put':
        bytes.set(expand(operation.bytes), operation.address);
        return '';
      case 'fill':
        bytes.fill(operation.value, operation.address, operation.address + operation.byteCount);
        return '';
      case 'check':
        return toHex(bytes.slice(operation.address, operation.address + operation.byteCount));
      case 'inject': {
        const frame = expand(operation.frame);
        this.#farEnd.transmit(frame, frame.length);
        this.#clock.advance(this.#device.stepNs);
        return '';
      }
      case 'settle':
        this.#clock.advance(operation.durationNs);
        return '';
      case 'level':
        return this.#level ? '1' : '0';
      case 'frames': {
        const frames = this.#station.frames.map((frame) => toHex(frame.bytes));
        this.#station.clear();
        return frames.join(' ');
      }
    }
  }

  #bar(index: number): OracleBar {
    return this.#device.bars.find((bar) => bar.index === index)!;
  }

  #read(index: number, offset: number, width: Width): number {
    const { space, address } = this.#bar(index);
    const at = address + offset;
    const value =
      space === 'io'
        ? this.#bus.readPort(port(at), width)
        : this.#bus.readMemory(physical(at), width);
    const spoils = this.#mutant?.spoils;
    const isSpoilt = spoils?.kind === 'read' && spoils.bar === index && spoils.offset === offset;
    return isSpoilt ? (value ^ (1 << spoils.bit)) >>> 0 : value;
  }

  #write(index: number, offset: number, width: Width, value: number): void {
    const { space, address } = this.#bar(index);
    const at = address + offset;
    if (space === 'io') this.#bus.writePort(port(at), width, value);
    else this.#bus.writeMemory(physical(at), width, value);
  }

  #edge(asserted: boolean): void {
    this.#level = asserted;
    this.#edges += asserted ? '+' : '-';
  }

  #spoilPin(pin: InterruptPin): InterruptPin {
    const spoils = this.#mutant?.spoils;
    if (spoils?.kind !== 'edge') return pin;
    return {
      set: (asserted) => {
        if (asserted) this.#riseCount++;
        if (!asserted || this.#riseCount !== spoils.nth) pin.set(asserted);
      },
    };
  }

  #spoilMaster(master: BusMasterPort): BusMasterPort {
    const spoils = this.#mutant?.spoils;
    if (spoils?.kind !== 'stored') return master;
    return {
      read: (address, target, offset, byteCount) => master.read(address, target, offset, byteCount),
      write(address, source, offset, byteCount) {
        if (byteCount < spoils.byteCountMin || byteCount > spoils.byteCountMax)
          return master.write(address, source, offset, byteCount);
        const spoilt = source.slice(offset, offset + byteCount);
        spoilt[spoils.byteIndex] ^= 1;
        return master.write(address, spoilt, 0, byteCount);
      },
    };
  }

  #spoilWire(wire: WirePort): WirePort {
    const spoils = this.#mutant?.spoils;
    if (spoils?.kind !== 'sent') return wire;
    return {
      get hasLink() {
        return wire.hasLink;
      },
      transmit(frame, byteCount) {
        const spoilt = frame.slice(0, byteCount);
        spoilt[spoils.byteIndex] ^= 1;
        wire.transmit(spoilt, byteCount);
      },
    };
  }
}

/** What our model, with a fault put into it if one is given, answers to each operation. */
export function runOnModel(device: OracleDevice, program: Program, mutant?: Mutant): Answer[] {
  const variant = device.variants.find(({ qemu }) => qemu === program.variant)!;
  const board = new Board(device, variant, mutant);
  return operationsOf(program).map((operation) => board.run(operation));
}

function hex(value: number): string {
  return value.toString(16);
}
