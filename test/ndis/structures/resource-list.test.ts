/**
 * Offsets and sizes as a C compiler gives them for ndis.h on x86. The parts of the union u are
 * given from their own beginning.
 */
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_FULL_RESOURCE_DESCRIPTOR,
  CM_RESOURCE_LIST,
  CM_RESOURCE_RANGE,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_DMA,
} from '../../../ndis/structures/resource-list';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: CM_PARTIAL_RESOURCE_DESCRIPTOR,
    bytes: 0x10,
    offsets: {
      Type: 0x00,
      ShareDisposition: 0x01,
      Flags: 0x02,
      u: 0x04,
    },
  },
  {
    layout: CM_PARTIAL_RESOURCE_LIST,
    bytes: 0x18,
    offsets: {
      Version: 0x00,
      Revision: 0x02,
      Count: 0x04,
      PartialDescriptors: 0x08,
    },
  },
  {
    layout: CM_FULL_RESOURCE_DESCRIPTOR,
    bytes: 0x20,
    offsets: {
      InterfaceType: 0x00,
      BusNumber: 0x04,
      PartialResourceList: 0x08,
    },
  },
  {
    layout: CM_RESOURCE_LIST,
    bytes: 0x24,
    offsets: {
      Count: 0x00,
      List: 0x04,
    },
  },
  {
    layout: CM_RESOURCE_RANGE,
    bytes: 0x0c,
    offsets: {
      StartLowPart: 0x00,
      StartHighPart: 0x04,
      Length: 0x08,
    },
  },
  {
    layout: CM_RESOURCE_INTERRUPT,
    bytes: 0x0c,
    offsets: {
      Level: 0x00,
      Vector: 0x04,
      Affinity: 0x08,
    },
  },
  {
    layout: CM_RESOURCE_DMA,
    bytes: 0x0c,
    offsets: {
      Channel: 0x00,
      Port: 0x04,
      Reserved1: 0x08,
    },
  },
]);
