/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import { MDL } from '../../../ndis/structures/mdl';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: MDL,
    bytes: 0x1c,
    offsets: {
      Next: 0x00,
      Size: 0x04,
      MdlFlags: 0x06,
      Process: 0x08,
      MappedSystemVa: 0x0c,
      StartVa: 0x10,
      ByteCount: 0x14,
      ByteOffset: 0x18,
    },
  },
]);
