/** Never deregisters its I/O ports: resource/io-port-range-not-deregistered. */
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';
import { IO_PORT_COUNT } from './small-registers';

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { Result } = ndis.NdisMRegisterIoPortRange(
      adapter.MiniportAdapterHandle,
      adapter.PortStart,
      IO_PORT_COUNT,
    );
    return Result;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/io-port-range-not-deregistered'],
  life: ['resource/io-port-range-not-deregistered', 'registration/second-load-differs'],
  start: ['resource/io-port-range-not-deregistered'],
  'bind-unbind': ['registration/second-start-differs', 'resource/io-port-range-not-deregistered'],
  'hostile-device': [
    'resource/io-port-range-not-deregistered',
    'resource/single-fault-not-survived',
  ],
  'fresh-memory': ['resource/io-port-range-not-deregistered', 'registration/second-load-differs'],
};
