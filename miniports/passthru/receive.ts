/**
 * Receives go up as they come, as packets or as frames of which the beginning is shown. ("Receiving
 * Data in an Intermediate Driver")
 */
import { NULL, type VirtualAddress } from '../../hardware/address';
import { NdisDeviceStateD0 } from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { layout } from '../../ndis/layout';
import {
  NDIS_STATUS_NOT_ACCEPTED,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { PVOID } from '../../ndis/types';
import { adapterAt, type Adapter } from './adapter';
import { originalOf, unwrap, wrap } from './wrap';

const PACKET_ARRAY = layout('PACKET_ARRAY', undefined, { Packet: PVOID });

function isUp(adapter: Adapter): boolean {
  return adapter.MiniportHandle !== 0 && adapter.PowerState === NdisDeviceStateD0;
}

/** Says that it will return the packet, once: in MiniportReturnPacket, which may come at once. */
export const ProtocolReceivePacket: Handler<'ProtocolReceivePacket'> = (
  ndis,
  ProtocolBindingContext,
  Packet,
) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  if (!isUp(adapter)) return 0;
  const { StacksRemaining } = ndis.NdisIMGetCurrentPacketStack(Packet);
  if (!StacksRemaining) return indicateWrapped(ndis, adapter, Packet) ? 1 : 0;
  const mustCopy = ndis.NDIS_GET_PACKET_STATUS(Packet) === NDIS_STATUS_RESOURCES;
  if (!mustCopy) adapter.IndicatedCount++;
  indicate(ndis, adapter, Packet);
  return mustCopy ? 0 : 1;
};

function indicate(ndis: Ndis, adapter: Adapter, packet: VirtualAddress): void {
  const array = ndis.local(PACKET_ARRAY);
  array.Packet = packet;
  ndis.NdisMIndicateReceivePacket(adapter.MiniportHandle, array.address, 1);
}

/** Indicates a packet of the driver's own; whether the original will be returned later. */
function indicateWrapped(ndis: Ndis, adapter: Adapter, original: VirtualAddress): boolean {
  const { packet } = wrap(ndis, adapter.ReceivePool, original);
  if (packet === NULL) return false;
  ndis.NDIS_SET_ORIGINAL_PACKET(packet, ndis.NDIS_GET_ORIGINAL_PACKET(original));
  const mustCopy = ndis.NDIS_GET_PACKET_STATUS(original) === NDIS_STATUS_RESOURCES;
  if (!mustCopy) adapter.IndicatedCount++;
  indicate(ndis, adapter, packet);
  if (mustCopy) unwrap(ndis, packet);
  return !mustCopy;
}

export const MiniportReturnPacket: Handler<'MiniportReturnPacket'> = (
  ndis,
  MiniportAdapterContext,
  Packet,
) => {
  const adapter = adapterAt(ndis, MiniportAdapterContext);
  const array = ndis.local(PACKET_ARRAY);
  array.Packet = Packet;
  if (ndis.NdisGetPoolFromPacket(Packet) === adapter.ReceivePool) {
    array.Packet = originalOf(ndis, Packet);
    unwrap(ndis, Packet);
  }
  ndis.NdisReturnPackets(array.address, 1);
  adapter.IndicatedCount--;
};

/** A frame that may not be kept is shown: behind it is a packet, or what the driver below shows. */
export const ProtocolReceive: Handler<'ProtocolReceive'> = (
  ndis,
  ProtocolBindingContext,
  MacReceiveContext,
  HeaderBuffer,
  HeaderBufferSize,
  LookAheadBuffer,
  LookaheadBufferSize,
  PacketSize,
) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  if (!isUp(adapter)) return NDIS_STATUS_NOT_ACCEPTED;
  const packet = ndis.NdisGetReceivedPacket(adapter.BindingHandle, MacReceiveContext);
  if (packet !== NULL) {
    indicateWrapped(ndis, adapter, packet);
    return NDIS_STATUS_SUCCESS;
  }
  adapter.HasIndicated = true;
  ndis.NdisMEthIndicateReceive(
    adapter.MiniportHandle,
    MacReceiveContext as number as VirtualAddress,
    HeaderBuffer,
    HeaderBufferSize,
    LookAheadBuffer,
    LookaheadBufferSize,
    PacketSize,
  );
  return NDIS_STATUS_SUCCESS;
};

export const ProtocolReceiveComplete: Handler<'ProtocolReceiveComplete'> = (
  ndis,
  ProtocolBindingContext,
) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  if (!adapter.HasIndicated) return;
  adapter.HasIndicated = false;
  if (adapter.MiniportHandle !== 0) ndis.NdisMEthIndicateReceiveComplete(adapter.MiniportHandle);
};

export const MiniportTransferData: Handler<'MiniportTransferData'> = (
  ndis,
  Packet,
  MiniportAdapterContext,
  MiniportReceiveContext,
  ByteOffset,
  BytesToTransfer,
) => {
  const { BindingHandle } = adapterAt(ndis, MiniportAdapterContext);
  const { Status, BytesTransferred } = ndis.NdisTransferData(
    BindingHandle,
    MiniportReceiveContext,
    ByteOffset,
    BytesToTransfer,
    Packet,
  );
  return { Result: Status, BytesTransferred };
};

export const ProtocolTransferDataComplete: Handler<'ProtocolTransferDataComplete'> = (
  ndis,
  ProtocolBindingContext,
  Packet,
  Status,
  BytesTransferred,
) => {
  const { MiniportHandle } = adapterAt(ndis, ProtocolBindingContext);
  if (MiniportHandle !== 0)
    ndis.NdisMTransferDataComplete(MiniportHandle, Packet, Status, BytesTransferred);
};
