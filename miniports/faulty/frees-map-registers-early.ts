/** Frees its map registers while it runs: dma/map-registers-freed-outside-initialize-or-halt. */
import { BOOLEAN, NDIS_STATUS_SUCCESS, layout, type Ndis } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import type { Adapter } from './small-adapter';
import { smallMiniport } from './small-miniport';
import { queueing } from './small-work';

const HELD = layout('HELD', undefined, { HasMapRegisters: BOOLEAN });

function freeMapRegisters(ndis: Ndis, adapter: Adapter): void {
  const held = ndis.global(HELD);
  if (held.HasMapRegisters) ndis.NdisMFreeMapRegisters(adapter.MiniportAdapterHandle);
  held.HasMapRegisters = false;
}

const freeLater = queueing(freeMapRegisters);

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    const status = ndis.NdisMAllocateMapRegisters(MiniportAdapterHandle, 0, 1, 4, 2048);
    ndis.global(HELD).HasMapRegisters = status === NDIS_STATUS_SUCCESS;
    return status;
  },
  reset(ndis, adapter) {
    freeLater(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
  halt: freeMapRegisters,
});

export const expected: ExpectedFindings = {
  life: ['dma/map-registers-freed-outside-initialize-or-halt'],
  start: ['dma/map-registers-freed-outside-initialize-or-halt'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
