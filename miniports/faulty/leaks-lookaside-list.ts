/** Never deletes its lookaside list: resource/lookaside-list-not-deleted. */
import { NDIS_STATUS_SUCCESS, NPAGED_LOOKASIDE_LIST, NULL, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { TAG } from './small-adapter';
import { smallMiniport } from './small-miniport';

const LISTS = layout('LISTS', undefined, { List: NPAGED_LOOKASIDE_LIST });

export const DriverEntry = smallMiniport({
  initialize(ndis) {
    const { address } = ndis.global(LISTS).List;
    ndis.NdisInitializeNPagedLookasideList(address, NULL, NULL, 0, 64, TAG, 0);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/lookaside-list-not-deleted'],
  life: ['resource/lookaside-list-not-deleted'],
  start: ['resource/lookaside-list-not-deleted'],
  // It is started again while it stays loaded.
  power: ['resource/lookaside-list-not-deleted', 'resource/lookaside-list-reinitialized'],
  'bind-unbind': ['resource/lookaside-list-not-deleted', 'resource/lookaside-list-reinitialized'],
};
