/**
 * The serial ROM behind the device, a 93C46 or 93C66, read bit by bit through CSR9: start bit, two
 * bits of operation, the address, then 16 of data, each with a clock of its own. HRM, CSR9; 21X4
 * Serial ROM Format 4.05, 3. Of a part that takes more address bits, the 0 before the data comes late.
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { ADDRESS_BYTES } from './frame';
import { readCsr, writeCsr } from './ports';
import { CSR9, Register } from './registers';

/** The station address is in words 10 to 12. */
const ADDRESS_WORD = 10;
/** Start bit and READ. */
const READ = 0b110;
const READ_BITS = 3;
const ADDRESS_BITS_SMALL = 6;
const ADDRESS_BITS_LARGE = 8;
const WORD_BITS = 16;
/** Half a period of the part's clock, of 1 MHz at most; the delay has whole microseconds. */
const HALF_CLOCK_US = 1;
const SELECT = CSR9.SR | CSR9.RD;

/** Reads the permanent station address. False if the ROM is absent or holds no such thing. */
export function readPermanentAddress(ndis: Ndis, adapter: Adapter): boolean {
  const addressBits = findAddressBits(ndis, adapter);
  for (let word = 0; word < ADDRESS_BYTES / 2; word++)
    ndis.memory.write16(
      virtual(adapter.PermanentAddress + 2 * word),
      readWord(ndis, adapter, ADDRESS_WORD + word, addressBits),
    );
  return isStationAddress(ndis, adapter.PermanentAddress);
}

/** Whether six bytes are an address that a station can have: no group's, and not all zeros. */
export function isStationAddress({ memory }: Ndis, address: number): boolean {
  const low = memory.read32(virtual(address));
  const high = memory.read16(virtual(address + 4));
  return (low & 1) === 0 && (low !== 0 || high !== 0);
}

/** A part says that it has its address whole by a 0 on its data wire. */
function findAddressBits(ndis: Ndis, adapter: Adapter): number {
  begin(ndis, adapter, ADDRESS_BITS_SMALL, 0);
  const isSmall = !isDataHigh(ndis, adapter);
  end(ndis, adapter);
  return isSmall ? ADDRESS_BITS_SMALL : ADDRESS_BITS_LARGE;
}

function readWord(ndis: Ndis, adapter: Adapter, word: number, addressBits: number): number {
  begin(ndis, adapter, addressBits, word);
  let value = 0;
  for (let bit = 0; bit < WORD_BITS; bit++) {
    clock(ndis, adapter, 0);
    value = (value << 1) | (isDataHigh(ndis, adapter) ? 1 : 0);
  }
  end(ndis, adapter);
  return value;
}

function begin(ndis: Ndis, adapter: Adapter, addressBits: number, word: number): void {
  drive(ndis, adapter, CSR9.SR_CS);
  const command = (READ << addressBits) | word;
  for (let bit = READ_BITS + addressBits - 1; bit >= 0; bit--)
    clock(ndis, adapter, ((command >>> bit) & 1) === 0 ? 0 : CSR9.SR_DI);
}

function end(ndis: Ndis, adapter: Adapter): void {
  drive(ndis, adapter, 0);
  writeCsr(ndis, adapter, Register.CSR9, 0);
}

function isDataHigh(ndis: Ndis, adapter: Adapter): boolean {
  return (readCsr(ndis, adapter, Register.CSR9) & CSR9.SR_DO) !== 0;
}

/** One period of the clock with this on the data wire. */
function clock(ndis: Ndis, adapter: Adapter, dataIn: number): void {
  drive(ndis, adapter, CSR9.SR_CS | dataIn);
  drive(ndis, adapter, CSR9.SR_CS | dataIn | CSR9.SR_SK);
}

function drive(ndis: Ndis, adapter: Adapter, wires: number): void {
  writeCsr(ndis, adapter, Register.CSR9, SELECT | wires);
  ndis.NdisStallExecution(HALF_CLOCK_US);
}
