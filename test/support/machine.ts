/** A machine without devices, Windows on it, and a driver's way to the kernel interface. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Clock } from '../../hardware/clock';
import { Memory } from '../../hardware/memory';
import { DriverInterface, type Ndis } from '../../ndis/driver-interface';
import { RunStopped, type StopReason } from '../../ndis/finding';
import { HANDLERS } from '../../ndis/handlers';
import { callHandler } from '../../ndis/kernel/call-handler';
import type { Image } from '../../ndis/kernel/image';
import type { KernelOptions, Machine } from '../../ndis/kernel/kernel';
import { RegistryKey } from '../../ndis/kernel/registry';
import { OperatingSystem } from '../../ndis/operating-system';
import type { ResourceKind } from '../../ndis/resource-kinds';
import type { NdisHandle, NdisStatus } from '../../ndis/types';
import { Adapter } from '../../ndis/wrapper/adapter';
import type { Driver } from '../../ndis/wrapper/driver';

const ALL_ONES = { 1: 0xff, 2: 0xffff, 4: 0xffff_ffff } as const;

/** Nothing answers on its bus. */
export function plainMachine(): Machine {
  const nothing = {
    readMemory: (_address: number, width: 1 | 2 | 4) => ALL_ONES[width],
    writeMemory: () => undefined,
    readPort: (_address: number, width: 1 | 2 | 4) => ALL_ONES[width],
    writePort: () => undefined,
    readConfig: (_device: number, _fn: number, _offset: number, width: 1 | 2 | 4) =>
      ALL_ONES[width],
    writeConfig: () => undefined,
  };
  return {
    memory: new Memory(),
    clock: new Clock(),
    memorySpace: nothing,
    ioSpace: nothing,
    configSpace: nothing,
  };
}

/** A driver that is loaded and has one adapter; the test is its code. */
export class DriverBench {
  readonly os: OperatingSystem;
  readonly ndis: Ndis;
  readonly parameters = new RegistryKey();
  readonly adapter: Adapter;
  readonly image: Image = {
    name: 'test',
    number: 1,
    isUnloaded: false,
    isTerminated: false,
    registrationStatus: undefined,
  };

  constructor(options: KernelOptions = {}) {
    const os = new OperatingSystem(plainMachine(), options);
    this.os = os;
    os.images.push(this.image);
    this.ndis = new DriverInterface(os, { code: { image: this.image } }) as unknown as Ndis;
    const driver: Driver = {
      handle: 0,
      image: this.image,
      DriverObject: NULL,
      registrationStatus: undefined,
      characteristics: undefined,
      unloadHandler: NULL,
      adapters: [],
    };
    const location = { device: 3, function: 0 };
    this.adapter = new Adapter(os, driver, { location, parameters: this.parameters });
    this.adapter.hasAttributes = true;
  }

  get adapterHandle(): NdisHandle {
    return this.adapter.handle as number as NdisHandle;
  }

  get configurationContext(): NdisHandle {
    return this.adapter.configurationContext as NdisHandle;
  }

  /** Runs `body` as a handler of the adapter, at the present IRQL. */
  inHandler(body: () => void): void {
    const MiniportHalt = (): void => body();
    const address = this.ndis.addressOf(MiniportHalt);
    callHandler(this.os, HANDLERS.MiniportHalt, address, this.adapter.handle, NULL);
  }

  /** Fresh memory, filled with a byte, with red zones around it and in no ledger. */
  memory(byteCount: number, fill = 0): VirtualAddress {
    const address = this.os.pool.allocate(byteCount)!;
    for (let offset = 0; offset < byteCount; offset++)
      this.os.raw.write8(virtual(address + offset), fill);
    return address;
  }

  bytesAt(address: number, byteCount: number): number[] {
    return Array.from({ length: byteCount }, (_, offset) =>
      this.os.raw.read8(virtual(address + offset)),
    );
  }

  /** How many resources of a kind are held. */
  held(kind: ResourceKind): number {
    return this.os.ledger.live((one) => one.kind === kind).length;
  }

  /** The rules of the findings so far, in order. */
  get rules(): string[] {
    return this.os.findings.map((finding) => finding.rule);
  }

  /** Lets virtual time pass at PASSIVE_LEVEL. */
  pass(durationMs: number): void {
    this.os.scheduler.wait(durationMs * 1e6, () => false);
  }
}

/** Why `body` ended the run. */
export function stopOf(body: () => unknown): StopReason | undefined {
  try {
    body();
  } catch (error) {
    if (error instanceof RunStopped) return error.reason;
    throw error;
  }
  return undefined;
}

export const SUCCESS = 0 as NdisStatus;
export const FAILURE = 0xc000_0001;
export const RESOURCES = 0xc000_009a;
