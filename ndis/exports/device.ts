/** Device objects of a driver's own, beside those of its adapters. */
import { Irql, incomplete, input, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, handle, pointer } from '../types';

// MajorFunctions is an array of IRP_MJ_MAXIMUM_FUNCTION + 1 pointers.
export const NdisMRegisterDevice = incomplete({
  name: 'NdisMRegisterDevice',
  returns: NDIS_STATUS,
  args: [
    input('NdisWrapperHandle', handle('wrapper-handle')),
    input('DeviceName', pointer('NDIS_STRING')),
    input('SymbolicName', pointer('NDIS_STRING')),
    input('MajorFunctions', pointer('PDRIVER_DISPATCH')),
    output('pDeviceObject', pointer('DEVICE_OBJECT')),
    output('NdisDeviceHandle', NDIS_HANDLE),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismregisterdevice',
  summary: 'Makes a named device object that programs can open.',
});

export const NdisMDeregisterDevice = incomplete({
  name: 'NdisMDeregisterDevice',
  returns: NDIS_STATUS,
  args: [input('NdisDeviceHandle', NDIS_HANDLE)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismderegisterdevice',
  summary: 'Removes a device object.',
});
