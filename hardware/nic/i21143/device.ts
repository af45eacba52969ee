/**
 * The Intel (Digital) 21143 PCI/CardBus 10/100Mb/s Ethernet LAN Controller (1011:0019). Source:
 * Intel, 21143 PCI/CardBus 10/100Mb/s Ethernet LAN Controller Hardware Reference Manual, revision
 * 1.0 (278074-001; HRM). Revision 4.1 (41h) has power management and interrupt mitigation; an
 * earlier one does not.
 *
 * Not modelled: big-endian descriptors and buffers, the boot ROM and the external register, remote
 * wake-up (Magic Packet, and the OnNow registers of 4.1), interrupts of the general-purpose pins,
 * nothing being connected to them, the AUI, and early interrupts of reception.
 */
import type { ClockPort } from '../../clock';
import type {
  BarSpec,
  ConfigurationRegister,
  PowerManagementSpec,
  PowerState,
} from '../../pci/function';
import { Status } from '../../pci/registers';
import type { BusMasterPort, WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import { Mdio } from '../mdio';
import { Microwire } from '../microwire';
import type { DeviceActivity, Misuse, MisuseKind, Nic, NicPorts } from '../nic';
import { requireRevision } from '../revision';
import type { Core } from './core';
import { Rdes0 } from './descriptors';
import { Filter } from './filter';
import { GeneralTimer } from './general-timer';
import { Interrupts } from './interrupts';
import { Media, Port } from './media';
import { Phy } from './phy';
import { CSR11, CSR5, CSR6, CSR9, Om, R, REGISTERS, Rs, Ts, WINDOW_BYTES } from './registers';
import { Receiver } from './rx';
import { createWords, CRC_WORD, loadSubsystem } from './srom';
import { Transmitter } from './tx';
import { Window } from './window';

const DEFAULT_REVISION_ID = 0x41;
/** From here on a 1011:0019 is a 21143; below it is a 21142, as open drivers tell them apart. */
const FIRST_REVISION_ID = 0x20;
/** The first with power management and interrupt mitigation. */
const REVISION_4_1 = 0x41;
const POWER_MANAGEMENT_OFFSET = 0xdc;
/** Version 1, and the device wants its initialization after D3; no PME#, for it is not modelled. */
const PMC = 0x0021;
/** CFDD. */
const CFDD_OFFSET = 0x40;
const CFDD = { SLEEP: 0x8000_0000, SNOOZE: 0x4000_0000, DRIVER: 0x0000_ff00 } as const;
/** The remote wake-up registers behind it: address, password, command. */
const WAKE_UP_REGISTERS = ['CWUA0', 'CWUA1', 'CSOP0', 'CSOP1', 'CWUC'];
/** CSR5.EB for a master abort. */
const MASTER_ABORT = 0x0080_0000;
/** One iteration of the timer in CSR11: MII and SYM at 100 Mb/s, MII at 10, SRL. */
const TICK_100_NS = 81_920;
const TICK_10_NS = 819_200;
const TICK_SRL_NS = 204_800;
/** With CSR11.CS the cycles of the mitigation timers are a sixteenth. */
const SHORT_CYCLE_RATIO = 16;

export class I21143 implements Core, Nic {
  readonly vendorId = 0x1011;
  readonly deviceId = 0x0019;
  readonly revisionId: number;
  readonly classCode = 0x020000;
  subsystemVendorId = 0;
  subsystemId = 0;
  readonly interruptPin = 1;
  readonly minGrant = 0x14;
  readonly maxLatency = 0x28;
  readonly statusCapabilities = Status.FAST_BACK_TO_BACK | Status.DEVSEL_MEDIUM;
  readonly bars: readonly (BarSpec | undefined)[];
  readonly configurationRegisters: readonly ConfigurationRegister[];
  readonly powerManagement?: PowerManagementSpec;

  readonly regs: RegisterValues = REGISTERS.createValues();
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly filter: Filter;
  readonly srom: Microwire;
  readonly phy: Phy;
  readonly mdio: Mdio;
  readonly media: Media;
  readonly timer: GeneralTimer;
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
  /** Of the general-purpose pins: which are outputs, and what they were told to be. */
  pinOutputs = 0;
  pinLevels = 0;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;
  readonly #onMisuse: ((misuse: Misuse) => void) | undefined;
  #isInD0 = true;
  #isAsleep = false;
  #canMaster = true;

  /** @throws RangeError for a revision, or a length of MAC address or serial ROM, that it has not */
  constructor(ports: NicPorts) {
    const { busMaster, clock, wire, revisionId = DEFAULT_REVISION_ID, linkMbps = 100 } = ports;
    this.revisionId = requireRevision('21143', revisionId, FIRST_REVISION_ID, 0xff);
    this.clock = clock;
    this.busMaster = busMaster;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.#onMisuse = ports.onMisuse;
    const { regs } = this;
    this.interrupts = new Interrupts(regs, ports.interruptPin, clock, this.#isRevision41, () =>
      (regs[R.CSR11] & CSR11.CS) !== 0 ? this.#tickNs / SHORT_CYCLE_RATIO : this.#tickNs,
    );
    this.filter = new Filter(regs);
    this.srom = new Microwire(clock, createWords(ports.macAddress, ports.eeprom));
    this.phy = new Phy(clock, wire, linkMbps, (name) => this.reportUnmodelled(name));
    this.mdio = new Mdio(this.phy);
    const { interrupts, phy } = this;
    this.media = new Media(regs, { clock, wire, interrupts, phy, linkMbps });
    this.timer = new GeneralTimer(regs, clock, interrupts, () => this.#tickNs);
    this.transmitter = new Transmitter(this);
    this.receiver = new Receiver(this);
    const window = new Window(this);
    this.bars = [
      { space: 'io', byteCount: WINDOW_BYTES, window },
      { space: 'memory', byteCount: WINDOW_BYTES, window },
    ];
    this.configurationRegisters = this.#createConfigurationRegisters();
    if (this.#isRevision41)
      this.powerManagement = {
        offset: POWER_MANAGEMENT_OFFSET,
        pmc: PMC,
        setPowerState: (state) => this.#setPowerState(state),
      };
    this.reset();
  }

  /** RST#: the power-on state, the ID block of the serial ROM loaded. */
  reset(): void {
    this.#isInD0 = true;
    this.#isAsleep = false;
    const { vendorId, id } = loadSubsystem(this.srom.words);
    this.subsystemVendorId = vendorId;
    this.subsystemId = id;
    this.#resetRegisters();
    this.phy.powerOn();
    this.interrupts.setPowered(true);
  }

  /** CSR0.SWR: all but configuration space and CSR6.PS. The PHY has a reset of its own. */
  resetSoftly(): void {
    const port = this.regs[R.CSR6] & CSR6.PS;
    this.#resetRegisters();
    this.regs[R.CSR6] |= port;
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    const isInternal = (this.regs[R.CSR6] & CSR6.OM) === Om.INTERNAL;
    if (!this.isPowered || isInternal || this.#isPhyLoopback || !this.media.isLinkUp) return;
    this.receiver.receive(frame, byteCount, 0);
  }

  /** The far end's link came up or went down (WireStation). */
  linkChanged(hasLink: boolean): void {
    this.phy.linkChanged(hasLink);
    this.media.linkChanged(hasLink);
  }

  emit(frame: Uint8Array, byteCount: number): boolean {
    const om = this.regs[R.CSR6] & CSR6.OM;
    if (om === Om.INTERNAL) {
      this.receiver.receive(frame, byteCount, Rdes0.DT_INTERNAL);
      return true;
    }
    if (this.#isPhyLoopback) {
      this.receiver.receive(frame, byteCount, om === Om.EXTERNAL ? Rdes0.DT_EXTERNAL : 0);
      return true;
    }
    if (!this.media.isLinkUp) return false;
    this.#wire.transmit(frame, byteCount);
    if (om === Om.EXTERNAL) this.receiver.receive(frame, byteCount, Rdes0.DT_EXTERNAL);
    return true;
  }

  get isPowered(): boolean {
    return this.#isInD0 && !this.#isAsleep;
  }

  busFailed(): void {
    this.#canMaster = false;
    this.#stop();
    this.regs[R.CSR5] = (this.regs[R.CSR5] & ~CSR5.EB) | MASTER_ABORT;
    this.interrupts.raise(CSR5.FBE);
  }

  /** What is still going on, for whoever expects a halted device to be quiet. */
  activity(): DeviceActivity {
    const { interrupts, transmitter } = this;
    return {
      interruptMask: interrupts.enabled,
      interruptAsserted: interrupts.isAsserted,
      receiverEnabled: interrupts.receiveState !== Rs.STOPPED,
      transmitterEnabled: interrupts.transmitState !== Ts.STOPPED,
      dmaActive: transmitter.isActive,
    };
  }

  memoryRoots(): readonly number[] {
    return [this.regs[R.CSR3], this.regs[R.CSR4]];
  }

  flipEepromChecksum(): void {
    this.srom.words[CRC_WORD] ^= 1;
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
    this.#onMisuse?.({ kind, what, manual: `21143 HRM, ${section}` });
  }

  /** CSR6 was written. After a fatal bus error only a reset starts anything (CSR5.FBE). */
  modeWritten(): void {
    const mode = this.regs[R.CSR6];
    if ((mode & CSR6.IDAMSB) !== 0) this.reportUnmodelled('CSR6.IDAMSB');
    this.media.update();
    if (!this.#canMaster) return;
    if ((mode & CSR6.SR) !== 0) this.receiver.start();
    else this.receiver.stop();
    if (!this.#canMaster) return;
    if ((mode & CSR6.ST) !== 0) this.transmitter.start();
    else this.transmitter.stop();
  }

  /** CSR11 was written; without mitigation its high bits are not there. */
  timerWritten(): void {
    if (!this.#isRevision41) this.regs[R.CSR11] |= REGISTERS.resetValues[R.CSR11];
    this.timer.restart();
  }

  /** CSR9 with the levels that the serial ROM and the PHY drive. */
  readRomPort(): number {
    let value = this.regs[R.CSR9];
    if ((value & CSR9.SR) !== 0)
      value = this.srom.dataOut ? value | CSR9.SR_DO : value & ~CSR9.SR_DO;
    const isRead = (value & CSR9.MII) !== 0;
    if (isRead ? this.mdio.dataIn : (value & CSR9.MDO) !== 0) value |= CSR9.MDI;
    return value >>> 0;
  }

  /** CSR9 was written: the wires of the serial ROM and of the PHY may have moved. */
  romPortWritten(): void {
    const value = this.regs[R.CSR9];
    const isSelected = (value & CSR9.SR) !== 0 && (value & CSR9.SR_CS) !== 0;
    this.srom.drive(isSelected, (value & CSR9.SR_SK) !== 0, (value & CSR9.SR_DI) !== 0);
    const drivesLine = (value & CSR9.MII) === 0;
    this.mdio.drive((value & CSR9.MDC) !== 0, !drivesLine || (value & CSR9.MDO) !== 0);
    // Their selection means something along with a command only: drivers set RD beside SR.
    const isCommand = (value & (CSR9.RD | CSR9.WR)) !== 0;
    if (isCommand && (value & CSR9.BR) !== 0) this.reportUnmodelled('CSR9.BR');
    if (isCommand && (value & CSR9.REG) !== 0) this.reportUnmodelled('CSR9.REG');
  }

  get #isRevision41(): boolean {
    return this.revisionId >= REVISION_4_1;
  }

  get #isPhyLoopback(): boolean {
    return this.phy.isLoopback && this.media.port === Port.MII;
  }

  get #tickNs(): number {
    const { port, mbps } = this.media;
    if (port === Port.SRL) return TICK_SRL_NS;
    return mbps === 100 ? TICK_100_NS : TICK_10_NS;
  }

  #resetRegisters(): void {
    const { regs } = this;
    regs.set(REGISTERS.resetValues);
    // Bits of the mitigation that would be set hold interrupts back from drivers of earlier chips.
    if (this.#isRevision41) regs[R.CSR11] = 0;
    this.pinOutputs = 0;
    this.pinLevels = 0;
    this.#canMaster = true;
    this.transmitter.reset();
    this.timer.reset();
    this.media.reset();
    this.filter.reset();
    this.srom.release();
    this.mdio.release();
    this.interrupts.reset();
  }

  #createConfigurationRegisters(): ConfigurationRegister[] {
    const wakeUp = WAKE_UP_REGISTERS.map((name, index) => ({
      offset: CFDD_OFFSET + 4 * (index + 1),
      writeMask: 0,
      written: (): void => this.reportUnmodelled(name),
    }));
    const writeMask = CFDD.SLEEP | CFDD.SNOOZE | CFDD.DRIVER;
    // Snooze mode saves power between frames, and nobody sees that.
    const written = (value: number): void => {
      this.#isAsleep = (value & CFDD.SLEEP) !== 0;
      this.#powerChanged();
    };
    return [{ offset: CFDD_OFFSET, writeMask, written }, ...wakeUp];
  }

  /** Both processes, where they stand. */
  #stop(): void {
    this.transmitter.reset();
    this.interrupts.receiveState = Rs.STOPPED;
    this.interrupts.transmitState = Ts.STOPPED;
  }

  /** Out of D0 nothing runs; the way back from D3 is a reset. */
  #setPowerState(state: PowerState): void {
    this.#isInD0 = state === 0;
    this.#powerChanged();
  }

  #powerChanged(): void {
    if (!this.isPowered) this.#stop();
    this.interrupts.setPowered(this.isPowered);
  }
}
