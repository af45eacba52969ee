/**
 * What the PnP manager knows of a device: IoGetDeviceProperty. The machine has one PCI bus, number
 * 0, and its devices are installed.
 */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { NdisInterfacePci } from '../constants';
import {
  STATUS_BUFFER_TOO_SMALL,
  STATUS_INVALID_DEVICE_REQUEST,
  STATUS_OBJECT_NAME_NOT_FOUND,
  STATUS_SUCCESS,
} from '../nt-status';
import type { OperatingSystem } from '../operating-system';
import type { NdisStatus } from '../types';
import type { Adapter } from './adapter';
import { NET_CLASS, softwareKeyNumber } from './class-registry';

/** wdmguid.h. */
const GUID_BUS_TYPE_PCI = [
  ...[0xb0, 0xdf, 0xeb, 0xc8, 0x10, 0xb5, 0xd0, 0x11],
  ...[0x80, 0xe5, 0x00, 0xa0, 0xc9, 0x25, 0x42, 0xe3],
];
/** DEVICE_REGISTRY_PROPERTY of wdm.h. */
const DevicePropertyBootConfiguration = 3;
const DevicePropertyBootConfigurationTranslated = 4;

function hexOf(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

function text(...strings: string[]): number[] {
  return [...strings.join('\0'), '\0'].flatMap((one) => {
    const unit = one.charCodeAt(0);
    return [unit & 0xff, unit >> 8];
  });
}

function ulong(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

/** The identifiers of a PCI device, the most exact first ("Identifiers for PCI Devices"). */
function identifiers({ os, location }: Adapter): { hardware: string[]; compatible: string[] } {
  const { device, function: fn } = location!;
  const read = (offset: number, width: 1 | 2 | 4) =>
    os.machine.configSpace.readConfig(device, fn, offset, width);
  const id = `PCI\\VEN_${hexOf(read(0x00, 2), 4)}&DEV_${hexOf(read(0x02, 2), 4)}`;
  const vendor = `PCI\\VEN_${hexOf(read(0x00, 2), 4)}`;
  const subsystem = `SUBSYS_${hexOf(read(0x2c, 4) >>> 0, 8)}`;
  const revision = `REV_${hexOf(read(0x08, 1), 2)}`;
  const code = hexOf((read(0x08, 4) >>> 8) & 0xff_ffff, 6);
  const classes = [`CC_${code}`, `CC_${code.slice(0, 4)}`];
  return {
    hardware: [
      `${id}&${subsystem}&${revision}`,
      `${id}&${subsystem}`,
      ...classes.map((one) => `${id}&${one}`),
    ],
    compatible: [
      `${id}&${revision}`,
      id,
      ...classes.map((one) => `${vendor}&${one}`),
      vendor,
      ...classes.map((one) => `PCI\\${one}`),
    ],
  };
}

/** What the INF file calls the device. */
function description({ parameters, driver }: Adapter): string {
  const value = parameters.get('DriverDesc');
  return value?.type === 'string' ? value.value : `${driver.image.name} Network Adapter`;
}

/** The bytes of a property; undefined if the device has none of it. */
type Property = (adapter: Adapter) => number[] | undefined;

/** By number: DEVICE_REGISTRY_PROPERTY. */
const PROPERTIES: Readonly<Record<number, Property>> = {
  0: (adapter) => text(description(adapter)),
  1: (adapter) => text(...identifiers(adapter).hardware, ''),
  2: (adapter) => text(...identifiers(adapter).compatible, ''),
  5: () => text('Net'),
  6: () => text(NET_CLASS),
  7: (adapter) => text(`${NET_CLASS}\\${softwareKeyNumber(adapter)}`),
  8: () => undefined,
  9: () => undefined,
  10: ({ location }) =>
    text(`PCI bus 0, device ${location!.device}, function ${location!.function}`),
  11: ({ location }) => text(`\\Device\\NTPNP_PCI${hexOf(location!.device, 4)}`),
  12: () => GUID_BUS_TYPE_PCI,
  13: () => ulong(NdisInterfacePci),
  14: () => ulong(0),
  15: () => text('PCI'),
  16: ({ location }) => ulong((location!.device << 16) + location!.function),
  17: () => undefined,
  /** InstallStateInstalled. */
  18: () => ulong(0),
};

export function getDeviceProperty(
  os: OperatingSystem,
  deviceObject: VirtualAddress,
  property: number,
  byteCount: number,
  buffer: VirtualAddress,
): { Result: NdisStatus; ResultLength: number } {
  const adapter = [...os.adapters.values()].find(
    (one) => one.deviceProperty?.PhysicalDeviceObject === deviceObject,
  );
  // Only the bus driver's object has properties.
  if (adapter?.location === undefined)
    return { Result: STATUS_INVALID_DEVICE_REQUEST, ResultLength: 0 };
  if (
    property === DevicePropertyBootConfiguration ||
    property === DevicePropertyBootConfigurationTranslated ||
    !Object.hasOwn(PROPERTIES, property)
  )
    os.inconclusive(`IoGetDeviceProperty of property ${property} is not modelled`);
  const bytes = PROPERTIES[property](adapter);
  if (bytes === undefined) return { Result: STATUS_OBJECT_NAME_NOT_FOUND, ResultLength: 0 };
  const ResultLength = bytes.length;
  if (byteCount < ResultLength || buffer === NULL)
    return { Result: STATUS_BUFFER_TOO_SMALL, ResultLength };
  bytes.forEach((byte, index) => os.memory.write8(virtual(buffer + index), byte));
  return { Result: STATUS_SUCCESS, ResultLength };
}
