/** What the PnP manager assigned to an adapter, and how a driver takes possession of it. */
import { NULL, virtual, type PhysicalAddress, type VirtualAddress } from '../../hardware/address';
import { Shadow, type MemoryAccess } from '../../hardware/memory';
import { hex } from '../finding';
import {
  NDIS_STATUS_FAILURE,
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
} from '../structures/resource-list';
import type { Resource } from '../ledger';
import type { OperatingSystem } from '../operating-system';
import type { NdisStatus } from '../types';
import type { Adapter, AssignedResource } from './adapter';

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

/** Whether a range lies within one that was assigned to the adapter. */
function isAssigned(
  adapter: Adapter,
  wanted: AssignedResource['kind'],
  first: number,
  count: number,
): boolean {
  return adapter.resources.some(
    ({ kind, start, byteCount }) =>
      kind === wanted && first >= start && first + count <= start + byteCount,
  );
}

/** What the PnP manager gave to nobody, or to another device. */
function reportNotAssigned(os: OperatingSystem, range: string): void {
  os.report('resource/range-not-assigned', {
    what: `${os.currentCall} was asked for ${range}, which the adapter was not assigned.`,
  });
}

/** NdisMUnmapIoSpace and NdisMDeregisterIoPortRange: whether the last way to the registers goes. */
export function noteWayGone(os: OperatingSystem, handle: number): void {
  const adapter = os.adapters.get(handle);
  if (adapter?.interrupt === undefined) return;
  const isWay = ({ kind }: Resource) => kind === 'mapped-io-space' || kind === 'io-port-range';
  const ways = os.ledger.live((one) => isWay(one) && one.adapter === handle);
  if (ways.length === 0) adapter.lastWayGoneBy = os.currentCall;
}

/** NdisMMapIoSpace: the range must be the adapter's. */
export function mapIoSpace(
  adapter: Adapter,
  address: PhysicalAddress,
  byteCount: number,
): { Result: NdisStatus; VirtualAddress: VirtualAddress } {
  const { os } = adapter;
  const refuse = (Result: NdisStatus) => ({ Result, VirtualAddress: NULL });
  if (address < os.memory.ramBytes) {
    os.report('resource/io-space-not-device-memory', {
      what: `NdisMMapIoSpace was asked to map ${hex(address)}, which is main memory.`,
    });
    return refuse(NDIS_STATUS_FAILURE);
  }
  if (byteCount === 0) return refuse(NDIS_STATUS_FAILURE);
  if (!isAssigned(adapter, 'memory', address, byteCount)) {
    reportNotAssigned(os, `${byteCount} bytes at ${hex(address)}`);
    return refuse(NDIS_STATUS_RESOURCE_CONFLICT);
  }
  const mapping = os.ioSpace.map(address, byteCount);
  if (mapping === undefined) return refuse(NDIS_STATUS_RESOURCES);
  return { Result: NDIS_STATUS_SUCCESS, VirtualAddress: mapping.address };
}

/** NdisMRegisterIoPortRange: the ports must be the adapter's, and nobody's yet. */
export function registerPorts(
  adapter: Adapter,
  InitialPort: number,
  NumberOfPorts: number,
): { Result: NdisStatus; PortOffset: VirtualAddress } {
  const isOurs = NumberOfPorts > 0 && isAssigned(adapter, 'port', InitialPort, NumberOfPorts);
  if (NumberOfPorts > 0 && !isOurs)
    reportNotAssigned(adapter.os, `${NumberOfPorts} ports at ${hex(InitialPort)}`);
  if (!isOurs || !adapter.os.ports.claim(InitialPort, NumberOfPorts))
    return { Result: NDIS_STATUS_RESOURCE_CONFLICT, PortOffset: NULL };
  return { Result: NDIS_STATUS_SUCCESS, PortOffset: virtual(InitialPort) };
}
