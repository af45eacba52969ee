/**
 * Programs for the RTL8139C, QEMU's `rtl8139`. Register offsets: RTL8139C(L) data sheet, chapter 6.
 *
 * Not tried, because QEMU's is an RTL8139C+ in its older mode, and simpler: the timer (TCTR,
 * TimerInt), a ring without room, which it holds frames for, descriptors out of turn, the PHY's
 * registers after a write, frames shorter than the shortest, early reception.
 */
import { Rtl8139 } from '../../../../hardware/nic/rtl8139';
import type { Random } from '../../../../hardware/random';
import type { Width } from '../../../../hardware/ports';
import type { ProgramBuilder } from '../builder';
import { toHex } from '../bytes';
import type { OracleDevice } from '../device';
import { DEVIATIONS } from '../deviations/rtl8139';
import type { ByteText } from '../program';
import { frame, lengthOf, multicastHash, pick, STATION } from './frames';

const RX_RING = 0x10_0000;
const TX_BUFFERS = 0x13_0000;
const TX_BUFFER_STRIDE = 0x2000;
const HEADER_BYTES = 4;
const FCS_BYTES = 4;
const CAPR_LAG_BYTES = 16;
/** AB, AM, APM and AAP of RCR; with AAP QEMU takes broadcasts too, whatever AB says. */
const FILTERS = [0x0e, 0x0e, 0x0a, 0x06, 0x02, 0x0f] as const;
const CAUSES = [0x0001, 0x0004] as const;

/** What is read before anything is written: name, offset, width. */
const RESET_REGISTERS: readonly (readonly [string, number, Width])[] = [
  ['IDR0', 0x00, 4],
  ['IDR4', 0x04, 1],
  ['IDR5', 0x05, 1],
  ['TSD', 0x10, 4],
  ['TSD', 0x1c, 4],
  ['TSAD0', 0x20, 4],
  ['RBSTART', 0x30, 4],
  ['CR', 0x37, 1],
  ['CAPR', 0x38, 2],
  ['CBR', 0x3a, 2],
  ['IMR', 0x3c, 2],
  ['ISR', 0x3e, 2],
  ['TCR', 0x40, 4],
  ['RCR', 0x44, 4],
  ['MPC', 0x4c, 4],
  ['9346CR', 0x50, 1],
  ['CONFIG0', 0x51, 1],
  ['CONFIG1', 0x52, 1],
  ['MSR', 0x58, 1],
  ['CONFIG3', 0x59, 1],
  ['CONFIG4', 0x5a, 1],
  ['MULINT', 0x5c, 2],
  ['TSAD', 0x60, 2],
  ['BMCR', 0x62, 2],
  ['BMSR', 0x64, 2],
  ['ANAR', 0x66, 2],
  ['ANLPAR', 0x68, 2],
  ['ANER', 0x6a, 2],
  ['CSCR', 0x74, 2],
];

class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  /** I/O or memory: both windows show the same. */
  readonly #bar: number;
  #descriptor = 0;
  #rcr = 0;
  #offset = 0;
  readonly #multicast = new Uint8Array(8);

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
    this.#bar = random.below(2);
  }

  write(length: number): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0007);
    builder.endStep(true);
    for (const [name, offset, width] of RESET_REGISTERS)
      this.#read(`${name} at reset`, offset, width);
    builder.endStep();
    this.#start();
    builder.endStep(true);
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#send()],
      [8, () => this.#receive()],
      [3, () => this.#interrupts()],
      [2, () => this.#filters()],
      [1, () => this.#loopback()],
      [1, () => this.#eeprom()],
      [1, () => this.#registers()],
      [1, () => this.#configuration()],
      [1, () => this.#restart()],
    ];
    const deck = steps.flatMap(([weight, step]) => Array<() => void>(weight).fill(step));
    for (let done = 0; done < length; done++) {
      pick(this.#random, deck)();
      builder.endStep();
    }
  }

  #read(name: string, offset: number, width: Width): void {
    this.#builder.read(this.#bar, offset, width, name);
  }

  #write(offset: number, width: Width, value: number): void {
    this.#builder.write(this.#bar, offset, width, value);
  }

  #below(limit: number): number {
    return this.#random.below(limit);
  }

  /** As drivers start it: reset, addresses, CR, RCR, TCR. */
  #start(): void {
    this.#write(0x37, 1, 0x10);
    this.#read('CR', 0x37, 1);
    this.#write(0x30, 4, RX_RING);
    this.#write(0x37, 1, 0x0c);
    this.#descriptor = 0;
    this.#offset = 0;
    this.#receiveControl();
    this.#write(0x40, 4, 0x0300_0000 + 0x100 * this.#below(8));
    this.#read('TCR', 0x40, 4);
    this.#setMulticast();
  }

  #restart(): void {
    this.#start();
    this.#read('ISR', 0x3e, 2);
    this.#read('IMR', 0x3c, 2);
    this.#read('TSD', 0x10, 4);
    this.#read('CBR', 0x3a, 2);
  }

  /** RBLEN stays what it is while there is anything in the ring. */
  #receiveControl(): void {
    const filters = pick(this.#random, FILTERS);
    const wrap = this.#below(2) * 0x80;
    const length = this.#below(3) * 0x800;
    this.#rcr = filters | wrap | length | 0xe700;
    this.#write(0x44, 4, this.#rcr);
    this.#read('RCR', 0x44, 4);
  }

  #setMulticast(): void {
    for (let index = 0; index < 8; index += 4) this.#writeMulticast(index);
  }

  #writeMulticast(index: number): void {
    const value = this.#random.nextUint32();
    for (let byte = 0; byte < 4; byte++) this.#multicast[index + byte] = value >>> (8 * byte);
    this.#write(0x08 + index, 4, value);
    this.#read('MAR', 0x08 + index, 4);
  }

  #filters(): void {
    if (this.#below(2) === 0) this.#writeMulticast(4 * this.#below(2));
    else {
      const modes = pick(this.#random, FILTERS);
      // A write of RCR sets QEMU's ring back, so that it comes with a new start.
      this.#write(0x37, 1, 0x04);
      this.#rcr = (this.#rcr & ~0x0f) | modes;
      this.#write(0x44, 4, this.#rcr);
      this.#write(0x37, 1, 0x0c);
      this.#offset = 0;
      this.#read('CBR', 0x3a, 2);
      this.#read('CAPR', 0x38, 2);
    }
  }

  #interrupts(): void {
    const mask = CAUSES.filter(() => this.#below(2) === 0).reduce((sum, bit) => sum | bit, 0);
    switch (this.#below(3)) {
      case 0:
        this.#write(0x3c, 2, mask);
        this.#read('IMR', 0x3c, 2);
        break;
      case 1:
        this.#write(0x3e, 2, mask);
        this.#read('ISR', 0x3e, 2);
        break;
      default:
        this.#read('ISR', 0x3e, 2);
        this.#builder.level();
    }
  }

  #send(): void {
    const count = 1 + this.#below(5);
    for (let sent = 0; sent < count; sent++) {
      const to = pick(this.#random, ['ffffffffffff', '01005e000001', '020000000002']);
      this.#sendFrame(frame(to, STATION, 0x88b5, this.#below(1500), this.#random));
    }
    if (this.#below(2) === 0) this.#read('ISR', 0x3e, 2);
    if (this.#below(2) === 0) this.#read('TSAD', 0x60, 2);
  }

  #sendFrame(text: ByteText): void {
    const index = this.#descriptor;
    const address = TX_BUFFERS + TX_BUFFER_STRIDE * index + 4 * this.#below(16);
    this.#builder.put(address, text);
    this.#write(0x20 + 4 * index, 4, address);
    const threshold = this.#below(0x40) << 16;
    this.#write(0x10 + 4 * index, 4, threshold | lengthOf(text));
    this.#read('TSD', 0x10 + 4 * index, 4);
    this.#descriptor = (index + 1) % 4;
  }

  #receive(): void {
    const count = 1 + this.#below(3);
    for (let received = 0; received < count; received++) {
      // With RCR.AAP QEMU takes every multicast frame, the chip those of the table.
      const isOpen = (this.#rcr & 0x01) !== 0;
      const own = [STATION, STATION, 'ffffffffffff', '020000000099'];
      const destinations = [
        ...own,
        isOpen
          ? STATION
          : `01005e${toHex(Uint8Array.of(this.#below(128), this.#below(256), this.#below(256)))}`,
      ];
      const to = pick(this.#random, destinations);
      const text = frame(to, '020000000001', 0x88b5, this.#below(1500), this.#random);
      this.#builder.inject(text);
      this.#take(text);
    }
    if (this.#below(2) === 0) this.#read('ISR', 0x3e, 2);
  }

  /** Reads a packet out of the ring, if the filters let it in, and frees its place. */
  #take(text: ByteText): void {
    this.#read('CR', 0x37, 1);
    this.#read('CBR', 0x3a, 2);
    if (!this.#accepts(text)) return;
    const ringBytes = 0x2000 << ((this.#rcr >>> 11) & 3);
    const isOpen = (this.#rcr & 0x01) !== 0;
    const header = isOpen ? 'rx header in promiscuous mode' : 'rx header';
    this.#builder.check(RX_RING + this.#offset, HEADER_BYTES, header);
    const byteCount = lengthOf(text) + FCS_BYTES;
    const start = this.#offset + HEADER_BYTES;
    const isLinear = (this.#rcr & 0x80) !== 0;
    const firstBytes = isLinear ? byteCount : Math.max(Math.min(byteCount, ringBytes - start), 0);
    if (firstBytes > 0) this.#builder.check(RX_RING + start, firstBytes, 'rx packet');
    const restBytes = byteCount - firstBytes;
    if (restBytes > 0)
      this.#builder.check(RX_RING + (start + firstBytes - ringBytes), restBytes, 'rx packet');
    this.#offset = (this.#offset + HEADER_BYTES + ((byteCount + 3) & ~3)) % ringBytes;
    this.#write(0x38, 2, (this.#offset - CAPR_LAG_BYTES) & 0xffff);
    this.#read('CAPR', 0x38, 2);
    this.#read('CR', 0x37, 1);
  }

  /** The filters of 6.8. */
  #accepts(text: ByteText): boolean {
    const rcr = this.#rcr;
    const to = text.slice(0, 12);
    if ((rcr & 0x01) !== 0) return true;
    if (to === 'ffffffffffff') return (rcr & 0x08) !== 0;
    if ((parseInt(to.slice(0, 2), 16) & 1) === 0) return to === STATION && (rcr & 0x02) !== 0;
    const hash = multicastHash(to);
    return (rcr & 0x04) !== 0 && ((this.#multicast[hash >>> 3] >>> (hash & 7)) & 1) !== 0;
  }

  /** TCR.LBK: frames come in again (6.7). */
  #loopback(): void {
    this.#write(0x40, 4, 0x0306_0700);
    const text = frame(STATION, STATION, 0x88b5, this.#below(600), this.#random);
    this.#sendFrame(text);
    this.#take(text);
    this.#write(0x40, 4, 0x0300_0700);
    this.#read('TCR', 0x40, 4);
  }

  /** A word of the 93C46 over its wires (6.9): the station address is in words 7 to 9. */
  #eeprom(): void {
    const word = 7 + this.#below(3);
    this.#write(0x50, 1, 0x80);
    this.#write(0x50, 1, 0x88);
    const clock = (bit: number, reads: boolean) => {
      this.#write(0x50, 1, 0x88 | (bit << 1));
      this.#write(0x50, 1, 0x8c | (bit << 1));
      if (reads) this.#read('9346CR', 0x50, 1);
    };
    const command = 0b110_000000 | word;
    for (let bit = 8; bit >= 0; bit--) clock((command >>> bit) & 1, false);
    for (let bit = 0; bit < 16; bit++) clock(0, true);
    this.#write(0x50, 1, 0x80);
    this.#write(0x50, 1, 0x00);
  }

  #registers(): void {
    switch (this.#below(4)) {
      case 0:
        this.#write(0x5c, 2, this.#below(0x1000));
        this.#read('MULINT', 0x5c, 2);
        break;
      case 1: {
        const index = this.#below(4);
        this.#write(0x20 + 4 * index, 4, TX_BUFFERS + 4 * this.#below(0x400));
        this.#read('TSADn', 0x20 + 4 * index, 4);
        break;
      }
      case 2:
        this.#read('RBSTART', 0x30, 4);
        this.#read('MPC', 0x4c, 4);
        break;
      default:
        for (let index = 0; index < 6; index++) this.#read('IDR', index, 1);
    }
  }

  #configuration(): void {
    const builder = this.#builder;
    if (this.#below(2) === 0) {
      builder.writeConfig(0x3c, 1, this.#below(256));
      builder.readConfig(0x3c, 1, 'Interrupt Line');
      return;
    }
    for (let offset = 0; offset < 0x40; offset += 4)
      builder.readConfig(offset, 4, `configuration ${offset.toString(16).padStart(2, '0')}`);
  }
}

export const RTL8139: OracleDevice = {
  name: 'rtl8139',
  variants: [{ qemu: 'rtl8139', create: (ports) => new Rtl8139(ports) }],
  bars: [
    { index: 0, space: 'io', address: 0xc000 },
    { index: 1, space: 'memory', address: 0xe000_0000 },
  ],
  // Four frames of 1,514 bytes at 100 Mb/s take half a millisecond.
  stepNs: 2_000_000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'a bit of TSD0', spoils: { kind: 'read', bar: 0, offset: 0x10, bit: 15 } },
    { name: 'a bit of CBR', spoils: { kind: 'read', bar: 1, offset: 0x3a, bit: 2 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    {
      name: 'a byte of a packet stored',
      spoils: { kind: 'stored', byteCountMin: 30, byteCountMax: 65536, byteIndex: 13 },
    },
    {
      name: 'the header of a packet',
      spoils: { kind: 'stored', byteCountMin: 4, byteCountMax: 65536, byteIndex: 2 },
    },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
