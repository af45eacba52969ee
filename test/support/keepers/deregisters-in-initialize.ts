/** Connects and disconnects its interrupt within MiniportInitialize, and connects it again. */
import { NDIS_STATUS_SUCCESS } from '../../../ndis';
import { RIGHT, smallMiniport } from '../../../miniports/faulty/small-miniport';

export const DriverEntry = smallMiniport({
  registerInterrupt(ndis, adapter) {
    const status = RIGHT.registerInterrupt(ndis, adapter);
    if (status !== NDIS_STATUS_SUCCESS) return status;
    RIGHT.deregisterInterrupt(ndis, adapter);
    return RIGHT.registerInterrupt(ndis, adapter);
  },
});
