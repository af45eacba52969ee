/**
 * The export table against the import library of the DDK for Windows XP (lib/wxp/i386/ndis.lib).
 */
import { EXPORTS } from '../../../ndis/exports';
import type { Arg, Direction, Row } from '../../../ndis/row';

/** The 276 names of the library by the bytes of arguments in their decoration (`_Name@N`). */
const NAMES_BY_BYTES: { readonly [bytes: number]: string } = {
  0: `
    NdisDeregisterTdiCallBack NdisGeneratePartialCancelId NdisGetSharedDataAlignment
    NdisGetVersion NdisSystemProcessorCount
  `,
  4: `
    ArcFilterDprIndicateReceiveComplete EthFilterDprIndicateReceiveComplete
    FddiFilterDprIndicateReceiveComplete NDIS_BUFFER_TO_SPAN_PAGES NdisAcquireSpinLock
    NdisAllocateFromBlockPool NdisAllocateSpinLock NdisBufferLength NdisBufferVirtualAddress
    NdisClCloseAddressFamily NdisClDeregisterSap NdisCloseConfiguration NdisCloseFile
    NdisCmDeactivateVc NdisCmDispatchCallConnected NdisCoDeleteVc NdisDestroyBlockPool
    NdisDprAcquireSpinLock NdisDprFreePacket NdisDprFreePacketNonInterlocked
    NdisDprReleaseSpinLock NdisFreeBuffer NdisFreeBufferPool NdisFreePacket NdisFreePacketPool
    NdisFreeSpinLock NdisFreeToBlockPool NdisGetCurrentProcessorCpuUsage NdisGetCurrentSystemTime
    NdisGetPacketCancelId NdisGetPoolFromPacket NdisGetRoutineAddress NdisGetSystemUpTime
    NdisIMDeInitializeDeviceInstance NdisIMDeregisterLayeredMiniport NdisIMGetBindingContext
    NdisIMGetDeviceContext NdisInitializeEvent NdisInitializeReadWriteLock
    NdisInterlockedDecrement NdisInterlockedIncrement NdisMCloseLog NdisMCmDeactivateVc
    NdisMCmDeleteVc NdisMCoReceiveComplete NdisMDeregisterAdapterShutdownHandler
    NdisMDeregisterDevice NdisMDeregisterDmaChannel NdisMDeregisterInterrupt NdisMFlushLog
    NdisMFreeMapRegisters NdisMGetDmaAlignment NdisMIndicateStatusComplete NdisMPromoteMiniport
    NdisMReadDmaCounter NdisMRemoveMiniport NdisMSendResourcesAvailable NdisMSleep
    NdisPacketPoolUsage NdisPacketSize NdisReEnumerateProtocolBindings NdisReleaseSpinLock
    NdisResetEvent NdisScheduleWorkItem NdisSetEvent NdisUnmapFile
    TrFilterDprIndicateReceiveComplete
  `,
  8: `
    NdisAdjustBufferLength NdisAnsiStringToUnicodeString NdisCancelSendPackets NdisCancelTimer
    NdisClModifyCallQoS NdisCloseAdapter NdisCmActivateVc NdisCmCloseAddressFamilyComplete
    NdisCmDeregisterSapComplete NdisCmDispatchIncomingCallQoSChange NdisCmDropPartyComplete
    NdisCoGetTapiCallId NdisCompleteUnbindAdapter NdisDeregisterProtocol
    NdisGetBufferPhysicalArraySize NdisGetDriverHandle NdisGetReceivedPacket
    NdisIMAssociateMiniport NdisIMCancelInitializeDeviceInstance
    NdisIMCopySendCompletePerPacketInfo NdisIMCopySendPerPacketInfo NdisIMGetCurrentPacketStack
    NdisIMInitializeDeviceInstance NdisIMNotifyPnPEvent NdisIMRevertBack NdisIMSwitchToMiniport
    NdisInitAnsiString NdisInitializeString NdisInitUnicodeString NdisInterlockedPopEntryList
    NdisInterlockedRemoveHeadList NdisMatchPdoWithPacket NdisMCancelTimer NdisMCmActivateVc
    NdisMCoDeactivateVcComplete NdisMQueryAdapterInstanceName NdisMQueryInformationComplete
    NdisMRegisterUnloadHandler NdisMSetInformationComplete NdisMSetMiniportSecondary
    NdisMSetPeriodicTimer NdisMSetTimer NdisMWanIndicateReceiveComplete
    NdisQueryAdapterInstanceName NdisQueryBindInstanceName NdisQueryMapRegisterCount
    NdisQueryPendingIOCount NdisRegisterTdiCallBack NdisReleaseReadWriteLock NdisReset
    NdisReturnPackets NdisSetPacketCancelId NdisSetPacketPoolProtocolId NdisSetTimer
    NdisTerminateWrapper NdisUnchainBufferAtBack NdisUnchainBufferAtFront
    NdisUnicodeStringToAnsiString NdisUpcaseUnicodeString NdisWaitEvent
  `,
  12: `
    NdisAcquireReadWriteLock NdisAllocateBufferPool NdisAllocateMemoryWithTag NdisAllocatePacket
    NdisClDropParty NdisClGetProtocolVcContextFromTapiCallId NdisClIncomingCallComplete
    NdisCmCloseCallComplete NdisCmDispatchIncomingCall NdisCmModifyCallQoSComplete
    NdisCmOpenAddressFamilyComplete NdisCmRegisterSapComplete NdisCoAssignInstanceName
    NdisCompareAnsiString NdisCompareUnicodeString NdisCompleteBindAdapter NdisCompletePnPEvent
    NdisConvertStringToAtmAddress NdisCoSendPackets NdisDprAllocatePacket
    NdisDprAllocatePacketNonInterlocked NdisEqualString NdisFreeMemory
    NdisGetCurrentProcessorCounts NdisIMInitializeDeviceInstanceEx NdisImmediateReadPortUchar
    NdisImmediateReadPortUlong NdisImmediateReadPortUshort NdisImmediateWritePortUchar
    NdisImmediateWritePortUlong NdisImmediateWritePortUshort NdisIMQueueMiniportCallback
    NdisInitializeTimer NdisInterlockedAddUlong NdisInterlockedInsertHeadList
    NdisInterlockedInsertTailList NdisInterlockedPushEntryList NdisMapFile
    NdisMCoActivateVcComplete NdisMCoIndicateReceivePacket NdisMCompleteBufferPhysicalMapping
    NdisMCoRequestComplete NdisMCoSendComplete NdisMCreateLog NdisMInitializeScatterGatherDma
    NdisMPciAssignResources NdisMRegisterAdapterShutdownHandler NdisMRegisterMiniport
    NdisMResetComplete NdisMSendComplete NdisMSynchronizeWithInterrupt NdisMUnmapIoSpace
    NdisMWanSendComplete NdisMWriteLogData NdisOpenConfiguration NdisOpenProtocolConfiguration
    NdisOverrideBusNumber NdisQueryBuffer NdisQueryBufferOffset NdisRequest NdisSend
    NdisSendPackets NdisSetTimerEx
  `,
  16: `
    ArcFilterDprIndicateReceive NdisAllocatePacketPool NdisClAddParty NdisClCloseCall
    NdisClMakeCall NdisClRegisterSap NdisCmAddPartyComplete NdisCmDispatchIncomingCloseCall
    NdisCmDispatchIncomingDropParty NdisCmRegisterAddressFamily NdisCoCreateVc NdisCreateBlockPool
    NdisImmediateReadSharedMemory NdisImmediateWriteSharedMemory NdisIMRegisterLayeredMiniport
    NdisInitializeWrapper NdisInterlockedAddLargeInterger NdisMAllocateSharedMemoryAsync
    NdisMCmCreateVc NdisMCmRegisterAddressFamily NdisMCmRequest NdisMDeregisterIoPortRange
    NdisMIndicateStatus NdisMInitializeTimer NdisMQueryAdapterResources NdisMRegisterIoPortRange
    NdisMSetAttributes NdisMTransferDataComplete NdisOpenConfigurationKeyByName
    NdisQueryBufferSafe NdisReadEisaSlotInformation NdisReadMcaPosInformation
    NdisReadNetworkAddress NdisReadPcmciaAttributeMemory NdisRegisterProtocol NdisSetPacketStatus
    NdisWriteConfiguration NdisWritePcmciaAttributeMemory
  `,
  20: `
    NdisAllocateBuffer NdisAllocateMemory NdisAllocatePacketPoolEx NdisCmMakeCallComplete
    NdisCoRequest NdisCoRequestComplete NdisGetFirstBufferFromPacket
    NdisImmediateReadPciSlotInformation NdisImmediateWritePciSlotInformation
    NdisMAllocateMapRegisters NdisMAllocateSharedMemory NdisMCoIndicateStatus NdisMMapIoSpace
    NdisMSetAttributesEx NdisMWanIndicateReceive NdisOpenConfigurationKeyByIndex
    NdisReadConfiguration NdisReadEisaSlotInformationEx NdisReadPciSlotInformation
    NdisUpdateSharedMemory NdisWritePciSlotInformation
  `,
  24: `
    NdisClOpenAddressFamily NdisCompleteDmaTransfer NdisCopyBuffer NdisCopyFromPacketToPacket
    NdisGetFirstBufferFromPacketSafe NdisMFreeSharedMemory NdisMGetDeviceProperty
    NdisMRegisterDevice NdisMRegisterDmaChannel NdisMStartBufferPhysicalMapping NdisOpenFile
    NdisSetupDmaTransfer
  `,
  28: `
    NdisCopyFromPacketToPacketSafe NdisMRegisterInterrupt NdisTransferData NdisWriteEventLogEntry
    TrFilterDprIndicateReceive
  `,
  32: `
    EthFilterDprIndicateReceive NdisSetProtocolFilter
  `,
  36: `
    FddiFilterDprIndicateReceive
  `,
  44: `
    NdisOpenAdapter
  `,
};

/** Exported without a decoration: its caller pops the arguments. */
const CDECL_NAMES = ['NdisWriteErrorLogEntry'];

const STACK_BYTES = new Map<string, number>(
  Object.entries(NAMES_BY_BYTES).flatMap(([bytes, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name): [string, number] => [name, Number(bytes)]),
  ),
);

type AnyRow = Row<string, unknown, readonly Arg<string, any, Direction>[]>;

const rows = Object.values(EXPORTS) as unknown as AnyRow[];
const exported = rows.filter((row) => row.form === 'export');

/** An out argument is a pointer; a value takes whole 4-byte slots. */
function stackBytes(row: AnyRow): number {
  return row.args.reduce(
    (sum, arg) => sum + (arg.direction === 'in' ? Math.max(4, arg.type.bytes) : 4),
    0,
  );
}

test('has the names of the library, all of them and no others', () => {
  expect(STACK_BYTES.size + CDECL_NAMES.length).toBe(276);
  expect(exported.map((row) => row.name).sort()).toEqual(
    [...STACK_BYTES.keys(), ...CDECL_NAMES].sort(),
  );
});

test.each([...STACK_BYTES])('%s takes %i bytes of arguments', (name, bytes) => {
  const row = EXPORTS[name as keyof typeof EXPORTS] as unknown as AnyRow;
  expect(row.convention).toBe('stdcall');
  expect(stackBytes(row)).toBe(bytes);
});

test.each(CDECL_NAMES)('%s is cdecl', (name) => {
  expect(EXPORTS[name as keyof typeof EXPORTS].convention).toBe('cdecl');
});

describe.each(rows.map((row): [string, AnyRow] => [row.name, row]))('%s', (name, row) => {
  test('lies under its own name', () => {
    expect(EXPORTS[name as keyof typeof EXPORTS]).toBe(row);
  });

  test('has a page and one sentence on what it does', () => {
    expect(row.page).toMatch(/^(ff55\d{4}|nf-(?:ndis|wdm)-[a-z0-9_-]+|ndis\.h|Ndis\w+|NDIS_\w+)$/);
    expect(row.summary).toMatch(/^[A-Z].*\.$/);
    expect(row.summary.slice(0, -1)).not.toMatch(/\. [A-Z]/);
  });

  test('has an IRQL that x86 has', () => {
    expect(row.irql.min).toBeGreaterThanOrEqual(0);
    expect(row.irql.max).toBeLessThanOrEqual(31);
    expect(row.irql.min).toBeLessThanOrEqual(row.irql.max);
  });

  test('names each argument once', () => {
    const names = row.args.map((arg) => arg.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain('Result');
  });
});

/** Functions whose IRQL decides what the harness reports, by Microsoft's pages. */
const IRQL_CASES: readonly (readonly [keyof typeof EXPORTS, number, number])[] = [
  ['NdisInitializeWrapper', 0, 0],
  ['NdisMRegisterMiniport', 0, 0],
  ['NdisTerminateWrapper', 0, 0],
  ['NdisOpenConfiguration', 0, 0],
  ['NdisMSetAttributesEx', 0, 0],
  ['NdisMAllocateSharedMemory', 0, 0],
  ['NdisMAllocateSharedMemoryAsync', 0, 2],
  ['NdisMRegisterInterrupt', 0, 0],
  ['NdisAllocateMemoryWithTag', 0, 2],
  ['NdisFreeMemory', 0, 2],
  ['NdisAcquireSpinLock', 0, 2],
  ['NdisReleaseSpinLock', 2, 2],
  ['NdisDprAcquireSpinLock', 2, 2],
  ['NdisMSendComplete', 0, 2],
  ['NdisMIndicateReceivePacket', 0, 2],
  ['NdisMSleep', 0, 1],
  ['NdisWaitEvent', 0, 0],
  ['NdisStallExecution', 0, 31],
];

test.each(IRQL_CASES)('%s may be called at IRQL %i to %i', (name, min, max) => {
  expect(EXPORTS[name].irql).toEqual({ min, max });
});
