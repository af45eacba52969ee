/**
 * The answers, made in place of the questions: ARP (RFC 826) and ICMP echo (RFC 792) over Ethernet.
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter, Reply } from './adapter';

/** The driver's address, as `answersFor` tells it: of the network for documentation (RFC 5737). */
const IP_ADDRESS = [192, 0, 2, 2];

const ADDRESS_BYTES = 6;
const ETHER_TYPE_OFFSET = 12;
const ETHER_TYPE_IP = 0x0800;
const ETHER_TYPE_ARP = 0x0806;

/** RFC 826: hardware and protocol type, lengths, operation, and two pairs of addresses. */
const ARP_BYTES = 28;
const ARP_ETHERNET_IP = [0x00, 0x01, 0x08, 0x00, 6, 4];
const ARP_OPERATION = 6;
const ARP_REQUEST = 1;
const ARP_REPLY = 2;
const ARP_SENDER = 8;
const ARP_TARGET = 18;
const ARP_PAIR_BYTES = 10;

/** RFC 791: header without options, total length, fragment, protocol, addresses. */
const IP_HEADER_BYTES_MIN = 20;
const IP_TOTAL_LENGTH = 2;
const IP_FRAGMENT = 6;
/** More fragments, and the offset of this one. */
const IP_FRAGMENT_MASK = 0x3fff;
const IP_PROTOCOL = 9;
const IP_SOURCE = 12;
const IP_DESTINATION = 16;
const PROTOCOL_ICMP = 1;

const ICMP_HEADER_BYTES = 8;
const ICMP_CHECKSUM = 2;
const ICMP_ECHO_REPLY = 0;
const ICMP_ECHO = 8;

/** Makes an answer of a frame with `byteCount` bytes of payload; false if it asks for none. */
export function answer(ndis: Ndis, adapter: Adapter, reply: Reply, byteCount: number): boolean {
  const etherType = read16(ndis, reply.Header + ETHER_TYPE_OFFSET);
  const isAnswered =
    etherType === ETHER_TYPE_ARP
      ? answerArp(ndis, adapter, reply.Payload, byteCount)
      : etherType === ETHER_TYPE_IP && answerEcho(ndis, reply.Payload, byteCount);
  if (!isAnswered) return false;
  copy(ndis, reply.Header, reply.Header + ADDRESS_BYTES, ADDRESS_BYTES);
  copy(ndis, reply.Header + ADDRESS_BYTES, adapter.StationAddress, ADDRESS_BYTES);
  return true;
}

function answerArp(ndis: Ndis, adapter: Adapter, arp: number, byteCount: number): boolean {
  if (byteCount < ARP_BYTES || !holds(ndis, arp, ARP_ETHERNET_IP)) return false;
  if (read16(ndis, arp + ARP_OPERATION) !== ARP_REQUEST) return false;
  if (!holds(ndis, arp + ARP_TARGET + ADDRESS_BYTES, IP_ADDRESS)) return false;
  write16(ndis, arp + ARP_OPERATION, ARP_REPLY);
  // Who asked is the target now, and the driver the sender.
  copy(ndis, arp + ARP_TARGET, arp + ARP_SENDER, ARP_PAIR_BYTES);
  copy(ndis, arp + ARP_SENDER, adapter.StationAddress, ADDRESS_BYTES);
  IP_ADDRESS.forEach((byte, index) =>
    ndis.memory.write8(virtual(arp + ARP_SENDER + ADDRESS_BYTES + index), byte),
  );
  return true;
}

function answerEcho(ndis: Ndis, ip: number, byteCount: number): boolean {
  if (byteCount < IP_HEADER_BYTES_MIN) return false;
  const first = ndis.memory.read8(virtual(ip));
  const headerBytes = 4 * (first & 0x0f);
  const totalBytes = read16(ndis, ip + IP_TOTAL_LENGTH);
  if (first >> 4 !== 4 || headerBytes < IP_HEADER_BYTES_MIN || totalBytes > byteCount) return false;
  if (totalBytes < headerBytes + ICMP_HEADER_BYTES) return false;
  if ((read16(ndis, ip + IP_FRAGMENT) & IP_FRAGMENT_MASK) !== 0) return false;
  if (ndis.memory.read8(virtual(ip + IP_PROTOCOL)) !== PROTOCOL_ICMP) return false;
  if (!holds(ndis, ip + IP_DESTINATION, IP_ADDRESS)) return false;
  const icmp = ip + headerBytes;
  if (read16(ndis, icmp) !== ICMP_ECHO << 8) return false;
  // To change places does not change the sum of the header.
  copy(ndis, ip + IP_DESTINATION, ip + IP_SOURCE, IP_ADDRESS.length);
  IP_ADDRESS.forEach((byte, index) => ndis.memory.write8(virtual(ip + IP_SOURCE + index), byte));
  write16(ndis, icmp, ICMP_ECHO_REPLY << 8);
  // RFC 1624: the sum without the type of the echo.
  const sum = read16(ndis, icmp + ICMP_CHECKSUM) + (ICMP_ECHO << 8);
  write16(ndis, icmp + ICMP_CHECKSUM, (sum & 0xffff) + (sum >>> 16));
  return true;
}

function holds({ memory }: Ndis, at: number, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => memory.read8(virtual(at + index)) === byte);
}

function copy(ndis: Ndis, to: number, from: number, byteCount: number): void {
  ndis.NdisMoveMemory(virtual(to), virtual(from), byteCount);
}

/** In the order of the network. */
function read16({ memory }: Ndis, at: number): number {
  return (memory.read8(virtual(at)) << 8) | memory.read8(virtual(at + 1));
}

function write16({ memory }: Ndis, at: number, value: number): void {
  memory.write8(virtual(at), value >> 8);
  memory.write8(virtual(at + 1), value & 0xff);
}
