/** The life of a driver and its adapters, as the PnP manager and NDIS drive it. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { NetEventSetPower } from '../constants';
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
import { createUnicodeString } from '../kernel/string';
import {
  OID_GEN_MAC_OPTIONS,
  OID_GEN_MAXIMUM_LOOKAHEAD,
  OID_GEN_MAXIMUM_SEND_PACKETS,
  OID_PNP_SET_POWER,
} from '../oid';
import type { OperatingSystem } from '../operating-system';
import { DISPATCH_LEVEL, PASSIVE_LEVEL } from '../row';
import { NDIS_STATUS_NOT_RESETTABLE, NDIS_STATUS_PENDING, NDIS_STATUS_SUCCESS } from '../status';
import { DRIVER_EXTENSION, DRIVER_OBJECT, IO_TYPE_DRIVER } from '../structures/driver-object';
import type { NdisStatus } from '../types';
import { Adapter, type AssignedResource, type DeviceLocation } from './adapter';
import { tellBindings } from './binding';
import { endDeviceInitialization } from './device-object';
import { deviceProperty } from './device-property';
import type { Driver } from './driver';
import { stopHangCheck, startHangCheck } from './hang-check';
import { mediaFor, NDIS_MEDIA } from './media';
import { notifyProtocolsOf } from './pnp-event';
import { protocolsOf, unloadProtocols } from './protocol';
import { abortRequests, request, restoreAddressing, type RequestResult } from './requests';
import { abortSendQueue, drainSendQueue } from './send-queue';

const RESET_TIMEOUT_NS = 12e9;

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
  const DriverObject = createDriverObject(os, image);
  const RegistryPath = createUnicodeString(
    os,
    `\\Registry\\Machine\\System\\CurrentControlSet\\Services\\${image.name}`,
  );
  const status = callHandler(os, DriverEntry, entry, 0, DriverObject, RegistryPath);
  endDeviceInitialization(os, DriverObject);
  image.discardInitialization?.();
  return { image, DriverObject, RegistryPath, status };
}

/** The driver object, with its extension behind it as the I/O manager has it. */
function createDriverObject(os: OperatingSystem, image: LoadableImage): VirtualAddress {
  const byteCount = DRIVER_OBJECT.bytes + DRIVER_EXTENSION.bytes;
  const address = os.allocateObject(byteCount, Shadow.PLAIN);
  for (let offset = 0; offset < byteCount; offset += 4)
    os.raw.write32(virtual(address + offset), 0);
  const object = DRIVER_OBJECT.at(os.raw, address);
  object.Type = IO_TYPE_DRIVER;
  object.Size = DRIVER_OBJECT.bytes;
  object.DriverStart = image.base ?? NULL;
  object.DriverSize = image.byteCount ?? 0;
  object.DriverInit = image.entry;
  object.DriverExtension = virtual(address + DRIVER_OBJECT.bytes);
  DRIVER_EXTENSION.at(os.raw, object.DriverExtension).DriverObject = address;
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

/** Adds and starts a device. The protocols are offered it by `offerAdapter`. */
export function startAdapter(
  os: OperatingSystem,
  driver: Driver,
  location: DeviceLocation,
  resources: readonly AssignedResource[],
  parameters: RegistryKey,
): StartedAdapter {
  const adapter = new Adapter(os, driver, { location, resources, parameters });
  os.ports.forgetReleased();
  // Machine code may look for its device objects in the miniport block.
  if (os.entryAddress !== undefined) deviceProperty(adapter);
  return { adapter, status: initializeAdapter(adapter) };
}

/** MiniportInitialize, and what NDIS asks right after it. */
export function initializeAdapter(adapter: Adapter): NdisStatus {
  const { os, driver } = adapter;
  const known = driver.image.isBystander === true ? NDIS_MEDIA : os.media;
  const offered = mediaFor(known, driver.characteristics!);
  const media = os.allocateObject(4 * offered.length, Shadow.READ_ONLY);
  offered.forEach((medium, index) => os.raw.write32(virtual(media + 4 * index), medium));
  const { Result, SelectedMediumIndex } = adapter.call(
    MiniportInitialize,
    driver.characteristics!.InitializeHandler,
    media,
    offered.length,
    adapter.handle as number as never,
    adapter.configurationContext as never,
  );
  os.pool.free(media);
  if (Result !== NDIS_STATUS_SUCCESS) {
    adapter.state = 'failed';
    return Result;
  }
  if (SelectedMediumIndex >= offered.length)
    os.report('registration/medium-index-out-of-list', {
      what: `MiniportInitialize selected medium ${SelectedMediumIndex} of a list of ${offered.length}.`,
      boundary: 'MiniportInitialize',
    });
  else adapter.setMedium(offered[SelectedMediumIndex]);
  adapter.state = 'running';
  adapter.interrupt?.started();
  os.scheduler.poll();
  queryUlong(adapter, OID_GEN_MAXIMUM_LOOKAHEAD);
  queryUlong(adapter, OID_GEN_MAC_OPTIONS);
  // NDIS obeys this limit for serialized drivers alone (NDIS 5: OID_GEN_MAXIMUM_SEND_PACKETS).
  if (!adapter.isDeserialized && driver.characteristics!.SendPacketsHandler !== 0)
    adapter.maximumSendPackets = queryUlong(adapter, OID_GEN_MAXIMUM_SEND_PACKETS) || 1;
  startHangCheck(adapter);
  return Result;
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

/**
 * MiniportReset, and NdisMResetComplete if it is left pending: that is waited for at PASSIVE_LEVEL.
 * NDIS_STATUS_PENDING comes back where nobody can wait, in the DPC of the hang check.
 */
export function resetAdapter(adapter: Adapter): NdisStatus {
  const { os } = adapter;
  // An intermediate driver has no NIC to reset, and need not have the handler.
  if (adapter.characteristics.ResetHandler === 0) return NDIS_STATUS_NOT_RESETTABLE;
  const { irql } = os;
  beginReset(adapter);
  os.irql = DISPATCH_LEVEL;
  const { Result, AddressingReset } = adapter.call(
    MiniportReset,
    adapter.characteristics.ResetHandler,
    adapter.context,
  );
  os.irql = irql;
  if (Result !== NDIS_STATUS_PENDING) {
    if (!adapter.isResetPending)
      os.report('power/reset-completed-unexpectedly', {
        what: `MiniportReset returned ${hex(Result)} for a reset that it had completed.`,
        boundary: MiniportReset.name,
      });
    endReset(adapter, Result, AddressingReset);
  } else if (adapter.isResetPending) {
    if (irql > PASSIVE_LEVEL) {
      watchReset(adapter);
      return NDIS_STATUS_PENDING;
    }
    const isOver = () => !adapter.isResetPending;
    if (!os.scheduler.wait(RESET_TIMEOUT_NS, isOver)) resetExpired(os);
  }
  return adapter.resetStatus!.status;
}

/** NdisMResetComplete. */
export function resetComplete(
  adapter: Adapter,
  status: NdisStatus,
  addressingReset: boolean,
): void {
  if (adapter.isResetPending) endReset(adapter, status, addressingReset);
  else
    adapter.os.report('power/reset-completed-unexpectedly', {
      what: 'The driver called NdisMResetComplete, and no reset is pending.',
    });
}

function beginReset(adapter: Adapter): void {
  adapter.resetCount++;
  adapter.isResetPending = true;
  adapter.resetStatus = undefined;
}

function endReset(adapter: Adapter, status: NdisStatus, addressingReset: boolean): void {
  adapter.isResetPending = false;
  adapter.resetStatus = { status, addressingReset };
  for (const tell of adapter.afterReset.splice(0)) tell(status);
  drainSendQueue(adapter);
  if (status !== NDIS_STATUS_SUCCESS || !addressingReset) return;
  adapter.os.scheduler.queueWorkItem({ run: () => restoreAddressing(adapter) });
}

/** Looks after a pending reset that nobody waits for. */
function watchReset(adapter: Adapter): void {
  const { os } = adapter;
  const begun = adapter.resetCount;
  os.clock.schedule(RESET_TIMEOUT_NS, () => {
    if (adapter.isResetPending && adapter.resetCount === begun && adapter.state === 'running')
      resetExpired(os);
  });
}

function resetExpired(os: OperatingSystem): never {
  return os.neverReturns(
    'MiniportReset was left pending for 12 s.',
    'power/reset-not-completed',
    MiniportReset.name,
  );
}

/** OID_PNP_SET_POWER with D0 to D3 as NdisDeviceStateD0 (1) to D3 (4). */
export function setPower(adapter: Adapter, state: 0 | 1 | 2 | 3): NdisStatus {
  // The protocols hear of sleep before the NIC falls asleep, and of waking when it is awake.
  if (state > 0) notifyProtocolsOf(adapter, NetEventSetPower, state + 1);
  const { status } = setUlong(adapter, OID_PNP_SET_POWER, state + 1);
  if (status !== NDIS_STATUS_SUCCESS) return status;
  adapter.powerState = state;
  if (state === 0) notifyProtocolsOf(adapter, NetEventSetPower, state + 1);
  return status;
}

/** NdisDevicePnPEventSurpriseRemoved and its kin. */
export function notifyPnPEvent(adapter: Adapter, event: number): void {
  const { PnPEventNotifyHandler } = adapter.characteristics;
  if (PnPEventNotifyHandler === 0) return;
  adapter.call(MiniportPnPEventNotify, PnPEventNotifyHandler, adapter.context, event, NULL, 0);
}

/** The system goes down: the registered shutdown handler runs; false if there is none. */
export function shutdownAdapter(adapter: Adapter): boolean {
  const { os } = adapter;
  const { AdapterShutdownHandler } = adapter.characteristics;
  const isRegistered = AdapterShutdownHandler === 0;
  const handler = isRegistered ? adapter.shutdownHandler : AdapterShutdownHandler;
  if (handler === NULL) return false;
  const context = isRegistered ? adapter.shutdownContext : adapter.context;
  os.isShuttingDown = true;
  adapter.call(MiniportShutdown, handler, context);
  os.isShuttingDown = false;
  return true;
}

/** Stops and removes the device: its protocols unbind, then MiniportHalt. The adapter's handles live until `dispose`. */
export function haltAdapter(adapter: Adapter): void {
  stopHangCheck(adapter);
  tellBindings(adapter, (edge) => edge.unbind());
  adapter.state = 'halting';
  adapter.call(MiniportHalt, adapter.characteristics.HaltHandler, adapter.context);
  adapter.state = 'halted';
  abortSendQueue(adapter);
  abortRequests(adapter);
  adapter.os.requestOuts.free(adapter.handle);
}

/** Calls the unload handlers, of protocols and of the driver, and drops the registration. */
export function unloadDriver(os: OperatingSystem, loaded: LoadedDriver): void {
  if (loaded.status === NDIS_STATUS_SUCCESS) {
    unloadProtocols(os, loaded.image);
    const handler = unloadHandlerOf(os, loaded);
    if (handler !== NULL) callHandler(os, MiniportUnload, handler, 0, loaded.DriverObject);
  }
  os.scheduler.poll();
  forgetEdges(os, loaded.image);
  if (loaded.status === NDIS_STATUS_SUCCESS) releaseRegistration(os, loaded.image);
}

/**
 * What an image leaves registered as a protocol or an intermediate driver is in the ledger, and a
 * finding. Windows would call into the image that is gone; here nothing calls it.
 */
function forgetEdges(os: OperatingSystem, image: Image): void {
  for (const protocol of protocolsOf(os, image)) {
    for (const binding of [...protocol.bindings]) binding.detach();
    os.protocols.delete(protocol.handle);
  }
  for (const [handle, driver] of os.layeredMiniports)
    if (driver.image === image) os.layeredMiniports.delete(handle);
  for (const adapter of [...os.adapters.values()])
    if (adapter.driver.image === image && adapter.location === undefined) {
      stopHangCheck(adapter);
      adapter.dispose();
    }
}

/** A driver without a wrapper handle puts it into its driver object, as any driver of the kernel. */
function unloadHandlerOf(os: OperatingSystem, loaded: LoadedDriver): VirtualAddress {
  const driver = driverOf(os, loaded.image);
  if (driver !== undefined) return driver.unloadHandler;
  return DRIVER_OBJECT.at(os.raw, loaded.DriverObject).DriverUnload;
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
