/**
 * Commands of the control virtqueue: class, command and data to be read, a byte to answer with
 * (Virtio 1.0, 5.1.6.5). A command is taken whether or not its feature was accepted: drivers of the
 * legacy interface look at what is offered only (QEMU's takes them too).
 */
import { ADDRESS_BYTES } from '../ethernet';
import { Timer } from '../timer';
import { Chain } from './chain';
import type { Core } from './core';
import { addressAt, RX_MODES, VLAN_COUNT } from './filter';
import { R } from './registers';
import type { Virtqueue } from './virtqueue';

/** How long commands take: nothing says that they are done when the notification is. */
const COMMAND_NS = 10_000;
const HEADER_BYTES = 2;
/** A bound of this model; MAC tables of 10,000 entries fit. */
const COMMAND_BYTES_MAX = 0x1_0000;
/** Addresses that are told apart, of both kinds together; with more all of a kind pass. */
const TABLE_COUNT_MAX = 64;
const ENTRIES_BYTES = 4;

/** VIRTIO_NET_CTRL_. */
const Class = { RX: 0, MAC: 1, VLAN: 2 } as const;
/** VIRTIO_NET_CTRL_MAC_. */
const Mac = { TABLE_SET: 0, ADDR_SET: 1 } as const;
/** VIRTIO_NET_CTRL_VLAN_. */
const Vlan = { ADD: 0, DEL: 1 } as const;
/** VIRTIO_NET_. */
const Ack = { OK: 0, ERR: 1 } as const;

/** One of the two tables behind MAC_TABLE_SET. */
interface AddressTable {
  readonly addresses: readonly number[];
  readonly endOffset: number;
}

export class Control {
  readonly #core: Core;
  readonly #queue: Virtqueue;
  readonly #chain = new Chain();
  readonly #bytes = new Uint8Array(COMMAND_BYTES_MAX);
  readonly #view = new DataView(this.#bytes.buffer);
  readonly #ack = new Uint8Array(1);
  /** Runs from a notification to the commands that it tells of. */
  readonly #pending: Timer;

  constructor(core: Core, queue: Virtqueue) {
    this.#core = core;
    this.#queue = queue;
    this.#pending = new Timer(core.clock, () => this.#serveAll());
  }

  get isActive(): boolean {
    return this.#pending.isRunning;
  }

  reset(): void {
    this.#pending.stop();
  }

  /** The driver has notified. */
  notified(): void {
    if (!this.#pending.isRunning) this.#pending.start(COMMAND_NS);
  }

  /** All commands there are, which are no more than the queue holds. */
  #serveAll(): void {
    for (let count = 0; count < this.#queue.size && this.#queue.take(this.#chain); count++)
      this.#serve();
    this.#queue.setNotification(true);
  }

  #serve(): void {
    const core = this.#core;
    const chain = this.#chain;
    const { readableBytes } = chain;
    if (readableBytes < HEADER_BYTES || readableBytes > COMMAND_BYTES_MAX || !chain.writableBytes) {
      core.fail(`controlq: command of ${readableBytes} bytes, answer of ${chain.writableBytes}`);
      return;
    }
    if (!chain.read(core.busMaster, this.#bytes, readableBytes)) {
      core.busFailed();
      return;
    }
    this.#ack[0] = this.#perform(readableBytes) ? Ack.OK : Ack.ERR;
    if (!chain.write(core.busMaster, this.#ack, 0, 1)) {
      core.busFailed();
      return;
    }
    this.#queue.use(chain, 1);
    this.#queue.publish(1);
  }

  /** Whether the command of so many bytes was understood and done. */
  #perform(endOffset: number): boolean {
    const [commandClass, command] = this.#bytes;
    switch (commandClass) {
      case Class.RX:
        return this.#setMode(command, endOffset);
      case Class.MAC:
        if (command === Mac.TABLE_SET) return this.#setTables(endOffset);
        return command === Mac.ADDR_SET && this.#setAddress(endOffset);
      case Class.VLAN:
        return this.#setVlan(command, endOffset);
      default:
        return false;
    }
  }

  #setMode(command: number, endOffset: number): boolean {
    if (command >= RX_MODES.length || endOffset === HEADER_BYTES) return false;
    this.#core.filter.modes[RX_MODES[command]] = this.#bytes[HEADER_BYTES] !== 0;
    return true;
  }

  #setAddress(endOffset: number): boolean {
    if (endOffset !== HEADER_BYTES + ADDRESS_BYTES) return false;
    this.#core.regs.set(this.#bytes.subarray(HEADER_BYTES, endOffset), R.MAC);
    return true;
  }

  #setTables(endOffset: number): boolean {
    const unicast = this.#table(HEADER_BYTES, endOffset);
    if (unicast === undefined) return false;
    const multicast = this.#table(unicast.endOffset, endOffset);
    if (multicast?.endOffset !== endOffset) return false;
    const { filter } = this.#core;
    const unicastCount = unicast.addresses.length;
    const hasRoom = unicastCount <= TABLE_COUNT_MAX;
    filter.unicast = hasRoom ? new Set(unicast.addresses) : undefined;
    const left = TABLE_COUNT_MAX - (hasRoom ? unicastCount : 0);
    filter.multicast =
      multicast.addresses.length <= left ? new Set(multicast.addresses) : undefined;
    return true;
  }

  /** The struct virtio_net_ctrl_mac at an offset; undefined if it is longer than the command. */
  #table(offset: number, endOffset: number): AddressTable | undefined {
    const start = offset + ENTRIES_BYTES;
    if (start > endOffset) return undefined;
    const count = this.#view.getUint32(offset, true);
    if (start + count * ADDRESS_BYTES > endOffset) return undefined;
    const addresses = Array.from({ length: count }, (_, index) =>
      addressAt(this.#bytes, start + index * ADDRESS_BYTES),
    );
    return { addresses, endOffset: start + count * ADDRESS_BYTES };
  }

  #setVlan(command: number, endOffset: number): boolean {
    if (endOffset < HEADER_BYTES + 2) return false;
    const id = this.#view.getUint16(HEADER_BYTES, true);
    if (id >= VLAN_COUNT || (command !== Vlan.ADD && command !== Vlan.DEL)) return false;
    this.#core.filter.vlans[id] = command === Vlan.ADD ? 1 : 0;
    return true;
  }
}
