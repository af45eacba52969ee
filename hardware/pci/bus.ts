/**
 * A PCI bus with its host bridge and the part of the firmware that gives out addresses. PCI Local
 * Bus Specification 2.2, chapters 3 and 6.
 */
import type { PhysicalAddress, PortAddress } from '../address';
import { InterruptLine } from '../interrupt-line';
import type {
  BusMasterPort,
  InterruptPin,
  IoSpacePort,
  MemorySpacePort,
  PmePort,
  RegisterWindow,
  Width,
} from '../ports';
import type { BarRange } from './configuration-space';
import { AddressDecoder, ALL_ONES } from './decoder';
import type { BarSpec, PciFunction, PowerState } from './function';
import { Header, INTERRUPT_LINE_NONE } from './registers';
import { type AddressWindow, place } from './resources';
import { type PciLocation, PciSlot, SlotMasterPort } from './slot';

const DEVICE_COUNT = 32;
const FUNCTION_COUNT = 8;

/** One interrupt input of the machine, and what Interrupt Line calls it (0 to 15 on a PC). */
export interface InterruptRoute {
  readonly line: InterruptLine;
  readonly number: number;
}

export interface PciBusOptions {
  /**
   * The inputs that INTA# to INTD# of the slots are wired to: one, which all share, or several,
   * dealt out in turn by device and pin (PCI 2.2, 2.2.6, implementation note on interrupt routing).
   */
  readonly interruptRoutes: readonly InterruptRoute[];
  /** PME# of all slots. */
  readonly pmeLine?: InterruptLine;
  /** Told of each access of the processor's that ends in a master abort, for nobody claims it. */
  readonly onMasterAbort?: (space: BarSpec['space'], address: number) => void;
  /** Where memory BARs go: 0xFEB00000 up to the I/O APIC of a PC if not told. */
  readonly memoryWindow?: AddressWindow;
  /** Where I/O BARs go: 0xC000 up to the end of the 64 KiB if not told. */
  readonly ioWindow?: AddressWindow;
}

/** What firmware gave to one function. */
export interface PciResources {
  readonly ranges: readonly BarRange[];
  /** What Interrupt Line was set to; undefined if the function has no interrupt. */
  readonly interruptLine: number | undefined;
}

/** The state of one function as its configuration space has it. */
export interface PciFunctionState {
  readonly location: PciLocation;
  readonly command: number;
  readonly status: number;
  readonly powerState: PowerState;
}

/** Puts something of the same shape before a window of a function: a tracer, a counter, a fault. */
export type WindowTap = (window: RegisterWindow, location: PciLocation) => RegisterWindow;

export class PciBus implements MemorySpacePort, IoSpacePort {
  readonly #routes: readonly InterruptRoute[];
  readonly #pmeLine: InterruptLine;
  readonly #windows: Record<BarSpec['space'], AddressWindow>;
  /** By device number times 8 plus function number. */
  readonly #slots: (PciSlot | undefined)[] = [];
  readonly #memory: AddressDecoder;
  readonly #io: AddressDecoder;
  #tap: WindowTap | undefined;

  constructor(options: PciBusOptions) {
    this.#routes = options.interruptRoutes;
    this.#pmeLine = options.pmeLine ?? new InterruptLine(() => undefined);
    const { onMasterAbort = () => undefined } = options;
    const decoder = (space: BarSpec['space']) =>
      new AddressDecoder(
        () => this.#decoded(space),
        (address) => onMasterAbort(space, address),
      );
    this.#memory = decoder('memory');
    this.#io = decoder('io');
    this.#windows = {
      memory: options.memoryWindow ?? { first: 0xfeb0_0000, end: 0xfec0_0000 },
      io: options.ioWindow ?? { first: 0xc000, end: 0x1_0000 },
    };
  }

  /**
   * Memory as the function at `location` may reach it: not without Bus Master in its command
   * register, not outside D0, not when it is unplugged. May be called before it is plugged in.
   */
  busMasterPort(location: PciLocation, memory: BusMasterPort): BusMasterPort {
    return new SlotMasterPort(this.#slot(location), memory);
  }

  /** The INTx# pin of the function at `location`. May be called before it is plugged in. */
  interruptPin(location: PciLocation): InterruptPin {
    return this.#slot(location).interruptPin;
  }

  /** PMCSR as the function at `location` reaches it. May be taken before it is plugged in. */
  pmePort(location: PciLocation): PmePort {
    return this.#slot(location).pmePort;
  }

  /** Plugs a function in and resets it; it has no addresses until {@link assignResources}. */
  attach(fn: PciFunction, location: PciLocation): void {
    const slot = this.#slot(location);
    if (slot.fn !== undefined)
      throw new Error(`device ${location.device} function ${location.function} is there already`);
    slot.insert(fn, this.#route(slot, fn)?.line.pin());
    this.#markMultifunction(location.device);
  }

  /** Surprise removal: nothing answers there any more, and the function reaches nothing. */
  detach(location: PciLocation): void {
    this.#slot(location).remove();
    this.#markMultifunction(location.device);
  }

  /** From now on, what the functions answer goes through `tap`; through none if undefined. */
  setTap(tap: WindowTap | undefined): void {
    this.#tap = tap;
    this.#memory.invalidate();
    this.#io.invalidate();
  }

  /** RST#: every function back to its power-on state, every address forgotten. */
  reset(): void {
    for (const slot of this.#present()) {
      slot.assigned = undefined;
      slot.configuration!.reset();
    }
  }

  /**
   * Gives addresses and an interrupt line to each function that has none yet, the largest first and
   * then in order of location. It enables nothing: that is for the operating system.
   * @throws RangeError if a window is full; nothing is assigned then
   */
  assignResources(): void {
    const wanting = this.#present().filter((slot) => slot.assigned === undefined);
    const taken = this.#present().flatMap((slot) => slot.assigned ?? []);
    const requests = wanting.flatMap((slot) =>
      slot.configuration!.ranges().map((range) => ({ slot, range })),
    );
    requests.sort((a, b) => b.range.byteCount - a.range.byteCount);
    const given = requests.map(({ slot, range }) => {
      const { space, byteCount } = range;
      const others = taken.filter((other) => other.space === space);
      const placed = { ...range, address: place(byteCount, this.#windows[space], others) };
      taken.push(placed);
      return { slot, placed };
    });
    for (const slot of wanting) {
      const number = this.#route(slot, slot.fn!)?.number ?? INTERRUPT_LINE_NONE;
      slot.configuration!.write(Header.INTERRUPT_LINE, 1, number);
      slot.assigned = given
        .filter((grant) => grant.slot === slot)
        .map(({ placed }) => placed)
        .sort((a, b) => a.bar - b.bar);
      for (const range of slot.assigned) slot.configuration!.setBaseAddress(range);
    }
  }

  /** What {@link assignResources} gave; undefined if nothing is plugged in there. */
  resources(location: PciLocation): PciResources | undefined {
    const slot = this.#slot(location);
    if (slot.fn === undefined) return undefined;
    return { ranges: slot.assigned ?? [], interruptLine: this.#route(slot, slot.fn)?.number };
  }

  /** Every function that is plugged in, in order of location. */
  functions(): PciFunctionState[] {
    return this.#present().map(({ location, configuration }) => {
      const { command, status, powerState } = configuration!;
      return { location, command, status, powerState };
    });
  }

  /** A configuration read; all ones where there is no function (PCI 2.2, 6.1). */
  readConfig(device: number, fn: number, offset: number, width: Width): number {
    checkWidth(width);
    const configuration = this.#configuration(device, fn);
    return configuration === undefined ? ALL_ONES[width] : configuration.read(offset, width);
  }

  writeConfig(device: number, fn: number, offset: number, width: Width, value: number): void {
    checkWidth(width);
    this.#configuration(device, fn)?.write(offset, width, value);
  }

  readMemory(address: PhysicalAddress, width: Width): number {
    return this.#memory.read(address, width);
  }

  writeMemory(address: PhysicalAddress, width: Width, value: number): void {
    this.#memory.write(address, width, value);
  }

  readPort(address: PortAddress, width: Width): number {
    return this.#io.read(address, width);
  }

  writePort(address: PortAddress, width: Width, value: number): void {
    this.#io.write(address, width, value);
  }

  /** The slot at `location`, which our own wiring names. */
  #slot(location: PciLocation): PciSlot {
    const index = slotIndex(location.device, location.function);
    if (index < 0) throw new RangeError(`no device ${location.device}, ${location.function}`);
    return (this.#slots[index] ??= new PciSlot({ ...location }, this.#pmeLine.pin(), () => {
      this.#memory.invalidate();
      this.#io.invalidate();
    }));
  }

  /** The configuration space that a driver asks for, by whatever numbers. */
  #configuration(device: number, fn: number) {
    return this.#slots[slotIndex(device, fn)]?.configuration;
  }

  #present(): PciSlot[] {
    return this.#slots.filter((slot) => slot?.fn !== undefined) as PciSlot[];
  }

  #decoded(space: BarSpec['space']): BarRange[] {
    const tap = this.#tap;
    return this.#present().flatMap(({ location, configuration }) => {
      const ranges = configuration!.decodedRanges().filter((range) => range.space === space);
      if (tap === undefined) return ranges;
      return ranges.map((range) => ({ ...range, window: tap(range.window, location) }));
    });
  }

  #route({ location }: PciSlot, { interruptPin }: PciFunction): InterruptRoute | undefined {
    if (interruptPin === 0) return undefined;
    return this.#routes[(location.device + interruptPin - 1) % this.#routes.length];
  }

  #markMultifunction(device: number): void {
    const slots = this.#present().filter(({ location }) => location.device === device);
    const isMultifunction = slots.some(({ location }) => location.function !== 0);
    for (const slot of slots) slot.configuration!.setMultifunction(isMultifunction);
  }
}

/** -1 if there is no such place on a bus. */
function slotIndex(device: number, fn: number): number {
  const isDevice = Number.isInteger(device) && device >= 0 && device < DEVICE_COUNT;
  const isFunction = Number.isInteger(fn) && fn >= 0 && fn < FUNCTION_COUNT;
  return isDevice && isFunction ? device * FUNCTION_COUNT + fn : -1;
}

/** Widths are ours, never a driver's: whoever serves one cuts its request into these. */
function checkWidth(width: number): void {
  if (width !== 1 && width !== 2 && width !== 4)
    throw new RangeError(`an access of ${width} bytes`);
}
