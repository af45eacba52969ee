/** An adapter: one instance of a miniport driver on one device, as NDIS keeps it. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import {
  NDIS_ATTRIBUTE_BUS_MASTER,
  NDIS_ATTRIBUTE_DESERIALIZE,
  NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK,
} from '../constants';
import { callHandler } from '../kernel/call-handler';
import type { RegistryKey } from '../kernel/registry';
import type { Timer } from '../kernel/scheduler';
import type { OperatingSystem } from '../operating-system';
import type { HandlerRow, Inputs, Result } from '../row';
import { NDIS_MINIPORT_BLOCK } from '../structures';
import type { NdisHandle, NdisStatus } from '../types';
import type { Characteristics, Driver } from './driver';
import type { MiniportInterrupt } from './interrupt';
import { UNBOUND, type ProtocolEdge } from './protocol-edge';

/** NdisMSetAttributesEx, CheckForHangTimeInSeconds: what 0 means. */
const CHECK_FOR_HANG_SECONDS_DEFAULT = 2;

export type AdapterState = 'starting' | 'running' | 'halting' | 'halted' | 'failed';

/** Where the device is on PCI bus 0. */
export interface DeviceLocation {
  readonly device: number;
  readonly function: number;
}

/** One resource that the PnP manager assigned. */
export interface AssignedResource {
  readonly kind: 'memory' | 'port' | 'interrupt';
  /** Physical address, first port, or interrupt level. */
  readonly start: number;
  readonly byteCount: number;
  readonly isShared: boolean;
}

/** A packet's way down and up again, until the driver completes it. */
export interface PendingSend {
  readonly packet: VirtualAddress;
  readonly scatterGatherList: VirtualAddress;
}

export class Adapter {
  readonly os: OperatingSystem;
  readonly driver: Driver;
  readonly location: DeviceLocation;
  readonly resources: readonly AssignedResource[];
  readonly parameters: RegistryKey;
  /** MiniportAdapterHandle: the address of the NDIS_MINIPORT_BLOCK. */
  readonly handle: VirtualAddress;
  readonly configurationContext: number;
  state: AdapterState = 'starting';
  /** MiniportAdapterContext, from NdisMSetAttributes on. */
  context: VirtualAddress = NULL;
  hasAttributes = false;
  attributeFlags = 0;
  checkForHangSeconds = CHECK_FOR_HANG_SECONDS_DEFAULT;
  interrupt: MiniportInterrupt | undefined;
  shutdownHandler: VirtualAddress = NULL;
  shutdownContext: VirtualAddress = NULL;
  /** From NdisMInitializeScatterGatherDma; 0 without. */
  maximumPhysicalMapping = 0;
  mapRegisterCount = 0;
  /** What NdisMPciAssignResources gave; NULL before. */
  resourceList: VirtualAddress = NULL;
  edge: ProtocolEdge = UNBOUND;
  /** Packets that the driver was given to send and has not completed. */
  readonly pendingSends = new Map<number, PendingSend>();
  /** Packets that it has completed and was not given again: whether a completion is the second. */
  readonly completedSends = new Set<number>();
  /** Packets that the driver indicated and has not got back. */
  readonly indicated = new Set<number>();
  isResetPending = false;
  /** Resets that were left pending by a DPC. */
  resetCount = 0;
  resetStatus: { readonly status: NdisStatus; readonly addressingReset: boolean } | undefined;
  /** Set by NdisMQuery/SetInformationComplete of a request that was left pending. */
  requestStatus: NdisStatus | undefined;
  isRequestPending = false;
  /** What was set last of packet filter, lookahead and multicast list, by OID. */
  readonly addressing = new Map<number, Uint8Array>();
  hangCheck: Timer | undefined;
  packetFilter = 0;
  isMediaConnected = true;
  isRemoved = false;
  powerState: 0 | 1 | 2 | 3 = 0;

  constructor(
    os: OperatingSystem,
    driver: Driver,
    location: DeviceLocation,
    resources: readonly AssignedResource[],
    parameters: RegistryKey,
  ) {
    this.os = os;
    this.driver = driver;
    this.location = location;
    this.resources = resources;
    this.parameters = parameters;
    this.handle = os.allocateObject(NDIS_MINIPORT_BLOCK.bytes, Shadow.READ_ONLY);
    for (let offset = 0; offset < NDIS_MINIPORT_BLOCK.bytes; offset += 4)
      os.raw.write32(virtual(this.handle + offset), 0);
    this.configurationContext = os.createHandle();
    os.adapters.set(this.handle, this);
    os.haltedAdapters.delete(this.handle);
    os.configurationContexts.set(this.configurationContext, this);
    driver.adapters.push(this);
  }

  /** NdisMSetAttributes and its Ex form; 0 seconds mean the default. */
  setAttributes(context: VirtualAddress, flags: number, checkForHangSeconds: number): void {
    this.context = context;
    this.hasAttributes = true;
    this.attributeFlags = flags;
    this.checkForHangSeconds = checkForHangSeconds || CHECK_FOR_HANG_SECONDS_DEFAULT;
    NDIS_MINIPORT_BLOCK.at(this.os.raw, this.handle).MiniportAdapterContext =
      context as number as NdisHandle;
  }

  get characteristics(): Characteristics {
    return this.driver.characteristics!;
  }

  get isDeserialized(): boolean {
    return (this.attributeFlags & NDIS_ATTRIBUTE_DESERIALIZE) !== 0;
  }

  get isBusMaster(): boolean {
    return (this.attributeFlags & NDIS_ATTRIBUTE_BUS_MASTER) !== 0;
  }

  get isSurpriseRemoveOk(): boolean {
    return (this.attributeFlags & NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK) !== 0;
  }

  /** Calls one of the driver's handlers for this adapter, at the present IRQL. */
  call<R, A extends HandlerRow['args']>(
    row: HandlerRow<string, R, A>,
    address: number,
    ...inputs: Inputs<A>
  ): Result<R, A> {
    return callHandler(this.os, row, virtual(address), this.handle, ...inputs);
  }

  /** The adapter is gone: its handles mean nothing any more. */
  dispose(): void {
    const { os, driver } = this;
    os.adapters.delete(this.handle);
    os.haltedAdapters.add(this.handle);
    os.configurationContexts.delete(this.configurationContext);
    driver.adapters.splice(driver.adapters.indexOf(this), 1);
    os.pool.free(this.handle);
    if (this.resourceList !== NULL) os.pool.free(this.resourceList);
    os.freeHandle(this.configurationContext);
  }
}
