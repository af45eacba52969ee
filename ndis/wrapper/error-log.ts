/** Packets for the error log, which a driver fills in itself: IoAllocateErrorLogEntry, "Remarks". */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import { ERROR_LOG_MAXIMUM_SIZE, IO_ERROR_LOG_PACKET } from '../structures/error-log';

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
