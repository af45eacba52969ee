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

const LEAK = 'resource/device-object-not-deregistered';
/** The name is taken when the driver is loaded again. */
const TAKEN = 'registration/second-load-differs';

export const expected: ExpectedFindings = {
  'initialize-failure': [LEAK, 'resource/single-fault-not-survived'],
  life: [LEAK, TAKEN],
  'fresh-memory': [LEAK, TAKEN],
  start: [LEAK],
};
