/** Reads a constant to its last byte and writes to a copy of it. */
import { NDIS_STATUS_SUCCESS, virtual } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const constant = ndis.wide('constant');
    const copy = ndis.localBytes(18);
    ndis.NdisMoveMemory(copy, constant, 18);
    ndis.memory.write16(virtual(copy + 16), 0);
    return NDIS_STATUS_SUCCESS;
  },
});
