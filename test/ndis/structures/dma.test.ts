/**
 * Offsets and sizes as a C compiler gives them for ndis.h on x86. SCATTER_GATHER_LIST as Microsoft
 * documents it, with elements of unknown number.
 */
import {
  NDIS_PHYSICAL_ADDRESS_UNIT,
  SCATTER_GATHER_ELEMENT,
  SCATTER_GATHER_LIST,
  NDIS_DMA_DESCRIPTION,
} from '../../../ndis/structures/dma';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NDIS_PHYSICAL_ADDRESS_UNIT,
    bytes: 0x10,
    offsets: {
      PhysicalAddress: 0x00,
      Length: 0x08,
    },
  },
  {
    layout: SCATTER_GATHER_ELEMENT,
    bytes: 0x10,
    offsets: {
      Address: 0x00,
      Length: 0x08,
      Reserved: 0x0c,
    },
  },
  {
    layout: SCATTER_GATHER_LIST,
    bytes: 0x08,
    offsets: {
      NumberOfElements: 0x00,
      Reserved: 0x04,
      Elements: 0x08,
    },
  },
  {
    layout: NDIS_DMA_DESCRIPTION,
    bytes: 0x14,
    offsets: {
      DemandMode: 0x00,
      AutoInitialize: 0x01,
      DmaChannelSpecified: 0x02,
      DmaWidth: 0x04,
      DmaSpeed: 0x08,
      DmaPort: 0x0c,
      DmaChannel: 0x10,
    },
  },
]);
