/**
 * The protocol that the harness binds to a miniport: it opens, sets filters, sends, receives, keeps
 * packets for a while and returns them.
 */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../hardware/address';
import { Shadow } from '../hardware/memory';
import { FrameStore } from '../hardware/wire/frame-store';
import { hex } from '../ndis/finding';
import type { Timer } from '../ndis/kernel/scheduler';
import type { OperatingSystem } from '../ndis/operating-system';
import {
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
  statusName,
} from '../ndis/status';
import {
  MDL,
  MDL_MAPPED_TO_SYSTEM_VA,
  MDL_PAGES_LOCKED,
  MDL_SOURCE_IS_NONPAGED_POOL,
} from '../ndis/structures/mdl';
import { NDIS_PACKET, PacketCancelId } from '../ndis/structures/packet';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import {
  createPacketPool,
  freePacketPool,
  putPacket,
  takePacket,
  type PacketPool,
} from '../ndis/wrapper/pools';
import { packetInfoAddress } from '../ndis/wrapper/buffers';
import { openBinding, removeBinding, type Binding } from '../ndis/wrapper/binding';
import { Ndiswan, type WanClient } from '../ndis/wrapper/ndiswan';
import type { ProtocolEdge, ReceiveIndication } from '../ndis/wrapper/protocol-edge';
import { returnPacket } from '../ndis/wrapper/receive';
import { cancelSendPackets, sendPackets } from '../ndis/wrapper/send';
import { transferData } from '../ndis/wrapper/transfer-data';

/** More than are under way at once on a line at full rate; descriptors are made as they are needed. */
const PACKETS_MAX = 4096;
const PROTOCOL_RESERVED_BYTES = 16;
const PAGE_BYTES = 0x1000;
const PAGE_MASK = 0xfff;
/** Less is no Ethernet header. */
const HEADER_BYTES = 14;
/** Longer than a frame of any NIC here, jumbo frames too. */
const PACKET_BYTES_MAX = 0xffff;
/** Buffers that a received packet may chain. */
const BUFFERS_MAX = 256;

/** How a packet's data lie in memory. */
export interface PacketShape {
  /** Into how many buffers a frame is cut; 1 if not told. */
  readonly fragments?: number;
  /** The least length of the first buffer, which holds the header. */
  readonly firstBytes?: number;
  /** Whether empty buffers lie between the others. */
  readonly hasEmptyBuffers?: boolean;
  /**
   * How many bytes before the end of a page each buffer begins, and that it is an application's: its
   * pages lie anywhere. If not told, it is the protocol's own.
   */
  readonly beforePageEnd?: number;
  /** By which the send can be cancelled; not at all if not told. */
  readonly cancelId?: number;
}

/** A packet that came up and is kept for now. */
interface Held {
  readonly packet: VirtualAddress;
  readonly frame: Uint8Array;
}

export class TestProtocol implements ProtocolEdge, WanClient {
  readonly #os: OperatingSystem;
  readonly #adapter: Adapter;
  readonly #pool: PacketPool;
  readonly binding: Binding;
  /** Stands between it and a WAN miniport. */
  readonly #ndiswan: Ndiswan | undefined;
  /**
   * Of each packet that the driver has, by its address as a signed integer: the blocks of memory
   * that are freed when it is completed.
   */
  readonly #outgoing = new Map<number, readonly VirtualAddress[]>();
  /** Of each packet that the driver fills with the rest of a frame: the bytes before. */
  readonly #shown = new Map<number, Uint8Array>();
  #held: Held[] = [];
  readonly #store = new FrameStore();
  /** Runs {@link returnHeld} as a protocol's own timer would. */
  readonly #returning: Timer = {
    isQueued: false,
    event: undefined,
    periodNs: 0,
    expired: () => undefined,
    run: () => {
      this.holdEvery = 0;
      this.returnHeld();
    },
  };
  /** Of each packet that the driver has, what it was given, where sends are checked. */
  readonly #sent = new Map<number, Uint8Array>();
  /** Whether the data of packets are compared when they come back: a driver must not change them. */
  checksSends = false;
  #isCancelling = false;
  /** A frame was shown since it last was told that receiving is complete. */
  isReceiving = false;
  /** Every `holdEvery`th packet is kept until {@link returnHeld}; 0 keeps none. */
  holdEvery = 0;
  /** Whether the frames that arrive are kept, or only counted. */
  keepsFrames = true;
  readonly received: Uint8Array[] = [];
  receivedCount = 0;
  receivedByteCount = 0;
  sentCount = 0;
  completedCount = 0;
  /** Sends that were completed with another status than success. */
  failedCount = 0;
  /** Frames that the driver did not transfer when it was asked to. */
  failedTransferCount = 0;
  readonly statuses: NdisStatus[] = [];
  statusCompleteCount = 0;

  constructor(adapter: Adapter) {
    this.#os = adapter.os;
    this.#adapter = adapter;
    this.#pool = createPacketPool(adapter.os, PACKETS_MAX, 0, PROTOCOL_RESERVED_BYTES)!;
    this.#ndiswan = adapter.isWan ? new Ndiswan(adapter, this) : undefined;
    this.binding = this.#ndiswan?.binding ?? openBinding(adapter, this);
  }

  get outstandingSendCount(): number {
    return this.#ndiswan?.outstandingSendCount ?? this.#outgoing.size - this.#shown.size;
  }

  /** Of frames that were shown in part, those whose rest is still to come. */
  get pendingTransferCount(): number {
    return this.#shown.size;
  }

  get heldCount(): number {
    return this.#held.length;
  }

  /** Sends frames, each as one packet of this shape; a number tells into how many buffers. */
  send(frames: readonly Uint8Array[], shape: number | PacketShape = 1): void {
    if (this.#ndiswan !== undefined) return this.#sendOverLinks(frames, this.#ndiswan);
    const packets: VirtualAddress[] = [];
    for (const frame of frames) {
      const packet = this.#wrap(frame, typeof shape === 'number' ? { fragments: shape } : shape);
      if (packet !== undefined) packets.push(packet);
    }
    if (packets.length === 0) return;
    this.sentCount += packets.length;
    sendPackets(this.binding, packets);
  }

  /** NDISWAN takes the Ethernet header off. */
  #sendOverLinks(frames: readonly Uint8Array[], ndiswan: Ndiswan): void {
    this.sentCount += frames.length;
    for (const frame of frames) ndiswan.send(frame.subarray(HEADER_BYTES));
  }

  wanSent(status: NdisStatus): void {
    this.completedCount++;
    if (status !== NDIS_STATUS_SUCCESS) this.failedCount++;
  }

  /** The frame is as it was on the link. */
  wanReceive(frame: VirtualAddress, byteCount: number): void {
    this.receivedCount++;
    this.receivedByteCount += byteCount;
    this.isReceiving = true;
    this.#keep(this.#join([this.#bytes(frame, byteCount)]));
  }

  /** Asks for the packets back that were sent with this mark and still wait. */
  cancel(cancelId: number): void {
    this.#isCancelling = true;
    cancelSendPackets(this.#adapter, cancelId);
    this.#isCancelling = false;
  }

  sendComplete(packet: VirtualAddress, status: NdisStatus): void {
    const blocks = this.#outgoing.get(packet | 0);
    if (blocks === undefined) return;
    this.#checkUnchanged(packet);
    this.#outgoing.delete(packet | 0);
    this.completedCount++;
    if (status !== NDIS_STATUS_SUCCESS) this.failedCount++;
    if (this.#isCancelling) this.#checkCancelled(packet, status);
    this.#putBack(packet, blocks);
  }

  /** Rule D05. One that had been sent by then is not cancelled any more. */
  #checkCancelled(packet: VirtualAddress, status: NdisStatus): void {
    if (status === NDIS_STATUS_SUCCESS || status === NDIS_STATUS_REQUEST_ABORTED) return;
    this.#os.report('packet/cancelled-with-other-status', {
      what: `MiniportCancelSendPackets completed the packet at ${hex(packet)} with ${statusName(status) ?? hex(status)}.`,
    });
  }

  /** Rule D11. */
  #checkUnchanged(packet: VirtualAddress): void {
    const sent = this.#sent.get(packet | 0);
    if (sent === undefined) return;
    this.#sent.delete(packet | 0);
    const now = this.#copy(packet);
    if (Buffer.compare(now, sent) === 0) return;
    const at = now.findIndex((byte, index) => byte !== sent[index]);
    this.#os.report('packet/sent-buffer-modified', {
      what: `Byte ${at} of a packet of ${sent.length} bytes was changed while the driver had it.`,
    });
  }

  receivePacket(packet: VirtualAddress, mustCopy: boolean): number {
    this.receivedCount++;
    if (this.keepsFrames) {
      const frame = this.#copy(packet);
      this.#checkChain(packet, frame.length);
      this.received.push(frame);
    }
    this.receivedByteCount += NDIS_PACKET.at(this.#os.memory, packet).Private.TotalLength;
    const keeps = this.holdEvery > 0 && this.receivedCount % this.holdEvery === 0;
    if (!keeps || mustCopy) return 0;
    this.#held.push({ packet, frame: this.#copy(packet) });
    return 1;
  }

  /** A driver shows the beginning of a frame; what is not shown it is asked to transfer. */
  receive(indication: ReceiveIndication): void {
    this.receivedCount++;
    this.isReceiving = true;
    const { headerBuffer, headerByteCount, lookaheadBuffer, packetByteCount } = indication;
    // What a difference of lengths makes that has become negative: there is nothing to look at.
    if (packetByteCount > PACKET_BYTES_MAX)
      return this.#os.report('packet/frame-length-wrong', {
        what: `A frame of ${packetByteCount} bytes behind its header was indicated.`,
      });
    const lookaheadByteCount = Math.min(indication.lookaheadByteCount, packetByteCount);
    if (lookaheadByteCount < indication.lookaheadByteCount)
      this.#os.report('packet/frame-length-wrong', {
        what: `A frame of ${packetByteCount} bytes behind its header was indicated with ${indication.lookaheadByteCount} of them.`,
      });
    this.receivedByteCount += headerByteCount + packetByteCount;
    const shown = this.#join([
      this.#bytes(headerBuffer, headerByteCount),
      this.#bytes(lookaheadBuffer, lookaheadByteCount),
    ]);
    if (lookaheadByteCount < packetByteCount) this.#transfer(indication, shown);
    else this.#keep(shown);
  }

  /** Asks the driver for the bytes of a frame that follow those shown. */
  #transfer(
    { receiveContext, lookaheadByteCount, packetByteCount }: ReceiveIndication,
    shown: Uint8Array,
  ): void {
    const packet = this.#wrap(new Uint8Array(packetByteCount - lookaheadByteCount), {});
    if (packet === undefined) return;
    this.#shown.set(packet | 0, shown);
    const { status, byteCount } = transferData(
      this.binding,
      receiveContext,
      lookaheadByteCount,
      packetByteCount - lookaheadByteCount,
      packet,
    );
    if (status !== NDIS_STATUS_PENDING) this.transferDataComplete(packet, status, byteCount);
  }

  transferDataComplete(packet: VirtualAddress, status: NdisStatus, byteCount: number): void {
    const shown = this.#shown.get(packet | 0);
    const blocks = this.#outgoing.get(packet | 0);
    if (shown === undefined || blocks === undefined) return;
    const { TotalLength } = NDIS_PACKET.at(this.#os.raw, packet).Private;
    if (status === NDIS_STATUS_SUCCESS && byteCount !== TotalLength)
      this.#os.report('packet/frame-length-wrong', {
        what: `Of ${TotalLength} bytes that a frame should still have had ${byteCount} were transferred.`,
      });
    if (status === NDIS_STATUS_SUCCESS)
      this.#keep(this.#join([shown, this.#copy(packet).subarray(0, byteCount)]));
    else this.failedTransferCount++;
    this.#shown.delete(packet | 0);
    this.#outgoing.delete(packet | 0);
    this.#putBack(packet, blocks);
  }

  #keep(frame: Uint8Array): void {
    if (this.keepsFrames) this.received.push(frame);
  }

  receiveComplete(): void {
    this.isReceiving = false;
  }

  status(status: NdisStatus): void {
    this.statuses.push(status);
  }

  statusComplete(): void {
    this.statusCompleteCount++;
  }

  /** It stays until {@link close}: MiniportHalt is to wait for the packets that it keeps. */
  unbind(): void {}

  /** Returns every packet that was kept, in order. */
  returnHeld(): void {
    const held = this.#held;
    this.#held = [];
    for (const { packet, frame } of held) {
      this.#checkUntouched(packet, frame);
      returnPacket(this.#adapter, packet);
    }
  }

  /** Rule D06: what was indicated is the protocol's until it returns it. */
  #checkUntouched(packet: VirtualAddress, frame: Uint8Array): void {
    const os = this.#os;
    if (!this.#adapter.indicated.has(packet | 0)) return;
    let at = 0;
    let buffer = NDIS_PACKET.at(os.raw, packet).Private.Head;
    for (let count = 0; buffer !== NULL && count < BUFFERS_MAX; count++) {
      const { MappedSystemVa, ByteCount, Next } = MDL.at(os.raw, buffer);
      // Memory that was freed meanwhile is a matter of its own.
      if (os.memory.plainBytes(MappedSystemVa, ByteCount) < ByteCount) return;
      const now = this.#bytes(MappedSystemVa, ByteCount);
      if (Buffer.compare(now, frame.subarray(at, at + ByteCount)) !== 0) {
        os.report('packet/touched-before-return', {
          what: `The data of the packet at ${hex(packet)} were changed before it was returned.`,
        });
        return;
      }
      at += ByteCount;
      buffer = Next;
    }
  }

  /** Rule D10, beside what the data are. */
  #checkChain(packet: VirtualAddress, byteCount: number): void {
    const { memory } = this.#os;
    const { Head, TotalLength, ValidCounts } = NDIS_PACKET.at(memory, packet).Private;
    const firstByteCount = Head === NULL ? 0 : MDL.at(memory, Head).ByteCount;
    const problem =
      firstByteCount < HEADER_BYTES
        ? `has ${firstByteCount} bytes in its first buffer, which are less than a header`
        : ValidCounts && TotalLength !== byteCount
          ? `says that it has ${TotalLength} bytes, and its buffers have ${byteCount}`
          : undefined;
    if (problem !== undefined)
      this.#os.report('packet/buffer-chain-invalid', {
        what: `The packet at ${hex(packet)} ${problem}.`,
      });
  }

  /** After a delay, returns every packet that was kept, and keeps no more. */
  returnHeldIn(delayNs: number): void {
    this.#os.scheduler.setTimer(this.#returning, delayNs, 0);
  }

  /** Closes the binding: what was never completed or returned is given up. */
  close(): void {
    removeBinding(this.binding);
    this.#ndiswan?.close();
    this.#os.scheduler.cancelTimer(this.#returning);
    this.#os.scheduler.removeDpc(this.#returning);
    this.#held = [];
    for (const [packet, blocks] of this.#outgoing) this.#putBack(virtual(packet >>> 0), blocks);
    this.#outgoing.clear();
    this.#sent.clear();
    this.#shown.clear();
    freePacketPool(this.#os, this.#pool);
  }

  #putBack(packet: VirtualAddress, blocks: readonly VirtualAddress[]): void {
    const afterFree = 'packet/touched-after-send-returned';
    for (const block of blocks) this.#os.pool.free(block, afterFree);
    putPacket(this.#os, this.#pool, packet, afterFree);
  }

  #wrap(frame: Uint8Array, shape: PacketShape): VirtualAddress | undefined {
    const os = this.#os;
    const packet = takePacket(os, this.#pool);
    if (packet === undefined) return undefined;
    const { Private } = NDIS_PACKET.at(os.raw, packet);
    const blocks: VirtualAddress[] = [];
    let last: VirtualAddress = NULL;
    let bufferCount = 0;
    const chain = (part: Uint8Array) => {
      const mdl = this.#createBuffer(part, shape.beforePageEnd, blocks);
      if (last === NULL) Private.Head = mdl;
      else MDL.at(os.raw, last).Next = mdl;
      last = mdl;
      bufferCount++;
    };
    const { fragments = 1, firstBytes = 0, hasEmptyBuffers = false } = shape;
    const step = Math.ceil(frame.length / Math.min(fragments, frame.length));
    for (let start = 0, end; start < frame.length; start = end) {
      end = Math.min(start === 0 ? Math.max(step, firstBytes) : start + step, frame.length);
      if (hasEmptyBuffers && start > 0) chain(new Uint8Array());
      chain(end - start < frame.length ? frame.subarray(start, end) : frame);
    }
    Private.Tail = last;
    Private.TotalLength = frame.length;
    Private.Count = bufferCount;
    Private.PhysicalCount = bufferCount;
    Private.ValidCounts = true;
    if (shape.cancelId !== undefined)
      os.raw.write32(packetInfoAddress(os, packet, PacketCancelId), shape.cancelId);
    this.#outgoing.set(packet | 0, blocks);
    if (this.checksSends) this.#sent.set(packet | 0, frame);
    return packet;
  }

  /** A buffer of its own memory, whose blocks are noted, with these bytes. */
  #createBuffer(
    part: Uint8Array,
    beforePageEnd: number | undefined,
    blocks: VirtualAddress[],
  ): VirtualAddress {
    const os = this.#os;
    const room = beforePageEnd === undefined ? 0 : PAGE_BYTES + beforePageEnd;
    const block = os.allocateObject(room + part.length, Shadow.PLAIN);
    const data =
      beforePageEnd === undefined
        ? block
        : virtual(Math.ceil((block + beforePageEnd) / PAGE_BYTES) * PAGE_BYTES - beforePageEnd);
    os.memory.bytes.set(part, data - VIRTUAL_BASE);
    const mdl = os.allocateObject(MDL.bytes + 8, Shadow.PLAIN);
    this.#fillMdl(mdl, data, part.length);
    if (beforePageEnd !== undefined)
      MDL.at(os.raw, mdl).MdlFlags = MDL_PAGES_LOCKED | MDL_MAPPED_TO_SYSTEM_VA;
    blocks.push(mdl, block);
    return mdl;
  }

  #fillMdl(address: VirtualAddress, data: VirtualAddress, byteCount: number): void {
    const mdl = MDL.at(this.#os.raw, address);
    mdl.Next = NULL;
    mdl.Size = MDL.bytes;
    mdl.MdlFlags = MDL_SOURCE_IS_NONPAGED_POOL;
    mdl.MappedSystemVa = data;
    mdl.StartVa = virtual(data - (data & PAGE_MASK));
    mdl.ByteCount = byteCount;
    mdl.ByteOffset = data & PAGE_MASK;
  }

  /** The bytes of a packet's buffers. */
  #copy(packet: VirtualAddress): Uint8Array {
    const { memory } = this.#os;
    const parts: Uint8Array[] = [];
    let buffer = NDIS_PACKET.at(memory, packet).Private.Head;
    for (let count = 0; buffer !== NULL && count < BUFFERS_MAX; count++) {
      const mdl = MDL.at(memory, buffer);
      parts.push(this.#bytes(mdl.MappedSystemVa, mdl.ByteCount));
      buffer = mdl.Next;
    }
    return this.#join(parts);
  }

  /** Bytes that a driver has named: one by one, and checked, if they are not plain memory. */
  #bytes(address: VirtualAddress, byteCount: number): Uint8Array {
    const { memory } = this.#os;
    const start = address - VIRTUAL_BASE;
    if (memory.plainBytes(address, byteCount) === byteCount)
      return memory.bytes.subarray(start, start + byteCount);
    const bytes: number[] = [];
    // Bounded by the end of memory, where a read ends the run.
    for (let index = 0; index < byteCount; index++)
      bytes.push(memory.read8(virtual(address + index)));
    return Uint8Array.from(bytes);
  }

  #join(parts: readonly Uint8Array[]): Uint8Array {
    const whole = this.#store.take(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
