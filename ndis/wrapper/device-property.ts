/**
 * What the PnP manager has made of an adapter: its device objects and resources. NDIS 5,
 * "NdisMGetDeviceProperty" and "NdisMQueryAdapterInstanceName".
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { NdisInterfacePci } from '../constants';
import { writeTerminated } from '../kernel/string';
import type { OperatingSystem } from '../operating-system';
import { DEVICE_LEVEL } from '../row';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from '../status';
import {
  DEVICE_OBJECT,
  DRIVER_OBJECT,
  IO_TYPE_DEVICE,
  IO_TYPE_DRIVER,
} from '../structures/driver-object';
import { NDIS_MINIPORT_BLOCK } from '../structures/miniport-block';
import {
  CM_FULL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_LIST,
  CmResourceTypeInterrupt,
} from '../structures/resource-list';
import { UNICODE_STRING } from '../structures/string';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { allocateMemory } from './memory';
import { resourceListBytes, writeResourceList } from './resources';

/** The vector of interrupt line 0 on a PC with 8259 interrupt controllers. */
const PRIMARY_VECTOR_BASE = 0x30;
/** wdm.h. */
const FILE_DEVICE_CONTROLLER = 0x04;
const FILE_DEVICE_PHYSICAL_NETCARD = 0x17;

/** Objects of the system's own, which live as long as the adapter. */
export interface DeviceProperty {
  readonly PhysicalDeviceObject: VirtualAddress;
  readonly FunctionalDeviceObject: VirtualAddress;
  readonly NextDeviceObject: VirtualAddress;
  readonly AllocatedResources: VirtualAddress;
  readonly AllocatedResourcesTranslated: VirtualAddress;
}

function zeroed(os: OperatingSystem, byteCount: number): VirtualAddress {
  const address = os.allocateObject(byteCount, Shadow.READ_ONLY);
  for (let offset = 0; offset < byteCount; offset++) os.raw.write8(virtual(address + offset), 0);
  return address;
}

function createDeviceObject(
  os: OperatingSystem,
  DriverObject: VirtualAddress,
  DeviceType: number,
): VirtualAddress {
  const address = zeroed(os, DEVICE_OBJECT.bytes);
  const object = DEVICE_OBJECT.at(os.raw, address);
  object.Type = IO_TYPE_DEVICE;
  object.Size = DEVICE_OBJECT.bytes;
  object.DriverObject = DriverObject;
  object.DeviceType = DeviceType;
  object.StackSize = 1;
  return address;
}

/** A CM_RESOURCE_LIST of one bus; interrupts as the HAL translates them, or as the bus has them. */
function createResourceList(adapter: Adapter, isTranslated: boolean): VirtualAddress {
  const { os } = adapter;
  const head = CM_RESOURCE_LIST.offsets.List;
  const listOffset = head + CM_FULL_RESOURCE_DESCRIPTOR.offsets.PartialResourceList;
  const address = zeroed(os, listOffset + resourceListBytes(adapter));
  CM_RESOURCE_LIST.at(os.raw, address).Count = 1;
  const full = CM_FULL_RESOURCE_DESCRIPTOR.at(os.raw, virtual(address + head));
  full.InterfaceType = NdisInterfacePci;
  full.BusNumber = 0;
  const list = virtual(address + listOffset);
  writeResourceList(os.raw, adapter, list);
  if (isTranslated) translateInterrupts(os, list);
  return address;
}

function translateInterrupts(os: OperatingSystem, address: VirtualAddress): void {
  const { Count, PartialDescriptors } = CM_PARTIAL_RESOURCE_LIST.at(os.raw, address);
  for (let index = 0; index < Count; index++) {
    const at = virtual(PartialDescriptors + index * CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes);
    const descriptor = CM_PARTIAL_RESOURCE_DESCRIPTOR.at(os.raw, at);
    if (descriptor.Type !== CmResourceTypeInterrupt) continue;
    const interrupt = CM_RESOURCE_INTERRUPT.at(os.raw, descriptor.u);
    interrupt.Vector = PRIMARY_VECTOR_BASE + interrupt.Level;
    interrupt.Level = DEVICE_LEVEL;
  }
}

/** The device stack of an adapter: the bus driver's object, and NDIS's own attached to it. */
export function deviceProperty(adapter: Adapter): DeviceProperty {
  if (adapter.deviceProperty !== undefined) return adapter.deviceProperty;
  const { os } = adapter;
  const busDriver = zeroed(os, DRIVER_OBJECT.bytes);
  const driver = DRIVER_OBJECT.at(os.raw, busDriver);
  driver.Type = IO_TYPE_DRIVER;
  driver.Size = DRIVER_OBJECT.bytes;
  const physical = createDeviceObject(os, busDriver, FILE_DEVICE_CONTROLLER);
  const { DriverObject } = adapter.driver;
  const functional = createDeviceObject(os, DriverObject, FILE_DEVICE_PHYSICAL_NETCARD);
  driver.DeviceObject = physical;
  DEVICE_OBJECT.at(os.raw, physical).AttachedDevice = functional;
  DEVICE_OBJECT.at(os.raw, functional).StackSize = 2;
  const block = NDIS_MINIPORT_BLOCK.at(os.raw, adapter.handle);
  block.DeviceObject = functional;
  block.PhysicalDeviceObject = physical;
  block.NextDeviceObject = physical;
  return (adapter.deviceProperty = {
    PhysicalDeviceObject: physical,
    FunctionalDeviceObject: functional,
    NextDeviceObject: physical,
    AllocatedResources: createResourceList(adapter, false),
    AllocatedResourcesTranslated: createResourceList(adapter, true),
  });
}

/** Frees what `deviceProperty` has made, with its bus driver's object. */
export function freeDeviceProperty(os: OperatingSystem, property: DeviceProperty): void {
  const { PhysicalDeviceObject, FunctionalDeviceObject } = property;
  os.pool.free(DEVICE_OBJECT.at(os.raw, PhysicalDeviceObject).DriverObject);
  os.pool.free(PhysicalDeviceObject);
  os.pool.free(FunctionalDeviceObject);
  os.pool.free(property.AllocatedResources);
  os.pool.free(property.AllocatedResourcesTranslated);
}

/** The adapter's friendly name: what its INF file calls it, else its driver's name. */
function instanceName({ parameters, driver }: Adapter): string {
  const description = parameters.get('DriverDesc');
  return description?.type === 'string'
    ? description.value
    : `${driver.image.name} Network Adapter`;
}

/** NdisMQueryAdapterInstanceName: into memory that the driver frees with NdisFreeMemory. */
export function queryInstanceName(adapter: Adapter, address: VirtualAddress): NdisStatus {
  const { os } = adapter;
  const name = instanceName(adapter);
  const byteCount = 2 * name.length + 2;
  const Buffer = allocateMemory(os, byteCount);
  if (Buffer === NULL) return NDIS_STATUS_RESOURCES;
  writeTerminated(os.memory, Buffer, name);
  const string = UNICODE_STRING.at(os.memory, address);
  string.Length = byteCount - 2;
  string.MaximumLength = byteCount;
  string.Buffer = Buffer;
  return NDIS_STATUS_SUCCESS;
}
