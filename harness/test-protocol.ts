/**
 * The protocol that the harness binds to a miniport: it opens, sets filters, sends, receives, keeps
 * packets for a while and returns them.
 */
import { NULL, type VirtualAddress } from '../hardware/address';
import { hex } from '../ndis/finding';
import type { Timer } from '../ndis/kernel/scheduler';
import type { OperatingSystem } from '../ndis/operating-system';
import {
  NDIS_STATUS_PENDING,
  NDIS_STATUS_REQUEST_ABORTED,
  NDIS_STATUS_SUCCESS,
  statusName,
} from '../ndis/status';
import { MDL } from '../ndis/structures/mdl';
import { NDIS_PACKET } from '../ndis/structures/packet';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import { openBinding, removeBinding, type Binding } from '../ndis/wrapper/binding';
import { Ndiswan, type WanClient } from '../ndis/wrapper/ndiswan';
import type { ProtocolEdge, ReceiveIndication } from '../ndis/wrapper/protocol-edge';
import { returnPacket } from '../ndis/wrapper/receive';
import { cancelSendPackets, sendPackets } from '../ndis/wrapper/send';
import { transferData } from '../ndis/wrapper/transfer-data';
import { BUFFERS_MAX, TestPackets, type PacketShape } from './test-packets';

/** Less is no Ethernet header. */
const HEADER_BYTES = 14;
/** Longer than a frame of any NIC here, jumbo frames too. */
const PACKET_BYTES_MAX = 0xffff;

/** A packet that came up and is kept for now. */
interface Held {
  readonly packet: VirtualAddress;
  readonly frame: Uint8Array;
}

export class TestProtocol implements ProtocolEdge, WanClient {
  readonly #os: OperatingSystem;
  readonly #adapter: Adapter;
  readonly #packets: TestPackets;
  readonly binding: Binding;
  /** Stands between it and a WAN miniport. */
  readonly #ndiswan: Ndiswan | undefined;
  /** Of each packet that the driver fills with the rest of a frame: the bytes before. */
  readonly #shown = new Map<number, Uint8Array>();
  #held: Held[] = [];
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
    this.#packets = new TestPackets(adapter.os);
    this.#ndiswan = adapter.isWan ? new Ndiswan(adapter, this) : undefined;
    this.binding = this.#ndiswan?.binding ?? openBinding(adapter, this);
  }

  get outstandingSendCount(): number {
    return this.#ndiswan?.outstandingSendCount ?? this.#packets.outCount - this.#shown.size;
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
    this.#keep(this.#packets.join([this.#packets.bytes(frame, byteCount)]));
  }

  /** Asks for the packets back that were sent with this mark and still wait. */
  cancel(cancelId: number): void {
    this.#isCancelling = true;
    cancelSendPackets(this.#adapter, cancelId);
    this.#isCancelling = false;
  }

  sendComplete(packet: VirtualAddress, status: NdisStatus): void {
    if (!this.#packets.isOut(packet)) return;
    this.#checkUnchanged(packet);
    this.completedCount++;
    if (status !== NDIS_STATUS_SUCCESS) this.failedCount++;
    if (this.#isCancelling) this.#checkCancelled(packet, status);
    this.#packets.putBack(packet);
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
    const now = this.#packets.copy(packet);
    if (Buffer.compare(now, sent) === 0) return;
    const at = now.findIndex((byte, index) => byte !== sent[index]);
    this.#os.report('packet/sent-buffer-modified', {
      what: `Byte ${at} of a packet of ${sent.length} bytes was changed while the driver had it.`,
    });
  }

  receivePacket(packet: VirtualAddress, mustCopy: boolean): number {
    this.receivedCount++;
    if (this.keepsFrames) {
      if (!this.#checkBuffers(packet)) return 0;
      const frame = this.#packets.copy(packet);
      this.#checkChain(packet, frame.length);
      this.received.push(frame);
    }
    this.receivedByteCount += NDIS_PACKET.at(this.#os.memory, packet).Private.TotalLength;
    const keeps = this.holdEvery > 0 && this.receivedCount % this.holdEvery === 0;
    if (!keeps || mustCopy) return 0;
    this.#held.push({ packet, frame: this.#packets.copy(packet) });
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
    const shown = this.#packets.join([
      this.#packets.bytes(headerBuffer, headerByteCount),
      this.#packets.bytes(lookaheadBuffer, lookaheadByteCount),
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
    if (shown === undefined || !this.#packets.isOut(packet)) return;
    const { TotalLength } = NDIS_PACKET.at(this.#os.raw, packet).Private;
    if (status === NDIS_STATUS_SUCCESS && byteCount !== TotalLength)
      this.#os.report('packet/frame-length-wrong', {
        what: `Of ${TotalLength} bytes that a frame should still have had ${byteCount} were transferred.`,
      });
    if (status === NDIS_STATUS_SUCCESS)
      this.#keep(this.#packets.join([shown, this.#packets.copy(packet).subarray(0, byteCount)]));
    else this.failedTransferCount++;
    this.#shown.delete(packet | 0);
    this.#packets.putBack(packet);
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
      const now = this.#packets.bytes(MappedSystemVa, ByteCount);
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

  /** Rule D10: no buffer has become longer than it was made. False if one has. */
  #checkBuffers(packet: VirtualAddress): boolean {
    const { memory, ledger } = this.#os;
    let buffer = NDIS_PACKET.at(memory, packet).Private.Head;
    for (let count = 0; buffer !== NULL && count < BUFFERS_MAX; count++) {
      const { ByteCount, Next } = MDL.at(memory, buffer);
      const made = ledger.find('buffer', buffer);
      const Length = made?.remembered?.[1] as number | undefined;
      if (Length !== undefined && ByteCount > Length) {
        this.#os.report('packet/buffer-chain-invalid', {
          what: `The packet at ${hex(packet)} has a buffer of ${ByteCount} bytes, which ${made!.acquiredBy} made for ${Length}.`,
        });
        return false;
      }
      buffer = Next;
    }
    return true;
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
    this.#packets.free();
    this.#sent.clear();
    this.#shown.clear();
  }

  #wrap(frame: Uint8Array, shape: PacketShape): VirtualAddress | undefined {
    const packet = this.#packets.wrap(frame, shape);
    if (packet !== undefined && this.checksSends) this.#sent.set(packet | 0, frame);
    return packet;
  }
}
