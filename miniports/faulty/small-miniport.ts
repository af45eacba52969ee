/**
 * A whole NDIS 5.1 miniport for the 82540EM, as small as one can be: it maps the registers,
 * connects the interrupt and keeps the NIC off the network. It is made of named steps, and each
 * faulty driver is this one with one step put differently. What such a driver keeps besides is a
 * global variable of its own.
 */
import {
  CM_PARTIAL_RESOURCE_DESCRIPTOR,
  CM_PARTIAL_RESOURCE_LIST,
  CM_RESOURCE_INTERRUPT,
  CM_RESOURCE_RANGE,
  CmResourceTypeInterrupt,
  CmResourceTypeMemory,
  CmResourceTypePort,
  NDIS51_MINIPORT_CHARACTERISTICS,
  NDIS_ATTRIBUTE_BUS_MASTER,
  NDIS_ATTRIBUTE_DESERIALIZE,
  NDIS_ERROR_CODE_OUT_OF_RESOURCES,
  NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION,
  NDIS_STATUS_ADAPTER_NOT_FOUND,
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_UNSUPPORTED_MEDIA,
  NULL,
  NdisInterfacePci,
  NdisInterruptLevelSensitive,
  NdisMedium802_3,
  physical,
  virtual,
  type Handler,
  type Ndis,
  type NdisHandle,
  type NdisStatus,
  type VirtualAddress,
  type ViewOf,
} from '../../ndis';
import { ADAPTER, TAG, type Adapter } from './small-adapter';
import { INTERRUPT_LSC, Register, readRegister, resetNic, writeRegister } from './small-registers';
import { queryInformation, setInformation } from './small-requests';

/** A NIC has a few base registers and an interrupt; a list that is longer is none. */
const RESOURCES_MAX = 16;

/** What no one answers. */
const ABSENT = 0xffff_ffff;

type Characteristics = ViewOf<typeof NDIS51_MINIPORT_CHARACTERISTICS>;

/** The steps of the driver as they should be. */
export const RIGHT = {
  /** NdisInitializeWrapper gave NULL. */
  wrapperFailed: (_ndis: Ndis): NdisStatus => NDIS_STATUS_FAILURE,

  /** A last word on what is registered; the bytes of the characteristics. */
  describe: (_ndis: Ndis, _characteristics: Characteristics): number =>
    NDIS51_MINIPORT_CHARACTERISTICS.bytes,

  /** NdisMRegisterMiniport failed: what DriverEntry returns. */
  registrationFailed(ndis: Ndis, NdisWrapperHandle: NdisHandle, status: NdisStatus): NdisStatus {
    ndis.NdisTerminateWrapper(NdisWrapperHandle, NULL);
    return status;
  },

  /** NdisMRegisterMiniport succeeded: what DriverEntry returns. */
  registered: (_ndis: Ndis, _NdisWrapperHandle: NdisHandle): NdisStatus => NDIS_STATUS_SUCCESS,

  setAttributes: settingAttributes(NDIS_ATTRIBUTE_BUS_MASTER),

  /** The index of the medium in NDIS's list; negative if it is not there. */
  findMedium(ndis: Ndis, MediumArray: VirtualAddress, MediumArraySize: number): number {
    for (let index = 0; index < MediumArraySize; index++)
      if (ndis.memory.read32(virtual(MediumArray + 4 * index)) === NdisMedium802_3) return index;
    return -1;
  },

  mapRegisters(ndis: Ndis, adapter: Adapter): NdisStatus {
    const { Result, VirtualAddress } = ndis.NdisMMapIoSpace(
      adapter.MiniportAdapterHandle,
      physical(adapter.MemoryStart),
      adapter.MemoryBytes,
    );
    if (Result === NDIS_STATUS_SUCCESS) adapter.Registers = VirtualAddress;
    return Result;
  },

  unmapRegisters(ndis: Ndis, adapter: Adapter): void {
    if (adapter.Registers === NULL) return;
    const { MiniportAdapterHandle, Registers, MemoryBytes } = adapter;
    ndis.NdisMUnmapIoSpace(MiniportAdapterHandle, Registers, MemoryBytes);
    adapter.Registers = NULL;
  },

  /** Whether the NIC answers: one that is not there reads as ones, which STATUS never is. */
  answers: (ndis: Ndis, adapter: Adapter): boolean =>
    readRegister(ndis, adapter, Register.STATUS) !== ABSENT,

  /** Stops whatever the NIC does. */
  quiet: (ndis: Ndis, adapter: Adapter): void => resetNic(ndis, adapter),

  registerInterrupt(ndis: Ndis, adapter: Adapter): NdisStatus {
    const status = ndis.NdisMRegisterInterrupt(
      adapter.Interrupt.address,
      adapter.MiniportAdapterHandle,
      adapter.InterruptVector,
      adapter.InterruptLevel,
      true,
      true,
      NdisInterruptLevelSensitive,
    );
    adapter.IsInterruptRegistered = status === NDIS_STATUS_SUCCESS;
    return status;
  },

  deregisterInterrupt(ndis: Ndis, adapter: Adapter): void {
    if (!adapter.IsInterruptRegistered) return;
    ndis.NdisMDeregisterInterrupt(adapter.Interrupt.address);
    adapter.IsInterruptRegistered = false;
  },

  /** The last step of MiniportInitialize, for what a driver adds. A failing one undoes itself. */
  initialize: (_ndis: Ndis, _adapter: Adapter): NdisStatus => NDIS_STATUS_SUCCESS,

  enableInterrupts: (ndis: Ndis, adapter: Adapter): void =>
    writeRegister(ndis, adapter, Register.IMS, INTERRUPT_LSC),

  /** MiniportInitialize fails: an entry for the error log. */
  writeError: (ndis: Ndis, adapter: Adapter, status: NdisStatus): void =>
    ndis.NdisWriteErrorLogEntry(
      adapter.MiniportAdapterHandle,
      NDIS_ERROR_CODE_OUT_OF_RESOURCES,
      1,
      status,
    ),

  /** The first step of MiniportHalt: undoes `initialize`. */
  halt: (_ndis: Ndis, _adapter: Adapter): void => undefined,

  /** The last step of MiniportHalt and of a MiniportInitialize that fails. */
  freeAdapter: (ndis: Ndis, adapter: Adapter): void => ndis.NdisFreeMemory(adapter.address, 0, 0),

  /** MiniportInitialize failed with this status: what it returns. */
  initializeFailed: (_ndis: Ndis, status: NdisStatus): NdisStatus => status,

  reset: (_ndis: Ndis, _adapter: Adapter): NdisStatus => NDIS_STATUS_SUCCESS,

  /** MiniportISR; true if the interrupt was the NIC's. Reading ICR takes the interrupt back. */
  serviceInterrupt(ndis: Ndis, adapter: Adapter): boolean {
    const causes = readRegister(ndis, adapter, Register.ICR);
    return causes !== 0 && causes !== ABSENT;
  },

  handleInterrupt: (_ndis: Ndis, _adapter: Adapter): void => undefined,

  queryInformation,
  setInformation,

  /** The NIC is off the network: there is nothing to be sent over. */
  send: (_ndis: Ndis, _adapter: Adapter, _Packet: VirtualAddress): NdisStatus =>
    NDIS_STATUS_NO_CABLE,

  /** Nothing is indicated, so that nothing comes back. */
  returnPacket: (_ndis: Ndis, _adapter: Adapter, _Packet: VirtualAddress): void => undefined,

  /** No event changes anything here. */
  pnpEvent: (_ndis: Ndis, _adapter: Adapter, _event: number): void => undefined,

  /** Quiets the NIC before the system goes down. */
  shutdown: (ndis: Ndis, adapter: Adapter): void => resetNic(ndis, adapter),

  /** The unload handler. */
  unload: (_ndis: Ndis): void => undefined,
};

export type Steps = typeof RIGHT;

/** The step `setAttributes` of a driver that is deserialized: it guards its own queues. */
export const setDeserialized = settingAttributes(
  NDIS_ATTRIBUTE_BUS_MASTER | NDIS_ATTRIBUTE_DESERIALIZE,
);

function settingAttributes(AttributeFlags: number): (ndis: Ndis, adapter: Adapter) => void {
  return (ndis, { MiniportAdapterHandle, address }) =>
    ndis.NdisMSetAttributesEx(MiniportAdapterHandle, address, 0, AttributeFlags, NdisInterfacePci);
}

/** A driver that does all steps right but those that are told. */
export function smallMiniport(own: Partial<Steps>): Handler<'DriverEntry'> {
  const steps: Steps = { ...RIGHT, ...own };
  const handlers = createHandlers(steps);
  return (ndis, DriverObject, RegistryPath) => {
    const { NdisWrapperHandle } = ndis.NdisInitializeWrapper(DriverObject, RegistryPath, NULL);
    if (NdisWrapperHandle === 0) return steps.wrapperFailed(ndis);
    const characteristics = handlers.fill(ndis);
    const byteCount = steps.describe(ndis, characteristics);
    const status = ndis.NdisMRegisterMiniport(
      NdisWrapperHandle,
      characteristics.address,
      byteCount,
    );
    if (status !== NDIS_STATUS_SUCCESS)
      return steps.registrationFailed(ndis, NdisWrapperHandle, status);
    ndis.NdisMRegisterUnloadHandler(NdisWrapperHandle, ndis.addressOf(handlers.MiniportUnload));
    return steps.registered(ndis, NdisWrapperHandle);
  };
}

/** The characteristics of a driver that does everything right, for one that registers otherwise. */
export const rightCharacteristics = (ndis: Ndis): Characteristics => RIGHT_HANDLERS.fill(ndis);

function adapterAt(ndis: Ndis, MiniportAdapterContext: VirtualAddress): Adapter {
  return ADAPTER.at(ndis.memory, MiniportAdapterContext);
}

function createHandlers(steps: Steps) {
  const MiniportInitialize = createInitialize(steps);
  const MiniportHalt: Handler<'MiniportHalt'> = (ndis, MiniportAdapterContext) => {
    const adapter = adapterAt(ndis, MiniportAdapterContext);
    steps.halt(ndis, adapter);
    giveBack(ndis, adapter, steps);
  };
  const MiniportReset: Handler<'MiniportReset'> = (ndis, MiniportAdapterContext) =>
    steps.reset(ndis, adapterAt(ndis, MiniportAdapterContext));
  const MiniportISR: Handler<'MiniportISR'> = (ndis, MiniportAdapterContext) => {
    const isOurs = steps.serviceInterrupt(ndis, adapterAt(ndis, MiniportAdapterContext));
    return { InterruptRecognized: isOurs, QueueMiniportHandleInterrupt: isOurs };
  };
  const MiniportHandleInterrupt: Handler<'MiniportHandleInterrupt'> = (
    ndis,
    MiniportAdapterContext,
  ) => steps.handleInterrupt(ndis, adapterAt(ndis, MiniportAdapterContext));
  const MiniportSend: Handler<'MiniportSend'> = (ndis, MiniportAdapterContext, Packet) =>
    steps.send(ndis, adapterAt(ndis, MiniportAdapterContext), Packet);
  const MiniportReturnPacket: Handler<'MiniportReturnPacket'> = (
    ndis,
    MiniportAdapterContext,
    Packet,
  ) => steps.returnPacket(ndis, adapterAt(ndis, MiniportAdapterContext), Packet);
  const MiniportPnPEventNotify: Handler<'MiniportPnPEventNotify'> = (
    ndis,
    MiniportAdapterContext,
    PnPEvent,
  ) => steps.pnpEvent(ndis, adapterAt(ndis, MiniportAdapterContext), PnPEvent);
  const MiniportShutdown: Handler<'MiniportShutdown'> = (ndis, ShutdownContext) =>
    steps.shutdown(ndis, adapterAt(ndis, ShutdownContext));
  const MiniportUnload: Handler<'MiniportUnload'> = (ndis) => steps.unload(ndis);

  function fill(ndis: Ndis): Characteristics {
    const characteristics = ndis.local(NDIS51_MINIPORT_CHARACTERISTICS);
    ndis.NdisZeroMemory(characteristics.address, NDIS51_MINIPORT_CHARACTERISTICS.bytes);
    characteristics.MajorNdisVersion = 5;
    characteristics.MinorNdisVersion = 1;
    characteristics.InitializeHandler = ndis.addressOf(MiniportInitialize);
    characteristics.HaltHandler = ndis.addressOf(MiniportHalt);
    characteristics.ResetHandler = ndis.addressOf(MiniportReset);
    characteristics.ISRHandler = ndis.addressOf(MiniportISR);
    characteristics.HandleInterruptHandler = ndis.addressOf(MiniportHandleInterrupt);
    characteristics.QueryInformationHandler = ndis.addressOf(steps.queryInformation);
    characteristics.SetInformationHandler = ndis.addressOf(steps.setInformation);
    characteristics.SendHandler = ndis.addressOf(MiniportSend);
    characteristics.ReturnPacketHandler = ndis.addressOf(MiniportReturnPacket);
    characteristics.PnPEventNotifyHandler = ndis.addressOf(MiniportPnPEventNotify);
    characteristics.AdapterShutdownHandler = ndis.addressOf(MiniportShutdown);
    return characteristics;
  }
  return { fill, MiniportUnload };
}

function createInitialize(steps: Steps): Handler<'MiniportInitialize'> {
  return function MiniportInitialize(
    ndis,
    MediumArray,
    MediumArraySize,
    MiniportAdapterHandle,
    WrapperConfigurationContext,
  ) {
    const fail = (errorCode: number, status: NdisStatus): NdisStatus => {
      ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
      return steps.initializeFailed(ndis, status);
    };
    const SelectedMediumIndex = steps.findMedium(ndis, MediumArray, MediumArraySize);
    if (SelectedMediumIndex < 0)
      return fail(NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION, NDIS_STATUS_UNSUPPORTED_MEDIA);
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return fail(NDIS_ERROR_CODE_OUT_OF_RESOURCES, Result);
    ndis.NdisZeroMemory(VirtualAddress, ADAPTER.bytes);
    const adapter = adapterAt(ndis, VirtualAddress);
    adapter.MiniportAdapterHandle = MiniportAdapterHandle;
    adapter.WrapperConfigurationContext = WrapperConfigurationContext;
    const status = start(ndis, adapter, steps);
    if (status === NDIS_STATUS_SUCCESS) return { Result: status, SelectedMediumIndex };
    steps.writeError(ndis, adapter, status);
    giveBack(ndis, adapter, steps);
    return steps.initializeFailed(ndis, status);
  };
}

function start(ndis: Ndis, adapter: Adapter, steps: Steps): NdisStatus {
  steps.setAttributes(ndis, adapter);
  let status = findResources(ndis, adapter);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  status = steps.mapRegisters(ndis, adapter);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  if (!steps.answers(ndis, adapter)) return NDIS_STATUS_ADAPTER_NOT_FOUND;
  RIGHT.quiet(ndis, adapter);
  status = steps.registerInterrupt(ndis, adapter);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  status = steps.initialize(ndis, adapter);
  if (status === NDIS_STATUS_SUCCESS) steps.enableInterrupts(ndis, adapter);
  return status;
}

/** Notes what NdisMQueryAdapterResources says the NIC was assigned. */
function findResources(ndis: Ndis, adapter: Adapter): NdisStatus {
  const listBytes =
    CM_PARTIAL_RESOURCE_LIST.bytes + (RESOURCES_MAX - 1) * CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes;
  const address = ndis.localBytes(listBytes);
  const { Status } = ndis.NdisMQueryAdapterResources(
    adapter.WrapperConfigurationContext,
    address,
    listBytes,
  );
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const list = CM_PARTIAL_RESOURCE_LIST.at(ndis.memory, address);
  for (let index = 0; index < Math.min(list.Count, RESOURCES_MAX); index++) {
    const at = list.PartialDescriptors + index * CM_PARTIAL_RESOURCE_DESCRIPTOR.bytes;
    noteResource(ndis, adapter, virtual(at));
  }
  return adapter.MemoryStart === 0 ? NDIS_STATUS_FAILURE : NDIS_STATUS_SUCCESS;
}

function noteResource(ndis: Ndis, adapter: Adapter, address: VirtualAddress): void {
  const { Type, u } = CM_PARTIAL_RESOURCE_DESCRIPTOR.at(ndis.memory, address);
  const range = CM_RESOURCE_RANGE.at(ndis.memory, u);
  const interrupt = CM_RESOURCE_INTERRUPT.at(ndis.memory, u);
  switch (Type) {
    case CmResourceTypeMemory:
      adapter.MemoryStart = range.StartLowPart;
      adapter.MemoryBytes = range.Length;
      break;
    case CmResourceTypePort:
      adapter.PortStart = range.StartLowPart;
      break;
    case CmResourceTypeInterrupt:
      adapter.InterruptLevel = interrupt.Level;
      adapter.InterruptVector = interrupt.Vector;
      break;
  }
}

/** Undoes, in the inverse order, what was done: the one way out of a driver's life and failures. */
function giveBack(ndis: Ndis, adapter: Adapter, steps: Steps): void {
  if (adapter.Registers !== NULL) steps.quiet(ndis, adapter);
  steps.deregisterInterrupt(ndis, adapter);
  steps.unmapRegisters(ndis, adapter);
  steps.freeAdapter(ndis, adapter);
}

const RIGHT_HANDLERS = createHandlers(RIGHT);
