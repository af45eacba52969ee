/**
 * Transfer of received data: a protocol that was shown the beginning of a frame lets the miniport
 * copy what it wants of it into a packet. (NDIS 5: MiniportTransferData, NdisMTransferDataComplete)
 */
import type { VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import { MiniportTransferData } from '../handlers';
import { DISPATCH_LEVEL } from '../row';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_PENDING } from '../status';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';
import type { Binding } from './binding';

export interface TransferResult {
  readonly status: NdisStatus;
  /** Bytes that were copied; of no meaning while the transfer is pending. */
  readonly byteCount: number;
}

/**
 * Calls MiniportTransferData for `byteCount` bytes from `byteOffset` behind the header of the frame
 * that was indicated with `receiveContext`.
 */
export function transferData(
  binding: Binding,
  receiveContext: number,
  byteOffset: number,
  byteCount: number,
  packet: VirtualAddress,
): TransferResult {
  const { adapter } = binding;
  const { os, characteristics } = adapter;
  if (characteristics.TransferDataHandler === 0) {
    os.report('registration/mandatory-handler-missing', {
      what: 'A protocol wants more of a frame than the driver showed, and the driver has no MiniportTransferData.',
    });
    return { status: NDIS_STATUS_FAILURE, byteCount: 0 };
  }
  adapter.pendingTransfers.set(packet | 0, binding);
  binding.pendingCount++;
  const { irql } = os;
  os.irql = DISPATCH_LEVEL;
  const { Result, BytesTransferred } = adapter.call(
    MiniportTransferData,
    characteristics.TransferDataHandler,
    packet,
    adapter.context,
    receiveContext as NdisHandle,
    byteOffset,
    byteCount,
  );
  os.irql = irql;
  if (Result === NDIS_STATUS_PENDING) return { status: Result, byteCount: 0 };
  if (adapter.pendingTransfers.delete(packet | 0)) binding.ended();
  else
    os.report('packet/completed-twice', {
      what: `MiniportTransferData returned ${hex(Result)} for the packet at ${hex(packet)}, which it had completed by NdisMTransferDataComplete.`,
      boundary: MiniportTransferData.name,
    });
  return { status: Result, byteCount: BytesTransferred };
}

/** NdisMTransferDataComplete. */
export function transferDataComplete(
  adapter: Adapter,
  packet: VirtualAddress,
  status: NdisStatus,
  byteCount: number,
): void {
  const binding = adapter.pendingTransfers.get(packet | 0);
  if (binding !== undefined) {
    adapter.pendingTransfers.delete(packet | 0);
    binding.edge.transferDataComplete(packet, status, byteCount);
    binding.ended();
  } else
    adapter.os.report('packet/foreign-packet-completed', {
      what: `NdisMTransferDataComplete was given ${hex(packet)}, which is no packet that the driver has to fill.`,
    });
}
