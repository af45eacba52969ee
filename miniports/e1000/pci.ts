/** The device on its bus: what it is, whether it can wake the system, mastering. 8254x SDM 4.1. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_ADAPTER_NOT_FOUND, NDIS_STATUS_SUCCESS } from '../../ndis/status';
import { PCI_COMMON_CONFIG } from '../../ndis/structures/pci-config';
import type { NdisStatus } from '../../ndis/types';
import type { Adapter } from './adapter';
import { PCI, PCI_PM } from './registers';

/** NDIS knows where the adapter is, and ignores the slot. */
const SLOT = 0;
const CAPABILITY_BYTES = 4;

/** Reads configuration space to a local variable; undefined if there is no device. */
function readSlot(
  ndis: Ndis,
  adapter: Adapter,
  offset: number,
  byteCount: number,
): VirtualAddress | undefined {
  const buffer = ndis.localBytes(byteCount);
  const handle = adapter.MiniportAdapterHandle;
  const read = ndis.NdisReadPciSlotInformation(handle, SLOT, offset, buffer, byteCount);
  return read === byteCount ? buffer : undefined;
}

/** Whether the device is an 82540EM, and whether this card can wake the system. */
export function identifyDevice(ndis: Ndis, adapter: Adapter): NdisStatus {
  const ids = readSlot(ndis, adapter, PCI_COMMON_CONFIG.offsets.VendorID, 4);
  if (ids === undefined) return NDIS_STATUS_ADAPTER_NOT_FOUND;
  const vendorId = ndis.memory.read16(ids);
  const deviceId = ndis.memory.read16(virtual(ids + 2));
  if (vendorId !== PCI.VENDOR_ID || deviceId !== PCI.DEVICE_ID)
    return NDIS_STATUS_ADAPTER_NOT_FOUND;
  adapter.CanWake = canWake(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
}

/** By the power management capability, which is absent if the EEPROM says so (6.3.3). */
function canWake(ndis: Ndis, adapter: Adapter): boolean {
  const capability = readSlot(ndis, adapter, PCI_PM.OFFSET, CAPABILITY_BYTES);
  if (capability === undefined) return false;
  if (ndis.memory.read8(capability) !== PCI_PM.CAPABILITY_ID) return false;
  return (ndis.memory.read16(virtual(capability + 2)) & PCI_PM.PME_FROM_D3HOT) !== 0;
}

/** Lets the device master the bus, if the system has not done so already. */
export function enableBusMastering(ndis: Ndis, adapter: Adapter): NdisStatus {
  const command = readSlot(ndis, adapter, PCI.COMMAND_OFFSET, 2);
  if (command === undefined) return NDIS_STATUS_ADAPTER_NOT_FOUND;
  const value = ndis.memory.read16(command);
  if ((value & PCI.COMMAND_BUS_MASTER) !== 0) return NDIS_STATUS_SUCCESS;
  writeCommand(ndis, adapter, command, value | PCI.COMMAND_BUS_MASTER);
  adapter.HasBusMastering = true;
  return NDIS_STATUS_SUCCESS;
}

/** Undoes enableBusMastering, if it did anything. */
export function disableBusMastering(ndis: Ndis, adapter: Adapter): void {
  if (!adapter.HasBusMastering) return;
  adapter.HasBusMastering = false;
  const command = readSlot(ndis, adapter, PCI.COMMAND_OFFSET, 2);
  if (command === undefined || adapter.IsRemoved) return;
  writeCommand(ndis, adapter, command, ndis.memory.read16(command) & ~PCI.COMMAND_BUS_MASTER);
}

function writeCommand(ndis: Ndis, adapter: Adapter, buffer: VirtualAddress, value: number): void {
  ndis.memory.write16(buffer, value);
  const handle = adapter.MiniportAdapterHandle;
  ndis.NdisWritePciSlotInformation(handle, SLOT, PCI.COMMAND_OFFSET, buffer, 2);
}
