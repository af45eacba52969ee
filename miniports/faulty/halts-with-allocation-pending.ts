/**
 * Asks for shared memory and is halted before it has come:
 * dma/asynchronous-allocation-outstanding.
 */
import { NDIS51_MINIPORT_CHARACTERISTICS, NULL, virtual, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const BYTES = 0x1000;

const MiniportAllocateComplete: Handler<'MiniportAllocateComplete'> = () => undefined;

export const DriverEntry = smallMiniport({
  describe(ndis, characteristics) {
    characteristics.AllocateCompleteHandler = ndis.addressOf(MiniportAllocateComplete);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
  halt(ndis, { MiniportAdapterHandle }) {
    ndis.NdisMAllocateSharedMemoryAsync(MiniportAdapterHandle, BYTES, false, virtual(NULL));
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['dma/asynchronous-allocation-outstanding'],
  life: ['dma/asynchronous-allocation-outstanding'],
  start: ['dma/asynchronous-allocation-outstanding'],
};
