/** Refuses a short buffer without saying what it needs: oid/bytes-needed-not-set. */
import { NDIS_STATUS_INVALID_LENGTH } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { queryInformation } from './small-requests';

export const DriverEntry = smallMiniport({
  queryInformation(...request) {
    const answer = queryInformation(...request);
    const { Result } = typeof answer === 'object' ? answer : { Result: answer };
    return Result === NDIS_STATUS_INVALID_LENGTH ? Result : answer;
  },
});

export const expected: ExpectedFindings = {
  'oid-sweep': ['oid/bytes-needed-not-set'],
};
