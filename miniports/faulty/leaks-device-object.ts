/** Never removes its device object: resource/device-object-not-deregistered. */
import { MAJOR_FUNCTION_COUNT, NDIS_STATUS_SUCCESS } from '../../ndis';
import type { ExpectedFindings } from '../samples';
import { smallMiniport } from './small-miniport';

export const DriverEntry = smallMiniport({
  registered(ndis, NdisWrapperHandle) {
    const majorFunctions = ndis.localBytes(4 * MAJOR_FUNCTION_COUNT);
    ndis.NdisZeroMemory(majorFunctions, 4 * MAJOR_FUNCTION_COUNT);
    ndis.NdisMRegisterDevice(
      NdisWrapperHandle,
      ndis.unicodeString('\\Device\\Small'),
      ndis.unicodeString('\\DosDevices\\Small'),
      majorFunctions,
    );
    return NDIS_STATUS_SUCCESS;
  },
});

export const expected: ExpectedFindings = {
  'initialize-failure': ['resource/device-object-not-deregistered'],
  'registration-failure': ['resource/device-object-not-deregistered'],
  life: ['resource/device-object-not-deregistered'],
  start: ['resource/device-object-not-deregistered'],
};
