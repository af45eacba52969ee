/** An adapter: one instance of a miniport driver on one device, as NDIS keeps it. */
import { NULL, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import {
  NDIS_ATTRIBUTE_BUS_MASTER,
  NDIS_ATTRIBUTE_DESERIALIZE,
  NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER,
  NDIS_ATTRIBUTE_SURPRISE_REMOVE_OK,
  NdisInterfacePci,
  NdisMedium802_3,
  NdisMediumWan,
} from '../constants';
import { callHandler } from '../kernel/call-handler';
import type { RegistryKey } from '../kernel/registry';
import type { Timer } from '../kernel/scheduler';
import type { OperatingSystem } from '../operating-system';
import type { HandlerRow, Inputs, Result } from '../row';
import { NDIS_MINIPORT_BLOCK } from '../structures/miniport-block';
import type { NdisHandle, NdisStatus } from '../types';
import type { Binding } from './binding';
import { freeDeviceProperty, type DeviceProperty } from './device-property';
import type { Characteristics, Driver } from './driver';
import { linkMiniportBlock } from './entry-points';
import type { MiniportInterrupt } from './interrupt';
import type { Ndiswan, WanLink } from './ndiswan';
import type { CurrentRequest, OidRequest } from './requests';

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
  /** Whose it is. */
  readonly binding: Binding;
  /** NULL while it waits in the queue, and for a driver that does not ask for one. */
  scatterGatherList: VirtualAddress;
  /** An intermediate driver sent a packet of its own in its place, which has come back. */
  hasWrapperReturned?: boolean;
  /** The link that a WAN miniport sends it over. The packet is an NDIS_WAN_PACKET then. */
  readonly link?: WanLink;
}

/** What an adapter stands on. */
export interface AdapterSource {
  /** Undefined for the virtual miniport of an intermediate driver, which has no hardware. */
  readonly location?: DeviceLocation;
  readonly resources?: readonly AssignedResource[];
  readonly parameters: RegistryKey;
  /** As protocols open it; one that NDIS makes up if not told. */
  readonly name?: string;
  /** From NdisIMInitializeDeviceInstanceEx; NULL without. */
  readonly deviceContext?: VirtualAddress;
}

export class Adapter {
  readonly os: OperatingSystem;
  readonly driver: Driver;
  readonly location: DeviceLocation | undefined;
  readonly resources: readonly AssignedResource[];
  readonly parameters: RegistryKey;
  /** `\\Device\\{...}`. */
  readonly name: string;
  readonly deviceContext: VirtualAddress;
  /** OID_802_3_CURRENT_ADDRESS, once a protocol driver has opened it; empty before. */
  stationAddress: Uint8Array = new Uint8Array();
  /** MiniportAdapterHandle: the address of the NDIS_MINIPORT_BLOCK. */
  readonly handle: VirtualAddress;
  readonly configurationContext: number;
  /** How many faults had been injected when it came to be. */
  readonly faultCountBefore: number;
  state: AdapterState = 'starting';
  /** MiniportAdapterContext, from NdisMSetAttributes on. */
  context: VirtualAddress = NULL;
  hasAttributes = false;
  attributeFlags = 0;
  checkForHangSeconds = CHECK_FOR_HANG_SECONDS_DEFAULT;
  /** The NDIS_INTERFACE_TYPE of the bus, as the driver tells it. */
  interfaceType: number = NdisInterfacePci;
  interrupt: MiniportInterrupt | undefined = undefined;
  /** The call that gave back the last way to the registers while the interrupt was registered. */
  lastWayGoneBy: string | undefined = undefined;
  shutdownHandler: VirtualAddress = NULL;
  shutdownContext: VirtualAddress = NULL;
  /** From NdisMInitializeScatterGatherDma; 0 without. */
  maximumPhysicalMapping = 0;
  mapRegisterCount = 0;
  /** The buffers that are mapped, by map register: until NdisMCompleteBufferPhysicalMapping. */
  readonly mappings = new Map<number, VirtualAddress>();
  /** Calls of NdisMAllocateSharedMemoryAsync for which MiniportAllocateComplete is still to come. */
  pendingAllocationCount = 0;
  /** What NdisMPciAssignResources gave; NULL before. */
  resourceList: VirtualAddress = NULL;
  /** NdisMQueryAdapterResources said last that its caller's buffer was too short. */
  isResourceListShort = false;
  /** The NdisMedium that MiniportInitialize has selected. */
  medium: number = NdisMedium802_3;
  /** What is bound to a WAN miniport for all protocols. */
  ndiswan: Ndiswan | undefined = undefined;
  /** The protocols that are bound to it, in the order of opening. */
  readonly bindings: Binding[] = [];
  /** Packets that the driver was given to send and has not completed. */
  readonly pendingSends = new Map<number, PendingSend>();
  /** Packets that it has completed and was not given again: whether a completion is the second. */
  readonly completedSends = new Set<number>();
  /** Packets that a serialized driver has not been given yet, in order. */
  readonly sendQueue: PendingSend[] = [];
  /** A serialized driver had no resources for the first packet of the queue. */
  isSendBlocked = false;
  isDrainingSends = false;
  /** The most packets that a serialized driver takes at once (OID_GEN_MAXIMUM_SEND_PACKETS). */
  maximumSendPackets = 1;
  /** How many of its handlers run now, one within the other. */
  handlerDepth = 0;
  /** Called when the last of them has returned; see send-queue.ts. */
  onHandlersDone: () => void = () => undefined;
  /** Packets that the driver indicated and has not got back: how often they will be returned. */
  readonly indicated = new Map<number, number>();
  /** The packets that were the driver's again when their indication returned: with which status. */
  readonly keptByNobody = new Map<number, NdisStatus>();
  /** Of which of these statuses a packet was indicated again, so that they are taken back. */
  readonly reusedStatuses = new Set<NdisStatus>();
  /** Packets that the driver is to copy received data into, and has not completed. */
  readonly pendingTransfers = new Map<number, Binding>();
  isResetPending = false;
  /** Resets so far. */
  resetCount = 0;
  /** Told once, with its status, when the reset that is pending is over. */
  readonly afterReset: ((status: NdisStatus) => void)[] = [];
  resetStatus: { readonly status: NdisStatus; readonly addressingReset: boolean } | undefined =
    undefined;
  currentRequest: CurrentRequest | undefined = undefined;
  /** Requests that wait until it has done with the current one. */
  readonly requestQueue: OidRequest[] = [];
  /** What was set last of packet filter, lookahead and multicast list, by OID. */
  readonly addressing = new Map<number, Uint8Array>();
  hangCheck: Timer | undefined = undefined;
  isMediaConnected = true;
  /** When the driver reported the link to be down; meaningless while it is up. */
  disconnectedNs = 0;
  /** A change of the link was indicated, and NdisMIndicateStatusComplete not called since. */
  isMediaStatusOpen = false;
  isRemoved = false;
  powerState: 0 | 1 | 2 | 3 = 0;
  /** The adapter whose secondary this one is, in a bundle: protocols bind to that one. */
  primary: Adapter | undefined = undefined;
  /** NdisMRemoveMiniport was called: the PnP manager is to remove the device. */
  isRemovalRequested = false;
  deviceProperty: DeviceProperty | undefined = undefined;

  constructor(
    os: OperatingSystem,
    driver: Driver,
    { location, resources = [], parameters, name, deviceContext = NULL }: AdapterSource,
  ) {
    this.os = os;
    this.driver = driver;
    this.location = location;
    this.resources = resources;
    this.parameters = parameters;
    this.name = name ?? (location ? os.deviceNameAt(location) : os.newDeviceName());
    this.deviceContext = deviceContext;
    this.handle = os.allocateObject(NDIS_MINIPORT_BLOCK.bytes, Shadow.READ_ONLY);
    this.#writeBlock();
    this.faultCountBefore = os.faults?.injected.length ?? 0;
    this.configurationContext = os.createHandle();
    os.adapters.set(this.handle, this);
    os.haltedAdapters.delete(this.handle);
    os.configurationContexts.set(this.configurationContext, this);
    driver.adapters.push(this);
  }

  /** What is known of the adapter from the start. What EthDB points to is NDIS's own affair. */
  #writeBlock(): void {
    const { os, handle } = this;
    for (let offset = 0; offset < NDIS_MINIPORT_BLOCK.bytes; offset += 4)
      os.raw.write32(virtual(handle + offset), 0);
    const block = NDIS_MINIPORT_BLOCK.at(os.raw, handle);
    block.DriverHandle = virtual(this.driver.handle);
    block.DeviceContext = this.deviceContext as number as NdisHandle;
    block.EthDB = handle;
    block.MediaType = this.medium;
    block.BusType = NdisInterfacePci;
    linkMiniportBlock(os, handle);
  }

  /** NdisMSetAttributes and its Ex form; 0 seconds mean the default. */
  setAttributes(
    context: VirtualAddress,
    flags: number,
    checkForHangSeconds: number,
    interfaceType: number,
  ): void {
    this.context = context;
    this.interfaceType = interfaceType;
    this.hasAttributes = true;
    this.attributeFlags = flags;
    this.checkForHangSeconds = checkForHangSeconds || CHECK_FOR_HANG_SECONDS_DEFAULT;
    NDIS_MINIPORT_BLOCK.at(this.os.raw, this.handle).MiniportAdapterContext =
      context as number as NdisHandle;
  }

  /** MiniportInitialize has selected a medium. */
  setMedium(medium: number): void {
    this.medium = medium;
    NDIS_MINIPORT_BLOCK.at(this.os.raw, this.handle).MediaType = medium;
  }

  get isWan(): boolean {
    return this.medium === NdisMediumWan;
  }

  get characteristics(): Characteristics {
    return this.driver.characteristics!;
  }

  /** An intermediate driver always is (NdisMSetAttributesEx). */
  get isDeserialized(): boolean {
    const deserialized = NDIS_ATTRIBUTE_DESERIALIZE | NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER;
    return (this.attributeFlags & deserialized) !== 0;
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
    this.handlerDepth++;
    const result = callHandler(this.os, row, virtual(address), this.handle, ...inputs);
    this.handlerDepth--;
    if (this.sendQueue.length > 0 && this.handlerDepth === 0) this.onHandlersDone();
    return result;
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
    if (this.deviceProperty !== undefined) freeDeviceProperty(os, this.deviceProperty);
  }
}
