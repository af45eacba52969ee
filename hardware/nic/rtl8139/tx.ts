/**
 * The transmitter: four descriptors in turn, a FIFO that DMA fills, and the wire that empties it.
 * RTL8139C(L) data sheet 6.2, 6.7, 9.1; RTL8139(A/B) programming guide (1999), chapter 1.
 *
 * A packet goes out when it is whole in the FIFO. The early threshold of TSD (ERTXTH), which lets
 * it go sooner by a few microseconds, has no effect, hence no packet ever starves (TUN); nor does
 * the wire know collisions (TABT, OWC, NCC). The chip pads nothing.
 */
import { physical } from '../../address';
import type { ClockEvent } from '../../clock';
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, PREAMBLE_BYTES } from '../ethernet';
import { PAUSE_BYTES } from '../mac-control';
import { Timer } from '../timer';
import { type Core, DWORD_MASK, FIFO_BYTES } from './core';
import { createPauseFrame } from './flow-control';
import { Cause, CR, DESCRIPTOR_COUNT, R, TCR, TSD } from './registers';

/** The largest SIZE. */
const PACKET_BYTES_MAX = 8192;
/** Nothing is fetched ahead of or behind a longer packet (6.2). */
const QUEUED_BYTES_MAX = 1792;
/** Arbitration and address phase, then a doubleword a clock of 30 ns: PCI at 33 MHz. */
const DMA_START_NS = 300;
const DMA_DWORD_NS = 30;
/** The gap with IFG at 0, and each step of it, in bit times (6.7). */
const GAP_BITS = 84;
const GAP_STEP_BITS = 4;
const IFG_SHIFT = 24;
const NO_PAUSE = -1;
const NO_BYTES = new Uint8Array(0);

export class Transmitter {
  readonly #core: Core;
  readonly #pauseTimer: Timer;
  /** Descriptors that the driver has handed over and that are not fetched yet, a bit each. */
  #given = 0;
  /** The descriptor to fetch next. */
  #next = 0;
  #fetching: ClockEvent | undefined;
  #fetchBytes = 0;
  /** The FIFO: packets in order, each in the buffer of its descriptor. */
  readonly #packets: Uint8Array[] = [];
  readonly #sizes = new Uint16Array(DESCRIPTOR_COUNT);
  #head = 0;
  #queuedCount = 0;
  #queuedBytes = 0;
  /** The end of the frame on the wire. */
  #sending: ClockEvent | undefined;
  #isSendingPause = false;
  /** Quanta of the PAUSE frame to send next. */
  #pauseWanted = NO_PAUSE;
  #pauseFrame: Uint8Array = NO_BYTES;
  /** The bus refused an access: nothing more until a software reset. */
  #isHalted = false;
  /** Told apart from an earlier life by what runs across a reset. */
  #life = 0;

  constructor(core: Core) {
    this.#core = core;
    this.#pauseTimer = new Timer(core.clock, () => this.kick());
  }

  /** Whether a packet is between memory and the wire. */
  get isActive(): boolean {
    return this.#fetching !== undefined || this.#sending !== undefined || this.#queuedCount > 0;
  }

  /** A received PAUSE frame holds the transmitter (MSR.RXPF). */
  get isPaused(): boolean {
    return this.#pauseTimer.isRunning;
  }

  /** A software reset: the packets are gone, and the next is that at TSAD0 (6.4). */
  reset(): void {
    this.stop();
    this.#next = 0;
    this.#isHalted = false;
  }

  /** TE was cleared, or power is going: what is in the FIFO or on the wire is cut off. */
  stop(): void {
    const { clock } = this.#core;
    this.#life++;
    this.#given = 0;
    if (this.#fetching !== undefined) clock.cancel(this.#fetching);
    if (this.#sending !== undefined) clock.cancel(this.#sending);
    this.#fetching = undefined;
    this.#sending = undefined;
    this.#isSendingPause = false;
    this.#pauseWanted = NO_PAUSE;
    this.#pauseTimer.stop();
    this.#queuedCount = 0;
    this.#queuedBytes = 0;
  }

  /** TE was set: the state machine begins at TSAD0. */
  start(): void {
    this.#next = 0;
    this.kick();
  }

  isGiven(descriptor: number): boolean {
    return (this.#given & (1 << descriptor)) !== 0;
  }

  /** The driver hands a descriptor over. False if it had done so already; all is well without TE. */
  give(descriptor: number): boolean {
    const wasGiven = this.isGiven(descriptor);
    if ((this.#core.regs[R.CR] & CR.TE) !== 0) this.#given |= 1 << descriptor;
    return !wasGiven;
  }

  pause(durationNs: number): void {
    if (durationNs > 0) this.#pauseTimer.start(durationNs);
    else {
      this.#pauseTimer.stop();
      this.kick();
    }
  }

  sendPause(quanta: number): void {
    if ((this.#core.regs[R.CR] & CR.TE) === 0) return;
    this.#pauseWanted = quanta;
    this.kick();
  }

  /** TSAD: four bits each of TOK, TUN, TABT and OWN (6.17). */
  get summary(): number {
    const { regs } = this.#core;
    let summary = 0;
    for (let index = 0; index < DESCRIPTOR_COUNT; index++) {
      const status = regs[R.TSDn + index];
      if ((status & TSD.OWN) !== 0) summary |= 0x0001 << index;
      if ((status & TSD.TABT) !== 0) summary |= 0x0010 << index;
      if ((status & TSD.TUN) !== 0) summary |= 0x0100 << index;
      if ((status & TSD.TOK) !== 0) summary |= 0x1000 << index;
    }
    return summary;
  }

  /** Fetches the next packet if there is room, and sends if the wire is free. */
  kick(): void {
    const core = this.#core;
    if (!core.canRun || (core.regs[R.CR] & CR.TE) === 0) return;
    this.#fetch();
    this.#send();
  }

  #fetch(): void {
    const { regs, clock } = this.#core;
    if (this.#isHalted || this.#fetching !== undefined) return;
    const status = regs[R.TSDn + this.#next];
    if ((status & TSD.OWN) !== 0) return;
    const byteCount = status & TSD.SIZE;
    if (!this.#hasRoom(byteCount)) return;
    this.#fetchBytes = byteCount;
    const delayNs = DMA_START_NS + Math.ceil(byteCount / 4) * DMA_DWORD_NS;
    this.#fetching = clock.schedule(delayNs, this.#fetched);
  }

  #hasRoom(byteCount: number): boolean {
    if (this.#queuedCount === 0) return true;
    if (this.#queuedCount === DESCRIPTOR_COUNT) return false;
    const longestBytes = Math.max(this.#sizes[this.#head], byteCount);
    return longestBytes <= QUEUED_BYTES_MAX && this.#queuedBytes + byteCount <= FIFO_BYTES;
  }

  readonly #fetched = (): void => {
    const { regs, busMaster, interrupts } = this.#core;
    this.#fetching = undefined;
    // The 93C46 is being programmed: no bus mastering till then (6.9).
    if (!this.#core.canRun) return;
    const descriptor = this.#next;
    // Made for the first packet, so that a device that sends none stays cheap.
    const packet = (this.#packets[descriptor] ??= new Uint8Array(PACKET_BYTES_MAX));
    const byteCount = this.#fetchBytes;
    const address = physical((regs[R.TSADn + descriptor] & DWORD_MASK) >>> 0);
    if (!busMaster.read(address, packet, 0, byteCount)) {
      this.#isHalted = true;
      interrupts.raise(Cause.SERR);
      return;
    }
    regs[R.TSDn + descriptor] |= TSD.OWN;
    this.#given &= ~(1 << descriptor);
    this.#sizes[descriptor] = byteCount;
    if (this.#queuedCount === 0) this.#head = descriptor;
    this.#queuedCount++;
    this.#queuedBytes += byteCount;
    this.#next = (descriptor + 1) % DESCRIPTOR_COUNT;
    this.kick();
  };

  #send(): void {
    if (this.#sending !== undefined) return;
    if (this.#pauseWanted !== NO_PAUSE) {
      // A PAUSE that has come in does not hold back one that goes out (9.9.2).
      this.#pauseFrame = createPauseFrame(this.#core.regs, this.#pauseWanted);
      this.#pauseWanted = NO_PAUSE;
      this.#isSendingPause = true;
      this.#holdWire(PAUSE_BYTES + FCS_BYTES);
    } else if (this.#queuedCount > 0 && !this.isPaused) {
      const fcsBytes = this.#appendsCrc ? FCS_BYTES : 0;
      this.#holdWire(this.#sizes[this.#head] + fcsBytes);
    }
  }

  get #appendsCrc(): boolean {
    return (this.#core.regs[R.TCR] & TCR.CRC) === 0;
  }

  #holdWire(byteCount: number): void {
    const { regs, clock, byteTimeNs } = this.#core;
    const step = (regs[R.TCR] & TCR.IFG) >>> IFG_SHIFT;
    const gapNs = ((GAP_BITS + GAP_STEP_BITS * step) * byteTimeNs) / 8;
    const durationNs = (PREAMBLE_BYTES + byteCount) * byteTimeNs + gapNs;
    this.#sending = clock.schedule(durationNs, this.#sent);
  }

  /** The frame has left. Whoever gets it may at once write registers, a reset among them. */
  readonly #sent = (): void => {
    const life = this.#life;
    if (this.#isSendingPause) {
      this.#isSendingPause = false;
      this.#core.emit(this.#pauseFrame, PAUSE_BYTES);
      if (life !== this.#life) return;
    } else if (!this.#packetSent(life)) return;
    this.#sending = undefined;
    this.kick();
  };

  /** False if a reset came meanwhile. */
  #packetSent(life: number): boolean {
    const { regs, interrupts } = this.#core;
    const descriptor = this.#head;
    const byteCount = this.#sizes[descriptor];
    const hasCarrier = this.#emit(this.#packets[descriptor], byteCount);
    if (life !== this.#life) return false;
    this.#head = (descriptor + 1) % DESCRIPTOR_COUNT;
    this.#queuedCount--;
    this.#queuedBytes -= byteCount;
    regs[R.TSDn + descriptor] |= hasCarrier ? TSD.TOK : TSD.TOK | TSD.CRS;
    interrupts.raise(Cause.TOK);
    return life === this.#life;
  }

  /** Puts a packet on the wire, which carries no FCS: one with a wrong FCS of the driver's ends. */
  #emit(packet: Uint8Array, byteCount: number): boolean {
    let frameBytes = byteCount;
    if (!this.#appendsCrc) {
      frameBytes = byteCount - FCS_BYTES;
      if (frameBytes <= 0 || !endsInFcs(packet, frameBytes)) return true;
    }
    return frameBytes === 0 || this.#core.emit(packet, frameBytes);
  }
}

function endsInFcs(packet: Uint8Array, frameBytes: number): boolean {
  const fcs = frameCheckSequence(packet, frameBytes);
  for (let index = 0; index < FCS_BYTES; index++)
    if (packet[frameBytes + index] !== ((fcs >>> (8 * index)) & 0xff)) return false;
  return true;
}
