/** Answers what comes as a packet, and nothing that it is shown: packet/question-not-answered. */
import { NDIS_STATUS_NOT_ACCEPTED } from '../../ndis';
import { echoWith } from '../echo/driver-entry';
import type { ExpectedFindings } from '../samples';

export { answersFor, lower } from '../echo';

export const DriverEntry = echoWith({ ProtocolReceive: () => NDIS_STATUS_NOT_ACCEPTED });

export const expected: ExpectedFindings = {
  life: ['packet/question-not-answered'],
  'hostile-device': ['packet/question-not-answered'],
  'fresh-memory': ['packet/question-not-answered'],
};
