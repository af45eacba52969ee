/** Never frees the name that NDIS gave it: resource/returned-string-not-freed. */
import { UNICODE_STRING } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize(ndis, { MiniportAdapterHandle }) {
    const name = ndis.local(UNICODE_STRING);
    return ndis.NdisMQueryAdapterInstanceName(name.address, MiniportAdapterHandle);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/returned-string-not-freed'],
  life: ['resource/returned-string-not-freed'],
  start: ['resource/returned-string-not-freed'],
};
