/**
 * The Intel 82540EM Gigabit Ethernet Controller (8086:100E). Source: Intel PCI/PCI-X Family of
 * Gigabit Ethernet Controllers Software Developer's Manual, 317453, revision 4.0.
 */
import type { ClockPort } from '../../clock';
import type { BarSpec, PowerManagementSpec, PowerState } from '../../pci/function';
import { Status } from '../../pci/registers';
import type { BusMasterPort, WirePort } from '../../ports';
import { RESERVED, type RegisterValues, reservedName } from '../../registers';
import type { DeviceActivity, Misuse, MisuseKind, Nic, NicPorts } from '../nic';
import type { Core } from './core';
import { createWords, Eeprom, Word } from './eeprom';
import { MAP } from './effects';
import { Interrupts } from './interrupts';
import { Phy } from './phy';
import {
  CTRL,
  ICR,
  R,
  RAH,
  RCTL,
  REGISTERS,
  Speed,
  STATUS,
  TCTL,
  WINDOW_BYTES,
  WUC,
} from './registers';
import { Receiver } from './rx';
import { Transmitter } from './tx';
import { WakeUp } from './wake-up';
import { IO_WINDOW_BYTES, IoWindow, MemoryWindow } from './windows';

/** From CTRL.RST to the next access to any register (13.4.1, RST). */
const RESET_NS = 1000;
/** RCTL.LBM: MAC loopback (13.4.22). */
const LBM_MAC = 0x0040;
const BYTE_TIMES_NS = [800, 80, 8] as const;
/** Of the 82540EM; what an EEPROM without a valid signature leaves (4.1, 5.6). */
const VENDOR_ID = 0x8086;
const DEVICE_ID = 0x100e;
const REVISION_ID = 0x02;
/** Initialization Control Word 1: the signature that makes the EEPROM count, and what to load. */
const INIT_1 = { SIGNATURE: 0xc000, LOAD_SUBSYSTEM: 0x0002, LOAD_DEVICE: 0x0001 } as const;
const SIGNATURE_VALID = 0x4000;
/** Initialization Control Word 2: WUC.APMPME. Initialization Control 3: WUC.APME (5.6, 6.4.1). */
const INIT_2_APM_PME = 0x8000;
const INIT_3_APM_ENABLE = 0x0400;

export class I82540em implements Core, Nic {
  vendorId = VENDOR_ID;
  deviceId = DEVICE_ID;
  readonly revisionId: number;
  readonly classCode = 0x020000;
  subsystemVendorId = VENDOR_ID;
  subsystemId = DEVICE_ID;
  readonly interruptPin = 1;
  readonly minGrant = 0xff;
  readonly maxLatency = 0x00;
  /** Table of the Status register (4.1). */
  readonly statusCapabilities = Status.CAPABLE_OF_66_MHZ | Status.DEVSEL_MEDIUM;
  readonly bars: readonly (BarSpec | undefined)[];
  readonly powerManagement: PowerManagementSpec;

  readonly regs: RegisterValues = REGISTERS.createValues();
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly eeprom: Eeprom;
  readonly phy: Phy;
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
  readonly wakeUp: WakeUp;
  isPowered = true;
  canTransmit = false;
  byteTimeNs = 8;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;
  readonly #onMisuse: ((misuse: Misuse) => void) | undefined;
  /** Until then nothing may be accessed. */
  #resetUntilNs = 0;
  /** The PHY had a link when it was last looked at. */
  #wasLinkUp = false;
  /** IOADDR (13.2.2.1). */
  ioAddress = 0;

  /** @throws RangeError for a `macAddress` or an `eeprom` of a wrong length */
  constructor(ports: NicPorts) {
    const { busMaster, clock, wire, linkMbps = 1000 } = ports;
    this.revisionId = ports.revisionId ?? REVISION_ID;
    this.clock = clock;
    this.busMaster = busMaster;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.#onMisuse = ports.onMisuse;
    this.interrupts = new Interrupts(this.regs, clock, ports.interruptPin);
    this.eeprom = new Eeprom(this.regs, clock, createWords(ports.eeprom, ports.macAddress));
    const onUnmodelled = (name: string) => this.reportUnmodelled(name);
    this.wakeUp = new WakeUp(this.regs, ports.pme, onUnmodelled);
    this.phy = new Phy({
      mac: this.regs,
      clock,
      interrupts: this.interrupts,
      wire,
      linkMbps,
      changed: () => this.#updateLink(true),
      onUnmodelled,
    });
    this.transmitter = new Transmitter(this);
    this.receiver = new Receiver(this);
    this.bars = [
      { space: 'memory', byteCount: WINDOW_BYTES, window: new MemoryWindow(this) },
      undefined,
      { space: 'io', byteCount: IO_WINDOW_BYTES, window: new IoWindow(this) },
    ];
    this.powerManagement = {
      offset: 0xdc,
      // PME# from D0, D3hot and D3cold; device-specific initialization; version 1.1 (6.3.3.3).
      pmc: 0xc822,
      setPowerState: (state) => this.#setPowerState(state),
    };
    this.reset();
  }

  /** RST#: the power-on state. With a cable in, its link is up. */
  reset(): void {
    this.ioAddress = 0;
    this.#resetUntilNs = 0;
    this.isPowered = true;
    this.#loadIdentity();
    this.#resetMac();
    this.phy.powerOn();
    this.#updateLink(false);
    this.interrupts.setPowered(true);
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (this.#isLoopback) return;
    if (this.wakeUp.isArmed && this.phy.isLinkUp) this.wakeUp.receive(frame, byteCount);
    if (!this.isPowered || (this.regs[R.STATUS] & STATUS.LU) === 0) return;
    this.receiver.receive(frame, byteCount);
  }

  /** The far end's link came up or went down (WireStation). */
  linkChanged(hasLink: boolean): void {
    this.phy.linkChanged(hasLink);
  }

  emit(frame: Uint8Array, byteCount: number): void {
    if (this.#isLoopback) this.receiver.receive(frame, byteCount);
    else if (this.phy.isLinkUp) this.#wire.transmit(frame, byteCount);
  }

  pause(durationNs: number): void {
    this.transmitter.pause(durationNs);
  }

  sendPause(quanta: number): void {
    this.transmitter.sendPause(quanta);
  }

  readonly wakesSystem = true;

  flipEepromChecksum(): void {
    this.eeprom.words[Word.CHECKSUM] ^= 1;
  }

  /** What is still going on, for whoever expects a halted device to be quiet. */
  activity(): DeviceActivity {
    const { regs } = this;
    return {
      interruptMask: regs[R.IMS],
      interruptAsserted: this.interrupts.isAsserted,
      receiverEnabled: (regs[R.RCTL] & RCTL.EN) !== 0,
      transmitterEnabled: (regs[R.TCTL] & TCTL.EN) !== 0,
      dmaActive: this.transmitter.isActive || this.receiver.isActive,
    };
  }

  memoryRoots(): readonly number[] {
    return [this.regs[R.RDBAL], this.regs[R.TDBAL]];
  }

  /** The registers without any side effect. */
  dump(): { name: string; offset: number; value: number }[] {
    return REGISTERS.dump(this.regs);
  }

  /** A 32-bit read of the register at `offset`. */
  readRegister(offset: number): number {
    if (this.clock.nowNs < this.#resetUntilNs) this.#touchedInReset(offset);
    return MAP.read(this, this.regs, offset);
  }

  /** A 32-bit write of the register at `offset`. */
  writeRegister(offset: number, value: number): void {
    if (this.clock.nowNs < this.#resetUntilNs) this.#touchedInReset(offset);
    MAP.write(this, this.regs, offset, value);
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** The driver did what the manual forbids in `section`. */
  misused(kind: MisuseKind, what: string, section: string): void {
    this.#onMisuse?.({ kind, what, manual: `8254x SDM ${section}` });
  }

  #touchedInReset(offset: number): void {
    const slot = REGISTERS.slotAt[offset >>> 2];
    const name = slot === RESERVED ? reservedName(offset) : REGISTERS.rowOf[slot].name;
    const what = `accessed ${name} less than 1 us after it had set CTRL.RST`;
    this.misused('timing', what, '13.4.1');
  }

  /** CTRL was written (13.4.1). */
  controlWritten(value: number): void {
    const { regs } = this;
    if ((value & CTRL.RST) !== 0) {
      this.#resetUntilNs = this.clock.nowNs + RESET_NS;
      this.#resetMac();
      this.#updateLink(false);
      return;
    }
    this.phy.hold((regs[R.CTRL] & CTRL.PHY_RST) !== 0);
    this.#updateLink(true);
  }

  /** RCTL was written: a loopback may have gone on or off. */
  receiveControlWritten(): void {
    this.#updateLink(true);
  }

  /** The registers loaded from the EEPROM (5.4): the station address, and APM wake-up. */
  loadEeprom(): void {
    const { regs } = this;
    if (!this.#isEepromValid) return;
    const { words } = this.eeprom;
    regs[R.RAL] = words[Word.ADDRESS] | (words[Word.ADDRESS + 1] << 16);
    regs[R.RAH] = (words[Word.ADDRESS + 2] | RAH.AV) >>> 0;
    const isApmOn = (words[Word.INITIALIZATION_CONTROL_3] & INIT_3_APM_ENABLE) !== 0;
    const hasApmPme = (words[Word.INITIALIZATION_CONTROL_2] & INIT_2_APM_PME) !== 0;
    regs[R.WUC] = (isApmOn ? WUC.APME : 0) | (hasApmPme ? WUC.APMPME : 0);
  }

  get #isEepromValid(): boolean {
    const control = this.eeprom.words[Word.INITIALIZATION_CONTROL_1];
    return (control & INIT_1.SIGNATURE) === SIGNATURE_VALID;
  }

  /** What configuration space says of the card, of which the EEPROM can change some (5.6). */
  #loadIdentity(): void {
    const { words } = this.eeprom;
    const control = this.#isEepromValid ? words[Word.INITIALIZATION_CONTROL_1] : 0;
    const hasDevice = (control & INIT_1.LOAD_DEVICE) !== 0;
    this.vendorId = hasDevice ? words[Word.VENDOR_ID] : VENDOR_ID;
    this.deviceId = hasDevice ? words[Word.DEVICE_ID] : DEVICE_ID;
    const hasSubsystem = (control & INIT_1.LOAD_SUBSYSTEM) !== 0;
    this.subsystemVendorId = hasSubsystem ? words[Word.SUBSYSTEM_VENDOR_ID] : VENDOR_ID;
    this.subsystemId = hasSubsystem ? words[Word.SUBSYSTEM_ID] : DEVICE_ID;
  }

  get #isLoopback(): boolean {
    return (this.regs[R.RCTL] & RCTL.LBM) === LBM_MAC || this.phy.isLoopback;
  }

  /** CTRL.RST and all stronger resets. */
  #resetMac(): void {
    this.wakeUp.resetRegisters(REGISTERS.resetValues);
    this.transmitter.reset();
    this.receiver.reset();
    this.eeprom.reset();
    this.phy.resetMac();
    this.loadEeprom();
    this.interrupts.reset();
  }

  /** D3 stops DMA and interrupts; the way back to D0 is a reset (6.3.1, 11.4.2). */
  #setPowerState(state: PowerState): void {
    const isPowered = state !== 3;
    if (isPowered === this.isPowered) return;
    this.isPowered = isPowered;
    this.transmitter.reset();
    this.receiver.reset();
    if (isPowered) {
      this.#resetMac();
      this.phy.renegotiate();
      this.#updateLink(false);
    }
    this.interrupts.setPowered(isPowered);
  }

  /** Brings STATUS to what the PHY and CTRL make it (8.6.2); a change of LU is an event. */
  #updateLink(isEvent: boolean): void {
    const { regs, phy } = this;
    const ctrl = regs[R.CTRL];
    const isForced = (ctrl & CTRL.FRCSPD) !== 0;
    const speed = isForced ? forcedSpeed(ctrl) : phy.speed;
    const isFullDuplex = (ctrl & CTRL.FRCDPLX) !== 0 ? (ctrl & CTRL.FD) !== 0 : phy.isFullDuplex;
    const isUp = phy.isLinkUp && (ctrl & CTRL.SLU) !== 0;
    if (phy.isLinkUp !== this.#wasLinkUp) this.wakeUp.linkChanged();
    this.#wasLinkUp = phy.isLinkUp;
    const before = regs[R.STATUS];
    // Without a link the PHY indicates no speed; the MAC keeps its clock for the fastest.
    let status = isFullDuplex ? STATUS.FD : 0;
    status |= (speed << 6) | (phy.speed << 8);
    if (isUp) status |= STATUS.LU;
    regs[R.STATUS] = status;
    this.byteTimeNs = BYTE_TIMES_NS[speed];
    this.canTransmit = isUp || this.#isLoopback;
    if (isEvent && ((status ^ before) & STATUS.LU) !== 0) this.interrupts.raise(ICR.LSC);
    if (this.canTransmit) this.transmitter.kick();
  }
}

/** CTRL.SPEED, of which 11b is reserved and taken as 1000 Mb/s. */
function forcedSpeed(ctrl: number): number {
  return Math.min((ctrl & CTRL.SPEED) >>> 8, Speed.MBPS_1000);
}
