/**
 * MiniportInitialize: one step after the other, and on a failure all of them undone by the path that
 * MiniportHalt takes (halt.ts). The device is set up in the order of HRM, startup:
 * configuration space, reset, lists, registers, processes.
 */
import { virtual, type VirtualAddress } from '../../hardware/address';
import {
  NDIS_ATTRIBUTE_BUS_MASTER,
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
  NDIS_STATUS_ADAPTER_NOT_FOUND,
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_SUCCESS,
  NDIS_STATUS_UNSUPPORTED_MEDIA,
} from '../../ndis/status';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { ADAPTER, type Adapter, adapterAt, POOL_TAG } from './adapter';
import { programChip, resetChip, wakeChip } from './chip';
import { ADDRESS_BYTES, PAYLOAD_BYTES_MAX } from './frame';
import { releaseAdapter } from './halt';
import { allowInterrupts } from './interrupt';
import { findPhy, SPEED_100_MBPS, updateLink } from './link';
import { allocateLists, allocateMapRegisters } from './lists';
import { CHECK_FOR_HANG_SECONDS } from './reset';
import { findResources, registerPorts } from './resources';
import { isStationAddress, readPermanentAddress } from './srom';

/** A step of the initialization: what it does, and what the event log says when it fails. */
interface Step {
  readonly run: (
    ndis: Ndis,
    adapter: Adapter,
    WrapperConfigurationContext: NdisHandle,
  ) => NdisStatus;
  readonly errorCode: number;
}

const STEPS: readonly Step[] = [
  { run: readConfiguration, errorCode: NDIS_ERROR_CODE_MISSING_CONFIGURATION_PARAMETER },
  { run: findResources, errorCode: NDIS_ERROR_CODE_RESOURCE_CONFLICT },
  { run: registerPorts, errorCode: NDIS_ERROR_CODE_RESOURCE_CONFLICT },
  { run: findChip, errorCode: NDIS_ERROR_CODE_ADAPTER_NOT_FOUND },
  { run: bringToReset, errorCode: NDIS_ERROR_CODE_HARDWARE_FAILURE },
  { run: learnAddress, errorCode: NDIS_ERROR_CODE_NETWORK_ADDRESS },
  { run: lookForPhy, errorCode: NDIS_ERROR_CODE_HARDWARE_FAILURE },
  { run: allocateMapRegisters, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
  { run: allocateLists, errorCode: NDIS_ERROR_CODE_OUT_OF_RESOURCES },
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
    const errorCode = NDIS_ERROR_CODE_UNSUPPORTED_CONFIGURATION;
    ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
    return NDIS_STATUS_UNSUPPORTED_MEDIA;
  }
  const memory = ndis.NdisAllocateMemoryWithTag(ADAPTER.bytes, POOL_TAG);
  if (memory.Result !== NDIS_STATUS_SUCCESS) {
    const errorCode = NDIS_ERROR_CODE_OUT_OF_RESOURCES;
    ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
    return memory.Result;
  }
  const adapter = createAdapter(ndis, memory.VirtualAddress, MiniportAdapterHandle);
  for (const { run, errorCode } of STEPS) {
    const status = run(ndis, adapter, WrapperConfigurationContext);
    if (status === NDIS_STATUS_SUCCESS) continue;
    ndis.NdisWriteErrorLogEntry(MiniportAdapterHandle, errorCode, 0);
    releaseAdapter(ndis, adapter);
    return status;
  }
  return { Result: NDIS_STATUS_SUCCESS, SelectedMediumIndex };
};

/** Which of the media that NDIS offers is Ethernet. */
function findMedium({ memory }: Ndis, media: VirtualAddress, count: number): number | undefined {
  for (let index = 0; index < count; index++)
    if (memory.read32(virtual(media + 4 * index)) === NdisMedium802_3) return index;
  return undefined;
}

/**
 * The adapter's memory, all zero, and its attributes: NDIS wants to know them before all else. Since
 * NDIS_ATTRIBUTE_DESERIALIZE is not among them, NDIS serializes the driver.
 */
function createAdapter(
  ndis: Ndis,
  address: VirtualAddress,
  MiniportAdapterHandle: NdisHandle,
): Adapter {
  ndis.NdisZeroMemory(address, ADAPTER.bytes);
  const adapter = adapterAt(ndis, address);
  adapter.MiniportAdapterHandle = MiniportAdapterHandle;
  adapter.CurrentLookahead = PAYLOAD_BYTES_MAX;
  adapter.LinkSpeed = SPEED_100_MBPS;
  ndis.NdisMSetAttributesEx(
    MiniportAdapterHandle,
    address,
    CHECK_FOR_HANG_SECONDS,
    NDIS_ATTRIBUTE_BUS_MASTER,
    NdisInterfacePci,
  );
  return adapter;
}

/** Takes an address that the user has set in place of the card's own, if a station can have it. */
function readConfiguration(
  ndis: Ndis,
  adapter: Adapter,
  WrapperConfigurationContext: NdisHandle,
): NdisStatus {
  const { Status, ConfigurationHandle } = ndis.NdisOpenConfiguration(WrapperConfigurationContext);
  if (Status !== NDIS_STATUS_SUCCESS) return Status;
  const address = ndis.NdisReadNetworkAddress(ConfigurationHandle);
  if (
    address.Status === NDIS_STATUS_SUCCESS &&
    address.NetworkAddressLength === ADDRESS_BYTES &&
    isStationAddress(ndis, address.NetworkAddress)
  ) {
    ndis.NdisMoveMemory(adapter.CurrentAddress, address.NetworkAddress, ADDRESS_BYTES);
    adapter.HasNetworkAddress = true;
  }
  ndis.NdisCloseConfiguration(ConfigurationHandle);
  return NDIS_STATUS_SUCCESS;
}

/** After power-on the device may be in a sleep mode (HRM, CFDD). */
function findChip(ndis: Ndis, adapter: Adapter): NdisStatus {
  adapter.HasChip = wakeChip(ndis, adapter);
  return adapter.HasChip ? NDIS_STATUS_SUCCESS : NDIS_STATUS_ADAPTER_NOT_FOUND;
}

/** A known state, in which the device neither interrupts nor masters the bus (HRM, CSR0). */
function bringToReset(ndis: Ndis, adapter: Adapter): NdisStatus {
  return resetChip(ndis, adapter) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

function lookForPhy(ndis: Ndis, adapter: Adapter): NdisStatus {
  return findPhy(ndis, adapter) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

function learnAddress(ndis: Ndis, adapter: Adapter): NdisStatus {
  if (!readPermanentAddress(ndis, adapter)) return NDIS_STATUS_FAILURE;
  if (!adapter.HasNetworkAddress)
    ndis.NdisMoveMemory(adapter.CurrentAddress, adapter.PermanentAddress, ADDRESS_BYTES);
  return NDIS_STATUS_SUCCESS;
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

/** Lets the device run. Nothing is received before NDIS sets a packet filter. */
function startDevice(ndis: Ndis, adapter: Adapter): NdisStatus {
  updateLink(ndis, adapter);
  programChip(ndis, adapter);
  allowInterrupts(ndis, adapter);
  return NDIS_STATUS_SUCCESS;
}
