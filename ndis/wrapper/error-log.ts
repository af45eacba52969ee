/** Packets for the error log, which a driver fills in itself: IoAllocateErrorLogEntry, "Remarks". */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_BUFFER_TOO_SHORT, NDIS_STATUS_SUCCESS } from '../status';
import { ERROR_LOG_MAXIMUM_SIZE, IO_ERROR_LOG_PACKET } from '../structures/error-log';
import type { NdisStatus } from '../types';

/** NULL if the packet would be shorter than its fixed part or longer than the log takes. */
export function allocateErrorLogEntry(os: OperatingSystem, byteCount: number): VirtualAddress {
  if (byteCount < IO_ERROR_LOG_PACKET.bytes || byteCount > ERROR_LOG_MAXIMUM_SIZE) return NULL;
  const address = os.pool.allocate(byteCount, Shadow.PLAIN);
  if (address === undefined) return NULL;
  for (let offset = 0; offset < byteCount; offset++) os.raw.write8(virtual(address + offset), 0);
  os.errorLogPackets.add(address);
  return address;
}

/** Notes the packet's code and dump data, for the adapter whose handler runs. */
export function writeErrorLogEntry(os: OperatingSystem, address: VirtualAddress): void {
  if (!os.errorLogPackets.delete(address)) {
    os.report('resource/bad-handle', {
      what: `IoWriteErrorLogEntry was given ${hex(address)}, which is no packet for the error log.`,
    });
    return;
  }
  const packet = IO_ERROR_LOG_PACKET.at(os.memory, address);
  const { ErrorCode, DumpDataSize, DumpData } = packet;
  // DumpDataSize is in bytes; the packet itself bounds it.
  const count = Math.min(DumpDataSize, ERROR_LOG_MAXIMUM_SIZE) >> 2;
  const values = Array.from({ length: count }, (_, index) =>
    os.memory.read32(virtual(DumpData + 4 * index)),
  );
  os.errorLog.push({
    timeNs: os.clock.nowNs,
    adapter: os.frame?.adapter ?? 0,
    errorCode: ErrorCode,
    values,
  });
  os.pool.free(address);
}

/** An event of a driver as NdisWriteEventLogEntry gets it. */
interface LoggedEvent {
  readonly code: number;
  readonly value: number;
  /** An array of pointers to strings that end with a zero. */
  readonly strings: VirtualAddress;
  readonly stringCount: number;
  readonly data: VirtualAddress;
  readonly dataBytes: number;
}

/** NdisWriteEventLogEntry: what does not fit into one packet is refused. */
export function writeEvent(os: OperatingSystem, event: LoggedEvent): NdisStatus {
  let byteCount = IO_ERROR_LOG_PACKET.bytes + event.dataBytes;
  for (let index = 0; index < event.stringCount; index++) {
    const string = virtual(os.memory.read32(virtual(event.strings + 4 * index)));
    // A string of the greatest length is too long already.
    for (let units = 0; units < ERROR_LOG_MAXIMUM_SIZE; units++, byteCount += 2)
      if (os.memory.read16(virtual(string + 2 * units)) === 0) break;
    byteCount += 2;
  }
  if (byteCount > ERROR_LOG_MAXIMUM_SIZE) return NDIS_STATUS_BUFFER_TOO_SHORT;
  const values = Array.from({ length: event.dataBytes >> 2 }, (_, index) =>
    os.memory.read32(virtual(event.data + 4 * index)),
  );
  os.errorLog.push({
    timeNs: os.clock.nowNs,
    adapter: os.frame?.adapter ?? 0,
    errorCode: event.code,
    values: [event.value, ...values],
  });
  return NDIS_STATUS_SUCCESS;
}
