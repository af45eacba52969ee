/**
 * The PCI function and what the system has assigned to it: 32 I/O ports and an interrupt
 * (LS009.0 5.2).
 */
import { type VirtualAddress, virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_ADAPTER_NOT_FOUND,
  NDIS_STATUS_RESOURCE_CONFLICT,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { PCI_COMMON_CONFIG } from '../../ndis/structures/pci-config';
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_RANGE,
  CmResourceTypeInterrupt,
  CmResourceTypePort,
} from '../../ndis/structures/resource-list';
import type { NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { PCI_DEVICE_RTL8029, PCI_VENDOR_REALTEK, PORT_COUNT } from './registers';

/** The slot of a device that the PnP manager has found: NDIS knows it. */
const SLOT_NUMBER = 0;
const ID_BYTES = 4;
/** More than a PCI function has: six BARs, a ROM, an interrupt. */
const RESOURCE_COUNT_MAX = 16;

/** Whether the function is an RTL8029AS. */
export function identifyCard(ndis: Ndis, adapter: Adapter): NdisStatus {
  const ids = ndis.localBytes(ID_BYTES);
  const byteCount = ndis.NdisReadPciSlotInformation(
    adapter.MiniportAdapterHandle,
    SLOT_NUMBER,
    PCI_COMMON_CONFIG.offsets.VendorID,
    ids,
    ID_BYTES,
  );
  const isCard =
    byteCount === ID_BYTES &&
    ndis.memory.read16(ids) === PCI_VENDOR_REALTEK &&
    ndis.memory.read16(virtual(ids + 2)) === PCI_DEVICE_RTL8029;
  return isCard ? NDIS_STATUS_SUCCESS : NDIS_STATUS_ADAPTER_NOT_FOUND;
}

/** Finds the card's ports and interrupt. */
export function findResources(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { Result, AssignedResources } = ndis.NdisMPciAssignResources(
    adapter.MiniportAdapterHandle,
    SLOT_NUMBER,
  );
  if (Result !== NDIS_STATUS_SUCCESS) return Result;
  return takeResources(ndis, adapter, AssignedResources)
    ? NDIS_STATUS_SUCCESS
    : NDIS_STATUS_RESOURCE_CONFLICT;
}

function takeResources(ndis: Ndis, adapter: Adapter, address: VirtualAddress): boolean {
  const list = CM_PARTIAL_RESOURCE_LIST.at(ndis.memory, address);
  const count = Math.min(list.Count, RESOURCE_COUNT_MAX);
  let hasPorts = false;
  let hasInterrupt = false;
  for (let index = 0; index < count; index++) {
    const at = virtual(list.PartialDescriptors + index * CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes);
    const { Type, u } = CM_PARTIAL_RESOURCE_DESCRIPTOR.at(ndis.memory, at);
    if (Type === CmResourceTypePort) {
      const { StartLowPart, Length } = CM_RESOURCE_RANGE.at(ndis.memory, u);
      adapter.InitialPort = StartLowPart;
      hasPorts = Length >= PORT_COUNT;
    } else if (Type === CmResourceTypeInterrupt) {
      const { Vector, Level } = CM_RESOURCE_INTERRUPT.at(ndis.memory, u);
      adapter.InterruptVector = Vector;
      adapter.InterruptLevel = Level;
      hasInterrupt = true;
    }
  }
  return hasPorts && hasInterrupt;
}

export function registerPorts(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(
    adapter.MiniportAdapterHandle,
    adapter.InitialPort,
    PORT_COUNT,
  );
  adapter.PortOffset = PortOffset;
  adapter.HasPorts = Result === NDIS_STATUS_SUCCESS;
  return Result;
}

export function deregisterPorts(ndis: Ndis, adapter: Adapter): void {
  const { MiniportAdapterHandle, InitialPort, PortOffset } = adapter;
  ndis.NdisMDeregisterIoPortRange(MiniportAdapterHandle, InitialPort, PORT_COUNT, PortOffset);
  adapter.HasPorts = false;
}
