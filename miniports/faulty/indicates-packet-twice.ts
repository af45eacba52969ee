/** Names the same packet twice in one indication: packet/indicated-while-in-use. */
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';
import {
  awaitPacket,
  freePacket,
  indicatePacket,
  indicatingOnFilter,
  preparePacket,
  takePacketBack,
} from './small-packet';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize: preparePacket,
  setInformation: indicatingOnFilter((ndis, handle) => indicatePacket(ndis, handle, 2)),
  returnPacket: takePacketBack,
  halt(ndis) {
    awaitPacket(ndis);
    freePacket(ndis);
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/indicated-while-in-use'],
  start: ['packet/indicated-while-in-use'],
};
