/**
 * The remote DMA: the way to the card's memory, through one port. DP8390D 9.0, 10.7. A transfer is
 * of words; on PCI an access of 32 bits makes two (LS009.0 5.1), which halves the time of a frame.
 *
 * A transfer has one place on the card and any number of pieces in memory, odd ones too: the second
 * byte of a word that a piece does not take is carried to the next. On the card it goes on at
 * PSTART after PSTOP, so that a frame across the end of the ring is one transfer (9.0).
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { portAt, readPort, writePort } from './card';
import { CR, ISR, Page, Port, RemoteCommand } from './registers';

/** RDC comes with the last word; a card that lets one wait 100 us for it has failed. */
const DONE_POLL_US = 10;
const DONE_POLL_COUNT_MAX = 10;

export interface Transfer {
  /** Of a read, the byte that is next; of a write, the byte that waits for its other half. */
  carry: number | undefined;
}

/** Begins a read of `byteCount` bytes, which must all be taken; the address may be odd. */
export function beginRead(
  ndis: Ndis,
  adapter: Adapter,
  address: number,
  byteCount: number,
): Transfer {
  const isOdd = (address & 1) !== 0;
  // A transfer of words begins at an even address.
  begin(ndis, adapter, address & ~1, byteCount + (isOdd ? 1 : 0), RemoteCommand.READ);
  return { carry: isOdd ? readWord(ndis, adapter) >>> 8 : undefined };
}

/** Begins a write of `byteCount` bytes, which must all be given; the address is even. */
export function beginWrite(
  ndis: Ndis,
  adapter: Adapter,
  address: number,
  byteCount: number,
): Transfer {
  begin(ndis, adapter, address, byteCount, RemoteCommand.WRITE);
  return { carry: undefined };
}

function begin(
  ndis: Ndis,
  adapter: Adapter,
  address: number,
  byteCount: number,
  command: number,
): void {
  const wordBytes = byteCount + (byteCount & 1);
  writePort(ndis, adapter, Port.CR, Page.ZERO | RemoteCommand.ABORT | CR.STA);
  writePort(ndis, adapter, Port.ISR, ISR.RDC);
  writePort(ndis, adapter, Port.RBCR0, wordBytes & 0xff);
  writePort(ndis, adapter, Port.RBCR1, wordBytes >>> 8);
  writePort(ndis, adapter, Port.RSAR0, address & 0xff);
  writePort(ndis, adapter, Port.RSAR1, address >>> 8);
  writePort(ndis, adapter, Port.CR, Page.ZERO | command | CR.STA);
}

/** Takes the next bytes of a read. */
export function readBytes(
  ndis: Ndis,
  adapter: Adapter,
  transfer: Transfer,
  to: number,
  byteCount: number,
): void {
  let at = to;
  let leftBytes = byteCount;
  if (transfer.carry !== undefined && leftBytes > 0) {
    ndis.memory.write8(virtual(at++), transfer.carry);
    transfer.carry = undefined;
    leftBytes--;
  }
  const pairCount = leftBytes >>> 2;
  if (pairCount > 0)
    ndis.NdisRawReadPortBufferUlong(portAt(adapter, Port.DATA), virtual(at), pairCount);
  at += 4 * pairCount;
  if ((leftBytes & 2) !== 0) {
    ndis.memory.write16(virtual(at), readWord(ndis, adapter));
    at += 2;
  }
  if ((leftBytes & 1) === 0) return;
  const word = readWord(ndis, adapter);
  ndis.memory.write8(virtual(at), word & 0xff);
  transfer.carry = word >>> 8;
}

/** Gives the next bytes of a write. */
export function writeBytes(
  ndis: Ndis,
  adapter: Adapter,
  transfer: Transfer,
  from: number,
  byteCount: number,
): void {
  let at = from;
  let leftBytes = byteCount;
  if (transfer.carry !== undefined && leftBytes > 0) {
    writeWord(ndis, adapter, transfer.carry | (ndis.memory.read8(virtual(at++)) << 8));
    transfer.carry = undefined;
    leftBytes--;
  }
  const pairCount = leftBytes >>> 2;
  if (pairCount > 0)
    ndis.NdisRawWritePortBufferUlong(portAt(adapter, Port.DATA), virtual(at), pairCount);
  at += 4 * pairCount;
  if ((leftBytes & 2) !== 0) {
    writeWord(ndis, adapter, ndis.memory.read16(virtual(at)));
    at += 2;
  }
  if ((leftBytes & 1) !== 0) transfer.carry = ndis.memory.read8(virtual(at));
}

/** Gives zeros, and with them the end of a write. */
export function writeZeros(
  ndis: Ndis,
  adapter: Adapter,
  transfer: Transfer,
  byteCount: number,
): void {
  let leftBytes = byteCount;
  if (transfer.carry !== undefined) {
    writeWord(ndis, adapter, transfer.carry);
    transfer.carry = undefined;
    leftBytes--;
  }
  for (; leftBytes > 0; leftBytes -= 2) writeWord(ndis, adapter, 0);
}

/** Whether the transfer is over, as it must be. If it is not, the card has failed. */
export function endTransfer(ndis: Ndis, adapter: Adapter): boolean {
  for (let poll = 0; poll < DONE_POLL_COUNT_MAX; poll++) {
    if ((readPort(ndis, adapter, Port.ISR) & ISR.RDC) !== 0) {
      writePort(ndis, adapter, Port.ISR, ISR.RDC);
      return true;
    }
    ndis.NdisStallExecution(DONE_POLL_US);
  }
  adapter.NeedsReset = true;
  return false;
}

/** Reads a block of the card's memory. False if the card has failed. */
export function readBlock(
  ndis: Ndis,
  adapter: Adapter,
  address: number,
  to: number,
  byteCount: number,
): boolean {
  const transfer = beginRead(ndis, adapter, address, byteCount);
  readBytes(ndis, adapter, transfer, to, byteCount);
  return endTransfer(ndis, adapter);
}

/** Writes a block of the card's memory, of even length. False if the card has failed. */
export function writeBlock(
  ndis: Ndis,
  adapter: Adapter,
  address: number,
  from: number,
  byteCount: number,
): boolean {
  const transfer = beginWrite(ndis, adapter, address, byteCount);
  writeBytes(ndis, adapter, transfer, from, byteCount);
  return endTransfer(ndis, adapter);
}

function readWord(ndis: Ndis, adapter: Adapter): number {
  return ndis.NdisRawReadPortUshort(portAt(adapter, Port.DATA)).Data;
}

function writeWord(ndis: Ndis, adapter: Adapter, word: number): void {
  ndis.NdisRawWritePortUshort(portAt(adapter, Port.DATA), word);
}
