/**
 * Registers as NDIS 5.0 with exactly the bytes of 5.0, and without what is not mandatory; calls what
 * 5.1 wants to be called no more.
 */
import { NDIS_STATUS_SUCCESS, NULL, OID_GEN_DRIVER_VERSION, physical } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { queryInformation } from '../../../miniports/faulty/small-requests';

const NDIS_5_0 = 0x0500;

export const DriverEntry = smallMiniport({
  describe(_ndis, characteristics) {
    characteristics.MinorNdisVersion = 0;
    characteristics.PnPEventNotifyHandler = NULL;
    characteristics.AdapterShutdownHandler = NULL;
    return 0x60;
  },
  initialize(ndis, { MiniportAdapterHandle, WrapperConfigurationContext }) {
    const id = ndis.localBytes(4);
    ndis.NdisImmediateReadPciSlotInformation(WrapperConfigurationContext, 0, 0, id, 4);
    const { Result, VirtualAddress } = ndis.NdisAllocateMemory(64, 0, physical(0xffff_ffff));
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisFreeMemory(VirtualAddress, 64, 0);
    return ndis.NdisMPciAssignResources(MiniportAdapterHandle, 0).Result;
  },
  queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount) {
    if (Oid !== OID_GEN_DRIVER_VERSION || byteCount < 2)
      return queryInformation(ndis, MiniportAdapterContext, Oid, InformationBuffer, byteCount);
    ndis.memory.write16(InformationBuffer, NDIS_5_0);
    return { Result: NDIS_STATUS_SUCCESS, BytesWritten: 2, BytesNeeded: 0 };
  },
});
