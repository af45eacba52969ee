/**
 * Receiving: a frame lies in the buffer of one descriptor, with its FCS. The driver shows it to NDIS
 * there, which copies what it wants, and gives the descriptor back. HRM, "Receive
 * Descriptors", "Receive Process".
 */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { isWanted } from './filter';
import { FCS_BYTES, FRAME_BYTES_MAX, FRAME_BYTES_MIN, HEADER_BYTES } from './frame';
import { DESCRIPTOR_COUNT, rxBuffer, rxDescriptor } from './lists';
import { writeCsr } from './ports';
import { ALL_ONES, ES, OWN, Rdes0, Register } from './registers';

/** A whole frame in one descriptor, and nothing wrong with it. */
const GOOD = Rdes0.FS | Rdes0.LS;

/** Indicates what has come: no more than there are descriptors at one time. In the DPC. */
export function handleReceive(ndis: Ndis, adapter: Adapter): void {
  let hasIndicated = false;
  for (let count = 0; count < DESCRIPTOR_COUNT; count++) {
    const index = adapter.RxNext;
    const descriptor = rxDescriptor(ndis, adapter, index);
    const { Status } = descriptor;
    if ((Status & OWN) !== 0) break;
    const frameBytes = checkFrame(adapter, Status);
    adapter.Frame = rxBuffer(adapter, index);
    if (frameBytes > 0 && isWanted(ndis, adapter, adapter.Frame)) {
      indicate(ndis, adapter, frameBytes);
      hasIndicated = true;
    }
    descriptor.Status = OWN;
    adapter.RxNext = (index + 1) % DESCRIPTOR_COUNT;
  }
  // It may have found no descriptor, and waits to be told of one.
  writeCsr(ndis, adapter, Register.CSR2, ALL_ONES);
  if (hasIndicated) ndis.NdisMEthIndicateReceiveComplete(adapter.MiniportAdapterHandle);
}

/** The bytes of a frame without its FCS; 0 if it is none that may be shown. */
function checkFrame(adapter: Adapter, status: number): number {
  const frameBytes = ((status >>> Rdes0.FL_SHIFT) & Rdes0.FL) - FCS_BYTES;
  const isGood = (status & (ES | GOOD)) === GOOD;
  if (isGood && frameBytes >= FRAME_BYTES_MIN && frameBytes <= FRAME_BYTES_MAX) return frameBytes;
  // Of a frame that took several descriptors, the last one counts.
  if ((status & Rdes0.LS) === 0) return 0;
  adapter.RcvError++;
  if ((status & Rdes0.CE) === 0) return 0;
  if ((status & Rdes0.DB) !== 0) adapter.RcvAlignmentError++;
  else adapter.RcvCrcError++;
  return 0;
}

/** Shows NDIS the whole frame, so that there is seldom anything to transfer. */
function indicate(ndis: Ndis, adapter: Adapter, frameBytes: number): void {
  const { MiniportAdapterHandle, Frame } = adapter;
  const payloadBytes = frameBytes - HEADER_BYTES;
  adapter.RcvOk++;
  adapter.FrameBytes = frameBytes;
  ndis.NdisMEthIndicateReceive(
    MiniportAdapterHandle,
    Frame,
    Frame,
    HEADER_BYTES,
    virtual(Frame + HEADER_BYTES),
    payloadBytes,
    payloadBytes,
  );
  adapter.FrameBytes = 0;
}
