/** Deletes its lookaside list while an entry is out: resource/lookaside-entry-not-returned. */
import { NDIS_STATUS_SUCCESS, NPAGED_LOOKASIDE_LIST, NULL, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const LISTS = layout('LISTS', undefined, { List: NPAGED_LOOKASIDE_LIST });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { address } = ndis.global(LISTS).List;
    ndis.NdisInitializeNPagedLookasideList(address, NULL, NULL, 0, 64, TAG, 0);
    ndis.NdisAllocateFromNPagedLookasideList(address);
    ndis.NdisDeleteNPagedLookasideList(address);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['resource/lookaside-entry-not-returned'],
  start: ['resource/lookaside-entry-not-returned'],
};
