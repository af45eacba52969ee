/**
 * The documents that the rules cite. Pages on NDIS 5 are those of Microsoft's reference of previous
 * versions, or of the current one where that still describes NDIS 5 calls.
 */
import type { RuleDocument } from './rule';

const MICROSOFT = 'https://learn.microsoft.com/en-us';

/** A page of the NDIS 5 reference by its number there, as `ff553501`. */
function ndis5(page: string, number: string): RuleDocument {
  return {
    page,
    url: `${MICROSOFT}/previous-versions/windows/hardware/network/${number}(v=vs.85)`,
  };
}

/** A function's page in the current reference. */
function current(page: string): RuleDocument {
  return driverDocument(page, `ddi/ndis/nf-ndis-${page.toLowerCase()}`);
}

/** A page of the current documentation of drivers, by its path there. */
function driverDocument(page: string, path: string): RuleDocument {
  return { page, url: `${MICROSOFT}/windows-hardware/drivers/${path}` };
}

/** A page of the Bug Check Code Reference, by code and name. */
function bugCheck(code: string, name: string): RuleDocument {
  const file = `bug-check-${code.toLowerCase()}--${name.toLowerCase().replaceAll('_', '-')}`;
  return driverDocument(`Bug Check ${code}: ${name}`, `debugger/${file}`);
}

/** A page or a section by its name alone. */
function named(page: string): RuleDocument {
  return { page };
}

export const DOCUMENTS = {
  driverEntry: ndis5('NDIS Miniport Driver DriverEntry Function (NDIS 5.1)', 'ff557069'),
  initializeWrapper: current('NdisMInitializeWrapper'),
  terminateWrapper: current('NdisTerminateWrapper'),
  registerMiniport: ndis5('NdisMRegisterMiniport', 'ff553602'),
  deregisterLayeredMiniport: current('NdisIMDeregisterLayeredMiniport'),
  associateMiniport: current('NdisIMAssociateMiniport'),
  shutdownHandler: ndis5('Shutdown Handler (NDIS 5.1)', 'ff564191'),
  miniportShutdown: ndis5('MiniportShutdown', 'ff550533'),
  exportPnpEventNotify: ndis5('Exporting a MiniportPnPEventNotify Function (NDIS 5.1)', 'ff546464'),
  pnpEventNotify: ndis5('MiniportPnPEventNotify', 'ff550487'),
  setAttributes: ndis5('NdisMSetAttributes', 'ff553619'),
  initialize: ndis5('MiniportInitialize', 'ff550472'),
  halting: ndis5('Halting a Miniport Driver (NDIS 5.1)', 'ff546517'),
  halt: ndis5('MiniportHalt', 'ff549451'),
  writeErrorLogEntry: current('NdisWriteErrorLogEntry'),
  closeConfiguration: ndis5('NdisCloseConfiguration (NDIS 5.1)', 'ff550907'),
  readConfiguration: ndis5('NdisReadConfiguration (NDIS 5.1)', 'ff554534'),
  readNetworkAddress: current('NdisReadNetworkAddress'),
  allocateMemory: ndis5('NdisAllocateMemory', 'ff550762'),
  allocateMemoryWithTag: ndis5('NdisAllocateMemoryWithTag', 'ff550767'),
  freeMemory: ndis5('NdisFreeMemory (NDIS 5.1)', 'ff551990'),
  registerIoPortRange: current('NdisMRegisterIoPortRange'),
  deregisterIoPortRange: current('NdisMDeregisterIoPortRange'),
  mapIoSpace: current('NdisMMapIoSpace'),
  unmapIoSpace: current('NdisMUnmapIoSpace'),
  queryAdapterResources: named('NdisMQueryAdapterResources'),
  freePacketPool: ndis5('NdisFreePacketPool', 'ff551995'),
  freeBufferPool: ndis5('NdisFreeBufferPool', 'ff551984'),
  freePacket: ndis5('NdisFreePacket', 'ff551993'),
  initializeLookasideList: current('NdisInitializeNPagedLookasideList'),
  deleteLookasideList: current('NdisDeleteNPagedLookasideList'),
  deregisterShutdownHandler: ndis5('NdisMDeregisterAdapterShutdownHandler', 'ff553486'),
  deregisterDevice: current('NdisMDeregisterDevice'),
  closeFile: current('NdisCloseFile'),
  verifierWarnings: ndis5('Displaying Warning Messages', 'ff545625'),
  restrictedRoutines: ndis5('I/O Manager Routines', 'ff549086'),
  queryAdapterInstanceName: current('NdisQueryAdapterInstanceName'),
  deregisterDmaChannel: current('NdisMDeregisterDmaChannel'),
  scheduleWorkItem: current('NdisScheduleWorkItem'),
  waitEvent: current('NdisWaitEvent'),
  managingHardwarePriorities: driverDocument(
    'Managing Hardware Priorities',
    'kernel/managing-hardware-priorities',
  ),
  allocateSpinLock: current('NdisAllocateSpinLock'),
  acquireSpinLock: current('NdisAcquireSpinLock'),
  releaseSpinLock: current('NdisReleaseSpinLock'),
  freeSpinLock: current('NdisFreeSpinLock'),
  dprAcquireSpinLock: current('NdisDprAcquireSpinLock'),
  synchronizeWithInterrupt: ndis5('NdisMSynchronizeWithInterrupt', 'ff553649'),
  stallExecution: current('NdisStallExecution'),
  isr: ndis5('MiniportISR', 'ff550478'),
  handlingInterrupt: ndis5('Handling an Interrupt (NDIS 5.1)', 'ff546524'),
  handleInterrupt: ndis5('MiniportHandleInterrupt', 'ff549458'),
  interruptHandlers: ndis5('Registering Handlers for Interrupt Support (NDIS 5.1)', 'ff563319'),
  registerInterrupt: ndis5('NdisMRegisterInterrupt', 'ff553596'),
  deregisterInterrupt: ndis5('NdisMDeregisterInterrupt', 'ff553501'),
  checkForHang: ndis5('MiniportCheckForHang', 'ff549367'),
  cancelTimer: ndis5('NdisMCancelTimer', 'ff552321'),
  initializeEvent: current('NdisInitializeEvent'),
  initializeTimer: ndis5('NdisMInitializeTimer', 'ff553546'),
  send: ndis5('MiniportSend', 'ff550518'),
  multipacketSends: ndis5('Multipacket Sends (NDIS 5.1)', 'ff550685'),
  sendComplete: ndis5('NdisMSendComplete', 'ff553613'),
  sendResourcesAvailable: ndis5('NdisMSendResourcesAvailable', 'ff553617'),
  cancelSendPackets: ndis5('MiniportCancelSendPackets', 'ff549359'),
  getPacketStatus: ndis5('NDIS_GET_PACKET_STATUS', 'ff556997'),
  setPacketStatus: ndis5('NDIS_SET_PACKET_STATUS', 'ff558916'),
  indicateReceivePacket: ndis5('NdisMIndicateReceivePacket', 'ff553533'),
  indicateReceive: ndis5('NdisMEthIndicateReceive', 'ff553510'),
  macLineUp: ndis5('NDIS_MAC_LINE_UP', 'ff557058'),
  wanDifferences: named('DDK, Differences Between WAN and LAN Miniports'),
  indicateStatus: current('NdisMIndicateStatus'),
  mediaConnectStatus: driverDocument(
    'OID_GEN_MEDIA_CONNECT_STATUS',
    'network/oid-gen-media-connect-status',
  ),
  packetFilter: driverDocument(
    'OID_GEN_CURRENT_PACKET_FILTER',
    'network/oid-gen-current-packet-filter',
  ),
  allocateMapRegisters: ndis5('NdisMAllocateMapRegisters', 'ff552300'),
  freeMapRegisters: ndis5('NdisMFreeMapRegisters', 'ff553523'),
  allocateSharedMemory: ndis5('NdisMAllocateSharedMemory (NDIS 5.1)', 'ff552307'),
  allocateSharedMemoryAsync: ndis5('NdisMAllocateSharedMemoryAsync', 'ff552304'),
  freeSharedMemory: ndis5('NdisMFreeSharedMemory (NDIS 5.1)', 'ff553526'),
  getPhysicalAddress: driverDocument(
    'MmGetPhysicalAddress',
    'ddi/ntddk/nf-ntddk-mmgetphysicaladdress',
  ),
  startMapping: ndis5('NdisMStartBufferPhysicalMapping', 'ff553646'),
  completeMapping: ndis5('NdisMCompleteBufferPhysicalMapping', 'ff553460'),
  flushBuffer: ndis5('NdisFlushBuffer', 'ff551975'),
  queryInformation: ndis5('MiniportQueryInformation', 'ff550490'),
  queryInformationComplete: ndis5('NdisMQueryInformationComplete', 'ff553575'),
  setInformation: ndis5('MiniportSetInformation', 'ff550530'),
  multicastList: driverDocument('OID_802_3_MULTICAST_LIST', 'network/oid-802-3-multicast-list'),
  supportedList: driverDocument('OID_GEN_SUPPORTED_LIST', 'network/oid-gen-supported-list'),
  setPower: driverDocument('OID_PNP_SET_POWER', 'network/oid-pnp-set-power'),
  reset: ndis5('MiniportReset', 'ff550502'),
  resetComplete: current('NdisMResetComplete'),
  deregisterProtocol: current('NdisDeregisterProtocol'),
  request: current('NdisRequest'),
  protocolReceive: ndis5('ProtocolReceive', 'ff563246'),
  transferData: ndis5('NdisTransferData', 'ff554816'),
  openAdapter: current('NdisOpenAdapter'),
  closeAdapter: current('NdisCloseAdapter'),
  completeUnbind: ndis5('NdisCompleteUnbindAdapter', 'ff551048'),
  initializeInstance: current('NdisIMInitializeDeviceInstanceEx'),
  deinitializeInstance: current('NdisIMDeInitializeDeviceInstance'),
  packetStack: named('NdisIMGetCurrentPacketStack'),
  copySendInfo: current('NdisIMCopySendPerPacketInfo'),
  ndisTest: named('NDISTest, 1c_FaultHandling'),
  verifier: driverDocument('Driver Verifier', 'devtest/driver-verifier'),
  timerOrDpcInvalid: bugCheck('0xC7', 'TIMER_OR_DPC_INVALID'),
  badPoolCaller: bugCheck('0xC2', 'BAD_POOL_CALLER'),
  unloadedPending: bugCheck('0xCE', 'DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS'),
  irqlNotLess: bugCheck('0xD1', 'DRIVER_IRQL_NOT_LESS_OR_EQUAL'),
  pageFault: bugCheck('0x50', 'PAGE_FAULT_IN_NONPAGED_AREA'),
  writeToReadOnly: bugCheck('0xBE', 'ATTEMPTED_WRITE_TO_READONLY_MEMORY'),
  unhandled: bugCheck('0x7E', 'SYSTEM_THREAD_EXCEPTION_NOT_HANDLED'),
  doubleFault: bugCheck('0x7F', 'UNEXPECTED_KERNEL_MODE_TRAP'),
  kernelStack: driverDocument('Using the Kernel Stack', 'kernel/using-the-kernel-stack'),
  callingConvention: named('__stdcall'),
  copyMemory: driverDocument('RtlCopyMemory', 'ddi/wdm/nf-wdm-rtlcopymemory'),
  pciCommand: named('PCI Local Bus Specification 2.3, 6.2.2 Device Control'),
  pciBaseAddress: named('PCI Local Bus Specification 2.3, 6.2.5 Base Addresses'),
  pciIdentification: named('PCI Local Bus Specification 2.3, 6.2.1 Device Identification'),
  ethernet: named('IEEE 802.3-2002, 3 Media access control frame structure'),
  ethernetPad: named('IEEE 802.3-2002, 4.2.3.3 Minimum frame size'),
  nicManual: named('The manual of the chip, its register descriptions'),
  nicRings: named('The manual of the chip, its descriptor rings'),
  /** No page says it; it follows from what the call or the device is. */
  own: named('Our own rule'),
} as const satisfies Record<string, RuleDocument>;
