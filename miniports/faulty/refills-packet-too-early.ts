/** Fills a packet anew that is still out: packet/touched-before-return. */
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';
import {
  awaitPacket,
  frameOf,
  freePacket,
  indicatePacket,
  indicatingOnFilter,
  preparePacket,
  takePacketBack,
} from './small-packet';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize: preparePacket,
  setInformation: indicatingOnFilter(indicatePacket),
  returnPacket: takePacketBack,
  halt(ndis) {
    ndis.NdisFillMemory(frameOf(ndis), 6, 0x02);
    awaitPacket(ndis);
    freePacket(ndis);
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/touched-before-return'],
  'hostile-device': ['packet/touched-before-return'],
  'fresh-memory': ['packet/touched-before-return'],
};
