/**
 * The 93C46 behind the device, read bit by bit through 9346CR: start bit, two bits of operation, six
 * of address, then 16 of data, each with a clock of its own. RTL8139C(L) data sheet 6.9, chapter 7.
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { ADDRESS_BYTES } from './frame';
import { readUchar, writeUchar } from './ports';
import { EE, Register } from './registers';

/** In word 0 of every card's EEPROM. */
const SIGNATURE = 0x8129;
/** The station address is in words 7 to 9. */
const ADDRESS_WORD = 7;

/** Start bit and READ, followed by an address of six bits. */
const READ = 0b110;
const COMMAND_BITS = 9;
const WORD_BITS = 16;
/** Half a period of the 93C46's clock, of 1 MHz at most; the delay has whole microseconds. */
const HALF_CLOCK_US = 1;

/** Reads the permanent station address. False if the EEPROM is absent or holds no such thing. */
export function readPermanentAddress(ndis: Ndis, adapter: Adapter): boolean {
  if (readWord(ndis, adapter, 0) !== SIGNATURE) return false;
  for (let word = 0; word < ADDRESS_BYTES / 2; word++)
    ndis.memory.write16(
      virtual(adapter.PermanentAddress + 2 * word),
      readWord(ndis, adapter, ADDRESS_WORD + word),
    );
  return isStationAddress(ndis, adapter.PermanentAddress);
}

/** Whether six bytes are an address that a station can have: no group's, and not all zeros. */
export function isStationAddress({ memory }: Ndis, address: number): boolean {
  const low = memory.read32(virtual(address));
  const high = memory.read16(virtual(address + 4));
  return (low & 1) === 0 && (low !== 0 || high !== 0);
}

function readWord(ndis: Ndis, adapter: Adapter, word: number): number {
  drive(ndis, adapter, EE.EECS);
  const command = (READ << 6) | word;
  for (let bit = COMMAND_BITS - 1; bit >= 0; bit--)
    clock(ndis, adapter, ((command >>> bit) & 1) === 0 ? 0 : EE.EEDI);
  let value = 0;
  for (let bit = 0; bit < WORD_BITS; bit++) {
    clock(ndis, adapter, 0);
    const isSet = (readUchar(ndis, adapter, Register.EE_CR) & EE.EEDO) !== 0;
    value = (value << 1) | (isSet ? 1 : 0);
  }
  drive(ndis, adapter, 0);
  writeUchar(ndis, adapter, Register.EE_CR, EE.MODE_NORMAL);
  return value;
}

/** One period of the clock with this on the data wire. */
function clock(ndis: Ndis, adapter: Adapter, dataIn: number): void {
  drive(ndis, adapter, EE.EECS | dataIn);
  drive(ndis, adapter, EE.EECS | dataIn | EE.EESK);
}

function drive(ndis: Ndis, adapter: Adapter, wires: number): void {
  writeUchar(ndis, adapter, Register.EE_CR, EE.MODE_PROGRAM | wires);
  ndis.NdisStallExecution(HALF_CLOCK_US);
}
