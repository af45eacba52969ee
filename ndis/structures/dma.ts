/**
 * What describes memory to a bus master (DDK ndis.h: NDIS_PHYSICAL_ADDRESS_UNIT,
 * NDIS_DMA_DESCRIPTION; wdm.h: SCATTER_GATHER_LIST), x86 layout.
 */
import { array, layout } from '../layout';
import { BOOLEAN, NDIS_PHYSICAL_ADDRESS, UINT, ULONG } from '../types';

export const NDIS_PHYSICAL_ADDRESS_UNIT = layout('NDIS_PHYSICAL_ADDRESS_UNIT', 0x10, {
  PhysicalAddress: NDIS_PHYSICAL_ADDRESS,
  Length: UINT,
});

export const SCATTER_GATHER_ELEMENT = layout('SCATTER_GATHER_ELEMENT', 0x10, {
  Address: NDIS_PHYSICAL_ADDRESS,
  Length: ULONG,
  Reserved: ULONG,
});

/** `Elements` is the address of NumberOfElements elements, which the size leaves out, as in C. */
export const SCATTER_GATHER_LIST = layout('SCATTER_GATHER_LIST', 0x08, {
  NumberOfElements: ULONG,
  Reserved: ULONG,
  Elements: array(SCATTER_GATHER_ELEMENT, 0),
});

export const NDIS_DMA_DESCRIPTION = layout('NDIS_DMA_DESCRIPTION', 0x14, {
  DemandMode: BOOLEAN,
  AutoInitialize: BOOLEAN,
  DmaChannelSpecified: BOOLEAN,
  DmaWidth: ULONG,
  DmaSpeed: ULONG,
  DmaPort: ULONG,
  DmaChannel: ULONG,
});
