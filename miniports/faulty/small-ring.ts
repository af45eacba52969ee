/**
 * A receive ring for the faulty drivers that do DMA: descriptors and buffers in one piece of shared
 * memory. The NIC fills it once. 8254x SDM 3.2.3 and 14.4.
 */
import {
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
  NULL,
  PVOID,
  layout,
  virtual,
  type Ndis,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import type { Adapter } from './small-adapter';
import {
  CTRL_SLU,
  RCTL_BAM,
  RCTL_EN,
  RCTL_UPE,
  Register,
  readRegister,
  resetNic,
  writeRegister,
} from './small-registers';

export const DESCRIPTOR_COUNT = 8;
const DESCRIPTOR_BYTES = 16;
/** RDLEN counts in units of 128 bytes (13.4.27). */
const DESCRIPTORS_BYTES = DESCRIPTOR_COUNT * DESCRIPTOR_BYTES;
/** RCTL.BSIZE as it is after reset. */
const BUFFER_BYTES = 2048;
export const RING_BYTES = DESCRIPTORS_BYTES + DESCRIPTOR_COUNT * BUFFER_BYTES;

const RING = layout('RING', undefined, {
  /** NULL while there is none. */
  VirtualAddress: PVOID,
  PhysicalAddress: NDIS_PHYSICAL_ADDRESS,
});

export function allocateRing(ndis: Ndis, adapter: Adapter): NdisStatus {
  const ring = ndis.global(RING);
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
    adapter.MiniportAdapterHandle,
    RING_BYTES,
    false,
  );
  if (VirtualAddress === NULL) return NDIS_STATUS_RESOURCES;
  ring.VirtualAddress = VirtualAddress;
  ring.PhysicalAddress = PhysicalAddress;
  ndis.NdisZeroMemory(VirtualAddress, RING_BYTES);
  return NDIS_STATUS_SUCCESS;
}

/** Gives the ring back, once; `byteCount` as it was allocated if not told. */
export function freeRing(ndis: Ndis, adapter: Adapter, byteCount = RING_BYTES): void {
  const ring = ndis.global(RING);
  const { VirtualAddress, PhysicalAddress } = ring;
  if (VirtualAddress === NULL) return;
  ndis.NdisMFreeSharedMemory(
    adapter.MiniportAdapterHandle,
    byteCount,
    false,
    VirtualAddress,
    PhysicalAddress,
  );
  ring.VirtualAddress = NULL;
}

/** Where the driver sees the ring. */
export const ringVirtualAddress = (ndis: Ndis): VirtualAddress => ndis.global(RING).VirtualAddress;

/** Hands the ring to the NIC and brings the link up; `base` as the descriptors are to have it. */
export function startReceiver(ndis: Ndis, adapter: Adapter, base?: number): void {
  fillDescriptors(ndis, base);
  writeRegister(ndis, adapter, Register.RDBAL, ndis.global(RING).PhysicalAddress);
  writeRegister(ndis, adapter, Register.RDBAH, 0);
  writeRegister(ndis, adapter, Register.RDLEN, DESCRIPTORS_BYTES);
  writeRegister(ndis, adapter, Register.RDH, 0);
  writeRegister(ndis, adapter, Register.RDT, DESCRIPTOR_COUNT - 1);
  writeRegister(ndis, adapter, Register.RCTL, RCTL_EN | RCTL_UPE | RCTL_BAM);
  const ctrl = readRegister(ndis, adapter, Register.CTRL);
  writeRegister(ndis, adapter, Register.CTRL, ctrl | CTRL_SLU);
}

/** The step `halt`: stops the receiver, then frees the ring. */
export function closeRing(ndis: Ndis, adapter: Adapter): void {
  resetNic(ndis, adapter);
  freeRing(ndis, adapter);
}

/** Puts a buffer into each descriptor; `base` is the physical address of the ring. */
function fillDescriptors(ndis: Ndis, base: number = ndis.global(RING).PhysicalAddress): void {
  const { VirtualAddress } = ndis.global(RING);
  for (let index = 0; index < DESCRIPTOR_COUNT; index++) {
    const descriptor = virtual(VirtualAddress + index * DESCRIPTOR_BYTES);
    const buffer = base + DESCRIPTORS_BYTES + index * BUFFER_BYTES;
    ndis.memory.write32(descriptor, buffer);
  }
}
