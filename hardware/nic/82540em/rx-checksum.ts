/**
 * The receive checksum offload: which packets it knows, and what it says of them.
 * 8254x SDM 3.2.9 and its table of supported packet types.
 */
import { fold, sumWords } from '../checksum';
import { TYPE_OFFSET, VLAN_TAG_BYTES } from './core';
import { RxError, RxStatus } from './descriptors';
import { RXCSUM } from './registers';

const TYPE_IPV4 = 0x0800;
const TYPE_VLAN = 0x8100;
const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;
/** More fragments, and the fragment offset. */
const FRAGMENT_MASK = 0x3fff;

/**
 * The status bits (IXSM, IPCS, TCPCS) of a frame, and its error bits (IPE, TCPE) eight bits above,
 * as the two bytes lie in the descriptor. `byteCount` is without FCS.
 */
export function checkReceived(rxcsum: number, frame: DataView, byteCount: number): number {
  const isIpOn = (rxcsum & RXCSUM.IPOFL) !== 0;
  const isTcpOn = (rxcsum & RXCSUM.TUOFL) !== 0;
  if (!isIpOn && !isTcpOn) return RxStatus.IXSM;
  let ip = TYPE_OFFSET + 2;
  let type = frame.getUint16(TYPE_OFFSET);
  if (type === TYPE_VLAN) {
    type = frame.getUint16(TYPE_OFFSET + VLAN_TAG_BYTES);
    ip += VLAN_TAG_BYTES;
  }
  const headerBytes = (frame.getUint8(ip) & 0x0f) * 4;
  const isIpv4 = type === TYPE_IPV4 && frame.getUint8(ip) >>> 4 === 4;
  if (!isIpv4 || headerBytes < 20 || ip + headerBytes > byteCount) return RxStatus.IXSM;
  let result = 0;
  if (isIpOn) {
    result |= RxStatus.IPCS;
    if (sumWords(frame, ip, ip + headerBytes) !== 0xffff) result |= RxError.IPE << 8;
  }
  return isTcpOn ? result | checkTransport(frame, ip, headerBytes, byteCount) : result;
}

function checkTransport(
  frame: DataView,
  ip: number,
  headerBytes: number,
  byteCount: number,
): number {
  const protocol = frame.getUint8(ip + 9);
  const start = ip + headerBytes;
  const end = ip + frame.getUint16(ip + 2);
  const isKnown = protocol === PROTOCOL_TCP || protocol === PROTOCOL_UDP;
  const isFragment = (frame.getUint16(ip + 6) & FRAGMENT_MASK) !== 0;
  const partBytesMin = protocol === PROTOCOL_TCP ? 20 : 8;
  if (!isKnown || isFragment || end > byteCount || start + partBytesMin > end) return 0;
  // A UDP checksum of 0 says that there is none (RFC 768).
  if (protocol === PROTOCOL_UDP && frame.getUint16(start + 6) === 0) return 0;
  const pseudoHeader = sumWords(frame, ip + 12, ip + 20) + protocol + (end - start);
  const isGood = fold(pseudoHeader + sumWords(frame, start, end)) === 0xffff;
  return isGood ? RxStatus.TCPCS : RxStatus.TCPCS | (RxError.TCPE << 8);
}
