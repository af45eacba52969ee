/**
 * What the gate does with each row, by Microsoft's pages: the IRQL of a call, what is none of its
 * handles, what was given back before, when and where it may be called, and how it fails.
 */
import { virtual } from '../../hardware/address';
import { CALLS, KERNEL_ROWS } from '../../ndis/calls';
import { EXPORTS } from '../../ndis/exports';
import type { ResourceKind } from '../../ndis/resource-kinds';
import type { AnyRow, Arg } from '../../ndis/row';
import { DriverBench } from '../support/machine';

const ROWS: Readonly<Record<string, AnyRow>> = { ...EXPORTS, ...KERNEL_ROWS };
const COMPLETE = Object.values(ROWS).filter((row) => row.complete);

/** No handle and no address of anything. */
const NONE = 0x1234_5670;
const GONE = 0x1234_5680;

/** A driver's call of any row, with zeros for what does not matter. */
class RowBench extends DriverBench {
  /** What a call gives: its result, and the rules that the call itself was seen to break. */
  call(row: AnyRow, given: Readonly<Record<string, unknown>> = {}) {
    const inputs = row.args
      .filter(({ direction }) => direction === 'in' || direction === 'inout')
      .map((arg) => given[arg.name] ?? this.#good(arg));
    const before = this.os.findings.length;
    let result: unknown;
    try {
      result = CALLS.get(row.name)!(this.os, inputs);
    } catch {
      // With zeros for addresses the body may come to nothing, or end the run.
    }
    const found = this.os.findings.slice(before);
    const rules = found
      .filter(({ evidence }) => evidence.call === row.name)
      .map(({ rule }) => rule);
    return { result, rules };
  }

  #good({ type }: Arg): unknown {
    const { os } = this;
    const known = <T>(map: Map<number, T>) => map.set(GONE, {} as T) && GONE;
    switch (type.handle) {
      case 'miniport-adapter':
        return this.adapterHandle;
      case 'wrapper-configuration-context':
        return this.configurationContext;
      case 'configuration-handle':
        return known(os.configurations);
      case 'wrapper-handle':
        return known(os.drivers);
      case 'packet-pool':
        return known(os.packetPools);
      case 'buffer-pool':
        return known(os.bufferPools);
      case 'protocol-handle':
        return known(os.protocols);
      case 'binding':
        return known(os.protocolBindings);
      case 'layered-miniport-handle':
        return known(os.layeredMiniports);
      case 'dma-channel':
        return known(os.dmaChannels);
      case 'file':
        return known(os.openFiles);
    }
    if (type.name === 'LONGLONG') return 0n;
    return type.name === 'BOOLEAN' ? false : 0;
  }
}

let shared: RowBench | undefined;

/** A bench at an IRQL. As a new one takes its time, one that has not heard of the row does again. */
function benchFor({ name }: AnyRow, irql: number): RowBench {
  const { os } = shared ?? {};
  const isTold = os?.findings.some(({ evidence }) => evidence.call === name);
  if (os === undefined || os.stopped !== undefined || os.findings.length > 100 || isTold)
    shared = new RowBench();
  shared!.os.irql = irql;
  return shared!;
}

/** Names by the IRQL at which they may be called; where two documents differ, the laxer. */
const NAMES_BY_IRQL: { readonly [range: string]: string } = {
  '0-0': `
    IoGetDeviceProperty IoIsWdmVersionAvailable KeFlushQueuedDpcs MmGetSystemRoutineAddress
    NdisAnsiStringToUnicodeString NdisCloseAdapter NdisCloseConfiguration NdisCloseFile
    NdisCompleteBindAdapter NdisCompletePnPEvent NdisCompleteUnbindAdapter NdisEqualString
    NdisGetRoutineAddress NdisIMAssociateMiniport NdisIMCancelInitializeDeviceInstance
    NdisIMDeInitializeDeviceInstance NdisIMDeregisterLayeredMiniport
    NdisIMInitializeDeviceInstance NdisIMInitializeDeviceInstanceEx NdisIMNotifyPnPEvent
    NdisIMRegisterLayeredMiniport NdisImmediateReadPortUchar NdisImmediateReadPortUlong
    NdisImmediateReadPortUshort NdisImmediateWritePortUchar NdisImmediateWritePortUlong
    NdisImmediateWritePortUshort NdisInitializeString NdisInitializeWrapper
    NdisMAllocateMapRegisters NdisMAllocateSharedMemory NdisMDeregisterAdapterShutdownHandler
    NdisMDeregisterDevice NdisMDeregisterDmaChannel NdisMDeregisterInterrupt
    NdisMDeregisterIoPortRange NdisMFreeMapRegisters NdisMGetDeviceProperty NdisMGetDmaAlignment
    NdisMInitializeScatterGatherDma NdisMMapIoSpace NdisMPciAssignResources
    NdisMQueryAdapterInstanceName NdisMQueryAdapterResources NdisMRegisterAdapterShutdownHandler
    NdisMRegisterDevice NdisMRegisterDmaChannel NdisMRegisterInterrupt NdisMRegisterIoPortRange
    NdisMRegisterMiniport NdisMRegisterUnloadHandler NdisMSetAttributes NdisMSetAttributesEx
    NdisMSetMiniportSecondary NdisMUnmapIoSpace NdisOpenAdapter NdisOpenConfiguration NdisOpenFile
    NdisOpenProtocolConfiguration NdisReEnumerateProtocolBindings NdisReadConfiguration
    NdisReadEisaSlotInformation NdisReadEisaSlotInformationEx NdisReadNetworkAddress
    NdisRegisterProtocol NdisSystemProcessorCount NdisTerminateWrapper
    NdisUnicodeStringToAnsiString NdisUnmapFile NdisUpcaseUnicodeString NdisWaitEvent
    NdisWriteConfiguration ObReferenceObjectByHandle PsCreateSystemThread PsGetVersion
    PsTerminateSystemThread RtlAnsiStringToUnicodeString RtlCompareString RtlCompareUnicodeString
    RtlCreateSecurityDescriptor RtlEqualUnicodeString RtlGUIDFromString RtlIntegerToUnicodeString
    RtlQueryRegistryValues RtlWriteRegistryValue RtlUnicodeStringToAnsiString RtlUnicodeStringToInteger WdfDriverCreate
    WdfVersionBind WdfVersionUnbind ZwClose ZwMapViewOfSection ZwOpenFile ZwOpenKey ZwOpenSection
    ZwPowerInformation ZwQuerySystemInformation ZwQueryValueKey ZwSetSecurityObject
    ZwUnmapViewOfSection IoCreateSymbolicLink IoCreateUnprotectedSymbolicLink
    IoDeleteSymbolicLink KeInitializeSemaphore KeSetPriorityThread ZwEnumerateKey
  `,
  '0-2': `
    ExAllocatePool ExAllocatePoolWithTag ExDeleteNPagedLookasideList ExFreePool ExFreePoolWithTag
    ExInitializeNPagedLookasideList ExNotifyCallback ExQueueWorkItem IoAcquireCancelSpinLock
    IoAllocateErrorLogEntry IoAllocateIrp IoAllocateMdl IoAllocateWorkItem IoBuildPartialMdl
    IoCancelIrp IoCompleteRequest IoFreeIrp IoFreeMdl IoFreeWorkItem
    IoGetRelatedDeviceObject IoInitializeIrp IoQueueWorkItem IoReuseIrp
    IoWriteErrorLogEntry IofCallDriver IofCompleteRequest KeCancelTimer KeClearEvent
    KeInitializeTimer KeInitializeTimerEx KeRaiseIrqlToDpcLevel KeReadStateEvent KeReleaseMutex
    KeReleaseSemaphore KeResetEvent KeSetEvent KeSetTimer KeSetTimerEx
    KeWaitForMultipleObjects KeWaitForSingleObject KfAcquireSpinLock MmAllocateContiguousMemory
    MmAllocateContiguousMemorySpecifyCache MmBuildMdlForNonPagedPool MmFreeContiguousMemory
    MmFreeContiguousMemorySpecifyCache MmMapIoSpace MmMapLockedPages MmMapLockedPagesSpecifyCache
    MmProbeAndLockPages MmUnlockPages MmUnmapIoSpace MmUnmapLockedPages NdisAcquireReadWriteLock
    NdisAcquireSpinLock NdisAllocateBuffer NdisAllocateBufferPool
    NdisAllocateFromNPagedLookasideList NdisAllocateMemory NdisAllocateMemoryWithTag
    NdisAllocatePacket NdisAllocatePacketPool NdisAllocatePacketPoolEx NdisBufferLength
    NdisBufferVirtualAddress NdisBufferVirtualAddressSafe NdisCancelSendPackets NdisCancelTimer
    NdisChainBufferAtBack NdisChainBufferAtFront NdisCompleteDmaTransfer NdisCopyBuffer
    NdisCopyFromPacketToPacket NdisCopyFromPacketToPacketSafe NdisDeleteNPagedLookasideList
    NdisDeregisterProtocol NdisFlushBuffer NdisFreeBuffer NdisFreeBufferPool NdisFreeMemory
    NdisFreePacket NdisFreePacketPool NdisFreeString NdisFreeToNPagedLookasideList
    NdisGeneratePartialCancelId NdisGetBufferPhysicalArraySize NdisGetCurrentProcessorCounts
    NdisGetDriverHandle NdisGetFirstBufferFromPacket NdisGetFirstBufferFromPacketSafe
    NdisGetPacketCancelId NdisGetPoolFromPacket NdisGetReceivedPacket NdisGetSharedDataAlignment
    NdisGetVersion NdisIMGetCurrentPacketStack NdisIMGetDeviceContext
    NdisImmediateReadPciSlotInformation NdisImmediateWritePciSlotInformation NdisInitAnsiString
    NdisInitUnicodeString NdisInitializeNPagedLookasideList NdisInitializeTimer
    NdisMAllocateSharedMemoryAsync NdisMCancelTimer NdisMCompleteBufferPhysicalMapping
    NdisMFreeSharedMemory NdisMIndicateReceivePacket NdisMIndicateStatus
    NdisMIndicateStatusComplete NdisMInitializeTimer NdisMPromoteMiniport NdisMReadDmaCounter
    NdisMRemoveMiniport NdisMSendComplete NdisMSetPeriodicTimer NdisMSetTimer NdisMWanIndicateReceive
    NdisMWanIndicateReceiveComplete NdisMWanSendComplete
    NdisMStartBufferPhysicalMapping NdisMapFile NdisPacketPoolUsage NdisPacketSize
    NdisQueryAdapterInstanceName NdisQueryBindInstanceName NdisQueryBuffer NdisQueryBufferOffset
    NdisQueryBufferSafe NdisQueryDepthSList NdisQueryPacket NdisQueryPacketLength
    NdisReadPciSlotInformation NdisReadPcmciaAttributeMemory NdisReinitializePacket NdisRequest
    NdisReset NdisResetEvent NdisReturnPackets NdisScheduleWorkItem NdisSend NdisSendPackets
    NdisSetEvent NdisSetPacketCancelId NdisSetPacketPoolProtocolId NdisSetPacketStatus
    NdisSetTimer NdisSetTimerEx NdisSetupDmaTransfer NdisTransferData NdisWriteErrorLogEntry
    NdisWriteEventLogEntry NdisWritePciSlotInformation NdisWritePcmciaAttributeMemory
    ObfDereferenceObject
  `,
  '0-1': `
    ExCreateCallback IoCreateDevice IoDeleteDevice ExRegisterCallback ExUnregisterCallback IoBuildSynchronousFsdRequest
    KeDelayExecutionThread MmLockPagableDataSection MmUnlockPagableImageSection
    NdisIMGetBindingContext NdisMSleep NdisOpenConfigurationKeyByIndex
    NdisOpenConfigurationKeyByName ProbeForRead ProbeForWrite RtlFreeAnsiString
    RtlFreeUnicodeString RtlMultiByteToUnicodeN RtlUnicodeToMultiByteN RtlUpcaseUnicodeString
  `,
  '2-2': `
    EthFilterDprIndicateReceive EthFilterDprIndicateReceiveComplete IoReleaseCancelSpinLock
    KfReleaseSpinLock NdisDprAcquireSpinLock NdisDprAllocatePacket
    NdisDprAllocatePacketNonInterlocked NdisDprFreePacket NdisDprFreePacketNonInterlocked
    NdisDprReleaseSpinLock NdisMEthIndicateReceive NdisMEthIndicateReceiveComplete
    NdisMQueryInformationComplete NdisMResetComplete NdisMSendResourcesAvailable
    NdisMSetInformationComplete NdisMTransferDataComplete NdisReleaseReadWriteLock
    NdisReleaseSpinLock
  `,
  '0-11': `
    DbgPrintEx NdisMSynchronizeWithInterrupt vDbgPrintEx
  `,
  '2-31': `
    KefAcquireSpinLockAtDpcLevel KefReleaseSpinLockFromDpcLevel
  `,
};

const RANGES = new Map(
  Object.entries(NAMES_BY_IRQL).flatMap(([range, names]) => {
    const [min, max] = range.split('-').map(Number);
    return names
      .trim()
      .split(/\s+/)
      .map((name) => [name, { min, max }] as const);
  }),
);

/** Rows whose IRQL is a rule of its own, below a device's. */
const IRQL_RULES: Readonly<Record<string, string>> = {
  NdisWaitEvent: 'irql/wait-at-raised-irql',
  NdisMSleep: 'irql/wait-at-raised-irql',
  KeDelayExecutionThread: 'irql/wait-at-raised-irql',
  NdisDprAcquireSpinLock: 'irql/dpr-lock-below-dispatch',
  NdisDprReleaseSpinLock: 'irql/dpr-lock-below-dispatch',
  KefAcquireSpinLockAtDpcLevel: 'irql/dpr-lock-below-dispatch',
};

const DEVICE_IRQL = 11;

/** The levels next to a range: PASSIVE_LEVEL, DISPATCH_LEVEL, a device's and HIGH_LEVEL. */
function levelsBeside({ min, max }: { min: number; max: number }): number[] {
  const levels = [0, 2, DEVICE_IRQL, 31];
  const below = levels.filter((level) => level < min).slice(-1);
  return [...below, ...levels.filter((level) => level > max).slice(0, 1)];
}

describe('IRQL', () => {
  test('each row has that of its page', () => {
    const any = { min: 0, max: 31 };
    const wanted = COMPLETE.map(({ name }) => [name, RANGES.get(name) ?? any]);
    expect(COMPLETE.map(({ name, irql }) => [name, irql])).toEqual(wanted);
    for (const name of RANGES.keys()) expect(ROWS[name]).toBeDefined();
  });

  test.each([...RANGES])('%s beside it', (name, range) => {
    for (const level of levelsBeside(range)) {
      const bench = benchFor(ROWS[name], level);
      const own = IRQL_RULES[name] ?? 'irql/wrong-irql';
      const rule = level >= DEVICE_IRQL ? 'irql/call-not-allowed-at-dirql' : own;
      expect(bench.call(ROWS[name]).rules).toContain(rule);
    }
  });
});

describe('a handle', () => {
  const cases = COMPLETE.flatMap((row) =>
    row.args
      .filter(({ name, type, optional }) => {
        const isReleased = row.releases?.key === name;
        return type.handle !== undefined && optional !== true && !isReleased;
      })
      .map(({ name, type }) => ({ row, name: row.name, arg: name, kind: type.handle! })),
  );
  const rules: Readonly<Record<string, string>> = {
    NdisIMAssociateMiniport: 'intermediate/associated-without-both',
    'wrapper-handle': 'registration/wrapper-handle-misused',
  };

  test.each(cases)('$name, $arg is none', ({ row, arg, kind }) => {
    const rule = rules[row.name] ?? rules[kind] ?? 'resource/bad-handle';
    const bench = benchFor(row, row.irql.min);
    expect(bench.call(row, { [arg]: NONE }).rules).toEqual([rule]);
  });

  const halted: readonly (readonly [keyof typeof EXPORTS, string, string])[] = [
    ['EthFilterDprIndicateReceive', 'Filter', 'packet/indicated-after-halt'],
    ['NdisMIndicateReceivePacket', 'MiniportAdapterHandle', 'packet/indicated-after-halt'],
    ['NdisMEthIndicateReceive', 'MiniportAdapterHandle', 'packet/indicated-after-halt'],
    ['NdisMIndicateStatus', 'MiniportAdapterHandle', 'power/status-indicated-after-halt'],
    ['NdisMIndicateStatusComplete', 'MiniportAdapterHandle', 'power/status-indicated-after-halt'],
  ];
  test.each(halted)('%s, %s was halted', (name, arg, rule) => {
    const bench = benchFor(EXPORTS[name], 2);
    bench.os.haltedAdapters.add(GONE);
    expect(bench.call(EXPORTS[name], { [arg]: GONE }).rules).toEqual([rule]);
  });
});

describe('what is given back', () => {
  /** The rule for what was never had, and for what was given back before. */
  const rules: Readonly<Record<string, readonly [string, string]>> = {
    NdisCloseAdapter: ['resource/bad-handle', 'intermediate/binding-used-after-close'],
    NdisFreeSpinLock: ['irql/spin-lock-not-initialized', 'resource/released-twice'],
    NdisTerminateWrapper: ['registration/wrapper-handle-misused', 'registration/terminated-twice'],
  };
  const memory = [
    ...['NdisFreeMemory', 'NdisFreeString', 'ExFreePool', 'ExFreePoolWithTag'],
    ...['RtlFreeUnicodeString', 'RtlFreeAnsiString', 'MmFreeContiguousMemory'],
    ...['MmFreeContiguousMemorySpecifyCache', 'IoFreeIrp', 'IoFreeWorkItem'],
  ];
  const releasing = COMPLETE.filter(({ releases }) => releases && releases.ifHeld !== true);

  test.each(releasing.map((row) => [row.name, row] as const))('%s', (name, row) => {
    const { kind, key, keyOffset } = row.releases!;
    const isMemory = memory.includes(name);
    const twice = isMemory ? 'memory/double-free' : 'resource/released-twice';
    const [unknown, again] = rules[name] ?? ['resource/bad-handle', twice];
    const bench = benchFor(row, row.irql.min);
    for (const [value, rule] of [
      [NONE, unknown],
      [GONE, again],
    ] as const) {
      const resource = { acquiredBy: 'test', acquiredIn: 'test', adapter: 0, image: 1 };
      const rest = { remembered: undefined, site: undefined };
      bench.os.ledger.acquire({ kind: kind as ResourceKind, key: GONE, ...resource, ...rest });
      bench.os.ledger.release(kind as ResourceKind, GONE);
      const structure = bench.memory(0x10);
      bench.os.raw.write32(virtual(structure + (keyOffset ?? 0)), value);
      const given = { [key]: keyOffset === undefined ? value : structure };
      expect(bench.call(row, given).rules).toContain(rule);
    }
  });
});

describe('when and where', () => {
  // MiniportInitialize (ff550472): what comes after NdisMSetAttributes(Ex).
  const afterAttributes = [
    ...['NdisMAllocateMapRegisters', 'NdisMAllocateSharedMemory'],
    ...['NdisMInitializeScatterGatherDma', 'NdisMInitializeTimer', 'NdisMMapIoSpace'],
    ...['NdisMRegisterDmaChannel', 'NdisMRegisterInterrupt', 'NdisMRegisterIoPortRange'],
  ];
  test('the attributes are what only these rows ask for', () => {
    const asking = COMPLETE.filter(({ needsAttributes }) => needsAttributes);
    expect(asking.map(({ name }) => name).sort()).toEqual(afterAttributes);
  });

  test.each(afterAttributes)('%s before them', (name) => {
    const bench = benchFor(ROWS[name], 0);
    bench.adapter.hasAttributes = false;
    expect(bench.call(ROWS[name]).rules).toContain('registration/attributes-not-set-first');
    bench.adapter.hasAttributes = true;
  });

  const places: readonly (readonly [keyof typeof EXPORTS, string])[] = [
    ['NdisMFreeMapRegisters', 'dma/map-registers-freed-outside-initialize-or-halt'],
    ['NdisMDeregisterInterrupt', 'interrupt/deregistered-outside-initialize-or-halt'],
    ['NdisMMapIoSpace', 'resource/io-space-mapped-outside-initialize'],
    ['NdisMRegisterIoPortRange', 'resource/io-port-range-registered-outside-initialize'],
  ];
  test.each(places)('%s elsewhere', (name, rule) => {
    expect(benchFor(EXPORTS[name], 0).call(EXPORTS[name]).rules).toContain(rule);
  });

  const unlocked: readonly (readonly [keyof typeof EXPORTS, string])[] = [
    ['NdisFreePacket', 'packet/freed-under-spin-lock'],
    ['NdisMIndicateReceivePacket', 'irql/spin-lock-held-across-call'],
    ['NdisMEthIndicateReceive', 'irql/spin-lock-held-across-call'],
    ['NdisMEthIndicateReceiveComplete', 'irql/spin-lock-held-across-call'],
    ['NdisMQueryInformationComplete', 'irql/spin-lock-held-across-call'],
    ['NdisMSetInformationComplete', 'irql/spin-lock-held-across-call'],
    ['NdisMResetComplete', 'irql/spin-lock-held-across-call'],
    ['NdisMSendComplete', 'irql/spin-lock-held-across-call'],
    ['NdisMIndicateStatus', 'irql/spin-lock-held-across-call'],
  ];
  test.each(unlocked)('%s with a lock held', (name, rule) => {
    const bench = new RowBench();
    bench.inHandler(() => {
      const lock = bench.memory(8);
      bench.ndis.NdisAllocateSpinLock(lock);
      bench.ndis.NdisAcquireSpinLock(lock);
      expect(bench.call(EXPORTS[name]).rules).toContain(rule);
      bench.ndis.NdisReleaseSpinLock(lock);
    });
  });

  // ff551993 (NdisFreePacket) has locks released; ff551940 and ff551945, of these two, do not.
  test.each(['NdisDprFreePacket', 'NdisDprFreePacketNonInterlocked'] as const)(
    '%s may be called with a lock held',
    (name) => {
      const bench = new RowBench();
      bench.inHandler(() => {
        const lock = bench.memory(8);
        bench.ndis.NdisAllocateSpinLock(lock);
        bench.ndis.NdisAcquireSpinLock(lock);
        expect(bench.call(EXPORTS[name]).rules).not.toContain('packet/freed-under-spin-lock');
        bench.ndis.NdisReleaseSpinLock(lock);
      });
    },
  );
});

describe('failure', () => {
  /** ndisstat.h. */
  const STATUSES: Readonly<Record<string, number>> = {
    FAILURE: 0xc000_0001,
    RESOURCES: 0xc000_009a,
    NOT_SUPPORTED: 0xc000_00bb,
    NOT_ACCEPTED: 0x0001_0003,
    CLOSING: 0xc001_0002,
    BAD_VERSION: 0xc001_0004,
    BAD_CHARACTERISTICS: 0xc001_0005,
    ADAPTER_NOT_FOUND: 0xc001_0006,
    OPEN_FAILED: 0xc001_0007,
    UNSUPPORTED_MEDIA: 0xc001_0019,
    FILE_NOT_FOUND: 0xc001_001b,
    ERROR_READING_FILE: 0xc001_001c,
    ALREADY_MAPPED: 0xc001_001d,
    RESOURCE_CONFLICT: 0xc001_001e,
  };

  /** Names by what their pages say they may fail with; NULL: a pointer that is none. */
  const NAMES_BY_FAILURES: { readonly [failures: string]: string } = {
    FAILURE: `
      NdisMSetMiniportSecondary NdisMPromoteMiniport NdisMRemoveMiniport NdisAllocateBuffer
      NdisCopyBuffer NdisOpenConfigurationKeyByIndex NdisOpenConfigurationKeyByName
      NdisReadNetworkAddress NdisAllocateMemory NdisAllocateMemoryWithTag
    `,
    'RESOURCES FAILURE': `
      NdisOpenConfiguration NdisOpenProtocolConfiguration NdisReadConfiguration
      NdisWriteConfiguration NdisMRegisterDevice NdisMPciAssignResources
      NdisMQueryAdapterResources NdisMAllocateSharedMemoryAsync
    `,
    RESOURCES: `
      NdisMQueryAdapterInstanceName NdisQueryAdapterInstanceName NdisQueryBindInstanceName
      NdisAllocateBufferPool NdisMAllocateMapRegisters NdisSetupDmaTransfer NdisWriteEventLogEntry
      NdisAllocatePacketPool NdisAllocatePacketPoolEx NdisAllocatePacket NdisDprAllocatePacket
      NdisDprAllocatePacketNonInterlocked PsCreateSystemThread ExCreateCallback ZwOpenFile
      ZwOpenSection ZwMapViewOfSection ZwOpenKey ZwQueryValueKey RtlQueryRegistryValues RtlWriteRegistryValue
      ZwEnumerateKey IoCreateDevice IoCreateSymbolicLink IoCreateUnprotectedSymbolicLink
    `,
    NULL: `
      NdisQueryBufferSafe NdisBufferVirtualAddressSafe NdisAllocateFromNPagedLookasideList
      NdisCopyFromPacketToPacketSafe NdisGetFirstBufferFromPacketSafe NdisMAllocateSharedMemory
      NdisInitializeWrapper ExAllocatePoolWithTag ExAllocatePool MmAllocateContiguousMemory
      MmAllocateContiguousMemorySpecifyCache MmMapIoSpace IoAllocateMdl
      MmMapLockedPagesSpecifyCache IoAllocateErrorLogEntry IoAllocateIrp
      IoBuildSynchronousFsdRequest ExRegisterCallback IoAllocateWorkItem
    `,
    'RESOURCES NOT_SUPPORTED FAILURE': 'NdisMInitializeScatterGatherDma',
    'RESOURCE_CONFLICT RESOURCES FAILURE': `
      NdisMRegisterDmaChannel NdisMRegisterInterrupt NdisMMapIoSpace NdisMRegisterIoPortRange
    `,
    'FILE_NOT_FOUND RESOURCES ERROR_READING_FILE': 'NdisOpenFile',
    ALREADY_MAPPED: 'NdisMapFile',
    'BAD_CHARACTERISTICS BAD_VERSION RESOURCES FAILURE': `
      NdisIMRegisterLayeredMiniport NdisMRegisterMiniport
    `,
    'NOT_ACCEPTED FAILURE': 'NdisIMInitializeDeviceInstance NdisIMInitializeDeviceInstanceEx',
    'RESOURCES BAD_CHARACTERISTICS BAD_VERSION': 'NdisRegisterProtocol',
    'OPEN_FAILED RESOURCES ADAPTER_NOT_FOUND UNSUPPORTED_MEDIA CLOSING': 'NdisOpenAdapter',
  };
  const FAILURES = Object.entries(NAMES_BY_FAILURES).flatMap(([failures, names]) =>
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, failures.split(' ')] as const),
  );

  test('each row has those of its page', () => {
    const plain = (failure: string) => failure.replace('NDIS_STATUS_', '');
    const has = COMPLETE.filter(({ fails }) => fails.length > 0);
    expect(new Map(has.map(({ name, fails }) => [name, fails.map(plain)]))).toEqual(
      new Map(FAILURES),
    );
  });

  /** All that a call gave, out arguments and result, in no order. */
  const valuesOf = (result: unknown): unknown[] =>
    typeof result === 'object' && result !== null ? Object.values(result) : [result];

  // These give a length all the same: see their own tests.
  const measuring = [
    'NdisQueryBufferSafe',
    'NdisGetFirstBufferFromPacketSafe',
    'NdisMQueryAdapterResources',
  ];

  const faultsOf = ([name, failures]: readonly [string, readonly string[]]) =>
    failures.map((failure, index) => ({
      call: name,
      failure: failure === 'NULL' ? failure : `NDIS_STATUS_${failure}`,
      occurrence: index + 1,
    }));
  const failing = new RowBench({ faults: FAILURES.flatMap(faultsOf) });

  test.each(FAILURES.filter(([name]) => !measuring.includes(name)))(
    '%s gives %j and nothing else',
    (name, failures) => {
      failing.os.irql = ROWS[name].irql.min;
      failing.inHandler(() => {
        for (const failure of failures) {
          const { result } = failing.call(ROWS[name]);
          const values = valuesOf(result).filter((value) => Boolean(value));
          expect(values).toEqual(failure === 'NULL' ? [] : [STATUSES[failure]]);
        }
      });
      const injected = failing.os.faults!.injected.filter(({ call }) => call === name);
      expect(injected).toEqual(faultsOf([name, failures]));
      expect(failing.os.ledger.live()).toEqual([]);
    },
  );
});

describe('what the body itself sees', () => {
  type Act = (call: (name: string, ...inputs: unknown[]) => unknown, at: number) => unknown;

  /** Locks taken in one order and then in the other, by a pair of calls. */
  const crosswise =
    (acquire: string, release: string): Act =>
    (call, at) => {
      // Released with the IRQL before, where that is an argument.
      for (const [outer, inner] of [
        [at, at + 16],
        [at + 16, at],
      ]) {
        call(acquire, outer, 0);
        call(acquire, inner, 0);
        call(release, inner, 2);
        call(release, outer, 0);
      }
    };

  const cases: readonly {
    readonly name: string;
    readonly rule: string;
    readonly irql?: number;
    readonly act: Act;
  }[] = [
    ...['NdisAllocateMemory', 'ExAllocatePool', 'ExAllocatePoolWithTag'].map((name) => ({
      name,
      rule: 'resource/memory-zero-bytes',
      act: (call: Parameters<Act>[0]) => call(name, 0, 0, 0x1000),
    })),
    ...['ExFreePool', 'ExFreePoolWithTag'].map((name) => ({
      name,
      rule: 'memory/interior-free',
      act: (call: Parameters<Act>[0]) =>
        call(name, (call('ExAllocatePoolWithTag', 0, 64, 1) as number) + 8, 1),
    })),
    ...['NdisFreeString', 'RtlFreeUnicodeString', 'RtlFreeAnsiString'].map((name) => ({
      name,
      rule: 'memory/interior-free',
      act: (call: Parameters<Act>[0], at: number) => {
        const inside = (call('ExAllocatePoolWithTag', 0, 64, 1) as number) + 8;
        call('NdisStoreUlong', at + 4, inside);
        call(name, at);
      },
    })),
    {
      name: 'NdisDprAcquireSpinLock',
      rule: 'irql/spin-lock-acquired-twice',
      irql: 2,
      act(call, at) {
        call('NdisDprAcquireSpinLock', at);
        call('NdisDprAcquireSpinLock', at);
      },
    },
    {
      name: 'KefAcquireSpinLockAtDpcLevel',
      rule: 'irql/spin-lock-acquired-twice',
      irql: 2,
      act(call, at) {
        call('KefAcquireSpinLockAtDpcLevel', at);
        call('KefAcquireSpinLockAtDpcLevel', at);
      },
    },
    ...['NdisDprReleaseSpinLock', 'KfReleaseSpinLock'].map((name) => ({
      name,
      rule: 'irql/spin-lock-not-held',
      irql: 2,
      act: (call: Parameters<Act>[0], at: number) => call(name, at, 0),
    })),
    {
      name: 'KefReleaseSpinLockFromDpcLevel',
      rule: 'irql/spin-lock-variants-mixed',
      act(call, at) {
        call('KfAcquireSpinLock', at);
        call('KefReleaseSpinLockFromDpcLevel', at);
      },
    },
    {
      name: 'KfReleaseSpinLock',
      rule: 'irql/spin-lock-variants-mixed',
      irql: 2,
      act(call, at) {
        call('KefAcquireSpinLockAtDpcLevel', at);
        call('KfReleaseSpinLock', at, 2);
      },
    },
    {
      name: 'NdisDprAcquireSpinLock',
      rule: 'irql/spin-lock-order-cycle',
      irql: 2,
      act: crosswise('NdisDprAcquireSpinLock', 'NdisDprReleaseSpinLock'),
    },
    {
      name: 'KfAcquireSpinLock',
      rule: 'irql/spin-lock-order-cycle',
      act: crosswise('KfAcquireSpinLock', 'KfReleaseSpinLock'),
    },
    {
      name: 'KefAcquireSpinLockAtDpcLevel',
      rule: 'irql/spin-lock-order-cycle',
      irql: 2,
      act: crosswise('KefAcquireSpinLockAtDpcLevel', 'KefReleaseSpinLockFromDpcLevel'),
    },
    {
      name: 'KeWaitForMultipleObjects',
      rule: 'irql/wait-at-raised-irql',
      irql: 2,
      act(call, at) {
        call('KeInitializeEvent', at, 0, true);
        call('NdisStoreUlong', at + 16, at);
        call('KeWaitForMultipleObjects', 1, at + 16, 0, 0, 0, false, 0, 0);
      },
    },
    {
      name: 'KeStallExecutionProcessor',
      rule: 'irql/stall-too-long',
      act: (call) => call('KeStallExecutionProcessor', 51),
    },
    {
      name: 'KeSetTimerEx',
      rule: 'interrupt/timer-not-initialized',
      act: (call, at) => call('KeSetTimerEx', at, -10_000, 0, 0),
    },
    {
      name: 'KeRemoveQueueDpc',
      rule: 'interrupt/timer-not-initialized',
      act: (call, at) => call('KeRemoveQueueDpc', at),
    },
  ];

  test.each(cases)('$name: $rule', ({ name, rule, irql = 0, act }) => {
    const bench = new RowBench();
    const { os } = bench;
    const at = bench.memory(0x80);
    bench.ndis.NdisAllocateSpinLock(at);
    bench.ndis.NdisAllocateSpinLock(virtual(at + 16));
    os.irql = irql;
    const call = (one: string, ...inputs: unknown[]): unknown => {
      const { args } = ROWS[one];
      const count = args.filter(({ direction }) => direction !== 'out').length;
      return CALLS.get(one)!(os, inputs.slice(0, count));
    };
    try {
      act(call, at);
    } catch {
      // A lock that is waited for in vain ends the run.
    }
    const found = os.findings.map(({ rule: broken, evidence }) => [broken, evidence.call]);
    expect(found).toContainEqual([rule, name]);
  });
});
