/** Throws an exception out of MiniportReset: memory/unhandled-exception. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  reset() {
    throw new Error('the NIC did not answer');
  },
});

export const expected: ExpectedFindings = {
  life: ['memory/unhandled-exception'],
  start: ['memory/unhandled-exception'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
