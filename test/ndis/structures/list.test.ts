/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import { LIST_ENTRY, SINGLE_LIST_ENTRY, SLIST_HEADER } from '../../../ndis/structures/list';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: LIST_ENTRY,
    bytes: 0x08,
    offsets: {
      Flink: 0x00,
      Blink: 0x04,
    },
  },
  {
    layout: SINGLE_LIST_ENTRY,
    bytes: 0x04,
    offsets: {
      Next: 0x00,
    },
  },
  {
    layout: SLIST_HEADER,
    bytes: 0x08,
    offsets: {
      Next: 0x00,
      Depth: 0x04,
      Sequence: 0x06,
    },
  },
]);
