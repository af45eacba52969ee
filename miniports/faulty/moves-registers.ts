/** Gives its NIC another address: hardware/base-address-rewritten. */
import { NDIS_STATUS_SUCCESS, virtual } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

/** Base Address 0 in configuration space (PCI 2.2, figure 6-1). */
const BASE_ADDRESS_0 = 0x10;

export const DriverEntry = smallMiniport({
  initialize(ndis, { MiniportAdapterHandle, MemoryStart, MemoryBytes }) {
    const base = ndis.localBytes(4);
    for (const address of [MemoryStart + MemoryBytes, MemoryStart]) {
      ndis.memory.write32(virtual(base), address);
      ndis.NdisWritePciSlotInformation(MiniportAdapterHandle, 0, BASE_ADDRESS_0, base, 4);
    }
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/base-address-rewritten'],
  life: ['hardware/base-address-rewritten'],
  start: ['hardware/base-address-rewritten'],
};
