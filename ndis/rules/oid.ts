/** The rules of requests by OID: checks G01 to G09. */
import { DOCUMENTS } from './documents';
import type { RulesOf } from './rule';

export const OID_RULES = {
  'oid/unknown-oid-not-refused': {
    id: 'G01',
    title: 'The driver did not refuse an OID that it does not support.',
    advice: 'Return NDIS_STATUS_NOT_SUPPORTED for unknown OIDs.',
    document: DOCUMENTS.queryInformation,
  },
  'oid/read-only-set-accepted': {
    id: 'G01',
    title: 'The driver accepted a set of something that can only be asked for.',
    advice:
      'Return NDIS_STATUS_NOT_SUPPORTED from MiniportSetInformation for OIDs that it does not set.',
    document: DOCUMENTS.setInformation,
  },
  'oid/undocumented-status': {
    id: 'own',
    title: 'The driver answered a request with a status that NDIS does not have.',
    advice:
      'Return one of the statuses that the pages of MiniportQueryInformation and MiniportSetInformation name.',
    document: DOCUMENTS.queryInformation,
  },
  'oid/short-buffer-not-refused': {
    id: 'G02',
    title: 'The driver did not refuse a buffer that is too short.',
    advice:
      'Return NDIS_STATUS_BUFFER_TOO_SHORT or NDIS_STATUS_INVALID_LENGTH, as the OID demands.',
    document: DOCUMENTS.queryInformation,
  },
  'oid/bytes-needed-not-set': {
    id: 'G02',
    title: 'The driver refused a buffer without telling the size that it needs.',
    advice: 'Set BytesNeeded to the total size whenever the buffer is too short.',
    document: DOCUMENTS.queryInformation,
  },
  'oid/byte-count-wrong': {
    id: 'G02',
    title:
      'The driver reported more bytes as written or read than there are in the buffer, or other ' +
      'ones than it used.',
    advice:
      "Set BytesWritten or BytesRead to what was really used, never above the buffer's length.",
    document: DOCUMENTS.queryInformationComplete,
  },
  'oid/buffer-overrun': {
    id: 'G02',
    title: "The driver accessed memory beyond the request's buffer.",
    advice: 'Check InformationBufferLength before touching the buffer.',
    document: DOCUMENTS.queryInformation,
  },
  'oid/mandatory-oid-missing': {
    id: 'G03',
    title: 'The driver does not answer an OID that every miniport of its medium must.',
    advice: 'Answer each mandatory OID and list it in OID_GEN_SUPPORTED_LIST.',
    document: DOCUMENTS.supportedList,
  },
  'oid/answers-inconsistent': {
    id: 'G03',
    title: "The driver's answers to OIDs contradict each other or the device.",
    advice: 'Answer related OIDs from one set of facts.',
    document: DOCUMENTS.supportedList,
  },
  'oid/multicast-list-not-checked': {
    id: 'G04',
    title: 'The driver accepted a multicast list of wrong length or of too many addresses.',
    advice:
      'Refuse lengths that are no multiple of 6, and answer a list that is too long with ' +
      'NDIS_STATUS_MULTICAST_FULL.',
    document: DOCUMENTS.multicastList,
  },
  'oid/multicast-filter-not-programmed': {
    id: 'G04',
    title: 'The driver accepted a multicast list without programming the device with it.',
    advice: "Program the device's multicast filter when the list or the packet filter is set.",
    document: DOCUMENTS.multicastList,
  },
  'oid/unsupported-filter-accepted': {
    id: 'G05',
    title: 'The driver accepted a packet filter that it does not support.',
    advice: 'Refuse filter bits that the device cannot serve.',
    document: DOCUMENTS.packetFilter,
  },
  'oid/filter-not-programmed': {
    id: 'G05',
    title: 'The driver accepted a packet filter without programming the device with it.',
    advice: "Program the device's receive control when the filter is set.",
    document: DOCUMENTS.packetFilter,
  },
  'oid/refused-set-changed-state': {
    id: 'G06',
    title: 'A set request that the driver refused changed its state nevertheless.',
    advice: 'Check a request completely before changing anything.',
    document: DOCUMENTS.setInformation,
  },
  'oid/request-in-use': {
    id: 'own',
    title: 'The driver gave NdisRequest a request again that was still pending.',
    advice:
      'Leave an NDIS_REQUEST alone until NdisRequest returns another status than ' +
      'NDIS_STATUS_PENDING, or ProtocolRequestComplete is called.',
    document: DOCUMENTS.request,
  },
  'oid/completed-twice': {
    id: 'G07',
    title: 'The driver completed a request twice.',
    advice: 'Complete a pending request once, and forget it then.',
    document: DOCUMENTS.queryInformationComplete,
  },
  'oid/completed-with-pending': {
    id: 'G07',
    title: 'The driver completed a request with NDIS_STATUS_PENDING.',
    advice: 'Complete a request with its final status.',
    document: DOCUMENTS.queryInformationComplete,
  },
  'oid/never-completed': {
    id: 'G07',
    alsoIds: ['G09'],
    title: 'The driver left a request pending for too long.',
    advice: 'Complete each pending request in bounded time.',
    document: DOCUMENTS.queryInformationComplete,
  },
  'oid/must-succeed-failed': {
    id: 'G08',
    title: 'The driver failed a request that must succeed.',
    advice: 'Carry the request out and return NDIS_STATUS_SUCCESS.',
    document: DOCUMENTS.setPower,
  },
  'oid/buffer-used-after-completion': {
    id: 'G09',
    title: "The driver used a request's buffer after completing the request.",
    advice: 'Leave the buffer alone once the request is completed.',
    document: DOCUMENTS.queryInformation,
  },
} as const satisfies RulesOf<'oid'>;
