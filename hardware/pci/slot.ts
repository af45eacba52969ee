/**
 * One place on the bus: the wires between a function and the machine. They are there before the
 * function is plugged in and after it was pulled out, so a device can be built with them.
 */
import type { PhysicalAddress } from '../address';
import type { BusMasterPort, InterruptPin, PmePort } from '../ports';
import { type BarRange, ConfigurationSpace } from './configuration-space';
import type { PciFunction } from './function';
import { Command, Pmcsr, Status } from './registers';

/** A device number (0 to 31) and a function number (0 to 7). */
export interface PciLocation {
  readonly device: number;
  readonly function: number;
}

export class PciSlot {
  readonly location: PciLocation;
  configuration: ConfigurationSpace | undefined = undefined;
  fn: PciFunction | undefined = undefined;
  /** What firmware gave the function's BARs; undefined until it did. */
  assigned: readonly BarRange[] | undefined = undefined;
  /** Whether the function may start transactions now. */
  canMaster = false;
  readonly interruptPin: InterruptPin = { set: (asserted) => this.#setInterrupt(asserted) };
  readonly pmePort: PmePort = new SlotPmePort(this);
  readonly #onDecodeChange: () => void;
  readonly #pmeLinePin: InterruptPin;
  #interruptLinePin: InterruptPin | undefined;
  #wantsInterrupt = false;

  constructor(location: PciLocation, pmeLinePin: InterruptPin, onDecodeChange: () => void) {
    this.location = location;
    this.#pmeLinePin = pmeLinePin;
    this.#onDecodeChange = onDecodeChange;
  }

  /** Plugs `fn` in, its interrupt wired to `interruptLinePin`, and resets it (RST#). */
  insert(fn: PciFunction, interruptLinePin: InterruptPin | undefined): void {
    const configuration = new ConfigurationSpace(fn, () => this.#update());
    this.fn = fn;
    this.configuration = configuration;
    this.#interruptLinePin = interruptLinePin;
    configuration.reset();
  }

  /** Pulls the function out: all its wires go quiet. */
  remove(): void {
    this.fn = undefined;
    this.configuration = undefined;
    this.assigned = undefined;
    this.#wantsInterrupt = false;
    this.#update();
    this.#interruptLinePin = undefined;
  }

  #setInterrupt(asserted: boolean): void {
    if (this.configuration === undefined) return;
    this.#wantsInterrupt = asserted;
    this.#interruptLinePin?.set(asserted && this.configuration.powerState === 0);
  }

  /** Out of D0 a function may drive PME# and nothing else (PCI-PM 1.1, 5.2 to 5.4). */
  #update(): void {
    const { configuration } = this;
    const isInD0 = configuration?.powerState === 0;
    this.canMaster = isInD0 && (configuration.command & Command.BUS_MASTER) !== 0;
    this.#onDecodeChange();
    this.#interruptLinePin?.set(isInD0 && this.#wantsInterrupt);
    this.#pmeLinePin.set(configuration?.isPmeAsserted ?? false);
  }
}

/** PMCSR of the function in one slot; nothing without a function. */
class SlotPmePort implements PmePort {
  readonly #slot: PciSlot;

  constructor(slot: PciSlot) {
    this.#slot = slot;
  }

  get isEnabled(): boolean {
    return ((this.#slot.configuration?.pmcsr ?? 0) & Pmcsr.PME_EN) !== 0;
  }

  set isEnabled(isEnabled: boolean) {
    const { configuration } = this.#slot;
    const others = (configuration?.pmcsr ?? 0) & ~(Pmcsr.PME_EN | Pmcsr.PME_STATUS);
    configuration?.writePmcsr(others | (isEnabled ? Pmcsr.PME_EN : 0));
  }

  get hasEvent(): boolean {
    return ((this.#slot.configuration?.pmcsr ?? 0) & Pmcsr.PME_STATUS) !== 0;
  }

  signal(): void {
    this.#slot.configuration?.signalPme();
  }

  clear(): void {
    const { configuration } = this.#slot;
    configuration?.writePmcsr(configuration.pmcsr | Pmcsr.PME_STATUS);
  }
}

/** Memory as the function in one slot may reach it. */
export class SlotMasterPort implements BusMasterPort {
  readonly #slot: PciSlot;
  readonly #memory: BusMasterPort;

  constructor(slot: PciSlot, memory: BusMasterPort) {
    this.#slot = slot;
    this.#memory = memory;
  }

  read(address: PhysicalAddress, target: Uint8Array, offset: number, byteCount: number): boolean {
    if (!this.#slot.canMaster) return false;
    return this.#memory.read(address, target, offset, byteCount) || this.#abort();
  }

  write(address: PhysicalAddress, source: Uint8Array, offset: number, byteCount: number): boolean {
    if (!this.#slot.canMaster) return false;
    return this.#memory.write(address, source, offset, byteCount) || this.#abort();
  }

  /** No target claimed the transaction: the master records it (PCI 2.2, table 6-2, bit 13). */
  #abort(): false {
    this.#slot.configuration?.setStatus(Status.RECEIVED_MASTER_ABORT);
    return false;
  }
}
