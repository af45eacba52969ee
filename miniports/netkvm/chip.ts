/** The device as a whole: resetting it, learning what it is, setting it up (Virtio 1.0, 3.1). */
import { virtual } from '../../hardware/address';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter, Queue } from './adapter';
import { ADDRESS_BYTES } from './frame';
import { readByte, readLong, readWord, writeByte, writeLong, writeWord } from './ports';
import { postAllBuffers } from './receive';
import { DeviceStatus, Feature, QueueIndex, Register } from './registers';
import { clearQueue, notify, PAGE_BYTES } from './virtqueue';

/** With both of them the device can filter, by commands. */
const FILTER_FEATURES = Feature.CTRL_VQ | Feature.CTRL_RX;
const FEATURES = Feature.MAC | Feature.STATUS | Feature.ANY_LAYOUT | FILTER_FEATURES;

/** Stops the device: no DMA, no interrupts. At any IRQL, even when the system goes down. */
export function stopChip(ndis: Ndis, adapter: Adapter): void {
  writeByte(ndis, adapter, Register.DEVICE_STATUS, 0);
}

/** The same; false if the device does not answer afterwards. */
export function resetChip(ndis: Ndis, adapter: Adapter): boolean {
  stopChip(ndis, adapter);
  return readByte(ndis, adapter, Register.DEVICE_STATUS) === 0;
}

/** Which features it offers that the driver knows, its address, and how large its queues are. */
export function learnChip(ndis: Ndis, adapter: Adapter): void {
  adapter.Features = (readLong(ndis, adapter, Register.DEVICE_FEATURES) & FEATURES) >>> 0;
  for (let index = 0; index < ADDRESS_BYTES; index++) {
    const byte = readByte(ndis, adapter, Register.MAC + index);
    ndis.memory.write8(virtual(adapter.PermanentAddress + index), byte);
  }
  learnQueue(ndis, adapter, adapter.Receive, QueueIndex.RECEIVE);
  learnQueue(ndis, adapter, adapter.Transmit, QueueIndex.TRANSMIT);
  const canFilter = (adapter.Features & FILTER_FEATURES) === FILTER_FEATURES;
  if (canFilter) learnQueue(ndis, adapter, adapter.Control, QueueIndex.CONTROL);
}

function learnQueue(ndis: Ndis, adapter: Adapter, queue: Queue, index: number): void {
  queue.Index = index;
  writeWord(ndis, adapter, Register.QUEUE_SELECT, index);
  queue.Size = readWord(ndis, adapter, Register.QUEUE_SIZE);
}

/** Sets up a device that has been reset, up to DRIVER_OK. */
export function programChip(ndis: Ndis, adapter: Adapter): void {
  writeByte(ndis, adapter, Register.DEVICE_STATUS, DeviceStatus.ACKNOWLEDGE);
  const known = DeviceStatus.ACKNOWLEDGE | DeviceStatus.DRIVER;
  writeByte(ndis, adapter, Register.DEVICE_STATUS, known);
  writeLong(ndis, adapter, Register.DRIVER_FEATURES, adapter.Features);
  for (const queue of [adapter.Receive, adapter.Transmit, adapter.Control])
    if (queue.Size > 0) programQueue(ndis, adapter, queue);
  // Without CTRL_MAC_ADDR the address is written (5.1.4.3).
  for (let index = 0; index < ADDRESS_BYTES; index++) {
    const byte = ndis.memory.read8(virtual(adapter.CurrentAddress + index));
    writeByte(ndis, adapter, Register.MAC + index, byte);
  }
  postAllBuffers(ndis, adapter);
  writeByte(ndis, adapter, Register.DEVICE_STATUS, known | DeviceStatus.DRIVER_OK);
  notify(ndis, adapter, adapter.Receive);
}

function programQueue(ndis: Ndis, adapter: Adapter, queue: Queue): void {
  clearQueue(ndis, queue);
  writeWord(ndis, adapter, Register.QUEUE_SELECT, queue.Index);
  writeLong(ndis, adapter, Register.QUEUE_ADDRESS, queue.PhysicalAddress / PAGE_BYTES);
}
