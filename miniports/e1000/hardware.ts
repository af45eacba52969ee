/**
 * The device itself: its registers, stopping and resetting it, its EEPROM. 8254x SDM 5.6, 13.4.1,
 * 13.4.4, 14.7.
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { ADDRESS_BYTES, type Adapter } from './adapter';
import { isStationAddress } from './configuration';
import {
  ALL_ONES,
  CTRL,
  EEPROM_CHECKSUM,
  EEPROM_WORD_COUNT,
  EERD,
  EERD_ADDRESS_SHIFT,
  EERD_DATA_SHIFT,
  Register,
  TCTL,
} from './registers';

/**
 * How long transactions on the bus may take to end after the device has been stopped, and how long
 * the device then takes to load its EEPROM after a reset.
 */
export const RESET_STEP_MS = 10;
/** CTRL.RST: nothing may be accessed for 1 us (13.4.1). */
const RESET_STALL_US = 2;

/** A word takes 26 clocks of the EEPROM's 1 MHz: it is there when it is first looked for. */
const EEPROM_POLL_US = 30;
const EEPROM_POLL_COUNT_MAX = 10;

export function readRegister(ndis: Ndis, adapter: Adapter, register: number): number {
  return ndis.NdisReadRegisterUlong(virtual(adapter.RegisterBase + register)).Data;
}

export function writeRegister(ndis: Ndis, adapter: Adapter, register: number, value: number): void {
  ndis.NdisWriteRegisterUlong(virtual(adapter.RegisterBase + register), value >>> 0);
}

/** Whether the device has left its bus: STATUS has bits that always read as 0. */
export function isGone(ndis: Ndis, adapter: Adapter): boolean {
  return readRegister(ndis, adapter, Register.STATUS) === ALL_ONES;
}

/**
 * Stops the device: no interrupts, no receiving, no sending. It does nothing but write registers,
 * so that it can be called at any IRQL, even when the system goes down.
 */
export function stopDevice(ndis: Ndis, adapter: Adapter): void {
  writeRegister(ndis, adapter, Register.IMC, ALL_ONES);
  writeRegister(ndis, adapter, Register.RCTL, 0);
  writeRegister(ndis, adapter, Register.TCTL, TCTL.PSP);
}

/**
 * Resets everything but the PHY (14.7). DMA ends here: what the device was given is the driver's
 * again. The registers take RESET_STEP_MS to be usable.
 */
export function resetDevice(ndis: Ndis, adapter: Adapter): void {
  const ctrl = readRegister(ndis, adapter, Register.CTRL);
  writeRegister(ndis, adapter, Register.CTRL, (ctrl & ~CTRL.PHY_RST) | CTRL.RST);
  ndis.NdisStallExecution(RESET_STALL_US);
  // The reset has cleared the mask already; a device that ignored it shall be silent all the same.
  writeRegister(ndis, adapter, Register.IMC, ALL_ONES);
}

/** Whether a reset is over: CTRL.RST clears itself. */
export function isResetDone(ndis: Ndis, adapter: Adapter): boolean {
  return (readRegister(ndis, adapter, Register.CTRL) & CTRL.RST) === 0;
}

/** Stops and resets the device, at PASSIVE_LEVEL. False if it does not come back. */
export function resetAndWait(ndis: Ndis, adapter: Adapter): boolean {
  stopDevice(ndis, adapter);
  ndis.NdisMSleep(1000 * RESET_STEP_MS);
  resetDevice(ndis, adapter);
  ndis.NdisMSleep(1000 * RESET_STEP_MS);
  return !isGone(ndis, adapter) && isResetDone(ndis, adapter);
}

/** A word of the EEPROM (13.4.4), or undefined if it does not answer. */
function readEepromWord(ndis: Ndis, adapter: Adapter, word: number): number | undefined {
  writeRegister(ndis, adapter, Register.EERD, (word << EERD_ADDRESS_SHIFT) | EERD.START);
  for (let poll = 0; poll < EEPROM_POLL_COUNT_MAX; poll++) {
    ndis.NdisStallExecution(EEPROM_POLL_US);
    const value = readRegister(ndis, adapter, Register.EERD);
    if (value === ALL_ONES) return undefined;
    if ((value & EERD.DONE) !== 0) return value >>> EERD_DATA_SHIFT;
  }
  return undefined;
}

/**
 * Reads the permanent station address from the EEPROM, whose words must add up (5.6.1, 5.6.35).
 * False if the EEPROM is absent or damaged.
 */
export function readPermanentAddress(ndis: Ndis, adapter: Adapter): boolean {
  const address = adapter.PermanentAddress;
  let sum = 0;
  for (let word = 0; word < EEPROM_WORD_COUNT; word++) {
    const value = readEepromWord(ndis, adapter, word);
    if (value === undefined) return false;
    if (2 * word < ADDRESS_BYTES) ndis.memory.write16(virtual(address + 2 * word), value);
    sum += value;
  }
  return (sum & 0xffff) === EEPROM_CHECKSUM && isStationAddress(ndis, address);
}
