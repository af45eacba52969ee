/**
 * The Intel 82540EM Gigabit Ethernet Controller (8086:100E). Source: Intel PCI/PCI-X Family of
 * Gigabit Ethernet Controllers Software Developer's Manual, 317453, revision 4.0.
 */
import type { ClockPort } from '../../clock';
import type { BarSpec, PowerManagementSpec, PowerState } from '../../pci/function';
import type { BusMasterPort, WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { DeviceActivity, Nic, NicPorts } from '../nic';
import type { Core } from './core';
import { Eeprom } from './eeprom';
import { MAP } from './effects';
import { Interrupts } from './interrupts';
import { Phy } from './phy';
import { CTRL, ICR, R, RAH, RCTL, REGISTERS, Speed, STATUS, TCTL, WINDOW_BYTES } from './registers';
import { Receiver } from './rx';
import { Transmitter } from './tx';
import { IO_WINDOW_BYTES, IoWindow, MemoryWindow } from './windows';

/** RCTL.LBM: MAC loopback (13.4.22). */
const LBM_MAC = 0x0040;
const BYTE_TIMES_NS = [800, 80, 8] as const;
/** Intel's, as on cards that carry this chip. */
const DEFAULT_MAC_ADDRESS = Uint8Array.of(0x00, 0x0e, 0x0c, 0x00, 0x00, 0x01);

export class I82540em implements Core, Nic {
  readonly vendorId = 0x8086;
  readonly deviceId = 0x100e;
  readonly revisionId = 0x02;
  readonly classCode = 0x020000;
  readonly subsystemVendorId = 0x8086;
  readonly subsystemId = 0x001e;
  readonly interruptPin = 1;
  readonly minGrant = 0xff;
  readonly maxLatency = 0x00;
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
  isPowered = true;
  canTransmit = false;
  byteTimeNs = 8;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;
  /** IOADDR (13.2.2.1). */
  ioAddress = 0;

  constructor(ports: NicPorts) {
    const { busMaster, clock, wire, macAddress = DEFAULT_MAC_ADDRESS } = ports;
    if (macAddress.length !== 6) throw new RangeError('a MAC address has six bytes');
    this.clock = clock;
    this.busMaster = busMaster;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.interrupts = new Interrupts(this.regs, clock, ports.interruptPin);
    this.eeprom = new Eeprom(this.regs, clock, macAddress);
    this.phy = new Phy(this.regs, clock, this.interrupts, wire, () => this.#updateLink(true));
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
    this.isPowered = true;
    this.#resetMac();
    this.phy.powerOn();
    this.#updateLink(false);
    this.interrupts.setPowered(true);
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (!this.isPowered || (this.regs[R.STATUS] & STATUS.LU) === 0 || this.#isLoopback) return;
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

  /** The registers without any side effect. */
  dump(): { name: string; offset: number; value: number }[] {
    return REGISTERS.dump(this.regs);
  }

  /** A 32-bit read of the register at `offset`. */
  readRegister(offset: number): number {
    return MAP.read(this, this.regs, offset);
  }

  /** A 32-bit write of the register at `offset`. */
  writeRegister(offset: number, value: number): void {
    MAP.write(this, this.regs, offset, value);
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** CTRL was written (13.4.1). */
  controlWritten(value: number): void {
    const { regs } = this;
    if ((value & CTRL.RST) !== 0) {
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

  /** The registers loaded from the EEPROM (5.4): the station address. */
  loadEeprom(): void {
    const { regs } = this;
    const { words } = this.eeprom;
    regs[R.RAL] = words[0] | (words[1] << 16);
    regs[R.RAH] = (words[2] | RAH.AV) >>> 0;
  }

  get #isLoopback(): boolean {
    return (this.regs[R.RCTL] & RCTL.LBM) === LBM_MAC || this.phy.isLoopback;
  }

  /** CTRL.RST and all stronger resets. */
  #resetMac(): void {
    this.regs.set(REGISTERS.resetValues);
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
