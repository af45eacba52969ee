/** The wrapper: how a driver introduces itself to NDIS and takes leave of it. */
import { NULL } from '../../hardware/address';
import {
  createDriver,
  noteRegistration,
  SPOILABLE,
  spoilRegistration,
  registerMiniport,
  terminateDriver,
} from '../wrapper/registration';
import { exported, input, Irql, optional, output } from '../row';
import { NDIS_HANDLE, NDIS_STATUS, PVOID, UINT, VOID, handle, pointer } from '../types';

// IRQL: that of NdisMInitializeWrapper, the name that the documents describe.
export const NdisInitializeWrapper = exported({
  name: 'NdisInitializeWrapper',
  returns: VOID,
  args: [
    output('NdisWrapperHandle', NDIS_HANDLE),
    input('SystemSpecific1', PVOID),
    input('SystemSpecific2', PVOID),
    optional('SystemSpecific3', PVOID),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisminitializewrapper',
  summary: 'Gives the driver its wrapper handle; in C source it is called NdisMInitializeWrapper.',
  acquires: { kind: 'wrapper-handle', key: 'NdisWrapperHandle' },
  fails: ['NULL'],
  body: (os, DriverObject) => ({ NdisWrapperHandle: createDriver(os, DriverObject) }),
});

export const NdisTerminateWrapper = exported({
  name: 'NdisTerminateWrapper',
  returns: VOID,
  args: [input('NdisWrapperHandle', handle('wrapper-handle')), optional('SystemSpecific', PVOID)],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndisterminatewrapper',
  summary: 'Takes the wrapper handle back when DriverEntry fails after it was given.',
  releases: {
    kind: 'wrapper-handle',
    key: 'NdisWrapperHandle',
    unknown: 'registration/wrapper-handle-misused',
    twice: 'registration/terminated-twice',
  },
  body: (os, NdisWrapperHandle) => terminateDriver(os, NdisWrapperHandle),
});

export const NdisMRegisterMiniport = exported({
  name: 'NdisMRegisterMiniport',
  returns: NDIS_STATUS,
  args: [
    input('NdisWrapperHandle', handle('wrapper-handle')),
    input('MiniportCharacteristics', pointer('NDIS_MINIPORT_CHARACTERISTICS')),
    input('CharacteristicsLength', UINT),
  ],
  irql: Irql.PASSIVE,
  page: 'ff553602',
  summary: "Registers the miniport driver's handlers.",
  acquires: { kind: 'miniport-registration', key: 'NdisWrapperHandle' },
  fails: [
    'NDIS_STATUS_BAD_CHARACTERISTICS',
    'NDIS_STATUS_BAD_VERSION',
    'NDIS_STATUS_RESOURCES',
    'NDIS_STATUS_FAILURE',
  ],
  spoils: { names: SPOILABLE, apply: spoilRegistration },
  settled: (os, status) => noteRegistration(os, status),
  body: (os, NdisWrapperHandle, MiniportCharacteristics, CharacteristicsLength) =>
    registerMiniport(os, NdisWrapperHandle, MiniportCharacteristics, CharacteristicsLength),
});

export const NdisMRegisterUnloadHandler = exported({
  name: 'NdisMRegisterUnloadHandler',
  returns: VOID,
  args: [
    input('NdisWrapperHandle', handle('wrapper-handle')),
    input('UnloadHandler', pointer('DRIVER_UNLOAD')),
  ],
  irql: Irql.PASSIVE,
  page: 'nf-ndis-ndismregisterunloadhandler',
  summary: 'Registers the function that NDIS calls before the driver is unloaded.',
  acquires: { kind: 'unload-handler', key: 'NdisWrapperHandle' },
  body: (os, NdisWrapperHandle, UnloadHandler) => {
    os.drivers.get(NdisWrapperHandle)!.unloadHandler = UnloadHandler;
  },
});

export const NdisMRegisterAdapterShutdownHandler = exported({
  name: 'NdisMRegisterAdapterShutdownHandler',
  returns: VOID,
  args: [
    input('MiniportHandle', handle('miniport-adapter')),
    input('ShutdownContext', PVOID),
    input('ShutdownHandler', pointer('ADAPTER_SHUTDOWN_HANDLER')),
  ],
  irql: Irql.PASSIVE,
  page: 'ff553584',
  summary: 'Registers the function that NDIS calls when the system shuts down.',
  acquires: { kind: 'shutdown-handler', key: 'MiniportHandle', adapter: 'MiniportHandle' },
  body: (os, MiniportHandle, ShutdownContext, ShutdownHandler) => {
    const adapter = os.adapter(MiniportHandle);
    adapter.shutdownHandler = ShutdownHandler;
    adapter.shutdownContext = ShutdownContext;
  },
});

export const NdisMDeregisterAdapterShutdownHandler = exported({
  name: 'NdisMDeregisterAdapterShutdownHandler',
  returns: VOID,
  args: [input('MiniportHandle', handle('miniport-adapter'))],
  irql: Irql.PASSIVE,
  page: 'ff553486',
  summary: 'Takes back the shutdown handler of an adapter.',
  // Drivers call it on their way out whether they registered one or not.
  releases: { kind: 'shutdown-handler', key: 'MiniportHandle', ifHeld: true },
  body: (os, MiniportHandle) => {
    const adapter = os.adapters.get(MiniportHandle);
    if (adapter !== undefined) adapter.shutdownHandler = NULL;
  },
});
