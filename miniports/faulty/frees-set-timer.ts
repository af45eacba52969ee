/** Frees the memory of a timer that is set: interrupt/timer-freed-while-set. */
import {
  NDIS_MINIPORT_TIMER,
  NDIS_STATUS_SOFT_ERRORS,
  NDIS_STATUS_SUCCESS,
  type Handler,
} from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const tick: Handler<'MiniportTimer'> = () => undefined;

export const DriverEntry = smallMiniport({
  reset(ndis, adapter) {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(
      NDIS_MINIPORT_TIMER.bytes,
      TAG,
    );
    if (Result !== NDIS_STATUS_SUCCESS) return NDIS_STATUS_SOFT_ERRORS;
    ndis.NdisMInitializeTimer(
      VirtualAddress,
      adapter.MiniportAdapterHandle,
      ndis.addressOf(tick),
      adapter.address,
    );
    ndis.NdisMSetTimer(VirtualAddress, 10);
    ndis.NdisFreeMemory(VirtualAddress, 0, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  configuration: ['interrupt/timer-freed-while-set'],
  life: ['interrupt/timer-freed-while-set'],
  'reset-storm': ['interrupt/timer-freed-while-set'],
  'surprise-removal': ['interrupt/timer-freed-while-set'],
  'hostile-device': ['interrupt/timer-freed-while-set'],
  'fresh-memory': ['interrupt/timer-freed-while-set'],
};
