/**
 * The transmitter: it polls the ring, gathers frames from their buffers, holds the wire for as long
 * as each takes, and gives the descriptors back. Am79C970A data sheet (publication 19436), Polling,
 * Transmit Descriptor Table Entry, Transmit Operation, Transmit Descriptors.
 *
 * A frame's buffers are read when its turn on the wire comes, and all descriptors but the last are
 * given back then; the last one is when the frame has left. Watermarks (CSR80) only batch bus
 * cycles and have no effect.
 */
import { physical } from '../../address';
import type { ClockEvent } from '../../clock';
import { frameTimeNs } from '../../wire/timing';
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { Timer } from '../timer';
import { BUFFER_BYTES, type Core, FRAME_BYTES_MAX } from './core';
import { CSR0, CSR15, CSR3, CSR4, CSR5 } from './csr-registers';
import { Descriptor, Tx, TxError } from './descriptor';
import { Ring } from './ring';
import { Style, styleOf } from './software-style';

/** The longest ring that an initialization block describes (TLEN); a poll skips no more. */
const SKIP_MAX = 512;
/** A period of the 33 MHz PCI clock, which CSR47 counts. */
const CLOCK_NS = 30;
/** A descriptor is not read more often than about this, which the bus needs for it. */
const POLL_NS_MIN = 1000;
/** What CSR47 of 0 stands for. */
const POLL_CLOCKS_MAX = 0x1_0000;
const NO_BYTES = new Uint8Array(0);
const NO_VIEW = new DataView(NO_BYTES.buffer);

/** Why gathering ended: the frame is whole, its next buffer is not there yet, or no room is left. */
const Gathered = { WHOLE: 0, STARVED: 1, FULL: 2 } as const;
type Gathered = (typeof Gathered)[keyof typeof Gathered];

export class Transmitter {
  readonly ring: Ring;
  readonly #core: Core;
  readonly #pollTimer: Timer;
  #current: Descriptor;
  #next: Descriptor;
  #frame: Uint8Array = NO_BYTES;
  #view: DataView = NO_VIEW;
  /** Bytes in the buffer; of a frame that overflowed it, since it did. */
  #byteCount = 0;
  #isOverlong = false;
  /** For how long the wire has been held for this frame. */
  #heldNs = 0;
  /** The status byte of its first descriptor. */
  #firstFlags = 0;
  #gathered: Gathered = Gathered.WHOLE;
  #sending: ClockEvent | undefined;
  /** Told apart from an earlier life by what runs across a stop. */
  #life = 0;

  constructor(core: Core) {
    this.#core = core;
    this.ring = new Ring(core, { base: 30, length: 78 });
    this.#current = new Descriptor(core);
    this.#next = new Descriptor(core);
    this.#pollTimer = new Timer(core.clock, () => this.poll());
  }

  /** Whether a frame is on its way. */
  get isActive(): boolean {
    return this.#sending !== undefined;
  }

  /** From the base of the ring on: CSR0.STRT was set. */
  start(): void {
    this.ring.index = 0;
    this.poll();
  }

  /** Everything ends at once: CSR0.STOP, a reset. */
  stop(): void {
    this.#life++;
    if (this.#sending !== undefined) this.#core.clock.cancel(this.#sending);
    this.#sending = undefined;
    this.#pollTimer.stop();
  }

  /** Looks at the current descriptor: TDMD, the polling interval, the end of a frame. */
  poll(): void {
    if (this.#sending !== undefined) return;
    const core = this.#core;
    if ((core.csr[0] & CSR0.TXON) === 0 || core.isSuspending) return;
    if (this.#findFrame()) this.#begin();
    else this.armPollTimer();
  }

  /** Polls again after CSR47, unless CSR4.DPOLL forbids it. */
  armPollTimer(): void {
    const { csr, isSuspending } = this.#core;
    const isOff = (csr[0] & CSR0.TXON) === 0 || (csr[4] & CSR4.DPOLL) !== 0 || isSuspending;
    if (isOff || this.#sending !== undefined) this.#pollTimer.stop();
    else this.#pollTimer.start(Math.max((POLL_CLOCKS_MAX - csr[47]) * CLOCK_NS, POLL_NS_MIN));
  }

  /** Goes to a descriptor that starts a frame, giving back owned ones that do not. */
  #findFrame(): boolean {
    const core = this.#core;
    const current = this.#current;
    for (let skipped = 0; skipped < SKIP_MAX; skipped++) {
      if (!current.read(this.ring.address(0))) {
        core.masterAborted();
        return false;
      }
      core.csr[0] &= ~CSR0.TDMD;
      if (!current.isOwned) return false;
      if ((current.flags & Tx.STP) !== 0) return true;
      if (!current.release(current.flags & ~Tx.OWN)) {
        core.masterAborted();
        return false;
      }
      this.ring.advance();
    }
    return false;
  }

  #begin(): void {
    if (this.#frame === NO_BYTES) {
      this.#frame = new Uint8Array(BUFFER_BYTES);
      this.#view = new DataView(this.#frame.buffer);
    }
    this.#byteCount = 0;
    this.#isOverlong = false;
    this.#heldNs = 0;
    this.#firstFlags = this.#current.flags;
    const life = this.#life;
    this.#gather();
    if (life === this.#life && this.#sending !== undefined)
      this.#core.interrupts.raise(4, CSR4.TXSTRT);
  }

  /**
   * Reads buffers from the current descriptor on, then holds the wire. A buffer has at least one
   * byte, so the room for the frame bounds the rounds.
   */
  #gather(): void {
    const core = this.#core;
    for (;;) {
      const current = this.#current;
      const { bufferAddress, bufferBytes } = current;
      if (this.#byteCount + bufferBytes > BUFFER_BYTES) return this.#holdWire(Gathered.FULL);
      this.#showCurrent();
      const address = physical(bufferAddress);
      if (!core.busMaster.read(address, this.#frame, this.#byteCount, bufferBytes))
        return core.masterAborted();
      this.#byteCount += bufferBytes;
      if ((current.flags & Tx.ENP) !== 0) return this.#holdWire(Gathered.WHOLE);
      const isThere = this.#goToNext();
      if (isThere === undefined) return core.masterAborted();
      if (!isThere) return this.#holdWire(Gathered.STARVED);
    }
  }

  /** Gives the current descriptor back if the next one is there. Undefined if the bus refuses. */
  #goToNext(): boolean | undefined {
    const current = this.#current;
    if (!this.#next.read(this.ring.address(1))) return undefined;
    // In a ring of one, the next descriptor is the current one.
    if (!this.#next.isOwned || this.ring.count === 1) return false;
    if (!current.release(current.flags & ~Tx.OWN)) return undefined;
    this.ring.advance();
    this.#current = this.#next;
    this.#next = current;
    return true;
  }

  #holdWire(gathered: Gathered): void {
    const { clock, bitsPerSecond } = this.#core;
    this.#gathered = gathered;
    if (gathered === Gathered.WHOLE) this.#pad();
    const durationNs = frameTimeNs(this.#byteCount, bitsPerSecond);
    const restNs = Math.max(durationNs - this.#heldNs, 0);
    this.#heldNs = durationNs;
    this.#sending = clock.schedule(restNs, this.#held);
  }

  /** CSR4.APAD_XMT: to 64 bytes with the FCS. */
  #pad(): void {
    const shortest = FRAME_BYTES_MIN - FCS_BYTES;
    if ((this.#core.csr[4] & CSR4.APAD_XMT) === 0 || this.#byteCount >= shortest) return;
    this.#frame.fill(0, this.#byteCount, shortest);
    this.#byteCount = shortest;
  }

  /** What was gathered has left. Whoever gets it may at once write registers, a stop among them. */
  readonly #held = (): void => {
    this.#sending = undefined;
    if (this.#gathered === Gathered.WHOLE) {
      this.#finish();
    } else if (this.#gathered === Gathered.FULL) {
      this.#isOverlong = true;
      this.#core.csr[0] |= CSR0.BABL;
      this.#byteCount = 0;
      this.#heldNs = 0;
      this.#gather();
    } else {
      const isThere = this.#goToNext();
      if (isThere === undefined) this.#core.masterAborted();
      else if (isThere) this.#gather();
      else this.#underflow();
    }
  };

  /** The next buffer did not come in time: TMD2 (BUFF, UFLO), CSR3.DXSUFLO. */
  #underflow(): void {
    const { csr } = this.#core;
    if ((csr[3] & CSR3.DXSUFLO) === 0) csr[0] &= ~CSR0.TXON;
    this.#close(TxError.BUFF | TxError.UFLO);
  }

  #finish(): void {
    const core = this.#core;
    const { csr } = core;
    const life = this.#life;
    const isInternal = (csr[15] & CSR15.LOOP) !== 0 && (csr[15] & CSR15.INTL) !== 0;
    let errors = 0;
    if (isInternal && (csr[15] & CSR15.FCOLL) !== 0) errors |= TxError.RTRY;
    if (!isInternal && !core.isLinkPass) {
      errors |= TxError.LCAR;
      csr[0] |= CSR0.CERR;
    }
    const addsFcs = this.#addsFcs;
    const wireBytes = this.#byteCount + (addsFcs ? FCS_BYTES : 0);
    if (wireBytes > FRAME_BYTES_MAX) csr[0] |= CSR0.BABL;
    if (errors === 0 && !this.#isOverlong) this.#emit(addsFcs);
    if (life === this.#life) this.#close(errors);
  }

  /** CSR15.DXMTFCS, TMD1 (ADD_FCS, in style 1 NO_FCS), and CSR4.APAD_XMT, which overrules them. */
  get #addsFcs(): boolean {
    const { csr, bcr } = this.#core;
    if ((csr[4] & CSR4.APAD_XMT) !== 0) return true;
    const isDefault = (csr[15] & CSR15.DXMTFCS) === 0;
    if (styleOf(bcr[20]) === Style.ILACC)
      return isDefault && (this.#current.flags & Tx.ADD_FCS) === 0;
    return isDefault || (this.#firstFlags & Tx.ADD_FCS) !== 0;
  }

  #emit(addsFcs: boolean): void {
    const core = this.#core;
    const frame = this.#frame;
    if (addsFcs) {
      core.emit(frame, this.#byteCount, undefined);
      return;
    }
    // The driver's last four bytes are the FCS.
    const byteCount = this.#byteCount - FCS_BYTES;
    if (byteCount <= 0) return;
    const fcs = this.#view.getUint32(byteCount, true);
    core.emit(frame, byteCount, fcs === frameCheckSequence(frame, byteCount) ? undefined : fcs);
  }

  /** The last descriptor of the frame goes back, and TINT says so (CSR5: LTINTEN, TOKINTD). */
  #close(errors: number): void {
    const core = this.#core;
    const { csr } = core;
    const current = this.#current;
    const life = this.#life;
    const { flags } = current;
    const kept = flags & (Tx.ADD_FCS | Tx.STP | Tx.ENP);
    if (!current.closeTransmit(errors !== 0 ? kept | Tx.ERR : kept, errors)) {
      core.masterAborted();
      return;
    }
    this.ring.advance();
    const isAsked =
      (csr[5] & CSR5.LTINTEN) !== 0 ? (flags & Tx.MORE) !== 0 : (csr[5] & CSR5.TOKINTD) === 0;
    core.interrupts.raise(0, errors !== 0 || isAsked ? CSR0.TINT : 0);
    if (life !== this.#life) return;
    core.transmitterIdle();
    this.poll();
  }

  /** CSR20, CSR21, CSR42 and CSR43. */
  #showCurrent(): void {
    const { csr } = this.#core;
    const { bufferAddress, bcnt, flags } = this.#current;
    csr[20] = bufferAddress;
    csr[21] = bufferAddress >>> 16;
    csr[42] = bcnt;
    csr[43] = flags << 8;
  }
}
