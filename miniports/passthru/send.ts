/**
 * Sends go down as they come. A packet without room for another driver is wrapped in one of the
 * driver's own. ("Intermediate Driver Packet Management")
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { NdisDeviceStateD0 } from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_PENDING } from '../../ndis/status';
import { NDIS_PACKET } from '../../ndis/structures/packet';
import type { NdisStatus } from '../../ndis/types';
import { adapterAt, type Adapter } from './adapter';
import { originalOf, unwrap, wrap } from './wrap';

/** What makes out which packets are wrapped, and with what. */
const STEPS = {
  hasRoom: (ndis: Ndis, packet: VirtualAddress): boolean =>
    ndis.NdisIMGetCurrentPacketStack(packet).StacksRemaining,
  copyInformation: (ndis: Ndis, to: VirtualAddress, from: VirtualAddress): void =>
    ndis.NdisIMCopySendPerPacketInfo(to, from),
};

export const MiniportSendPackets = sendPacketsWith({});

/** MiniportSendPackets, with steps of one's own. */
export function sendPacketsWith(own: Partial<typeof STEPS>): Handler<'MiniportSendPackets'> {
  const steps = { ...STEPS, ...own };
  return (ndis, MiniportAdapterContext, PacketArray, NumberOfPackets) => {
    const adapter = adapterAt(ndis, MiniportAdapterContext);
    for (let index = 0; index < NumberOfPackets; index++) {
      const packet = virtual(ndis.memory.read32(virtual(PacketArray + 4 * index)));
      const status = send(ndis, adapter, packet, steps);
      if (status !== NDIS_STATUS_PENDING)
        ndis.NdisMSendComplete(adapter.MiniportHandle, packet, status);
    }
  };
}

function send(
  ndis: Ndis,
  adapter: Adapter,
  packet: VirtualAddress,
  { hasRoom, copyInformation }: typeof STEPS,
): NdisStatus {
  if (adapter.PowerState !== NdisDeviceStateD0) return NDIS_STATUS_FAILURE;
  if (hasRoom(ndis, packet)) return ndis.NdisSend(adapter.BindingHandle, packet).Status;
  const wrapped = wrap(ndis, adapter.SendPool, packet);
  if (wrapped.packet === NULL) return wrapped.status;
  copyInformation(ndis, wrapped.packet, packet);
  const { Flags } = NDIS_PACKET.at(ndis.memory, packet).Private;
  NDIS_PACKET.at(ndis.memory, wrapped.packet).Private.Flags = Flags;
  const { Status } = ndis.NdisSend(adapter.BindingHandle, wrapped.packet);
  if (Status === NDIS_STATUS_PENDING) return Status;
  ndis.NdisIMCopySendCompletePerPacketInfo(packet, wrapped.packet);
  unwrap(ndis, wrapped.packet);
  return Status;
}

export const ProtocolSendComplete: Handler<'ProtocolSendComplete'> = (
  ndis,
  ProtocolBindingContext,
  Packet,
  Status,
) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  let packet = Packet;
  if (ndis.NdisGetPoolFromPacket(Packet) === adapter.SendPool) {
    packet = originalOf(ndis, Packet);
    ndis.NdisIMCopySendCompletePerPacketInfo(packet, Packet);
    unwrap(ndis, Packet);
  }
  ndis.NdisMSendComplete(adapter.MiniportHandle, packet, Status);
};

export const MiniportCancelSendPackets: Handler<'MiniportCancelSendPackets'> = (
  ndis,
  MiniportAdapterContext,
  CancelId,
) => ndis.NdisCancelSendPackets(adapterAt(ndis, MiniportAdapterContext).BindingHandle, CancelId);

/** The driver resets nothing. */
export const ProtocolResetComplete: Handler<'ProtocolResetComplete'> = () => undefined;
