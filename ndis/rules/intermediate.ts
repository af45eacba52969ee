/** The rules of the protocol half of intermediate drivers: checks I01 to I08. */
import { DOCUMENTS } from './documents';
import { AT_BOTH, AT_ENTRY } from './leak';
import type { RulesOf } from './rule';

export const INTERMEDIATE_RULES = {
  'intermediate/protocol-not-deregistered': {
    id: 'I01',
    alsoIds: AT_ENTRY,
    title: 'The driver left its protocol registered.',
    advice: 'Call NdisDeregisterProtocol when DriverEntry fails and at unload.',
    document: DOCUMENTS.deregisterProtocol,
  },
  'intermediate/layered-miniport-not-deregistered': {
    id: 'I02',
    alsoIds: AT_ENTRY,
    title: 'The driver left its layered miniport registered.',
    advice: 'Call NdisIMDeregisterLayeredMiniport when DriverEntry fails and at unload.',
    document: DOCUMENTS.deregisterLayeredMiniport,
  },
  'intermediate/deregistration-order': {
    id: 'I02',
    title: 'The driver deregistered its layered miniport before its protocol.',
    advice: 'Call NdisDeregisterProtocol first and NdisIMDeregisterLayeredMiniport after it.',
    document: DOCUMENTS.deregisterLayeredMiniport,
  },
  'intermediate/associated-without-both': {
    id: 'I02',
    title: 'The driver associated its miniport and its protocol without having registered both.',
    advice: 'Call NdisIMAssociateMiniport after both registrations succeeded.',
    document: DOCUMENTS.associateMiniport,
  },
  'intermediate/open-completion-mishandled': {
    id: 'I03',
    title: 'The driver mishandled the failure or the late completion of NdisOpenAdapter.',
    advice:
      "Wait for ProtocolOpenAdapterComplete when the call is pending, and free the binding's " +
      'context once.',
    document: DOCUMENTS.openAdapter,
  },
  'intermediate/binding-not-closed': {
    id: 'I04',
    alsoIds: AT_BOTH,
    title: 'The driver left a binding open.',
    advice: 'Call NdisCloseAdapter for each binding and wait for its completion.',
    document: DOCUMENTS.closeAdapter,
  },
  'intermediate/binding-used-after-close': {
    id: 'I04',
    alsoIds: ['I08'],
    title: 'The driver used a binding after closing it.',
    advice: 'Make the last use of a binding handle before NdisCloseAdapter.',
    document: DOCUMENTS.closeAdapter,
  },
  'intermediate/unbind-completed-early': {
    id: 'I04',
    title: 'The driver completed an unbind while it still held resources of the binding.',
    advice: 'Release what belongs to the binding before NdisCompleteUnbindAdapter.',
    document: DOCUMENTS.completeUnbind,
  },
  'intermediate/failed-instance-left-binding': {
    id: 'I05',
    title:
      'The driver left its lower binding open after its virtual device could not be initialized.',
    advice:
      'Close the lower binding when NdisIMInitializeDeviceInstanceEx fails, and cancel the ' +
      'initialization if it is pending.',
    document: DOCUMENTS.initializeInstance,
  },
  'intermediate/device-instance-not-deinitialized': {
    id: 'I06',
    alsoIds: AT_BOTH,
    title: 'The driver left a virtual device initialized.',
    advice:
      'Call NdisIMDeInitializeDeviceInstance for each virtual device before its lower binding ' +
      'is closed.',
    document: DOCUMENTS.deinitializeInstance,
  },
  'intermediate/packet-information-not-copied': {
    id: 'I07',
    title: 'The driver passed a packet on without the information that came with it.',
    advice: 'Copy the out-of-band and per-packet information into the new packet.',
    document: DOCUMENTS.copySendInfo,
  },
  'intermediate/original-packet-not-returned': {
    id: 'I07',
    title:
      'The driver did not give back a packet that it kept, or the original of one that it wrapped.',
    advice:
      'Return what was kept with NdisReturnPackets, and complete or return the original when the ' +
      'wrapped packet comes back.',
    document: DOCUMENTS.sendComplete,
  },
  'intermediate/packet-stack-full': {
    id: 'I07',
    title: 'The driver passed a packet on that had no room for another stack location.',
    advice: 'Ask NdisIMGetCurrentPacketStack for room and wrap the packet when there is none.',
    document: DOCUMENTS.packetStack,
  },
} as const satisfies RulesOf<'intermediate'>;
