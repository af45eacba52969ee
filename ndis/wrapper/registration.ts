/** Introducing a driver to NDIS: the wrapper handle, and the handlers behind it. */
import type { VirtualAddress } from '../../hardware/address';
import { NULL } from '../../hardware/address';
import { isUnion } from '../layout';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_SUCCESS } from '../status';
import { NDIS51_MINIPORT_CHARACTERISTICS } from '../structures/miniport-characteristics';
import type { NdisHandle, NdisStatus } from '../types';
import { readCharacteristics } from './driver';

/** NdisInitializeWrapper: a NIC driver calls nothing of NDIS before it (its page, "Remarks"). */
export function createDriver(os: OperatingSystem, DriverObject: VirtualAddress): NdisHandle {
  const { firstCall } = os.frame!.image;
  if (firstCall !== os.currentCall)
    os.report('registration/wrapper-order', {
      what: `${os.frame!.name} called ${firstCall} before NdisInitializeWrapper.`,
    });
  const handle = os.createHandle();
  os.drivers.set(handle, {
    handle,
    image: os.frame!.image,
    DriverObject,
    registrationStatus: undefined,
    characteristics: undefined,
    unloadHandler: NULL,
    adapters: [],
  });
  return handle as NdisHandle;
}

/** NdisTerminateWrapper: everything that hangs on the wrapper handle goes with it. */
export function terminateDriver(os: OperatingSystem, handle: NdisHandle): void {
  const driver = os.drivers.get(handle);
  if (driver === undefined) return;
  if (driver.adapters.length > 0)
    os.report('registration/terminated-after-success', {
      what: `NdisTerminateWrapper was called while ${driver.adapters.length} of the driver's adapters exist.`,
    });
  os.ledger.release('miniport-registration', handle);
  os.ledger.release('unload-handler', handle);
  driver.image.isTerminated = true;
  os.drivers.delete(handle);
  os.freeHandle(handle);
}

/** NdisMRegisterMiniport, and NdisIMRegisterLayeredMiniport of an intermediate driver. */
export function registerMiniport(
  os: OperatingSystem,
  handle: NdisHandle,
  characteristics: VirtualAddress,
  byteCount: number,
  isLayered = false,
): NdisStatus {
  const read = readCharacteristics(os.memory, characteristics, byteCount, isLayered);
  if ('status' in read) {
    // Characteristics that the scenario spoiled are not the driver's fault.
    const isSpoiled = os.faults?.injected.some(({ call }) => call === os.currentCall) ?? false;
    if (!isSpoiled) os.report(read.rule, { what: read.what });
    return read.status;
  }
  os.drivers.get(handle)!.characteristics = read;
  return NDIS_STATUS_SUCCESS;
}

/** What the driver was told, by NDIS or by an injected fault. */
export function noteRegistration(os: OperatingSystem, status: NdisStatus): void {
  const { image } = os.frame!;
  image.registrationStatus = status;
  image.registrationCall = os.currentCall;
  for (const driver of os.drivers.values())
    if (driver.image === image) driver.registrationStatus = status;
}

const FIELDS = NDIS51_MINIPORT_CHARACTERISTICS;

/** What a scenario can spoil in a registration. */
export const SPOILABLE = [
  'CharacteristicsLength',
  ...Object.entries(FIELDS.fields).flatMap(([name, field]) => (isUnion(field) ? [] : [name])),
];

/** Makes a registration one that NDIS refuses. */
export function spoilRegistration(
  os: OperatingSystem,
  inputs: readonly unknown[],
  name: string,
  value: number,
): readonly unknown[] {
  const [handle, address] = inputs;
  if (name === 'CharacteristicsLength') return [handle, address, value];
  const view = FIELDS.at(os.memory, address as VirtualAddress) as unknown as Record<string, number>;
  view[name] = value;
  return inputs;
}
