/** Never deregisters its shutdown handler: resource/shutdown-handler-not-deregistered. */
import { NDIS_STATUS_SUCCESS, type Handler } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

const shutdown: Handler<'MiniportShutdown'> = () => undefined;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    ndis.NdisMRegisterAdapterShutdownHandler(
      adapter.MiniportAdapterHandle,
      adapter.address,
      ndis.addressOf(shutdown),
    );
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/shutdown-handler-not-deregistered'],
  life: ['resource/shutdown-handler-not-deregistered'],
  start: ['resource/shutdown-handler-not-deregistered'],
};
