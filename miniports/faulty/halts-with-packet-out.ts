/** Does not wait in MiniportHalt for its packet: packet/halt-with-packets-indicated. */
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';
import {
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
  halt: freePacket,
});

export const expected: ExpectedFindings = {
  life: ['packet/halt-with-packets-indicated'],
  'hostile-device': ['packet/halt-with-packets-indicated'],
  'fresh-memory': ['packet/halt-with-packets-indicated'],
};
