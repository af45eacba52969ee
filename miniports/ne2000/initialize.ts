/**
 * MiniportInitialize: one step after the other, and on a failure all of them undone by the path
 * that MiniportHalt takes (halt.ts).
 */
import { physical, type VirtualAddress, virtual } from '../../hardware/address';
import {
  NDIS_ERROR_CODE_ADAPTER_NOT_FOUND,
  NDIS_ERROR_CODE_HARDWARE_FAILURE,
  NDIS_ERROR_CODE_INTERRUPT_CONNECT,
  NDIS_ERROR_CODE_INVALID_VALUE_FROM_ADAPTER,
  NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER,
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
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_UNSUPPORTED_MEDIA,
} from '../../ndis/status';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { ADAPTER, type Adapter, adapterAt, LOOKAHEAD_BYTES_MAX } from './adapter';
import { leaveLoopback, resetCard, startInLoopback } from './card';
import { readConfiguration } from './configuration';
import { MiniportShutdown, releaseAdapter } from './halt';
import { startInterrupts } from './interrupt';
import { findResources, identifyCard, registerPorts } from './resources';
import { readProm, testMemory } from './self-test';

/** NdisAllocateMemory: memory of any physical address will do. */
const ANY_ADDRESS = physical(-1);

/** What went wrong: the status for NDIS, and the code for the event log. */
interface Failure {
  readonly status: NdisStatus;
  readonly errorCode: number;
}

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
  const memory = ndis.NdisAllocateMemory(ADAPTER.bytes, 0, ANY_ADDRESS);
  if (memory.Result !== NDIS_STATUS_SUCCESS) {
    logError(ndis, MiniportAdapterHandle, NDIS_ERROR_CODE_OUT_OF_RESOURCES);
    return memory.Result;
  }
  const adapter = createAdapter(ndis, memory.VirtualAddress, MiniportAdapterHandle);
  const failure =
    findCard(ndis, adapter, WrapperConfigurationContext) ??
    testCard(ndis, adapter) ??
    startCard(ndis, adapter);
  if (failure === undefined) return { Result: NDIS_STATUS_SUCCESS, SelectedMediumIndex };
  logError(ndis, MiniportAdapterHandle, failure.errorCode);
  releaseAdapter(ndis, adapter);
  return failure.status;
};

function logError(ndis: Ndis, MiniportAdapterHandle: NdisHandle, errorCode: number): void {
  ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
}

/** A step's failure, if its status says so. */
function failed(status: NdisStatus, errorCode: number): Failure | undefined {
  return status === NDIS_STATUS_SUCCESS ? undefined : { status, errorCode };
}

/** Which of the media that NDIS offers is Ethernet. */
function findMedium({ memory }: Ndis, media: VirtualAddress, count: number): number | undefined {
  for (let index = 0; index < count; index++)
    if (memory.read32(virtual(media + 4 * index)) === NdisMedium802_3) return index;
  return undefined;
}

/** The adapter's memory, and its attributes: NDIS wants to know them before all else. */
function createAdapter(
  ndis: Ndis,
  address: VirtualAddress,
  MiniportAdapterHandle: NdisHandle,
): Adapter {
  ndis.NdisZeroMemory(address, ADAPTER.bytes);
  const adapter = adapterAt(ndis, address);
  adapter.MiniportAdapterHandle = MiniportAdapterHandle;
  adapter.CurrentLookahead = LOOKAHEAD_BYTES_MAX;
  // NDIS takes a new adapter for connected; MiniportCheckForHang says so if it is not.
  adapter.IsLinkUp = true;
  ndis.NdisMSetAttributes(MiniportAdapterHandle, address, false, NdisInterfacePci);
  return adapter;
}

/** Where the card is, and how the user wants it. */
function findCard(
  ndis: Ndis,
  adapter: Adapter,
  WrapperConfigurationContext: NdisHandle,
): Failure | undefined {
  return (
    failed(
      readConfiguration(ndis, adapter, WrapperConfigurationContext),
      NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER,
    ) ??
    failed(identifyCard(ndis, adapter), NDIS_ERROR_CODE_ADAPTER_NOT_FOUND) ??
    failed(findResources(ndis, adapter), NDIS_ERROR_CODE_RESOURCE_CONFLICT) ??
    failed(registerPorts(ndis, adapter), NDIS_ERROR_CODE_RESOURCE_CONFLICT)
  );
}

/** Whether the card is well. Its memory is reached by the remote DMA, which runs in loopback too. */
function testCard(ndis: Ndis, adapter: Adapter): Failure | undefined {
  if (!resetCard(ndis, adapter))
    return failed(NDIS_STATUS_FAILURE, NDIS_ERROR_CODE_HARDWARE_FAILURE);
  startInLoopback(ndis, adapter);
  return (
    failed(readProm(ndis, adapter), NDIS_ERROR_CODE_INVALID_VALUE_FROM_ADAPTER) ??
    failed(testMemory(ndis, adapter), NDIS_ERROR_CODE_HARDWARE_FAILURE)
  );
}

/**
 * The interrupt, and then the card with the address that it has now. Nothing is received before
 * NDIS sets a packet filter.
 */
function startCard(ndis: Ndis, adapter: Adapter): Failure | undefined {
  const { MiniportAdapterHandle } = adapter;
  // A PCI line is shared, so that MiniportISR must be asked.
  const status = ndis.NdisMRegisterInterrupt(
    adapter.Interrupt.address,
    MiniportAdapterHandle,
    adapter.InterruptVector,
    adapter.InterruptLevel,
    true,
    true,
    NdisInterruptLevelSensitive,
  );
  adapter.HasInterrupt = status === NDIS_STATUS_SUCCESS;
  if (!adapter.HasInterrupt) return failed(status, NDIS_ERROR_CODE_INTERRUPT_CONNECT);
  ndis.NdisMRegisterAdapterShutdownHandler(
    MiniportAdapterHandle,
    adapter.address,
    ndis.addressOf(MiniportShutdown),
  );
  adapter.HasShutdownHandler = true;
  startInLoopback(ndis, adapter);
  leaveLoopback(ndis, adapter);
  startInterrupts(ndis, adapter);
  return undefined;
}
