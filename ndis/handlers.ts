/**
 * The handlers that miniport and protocol drivers register, as rows: NDIS calls them, with the arguments in the
 * order of the DDK's prototypes. IRQL by Microsoft's page of each handler (NDIS 5).
 */
import { handler, input, Irql, output } from './row';
import {
  BOOLEAN,
  CONTEXT,
  LONG,
  NDIS_HANDLE,
  NDIS_STATUS,
  pointer,
  PVOID,
  UINT,
  ULONG,
  VOID,
} from './types';

const context = input('MiniportAdapterContext', PVOID);

export const DriverEntry = handler({
  name: 'DriverEntry',
  returns: NDIS_STATUS,
  args: [
    input('DriverObject', pointer('DRIVER_OBJECT')),
    input('RegistryPath', pointer('UNICODE_STRING')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff557069',
  summary: 'Initializes the driver and registers its other handlers.',
});

export const MiniportUnload = handler({
  name: 'MiniportUnload',
  returns: VOID,
  args: [input('DriverObject', pointer('DRIVER_OBJECT'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismregisterunloadhandler',
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
  page: 'ff550472',
  summary: 'Sets a NIC up so that it can send and receive.',
});

export const MiniportHalt = handler({
  name: 'MiniportHalt',
  returns: VOID,
  args: [context],
  irql: Irql.PASSIVE,
  page: 'ff549451',
  summary: 'Gives back everything that was acquired for a NIC.',
});

export const MiniportShutdown = handler({
  name: 'MiniportShutdown',
  returns: VOID,
  args: [input('ShutdownContext', PVOID)],
  irql: Irql.ANY,
  page: 'ff550533',
  summary: 'Brings the NIC to a quiet state before the system goes down.',
});

export const MiniportReset = handler({
  name: 'MiniportReset',
  returns: NDIS_STATUS,
  args: [output('AddressingReset', BOOLEAN), context],
  irql: Irql.DISPATCH,
  page: 'ff550502',
  summary: 'Resets the NIC and restores its settings.',
});

export const MiniportCheckForHang = handler({
  name: 'MiniportCheckForHang',
  returns: BOOLEAN,
  args: [context],
  irql: Irql.DISPATCH,
  page: 'ff549367',
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
  page: 'ff550478',
  summary: 'Says whether the NIC interrupts, and quiets it until the DPC runs.',
});

export const MiniportHandleInterrupt = handler({
  name: 'MiniportHandleInterrupt',
  returns: VOID,
  args: [context],
  irql: Irql.DISPATCH,
  page: 'ff549458',
  summary: 'Does the work of an interrupt.',
});

export const MiniportDisableInterrupt = handler({
  name: 'MiniportDisableInterrupt',
  returns: VOID,
  args: [context],
  irql: Irql.DEVICE,
  page: 'ff549431',
  summary: 'Masks the interrupts of the NIC.',
});

export const MiniportEnableInterrupt = handler({
  name: 'MiniportEnableInterrupt',
  returns: VOID,
  args: [context],
  irql: Irql.DISPATCH,
  page: 'ff549442',
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
  hasLateOuts: true,
  page: 'ff550490',
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
  hasLateOuts: true,
  page: 'ff550530',
  summary: 'Changes a setting of the driver or its NIC.',
});

export const MiniportSend = handler({
  name: 'MiniportSend',
  returns: NDIS_STATUS,
  args: [context, input('Packet', pointer('NDIS_PACKET')), input('Flags', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550518',
  summary: 'Sends one packet.',
});

export const MiniportSendPackets = handler({
  name: 'MiniportSendPackets',
  returns: VOID,
  args: [context, input('PacketArray', PVOID), input('NumberOfPackets', UINT)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff550524',
  summary: 'Sends packets, in order.',
});

// IRQL: as that of MiniportSend; NDIS calls it at DISPATCH_LEVEL, where either may run.
export const MiniportWanSend = handler({
  name: 'MiniportWanSend',
  returns: NDIS_STATUS,
  args: [context, input('NdisLinkHandle', CONTEXT), input('WanPacket', pointer('NDIS_WAN_PACKET'))],
  irql: Irql.DISPATCH,
  page: 'ff550561',
  summary: 'Sends one frame over a link of a wide area network.',
});

export const MiniportCancelSendPackets = handler({
  name: 'MiniportCancelSendPackets',
  returns: VOID,
  args: [context, input('CancelId', PVOID)],
  irql: Irql.UP_TO_DISPATCH,
  page: 'ff549359',
  summary: 'Completes queued packets that carry a cancellation ID.',
});

export const MiniportReturnPacket = handler({
  name: 'MiniportReturnPacket',
  returns: VOID,
  args: [context, input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.DISPATCH,
  page: 'ff550510',
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
  page: 'ff550556',
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
  page: 'ff549352',
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
  page: 'ff550487',
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
  page: 'ff550547',
  summary: 'Runs when a timer expires.',
});

export const NdisWorkItemRoutine = handler({
  name: 'NdisWorkItemRoutine',
  returns: VOID,
  args: [input('WorkItem', pointer('NDIS_WORK_ITEM')), input('Context', PVOID)],
  irql: Irql.PASSIVE,
  page: 'ff552258',
  summary: 'Runs in a system worker thread.',
});

const bindingContext = input('ProtocolBindingContext', CONTEXT);

export const ProtocolOpenAdapterComplete = handler({
  name: 'ProtocolOpenAdapterComplete',
  returns: VOID,
  args: [bindingContext, input('Status', NDIS_STATUS), input('OpenErrorStatus', NDIS_STATUS)],
  irql: Irql.PASSIVE,
  page: 'ff563238',
  summary: 'Takes the end of an NdisOpenAdapter that was pending.',
});

export const ProtocolCloseAdapterComplete = handler({
  name: 'ProtocolCloseAdapterComplete',
  returns: VOID,
  args: [bindingContext, input('Status', NDIS_STATUS)],
  irql: Irql.PASSIVE,
  page: 'ProtocolCloseAdapterComplete',
  summary: 'Takes the end of an NdisCloseAdapter that was pending.',
});

export const ProtocolSendComplete = handler({
  name: 'ProtocolSendComplete',
  returns: VOID,
  args: [bindingContext, input('Packet', pointer('NDIS_PACKET')), input('Status', NDIS_STATUS)],
  irql: Irql.DISPATCH,
  page: 'ProtocolSendComplete',
  summary: 'Takes a packet back that was sent.',
});

export const ProtocolTransferDataComplete = handler({
  name: 'ProtocolTransferDataComplete',
  returns: VOID,
  args: [
    bindingContext,
    input('Packet', pointer('NDIS_PACKET')),
    input('Status', NDIS_STATUS),
    input('BytesTransferred', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'ProtocolTransferDataComplete',
  summary: 'Takes the end of an NdisTransferData that was pending.',
});

export const ProtocolResetComplete = handler({
  name: 'ProtocolResetComplete',
  returns: VOID,
  args: [bindingContext, input('Status', NDIS_STATUS)],
  irql: Irql.DISPATCH,
  page: 'ProtocolResetComplete',
  summary: 'Takes the end of an NdisReset that was pending.',
});

export const ProtocolRequestComplete = handler({
  name: 'ProtocolRequestComplete',
  returns: VOID,
  args: [
    bindingContext,
    input('NdisRequest', pointer('NDIS_REQUEST')),
    input('Status', NDIS_STATUS),
  ],
  irql: Irql.DISPATCH,
  page: 'ProtocolRequestComplete',
  summary: 'Takes the end of an NdisRequest that was pending.',
});

export const ProtocolReceive = handler({
  name: 'ProtocolReceive',
  returns: NDIS_STATUS,
  args: [
    bindingContext,
    input('MacReceiveContext', NDIS_HANDLE),
    input('HeaderBuffer', PVOID),
    input('HeaderBufferSize', UINT),
    input('LookAheadBuffer', PVOID),
    input('LookaheadBufferSize', UINT),
    input('PacketSize', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'ff563246',
  summary: 'Looks at the beginning of a received frame and copies what it wants of it.',
});

export const ProtocolReceiveComplete = handler({
  name: 'ProtocolReceiveComplete',
  returns: VOID,
  args: [bindingContext],
  irql: Irql.DISPATCH,
  page: 'ProtocolReceiveComplete',
  summary: 'Works on what was received since it was called last.',
});

export const ProtocolStatus = handler({
  name: 'ProtocolStatus',
  returns: VOID,
  args: [
    bindingContext,
    input('GeneralStatus', NDIS_STATUS),
    input('StatusBuffer', PVOID),
    input('StatusBufferSize', UINT),
  ],
  irql: Irql.DISPATCH,
  page: 'ProtocolStatus',
  summary: "Hears of a change of the adapter's state.",
});

export const ProtocolStatusComplete = handler({
  name: 'ProtocolStatusComplete',
  returns: VOID,
  args: [bindingContext],
  irql: Irql.DISPATCH,
  page: 'ProtocolStatusComplete',
  summary: 'Hears that a row of status indications has ended.',
});

export const ProtocolReceivePacket = handler({
  name: 'ProtocolReceivePacket',
  returns: LONG,
  args: [bindingContext, input('Packet', pointer('NDIS_PACKET'))],
  irql: Irql.DISPATCH,
  page: 'ff563251',
  summary: 'Takes a received packet, and says how often it will be returned.',
});

export const ProtocolBindAdapter = handler({
  name: 'ProtocolBindAdapter',
  returns: VOID,
  args: [
    output('Status', NDIS_STATUS),
    input('BindContext', NDIS_HANDLE),
    input('DeviceName', pointer('NDIS_STRING')),
    input('SystemSpecific1', PVOID),
    input('SystemSpecific2', PVOID),
  ],
  irql: Irql.PASSIVE,
  page: 'ff562465',
  summary: 'Opens an adapter that has become available.',
});

export const ProtocolUnbindAdapter = handler({
  name: 'ProtocolUnbindAdapter',
  returns: VOID,
  args: [output('Status', NDIS_STATUS), bindingContext, input('UnbindContext', NDIS_HANDLE)],
  irql: Irql.PASSIVE,
  page: 'ff563260',
  summary: 'Closes a binding and gives back what belongs to it.',
});

export const ProtocolPnPEvent = handler({
  name: 'ProtocolPnPEvent',
  returns: NDIS_STATUS,
  args: [bindingContext, input('NetPnPEvent', pointer('NET_PNP_EVENT'))],
  irql: Irql.PASSIVE,
  page: 'ff563243',
  summary: 'Hears of Plug and Play and of changes of power.',
});

export const ProtocolUnload = handler({
  name: 'ProtocolUnload',
  returns: VOID,
  args: [],
  irql: Irql.PASSIVE,
  page: 'ProtocolUnload',
  summary: 'Makes ready for the unload of the driver.',
});

/** Of a device that NdisMRegisterDevice has made, for each major function code that it handles. */
export const DriverDispatch = handler({
  name: 'DriverDispatch',
  returns: NDIS_STATUS,
  args: [input('DeviceObject', pointer('DEVICE_OBJECT')), input('Irp', pointer('IRP'))],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismregisterdevice',
  summary: 'Carries out an I/O request of a program.',
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
  MiniportWanSend,
  MiniportCancelSendPackets,
  MiniportReturnPacket,
  MiniportTransferData,
  MiniportAllocateComplete,
  MiniportPnPEventNotify,
  MiniportReconfigure,
  MiniportTimer,
  NdisWorkItemRoutine,
  ProtocolOpenAdapterComplete,
  ProtocolCloseAdapterComplete,
  ProtocolSendComplete,
  ProtocolTransferDataComplete,
  ProtocolResetComplete,
  ProtocolRequestComplete,
  ProtocolReceive,
  ProtocolReceiveComplete,
  ProtocolStatus,
  ProtocolStatusComplete,
  ProtocolReceivePacket,
  ProtocolBindAdapter,
  ProtocolUnbindAdapter,
  ProtocolPnPEvent,
  ProtocolUnload,
  DriverDispatch,
} as const;
