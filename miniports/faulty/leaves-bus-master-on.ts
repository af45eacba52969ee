/** Lets its NIC master the bus, and leaves it so: dma/bus-master-left-on. */
import { NDIS_STATUS_SUCCESS, PCI_COMMON_CONFIG } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

/** Bus Master in the command register (PCI 2.2, table 6-1). */
const BUS_MASTER = 4;

export const DriverEntry = smallMiniport({
  initialize(ndis, { MiniportAdapterHandle }) {
    const command = ndis.localBytes(2);
    const offset = PCI_COMMON_CONFIG.offsets.Command;
    ndis.NdisReadPciSlotInformation(MiniportAdapterHandle, 0, offset, command, 2);
    ndis.memory.write16(command, ndis.memory.read16(command) | BUS_MASTER);
    ndis.NdisWritePciSlotInformation(MiniportAdapterHandle, 0, offset, command, 2);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/bus-master-left-on'],
  life: ['dma/bus-master-left-on'],
  start: ['dma/bus-master-left-on'],
};
