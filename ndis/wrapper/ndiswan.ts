/**
 * NDISWAN: what is bound to a WAN miniport and speaks for every protocol above. It keeps the links
 * that the miniport says are up, sends frames over them within the window of each, and takes what
 * arrives. (NDIS 5.1: "NDIS WAN Miniport Drivers"; DDK: "Differences Between WAN and LAN Miniports",
 * "Sending On a WAN Miniport"; PPP in HDLC-like framing, RFC 1662, 3.1, and RFC 1661, 2)
 */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { PPP_FRAMING } from '../constants';
import { hex } from '../finding';
import { OID_WAN_GET_INFO, OID_WAN_GET_LINK_INFO, OID_WAN_SET_LINK_INFO } from '../oid';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_NOT_ACCEPTED,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_WAN_FRAGMENT,
  NDIS_STATUS_WAN_LINE_DOWN,
  NDIS_STATUS_WAN_LINE_UP,
} from '../status';
import {
  NDIS_MAC_FRAGMENT,
  NDIS_MAC_LINE_DOWN,
  NDIS_MAC_LINE_UP,
  NDIS_WAN_GET_LINK_INFO,
  NDIS_WAN_INFO,
  NDIS_WAN_PACKET,
} from '../structures/wan';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { openBinding, type Binding } from './binding';
import type { ProtocolEdge } from './protocol-edge';
import { mayIndicate } from './receive';
import { request } from './requests';
import { sendPackets } from './send';

/** Address, control, and the protocol number of IPv4. */
const PPP_HEADER = [0xff, 0x03, 0x00, 0x21] as const;
/** A miniport takes and gives this much more than it says (OID_WAN_GET_INFO, MaxFrameSize). */
const FRAME_RESERVE_BYTES = 32;
const { ProtocolReserved1, MacReserved1 } = NDIS_WAN_PACKET.offsets;

/** One link, or one data channel of a link, from its line-up to its line-down. */
export interface WanLink {
  /** NdisLinkContext, by which the miniport names it. */
  readonly context: number;
  /** NdisLinkHandle, by which NDISWAN does. */
  readonly handle: VirtualAddress;
  /** As many packets as the miniport takes at a time; 0 for MaxTransmit. */
  sendWindow: number;
  outstandingCount: number;
  /** Frames that wait for the window. */
  readonly waiting: Uint8Array[];
  isPumping: boolean;
}

/** What the miniport has answered to OID_WAN_GET_INFO. */
interface WanInfo {
  readonly MaxFrameSize: number;
  readonly MaxTransmit: number;
  readonly HeaderPadding: number;
  readonly TailPadding: number;
  readonly FramingBits: number;
}

/** Who sends and receives through NDISWAN. */
export interface WanClient extends Pick<
  ProtocolEdge,
  'status' | 'statusComplete' | 'receiveComplete'
> {
  /** A frame of a link, which lies there during the call. */
  wanReceive(frame: VirtualAddress, byteCount: number): void;
  /** A frame has been sent, or not. */
  wanSent(status: NdisStatus): void;
}

export class Ndiswan implements ProtocolEdge {
  readonly binding: Binding;
  readonly #adapter: Adapter;
  readonly #client: WanClient;
  readonly #info: WanInfo | undefined;
  /** By NdisLinkContext. */
  readonly #links = new Map<number, WanLink>();
  readonly #ended = new Set<number>();
  /** Of each packet that the miniport has, its link and its buffer. */
  readonly #outgoing = new Map<
    number,
    { readonly link: WanLink; readonly buffer: VirtualAddress }
  >();
  #isUnbound = false;
  #sendCount = 0;

  /** Binds to a WAN miniport, and asks it what it can do. */
  constructor(adapter: Adapter, client: WanClient) {
    this.#adapter = adapter;
    this.#client = client;
    adapter.ndiswan = this;
    this.binding = openBinding(adapter, this);
    this.#info = this.#askInfo();
  }

  get links(): readonly WanLink[] {
    return [...this.#links.values()];
  }

  /** What was sent and is neither completed nor refused. */
  get outstandingSendCount(): number {
    return this.links.reduce((sum, { waiting }) => sum + waiting.length, this.#outgoing.size);
  }

  #askInfo(): WanInfo | undefined {
    const { os } = this.#adapter;
    const buffer = os.allocateObject(NDIS_WAN_INFO.bytes, Shadow.PLAIN);
    const { status } = this.#request('query', OID_WAN_GET_INFO, buffer, NDIS_WAN_INFO.bytes);
    const { MaxFrameSize, MaxTransmit, HeaderPadding, TailPadding, FramingBits } = NDIS_WAN_INFO.at(
      os.raw,
      buffer,
    );
    os.pool.free(buffer);
    if (status === NDIS_STATUS_SUCCESS)
      return { MaxFrameSize, MaxTransmit, HeaderPadding, TailPadding, FramingBits };
    if (os.injectedFaults === undefined)
      os.report('oid/mandatory-oid-missing', {
        what: `The query of OID_WAN_GET_INFO came to ${hex(status)}: NDISWAN cannot send over the adapter.`,
        boundary: 'MiniportQueryInformation',
      });
    return undefined;
  }

  #request(kind: 'query' | 'set', oid: number, buffer: VirtualAddress, byteCount: number) {
    return request(this.#adapter, kind, oid, buffer, byteCount, this.binding);
  }

  /** Sends the payload of a frame, over one link after the other. It fails if no link is up. */
  send(payload: Uint8Array): void {
    const { links } = this;
    const info = this.#info;
    if (links.length === 0 || info === undefined || payload.length > info.MaxFrameSize)
      return this.#client.wanSent(NDIS_STATUS_FAILURE);
    const link = links[this.#sendCount++ % links.length];
    const header = (info.FramingBits & PPP_FRAMING) === 0 ? [] : PPP_HEADER;
    link.waiting.push(Uint8Array.from([...header, ...payload]));
    this.#pump(link, info);
  }

  /** Gives the miniport what it takes now. */
  #pump(link: WanLink, info: WanInfo): void {
    if (link.isPumping) return;
    link.isPumping = true;
    const window = link.sendWindow || info.MaxTransmit || 1;
    while (link.waiting.length > 0 && link.outstandingCount < window)
      this.#give(link, link.waiting.shift()!, info);
    link.isPumping = false;
  }

  /** The frame lies in a buffer of its own, with the room before and behind it that was asked for. */
  #give(link: WanLink, frame: Uint8Array, { HeaderPadding, TailPadding }: WanInfo): void {
    const { os } = this.#adapter;
    const byteCount = HeaderPadding + frame.length + TailPadding;
    const buffer = os.allocateObject(byteCount, Shadow.PLAIN);
    const address = os.allocateObject(NDIS_WAN_PACKET.bytes, Shadow.PLAIN);
    const packet = NDIS_WAN_PACKET.at(os.raw, address);
    packet.StartBuffer = buffer;
    packet.EndBuffer = virtual(buffer + byteCount);
    packet.CurrentBuffer = virtual(buffer + HeaderPadding);
    packet.CurrentLength = frame.length;
    os.memory.bytes.set(frame, packet.CurrentBuffer - VIRTUAL_BASE);
    // The miniport owns all of the packet but these (NDIS_WAN_PACKET).
    const reserved = virtual(address + ProtocolReserved1);
    for (let at = ProtocolReserved1; at < MacReserved1; at += 4)
      os.raw.write32(virtual(address + at), NULL);
    os.memory.mark(reserved, MacReserved1 - ProtocolReserved1, Shadow.READ_ONLY);
    this.#outgoing.set(address | 0, { link, buffer });
    link.outstandingCount++;
    sendPackets(this.binding, [address], link);
  }

  sendComplete(packet: VirtualAddress, status: NdisStatus): void {
    const sent = this.#outgoing.get(packet | 0);
    if (sent === undefined) return;
    this.#outgoing.delete(packet | 0);
    this.#free(packet, sent.buffer);
    sent.link.outstandingCount--;
    this.#client.wanSent(status);
    if (this.#info !== undefined) this.#pump(sent.link, this.#info);
  }

  #free(packet: VirtualAddress, buffer: VirtualAddress): void {
    const { pool } = this.#adapter.os;
    const afterFree = 'packet/touched-after-send-returned';
    pool.free(packet, afterFree);
    pool.free(buffer, afterFree);
  }

  /** NdisMWanIndicateReceive. */
  wanReceive(context: number, frame: VirtualAddress, byteCount: number): NdisStatus {
    if (this.#isUnbound || this.#linkOf(context) === undefined) return NDIS_STATUS_NOT_ACCEPTED;
    const byteCountMax = (this.#info?.MaxFrameSize ?? Infinity) + FRAME_RESERVE_BYTES;
    if (byteCount > byteCountMax) {
      this.#adapter.os.report('packet/frame-length-wrong', {
        what: `A frame of ${byteCount} bytes was indicated; MaxFrameSize of OID_WAN_GET_INFO lets it have ${byteCountMax}.`,
      });
      return NDIS_STATUS_FAILURE;
    }
    this.#client.wanReceive(frame, byteCount);
    return NDIS_STATUS_SUCCESS;
  }

  /** NdisMWanIndicateReceiveComplete. */
  wanReceiveComplete(context: number): void {
    if (!this.#isUnbound && this.#linkOf(context) !== undefined) this.receiveComplete();
  }

  receiveComplete(): void {
    this.#client.receiveComplete();
  }

  status(status: NdisStatus, buffer: VirtualAddress, byteCount: number): void {
    if (this.#isUnbound) return;
    const { memory } = this.#adapter.os;
    if (status === NDIS_STATUS_WAN_LINE_UP && byteCount >= NDIS_MAC_LINE_UP.bytes)
      this.#lineUp(buffer);
    else if (status === NDIS_STATUS_WAN_LINE_DOWN && byteCount >= NDIS_MAC_LINE_DOWN.bytes)
      this.#lineDown(NDIS_MAC_LINE_DOWN.at(memory, buffer).NdisLinkContext);
    else if (status === NDIS_STATUS_WAN_FRAGMENT && byteCount >= NDIS_MAC_FRAGMENT.bytes)
      this.#linkOf(NDIS_MAC_FRAGMENT.at(memory, buffer).NdisLinkContext);
    this.#client.status(status, buffer, byteCount);
  }

  /** A new link, which gets its context; or news of one, with the context that it has. */
  #lineUp(buffer: VirtualAddress): void {
    const { os } = this.#adapter;
    const up = NDIS_MAC_LINE_UP.at(os.memory, buffer);
    const { NdisLinkContext, SendWindow } = up;
    if (NdisLinkContext !== 0) {
      const link = this.#linkOf(NdisLinkContext);
      if (link === undefined) return;
      link.sendWindow = SendWindow;
      if (this.#info !== undefined) this.#pump(link, this.#info);
      return;
    }
    const context = os.createHandle();
    const link: WanLink = {
      context,
      handle: virtual(up.NdisLinkHandle),
      sendWindow: SendWindow,
      outstandingCount: 0,
      waiting: [],
      isPumping: false,
    };
    this.#links.set(context, link);
    up.NdisLinkContext = context as NdisHandle;
    os.scheduler.queueWorkItem({ run: () => this.#configure(link) });
  }

  /** What the link is like, and that it shall stay so. */
  #configure(link: WanLink): void {
    const { os } = this.#adapter;
    if (this.#isUnbound || !this.#links.has(link.context)) return;
    const { bytes } = NDIS_WAN_GET_LINK_INFO;
    const buffer = os.allocateObject(bytes, Shadow.PLAIN);
    const info = NDIS_WAN_GET_LINK_INFO.at(os.raw, buffer);
    info.NdisLinkHandle = link.handle as number as NdisHandle;
    const { status } = this.#request('query', OID_WAN_GET_LINK_INFO, buffer, bytes);
    info.NdisLinkHandle = link.handle as number as NdisHandle;
    // The link may have gone down meanwhile.
    if (status === NDIS_STATUS_SUCCESS && this.#links.has(link.context))
      this.#request('set', OID_WAN_SET_LINK_INFO, buffer, bytes);
    os.pool.free(buffer);
  }

  #lineDown(context: number): void {
    const link = this.#linkOf(context);
    if (link === undefined) return;
    this.#endLink(link);
  }

  #endLink(link: WanLink): void {
    this.#links.delete(link.context);
    this.#ended.add(link.context);
    this.#adapter.os.freeHandle(link.context);
    for (let count = link.waiting.splice(0).length; count > 0; count--)
      this.#client.wanSent(NDIS_STATUS_FAILURE);
  }

  /** The link that a miniport names; if it is none that is up, that is the finding. */
  #linkOf(context: number): WanLink | undefined {
    const link = this.#links.get(context);
    if (link !== undefined) return link;
    reportNoLink(this.#adapter, context, this.#ended.has(context));
    return undefined;
  }

  statusComplete(): void {
    this.#client.statusComplete();
  }

  /** The adapter is about to be halted: what comes from its links now goes nowhere. */
  unbind(): void {
    this.#isUnbound = true;
    for (const link of this.links) this.#endLink(link);
  }

  /** Packets that the miniport never completed are given up. */
  close(): void {
    this.unbind();
    for (const [packet, { buffer }] of this.#outgoing) this.#free(virtual(packet >>> 0), buffer);
    this.#outgoing.clear();
    this.#adapter.ndiswan = undefined;
  }

  /** A WAN miniport indicates no packets, and transfers no data. */
  receivePacket(): number {
    return 0;
  }

  receive(): void {}

  transferDataComplete(): void {}
}

/** NdisMWanIndicateReceive. */
export function wanIndicateReceive(
  adapter: Adapter,
  context: number,
  frame: VirtualAddress,
  byteCount: number,
): NdisStatus {
  if (!isWanCall(adapter)) return NDIS_STATUS_NOT_ACCEPTED;
  const { ndiswan } = adapter;
  if (ndiswan !== undefined) return ndiswan.wanReceive(context, frame, byteCount);
  reportNoLink(adapter, context, false);
  return NDIS_STATUS_NOT_ACCEPTED;
}

/** NdisMWanIndicateReceiveComplete. */
export function wanIndicateReceiveComplete(adapter: Adapter, context: number): void {
  if (!isWanCall(adapter)) return;
  if (adapter.ndiswan !== undefined) adapter.ndiswan.wanReceiveComplete(context);
  else reportNoLink(adapter, context, false);
}

function isWanCall(adapter: Adapter): boolean {
  if (!mayIndicate(adapter, 'packet/indicated-after-halt')) return false;
  if (!adapter.isWan) judgeMediumOfCall(adapter, true);
  return adapter.isWan;
}

function reportNoLink({ os }: Adapter, context: number, hasEnded: boolean): void {
  os.report('packet/link-not-up', {
    what: hasEnded
      ? `The driver named the link ${hex(context)}, which it had reported to be down.`
      : `The driver named the link ${hex(context)}, which no NDIS_STATUS_WAN_LINE_UP has given it.`,
  });
}

/** A miniport has called what is for those of the other kind. */
export function judgeMediumOfCall({ os }: Adapter, isOfWan: boolean): void {
  const [caller, callee] = isOfWan ? ['of a LAN', 'of a WAN'] : ['of a WAN', 'of a LAN'];
  os.report('packet/call-for-other-medium', {
    what: `A miniport ${caller} called ${os.currentCall}, which is for those ${callee}.`,
  });
}
