/** MiniportInitialize: one step after the other, and on a failure all of them undone (halt.ts). */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_ATTRIBUTE_DESERIALIZE,
  NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK,
  NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS,
  NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER,
  NDIS_ERROR_CODE_OUT_OF_RESOURCES,
  NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION,
  NdisInterfaceInternal,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_MEDIA_CONNECT,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_UNSUPPORTED_MEDIA,
} from '../../ndis/status';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { NULL } from '../../hardware/address';
import {
  ADAPTER,
  ADDRESS_BYTES,
  type Adapter,
  adapterAt,
  GLOBALS,
  HEADER_BYTES,
  listLock,
  lockOf,
  PAYLOAD_BYTES_MAX,
  POOL_TAG,
  RECEIVE_BYTES,
  RECEIVE_COUNT,
} from './adapter';
import { releaseAdapter } from './halt';
import { append } from './packet';
import { timerFunction } from './timer';

/** Room that the protocols get in a packet: what they use of it is theirs. */
const PROTOCOL_RESERVED_BYTES = 16;
/** Locally administered; the last byte tells the adapters apart. */
const STATION_ADDRESS = [0x02, 0x76, 0x6e, 0x65, 0x74, 0x00] as const;

interface Step {
  run(ndis: Ndis, adapter: Adapter, WrapperConfigurationContext: NdisHandle): NdisStatus;
  readonly errorCode: number;
}

const STEPS: readonly Step[] = [
  { run: createLockAndTimer, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: chooseAddress, errorCode: NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER },
  { run: allocatePackets, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: join, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
];

export const MiniportInitialize: Handler<'MiniportInitialize'> = (
  ndis,
  MediumArray,
  MediumArraySize,
  MiniportAdapterHandle,
  WrapperConfigurationContext,
) => {
  const fail = (errorCode: number, status: NdisStatus): NdisStatus => {
    ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
    return status;
  };
  const SelectedMediumIndex = findMedium(ndis, MediumArray, MediumArraySize);
  if (SelectedMediumIndex < 0)
    return fail(NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION, NDIS_STATUS_UNSUPPORTED_MEDIA);
  const { Result, VirtualAddress } = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, POOL_TAG);
  if (Result !== NDIS_STATUS_SUCCESS) return fail(NDIS_ERROR_CODE_OUT_OF_RESOURCES, Result);
  const adapter = createAdapter(ndis, VirtualAddress, MiniportAdapterHandle);
  for (const { run, errorCode } of STEPS) {
    const status = run(ndis, adapter, WrapperConfigurationContext);
    if (status === NDIS_STATUS_SUCCESS) continue;
    releaseAdapter(ndis, adapter);
    return fail(errorCode, status);
  }
  return { Result: NDIS_STATUS_SUCCESS, SelectedMediumIndex };
};

function findMedium({ memory }: Ndis, media: VirtualAddress, count: number): number {
  for (let index = 0; index < count; index++)
    if (memory.read32(virtual(media + 4 * index)) === NdisMedium802_3) return index;
  return -1;
}

/** All zero, with its attributes: no bus, no hang to be checked for. */
function createAdapter(ndis: Ndis, address: VirtualAddress, handle: NdisHandle): Adapter {
  ndis.NdisZeroMemory(address, ADAPTER.bytes);
  const adapter = adapterAt(ndis, address);
  adapter.MiniportAdapterHandle = handle;
  adapter.CurrentLookahead = PAYLOAD_BYTES_MAX;
  adapter.SendStatus = NDIS_STATUS_SUCCESS;
  ndis.NdisMSetAttributesEx(
    handle,
    address,
    0,
    NDIS_ATTRIBUTE_DESERIALIZE |
      NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK |
      NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS,
    NdisInterfaceInternal,
  );
  return adapter;
}

function createLockAndTimer(ndis: Ndis, adapter: Adapter): NdisStatus {
  ndis.NdisAllocateSpinLock(lockOf(adapter));
  adapter.HasLock = true;
  const { MiniportAdapterHandle, Timer, LinkTold, address } = adapter;
  const run = ndis.addressOf(timerFunction);
  ndis.NdisMInitializeTimer(Timer.address, MiniportAdapterHandle, run, address);
  adapter.HasTimer = true;
  ndis.NdisInitializeEvent(LinkTold.address);
  return NDIS_STATUS_SUCCESS;
}

/** The adapter's own address, or that which the user has set, if a station can have it. */
function chooseAddress(ndis: Ndis, adapter: Adapter, context: NdisHandle): NdisStatus {
  const { memory } = ndis;
  const { PermanentAddress, CurrentAddress } = adapter;
  STATION_ADDRESS.forEach((byte, index) => memory.write8(virtual(PermanentAddress + index), byte));
  const last = virtual(PermanentAddress + ADDRESS_BYTES - 1);
  memory.write8(last, countAdapters(ndis) & 0xff);
  ndis.NdisMoveMemory(CurrentAddress, PermanentAddress, ADDRESS_BYTES);
  const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(context);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const set = ndis.NdisReadNetworkAddress(ConfigurationHandle);
  const isSix = set.Status === NDIS_STATUS_SUCCESS && set.NetworkAddressLength === ADDRESS_BYTES;
  if (isSix && isStationAddress(ndis, set.NetworkAddress))
    ndis.NdisMoveMemory(CurrentAddress, set.NetworkAddress, ADDRESS_BYTES);
  ndis.NdisCloseConfiguration(ConfigurationHandle);
  return NDIS_STATUS_SUCCESS;
}

/** Whether six bytes are an address that a station can have: no group's, and not all zeros. */
function isStationAddress({ memory }: Ndis, address: VirtualAddress): boolean {
  const low = memory.read32(address);
  return (low & 1) === 0 && (low !== 0 || memory.read16(virtual(address + 4)) !== 0);
}

function countAdapters(ndis: Ndis): number {
  ndis.NdisAcquireSpinLock(listLock(ndis));
  let count = 0;
  for (let at = ndis.global(GLOBALS).First; at !== NULL; at = adapterAt(ndis, at).Next) count++;
  ndis.NdisReleaseSpinLock(listLock(ndis));
  return count;
}

/** Room for frames, and for each a packet with one buffer. */
function allocatePackets(ndis: Ndis, adapter: Adapter): NdisStatus {
  const data = ndis.NdisAllocateMemoryWithTag(RECEIVE_COUNT * RECEIVE_BYTES, POOL_TAG);
  if (data.Result !== NDIS_STATUS_SUCCESS) return data.Result;
  adapter.ReceiveData = data.VirtualAddress;
  const packets = ndis.NdisAllocatePacketPool(RECEIVE_COUNT, PROTOCOL_RESERVED_BYTES);
  if (packets.Status !== NDIS_STATUS_SUCCESS) return packets.Status;
  adapter.PacketPool = packets.PoolHandle;
  const buffers = ndis.NdisAllocateBufferPool(RECEIVE_COUNT);
  if (buffers.Status !== NDIS_STATUS_SUCCESS) return buffers.Status;
  adapter.BufferPool = buffers.PoolHandle;
  for (let index = 0; index < RECEIVE_COUNT; index++) {
    const status = createPacket(ndis, adapter, index * RECEIVE_BYTES);
    if (status !== NDIS_STATUS_SUCCESS) return status;
  }
  return NDIS_STATUS_SUCCESS;
}

function createPacket(ndis: Ndis, adapter: Adapter, offset: number): NdisStatus {
  const { Status, Packet } = ndis.NdisAllocatePacket(adapter.PacketPool);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const room = virtual(adapter.ReceiveData + offset);
  const buffer = ndis.NdisAllocateBuffer(adapter.BufferPool, room, RECEIVE_BYTES);
  if (buffer.Status !== NDIS_STATUS_SUCCESS) {
    ndis.NdisFreePacket(Packet);
    return buffer.Status;
  }
  ndis.NdisChainBufferAtFront(Packet, buffer.Buffer);
  ndis.NDIS_SET_PACKET_HEADER_SIZE(Packet, HEADER_BYTES);
  append(ndis, adapter.Free, Packet);
  return NDIS_STATUS_SUCCESS;
}

/** Onto the network, where the cable is always in; a work item tells NDIS so. */
function join(ndis: Ndis, adapter: Adapter): NdisStatus {
  const globals = ndis.global(GLOBALS);
  ndis.NdisAcquireSpinLock(globals.Lock.address);
  adapter.Next = globals.First;
  globals.First = adapter.address;
  adapter.IsListed = true;
  ndis.NdisReleaseSpinLock(globals.Lock.address);
  const { address } = adapter.LinkWork;
  ndis.NdisInitializeWorkItem(address, ndis.addressOf(tellLink), adapter.address);
  adapter.IsLinkWorkQueued = true;
  const status = ndis.NdisScheduleWorkItem(address);
  if (status !== NDIS_STATUS_SUCCESS) adapter.IsLinkWorkQueued = false;
  return status;
}

const tellLink: Handler<'NdisWorkItemRoutine'> = (ndis, _WorkItem, Context) => {
  const { MiniportAdapterHandle, LinkTold } = adapterAt(ndis, Context);
  ndis.NdisMIndicateStatus(MiniportAdapterHandle, NDIS_STATUS_MEDIA_CONNECT, NULL, 0);
  ndis.NdisMIndicateStatusComplete(MiniportAdapterHandle);
  ndis.NdisSetEvent(LinkTold.address);
};
