/** PCI configuration space as drivers read it (DDK wdm.h: PCI_COMMON_CONFIG, header type 0). */
import { array, layout } from '../layout';
import { UCHAR, ULONG, USHORT } from '../types';

export const PCI_COMMON_CONFIG = layout('PCI_COMMON_CONFIG', 0x100, {
  VendorID: USHORT,
  DeviceID: USHORT,
  Command: USHORT,
  Status: USHORT,
  RevisionID: UCHAR,
  ProgIf: UCHAR,
  SubClass: UCHAR,
  BaseClass: UCHAR,
  CacheLineSize: UCHAR,
  LatencyTimer: UCHAR,
  HeaderType: UCHAR,
  BIST: UCHAR,
  BaseAddresses: array(ULONG, 6),
  CIS: ULONG,
  SubVendorID: USHORT,
  SubSystemID: USHORT,
  ROMBaseAddress: ULONG,
  CapabilitiesPtr: UCHAR,
  Reserved1: array(UCHAR, 3),
  Reserved2: ULONG,
  InterruptLine: UCHAR,
  InterruptPin: UCHAR,
  MinimumGrant: UCHAR,
  MaximumLatency: UCHAR,
  DeviceSpecific: array(UCHAR, 192),
});
