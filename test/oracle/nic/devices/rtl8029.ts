/**
 * Programs for the RTL8029AS, QEMU's `ne2k_pci`. Registers: RTL8029AS data sheet LS009.0, section 5;
 * DP8390D data sheet, section 10.
 *
 * Not tried, because QEMU's has no such thing: loopback (it ignores TCR), the overflow of the ring
 * and its recovery, tally counters, another address in PAR than in the PROM, the send packet
 * command, pages 2 and 3 but for PSTART and PSTOP, the FCS behind a packet.
 */
import { Rtl8029 } from '../../../../hardware/nic/rtl8029';
import type { Random } from '../../../../hardware/random';
import type { Width } from '../../../../hardware/ports';
import type { ProgramBuilder } from '../builder';
import { expand, toHex } from '../bytes';
import { MAC_ADDRESS, type OracleDevice } from '../device';
import { DEVIATIONS } from '../deviations/rtl8029';
import type { ByteText } from '../program';
import { frame, lengthOf, multicastHash, pick, STATION } from './frames';

const BAR = 0;
const PAGE_BYTES = 256;
const FIRST_PAGE = 0x40;
const END_PAGE = 0xc0;
/** Pages of a frame of 1,514 bytes. */
const FRAME_PAGES = 6;
const HEADER_BYTES = 4;
const FCS_BYTES = 4;
const DATA = 0x10;
const RESET = 0x1f;
const CAUSES = [0x01, 0x02, 0x40] as const;

class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  #firstRxPage = 0;
  #stopPage = 0;
  #nextPage = 0;
  #rcr = 0;
  #isWord = true;
  readonly #multicast = new Uint8Array(8);

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
  }

  write(length: number): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0001);
    builder.endStep(true);
    this.#readAll('at reset');
    builder.endStep();
    this.#start();
    builder.endStep(true);
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#send()],
      [8, () => this.#receive()],
      [3, () => this.#interrupts()],
      [2, () => this.#remote()],
      [2, () => this.#filters()],
      [1, () => this.#prom()],
      [1, () => this.#stop()],
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

  #read(name: string, port: number, width: Width = 1): void {
    this.#builder.read(BAR, port, width, name);
  }

  #set(port: number, value: number): void {
    this.#builder.write(BAR, port, 1, value);
  }

  #below(limit: number): number {
    return this.#random.below(limit);
  }

  #readAll(when: string): void {
    this.#set(0x00, 0x21);
    for (const [name, port] of PAGE_0) this.#read(`${name} ${when}`, port);
    this.#set(0x00, 0x61);
    this.#read(`CURR ${when}`, 0x07);
    this.#set(0x00, 0x21);
  }

  /** The order of DP8390D 11, initialization procedure. */
  #start(): void {
    // QEMU's reset keeps the mask, which DP8390D 11 clears.
    this.#set(0x00, 0x22);
    this.#set(0x0f, 0x00);
    this.#read('reset port', RESET);
    this.#set(0x00, 0x21);
    this.#isWord = this.#below(3) !== 0;
    this.#set(0x0e, this.#isWord ? 0x49 : 0x48);
    this.#set(0x0a, 0);
    this.#set(0x0b, 0);
    this.#rcr = pick(this.#random, [0x0c, 0x0c, 0x04, 0x08, 0x00, 0x1c]);
    this.#set(0x0c, this.#rcr);
    this.#set(0x0d, 0x00);
    this.#firstRxPage = FIRST_PAGE + FRAME_PAGES * (1 + this.#below(3));
    this.#stopPage = this.#firstRxPage + 20 + this.#below(END_PAGE - this.#firstRxPage - 19);
    this.#set(0x01, this.#firstRxPage);
    this.#set(0x02, this.#stopPage);
    this.#set(0x03, this.#firstRxPage);
    this.#set(0x07, 0xff);
    this.#set(0x0f, 0x00);
    this.#set(0x00, 0x61);
    MAC_ADDRESS.forEach((byte, index) => this.#set(0x01 + index, byte));
    for (let index = 0; index < 8; index++) this.#setMulticast(index);
    this.#nextPage = this.#firstRxPage + 1;
    this.#set(0x07, this.#nextPage);
    this.#read('CURR', 0x07);
    this.#set(0x00, 0x22);
    this.#read('CR', 0x00);
    this.#read('ISR', 0x07);
  }

  #setMulticast(index: number): void {
    this.#multicast[index] = this.#below(256);
    this.#set(0x08 + index, this.#multicast[index]);
  }

  #filters(): void {
    this.#set(0x00, 0x62);
    const index = this.#below(8);
    this.#setMulticast(index);
    this.#read('MAR', 0x08 + index);
    for (let at = 1; at < 7; at++) this.#read('PAR', at);
    this.#set(0x00, 0x22);
    this.#rcr = pick(this.#random, [0x0c, 0x0c, 0x04, 0x08, 0x00, 0x1c]);
    this.#set(0x0c, this.#rcr);
  }

  #interrupts(): void {
    const mask = CAUSES.filter(() => this.#below(2) === 0).reduce((sum, bit) => sum | bit, 0);
    switch (this.#below(3)) {
      case 0:
        this.#set(0x0f, mask);
        break;
      case 1:
        this.#set(0x07, mask);
        break;
      default:
        this.#builder.level();
    }
    this.#read('ISR', 0x07);
  }

  #stop(): void {
    this.#set(0x00, 0x21);
    this.#read('CR', 0x00);
    this.#read('BNRY', 0x03);
    this.#set(0x00, 0x22);
    this.#read('CR', 0x00);
    this.#read('ISR', 0x07);
  }

  #registers(): void {
    this.#set(0x00, 0xa2);
    this.#read('PSTART', 0x01);
    this.#read('PSTOP', 0x02);
    this.#set(0x00, 0x22);
    this.#read('8029ID0', 0x0a);
    this.#read('8029ID1', 0x0b);
    this.#read('RSR', 0x0c);
    this.#read('TSR', 0x04);
  }

  #configuration(): void {
    const builder = this.#builder;
    for (let offset = 0; offset < 0x40; offset += 4)
      builder.readConfig(offset, 4, `configuration ${offset.toString(16).padStart(2, '0')}`);
  }

  #setRemote(address: number, byteCount: number, command: number): void {
    this.#set(0x00, 0x22);
    this.#set(0x08, address & 0xff);
    this.#set(0x09, address >>> 8);
    this.#set(0x0a, byteCount & 0xff);
    this.#set(0x0b, byteCount >>> 8);
    this.#set(0x00, command);
  }

  /** Data port widths that the mode allows. */
  get #width(): Width {
    if (this.#isWord) return this.#below(3) === 0 ? 2 : 4;
    return 1;
  }

  /** `byteCount` is a multiple of the transfer in word mode. */
  #readRemote(address: number, byteCount: number, name: string): void {
    this.#setRemote(address, byteCount, 0x0a);
    let restBytes = byteCount;
    const wide = this.#width;
    while (restBytes > 0) {
      const width = restBytes >= wide ? wide : this.#isWord ? 2 : 1;
      this.#read(name, DATA, width);
      restBytes -= width;
    }
    this.#read('ISR', 0x07);
    this.#set(0x07, 0x40);
  }

  #writeRemote(address: number, text: ByteText): void {
    const bytes = expand(text);
    const unit = this.#isWord ? 2 : 1;
    const byteCount = Math.ceil(bytes.length / unit) * unit;
    this.#setRemote(address, byteCount, 0x12);
    const wide = this.#width;
    for (let at = 0; at < byteCount;) {
      const width = byteCount - at >= wide ? wide : unit;
      let value = 0;
      for (let index = 0; index < width; index++) value += (bytes[at + index] ?? 0) * 256 ** index;
      this.#builder.write(BAR, DATA, width, value);
      at += width;
    }
    this.#read('ISR', 0x07);
    this.#set(0x07, 0x40);
  }

  /** The packet memory, written and read, also over the end of the ring (DP8390D 8). */
  #remote(): void {
    const page = FIRST_PAGE + this.#below(FRAME_PAGES);
    const address = page * PAGE_BYTES + 2 * this.#below(64);
    const byteCount = 2 * (1 + this.#below(16));
    this.#writeRemote(address, `~${this.#below(0x1_0000)}:${byteCount}`);
    this.#readRemote(address, byteCount, 'packet memory');
    this.#read('CRDA0', 0x08);
    this.#read('CRDA1', 0x09);
    if (this.#below(2) === 0) return;
    this.#readRemote(this.#stopPage * PAGE_BYTES - 8, 16, 'end of ring');
    this.#read('CRDA1', 0x09);
  }

  #prom(): void {
    this.#readRemote(0, 12, 'PROM');
    this.#readRemote(12, 20, 'end of PROM');
  }

  #send(): void {
    const to = pick(this.#random, ['ffffffffffff', '01005e000001', '020000000002']);
    const payloadBytes = this.#below(this.#below(4) === 0 ? 1500 : 200);
    const text = frame(to, STATION, 0x88b5, payloadBytes, this.#random);
    this.#writeRemote(FIRST_PAGE * PAGE_BYTES, text);
    const count = 1 + this.#below(2);
    for (let sent = 0; sent < count; sent++) {
      this.#set(0x04, FIRST_PAGE);
      this.#set(0x05, lengthOf(text) & 0xff);
      this.#set(0x06, lengthOf(text) >>> 8);
      this.#set(0x00, 0x26);
      this.#read('CR', 0x00);
      this.#read('TSR', 0x04);
    }
    this.#read('ISR', 0x07);
    if (this.#below(2) === 0) this.#set(0x07, 0x02);
  }

  #receive(): void {
    const count = 1 + this.#below(2);
    for (let received = 0; received < count; received++) {
      const some = Uint8Array.of(this.#below(128), this.#below(256), this.#below(256));
      const destinations = [STATION, STATION, '020000000099', 'ffffffffffff'];
      // QEMU's PRO takes every multicast address, the chip's (DP8390D 10.3) those of the table.
      if ((this.#rcr & 0x10) === 0) destinations.push(`01005e${toHex(some)}`);
      const to = pick(this.#random, destinations);
      const payloadBytes = this.#below(this.#below(4) === 0 ? 1500 : 200);
      const text = frame(to, '020000000001', 0x88b5, payloadBytes, this.#random);
      this.#builder.inject(text);
      this.#take(text);
    }
  }

  /** Reads a packet out of the ring, if the filters let it in, and frees its pages. */
  #take(text: ByteText): void {
    this.#set(0x00, 0x62);
    this.#read('CURR', 0x07);
    this.#set(0x00, 0x22);
    this.#read('ISR', 0x07);
    this.#read('RSR', 0x0c);
    if (!this.#accepts(text)) return;
    const byteCount = lengthOf(text);
    const header = this.#nextPage * PAGE_BYTES;
    this.#readRemote(header, HEADER_BYTES, 'rx header');
    // Of long packets the beginning and the end; in words the FCS may not be touched.
    const wholeBytes = this.#isWord ? byteCount & ~1 : byteCount;
    this.#readRemote(header + HEADER_BYTES, Math.min(wholeBytes, 64), 'rx packet');
    if (wholeBytes > 80) {
      const end = this.#wrap(header + HEADER_BYTES + wholeBytes - 16);
      this.#readRemote(end, 16, 'rx packet');
    }
    const pages = Math.ceil((HEADER_BYTES + byteCount + FCS_BYTES) / PAGE_BYTES);
    this.#nextPage += pages;
    if (this.#nextPage >= this.#stopPage) this.#nextPage -= this.#stopPage - this.#firstRxPage;
    const boundary = this.#nextPage === this.#firstRxPage ? this.#stopPage : this.#nextPage;
    this.#set(0x03, boundary - 1);
    this.#read('BNRY', 0x03);
  }

  #wrap(address: number): number {
    const stop = this.#stopPage * PAGE_BYTES;
    return address >= stop ? address - stop + this.#firstRxPage * PAGE_BYTES : address;
  }

  /** The filters of RCR (DP8390D 10.3). */
  #accepts(text: ByteText): boolean {
    const to = text.slice(0, 12);
    if ((this.#rcr & 0x10) !== 0) return true;
    if (to === 'ffffffffffff') return (this.#rcr & 0x04) !== 0;
    if ((parseInt(to.slice(0, 2), 16) & 1) === 0) return to === STATION;
    const hash = multicastHash(to);
    const isInTable = ((this.#multicast[hash >>> 3] >>> (hash & 7)) & 1) !== 0;
    return (this.#rcr & 0x08) !== 0 && isInTable;
  }
}

/** Page 0 as it reads, but for what changes by itself. */
const PAGE_0: readonly (readonly [string, number])[] = [
  ['CR', 0x00],
  ['BNRY', 0x03],
  ['TSR', 0x04],
  ['NCR', 0x05],
  ['ISR', 0x07],
  ['CRDA0', 0x08],
  ['CRDA1', 0x09],
  ['8029ID0', 0x0a],
  ['8029ID1', 0x0b],
  ['RSR', 0x0c],
];

export const RTL8029: OracleDevice = {
  name: 'rtl8029',
  variants: [{ qemu: 'ne2k_pci', create: (ports) => new Rtl8029(ports) }],
  bars: [{ index: 0, space: 'io', address: 0xc000 }],
  // A frame of 1,514 bytes at 10 Mb/s takes 1.2 ms.
  stepNs: 3_000_000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'a bit of CURR', spoils: { kind: 'read', bar: 0, offset: 0x07, bit: 2 } },
    { name: 'a bit of the data port', spoils: { kind: 'read', bar: 0, offset: 0x10, bit: 3 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
