/** The hardware resources that the PnP manager has assigned: the ports and the interrupt. */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_RESOURCE_CONFLICT, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_RANGE,
  CmResourceTypeInterrupt,
  CmResourceTypePort,
} from '../../ndis/structures/resource-list';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { PORT_COUNT } from './registers';

/** A PCI function has six base registers, a ROM and an interrupt. */
const RESOURCE_COUNT_MAX = 8;
const DESCRIPTOR_BYTES = CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes;
const LIST_BYTES = CM_PARTIAL_RESOURCE_LIST.bytes + (RESOURCE_COUNT_MAX - 1) * DESCRIPTOR_BYTES;

/** Finds the adapter's ports and interrupt. */
export function findResources(
  ndis: Ndis,
  adapter: Adapter,
  WrapperConfigurationContext: NdisHandle,
): NdisStatus {
  const buffer = ndis.localBytes(LIST_BYTES);
  const { Status } = ndis.NdisMQueryAdapterResources(
    WrapperConfigurationContext,
    buffer,
    LIST_BYTES,
  );
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const list = CM_PARTIAL_RESOURCE_LIST.at(ndis.memory, buffer);
  const count = Math.min(list.Count, RESOURCE_COUNT_MAX);
  let hasPorts = false;
  let hasInterrupt = false;
  for (let index = 0; index < count; index++) {
    const at = virtual(list.PartialDescriptors + index * DESCRIPTOR_BYTES);
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
  return hasPorts && hasInterrupt ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCE_CONFLICT;
}

export function registerPorts(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(
    adapter.MiniportAdapterHandle,
    adapter.InitialPort,
    PORT_COUNT,
  );
  adapter.HasPorts = Result === NDIS_STATUS_SUCCESS;
  adapter.PortOffset = PortOffset;
  return Result;
}

export function deregisterPorts(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.HasPorts) return;
  const { MiniportAdapterHandle, InitialPort, PortOffset } = adapter;
  ndis.NdisMDeregisterIoPortRange(MiniportAdapterHandle, InitialPort, PORT_COUNT, PortOffset);
  adapter.HasPorts = false;
}
