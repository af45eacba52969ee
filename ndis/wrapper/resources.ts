/** What the PnP manager assigned to an adapter, and how a driver takes possession of it. */
import {
  NULL,
  PAGE_BYTES,
  VIRTUAL_BASE,
  physical,
  virtual,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../hardware/address';
import { Shadow, type MemoryAccess } from '../../hardware/memory';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_NOT_SUPPORTED,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_RESOURCE_CONFLICT,
  NDIS_STATUS_SUCCESS,
} from '../status';
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_PORT_IO,
  CM_RESOURCE_RANGE,
  CmResourceShareDeviceExclusive,
  CmResourceShareShared,
  CmResourceTypeInterrupt,
  CmResourceTypeMemory,
  CmResourceTypePort,
  MDL,
} from '../structures';
import type { NdisStatus } from '../types';
import type { Adapter, AssignedResource } from './adapter';

/** The most that NdisMAllocateMapRegisters gives (NDIS 5: NdisMAllocateMapRegisters). */
const MAP_REGISTERS_MAX = 64;
const LIST_HEAD_BYTES = CM_PARTIAL_RESOURCE_LIST.offsets.PartialDescriptors;
const TYPES = {
  memory: CmResourceTypeMemory,
  port: CmResourceTypePort,
  interrupt: CmResourceTypeInterrupt,
} as const;

export function resourceListBytes(adapter: Adapter): number {
  return LIST_HEAD_BYTES + adapter.resources.length * CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes;
}

/** Writes the NDIS_RESOURCE_LIST of an adapter. */
export function writeResourceList(
  memory: MemoryAccess,
  adapter: Adapter,
  address: VirtualAddress,
): void {
  const list = CM_PARTIAL_RESOURCE_LIST.at(memory, address);
  list.Version = 1;
  list.Revision = 1;
  list.Count = adapter.resources.length;
  adapter.resources.forEach((resource, index) => {
    const at = list.PartialDescriptors + index * CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes;
    writeDescriptor(memory, resource, virtual(at));
  });
}

function writeDescriptor(
  memory: MemoryAccess,
  resource: AssignedResource,
  address: VirtualAddress,
): void {
  const descriptor = CM_PARTIAL_RESOURCE_DESCRIPTOR.at(memory, address);
  descriptor.Type = TYPES[resource.kind];
  descriptor.ShareDisposition = resource.isShared
    ? CmResourceShareShared
    : CmResourceShareDeviceExclusive;
  descriptor.Flags = resource.kind === 'port' ? CM_RESOURCE_PORT_IO : 0;
  if (resource.kind === 'interrupt') {
    const interrupt = CM_RESOURCE_INTERRUPT.at(memory, descriptor.u);
    interrupt.Level = resource.start;
    interrupt.Vector = resource.start;
    interrupt.Affinity = 1;
    return;
  }
  const range = CM_RESOURCE_RANGE.at(memory, descriptor.u);
  range.StartLowPart = resource.start;
  range.StartHighPart = 0;
  range.Length = resource.byteCount;
}

/** NdisMPciAssignResources: the list in memory of NDIS's own, which lives as long as the adapter. */
export function assignedResourceList(adapter: Adapter): VirtualAddress {
  if (adapter.resourceList === NULL) {
    const { os } = adapter;
    adapter.resourceList = os.allocateObject(resourceListBytes(adapter), Shadow.READ_ONLY);
    writeResourceList(os.raw, adapter, adapter.resourceList);
  }
  return adapter.resourceList;
}

/** NdisMMapIoSpace. */
export function mapIoSpace(
  os: OperatingSystem,
  address: PhysicalAddress,
  byteCount: number,
): { Result: NdisStatus; VirtualAddress: VirtualAddress } {
  if (address < os.memory.ramBytes) {
    os.report('resource/io-space-not-device-memory', {
      what: `NdisMMapIoSpace was asked to map ${hex(address)}, which is main memory.`,
    });
    return { Result: NDIS_STATUS_FAILURE, VirtualAddress: NULL };
  }
  const mapping = byteCount > 0 ? os.ioSpace.map(address, byteCount) : undefined;
  if (mapping === undefined) return { Result: NDIS_STATUS_RESOURCES, VirtualAddress: NULL };
  return { Result: NDIS_STATUS_SUCCESS, VirtualAddress: mapping.address };
}

/** NdisMRegisterIoPortRange: the ports must be the adapter's, and nobody's yet. */
export function registerPorts(
  adapter: Adapter,
  InitialPort: number,
  NumberOfPorts: number,
): { Result: NdisStatus; PortOffset: VirtualAddress } {
  const isAssigned = adapter.resources.some(
    ({ kind, start, byteCount }) =>
      kind === 'port' && InitialPort >= start && InitialPort + NumberOfPorts <= start + byteCount,
  );
  if (!isAssigned || NumberOfPorts === 0 || !adapter.os.ports.claim(InitialPort, NumberOfPorts))
    return { Result: NDIS_STATUS_RESOURCE_CONFLICT, PortOffset: NULL };
  return { Result: NDIS_STATUS_SUCCESS, PortOffset: virtual(InitialPort) };
}

/** NdisMAllocateSharedMemory: a page of its own from a page's size on, as HalAllocateCommonBuffer. */
export function allocateSharedMemory(
  os: OperatingSystem,
  byteCount: number,
): { VirtualAddress: VirtualAddress; PhysicalAddress: PhysicalAddress } {
  const alignment = byteCount >= PAGE_BYTES ? PAGE_BYTES : 64;
  const address = byteCount > 0 ? os.pool.allocate(byteCount, Shadow.PLAIN, alignment) : undefined;
  if (address === undefined) return { VirtualAddress: NULL, PhysicalAddress: physical(0) };
  return { VirtualAddress: address, PhysicalAddress: physical(address - VIRTUAL_BASE) };
}

/** NdisMAllocateMapRegisters. */
export function allocateMapRegisters(adapter: Adapter, count: number): NdisStatus {
  if (!adapter.isBusMaster || count > MAP_REGISTERS_MAX || adapter.mapRegisterCount > 0)
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
  if (!adapter.isBusMaster || adapter.characteristics.MajorNdisVersion < 5)
    return NDIS_STATUS_NOT_SUPPORTED;
  adapter.maximumPhysicalMapping = MaximumPhysicalMapping;
  return NDIS_STATUS_SUCCESS;
}

/** NdisMStartBufferPhysicalMapping: kernel memory is contiguous here, so one range it is. */
export function startMapping(
  os: OperatingSystem,
  buffer: VirtualAddress,
  array: VirtualAddress,
): number {
  const mdl = MDL.at(os.memory, buffer);
  os.memory.write32(array, mdl.MappedSystemVa - VIRTUAL_BASE);
  os.memory.write32(virtual(array + 4), 0);
  os.memory.write32(virtual(array + 8), mdl.ByteCount);
  return 1;
}
