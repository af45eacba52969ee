/**
 * The Realtek RTL8029AS (10EC:8029), an NE2000 on PCI with 10BASE-T. Sources: Realtek RTL8029AS
 * data sheet LS009.0 (1997-01-16); for the 8390 core in it National's DP8390D / NS32490D data sheet
 * (July 1995) and AN-937 (July 1994). It masters no bus and has no power management capability.
 *
 * CONFIG3.FUDUP is held and changes nothing: no wire here has collisions to be blind to.
 */
import type { ClockPort } from '../../clock';
import type { BarSpec } from '../../pci/function';
import type { WirePort } from '../../ports';
import type { RegisterValues } from '../../registers';
import type { DeviceActivity, Nic, NicPorts } from '../nic';
import { requireRevision } from '../revision';
import { BufferMemory } from './buffer-memory';
import { Configuration } from './configuration';
import type { Core } from './core';
import { Eeprom } from './eeprom';
import { Interrupts } from './interrupts';
import { LoopbackReceiver } from './loopback';
import { CR, DCR, R, RCR, REGISTERS, TCR, WINDOW_BYTES } from './registers';
import { RemoteDma } from './remote-dma';
import { Receiver } from './rx';
import { Transmitter } from './tx';
import { IoWindow } from './window';

const CAUSES = 0x7f;
/** The one that there is (LS009.0 6). */
const REVISION_ID = 0x00;

export class Rtl8029 implements Core, Nic {
  readonly vendorId = 0x10ec;
  readonly deviceId = 0x8029;
  readonly revisionId: number;
  readonly classCode = 0x020000;
  readonly subsystemVendorId = 0x10ec;
  readonly subsystemId = 0x8029;
  readonly interruptPin = 1;
  readonly minGrant = 0x00;
  readonly maxLatency = 0x00;
  readonly bars: readonly BarSpec[];

  readonly regs: RegisterValues = REGISTERS.createValues();
  readonly clock: ClockPort;
  readonly memory = new BufferMemory();
  readonly interrupts: Interrupts;
  readonly configuration: Configuration;
  readonly remoteDma = new RemoteDma(this);
  readonly transmitter = new Transmitter(this);
  readonly receiver = new Receiver(this, (isDisabled) => this.transmitter.setDisabled(isDisabled));
  readonly loopback = new LoopbackReceiver(this);
  isStarted = false;
  readonly #wire: WirePort;
  readonly #onUnmodelled: ((name: string) => void) | undefined;

  /** @throws RangeError for a revision, or a length of MAC address or EEPROM image, that it has not */
  constructor(ports: NicPorts) {
    const { clock, wire, revisionId = REVISION_ID } = ports;
    this.revisionId = requireRevision('RTL8029AS', revisionId, REVISION_ID);
    this.clock = clock;
    this.#wire = wire;
    this.#onUnmodelled = ports.onUnmodelled;
    this.interrupts = new Interrupts(this.regs, ports.interruptPin);
    this.configuration = new Configuration({
      regs: this.regs,
      clock,
      eeprom: new Eeprom(clock, ports.eeprom, ports.macAddress),
      memory: this.memory,
      onLoaded: () => this.commandWritten(CR.STP | 0x20, this.regs[R.CR]),
      reportUnmodelled: (name) => this.reportUnmodelled(name),
    });
    this.bars = [{ space: 'io', byteCount: WINDOW_BYTES, window: new IoWindow(this) }];
    this.reset();
  }

  /** RST#: the power-on state. The packet buffer keeps what it holds. */
  reset(): void {
    this.regs.set(REGISTERS.resetValues);
    this.isStarted = false;
    this.transmitter.reset();
    this.receiver.powerOn();
    this.remoteDma.reset();
    this.loopback.reset();
    this.configuration.reset();
    this.interrupts.update();
  }

  /** The reset port: of the registers only those change that DP8390D 11 lists. */
  resetController(): void {
    const { regs } = this;
    this.isStarted = false;
    this.transmitter.reset();
    this.receiver.powerOn();
    this.remoteDma.reset();
    regs[R.CR] = REGISTERS.resetValues[R.CR];
    regs[R.IMR] = REGISTERS.resetValues[R.IMR];
    regs[R.DCR] |= DCR.LAS;
    regs[R.TCR] &= ~TCR.LB;
    this.interrupts.setReset(true);
    this.interrupts.update();
  }

  /** A frame from the wire (WireStation). */
  receive(frame: Uint8Array, byteCount: number): void {
    if (this.#isListening && this.isDmaEnabled && this.configuration.isTwistedPair(this.hasLink))
      this.receiver.receive(frame, byteCount);
  }

  /** The far end's link came up or went down (WireStation): nothing is told to software. */
  linkChanged(): void {}

  get hasLink(): boolean {
    return this.#wire.hasLink;
  }

  get hasCarrier(): boolean {
    return this.configuration.isTwistedPair(this.hasLink);
  }

  get isDmaEnabled(): boolean {
    return this.configuration.isDmaEnabled;
  }

  emit(frame: Uint8Array, byteCount: number): void {
    if (this.hasCarrier) this.#wire.transmit(frame, byteCount);
  }

  loopBack(frame: Uint8Array, byteCount: number): void {
    this.loopback.receive(frame, byteCount);
  }

  /** BNRY moves; a packet removed ends the RST that an overflow brought (DP8390D 10.3, ISR). */
  moveBoundary(page: number): void {
    this.regs[R.BNRY] = page;
    this.receiver.pagesFreed();
    if (this.isStarted) this.interrupts.setReset(false);
  }

  /**
   * CR was written (DP8390D 10.3). Neither STP nor STA leaves the state as it is; TXP falls only by
   * itself. Stopped, the chip finishes the transmission under way before it says RST.
   */
  commandWritten(value: number, before: number): void {
    const { regs } = this;
    const hasState = (value & (CR.STP | CR.STA)) !== 0;
    const state = (hasState ? value : before) & (CR.STP | CR.STA);
    regs[R.CR] = (value & (CR.PS | CR.RD)) | state | (before & CR.TXP);
    if (hasState) this.#setStarted((state & CR.STP) === 0);
    if (this.isStarted) regs[R.CR] |= value & CR.TXP;
    this.remoteDma.command();
    this.transmitter.kick();
  }

  transmissionEnded(): void {
    if (!this.isStarted) this.interrupts.setReset(true);
  }

  /** What is still going on, for whoever expects a halted device to be quiet. */
  activity(): DeviceActivity {
    const { regs } = this;
    return {
      interruptMask: regs[R.IMR] & CAUSES,
      interruptAsserted: this.interrupts.isAsserted,
      receiverEnabled: this.#isListening && (regs[R.RCR] & RCR.MON) === 0,
      transmitterEnabled: this.isStarted && this.transmitter.isOnWire,
      dmaActive: this.transmitter.isActive,
    };
  }

  reportUnmodelled(name: string): void {
    if (this.#onUnmodelled !== undefined) this.#onUnmodelled(name);
  }

  /** In loopback no frame is taken from the wire. */
  get #isListening(): boolean {
    return this.isStarted && (this.regs[R.TCR] & TCR.LB) === 0;
  }

  #setStarted(isStarted: boolean): void {
    this.isStarted = isStarted;
    if (isStarted) {
      this.interrupts.setReset(false);
      return;
    }
    this.receiver.reset();
    // A transmission that has not begun does not; one that has ends first.
    if (this.transmitter.isActive) return;
    this.regs[R.CR] &= ~CR.TXP;
    this.interrupts.setReset(true);
  }
}
