/** The kinds of resource that the ledger knows. */
import type { RuleName } from './rules';

/** Who must give a resource back, and by when it must be gone. */
export type ResourceScope =
  /** The driver image: by a failed DriverEntry's return, or by unload. */
  | 'driver'
  /** One adapter: by a failed MiniportInitialize's return, or by MiniportHalt's. */
  | 'adapter'
  /** Whoever took it. It may be the driver's own pool of something, so it is judged at unload. */
  | 'either';

export interface ResourceKindRow {
  /** As in messages: "an open configuration handle". */
  readonly noun: string;
  readonly scope: ResourceScope;
  /** The rule broken by a resource of this kind that is not given back. */
  readonly leak: RuleName;
  /** The calls that give it back. */
  readonly releasedBy: string;
}

function kind(
  noun: string,
  scope: ResourceScope,
  leak: RuleName,
  releasedBy: string,
): ResourceKindRow {
  return { noun, scope, leak, releasedBy };
}

export const RESOURCE_KINDS = {
  'wrapper-handle': kind(
    'the NDIS wrapper handle',
    'driver',
    'registration/wrapper-not-terminated',
    'NdisTerminateWrapper',
  ),
  'miniport-registration': kind(
    'the miniport registration',
    'driver',
    'registration/wrapper-not-terminated',
    'NdisTerminateWrapper',
  ),
  'unload-handler': kind(
    'the unload handler',
    'driver',
    'registration/wrapper-not-terminated',
    'NdisTerminateWrapper',
  ),
  'layered-miniport-handle': kind(
    'the layered miniport registration',
    'driver',
    'intermediate/layered-miniport-not-deregistered',
    'NdisIMDeregisterLayeredMiniport',
  ),
  'protocol-handle': kind(
    'the protocol registration',
    'driver',
    'intermediate/protocol-not-deregistered',
    'NdisDeregisterProtocol',
  ),
  binding: kind('a binding', 'either', 'intermediate/binding-not-closed', 'NdisCloseAdapter'),
  'im-device-instance': kind(
    'an intermediate device instance',
    'either',
    'intermediate/device-instance-not-deinitialized',
    'NdisIMDeInitializeDeviceInstance',
  ),
  'configuration-handle': kind(
    'an open configuration handle',
    'either',
    'resource/configuration-not-closed',
    'NdisCloseConfiguration',
  ),
  'tagged-memory': kind('pool memory', 'either', 'resource/memory-not-freed', 'NdisFreeMemory'),
  'contiguous-memory': kind(
    'contiguous memory',
    'either',
    'resource/memory-not-freed',
    'MmFreeContiguousMemory',
  ),
  'untagged-memory': kind('pool memory', 'either', 'resource/memory-not-freed', 'NdisFreeMemory'),
  'returned-string': kind(
    'the buffer of a string',
    'either',
    'resource/returned-string-not-freed',
    'NdisFreeMemory',
  ),
  'lookaside-list': kind(
    'a lookaside list',
    'either',
    'resource/lookaside-list-not-deleted',
    'NdisDeleteNPagedLookasideList',
  ),
  'packet-pool': kind(
    'a packet pool',
    'either',
    'resource/packet-pool-not-freed',
    'NdisFreePacketPool',
  ),
  packet: kind('a packet descriptor', 'either', 'packet/packet-not-freed', 'NdisFreePacket'),
  'buffer-pool': kind(
    'a buffer pool',
    'either',
    'resource/buffer-pool-not-freed',
    'NdisFreeBufferPool',
  ),
  buffer: kind('a buffer descriptor', 'either', 'packet/buffer-not-freed', 'NdisFreeBuffer'),
  'spin-lock': kind('a spin lock', 'either', 'irql/spin-lock-not-freed', 'NdisFreeSpinLock'),
  'io-port-range': kind(
    'an I/O port range',
    'adapter',
    'resource/io-port-range-not-deregistered',
    'NdisMDeregisterIoPortRange',
  ),
  'mapped-io-space': kind(
    'mapped device memory',
    'adapter',
    'resource/io-space-not-unmapped',
    'NdisMUnmapIoSpace',
  ),
  interrupt: kind(
    'a registered interrupt',
    'adapter',
    'interrupt/interrupt-not-deregistered',
    'NdisMDeregisterInterrupt',
  ),
  timer: kind(
    'a set timer',
    'adapter',
    'interrupt/timer-not-cancelled',
    'NdisMCancelTimer or NdisCancelTimer',
  ),
  'queued-work': kind(
    'a queued work item',
    'either',
    'interrupt/work-after-unload',
    'letting it run before the return',
  ),
  'map-registers': kind(
    'map registers',
    'adapter',
    'dma/map-registers-not-freed',
    'NdisMFreeMapRegisters',
  ),
  'shared-memory': kind(
    'shared memory',
    'adapter',
    'dma/shared-memory-not-freed',
    'NdisMFreeSharedMemory',
  ),
  'dma-channel': kind(
    'a DMA channel',
    'adapter',
    'dma/channel-not-deregistered',
    'NdisMDeregisterDmaChannel',
  ),
  'shutdown-handler': kind(
    'a shutdown handler',
    'adapter',
    'resource/shutdown-handler-not-deregistered',
    'NdisMDeregisterAdapterShutdownHandler',
  ),
  'device-object': kind(
    'a device object',
    'either',
    'resource/device-object-not-deregistered',
    'NdisMDeregisterDevice or IoDeleteDevice',
  ),
  'symbolic-link': kind(
    'a symbolic link',
    'either',
    'resource/device-object-not-deregistered',
    'IoDeleteSymbolicLink',
  ),
  handle: kind('an open handle', 'either', 'resource/file-not-closed', 'ZwClose'),
  'section-view': kind(
    'a view of a section',
    'either',
    'resource/file-not-closed',
    'ZwUnmapViewOfSection',
  ),
  'object-reference': kind(
    'a reference to an object',
    'either',
    'resource/file-not-closed',
    'ObDereferenceObject',
  ),
  callback: kind(
    'a registered callback',
    'either',
    'interrupt/work-after-unload',
    'ExUnregisterCallback',
  ),
  irp: kind('an I/O request', 'either', 'resource/memory-not-freed', 'IoFreeIrp'),
  'work-item': kind('a work item', 'either', 'resource/memory-not-freed', 'IoFreeWorkItem'),
  'locked-pages': kind('locked pages', 'either', 'resource/memory-not-freed', 'MmUnlockPages'),
  file: kind('an open file', 'either', 'resource/file-not-closed', 'NdisCloseFile'),
} as const satisfies Record<string, ResourceKindRow>;

export type ResourceKind = keyof typeof RESOURCE_KINDS;

/** Whether the kernel comes back to the object by itself, wherever it lies. */
export function isRunLater(kind: ResourceKind): boolean {
  return kind === 'timer' || kind === 'queued-work';
}
