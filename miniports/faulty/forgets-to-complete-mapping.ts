/** Maps what it was given to send first, and never completes that: dma/transfer-not-completed. */
import { BOOLEAN, NDIS_STATUS_NO_CABLE, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import {
  allocateMapRegisters,
  firstBufferOf,
  freeMapRegisters,
  startMapping,
} from './small-mapping';
import { smallMiniport } from './small-miniport';

const SENT = layout('SENT', undefined, { HasSent: BOOLEAN });

export const DriverEntry = smallMiniport({
  initialize: allocateMapRegisters,
  send(ndis, adapter, Packet) {
    const sent = ndis.global(SENT);
    if (!sent.HasSent) startMapping(ndis, adapter, firstBufferOf(ndis, Packet), 0);
    sent.HasSent = true;
    return NDIS_STATUS_NO_CABLE;
  },
  halt: freeMapRegisters,
});

export const expected: ExpectedFindings = {
  life: ['dma/transfer-not-completed'],
  start: ['dma/transfer-not-completed'],
  'oid-sweep': [],
};
