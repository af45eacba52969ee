/** Calls itself until the stack is used up: memory/stack-overflow. */
import type { NdisStatus } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

function count(value: number): number {
  return 1 + count(value + 1);
}

export const DriverEntry = smallMiniport({
  reset(): NdisStatus {
    return count(0) as NdisStatus;
  },
});

export const expected: ExpectedFindings = {
  life: ['memory/stack-overflow'],
  start: ['memory/stack-overflow'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
