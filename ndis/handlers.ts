/**
 * The handlers that a miniport driver registers, as rows: NDIS calls them, with the arguments in the
 * order of the DDK's prototypes. IRQL by Microsoft's page of each handler (NDIS 5).
 */
import { handler, input, Irql, output } from './row';
import { BOOLEAN, NDIS_HANDLE, NDIS_STATUS, pointer, PVOID, UINT, ULONG, VOID } from './types';

const context = input('MiniportAdapterContext', PVOID);

export const DriverEntry = handler({
  name: 'DriverEntry',
  returns: NDIS_STATUS,
  args: [
    input('DriverObject', pointer('DRIVER_OBJECT')),
    input('RegistryPath', pointer('UNICODE_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'DriverEntry of NDIS Miniport Drivers',
  summary: 'Initializes the driver and registers its other handlers.',
});

export const MiniportUnload = handler({
  name: 'MiniportUnload',
  returns: VOID,
  args: [input('DriverObject', pointer('DRIVER_OBJECT'))],
  irql: Irql.PASSIVE,
  page: 'DriverUnload (NdisMRegisterUnloadHandler)',
  summary: 'Releases what DriverEntry acquired, before the image goes.',
});

export const MiniportInitialize = handler({
  name: 'MiniportInitialize',
  returns: NDIS_STATUS,
  args: [
    output('OpenErrorStatus', NDIS_STATUS),
    output('SelectedMediumIndex', UINT),
    input('MediumArray', PVOID),
    input('MediumArraySize', UINT),
    input('MiniportAdapterHandle', NDIS_HANDLE),
    input('WrapperConfigurationContext', NDIS_HANDLE),
  ],
  irql: Irql.PASSIVE,
  page: 'MiniportInitialize',
  summary: 'Sets a NIC up so that it can send and receive.',
});

export const MiniportHalt = handler({
  name: 'MiniportHalt',
  returns: VOID,
  args: [context],
  irql: Irql.PASSIVE,
  page: 'MiniportHalt',
  summary: 'Gives back everything that was acquired for a NIC.',
});

export const MiniportShutdown = handler({
  name: 'MiniportShutdown',
  returns: VOID,
  args: [input('ShutdownContext', PVOID)],
  irql: Irql.ANY,
  page: 'MiniportShutdown',
  summary: 'Brings the NIC to a quiet state before the system goes down.',
});

export const MiniportReset = handler({
  name: 'MiniportReset',
  returns: NDIS_STATUS,
  args: [output('AddressingReset', BOOLEAN), context],
  irql: Irql.DISPATCH,
  page: 'MiniportReset',
  summary: 'Resets the NIC and restores its settings.',
});

export const MiniportCheckForHang = handler({
  name: 'MiniportCheckForHang',
  returns: BOOLEAN,
  args: [context],
  irql: Irql.DISPATCH,
  page: 'MiniportCheckForHang',
  summary: 'Says whether the NIC has stopped working and should be reset.',
});

export const MiniportISR = handler({
  name: 'MiniportISR',
  returns: VOID,
  args: [
    output('InterruptRecognized', BOOLEAN),
    output('QueueMiniportHandleInterrupt', BOOLEAN),
    context,
  ],
  irql: Irql.DEVICE,
  page: 'MiniportISR',
  summary: 'Says whether the NIC interrupts, and quiets it until the DPC runs.',
});

export const MiniportHandleInterrupt = handler({
  name: 'MiniportHandleInterrupt',
  returns: VOID,
  args: [context],
  irql: Irql.DISPATCH,
  page: 'MiniportHandleInterrupt',
  summary: 'Does the work of an interrupt.',
});

export const MiniportDisableInterrupt = handler({
  name: 'MiniportDisableInterrupt',
  returns: VOID,
  args: [context],
  irql: Irql.DEVICE,
  page: 'MiniportDisableInterrupt',
  summary: 'Masks the interrupts of the NIC.',
});

export const MiniportEnableInterrupt = handler({
  name: 'MiniportEnableInterrupt',
  returns: VOID,
  args: [context],
  irql: Irql.DISPATCH,
  page: 'MiniportEnableInterrupt',
  summary: 'Unmasks the interrupts of the NIC.',
});

export const MiniportSynchronizeISR = handler({
  name: 'MiniportSynchronizeISR',
  returns: BOOLEAN,
  args: [input('SynchronizeContext', PVOID)],
  irql: Irql.DEVICE,
  page: 'MiniportSynchronizeISR',
  summary: 'Touches what the ISR shares, while the ISR cannot run.',
});

export const MiniportQueryInformation = handler({
  name: 'MiniportQueryInformation',
  returns: NDIS_STATUS,
  args: [
    context,
    input('Oid', ULONG),
    input('InformationBuffer', PVOID),
    input('InformationBufferLength', ULONG),
    output('BytesWritten', ULONG),
    output('BytesNeeded', ULONG),
  ],
  irql: Irql.DISPATCH,
  page: 'MiniportQueryInformation',
  summary: 'Answers a question about the driver or its NIC.',
});

export const MiniportSetInformation = handler({
  name: 'MiniportSetInformation',
  returns: NDIS_STATUS,
  args: [
    context,
    input('Oid', ULONG),
    input('InformationBuffer', PVOID),
    input('InformationBufferLength', ULONG),
    output('BytesRead', ULONG),
    output('BytesNeeded', ULONG),
  ],
  irql: Irql.DISPATCH,
  page: 'MiniportSetInformation',
  summary: 'Changes a setting of the driver or its NIC.',
});

export const MiniportSend = handler({
  name: 'MiniportSend',
  returns: NDIS_STATUS,
  args: [context, input('Packet', pointer('NDIS_PACKET')), input('Flags', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'MiniportSend',
  summary: 'Sends one packet.',
});

export const MiniportSendPackets = handler({
  name: 'MiniportSendPackets',
  returns: VOID,
  args: [context, input('PacketArray', PVOID), input('NumberOfPackets', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'MiniportSendPackets',
  summary: 'Sends packets, in order.',
});

export const MiniportCancelSendPackets = handler({
  name: 'MiniportCancelSendPackets',
  returns: VOID,
  args: [context, input('CancelId', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'MiniportCancelSendPackets',
  summary: 'Completes queued packets that carry a cancellation ID.',
});

export const MiniportReturnPacket = handler({
  name: 'MiniportReturnPacket',
  returns: VOID,
  args: [context, input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.UP_TO_DISPATCH,
  page: 'MiniportReturnPacket',
  summary: 'Takes back a packet that was indicated.',
});

export const MiniportTransferData = handler({
  name: 'MiniportTransferData',
  returns: NDIS_STATUS,
  args: [
    input('Packet', pointer('NDIS_PACKET')),
    output('BytesTransferred', UINT),
    context,
    input('MiniportReceiveContext', NDIS_HANDLE),
    input('ByteOffset', UINT),
    input('BytesToTransfer', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'MiniportTransferData',
  summary: 'Copies a received frame into a protocol packet.',
});

export const MiniportAllocateComplete = handler({
  name: 'MiniportAllocateComplete',
  returns: VOID,
  args: [
    context,
    input('VirtualAddress', PVOID),
    input('PhysicalAddress', pointer('NDIS_PHYSICAL_ADDRESS')),
    input('Length', ULONG),
    input('Context', PVOID),
  ],
  irql: Irql.DISPATCH,
  page: 'MiniportAllocateComplete',
  summary: 'Takes shared memory that was asked for asynchronously.',
});

export const MiniportPnPEventNotify = handler({
  name: 'MiniportPnPEventNotify',
  returns: VOID,
  args: [
    context,
    input('PnPEvent', ULONG),
    input('InformationBuffer', PVOID),
    input('InformationBufferLength', ULONG),
  ],
  irql: Irql.PASSIVE,
  page: 'MiniportPnPEventNotify',
  summary: 'Hears of surprise removal and of changes of power source.',
});

export const MiniportReconfigure = handler({
  name: 'MiniportReconfigure',
  returns: NDIS_STATUS,
  args: [
    output('OpenErrorStatus', NDIS_STATUS),
    context,
    input('WrapperConfigurationContext', NDIS_HANDLE),
  ],
  irql: Irql.PASSIVE,
  page: 'MiniportReconfigure (NDIS 3; NDIS 5 never calls it)',
  summary: 'Takes over changed parameters.',
});

export const MiniportTimer = handler({
  name: 'MiniportTimer',
  returns: VOID,
  args: [
    input('SystemSpecific1', PVOID),
    input('FunctionContext', PVOID),
    input('SystemSpecific2', PVOID),
    input('SystemSpecific3', PVOID),
  ],
  irql: Irql.DISPATCH,
  page: 'MiniportTimer',
  summary: 'Runs when a timer expires.',
});

export const NdisWorkItemRoutine = handler({
  name: 'NdisWorkItemRoutine',
  returns: VOID,
  args: [input('WorkItem', pointer('NDIS_WORK_ITEM')), input('Context', PVOID)],
  irql: Irql.PASSIVE,
  page: 'NdisInitializeWorkItem (NDIS_PROC)',
  summary: 'Runs in a system worker thread.',
});

export const HANDLERS = {
  DriverEntry,
  MiniportUnload,
  MiniportInitialize,
  MiniportHalt,
  MiniportShutdown,
  MiniportReset,
  MiniportCheckForHang,
  MiniportISR,
  MiniportHandleInterrupt,
  MiniportDisableInterrupt,
  MiniportEnableInterrupt,
  MiniportSynchronizeISR,
  MiniportQueryInformation,
  MiniportSetInformation,
  MiniportSend,
  MiniportSendPackets,
  MiniportCancelSendPackets,
  MiniportReturnPacket,
  MiniportTransferData,
  MiniportAllocateComplete,
  MiniportPnPEventNotify,
  MiniportReconfigure,
  MiniportTimer,
  NdisWorkItemRoutine,
} as const;
