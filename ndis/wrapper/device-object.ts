/**
 * Device objects that a driver makes beside those of its adapters, and programs that open them: NDIS
 * 5, "NdisMRegisterDevice"; IoCreateDevice, IoCreateSymbolicLink, CreateFile and DeviceIoControl.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { readUnicodeString } from '../kernel/string';
import { STATUS_INSUFFICIENT_RESOURCES } from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { NDIS_STATUS_FAILURE, NDIS_STATUS_SUCCESS } from '../status';
import {
  DEVICE_OBJECT,
  DRIVER_OBJECT,
  IO_TYPE_DEVICE,
  MAJOR_FUNCTION_COUNT,
} from '../structures/driver-object';
import {
  FILE_OBJECT,
  IO_TYPE_FILE,
  IRP_MJ_CLEANUP,
  IRP_MJ_CLOSE,
  IRP_MJ_CREATE,
  IRP_MJ_DEVICE_CONTROL,
  IRP_MJ_PNP,
  IRP_MJ_POWER,
} from '../structures/irp';
import type { NdisHandle, NdisStatus } from '../types';
import { createBuffer } from './buffers';
import type { IrpFields, IrpResult } from './irps';

/** ntstatus.h. */
export const STATUS_OBJECT_NAME_NOT_FOUND = 0xc000_0034;
const STATUS_OBJECT_NAME_COLLISION = 0xc000_0035 as NdisStatus;
const STATUS_OBJECT_PATH_SYNTAX_BAD = 0xc000_003b as NdisStatus;
/** wdm.h. */
const FILE_DEVICE_NETWORK = 0x12;
const FILE_DEVICE_SECURE_OPEN = 0x100;
const DO_EXCLUSIVE = 0x08;
const DO_DEVICE_HAS_NAME = 0x40;
const DO_DEVICE_INITIALIZING = 0x80;
/** How many symbolic links one name leads through at most. */
const LINK_COUNT_MAX = 8;
/** The two low bits of a control code (CTL_CODE). */
const METHOD_BUFFERED = 0;
const METHOD_NEITHER = 3;

export interface RegisteredDevice {
  /** Of NdisMRegisterDevice; the address of the object, of IoCreateDevice. */
  readonly handle: NdisHandle;
  readonly deviceObject: VirtualAddress;
  readonly DriverObject: VirtualAddress;
  /** In lower case. */
  readonly names: readonly string[];
  /** The dispatch routine for a major function; NULL if the driver has none. */
  readonly dispatch: (majorFunction: number) => VirtualAddress;
  openCount: number;
  isRemoved: boolean;
}

/** A name of IoCreateSymbolicLink. */
export interface SymbolicLink {
  /** In the ledger. */
  readonly handle: number;
  /** The name that it leads to, in lower case. */
  readonly target: string;
}

/** A program's handle of a device. */
export interface DeviceFile {
  readonly device: RegisteredDevice;
  readonly fileObject: VirtualAddress;
}

export interface RegisteredDeviceResult {
  readonly Result: NdisStatus;
  readonly pDeviceObject: VirtualAddress;
  readonly NdisDeviceHandle: NdisHandle;
}

function refused(Result: NdisStatus): RegisteredDeviceResult {
  return { Result, pDeviceObject: NULL, NdisDeviceHandle: 0 as NdisHandle };
}

/** \??\Name and \DosDevices\Name are the same directory. */
function canonical(name: string): string {
  return name.toLowerCase().replace(/^\\\?\?\\/, '\\dosdevices\\');
}

/** NdisMRegisterDevice. */
export function registerDevice(
  os: OperatingSystem,
  wrapperHandle: NdisHandle,
  DeviceName: VirtualAddress,
  SymbolicName: VirtualAddress,
  MajorFunctions: VirtualAddress,
): RegisteredDeviceResult {
  const { DriverObject } = os.drivers.get(wrapperHandle)!;
  const names = [DeviceName, SymbolicName].map((name) =>
    canonical(readUnicodeString(os.memory, name)),
  );
  const majorFunctions = Array.from({ length: MAJOR_FUNCTION_COUNT }, (_, index) =>
    virtual(os.memory.read32(virtual(MajorFunctions + 4 * index))),
  );
  // NdisMRegisterDevice, MajorFunctions.
  const forbidden = { IRP_MJ_POWER, IRP_MJ_PNP };
  for (const [name, major] of Object.entries(forbidden))
    if (majorFunctions[major] !== NULL)
      os.report('registration/nonsense-argument', {
        what: `MajorFunctions has a routine for ${name}, which must be NULL: the device is not PnP's.`,
      });
  const refusal = refusalOf(os, names);
  if (refusal !== undefined) return refused(refusal);
  const deviceObject = createDeviceObject(os, DriverObject, {
    extensionBytes: 0,
    flags: DO_DEVICE_HAS_NAME,
    type: FILE_DEVICE_NETWORK,
    characteristics: FILE_DEVICE_SECURE_OPEN,
  });
  if (deviceObject === undefined) return refused(NDIS_STATUS_FAILURE);
  const handle = os.createHandle() as NdisHandle;
  const dispatch = (major: number) => majorFunctions[major];
  enter(os, { handle, deviceObject, DriverObject, names, dispatch });
  return {
    Result: NDIS_STATUS_SUCCESS,
    pDeviceObject: deviceObject,
    NdisDeviceHandle: handle,
  };
}

/** What is wrong with names that something is to get, each of its own; undefined if nothing. */
function refusalOf(os: OperatingSystem, names: readonly string[]): NdisStatus | undefined {
  if (names.some((name) => !/^\\.+\\.+/.test(name))) return STATUS_OBJECT_PATH_SYNTAX_BAD;
  const isTaken = names.some((name) => os.deviceNames.has(name) || os.symbolicLinks.has(name));
  return isTaken || new Set(names).size < names.length ? STATUS_OBJECT_NAME_COLLISION : undefined;
}

function enter(
  os: OperatingSystem,
  created: Omit<RegisteredDevice, 'openCount' | 'isRemoved'>,
): void {
  const device = { ...created, openCount: 0, isRemoved: false };
  os.devices.set(device.handle, device);
  for (const name of device.names) os.deviceNames.set(name, device);
}

/** IoCreateDevice: requests go to what stands in the driver object when they come. */
export function createDevice(
  os: OperatingSystem,
  DriverObject: VirtualAddress,
  extensionBytes: number,
  DeviceName: VirtualAddress,
  type: number,
  characteristics: number,
  isExclusive: boolean,
): { readonly Result: NdisStatus; readonly DeviceObject: VirtualAddress } {
  const failed = (Result: NdisStatus) => ({ Result, DeviceObject: NULL });
  const names = DeviceName === NULL ? [] : [canonical(readUnicodeString(os.memory, DeviceName))];
  const refusal = refusalOf(os, names);
  if (refusal !== undefined) return failed(refusal);
  const named = names.length > 0 ? DO_DEVICE_HAS_NAME : 0;
  const flags = DO_DEVICE_INITIALIZING | named | (isExclusive ? DO_EXCLUSIVE : 0);
  const shape = { extensionBytes, flags, type, characteristics };
  const deviceObject = createDeviceObject(os, DriverObject, shape);
  if (deviceObject === undefined) return failed(STATUS_INSUFFICIENT_RESOURCES);
  const handle = deviceObject as number as NdisHandle;
  const table = DriverObject + DRIVER_OBJECT.offsets.MajorFunction;
  const dispatch = (major: number) => virtual(os.raw.read32(virtual(table + 4 * major)));
  enter(os, { handle, deviceObject, DriverObject, names, dispatch });
  return { Result: NDIS_STATUS_SUCCESS, DeviceObject: deviceObject };
}

/** What IoCreateDevice makes within DriverEntry, the I/O manager declares ready after it. */
export function endDeviceInitialization(os: OperatingSystem, DriverObject: VirtualAddress): void {
  for (const device of os.devices.values())
    if (device.DriverObject === DriverObject)
      DEVICE_OBJECT.at(os.raw, device.deviceObject).Flags &= ~DO_DEVICE_INITIALIZING;
}

/** IoCreateSymbolicLink. What it leads to need not be there. */
export function createSymbolicLink(
  os: OperatingSystem,
  SymbolicLinkName: VirtualAddress,
  DeviceName: VirtualAddress,
): NdisStatus {
  const [link, target] = [SymbolicLinkName, DeviceName].map((name) =>
    canonical(readUnicodeString(os.memory, name)),
  );
  const refusal = refusalOf(os, [link]);
  if (refusal !== undefined) return refusal;
  const handle = os.createHandle();
  os.symbolicLinks.set(link, { handle, target });
  os.ledger.acquire({
    kind: 'symbolic-link',
    key: handle,
    acquiredBy: os.currentCall!,
    acquiredIn: os.boundary,
    adapter: 0,
    image: os.frame?.image.number ?? 0,
    remembered: undefined,
    site: os.callSite?.(),
    callers: os.callers?.(),
  });
  return NDIS_STATUS_SUCCESS;
}

/** IoDeleteSymbolicLink. */
export function deleteSymbolicLink(
  os: OperatingSystem,
  SymbolicLinkName: VirtualAddress,
): NdisStatus {
  const name = canonical(readUnicodeString(os.memory, SymbolicLinkName));
  const link = os.symbolicLinks.get(name);
  if (link === undefined) return STATUS_OBJECT_NAME_NOT_FOUND as NdisStatus;
  os.symbolicLinks.delete(name);
  os.ledger.release('symbolic-link', link.handle);
  os.freeHandle(link.handle);
  return NDIS_STATUS_SUCCESS;
}

interface DeviceShape {
  readonly extensionBytes: number;
  readonly flags: number;
  readonly type: number;
  readonly characteristics: number;
}

/** A device object, first in its driver's list; undefined if there is no memory. */
function createDeviceObject(
  os: OperatingSystem,
  DriverObject: VirtualAddress,
  { extensionBytes, flags, type, characteristics }: DeviceShape,
): VirtualAddress | undefined {
  const byteCount = DEVICE_OBJECT.bytes + extensionBytes;
  const address = os.pool.allocate(byteCount, Shadow.PLAIN);
  if (address === undefined) return undefined;
  for (let offset = 0; offset < byteCount; offset++) os.raw.write8(virtual(address + offset), 0);
  const object = DEVICE_OBJECT.at(os.raw, address);
  object.Type = IO_TYPE_DEVICE;
  object.Size = byteCount;
  object.DriverObject = DriverObject;
  object.Flags = flags;
  object.Characteristics = characteristics;
  object.DeviceType = type;
  object.DeviceExtension = extensionBytes === 0 ? NULL : virtual(address + DEVICE_OBJECT.bytes);
  object.StackSize = 1;
  const driver = DRIVER_OBJECT.at(os.raw, DriverObject);
  object.NextDevice = driver.DeviceObject;
  driver.DeviceObject = address;
  return address;
}

/** NdisMDeregisterDevice, IoDeleteDevice: the names go at once, the object when nobody has it open any more. */
export function deregisterDevice(os: OperatingSystem, handle: NdisHandle): void {
  const device = os.devices.get(handle)!;
  os.devices.delete(handle);
  if (handle !== (device.deviceObject as number)) os.freeHandle(handle);
  for (const name of device.names) os.deviceNames.delete(name);
  device.isRemoved = true;
  unlink(os, device);
  if (device.openCount === 0) os.pool.free(device.deviceObject);
}

function unlink(os: OperatingSystem, { DriverObject, deviceObject }: RegisteredDevice): void {
  const { NextDevice } = DEVICE_OBJECT.at(os.raw, deviceObject);
  const driver = DRIVER_OBJECT.at(os.raw, DriverObject);
  if (driver.DeviceObject === deviceObject) {
    driver.DeviceObject = NextDevice;
    return;
  }
  for (const other of os.devices.values()) {
    const object = DEVICE_OBJECT.at(os.raw, other.deviceObject);
    if (object.NextDevice === deviceObject) object.NextDevice = NextDevice;
  }
}

function send(
  os: OperatingSystem,
  { device, fileObject }: DeviceFile,
  majorFunction: number,
  fields: Partial<IrpFields> = {},
): IrpResult {
  const { deviceObject, dispatch } = device;
  return os.irps.send(dispatch(majorFunction), {
    ...fields,
    ...{ deviceObject, fileObject, majorFunction },
  });
}

/** The device of that name, through symbolic links. */
function deviceNamed(os: OperatingSystem, name: string): RegisteredDevice | undefined {
  let at = canonical(name);
  for (let count = 0; count < LINK_COUNT_MAX; count++) {
    const link = os.symbolicLinks.get(at);
    if (link === undefined) break;
    at = link.target;
  }
  return os.deviceNames.get(at);
}

/**
 * Opens a device by one of its names, as a program does with CreateFile: IRP_MJ_CREATE. No file if
 * there is no such device or its driver refuses.
 */
export function openDevice(
  os: OperatingSystem,
  name: string,
): { readonly status: number; readonly file: DeviceFile | undefined } {
  const device = deviceNamed(os, name);
  if (device === undefined) return { status: STATUS_OBJECT_NAME_NOT_FOUND, file: undefined };
  const fileObject = os.allocateObject(FILE_OBJECT.bytes, Shadow.PLAIN);
  for (let offset = 0; offset < FILE_OBJECT.bytes; offset += 4)
    os.raw.write32(virtual(fileObject + offset), 0);
  const object = FILE_OBJECT.at(os.raw, fileObject);
  object.Type = IO_TYPE_FILE;
  object.Size = FILE_OBJECT.bytes;
  object.DeviceObject = device.deviceObject;
  const file = { device, fileObject };
  device.openCount++;
  const { status } = send(os, file, IRP_MJ_CREATE);
  if (status === NDIS_STATUS_SUCCESS) return { status, file };
  release(os, file);
  return { status, file: undefined };
}

/** Closes a program's handle: IRP_MJ_CLEANUP and IRP_MJ_CLOSE. */
export function closeDevice(os: OperatingSystem, file: DeviceFile): void {
  send(os, file, IRP_MJ_CLEANUP);
  send(os, file, IRP_MJ_CLOSE);
  release(os, file);
}

function release(os: OperatingSystem, { device, fileObject }: DeviceFile): void {
  os.pool.free(fileObject);
  device.openCount--;
  if (device.isRemoved && device.openCount === 0) os.pool.free(device.deviceObject);
}

/**
 * DeviceIoControl: IRP_MJ_DEVICE_CONTROL. What the program has in its buffers goes by the code's
 * method: through a system buffer, an MDL for the output, or by addresses alone.
 *
 * @param outputBytes - the size of the program's output buffer.
 */
export function controlDevice(
  os: OperatingSystem,
  file: DeviceFile,
  ioControlCode: number,
  input: Uint8Array,
  outputBytes: number,
): IrpResult & { readonly output: Uint8Array } {
  const method = ioControlCode & 3;
  const isBuffered = method === METHOD_BUFFERED;
  const common = Math.max(input.length, isBuffered ? outputBytes : 0);
  const systemBuffer = common === 0 ? NULL : os.allocateObject(common, Shadow.PLAIN);
  input.forEach((byte, index) => os.raw.write8(virtual(systemBuffer + index), byte));
  const isApart = !isBuffered && outputBytes > 0;
  const apart = isApart ? os.allocateObject(outputBytes, Shadow.PLAIN) : NULL;
  const mdl = isApart && method !== METHOD_NEITHER ? createBuffer(os, apart, outputBytes)! : NULL;
  const result = send(os, file, IRP_MJ_DEVICE_CONTROL, {
    inputBytes: input.length,
    ...{ outputBytes, ioControlCode, mdl },
    ...(method === METHOD_NEITHER
      ? { type3InputBuffer: systemBuffer, userBuffer: apart }
      : { systemBuffer, userBuffer: apart }),
  });
  // Information says how much of the output is worth copying (IO_STATUS_BLOCK), not of errors.
  const isError = result.status >>> 30 === 3;
  const copied = isError ? 0 : Math.min(result.information, outputBytes);
  const from = isBuffered ? systemBuffer : apart;
  const output = Uint8Array.from({ length: copied }, (_, at) => os.raw.read8(virtual(from + at)));
  for (const buffer of [systemBuffer, apart, mdl]) if (buffer !== NULL) os.pool.free(buffer);
  return { ...result, output };
}
