/** OID requests as the harness makes them: their buffer lies between red zones. */
import { VIRTUAL_BASE, virtual } from '../hardware/address';
import { Shadow } from '../hardware/memory';
import type { NdisStatus } from '../ndis/types';
import type { Adapter } from '../ndis/wrapper/adapter';
import type { Binding } from '../ndis/wrapper/binding';
import { request, type RequestKind } from '../ndis/wrapper/requests';

/** What came back of a request. */
export interface RequestAnswer {
  readonly status: NdisStatus;
  /** BytesWritten of a query, BytesRead of a set. */
  readonly byteCount: number;
  readonly bytesNeeded: number;
  /** What the buffer held then. */
  readonly bytes: Uint8Array;
}

/**
 * Asks or tells a miniport, with a buffer that holds these bytes, and waits for the end of it.
 *
 * @param offset - how far from a multiple of 8 the buffer begins.
 */
export function askMiniport(
  adapter: Adapter,
  kind: RequestKind,
  oid: number,
  given: Uint8Array,
  binding?: Binding,
  offset = 0,
): RequestAnswer {
  const { os } = adapter;
  const block = os.allocateObject(offset + given.length, Shadow.PLAIN);
  os.pool.guard(block, 'oid/buffer-overrun');
  const buffer = virtual(block + offset);
  const start = buffer - VIRTUAL_BASE;
  os.memory.bytes.set(given, start);
  const answer = request(adapter, kind, oid, buffer, given.length, binding);
  const { status, byteCount, bytesNeeded } = answer;
  const bytes = os.memory.bytes.slice(start, start + given.length);
  os.pool.free(block, 'oid/buffer-used-after-completion');
  return { status, byteCount, bytesNeeded, bytes };
}
