/**
 * What a protocol driver does with an open binding: requests, resets, transfers, and the return of
 * packets. (NDIS 5: NdisRequest, NdisReset, NdisTransferData, NdisReturnPackets)
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NdisRequestQueryInformation,
  NdisRequestQueryStatistics,
  NdisRequestSetInformation,
} from '../constants';
import { hex } from '../finding';
import { ProtocolRequestComplete, ProtocolResetComplete } from '../handlers';
import type { OperatingSystem } from '../operating-system';
import { DISPATCH_LEVEL } from '../row';
import {
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_RESET_IN_PROGRESS,
  NDIS_STATUS_SUCCESS,
} from '../status';
import { NDIS_REQUEST, QUERY_INFORMATION } from '../structures/protocol';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { copyBetweenPackets } from './buffers';
import { resetAdapter } from './lifecycle';
import { judgeSent } from './passed-packets';
import type { ProtocolBinding } from './protocol-binding';
import { returnPacket } from './receive';
import { submitRequest, type RequestKind, type RequestResult } from './requests';
import { sendPackets } from './send';
import { transferData, type TransferResult } from './transfer-data';

/** Packets in one array: more than any protocol sends or keeps, so that the loop ends. */
const PACKETS_MAX = 4096;
const HEADER_BYTES = 14;

const KINDS: ReadonlyMap<number, RequestKind> = new Map([
  [NdisRequestQueryInformation, 'query'],
  [NdisRequestQueryStatistics, 'query'],
  [NdisRequestSetInformation, 'set'],
]);

/** NdisRequest: its status, or NDIS_STATUS_PENDING and ProtocolRequestComplete later. */
export function requestFor(asking: ProtocolBinding, address: VirtualAddress): NdisStatus {
  const { os, adapter, binding, context } = asking;
  const { RequestType, DATA } = NDIS_REQUEST.at(os.memory, address);
  const kind = KINDS.get(RequestType);
  if (kind === undefined) return NDIS_STATUS_NOT_SUPPORTED;
  const { Oid, InformationBuffer, InformationBufferLength } = QUERY_INFORMATION.at(os.memory, DATA);
  let status: NdisStatus = NDIS_STATUS_PENDING;
  let isReturned = false;
  const done = (result: RequestResult) => {
    status = result.status;
    // The two numbers lie at the same place for queries and sets.
    const information = QUERY_INFORMATION.at(os.memory, DATA);
    information.BytesWritten = result.byteCount;
    information.BytesNeeded = result.bytesNeeded;
    const { RequestCompleteHandler } = asking.protocol.handlers;
    if (isReturned)
      asking.call(ProtocolRequestComplete, RequestCompleteHandler, context, address, status);
    binding.ended();
  };
  binding.pendingCount++;
  submitRequest(adapter, {
    kind,
    oid: Oid,
    buffer: InformationBuffer,
    byteCount: InformationBufferLength,
    binding,
    done,
  });
  isReturned = true;
  return status;
}

/** NdisReset: its status, or NDIS_STATUS_PENDING and ProtocolResetComplete later. */
export function resetFor(asking: ProtocolBinding): NdisStatus {
  const { os, adapter, binding, context } = asking;
  if (adapter.isResetPending) return NDIS_STATUS_RESET_IN_PROGRESS;
  const { irql } = os;
  // Nobody waits here, as a caller at DISPATCH_LEVEL does not.
  os.irql = DISPATCH_LEVEL;
  const status = resetAdapter(adapter);
  os.irql = irql;
  if (status !== NDIS_STATUS_PENDING) return status;
  binding.pendingCount++;
  adapter.afterReset.push((late) => {
    const { ResetCompleteHandler } = asking.protocol.handlers;
    asking.call(ProtocolResetComplete, ResetCompleteHandler, context, late);
    binding.ended();
  });
  return status;
}

/** NdisTransferData: from the packet that is shown, or by the miniport. */
export function transferFor(
  asking: ProtocolBinding,
  receiveContext: number,
  byteOffset: number,
  byteCount: number,
  packet: VirtualAddress,
): TransferResult {
  const { os, shownPacket, binding } = asking;
  if (shownPacket !== receiveContext)
    return transferData(binding, receiveContext, byteOffset, byteCount, packet);
  const offset = HEADER_BYTES + byteOffset;
  const copied = copyBetweenPackets(os, packet, 0, byteCount, shownPacket, offset);
  return { status: NDIS_STATUS_SUCCESS, byteCount: copied };
}

/** NdisSendPackets: the packets of an array in memory. */
export function sendArray(sending: ProtocolBinding, array: VirtualAddress, count: number): void {
  const packets = Array.from({ length: Math.min(count, PACKETS_MAX) }, (_, index) =>
    virtual(sending.os.memory.read32(virtual(array + 4 * index))),
  );
  if (packets.length > 0) sendFor(sending, packets);
}

/** NdisSend: packets go down a binding. */
export function sendFor(sending: ProtocolBinding, packets: readonly VirtualAddress[]): void {
  if (sending.protocol.miniport !== undefined)
    for (const packet of packets) judgeSent(sending, packet);
  sendPackets(sending.binding, packets);
}

/** NdisReturnPackets: each goes back to the driver that indicated it last. */
export function returnPackets(os: OperatingSystem, array: VirtualAddress, count: number): void {
  for (let index = 0; index < Math.min(count, PACKETS_MAX); index++) {
    const packet = virtual(os.memory.read32(virtual(array + 4 * index)));
    const adapter = indicatorOf(os, packet);
    if (adapter !== undefined) returnPacket(adapter, packet);
    else
      os.report('resource/bad-handle', {
        what: `NdisReturnPackets was given ${hex(packet)}, which is no packet that was indicated.`,
      });
  }
}

/** The uppermost adapter that has indicated a packet: an intermediate driver starts above others. */
function indicatorOf(os: OperatingSystem, packet: VirtualAddress): Adapter | undefined {
  let found: Adapter | undefined;
  for (const adapter of os.adapters.values())
    if (adapter.indicated.has(packet | 0)) found = adapter;
  return found;
}
