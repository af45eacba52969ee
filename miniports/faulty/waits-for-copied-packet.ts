/**
 * Takes a packet to be out that it has indicated with NDIS_STATUS_RESOURCES, and waits for it in
 * MiniportHalt: packet/resources-packet-not-taken-back.
 */
import { NDIS_STATUS_RESOURCES } from '../../ndis';
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
  setInformation: indicatingOnFilter((ndis, MiniportAdapterHandle) =>
    indicatePacket(ndis, MiniportAdapterHandle, 1, NDIS_STATUS_RESOURCES),
  ),
  returnPacket: takePacketBack,
  halt(ndis) {
    awaitPacket(ndis);
    freePacket(ndis);
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/resources-packet-not-taken-back'],
  start: ['packet/resources-packet-not-taken-back'],
};
