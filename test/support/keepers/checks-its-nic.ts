/**
 * Looks whether its NIC answers, waits for its reset and as long as a register says within reason, and writes a base
 * address as it found it.
 */
import { NDIS_STATUS_SUCCESS } from '../../../ndis';
import { RIGHT, smallMiniport } from '../../../miniports/faulty/small-miniport';
import { CTRL_RST, readRegister, Register } from '../../../miniports/faulty/small-registers';

const BASE_ADDRESS_0 = 0x10;
const POLLS_MAX = 10_000;
const SLEEP_US_MAX = 1000;

export const DriverEntry = smallMiniport({
  answers(ndis, adapter) {
    for (let count = 0; count < POLLS_MAX; count++) {
      const isReset = (readRegister(ndis, adapter, Register.CTRL) & CTRL_RST) === 0;
      if (isReset) return RIGHT.answers(ndis, adapter);
    }
    return false;
  },
  initialize(ndis, { MiniportAdapterHandle }) {
    const base = ndis.localBytes(4);
    ndis.NdisReadPciSlotInformation(MiniportAdapterHandle, 0, BASE_ADDRESS_0, base, 4);
    ndis.NdisWritePciSlotInformation(MiniportAdapterHandle, 0, BASE_ADDRESS_0, base, 4);
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    const sleepUs = readRegister(ndis, adapter, Register.RDLEN);
    if (sleepUs <= SLEEP_US_MAX) ndis.NdisMSleep(sleepUs);
  },
});
