/** The devices that a board can carry, by the name they have on the command line. */
import type { PciFunction } from '../hardware/pci/function';
import type { BusMasterPort, InterruptPin, WirePort, WireStation } from '../hardware/ports';
import type { ClockPort } from '../hardware/clock';
import { I82540em, type DeviceActivity } from '../hardware/nic/82540em';

export interface DevicePorts {
  readonly busMaster: BusMasterPort;
  readonly interruptPin: InterruptPin;
  readonly clock: ClockPort;
  readonly wire: WirePort;
  /** Told the register of each access to what is not modelled. */
  readonly onUnmodelled: (name: string) => void;
}

/** A NIC on the bus and on the wire, which can be asked what it is still doing. */
export interface Nic extends PciFunction, WireStation {
  activity(): DeviceActivity;
}

export interface DeviceRow {
  readonly title: string;
  readonly id: string;
  create(ports: DevicePorts): Nic;
}

export const DEVICES = {
  '82540em': {
    title: 'Intel 82540EM Gigabit Ethernet Controller',
    id: '8086:100E',
    create: (ports) => new I82540em(ports),
  },
} as const satisfies Record<string, DeviceRow>;

export type DeviceName = keyof typeof DEVICES;

export const DEFAULT_DEVICE: DeviceName = '82540em';

export function isDeviceName(name: string): name is DeviceName {
  return Object.hasOwn(DEVICES, name);
}
