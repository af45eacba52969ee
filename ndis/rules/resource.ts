/** The rules of what a driver takes and must give back: checks B01 to B20. */
import { BUGCODE_ID_DRIVER } from '../bug-codes';
import { DOCUMENTS } from './documents';
import { AT_ADAPTER, AT_BOTH } from './leak';
import type { RulesOf } from './rule';

export const RESOURCE_RULES = {
  'resource/configuration-not-closed': {
    id: 'B01',
    alsoIds: AT_BOTH,
    title: 'The driver left an open configuration handle behind.',
    advice: 'Call NdisCloseConfiguration on every path once the parameters are read.',
    document: DOCUMENTS.closeConfiguration,
  },
  'resource/configuration-value-used-after-close': {
    id: 'B01',
    title: 'The driver used a configuration value after it had closed the configuration handle.',
    advice: 'Copy what NdisReadConfiguration returns before calling NdisCloseConfiguration.',
    document: DOCUMENTS.closeConfiguration,
  },
  'resource/registry-value-not-checked': {
    id: 'B02',
    title: 'The driver took a registry value that is missing, of another type or out of range.',
    advice: 'Check type and range of each registry value and fall back to a default.',
    document: DOCUMENTS.readConfiguration,
  },
  'resource/network-address-not-used': {
    id: 'B03',
    title: 'The driver ignored a valid network address from the registry.',
    advice:
      'Program the address that NdisReadNetworkAddress returns in place of the permanent one.',
    document: DOCUMENTS.readNetworkAddress,
  },
  'resource/network-address-not-checked': {
    id: 'B03',
    title: 'The driver took a network address from the registry that no station can have.',
    advice:
      'Check that the address has six bytes, is no multicast one and not zero, and keep the ' +
      'permanent one if it is not so.',
    document: DOCUMENTS.readNetworkAddress,
  },
  'resource/memory-not-freed': {
    id: 'B04',
    alsoIds: AT_BOTH,
    title: 'The driver left pool memory behind.',
    advice: 'Call NdisFreeMemory for each allocation, on the failing paths too.',
    document: DOCUMENTS.freeMemory,
  },
  'resource/memory-freed-with-other-arguments': {
    id: 'B04',
    title:
      'The driver freed memory with another length or other flags than it had allocated it with.',
    advice:
      'Pass NdisFreeMemory the flags of the allocation, and its length where the memory was ' +
      'allocated with NdisAllocateMemory.',
    document: DOCUMENTS.freeMemory,
  },
  'resource/memory-untagged': {
    id: 'B05',
    title: 'The driver allocated memory without a tag of its own.',
    advice: 'Call NdisAllocateMemoryWithTag with a tag that names the driver.',
    document: DOCUMENTS.allocateMemory,
  },
  'resource/memory-zero-bytes': {
    id: 'B05',
    title: 'The driver asked for an allocation of zero bytes.',
    advice: 'Ask for at least one byte, or do not allocate.',
    document: DOCUMENTS.verifier,
  },
  'resource/failure-not-tested': {
    id: 'B06',
    title: 'The driver used the result of a call that had failed.',
    advice: 'Test the status or the returned pointer before using what the call should have given.',
    document: DOCUMENTS.allocateMemoryWithTag,
  },
  'resource/io-port-range-not-deregistered': {
    id: 'B07',
    alsoIds: AT_ADAPTER,
    title: 'The driver left an I/O port range registered.',
    advice:
      'Call NdisMDeregisterIoPortRange in MiniportHalt and on the failing paths of ' +
      'MiniportInitialize.',
    document: DOCUMENTS.deregisterIoPortRange,
  },
  'resource/io-port-range-deregistered-with-other-arguments': {
    id: 'B07',
    title:
      'The driver deregistered an I/O port range with other arguments than it had registered it ' +
      'with.',
    advice:
      'Pass NdisMDeregisterIoPortRange the InitialPort, NumberOfPorts and PortOffset of the ' +
      'registration.',
    document: DOCUMENTS.deregisterIoPortRange,
  },
  'resource/io-port-range-registered-outside-initialize': {
    id: 'B07',
    title: 'The driver registered an I/O port range outside MiniportInitialize.',
    advice: 'Call NdisMRegisterIoPortRange in MiniportInitialize only.',
    document: DOCUMENTS.registerIoPortRange,
  },
  'resource/io-space-not-unmapped': {
    id: 'B08',
    alsoIds: AT_ADAPTER,
    title: 'The driver left device memory mapped.',
    advice:
      'Call NdisMUnmapIoSpace in MiniportHalt and on the failing paths of MiniportInitialize.',
    document: DOCUMENTS.unmapIoSpace,
  },
  'resource/io-space-unmapped-with-other-arguments': {
    id: 'B08',
    title: 'The driver unmapped device memory with another address or length than it had mapped.',
    advice: 'Pass NdisMUnmapIoSpace the VirtualAddress and Length of the mapping.',
    document: DOCUMENTS.unmapIoSpace,
  },
  'resource/io-space-mapped-outside-initialize': {
    id: 'B08',
    title: 'The driver mapped device memory outside MiniportInitialize.',
    advice: 'Call NdisMMapIoSpace in MiniportInitialize only.',
    document: DOCUMENTS.mapIoSpace,
  },
  'resource/io-space-not-device-memory': {
    id: 'B08',
    title: 'The driver mapped with NdisMMapIoSpace a range that is no device memory.',
    advice: 'Map only memory ranges that NdisMQueryAdapterResources reported for the adapter.',
    document: DOCUMENTS.mapIoSpace,
  },
  'resource/range-not-assigned': {
    id: 'B09',
    title: 'The driver claimed a range that is not among the resources assigned to its adapter.',
    advice: 'Claim only what NdisMQueryAdapterResources reported.',
    document: DOCUMENTS.queryAdapterResources,
  },
  'resource/resource-list-length-ignored': {
    id: 'B09',
    title:
      'The driver did not ask again with the size that NdisMQueryAdapterResources had told it.',
    advice: 'Call NdisMQueryAdapterResources a second time with a buffer of the size it returned.',
    document: DOCUMENTS.queryAdapterResources,
  },
  'resource/legacy-call': {
    id: 'B09',
    title: 'The driver reached its device by a call that is kept for legacy hardware only.',
    advice:
      'Learn the resources of an adapter from NdisMQueryAdapterResources, and register its ports ' +
      'before reading them.',
    document: DOCUMENTS.verifierWarnings,
  },
  'resource/packet-pool-not-freed': {
    id: 'B10',
    alsoIds: AT_BOTH,
    title: 'The driver left a packet pool behind.',
    advice: 'Call NdisFreePacketPool for each pool once its packets are back.',
    document: DOCUMENTS.freePacketPool,
  },
  'resource/packet-pool-freed-with-packets-out': {
    id: 'B10',
    title: 'The driver freed a packet pool while packets of it were in use.',
    advice: 'Call NdisFreePacket for each packet before NdisFreePacketPool.',
    document: DOCUMENTS.freePacketPool,
  },
  'resource/buffer-pool-not-freed': {
    id: 'B11',
    alsoIds: AT_BOTH,
    title: 'The driver left a buffer pool behind.',
    advice: 'Call NdisFreeBufferPool for each pool once its buffers are back.',
    document: DOCUMENTS.freeBufferPool,
  },
  'resource/buffer-pool-freed-with-buffers-out': {
    id: 'B11',
    title: 'The driver freed a buffer pool while buffers of it were in use.',
    advice: 'Call NdisFreeBuffer for each buffer before NdisFreeBufferPool.',
    document: DOCUMENTS.freeBufferPool,
  },
  'resource/lookaside-list-not-deleted': {
    id: 'B13',
    alsoIds: AT_BOTH,
    title: 'The driver left a lookaside list behind.',
    advice: 'Call NdisDeleteNPagedLookasideList for each list that was initialized.',
    document: DOCUMENTS.deleteLookasideList,
  },
  'resource/lookaside-list-reinitialized': {
    id: 'B13',
    title: 'The driver initialized a lookaside list that was in use.',
    advice: 'Delete the list before initializing it again.',
    document: DOCUMENTS.initializeLookasideList,
  },
  'resource/lookaside-entry-not-returned': {
    id: 'B13',
    title: 'The driver deleted a lookaside list while entries of it were in use.',
    advice: 'Return each entry with NdisFreeToNPagedLookasideList before deleting the list.',
    document: DOCUMENTS.deleteLookasideList,
  },
  'resource/shutdown-handler-not-deregistered': {
    id: 'B14',
    alsoIds: AT_ADAPTER,
    title: 'The driver left its shutdown handler registered.',
    advice:
      'Call NdisMDeregisterAdapterShutdownHandler in MiniportHalt and on the failing paths of ' +
      'MiniportInitialize.',
    document: DOCUMENTS.deregisterShutdownHandler,
  },
  'resource/device-object-not-deregistered': {
    id: 'B15',
    alsoIds: AT_BOTH,
    title: 'The driver left a device object behind, or a symbolic link to one.',
    advice:
      'Remove each device object before the last adapter is gone, NdisMDeregisterDevice, and each ' +
      'link of IoCreateSymbolicLink, IoDeleteSymbolicLink: its name is taken otherwise.',
    document: DOCUMENTS.deregisterDevice,
  },
  'resource/file-not-closed': {
    id: 'B15',
    alsoIds: AT_BOTH,
    title: 'The driver left a file, a handle or a view open.',
    advice: 'Close what was opened on every path: NdisCloseFile, ZwClose, ZwUnmapViewOfSection.',
    document: DOCUMENTS.closeFile,
  },
  'resource/returned-string-not-freed': {
    id: 'B15',
    alsoIds: AT_BOTH,
    title: 'The driver did not free a string that NDIS had allocated for it.',
    advice: 'Free the buffer of the returned string with NdisFreeMemory.',
    document: DOCUMENTS.queryAdapterInstanceName,
  },
  'resource/bad-handle': {
    id: 'B17',
    title: 'The driver passed on a handle or address that it had not been given.',
    advice:
      'Pass on and release only what was acquired: keep a mark for each step, and unwind by them.',
    document: DOCUMENTS.own,
  },
  'resource/released-twice': {
    id: 'B17',
    title: 'The driver released something that it had released before.',
    advice: 'Clear the variable that holds the handle when it is released.',
    document: DOCUMENTS.own,
    windowsBugChecks: [{ code: BUGCODE_ID_DRIVER, resource: 'shared-memory' }],
  },
  'resource/other-adapters-handle': {
    id: 'B17',
    title: 'The driver released for one adapter what belongs to another.',
    advice: 'Keep each handle in the context of its adapter, and pass the handle of that adapter.',
    document: DOCUMENTS.own,
  },
  'resource/released-out-of-order': {
    id: 'B18',
    title: 'The driver released a resource before another one that depends on it.',
    advice: 'Release in the inverse order of acquiring.',
    document: DOCUMENTS.halt,
  },
  'resource/single-fault-not-survived': {
    id: 'B19',
    title: 'After one injected failure the next load of the image was not as without it.',
    advice:
      "Make each fallible call's failing path undo all steps before it, in inverse order, and " +
      'keep nothing of the failure for the next load.',
    document: DOCUMENTS.ndisTest,
  },
  'resource/second-fault-not-survived': {
    id: 'B20',
    title: 'After a second injected failure the next load of the image was not as without it.',
    advice: 'Let the unwinding and the retry depend on no call that can fail.',
    document: DOCUMENTS.ndisTest,
  },
  'resource/low-memory-not-survived': {
    id: 'B20',
    title: 'The driver did not come to an end when memory ran out.',
    advice:
      'Let an allocation that fails fail the operation that needs it: memory may not come back ' +
      'while the driver waits for it.',
    document: DOCUMENTS.verifier,
  },
} as const satisfies RulesOf<'resource'>;
