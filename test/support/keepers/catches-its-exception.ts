/** Catches what it throws. */
import { NDIS_STATUS_HARD_ERRORS } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  reset() {
    try {
      throw new Error('the NIC did not answer');
    } catch {
      return NDIS_STATUS_HARD_ERRORS;
    }
  },
});
