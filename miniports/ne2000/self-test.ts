/** What the card must show before it is used: its PROM, and memory that keeps what it is given. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import type { NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { isStationAddress } from './configuration';
import { ADDRESS_BYTES } from './frame';
import {
  BUFFER_END_PAGE,
  BUFFER_START_PAGE,
  PAGE_BYTES,
  PROM_BYTES,
  PROM_MARK,
  PROM_MARK_OFFSET,
} from './registers';
import { readBlock, writeBlock } from './remote-dma';

const PROM_ADDRESS = 0;
/** Odd, so that no two words of the pattern are the same, and each byte of a word changes. */
const WORD_STEP = 0x4d25;

/**
 * Reads the permanent station address (LS009.0 6): as on every NE2000 in a 16-bit slot a byte of
 * the PROM lies at two addresses, and behind the address and the vendor's bytes follow two marks.
 */
export function readProm(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { memory } = ndis;
  const prom = ndis.localBytes(PROM_BYTES);
  if (!readBlock(ndis, adapter, PROM_ADDRESS, prom, PROM_BYTES)) return NDIS_STATUS_FAILURE;
  for (let at = PROM_MARK_OFFSET; at < PROM_BYTES; at++)
    if (memory.read8(virtual(prom + at)) !== PROM_MARK) return NDIS_STATUS_FAILURE;
  const { PermanentAddress, CurrentAddress } = adapter;
  for (let index = 0; index < ADDRESS_BYTES; index++)
    memory.write8(virtual(PermanentAddress + index), memory.read8(virtual(prom + 2 * index)));
  if (!isStationAddress(ndis, PermanentAddress)) return NDIS_STATUS_FAILURE;
  if (!adapter.HasNetworkAddress)
    ndis.NdisMoveMemory(CurrentAddress, PermanentAddress, ADDRESS_BYTES);
  return NDIS_STATUS_SUCCESS;
}

/** Writes the packet buffer full and reads it back, twice: the second time with every bit inverted. */
export function testMemory(ndis: Ndis, adapter: Adapter): NdisStatus {
  const pattern = ndis.localBytes(2 * PAGE_BYTES);
  const found = ndis.localBytes(PAGE_BYTES);
  for (const inversion of [0x0000, 0xffff]) {
    fillPattern(ndis, pattern, inversion);
    for (let page = BUFFER_START_PAGE; page < BUFFER_END_PAGE; page++) {
      const isWritten = writeBlock(
        ndis,
        adapter,
        page * PAGE_BYTES,
        patternOf(pattern, page),
        PAGE_BYTES,
      );
      if (!isWritten) return NDIS_STATUS_FAILURE;
    }
    for (let page = BUFFER_START_PAGE; page < BUFFER_END_PAGE; page++) {
      if (!readBlock(ndis, adapter, page * PAGE_BYTES, found, PAGE_BYTES))
        return NDIS_STATUS_FAILURE;
      if (ndis.NdisEqualMemory(patternOf(pattern, page), found, PAGE_BYTES) === 0)
        return NDIS_STATUS_FAILURE;
    }
  }
  return NDIS_STATUS_SUCCESS;
}

/** Words that are all different, for two pages. */
function fillPattern({ memory }: Ndis, pattern: VirtualAddress, inversion: number): void {
  for (let at = 0; at < 2 * PAGE_BYTES; at += 2)
    memory.write16(virtual(pattern + at), ((at * WORD_STEP) ^ inversion) & 0xffff);
}

/** Where the pattern of a page begins: for each of the 128 at another word. */
function patternOf(pattern: VirtualAddress, page: number): VirtualAddress {
  return virtual(pattern + 2 * (page - BUFFER_START_PAGE));
}
