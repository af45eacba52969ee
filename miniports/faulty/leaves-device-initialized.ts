/**
 * Unbinds without taking its virtual miniport down:
 * intermediate/device-instance-not-deinitialized.
 */
import { NDIS_STATUS_SUCCESS, type Handler, type NdisHandle } from '../../ndis';
import { adapterAt } from '../passthru/adapter';
import { releaseAdapter } from '../passthru/bind';
import { passthruWith } from '../passthru/driver-entry';
import type { ExpectedFindings } from '../samples';

export { lower } from '../passthru';

const ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'> = (ndis, ProtocolBindingContext) => {
  const adapter = adapterAt(ndis, ProtocolBindingContext);
  while (adapter.IndicatedCount > 0) ndis.NdisMSleep(10_000);
  adapter.MiniportHandle = 0 as NdisHandle;
  releaseAdapter(ndis, adapter);
  return { Status: NDIS_STATUS_SUCCESS };
};

export const DriverEntry = passthruWith({ ProtocolUnbindAdapter });

export const expected: ExpectedFindings = {
  'initialize-failure': ['intermediate/device-instance-not-deinitialized'],
  life: ['intermediate/device-instance-not-deinitialized'],
  start: ['intermediate/device-instance-not-deinitialized'],
  'bind-unbind': [
    'intermediate/device-instance-not-deinitialized',
    'registration/second-start-differs',
  ],
};
