/**
 * Maps each buffer that it is given to send, with its last map register and completes that, and then
 * with it again; waits in MiniportHalt for the shared memory that it asked for there.
 */
import {
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_PENDING,
  NULL,
  PVOID,
  NDIS_PHYSICAL_ADDRESS,
  physical,
  layout,
  virtual,
  type Handler,
} from '../../../ndis';
import {
  MAP_REGISTER_COUNT,
  allocateMapRegisters,
  completeMapping,
  firstBufferOf,
  freeMapRegisters,
  startMapping,
} from '../../../miniports/faulty/small-mapping';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const BYTES = 0x1000;
const WAIT_COUNT_MAX = 100;
const GIVEN = layout('GIVEN', undefined, { Memory: PVOID, Physical: NDIS_PHYSICAL_ADDRESS });

const MiniportAllocateComplete: Handler<'MiniportAllocateComplete'> = (
  ndis,
  _context,
  VirtualAddress,
  PhysicalAddress,
) => {
  const given = ndis.global(GIVEN);
  given.Memory = VirtualAddress;
  given.Physical = physical(ndis.memory.read32(PhysicalAddress));
};

export const DriverEntry = smallMiniport({
  describe(ndis, characteristics) {
    characteristics.AllocateCompleteHandler = ndis.addressOf(MiniportAllocateComplete);
    return NDIS51_MINIPORT_CHARACTERISTICS.bytes;
  },
  initialize: allocateMapRegisters,
  send(ndis, adapter, Packet) {
    let buffer = firstBufferOf(ndis, Packet);
    while (buffer !== NULL) {
      startMapping(ndis, adapter, buffer, MAP_REGISTER_COUNT - 1);
      completeMapping(ndis, adapter, buffer, MAP_REGISTER_COUNT - 1);
      buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
    }
    return NDIS_STATUS_NO_CABLE;
  },
  halt(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    const given = ndis.global(GIVEN);
    given.Memory = NULL;
    const status = ndis.NdisMAllocateSharedMemoryAsync(
      MiniportAdapterHandle,
      BYTES,
      false,
      virtual(NULL),
    );
    if (status === NDIS_STATUS_PENDING)
      for (let count = 0; given.Memory === NULL && count < WAIT_COUNT_MAX; count++)
        ndis.NdisMSleep(1000);
    if (given.Memory !== NULL)
      ndis.NdisMFreeSharedMemory(MiniportAdapterHandle, BYTES, false, given.Memory, given.Physical);
    freeMapRegisters(ndis, adapter);
  },
});
