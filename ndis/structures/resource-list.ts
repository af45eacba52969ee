/**
 * The hardware resources of a device (DDK wdm.h: CM_RESOURCE_LIST and what it holds; ndis.h calls
 * the inner list NDIS_RESOURCE_LIST), x86 layout. The header packs the descriptor to 4 bytes, so
 * that the 8-byte addresses in it are two halves here.
 */
import { array, layout } from '../layout';
import { LONG, UCHAR, ULONG, USHORT } from '../types';

/** `u` is the address of the part that Type decides: one of the three layouts below. */
export const CM_PARTIAL_RESOURCE_DESCRIPTOR = layout('CM_PARTIAL_RESOURCE_DESCRIPTOR', 0x10, {
  Type: UCHAR,
  ShareDisposition: UCHAR,
  Flags: USHORT,
  u: array(ULONG, 3),
});

/** `u` of CmResourceTypePort and CmResourceTypeMemory. */
export const CM_RESOURCE_RANGE = layout('CM_PARTIAL_RESOURCE_DESCRIPTOR.u.Generic', 0x0c, {
  StartLowPart: ULONG,
  StartHighPart: LONG,
  Length: ULONG,
});

/** `u` of CmResourceTypeInterrupt. */
export const CM_RESOURCE_INTERRUPT = layout('CM_PARTIAL_RESOURCE_DESCRIPTOR.u.Interrupt', 0x0c, {
  Level: ULONG,
  Vector: ULONG,
  Affinity: ULONG,
});

/** `u` of CmResourceTypeDma. */
export const CM_RESOURCE_DMA = layout('CM_PARTIAL_RESOURCE_DESCRIPTOR.u.Dma', 0x0c, {
  Channel: ULONG,
  Port: ULONG,
  Reserved1: ULONG,
});

/** `PartialDescriptors` is the address of Count descriptors; one counts in the size, as in C. */
export const CM_PARTIAL_RESOURCE_LIST = layout('CM_PARTIAL_RESOURCE_LIST', 0x18, {
  Version: USHORT,
  Revision: USHORT,
  Count: ULONG,
  PartialDescriptors: array(CM_PARTIAL_RESOURCE_DESCRIPTOR, 1),
});

export const NDIS_RESOURCE_LIST = CM_PARTIAL_RESOURCE_LIST;

export const CM_FULL_RESOURCE_DESCRIPTOR = layout('CM_FULL_RESOURCE_DESCRIPTOR', 0x20, {
  InterfaceType: ULONG,
  BusNumber: ULONG,
  PartialResourceList: CM_PARTIAL_RESOURCE_LIST,
});

export const CM_RESOURCE_LIST = layout('CM_RESOURCE_LIST', 0x24, {
  Count: ULONG,
  List: array(CM_FULL_RESOURCE_DESCRIPTOR, 1),
});

/** CM_PARTIAL_RESOURCE_DESCRIPTOR.Type. */
export const CmResourceTypePort = 1;
export const CmResourceTypeInterrupt = 2;
export const CmResourceTypeMemory = 3;
export const CmResourceTypeDma = 4;

/** CM_PARTIAL_RESOURCE_DESCRIPTOR.ShareDisposition. */
export const CmResourceShareUndetermined = 0;
export const CmResourceShareDeviceExclusive = 1;
export const CmResourceShareDriverExclusive = 2;
export const CmResourceShareShared = 3;

/** CM_PARTIAL_RESOURCE_DESCRIPTOR.Flags, by type. */
export const CM_RESOURCE_PORT_MEMORY = 0x0000;
export const CM_RESOURCE_PORT_IO = 0x0001;
export const CM_RESOURCE_PORT_10_BIT_DECODE = 0x0004;
export const CM_RESOURCE_PORT_16_BIT_DECODE = 0x0010;
export const CM_RESOURCE_PORT_POSITIVE_DECODE = 0x0020;
export const CM_RESOURCE_INTERRUPT_LEVEL_SENSITIVE = 0x0000;
export const CM_RESOURCE_INTERRUPT_LATCHED = 0x0001;
export const CM_RESOURCE_MEMORY_READ_WRITE = 0x0000;
export const CM_RESOURCE_MEMORY_READ_ONLY = 0x0001;
