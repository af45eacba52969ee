/**
 * The binding of a protocol driver to an adapter: NDIS's way to the ProtocolXxx handlers. Frames are
 * shown to it only if its own packet filter lets them through, whatever other bindings have asked
 * the NIC for. (Network Reference: OID_GEN_CURRENT_PACKET_FILTER)
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import {
  ETH_LENGTH_OF_ADDRESS,
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../constants';
import {
  ProtocolReceive,
  ProtocolReceiveComplete,
  ProtocolReceivePacket,
  ProtocolSendComplete,
  ProtocolStatus,
  ProtocolStatusComplete,
  ProtocolTransferDataComplete,
  ProtocolUnbindAdapter,
} from '../handlers';
import { callHandler } from '../kernel/call-handler';
import { copyMemory } from '../kernel/copy';
import { OID_802_3_MULTICAST_LIST, OID_GEN_CURRENT_LOOKAHEAD } from '../oid';
import type { OperatingSystem } from '../operating-system';
import type { HandlerRow, Inputs, Result } from '../row';
import { NDIS_STATUS_PENDING } from '../status';
import { MDL } from '../structures/mdl';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter, PendingSend } from './adapter';
import { runBindOperation } from './bind-operation';
import { Binding, combinedAddressing, removeBinding, ulongOf } from './binding';
import { bufferAddress, queryPacket } from './buffers';
import { createOpenBlock } from './open-block';
import type { Protocol } from './protocol';
import type { ProtocolEdge, ReceiveIndication } from './protocol-edge';
import { withdrawAddressing } from './requests';

const HEADER_BYTES = 14;
/** What every driver of Ethernet shows of a frame that has so much (OID_GEN_CURRENT_LOOKAHEAD). */
const LOOKAHEAD_BYTES_MIN = 256;

/** A frame that comes up to a protocol. */
export interface ShownFrame {
  /** MacReceiveContext. */
  readonly receiveContext: number;
  /** Bytes of the frame behind the header. */
  readonly packetByteCount: number;
  /** The packet that it is in; NULL if the driver below has it elsewhere. */
  readonly packet: VirtualAddress;
}

export class ProtocolBinding implements ProtocolEdge {
  readonly os: OperatingSystem;
  readonly protocol: Protocol;
  readonly adapter: Adapter;
  /** ProtocolBindingContext. */
  readonly context: VirtualAddress;
  /** NdisBindingHandle: the address of the NDIS_OPEN_BLOCK. */
  readonly handle: VirtualAddress;
  readonly binding: Binding;
  /** What ProtocolReceive or ProtocolReceivePacket looks at now. */
  shown: ShownFrame | undefined = undefined;
  /** By each packet of an intermediate driver's own that is on its way, the one it stands for. */
  readonly wrapped = new Map<number, PendingSend>();
  /** Where the NDIS_REQUESTs lie that are pending. */
  readonly requests = new Set<number>();
  /** NdisCloseAdapter is pending. */
  isClosing = false;
  /** It was shown a frame since its last ProtocolReceiveComplete. */
  #hasReceived = false;

  constructor(protocol: Protocol, adapter: Adapter, context: VirtualAddress) {
    this.os = adapter.os;
    this.protocol = protocol;
    this.adapter = adapter;
    this.context = context;
    this.handle = createOpenBlock(adapter.os, adapter, protocol.handle, context);
    this.binding = new Binding(adapter, this);
  }

  /** The binding is open: from now on there are indications. */
  attach(): void {
    this.os.protocolBindings.set(this.handle, this);
    this.protocol.bindings.push(this);
    this.adapter.bindings.push(this.binding);
  }

  /** No indications any more, and the handle is none. Completions still come. */
  detach(): void {
    this.os.protocolBindings.delete(this.handle);
    this.protocol.bindings.splice(this.protocol.bindings.indexOf(this), 1);
    removeBinding(this.binding);
    const run = () => withdrawAddressing(this.adapter, this.binding);
    if (this.adapter.isResetPending)
      this.adapter.afterReset.push(() => this.os.scheduler.queueWorkItem({ run }));
    else run();
  }

  /** Calls a handler at the IRQL that its row tells, if the protocol has it. */
  call<R, A extends HandlerRow['args']>(
    row: HandlerRow<string, R, A>,
    address: number,
    ...inputs: Inputs<A>
  ): Result<R, A> | undefined {
    if (address === 0) return undefined;
    const { os } = this;
    const { irql } = os;
    os.irql = Math.max(irql, row.irql.min);
    const result = callHandler(os, row, virtual(address), 0, ...inputs);
    os.irql = irql;
    return result;
  }

  sendComplete(packet: VirtualAddress, status: NdisStatus): void {
    const original = this.wrapped.get(packet | 0);
    if (original !== undefined) {
      original.hasWrapperReturned = true;
      this.wrapped.delete(packet | 0);
    }
    const { SendCompleteHandler } = this.protocol.handlers;
    this.call(ProtocolSendComplete, SendCompleteHandler, this.context, packet, status);
  }

  receivePacket(packet: VirtualAddress, mustCopy: boolean): number {
    const { FirstBuffer, TotalPacketLength } = queryPacket(this.os, packet);
    if (FirstBuffer === NULL || TotalPacketLength < HEADER_BYTES) return 0;
    const { ByteCount } = MDL.at(this.os.memory, FirstBuffer);
    const address = bufferAddress(this.os, FirstBuffer);
    if (ByteCount < ETH_LENGTH_OF_ADDRESS || !this.#accepts(address)) return 0;
    this.#hasReceived = true;
    const { ReceivePacketHandler } = this.protocol.handlers;
    // Who has no handler for packets, or may not keep this one, is shown the frame.
    if (mustCopy || ReceivePacketHandler === 0 || this.os.showsFrames) {
      this.#show(packet);
      return 0;
    }
    const outer = this.shown;
    const packetByteCount = TotalPacketLength - HEADER_BYTES;
    this.shown = { receiveContext: packet, packetByteCount, packet };
    const keptCount = this.call(ProtocolReceivePacket, ReceivePacketHandler, this.context, packet);
    this.shown = outer;
    return Math.max(0, (keptCount ?? 0) | 0);
  }

  /**
   * ProtocolReceive with a packet, which need not lie in one piece: with all of it, or with its
   * beginning, as from a driver that knows no packets.
   */
  #show(packet: VirtualAddress): void {
    const { os } = this;
    const { FirstBuffer, TotalPacketLength: byteCount } = queryPacket(os, packet);
    const packetByteCount = byteCount - HEADER_BYTES;
    const lookaheadByteCount = os.showsFrames
      ? Math.min(this.#lookaheadBytes, packetByteCount)
      : packetByteCount;
    const isWhole = MDL.at(os.memory, FirstBuffer).ByteCount >= byteCount;
    const frame = isWhole
      ? bufferAddress(os, FirstBuffer)
      : os.allocateObject(byteCount, Shadow.PLAIN);
    if (!isWhole) copyFromPacket(os, FirstBuffer, byteCount, frame);
    const indication = {
      receiveContext: os.showsFrames ? FirstBuffer : packet,
      headerBuffer: frame,
      headerByteCount: HEADER_BYTES,
      lookaheadBuffer: virtual(frame + HEADER_BYTES),
      lookaheadByteCount,
      packetByteCount,
    };
    this.#receive(indication, packet);
    if (!isWhole) os.pool.free(frame);
  }

  /** A driver shows at least as much as has been asked for. */
  get #lookaheadBytes(): number {
    const asked = combinedAddressing(this.adapter, OID_GEN_CURRENT_LOOKAHEAD);
    return Math.max(LOOKAHEAD_BYTES_MIN, ulongOf(asked));
  }

  receive(indication: ReceiveIndication): void {
    const { headerBuffer, headerByteCount } = indication;
    if (headerByteCount < ETH_LENGTH_OF_ADDRESS || !this.#accepts(headerBuffer)) return;
    this.#hasReceived = true;
    this.#receive(indication, NULL);
  }

  #receive(indication: ReceiveIndication, packet: VirtualAddress): void {
    const outer = this.shown;
    const { receiveContext, packetByteCount } = indication;
    this.shown = { receiveContext, packetByteCount, packet };
    const status = this.call(
      ProtocolReceive,
      this.protocol.handlers.ReceiveHandler,
      this.context,
      receiveContext as NdisHandle,
      indication.headerBuffer,
      indication.headerByteCount,
      indication.lookaheadBuffer,
      indication.lookaheadByteCount,
      packetByteCount,
    );
    this.shown = outer;
    if (status === NDIS_STATUS_PENDING)
      this.os.report('registration/handler-returned-nonsense', {
        what: 'ProtocolReceive returned NDIS_STATUS_PENDING, and no call completes it.',
        boundary: ProtocolReceive.name,
      });
  }

  /** Whether its packet filter lets a frame through that is addressed so. */
  #accepts(destination: VirtualAddress): boolean {
    const filter = this.binding.packetFilter;
    if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
    const { memory } = this.os;
    const address = Array.from({ length: ETH_LENGTH_OF_ADDRESS }, (_, index) =>
      memory.read8(virtual(destination + index)),
    );
    if ((address[0] & 1) === 0) {
      const isOurs = address.every((byte, index) => byte === this.adapter.stationAddress[index]);
      return isOurs && (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0;
    }
    if (address.every((byte) => byte === 0xff)) return (filter & NDIS_PACKET_TYPE_BROADCAST) !== 0;
    if ((filter & NDIS_PACKET_TYPE_ALL_MULTICAST) !== 0) return true;
    return (filter & NDIS_PACKET_TYPE_MULTICAST) !== 0 && this.#isListed(address);
  }

  #isListed(address: readonly number[]): boolean {
    const list = this.binding.addressing.get(OID_802_3_MULTICAST_LIST) ?? [];
    for (let at = 0; at < list.length; at += ETH_LENGTH_OF_ADDRESS)
      if (address.every((byte, index) => byte === list[at + index])) return true;
    return false;
  }

  transferDataComplete(packet: VirtualAddress, status: NdisStatus, byteCount: number): void {
    const { TransferDataCompleteHandler } = this.protocol.handlers;
    const inputs = [this.context, packet, status, byteCount] as const;
    this.call(ProtocolTransferDataComplete, TransferDataCompleteHandler, ...inputs);
  }

  receiveComplete(): void {
    if (!this.#hasReceived) return;
    this.#hasReceived = false;
    const { ReceiveCompleteHandler } = this.protocol.handlers;
    this.call(ProtocolReceiveComplete, ReceiveCompleteHandler, this.context);
  }

  status(status: NdisStatus, buffer: VirtualAddress, byteCount: number): void {
    const { StatusHandler } = this.protocol.handlers;
    this.call(ProtocolStatus, StatusHandler, this.context, status, buffer, byteCount);
  }

  statusComplete(): void {
    const { StatusCompleteHandler } = this.protocol.handlers;
    this.call(ProtocolStatusComplete, StatusCompleteHandler, this.context);
  }

  /** ProtocolUnbindAdapter. A binding that it leaves open is closed for it, and that is a finding. */
  unbind(): void {
    const { os, adapter, protocol, context, handle } = this;
    const { name } = ProtocolUnbindAdapter;
    const handler = virtual(protocol.handlers.UnbindAdapterHandler);
    runBindOperation(
      os,
      adapter,
      name,
      (unbindContext) =>
        callHandler(os, ProtocolUnbindAdapter, handler, 0, context, unbindContext).Status,
    );
    if (!os.protocolBindings.has(handle)) {
      if (this.isClosing)
        os.report('intermediate/unbind-completed-early', {
          what: `${name} was done while the NdisCloseAdapter of its binding was pending.`,
          boundary: name,
        });
      return;
    }
    const resource = os.ledger.find('binding', handle);
    os.report('intermediate/binding-not-closed', {
      what: `${name} was done with a binding that NdisCloseAdapter had not closed.`,
      boundary: name,
      resource,
    });
    if (resource !== undefined) resource.isLost = true;
    this.detach();
  }
}

/** Copies the bytes of a chain of buffers, from its beginning. */
function copyFromPacket(
  os: OperatingSystem,
  first: VirtualAddress,
  byteCount: number,
  target: VirtualAddress,
): void {
  let buffer = first;
  // `byteCount` is what the chain has, and empty buffers have been counted (queryPacket).
  for (let done = 0; buffer !== NULL && done < byteCount;) {
    const { ByteCount, Next } = MDL.at(os.memory, buffer);
    const taken = Math.min(ByteCount, byteCount - done);
    copyMemory(os, virtual(target + done), bufferAddress(os, buffer), taken);
    done += taken;
    buffer = Next;
  }
}
