/**
 * Setting the device up after a reset, in the order of 8254x SDM chapter 14: general configuration
 * (14.3), receiving (14.4), sending (14.5). Interrupts stay masked.
 */
import type { PhysicalAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { type Adapter, receiveLock, sendLock } from './adapter';
import { ALL_COALESCE_BUFFERS } from './coalesce';
import { DESCRIPTOR_BYTES } from './descriptors';
import { clearMulticastTable, programFilter } from './filter';
import { readRegister, writeRegister } from './hardware';
import { postAllBuffers } from './receive';
import { CTRL, Register, STATUS, TCTL, TCTL_COLD_SHIFT, TCTL_CT_SHIFT } from './registers';

/** At most 8000 interrupts a second: ITR counts 256 ns (13.4.18). */
const THROTTLE_INTERVAL = 488;

/* Flow control: the address 01-80-C2-00-00-01 and type 8808h (13.4.8 - 13.4.10). */
const PAUSE_ADDRESS_LOW = 0x00c2_8001;
const PAUSE_ADDRESS_HIGH = 0x0100;
const PAUSE_TYPE = 0x8808;
/** Quanta of 512 bit times. This device sends no XON, so it asks for short pauses (13.4.23). */
const PAUSE_TIME = 0x0100;
/** PBA.RXA: kilobytes of the packet buffer that are for receiving (13.4.16). */
const PBA_RXA_MASK = 0x7f;
/** Room that is left when a PAUSE is sent, for what is on its way; a multiple of 8 (13.4.24). */
const PAUSE_ROOM_BYTES = 4096;

/** Attempts to send a frame (13.4.33). */
const COLLISION_THRESHOLD = 0x0f;
/** Byte times for half and full duplex (13.4.33). */
const COLLISION_DISTANCE_HALF = 0x200;
const COLLISION_DISTANCE_FULL = 0x40;
/** IPGT 10, IPGR1 8, IPGR2 6 byte times: the gap of IEEE 802.3 on copper (13.4.34). */
const INTER_PACKET_GAP = 10 | (8 << 10) | (6 << 20);

const TWO_TO_32 = 0x1_0000_0000;

/** TCTL while the device runs. */
export function transmitControl(isFullDuplex: boolean): number {
  const distance = isFullDuplex ? COLLISION_DISTANCE_FULL : COLLISION_DISTANCE_HALF;
  const collisions = (COLLISION_THRESHOLD << TCTL_CT_SHIFT) | (distance << TCTL_COLD_SHIFT);
  return TCTL.EN | TCTL.PSP | collisions;
}

/** Makes a device that has been reset send and receive, as the packet filter says. */
export function programDevice(ndis: Ndis, adapter: Adapter): void {
  programGeneral(ndis, adapter);
  programReceive(ndis, adapter);
  programTransmit(ndis, adapter);
}

/** 14.3: the PHY decides on speed and duplex, the link may come up, flow control as negotiated. */
function programGeneral(ndis: Ndis, adapter: Adapter): void {
  const forced = CTRL.ILOS | CTRL.FRCSPD | CTRL.FRCDPLX | CTRL.VME | CTRL.PHY_RST;
  const unset = forced | CTRL.RST | CTRL.ADVD3WUC | CTRL.RFCE | CTRL.TFCE;
  const ctrl = readRegister(ndis, adapter, Register.CTRL) & ~unset;
  const set = CTRL.ASDE | CTRL.SLU | adapter.PauseControl;
  writeRegister(ndis, adapter, Register.CTRL, ctrl | set);
  writeRegister(ndis, adapter, Register.WUFC, 0);
  writeRegister(ndis, adapter, Register.FCAL, PAUSE_ADDRESS_LOW);
  writeRegister(ndis, adapter, Register.FCAH, PAUSE_ADDRESS_HIGH);
  writeRegister(ndis, adapter, Register.FCT, PAUSE_TYPE);
  writeRegister(ndis, adapter, Register.FCTTV, PAUSE_TIME);
  const bufferBytes = (readRegister(ndis, adapter, Register.PBA) & PBA_RXA_MASK) * 1024;
  const threshold = Math.max(bufferBytes - PAUSE_ROOM_BYTES, 0);
  writeRegister(ndis, adapter, Register.FCRTL, threshold >>> 1);
  writeRegister(ndis, adapter, Register.FCRTH, threshold);
  writeRegister(ndis, adapter, Register.ITR, THROTTLE_INTERVAL);
}

/** 14.4: the ring with all buffers that are here, then the filter. */
function programReceive(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisAcquireSpinLock(receiveLock(adapter));
  const { RxRingPhysical: base, RxCount } = adapter;
  writeRegister(ndis, adapter, Register.RDBAL, lowHalf(base));
  writeRegister(ndis, adapter, Register.RDBAH, highHalf(base));
  writeRegister(ndis, adapter, Register.RDLEN, RxCount * DESCRIPTOR_BYTES);
  postAllBuffers(ndis, adapter);
  writeRegister(ndis, adapter, Register.RDH, 0);
  writeRegister(ndis, adapter, Register.RDT, adapter.RxNext);
  // Throttling by ITR in place of a delay (13.4.30).
  writeRegister(ndis, adapter, Register.RDTR, 0);
  adapter.IsReceiving = true;
  clearMulticastTable(ndis, adapter);
  programFilter(ndis, adapter, adapter.PacketFilter);
  ndis.NdisReleaseSpinLock(receiveLock(adapter));
}

/** 14.5: an empty ring, the gap between frames, then the transmitter. */
function programTransmit(ndis: Ndis, adapter: Adapter): void {
  ndis.NdisAcquireSpinLock(sendLock(adapter));
  const { TxRingPhysical: base, TxCount } = adapter;
  writeRegister(ndis, adapter, Register.TDBAL, lowHalf(base));
  writeRegister(ndis, adapter, Register.TDBAH, highHalf(base));
  writeRegister(ndis, adapter, Register.TDLEN, TxCount * DESCRIPTOR_BYTES);
  writeRegister(ndis, adapter, Register.TDH, 0);
  writeRegister(ndis, adapter, Register.TDT, 0);
  adapter.TxNext = 0;
  adapter.TxOldest = 0;
  adapter.TxUsed = 0;
  adapter.HangCount = 0;
  adapter.CoalesceFree = ALL_COALESCE_BUFFERS;
  writeRegister(ndis, adapter, Register.TIDV, 0);
  writeRegister(ndis, adapter, Register.TIPG, INTER_PACKET_GAP);
  const isFullDuplex = (readRegister(ndis, adapter, Register.STATUS) & STATUS.FD) !== 0;
  writeRegister(ndis, adapter, Register.TCTL, transmitControl(isFullDuplex));
  ndis.NdisReleaseSpinLock(sendLock(adapter));
}

function lowHalf(address: PhysicalAddress): number {
  return address % TWO_TO_32;
}

function highHalf(address: PhysicalAddress): number {
  return Math.floor(address / TWO_TO_32);
}
