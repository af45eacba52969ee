/** The rules of who owns packets and buffers, and what is in them: checks B11, B12, D01 to D13. */
import { BUGCODE_ID_DRIVER } from '../bug-codes';
import { DOCUMENTS } from './documents';
import { AT_BOTH } from './leak';
import type { RulesOf } from './rule';

export const PACKET_RULES = {
  'packet/packet-not-freed': {
    id: 'B12',
    alsoIds: AT_BOTH,
    title: 'The driver left a packet descriptor allocated.',
    advice: 'Call NdisFreePacket for each packet before its pool is freed.',
    document: DOCUMENTS.freePacket,
  },
  'packet/freed-with-buffers-chained': {
    id: 'B12',
    title: 'The driver freed a packet with buffers still chained to it.',
    advice: 'Unchain and free the buffers before NdisFreePacket.',
    document: DOCUMENTS.freePacket,
  },
  'packet/freed-under-spin-lock': {
    id: 'B12',
    title: 'The driver freed a packet while holding a spin lock.',
    advice: 'Release the spin lock before NdisFreePacket.',
    document: DOCUMENTS.freePacket,
  },
  'packet/buffer-not-freed': {
    id: 'B11',
    alsoIds: AT_BOTH,
    title: 'The driver left a buffer descriptor allocated.',
    advice: 'Call NdisFreeBuffer for each buffer before its pool is freed.',
    document: DOCUMENTS.freeBufferPool,
  },
  'packet/touched-after-send-returned': {
    id: 'D01',
    title: 'The driver touched a packet that it had already given back as sent.',
    advice: 'Leave a packet alone once it was completed with any status but NDIS_STATUS_PENDING.',
    document: DOCUMENTS.send,
  },
  'packet/resources-from-deserialized-send': {
    id: 'D01',
    title: 'A deserialized miniport, or one of a WAN, answered a send with NDIS_STATUS_RESOURCES.',
    advice: 'Queue the packet in the driver and return NDIS_STATUS_PENDING.',
    document: DOCUMENTS.send,
  },
  'packet/completed-twice': {
    id: 'D02',
    title: 'The driver completed a packet twice.',
    advice: 'Complete each packet once, and forget it then.',
    document: DOCUMENTS.sendComplete,
  },
  'packet/completed-without-result': {
    id: 'D02',
    title: 'The driver completed a send with a status that is no result.',
    advice:
      'Complete a send with NDIS_STATUS_SUCCESS, or with the failure that says why the packet was ' +
      'not sent.',
    document: DOCUMENTS.sendComplete,
  },
  'packet/foreign-packet-completed': {
    id: 'D02',
    title: 'The driver completed a packet that it had not been given to send.',
    advice:
      'Complete only packets from MiniportSend and MiniportSendPackets, or from MiniportWanSend.',
    document: DOCUMENTS.sendComplete,
  },
  'packet/never-completed': {
    id: 'D02',
    // NDIS frees a packet's scatter/gather list when the packet is completed.
    alsoIds: ['F01'],
    title: 'The driver never completed a packet that it had been given to send.',
    advice: 'Complete each pending packet, with a failure when it cannot be sent.',
    document: DOCUMENTS.sendComplete,
  },
  'packet/link-not-up': {
    id: 'own',
    title: 'A WAN miniport named a link that is not up.',
    advice:
      'Name a link by the NdisLinkContext that NDIS_MAC_LINE_UP holds when NdisMIndicateStatus ' +
      'returns, and no more after NDIS_STATUS_WAN_LINE_DOWN.',
    document: DOCUMENTS.macLineUp,
  },
  'packet/call-for-other-medium': {
    id: 'own',
    title: 'A WAN miniport called what is for those of a LAN, or the other way round.',
    advice:
      'In a WAN miniport call NdisMWanSendComplete, NdisMWanIndicateReceive and ' +
      'NdisMWanIndicateReceiveComplete; hold sends back by SendWindow of NDIS_MAC_LINE_UP.',
    document: DOCUMENTS.wanDifferences,
  },
  'packet/send-status-not-set': {
    id: 'D03',
    title:
      'A serialized miniport returned from MiniportSendPackets without setting the status of ' +
      'each packet.',
    advice: "Set each packet's status with NDIS_SET_PACKET_STATUS before returning.",
    document: DOCUMENTS.multipacketSends,
  },
  'packet/send-order-changed': {
    id: 'D03',
    title: 'The driver sent packets in another order than it was given them.',
    advice: 'Keep the order of the packet array.',
    document: DOCUMENTS.multipacketSends,
  },
  'packet/no-send-resources-available': {
    id: 'D04',
    title:
      'The driver returned NDIS_STATUS_RESOURCES and never said that resources are available ' +
      'again.',
    advice:
      'Call NdisMSendResourcesAvailable or complete a pending send when resources are free again.',
    document: DOCUMENTS.sendResourcesAvailable,
  },
  'packet/send-stalled': {
    id: 'D04',
    title: 'A send stayed pending for too long.',
    advice: 'Complete each send in bounded time, and reset the device when it stops sending.',
    document: DOCUMENTS.sendComplete,
  },
  'packet/cancel-not-supported': {
    id: 'D05',
    title: 'The driver queues sends for long but does not let them be cancelled.',
    advice: 'Register MiniportCancelSendPackets when sends may wait for more than a second.',
    document: DOCUMENTS.cancelSendPackets,
  },
  'packet/cancelled-with-other-status': {
    id: 'D05',
    title: 'A cancelled send was completed with another status than NDIS_STATUS_REQUEST_ABORTED.',
    advice: 'Complete cancelled packets with NDIS_STATUS_REQUEST_ABORTED.',
    document: DOCUMENTS.cancelSendPackets,
  },
  'packet/touched-before-return': {
    id: 'D06',
    title: 'The driver touched an indicated packet before it had been returned.',
    advice: 'Leave an indicated packet alone until MiniportReturnPacket gets it back.',
    document: DOCUMENTS.getPacketStatus,
  },
  'packet/resources-packet-not-taken-back': {
    id: 'D06',
    title:
      'The driver waited for the return of a packet that it had indicated with ' +
      'NDIS_STATUS_RESOURCES.',
    advice: 'Take such a packet back as soon as the indication returns.',
    document: DOCUMENTS.setPacketStatus,
  },
  'packet/indicated-while-in-use': {
    id: 'D07',
    title: 'The driver indicated a packet that was still in use by the protocols.',
    advice: 'Indicate a packet again only after it came back.',
    document: DOCUMENTS.indicateReceivePacket,
    windowsBugChecks: [{ code: BUGCODE_ID_DRIVER }],
  },
  'packet/halt-with-packets-indicated': {
    id: 'D08',
    title: 'MiniportHalt returned while indicated packets were outstanding.',
    advice: 'Wait in MiniportHalt until MiniportReturnPacket got every packet back.',
    document: DOCUMENTS.halting,
  },
  'packet/indicated-without-filter': {
    id: 'D09',
    title: 'The driver indicated a packet before a packet filter was set.',
    advice: 'Enable receiving when OID_GEN_CURRENT_PACKET_FILTER is set, and not before.',
    document: DOCUMENTS.packetFilter,
  },
  'packet/indicated-outside-filter': {
    id: 'D09',
    title: 'The driver indicated a packet that the packet filter excludes.',
    advice: 'Program the device with the packet filter, and drop what it lets through beyond it.',
    document: DOCUMENTS.packetFilter,
  },
  'packet/indicated-after-halt': {
    id: 'D09',
    title: 'The driver indicated a packet after MiniportHalt.',
    advice: 'Stop receiving first in MiniportHalt.',
    document: DOCUMENTS.halt,
  },
  'packet/buffer-chain-invalid': {
    id: 'D10',
    title: 'An indicated packet has an invalid chain of buffers.',
    advice:
      'Chain buffers whose lengths add up to the frame, the first one holding the whole header.',
    document: DOCUMENTS.indicateReceivePacket,
  },
  'packet/frame-length-wrong': {
    id: 'D10',
    title: 'An indicated packet has another length than the frame on the wire.',
    advice: 'Set the length from the receive descriptor, without the checksum.',
    document: DOCUMENTS.indicateReceivePacket,
  },
  'packet/frame-data-wrong': {
    id: 'D10',
    title: 'A frame was changed on its way between the wire and NDIS.',
    advice: 'Give the data of the frame on unchanged, in both directions.',
    document: DOCUMENTS.indicateReceivePacket,
  },
  'packet/question-not-answered': {
    id: 'own',
    title: 'The driver did not answer a question as it says it does, or answered it wrongly.',
    advice:
      'Answer each ARP request and ICMP echo for the address in `answersFor`, in whichever way the ' +
      'frame comes up: as a packet, or shown in part with the rest by NdisTransferData.',
    document: DOCUMENTS.protocolReceive,
  },
  'packet/transfer-beyond-frame': {
    id: 'D10',
    title: 'The driver asked for more of a received frame than there is.',
    advice:
      'Ask NdisTransferData for at most what PacketSize of ProtocolReceive says, less ByteOffset.',
    document: DOCUMENTS.transferData,
  },
  'packet/no-receive-complete': {
    id: 'D10',
    title: 'The driver indicated frames and did not indicate that receiving is complete.',
    advice: 'Call NdisMEthIndicateReceiveComplete after the last frame of a batch.',
    document: DOCUMENTS.indicateReceive,
  },
  'packet/sent-buffer-modified': {
    id: 'D11',
    title: 'The driver changed the data of a packet that it was given to send.',
    advice: 'Copy the data before changing it.',
    document: DOCUMENTS.verifier,
  },
  'packet/fragmented-frame-wrong': {
    id: 'D12',
    title: 'A packet of unusual shape was sent wrongly.',
    advice:
      'Handle empty buffers, fragments of one byte and more fragments than the device takes, by ' +
      'copying where needed.',
    document: DOCUMENTS.send,
  },
  'packet/padding-leaks-memory': {
    id: 'D12',
    title: 'The padding of a short frame carries old memory contents.',
    advice: 'Fill the padding of short frames with zeros.',
    document: DOCUMENTS.ethernetPad,
  },
  'packet/packets-not-conserved': {
    id: 'D13',
    title: 'Packets or receive descriptors have been lost or doubled.',
    advice:
      'Account for each packet: what was taken is completed, and what was received is ' +
      'indicated, counted as dropped or free.',
    document: DOCUMENTS.own,
  },
} as const satisfies RulesOf<'packet'>;
