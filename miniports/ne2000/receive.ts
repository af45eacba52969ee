/**
 * Receiving: frames lie in a ring of pages on the card, each behind a header that says where the
 * next begins. DP8390D 7.0 (packet reception, removing packets from the ring).
 *
 * The driver reads the beginning of a frame and indicates it; what a protocol wants of the rest it
 * gets by MiniportTransferData, while the frame is still in the ring.
 */
import type { Ndis } from '../../ndis/driver-interface';
import { type Adapter, FRAME_HEAD, RING_HEADER } from './adapter';
import { readCurrentPage, synchronize, writePort } from './card';
import { isWanted } from './filter';
import { FCS_BYTES, FRAME_BYTES_MAX, HEADER_BYTES } from './frame';
import {
  BUFFER_END_PAGE,
  ISR,
  PAGE_BYTES,
  Port,
  RING_PAGES,
  RING_START_PAGE,
  RSR_PRX,
} from './registers';
import { readBlock } from './remote-dma';

/** What the driver knows of a frame from its beginning. */
interface ReceivedFrame {
  readonly nextPage: number;
  /** Without the FCS. */
  readonly byteCount: number;
}

/**
 * Indicates what is in the ring. PRX is taken back before CURR is read: a frame that comes later
 * than that raises it again, so that none is overlooked and none waited for.
 */
export function handleReceive(ndis: Ndis, adapter: Adapter): void {
  writePort(ndis, adapter, Port.ISR, ISR.PRX | ISR.RXE);
  synchronize(ndis, adapter, readCurrentPage);
  const endPage = adapter.CurrentPage;
  let indicatedCount = 0;
  // A frame takes a page at least; more frames than pages are a ring that is spoilt.
  for (let count = 0; adapter.NextPage !== endPage; count++) {
    const frame = count < RING_PAGES ? readFrameHead(ndis, adapter) : undefined;
    if (frame === undefined) {
      dropRing(ndis, adapter, endPage);
      break;
    }
    if (indicateFrame(ndis, adapter, frame)) indicatedCount++;
    removeUntil(ndis, adapter, frame.nextPage);
  }
  if (indicatedCount > 0) ndis.NdisMEthIndicateReceiveComplete(adapter.MiniportAdapterHandle);
}

/** Reads the headers of the frame at NextPage. Undefined if no card writes such a header. */
function readFrameHead(ndis: Ndis, adapter: Adapter): ReceivedFrame | undefined {
  const { NextPage, FrameHead } = adapter;
  const isRead = readBlock(
    ndis,
    adapter,
    NextPage * PAGE_BYTES,
    FrameHead.address,
    FRAME_HEAD.bytes,
  );
  if (!isRead) return undefined;
  const { Status, NextPage: nextPage, ByteCount } = FrameHead.Ring;
  const pageCount = Math.ceil((RING_HEADER.bytes + ByteCount) / PAGE_BYTES);
  // A frame that ends with its page may leave one page empty behind it.
  const isLinked =
    pageCount < RING_PAGES &&
    (nextPage === pageAfter(NextPage, pageCount) ||
      nextPage === pageAfter(NextPage, pageCount + 1));
  const isGood = (Status & RSR_PRX) !== 0 && ByteCount >= HEADER_BYTES + FCS_BYTES;
  return isLinked && isGood ? { nextPage, byteCount: ByteCount - FCS_BYTES } : undefined;
}

/** Shows the frame at NextPage to the protocols, if they want it. */
function indicateFrame(ndis: Ndis, adapter: Adapter, { byteCount }: ReceivedFrame): boolean {
  const { Statistics, FrameHead, Lookahead, MiniportAdapterHandle } = adapter;
  const header = FrameHead.Ethernet;
  if (!isWanted(ndis, adapter, header)) return false;
  const dataBytes = byteCount - HEADER_BYTES;
  const dataAddress = adapter.NextPage * PAGE_BYTES + FRAME_HEAD.bytes;
  const lookaheadBytes = Math.min(dataBytes, adapter.CurrentLookahead);
  if (byteCount > FRAME_BYTES_MAX || !readLookahead(ndis, adapter, dataAddress, lookaheadBytes)) {
    Statistics.RcvError++;
    return false;
  }
  Statistics.RcvOk++;
  adapter.IndicatedAddress = dataAddress;
  adapter.IndicatedBytes = dataBytes;
  ndis.NdisMEthIndicateReceive(
    MiniportAdapterHandle,
    adapter.address,
    header,
    HEADER_BYTES,
    Lookahead,
    lookaheadBytes,
    dataBytes,
  );
  adapter.IndicatedAddress = 0;
  return true;
}

function readLookahead(ndis: Ndis, adapter: Adapter, address: number, byteCount: number): boolean {
  return byteCount === 0 || readBlock(ndis, adapter, address, adapter.Lookahead, byteCount);
}

/** Gives the pages before `page` back to the card: BNRY stays one behind the next frame. */
function removeUntil(ndis: Ndis, adapter: Adapter, page: number): void {
  adapter.NextPage = page;
  const last = page === RING_START_PAGE ? BUFFER_END_PAGE - 1 : page - 1;
  writePort(ndis, adapter, Port.BNRY, last);
}

/** The ring makes no sense: what is in it is lost, and the driver goes on where the card will. */
function dropRing(ndis: Ndis, adapter: Adapter, endPage: number): void {
  adapter.Statistics.RcvError++;
  const isInRing = endPage >= RING_START_PAGE && endPage < BUFFER_END_PAGE;
  if (isInRing) removeUntil(ndis, adapter, endPage);
  else adapter.NeedsReset = true;
}

/** The page so many behind another, around the end of the ring. */
function pageAfter(page: number, count: number): number {
  return RING_START_PAGE + ((page - RING_START_PAGE + count) % RING_PAGES);
}
