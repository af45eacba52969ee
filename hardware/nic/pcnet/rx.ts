/**
 * The receiver: it filters what comes off the wire and stores it in the buffers of the ring.
 * Am79C970A data sheet (publication 19436), Receive Descriptor Table Entry, Receive Operation,
 * Receive Descriptors.
 *
 * A frame is stored at the moment it has arrived whole, in buffers that are the controller's then:
 * the receive FIFO, of 256 bytes, does not keep frames until a descriptor is free.
 */
import { physical } from '../../address';
import { frameCheckSequence } from '../crc';
import { ADDRESS_BYTES, FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import { BCR9 } from './bcr-registers';
import { BUFFER_BYTES, type Core, HEADER_BYTES, LENGTH_OFFSET } from './core';
import { CSR0, CSR124, CSR4 } from './csr-registers';
import { Descriptor, Rx } from './descriptor';
import { matchAddress, REJECTED } from './filter';
import { Ring } from './ring';

/** What full-duplex operation takes without BCR9.FDRPAD, FCS included. */
const FRAME_BYTES_MIN_FULL_DUPLEX = 12;
/** An 802.3 length field below this says that the frame is padded (CSR4.ASTRP_RCV). */
const PADDED_LENGTH_MAX = 46;
const RUNT_COUNT_MAX = 0xff;
const NO_BYTES = new Uint8Array(0);

export class Receiver {
  readonly ring: Ring;
  readonly #core: Core;
  #current: Descriptor;
  #next: Descriptor;
  /** The frame as its buffers shall hold it. Made for the first one. */
  #image: Uint8Array = NO_BYTES;
  /** Runts with a matching address since the last frame. */
  #runtCount = 0;

  constructor(core: Core) {
    this.#core = core;
    this.ring = new Ring(core, { base: 24, length: 76 });
    this.#current = new Descriptor(core);
    this.#next = new Descriptor(core);
  }

  /** From the base of the ring on: CSR0.STRT was set. */
  start(): void {
    this.ring.index = 0;
    this.#runtCount = 0;
  }

  /**
   * A frame without FCS has arrived, from the wire or in a loopback. Its FCS is right unless there
   * is `badFcs`.
   */
  receive(frame: Uint8Array, byteCount: number, badFcs: number | undefined): void {
    const { csr, isSuspending } = this.#core;
    if ((csr[0] & CSR0.RXON) === 0 || isSuspending) return;
    if (byteCount < ADDRESS_BYTES || byteCount + FCS_BYTES > BUFFER_BYTES) return;
    const match = matchAddress(csr, frame);
    if (match === REJECTED) return;
    if (byteCount + FCS_BYTES >= this.#bytesMin) this.#store(frame, byteCount, badFcs, match);
    else if (this.#runtCount < RUNT_COUNT_MAX) this.#runtCount++;
  }

  /** CSR124.RPA; BCR9.FDRPAD. */
  get #bytesMin(): number {
    const { csr, bcr, isFullDuplex } = this.#core;
    if ((csr[124] & CSR124.RPA) !== 0) return 0;
    const acceptsRunts = isFullDuplex && (bcr[9] & BCR9.FDRPAD) === 0;
    return acceptsRunts ? FRAME_BYTES_MIN_FULL_DUPLEX : FRAME_BYTES_MIN;
  }

  #store(frame: Uint8Array, byteCount: number, badFcs: number | undefined, match: number): void {
    const core = this.#core;
    if (!this.#current.read(this.ring.address(0))) {
      core.masterAborted();
    } else if (!this.#current.isOwned) {
      this.#miss();
    } else {
      const imageBytes = this.#prepare(frame, byteCount, badFcs);
      const errors = badFcs === undefined ? 0 : Rx.ERR | Rx.CRC;
      if (!this.#fill(imageBytes, errors, match)) core.masterAborted();
      else core.interrupts.raise(0, CSR0.RINT);
    }
  }

  /** No buffer is free: the frame is lost and counted. */
  #miss(): void {
    const { csr, interrupts } = this.#core;
    csr[112]++;
    if (csr[112] === 0) csr[4] |= CSR4.MFCO;
    interrupts.raise(0, CSR0.MISS);
  }

  /** Puts the frame and its FCS into the image, or strips pad and FCS. Gives its bytes. */
  #prepare(frame: Uint8Array, byteCount: number, badFcs: number | undefined): number {
    if (this.#image === NO_BYTES) this.#image = new Uint8Array(BUFFER_BYTES);
    const image = this.#image;
    image.set(byteCount === frame.length ? frame : frame.subarray(0, byteCount));
    if ((this.#core.csr[4] & CSR4.ASTRP_RCV) !== 0 && byteCount >= HEADER_BYTES) {
      const lengthField = (image[LENGTH_OFFSET] << 8) | image[LENGTH_OFFSET + 1];
      if (lengthField < PADDED_LENGTH_MAX) return Math.min(HEADER_BYTES + lengthField, byteCount);
    }
    const fcs = badFcs ?? frameCheckSequence(frame, byteCount);
    image[byteCount] = fcs;
    image[byteCount + 1] = fcs >>> 8;
    image[byteCount + 2] = fcs >>> 16;
    image[byteCount + 3] = fcs >>> 24;
    return byteCount + FCS_BYTES;
  }

  /**
   * Stores the image from the current descriptor on. A buffer has at least one byte, so the bytes
   * of the image bound the rounds. False if the bus refuses.
   */
  #fill(imageBytes: number, errors: number, match: number): boolean {
    const { busMaster } = this.#core;
    let offset = 0;
    let start: number = Rx.STP;
    for (;;) {
      const current = this.#current;
      const byteCount = Math.min(current.bufferBytes, imageBytes - offset);
      this.#showCurrent();
      if (!busMaster.write(physical(current.bufferAddress), this.#image, offset, byteCount))
        return false;
      offset += byteCount;
      if (offset === imageBytes) {
        const runtCount = this.#runtCount;
        this.#runtCount = 0;
        this.ring.advance();
        return current.closeReceive(start | Rx.ENP | errors, imageBytes, runtCount, match);
      }
      if (!this.#next.read(this.ring.address(1))) return false;
      // In a ring of one, the next descriptor is the current one.
      const isOwned = this.#next.isOwned && this.ring.count > 1;
      this.ring.advance();
      if (!isOwned) return current.release(start | Rx.ERR | Rx.BUFF);
      if (!current.release(start)) return false;
      start = 0;
      this.#current = this.#next;
      this.#next = current;
    }
  }

  /** CSR18, CSR19, CSR40 and CSR41. */
  #showCurrent(): void {
    const { csr } = this.#core;
    const { bufferAddress, bcnt, flags } = this.#current;
    csr[18] = bufferAddress;
    csr[19] = bufferAddress >>> 16;
    csr[40] = bcnt;
    csr[41] = flags << 8;
  }
}
