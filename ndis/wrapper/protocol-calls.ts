/**
 * What a protocol driver does with an open binding: requests, resets, transfers, and the return of
 * packets. (NDIS 5: NdisRequest, NdisReset, NdisTransferData, NdisReturnPackets)
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
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
  NDIS_STATUS_FAILURE,
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
import type { ProtocolBinding, ShownFrame } from './protocol-binding';
import { returnPacket } from './receive';
import { submitRequest, type RequestKind, type RequestResult } from './requests';
import { sendPackets } from './send';
import { transferData, type TransferResult } from './transfer-data';

/** Packets in one array: more than any protocol sends or keeps, so that the loop ends. */
const PACKETS_MAX = 4096;
const HEADER_BYTES = 14;
/** NDIS_REQUEST_TYPE (ndis.h): its last value, NdisRequestGeneric4. */
const REQUEST_TYPE_MAX = 11;

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
  if (kind === undefined) return refuseKind(os, RequestType);
  if (asking.requests.has(address)) return refuseReuse(os, address);
  const { Oid, InformationBuffer, InformationBufferLength } = QUERY_INFORMATION.at(os.memory, DATA);
  let status: NdisStatus = NDIS_STATUS_PENDING;
  let isReturned = false;
  const finish = (result: RequestResult) => {
    status = result.status;
    asking.requests.delete(address);
    // The two numbers lie at the same place for queries and sets.
    const information = QUERY_INFORMATION.at(os.memory, DATA);
    information.BytesWritten = result.byteCount;
    information.BytesNeeded = result.bytesNeeded;
    const { RequestCompleteHandler } = asking.protocol.handlers;
    if (isReturned)
      asking.call(ProtocolRequestComplete, RequestCompleteHandler, context, address, status);
    binding.ended();
  };
  const done = (result: RequestResult) => {
    if (isReturned || os.completionDelayNs === 0) finish(result);
    else runLate(os, () => finish(result));
  };
  binding.pendingCount++;
  asking.requests.add(address);
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

function refuseKind(os: OperatingSystem, kind: number): NdisStatus {
  if (kind > REQUEST_TYPE_MAX)
    os.report('registration/nonsense-argument', {
      what: `NdisRequest was given a request of the type ${hex(kind)}, which is no NDIS_REQUEST_TYPE.`,
    });
  return NDIS_STATUS_NOT_SUPPORTED;
}

function refuseReuse(os: OperatingSystem, address: VirtualAddress): NdisStatus {
  os.report('oid/request-in-use', {
    what: `NdisRequest was given the request at ${hex(address)} again, and it is still pending.`,
  });
  return NDIS_STATUS_FAILURE;
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
  const { os, shown, binding } = asking;
  if (shown !== undefined) judgeTransfer(os, shown, receiveContext, byteOffset + byteCount);
  const isPacket = shown?.receiveContext === receiveContext && shown.packet !== NULL;
  const result = isPacket
    ? copyShown(os, shown.packet, byteOffset, byteCount, packet)
    : transferData(binding, receiveContext, byteOffset, byteCount, packet);
  if (result.status === NDIS_STATUS_PENDING || os.completionDelayNs === 0) return result;
  binding.pendingCount++;
  runLate(os, () => {
    asking.transferDataComplete(packet, result.status, result.byteCount);
    binding.ended();
  });
  return { status: NDIS_STATUS_PENDING, byteCount: 0 };
}

/** Of the frame that is shown, what there is of it. */
function judgeTransfer(
  os: OperatingSystem,
  { receiveContext: shown, packetByteCount }: ShownFrame,
  receiveContext: number,
  endOffset: number,
): void {
  if (receiveContext !== shown)
    os.report('resource/bad-handle', {
      what: `NdisTransferData was given the MacReceiveContext ${hex(receiveContext)}, and the frame that is shown has ${hex(shown)}.`,
    });
  else if (endOffset > packetByteCount)
    os.report('packet/transfer-beyond-frame', {
      what: `NdisTransferData was asked for bytes up to ${endOffset} of a frame that has ${packetByteCount} behind its header.`,
    });
}

function copyShown(
  os: OperatingSystem,
  shown: VirtualAddress,
  byteOffset: number,
  byteCount: number,
  packet: VirtualAddress,
): TransferResult {
  const copied = copyBetweenPackets(os, packet, 0, byteCount, shown, HEADER_BYTES + byteOffset);
  return { status: NDIS_STATUS_SUCCESS, byteCount: copied };
}

/** Does what ends a call, when it has been pending for a while. */
function runLate(os: OperatingSystem, run: () => void): void {
  const timer = { isQueued: false, event: undefined, periodNs: 0, expired: () => undefined, run };
  os.scheduler.setTimer(timer, os.completionDelayNs, 0);
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
