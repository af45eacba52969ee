/**
 * The Realtek RTL8139C Fast Ethernet Controller (10EC:8139), without the "C+" mode of its
 * successor. Source: Realtek, RTL8139C(L) data sheet, revision 1.4 (2002/01/10).
 *
 * Wake-up is not modelled: its registers are declared, and no event asserts PME#.
 */
import type { ClockPort } from '../../clock';
import type { BarSpec, PowerManagementSpec, PowerState } from '../../pci/function';
import { Status } from '../../pci/registers';
import type { BusMasterPort, WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { Microwire } from '../microwire';
import type { DeviceActivity, Misuse, MisuseKind, Nic, NicPorts } from '../nic';
import { requireRevision } from '../revision';
import { Timer } from '../timer';
import type { Core } from './core';
import { createWords, type EepromContents, loadWords } from './eeprom';
import { GeneralTimer } from './general-timer';
import { Interrupts } from './interrupts';
import { Phy } from './phy';
import {
  CONFIG1,
  CONFIG3,
  CR,
  DESCRIPTOR_COUNT,
  EE,
  Mode,
  R,
  REGISTERS,
  SOFT_RESET_SLOTS,
  TCR,
  WINDOW_BYTES,
} from './registers';
import { Receiver } from './rx';
import { Transmitter } from './tx';
import { Window } from './window';

/** The one that an RTL8139C has (6.16). */
const REVISION_ID = 0x10;
const CLASS_ETHERNET = 0x020000;
/** Where the capability lies in configuration space (chapter 8). */
const POWER_MANAGEMENT_OFFSET = 0x50;
const BYTE_TIME_10_NS = 800;
const BYTE_TIME_100_NS = 80;
/** An auto-load takes about 2 ms (6.9). */
const AUTO_LOAD_NS = 2_000_000;
/** How long RST reads as 1. The sheet gives no time; drivers poll every 10 us or so. */
const SOFT_RESET_NS = 10_000;

export class Rtl8139 implements Core, Nic {
  vendorId = 0;
  deviceId = 0;
  subsystemVendorId = 0;
  subsystemId = 0;
  minGrant = 0;
  maxLatency = 0;
  readonly revisionId: number;
  readonly classCode = CLASS_ETHERNET;
  readonly interruptPin = 1;
  readonly bars: readonly (BarSpec | undefined)[];
  /** Absent if the 93C46 leaves PMEn clear (6.11). */
  readonly powerManagement?: PowerManagementSpec;

  readonly regs: RegisterValues = REGISTERS.createValues();
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly eeprom: Microwire;
  readonly phy: Phy;
  readonly timer: GeneralTimer;
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
  /** In D0. */
  isPowered = true;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;
  readonly #onMisuse: ((misuse: Misuse) => void) | undefined;
  readonly #autoLoad: Timer;
  readonly #softReset: Timer;

  /** @throws RangeError for a revision, or a length of MAC address or EEPROM image, that it has not */
  constructor(ports: NicPorts) {
    const { busMaster, clock, wire, revisionId = REVISION_ID, linkMbps = 100 } = ports;
    this.revisionId = requireRevision('RTL8139C', revisionId, REVISION_ID);
    this.clock = clock;
    this.busMaster = busMaster;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.#onMisuse = ports.onMisuse;
    this.interrupts = new Interrupts(this.regs, ports.interruptPin);
    this.eeprom = new Microwire(clock, createWords(ports.macAddress, ports.eeprom));
    this.phy = new Phy(this.regs, clock, this.interrupts, wire, linkMbps);
    this.timer = new GeneralTimer(this.regs, clock, this.interrupts);
    this.transmitter = new Transmitter(this);
    this.receiver = new Receiver(this);
    this.#autoLoad = new Timer(clock, () => this.reset());
    this.#softReset = new Timer(clock, () => {
      this.regs[R.CR] &= ~CR.RST;
    });
    const window = new Window(this);
    this.bars = [
      { space: 'io', byteCount: WINDOW_BYTES, window },
      { space: 'memory', byteCount: WINDOW_BYTES, window },
    ];
    const { config1, pmc } = loadWords(this.eeprom.words);
    if ((config1 & CONFIG1.PMEN) !== 0)
      this.powerManagement = {
        offset: POWER_MANAGEMENT_OFFSET,
        pmc,
        setPowerState: (state) => this.#setPowerState(state),
      };
    this.reset();
  }

  /** RST#: the power-on state, the 93C46 loaded. With a cable in, its link is up. */
  reset(): void {
    this.isPowered = true;
    this.#autoLoad.stop();
    this.#softReset.stop();
    this.regs.set(REGISTERS.resetValues);
    this.transmitter.reset();
    this.receiver.reset();
    this.timer.restart();
    this.eeprom.release();
    const contents = loadWords(this.eeprom.words);
    this.#load(contents);
    this.phy.powerOn(contents.msrBmcr);
    this.interrupts.setPowered(true);
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (this.canRun && this.phy.isLinkUp && !this.#isLoopback)
      this.receiver.receive(frame, byteCount);
  }

  /** The far end's link came up or went down (WireStation). */
  linkChanged(hasLink: boolean): void {
    this.phy.linkChanged(hasLink);
  }

  /** FBBC as CONFIG3.FBtBEn has it (6.13; chapter 8). */
  get statusCapabilities(): number {
    const isFast = (this.regs[R.CONFIG3] & CONFIG3.FBtBEn) !== 0;
    return isFast ? Status.FAST_BACK_TO_BACK | Status.DEVSEL_MEDIUM : Status.DEVSEL_MEDIUM;
  }

  get canRun(): boolean {
    const mode = this.regs[R['9346CR']] & EE.EEM;
    const hasNetwork = mode === Mode.NORMAL || mode === Mode.CONFIG_WRITE;
    return this.isPowered && hasNetwork && !this.#softReset.isRunning;
  }

  /** Whether CONFIG1 to 4 and the protected bits of BMCR can be written (6.9). */
  get canConfigure(): boolean {
    return (this.regs[R['9346CR']] & EE.EEM) === Mode.CONFIG_WRITE;
  }

  get byteTimeNs(): number {
    const is10Mbps = this.phy.isLinkUp && this.phy.mbps === 10 && !this.#isLoopback;
    return is10Mbps ? BYTE_TIME_10_NS : BYTE_TIME_100_NS;
  }

  get isFullDuplex(): boolean {
    return this.phy.isLinkUp && this.phy.isFullDuplex;
  }

  emit(frame: Uint8Array, byteCount: number): boolean {
    if (this.#isLoopback) this.receiver.receive(frame, byteCount);
    else if (this.phy.isLinkUp) this.#wire.transmit(frame, byteCount);
    else return false;
    return true;
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
      interruptMask: regs[R.IMR],
      interruptAsserted: this.interrupts.isAsserted,
      receiverEnabled: (regs[R.CR] & CR.RE) !== 0,
      transmitterEnabled: (regs[R.CR] & CR.TE) !== 0,
      dmaActive: this.transmitter.isActive || this.receiver.isActive,
    };
  }

  memoryRoots(): readonly number[] {
    const { regs } = this;
    return [regs[R.RBSTART], ...regs.subarray(R.TSADn, R.TSADn + DESCRIPTOR_COUNT)];
  }

  /** The registers without any side effect. */
  dump(): { name: string; offset: number; value: number }[] {
    return REGISTERS.dump(this.regs);
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** The driver did what the manual forbids in `section`. */
  misused(kind: MisuseKind, what: string, section: string): void {
    this.#onMisuse?.({ kind, what, manual: `RTL8139C(L) data sheet, ${section}` });
  }

  /** CR was written (6.4). During a software reset nothing but RST is seen. */
  commandWritten(value: number, before: number): void {
    const { regs, transmitter, receiver } = this;
    if (this.#softReset.isRunning) {
      regs[R.CR] = before;
      return;
    }
    if ((value & CR.RST) !== 0) {
      this.#resetSoftly();
      return;
    }
    const changed = value ^ before;
    if ((changed & CR.RE) !== 0) {
      if ((value & CR.RE) !== 0) receiver.start();
      else receiver.stop();
    }
    if ((changed & CR.TE) === 0) return;
    if ((value & CR.TE) !== 0) transmitter.start();
    else transmitter.stop();
  }

  /** 9346CR was written: the mode may be another, and the wires of the 93C46 may have moved (6.9). */
  eepromCommandWritten(before: number): void {
    const { regs, eeprom } = this;
    if (this.#autoLoad.isRunning) {
      regs[R['9346CR']] = before;
      return;
    }
    const value = regs[R['9346CR']];
    const mode = value & EE.EEM;
    const isWired = mode === Mode.PROGRAM;
    const dataIn = (value & EE.EEDI) !== 0;
    eeprom.drive(isWired && (value & EE.EECS) !== 0, (value & EE.EESK) !== 0, dataIn);
    if (mode === Mode.AUTO_LOAD) this.#autoLoad.start(AUTO_LOAD_NS);
    this.#resume();
  }

  readEeprom(): number {
    const value = this.regs[R['9346CR']];
    const isWired = (value & EE.EEM) === Mode.PROGRAM;
    return isWired && this.eeprom.dataOut ? value | EE.EEDO : value;
  }

  get #isLoopback(): boolean {
    return (this.regs[R.TCR] & TCR.LBK) === TCR.LBK;
  }

  /** What the 93C46 decides (chapter 7). */
  #load(contents: EepromContents): void {
    const { regs } = this;
    this.vendorId = contents.vendorId;
    this.deviceId = contents.deviceId;
    this.subsystemVendorId = contents.subsystemVendorId;
    this.subsystemId = contents.subsystemId;
    this.minGrant = contents.minGrant;
    this.maxLatency = contents.maxLatency;
    regs.set(contents.macAddress, R.IDRn);
    regs[R.CONFIG0] = contents.config0;
    // Both windows are there, whatever it says (6.11).
    regs[R.CONFIG1] = contents.config1 | CONFIG1.IOMAP | CONFIG1.MEMMAP;
    regs[R.CONFIG3] = contents.config3;
    regs[R.CONFIG4] = contents.config4;
    regs[R.Config5] = contents.config5;
    regs[R.MSR] = contents.msrBmcr & REGISTERS.writeMasks[R.MSR];
    regs[R.RERID] = this.revisionId;
    regs[R.PHY1_PARM] = contents.phy1Parm;
    regs[R.PHY2_PARM] = contents.phy2Parm;
    regs[R.TW_PARM] = contents.twParm;
  }

  #resetSoftly(): void {
    const { regs } = this;
    for (const slot of SOFT_RESET_SLOTS) regs[slot] = REGISTERS.resetValues[slot];
    regs[R.CR] |= CR.RST;
    this.transmitter.reset();
    this.receiver.reset();
    this.timer.restart();
    this.#softReset.start(SOFT_RESET_NS);
    this.interrupts.update();
  }

  /** D1 to D3 stop DMA and interrupts (PCI-PM 1.1, chapter 5); the way back from D3 is a reset. */
  #setPowerState(state: PowerState): void {
    const isPowered = state === 0;
    if (isPowered === this.isPowered) return;
    this.isPowered = isPowered;
    this.interrupts.setPowered(isPowered);
    if (isPowered) {
      this.#resume();
    } else {
      this.transmitter.stop();
      this.receiver.stop();
    }
  }

  /** Something that held DMA back may be over. */
  #resume(): void {
    this.transmitter.kick();
    this.receiver.kick();
  }
}
