/**
 * The transmit process: descriptors from the transmit list, setup frames among them, and frames
 * that go out one after the other, each holding the wire for its time. HRM, "Transmit
 * Descriptors", "Setup Frame", "Transmit Process"; CSR0 (TAP), CSR1, CSR4, CSR6, CSR15.
 *
 * A frame starts once it is whole on the chip, for the bus is never slow here: the threshold has no
 * effect, and nothing underruns. Nobody else sends, so nothing collides.
 */
import { physical } from '../../address';
import { frameTimeNs } from '../../wire/timing';
import { Timer } from '../timer';
import type { Core } from './core';
import { DescriptorList, SETUP_STATUS, Tdes0, Tdes1 } from './descriptors';
import { SETUP_BYTES } from './filter';
import { CSR0, CSR15, CSR5, CSR6, Om, R, Ts } from './registers';
import { TxFrame } from './tx-frame';

/** What the jabber timer lets pass: by JCK a count of bytes, or else 26 ms at 10 Mb/s. */
const JABBER_CLOCK_BYTES = 2560;
const JABBER_BYTES = 32_500;
/** With the jabber timer off; a bound of this model. */
const UNLIMITED_BYTES = 0xffff;
/** By CSR0.TAP: how often a suspended process looks at its descriptor by itself. */
const AUTO_POLL_NS = [0, 200_000, 800_000, 1_600_000, 12_800, 25_600, 51_200, 102_400];
const TAP_SHIFT = 17;
/** Descriptors that are worked through at one moment, and the time to the next few. */
const TURN_DESCRIPTOR_COUNT = 64;
const TURN_NS = 10_000;

export class Transmitter {
  readonly #core: Core;
  readonly #list: DescriptorList;
  readonly #frame = new TxFrame();
  readonly #setup = new Uint8Array(SETUP_BYTES);
  readonly #autoPoll: Timer;
  /** Runs while a frame is on the wire, or between two turns. */
  readonly #busy: Timer;
  #isSending = false;

  constructor(core: Core) {
    this.#core = core;
    this.#list = new DescriptorList(core.busMaster, core.regs, R.CSR4);
    this.#autoPoll = new Timer(core.clock, () => this.#lookAgain());
    this.#busy = new Timer(core.clock, () => this.#goOn());
  }

  get isActive(): boolean {
    return this.#busy.isRunning;
  }

  reset(): void {
    this.#autoPoll.stop();
    this.#busy.stop();
    this.#isSending = false;
    this.#frame.begin(0);
  }

  /** CSR4 was written. */
  rewind(): void {
    this.#list.rewind();
  }

  /** CSR6.ST was set. */
  start(): void {
    const { interrupts } = this.#core;
    if (interrupts.transmitState !== Ts.STOPPED) return;
    interrupts.transmitState = Ts.FETCH;
    if (!this.#busy.isRunning) this.#run();
  }

  /** CSR6.ST was cleared: the process stops behind the frame that is on the wire. */
  stop(): void {
    if (!this.#busy.isRunning && !this.#isSending) this.#stopped();
  }

  /** CSR1 was written. */
  poll(): void {
    if (this.#core.interrupts.transmitState === Ts.SUSPENDED) this.#run();
  }

  /** CSR0 was written: TAP may be another. */
  autoPollWritten(): void {
    this.#autoPoll.stop();
    const period = AUTO_POLL_NS[(this.#core.regs[R.CSR0] & CSR0.TAP) >>> TAP_SHIFT];
    if (period !== 0 && this.#core.interrupts.transmitState === Ts.SUSPENDED)
      this.#autoPoll.start(period);
  }

  #lookAgain(): void {
    if (!this.#core.isPowered || this.#core.interrupts.transmitState !== Ts.SUSPENDED) return;
    if (!this.#list.fetch()) this.#core.busFailed();
    else if (this.#list.isOwned) this.#run();
    else this.autoPollWritten();
  }

  #stopped(): void {
    const { interrupts } = this.#core;
    this.#autoPoll.stop();
    if (interrupts.transmitState === Ts.STOPPED) return;
    interrupts.transmitState = Ts.STOPPED;
    interrupts.raise(CSR5.TPS);
  }

  /** Works through the list up to a frame that goes out, or to a descriptor of the host's. */
  #run(): void {
    const core = this.#core;
    const { interrupts } = core;
    this.#autoPoll.stop();
    if (!core.isPowered) return;
    interrupts.transmitState = Ts.FETCH;
    for (let count = 0; count < TURN_DESCRIPTOR_COUNT; count++) {
      if (!this.#list.fetch()) {
        core.busFailed();
        return;
      }
      if (!this.#list.isOwned) {
        interrupts.transmitState = Ts.SUSPENDED;
        interrupts.raise(CSR5.TU);
        this.autoPollWritten();
        return;
      }
      const isSetup = (this.#list.control & Tdes1.SET) !== 0;
      if (!(isSetup ? this.#takeSetup() : this.#gather())) return;
    }
    this.#busy.start(TURN_NS);
  }

  /** A setup frame; false if the bus refused. */
  #takeSetup(): boolean {
    const core = this.#core;
    const list = this.#list;
    if (list.bytes1 !== SETUP_BYTES) {
      core.reportUnmodelled(`setup frame of ${list.bytes1} bytes`);
    } else if (core.busMaster.read(physical(list.buffer1), this.#setup, 0, SETUP_BYTES)) {
      core.filter.load(this.#setup, list.control);
    } else {
      core.busFailed();
      return false;
    }
    return this.#close(SETUP_STATUS);
  }

  /** Adds a descriptor's buffers to the frame; false if it goes out, or the process ended. */
  #gather(): boolean {
    const core = this.#core;
    const list = this.#list;
    const { control } = list;
    if ((control & Tdes1.FS) !== 0) this.#frame.begin(control);
    const isAppended =
      this.#frame.append(core.busMaster, list.buffer1, list.bytes1, this.#limit) &&
      this.#frame.append(core.busMaster, list.buffer2, list.bytes2, this.#limit);
    if (!isAppended && this.#frame.isTooLong) {
      this.#jabber();
      return false;
    }
    if (!isAppended) {
      core.busFailed();
      return false;
    }
    if ((control & Tdes1.LS) === 0) return this.#close(0);
    this.#frame.complete();
    core.interrupts.transmitState = Ts.WAIT_EOT;
    core.interrupts.raise(CSR5.ETI);
    this.#isSending = true;
    this.#busy.start(frameTimeNs(this.#frame.byteCount, core.media.mbps * 1_000_000));
    return false;
  }

  get #limit(): number {
    const control = this.#core.regs[R.CSR15];
    if ((control & CSR15.JBD) !== 0) return UNLIMITED_BYTES;
    return (control & CSR15.JCK) !== 0 ? JABBER_CLOCK_BYTES : JABBER_BYTES;
  }

  /** The jabber timer has run out: the transmission is cut off, and the process stops. */
  #jabber(): void {
    const { interrupts } = this.#core;
    this.#frame.begin(0);
    if (!this.#close(Tdes0.TO | Tdes0.ES)) return;
    interrupts.transmitState = Ts.STOPPED;
    interrupts.raise(CSR5.TJT);
  }

  /** The time of a frame on the wire, or of a turn, is over. */
  #goOn(): void {
    if (this.#isSending) {
      // Whoever gets the frame may at once write registers, a reset among them.
      const status = this.#send();
      if (!this.#isSending || this.#busy.isRunning) return;
      this.#isSending = false;
      if (!this.#close(status)) return;
    }
    if ((this.#core.regs[R.CSR6] & CSR6.ST) === 0) this.#stopped();
    else if (!this.#busy.isRunning) this.#run();
  }

  /** TDES0 of the frame that has left. */
  #send(): number {
    const core = this.#core;
    const mode = core.regs[R.CSR6];
    const om = mode & CSR6.OM;
    if (om === Om.INTERNAL && (mode & CSR6.FC) !== 0) return Tdes0.EC | Tdes0.ES;
    // One with a wrong FCS of the driver's ends here, as it would at its receiver.
    const isCarried = this.#frame.hasBadFcs
      ? core.media.isLinkUp || om === Om.INTERNAL
      : core.emit(this.#frame.bytes, this.#frame.byteCount);
    // In full duplex there is no carrier to look for.
    if (isCarried || (mode & CSR6.FD) !== 0) return 0;
    const isLinkFailed = (mode & CSR6.PS) === 0;
    return Tdes0.LO | Tdes0.NC | Tdes0.ES | (isLinkFailed ? Tdes0.LF : 0);
  }

  /** Gives the current descriptor back and goes on to the next; false if the bus refused. */
  #close(status: number): boolean {
    const list = this.#list;
    const core = this.#core;
    const { control } = list;
    if (!list.close(list.address, status)) {
      core.busFailed();
      return false;
    }
    list.advance();
    const isLast = (control & (Tdes1.LS | Tdes1.SET)) !== 0;
    if (isLast && (control & Tdes1.IC) !== 0) core.interrupts.frameSent();
    return true;
  }
}
