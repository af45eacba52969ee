/** Is of NDIS 5.1 and calls NdisMPciAssignResources: resource/legacy-call. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: (ndis, { MiniportAdapterHandle }) =>
    ndis.NdisMPciAssignResources(MiniportAdapterHandle, 0).Result,
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/legacy-call'],
  life: ['resource/legacy-call'],
  start: ['resource/legacy-call'],
};
