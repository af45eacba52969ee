/** Indicates a packet of 8 bytes: packet/buffer-chain-invalid. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';
import {
  awaitPacket,
  bufferOf,
  freePacket,
  indicatePacket,
  indicatingOnFilter,
  preparePacket,
  takePacketBack,
} from './small-packet';

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize(ndis) {
    const status = preparePacket(ndis);
    if (status === NDIS_STATUS_SUCCESS) ndis.NdisAdjustBufferLength(bufferOf(ndis), 8);
    return status;
  },
  setInformation: indicatingOnFilter(indicatePacket),
  returnPacket: takePacketBack,
  halt(ndis) {
    awaitPacket(ndis);
    freePacket(ndis);
  },
});

export const expected: ExpectedFindings = {
  life: ['packet/buffer-chain-invalid'],
  start: ['packet/buffer-chain-invalid'],
};
