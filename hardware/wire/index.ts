/** The wire, and what stands at its other end. */
export {
  arpFrame,
  BROADCAST_IP,
  BROADCAST_MAC,
  echoFrame,
  EtherType,
  ethernetFrame,
  ipv4Address,
  macAddress,
  multicastMac,
  onesSum,
  tcpFrame,
  udpFrame,
  type ArpFields,
  type EchoFields,
  type EthernetFields,
  type Ipv4Address,
  type IpFields,
  type MacAddress,
  type TcpFields,
  type UdpFields,
} from './frames';
export { FaultyWirePort, type WireFaultCounts, type WireFaults } from './faulty-port';
export { WireRecorder, type RecordedFrame } from './recorder';
export { TestStation, type ReceivedFrame } from './test-station';
export { FRAME_BYTES_MAX, FRAME_BYTES_MIN, frameTimeNs } from './timing';
export {
  patternPayload,
  TrafficGenerator,
  type Burst,
  type FrameShape,
  type TrafficOptions,
} from './traffic';
export { Wire, type WireEnd, type WireOptions } from './wire';
