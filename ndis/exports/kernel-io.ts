/** The I/O manager of ntoskrnl.exe: requests, and the error log. */
import { NULL } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { exported, input, Irql, optional } from '../row';
import { DEVICE_OBJECT } from '../structures/driver-object';
import {
  FILE_OBJECT,
  IRP,
  IRP_MJ_FLUSH_BUFFERS,
  IRP_MJ_PNP,
  IRP_MJ_SHUTDOWN,
} from '../structures/irp';
import { BOOLEAN, CCHAR, NDIS_STATUS, PVOID, UCHAR, ULONG, USHORT, VOID, pointer } from '../types';
import { initializeIrp, irpBytes } from '../wrapper/driver-irps';
import { allocateErrorLogEntry, writeErrorLogEntry } from '../wrapper/error-log';

/** DEVICE_OBJECT.StackSize is a CCHAR. */
const DEVICE_STACK_MAX = 127;

// IoCompleteRequest is a macro for it.
export const IofCompleteRequest = exported({
  name: 'IofCompleteRequest',
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  returns: VOID,
  args: [input('Irp', pointer('IRP')), input('PriorityBoost', CCHAR)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iocompleterequest',
  summary: 'Ends an I/O request with what its IoStatus says.',
  body: (os, Irp) => os.irps.complete(Irp),
});

export const IoAllocateErrorLogEntry = exported({
  name: 'IoAllocateErrorLogEntry',
  module: 'ntoskrnl.exe',
  returns: PVOID,
  args: [input('IoObject', PVOID), input('EntrySize', UCHAR)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioallocateerrorlogentry',
  summary: 'Gives a packet for the error log of EntrySize bytes; NULL if it would be too long.',
  fails: ['NULL'],
  body: (os, IoObject, EntrySize) =>
    IoObject === NULL ? NULL : allocateErrorLogEntry(os, EntrySize),
});

export const IoWriteErrorLogEntry = exported({
  name: 'IoWriteErrorLogEntry',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [input('ElEntry', pointer('IO_ERROR_LOG_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iowriteerrorlogentry',
  summary: 'Writes a packet to the error log and frees it.',
  body: writeErrorLogEntry,
});

const irp = input('Irp', pointer('IRP'));
const stackSize = input('StackSize', CCHAR);

export const IoAllocateIrp = exported({
  name: 'IoAllocateIrp',
  module: 'ntoskrnl.exe',
  returns: pointer('IRP'),
  args: [stackSize, input('ChargeQuota', BOOLEAN)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioallocateirp',
  summary: 'Makes an I/O request with room for StackSize drivers; NULL without memory.',
  acquires: { kind: 'irp', key: 'Result' },
  allocates: true,
  fails: ['NULL'],
  body(os, StackSize) {
    const byteCount = irpBytes(StackSize);
    const address = os.pool.allocate(byteCount, Shadow.PLAIN);
    if (address === undefined) return NULL;
    initializeIrp(os, address, byteCount, StackSize);
    return address;
  },
});

export const IoFreeIrp = exported({
  name: 'IoFreeIrp',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [irp],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iofreeirp',
  summary: 'Frees an I/O request of IoAllocateIrp.',
  releases: { kind: 'irp', key: 'Irp', twice: 'memory/double-free' },
  body(os, Irp) {
    os.pool.free(Irp);
  },
});

export const IoInitializeIrp = exported({
  name: 'IoInitializeIrp',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [irp, input('PacketSize', USHORT), stackSize],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioinitializeirp',
  summary: 'Makes an I/O request of PacketSize bytes of the caller.',
  body: (os, Irp, PacketSize, StackSize) => initializeIrp(os, Irp, PacketSize, StackSize),
});

export const IoReuseIrp = exported({
  name: 'IoReuseIrp',
  module: 'ntoskrnl.exe',
  returns: VOID,
  args: [irp, input('Status', NDIS_STATUS)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-ioreuseirp',
  summary: 'Makes an I/O request of IoAllocateIrp new again.',
  body(os, Irp, Status) {
    const { Size, StackCount } = IRP.at(os.memory, Irp);
    initializeIrp(os, Irp, Size, StackCount);
    IRP.at(os.memory, Irp).IoStatus.Status = Status;
  },
});

export const IoBuildSynchronousFsdRequest = exported({
  name: 'IoBuildSynchronousFsdRequest',
  module: 'ntoskrnl.exe',
  returns: pointer('IRP'),
  args: [
    input('MajorFunction', ULONG),
    input('DeviceObject', pointer('DEVICE_OBJECT')),
    optional('Buffer', PVOID),
    input('Length', ULONG),
    optional('StartingOffset', pointer('LARGE_INTEGER')),
    input('Event', pointer('KEVENT')),
    input('IoStatusBlock', pointer('IO_STATUS_BLOCK')),
  ],
  irql: Irql.BELOW_DISPATCH,
  page: 'nf-wdm-iobuildsynchronousfsdrequest',
  summary: 'Makes an I/O request whose end sets an event; NULL without memory.',
  fails: ['NULL'],
  body(os, MajorFunction, DeviceObject, _Buffer, _Length, _StartingOffset, Event, IoStatusBlock) {
    const isPlain = [IRP_MJ_PNP, IRP_MJ_FLUSH_BUFFERS, IRP_MJ_SHUTDOWN].includes(MajorFunction);
    if (!isPlain) os.inconclusive('a request to read or write a device is not modelled');
    return os.driverIrps.build(DeviceObject, MajorFunction, Event, IoStatusBlock);
  },
});

// IoCallDriver is a macro for it.
export const IofCallDriver = exported({
  name: 'IofCallDriver',
  module: 'ntoskrnl.exe',
  convention: 'fastcall',
  returns: NDIS_STATUS,
  args: [input('DeviceObject', pointer('DEVICE_OBJECT')), irp],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iocalldriver',
  summary: 'Sends an I/O request to the driver of a device.',
  body: (os, DeviceObject, Irp) => os.driverIrps.call(DeviceObject, Irp),
});

// Nothing that a request is sent to here leaves it where it could be cancelled.
export const IoCancelIrp = exported({
  name: 'IoCancelIrp',
  module: 'ntoskrnl.exe',
  returns: BOOLEAN,
  args: [irp],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iocancelirp',
  summary: 'Cancels an I/O request; whether a driver had set a routine for that.',
  body(os, Irp) {
    const request = IRP.at(os.memory, Irp);
    request.Cancel = 1;
    if (request.CancelRoutine !== NULL)
      os.inconclusive("a cancel routine of a driver's is not modelled");
    return false;
  },
});

export const IoGetRelatedDeviceObject = exported({
  name: 'IoGetRelatedDeviceObject',
  module: 'ntoskrnl.exe',
  returns: pointer('DEVICE_OBJECT'),
  args: [input('FileObject', pointer('FILE_OBJECT'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'nf-wdm-iogetrelateddeviceobject',
  summary: 'Gives the topmost device object of the stack of a file.',
  body(os, FileObject) {
    let device = FILE_OBJECT.at(os.memory, FileObject).DeviceObject;
    for (let count = 0; count < DEVICE_STACK_MAX; count++) {
      const { AttachedDevice } = DEVICE_OBJECT.at(os.memory, device);
      if (AttachedDevice === NULL) break;
      device = AttachedDevice;
    }
    return device;
  },
});
