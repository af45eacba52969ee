/**
 * The configuration space of one function. PCI Local Bus Specification 2.2, chapter 6, and PCI Bus
 * Power Management Interface Specification 1.1, chapters 3 and 5.
 *
 * Three byte arrays say everything: what a register holds, which of its bits software can write,
 * and which it clears by writing ones. Sizing a BAR (PCI 2.2, 6.2.5.1) needs nothing more.
 */
import type { Width } from '../ports';
import type { ClaimedRange } from './decoder';
import type { BarSpec, PciFunction, PowerManagementSpec, PowerState } from './function';
import {
  BASE_ADDRESS_COUNT,
  BaseAddress,
  CAP_ID_POWER_MANAGEMENT,
  Command,
  CONFIGURATION_BYTES,
  Header,
  HEADER_TYPE_MULTIFUNCTION,
  Pmc,
  Pmcsr,
  PowerManagement,
  Status,
} from './registers';

/** A range of addresses as a BAR holds it now. */
export interface BarRange extends ClaimedRange {
  readonly bar: number;
  readonly space: BarSpec['space'];
}

const STATUS_ERRORS =
  Status.MASTER_DATA_PARITY_ERROR |
  Status.SIGNALED_TARGET_ABORT |
  Status.RECEIVED_TARGET_ABORT |
  Status.RECEIVED_MASTER_ABORT |
  Status.SIGNALED_SYSTEM_ERROR |
  Status.DETECTED_PARITY_ERROR;

/** What a function may say by `statusCapabilities`. */
const STATUS_CAPABILITIES =
  Status.CAPABLE_OF_66_MHZ | Status.FAST_BACK_TO_BACK | Status.DEVSEL_MEDIUM | Status.DEVSEL_SLOW;

const ALL_BITS = 0xffff_ffff;
const DWORD_BYTES = 4;

export class ConfigurationSpace {
  readonly #function: PciFunction;
  /** Called after anything that may change decoding, mastering or a pin. */
  readonly #onChange: () => void;
  readonly #bytes = new Uint8Array(CONFIGURATION_BYTES);
  readonly #writable = new Uint8Array(CONFIGURATION_BYTES);
  readonly #clearable = new Uint8Array(CONFIGURATION_BYTES);
  readonly #view = new DataView(this.#bytes.buffer);
  #powerState: PowerState = 0;
  #isMultifunction = false;

  constructor(fn: PciFunction, onChange: () => void) {
    this.#function = fn;
    this.#onChange = onChange;
    fn.bars.forEach((bar, index) => bar && checkBar(fn, bar, index));
    if (fn.powerManagement) checkCapability(fn.powerManagement);
    this.#setMasks();
    this.#fill();
  }

  get command(): number {
    return this.#view.getUint16(Header.COMMAND, true);
  }

  get status(): number {
    return this.#view.getUint16(Header.STATUS, true);
  }

  get powerState(): PowerState {
    return this.#powerState;
  }

  /** Whether the function drives PME#: an event has come and is enabled (PCI-PM 1.1, 3.2.4). */
  get isPmeAsserted(): boolean {
    const both = Pmcsr.PME_STATUS | Pmcsr.PME_EN;
    return (this.pmcsr & both) === both;
  }

  /** PMCSR; 0 without power management. */
  get pmcsr(): number {
    const { powerManagement } = this.#function;
    if (powerManagement === undefined) return 0;
    return this.#view.getUint16(powerManagement.offset + PowerManagement.PMCSR, true);
  }

  /** Writes PMCSR as the bus does: a 1 clears PME_Status. */
  writePmcsr(value: number): void {
    const { powerManagement } = this.#function;
    if (powerManagement !== undefined)
      this.write(powerManagement.offset + PowerManagement.PMCSR, 2, value);
  }

  /**
   * Reads `width` bytes from `offset`, low byte first. A transaction addresses one of the 256 bytes
   * or of none: what lies beyond reads as ones, and what crosses a doubleword is several of them.
   */
  read(offset: number, width: Width): number {
    let value = 0;
    for (let index = width - 1; index >= 0; index--)
      value = (value << 8) | (this.#bytes[offset + index] ?? 0xff);
    return value >>> 0;
  }

  /** Writes `width` bytes from `offset`; read-only bits and what lies beyond the 256 stay. */
  write(offset: number, width: Width, value: number): void {
    const bytes = this.#bytes;
    const pmcsr = this.#powerStateOffset();
    for (let index = 0; index < width; index++) {
      const at = offset + index;
      const written = (value >>> (8 * index)) & 0xff;
      const writable = this.#writable[at];
      const kept = bytes[at] & ~writable & ~(written & this.#clearable[at]);
      bytes[at] = kept | (written & writable);
      if (at === pmcsr) this.#requestPowerState((written & Pmcsr.POWER_STATE) as PowerState);
    }
    for (const register of this.#function.configurationRegisters ?? [])
      if (register.offset < offset + width && offset < register.offset + DWORD_BYTES)
        register.written(this.read(register.offset, DWORD_BYTES));
    this.#onChange();
  }

  /** What each BAR holds, whether or not the command register lets it decode. */
  ranges(): BarRange[] {
    const ranges: BarRange[] = [];
    this.#function.bars.forEach((spec, bar) => {
      if (spec === undefined) return;
      const { space, byteCount, window } = spec;
      const at = Header.BASE_ADDRESS_0 + 4 * bar;
      const low = (this.#view.getUint32(at, true) & addressMask(spec)) >>> 0;
      const high = spec.is64Bit ? this.#view.getUint32(at + 4, true) : 0;
      ranges.push({ bar, space, address: high * 2 ** 32 + low, byteCount, window });
    });
    return ranges;
  }

  /** The ranges the function answers to now (table 6-1; PCI-PM 1.1, 5.2 to 5.4: in D0 only). */
  decodedRanges(): BarRange[] {
    if (this.#powerState !== 0) return [];
    const { command } = this;
    return this.ranges().filter(
      ({ space }) => command & (space === 'io' ? Command.IO_SPACE : Command.MEMORY_SPACE),
    );
  }

  /** Writes the one or two registers of a BAR, as firmware does. */
  setBaseAddress({ bar, address }: BarRange): void {
    const at = Header.BASE_ADDRESS_0 + 4 * bar;
    this.write(at, 4, address % 2 ** 32);
    if (this.#function.bars[bar]!.is64Bit) this.write(at + 4, 4, Math.floor(address / 2 ** 32));
  }

  /** What hardware sees happen on the bus, to be cleared by software (table 6-2). */
  setStatus(bits: number): void {
    this.#view.setUint16(Header.STATUS, this.status | (bits & STATUS_ERRORS), true);
  }

  setMultifunction(isMultifunction: boolean): void {
    this.#isMultifunction = isMultifunction;
    this.#bytes[Header.HEADER_TYPE] = isMultifunction ? HEADER_TYPE_MULTIFUNCTION : 0;
  }

  /** A power management event: sticks if the function can signal one from its present state. */
  signalPme(): void {
    const { powerManagement } = this.#function;
    if (powerManagement === undefined) return;
    if ((powerManagement.pmc & (Pmc.PME_SUPPORT_D0 << this.#powerState)) === 0) return;
    const at = powerManagement.offset + PowerManagement.PMCSR;
    this.#view.setUint16(at, this.#view.getUint16(at, true) | Pmcsr.PME_STATUS, true);
    this.#onChange();
  }

  /** RST#. PME context outlives it where the function has auxiliary power (PCI-PM 1.1, 3.2.4). */
  reset(): void {
    const from = this.#powerState;
    this.#powerState = 0;
    this.#function.reset();
    this.#clear(Pmc.PME_SUPPORT_D3_COLD);
    if (from !== 0) this.#function.powerManagement!.setPowerState(0);
    this.#onChange();
  }

  #powerStateOffset(): number {
    const { powerManagement } = this.#function;
    return powerManagement === undefined ? -1 : powerManagement.offset + PowerManagement.PMCSR;
  }

  /**
   * A write to PMCSR.PowerState. An unsupported state is discarded (PCI-PM 1.1, 3.2.4); so is a
   * move that 5.5 does not show (D2 to D1, D3hot to anything but D0), of which the
   * specification says nothing.
   */
  #requestPowerState(state: PowerState): void {
    const powerManagement = this.#function.powerManagement!;
    const from = this.#powerState;
    if (state === from) return;
    if (state !== 0 && state < from) return;
    if (state === 1 && !(powerManagement.pmc & Pmc.D1_SUPPORT)) return;
    if (state === 2 && !(powerManagement.pmc & Pmc.D2_SUPPORT)) return;
    this.#powerState = state;
    // Leaving D3hot is a warm reset: D0 Uninitialized, only PME context is kept (5.4.1).
    if (from === 3) {
      this.#function.reset();
      this.#clear(Pmc.PME_SUPPORT_D3_HOT | Pmc.PME_SUPPORT_D3_COLD);
    }
    const at = powerManagement.offset + PowerManagement.PMCSR;
    this.#bytes[at] = (this.#bytes[at] & ~Pmcsr.POWER_STATE) | state;
    powerManagement.setPowerState(state);
  }

  /** Back to the power-on values, keeping PME context if the function has one of `pmeStates`. */
  #clear(pmeStates: number): void {
    const { powerManagement } = this.#function;
    const at = this.#powerStateOffset();
    const keepsPme = powerManagement !== undefined && (powerManagement.pmc & pmeStates) !== 0;
    const kept = keepsPme ? this.#view.getUint16(at, true) & (Pmcsr.PME_EN | Pmcsr.PME_STATUS) : 0;
    this.#bytes.fill(0);
    this.#fill();
    if (kept !== 0) this.#view.setUint16(at, kept, true);
  }

  /** Which bits software writes. Those that no capability of the function needs are hardwired. */
  #setMasks(): void {
    const writable = new DataView(this.#writable.buffer);
    const clearable = new DataView(this.#clearable.buffer);
    let command: number =
      Command.BUS_MASTER |
      Command.MEMORY_WRITE_AND_INVALIDATE |
      Command.PARITY_ERROR_RESPONSE |
      Command.SERR_ENABLE;
    this.#function.bars.forEach((bar, index) => {
      if (bar === undefined) return;
      command |= bar.space === 'io' ? Command.IO_SPACE : Command.MEMORY_SPACE;
      const at = Header.BASE_ADDRESS_0 + 4 * index;
      writable.setUint32(at, addressMask(bar), true);
      if (bar.is64Bit) writable.setUint32(at + 4, ALL_BITS, true);
    });
    writable.setUint16(Header.COMMAND, command, true);
    clearable.setUint16(Header.STATUS, STATUS_ERRORS, true);
    for (const at of [Header.CACHE_LINE_SIZE, Header.LATENCY_TIMER, Header.INTERRUPT_LINE])
      writable.setUint8(at, 0xff);
    for (const { offset, writeMask } of this.#function.configurationRegisters ?? [])
      writable.setUint32(offset, writeMask, true);
    const { powerManagement } = this.#function;
    if (powerManagement === undefined || (powerManagement.pmc & Pmc.PME_SUPPORT) === 0) return;
    const pmcsr = powerManagement.offset + PowerManagement.PMCSR;
    writable.setUint16(pmcsr, Pmcsr.PME_EN, true);
    clearable.setUint16(pmcsr, Pmcsr.PME_STATUS, true);
  }

  /** The values after RST#. Identification is read anew: a function may load it from its EEPROM. */
  #fill(): void {
    const fn = this.#function;
    const view = this.#view;
    view.setUint16(Header.VENDOR_ID, fn.vendorId, true);
    view.setUint16(Header.DEVICE_ID, fn.deviceId, true);
    const { statusCapabilities = Status.DEVSEL_MEDIUM, powerManagement } = fn;
    const list = powerManagement === undefined ? 0 : Status.CAPABILITIES_LIST;
    view.setUint16(Header.STATUS, (statusCapabilities & STATUS_CAPABILITIES) | list, true);
    view.setUint8(Header.REVISION_ID, fn.revisionId);
    view.setUint8(Header.CLASS_CODE, fn.classCode);
    view.setUint16(Header.CLASS_CODE + 1, fn.classCode >>> 8, true);
    this.setMultifunction(this.#isMultifunction);
    fn.bars.forEach((bar, index) => {
      if (bar) view.setUint8(Header.BASE_ADDRESS_0 + 4 * index, typeBits(bar));
    });
    view.setUint16(Header.SUBSYSTEM_VENDOR_ID, fn.subsystemVendorId, true);
    view.setUint16(Header.SUBSYSTEM_ID, fn.subsystemId, true);
    view.setUint8(Header.INTERRUPT_PIN, fn.interruptPin);
    view.setUint8(Header.MIN_GNT, fn.minGrant);
    view.setUint8(Header.MAX_LAT, fn.maxLatency);
    if (powerManagement === undefined) return;
    const { offset, pmc } = powerManagement;
    view.setUint8(Header.CAPABILITIES_POINTER, offset);
    view.setUint8(offset + PowerManagement.CAP_ID, CAP_ID_POWER_MANAGEMENT);
    view.setUint16(offset + PowerManagement.PMC, pmc, true);
  }
}

function addressMask({ byteCount }: BarSpec): number {
  return ~(byteCount - 1) >>> 0;
}

function typeBits(bar: BarSpec): number {
  if (bar.space === 'io') return BaseAddress.IO_SPACE;
  return (
    (bar.is64Bit ? BaseAddress.TYPE_64_BIT : 0) |
    (bar.isPrefetchable ? BaseAddress.PREFETCHABLE : 0)
  );
}

/** The sizes a BAR can express, and 256 bytes of I/O at the most (PCI 2.2, 6.2.5.1). */
function checkBar(fn: PciFunction, bar: BarSpec, index: number): void {
  const { space, byteCount } = bar;
  const [least, most] = space === 'io' ? [4, 256] : [16, 2 ** 31];
  const isPowerOfTwo = Number.isInteger(Math.log2(byteCount));
  if (!isPowerOfTwo || byteCount < least || byteCount > most)
    throw new RangeError(`BAR ${index}: ${byteCount} bytes of ${space} space`);
  const lastIndex = bar.is64Bit ? index + 1 : index;
  if (lastIndex >= BASE_ADDRESS_COUNT || (bar.is64Bit && fn.bars[index + 1] !== undefined))
    throw new RangeError(`BAR ${index}: no room for its registers`);
  if (space === 'io' && (bar.is64Bit || bar.isPrefetchable))
    throw new RangeError(`BAR ${index}: I/O space is neither 64-bit nor prefetchable`);
}

/** Capabilities lie behind the header, at doublewords (PCI 2.2, 6.7). */
function checkCapability({ offset }: PowerManagementSpec): void {
  const lastOffset = CONFIGURATION_BYTES - PowerManagement.END;
  if (offset % 4 !== 0 || offset < Header.END || offset > lastOffset)
    throw new RangeError(`power management capability at 0x${offset.toString(16)}`);
}
