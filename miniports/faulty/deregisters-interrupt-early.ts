/** Deregisters its interrupt while it runs: interrupt/deregistered-outside-initialize-or-halt. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { RIGHT, smallMiniport } from './small-miniport';
import { queueing } from './small-work';

const disconnect = queueing((ndis, adapter) => {
  RIGHT.quiet(ndis, adapter);
  RIGHT.deregisterInterrupt(ndis, adapter);
});

export const DriverEntry = smallMiniport({
  reset(ndis, adapter) {
    disconnect(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['interrupt/deregistered-outside-initialize-or-halt'],
  start: ['interrupt/deregistered-outside-initialize-or-halt'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
