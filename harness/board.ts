/**
 * The board: one processor's machine with NICs on a PCI bus, all on one wire with a station at its
 * far end. The first NIC is the one under test; its like get the same driver.
 */
import { VIRTUAL_BASE, virtual } from '../hardware/address';
import { Clock } from '../hardware/clock';
import { InterruptLine } from '../hardware/interrupt-line';
import { MainMemoryPort } from '../hardware/main-memory-port';
import { Memory } from '../hardware/memory';
import { Command, Header, PciBus, type PciLocation } from '../hardware/pci';
import type { Misuse, MisuseKind, Nic } from '../hardware/nic/nic';
import type {
  BusMasterPort,
  InterruptPin,
  IoSpacePort,
  MemorySpacePort,
  WirePort,
} from '../hardware/ports';
import { Random } from '../hardware/random';
import { TestStation, Wire, WireRecorder, type RecordedFrame } from '../hardware/wire';
import type { KernelOptions } from '../ndis/kernel/kernel';
import { OperatingSystem } from '../ndis/operating-system';
import type { RuleName } from '../ndis/rules';
import type { AssignedResource } from '../ndis/wrapper/adapter';
import type { DeviceSpec } from './device-spec';
import { DEVICES, type DeviceName } from './devices';
import { FrameJudge } from './frame-judge';
import { Patience } from './patience';
import { Iommu, type DmaFault } from './iommu';

const INTERRUPT_LINE_NUMBER = 11;
/** Below the I/O APIC, as on a PC with the Intel 440FX. A flash memory takes a megabyte of it. */
const MEMORY_WINDOW = { first: 0xe000_0000, end: 0xfec0_0000 } as const;
/** Where the NIC under test is; the others follow. */
export const NIC_LOCATION = { device: 3, function: 0 } as const;
/** Addresses of the other NICs that are told none: locally administered, with the slot at the end. */
const OTHER_MAC_ADDRESS = [0x02, 0x00, 0x00, 0x00, 0x01, 0x00] as const;

/** The rule that is broken by what a driver does against the manual of its NIC. */
const RULE_OF: Readonly<Record<MisuseKind, RuleName>> = {
  width: 'hardware/register-access-width',
  'reserved-bit': 'hardware/reserved-bit-written',
  timing: 'hardware/timing-violated',
  alignment: 'hardware/descriptor-misaligned',
  ring: 'hardware/ring-ownership-broken',
};

/** In what memory the device should have no business. */
const KIND_OF: Readonly<Record<DmaFault['state'], string>> = {
  freed: 'which the driver has freed, or has given back with its packet',
  unmapped: 'which is no memory of the driver',
  outside: 'which is no memory of the driver',
  unflushed: 'of a buffer that was mapped for it and not flushed',
  translated: 'in memory whose address the driver had from MmGetPhysicalAddress',
};

/** What the processor reaches devices by. */
export type DeviceSpaces = MemorySpacePort & IoSpacePort;

/** What wraps the ports of the NIC under test, to watch or to disturb it. */
export interface PortWraps {
  /** What the processor sees of the bus. */
  spaces(bus: DeviceSpaces): DeviceSpaces;
  busMaster(port: BusMasterPort): BusMasterPort;
  interruptPin(pin: InterruptPin): InterruptPin;
}

export interface BoardOptions extends KernelOptions {
  /** Whether the station keeps the frames that it receives, or only counts them. Kept if not told. */
  readonly keepsFrames?: boolean;
  readonly wraps?: PortWraps;
}

/**
 * Memory that no board uses now. Clearing what a run has touched is a thousand times cheaper than
 * asking the host for fresh pages.
 */
const spareMemory: Memory[] = [];

/** A NIC and its place. */
export interface BoardSlot {
  readonly device: DeviceName;
  readonly location: PciLocation;
  readonly nic: Nic;
  /** The driver finds Bus Master clear when it is started. */
  readonly isBusMasterOff: boolean;
  isPresent: boolean;
}

export class Board {
  readonly memory: Memory;
  readonly clock = new Clock();
  readonly random: Random;
  readonly interruptLine: InterruptLine;
  readonly bus: PciBus;
  readonly wire: Wire;
  readonly slots: readonly BoardSlot[];
  /** The far end of the wire. */
  readonly station: TestStation;
  readonly stationPort: WirePort;
  readonly os: OperatingSystem;
  /** False while the NIC under test is in a sleeping state. */
  isAwake = true;
  /** A driver has read from the NICs, and nothing has answered since. */
  isNicSilent = false;
  /** A NIC has told the driver what is not so: what the driver then does to it is not judged. */
  hasNicLied = false;
  /** One read of the NIC under test gave all ones: a driver may take it for pulled out and leave it. */
  isNicSaidGone = false;
  /** How often a NIC has begun to drive PME#. */
  wakeCount = 0;
  /** Of a handler that looks for the NIC under test when that is gone. */
  readonly #lostAccesses: Patience;
  /** What devices have shown, and in which handler: each is reported once. */
  readonly #deviceFaults = new Set<string>();
  #isDisposed = false;

  /** @param devices - what is in the slots, the NIC under test first */
  constructor(devices: readonly DeviceSpec[], seed: number, options: BoardOptions = {}) {
    const memory = spareMemory.pop() ?? new Memory();
    const { clock } = this;
    this.memory = memory;
    this.random = new Random(seed);
    this.interruptLine = new InterruptLine((asserted) =>
      this.os.scheduler.setInterruptRequest(asserted),
    );
    this.bus = new PciBus({
      interruptRoutes: [{ line: this.interruptLine, number: INTERRUPT_LINE_NUMBER }],
      memoryWindow: MEMORY_WINDOW,
      pmeLine: new InterruptLine((asserted) => {
        if (asserted) this.wakeCount++;
      }),
      onMasterAbort: (_space, address) => this.#notAnswered(address),
    });
    const spaces = options.wraps?.spaces(this.bus) ?? this.bus;
    this.wire = new Wire({ clock });
    const mainMemory = new MainMemoryPort(memory);
    this.os = new OperatingSystem(
      { memory, clock, memorySpace: spaces, ioSpace: spaces, configSpace: this.bus },
      options,
    );
    const { translatedMemory, flushedBuffers } = this.os;
    const iommu = new Iommu(memory, mainMemory, translatedMemory, flushedBuffers, (fault) =>
      this.#dmaFault(fault),
    );
    this.#lostAccesses = new Patience(
      this.os,
      'power/removal-not-survived',
      'accesses to a NIC that was pulled out',
    );
    const tap =
      options.onEvent === undefined
        ? undefined
        : new WireRecorder(clock, (frame) => this.#frameSeen(frame));
    this.slots = devices.map((spec, index) =>
      index === 0
        ? this.#plug(spec, index, iommu, tap, options.wraps)
        : this.#plug(spec, index, iommu),
    );
    this.station = new TestStation(clock, options.keepsFrames ?? true);
    this.stationPort = this.wire.attach(this.station);
    // The cable is in when the power comes on.
    for (const { nic, location } of this.slots) this.bus.attach(nic, location);
    this.bus.assignResources();
  }

  #plug(
    { name, options }: DeviceSpec,
    index: number,
    memory: BusMasterPort,
    tap?: WireRecorder,
    wraps?: PortWraps,
  ): BoardSlot {
    const { bus, clock } = this;
    const location = { device: NIC_LOCATION.device + index, function: 0 };
    const end = this.wire.end();
    const busMaster = bus.busMasterPort(location, memory);
    const interruptPin = bus.interruptPin(location);
    const wire = new FrameJudge(tap?.tapPort(end) ?? end, (what) => this.#sentInvalid(what));
    // The spread comes last: the host gives what is added to one a shape of its own each time.
    const nic = DEVICES[name].create({
      macAddress: macAddressAt(index),
      busMaster: wraps?.busMaster(busMaster) ?? busMaster,
      interruptPin: wraps?.interruptPin(interruptPin) ?? interruptPin,
      pme: bus.pmePort(location),
      clock,
      wire,
      onUnmodelled: (register) => this.os.inconclusive(`register ${register} is not modelled`),
      onMisuse: (misuse) => this.#misused(misuse),
      ...options,
    });
    end.connect(tap?.tapStation(nic) ?? nic);
    const { isBusMasterOff = false } = options;
    return { device: name, location, nic, isBusMasterOff, isPresent: true };
  }

  #misused({ kind, what, manual }: Misuse): void {
    if (this.hasNicLied) return;
    this.os.report(RULE_OF[kind], { what: `The driver ${what} (${manual}).`, detail: { manual } });
  }

  /** The device sends on its own time: which call or line is under way then says nothing. */
  #sentInvalid(what: string): void {
    const rule = 'hardware/invalid-frame-sent';
    if (this.hasNicLied || this.#deviceFaults.has(rule)) return;
    this.#deviceFaults.add(rule);
    this.os.report(rule, { what });
  }

  /** The NIC under test. */
  get nic(): Nic {
    return this.slots[0].nic;
  }

  get isNicPresent(): boolean {
    return this.slots[0].isPresent;
  }

  /** The slot whose NIC an adapter drives; undefined if it drives none of this board's. */
  slotAt(location: PciLocation): BoardSlot | undefined {
    return this.slots.find((slot) => slot.location.device === location.device);
  }

  /** What the PnP manager gives to the NIC's driver, and switches on in its command register. */
  startDevice(location: PciLocation = NIC_LOCATION): AssignedResource[] {
    const { ranges, interruptLine } = this.bus.resources(location)!;
    const { device, function: fn } = location;
    const spaces = Command.IO_SPACE | Command.MEMORY_SPACE;
    const master = this.slotAt(location)?.isBusMasterOff === true ? 0 : Command.BUS_MASTER;
    this.bus.writeConfig(device, fn, Header.COMMAND, 2, spaces | master);
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

  /** Pulls the NIC under test out of its slot. To do it again changes nothing. */
  removeNic(): void {
    this.bus.detach(NIC_LOCATION);
    this.slots[0].isPresent = false;
  }

  /** Calls `before` at each access to a register of the NIC under test. */
  watchNic(before: () => void): void {
    this.bus.setTap((window, { device }) => {
      if (device !== NIC_LOCATION.device) return window;
      return {
        read: (offset, width) => {
          before();
          return window.read(offset, width);
        },
        write: (offset, width, value) => {
          before();
          window.write(offset, width, value);
        },
      };
    });
  }

  /** Nobody answers at an address: the NIC that did sleeps, or is gone, or never was there. */
  #notAnswered(address: number): void {
    const { os } = this;
    if (os.frame === undefined) return;
    if (!this.isNicPresent) return this.#lostAccesses.spend();
    const asleep = this.bus.functions().filter(({ powerState }) => powerState !== 0);
    const isAsleep = asleep.some(({ location }) =>
      this.bus
        .resources(location)!
        .ranges.some(
          (range) => address - range.address < range.byteCount && address >= range.address,
        ),
    );
    if (isAsleep)
      os.report('power/hardware-accessed-in-d3', {
        what: 'The driver accessed a register of its NIC, which was asleep.',
      });
  }

  /** Plugs it in again: it is as after power-on, and has addresses. */
  insertNic(): void {
    const [slot] = this.slots;
    this.bus.attach(slot.nic, NIC_LOCATION);
    this.bus.assignResources();
    slot.isPresent = true;
  }

  /** Gives the memory back for the next board. Nothing of this one may be used afterwards. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.memory.reset();
    spareMemory.push(this.memory);
  }

  #frameSeen({ timeNs, direction, bytes }: RecordedFrame): void {
    this.os.onEvent?.({ kind: 'frame', timeNs, name: direction, values: [bytes.length], bytes });
  }

  #dmaRule({ address, isVirtual, state }: DmaFault): RuleName {
    if (isVirtual) return 'dma/virtual-address-given-to-device';
    if (state === 'freed') return 'dma/dma-to-freed-memory';
    if (state === 'translated') return 'dma/physical-address-given-to-device';
    if (state === 'unflushed') return 'dma/buffer-not-flushed';
    const beyond = this.os.pool.blockAround(virtual(address + VIRTUAL_BASE))?.beyond;
    return beyond === 'dma/shared-memory-overrun' ? beyond : 'dma/dma-to-unmapped-memory';
  }

  #dmaFault(fault: DmaFault): void {
    if (this.isNicSaidGone) return;
    const action = fault.isWrite ? 'wrote' : 'read';
    const rule = this.#dmaRule(fault);
    // The device works on its own time: which call or line was under way says nothing.
    const key = `${rule} ${this.os.boundary}`;
    if (this.#deviceFaults.has(key)) return;
    this.#deviceFaults.add(key);
    const where = `0x${fault.address.toString(16).toUpperCase().padStart(8, '0')}`;
    const kind =
      rule === 'dma/shared-memory-overrun'
        ? 'beyond a block of shared memory'
        : KIND_OF[fault.state];
    this.os.report(rule, {
      what: `The device ${action} ${fault.byteCount} bytes at ${where}, ${kind}.`,
      address: where,
      resource: this.os.translatedMemory.at(fault.address)?.resource,
    });
  }
}

/** The address of a NIC that is told none; undefined for the one under test, which has its own. */
function macAddressAt(index: number): Uint8Array | undefined {
  if (index === 0) return undefined;
  const macAddress = Uint8Array.from(OTHER_MAC_ADDRESS);
  macAddress[5] = index;
  return macAddress;
}
