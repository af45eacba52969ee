/**
 * Indicates its packet again each time it has come back, once more in MiniportHalt, and waits there
 * until it is back for good.
 */
import { setDeserialized, smallMiniport } from '../../../miniports/faulty/small-miniport';
import {
  awaitPacket,
  freePacket,
  indicatePacket,
  indicatingOnFilter,
  preparePacket,
  takePacketBack,
} from '../../../miniports/faulty/small-packet';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize: preparePacket,
  setInformation: indicatingOnFilter(indicatePacket),
  returnPacket: takePacketBack,
  halt(ndis, adapter) {
    indicatePacket(ndis, adapter.MiniportAdapterHandle);
    awaitPacket(ndis);
    freePacket(ndis);
  },
});
