/** The life of a driver and its adapters, as the PnP manager and NDIS drive it. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { NdisMedium802_3 } from '../constants';
import {
  DriverEntry,
  MiniportHalt,
  MiniportInitialize,
  MiniportPnPEventNotify,
  MiniportReset,
  MiniportShutdown,
  MiniportUnload,
} from '../handlers';
import { hex } from '../finding';
import { callHandler } from '../kernel/call-handler';
import type { Image, LoadableImage } from '../kernel/image';
import type { RegistryKey } from '../kernel/registry';
import { writeTerminated } from '../kernel/string';
import { OID_GEN_MAC_OPTIONS, OID_GEN_MAXIMUM_LOOKAHEAD, OID_PNP_SET_POWER } from '../oid';
import type { OperatingSystem } from '../operating-system';
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../row';
import { NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS } from '../status';
import { DRIVER_OBJECT, UNICODE_STRING } from '../structures';
import type { NdisStatus } from '../types';
import { Adapter, type AssignedResource, type DeviceLocation } from './adapter';
import type { Driver } from './driver';
import { stopHangCheck, startHangCheck } from './hang-check';
import { request, restoreAddressing, type RequestResult } from './requests';

const RESET_TIMEOUT_NS = 12e9;
/** What NDIS offers as MediumArray; the miniport picks one. */
const MEDIA = [NdisMedium802_3];

/** A driver image in memory, from before DriverEntry until it is unloaded. */
export interface LoadedDriver {
  readonly image: Image;
  readonly DriverObject: VirtualAddress;
  readonly RegistryPath: VirtualAddress;
  readonly status: NdisStatus;
}

/** Calls DriverEntry. */
export function loadDriver(os: OperatingSystem, image: LoadableImage): LoadedDriver {
  const { entry } = image;
  os.images.push(image);
  const DriverObject = os.allocateObject(DRIVER_OBJECT.bytes, Shadow.PLAIN);
  for (let offset = 0; offset < DRIVER_OBJECT.bytes; offset += 4)
    os.raw.write32(virtual(DriverObject + offset), 0);
  const object = DRIVER_OBJECT.at(os.raw, DriverObject);
  object.Type = 4; // IO_TYPE_DRIVER
  object.Size = DRIVER_OBJECT.bytes;
  object.DriverInit = entry;
  const RegistryPath = createUnicodeString(
    os,
    `\\Registry\\Machine\\System\\CurrentControlSet\\Services\\${image.name}`,
  );
  const status = callHandler(os, DriverEntry, entry, 0, DriverObject, RegistryPath);
  image.discardInitialization?.();
  return { image, DriverObject, RegistryPath, status };
}

function createUnicodeString(os: OperatingSystem, text: string): VirtualAddress {
  const byteCount = 2 * text.length + 2;
  const address = os.allocateObject(UNICODE_STRING.bytes + byteCount, Shadow.READ_ONLY);
  const buffer = virtual(address + UNICODE_STRING.bytes);
  writeTerminated(os.raw, buffer, text);
  const string = UNICODE_STRING.at(os.raw, address);
  string.Length = 2 * text.length;
  string.MaximumLength = byteCount;
  string.Buffer = buffer;
  return address;
}

/** The driver that this image registered; undefined if it did not, or terminated the wrapper. */
export function driverOf(os: OperatingSystem, image: Image): Driver | undefined {
  for (const driver of os.drivers.values()) if (driver.image === image) return driver;
  return undefined;
}

export interface StartedAdapter {
  readonly adapter: Adapter;
  readonly status: NdisStatus;
}

/** Adds and starts a device: MiniportInitialize, and what NDIS asks right after it. */
export function startAdapter(
  os: OperatingSystem,
  driver: Driver,
  location: DeviceLocation,
  resources: readonly AssignedResource[],
  parameters: RegistryKey,
): StartedAdapter {
  const adapter = new Adapter(os, driver, location, resources, parameters);
  const media = os.allocateObject(4 * MEDIA.length, Shadow.READ_ONLY);
  MEDIA.forEach((medium, index) => os.raw.write32(virtual(media + 4 * index), medium));
  const { Result, SelectedMediumIndex } = adapter.call(
    MiniportInitialize,
    driver.characteristics!.InitializeHandler,
    media,
    MEDIA.length,
    adapter.handle as number as never,
    adapter.configurationContext as never,
  );
  os.pool.free(media);
  if (Result !== NDIS_STATUS_SUCCESS) {
    adapter.state = 'failed';
    return { adapter, status: Result };
  }
  if (SelectedMediumIndex >= MEDIA.length)
    os.report('registration/medium-index-out-of-list', {
      what: `MiniportInitialize selected medium ${SelectedMediumIndex} of a list of ${MEDIA.length}.`,
      boundary: 'MiniportInitialize',
    });
  adapter.state = 'running';
  adapter.interrupt?.started();
  os.scheduler.poll();
  queryUlong(adapter, OID_GEN_MAXIMUM_LOOKAHEAD);
  queryUlong(adapter, OID_GEN_MAC_OPTIONS);
  startHangCheck(adapter);
  return { adapter, status: Result };
}

/** Asks for a 32-bit value; undefined if the miniport gives none. */
export function queryUlong(adapter: Adapter, oid: number): number | undefined {
  const { os } = adapter;
  const buffer = os.allocateObject(4, Shadow.PLAIN);
  const { status } = request(adapter, 'query', oid, buffer, 4);
  const value = os.raw.read32(buffer);
  os.pool.free(buffer);
  return status === NDIS_STATUS_SUCCESS ? value : undefined;
}

/** Sets a 32-bit value. */
export function setUlong(adapter: Adapter, oid: number, value: number): RequestResult {
  const { os } = adapter;
  const buffer = os.allocateObject(4, Shadow.PLAIN);
  os.raw.write32(buffer, value);
  const result = request(adapter, 'set', oid, buffer, 4);
  os.pool.free(buffer);
  return result;
}

/** MiniportReset, and NdisMResetComplete if it is left pending. */
export function resetAdapter(adapter: Adapter): NdisStatus {
  const { os } = adapter;
  const irql = os.irql;
  os.irql = DISPATCH_LEVEL;
  adapter.isResetPending = true;
  adapter.resetStatus = undefined;
  const { Result, AddressingReset } = adapter.call(
    MiniportReset,
    adapter.characteristics.ResetHandler,
    adapter.context,
  );
  os.irql = irql;
  if (Result !== NDIS_STATUS_PENDING) {
    if (adapter.resetStatus !== undefined)
      os.report('power/reset-completed-unexpectedly', {
        what: `MiniportReset returned ${hex(Result)} for a reset that it had completed.`,
        boundary: MiniportReset.name,
      });
    settleReset(adapter, Result, AddressingReset);
  }
  const outcome = (): Adapter['resetStatus'] => adapter.resetStatus;
  const isOver = () => outcome() !== undefined;
  const expire = () =>
    os.neverReturns(
      'MiniportReset was left pending for 12 s.',
      'power/reset-not-completed',
      MiniportReset.name,
    );
  if (!isOver() && irql === PASSIVE_LEVEL && !os.scheduler.wait(RESET_TIMEOUT_NS, isOver)) expire();
  const settled = outcome();
  if (settled === undefined) {
    // Asked for by the hang check, in a DPC, which cannot wait.
    const begun = ++adapter.resetCount;
    os.clock.schedule(RESET_TIMEOUT_NS, () => {
      if (adapter.isResetPending && adapter.resetCount === begun && adapter.state === 'running')
        expire();
    });
    return NDIS_STATUS_PENDING;
  }
  adapter.isResetPending = false;
  return settled.status;
}

/** NdisMResetComplete. */
export function resetComplete(
  adapter: Adapter,
  status: NdisStatus,
  addressingReset: boolean,
): void {
  if (!adapter.isResetPending || adapter.resetStatus !== undefined) {
    adapter.os.report('power/reset-completed-unexpectedly', {
      what: 'The driver called NdisMResetComplete, and no reset is pending.',
    });
    return;
  }
  settleReset(adapter, status, addressingReset);
  adapter.isResetPending = false;
}

function settleReset(adapter: Adapter, status: NdisStatus, addressingReset: boolean): void {
  adapter.resetStatus = { status, addressingReset };
  if (status !== NDIS_STATUS_SUCCESS || !addressingReset) return;
  adapter.os.scheduler.queueWorkItem({ run: () => restoreAddressing(adapter) });
}

/** OID_PNP_SET_POWER with D0 to D3 as NdisDeviceStateD0 (1) to D3 (4). */
export function setPower(adapter: Adapter, state: 0 | 1 | 2 | 3): NdisStatus {
  const { status } = setUlong(adapter, OID_PNP_SET_POWER, state + 1);
  if (status === NDIS_STATUS_SUCCESS) adapter.powerState = state;
  return status;
}

/** NdisDevicePnPEventSurpriseRemoved and its kin. */
export function notifyPnPEvent(adapter: Adapter, event: number): void {
  const { PnPEventNotifyHandler } = adapter.characteristics;
  if (PnPEventNotifyHandler === 0) return;
  adapter.call(MiniportPnPEventNotify, PnPEventNotifyHandler, adapter.context, event, NULL, 0);
}

/** The system goes down: the registered shutdown handler runs. */
export function shutdownAdapter(adapter: Adapter): void {
  const { AdapterShutdownHandler } = adapter.characteristics;
  if (AdapterShutdownHandler !== 0)
    adapter.call(MiniportShutdown, AdapterShutdownHandler, adapter.context);
  else if (adapter.shutdownHandler !== NULL)
    adapter.call(MiniportShutdown, adapter.shutdownHandler, adapter.shutdownContext);
}

/** Stops and removes the device: MiniportHalt. The adapter's handles live until `dispose`. */
export function haltAdapter(adapter: Adapter): void {
  stopHangCheck(adapter);
  adapter.state = 'halting';
  adapter.call(MiniportHalt, adapter.characteristics.HaltHandler, adapter.context);
  adapter.state = 'halted';
}

/** Calls the unload handler, if there is one, and drops the image. */
export function unloadDriver(os: OperatingSystem, loaded: LoadedDriver): void {
  const driver = driverOf(os, loaded.image);
  if (
    loaded.status === NDIS_STATUS_SUCCESS &&
    driver !== undefined &&
    driver.unloadHandler !== NULL
  )
    callHandler(os, MiniportUnload, driver.unloadHandler, 0, loaded.DriverObject);
  os.scheduler.poll();
  if (loaded.status === NDIS_STATUS_SUCCESS) releaseRegistration(os, loaded.image);
}

/** What NDIS itself takes back when a registered driver goes. */
function releaseRegistration(os: OperatingSystem, image: Image): void {
  for (const resource of os.ledger.live((one) => one.image === image.number))
    if (
      resource.kind === 'wrapper-handle' ||
      resource.kind === 'miniport-registration' ||
      resource.kind === 'unload-handler'
    )
      os.ledger.release(resource.kind, resource.key);
  const driver = driverOf(os, image);
  if (driver !== undefined) os.drivers.delete(driver.handle);
}

/** The image's memory goes, and its code must not run any more. */
export function discardImage(os: OperatingSystem, loaded: LoadedDriver): void {
  loaded.image.isUnloaded = true;
  os.pool.free(loaded.DriverObject);
  os.pool.free(loaded.RegistryPath);
}
