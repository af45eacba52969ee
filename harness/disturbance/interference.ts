/**
 * What the faults of a run do beside failing calls: they disturb the NIC, or put other bytes into fresh
 * memory, and the run is then held against the same one without them.
 */
import type { TraceListener } from '../../ndis/trace';
import type { PortWraps } from '../board';
import type { Session } from '../session';
import type { SessionOptions } from '../session-options';
import { Disturber } from './disturber';
import { isDisturbance } from './forms';
import { FreshMemory, isFreshMemoryFault } from './fresh-memory';
import { Witness } from './witness';

export class Interference {
  /** With what a board of this run is built. */
  readonly boardOptions: SessionOptions;
  readonly #options: SessionOptions;
  readonly #disturber: Disturber | undefined;
  readonly #fillsMemory: boolean;
  #freshMemory: FreshMemory | undefined;

  constructor(options: SessionOptions) {
    const { faults = [] } = options;
    this.#options = options;
    this.#fillsMemory = faults.some(isFreshMemoryFault);
    this.#disturber = faults.some(isDisturbance) ? new Disturber(faults) : undefined;
    const witness = this.#fillsMemory ? this.#compareActs() : options.witness;
    const isPlain = this.#disturber === undefined && witness === undefined;
    this.boardOptions = isPlain ? options : this.#watched(witness);
  }

  /** Begins, when the board is there and the driver is not. */
  begin(session: Session): void {
    this.#disturber?.begin(session);
    if (this.#fillsMemory) this.#freshMemory = new FreshMemory(session, this.#options.faults ?? []);
  }

  /** The driver is unloaded. */
  end(): void {
    this.#disturber?.end();
  }

  /** Takes the OIDs that faults name: whoever takes them asks for them. */
  takeOids(): readonly number[] {
    return this.#disturber?.takeOids() ?? [];
  }

  /** Blocks of memory that the driver was given, where they are counted. */
  get blockCount(): number {
    return this.#freshMemory?.blockCount ?? 0;
  }

  /** Holds the run against the same one without faults. */
  #compareActs(): Witness | undefined {
    const acts = this.#options.faultless?.().acts;
    return acts && new Witness(acts, (...difference) => this.#freshMemory?.differs(...difference));
  }

  #watched(witness: Witness | undefined): SessionOptions {
    const options = this.#options;
    const inner = this.#disturber ?? options.wraps;
    if (witness === undefined) return { ...options, wraps: inner };
    const wraps: PortWraps = {
      spaces: (bus) => witness.spaces(inner?.spaces(bus) ?? bus),
      busMaster: (port) => inner?.busMaster(port) ?? port,
      interruptPin: (pin) => inner?.interruptPin(pin) ?? pin,
    };
    const onEvent: TraceListener = (event) => {
      options.onEvent?.(event);
      witness.see(event);
    };
    return { ...options, wraps, onEvent };
  }
}
