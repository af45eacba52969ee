/** The devices that a board can carry, by the name they have on the command line. */
import { I82540em, REGISTER_BANKS as BANKS_82540EM } from '../hardware/nic/82540em';
import type { Nic, NicPorts, RegisterBank } from '../hardware/nic/nic';

export interface DeviceRow {
  readonly title: string;
  /** PCI vendor and device. */
  readonly id: string;
  /** What the model follows, for the reference page. */
  readonly manual: string;
  readonly registers: readonly RegisterBank[];
  create(ports: NicPorts): Nic;
}

export const DEVICES = {
  '82540em': {
    title: 'Intel 82540EM Gigabit Ethernet Controller',
    id: '8086:100E',
    manual:
      "Intel PCI/PCI-X Family of Gigabit Ethernet Controllers Software Developer's Manual, " +
      '317453, revision 4.0',
    registers: BANKS_82540EM,
    create: (ports) => new I82540em(ports),
  },
} as const satisfies Record<string, DeviceRow>;

export type DeviceName = keyof typeof DEVICES;

export const DEFAULT_DEVICE: DeviceName = '82540em';

export function isDeviceName(name: string): name is DeviceName {
  return Object.hasOwn(DEVICES, name);
}
