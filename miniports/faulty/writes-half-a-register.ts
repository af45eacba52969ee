/** Writes half of the register IOADDR: hardware/register-access-width. */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { IO_PORT_COUNT, Register } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, { MiniportAdapterHandle, PortStart }) {
    const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(
      MiniportAdapterHandle,
      PortStart,
      IO_PORT_COUNT,
    );
    if (Result !== NDIS_STATUS_SUCCESS) return Result;
    ndis.NdisRawWritePortUshort(PortOffset, Register.STATUS);
    ndis.NdisMDeregisterIoPortRange(MiniportAdapterHandle, PortStart, IO_PORT_COUNT, PortOffset);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['hardware/register-access-width'],
  life: ['hardware/register-access-width'],
  start: ['hardware/register-access-width'],
};
