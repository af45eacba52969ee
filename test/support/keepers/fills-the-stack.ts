/** Recurses two hundred deep, and has a local array that nearly fills the kernel stack. */
import { NDIS_STATUS_HARD_ERRORS, NDIS_STATUS_SUCCESS } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

function count(value: number): number {
  return value === 200 ? 0 : 1 + count(value + 1);
}

export const DriverEntry = smallMiniport({
  reset(ndis) {
    ndis.NdisZeroMemory(ndis.localBytes(11 * 1024), 11 * 1024);
    return count(0) === 200 ? NDIS_STATUS_SUCCESS : NDIS_STATUS_HARD_ERRORS;
  },
});
