/**
 * The AMD Am79C970A PCnet-PCI II Ethernet controller (1022:2000), and the Am79C973 PCnet-FAST III,
 * which has a PHY in place of the 10BASE-T transceiver. Sources: Am79C970A data sheet, publication
 * 19436, revision E; Am79C973/Am79C975 data sheet, publication 21510, revision E.
 */
import type { ClockPort } from '../../clock';
import type { BarSpec, PowerManagementSpec, PowerState } from '../../pci/function';
import { Status } from '../../pci/registers';
import type { BusMasterPort, WirePort } from '../../ports';
import { Microwire } from '../microwire';
import type { DeviceActivity, Misuse, MisuseKind, Nic, NicPorts } from '../nic';
import { requireRevision } from '../revision';
import { Timer } from '../timer';
import { BCR19, BCR2, BCR32, BCR9 } from './bcr-registers';
import type { Core } from './core';
import { CSR0, CSR15, CSR4_STOPPED, CSR5, CSR7, PORTSEL_10BASE_T } from './csr-registers';
import { createEeprom, loadEeprom } from './eeprom';
import type { IndexedTable } from './indexed-registers';
import { InitBlock } from './init-block';
import { Interrupts } from './interrupts';
import type { Link } from './link';
import { AM79C970A, AM79C973, type Model } from './model';
import { Phy } from './phy';
import { APROM_BYTES, WINDOW_BYTES } from './registers';
import { Receiver } from './rx';
import { Transceiver } from './transceiver';
import { Transmitter } from './tx';
import { Window } from './window';

/** The initialization block is seven doublewords, each a bus transaction of its own. */
const INITIALIZATION_NS = 2000;
/** The unit of BCR31. */
const SOFTWARE_TIMER_UNIT_NS = 12_800;
/** AMD's. */
const DEFAULT_MAC_ADDRESS = Uint8Array.of(0x00, 0x00, 0x1a, 0x00, 0x00, 0x01);

export class PcnetPci implements Core, Nic {
  readonly vendorId = 0x1022;
  readonly deviceId = 0x2000;
  readonly revisionId: number;
  readonly classCode = 0x020000;
  readonly interruptPin = 1;
  /** FBTBC and DEVSEL (PCI Status Register). */
  readonly statusCapabilities = Status.FAST_BACK_TO_BACK | Status.DEVSEL_MEDIUM;
  readonly bars: readonly (BarSpec | undefined)[];
  readonly powerManagement: PowerManagementSpec | undefined;

  readonly model: Model;
  readonly csrs: IndexedTable;
  readonly bcrs: IndexedTable;
  readonly csr: Uint16Array;
  readonly bcr: Uint16Array;
  readonly aprom = new Uint8Array(APROM_BYTES);
  /** The Register Address Port. */
  rap = 0;
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly interrupts: Interrupts;
  readonly eeprom: Microwire;
  readonly transmitter: Transmitter;
  readonly receiver: Receiver;
  /** Of the Am79C973. */
  readonly phy: Phy | undefined;
  isPowered = true;
  isLinkPass = false;
  isFullDuplex = false;
  bitsPerSecond = 10_000_000;
  readonly #wire: WirePort;
  readonly #link: Link;
  readonly #initBlock: InitBlock;
  readonly #initTimer: Timer;
  readonly #softwareTimer: Timer;
  readonly #onUnmodelled: ((name: string) => void) | undefined;
  readonly #onMisuse: ((misuse: Misuse) => void) | undefined;
  /** CSR5.SPND was set while a frame was on its way. */
  #isSuspendWaiting = false;

  constructor(ports: NicPorts, model: Model = AM79C970A) {
    const { clock, wire, eeprom } = ports;
    this.model = model;
    this.csrs = model.csrs;
    this.bcrs = model.bcrs;
    this.csr = model.csrs.createValues();
    this.bcr = model.bcrs.createValues();
    const first = model.revisionId & 0xf0;
    const { revisionId = model.revisionId } = ports;
    this.revisionId = requireRevision(model.name, revisionId, first, first | 0x0f);
    this.clock = clock;
    this.busMaster = ports.busMaster;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.#onMisuse = ports.onMisuse;
    const macAddress = ports.macAddress ?? (eeprom ? undefined : DEFAULT_MAC_ADDRESS);
    const { eepromMap, eepromValues } = model;
    const words = createEeprom(eepromMap, model.bcrs, eepromValues, macAddress, eeprom);
    this.eeprom = new Microwire(clock, words);
    this.interrupts = new Interrupts(this.csr, ports.interruptPin);
    const changed = () => this.#linkChanged();
    if (model.hasPhy) {
      const report = (name: string) => this.reportUnmodelled(name);
      this.phy = new Phy(clock, wire, ports.linkMbps ?? 100, changed, report);
      this.powerManagement = {
        offset: 0x40,
        pmc: model.bcrs.resetValues[36],
        setPowerState: (state) => this.#setPowerState(state),
      };
    }
    this.#link = this.phy ?? new Transceiver(clock, wire, changed);
    this.transmitter = new Transmitter(this);
    this.receiver = new Receiver(this);
    this.#initBlock = new InitBlock(this);
    this.#initTimer = new Timer(clock, () => this.#initialized());
    this.#softwareTimer = new Timer(clock, () => this.#softwareTimerExpired());
    const window = new Window(this);
    this.bars = [
      { space: 'io', byteCount: WINDOW_BYTES, window },
      { space: 'memory', byteCount: WINDOW_BYTES, window },
    ];
    this.reset();
  }

  /** BCR23 and BCR24; the Am79C970A has none, and its registers read as 0. */
  get subsystemVendorId(): number {
    return this.bcr[23];
  }

  get subsystemId(): number {
    return this.bcr[24];
  }

  get minGrant(): number {
    return this.bcr[22] & 0xff;
  }

  get maxLatency(): number {
    return this.bcr[22] >>> 8;
  }

  /** H_RESET: the power-on state. With a cable in, its link is up. */
  reset(): void {
    this.isPowered = true;
    this.rap = 0;
    this.#halt();
    this.csr.set(this.csrs.resetValues);
    this.bcr.set(this.bcrs.resetValues);
    this.eeprom.release();
    this.aprom.fill(0);
    this.loadEeprom();
    this.#link.powerOn();
    this.linkModeWritten();
    this.interrupts.setPowered(true);
  }

  /** S_RESET: the Reset Register was read. */
  softReset(): void {
    this.rap = 0;
    this.#halt();
    this.csrs.softReset(this.csr);
    // Which port is in use outlives it; the rest of the mode does not.
    this.csr[15] &= CSR15.PORTSEL;
    this.linkModeWritten();
    this.interrupts.update();
  }

  /** CSR0.STOP was set. */
  stop(): void {
    const { csr } = this;
    this.#halt();
    csr[0] = CSR0.STOP;
    csr[4] &= ~CSR4_STOPPED;
    csr[5] &= ~(CSR5.SPND | CSR5.MPINT);
    csr[112] = 0;
    csr[114] = 0;
    this.interrupts.update();
  }

  /** CSR0.INIT was set. */
  initialize(): void {
    this.#initTimer.start(INITIALIZATION_NS);
  }

  /** CSR0.STRT was set; it waits for an initialization that is under way. */
  start(): void {
    const { csr } = this;
    if (this.#initTimer.isRunning) return;
    if ((csr[15] & CSR15.DRX) === 0) csr[0] |= CSR0.RXON;
    if ((csr[15] & CSR15.DTX) === 0) csr[0] |= CSR0.TXON;
    this.linkModeWritten();
    this.receiver.start();
    this.transmitter.start();
  }

  /** CSR5.SPND was written: it takes effect when no frame is on its way. */
  suspend(isWanted: boolean): void {
    const { csr, transmitter } = this;
    const isRunning = (csr[0] & CSR0.STOP) === 0;
    if (isWanted && isRunning) {
      this.#isSuspendWaiting = true;
      if (!transmitter.isActive) this.transmitterIdle();
    } else if (this.isSuspending) {
      this.#isSuspendWaiting = false;
      csr[5] &= ~CSR5.SPND;
      transmitter.poll();
    }
  }

  get isSuspending(): boolean {
    return this.#isSuspendWaiting || (this.csr[5] & CSR5.SPND) !== 0;
  }

  /** Whether the registers that a running controller uses can be written: STOP or SPND is set. */
  get isAccessible(): boolean {
    return (this.csr[0] & CSR0.STOP) !== 0 || (this.csr[5] & CSR5.SPND) !== 0;
  }

  transmitterIdle(): void {
    if (!this.#isSuspendWaiting) return;
    this.#isSuspendWaiting = false;
    this.csr[5] |= CSR5.SPND;
    this.transmitter.armPollTimer();
  }

  /** A master or target abort stops all as CSR0.STOP does, and is told by CSR5.SINT. */
  masterAborted(): void {
    this.csr[5] |= CSR5.SINT;
    this.stop();
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (!this.isPowered || !this.isLinkPass || this.#isInternalLoopback) return;
    this.receiver.receive(frame, byteCount, undefined);
  }

  /** The far end came or went (WireStation). */
  linkChanged(hasLink: boolean): void {
    this.#link.linkChanged(hasLink);
  }

  emit(frame: Uint8Array, byteCount: number, badFcs: number | undefined): void {
    const isLoopback = (this.csr[15] & CSR15.LOOP) !== 0 || this.#isPhyLoopback;
    const { isPowered } = this;
    // In an external loopback the frame is on the wire too.
    if (!this.#isInternalLoopback && badFcs === undefined && this.#link.isUp)
      this.#wire.transmit(frame, byteCount);
    if (isLoopback && isPowered) this.receiver.receive(frame, byteCount, badFcs);
  }

  /** BCR2, BCR9 or CSR15 may have changed which port is in use, and how. */
  linkModeWritten(): void {
    const { csr, bcr } = this;
    const link = this.#link;
    const isTestOff = this.phy === undefined && (csr[15] & CSR15.DLNKTST) !== 0;
    this.isLinkPass = this.#isPortInUse && (link.isUp || isTestOff || this.#isPhyLoopback);
    this.isFullDuplex = link.isFullDuplex || (bcr[9] & BCR9.FDEN) !== 0;
    this.bitsPerSecond = link.mbps * 1_000_000;
  }

  /** PREAD, and H_RESET: the registers loaded from the EEPROM. */
  loadEeprom(): void {
    const { bcr } = this;
    const isValid = loadEeprom(this.eeprom.words, this.model.eepromMap, this.bcrs, this);
    bcr[19] = (bcr[19] & ~BCR19.PVALID) | (isValid ? BCR19.PVALID : 0);
    this.linkModeWritten();
  }

  /** CSR7.STINTE or BCR31 was written: the timer runs from the beginning, or not at all. */
  softwareTimerWritten(): void {
    const delayNs = this.bcr[31] * SOFTWARE_TIMER_UNIT_NS;
    if ((this.csr[7] & CSR7.STINTE) === 0 || delayNs === 0) this.#softwareTimer.stop();
    else if (!this.#softwareTimer.isRunning) this.#softwareTimer.start(delayNs);
  }

  /** What is still going on, for whoever expects a halted device to be quiet. */
  activity(): DeviceActivity {
    const { csr, interrupts, transmitter } = this;
    return {
      interruptMask: interrupts.mask,
      interruptAsserted: interrupts.isAsserted,
      receiverEnabled: (csr[0] & CSR0.RXON) !== 0,
      transmitterEnabled: (csr[0] & CSR0.TXON) !== 0,
      dmaActive: transmitter.isActive || this.#initTimer.isRunning,
    };
  }

  /** The initialization block, and what it or the driver put into the registers of the rings. */
  memoryRoots(): readonly number[] {
    const { csr } = this;
    return [1, 24, 30].map((low) => (csr[low] | (csr[low + 1] << 16)) >>> 0);
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** The driver did what the manual forbids in `section`. */
  misused(kind: MisuseKind, what: string, section: string): void {
    this.#onMisuse?.({ kind, what, manual: `Am79C970A data sheet, ${section}` });
  }

  get #isInternalLoopback(): boolean {
    const loopback = CSR15.LOOP | CSR15.INTL;
    return (this.csr[15] & loopback) === loopback || this.#isPhyLoopback;
  }

  get #isPhyLoopback(): boolean {
    return this.phy !== undefined && this.phy.isLoopback;
  }

  /** With BCR2.ASEL the port follows the link; without, a card of this kind has only one. */
  get #isPortInUse(): boolean {
    if (this.phy !== undefined || (this.bcr[2] & BCR2.ASEL) !== 0) return true;
    return (this.csr[15] & CSR15.PORTSEL) === PORTSEL_10BASE_T;
  }

  /** All activity ends; the registers stay. */
  #halt(): void {
    this.transmitter.stop();
    this.#initTimer.stop();
    this.#softwareTimer.stop();
    this.#isSuspendWaiting = false;
  }

  #initialized(): void {
    const { csr } = this;
    if (!this.#initBlock.load()) {
      this.masterAborted();
      return;
    }
    this.linkModeWritten();
    if ((csr[0] & CSR0.STRT) !== 0) this.start();
    if ((csr[0] & CSR0.INIT) !== 0) this.interrupts.raise(0, CSR0.IDON);
  }

  /** CSR7.STINT, each time that BCR31 has run down. */
  #softwareTimerExpired(): void {
    this.softwareTimerWritten();
    this.interrupts.raise(7, CSR7.STINT);
  }

  #linkChanged(): void {
    this.linkModeWritten();
    if (this.phy !== undefined) this.#pollPhy();
  }

  /** BCR32.APEP: a change in the PHY's status is told by CSR7.MAPINT. */
  #pollPhy(): void {
    if ((this.bcr[32] & BCR32.APEP) !== 0) this.interrupts.raise(7, CSR7.MAPINT);
  }

  /** Only in D0 does a function work; the way back from D3 is a reset (PCI-PM 1.1, 5.4). */
  #setPowerState(state: PowerState): void {
    this.isPowered = state === 0;
    if (!this.isPowered) this.stop();
    this.interrupts.setPowered(this.isPowered);
  }
}

/** The PCnet-FAST III. */
export class Am79c973 extends PcnetPci {
  constructor(ports: NicPorts) {
    super(ports, AM79C973);
  }
}
