/** Indicates a status for an adapter that is halted: power/status-indicated-after-halt. */
import { NDIS_HANDLE, NDIS_STATUS_MEDIA_DISCONNECT, NULL, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const LAST = layout('LAST', undefined, { MiniportAdapterHandle: NDIS_HANDLE });

export const DriverEntry = smallMiniport({
  halt(ndis, adapter) {
    ndis.global(LAST).MiniportAdapterHandle = adapter.MiniportAdapterHandle;
  },
  unload(ndis) {
    const { MiniportAdapterHandle } = ndis.global(LAST);
    if (MiniportAdapterHandle === 0) return;
    ndis.NdisMIndicateStatus(MiniportAdapterHandle, NDIS_STATUS_MEDIA_DISCONNECT, NULL, 0);
    ndis.NdisMIndicateStatusComplete(MiniportAdapterHandle);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['power/status-indicated-after-halt'],
  life: ['power/status-indicated-after-halt'],
  start: ['power/status-indicated-after-halt'],
};
