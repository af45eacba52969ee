/**
 * The self-test that PORT starts: it writes a signature of the ROM and a word of results, zero if
 * all is well. 8255x SDM 6.3.3.2. Before it the device resets itself.
 */
import { physical } from '../../address';
import { Timer } from '../timer';
import type { Core } from './core';
import { PORT } from './registers';

const RESULT_BYTES = 8;
const PASSED = 0;
/** Less than the 10 ms that drivers wait; the manual gives no figure. */
const SELF_TEST_NS = 1_000_000;

export class SelfTest {
  readonly #core: Core;
  readonly #timer: Timer;
  readonly #result = new Uint8Array(RESULT_BYTES);
  readonly #view = new DataView(this.#result.buffer);
  #address = 0;

  constructor(core: Core) {
    this.#core = core;
    this.#timer = new Timer(core.clock, () => this.#end());
  }

  get isRunning(): boolean {
    return this.#timer.isRunning;
  }

  start(port: number): void {
    this.#address = (port & PORT.ADDRESS) >>> 0;
    this.#timer.start(SELF_TEST_NS);
  }

  stop(): void {
    this.#timer.stop();
  }

  #end(): void {
    this.#view.setUint32(0, this.#core.stepping.romSignature, true);
    this.#view.setUint32(4, PASSED, true);
    this.#core.busMaster.write(physical(this.#address), this.#result, 0, RESULT_BYTES);
  }
}
