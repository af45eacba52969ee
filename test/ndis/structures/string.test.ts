/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import { UNICODE_STRING, ANSI_STRING } from '../../../ndis/structures/string';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: UNICODE_STRING,
    bytes: 0x08,
    offsets: {
      Length: 0x00,
      MaximumLength: 0x02,
      Buffer: 0x04,
    },
  },
  {
    layout: ANSI_STRING,
    bytes: 0x08,
    offsets: {
      Length: 0x00,
      MaximumLength: 0x02,
      Buffer: 0x04,
    },
  },
]);
