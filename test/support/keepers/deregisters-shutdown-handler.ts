/**
 * Deregisters its shutdown handler in MiniportHalt, and once more without having one, as drivers
 * do.
 */
import { NDIS_STATUS_SUCCESS, type Handler } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';

const shutdown: Handler<'MiniportShutdown'> = () => undefined;

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle } = adapter;
    ndis.NdisMRegisterAdapterShutdownHandler(
      MiniportAdapterHandle,
      adapter.address,
      ndis.addressOf(shutdown),
    );
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    ndis.NdisMDeregisterAdapterShutdownHandler(adapter.MiniportAdapterHandle);
    ndis.NdisMDeregisterAdapterShutdownHandler(adapter.MiniportAdapterHandle);
  },
});
