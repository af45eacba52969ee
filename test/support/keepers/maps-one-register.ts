/**
 * Maps the four bytes of one register a second time and reads them just before it unmaps them;
 * reads a last register before the rest goes.
 */
import { NDIS_STATUS_SUCCESS, NULL, physical } from '../../../ndis';
import { RIGHT, smallMiniport } from '../../../miniports/faulty/small-miniport';
import { Register, readRegister } from '../../../miniports/faulty/small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle, MemoryStart } = adapter;
    const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(
      MiniportAdapterHandle,
      physical(MemoryStart + Register.STATUS),
      4,
    );
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisReadRegisterUlong(VirtualAddress);
    ndis.NdisMUnmapIoSpace(MiniportAdapterHandle, VirtualAddress, 4);
    return NDIS_STATUS_SUCCESS;
  },
  unmapRegisters(ndis, adapter) {
    if (adapter.Registers !== NULL) readRegister(ndis, adapter, Register.STATUS);
    RIGHT.unmapRegisters(ndis, adapter);
  },
});
