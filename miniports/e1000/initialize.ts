/**
 * MiniportInitialize: one step after the other, and on a failure all of them undone by the path
 * that MiniportHalt takes (halt.ts). The device is set up in the order of 8254x SDM chapter 14.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_ATTRIBUTE_BUS_MASTER,
  NDIS_ATTRIBUTE_DESERIALIZE,
  NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK,
  NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS,
  NDIS_ERROR_CODE_ADAPTER_NOT_FOUND,
  NDIS_ERROR_CODE_HARDWARE_FAILURE,
  NDIS_ERROR_CODE_INTERRUPT_CONNECT,
  NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER,
  NDIS_ERROR_CODE_NETWORK_ADDRESS,
  NDIS_ERROR_CODE_OUT_OF_RESOURCES,
  NDIS_ERROR_CODE_RESOURCE_CONFLICT,
  NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION,
  NdisInterfacePci,
  NdisInterruptLevelSensitive,
  NdisMedium802_3,
} from '../../ndis/constants';
import type { Handler, Ndis } from '../../ndis/driver-interface';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_NO_CABLE,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_UNSUPPORTED_MEDIA,
} from '../../ndis/status';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import {
  ADAPTER,
  ADDRESS_BYTES,
  type Adapter,
  adapterAt,
  POOL_TAG,
  receiveLock,
  sendLock,
  State,
  stateLock,
} from './adapter';
import { readConfiguration } from './configuration';
import { FRAME_BYTES_MAX, PAYLOAD_BYTES_MAX } from './frame';
import { releaseAdapter } from './halt';
import { readPermanentAddress, resetAndWait } from './hardware';
import { copyBytes } from './memory';
import { enableBusMastering, identifyDevice } from './pci';
import { checkPhy, linkTimerFunction, updateLink, watchLink } from './phy';
import { programDevice } from './program';
import { LINK_SPEEDS } from './registers';
import { CHECK_FOR_HANG_SECONDS } from './reset';
import { findResources, mapRegisters } from './resources';
import { allocateBuffers, allocatePackets, allocateRings, allocateTables } from './rings';
import { followLink } from './send';
import { setState, Transition, transitionTimerFunction } from './transition';

/** A step of the initialization: what it does, and what the event log says when it fails. */
interface Step {
  readonly run: (
    ndis: Ndis,
    adapter: Adapter,
    WrapperConfigurationContext: NdisHandle,
  ) => NdisStatus;
  readonly errorCode: number;
}

/** In the order of 8254x SDM 14.3 to 14.5, with what NDIS demands in between. */
const STEPS: readonly Step[] = [
  { run: readConfiguration, errorCode: NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER },
  { run: identifyDevice, errorCode: NDIS_ERROR_CODE_ADAPTER_NOT_FOUND },
  { run: findResources, errorCode: NDIS_ERROR_CODE_RESOURCE_CONFLICT },
  { run: mapRegisters, errorCode: NDIS_ERROR_CODE_RESOURCE_CONFLICT },
  { run: createLocksAndTimers, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: bringToReset, errorCode: NDIS_ERROR_CODE_HARDWARE_FAILURE },
  { run: learnAddress, errorCode: NDIS_ERROR_CODE_NETWORK_ADDRESS },
  { run: findPhy, errorCode: NDIS_ERROR_CODE_HARDWARE_FAILURE },
  { run: initializeDma, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: allocateRings, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: allocateTables, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: allocateBuffers, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: allocatePackets, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: enableBusMastering, errorCode: NDIS_ERROR_CODE_ADAPTER_NOT_FOUND },
  { run: registerInterrupt, errorCode: NDIS_ERROR_CODE_INTERRUPT_CONNECT },
  { run: startDevice, errorCode: NDIS_ERROR_CODE_HARDWARE_FAILURE },
];

export const MiniportInitialize: Handler<'MiniportInitialize'> = (
  ndis,
  MediumArray,
  MediumArraySize,
  MiniportAdapterHandle,
  WrapperConfigurationContext,
) => {
  const SelectedMediumIndex = findMedium(ndis, MediumArray, MediumArraySize);
  if (SelectedMediumIndex === undefined) {
    logError(ndis, MiniportAdapterHandle, NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION);
    return NDIS_STATUS_UNSUPPORTED_MEDIA;
  }
  const memory = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, POOL_TAG);
  if (memory.Result !== NDIS_STATUS_SUCCESS) {
    logError(ndis, MiniportAdapterHandle, NDIS_ERROR_CODE_OUT_OF_RESOURCES);
    return memory.Result;
  }
  const adapter = createAdapter(ndis, memory.VirtualAddress, MiniportAdapterHandle);
  for (const { run, errorCode } of STEPS) {
    const status = run(ndis, adapter, WrapperConfigurationContext);
    if (status === NDIS_STATUS_SUCCESS) continue;
    logError(ndis, MiniportAdapterHandle, errorCode);
    releaseAdapter(ndis, adapter);
    return status;
  }
  return { Result: NDIS_STATUS_SUCCESS, SelectedMediumIndex };
};

function logError(ndis: Ndis, MiniportAdapterHandle: NdisHandle, errorCode: number): void {
  ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
}

/** Which of the media that NDIS offers is Ethernet. */
function findMedium({ memory }: Ndis, media: VirtualAddress, count: number): number | undefined {
  for (let index = 0; index < count; index++)
    if (memory.read32(virtual(media + 4 * index)) === NdisMedium802_3) return index;
  return undefined;
}

/** The adapter's memory, all zero, and its attributes: NDIS wants to know them before all else. */
function createAdapter(
  ndis: Ndis,
  address: VirtualAddress,
  MiniportAdapterHandle: NdisHandle,
): Adapter {
  ndis.NdisZeroMemory(address, ADAPTER.bytes);
  const adapter = adapterAt(ndis, address);
  adapter.MiniportAdapterHandle = MiniportAdapterHandle;
  adapter.CurrentLookahead = PAYLOAD_BYTES_MAX;
  adapter.LinkSpeed = Math.max(...LINK_SPEEDS);
  adapter.SendStatus = NDIS_STATUS_NO_CABLE;
  ndis.NdisMSetAttributesEx(
    MiniportAdapterHandle,
    address,
    CHECK_FOR_HANG_SECONDS,
    NDIS_ATTRIBUTE_DESERIALIZE |
      NDIS_ATTRIBUTE_BUS_MASTER |
      NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK |
      NDIS_ATTRIBUTE_USES_SAFE_BUFFER_APIS,
    NdisInterfacePci,
  );
  return adapter;
}

function createLocksAndTimers(ndis: Ndis, adapter: Adapter): NdisStatus {
  ndis.NdisAllocateSpinLock(stateLock(adapter));
  ndis.NdisAllocateSpinLock(sendLock(adapter));
  ndis.NdisAllocateSpinLock(receiveLock(adapter));
  adapter.HasLocks = true;
  const { MiniportAdapterHandle, LinkTimer, TransitionTimer } = adapter;
  ndis.NdisMInitializeTimer(
    LinkTimer.address,
    MiniportAdapterHandle,
    ndis.addressOf(linkTimerFunction),
    adapter.address,
  );
  ndis.NdisMInitializeTimer(
    TransitionTimer.address,
    MiniportAdapterHandle,
    ndis.addressOf(transitionTimerFunction),
    adapter.address,
  );
  adapter.HasTimers = true;
  return NDIS_STATUS_SUCCESS;
}

/** 14.3: a known state, in which the device neither interrupts nor masters the bus. */
function bringToReset(ndis: Ndis, adapter: Adapter): NdisStatus {
  return resetAndWait(ndis, adapter) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

function learnAddress(ndis: Ndis, adapter: Adapter): NdisStatus {
  if (!readPermanentAddress(ndis, adapter)) return NDIS_STATUS_FAILURE;
  if (!adapter.HasNetworkAddress)
    copyBytes(ndis, adapter.CurrentAddress, adapter.PermanentAddress, ADDRESS_BYTES);
  return NDIS_STATUS_SUCCESS;
}

function findPhy(ndis: Ndis, adapter: Adapter): NdisStatus {
  return checkPhy(ndis, adapter) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

/** The device takes 32-bit addresses from this driver. It must come before any shared memory. */
function initializeDma(ndis: Ndis, adapter: Adapter): NdisStatus {
  const { MiniportAdapterHandle } = adapter;
  return ndis.NdisMInitializeScatterGatherDma(MiniportAdapterHandle, false, FRAME_BYTES_MAX);
}

/** A PCI line is shared, so MiniportISR must be asked; from here on it may be. */
function registerInterrupt(ndis: Ndis, adapter: Adapter): NdisStatus {
  const status = ndis.NdisMRegisterInterrupt(
    adapter.Interrupt.address,
    adapter.MiniportAdapterHandle,
    adapter.InterruptVector,
    adapter.InterruptLevel,
    true,
    true,
    NdisInterruptLevelSensitive,
  );
  adapter.HasInterrupt = status === NDIS_STATUS_SUCCESS;
  return status;
}

/** 14.3 to 14.5. Nothing is received before NDIS sets a packet filter. */
function startDevice(ndis: Ndis, adapter: Adapter): NdisStatus {
  programDevice(ndis, adapter);
  updateLink(ndis, adapter);
  setState(ndis, adapter, State.RUNNING, Transition.NONE);
  followLink(ndis, adapter);
  watchLink(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
}
