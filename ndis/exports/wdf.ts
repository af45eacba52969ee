/**
 * The Kernel-Mode Driver Framework, as far as a miniport that is linked with it comes to it before
 * it registers: the code that the linker puts around DriverEntry binds to the framework's functions
 * (Windows-Driver-Frameworks: wdfldr.h, fxldr.h, wdfglobals.h, wdfdriver.h, fxlibrarycommon.cpp,
 * fxdriverapi.cpp). Of the functions themselves only WdfDriverCreate is here; to call another makes
 * the run inconclusive.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import { readUnicodeString } from '../kernel/string';
import { array, layout } from '../layout';
import {
  STATUS_INFO_LENGTH_MISMATCH,
  STATUS_INSUFFICIENT_RESOURCES,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, optional, output } from '../row';
import { BOOLEAN, NDIS_STATUS, PVOID, UCHAR, ULONG, pointer, type NdisStatus } from '../types';

/** ntstatus.h. */
const STATUS_DRIVER_INTERNAL_ERROR = 0xc000_0183 as NdisStatus;

const WDF_BIND_INFO = layout('WDF_BIND_INFO', 0x20, {
  Size: ULONG,
  Component: PVOID,
  VersionMajor: ULONG,
  VersionMinor: ULONG,
  VersionBuild: ULONG,
  FuncCount: ULONG,
  FuncTable: PVOID,
  Module: PVOID,
});

const DRIVER_NAME_BYTES = 32;

const WDF_DRIVER_GLOBALS = layout('WDF_DRIVER_GLOBALS', 0x30, {
  Driver: PVOID,
  DriverFlags: ULONG,
  DriverTag: ULONG,
  DriverName: array(UCHAR, DRIVER_NAME_BYTES),
  DisplaceDriverUnload: BOOLEAN,
});

const WDF_DRIVER_CONFIG = layout('WDF_DRIVER_CONFIG', 0x14, {
  Size: ULONG,
  EvtDriverDeviceAdd: PVOID,
  EvtDriverUnload: PVOID,
  DriverInitFlags: ULONG,
  DriverPoolTag: ULONG,
});
/** The structure of KMDF 1.0 and 1.1 has no DriverPoolTag. */
const FIRST_CONFIG_BYTES = 0x10;
const FLAGS_KNOWN = 0x03;
const WdfDriverInitNoDispatchOverride = 0x02;

/** Up to KMDF 1.13 a driver has a copy of the table, and from 1.15 on a pointer to it. */
const COPIED_FUNCTIONS_MAX = 438;
/** KMDF 1.33 has fewer. */
const FUNCTIONS_MAX = 512;
const WDF_DRIVER_CREATE = 116;
const FRAMEWORK = 'wdf01000.sys';

const loader = { module: 'wdfldr.sys', irql: Irql.PASSIVE } as const;
const bindInfo = input('BindInfo', pointer('WDF_BIND_INFO'));
const registryPath = input('RegistryPath', pointer('UNICODE_STRING'));

function functionAt(os: OperatingSystem, index: number): VirtualAddress {
  if (index === WDF_DRIVER_CREATE) return os.routineAddress!(FRAMEWORK, 'WdfDriverCreate')!;
  const name = `function ${index} of ${FRAMEWORK}`;
  return os.processor.functionAt(name, () => () => {
    os.inconclusive(
      `${name} is not modelled; it is called from ${os.callSite?.() ?? 'an unknown place'}`,
    );
  });
}

/** Writes the addresses of the framework's functions, beginning with the first. */
function writeTable(os: OperatingSystem, at: VirtualAddress, count: number): void {
  for (let index = 0; index < count; index++)
    os.memory.write32(virtual(at + 4 * index), functionAt(os, index));
}

export const WdfVersionBind = exported({
  ...loader,
  name: 'WdfVersionBind',
  returns: NDIS_STATUS,
  args: [
    input('DriverObject', pointer('DRIVER_OBJECT')),
    registryPath,
    bindInfo,
    output('ComponentGlobals', PVOID),
  ],
  page: 'Windows Driver Frameworks, wdfldr.h',
  summary: 'Gives a driver the functions of KMDF and its globals.',
  body(os, _DriverObject, _RegistryPath, BindInfo) {
    const { FuncCount, FuncTable } = WDF_BIND_INFO.at(os.memory, BindInfo);
    if (FuncTable === NULL || FuncCount > FUNCTIONS_MAX)
      return { Result: STATUS_INVALID_PARAMETER, ComponentGlobals: NULL };
    const isCopied = FuncCount <= COPIED_FUNCTIONS_MAX;
    const bytes = WDF_DRIVER_GLOBALS.bytes + (isCopied ? 0 : 4 * FuncCount);
    const ComponentGlobals = os.pool.allocate(bytes, Shadow.PLAIN);
    if (ComponentGlobals === undefined)
      return { Result: STATUS_INSUFFICIENT_RESOURCES, ComponentGlobals: NULL };
    for (let offset = 0; offset < WDF_DRIVER_GLOBALS.bytes; offset += 4)
      os.memory.write32(virtual(ComponentGlobals + offset), 0);
    const table = virtual(ComponentGlobals + WDF_DRIVER_GLOBALS.bytes);
    if (!isCopied) os.memory.write32(FuncTable, table);
    writeTable(os, isCopied ? FuncTable : table, FuncCount);
    return { Result: STATUS_SUCCESS, ComponentGlobals };
  },
});

export const WdfVersionUnbind = exported({
  ...loader,
  name: 'WdfVersionUnbind',
  returns: NDIS_STATUS,
  args: [registryPath, bindInfo, optional('ComponentGlobals', pointer('WDF_DRIVER_GLOBALS'))],
  page: 'Windows Driver Frameworks, wdfldr.h',
  summary: 'Takes back what WdfVersionBind gave.',
  body(os, _RegistryPath, _BindInfo, ComponentGlobals) {
    if (ComponentGlobals !== NULL) os.pool.free(ComponentGlobals);
    return STATUS_SUCCESS;
  },
});

export const WdfDriverCreate = exported({
  name: 'WdfDriverCreate',
  module: FRAMEWORK,
  irql: Irql.PASSIVE,
  returns: NDIS_STATUS,
  args: [
    input('DriverGlobals', pointer('WDF_DRIVER_GLOBALS')),
    input('DriverObject', pointer('DRIVER_OBJECT')),
    registryPath,
    optional('DriverAttributes', pointer('WDF_OBJECT_ATTRIBUTES')),
    input('DriverConfig', pointer('WDF_DRIVER_CONFIG')),
    optional('Driver', PVOID),
  ],
  page: 'nf-wdfdriver-wdfdrivercreate',
  summary: "Makes the framework's driver object; of a miniport, which keeps its dispatch routines.",
  body(os, DriverGlobals, _DriverObject, RegistryPath, _DriverAttributes, DriverConfig, Driver) {
    const config = WDF_DRIVER_CONFIG.at(os.memory, DriverConfig);
    const hasTag = config.Size === WDF_DRIVER_CONFIG.bytes;
    if (!hasTag && config.Size !== FIRST_CONFIG_BYTES) return STATUS_INFO_LENGTH_MISMATCH;
    const flags = config.DriverInitFlags;
    if ((flags & ~FLAGS_KNOWN) !== 0) return STATUS_INVALID_PARAMETER;
    const globals = WDF_DRIVER_GLOBALS.at(os.memory, DriverGlobals);
    if (globals.Driver !== NULL) return STATUS_DRIVER_INTERNAL_ERROR;
    if ((flags & WdfDriverInitNoDispatchOverride) === 0)
      os.inconclusive('a driver whose dispatch routines KMDF takes over is not modelled');
    const service = readUnicodeString(os.memory, RegistryPath).split('\\').at(-1)!;
    for (let index = 0; index < DRIVER_NAME_BYTES - 1; index++)
      os.memory.write8(virtual(globals.DriverName + index), service.charCodeAt(index) & 0xff);
    globals.DriverTag = hasTag ? config.DriverPoolTag : 0;
    globals.DriverFlags |= flags;
    globals.DisplaceDriverUnload = config.EvtDriverUnload !== NULL;
    globals.Driver = virtual(os.createHandle());
    if (Driver !== NULL) os.memory.write32(Driver, globals.Driver);
    return STATUS_SUCCESS;
  },
});
