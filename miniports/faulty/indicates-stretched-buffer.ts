/** Indicates a packet of 64 bytes, whose buffer was made for 60: packet/buffer-chain-invalid. */
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
    if (status === NDIS_STATUS_SUCCESS) ndis.NdisAdjustBufferLength(bufferOf(ndis), 64);
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
