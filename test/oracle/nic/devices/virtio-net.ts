/**
 * Programs for the virtio network device through its legacy interface, QEMU's `virtio-net-pci`.
 * Offsets and structures: Virtio 1.0, 2.4, 4.1.4.8 and 5.1.
 *
 * Not tried, because QEMU's does something of its own or nothing: checksums, which its socket does
 * not take, frames that find no room, which it holds, transmission before DRIVER_OK, a Queue Address
 * of 0, which resets it, an indirect table behind other descriptors, descriptors of no bytes, wrong
 * chains, which it prints complaints of, accesses that are not to one register, and used_event before
 * the first entry, for which it interrupts in any case.
 */
import { VirtioNet } from '../../../../hardware/nic/virtio-net';
import type { Random } from '../../../../hardware/random';
import type { Width } from '../../../../hardware/ports';
import { little, type ProgramBuilder } from '../builder';
import { toHex } from '../bytes';
import type { OracleDevice } from '../device';
import { DEVIATIONS } from '../deviations/virtio-net';
import type { ByteText } from '../program';
import { frame, lengthOf, pick, STATION } from './frames';

const QUEUE_BYTES = 0x4000;
const [RX, TX, CTRL] = [0, 1, 2] as const;
/** The rings behind the table, by queue: of 256, 256 and 64 descriptors. */
const SIZES = [256, 256, 64] as const;
const AVAILABLE = [0x1000, 0x1000, 0x400] as const;
const USED = [0x2000, 0x2000, 0x1000] as const;
const QUEUES = [0x10_0000, 0x10_4000, 0x10_8000] as const;
const TABLES = 0x10_c000;
const RX_BUFFERS = 0x11_0000;
const TX_BUFFERS = 0x14_0000;
const COMMAND = 0x18_0000;
const ANSWER = 0x18_1000;
const BUFFER_STRIDE = 0x800;
const RX_COUNT = 32;
const TX_COUNT = 64;
const [NEXT, WRITE, INDIRECT] = [1, 2, 4];

const [MRG_RXBUF, NOTIFY_ON_EMPTY, EVENT_IDX] = [0x8000, 0x0100_0000, 0x2000_0000];
const [CTRL_VLAN, CTRL_MAC_ADDR] = [0x0008_0000, 0x0080_0000];
/** MAC, STATUS, CTRL_VQ, CTRL_RX, CTRL_RX_EXTRA, ANY_LAYOUT, INDIRECT_DESC. */
const FEATURES = 0x1817_0020;
const OPTIONAL = [MRG_RXBUF, NOTIFY_ON_EMPTY, EVENT_IDX, CTRL_VLAN, CTRL_MAC_ADDR] as const;
/** More than five of the longest frames take at 100 Mb/s. */
const SETTLE_NS = 700_000;

const BROADCAST = 'ffffffffffff';
const GROUP = '01005e000005';
const OTHER = '020000000099';
const OWN_OTHER = '0200000000aa';
const VLAN_TYPE = 0x8100;
/** Of the two descriptors of a receive buffer; the second 0 for none. */
type Sizes = readonly [number, number];
const BUFFERS: readonly Sizes[] = [
  [2040, 0],
  [10, 1900],
  [100, 1700],
];
const MERGED_BUFFERS: readonly Sizes[] = [
  [1600, 0],
  [200, 0],
  [64, 150],
  [12, 1530],
];

class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  #features = 0;
  #buffer: Sizes = BUFFERS[0];
  /** By queue: entries put into the available ring, and looked at in the used one. */
  #offered = [0, 0, 0];
  #used = [0, 0, 0];
  /** Which receive buffer lies behind each entry of the available ring that is not used. */
  #given: number[] = [];
  #modes = [1, 0, 0, 0, 0, 0];
  #mac: ByteText = STATION;
  #unicast: readonly ByteText[] = [];
  #multicast: readonly ByteText[] = [];
  readonly #vlans = new Set<number>();

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
  }

  write(length: number): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0007);
    builder.endStep(true);
    this.#registers();
    builder.endStep();
    this.#start();
    builder.endStep(true);
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#send()],
      [8, () => this.#receive()],
      [4, () => this.#interrupts()],
      [3, () => this.#filters()],
      [1, () => this.#badCommand()],
      [1, () => this.#writeMac()],
      [1, () => this.#registers()],
      [1, () => this.#configuration()],
      [1, () => this.#start()],
    ];
    const deck = steps.flatMap(([weight, step]) => Array<() => void>(weight).fill(step));
    for (let done = 0; done < length; done++) {
      pick(this.#random, deck)();
      builder.endStep();
    }
  }

  #below(limit: number): number {
    return this.#random.below(limit);
  }

  #read(offset: number, width: Width, name: string): void {
    this.#builder.read(0, offset, width, name);
  }

  #write(offset: number, width: Width, value: number): void {
    this.#builder.write(0, offset, width, value);
  }

  #has(feature: number): boolean {
    return (this.#features & feature) !== 0;
  }

  /** As drivers start it (3.1): reset, features, queues, receive buffers, DRIVER_OK. */
  #start(): void {
    const builder = this.#builder;
    this.#write(0x12, 1, 0);
    this.#registers();
    this.#write(0x12, 1, 1);
    this.#write(0x12, 1, 3);
    this.#features = OPTIONAL.filter(() => this.#below(2) === 0).reduce(
      (sum, bit) => sum | bit,
      FEATURES,
    );
    this.#write(0x04, 4, this.#features);
    this.#read(0x04, 4, 'Driver Features');
    for (const queue of [RX, TX, CTRL]) {
      builder.fill(QUEUES[queue], QUEUE_BYTES, 0);
      this.#write(0x0e, 2, queue);
      this.#read(0x0c, 2, 'queue_size');
      this.#write(0x08, 4, QUEUES[queue] / 4096);
      this.#read(0x08, 4, 'Queue Address');
    }
    this.#offered = [0, 0, 0];
    this.#used = [0, 0, 0];
    this.#given = [];
    this.#modes = [1, 0, 0, 0, 0, 0];
    this.#mac = STATION;
    this.#unicast = [];
    this.#multicast = [];
    this.#vlans.clear();
    this.#buffer = pick(this.#random, this.#has(MRG_RXBUF) ? MERGED_BUFFERS : BUFFERS);
    for (let index = 0; index < RX_COUNT; index++) this.#give(index);
    this.#write(0x12, 1, 7);
    // QEMU looks at all queues now.
    this.#builder.settle(SETTLE_NS);
    this.#read(0x12, 1, 'Device Status');
  }

  #describe(at: number, address: number, byteCount: number, flags: number, next: number): void {
    this.#builder.put(at, little([address, 4], [0, 4], [byteCount, 4], [flags, 2], [next, 2]));
  }

  #offer(queue: number, head: number): void {
    const available = QUEUES[queue] + AVAILABLE[queue];
    const index = this.#offered[queue]++;
    this.#builder.put(available + 4 + 2 * (index % SIZES[queue]), little([head, 2]));
    this.#builder.put(available + 2, little([this.#offered[queue] & 0xffff, 2]));
  }

  /** Offers receive buffer `index`: one descriptor or two, sometimes in an indirect table. */
  #give(index: number): void {
    const [first, second] = this.#buffer;
    const address = RX_BUFFERS + index * BUFFER_STRIDE;
    const head = 2 * index;
    const isIndirect = this.#below(8) === 0;
    const table = isIndirect ? TABLES + 64 * index : QUEUES[RX];
    const base = isIndirect ? 0 : head;
    if (second === 0) this.#describe(table + 16 * base, address, first, WRITE, 0);
    else {
      this.#describe(table + 16 * base, address, first, WRITE | NEXT, base + 1);
      this.#describe(table + 16 * (base + 1), address + first, second, WRITE, 0);
    }
    if (isIndirect)
      this.#describe(QUEUES[RX] + 16 * head, table, second === 0 ? 16 : 32, INDIRECT, 0);
    this.#offer(RX, head);
    this.#given.push(index);
  }

  #look(queue: number, name: string): void {
    const used = QUEUES[queue] + USED[queue];
    this.#builder.check(used + 4 + 8 * (this.#used[queue] % SIZES[queue]), 8, `${name} used entry`);
    this.#used[queue]++;
  }

  #lookAtIndex(queue: number, name: string): void {
    this.#builder.check(QUEUES[queue] + USED[queue] + 2, 2, `${name} used idx`);
  }

  get #headerBytes(): number {
    return this.#has(MRG_RXBUF) ? 12 : 10;
  }

  #send(): void {
    const first = this.#used[TX];
    const count = 1 + this.#below(5);
    for (let sent = 0; sent < count; sent++) {
      const to = pick(this.#random, [BROADCAST, GROUP, OTHER]);
      this.#place(frame(to, STATION, 0x88b5, this.#below(1500), this.#random));
    }
    this.#notify(TX);
    for (let sent = first; sent < first + count; sent++) this.#look(TX, 'tx');
    this.#lookAtIndex(TX, 'tx');
    const used = QUEUES[TX] + USED[TX];
    this.#builder.check(used, 2, 'tx used flags');
    this.#builder.check(used + 4 + 8 * SIZES[TX], 2, 'tx avail_event');
  }

  /** QEMU looks at a queue between two commands that it is sent one by one. */
  #notify(queue: number): void {
    this.#write(0x10, 2, queue);
    this.#builder.settle(SETTLE_NS);
  }

  /** A packet in one descriptor to three, or in an indirect table of them. */
  #place(text: ByteText): void {
    const slot = this.#offered[TX] % TX_COUNT;
    const buffer = TX_BUFFERS + slot * BUFFER_STRIDE;
    this.#builder.put(buffer, '00'.repeat(this.#headerBytes) + text);
    const totalBytes = this.#headerBytes + lengthOf(text);
    const head = 3 * slot;
    const isIndirect = this.#below(4) === 0;
    const table = isIndirect ? TABLES + 64 * (RX_COUNT + slot) : QUEUES[TX];
    const pieces = 1 + this.#below(3);
    let offset = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const isLast = piece === pieces - 1;
      const rest = totalBytes - offset;
      const bytes = isLast ? rest : 1 + this.#below(rest - pieces);
      const index = (isIndirect ? 0 : head) + piece;
      const flags = isLast ? 0 : NEXT;
      this.#describe(table + 16 * index, buffer + offset, bytes, flags, isLast ? 0 : index + 1);
      offset += bytes;
    }
    if (isIndirect) this.#describe(QUEUES[TX] + 16 * head, table, 16 * pieces, INDIRECT, 0);
    this.#offer(TX, head);
  }

  #receive(): void {
    for (let count = 1 + this.#below(3); count > 0; count--) {
      const to = pick(this.#random, [STATION, STATION, OWN_OTHER, BROADCAST, GROUP, OTHER]);
      const tag = this.#below(4) === 0 ? this.#below(8) : undefined;
      const etherType = tag === undefined ? 0x88b5 : VLAN_TYPE;
      const text = frame(to, OTHER, etherType, this.#below(1500), this.#random, tag);
      this.#builder.inject(text);
      if (this.#accepts(to, tag)) this.#take(lengthOf(text));
      this.#lookAtIndex(RX, 'rx');
    }
  }

  /** Looks at a frame in its buffers, and gives them back. */
  #take(frameBytes: number): void {
    const totalBytes = this.#headerBytes + frameBytes;
    const [first, second] = this.#buffer;
    for (let offset = 0; offset < totalBytes; offset += first + second) {
      this.#look(RX, 'rx');
      const stored = Math.min(first + second, totalBytes - offset);
      const index = this.#given.shift()!;
      const address = RX_BUFFERS + index * BUFFER_STRIDE;
      const headerBytes = offset === 0 ? Math.min(this.#headerBytes, stored) : 0;
      if (headerBytes > 0) this.#builder.check(address, headerBytes, 'rx header');
      if (stored > headerBytes)
        this.#builder.check(address + headerBytes, stored - headerBytes, 'rx packet');
      this.#give(index);
    }
    const used = QUEUES[RX] + USED[RX];
    this.#builder.check(used, 2, 'rx used flags');
    this.#builder.check(used + 4 + 8 * SIZES[RX], 2, 'rx avail_event');
    if (this.#below(2) === 0) this.#write(0x10, 2, RX);
  }

  /** 5.1.6.5.1 to 5.1.6.5.3. */
  #accepts(to: ByteText, tag: number | undefined): boolean {
    const [promisc, allmulti, alluni, nomulti, nouni, nobcast] = this.#modes;
    if (promisc !== 0) return true;
    if (tag !== undefined && this.#has(CTRL_VLAN) && !this.#vlans.has(tag)) return false;
    if (to === BROADCAST) return nobcast === 0;
    if ((parseInt(to.slice(0, 2), 16) & 1) !== 0)
      return nomulti === 0 && (allmulti !== 0 || this.#multicast.includes(to));
    return nouni === 0 && (alluni !== 0 || to === this.#mac || this.#unicast.includes(to));
  }

  #filters(): void {
    switch (this.#below(5)) {
      case 0:
        this.#command(`0100${this.#tables()}`);
        break;
      case 1: {
        const id = this.#below(8);
        const isAdded = this.#below(3) !== 0;
        if (isAdded) this.#vlans.add(id);
        else this.#vlans.delete(id);
        this.#command(`020${isAdded ? 0 : 1}${little([id, 2])}`);
        break;
      }
      case 2:
        this.#mac = pick(this.#random, [STATION, OWN_OTHER]);
        this.#command(`0101${this.#mac}`);
        this.#read(0x14, 4, 'mac');
        break;
      default: {
        const mode = this.#below(6);
        this.#modes[mode] = mode === 0 ? 0 : this.#below(2);
        if (this.#below(8) === 0) this.#modes[0] = 1;
        this.#command(`000${mode}0${this.#modes[mode]}`);
        if (mode !== 0) this.#command(`00000${this.#modes[0]}`);
      }
    }
  }

  #tables(): ByteText {
    this.#unicast = [OTHER, OWN_OTHER].filter(() => this.#below(2) === 0);
    this.#multicast = [GROUP].filter(() => this.#below(2) === 0);
    return [this.#unicast, this.#multicast]
      .map((addresses) => little([addresses.length, 4]) + addresses.join(''))
      .join('');
  }

  #badCommand(): void {
    const commands = ['0006', '000601', '0001', '0102', '01010203', '010000000000', '0200', '0900'];
    this.#command(pick(this.#random, [...commands, '01000100000002', '02000010', '020205']));
  }

  /** Class and command, data, and the answer behind them. */
  #command(text: ByteText): void {
    const builder = this.#builder;
    const byteCount = text.length / 2;
    builder.put(COMMAND, text);
    builder.put(ANSWER, 'aa');
    const isCut = byteCount > 2 && this.#below(2) === 0;
    this.#describe(QUEUES[CTRL], COMMAND, isCut ? 2 : byteCount, NEXT, isCut ? 1 : 2);
    if (isCut) this.#describe(QUEUES[CTRL] + 16, COMMAND + 2, byteCount - 2, NEXT, 2);
    this.#describe(QUEUES[CTRL] + 32, ANSWER, 1, WRITE, 0);
    this.#offer(CTRL, 0);
    this.#notify(CTRL);
    builder.check(ANSWER, 1, 'ack');
    this.#look(CTRL, 'control');
    this.#lookAtIndex(CTRL, 'control');
    builder.check(QUEUES[CTRL] + USED[CTRL] + 4 + 8 * SIZES[CTRL], 2, 'control avail_event');
  }

  #interrupts(): void {
    const queue = this.#below(3);
    const available = QUEUES[queue] + AVAILABLE[queue];
    if (this.#below(2) === 0) this.#builder.put(available, little([this.#below(2), 2]));
    // used_event, where the next entry is or some way on.
    const event = (this.#used[queue] + this.#below(3)) & 0xffff;
    if (this.#used[queue] > 0)
      this.#builder.put(available + 4 + 2 * SIZES[queue], little([event, 2]));
    this.#read(0x13, 1, 'ISR Status');
    this.#builder.level();
  }

  #writeMac(): void {
    const address = pick(this.#random, [STATION, OWN_OTHER]);
    for (let at = 0; at < 6; at++)
      this.#write(0x14 + at, 1, parseInt(address.slice(2 * at, 2 * at + 2), 16));
    if (!this.#has(CTRL_MAC_ADDR)) this.#mac = address;
    this.#read(0x14, 4, 'mac');
    this.#read(0x18, 2, 'mac');
  }

  #registers(): void {
    this.#read(0x00, 4, 'Device Features');
    this.#read(0x04, 4, 'Driver Features');
    for (const queue of [RX, TX, CTRL, 3]) {
      this.#write(0x0e, 2, queue);
      this.#read(0x0e, 2, 'queue_select');
      this.#read(0x0c, 2, 'queue_size');
      this.#read(0x08, 4, 'Queue Address');
    }
    this.#read(0x12, 1, 'Device Status');
    for (let at = 0; at < 6; at++) this.#read(0x14 + at, 1, 'mac');
    this.#read(0x1a, 2, 'status');
    this.#read(0x18, 4, 'mac and status');
  }

  #configuration(): void {
    const builder = this.#builder;
    if (this.#below(2) === 0) {
      builder.writeConfig(0x3c, 1, this.#below(256));
      builder.readConfig(0x3c, 1, 'Interrupt Line');
      return;
    }
    for (let offset = 0; offset < 0x40; offset += 4)
      builder.readConfig(offset, 4, `configuration ${toHex(Uint8Array.of(offset))}`);
  }
}

export const VIRTIO_NET: OracleDevice = {
  name: 'virtio-net',
  variants: [
    {
      qemu: 'virtio-net-pci',
      properties: 'disable-modern=on,vectors=0,guest_announce=off,ctrl_guest_offloads=off,gso=off',
      create: (ports) => new VirtioNet({ ...ports, linkMbps: 100 }),
    },
  ],
  bars: [{ index: 0, space: 'io', address: 0xc000 }],
  // Less than a command or the shortest frame takes: both act while the program settles.
  stepNs: 6000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'a bit of ISR Status', spoils: { kind: 'read', bar: 0, offset: 0x13, bit: 0 } },
    { name: 'a bit of queue_size', spoils: { kind: 'read', bar: 0, offset: 0x0c, bit: 6 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    {
      name: 'a byte of a frame stored',
      spoils: { kind: 'stored', byteCountMin: 30, byteCountMax: 65536, byteIndex: 13 },
    },
    {
      name: 'an entry of a used ring',
      spoils: { kind: 'stored', byteCountMin: 8, byteCountMax: 8, byteIndex: 4 },
    },
    {
      name: 'idx or flags of a used ring',
      spoils: { kind: 'stored', byteCountMin: 2, byteCountMax: 2, byteIndex: 0 },
    },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
