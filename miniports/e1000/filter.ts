/**
 * Which frames come in: the packet filter and the multicast list, as the device filters them and as
 * the driver must where the device only hashes. 8254x SDM 3.2.1, 13.4.22, 13.5.1 - 13.5.3.
 */
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
  type Ndis,
  virtual,
  type VirtualAddress,
} from '../../ndis';
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

/** Makes the device filter as PacketFilter and MulticastList say. Under ReceiveLock. */
export function programFilter(ndis: Ndis, adapter: Adapter): void {
  programStationAddress(ndis, adapter);
  programMulticastTable(ndis, adapter);
  writeRegister(ndis, adapter, Register.RCTL, receiveControl(adapter));
}

/** RCTL: 2048-byte buffers, FCS stripped; nothing comes in before a filter is set. */
function receiveControl(adapter: Adapter): number {
  const filter = adapter.PacketFilter;
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
function programStationAddress(ndis: Ndis, adapter: Adapter): void {
  const address = adapter.CurrentAddress;
  const low = ndis.memory.read32(address);
  const high = ndis.memory.read16(virtual(address + 4));
  const isDirected = (adapter.PacketFilter & NDIS_PACKET_TYPE_DIRECTED) !== 0;
  writeRegister(ndis, adapter, Register.RAH0, high);
  writeRegister(ndis, adapter, Register.RAL0, low);
  if (isDirected) writeRegister(ndis, adapter, Register.RAH0, high | RAH_AV);
}

/** The hash table: a bit for each value of the address's bits 47:36 (13.5.1, RCTL.MO 0). */
function programMulticastTable(ndis: Ndis, adapter: Adapter): void {
  const isMulticast = (adapter.PacketFilter & NDIS_PACKET_TYPE_MULTICAST) !== 0;
  const addressCount = isMulticast ? adapter.MulticastCount : 0;
  const words = new Uint32Array(MTA_WORD_COUNT);
  for (let index = 0; index < addressCount; index++) {
    const address = adapter.MulticastList + index * ADDRESS_BYTES;
    const hash = ndis.memory.read16(virtual(address + 4)) >>> 4;
    words[hash >>> 5] |= 1 << (hash & 31);
  }
  for (let word = 0; word < MTA_WORD_COUNT; word++)
    writeRegister(ndis, adapter, Register.MTA + 4 * word, words[word]);
}

/**
 * Whether a frame is wanted that passed the device's filter inexactly (RDESC.STATUS.PIF), by its
 * destination address. Under ReceiveLock.
 */
export function isWanted(ndis: Ndis, adapter: Adapter, destination: VirtualAddress): boolean {
  const { memory } = ndis;
  const filter = adapter.PacketFilter;
  if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
  const isGroup = (memory.read8(destination) & 1) !== 0;
  if (!isGroup) return false;
  if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) return true;
  if ((filter & NDIS_PACKET_TYPE_MULTICAST) === 0) return false;
  const low = memory.read32(destination);
  const high = memory.read16(virtual(destination + 4));
  const { MulticastList, MulticastCount } = adapter;
  for (let index = 0; index < MulticastCount; index++) {
    const address = MulticastList + index * ADDRESS_BYTES;
    const isSame =
      memory.read32(virtual(address)) === low && memory.read16(virtual(address + 4)) === high;
    if (isSame) return true;
  }
  return false;
}
