/**
 * Goes on when it gets no I/O ports: it has mapped the registers, so that it does not need them.
 */
import { NDIS_STATUS_SUCCESS, NULL, PVOID, layout, virtual } from '../../../ndis';
import { smallMiniport } from '../../../miniports/faulty/small-miniport';
import { IO_PORT_COUNT } from '../../../miniports/faulty/small-registers';

const PORTS = layout('PORTS', undefined, { PortOffset: PVOID });

export const DriverEntry = smallMiniport({
  initialize(ndis, adapter) {
    const { MiniportAdapterHandle, PortStart } = adapter;
    const { Result, PortOffset } = ndis.NdisMRegisterIoPortRange(
      MiniportAdapterHandle,
      PortStart,
      IO_PORT_COUNT,
    );
    ndis.global(PORTS).PortOffset = Result === NDIS_STATUS_SUCCESS ? PortOffset : NULL;
    return NDIS_STATUS_SUCCESS;
  },
  halt(ndis, adapter) {
    const { PortOffset } = ndis.global(PORTS);
    if (PortOffset === NULL) return;
    // The last port of the range, in the last moment.
    ndis.NdisRawReadPortUchar(virtual(PortOffset + IO_PORT_COUNT - 1));
    ndis.NdisMDeregisterIoPortRange(
      adapter.MiniportAdapterHandle,
      adapter.PortStart,
      IO_PORT_COUNT,
      PortOffset,
    );
  },
});
