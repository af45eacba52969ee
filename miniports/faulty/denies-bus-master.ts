/** Asks for map registers and has not said that its NIC is a bus master: dma/not-bus-master. */
import { NDIS_DMA_32BITS, NDIS_STATUS_SUCCESS, NdisInterfacePci } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes: (ndis, { MiniportAdapterHandle, address }) =>
    ndis.NdisMSetAttributesEx(MiniportAdapterHandle, address, 0, 0, NdisInterfacePci),
  initialize(ndis, { MiniportAdapterHandle }) {
    ndis.NdisMAllocateMapRegisters(MiniportAdapterHandle, 0, NDIS_DMA_32BITS, 4, 1514);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/not-bus-master'],
  life: ['dma/not-bus-master'],
  start: ['dma/not-bus-master'],
};
