/**
 * The driver below: a protocol or an intermediate driver under test stands on a miniport that drives
 * the NIC. No faults are injected into it. It is a sample that keeps every rule, or one of the
 * user's, which is not judged.
 */
import type * as Miniports from '../miniports';
import { loadImage, readMachineDriver, type DriverSource } from '../ndis/loader';
import { hex } from '../ndis/finding';
import type { LoadableImage } from '../ndis/kernel/image';
import type { RegistryKey } from '../ndis/kernel/registry';
import { DISPATCH_LEVEL } from '../ndis/row';
import { NDIS_STATUS_SUCCESS } from '../ndis/status';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import {
  discardImage,
  driverOf,
  haltAdapter,
  loadDriver,
  resetAdapter,
  startAdapter,
  unloadDriver,
  type LoadedDriver,
} from '../ndis/wrapper/lifecycle';
import { occupy } from '../ndis/wrapper/requests';
import type { Board } from './board';
import { parseDevices } from './device-spec';
import { DEFAULT_DEVICE, type DeviceName } from './devices';
import { UsageError } from './result';

/** What stands below a driver of machine code that names nothing, by the NIC. */
const SAMPLE_FOR: Readonly<Partial<Record<DeviceName, string>>> = {
  '82540em': 'e1000',
  i21143: 'dc21x4',
  rtl8029: 'ne2000',
  rtl8139: 'rtl8139',
  'virtio-net': 'netkvm',
};

/** Imports of what drives a NIC itself, and of what stands on who does. */
const DRIVES = ['NdisMRegisterMiniport'];
const STANDS = ['NdisIMRegisterLayeredMiniport', 'NdisRegisterProtocol'];

/** The sample below a driver that says so, or is no driver of a NIC; undefined if it needs none. */
export function lowerDriverOf(
  driver: DriverSource,
  device: string = DEFAULT_DEVICE,
): DriverSource | undefined {
  if ('image' in driver) {
    const { imports } = readMachineDriver(driver);
    const has = (names: readonly string[]) => imports.some(({ name }) => names.includes(name));
    if (has(DRIVES) || !has(STANDS)) return undefined;
    const [{ name }] = parseDevices(device);
    const sample = SAMPLE_FOR[name];
    if (sample !== undefined) return sampleOf(sample);
    throw new UsageError(`no sample drives ${name}; give the driver below by --lower`);
  }
  return driver.lower === undefined ? undefined : sampleOf(driver.lower);
}

function sampleOf(name: string): DriverSource {
  // Loaded when one is needed: the samples are many.
  const { SAMPLES } = require('../miniports') as typeof Miniports;
  const driver = SAMPLES.find((one) => one.name === name)?.driver;
  if (driver !== undefined) return driver;
  throw new UsageError(`there is no sample ${name} for the driver to stand on`);
}

export class LowerDriver {
  readonly #board: Board;
  readonly #parameters: RegistryKey;
  readonly #image: LoadableImage;
  readonly #loaded: LoadedDriver;
  #adapter: Adapter;

  /**
   * Loads the driver and starts the board's first NIC with it.
   *
   * @param isJudged - what it does wrong is a finding: it is known to do nothing wrong
   */
  constructor(board: Board, source: DriverSource, parameters: RegistryKey, isJudged: boolean) {
    const { os } = board;
    this.#board = board;
    this.#parameters = parameters;
    this.#image = loadImage(os, 'lower', source);
    this.#image.isBystander = true;
    this.#image.isUnjudged = !isJudged;
    this.#loaded = loadDriver(os, this.#image);
    this.#adapter = this.#start();
  }

  /** What runs below, for the driver under test to be bound to. */
  get adapter(): Adapter {
    return this.#adapter;
  }

  #start(): Adapter {
    const board = this.#board;
    const { os } = board;
    const driver = driverOf(os, this.#image);
    if (driver === undefined)
      throw new UsageError(
        `the driver below registered no miniport; its DriverEntry returned ${hex(this.#loaded.status)}`,
      );
    const [{ location }] = board.slots;
    const resources = board.startDevice(location);
    const started = startAdapter(os, driver, location, resources, this.#parameters);
    if (started.status !== NDIS_STATUS_SUCCESS)
      throw new UsageError(
        `the driver below did not start its NIC; MiniportInitialize returned ${hex(started.status)}`,
      );
    return started.adapter;
  }

  /**
   * Begins a reset, as the DPC of the hang check does; false if one is going on, or it is over at once.
   * Who opens the adapter until it ends is pending, and comes to `lateOpenStatus`.
   */
  beginReset(lateOpenStatus: NdisStatus): boolean {
    const { os } = this.#board;
    const adapter = this.#adapter;
    if (adapter.isResetPending) return false;
    os.lateOpenStatus = lateOpenStatus;
    const { irql } = os;
    os.irql = DISPATCH_LEVEL;
    resetAdapter(adapter);
    os.irql = irql;
    return adapter.isResetPending;
  }

  /** The adapter is at somebody's request for so long; false if it is at one already. */
  occupy(durationNs: number): boolean {
    if (this.#adapter.currentRequest !== undefined) return false;
    const run = occupy(this.#adapter);
    const timer = { isQueued: false, event: undefined, periodNs: 0, expired: () => undefined, run };
    this.#board.os.scheduler.setTimer(timer, durationNs, 0);
    return true;
  }

  /** Starts the NIC again, after {@link halt}. */
  start(): void {
    this.#adapter = this.#start();
  }

  /** Halts the NIC; a protocol that is still bound is unbound first. */
  halt(): void {
    haltAdapter(this.#adapter);
    this.#adapter.dispose();
  }

  /** Halts the NIC and unloads the driver. */
  stop(): void {
    const { os } = this.#board;
    this.halt();
    unloadDriver(os, this.#loaded);
    discardImage(os, this.#loaded);
    this.#image.unload();
  }
}
