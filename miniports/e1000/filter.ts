/**
 * Which frames come in: the packet filter and the multicast list, as the device filters them and as
 * the driver does behind it. 8254x SDM 3.2.1, 13.4.22, 13.5.1 - 13.5.3.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import { ADDRESS_BYTES, type Adapter } from './adapter';
import { writeRegister } from './hardware';
import { MTA_WORD_COUNT, RAH_AV, RCTL, Register } from './registers';

/** What OID_GEN_CURRENT_PACKET_FILTER may ask for. */
export const SUPPORTED_FILTERS =
  NDIS_PACKET_TYPE_DIRECTED |
  NDIS_PACKET_TYPE_MULTICAST |
  NDIS_PACKET_TYPE_ALL_MULTICAST |
  NDIS_PACKET_TYPE_BROADCAST |
  NDIS_PACKET_TYPE_PROMISCUOUS;

/** Makes the device filter as `filter` and MulticastList say. Under ReceiveLock. */
export function programFilter(ndis: Ndis, adapter: Adapter, filter: number): void {
  programStationAddress(ndis, adapter, filter);
  programMulticastTable(ndis, adapter, filter);
  writeRegister(ndis, adapter, Register.RCTL, receiveControl(filter));
}

/** RCTL: 2048-byte buffers, FCS stripped; nothing comes in before a filter is set. */
function receiveControl(filter: number): number {
  let rctl: number = RCTL.SECRC;
  if (filter !== 0) rctl |= RCTL.EN;
  if ((filter & NDIS_PACKET_TYPE_BROADCAST) !== 0) rctl |= RCTL.BAM;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) rctl |= RCTL.MPE;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) rctl |= RCTL.UPE | RCTL.MPE | RCTL.BAM;
  return rctl;
}

/**
 * RAL0 and RAH0 always hold the station address, which PAUSE frames are compared with too; AV says
 * whether frames to it are let in. When clearing, high before low (13.5.3).
 */
function programStationAddress(ndis: Ndis, adapter: Adapter, filter: number): void {
  const address = adapter.CurrentAddress;
  const low = ndis.memory.read32(address);
  const high = ndis.memory.read16(virtual(address + 4));
  const isDirected = (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0;
  writeRegister(ndis, adapter, Register.RAH0, high);
  writeRegister(ndis, adapter, Register.RAL0, low);
  if (isDirected) writeRegister(ndis, adapter, Register.RAH0, high | RAH_AV);
}

/** After a reset the table holds anything: it is cleared before the filter is set (14.4). */
export function clearMulticastTable(ndis: Ndis, adapter: Adapter): void {
  for (let word = 0; word < MTA_WORD_COUNT; word++) setMulticastWord(ndis, adapter, word, 0);
}

/**
 * The hash table: a bit for each value of the address's bits 47:36 (13.5.1, RCTL.MO 0). A write to
 * the device takes as long as hundreds of accesses to memory, so that only what changes is written.
 */
function programMulticastTable(ndis: Ndis, adapter: Adapter, filter: number): void {
  const isMulticast = (filter & NDIS_PACKET_TYPE_MULTICAST) !== 0;
  const addressCount = isMulticast ? adapter.MulticastCount : 0;
  const words = new Uint32Array(MTA_WORD_COUNT);
  for (let index = 0; index < addressCount; index++) {
    const address = adapter.MulticastList + index * ADDRESS_BYTES;
    const hash = ndis.memory.read16(virtual(address + 4)) >>> 4;
    words[hash >>> 5] |= 1 << (hash & 31);
  }
  const table = adapter.MulticastTable;
  for (let word = 0; word < MTA_WORD_COUNT; word++)
    if (ndis.memory.read32(virtual(table + 4 * word)) !== words[word])
      setMulticastWord(ndis, adapter, word, words[word]);
}

function setMulticastWord(ndis: Ndis, adapter: Adapter, word: number, value: number): void {
  ndis.memory.write32(virtual(adapter.MulticastTable + 4 * word), value);
  writeRegister(ndis, adapter, Register.MTA + 4 * word, value);
}

/**
 * Whether the packet filter lets a frame in, by its destination address. The device's own filter
 * lets more in: it hashes multicast addresses, and frames may have come before the filter was
 * changed. Under ReceiveLock.
 */
export function isWanted(ndis: Ndis, adapter: Adapter, destination: VirtualAddress): boolean {
  const { memory } = ndis;
  const filter = adapter.PacketFilter;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
  const low = memory.read32(destination);
  const high = memory.read16(virtual(destination + 4));
  const isGroup = (low & 1) !== 0;
  if (!isGroup)
    return (
      (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0 &&
      isAddress(ndis, adapter.CurrentAddress, low, high)
    );
  if (low === 0xffff_ffff && high === 0xffff) return (filter & NDIS_PACKET_TYPE_BROADCAST) !== 0;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) return true;
  if ((filter & NDIS_PACKET_TYPE_MULTICAST) === 0) return false;
  const { MulticastList, MulticastCount } = adapter;
  for (let index = 0; index < MulticastCount; index++)
    if (isAddress(ndis, MulticastList + index * ADDRESS_BYTES, low, high)) return true;
  return false;
}

/** Whether the six bytes at `at` are this address. */
function isAddress({ memory }: Ndis, at: number, low: number, high: number): boolean {
  return memory.read32(virtual(at)) === low && memory.read16(virtual(at + 4)) === high;
}
