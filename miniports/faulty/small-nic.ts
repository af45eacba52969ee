/**
 * The small miniport on the network: it sends and receives, one buffer a descriptor, and copies both
 * ways. It is serialized, and made of named steps as the rest is. 8254x SDM 3.2.3, 3.3.3, 14.4, 14.5.
 */
import {
  BOOLEAN,
  NDIS_PHYSICAL_ADDRESS,
  NDIS_STATUS_INVALID_PACKET,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
  NULL,
  OID_GEN_CURRENT_PACKET_FILTER,
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_BROADCAST,
  NDIS_PACKET_TYPE_DIRECTED,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
  PVOID,
  ULONG,
  layout,
  physical,
  virtual,
  type Ndis,
  type NdisStatus,
  type PhysicalAddress,
  type VirtualAddress,
} from '../../ndis';
import { ADAPTER, type Adapter } from './small-adapter';
import type { Steps } from './small-miniport';
import {
  CTRL_SLU,
  RCTL_BAM,
  RCTL_EN,
  RCTL_MPE,
  RCTL_SECRC,
  RCTL_UPE,
  Register,
  readRegister,
  resetNic,
  TCTL_EN,
  writeRegister,
} from './small-registers';
import { setInformation } from './small-requests';

/** RDLEN and TDLEN count in units of 128 bytes (13.4.27, 13.4.36). */
const DESCRIPTOR_COUNT = 32;
const DESCRIPTOR_BYTES = 16;
const RING_BYTES = DESCRIPTOR_COUNT * DESCRIPTOR_BYTES;
/** RCTL.BSIZE as it is after reset. */
const BUFFER_BYTES = 2048;
const SIDE_BYTES = RING_BYTES + DESCRIPTOR_COUNT * BUFFER_BYTES;
export const FRAME_BYTES_MIN = 60;
const FRAME_BYTES_MAX = 1514;
const HEADER_BYTES = 14;
/** Descriptor status: done (3.2.3.1, 3.3.3.2). */
const DD = 0x01;
/** Transmit command: end of packet, insert FCS, report status (3.3.3.1). */
const SEND = 0x0b;
/** ICR: transmit descriptor written back, receiver timer (13.4.17). */
const INTERRUPTS = 0x01 | 0x80;
const NormalPagePriority = 16;

const NIC = layout('NIC', undefined, {
  VirtualAddress: PVOID,
  PhysicalAddress: NDIS_PHYSICAL_ADDRESS,
  TxNext: ULONG,
  TxOldest: ULONG,
  RxNext: ULONG,
  IsWaiting: BOOLEAN,
});

/** The first two bytes of a frame: enough to tell what kind of address it is to. */
type Header = readonly [number, number];

/** What a driver may do otherwise than it should. */
export const RIGHT_NIC = {
  /** What RCTL is to be for a packet filter; 0 keeps the receiver off. */
  receiveControl(filter: number): number {
    if (filter === 0) return 0;
    const has = (type: number, bit: number) => ((filter & type) !== 0 ? bit : 0);
    return (
      RCTL_EN |
      RCTL_SECRC |
      has(NDIS_PACKET_TYPE_PROMISCUOUS, RCTL_UPE | RCTL_MPE) |
      has(NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST, RCTL_MPE) |
      has(NDIS_PACKET_TYPE_BROADCAST | NDIS_PACKET_TYPE_PROMISCUOUS, RCTL_BAM)
    );
  },

  /** Whether a frame may be indicated: the NIC lets in those to its own address always. */
  mayIndicate(filter: number, [firstByte, secondByte]: Header, _byteCount: number): boolean {
    if ((filter & NDIS_PACKET_TYPE_PROMISCUOUS) !== 0) return true;
    if ((firstByte & 1) === 0) return (filter & NDIS_PACKET_TYPE_DIRECTED) !== 0;
    const isBroadcast = firstByte === 0xff && secondByte === 0xff;
    const types = isBroadcast
      ? NDIS_PACKET_TYPE_BROADCAST
      : NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST;
    return (filter & types) !== 0;
  },

  /** Stops the NIC, before its memory is freed. */
  stop: (ndis: Ndis, adapter: Adapter): void => resetNic(ndis, adapter),

  /** RCTL before any packet filter is set. */
  initialControl: (): number => 0,

  /** The length of a frame to indicate, from its descriptor. */
  frameBytes: (byteCount: number): number => byteCount,

  /** The length of the frame to send, of a packet. */
  sentBytes: (byteCount: number): number => Math.max(byteCount, FRAME_BYTES_MIN),

  /** Fills what is missing to the shortest frame. */
  pad: (ndis: Ndis, address: VirtualAddress, byteCount: number): void =>
    ndis.NdisZeroMemory(address, byteCount),

  /** Copies the bytes of a buffer of a packet. */
  copy: (ndis: Ndis, target: VirtualAddress, source: VirtualAddress, byteCount: number): void =>
    ndis.NdisMoveMemory(target, source, byteCount),

  /** Where the NIC reads the frame of a packet: in the copy of it. */
  frameAddress: (
    _ndis: Ndis,
    _adapter: Adapter,
    _Packet: VirtualAddress,
    copy: PhysicalAddress,
  ): PhysicalAddress => copy,

  /** Follows the handing over of a frame; `isSent` tells whether the NIC is done with it. */
  handedOver: (_ndis: Ndis, _adapter: Adapter, _isSent: () => boolean): void => undefined,

  receiveComplete: (ndis: Ndis, adapter: Adapter): void =>
    ndis.NdisMEthIndicateReceiveComplete(adapter.MiniportAdapterHandle),

  resourcesAvailable: (ndis: Ndis, adapter: Adapter): void =>
    ndis.NdisMSendResourcesAvailable(adapter.MiniportAdapterHandle),

  /** What of the packet filter is to be in force again after a reset. */
  restoredFilter: (adapter: Adapter): number => adapter.PacketFilter,
};

/** The steps of a miniport that is on the network, with those of its own that are told. */
export function onNetwork(own: Partial<typeof RIGHT_NIC> = {}): Partial<Steps> {
  const steps = { ...RIGHT_NIC, ...own };
  return {
    initialize: (ndis, adapter) => open(ndis, adapter),
    enableInterrupts: (ndis, adapter) => begin(ndis, adapter, steps.initialControl()),
    setInformation(ndis, MiniportAdapterContext, Oid, ...buffer) {
      const answer = setInformation(ndis, MiniportAdapterContext, Oid, ...buffer);
      const adapter = ADAPTER.at(ndis.memory, MiniportAdapterContext);
      if (Oid === OID_GEN_CURRENT_PACKET_FILTER)
        writeRegister(ndis, adapter, Register.RCTL, steps.receiveControl(adapter.PacketFilter));
      return answer;
    },
    reset(ndis, adapter) {
      resetNic(ndis, adapter);
      beginAgain(ndis, adapter, steps.restoredFilter(adapter));
      steps.resourcesAvailable(ndis, adapter);
      return NDIS_STATUS_SUCCESS;
    },
    handleInterrupt(ndis, adapter) {
      receive(ndis, adapter, steps);
      reclaim(ndis, adapter, steps);
    },
    send: (ndis, adapter, Packet) => send(ndis, Packet, adapter, steps),
    halt(ndis, adapter) {
      steps.stop(ndis, adapter);
      const { VirtualAddress, PhysicalAddress } = ndis.global(NIC);
      ndis.NdisMFreeSharedMemory(
        adapter.MiniportAdapterHandle,
        2 * SIDE_BYTES,
        false,
        VirtualAddress,
        PhysicalAddress,
      );
    },
  };
}

type NicSteps = typeof RIGHT_NIC;

function open(ndis: Ndis, adapter: Adapter): NdisStatus {
  const nic = ndis.global(NIC);
  const shared = ndis.NdisMAllocateSharedMemory(
    adapter.MiniportAdapterHandle,
    2 * SIDE_BYTES,
    false,
  );
  if (shared.VirtualAddress === NULL) return NDIS_STATUS_RESOURCES;
  nic.VirtualAddress = shared.VirtualAddress;
  nic.PhysicalAddress = shared.PhysicalAddress;
  return NDIS_STATUS_SUCCESS;
}

/** Gives both rings to a NIC that has been reset: sending first, then receiving. */
function begin(ndis: Ndis, adapter: Adapter, receiveControl: number): void {
  const nic = ndis.global(NIC);
  ndis.NdisZeroMemory(nic.VirtualAddress, 2 * SIDE_BYTES);
  nic.TxNext = nic.TxOldest = nic.RxNext = 0;
  nic.IsWaiting = false;
  for (let index = 0; index < DESCRIPTOR_COUNT; index++)
    ndis.memory.write32(rxDescriptor(ndis, index), nic.PhysicalAddress + SIDE_BYTES + at(index));
  const write = (register: number, value: number) => writeRegister(ndis, adapter, register, value);
  const ctrl = readRegister(ndis, adapter, Register.CTRL);
  write(Register.CTRL, ctrl | CTRL_SLU);
  write(Register.TDBAL, nic.PhysicalAddress);
  write(Register.TDLEN, RING_BYTES);
  write(Register.TCTL, TCTL_EN);
  write(Register.RDBAL, nic.PhysicalAddress + SIDE_BYTES);
  write(Register.RDLEN, RING_BYTES);
  write(Register.RDT, DESCRIPTOR_COUNT - 1);
  write(Register.RCTL, receiveControl);
  write(Register.IMS, INTERRUPTS);
}

/** Sets up a NIC that has been reset, with a packet filter. */
export function beginAgain(ndis: Ndis, adapter: Adapter, filter: number): void {
  begin(ndis, adapter, RIGHT_NIC.receiveControl(filter));
}

/** Where a descriptor's buffer lies on its side. */
const at = (index: number): number => RING_BYTES + index * BUFFER_BYTES;

function txDescriptor(ndis: Ndis, index: number): VirtualAddress {
  return virtual(ndis.global(NIC).VirtualAddress + index * DESCRIPTOR_BYTES);
}

function rxDescriptor(ndis: Ndis, index: number): VirtualAddress {
  return virtual(ndis.global(NIC).VirtualAddress + SIDE_BYTES + index * DESCRIPTOR_BYTES);
}

const isDone = (ndis: Ndis, descriptor: VirtualAddress): boolean =>
  (ndis.memory.read8(virtual(descriptor + 12)) & DD) !== 0;

function send(ndis: Ndis, Packet: VirtualAddress, adapter: Adapter, steps: NicSteps): NdisStatus {
  const nic = ndis.global(NIC);
  const index = nic.TxNext;
  const next = (index + 1) % DESCRIPTOR_COUNT;
  if (next === nic.TxOldest) {
    nic.IsWaiting = true;
    return NDIS_STATUS_RESOURCES;
  }
  const target = nic.VirtualAddress + at(index);
  const { FirstBuffer } = ndis.NdisQueryPacket(Packet);
  let byteCount = 0;
  // The chain ends: NdisQueryPacket has walked it.
  for (let buffer = FirstBuffer; buffer !== NULL;) {
    const { VirtualAddress: data, Length } = ndis.NdisQueryBufferSafe(buffer, NormalPagePriority);
    if (data === NULL) return NDIS_STATUS_RESOURCES;
    if (byteCount + Length > FRAME_BYTES_MAX) return NDIS_STATUS_INVALID_PACKET;
    if (Length > 0) steps.copy(ndis, virtual(target + byteCount), data, Length);
    byteCount += Length;
    buffer = ndis.NdisGetNextBuffer(buffer).NextBuffer;
  }
  if (byteCount < FRAME_BYTES_MIN)
    steps.pad(ndis, virtual(target + byteCount), FRAME_BYTES_MIN - byteCount);
  const descriptor = txDescriptor(ndis, index);
  const copy = physical(nic.PhysicalAddress + at(index));
  ndis.memory.write32(descriptor, steps.frameAddress(ndis, adapter, Packet, copy));
  ndis.memory.write32(virtual(descriptor + 8), steps.sentBytes(byteCount) | (SEND << 24));
  ndis.memory.write32(virtual(descriptor + 12), 0);
  nic.TxNext = next;
  writeRegister(ndis, adapter, Register.TDT, next);
  steps.handedOver(ndis, adapter, () => isDone(ndis, descriptor));
  return NDIS_STATUS_SUCCESS;
}

/** Takes back the descriptors of frames that are on the wire. */
function reclaim(ndis: Ndis, adapter: Adapter, steps: NicSteps): void {
  const nic = ndis.global(NIC);
  while (nic.TxOldest !== nic.TxNext && isDone(ndis, txDescriptor(ndis, nic.TxOldest))) {
    nic.TxOldest = (nic.TxOldest + 1) % DESCRIPTOR_COUNT;
    adapter.XmitOk++;
  }
  if (!nic.IsWaiting) return;
  nic.IsWaiting = false;
  steps.resourcesAvailable(ndis, adapter);
}

/** Indicates what has arrived, a ring full at most. */
function receive(ndis: Ndis, adapter: Adapter, steps: NicSteps): void {
  const nic = ndis.global(NIC);
  let count = 0;
  for (; count < DESCRIPTOR_COUNT; count++) {
    const index = nic.RxNext;
    const descriptor = rxDescriptor(ndis, index);
    if (!isDone(ndis, descriptor)) break;
    const header = virtual(nic.VirtualAddress + SIDE_BYTES + at(index));
    const byteCount = steps.frameBytes(ndis.memory.read16(virtual(descriptor + 8)));
    indicate(ndis, adapter, header, byteCount, steps);
    ndis.memory.write32(virtual(descriptor + 12), 0);
    nic.RxNext = (index + 1) % DESCRIPTOR_COUNT;
    writeRegister(ndis, adapter, Register.RDT, index);
  }
  if (count > 0) steps.receiveComplete(ndis, adapter);
}

function indicate(
  ndis: Ndis,
  adapter: Adapter,
  header: VirtualAddress,
  byteCount: number,
  steps: NicSteps,
): void {
  const bytes: Header = [ndis.memory.read8(header), ndis.memory.read8(virtual(header + 1))];
  if (byteCount < HEADER_BYTES || byteCount > BUFFER_BYTES) return;
  if (!steps.mayIndicate(adapter.PacketFilter, bytes, byteCount)) return;
  const lookahead = virtual(header + HEADER_BYTES);
  const payloadBytes = byteCount - HEADER_BYTES;
  adapter.RcvOk++;
  ndis.NdisMEthIndicateReceive(
    adapter.MiniportAdapterHandle,
    header as never,
    header,
    HEADER_BYTES,
    lookahead,
    payloadBytes,
    payloadBytes,
  );
}
