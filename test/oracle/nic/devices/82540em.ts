/**
 * Programs for the 82540EM, QEMU's `e1000`. Register offsets: 8254x SDM (317453), chapter 13.
 *
 * Not tried, because QEMU's has no such thing or holds what hardware drops: legacy checksum
 * insertion and padding of short frames (3.3.3.1, TCTL.PSP), IPv6 segmentation, thresholds of
 * write-back (TXDCTL.WTHRESH, LWTHRESH), narrow accesses, reception with no free descriptor, FIFOs,
 * flow control, throttling and delays (ITR, RDTR, RADV, TIDV, TADV: its own delay of 128 us is
 * switched off, and with it these), MAC loopback, wake-up, CTRL.RST and PHY reset. Nor a unicast
 * address whose bit is in the multicast table: QEMU takes it and counts it as multicast, ours lets
 * only multicast addresses through the multicast filter (3.2.1, 13.5.1, 13.7.29).
 */
import { I82540em } from '../../../../hardware/nic/82540em';
import type { Random } from '../../../../hardware/random';
import { little, type ProgramBuilder } from '../builder';
import type { OracleDevice } from '../device';
import { DEVIATIONS } from '../deviations/82540em';
import type { ByteText } from '../program';
import {
  RESET_REGISTERS,
  SCRATCH,
  STATISTICS,
  STRIPPED_STATISTICS,
  TAGGED_STATISTICS,
} from './82540em-registers';
import { type Ring, TransmitWriter } from './82540em-transmit';
import { frame, lengthOf, pick, STATION } from './frames';

const BAR = 0;
const RX_RING = 0x10_2000;
const RX_BUFFERS = 0x11_0000;
const RX_BUFFER_STRIDE = 0x1000;
const DESCRIPTOR_BYTES = 16;
/** RCTL was written: QEMU receives nothing for a second (13.4.22 knows no such time). */
const RCTL_SETTLE_NS = 1_100_000_000;

/** Causes that are raised alike: not those of thresholds and of an empty queue, nor of the link. */
const UNMASKABLE = [0x01, 0x80, 0x200, 0x40] as const;
const VLAN_TYPE = 0x8100;
/** Of another station. */
const OTHER_STATION: ByteText = '020000000099';

/** One program in the making, with what a driver would know of the card. */
class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  readonly #transmit: TransmitWriter;
  #rx: Ring = { count: 0, head: 0, tail: 0 };
  #rxAddresses: number[] = [];
  #rctl = 0;
  #ctrl = 0x241;
  /** Whether tags are put into frames sent, or tags and the FCS taken off those received. */
  readonly #sendsTags: boolean;
  readonly #strips: boolean;
  readonly #multicast = new Uint32Array(128);
  readonly #vlans = new Uint32Array(128);
  /** Further station addresses, as text. */
  readonly #addresses = new Map<number, string>();

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
    this.#sendsTags = random.below(3) === 0;
    this.#transmit = new TransmitWriter(builder, random, this.#sendsTags);
    this.#strips = random.below(2) === 0;
  }

  write(length: number): void {
    const builder = this.#builder;
    this.#start();
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#transmit.send()],
      [8, () => this.#receive()],
      [3, () => this.#interrupts()],
      [2, () => this.#filters()],
      [1, () => this.#receiveControl()],
      [1, () => this.#vlanControl()],
      [1, () => this.#transmit.toggle()],
      [1, () => this.#scratch()],
      [1, () => this.#eeprom()],
      [1, () => this.#phy()],
      [1, () => this.#configuration()],
      [1, () => this.#transmit.newRing()],
      [1, () => this.#loopback()],
      [1, () => this.#statistics()],
    ];
    const deck = steps.flatMap(([weight, step]) => Array<() => void>(weight).fill(step));
    for (let done = 0; done < length; done++) {
      pick(this.#random, deck)();
      builder.endStep();
    }
    this.#statistics();
  }

  #read(name: string, offset: number): void {
    this.#builder.read(BAR, offset, 4, name);
  }

  #write(offset: number, value: number): void {
    this.#builder.write(BAR, offset, 4, value);
  }

  #below(limit: number): number {
    return this.#random.below(limit);
  }

  #start(): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0007);
    builder.endStep(true);
    for (const [name, offset] of RESET_REGISTERS) this.#read(`${name} at reset`, offset);
    builder.endStep();
    this.#write(0x0000, this.#ctrl);
    this.#read('CTRL', 0x0000);
    this.#read('STATUS', 0x0008);
    this.#read('ICR at link-up', 0x00c0);
    this.#write(0x0038, VLAN_TYPE);
    this.#transmit.newRing();
    this.#newReceiveRing();
    builder.endStep(true);
  }

  #newReceiveRing(): void {
    const count = 8 * (1 + this.#below(4));
    const first = this.#below(count);
    this.#rx = { count, head: first, tail: first };
    this.#rxAddresses = [];
    this.#write(0x0100, 0);
    for (let index = 0; index < count; index++) this.#giveDescriptor(index);
    this.#write(0x2800, RX_RING);
    this.#write(0x2804, 0);
    this.#write(0x2808, DESCRIPTOR_BYTES * count);
    this.#write(0x2810, first);
    this.#write(0x2818, first);
    this.#refill();
    this.#receiveControl();
    this.#read('RDLEN', 0x2808);
  }

  #giveDescriptor(index: number): void {
    const address = RX_BUFFERS + RX_BUFFER_STRIDE * index + this.#below(64);
    this.#rxAddresses[index] = address;
    const bytes = little([address, 4], [0, 4], [0, 4], [0, 4]);
    this.#builder.put(RX_RING + DESCRIPTOR_BYTES * index, bytes);
  }

  /** Gives back all that are free but one. */
  #refill(): void {
    const ring = this.#rx;
    const end = (ring.head + ring.count - 1) % ring.count;
    for (let index = ring.tail; index !== end; index = (index + 1) % ring.count)
      this.#giveDescriptor(index);
    ring.tail = end;
    this.#write(0x2818, end);
    this.#read('RDT', 0x2818);
  }

  #receiveControl(): void {
    const bsize = this.#below(4);
    const modes = this.#below(8) === 0 ? 0x18 : pick(this.#random, [0, 0x8, 0x10, 0, 0]);
    const mo = this.#below(4) << 12;
    const bam = this.#below(4) === 0 ? 0 : 0x8000;
    const vfe = this.#below(3) === 0 ? 0x4_0000 : 0;
    const secrc = this.#strips ? this.#below(2) * 0x400_0000 : 0;
    const lpe = this.#below(3) === 0 ? 0x20 : 0;
    this.#rctl = (0x2 | (bsize << 16) | modes | mo | bam | vfe | secrc | lpe) >>> 0;
    this.#write(0x0100, this.#rctl);
    this.#builder.settle(RCTL_SETTLE_NS);
    this.#read('RCTL', 0x0100);
  }

  #vlanControl(): void {
    if (this.#strips) this.#ctrl ^= 0x4000_0000;
    this.#write(0x0000, this.#ctrl);
    this.#read('CTRL', 0x0000);
  }

  #filters(): void {
    switch (this.#below(3)) {
      case 0: {
        const word = this.#below(128);
        this.#multicast[word] = this.#random.nextUint32();
        this.#write(0x5200 + 4 * word, this.#multicast[word]);
        this.#read('MTA', 0x5200 + 4 * word);
        break;
      }
      case 1: {
        const entry = 1 + this.#below(15);
        const isValid = this.#below(4) !== 0;
        const low = (this.#random.nextUint32() & 0xffff_fffe) >>> 0;
        const high = this.#below(0x1_0000);
        this.#write(0x5400 + 8 * entry, low);
        this.#write(0x5404 + 8 * entry, high + (isValid ? 0x8000_0000 : 0));
        this.#read('RAL', 0x5400 + 8 * entry);
        this.#read('RAH', 0x5404 + 8 * entry);
        if (isValid) this.#addresses.set(entry, little([low, 4], [high, 2]));
        else this.#addresses.delete(entry);
        break;
      }
      default: {
        const word = this.#below(8);
        this.#vlans[word] = this.#random.nextUint32();
        this.#write(0x5600 + 4 * word, this.#vlans[word]);
        this.#read('VFTA', 0x5600 + 4 * word);
      }
    }
  }

  #interrupts(): void {
    const mask = UNMASKABLE.filter(() => this.#below(2) === 0).reduce((sum, bit) => sum | bit, 0);
    switch (this.#below(5)) {
      case 0:
        this.#write(0x00d0, mask);
        this.#read('IMS', 0x00d0);
        break;
      case 1:
        this.#write(0x00d8, mask);
        this.#read('IMS', 0x00d0);
        break;
      case 2:
        this.#write(0x00c8, mask);
        this.#builder.level();
        break;
      case 3:
        this.#write(0x00c0, mask);
        break;
      default:
        this.#read('ICR', 0x00c0);
    }
  }

  #scratch(): void {
    const [name, offset, mask] = pick(this.#random, SCRATCH);
    this.#write(offset, this.#random.nextUint32() & mask);
    this.#read(name, offset);
  }

  /** The station address, by EERD and over the wires of EECD. */
  #eeprom(): void {
    const word = this.#below(3);
    if (this.#below(2) === 0) {
      this.#write(0x0014, (word << 8) | 1);
      this.#read('EERD', 0x0014);
      return;
    }
    const request = 0x40;
    this.#write(0x0010, request);
    this.#write(0x0010, request | 0x2);
    const clock = (bit: number, reads: boolean) => {
      const wires = request | 0x2 | (bit << 2);
      this.#write(0x0010, wires);
      this.#write(0x0010, wires | 0x1);
      if (reads) this.#read('EECD', 0x0010);
      this.#write(0x0010, wires);
    };
    const command = 0b110_000000 | word;
    for (let bit = 8; bit >= 0; bit--) clock((command >>> bit) & 1, false);
    for (let bit = 0; bit < 16; bit++) clock(0, true);
    this.#write(0x0010, request);
    this.#write(0x0010, 0);
  }

  #phy(): void {
    const register = pick(this.#random, [0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 15, 16, 17, 18, 20]);
    const interrupt = this.#below(3) === 0 ? 0x2000_0000 : 0;
    const cycle = (op: number, phy: number, data: number, flags = interrupt) =>
      this.#write(0x0020, flags + op + (phy << 21) + (register << 16) + data);
    if (this.#below(4) === 0 && [4, 7, 9, 16, 18, 20].includes(register)) {
      cycle(0x0400_0000, 1, this.#below(0x1_0000));
      this.#read('MDIC after a write', 0x0020);
    }
    if (this.#below(8) === 0) {
      // QEMU then goes by the command before, its interrupt enable too.
      cycle(0x0800_0000, 1, 0, 0);
      cycle(0x0800_0000, 2 + this.#below(29), 0, 0);
      this.#read('MDIC without a PHY', 0x0020);
    } else {
      cycle(0x0800_0000, 1, 0);
      this.#read(`PHY register ${register}`, 0x0020);
    }
  }

  #configuration(): void {
    const builder = this.#builder;
    switch (this.#below(4)) {
      case 0:
        for (let offset = 0; offset < 0x40; offset += 4)
          builder.readConfig(offset, 4, `configuration ${offset.toString(16).padStart(2, '0')}`);
        break;
      case 1: {
        const offset = 0x10 + 4 * this.#below(6);
        if (offset === 0x14 || offset === 0x18) return;
        if (offset === 0x10) {
          builder.writeConfig(0x10, 4, 0xffff_ffff);
          builder.readConfig(0x10, 4, 'size of BAR 0');
          builder.writeConfig(0x10, 4, 0xe000_0000);
        } else {
          builder.writeConfig(offset, 4, this.#random.nextUint32());
        }
        builder.readConfig(offset, 4, `configuration ${offset.toString(16)}`);
        break;
      }
      case 2:
        builder.writeConfig(0x3c, 1, this.#below(256));
        builder.readConfig(0x3c, 1, 'Interrupt Line');
        break;
      default:
        builder.readConfig(this.#below(4), 1, 'identification');
        builder.readConfig(2 * this.#below(2), 2, 'identification');
    }
  }

  /** Frames go out and come in again by the PHY's loopback (PCTRL bit 14, 8.6). */
  #loopback(): void {
    if (!this.#transmit.isIdle) return;
    this.#writePhy(0, 0x5140);
    this.#refill();
    const text = frame(STATION, '020000000001', VLAN_TYPE ^ 0x1234, this.#below(400), this.#random);
    this.#transmit.sendPlain(text);
    this.#expect(text);
    this.#writePhy(0, 0x1140);
  }

  #writePhy(register: number, value: number): void {
    this.#write(0x0020, 0x0420_0000 + (register << 16) + value);
  }

  #statistics(): void {
    for (const [name, offset] of STATISTICS) {
      const isTagged = this.#sendsTags && TAGGED_STATISTICS.includes(name);
      const isStripped = this.#strips && STRIPPED_STATISTICS.includes(name);
      const isUdp = this.#transmit.segmentsUdp && name === 'TSCTC';
      const suffixes = [isTagged && ' with tags', isStripped && ' stripped', isUdp && ' of UDP'];
      this.#read(name + suffixes.filter((suffix) => suffix !== false).join(''), offset);
    }
  }

  #receive(): void {
    const frames = 1 + this.#below(3);
    for (let done = 0; done < frames; done++) {
      this.#refill();
      const text = this.#incomingFrame();
      this.#builder.inject(text);
      this.#expect(text);
    }
    if (this.#below(2) === 0) this.#read('ICR', 0x00c0);
  }

  #incomingFrame(): ByteText {
    const random = this.#random;
    const isMulticastOpen = (this.#rctl & 0x10) !== 0;
    const isBroadcastOpen = (this.#rctl & 0x8000) !== 0 && !isMulticastOpen;
    const destinations = [
      STATION,
      STATION,
      ...this.#addresses.values(),
      ...(this.#isHashed(OTHER_STATION) ? [] : [OTHER_STATION]),
      `01005e${little([this.#random.nextUint32(), 3])}`,
      `3333${little([this.#random.nextUint32(), 4])}`,
      // QEMU takes a broadcast for a multicast frame where those are let in (13.7.29).
      ...(isBroadcastOpen ? ['ffffffffffff', 'ffffffffffff'] : []),
    ];
    const byteCountMax = (this.#rctl & 0x20) !== 0 && this.#below(3) === 0 ? 3500 : 1490;
    const to = pick(random, destinations);
    const isTagged = this.#below(4) === 0;
    // QEMU wants descriptors for all of a frame before it stores any of it.
    const ringBytes = (this.#rx.count - 2) * this.#bufferBytes - 18;
    const payloadBytes = this.#below(Math.min(byteCountMax, ringBytes));
    if (!isTagged) return frame(to, '020000000001', 0x88b5, payloadBytes, random);
    return frame(to, '020000000001', VLAN_TYPE, payloadBytes, random, this.#below(0x0100));
  }

  get #bufferBytes(): number {
    return 2048 >>> ((this.#rctl >>> 16) & 3);
  }

  /** Looks at what a frame must have left in memory, if the filters let it in. */
  #expect(text: ByteText): void {
    const ring = this.#rx;
    this.#read('RDH', 0x2810);
    if (!this.#accepts(text)) return;
    const isTagged = text.slice(24, 28) === '8100' && (this.#ctrl & 0x4000_0000) !== 0;
    const frameBytes = lengthOf(text) - (isTagged ? 4 : 0);
    const bufferBytes = this.#bufferBytes;
    let storedBytes = frameBytes + ((this.#rctl & 0x400_0000) !== 0 ? 0 : 4);
    let dataBytes = frameBytes;
    while (storedBytes > 0) {
      const index = ring.head;
      ring.head = (index + 1) % ring.count;
      const isLast = storedBytes <= bufferBytes;
      const place = isLast ? 'last rx descriptor' : 'rx descriptor';
      this.#builder.check(RX_RING + DESCRIPTOR_BYTES * index, DESCRIPTOR_BYTES, place);
      const partBytes = Math.min(dataBytes, bufferBytes);
      if (partBytes > 0) this.#builder.check(this.#rxAddresses[index], partBytes, 'rx buffer');
      dataBytes -= partBytes;
      storedBytes -= bufferBytes;
    }
  }

  /** The filters of 3.2.1 and 9.3. */
  #accepts(text: ByteText): boolean {
    const rctl = this.#rctl;
    if ((rctl & 0x4_0000) !== 0 && text.slice(24, 28) === '8100') {
      const vlan = parseInt(text.slice(28, 32), 16) & 0xfff;
      if (((this.#vlans[vlan >>> 5] >>> (vlan & 31)) & 1) === 0) return false;
    }
    const to = text.slice(0, 12);
    if (to === STATION || [...this.#addresses.values()].includes(to)) return true;
    if ((parseInt(to.slice(0, 2), 16) & 1) === 0) return (rctl & 0x08) !== 0;
    if (to === 'ffffffffffff' && (rctl & 0x8000) !== 0) return true;
    if ((rctl & 0x10) !== 0) return true;
    return this.#isHashed(to);
  }

  /** Whether the multicast table has the bit of an address. */
  #isHashed(address: ByteText): boolean {
    const upper = parseInt(address.slice(8, 10), 16) + 256 * parseInt(address.slice(10, 12), 16);
    const hash = (upper >>> [4, 3, 2, 0][(this.#rctl >>> 12) & 3]) & 0xfff;
    return ((this.#multicast[hash >>> 5] >>> (hash & 31)) & 1) !== 0;
  }
}

export const I82540EM: OracleDevice = {
  name: '82540em',
  variants: [
    { qemu: 'e1000', properties: 'mitigation=off', create: (ports) => new I82540em(ports) },
  ],
  bars: [{ index: 0, space: 'memory', address: 0xe000_0000 }],
  // 4,000 bytes in segments at 10 Mb/s take 4 ms.
  stepNs: 5_000_000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'reset value of TIPG', spoils: { kind: 'read', bar: 0, offset: 0x410, bit: 1 } },
    { name: 'a bit of TDH', spoils: { kind: 'read', bar: 0, offset: 0x3810, bit: 0 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    {
      name: 'a byte of a frame stored',
      spoils: { kind: 'stored', byteCountMin: 60, byteCountMax: 65536, byteIndex: 13 },
    },
    {
      name: 'the status of a descriptor',
      spoils: { kind: 'stored', byteCountMin: 4, byteCountMax: 8, byteIndex: 0 },
    },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
