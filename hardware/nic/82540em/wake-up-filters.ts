/**
 * The filters for wake-up packets: magic packets, ARP requests, directed IP packets, and patterns of
 * software's. 8254x SDM 6.4.3, 13.6.4-13.6.11. Addresses lie in the tables as on the wire, the first
 * byte lowest.
 */
import type { RegisterValues } from '../../registers';
import { ADDRESS_BYTES, FCS_BYTES } from '../ethernet';
import { TYPE_OFFSET, VLAN_TAG_BYTES } from './core';
import { isTagged, matchesAddress } from './filter';
import {
  FLEXIBLE_FILTER_BYTES,
  FLEXIBLE_FILTER_COUNT,
  IP4_ADDRESS_COUNT,
  IPAV,
  R,
  RAH,
  WUS,
} from './registers';

const MAGIC_SYNC_BYTES = 6;
const MAGIC_ADDRESS_COUNT = 16;
/** Lengths, where others have a type, of frames that may have an LLC/SNAP header (6.4.3.1). */
const LENGTH_FIELD_MAX = 1500;
const SNAP_BYTES = 8;
const SNAP_HEADER = [0xaa, 0xaa, 0x03, 0x00, 0x00, 0x00] as const;
/** From the type on: Ethernet, IPv4, their address lengths, and the opcode of a request. */
const ARP_REQUEST = [0x08, 0x06, 0x00, 0x01, 0x08, 0x00, 6, 4, 0x00, 0x01] as const;
const TYPE_IPV4 = 0x0800;
const TYPE_IPV6 = 0x86dd;
/** From the type on. */
const VERSION_OFFSET = 2;
const ARP_TARGET_OFFSET = 26;
const IPV4_DESTINATION_OFFSET = 18;
const IPV6_DESTINATION_OFFSET = 26;

/**
 * Whether six bytes of ones, or more, and sixteen times the station address follow each other
 * anywhere (6.4.3.1.4).
 */
export function hasMagic(regs: RegisterValues, frame: Uint8Array, byteCount: number): boolean {
  const last = byteCount - MAGIC_ADDRESS_COUNT * ADDRESS_BYTES;
  let ones = 0;
  for (let at = ADDRESS_BYTES; at <= last; at++) {
    if (frame[at] === 0xff) {
      ones++;
      continue;
    }
    if (ones >= MAGIC_SYNC_BYTES && hasAddresses(regs, frame, at)) return true;
    ones = 0;
  }
  return false;
}

function hasAddresses(regs: RegisterValues, frame: Uint8Array, start: number): boolean {
  for (let copy = 0; copy < MAGIC_ADDRESS_COUNT; copy++)
    if (!matchesAddress(frame, start + copy * ADDRESS_BYTES, regs[R.RAL], regs[R.RAH] & RAH.RAH))
      return false;
  return true;
}

/** An ARP request for an address of IP4AT (6.4.3.1.5); that it is a broadcast is for the caller. */
export function matchesArp(regs: RegisterValues, frame: Uint8Array, byteCount: number): boolean {
  const type = typeOffset(regs, frame);
  if (type + ARP_TARGET_OFFSET + 4 > byteCount) return false;
  return hasBytes(frame, type, ARP_REQUEST) && hasIp4(regs, frame, type + ARP_TARGET_OFFSET);
}

/**
 * IPv4 or IPv6, as WUS has them, if the packet is for an address of the tables (6.4.3.1.6, 6.4.3.2).
 * For IPv6 the manual gives this chip the type 0800h and its successors 86DDh: either will do.
 */
export function matchesIp(regs: RegisterValues, frame: Uint8Array, byteCount: number): number {
  const type = typeOffset(regs, frame);
  if (type + VERSION_OFFSET >= byteCount) return 0;
  const etherType = (frame[type] << 8) | frame[type + 1];
  const version = frame[type + VERSION_OFFSET] >>> 4;
  if (version === 4 && etherType === TYPE_IPV4) {
    const at = type + IPV4_DESTINATION_OFFSET;
    return at + 4 <= byteCount && hasIp4(regs, frame, at) ? WUS.IPV4 : 0;
  }
  if (version !== 6 || (etherType !== TYPE_IPV4 && etherType !== TYPE_IPV6)) return 0;
  const at = type + IPV6_DESTINATION_OFFSET;
  if (at + 16 > byteCount || (regs[R.IPAV] & IPAV.V60) === 0) return 0;
  for (let word = 0; word < 4; word++)
    if (get32(frame, at + 4 * word) !== regs[R.IP6AT + word]) return 0;
  return WUS.IPV6;
}

/** The flexible filters that a packet passes, as WUS has them (6.4.3.3). */
export function matchesFlexible(
  regs: RegisterValues,
  frame: Uint8Array,
  byteCount: number,
): number {
  let passed = 0;
  for (let filter = 0; filter < FLEXIBLE_FILTER_COUNT; filter++) {
    const lengthBytes = regs[R.FFLT + filter];
    if (lengthBytes > byteCount + FCS_BYTES) continue;
    const end = Math.min(lengthBytes, FLEXIBLE_FILTER_BYTES, byteCount);
    let at = 0;
    while (at < end && passes(regs, frame, filter, at)) at++;
    if (at === end) passed |= 1 << filter;
  }
  return passed << 16;
}

function passes(regs: RegisterValues, frame: Uint8Array, filter: number, at: number): boolean {
  if ((regs[R.FFMT + at] & (1 << filter)) === 0) return true;
  return frame[at] === ((regs[R.FFVT + at] >>> (8 * filter)) & 0xff);
}

/** Where the type lies, behind a VLAN tag and an LLC/SNAP header (6.4.3.1). */
function typeOffset(regs: RegisterValues, frame: Uint8Array): number {
  let at = TYPE_OFFSET;
  if (isTagged(regs, frame)) at += VLAN_TAG_BYTES;
  const length = (frame[at] << 8) | frame[at + 1];
  if (length <= LENGTH_FIELD_MAX && hasBytes(frame, at + 2, SNAP_HEADER)) at += SNAP_BYTES;
  return at;
}

function hasIp4(regs: RegisterValues, frame: Uint8Array, at: number): boolean {
  const address = get32(frame, at);
  for (let entry = 0; entry < IP4_ADDRESS_COUNT; entry++)
    if ((regs[R.IPAV] & (1 << entry)) !== 0 && regs[R.IP4AT + entry] === address) return true;
  return false;
}

function hasBytes(frame: Uint8Array, start: number, bytes: readonly number[]): boolean {
  for (let index = 0; index < bytes.length; index++)
    if (frame[start + index] !== bytes[index]) return false;
  return true;
}

/** The first byte lowest. */
function get32(frame: Uint8Array, at: number): number {
  return (frame[at] | (frame[at + 1] << 8) | (frame[at + 2] << 16) | (frame[at + 3] << 24)) >>> 0;
}
