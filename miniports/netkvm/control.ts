/**
 * Commands of the control virtqueue (Virtio 1.0, 5.1.6.5), in the descriptors that a device without
 * ANY_LAYOUT wants (5.1.6.6). Requests and MiniportReset alone send them, which NDIS serializes.
 */
import { virtual } from '../../hardware/address';
import {
  NDIS_PACKET_TYPE_ALL_MULTICAST,
  NDIS_PACKET_TYPE_MULTICAST,
  NDIS_PACKET_TYPE_PROMISCUOUS,
} from '../../ndis/constants';
import type { Ndis } from '../../ndis/driver-interface';
import type { Adapter } from './adapter';
import { ADDRESS_BYTES } from './frame';
import { controlBuffer, controlPhysical } from './memory';
import { ACK_OK, COMMAND, ControlClass, DescriptorFlag, MacCommand, RxCommand } from './registers';
import { describe, notify, offer, take } from './virtqueue';

/** Where in the buffer of commands the data and the answer lie. */
const DATA_OFFSET = 16;
const ANSWER_OFFSET = 1008;
const COUNT_BYTES = 4;
/** Of one command: what it is, two parts of data, the answer. */
const DESCRIPTOR_COUNT_MAX = 4;
/** How long a command may take. */
const POLL_US = 10;
const POLL_COUNT_MAX = 100;
const NO_ANSWER = 0xff;

/**
 * Makes the device filter as PacketFilter and MulticastList say, if it can; the driver does so behind
 * it (filter.ts). It must be running, or about to.
 */
export function programFilter(ndis: Ndis, adapter: Adapter): void {
  if (adapter.Control.Size < DESCRIPTOR_COUNT_MAX) return;
  const { PacketFilter } = adapter;
  const has = (type: number): number => ((PacketFilter & type) !== 0 ? 1 : 0);
  const isDone =
    setMode(ndis, adapter, RxCommand.PROMISC, has(NDIS_PACKET_TYPE_PROMISCUOUS)) &&
    setMode(ndis, adapter, RxCommand.ALLMULTI, has(NDIS_PACKET_TYPE_ALL_MULTICAST)) &&
    setTables(ndis, adapter, has(NDIS_PACKET_TYPE_MULTICAST) * adapter.MulticastCount);
  if (!isDone) adapter.HasFailed = true;
}

function setMode(ndis: Ndis, adapter: Adapter, command: number, isOn: number): boolean {
  ndis.memory.write8(virtual(controlBuffer(adapter) + DATA_OFFSET), isOn);
  return send(ndis, adapter, ControlClass.RX, command, [1]);
}

/** No unicast addresses, and so many of MulticastList. */
function setTables(ndis: Ndis, adapter: Adapter, count: number): boolean {
  const data = controlBuffer(adapter) + DATA_OFFSET;
  ndis.memory.write32(virtual(data), 0);
  ndis.memory.write32(virtual(data + COUNT_BYTES), count);
  const list = virtual(data + 2 * COUNT_BYTES);
  const byteCount = count * ADDRESS_BYTES;
  if (count > 0) ndis.NdisMoveMemory(list, adapter.MulticastList, byteCount);
  const parts = [COUNT_BYTES, COUNT_BYTES + byteCount];
  return send(ndis, adapter, ControlClass.MAC, MacCommand.TABLE_SET, parts);
}

/** Sends a command with its data, whose descriptors have so many bytes, and waits for the answer. */
function send(
  ndis: Ndis,
  adapter: Adapter,
  commandClass: number,
  command: number,
  parts: readonly number[],
): boolean {
  const buffer = controlBuffer(adapter);
  const physical = controlPhysical(adapter);
  const queue = adapter.Control;
  const header = COMMAND.at(ndis.memory, buffer);
  header.Class = commandClass;
  header.Command = command;
  const answer = virtual(buffer + ANSWER_OFFSET);
  ndis.memory.write8(answer, NO_ANSWER);
  describe(ndis, queue, 0, physical, COMMAND.bytes, DescriptorFlag.NEXT, 1);
  let offset = DATA_OFFSET;
  parts.forEach((byteCount, at) => {
    describe(ndis, queue, at + 1, physical + offset, byteCount, DescriptorFlag.NEXT, at + 2);
    offset += byteCount;
  });
  describe(ndis, queue, parts.length + 1, physical + ANSWER_OFFSET, 1, DescriptorFlag.WRITE);
  offer(ndis, queue, 0);
  notify(ndis, adapter, queue);
  for (let count = 0; count < POLL_COUNT_MAX; count++) {
    if (take(ndis, queue) !== undefined) return ndis.memory.read8(answer) === ACK_OK;
    ndis.NdisStallExecution(POLL_US);
  }
  return false;
}
