/** Goes to where the answer to an unexpected OID should lie, and there is none: memory/null-page. */
import { NDIS_STATUS_NOT_SUPPORTED, NULL } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation, setInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  queryInformation(ndis, ...request) {
    const answer = queryInformation(ndis, ...request);
    if (answer === NDIS_STATUS_NOT_SUPPORTED) ndis.memory.read32(NULL);
    return answer;
  },
  setInformation(ndis, ...request) {
    const answer = setInformation(ndis, ...request);
    if (answer === NDIS_STATUS_NOT_SUPPORTED) ndis.memory.read32(NULL);
    return answer;
  },
});

export const expected: ExpectedFindings = {
  life: ['memory/null-page'],
  start: ['memory/null-page'],
};
