/**
 * Initializes its lookaside list again while it is in use: resource/lookaside-list-reinitialized.
 */
import { NDIS_STATUS_SUCCESS, NPAGED_LOOKASIDE_LIST, NULL, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const LISTS = layout('LISTS', undefined, { List: NPAGED_LOOKASIDE_LIST });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { address } = ndis.global(LISTS).List;
    ndis.NdisInitializeNPagedLookasideList(address, NULL, NULL, 0, 64, TAG, 0);
    ndis.NdisInitializeNPagedLookasideList(address, NULL, NULL, 0, 64, TAG, 0);
    ndis.NdisDeleteNPagedLookasideList(address);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/lookaside-list-reinitialized'],
  life: ['resource/lookaside-list-reinitialized'],
  start: ['resource/lookaside-list-reinitialized'],
};
