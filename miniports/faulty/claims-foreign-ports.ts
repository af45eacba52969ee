/** Claims the ports of a parallel interface beside its own: resource/range-not-assigned. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, { MiniportAdapterHandle }) {
    const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(MiniportAdapterHandle, 0x378, 4);
    if (Result === NDIS_STATUS_SUCCESS)
      ndis.NdisMDeregisterIoPortRange(MiniportAdapterHandle, 0x378, 4, PortOffset);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/range-not-assigned'],
  life: ['resource/range-not-assigned'],
  start: ['resource/range-not-assigned'],
};
