/**
 * Requests: what every 802.3 miniport of NDIS 5.1 must answer, and what this device counts besides
 * (DDK, Network Reference: General Objects, Ethernet Objects, Power Management Objects).
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  OID_802_3_MULTICAST_LIST,
  OID_GEN_CURRENT_LOOKAHEAD,
  OID_GEN_CURRENT_PACKET_FILTER,
  OID_GEN_SUPPORTED_LIST,
  OID_PNP_ENABLE_WAKE_UP,
  OID_PNP_SET_POWER,
} from '../../ndis/oid';
import {
  NDIS_STATUS_INVALID_LENGTH,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { type Adapter, adapterAt, State } from './adapter';
import { startInterrupts } from './interrupt';
import { QUERIES } from './queries';
import { setLookahead, setMulticastList, setPacketFilter, type SetResult, setWakeUp } from './sets';
import { setPower } from './power';

const COUNTER_BYTES = 8;
const ULONG_BYTES = 4;

interface SetRow {
  /** Bytes of the buffer, or undefined if that is for the function to judge. */
  readonly byteCount: number | undefined;
  readonly apply: (
    ndis: Ndis,
    adapter: Adapter,
    buffer: VirtualAddress,
    byteCount: number,
  ) => SetResult;
}

const SETS: ReadonlyMap<number, SetRow> = new Map<number, SetRow>([
  [OID_GEN_CURRENT_PACKET_FILTER, { byteCount: ULONG_BYTES, apply: setPacketFilter }],
  [OID_GEN_CURRENT_LOOKAHEAD, { byteCount: ULONG_BYTES, apply: setLookahead }],
  [OID_802_3_MULTICAST_LIST, { byteCount: undefined, apply: setMulticastList }],
  [OID_PNP_SET_POWER, { byteCount: ULONG_BYTES, apply: setPower }],
  [OID_PNP_ENABLE_WAKE_UP, { byteCount: ULONG_BYTES, apply: setWakeUp }],
]);

/** What OID_GEN_SUPPORTED_LIST gives: OIDs to be queried, set or both, each once. */
const SUPPORTED_OIDS: readonly number[] = [
  ...new Set([OID_GEN_SUPPORTED_LIST, ...QUERIES.keys(), ...SETS.keys()]),
].sort((first, second) => first - second);

export const MiniportQueryInformation: Handler<'MiniportQueryInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  noteRequest(ndis, adapter);
  if (Oid === OID_GEN_SUPPORTED_LIST)
    return querySupportedList(ndis, InformationBuffer, InformationBufferLength);
  const query = QUERIES.get(Oid);
  if (query === undefined)
    return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesWritten: 0, BytesNeeded: 0 };
  if (query.kind === 'counter') {
    const value = query.read(ndis, adapter);
    return queryCounter(ndis, value, InformationBuffer, InformationBufferLength);
  }
  const byteCount = query.byteCount(adapter);
  if (InformationBufferLength < byteCount) return tooShort(byteCount);
  query.write(ndis, adapter, InformationBuffer);
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: byteCount, BytesNeeded: 0 };
};

export const MiniportSetInformation: Handler<'MiniportSetInformation'> = (
  ndis,
  MiniportAdapterContext,
  Oid,
  InformationBuffer,
  InformationBufferLength,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  noteRequest(ndis, adapter);
  const set = SETS.get(Oid);
  if (set === undefined) return { Result: NDIS_STATUS_NOT_SUPPORTED, BytesRead: 0, BytesNeeded: 0 };
  if (set.byteCount !== undefined && InformationBufferLength < set.byteCount)
    return { Result: NDIS_STATUS_INVALID_LENGTH, BytesRead: 0, BytesNeeded: set.byteCount };
  const byteCount = set.byteCount ?? InformationBufferLength;
  const { status, bytesNeeded = 0 } = set.apply(ndis, adapter, InformationBuffer, byteCount);
  const isRead = bytesNeeded === 0;
  return { Result: status, BytesRead: isRead ? byteCount : 0, BytesNeeded: bytesNeeded };
};

/** The first request tells that MiniportInitialize is over for NDIS. */
function noteRequest(ndis: Ndis, adapter: Adapter): void {
  if (adapter.State === State.RUNNING) startInterrupts(ndis, adapter);
}

function tooShort(bytesNeeded: number) {
  return { Result: NDIS_STATUS_INVALID_LENGTH, BytesWritten: 0, BytesNeeded: bytesNeeded };
}

function querySupportedList({ memory }: Ndis, buffer: VirtualAddress, byteCount: number) {
  const needed = ULONG_BYTES * SUPPORTED_OIDS.length;
  if (byteCount < needed) return tooShort(needed);
  SUPPORTED_OIDS.forEach((oid, index) => memory.write32(virtual(buffer + 4 * index), oid));
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: needed, BytesNeeded: 0 };
}

/**
 * A counter has 64 bits; who asks with a smaller buffer gets the lower 32 and is told that there is
 * more (DDK, General Statistics).
 */
function queryCounter({ memory }: Ndis, value: number, buffer: VirtualAddress, byteCount: number) {
  if (byteCount < ULONG_BYTES) return tooShort(COUNTER_BYTES);
  memory.write32(buffer, value % 0x1_0000_0000);
  if (byteCount < COUNTER_BYTES)
    return {
      Result: NDIS_STATUS_SUCCESS,
      BytesWritten: ULONG_BYTES,
      BytesNeeded: COUNTER_BYTES,
    };
  memory.write32(virtual(buffer + ULONG_BYTES), Math.floor(value / 0x1_0000_0000));
  return { Result: NDIS_STATUS_SUCCESS, BytesWritten: COUNTER_BYTES, BytesNeeded: 0 };
}
