/**
 * The rules of map registers, shared memory and what the device does with them: checks B15, F01 to
 * F10.
 */
import { DOCUMENTS } from './documents';
import { AT_ADAPTER } from './leak';
import type { RulesOf } from './rule';

export const DMA_RULES = {
  'dma/channel-not-deregistered': {
    id: 'B15',
    alsoIds: AT_ADAPTER,
    title: 'The driver left a DMA channel registered.',
    advice:
      'Call NdisMDeregisterDmaChannel in MiniportHalt and on the failing paths of ' +
      'MiniportInitialize.',
    document: DOCUMENTS.deregisterDmaChannel,
  },
  'dma/not-bus-master': {
    id: 'F01',
    title: 'The driver asked for DMA resources without having declared its device a bus master.',
    advice: 'Set the bus master attribute with NdisMSetAttributes or NdisMSetAttributesEx first.',
    document: DOCUMENTS.allocateMapRegisters,
  },
  'dma/map-registers-not-freed': {
    id: 'F02',
    alsoIds: AT_ADAPTER,
    title: 'The driver left map registers allocated.',
    advice:
      'Call NdisMFreeMapRegisters in MiniportHalt and on the failing paths of MiniportInitialize.',
    document: DOCUMENTS.freeMapRegisters,
  },
  'dma/map-registers-freed-outside-initialize-or-halt': {
    id: 'F02',
    title: 'The driver freed its map registers outside MiniportInitialize and MiniportHalt.',
    advice: 'Call NdisMFreeMapRegisters only there.',
    document: DOCUMENTS.freeMapRegisters,
  },
  'dma/shared-memory-not-freed': {
    id: 'F03',
    alsoIds: AT_ADAPTER,
    title: 'The driver left shared memory allocated.',
    advice: 'Call NdisMFreeSharedMemory for each block, on the failing paths too.',
    document: DOCUMENTS.freeSharedMemory,
  },
  'dma/shared-memory-freed-with-other-arguments': {
    id: 'F03',
    title: 'The driver freed shared memory with other arguments than it had been given.',
    advice:
      'Pass NdisMFreeSharedMemory the Length, Cached, VirtualAddress and PhysicalAddress of the ' +
      'allocation.',
    document: DOCUMENTS.freeSharedMemory,
  },
  'dma/shared-memory-freed-after-map-registers': {
    id: 'F03',
    title: 'The driver freed its map registers while it still held shared memory.',
    advice: 'Free all shared memory before NdisMFreeMapRegisters.',
    document: DOCUMENTS.freeMapRegisters,
  },
  'dma/shared-memory-freed-in-shutdown': {
    id: 'F04',
    title: 'The driver freed shared memory in MiniportShutdown.',
    advice: 'Only quiet the device in MiniportShutdown.',
    document: DOCUMENTS.shutdownHandler,
  },
  'dma/asynchronous-allocation-outstanding': {
    id: 'F04',
    title:
      'MiniportHalt returned while an asynchronous allocation of shared memory was outstanding.',
    advice: 'Wait for MiniportAllocateComplete before MiniportHalt returns.',
    document: DOCUMENTS.allocateSharedMemoryAsync,
  },
  'dma/shared-memory-overrun': {
    id: 'F05',
    title: 'The driver or the device reached beyond a block of shared memory.',
    advice: 'Give the device and the driver the true length of each block.',
    document: DOCUMENTS.allocateSharedMemory,
    // No windowsBugChecks: 0xD2 for what lies past it comes only if a later allocation meets the damage.
  },
  'dma/map-register-out-of-range': {
    id: 'F06',
    title: 'The driver used a map register that it had not allocated.',
    advice: 'Pass an index below the number of map registers that were allocated.',
    document: DOCUMENTS.startMapping,
  },
  'dma/map-register-reused': {
    id: 'F06',
    title: 'The driver reused a map register before completing its mapping.',
    advice: 'Call NdisMCompleteBufferPhysicalMapping before using the map register again.',
    document: DOCUMENTS.completeMapping,
  },
  'dma/transfer-not-completed': {
    id: 'F06',
    title: 'The driver never completed a mapping that it had started.',
    advice:
      'Call NdisMCompleteBufferPhysicalMapping once for each NdisMStartBufferPhysicalMapping.',
    document: DOCUMENTS.completeMapping,
  },
  'dma/mapping-not-started': {
    id: 'F06',
    title: 'The driver completed a mapping that it had not started with that buffer and register.',
    advice:
      'Call NdisMCompleteBufferPhysicalMapping once for each mapping, with the Buffer and the ' +
      'PhysicalMapRegister that NdisMStartBufferPhysicalMapping was given.',
    document: DOCUMENTS.completeMapping,
  },
  'dma/buffer-not-flushed': {
    id: 'F07',
    title: 'The driver had the device read a buffer that it had mapped and not flushed.',
    advice:
      'Call NdisFlushBuffer for each buffer that is mapped for the device, before the device ' +
      'reads it (only drivers in TypeScript are judged: on x86 the call compiles to nothing).',
    document: DOCUMENTS.flushBuffer,
  },
  'dma/virtual-address-given-to-device': {
    id: 'F08',
    title: 'The driver gave the device a virtual address.',
    advice: 'Give the device the physical address that NDIS returned.',
    document: DOCUMENTS.allocateSharedMemory,
  },
  'dma/physical-address-given-to-device': {
    id: 'F08',
    title:
      'The driver gave the device an address of its own memory that it had from ' +
      'MmGetPhysicalAddress.',
    advice:
      'Share memory of NdisMAllocateSharedMemory with the device, and give it buffers by ' +
      'NdisMStartBufferPhysicalMapping or scatter/gather lists.',
    document: DOCUMENTS.getPhysicalAddress,
  },
  'dma/dma-to-freed-memory': {
    id: 'F09',
    title: 'The device accessed memory that the driver had freed.',
    advice:
      "Stop the device's DMA and wait until it is idle before freeing what it uses; complete a " +
      'packet only when the device has read it.',
    document: DOCUMENTS.own,
  },
  'dma/dma-to-unmapped-memory': {
    id: 'F09',
    title: 'The device accessed memory that the driver had never given it by way of NDIS.',
    advice:
      'Fill every descriptor with an address and a length from NDIS before handing it to the ' +
      'device.',
    document: DOCUMENTS.own,
  },
  'dma/bus-master-left-on': {
    id: 'F10',
    title: "The driver left the device's bus mastering enabled when it gave the device up.",
    advice:
      'Stop the DMA engine and clear Bus Master in the PCI command register if the driver has ' +
      'set it.',
    document: DOCUMENTS.pciCommand,
  },
  'dma/memory-freed-while-dma-runs': {
    id: 'F10',
    title: "The driver freed memory while the device's DMA engine that uses it was running.",
    advice: 'Stop the DMA engine before freeing rings and buffers.',
    document: DOCUMENTS.own,
  },
} as const satisfies RulesOf<'dma'>;
