/**
 * Builders of Ethernet frames, without FCS. Ethernet II (RFC 894), ARP (RFC 826), IPv4 (RFC 791),
 * ICMP echo (RFC 792), UDP (RFC 768), TCP (RFC 793), the internet checksum (RFC 1071).
 */
import type { Brand } from '../address';
import { FRAME_BYTES_MIN } from './timing';

/** Six bytes, the group bit in the lowest bit of the first. */
export type MacAddress = Brand<Uint8Array, 'MacAddress'>;
/** 32 bits, the first octet highest. */
export type Ipv4Address = Brand<number, 'Ipv4Address'>;

export const EtherType = { IPV4: 0x0800, ARP: 0x0806, LOCAL_EXPERIMENTAL: 0x88b5 } as const;
const Protocol = { ICMP: 1, TCP: 6, UDP: 17 } as const;

const ETHERNET_HEADER_BYTES = 14;
const ARP_BYTES = 28;
const IPV4_HEADER_BYTES = 20;
const ICMP_HEADER_BYTES = 8;
const UDP_HEADER_BYTES = 8;
const TCP_HEADER_BYTES = 20;
/** Frame bytes before the payload of a UDP and of a TCP frame. */
export const UDP_OVERHEAD_BYTES = ETHERNET_HEADER_BYTES + IPV4_HEADER_BYTES + UDP_HEADER_BYTES;
export const TCP_OVERHEAD_BYTES = ETHERNET_HEADER_BYTES + IPV4_HEADER_BYTES + TCP_HEADER_BYTES;

const TIME_TO_LIVE = 64;
const TCP_WINDOW_BYTES = 0xffff;

export interface EthernetFields {
  readonly destination: MacAddress;
  readonly source: MacAddress;
}

export interface ArpFields {
  readonly operation: 'request' | 'reply';
  readonly senderMac: MacAddress;
  readonly senderIp: Ipv4Address;
  /** Not known, and left zero, in a request. */
  readonly targetMac?: MacAddress;
  readonly targetIp: Ipv4Address;
}

export interface IpFields extends EthernetFields {
  readonly sourceIp: Ipv4Address;
  readonly destinationIp: Ipv4Address;
  /** 16 bits that tell datagrams apart; 0 if not told. */
  readonly identification?: number;
  /** Flags and offset of a fragment, as the header has them; 0, hence none, if not told. */
  readonly fragment?: number;
}

export interface EchoFields extends IpFields {
  readonly operation: 'request' | 'reply';
  /** 16 bits each, which a reply repeats. */
  readonly identifier: number;
  readonly sequenceNumber: number;
}

export interface UdpFields extends IpFields {
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export interface TcpFields extends UdpFields {
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  /** The control bits URG to FIN, as RFC 793 orders them: 0x10 is ACK. */
  readonly controlBits: number;
}

/**
 * Reads the usual form, `02:00:00:00:00:01`.
 * @throws RangeError for any other
 */
export function macAddress(text: string): MacAddress {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) throw new RangeError(`no address: ${text}`);
  return Uint8Array.from(text.split(':'), (byte) => parseInt(byte, 16)) as MacAddress;
}

/**
 * Reads the usual form, `192.0.2.1`.
 * @throws RangeError for any other
 */
export function ipv4Address(text: string): Ipv4Address {
  const octets = text.split('.').map(Number);
  const isValid = octets.every((octet) => Number.isInteger(octet) && octet >= 0 && octet <= 255);
  if (octets.length !== 4 || !isValid) throw new RangeError(`no address: ${text}`);
  return octets.reduce((address, octet) => address * 256 + octet, 0) as Ipv4Address;
}

export const BROADCAST_MAC = macAddress('ff:ff:ff:ff:ff:ff');
export const BROADCAST_IP = ipv4Address('255.255.255.255');

/** The Ethernet address of an IPv4 multicast group: its low 23 bits (RFC 1112, 6.4). */
export function multicastMac(group: Ipv4Address): MacAddress {
  const low = [(group >>> 16) & 0x7f, (group >>> 8) & 0xff, group & 0xff];
  return Uint8Array.from([0x01, 0x00, 0x5e, ...low]) as MacAddress;
}

/** A frame with any payload, padded with zeros to the shortest that Ethernet allows. */
export function ethernetFrame(
  fields: EthernetFields,
  etherType: number,
  payload: Uint8Array,
): Uint8Array {
  const frame = allocate(fields, etherType, ETHERNET_HEADER_BYTES + payload.length);
  frame.set(payload, ETHERNET_HEADER_BYTES);
  return frame;
}

/** An ARP request, broadcast, or an ARP reply to `targetMac`. */
export function arpFrame(fields: ArpFields): Uint8Array {
  const { operation, senderMac, senderIp, targetMac, targetIp } = fields;
  const destination = operation === 'reply' && targetMac ? targetMac : BROADCAST_MAC;
  const arp = new Uint8Array(ARP_BYTES);
  const view = new DataView(arp.buffer);
  view.setUint16(0, 1); // Ethernet
  view.setUint16(2, EtherType.IPV4);
  view.setUint8(4, 6);
  view.setUint8(5, 4);
  view.setUint16(6, operation === 'request' ? 1 : 2);
  arp.set(senderMac, 8);
  view.setUint32(14, senderIp);
  if (targetMac) arp.set(targetMac, 18);
  view.setUint32(24, targetIp);
  return ethernetFrame({ destination, source: senderMac }, EtherType.ARP, arp);
}

/** An ICMP echo, or the reply to one, with both checksums. */
export function echoFrame(fields: EchoFields, data: Uint8Array): Uint8Array {
  const icmpBytes = ICMP_HEADER_BYTES + data.length;
  const frame = ipv4Frame(fields, Protocol.ICMP, icmpBytes);
  const icmp = segmentOf(frame);
  icmp.setUint8(0, fields.operation === 'request' ? 8 : 0);
  icmp.setUint16(4, fields.identifier);
  icmp.setUint16(6, fields.sequenceNumber);
  const first = ETHERNET_HEADER_BYTES + IPV4_HEADER_BYTES;
  frame.set(data, first + ICMP_HEADER_BYTES);
  icmp.setUint16(2, ~onesSum(frame, first, icmpBytes) & 0xffff);
  return frame;
}

/** One unfragmented datagram with both checksums. */
export function udpFrame(fields: UdpFields, payload: Uint8Array): Uint8Array {
  const frame = ipv4Frame(fields, Protocol.UDP, UDP_HEADER_BYTES + payload.length);
  const udp = segmentOf(frame);
  udp.setUint16(0, fields.sourcePort);
  udp.setUint16(2, fields.destinationPort);
  udp.setUint16(4, UDP_HEADER_BYTES + payload.length);
  frame.set(payload, UDP_OVERHEAD_BYTES);
  const checksum = segmentChecksum(fields, Protocol.UDP, UDP_HEADER_BYTES + payload.length, frame);
  // Zero means that the sender made none (RFC 768).
  udp.setUint16(6, checksum === 0 ? 0xffff : checksum);
  return frame;
}

/** One segment without options, with both checksums. */
export function tcpFrame(fields: TcpFields, payload: Uint8Array): Uint8Array {
  const frame = ipv4Frame(fields, Protocol.TCP, TCP_HEADER_BYTES + payload.length);
  const tcp = segmentOf(frame);
  tcp.setUint16(0, fields.sourcePort);
  tcp.setUint16(2, fields.destinationPort);
  tcp.setUint32(4, fields.sequenceNumber);
  tcp.setUint32(8, fields.acknowledgmentNumber);
  tcp.setUint8(12, (TCP_HEADER_BYTES / 4) << 4);
  tcp.setUint8(13, fields.controlBits);
  tcp.setUint16(14, TCP_WINDOW_BYTES);
  frame.set(payload, TCP_OVERHEAD_BYTES);
  tcp.setUint16(
    16,
    segmentChecksum(fields, Protocol.TCP, TCP_HEADER_BYTES + payload.length, frame),
  );
  return frame;
}

/** The ones' complement sum of 16-bit words, big endian; an odd last byte counts as a high one. */
export function onesSum(bytes: Uint8Array, first: number, byteCount: number, initial = 0): number {
  let sum = initial;
  const end = first + byteCount;
  for (let at = first; at < end; at += 2)
    sum += (bytes[at] << 8) | (at + 1 < end ? bytes[at + 1] : 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return sum;
}

function allocate(fields: EthernetFields, etherType: number, byteCount: number): Uint8Array {
  const frame = new Uint8Array(Math.max(byteCount, FRAME_BYTES_MIN));
  frame.set(fields.destination, 0);
  frame.set(fields.source, 6);
  new DataView(frame.buffer).setUint16(12, etherType);
  return frame;
}

/** A frame with an IPv4 header and room for `segmentBytes` behind it. */
function ipv4Frame(fields: IpFields, protocol: number, segmentBytes: number): Uint8Array {
  const totalBytes = IPV4_HEADER_BYTES + segmentBytes;
  const frame = allocate(fields, EtherType.IPV4, ETHERNET_HEADER_BYTES + totalBytes);
  const ip = new DataView(frame.buffer, ETHERNET_HEADER_BYTES);
  ip.setUint8(0, 0x40 | (IPV4_HEADER_BYTES / 4));
  ip.setUint16(2, totalBytes);
  ip.setUint16(4, fields.identification ?? 0);
  ip.setUint16(6, fields.fragment ?? 0);
  ip.setUint8(8, TIME_TO_LIVE);
  ip.setUint8(9, protocol);
  ip.setUint32(12, fields.sourceIp);
  ip.setUint32(16, fields.destinationIp);
  ip.setUint16(10, ~onesSum(frame, ETHERNET_HEADER_BYTES, IPV4_HEADER_BYTES) & 0xffff);
  return frame;
}

function segmentOf(frame: Uint8Array): DataView {
  return new DataView(frame.buffer, ETHERNET_HEADER_BYTES + IPV4_HEADER_BYTES);
}

/** Over the pseudo header and the segment (RFC 768; RFC 793, 3.1). */
function segmentChecksum(
  { sourceIp, destinationIp }: IpFields,
  protocol: number,
  segmentBytes: number,
  frame: Uint8Array,
): number {
  const pseudo =
    (sourceIp >>> 16) +
    (sourceIp & 0xffff) +
    (destinationIp >>> 16) +
    (destinationIp & 0xffff) +
    protocol +
    segmentBytes;
  const first = ETHERNET_HEADER_BYTES + IPV4_HEADER_BYTES;
  return ~onesSum(frame, first, segmentBytes, pseudo) & 0xffff;
}
