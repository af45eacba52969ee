/**
 * The transmitter behind the command unit: the transmit FIFO, from which frames go out one after
 * the other, each holding the wire for its time. 8255x SDM 6.4.2.5, 6.3.2.4, 6.6.
 *
 * A frame starts once it is whole in the FIFO, for the bus is never slow here: the transmit
 * threshold has no effect, and nothing underruns.
 */
import type { ClockEvent } from '../../clock';
import { frameTimeNs } from '../../wire/timing';
import { Timer } from '../timer';
import type { Core } from './core';
import { Counter } from './statistics';
import { TX_FRAME_BYTES_MAX, TxFifo } from './tx-fifo';
import type { TxFrame } from './tx-frame';

export class Transmitter {
  readonly #core: Core;
  readonly #fifo = new TxFifo();
  readonly #frame = new Uint8Array(TX_FRAME_BYTES_MAX);
  #byteCount = 0;
  readonly #pauseTimer: Timer;
  #sending: ClockEvent | undefined;
  #isSendingPause = false;
  #pauseFrame: Uint8Array | undefined;
  /** Told apart from an earlier life by what runs across a reset. */
  #life = 0;
  readonly #onRoom: () => void;

  /** `onRoom` is called whenever a frame has left. */
  constructor(core: Core, onRoom: () => void) {
    this.#core = core;
    this.#onRoom = onRoom;
    this.#pauseTimer = new Timer(core.clock, () => this.kick());
  }

  /** Whether a frame is on its way. */
  get isActive(): boolean {
    return this.#sending !== undefined;
  }

  /** A received PAUSE frame holds the transmitter. */
  get isPaused(): boolean {
    return this.#pauseTimer.isRunning;
  }

  reset(): void {
    this.#life++;
    if (this.#sending !== undefined) this.#core.clock.cancel(this.#sending);
    this.#sending = undefined;
    this.#isSendingPause = false;
    this.#pauseFrame = undefined;
    this.#pauseTimer.stop();
    this.#fifo.clear();
  }

  /** Takes a frame into the FIFO; false if there is no room for it now. */
  push({ bytes, byteCount, hasBadFcs }: TxFrame): boolean {
    if (!this.#fifo.push(bytes, byteCount, hasBadFcs)) return false;
    this.kick();
    return true;
  }

  /** Holds the transmitter from the next frame on; 0 lets it go. */
  pause(durationNs: number): void {
    if (durationNs > 0) {
      this.#pauseTimer.start(durationNs);
    } else {
      this.#pauseTimer.stop();
      this.kick();
    }
  }

  /** Sends a PAUSE frame ahead of what waits. */
  sendPause(frame: Uint8Array): void {
    this.#pauseFrame = frame;
    this.kick();
  }

  kick(): void {
    if (this.#sending !== undefined || !this.#core.isPowered) return;
    if (this.#pauseFrame !== undefined) {
      this.#isSendingPause = true;
      this.#byteCount = this.#pauseFrame.length;
    } else if (!this.#fifo.isEmpty && !this.#pauseTimer.isRunning) {
      this.#byteCount = this.#fifo.shift(this.#frame);
    } else {
      return;
    }
    const durationNs = frameTimeNs(this.#byteCount, this.#core.bitsPerSecond);
    this.#sending = this.#core.clock.schedule(durationNs, this.#sent);
  }

  /** The frame has left. Whoever gets it may at once write registers, a reset among them. */
  readonly #sent = (): void => {
    const life = this.#life;
    if (this.#isSendingPause) this.#pauseSent();
    else this.#frameSent();
    if (life !== this.#life) return;
    this.#sending = undefined;
    this.kick();
    this.#onRoom();
  };

  /** Counted before it arrives, so that a dump by its receiver has it (6.3.2.4, byte 0). */
  #frameSent(): void {
    const core = this.#core;
    core.statistics.count(Counter.TRANSMIT_GOOD);
    // A wire carries frames without FCS: one with a wrong FCS of the driver's ends here, as it
    // would at the receiver.
    if (this.#fifo.hasBadFcs) return;
    const life = this.#life;
    const sensed = core.emit(this.#frame, this.#byteCount);
    if (!sensed && life === this.#life) core.statistics.count(Counter.TRANSMIT_LOST_CRS);
  }

  #pauseSent(): void {
    const frame = this.#pauseFrame!;
    this.#isSendingPause = false;
    this.#pauseFrame = undefined;
    this.#core.statistics.count(Counter.FC_TRANSMIT_PAUSE);
    this.#core.emit(frame, frame.length);
  }
}
