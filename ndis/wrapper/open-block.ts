/**
 * NDIS_OPEN_BLOCK: what an NdisBindingHandle points to. ndis.h shows it to drivers, whose compilers
 * read it; only NDIS writes it.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { OperatingSystem } from '../operating-system';
import { NDIS_OPEN_BLOCK } from '../structures/protocol';
import type { NdisHandle } from '../types';
import type { Adapter } from './adapter';
import { linkOpenBlock } from './entry-points';

/** Makes the block of a binding; its address is the handle. */
export function createOpenBlock(
  os: OperatingSystem,
  adapter: Adapter,
  protocolHandle: number,
  context: VirtualAddress,
): VirtualAddress {
  const address = os.allocateObject(NDIS_OPEN_BLOCK.bytes, Shadow.READ_ONLY);
  for (let offset = 0; offset < NDIS_OPEN_BLOCK.bytes; offset += 4)
    os.raw.write32(virtual(address + offset), 0);
  const block = NDIS_OPEN_BLOCK.at(os.raw, address);
  block.MacHandle = adapter.handle;
  block.BindingHandle = address as number as NdisHandle;
  block.MiniportHandle = adapter.handle;
  block.ProtocolHandle = virtual(protocolHandle);
  block.ProtocolBindingContext = context as number as NdisHandle;
  block.MiniportAdapterContext = adapter.context as number as NdisHandle;
  linkOpenBlock(os, address);
  return address;
}
