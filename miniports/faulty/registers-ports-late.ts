/**
 * Registers I/O ports after MiniportInitialize:
 * resource/io-port-range-registered-outside-initialize.
 */
import { NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { IO_PORT_COUNT } from './small-registers';
import { queueing } from './small-work';

const tryPorts = queueing((ndis, adapter) => {
  const { MiniportAdapterHandle, PortStart } = adapter;
  const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(
    MiniportAdapterHandle,
    PortStart,
    IO_PORT_COUNT,
  );
  if (Result === NDIS_STATUS_SUCCESS)
    ndis.NdisMDeregisterIoPortRange(MiniportAdapterHandle, PortStart, IO_PORT_COUNT, PortOffset);
});

export const DriverEntry = smallMiniport({
  reset(ndis, adapter) {
    tryPorts(ndis, adapter);
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  life: ['resource/io-port-range-registered-outside-initialize'],
  start: ['resource/io-port-range-registered-outside-initialize'],
  'oid-sweep': [],
  power: [],
  'packet-shapes': [],
  'bind-unbind': [],
};
