/**
 * Frames of given shapes at a given rate, the same for the same seed. Each but an ARP frame carries
 * its number, so that whoever receives can tell loss from disorder.
 */
import type { ClockEvent, ClockPort } from '../clock';
import type { WirePort } from '../ports';
import type { Random } from '../random';
import {
  arpFrame,
  BROADCAST_IP,
  BROADCAST_MAC,
  EtherType,
  ethernetFrame,
  ipv4Address,
  type Ipv4Address,
  type MacAddress,
  multicastMac,
  TCP_OVERHEAD_BYTES,
  tcpFrame,
  UDP_OVERHEAD_BYTES,
  udpFrame,
} from './frames';
import { FRAME_BYTES_MAX, FRAME_BYTES_MIN } from './timing';

/** What a frame is like. `raw` is Ethernet with a local experimental EtherType. */
export interface FrameShape {
  /** An ARP frame is a request, always broadcast and as short as can be. */
  readonly kind: 'raw' | 'arp' | 'udp' | 'tcp';
  readonly cast: 'unicast' | 'multicast' | 'broadcast';
  /** Without FCS, from 60 to 1514. */
  readonly byteCount: number;
}

export interface TrafficOptions {
  readonly clock: ClockPort;
  readonly port: WirePort;
  readonly random: Random;
  /** The station that the frames seem to come from, and the one that they are for. */
  readonly sourceMac: MacAddress;
  readonly destinationMac: MacAddress;
  /** From the test network of RFC 5737 if not told. */
  readonly sourceIp?: Ipv4Address;
  readonly destinationIp?: Ipv4Address;
  /** 224.0.0.1, all hosts, if not told. */
  readonly multicastGroup?: Ipv4Address;
}

export interface Burst {
  /** Taken in turn; random ones if empty. */
  readonly shapes: readonly FrameShape[];
  readonly frameCount: number;
  /** From the start of one frame to that of the next; a wire's least is {@link frameTimeNs}. */
  readonly intervalNs: number;
}

const KINDS: readonly FrameShape['kind'][] = ['raw', 'arp', 'udp', 'tcp'];
const CASTS: readonly FrameShape['cast'][] = ['unicast', 'multicast', 'broadcast'];
const RAW_OVERHEAD_BYTES = 14;
/** The frame's number, at the start of each payload. */
const NUMBER_BYTES = 4;
const DISCARD_PORT = 9;
const SOURCE_PORT = 49152;
const ACK = 0x10;

export class TrafficGenerator {
  /** Frames handed to the port so far. */
  sentCount = 0;
  readonly #options: Required<TrafficOptions>;
  /** The event of each burst that is not finished. */
  readonly #bursts = new Set<{ event: ClockEvent }>();
  #nextNumber = 0;
  #nextTcpSequence = 1;

  constructor(options: TrafficOptions) {
    this.#options = {
      sourceIp: ipv4Address('192.0.2.1'),
      destinationIp: ipv4Address('192.0.2.2'),
      multicastGroup: ipv4Address('224.0.0.1'),
      ...options,
    };
  }

  /** Whether no burst is on its way. */
  get isIdle(): boolean {
    return this.#bursts.size === 0;
  }

  /** Any shape, each kind and cast as likely as the others. */
  randomShape(): FrameShape {
    const { random } = this.#options;
    const kind = KINDS[random.below(KINDS.length)];
    const cast = CASTS[random.below(CASTS.length)];
    const byteCount = FRAME_BYTES_MIN + random.below(FRAME_BYTES_MAX - FRAME_BYTES_MIN + 1);
    return { kind, cast, byteCount };
  }

  /**
   * Makes the next frame without sending it.
   * @throws RangeError if `byteCount` is not from 60 to 1514
   */
  build(shape: FrameShape): Uint8Array {
    const { kind, cast, byteCount } = shape;
    if (!(byteCount >= FRAME_BYTES_MIN && byteCount <= FRAME_BYTES_MAX))
      throw new RangeError(`a frame of ${byteCount} bytes`);
    const { sourceMac, sourceIp, destinationIp } = this.#options;
    const number = this.#nextNumber++;
    if (kind === 'arp')
      return arpFrame({
        operation: 'request',
        senderMac: sourceMac,
        senderIp: sourceIp,
        targetIp: destinationIp,
      });
    const target = this.#target(cast);
    if (kind === 'raw') {
      const payload = patternPayload(number, byteCount - RAW_OVERHEAD_BYTES);
      return ethernetFrame(target, EtherType.LOCAL_EXPERIMENTAL, payload);
    }
    const fields = {
      ...target,
      sourceIp,
      identification: number & 0xffff,
      sourcePort: SOURCE_PORT,
      destinationPort: DISCARD_PORT,
    };
    if (kind === 'udp')
      return udpFrame(fields, patternPayload(number, byteCount - UDP_OVERHEAD_BYTES));
    const payload = patternPayload(number, byteCount - TCP_OVERHEAD_BYTES);
    const sequenceNumber = this.#nextTcpSequence;
    this.#nextTcpSequence = (sequenceNumber + payload.length) >>> 0;
    return tcpFrame(
      { ...fields, sequenceNumber, acknowledgmentNumber: 1, controlBits: ACK },
      payload,
    );
  }

  /** Sends one frame now, and gives it back. */
  send(shape: FrameShape): Uint8Array {
    const frame = this.build(shape);
    this.#options.port.transmit(frame, frame.length);
    this.sentCount++;
    return frame;
  }

  /** Sends frames from now on, one each `intervalNs`, as virtual time goes by. */
  burst({ shapes, frameCount, intervalNs }: Burst): void {
    if (frameCount <= 0) return;
    const { clock } = this.#options;
    let sent = 0;
    const step = () => {
      const shape = shapes.length > 0 ? shapes[sent % shapes.length] : this.randomShape();
      sent++;
      // Before the frame goes out: who hears it may stop the traffic.
      if (sent < frameCount) burst.event = clock.schedule(intervalNs, step);
      else this.#bursts.delete(burst);
      this.send(shape);
    };
    const burst = { event: clock.schedule(0, step) };
    this.#bursts.add(burst);
  }

  /** Ends all bursts. */
  stop(): void {
    for (const { event } of this.#bursts) this.#options.clock.cancel(event);
    this.#bursts.clear();
  }

  #target(cast: FrameShape['cast']) {
    const { sourceMac: source, destinationMac, destinationIp, multicastGroup } = this.#options;
    switch (cast) {
      case 'unicast':
        return { source, destination: destinationMac, destinationIp };
      case 'multicast':
        return {
          source,
          destination: multicastMac(multicastGroup),
          destinationIp: multicastGroup,
        };
      case 'broadcast':
        return { source, destination: BROADCAST_MAC, destinationIp: BROADCAST_IP };
    }
  }
}

/** A payload that begins with `number`, big endian, and goes on with bytes that follow from it. */
export function patternPayload(number: number, byteCount: number): Uint8Array {
  const payload = new Uint8Array(byteCount);
  new DataView(payload.buffer).setUint32(0, number);
  for (let at = NUMBER_BYTES; at < byteCount; at++) payload[at] = number + at;
  return payload;
}
