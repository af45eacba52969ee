/**
 * Is deserialized and answers a send with NDIS_STATUS_RESOURCES, for NDIS to queue it:
 * packet/resources-from-deserialized-send.
 */
import { NDIS_STATUS_RESOURCES } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  send: () => NDIS_STATUS_RESOURCES,
});

export const expected: ExpectedFindings = {
  life: ['packet/resources-from-deserialized-send'],
  start: ['packet/resources-from-deserialized-send'],
  'oid-sweep': [],
};
