/**
 * The lower edge comes and goes: the adapter below is opened, and the virtual miniport above it is
 * brought up; in the inverse order all of it is given back. ("Protocol Driver Binding Operations",
 * "Opening an Adapter Underlying an Intermediate Driver")
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { NdisMedium802_3, NdisParameterString } from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import { layout } from '../../ndis/layout';
import {
  NDIS_STATUS_BUFFER_TOO_SHORT,
  NDIS_STATUS_PENDING,
  NDIS_STATUS_SUCCESS,
} from '../../ndis/status';
import { NDIS_CONFIGURATION_PARAMETER_STRING } from '../../ndis/structures/configuration';
import { ULONG, type NdisStatus } from '../../ndis/types';
import { ADAPTER, adapterAt, GLOBALS, NAME_UNITS, TAG, type Adapter } from './adapter';

/** Packets that can be wrapped at a time, each way; so many again in a pinch. */
const PACKETS = 64;
/** Room in a wrapped packet for the address of the original. */
const RESERVED_BYTES = 8;
/** NDIS_DEVICE_POWER_STATE: NdisDeviceStateD0. */
const D0 = 1;

const MEDIA = layout('MEDIA', undefined, { Medium: ULONG });

export const ProtocolBindAdapter = bindWith(releaseAdapter);

/** ProtocolBindAdapter, with what is to be done when a step has failed. */
export function bindWith(release: typeof releaseAdapter): Handler<'ProtocolBindAdapter'> {
  return (ndis, _BindContext, DeviceName, SystemSpecific1) => {
    const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, TAG);
    if (Result !== NDIS_STATUS_SUCCESS) return { Status: Result };
    ndis.NdisZeroMemory(VirtualAddress, ADAPTER.bytes);
    const adapter = adapterAt(ndis, VirtualAddress);
    adapter.PowerState = D0;
    ndis.NdisInitializeEvent(adapter.Event.address);
    const status = bind(ndis, adapter, DeviceName, SystemSpecific1);
    if (status !== NDIS_STATUS_SUCCESS) release(ndis, adapter);
    return { Status: status };
  };
}

function bind(
  ndis: Ndis,
  adapter: Adapter,
  DeviceName: VirtualAddress,
  section: VirtualAddress,
): NdisStatus {
  let status = readName(ndis, adapter, section);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  status = createPools(ndis, adapter);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  status = openAdapter(ndis, adapter, DeviceName);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  const { DriverHandle } = ndis.global(GLOBALS);
  return ndis.NdisIMInitializeDeviceInstanceEx(DriverHandle, adapter.Name.address, adapter.address);
}

/** What the virtual miniport is to be called: UpperBindings, in the protocol's parameters. */
function readName(ndis: Ndis, adapter: Adapter, section: VirtualAddress): NdisStatus {
  const { Status, ConfigurationHandle } = ndis.NdisOpenProtocolConfiguration(section);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const read = ndis.NdisReadConfiguration(
    ConfigurationHandle,
    ndis.unicodeString('UpperBindings'),
    NdisParameterString,
  );
  let status = read.Status;
  if (status === NDIS_STATUS_SUCCESS) status = copyName(ndis, adapter, read.ParameterValue);
  ndis.NdisCloseConfiguration(ConfigurationHandle);
  return status;
}

function copyName(ndis: Ndis, adapter: Adapter, parameter: VirtualAddress): NdisStatus {
  const { StringData } = NDIS_CONFIGURATION_PARAMETER_STRING.at(ndis.memory, parameter);
  const { Length, Buffer } = StringData;
  if (Length > 2 * NAME_UNITS) return NDIS_STATUS_BUFFER_TOO_SHORT;
  ndis.NdisMoveMemory(adapter.NameUnits, Buffer, Length);
  adapter.Name.Length = Length;
  adapter.Name.MaximumLength = 2 * NAME_UNITS;
  adapter.Name.Buffer = adapter.NameUnits;
  return NDIS_STATUS_SUCCESS;
}

function createPools(ndis: Ndis, adapter: Adapter): NdisStatus {
  const send = ndis.NdisAllocatePacketPoolEx(PACKETS, PACKETS, RESERVED_BYTES);
  if (send.Status !== NDIS_STATUS_SUCCESS) return send.Status;
  adapter.SendPool = send.PoolHandle;
  const receive = ndis.NdisAllocatePacketPoolEx(PACKETS, PACKETS, RESERVED_BYTES);
  if (receive.Status === NDIS_STATUS_SUCCESS) adapter.ReceivePool = receive.PoolHandle;
  return receive.Status;
}

/** Opens the adapter below, and waits for the end of it. */
function openAdapter(ndis: Ndis, adapter: Adapter, DeviceName: VirtualAddress): NdisStatus {
  const media = ndis.local(MEDIA);
  media.Medium = NdisMedium802_3;
  const { Status, NdisBindingHandle } = ndis.NdisOpenAdapter(
    media.address,
    1,
    ndis.global(GLOBALS).ProtocolHandle,
    adapter.address,
    DeviceName,
    0,
    NULL,
  );
  const status = Status === NDIS_STATUS_PENDING ? awaitCompletion(ndis, adapter) : Status;
  if (status === NDIS_STATUS_SUCCESS) adapter.BindingHandle = NdisBindingHandle;
  return status;
}

function awaitCompletion(ndis: Ndis, adapter: Adapter): NdisStatus {
  ndis.NdisWaitEvent(adapter.Event.address, 0);
  ndis.NdisResetEvent(adapter.Event.address);
  return adapter.Status;
}

export const ProtocolOpenAdapterComplete: Handler<'ProtocolOpenAdapterComplete'> = (
  ndis,
  ProtocolBindingContext,
  Status,
) => complete(ndis, ProtocolBindingContext, Status);

export const ProtocolCloseAdapterComplete: Handler<'ProtocolCloseAdapterComplete'> = (
  ndis,
  ProtocolBindingContext,
  Status,
) => complete(ndis, ProtocolBindingContext, Status);

function complete(ndis: Ndis, context: VirtualAddress, status: NdisStatus): void {
  const adapter = adapterAt(ndis, context);
  adapter.Status = status;
  ndis.NdisSetEvent(adapter.Event.address);
}

export const ProtocolUnbindAdapter: Handler<'ProtocolUnbindAdapter'> = (
  ndis,
  ProtocolBindingContext,
) => {
  releaseAdapter(ndis, adapterAt(ndis, ProtocolBindingContext));
  return { Status: NDIS_STATUS_SUCCESS };
};

/**
 * Gives back whatever an adapter has, in the inverse order of the steps of its binding: each looks at
 * the mark of what was done.
 */
export function releaseAdapter(ndis: Ndis, adapter: Adapter): void {
  if (adapter.MiniportHandle !== 0) ndis.NdisIMDeInitializeDeviceInstance(adapter.MiniportHandle);
  if (adapter.BindingHandle !== 0) closeAdapter(ndis, adapter);
  if (adapter.ReceivePool !== 0) ndis.NdisFreePacketPool(adapter.ReceivePool);
  if (adapter.SendPool !== 0) ndis.NdisFreePacketPool(adapter.SendPool);
  ndis.NdisFreeMemory(virtual(adapter.address), ADAPTER.bytes, 0);
}

function closeAdapter(ndis: Ndis, adapter: Adapter): void {
  const { Status } = ndis.NdisCloseAdapter(adapter.BindingHandle);
  if (Status === NDIS_STATUS_PENDING) awaitCompletion(ndis, adapter);
  adapter.BindingHandle = 0 as never;
}
