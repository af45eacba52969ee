/** A driver in TypeScript, loaded: its functions have addresses, its data lie in memory. */
import type { VirtualAddress } from '../../hardware/address';
import { DriverInterface, type Handler, type Ndis } from '../driver-interface';
import type { LoadableImage } from '../kernel/image';
import type { OperatingSystem } from '../operating-system';
import type { NdisStatus } from '../types';

/** What a driver's file exports. */
export interface DriverModule {
  readonly DriverEntry: Handler<'DriverEntry'>;
  /** The sample that drives the NIC below, for a protocol or intermediate driver. */
  readonly lower?: string;
  /** The IPv4 address for which a protocol driver answers ARP and ICMP echo, as `192.0.2.2`. */
  readonly answersFor?: string;
}

export class TypeScriptImage implements LoadableImage {
  readonly name: string;
  readonly number: number;
  isUnloaded = false;
  isTerminated = false;
  registrationStatus: NdisStatus | undefined = undefined;
  readonly entry: VirtualAddress;
  readonly #interface: DriverInterface;

  constructor(os: OperatingSystem, name: string, driver: DriverModule) {
    this.name = name;
    this.number = os.images.length + 1;
    this.#interface = new DriverInterface(os, { code: { image: this } });
    this.entry = this.#interface.addressOf(driver.DriverEntry);
  }

  /** The kernel interface as this driver has it. */
  get ndis(): Ndis {
    return this.#interface as unknown as Ndis;
  }

  /** Its sections go; what still points there points to freed memory. */
  unload(): void {
    this.#interface.unload();
  }
}
