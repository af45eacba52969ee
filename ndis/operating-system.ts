/** Windows XP as a miniport driver knows it: the kernel, and NDIS with its objects on top. */
import { virtual, type VirtualAddress } from '../hardware/address';
import { Shadow } from '../hardware/memory';
import type { Image } from './kernel/image';
import { Kernel } from './kernel/kernel';
import type { RegistryKey } from './kernel/registry';
import type { HandleKind } from './types';
import type { Adapter } from './wrapper/adapter';
import type { Driver } from './wrapper/driver';
import { addPoolRoutines, type PoolRoutines } from './wrapper/lookaside';
import type { BufferPool, PacketPool } from './wrapper/pools';
import { Timers } from './wrapper/timers';

/** An entry that NdisWriteErrorLogEntry wrote. */
export interface ErrorLogEntry {
  readonly timeNs: number;
  readonly adapter: number;
  readonly errorCode: number;
  readonly values: readonly number[];
}

/** An open configuration key, and the memory that its reads have handed out. */
export interface OpenConfiguration {
  readonly key: RegistryKey;
  readonly adapter: Adapter | undefined;
  readonly handedOut: VirtualAddress[];
}

export class OperatingSystem extends Kernel {
  readonly images: Image[] = [];
  /** By wrapper handle. */
  readonly drivers = new Map<number, Driver>();
  /** By MiniportAdapterHandle. */
  readonly adapters = new Map<number, Adapter>();
  /** MiniportAdapterHandles that mean nothing any more. */
  readonly haltedAdapters = new Set<number>();
  /** By WrapperConfigurationContext. */
  readonly configurationContexts = new Map<number, Adapter>();
  readonly configurations = new Map<number, OpenConfiguration>();
  readonly packetPools = new Map<number, PacketPool>();
  readonly bufferPools = new Map<number, BufferPool>();
  readonly timers = new Timers(this);
  readonly errorLog: ErrorLogEntry[] = [];
  /** The last value of NdisGeneratePartialCancelId. */
  partialCancelId = 0;
  #poolRoutines: PoolRoutines | undefined;

  get poolRoutines(): PoolRoutines {
    return (this.#poolRoutines ??= addPoolRoutines(this));
  }

  /** A new handle: the address of a small object that a driver may not look into. */
  createHandle(): number {
    return this.allocateObject(8, Shadow.OPAQUE);
  }

  freeHandle(handle: number): void {
    this.pool.free(virtual(handle));
  }

  isHandle(kind: HandleKind, value: number): boolean {
    switch (kind) {
      case 'wrapper-handle':
        return this.drivers.has(value);
      case 'miniport-adapter':
        return this.adapters.has(value);
      case 'wrapper-configuration-context':
        return this.configurationContexts.has(value);
      case 'configuration-handle':
        return this.configurations.has(value);
      case 'packet-pool':
        return this.packetPools.has(value);
      case 'buffer-pool':
        return this.bufferPools.has(value);
      default:
        return false;
    }
  }

  /** The adapter behind a handle that the gate has checked. */
  adapter(handle: number): Adapter {
    return this.adapters.get(handle)!;
  }
}
