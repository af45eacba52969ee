/** The board: one processor's machine with one NIC on a PCI bus, and a station across the wire. */
import { Clock } from '../hardware/clock';
import { InterruptLine } from '../hardware/interrupt-line';
import { MainMemoryPort } from '../hardware/main-memory-port';
import { Memory } from '../hardware/memory';
import { Command, Header, PciBus } from '../hardware/pci';
import type { Nic } from '../hardware/nic/nic';
import type { WirePort } from '../hardware/ports';
import { Random } from '../hardware/random';
import { TestStation, Wire } from '../hardware/wire';
import type { KernelOptions } from '../ndis/kernel/kernel';
import { OperatingSystem } from '../ndis/operating-system';
import type { AssignedResource } from '../ndis/wrapper/adapter';
import { DEVICES, type DeviceName } from './devices';
import { Iommu, type DmaFault } from './iommu';

const INTERRUPT_LINE_NUMBER = 11;
export const NIC_LOCATION = { device: 3, function: 0 } as const;

export interface BoardOptions extends KernelOptions {
  readonly device: DeviceName;
  readonly seed: number;
  /** Whether the station keeps the frames that it receives, or only counts them. Kept if not told. */
  readonly keepsFrames?: boolean;
}

/**
 * Memory that no board uses now. Clearing what a run has touched is a thousand times cheaper than
 * asking the host for fresh pages.
 */
const spareMemory: Memory[] = [];

export class Board {
  readonly memory: Memory;
  readonly clock = new Clock();
  readonly random: Random;
  readonly interruptLine: InterruptLine;
  readonly bus: PciBus;
  readonly wire: Wire;
  readonly nic: Nic;
  /** The far end of the wire. */
  readonly station: TestStation;
  readonly stationPort: WirePort;
  readonly os: OperatingSystem;
  isNicPresent = true;
  /** Rules broken by DMA, and the handlers that ran then: each is reported once. */
  readonly #dmaFaults = new Set<string>();
  #isDisposed = false;

  constructor(options: BoardOptions) {
    const memory = spareMemory.pop() ?? new Memory();
    const { clock } = this;
    this.memory = memory;
    this.random = new Random(options.seed);
    this.interruptLine = new InterruptLine((asserted) =>
      this.os.scheduler.setInterruptRequest(asserted),
    );
    this.bus = new PciBus({
      interruptRoutes: [{ line: this.interruptLine, number: INTERRUPT_LINE_NUMBER }],
    });
    this.wire = new Wire({ clock });
    const mainMemory = new MainMemoryPort(memory);
    const iommu = new Iommu(memory, mainMemory, (fault) => this.#dmaFault(fault));
    const nicEnd = this.wire.end();
    this.os = new OperatingSystem(
      { memory, clock, memorySpace: this.bus, ioSpace: this.bus, configSpace: this.bus },
      options,
    );
    this.nic = DEVICES[options.device].create({
      busMaster: this.bus.busMasterPort(NIC_LOCATION, iommu),
      interruptPin: this.bus.interruptPin(NIC_LOCATION),
      clock,
      wire: nicEnd,
      onUnmodelled: (name) => this.os.inconclusive(`register ${name} is not modelled`),
    });
    this.station = new TestStation(clock, options.keepsFrames ?? true);
    nicEnd.connect(this.nic);
    this.stationPort = this.wire.attach(this.station);
    this.bus.attach(this.nic, NIC_LOCATION);
    this.bus.assignResources();
  }

  /** What the PnP manager gives to the NIC's driver, and switches on in its command register. */
  startDevice(): AssignedResource[] {
    const { ranges, interruptLine } = this.bus.resources(NIC_LOCATION)!;
    const { device, function: fn } = NIC_LOCATION;
    const enable = Command.IO_SPACE | Command.MEMORY_SPACE | Command.BUS_MASTER;
    this.bus.writeConfig(device, fn, Header.COMMAND, 2, enable);
    const assigned: AssignedResource[] = ranges.map((range) => ({
      kind: range.space === 'memory' ? 'memory' : 'port',
      start: range.address,
      byteCount: range.byteCount,
      isShared: false,
    }));
    if (interruptLine !== undefined)
      assigned.push({ kind: 'interrupt', start: interruptLine, byteCount: 1, isShared: true });
    return assigned;
  }

  /** Pulls the NIC out of its slot. */
  removeNic(): void {
    this.bus.detach(NIC_LOCATION);
    this.isNicPresent = false;
  }

  /** Gives the memory back for the next board. Nothing of this one may be used afterwards. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.memory.reset();
    spareMemory.push(this.memory);
  }

  #dmaFault(fault: DmaFault): void {
    const action = fault.isWrite ? 'wrote' : 'read';
    const rule = fault.isVirtual
      ? 'dma/virtual-address-given-to-device'
      : fault.state === 'freed'
        ? 'dma/dma-to-freed-memory'
        : 'dma/dma-to-unmapped-memory';
    // The device works on its own time: which call or line was under way says nothing.
    const key = `${rule} ${this.os.boundary}`;
    if (this.#dmaFaults.has(key)) return;
    this.#dmaFaults.add(key);
    const where = `0x${fault.address.toString(16).toUpperCase().padStart(8, '0')}`;
    const kind =
      fault.state === 'freed' ? 'which the driver has freed' : 'which is no memory of the driver';
    this.os.report(rule, {
      what: `The device ${action} ${fault.byteCount} bytes at ${where}, ${kind}.`,
      address: where,
    });
  }
}
