/**
 * Page 3: the modes of 9346CR and the configuration that is loaded from the 93C46. RTL8029AS
 * LS009.0 5.1; RTL8019AS specification 5.1.2.2 for the modes.
 */
import type { ClockEvent, ClockPort } from '../../clock';
import type { RegisterValues } from '../../registers';
import type { BufferMemory } from './buffer-memory';
import type { Eeprom } from './eeprom';
import { CONFIG2, CONFIG3, EE9346CR, Medium, Mode9346, R } from './registers';

/** How long an auto-load takes. */
const AUTO_LOAD_NS = 2_000_000;
const WIRES = EE9346CR.EECS | EE9346CR.EESK | EE9346CR.EEDI;

export interface ConfigurationPorts {
  readonly regs: RegisterValues;
  readonly clock: ClockPort;
  readonly eeprom: Eeprom;
  readonly memory: BufferMemory;
  /** An auto-load is through: CR falls back to 21h. */
  onLoaded(): void;
  reportUnmodelled(name: string): void;
}

export class Configuration {
  readonly #ports: ConfigurationPorts;
  #autoLoad: ClockEvent | undefined;

  constructor(ports: ConfigurationPorts) {
    this.#ports = ports;
  }

  /** RST#: the configuration is loaded, and is there when the bus first asks. */
  reset(): void {
    const { clock, eeprom } = this.#ports;
    if (this.#autoLoad !== undefined) clock.cancel(this.#autoLoad);
    this.#autoLoad = undefined;
    eeprom.release();
    this.#load();
  }

  /** False while the 93C46 is in use, when both DMA channels stand still. */
  get isDmaEnabled(): boolean {
    const mode = this.#mode;
    return mode === Mode9346.NORMAL || mode === Mode9346.CONFIG;
  }

  /** CONFIG2.PL says twisted pair, or leaves it to the chip and there is a link. */
  isTwistedPair(hasLink: boolean): boolean {
    const medium = this.#ports.regs[R.CONFIG2] & CONFIG2.PL;
    return medium === Medium.TEN_BASE_T || (medium === Medium.AUTO && hasLink);
  }

  /** CONFIG0.BNC: thin coax is in use, by choice or because the link test fails. */
  isThinCoax(hasLink: boolean): boolean {
    const medium = this.#ports.regs[R.CONFIG2] & CONFIG2.PL;
    return medium === Medium.TEN_BASE_2 || (medium === Medium.AUTO && !hasLink);
  }

  /** 9346CR was written. */
  commandWritten(before: number): void {
    const { regs, clock, eeprom } = this.#ports;
    // Until it is through an auto-load has the pins and the mode.
    if (this.#autoLoad !== undefined) {
      regs[R['9346CR']] = before;
      return;
    }
    const mode = this.#mode;
    if (mode === Mode9346.PROGRAMMING) this.#drive();
    else {
      if ((before & EE9346CR.EEM) === Mode9346.PROGRAMMING) eeprom.release();
      regs[R['9346CR']] &= ~WIRES;
    }
    if (mode === Mode9346.AUTO_LOAD)
      this.#autoLoad = clock.schedule(AUTO_LOAD_NS, this.#endAutoLoad);
  }

  /** 9346CR with the level of EEDO, which is the part's in the programming mode. */
  readCommand(): number {
    const { regs, eeprom } = this.#ports;
    const value = regs[R['9346CR']];
    const isWired = this.#mode === Mode9346.PROGRAMMING;
    return isWired && eeprom.dataOut ? value | EE9346CR.EEDO : value;
  }

  /** CONFIG2 or CONFIG3 was written: it stays as it was unless 9346CR allows the write. */
  configWritten(slot: number, before: number): void {
    const { regs, reportUnmodelled } = this.#ports;
    if (this.#mode !== Mode9346.CONFIG) {
      regs[slot] = before;
      return;
    }
    const value = regs[slot];
    if (slot === R.CONFIG2 && (value & CONFIG2.FCE) !== 0) reportUnmodelled('CONFIG2.FCE');
    if (slot === R.CONFIG3 && (value & (CONFIG3.SLEEP | CONFIG3.PWRDN)) !== 0)
      reportUnmodelled('CONFIG3.SLEEP or PWRDN');
  }

  get #mode(): number {
    return this.#ports.regs[R['9346CR']] & EE9346CR.EEM;
  }

  #drive(): void {
    const value = this.#ports.regs[R['9346CR']];
    this.#ports.eeprom.drive(
      (value & EE9346CR.EECS) !== 0,
      (value & EE9346CR.EESK) !== 0,
      (value & EE9346CR.EEDI) !== 0,
    );
  }

  #load(): void {
    const { regs, eeprom, memory } = this.#ports;
    regs[R['9346CR']] = Mode9346.NORMAL;
    regs[R.CONFIG2] = eeprom.config2 & (CONFIG2.PL | CONFIG2.BS);
    regs[R.CONFIG3] = eeprom.config3 & (CONFIG3.FUDUP | CONFIG3.LEDS);
    memory.loadProm(eeprom.macAddress, eeprom.product);
  }

  readonly #endAutoLoad = (): void => {
    this.#autoLoad = undefined;
    this.#load();
    this.#ports.onLoaded();
  };
}
