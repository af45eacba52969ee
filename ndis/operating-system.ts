/** Windows XP as a miniport driver knows it: the kernel, and NDIS with its objects on top. */
import { virtual, type VirtualAddress } from '../hardware/address';
import { Shadow } from '../hardware/memory';
import { MiniportHalt } from './handlers';
import type { Image } from './kernel/image';
import { Kernel } from './kernel/kernel';
import { Handles } from './kernel/handles';
import type { RegistryKey } from './kernel/registry';
import { SystemRegistry } from './kernel/system-registry';
import type { RuleName } from './rules';
import { NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS } from './status';
import type { HandleKind, NdisStatus } from './types';
import type { Adapter, DeviceLocation } from './wrapper/adapter';
import { Callbacks } from './wrapper/callbacks';
import type { DmaChannel } from './wrapper/dma-channel';
import type { Driver } from './wrapper/driver';
import type { EntryPoint } from './wrapper/entry-points';
import { FlushedBuffers } from './wrapper/flushed-buffers';
import type { LayeredMiniportWatcher } from './wrapper/intermediate';
import { addPoolRoutines, type PoolRoutines } from './wrapper/lookaside';
import { NDIS_MEDIA } from './wrapper/media';
import { PacketStacks } from './wrapper/packet-stack';
import type { BufferPool, PacketPool } from './wrapper/pools';
import type { BindOperation } from './wrapper/bind-operation';
import type { Protocol } from './wrapper/protocol';
import type { ProtocolBinding } from './wrapper/protocol-binding';
import type { RegisteredDevice, SymbolicLink } from './wrapper/device-object';
import type { OpenFile } from './wrapper/files';
import { DriverIrps } from './wrapper/driver-irps';
import { Irps } from './wrapper/irps';
import { RequestOuts } from './wrapper/request-outs';
import { Timers } from './wrapper/timers';
import { TranslatedMemory } from './wrapper/translated-memory';

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
  /** MiniportShutdown runs. */
  isShuttingDown = false;
  readonly images: Image[] = [];
  /** By wrapper handle. */
  readonly drivers = new Map<number, Driver>();
  /** By MiniportAdapterHandle. */
  readonly adapters = new Map<number, Adapter>();
  /** MiniportAdapterHandles that mean nothing any more. */
  readonly haltedAdapters = new Set<number>();
  /** The call that was made to fail last, by the kind of what it would have given. */
  readonly failedCalls = new Map<string, string>();
  /** What MediumArray of the driver under test holds. */
  media = NDIS_MEDIA;
  /** What a NdisOpenAdapter comes to in the end that was pending. */
  lateOpenStatus: NdisStatus = NDIS_STATUS_SUCCESS;
  /**
   * Whether protocol drivers are shown the frames that come as packets, as if the driver below knew
   * none: the beginning, and the rest by NdisTransferData.
   */
  showsFrames = false;
  /** How long what could end at once for a protocol driver is pending instead; 0 for not at all. */
  completionDelayNs = 0;
  /** By WrapperConfigurationContext. */
  readonly configurationContexts = new Map<number, Adapter>();
  readonly configurations = new Map<number, OpenConfiguration>();
  readonly packetPools = new Map<number, PacketPool>();
  readonly bufferPools = new Map<number, BufferPool>();
  /** By NdisProtocolHandle. */
  readonly protocols = new Map<number, Protocol>();
  /** By NdisBindingHandle: the bindings of protocol drivers that are open. */
  readonly protocolBindings = new Map<number, ProtocolBinding>();
  /** By BindContext and UnbindContext. */
  readonly bindOperations = new Map<number, BindOperation>();
  /** What protocols keep in the registry for each adapter, by the path of the key. */
  readonly protocolSections = new Map<string, RegistryKey>();
  /** By the DriverHandle of NdisIMRegisterLayeredMiniport. */
  readonly layeredMiniports = new Map<number, Driver>();
  /** Told of the virtual miniports that come and go. */
  layeredMiniportWatcher: LayeredMiniportWatcher | undefined = undefined;
  readonly packetStacks = new PacketStacks(this);
  readonly timers = new Timers(this);
  readonly translatedMemory = new TranslatedMemory(this);
  readonly flushedBuffers = new FlushedBuffers(this);
  readonly requestOuts = new RequestOuts(this);
  readonly errorLog: ErrorLogEntry[] = [];
  /** Packets of IoAllocateErrorLogEntry that were not written yet. */
  readonly errorLogPackets = new Set<VirtualAddress>();
  /** By NdisDeviceHandle; by address, those of IoCreateDevice. */
  readonly devices = new Map<number, RegisteredDevice>();
  /** By name and by symbolic link, in lower case. */
  readonly deviceNames = new Map<string, RegisteredDevice>();
  /** What IoCreateSymbolicLink made, by name in lower case. */
  readonly symbolicLinks = new Map<string, SymbolicLink>();
  readonly irps = new Irps(this);
  readonly driverIrps = new DriverIrps(this);
  readonly handles = new Handles();
  readonly registry = new SystemRegistry();
  readonly callbacks = new Callbacks(this);
  /** By MiniportDmaHandle. */
  readonly dmaChannels = new Map<number, DmaChannel>();
  /** By FileHandle. */
  readonly openFiles = new Map<number, OpenFile>();
  /**
   * Where machine code finds a function of a module; undefined if there is none by that name, or no
   * machine code is loaded that could call it.
   */
  routineAddress: ((module: string, name: string) => VirtualAddress | undefined) | undefined =
    undefined;
  /** Where machine code finds what the pointers of NDIS's structures lead to; as above. */
  entryAddress: ((entry: EntryPoint) => VirtualAddress) | undefined = undefined;
  /** The last value of NdisGeneratePartialCancelId. */
  partialCancelId = 0;
  #poolRoutines: PoolRoutines | undefined;
  #deviceCount = 0;
  readonly #slotNames = new Map<string, string>();

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

  /** What the PnP manager calls the next network device. */
  newDeviceName(): string {
    const number = String(++this.#deviceCount).padStart(12, '0');
    return `\\Device\\{00000000-0000-0000-0000-${number}}`;
  }

  /** The name of the network device in a slot, which it keeps however often it is started. */
  deviceNameAt({ device, function: deviceFunction }: DeviceLocation): string {
    const slot = `${device}.${deviceFunction}`;
    let name = this.#slotNames.get(slot);
    if (name === undefined) this.#slotNames.set(slot, (name = this.newDeviceName()));
    return name;
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
      case 'file':
        return this.openFiles.has(value);
      case 'protocol-handle':
        return this.protocols.has(value);
      case 'binding':
        return this.protocolBindings.has(value);
      case 'layered-miniport-handle':
        return this.layeredMiniports.has(value);
      case 'dma-channel':
        return this.dmaChannels.has(value);
      default:
        return false;
    }
  }

  /** The adapter behind a handle that the gate has checked. */
  adapter(handle: number): Adapter {
    return this.adapters.get(handle)!;
  }

  /** A driver that halts is seen to wait for what it will not be given. */
  override neverReturns(what: string, rule?: RuleName, boundary?: string): never {
    const status = rule === undefined ? this.#findStatusNotHeeded() : undefined;
    if (status === NDIS_STATUS_RESOURCES)
      return super.neverReturns(
        `${what} All packets have been returned; those that were indicated with NDIS_STATUS_RESOURCES were not used again.`,
        'packet/resources-packet-not-taken-back',
        boundary,
      );
    if (status === NDIS_STATUS_SUCCESS)
      return super.neverReturns(
        `${what} All packets have been returned; those whose status was NDIS_STATUS_SUCCESS when NdisMIndicateReceivePacket returned, which a serialized driver gets back so, were not used again.`,
        rule,
        boundary,
      );
    return super.neverReturns(what, rule, boundary);
  }

  /**
   * Rule D06: by which status the packets were given back that an adapter in MiniportHalt must take
   * to be out. What it has freed it has taken back.
   */
  #findStatusNotHeeded(): NdisStatus | undefined {
    if (this.boundary !== MiniportHalt.name) return undefined;
    const adapter = this.adapters.get(this.frame?.adapter ?? 0);
    if (adapter === undefined || adapter.indicated.size > 0) return undefined;
    let found: NdisStatus | undefined;
    for (const [packet, status] of adapter.keptByNobody) {
      if (adapter.reusedStatuses.has(status)) continue;
      if (this.ledger.find('packet', packet >>> 0) === undefined) continue;
      // Where it may be either, the copied ones are not accused.
      if (found !== NDIS_STATUS_SUCCESS) found = status;
    }
    return found;
  }
}
