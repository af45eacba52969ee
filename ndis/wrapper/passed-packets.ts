/**
 * What an intermediate driver owes to a packet that it passes on: room on its stack, or a packet of
 * its own with the same buffers and the same information. (NDIS 5.1: NdisIMGetCurrentPacketStack,
 * NdisIMCopySendPerPacketInfo, "Intermediate Driver Packet Management")
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { hex } from '../finding';
import type { OperatingSystem } from '../operating-system';
import {
  ClassificationHandlePacketInfo,
  Ieee8021QInfo,
  IpSecPacketInfo,
  NDIS_PACKET,
  PacketCancelId,
  TcpIpChecksumPacketInfo,
  TcpLargeSendPacketInfo,
} from '../structures/packet';
import type { Adapter, PendingSend } from './adapter';
import { packetInfoAddress } from './buffers';
import type { ProtocolBinding } from './protocol-binding';

/** What goes down with a packet that is sent. A list of addresses is made for each adapter. */
const SENT_INFO = {
  TcpIpChecksumPacketInfo,
  IpSecPacketInfo,
  TcpLargeSendPacketInfo,
  ClassificationHandlePacketInfo,
  Ieee8021QInfo,
  PacketCancelId,
} as const;

/** An intermediate driver sends a packet down this binding: rules I07. */
export function judgeSent(below: ProtocolBinding, packet: VirtualAddress): void {
  const { os, protocol } = below;
  for (const adapter of os.adapters.values()) {
    if (adapter.driver !== protocol.miniport) continue;
    if (adapter.pendingSends.has(packet | 0)) return judgeRoom(os, packet);
    const original = wrappedBy(os, adapter, packet);
    if (original === undefined) continue;
    below.wrapped.set(packet | 0, original);
    return judgeInformation(os, packet, original.packet);
  }
}

/** The packet that came from above with the buffers that one of the driver's own has. */
function wrappedBy(
  { memory }: OperatingSystem,
  { pendingSends }: Adapter,
  packet: VirtualAddress,
): PendingSend | undefined {
  const headOf = (one: VirtualAddress) => NDIS_PACKET.at(memory, one).Private.Head;
  const head = headOf(packet);
  for (const send of pendingSends.values()) if (headOf(send.packet) === head) return send;
  return undefined;
}

/** A driver passes on, down or up, the very packet that it was given. */
export function judgeRoom(os: OperatingSystem, packet: VirtualAddress): void {
  if (os.packetStacks.hasRoom(packet)) return;
  os.report('intermediate/packet-stack-full', {
    what: `The packet at ${hex(packet)} was passed on as it was, and NdisIMGetCurrentPacketStack would have told that its stack has no room left.`,
  });
}

/** A driver may change what comes with a packet, but it has no reason to drop it. */
function judgeInformation(
  os: OperatingSystem,
  packet: VirtualAddress,
  original: VirtualAddress,
): void {
  const read = (of: VirtualAddress, index: number) =>
    os.raw.read32(virtual(packetInfoAddress(os, of, index)));
  const lost = Object.entries(SENT_INFO).find(
    ([, index]) => read(original, index) !== 0 && read(packet, index) === 0,
  );
  if (lost === undefined) return;
  const [name, index] = lost;
  os.report('intermediate/packet-information-not-copied', {
    what: `The packet at ${hex(original)} had ${hex(read(original, index))} as its ${name}, and the one in its place was sent without it.`,
  });
}
