/** Every model with a polled driver of its own, for the bench, the soak and the fuzz. */
import type { Clock } from '../../hardware/clock';
import type { MemoryAccess } from '../../hardware/memory';
import type { Nic } from '../../hardware/nic/nic';
import type { DeviceName } from '../devices';
import { I21143Driver } from './drivers/i21143';
import { I82540emDriver } from './drivers/82540em';
import { I82557Driver } from './drivers/i82557';
import { PcnetDriver } from './drivers/pcnet';
import { Rtl8029Driver } from './drivers/rtl8029';
import { Rtl8139Driver } from './drivers/rtl8139';
import { VirtioNetDriver } from './drivers/virtio-net';

export interface CardBus {
  readonly nic: Nic;
  readonly memory: MemoryAccess;
  readonly clock: Clock;
}

/** How many frames the driver can have under way, and how many long ones can wait for it. */
export interface Rings {
  readonly txRing: number;
  readonly rxRing: number;
}

export interface StartOptions extends Rings {
  readonly promiscuous?: boolean;
  readonly macAddress: Uint8Array;
}

/** What every driver in drivers/ has. */
export interface PolledDriver {
  start(options: StartOptions): void;
  /** False if all that it has for sending is in use. */
  send(frame: Uint8Array): boolean;
  /** Takes back what has been sent. */
  reap(): void;
  receive(): Uint8Array | undefined;
}

export interface Card {
  readonly bitsPerSecond: number;
  /** The most that chip and driver have. */
  readonly rings: Rings;
  createDriver(bus: CardBus): PolledDriver;
}

export const CARDS: Readonly<Record<DeviceName, Card>> = {
  '82540em': {
    bitsPerSecond: 1e9,
    rings: { txRing: 64, rxRing: 64 },
    createDriver: (bus) => new I82540emDriver(bus),
  },
  rtl8139: {
    bitsPerSecond: 1e8,
    rings: { txRing: 4, rxRing: 42 },
    createDriver: (bus) => new Rtl8139Driver(bus),
  },
  i82557: {
    bitsPerSecond: 1e8,
    rings: { txRing: 63, rxRing: 63 },
    createDriver: (bus) => new I82557Driver(bus),
  },
  am79c970a: {
    bitsPerSecond: 1e7,
    rings: { txRing: 64, rxRing: 64 },
    createDriver: (bus) => new PcnetDriver(bus),
  },
  am79c973: {
    bitsPerSecond: 1e8,
    rings: { txRing: 64, rxRing: 64 },
    createDriver: (bus) => new PcnetDriver(bus),
  },
  rtl8029: {
    bitsPerSecond: 1e7,
    rings: { txRing: 8, rxRing: 13 },
    createDriver: (bus) => new Rtl8029Driver(bus),
  },
  i21143: {
    bitsPerSecond: 1e8,
    rings: { txRing: 63, rxRing: 63 },
    createDriver: (bus) => new I21143Driver(bus),
  },
  'virtio-net': {
    bitsPerSecond: 1e9,
    rings: { txRing: 64, rxRing: 64 },
    createDriver: (bus) => new VirtioNetDriver(bus),
  },
};
