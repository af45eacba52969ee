/** The system DMA channel of a small miniport whose NIC is subordinate: no bus master. */
import {
  Compatible,
  NDIS_DMA_DESCRIPTION,
  NdisInterfacePci,
  Width16Bits,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
} from '../../ndis';
import type { Adapter } from './small-adapter';

/** A channel of the second controller, which moves words, as on most NICs that have one. */
const CHANNEL = 5;

/** The most that the NIC moves at once, in bytes: a frame. */
const TRANSFER_BYTES = 1514;

/** The step `setAttributes` of such a driver. */
export function setSubordinate(ndis: Ndis, { MiniportAdapterHandle, address }: Adapter): void {
  ndis.NdisMSetAttributesEx(MiniportAdapterHandle, address, 0, 0, NdisInterfacePci);
}

export function claimChannel(
  ndis: Ndis,
  { MiniportAdapterHandle }: Adapter,
): { Result: NdisStatus; MiniportDmaHandle: NdisHandle } {
  const description = ndis.local(NDIS_DMA_DESCRIPTION);
  ndis.NdisZeroMemory(description.address, NDIS_DMA_DESCRIPTION.bytes);
  description.DmaChannelSpecified = true;
  description.DmaWidth = Width16Bits;
  description.DmaSpeed = Compatible;
  description.DmaChannel = CHANNEL;
  return ndis.NdisMRegisterDmaChannel(
    MiniportAdapterHandle,
    CHANNEL,
    false,
    description.address,
    TRANSFER_BYTES,
  );
}
