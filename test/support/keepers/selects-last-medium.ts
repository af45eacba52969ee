/** Looks for its medium from the end of NDIS's list, and finds it at the last index. */
import { NdisMedium802_3, virtual } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  findMedium(ndis, MediumArray, MediumArraySize) {
    for (let index = MediumArraySize - 1; index >= 0; index--)
      if (ndis.memory.read32(virtual(MediumArray + 4 * index)) === NdisMedium802_3) return index;
    return -1;
  },
});
