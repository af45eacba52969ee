/** Refuses requests with a status of its own making: oid/undocumented-status. */
import { NDIS_STATUS_NOT_SUPPORTED, type NdisStatus } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { setInformation } from './small-requests';

const NO_STATUS = 0xc0de_0001 as NdisStatus;

export const DriverEntry = smallMiniport({
  setInformation(...request) {
    const answer = setInformation(...request);
    return answer === NDIS_STATUS_NOT_SUPPORTED ? NO_STATUS : answer;
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/undocumented-status'],
};
