/** Offsets and sizes as a C compiler gives them for ndis.h on x86. */
import { PCI_COMMON_CONFIG } from '../../../ndis/structures/pci-config';
import { describeLayouts } from '../../support/layout-table';

describeLayouts([
  {
    layout: PCI_COMMON_CONFIG,
    bytes: 0x100,
    offsets: {
      VendorID: 0x00,
      DeviceID: 0x02,
      Command: 0x04,
      Status: 0x06,
      RevisionID: 0x08,
      ProgIf: 0x09,
      SubClass: 0x0a,
      BaseClass: 0x0b,
      CacheLineSize: 0x0c,
      LatencyTimer: 0x0d,
      HeaderType: 0x0e,
      BIST: 0x0f,
      BaseAddresses: 0x10,
      CIS: 0x28,
      SubVendorID: 0x2c,
      SubSystemID: 0x2e,
      ROMBaseAddress: 0x30,
      CapabilitiesPtr: 0x34,
      Reserved1: 0x35,
      Reserved2: 0x38,
      InterruptLine: 0x3c,
      InterruptPin: 0x3d,
      MinimumGrant: 0x3e,
      MaximumLatency: 0x3f,
      DeviceSpecific: 0x40,
    },
  },
]);
