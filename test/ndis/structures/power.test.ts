/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import {
  NDIS_PM_WAKE_UP_CAPABILITIES,
  NDIS_PNP_CAPABILITIES,
  NDIS_PM_PACKET_PATTERN,
} from '../../../ndis/structures/power';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: NDIS_PM_WAKE_UP_CAPABILITIES,
    bytes: 0x0c,
    offsets: {
      MinMagicPacketWakeUp: 0x00,
      MinPatternWakeUp: 0x04,
      MinLinkChangeWakeUp: 0x08,
    },
  },
  {
    layout: NDIS_PNP_CAPABILITIES,
    bytes: 0x10,
    offsets: {
      Flags: 0x00,
      WakeUpCapabilities: 0x04,
    },
  },
  {
    layout: NDIS_PM_PACKET_PATTERN,
    bytes: 0x18,
    offsets: {
      Priority: 0x00,
      Reserved: 0x04,
      MaskSize: 0x08,
      PatternOffset: 0x0c,
      PatternSize: 0x10,
      PatternFlags: 0x14,
    },
  },
]);
