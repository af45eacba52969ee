/** Indicates a packet for an adapter that is halted: packet/indicated-after-halt. */
import { NDIS_HANDLE, layout } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { setDeserialized, smallMiniport } from './small-miniport';
import { freePacket, indicatePacket, preparePacket, takePacketBack } from './small-packet';

const LAST = layout('LAST', undefined, { MiniportAdapterHandle: NDIS_HANDLE });

export const DriverEntry = smallMiniport({
  setAttributes: setDeserialized,
  initialize: preparePacket,
  returnPacket: takePacketBack,
  halt(ndis, adapter) {
    ndis.global(LAST).MiniportAdapterHandle = adapter.MiniportAdapterHandle;
  },
  unload(ndis) {
    const { MiniportAdapterHandle } = ndis.global(LAST);
    if (MiniportAdapterHandle === 0) return;
    indicatePacket(ndis, MiniportAdapterHandle);
    freePacket(ndis);
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['packet/indicated-after-halt'],
  life: ['packet/indicated-after-halt'],
  start: ['packet/indicated-after-halt'],
  power: [
    'packet/buffer-not-freed',
    'packet/indicated-after-halt',
    'packet/packet-not-freed',
    'resource/buffer-pool-not-freed',
    'resource/packet-pool-not-freed',
  ],
  'bind-unbind': [
    'packet/buffer-not-freed',
    'packet/indicated-after-halt',
    'packet/packet-not-freed',
    'resource/buffer-pool-not-freed',
    'resource/packet-pool-not-freed',
  ],
};
