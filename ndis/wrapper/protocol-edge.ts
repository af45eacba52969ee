/** The upper edge of a miniport: what NDIS tells a protocol that is bound to it. */
import type { VirtualAddress } from '../../hardware/address';
import type { NdisStatus } from '../types';

export interface ProtocolEdge {
  /** ProtocolSendComplete: the packet is the protocol's again. */
  sendComplete(packet: VirtualAddress, status: NdisStatus): void;
  /**
   * ProtocolReceivePacket: how many times the protocol will return the packet, 0 if it is done with
   * it. It must not keep one with `mustCopy`, whose owner takes it back at once.
   */
  receivePacket(packet: VirtualAddress, mustCopy: boolean): number;
  /** ProtocolReceive, of a driver that indicates by NdisMEthIndicateReceive. */
  receive(indication: ReceiveIndication): void;
  /** ProtocolTransferDataComplete. */
  transferDataComplete(packet: VirtualAddress, status: NdisStatus, byteCount: number): void;
  receiveComplete(): void;
  status(status: NdisStatus, buffer: VirtualAddress, byteCount: number): void;
  statusComplete(): void;
  /** ProtocolUnbindAdapter: the adapter is about to be halted. */
  unbind(): void;
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
