/** Device objects and symbolic links of the I/O manager (wdm.h). */
import { exported, input, Irql, optional, output } from '../row';
import { BOOLEAN, NDIS_STATUS, ULONG, VOID, pointer } from '../types';
import type { NdisHandle } from '../types';
import {
  createDevice,
  createSymbolicLink,
  deleteSymbolicLink,
  deregisterDevice,
} from '../wrapper/device-object';

export const IoCreateDevice = exported({
  name: 'IoCreateDevice',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [
    input('DriverObject', pointer('DRIVER_OBJECT')),
    input('DeviceExtensionSize', ULONG),
    optional('DeviceName', pointer('UNICODE_STRING')),
    input('DeviceType', ULONG),
    input('DeviceCharacteristics', ULONG),
    input('Exclusive', BOOLEAN),
    output('DeviceObject', pointer('DEVICE_OBJECT')),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-iocreatedevice',
  summary: 'Makes a device object for a driver, with DeviceExtensionSize bytes of its own.',
  acquires: { kind: 'device-object', key: 'DeviceObject' },
  allocates: true,
  fails: ['NDIS_STATUS_RESOURCES'],
  body: createDevice,
});

export const IoDeleteDevice = exported({
  name: 'IoDeleteDevice',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('DeviceObject', pointer('DEVICE_OBJECT'))],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-iodeletedevice',
  summary: 'Removes a device object of IoCreateDevice.',
  releases: { kind: 'device-object', key: 'DeviceObject' },
  body: (os, DeviceObject) => deregisterDevice(os, DeviceObject as number as NdisHandle),
});

export const IoCreateSymbolicLink = exported({
  name: 'IoCreateSymbolicLink',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [
    input('SymbolicLinkName', pointer('UNICODE_STRING')),
    input('DeviceName', pointer('UNICODE_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-iocreatesymboliclink',
  summary: 'Gives a device a name that programs see.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body: createSymbolicLink,
});

export const IoCreateUnprotectedSymbolicLink = exported({
  name: 'IoCreateUnprotectedSymbolicLink',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: IoCreateSymbolicLink.args,
  irql: Irql.PASSIVE,
  page: 'nf-wdm-iocreateunprotectedsymboliclink',
  summary: 'Gives a device a name that programs see, and may change.',
  fails: ['NDIS_STATUS_RESOURCES'],
  body: createSymbolicLink,
});

export const IoDeleteSymbolicLink = exported({
  name: 'IoDeleteSymbolicLink',
  module: 'ntoskrnl.exe',
  returns: NDIS_STATUS,
  args: [input('SymbolicLinkName', pointer('UNICODE_STRING'))],
  irql: Irql.PASSIVE,
  page: 'nf-wdm-iodeletesymboliclink',
  summary: 'Removes a name that IoCreateSymbolicLink gave.',
  body: deleteSymbolicLink,
});
