/**
 * Is content with what a short buffer takes of its resources: resource/resource-list-length-ignored.
 */
import { CM_PARTIAL_RESOURCE_LIST, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, { WrapperConfigurationContext }) {
    const { bytes } = CM_PARTIAL_RESOURCE_LIST;
    ndis.NdisMQueryAdapterResources(WrapperConfigurationContext, ndis.localBytes(bytes), bytes);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['resource/resource-list-length-ignored'],
  start: ['resource/resource-list-length-ignored'],
};
