/** What a bus master needs: memory that it shares with its driver, map registers, mappings. */
import {
  NULL,
  PAGE_BYTES,
  VIRTUAL_BASE,
  physical,
  virtual,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_NOT_SUPPORTED, NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../status';
import { NDIS_PHYSICAL_ADDRESS_UNIT } from '../structures/dma';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { eachRange } from './buffers';

/** The most that NdisMAllocateMapRegisters gives (NDIS 5: NdisMAllocateMapRegisters). */
const MAP_REGISTERS_MAX = 64;

/** NdisMAllocateSharedMemory: a page of its own from a page's size on, as HalAllocateCommonBuffer. */
export function allocateSharedMemory(
  os: OperatingSystem,
  byteCount: number,
): { VirtualAddress: VirtualAddress; PhysicalAddress: PhysicalAddress } {
  const alignment = byteCount >= PAGE_BYTES ? PAGE_BYTES : 64;
  const address = byteCount > 0 ? os.pool.allocate(byteCount, Shadow.PLAIN, alignment) : undefined;
  if (address === undefined) return { VirtualAddress: NULL, PhysicalAddress: physical(0) };
  os.pool.guard(address, 'dma/shared-memory-overrun');
  return { VirtualAddress: address, PhysicalAddress: physical(address - VIRTUAL_BASE) };
}

/** Whether the driver has said that its device is a bus master; if not, that is the finding. */
function isBusMaster({ os, isBusMaster }: Adapter): boolean {
  if (!isBusMaster)
    os.report('dma/not-bus-master', {
      what: `${os.currentCall} was called for an adapter without NDIS_ATTRIBUTE_BUS_MASTER.`,
    });
  return isBusMaster;
}

/** NdisMAllocateMapRegisters. */
export function allocateMapRegisters(adapter: Adapter, count: number): NdisStatus {
  if (!isBusMaster(adapter) || count > MAP_REGISTERS_MAX || adapter.mapRegisterCount > 0)
    return NDIS_STATUS_RESOURCES;
  adapter.mapRegisterCount = count;
  return NDIS_STATUS_SUCCESS;
}

/** NdisMFreeMapRegisters: all shared memory is freed before (ff553523). */
export function checkSharedMemoryFreed(os: OperatingSystem, adapter: number): void {
  const [resource] = os.ledger.live(
    (one) => one.kind === 'shared-memory' && one.adapter === adapter,
  );
  if (resource === undefined) return;
  os.report('dma/shared-memory-freed-after-map-registers', {
    what: `NdisMFreeMapRegisters was called while the driver held shared memory at ${hex(resource.key)}.`,
    resource,
  });
}

/** NdisMInitializeScatterGatherDma: for bus masters that registered as NDIS 5.0 or later. */
export function initializeScatterGatherDma(
  adapter: Adapter,
  MaximumPhysicalMapping: number,
): NdisStatus {
  if (!isBusMaster(adapter) || adapter.characteristics.MajorNdisVersion < 5)
    return NDIS_STATUS_NOT_SUPPORTED;
  adapter.maximumPhysicalMapping = MaximumPhysicalMapping;
  return NDIS_STATUS_SUCCESS;
}

/**
 * NdisMStartBufferPhysicalMapping: an empty buffer has no range, as no page is spanned by it. What is
 * wrong with the map register is reported, and the mapping made all the same.
 */
export function startMapping(
  adapter: Adapter,
  buffer: VirtualAddress,
  mapRegister: number,
  isToDevice: boolean,
  array: VirtualAddress,
): number {
  const { os, mapRegisterCount, mappings } = adapter;
  if (mapRegister >= mapRegisterCount)
    os.report('dma/map-register-out-of-range', {
      what: `A mapping was started with map register ${mapRegister}, and the driver has ${mapRegisterCount}.`,
    });
  if (mappings.has(mapRegister))
    os.report('dma/map-register-reused', {
      what: `A mapping was started with map register ${mapRegister}, whose last one was not completed.`,
    });
  mappings.set(mapRegister, buffer);
  if (isToDevice) os.flushedBuffers.map(adapter, buffer);
  let at = array;
  let rangeCount = 0;
  eachRange(os.memory, buffer, (address, byteCount) => {
    const unit = NDIS_PHYSICAL_ADDRESS_UNIT.at(os.memory, at);
    unit.PhysicalAddress = address;
    unit.Length = byteCount;
    at = virtual(at + NDIS_PHYSICAL_ADDRESS_UNIT.bytes);
    rangeCount++;
  });
  return rangeCount;
}

/** NdisMCompleteBufferPhysicalMapping: of the buffer that was mapped with this map register. */
export function completeMapping(
  { os, mappings }: Adapter,
  buffer: VirtualAddress,
  mapRegister: number,
): void {
  const mapped = mappings.get(mapRegister);
  mappings.delete(mapRegister);
  if (mapped !== undefined) os.flushedBuffers.unmap(mapped);
  if (mapped === buffer) return;
  const known = mapped === undefined ? 'is not in use' : `has the buffer at ${hex(mapped)}`;
  os.report('dma/mapping-not-started', {
    what: `A mapping of the buffer at ${hex(buffer)} with map register ${mapRegister} was completed, which ${known}.`,
  });
}

/** NdisMFreeMapRegisters: by then every mapping is completed. */
export function freeMapRegisters(adapter: Adapter): void {
  const { os, mappings } = adapter;
  adapter.mapRegisterCount = 0;
  if (mappings.size > 0)
    os.report('dma/transfer-not-completed', {
      what: `NdisMFreeMapRegisters was called with mappings not completed, of map registers: ${[...mappings.keys()].join(', ')}.`,
    });
  mappings.clear();
}
