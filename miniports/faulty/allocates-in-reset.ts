/** Allocates shared memory at DISPATCH_LEVEL: irql/wrong-irql. */
import { NDIS_STATUS_SUCCESS, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset(ndis, { MiniportAdapterHandle }) {
    const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
      MiniportAdapterHandle,
      64,
      false,
    );
    if (VirtualAddress !== NULL)
      ndis.NdisMFreeSharedMemory(MiniportAdapterHandle, 64, false, VirtualAddress, PhysicalAddress);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['irql/wrong-irql'],
  life: ['irql/wrong-irql'],
  'reset-storm': ['irql/wrong-irql'],
  'surprise-removal': ['irql/wrong-irql'],
  'hostile-device': ['irql/wrong-irql'],
  'fresh-memory': ['irql/wrong-irql'],
};
