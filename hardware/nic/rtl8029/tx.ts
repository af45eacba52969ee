/**
 * The transmitter. DP8390D 6 (packet transmission), 10.3 (TCR, TSR), 10.4 (TPSR, TBCR); loopback
 * AN-937. One buffer at a time: CR.TXP starts it and falls when it is through. Nothing is padded.
 *
 * A wire here carries whole frames and no collisions, so NCR stays 0 and TSR says of errors only
 * that the carrier was lost and the heartbeat missing, where no cable is at the medium in use. A
 * buffer is taken from memory when its last bit leaves: it must be left alone until then.
 */
import type { ClockEvent } from '../../clock';
import { frameCheckSequence } from '../crc';
import { FCS_BYTES, PREAMBLE_BYTES } from '../ethernet';
import { ADDRESS_MASK, BYTE_TIME_NS, type Core, INTERFRAME_GAP_NS, PAGE_BYTES } from './core';
import { hasGoodFcs } from './loopback';
import { CR, DCR, ISR, R, TCR, TSR } from './registers';

/** TCR.LB in place. */
const Loopback = { NONE: 0, CONTROLLER: 2, ENCODER: 4, EXTERNAL: 6 } as const;
const NO_BYTES = new Uint8Array(0);

export class Transmitter {
  readonly #core: Core;
  #buffer: Uint8Array = NO_BYTES;
  #startAddress = 0;
  #byteCount = 0;
  #event: ClockEvent | undefined;
  /** When the gap behind the last frame is over. */
  #freeAtNs = 0;
  /** A multicast address has switched the transmitter off (TCR.ATD). */
  #isDisabled = false;

  constructor(core: Core) {
    this.#core = core;
  }

  /** A frame is on its way from memory to the wire. */
  get isActive(): boolean {
    return this.#event !== undefined;
  }

  /** The controller is reset: a frame under way is cut off and no one hears of it. */
  reset(): void {
    if (this.#event !== undefined) this.#core.clock.cancel(this.#event);
    this.#event = undefined;
    this.#isDisabled = false;
  }

  /** Starts what CR.TXP asks for, if nothing is under way and the channel may run. */
  kick(): void {
    const core = this.#core;
    const { regs, clock } = core;
    if (this.#event !== undefined || (regs[R.CR] & CR.TXP) === 0 || !core.isDmaEnabled) return;
    if (this.#isDisabled && (regs[R.TCR] & TCR.ATD) !== 0) return;
    this.#startAddress = regs[R.TPSR] * PAGE_BYTES;
    this.#byteCount = regs[R.TBCR0] | (regs[R.TBCR1] << 8);
    // No data sheet says what a count of 0 sends.
    if (this.#byteCount === 0) core.reportUnmodelled('TBCR of 0');
    regs[R.TSR] = TSR.ALWAYS;
    regs[R.NCR] = 0;
    const waitNs = Math.max(0, this.#freeAtNs - clock.nowNs);
    const wireBytes = PREAMBLE_BYTES + this.#packetBytes;
    this.#event = clock.schedule(waitNs + wireBytes * BYTE_TIME_NS, this.#end);
  }

  /** TCR.ATD: a multicast address switches the transmitter off, another on again. */
  setDisabled(isDisabled: boolean): void {
    this.#isDisabled = isDisabled;
    this.kick();
  }

  /** TCR.LB, which DCR.LS does not take back: software keeps the network away by TCR alone. */
  get #loopback(): number {
    return this.#core.regs[R.TCR] & TCR.LB;
  }

  /** In an internal loopback nothing goes out (DP8390D 12). */
  get isOnWire(): boolean {
    return this.#loopback === Loopback.NONE || this.#loopback === Loopback.EXTERNAL;
  }

  get #addsFcs(): boolean {
    return (this.#core.regs[R.TCR] & TCR.CRC) === 0;
  }

  /** In a loopback of words only every other byte is fetched (DP8390D 12). */
  get #isHalved(): boolean {
    return this.#loopback !== Loopback.NONE && (this.#core.regs[R.DCR] & DCR.WTS) !== 0;
  }

  /** Bytes of the packet on the wire, its FCS included. */
  get #packetBytes(): number {
    const dataBytes = this.#isHalved ? this.#byteCount >>> 1 : this.#byteCount;
    return dataBytes + (this.#addsFcs ? FCS_BYTES : 0);
  }

  readonly #end = (): void => {
    const core = this.#core;
    const { regs, clock, interrupts } = core;
    this.#event = undefined;
    this.#freeAtNs = clock.nowNs + INTERFRAME_GAP_NS;
    const byteCount = this.#fetch();
    const loopback = this.#loopback;
    regs[R.TSR] = TSR.ALWAYS | TSR.PTX | this.#carrierStatus(loopback);
    regs[R.CR] &= ~CR.TXP;
    if (this.isOnWire && this.#isValid(byteCount)) core.emit(this.#buffer, byteCount - FCS_BYTES);
    if (loopback !== Loopback.NONE) core.loopBack(this.#buffer, byteCount);
    interrupts.raise(ISR.PTX);
    core.transmissionEnded();
  };

  /** Brings the packet and its FCS into the buffer; returns the bytes of both. */
  #fetch(): number {
    const { regs, memory } = this.#core;
    const packetBytes = this.#packetBytes;
    if (this.#buffer.length < packetBytes) this.#buffer = new Uint8Array(packetBytes);
    const buffer = this.#buffer;
    const dataBytes = this.#addsFcs ? packetBytes - FCS_BYTES : packetBytes;
    const start = this.#startAddress;
    if (this.#isHalved) {
      // With BOS set the packet lies at even addresses, else at odd ones.
      const first = start + ((regs[R.DCR] & DCR.BOS) !== 0 ? 0 : 1);
      for (let at = 0; at < dataBytes; at++) buffer[at] = memory.readByte(first + 2 * at);
    } else memory.read(start, buffer, dataBytes);
    this.#setLocalAddress(start + this.#byteCount);
    // Nobody looks at an FCS that the chip appends for the wire, which carries none.
    if (!this.#addsFcs || this.#loopback === Loopback.NONE) return packetBytes;
    const fcs = frameCheckSequence(buffer, dataBytes);
    for (let index = 0; index < FCS_BYTES; index++) buffer[dataBytes + index] = fcs >>> (8 * index);
    return packetBytes;
  }

  /** A frame whose FCS is wrong is one that no station takes. */
  #isValid(byteCount: number): boolean {
    return byteCount > FCS_BYTES && (this.#addsFcs || hasGoodFcs(this.#buffer, byteCount));
  }

  #setLocalAddress(address: number): void {
    const { regs } = this.#core;
    regs[R.CLDA0] = address & 0xff;
    regs[R.CLDA1] = (address & ADDRESS_MASK) >>> 8;
  }

  /** Modes 1 and 2 have no transceiver to listen to, mode 1 not even an encoder (AN-937 6.1). */
  #carrierStatus(loopback: number): number {
    if (loopback === Loopback.CONTROLLER) return TSR.CRS | TSR.CDH;
    if (loopback === Loopback.ENCODER) return TSR.CDH;
    return this.#core.hasCarrier ? 0 : TSR.CRS | TSR.CDH;
  }
}
