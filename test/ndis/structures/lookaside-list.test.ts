/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import { NPAGED_LOOKASIDE_LIST } from '../../../ndis/structures/lookaside-list';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NPAGED_LOOKASIDE_LIST,
    bytes: 0x50,
    offsets: {
      ListHead: 0x00,
      Depth: 0x08,
      MaximumDepth: 0x0a,
      TotalAllocates: 0x0c,
      AllocateMisses: 0x10,
      TotalFrees: 0x14,
      FreeMisses: 0x18,
      Type: 0x1c,
      Tag: 0x20,
      Size: 0x24,
      Allocate: 0x28,
      Free: 0x2c,
      ListEntry: 0x30,
      LastTotalAllocates: 0x38,
      LastAllocateMisses: 0x3c,
      Future: 0x40,
      Lock: 0x48,
    },
  },
]);
