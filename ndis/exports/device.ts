/** Device objects of a driver's own, beside those of its adapters, and the requests to them. */
import { deregisterDevice, registerDevice } from '../wrapper/device-object';
import { NDIS_STATUS_SUCCESS } from '../status';
import { IO_STACK_LOCATION, IRP, SL_PENDING_RETURNED } from '../structures/irp';
import { exported, Irql, input, output } from '../row';
import { CHAR, NDIS_HANDLE, NDIS_STATUS, VOID, handle, pointer } from '../types';

// MajorFunctions is an array of IRP_MJ_MAXIMUM_FUNCTION + 1 pointers. Statuses of the I/O manager
// come through: STATUS_OBJECT_NAME_COLLISION, STATUS_OBJECT_PATH_SYNTAX_BAD.
export const NdisMRegisterDevice = exported({
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
  acquires: { kind: 'device-object', key: 'NdisDeviceHandle' },
  fails: ['NDIS_STATUS_RESOURCES', 'NDIS_STATUS_FAILURE'],
  body: registerDevice,
});

export const NdisMDeregisterDevice = exported({
  name: 'NdisMDeregisterDevice',
  returns: NDIS_STATUS,
  args: [input('NdisDeviceHandle', NDIS_HANDLE)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismderegisterdevice',
  summary: 'Removes a device object.',
  releases: { kind: 'device-object', key: 'NdisDeviceHandle' },
  body(os, NdisDeviceHandle) {
    deregisterDevice(os, NdisDeviceHandle);
    return NDIS_STATUS_SUCCESS;
  },
});

// Compiles to ntoskrnl.exe!IofCompleteRequest.
export const IoCompleteRequest = exported({
  name: 'IoCompleteRequest',
  form: 'macro',
  returns: VOID,
  args: [input('Irp', pointer('IRP')), input('PriorityBoost', CHAR)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iocompleterequest',
  summary: 'Ends an I/O request with what its IoStatus says.',
  body: (os, Irp) => os.irps.complete(Irp),
});

// Compiles to no call.
export const IoGetCurrentIrpStackLocation = exported({
  name: 'IoGetCurrentIrpStackLocation',
  form: 'macro',
  returns: pointer('IO_STACK_LOCATION'),
  args: [input('Irp', pointer('IRP'))],
  irql: Irql.ANY,
  page: 'nf-wdm-iogetcurrentirpstacklocation',
  summary: "Gives where the driver's parameters of an I/O request are.",
  body: (os, Irp) => IRP.at(os.memory, Irp).CurrentStackLocation,
});

// Compiles to no call.
export const IoMarkIrpPending = exported({
  name: 'IoMarkIrpPending',
  form: 'macro',
  returns: VOID,
  args: [input('Irp', pointer('IRP'))],
  irql: Irql.ANY,
  page: 'nf-wdm-iomarkirppending',
  summary: 'Says of an I/O request that it will be completed later.',
  body(os, Irp) {
    const { CurrentStackLocation } = IRP.at(os.memory, Irp);
    const stack = IO_STACK_LOCATION.at(os.memory, CurrentStackLocation);
    stack.Control |= SL_PENDING_RETURNED;
  },
});
