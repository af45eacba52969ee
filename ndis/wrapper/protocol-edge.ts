/** The upper edge of a miniport: what NDIS tells the protocols that are bound to it. */
import type { VirtualAddress } from '../../hardware/address';
import type { NdisStatus } from '../types';

export interface ProtocolEdge {
  /** ProtocolSendComplete: the packet is the protocol's again. */
  sendComplete(packet: VirtualAddress, status: NdisStatus): void;
  /**
   * ProtocolReceivePacket: true if the protocol keeps the packet and will return it. It must not
   * keep one with `mustCopy`, whose owner takes it back at once.
   */
  receivePacket(packet: VirtualAddress, mustCopy: boolean): boolean;
  /** ProtocolReceive, of a driver that indicates by NdisMEthIndicateReceive. */
  receive(indication: ReceiveIndication): void;
  receiveComplete(): void;
  status(status: NdisStatus, buffer: VirtualAddress, byteCount: number): void;
  statusComplete(): void;
}

/** A frame whose beginning is shown: header, and lookahead behind it. */
export interface ReceiveIndication {
  readonly receiveContext: number;
  readonly headerBuffer: VirtualAddress;
  readonly headerByteCount: number;
  readonly lookaheadBuffer: VirtualAddress;
  readonly lookaheadByteCount: number;
  /** Bytes of the frame behind the header. */
  readonly packetByteCount: number;
}

/** Nobody is bound: indications go nowhere and no packet is kept. */
export const UNBOUND: ProtocolEdge = {
  sendComplete: () => undefined,
  receivePacket: () => false,
  receive: () => undefined,
  receiveComplete: () => undefined,
  status: () => undefined,
  statusComplete: () => undefined,
};
