/**
 * Frame-based flow control of the 82558 and 82559: PAUSE frames received, and those that software
 * asks for. 8255x SDM 6.3.8, 6.6; IEEE 802.3 annex 31B. Frames never wait in the receive FIFO
 * here, so none is sent for its level.
 */
import {
  CONTROL_BYTES_MIN,
  controlOpcode,
  createPause,
  isFor,
  MAC_CONTROL_TYPE,
  PAUSE_GROUP,
  PAUSE_OPCODE,
  PAUSE_QUANTUM_BYTES,
  pauseQuanta,
  typeOf,
} from '../mac-control';
import type { Core } from './core';
import { FC_COMMAND, STAT_ACK } from './registers';
import { Counter } from './statistics';
import type { Transmitter } from './tx';

const BYTE_BITS = 8;

export class FlowControl {
  readonly #core: Core;
  readonly #transmitter: Transmitter;
  /** The last PAUSE frame sent asked for a pause. */
  #isFull = false;

  constructor(core: Core, transmitter: Transmitter) {
    this.#core = core;
    this.#transmitter = transmitter;
  }

  reset(): void {
    this.#isFull = false;
  }

  readCommand(): number {
    let value = this.#isFull ? FC_COMMAND.XOFF | FC_COMMAND.FC_FULL : 0;
    if (this.#transmitter.isPaused) value |= FC_COMMAND.FC_PAUSED;
    return value;
  }

  /** XON and XOFF, of which a PAUSE frame tells the far end. */
  writeCommand(value: number): void {
    const { configuration, isFullDuplex } = this.#core;
    if (!configuration.transmitsPause || !isFullDuplex) return;
    if ((value & FC_COMMAND.XON) !== 0) {
      if (this.#isFull) this.#send(0);
    } else if ((value & FC_COMMAND.XOFF) !== 0) {
      this.#send(configuration.pauseQuanta);
    }
  }

  /** Obeys a MAC control frame. True if it ends here; else the filters decide. */
  takes(frame: Uint8Array, byteCount: number): boolean {
    if (byteCount < CONTROL_BYTES_MIN || typeOf(frame) !== MAC_CONTROL_TYPE) return false;
    const { configuration, statistics, interrupts, isFullDuplex, bitsPerSecond } = this.#core;
    if (!configuration.obeysPause || !isFullDuplex || !this.#isForUs(frame)) return false;
    if (controlOpcode(frame) === PAUSE_OPCODE) {
      const quanta = pauseQuanta(frame);
      statistics.count(Counter.FC_RECEIVE_PAUSE);
      this.#transmitter.pause((quanta * PAUSE_QUANTUM_BYTES * BYTE_BITS * 1e9) / bitsPerSecond);
      if (quanta > 0) interrupts.raise(STAT_ACK.FCP);
    } else {
      statistics.count(Counter.FC_RECEIVE_UNSUPPORTED);
    }
    return configuration.rejectsPause;
  }

  #isForUs(frame: Uint8Array): boolean {
    return isFor(frame, PAUSE_GROUP) || isFor(frame, this.#core.filter.address);
  }

  #send(quanta: number): void {
    this.#isFull = quanta > 0;
    const frame = createPause(MAC_CONTROL_TYPE, quanta);
    frame.set(PAUSE_GROUP);
    frame.set(this.#core.filter.address, PAUSE_GROUP.length);
    this.#transmitter.sendPause(frame);
  }
}
