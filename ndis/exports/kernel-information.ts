/** What the kernel tells of devices, of the system and of its power. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import { TICK_UNITS } from '../kernel/system-time';
import {
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INFO_LENGTH_MISMATCH,
  STATUS_INVALID_INFO_CLASS,
  STATUS_INVALID_PARAMETER,
  STATUS_SUCCESS,
} from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import { exported, input, Irql, optional, optionalOutput, output } from '../row';
import { NDIS_STATUS, PVOID, ULONG, enumeration, pointer } from '../types';
import { getDeviceProperty } from '../wrapper/pnp-property';

const PAGE_BYTES = 0x1000;
const nt = { module: 'ntoskrnl.exe', irql: Irql.PASSIVE } as const;

export const IoGetDeviceProperty = exported({
  ...nt,
  name: 'IoGetDeviceProperty',
  returns: NDIS_STATUS,
  args: [
    input('DeviceObject', pointer('DEVICE_OBJECT')),
    input('DeviceProperty', enumeration('DEVICE_REGISTRY_PROPERTY')),
    input('BufferLength', ULONG),
    optional('PropertyBuffer', PVOID),
    output('ResultLength', ULONG),
  ],
  page: 'nf-wdm-iogetdeviceproperty',
  summary: 'Gives a property of a physical device object; the lengths in bytes.',
  body: getDeviceProperty,
});

function store(os: OperatingSystem, at: VirtualAddress, words: readonly number[]): void {
  words.forEach((word, index) => os.memory.write32(virtual(at + 4 * index), word));
}

/** SYSTEM_INFORMATION_CLASS. */
const SystemBasicInformation = 0;
/** Newer than Windows XP for x86: GetSystemFirmwareTable, "Requirements". */
const SystemFirmwareTableInformation = 76;

/** SYSTEM_BASIC_INFORMATION. */
function basicInformation({ memory }: OperatingSystem): readonly number[] {
  const pageCount = memory.ramBytes / PAGE_BYTES;
  return [
    ...[0, TICK_UNITS, PAGE_BYTES, pageCount],
    // The lowest and the highest page, the granularity of views.
    ...[1, pageCount - 1, 0x1_0000],
    // User space; the processors there are, and how many.
    ...[0x1_0000, 0x7ffe_ffff, 1, 1],
  ];
}

export const ZwQuerySystemInformation = exported({
  ...nt,
  name: 'ZwQuerySystemInformation',
  returns: NDIS_STATUS,
  args: [
    input('SystemInformationClass', enumeration('SYSTEM_INFORMATION_CLASS')),
    input('SystemInformation', PVOID),
    input('SystemInformationLength', ULONG),
    optionalOutput('ReturnLength', ULONG),
  ],
  page: 'zwquerysysteminformation',
  summary: 'Gives facts of the system; the lengths in bytes.',
  body(os, SystemInformationClass, SystemInformation, SystemInformationLength) {
    if (SystemInformationClass === SystemFirmwareTableInformation)
      return { Result: STATUS_INVALID_INFO_CLASS, ReturnLength: 0 };
    if (SystemInformationClass !== SystemBasicInformation)
      os.inconclusive(
        `ZwQuerySystemInformation of class ${SystemInformationClass} is not modelled`,
      );
    const words = basicInformation(os);
    const ReturnLength = 4 * words.length;
    if (SystemInformationLength !== ReturnLength)
      return { Result: STATUS_INFO_LENGTH_MISMATCH, ReturnLength };
    store(os, SystemInformation, words);
    return { Result: STATUS_SUCCESS, ReturnLength };
  },
});

/** POWER_INFORMATION_LEVEL. */
const SystemBatteryState = 5;
/** SYSTEM_BATTERY_STATE of a desktop computer: AcOnLine, no battery, no estimate of its time. */
const BATTERY_STATE = [1, 0, 0, 0, 0, 0xffff_ffff, 0, 0];

export const ZwPowerInformation = exported({
  ...nt,
  name: 'ZwPowerInformation',
  returns: NDIS_STATUS,
  args: [
    input('InformationLevel', enumeration('POWER_INFORMATION_LEVEL')),
    optional('InputBuffer', PVOID),
    input('InputBufferLength', ULONG),
    optional('OutputBuffer', PVOID),
    input('OutputBufferLength', ULONG),
  ],
  page: 'nf-ntddk-zwpowerinformation',
  summary: "Gives facts of the system's power; the lengths in bytes.",
  body(os, InformationLevel, _Input, InputBufferLength, OutputBuffer, OutputBufferLength) {
    if (InformationLevel !== SystemBatteryState)
      os.inconclusive(`ZwPowerInformation of level ${InformationLevel} is not modelled`);
    if (InputBufferLength !== 0) return STATUS_INVALID_PARAMETER;
    if (OutputBufferLength < 4 * BATTERY_STATE.length) return STATUS_BUFFER_TOO_SMALL;
    store(os, OutputBuffer, BATTERY_STATE);
    return STATUS_SUCCESS;
  },
});
