/**
 * The driver below: a protocol or an intermediate driver under test stands on a miniport that drives
 * the NIC. It is a sample that keeps every rule, and no faults are injected into it.
 */
import type * as Miniports from '../miniports';
import { loadImage, type DriverSource } from '../ndis/loader';
import type { LoadableImage } from '../ndis/kernel/image';
import type { RegistryKey } from '../ndis/kernel/registry';
import { NDIS_STATUS_SUCCESS } from '../ndis/status';
import type { Adapter } from '../ndis/wrapper/adapter';
import {
  discardImage,
  driverOf,
  haltAdapter,
  loadDriver,
  startAdapter,
  unloadDriver,
  type LoadedDriver,
} from '../ndis/wrapper/lifecycle';
import type { Board } from './board';
import { UsageError } from './result';

/** The sample that a driver names as the one below it; undefined if it needs none. */
export function lowerDriverOf(driver: DriverSource): DriverSource | undefined {
  if ('image' in driver || driver.lower === undefined) return undefined;
  // Loaded when one is needed: the samples are many.
  const { SAMPLES } = require('../miniports') as typeof Miniports;
  const sample = SAMPLES.find(({ name }) => name === driver.lower);
  if (sample?.driver !== undefined) return sample.driver;
  throw new UsageError(`there is no sample ${driver.lower} for the driver to stand on`);
}

export class LowerDriver {
  readonly #board: Board;
  readonly #parameters: RegistryKey;
  readonly #image: LoadableImage;
  readonly #loaded: LoadedDriver;
  #adapter: Adapter;

  /** Loads the driver and starts the board's first NIC with it. */
  constructor(board: Board, source: DriverSource, parameters: RegistryKey) {
    const { os } = board;
    this.#board = board;
    this.#parameters = parameters;
    this.#image = loadImage(os, 'lower', source);
    this.#image.isBystander = true;
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
    if (driver === undefined) throw new UsageError('the driver below did not register');
    const [{ location }] = board.slots;
    const resources = board.startDevice(location);
    const started = startAdapter(os, driver, location, resources, this.#parameters);
    if (started.status !== NDIS_STATUS_SUCCESS)
      throw new UsageError('the driver below did not start its NIC');
    return started.adapter;
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
