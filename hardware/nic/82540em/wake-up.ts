/**
 * Waking the system: which packets and link changes are events, and what is kept of them.
 * 8254x SDM 6.4, 13.6, 14.7.
 */
import type { PmePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { FCS_BYTES, FRAME_BYTES_MIN } from '../ethernet';
import {
  isMulticastHashed,
  isTagged,
  Match,
  matchAddress,
  matchesAddress,
  matchesEntry,
  matchVlan,
} from './filter';
import { R, RAH, RCTL, WAKE_UP_PACKET_WORDS, WUC, WUS } from './registers';
import { isBroadcast } from './statistics';
import { hasMagic, matchesArp, matchesFlexible, matchesIp } from './wake-up-filters';

/** WUS: the events of packets. */
const PACKET_EVENTS = WUS.MAG | WUS.EX | WUS.MC | WUS.BC | WUS.ARP | WUS.IPV4 | WUS.IPV6 | WUS.FLX;
/** WUPL: longer packets say this (13.6.7). */
const LENGTH_MAX = 2047;

export class WakeUp {
  readonly #regs: RegisterValues;
  readonly #pme: PmePort | undefined;
  readonly #reportUnmodelled: (name: string) => void;

  /** Without a `pme` nobody can be woken, and arming it is reported. */
  constructor(
    regs: RegisterValues,
    pme: PmePort | undefined,
    reportUnmodelled: (name: string) => void,
  ) {
    this.#regs = regs;
    this.#pme = pme;
    this.#reportUnmodelled = reportUnmodelled;
  }

  /** Whether a frame or a link change may be an event. */
  get isArmed(): boolean {
    const regs = this.#regs;
    return regs[R.WUFC] !== 0 || (regs[R.WUC] & WUC.APME) !== 0;
  }

  /** Sets all registers to `values` but those that only LAN_PWR_GOOD resets (14.7). */
  resetRegisters(values: RegisterValues): void {
    const regs = this.#regs;
    const status = regs[R.WUS];
    const packet = regs.slice(R.WUPL, R.WUPM + WAKE_UP_PACKET_WORDS);
    regs.set(values);
    regs[R.WUS] = status;
    regs.set(packet, R.WUPL);
  }

  /** WUC shows PME_En and PME_Status of PMCSR (13.6.1). */
  readControl(): number {
    let value = this.#regs[R.WUC] & ~(WUC.PME_EN | WUC.PME_STATUS);
    if (this.#pme?.isEnabled === true) value |= WUC.PME_EN;
    if (this.#pme?.hasEvent === true) value |= WUC.PME_STATUS;
    return value;
  }

  /** WUC was written. */
  controlWritten(value: number): void {
    const pme = this.#pme;
    if (pme === undefined) {
      if ((value & WUC.APME) !== 0) this.#reportUnmodelled('WUC');
      return;
    }
    if ((value & WUC.PME_STATUS) !== 0) pme.clear();
    pme.isEnabled = (value & WUC.PME_EN) !== 0;
  }

  /** WUFC was written. */
  filterControlWritten(value: number): void {
    if (value !== 0 && this.#pme === undefined) this.#reportUnmodelled('WUFC');
  }

  /** The link came up or went down (6.4.2). */
  linkChanged(): void {
    const regs = this.#regs;
    if ((regs[R.WUFC] & WUS.LNKC) === 0 || (regs[R.WUS] & WUS.LNKC) !== 0) return;
    regs[R.WUS] |= WUS.LNKC;
    this.#signal();
  }

  /** A frame without FCS has come in, in whatever power state (6.4.1, 6.4.2). */
  receive(frame: Uint8Array, byteCount: number): void {
    const regs = this.#regs;
    // The packet that woke the system is kept until software has dealt with it.
    if ((regs[R.WUS] & PACKET_EVENTS) !== 0 || byteCount + FCS_BYTES < FRAME_BYTES_MIN) return;
    const match = this.#matchAddress(frame);
    // A magic packet may be a broadcast even if RCTL.BAM lets none in (6.4.3.1.4).
    const isMagic =
      (match !== Match.NONE || isBroadcast(frame)) && hasMagic(regs, frame, byteCount);
    let events = match === Match.NONE ? 0 : this.#matchFilters(frame, byteCount);
    if (isMagic && (regs[R.RCTL] & RCTL.EN) !== 0) events |= WUS.MAG;
    events &= regs[R.WUFC];
    const isApm = isMagic && (regs[R.WUC] & WUC.APME) !== 0;
    if (events === 0 && !isApm) return;
    regs[R.WUS] |= isApm ? events | WUS.MAG : events;
    this.#keep(frame, byteCount);
    // APM wake-up alone asserts PME# if WUC.APMPME says so (6.4.1).
    if (events !== 0 || (regs[R.WUC] & WUC.APMPME) !== 0) this.#signal();
  }

  /** The filters of ordinary reception come first (6.4.2). */
  #matchAddress(frame: Uint8Array): Match {
    const regs = this.#regs;
    const isFiltered = (regs[R.RCTL] & RCTL.VFE) !== 0 && isTagged(regs, frame);
    return isFiltered && !matchVlan(regs, frame) ? Match.NONE : matchAddress(regs, frame);
  }

  /** The events of WUFC that a packet is, whether enabled or not (6.4.3); none with RCTL.EN off. */
  #matchFilters(frame: Uint8Array, byteCount: number): number {
    const regs = this.#regs;
    if ((regs[R.RCTL] & RCTL.EN) === 0) return 0;
    const isGroup = (frame[0] & 1) !== 0;
    let events = 0;
    if (isBroadcast(frame)) {
      events |= WUS.BC;
      if (matchesArp(regs, frame, byteCount)) events |= WUS.ARP;
    } else if (isGroup && isMulticastHashed(regs, frame)) {
      events |= WUS.MC;
    }
    if (matchesEntry(regs, frame)) events |= WUS.EX;
    if (matchesAddress(frame, 0, regs[R.RAL], regs[R.RAH] & RAH.RAH))
      events |= matchesIp(regs, frame, byteCount);
    return events | matchesFlexible(regs, frame, byteCount);
  }

  /** The first 128 bytes stay in WUPM, and the length in WUPL (6.4.3.5, 13.6.7). */
  #keep(frame: Uint8Array, byteCount: number): void {
    const regs = this.#regs;
    regs[R.WUPL] = Math.min(byteCount + FCS_BYTES, LENGTH_MAX);
    for (let word = 0; word < WAKE_UP_PACKET_WORDS; word++) {
      let value = 0;
      for (let byte = 3; byte >= 0; byte--) {
        const at = 4 * word + byte;
        value = (value << 8) | (at < byteCount ? frame[at] : 0);
      }
      regs[R.WUPM + word] = value;
    }
  }

  #signal(): void {
    this.#pme?.signal();
  }
}
