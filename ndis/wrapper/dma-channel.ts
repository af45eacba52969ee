/**
 * System DMA: the channels of a PC's two 8237, which the driver of a subordinate NIC claims, sets up
 * and resets (NdisMRegisterDmaChannel and the calls on its handle; 8237A datasheet, IBM PC AT
 * Technical Reference). No device of the board is wired to a request line: what is set up waits for
 * its first request, moves nothing, and its counter stays where it was set.
 */
import type { VirtualAddress } from '../../hardware/address';
import { NdisInterfaceIsa } from '../constants';
import type { OperatingSystem } from '../operating-system';
import {
  NDIS_STATUS_FAILURE,
  NDIS_STATUS_RESOURCE_CONFLICT,
  NDIS_STATUS_RESOURCES,
  NDIS_STATUS_SUCCESS,
} from '../status';
import { NDIS_DMA_DESCRIPTION } from '../structures/dma';
import { MDL } from '../structures/mdl';
import type { NdisHandle, NdisStatus } from '../types';
import type { Adapter } from './adapter';

/** Two controllers of four channels each. */
const CHANNEL_COUNT = 8;

/** The channel through which the first controller reaches the processor: no device's. */
const CASCADE_CHANNEL = 4;

/** The counter has 16 bits; the second controller counts words of 2 bytes. */
const COUNT_MAX = 0x1_0000;

/** What a call on a transfer says of it. */
export interface Transfer {
  readonly buffer: VirtualAddress;
  readonly offset: number;
  readonly byteCount: number;
  readonly isWriteToDevice: boolean;
}

export interface DmaChannel {
  readonly number: number;
  readonly byteCountMax: number;
  /** From NdisMSetupDmaTransfer to NdisMCompleteDmaTransfer. */
  transfer: Transfer | undefined;
}

/** NdisMRegisterDmaChannel: the channel must be one that a device can have, and nobody's yet. */
export function registerDmaChannel(
  { os, isBusMaster, interfaceType }: Adapter,
  description: VirtualAddress,
  maximumLength: number,
): { Result: NdisStatus; MiniportDmaHandle: NdisHandle } {
  const refuse = (Result: NdisStatus) => ({ Result, MiniportDmaHandle: 0 as NdisHandle });
  if (isBusMaster && interfaceType !== NdisInterfaceIsa) return refuse(NDIS_STATUS_FAILURE);
  const { DmaChannelSpecified, DmaChannel } = NDIS_DMA_DESCRIPTION.at(os.memory, description);
  if (!DmaChannelSpecified)
    return os.inconclusive(
      'NdisMRegisterDmaChannel was not told a channel: the board assigns none',
    );
  const isTaken = [...os.dmaChannels.values()].some(({ number }) => number === DmaChannel);
  if (isTaken || DmaChannel >= CHANNEL_COUNT || DmaChannel === CASCADE_CHANNEL)
    return refuse(NDIS_STATUS_RESOURCE_CONFLICT);
  const controllerMax = DmaChannel < CASCADE_CHANNEL ? COUNT_MAX : 2 * COUNT_MAX;
  const handle = os.createHandle();
  os.dmaChannels.set(handle, {
    number: DmaChannel,
    byteCountMax: Math.min(maximumLength, controllerMax),
    transfer: undefined,
  });
  return { Result: NDIS_STATUS_SUCCESS, MiniportDmaHandle: handle as NdisHandle };
}

/** NdisMDeregisterDmaChannel. */
export function deregisterDmaChannel(os: OperatingSystem, handle: number): void {
  os.dmaChannels.delete(handle);
  os.freeHandle(handle);
}

/** NdisMSetupDmaTransfer: one at a time, within the buffer and what the channel can count. */
export function setupDmaTransfer(
  os: OperatingSystem,
  channel: DmaChannel,
  transfer: Transfer,
): NdisStatus {
  const { buffer, offset, byteCount } = transfer;
  const { ByteCount } = MDL.at(os.memory, buffer);
  const isWithin = byteCount > 0 && offset + byteCount <= ByteCount;
  if (channel.transfer !== undefined || !isWithin || byteCount > channel.byteCountMax)
    return NDIS_STATUS_RESOURCES;
  channel.transfer = transfer;
  return NDIS_STATUS_SUCCESS;
}

/** NdisMCompleteDmaTransfer: what is flushed must be what was set up, or it may be incoherent. */
export function completeDmaTransfer(channel: DmaChannel, transfer: Transfer): NdisStatus {
  const was = channel.transfer;
  channel.transfer = undefined;
  const isSame =
    was?.buffer === transfer.buffer &&
    was.offset === transfer.offset &&
    was.byteCount === transfer.byteCount &&
    was.isWriteToDevice === transfer.isWriteToDevice;
  return isSame ? NDIS_STATUS_SUCCESS : NDIS_STATUS_RESOURCES;
}
