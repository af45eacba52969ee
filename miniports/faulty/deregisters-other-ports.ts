/**
 * Deregisters fewer I/O ports than it has registered:
 * resource/io-port-range-deregistered-with-other-arguments.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { IO_PORT_COUNT } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle, PortStart } = adapter;
    const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(
      MiniportAdapterHandle,
      PortStart,
      IO_PORT_COUNT,
    );
    if (Result === NDIS_STATUS_SUCCESS)
      ndis.NdisMDeregisterIoPortRange(MiniportAdapterHandle, PortStart, 4, PortOffset);
    return Result;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/io-port-range-deregistered-with-other-arguments'],
  life: ['resource/io-port-range-deregistered-with-other-arguments'],
  start: ['resource/io-port-range-deregistered-with-other-arguments'],
};
