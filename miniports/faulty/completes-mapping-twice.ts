/** Completes a mapping, and once more when the packet is sent: dma/mapping-not-started. */
import { NDIS_STATUS_NO_CABLE } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import {
  allocateMapRegisters,
  completeMapping,
  firstBufferOf,
  freeMapRegisters,
  startMapping,
} from './small-mapping';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  initialize: allocateMapRegisters,
  send(ndis, adapter, Packet) {
    const buffer = firstBufferOf(ndis, Packet);
    startMapping(ndis, adapter, buffer, 0);
    completeMapping(ndis, adapter, buffer, 0);
    completeMapping(ndis, adapter, buffer, 0);
    return NDIS_STATUS_NO_CABLE;
  },
  halt: freeMapRegisters,
});

export const expected: ExpectedFindings = {
  life: ['dma/mapping-not-started'],
  start: ['dma/mapping-not-started'],
  'oid-sweep': [],
};
