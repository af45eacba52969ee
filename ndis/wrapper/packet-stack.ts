/**
 * Packet stacking: a packet that an intermediate driver passes on as it is has a location for each
 * such driver that it is with, where the driver may keep two words of its own. (NDIS 5.1:
 * NdisIMGetCurrentPacketStack, NDIS_PACKET_STACK, "Intermediate Driver Packet Management")
 */
import { NULL, VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Shadow } from '../../hardware/memory';
import type { OperatingSystem } from '../operating-system';
import { NDIS_PACKET_STACK } from '../structures/packet';

/** Each packet has two by default (NdisIMGetCurrentPacketStack, "Remarks"). */
const LOCATION_COUNT = 2;

export class PacketStacks {
  readonly #os: OperatingSystem;
  /** The locations of packets that somebody has asked for, by the packet as a signed integer. */
  readonly #byPacket = new Map<number, VirtualAddress>();
  /** Whether the stack of every packet is full, as if more drivers passed it on than there are. */
  isFull = false;

  constructor(os: OperatingSystem) {
    this.#os = os;
  }

  /** The location of the driver that the packet has come to last; NULL if there are no more. */
  current(packet: VirtualAddress): VirtualAddress {
    const index = this.#used(packet) - 1;
    if (index >= LOCATION_COUNT) return NULL;
    const stack = this.#byPacket.get(packet | 0) ?? this.#create(packet);
    return virtual(stack + Math.max(0, index) * NDIS_PACKET_STACK.bytes);
  }

  /** Whether the driver may pass the packet on as it is. */
  hasRoom(packet: VirtualAddress): boolean {
    return this.#used(packet) <= LOCATION_COUNT;
  }

  /** The locations that are taken, by drivers that are there and by others. */
  #used(packet: VirtualAddress): number {
    return this.depth(packet) + (this.isFull ? LOCATION_COUNT : 0);
  }

  /** How many adapters have the packet now: to send it, or because they have indicated it. */
  depth(packet: VirtualAddress): number {
    let depth = 0;
    for (const { pendingSends, indicated } of this.#os.adapters.values())
      if (pendingSends.has(packet | 0) || indicated.has(packet | 0)) depth++;
    return depth;
  }

  /** A driver is done with a packet: what nobody has any more has no locations. */
  release(packet: VirtualAddress): void {
    if (this.#byPacket.size === 0) return;
    const stack = this.#byPacket.get(packet | 0);
    if (stack === undefined || this.depth(packet) > 0) return;
    this.#byPacket.delete(packet | 0);
    this.#os.pool.free(stack);
  }

  #create(packet: VirtualAddress): VirtualAddress {
    const { memory } = this.#os;
    const byteCount = LOCATION_COUNT * NDIS_PACKET_STACK.bytes;
    const stack = this.#os.allocateObject(byteCount, Shadow.PLAIN);
    memory.bytes.fill(0, stack - VIRTUAL_BASE, stack - VIRTUAL_BASE + byteCount);
    this.#byPacket.set(packet | 0, stack);
    return stack;
  }
}
