/** Takes the count of its map registers for an index: dma/map-register-out-of-range. */
import { NDIS_STATUS_NO_CABLE } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import {
  MAP_REGISTER_COUNT,
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
    startMapping(ndis, adapter, buffer, MAP_REGISTER_COUNT);
    completeMapping(ndis, adapter, buffer, MAP_REGISTER_COUNT);
    return NDIS_STATUS_NO_CABLE;
  },
  halt: freeMapRegisters,
});

export const expected: ExpectedFindings = {
  life: ['dma/map-register-out-of-range'],
  start: ['dma/map-register-out-of-range'],
  'oid-sweep': [],
};
