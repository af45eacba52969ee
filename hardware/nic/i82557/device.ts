/**
 * The Intel 82557, 82558 and 82559 Fast Ethernet controllers (8086:1229). Source: Intel 8255x
 * 10/100 Mbps Ethernet Controller Family Open Source Software Developer Manual, revision 1.3
 * (8255x SDM). Not modelled: early receive, header RFDs, receive DMA redirection, flexible receive
 * buffers, dynamic TBDs, the effects of microcode, dumps of registers, the delay of CNA interrupts
 * (CID), flash memory, CardBus events, and wake-up by frames.
 */
import type { ClockEvent, ClockPort } from '../../clock';
import type { BarSpec, PowerManagementSpec, PowerState } from '../../pci/function';
import { Status } from '../../pci/registers';
import type { BusMasterPort, Width, WirePort } from '../../ports';
import { ONES, type RegisterValues, reservedName } from '../../registers';
import { ADDRESS_BYTES } from '../ethernet';
import type { DeviceActivity, Misuse, MisuseKind, Nic, NicPorts } from '../nic';
import { CommandUnit } from './command-unit';
import { Configuration, Loopback } from './configuration';
import type { Core } from './core';
import { Eeprom, Word } from './eeprom';
import { MAP } from './effects';
import { AddressFilter } from './filter';
import { FlowControl } from './flow-control';
import { Interrupts } from './interrupts';
import { Phy } from './phy';
import {
  Cuc,
  GENERAL_STATUS,
  PMDR,
  PORT,
  PortFunction,
  R,
  REGISTERS,
  Ruc,
  Rus,
  SCB_COMMAND,
} from './registers';
import { ReceiveUnit } from './rx';
import { SelfTest } from './self-test';
import { Statistics } from './statistics';
import { DEFAULT_REVISION_ID, type Stepping, steppingOf } from './stepping';
import { CsrWindow, FlashWindow } from './windows';

const MEMORY_WINDOW_BYTES = 0x1000;
const FLASH_WINDOW_BYTES = 0x10_0000;
/** From the write of a command to its acceptance, when the command byte is cleared (6.3.2.2). */
const ACCEPT_NS = 500;
const NO_ADDRESS = new Uint8Array(ADDRESS_BYTES);

export class I82557 implements Core, Nic {
  readonly vendorId = 0x8086;
  readonly deviceId = 0x1229;
  readonly revisionId: number;
  readonly classCode = 0x020000;
  subsystemVendorId = 0;
  subsystemId = 0;
  readonly interruptPin = 1;
  readonly minGrant = 0x08;
  readonly maxLatency = 0x38;
  readonly statusCapabilities = Status.FAST_BACK_TO_BACK | Status.DEVSEL_MEDIUM;
  readonly bars: readonly (BarSpec | undefined)[];
  readonly powerManagement?: PowerManagementSpec;

  readonly regs: RegisterValues = REGISTERS.createValues();
  readonly clock: ClockPort;
  readonly busMaster: BusMasterPort;
  readonly stepping: Stepping;
  readonly configuration: Configuration;
  readonly filter: AddressFilter;
  readonly interrupts: Interrupts;
  readonly statistics: Statistics;
  readonly eeprom: Eeprom;
  readonly phy: Phy;
  readonly commandUnit: CommandUnit;
  readonly receiveUnit: ReceiveUnit;
  readonly flowControl: FlowControl;
  readonly selfTest: SelfTest;
  isPowered = true;
  /** The first and last offset that the access under way covers. */
  accessFirst = 0;
  accessLast = 0;
  /** The command in SCB_COMMAND, not yet accepted. */
  #acceptance: ClockEvent | undefined;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;
  readonly #onMisuse: ((misuse: Misuse) => void) | undefined;

  constructor(ports: NicPorts) {
    const { busMaster, clock, wire, macAddress, linkMbps = 100 } = ports;
    this.clock = clock;
    this.busMaster = busMaster;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.#onMisuse = ports.onMisuse;
    this.stepping = steppingOf(ports.revisionId ?? DEFAULT_REVISION_ID);
    this.revisionId = this.stepping.revisionId;
    this.configuration = new Configuration(this.stepping);
    this.filter = new AddressFilter(this.configuration);
    this.statistics = new Statistics(this.stepping.chip);
    this.interrupts = new Interrupts(this.regs, ports.interruptPin, this.stepping.chip);
    this.eeprom = new Eeprom(clock, this.stepping, macAddress, ports.eeprom);
    this.phy = new Phy(this.regs, {
      stepping: this.stepping,
      clock,
      interrupts: this.interrupts,
      wire,
      linkMbps,
      changed: () => this.#linkChanged(),
      report: (name) => this.reportUnmodelled(name),
    });
    this.commandUnit = new CommandUnit(this);
    this.flowControl = new FlowControl(this, this.commandUnit.transmitter);
    this.receiveUnit = new ReceiveUnit(this, this.flowControl);
    this.selfTest = new SelfTest(this);
    const window = new CsrWindow(this);
    const { isPrefetchable, ioBytes, pmc } = this.stepping;
    this.bars = [
      { space: 'memory', byteCount: MEMORY_WINDOW_BYTES, window, isPrefetchable },
      { space: 'io', byteCount: ioBytes, window },
      { space: 'memory', byteCount: FLASH_WINDOW_BYTES, window: new FlashWindow(this) },
    ];
    if (pmc !== undefined)
      this.powerManagement = {
        offset: 0xdc,
        pmc,
        setPowerState: (state) => this.#setPowerState(state),
      };
    this.reset();
  }

  /** RST#: the power-on state, for which words of the EEPROM are read (5). */
  reset(): void {
    this.isPowered = true;
    const { eeprom, stepping } = this;
    const isLoaded = stepping.loadsSubsystem && eeprom.hasSignature;
    this.subsystemId = isLoaded ? eeprom.words[Word.SUBSYSTEM_ID] : 0;
    this.subsystemVendorId = isLoaded ? eeprom.words[Word.SUBSYSTEM_VENDOR_ID] : 0;
    this.#softwareReset();
    this.regs[R.PMDR] = 0;
    this.phy.powerOn();
    this.interrupts.setPowered(true);
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (!this.isPowered || !this.phy.isLinkUp || this.#isLoopback) return;
    this.receiveUnit.receive(frame, byteCount);
  }

  /** The far end's link came up or went down (WireStation). */
  linkChanged(hasLink: boolean): void {
    this.phy.linkChanged(hasLink);
  }

  emit(frame: Uint8Array, byteCount: number): boolean {
    if (this.#isLoopback) {
      this.receiveUnit.receive(frame, byteCount);
      return true;
    }
    if (!this.phy.isLinkUp) return false;
    this.#wire.transmit(frame, byteCount);
    return true;
  }

  get bitsPerSecond(): number {
    return this.phy.mbps * 1_000_000;
  }

  /** Forced, or by the pin from the PHY (6.4.2.3, byte 19). */
  get isFullDuplex(): boolean {
    const { forcesFullDuplex, usesDuplexPin } = this.configuration;
    return forcesFullDuplex || (usesDuplexPin && this.phy.isFullDuplex);
  }

  /**
   * What is still going on, for whoever expects a halted device to be quiet. A reset clears M
   * (6.3.2.2): interrupts are then on, but with both units idle and nothing pending none can come,
   * and `interruptMask` says so.
   */
  flipEepromChecksum(): void {
    const { words } = this.eeprom;
    words[words.length - 1] ^= 1;
  }

  activity(): DeviceActivity {
    const { commandUnit, receiveUnit, interrupts, regs } = this;
    const dmaActive =
      commandUnit.isActive || this.selfTest.isRunning || this.#acceptance !== undefined;
    const isQuiet =
      !dmaActive && regs[R.SCB_STATUS] === 0 && regs[R.STAT_ACK] === 0 && !this.phy.isBusy;
    return {
      interruptMask: isQuiet ? 0 : interrupts.enabled,
      interruptAsserted: interrupts.isAsserted,
      receiverEnabled: receiveUnit.state === Rus.READY,
      transmitterEnabled: commandUnit.isRunning,
      dmaActive,
    };
  }

  /** Links are offsets from a base: with another one than 0 they are no addresses. */
  memoryRoots(): readonly number[] | undefined {
    const { commandUnit, receiveUnit } = this;
    if (commandUnit.base !== 0 || receiveUnit.base !== 0) return undefined;
    const lists = [commandUnit.low, commandUnit.high].filter(({ isActive }) => isActive);
    return [receiveUnit.address, ...lists.flatMap(({ address, next }) => [address, next])];
  }

  /** The registers without any side effect. */
  dump(): { name: string; offset: number; value: number }[] {
    return REGISTERS.dump(this.regs);
  }

  /** A read of the registers at `offset`. */
  readRegisters(offset: number, width: Width): number {
    if (!this.#hasRegisters(offset, width)) return 0;
    return MAP.read(this, this.regs, offset, width);
  }

  /** A write of the registers at `offset`. */
  writeRegisters(offset: number, width: Width, value: number): void {
    if (!this.#hasRegisters(offset, width)) return;
    this.accessFirst = offset;
    this.accessLast = offset + width - 1;
    MAP.write(this, this.regs, offset, width, (value & ONES[width]) >>> 0);
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** The driver did what the manual forbids in `section`. */
  misused(kind: MisuseKind, what: string, section: string): void {
    this.#onMisuse?.({ kind, what, manual: `8255x SDM, ${section}` });
  }

  /** A command was written. One that follows before this is accepted takes its place. */
  commandWritten(): void {
    this.#acceptance ??= this.clock.schedule(ACCEPT_NS, this.#accept);
  }

  /** PORT was written (6.3.3). */
  portWritten(value: number): void {
    switch (value & PORT.FUNCTION) {
      case PortFunction.SOFTWARE_RESET:
        this.#softwareReset();
        break;
      case PortFunction.SELF_TEST:
        this.#softwareReset();
        this.selfTest.start(value);
        break;
      case PortFunction.SELECTIVE_RESET:
        this.#selectiveReset();
        break;
      default:
        this.reportUnmodelled(`PORT function ${value & PORT.FUNCTION}`);
    }
  }

  /** GENERAL_STATUS (6.3.11). */
  get generalStatus(): number {
    const { phy } = this;
    let status = phy.isLinkUp ? GENERAL_STATUS.LINK : 0;
    if (phy.mbps === 100) status |= GENERAL_STATUS.SPEED_100;
    if (phy.isFullDuplex) status |= GENERAL_STATUS.FULL_DUPLEX;
    return status;
  }

  get #isLoopback(): boolean {
    const { loopback } = this.configuration;
    return (
      loopback === Loopback.INTERNAL || loopback === Loopback.EXTERNAL_PHY || this.phy.isLoopback
    );
  }

  /** A chip has fewer registers than the last one of the family. */
  #hasRegisters(offset: number, width: Width): boolean {
    if (offset + width <= this.stepping.csrBytes) return true;
    this.reportUnmodelled(reservedName(offset));
    return false;
  }

  readonly #accept = (): void => {
    const { regs, commandUnit, receiveUnit } = this;
    const command = regs[R.SCB_COMMAND];
    const pointer = regs[R.SCB_POINTER];
    regs[R.SCB_COMMAND] = 0;
    this.#acceptance = undefined;
    this.#commandCu(command & SCB_COMMAND.CUC, pointer, commandUnit);
    this.#commandRu(command & SCB_COMMAND.RUC, pointer, receiveUnit);
  };

  /** Table 14, bits 23:20. */
  #commandCu(command: number, pointer: number, unit: CommandUnit): void {
    const { statistics, busMaster, configuration } = this;
    const hasHighPriority = this.stepping.chip !== '82557';
    switch (command) {
      case Cuc.NOP:
        break;
      case Cuc.START:
        unit.start(unit.low, pointer);
        break;
      case Cuc.RESUME:
        unit.resume(unit.low, false);
        break;
      case Cuc.STATIC_RESUME:
        unit.resume(unit.low, true);
        break;
      case Cuc.HPQ_START:
        if (hasHighPriority) unit.start(unit.high, pointer);
        else this.reportUnmodelled('CU HPQ Start');
        break;
      case Cuc.HPQ_RESUME:
        if (hasHighPriority) unit.resume(unit.high, false);
        else this.reportUnmodelled('CU HPQ Resume');
        break;
      case Cuc.LOAD_BASE:
        unit.base = pointer;
        break;
      case Cuc.LOAD_DUMP_COUNTERS_ADDRESS:
        statistics.dumpAddress = pointer;
        break;
      case Cuc.DUMP_COUNTERS:
      case Cuc.DUMP_AND_RESET_COUNTERS:
        statistics.dump(busMaster, configuration, command === Cuc.DUMP_AND_RESET_COUNTERS);
        break;
      default:
        this.reportUnmodelled(`CU command ${command >>> 4}`);
    }
  }

  /** Table 14, bits 18:16. */
  #commandRu(command: number, pointer: number, unit: ReceiveUnit): void {
    switch (command) {
      case Ruc.NOP:
        break;
      case Ruc.START:
        unit.start(pointer);
        break;
      case Ruc.RESUME:
        unit.resume();
        break;
      case Ruc.ABORT:
        unit.abort();
        break;
      case Ruc.LOAD_BASE:
        unit.base = pointer;
        break;
      default:
        // Receive DMA redirect, load HDS, RBD resume.
        this.reportUnmodelled(`RU command ${command}`);
    }
  }

  /** The PHY and the events in PMDR live on (6.3.3.1). */
  #softwareReset(): void {
    const events = this.regs[R.PMDR];
    this.#stopUnits();
    this.regs.set(REGISTERS.resetValues);
    this.regs[R.PMDR] = events;
    this.commandUnit.base = 0;
    this.commandUnit.actions.hasMicrocode = false;
    this.receiveUnit.base = 0;
    this.configuration.reset();
    this.statistics.reset();
    this.flowControl.reset();
    this.eeprom.reset();
    this.phy.resetMac();
    this.filter.reset(NO_ADDRESS);
    // The 82558 and 82559 read their address for wake-up frames (5).
    if (this.stepping.chip !== '82557') this.eeprom.readAddress(this.filter.address);
    this.interrupts.update();
  }

  /** CU, RU and SCB as after a reset; configuration, addresses and counters stay (6.3.3.3). */
  #selectiveReset(): void {
    const { regs } = this;
    this.#stopUnits();
    regs[R.STAT_ACK] = 0;
    regs[R.SCB_INTERRUPT] = 0;
    regs[R.SCB_POINTER] = 0;
    this.interrupts.update();
  }

  #stopUnits(): void {
    if (this.#acceptance !== undefined) this.clock.cancel(this.#acceptance);
    this.#acceptance = undefined;
    this.regs[R.SCB_COMMAND] = 0;
    this.selfTest.stop();
    this.commandUnit.stop();
    this.receiveUnit.stop();
  }

  /**
   * Out of D0 nothing is sent, received or interrupts. Back from D1 and D2 software must load the
   * bases and start the units again, and the rest is kept; the way from D3 is a reset (A.7.4).
   */
  #setPowerState(state: PowerState): void {
    const isPowered = state === 0;
    if (isPowered === this.isPowered) return;
    this.isPowered = isPowered;
    this.#stopUnits();
    this.commandUnit.base = 0;
    this.receiveUnit.base = 0;
    this.interrupts.setPowered(isPowered);
  }

  #linkChanged(): void {
    if (this.configuration.wakesOnLink) this.regs[R.PMDR] |= PMDR.LINK | PMDR.PME;
  }
}
