/** A block of memory that the service routine looks into: the steps of drivers that race with it. */
import {
  NDIS_STATUS_SUCCESS,
  NULL,
  PVOID,
  layout,
  type Ndis,
  type NdisStatus,
  type VirtualAddress,
} from '../../ndis';
import { TAG, type Adapter } from './small-adapter';
import { RIGHT } from './small-miniport';

const STATE = layout('STATE', undefined, { Block: PVOID });

export const stateBlock = (ndis: Ndis): VirtualAddress => ndis.global(STATE).Block;

export function setStateBlock(ndis: Ndis, block: VirtualAddress): void {
  ndis.global(STATE).Block = block;
}

export function allocateState(ndis: Ndis): NdisStatus {
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(4, TAG);
  if (Result !== NDIS_STATUS_SUCCESS) return Result;
  ndis.NdisZeroMemory(VirtualAddress, 4);
  setStateBlock(ndis, VirtualAddress);
  return Result;
}

export function freeState(ndis: Ndis): void {
  ndis.NdisFreeMemory(stateBlock(ndis), 4, 0);
}

/** The service routine: it looks into the block first. */
export function serviceByState(ndis: Ndis, adapter: Adapter): boolean {
  ndis.memory.read32(stateBlock(ndis));
  return RIGHT.serviceInterrupt(ndis, adapter);
}

/** The registration of the interrupt, with the block there before it. */
export function registerWithState(ndis: Ndis, adapter: Adapter): NdisStatus {
  const status = allocateState(ndis);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  const registered = RIGHT.registerInterrupt(ndis, adapter);
  if (registered === NDIS_STATUS_SUCCESS) return registered;
  freeState(ndis);
  setStateBlock(ndis, NULL);
  return registered;
}
