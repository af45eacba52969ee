/**
 * Programs for the Am79C970A, QEMU's `pcnet`. Am79C970A data sheet (publication 19436): Control and
 * Status Registers, Bus Configuration Registers, Initialization Block, descriptors.
 *
 * Not tried, because QEMU's has no such thing or depends on its timer: polling for descriptors
 * (CSR4.DPOLL is set, CSR0.TDMD asks), a ring without a free descriptor, frames of more than three
 * buffers, collisions and other errors, the EEPROM, padding and stripping, loopback.
 */
import { PcnetPci } from '../../../../hardware/nic/pcnet';
import type { Width } from '../../../../hardware/ports';
import type { Random } from '../../../../hardware/random';
import { little, type ProgramBuilder } from '../builder';
import { toHex } from '../bytes';
import type { OracleDevice } from '../device';
import { DEVIATIONS } from '../deviations/pcnet';
import type { ByteText } from '../program';
import { addressCrc, frame, lengthOf, pick, STATION } from './frames';

const INIT_BLOCK = 0x10_0000;
const TX_RING = 0x10_1000;
const RX_RING = 0x10_2000;
const RX_BUFFERS = 0x11_0000;
const RX_BUFFER_STRIDE = 0x800;
const TX_BUFFERS = 0x18_0000;
const TX_BUFFERS_END = 0x20_0000;
const APROM_BYTES = 16;
const FCS_BYTES = 4;
const [INIT, STRT, STOP, TDMD, IENA] = [0x01, 0x02, 0x04, 0x08, 0x40];
/** The status byte of a descriptor. */
const [OWN, STP, ENP] = [0x80, 0x02, 0x01];
/** CSR4: DMAPLUS, DPOLL, and all masks. */
const FEATURES = 0x5115;
const PROM = 0x8000;
const DRCVBC = 0x4000;
const DRCVPA = 0x2000;

const RESET_CSRS = [0, 3, 4, 5, 15, 58, 76, 78, 80, 88, 89] as const;
const RESET_BCRS = [2, 4, 5, 6, 7, 9, 18, 19, 20] as const;

interface Ring {
  count: number;
  next: number;
}

class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  readonly #bar: number;
  readonly #isWide: boolean;
  #style = 0;
  #mode = 0;
  #rx: Ring = { count: 1, next: 0 };
  #tx: Ring = { count: 1, next: 0 };
  #bufferBytes = 0;
  #txBuffer = TX_BUFFERS;
  readonly #multicast = new Uint8Array(8);

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
    this.#bar = random.below(2);
    this.#isWide = random.below(2) === 0;
  }

  write(length: number): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0007);
    // A doubleword to RDP makes the window one of doublewords (I/O Resources).
    if (this.#isWide) builder.write(this.#bar, 0x10, 4, 0);
    builder.endStep(true);
    for (const number of RESET_CSRS) this.#readCsr(number, `CSR${number} at reset`);
    for (const number of RESET_BCRS) this.#readBcr(number, `BCR${number} at reset`);
    this.#aprom();
    builder.endStep();
    this.#start();
    builder.endStep(true);
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#send()],
      [8, () => this.#receive()],
      [3, () => this.#interrupts()],
      [2, () => this.#registers()],
      [1, () => this.#aprom()],
      [1, () => this.#configuration()],
      [2, () => this.#restart()],
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

  get #width(): Width {
    return this.#isWide ? 4 : 2;
  }

  /** RDP, RAP, the Reset Register and BDP, in this order. */
  #port(index: number): number {
    return 0x10 + index * (this.#isWide ? 4 : 2);
  }

  #select(number: number): void {
    this.#builder.write(this.#bar, this.#port(1), this.#width, number);
  }

  #readCsr(number: number, place = `CSR${number}`): void {
    this.#select(number);
    this.#builder.read(this.#bar, this.#port(0), this.#width, place);
  }

  #writeCsr(number: number, value: number): void {
    this.#select(number);
    this.#builder.write(this.#bar, this.#port(0), this.#width, value);
  }

  #readBcr(number: number, place = `BCR${number}`): void {
    this.#select(number);
    this.#builder.read(this.#bar, this.#port(3), this.#width, place);
  }

  #writeBcr(number: number, value: number): void {
    this.#select(number);
    this.#builder.write(this.#bar, this.#port(3), this.#width, value);
  }

  #aprom(): void {
    const width = pick(this.#random, this.#isWide ? [4] : [1, 2]) as Width;
    for (let offset = 0; offset < APROM_BYTES; offset += width)
      this.#builder.read(this.#bar, offset, width, offset < 6 ? 'APROM' : 'end of APROM');
  }

  /** Reset, software style, rings, initialization block, INIT, STRT. */
  #start(): void {
    const builder = this.#builder;
    builder.read(this.#bar, this.#port(2), this.#width, 'Reset Register');
    // QEMU is back to words then; the chip stays as it was but for an H_RESET (BCR18, DWIO).
    if (this.#isWide) builder.write(this.#bar, 0x10, 4, 0);
    this.#readCsr(0);
    this.#style = pick(this.#random, [0, 2, 2, 3]);
    this.#writeBcr(20, this.#style);
    this.#readBcr(20);
    this.#readCsr(58);
    this.#writeCsr(4, FEATURES);
    this.#writeCsr(3, 0);
    const rlen = 2 + this.#below(4);
    const tlen = 3 + this.#below(3);
    this.#rx = { count: 1 << rlen, next: 0 };
    this.#tx = { count: 1 << tlen, next: 0 };
    this.#bufferBytes = pick(this.#random, [512, 1024, 1536, 1536, 2048]);
    for (let index = 0; index < this.#rx.count; index++) this.#giveReceive(index);
    builder.fill(TX_RING, 16 * this.#tx.count, 0);
    this.#mode = pick(this.#random, [0, 0, 0, PROM, DRCVBC, DRCVPA]);
    this.#putInitBlock(rlen, tlen);
    this.#writeCsr(1, INIT_BLOCK & 0xffff);
    this.#writeCsr(2, INIT_BLOCK >>> 16);
    this.#readCsr(1);
    this.#readCsr(16);
    this.#writeCsr(0, INIT);
    this.#readCsr(0);
    this.#writeCsr(0, 0x0100 | STRT);
    this.#readCsr(0);
    this.#readCsr(15);
  }

  #putInitBlock(rlen: number, tlen: number): void {
    const builder = this.#builder;
    for (let index = 0; index < 8; index++) this.#multicast[index] = this.#below(256);
    const ladrf = toHex(this.#multicast);
    if (this.#style === 0) {
      const rings = little([RX_RING + rlen * 2 ** 29, 4], [TX_RING + tlen * 2 ** 29, 4]);
      builder.put(INIT_BLOCK, little([this.#mode, 2]) + STATION + ladrf + rings);
    } else {
      const head = little([this.#mode, 2], [rlen << 4, 1], [tlen << 4, 1]);
      const rings = little([RX_RING, 4], [TX_RING, 4]);
      builder.put(INIT_BLOCK, `${head}${STATION}0000${ladrf}${rings}`);
    }
  }

  get #descriptorBytes(): number {
    return this.#style === 0 ? 8 : 16;
  }

  #putDescriptor(address: number, buffer: number, byteCount: number, status: number): void {
    const count = 0x1_0000 - byteCount;
    const text = {
      0: () => little([buffer, 3], [status, 1], [count, 2], [0, 2]),
      2: () => little([buffer, 4], [count, 2], [0, 1], [status, 1], [0, 4], [0, 4]),
      3: () => little([0, 4], [count, 2], [0, 1], [status, 1], [buffer, 4], [0, 4]),
    }[this.#style as 0 | 2 | 3]();
    this.#builder.put(address, text);
  }

  #giveReceive(index: number): void {
    const buffer = RX_BUFFERS + RX_BUFFER_STRIDE * index;
    const address = RX_RING + this.#descriptorBytes * index;
    this.#putDescriptor(address, buffer, this.#bufferBytes, OWN);
  }

  /** STOP, then all anew; or only STOP and a look at what it leaves. */
  #restart(): void {
    this.#writeCsr(0, STOP);
    this.#readCsr(0, 'CSR0 after STOP');
    this.#readCsr(4);
    this.#start();
  }

  #interrupts(): void {
    switch (this.#below(4)) {
      case 0:
        this.#writeCsr(0, IENA);
        this.#readCsr(0);
        break;
      case 1:
        this.#writeCsr(0, 0x7f00 | (IENA * this.#below(2)));
        this.#readCsr(0);
        break;
      case 2:
        this.#writeCsr(3, pick(this.#random, [0, 0x0400, 0x0200, 0x0600]));
        this.#readCsr(3);
        break;
      default:
        this.#readCsr(0);
        this.#builder.level();
    }
  }

  #registers(): void {
    switch (this.#below(3)) {
      case 0:
        for (const number of [8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 30, 31]) this.#readCsr(number);
        break;
      case 1:
        this.#readCsr(76);
        this.#readCsr(78);
        this.#readCsr(80);
        this.#readCsr(112);
        break;
      default:
        this.#readCsr(88);
        this.#readCsr(89);
    }
  }

  #configuration(): void {
    const builder = this.#builder;
    for (let offset = 0; offset < 0x40; offset += 4)
      builder.readConfig(offset, 4, `configuration ${offset.toString(16).padStart(2, '0')}`);
  }

  /** Frames of one to three buffers, and TDMD behind them. */
  #send(): void {
    const packets = 1 + this.#below(2);
    const written: number[] = [];
    for (let packet = 0; packet < packets; packet++) {
      const to = pick(this.#random, ['ffffffffffff', '01005e000001', '020000000002']);
      const text = frame(to, STATION, 0x88b5, this.#below(1500), this.#random);
      written.push(...this.#putFrame(text));
    }
    const enable = this.#below(2) * IENA;
    this.#writeCsr(0, TDMD | enable);
    for (const index of written)
      this.#builder.check(
        TX_RING + this.#descriptorBytes * index,
        this.#descriptorBytes,
        `tx descriptor of style ${this.#style}`,
      );
    if (this.#below(2) === 0) this.#readCsr(0);
  }

  #putFrame(text: ByteText): number[] {
    const byteCount = lengthOf(text);
    if (this.#txBuffer + byteCount > TX_BUFFERS_END) this.#txBuffer = TX_BUFFERS;
    const start = this.#txBuffer;
    this.#txBuffer += (byteCount + 0xf) & ~0xf;
    this.#builder.put(start, text);
    const pieces = 1 + this.#below(3);
    const written: number[] = [];
    let offset = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const isLast = piece === pieces - 1;
      const restBytes = byteCount - offset;
      const share = isLast ? restBytes : 16 + this.#below(Math.floor(restBytes / 2) - 8);
      const status = OWN | (piece === 0 ? STP : 0) | (isLast ? ENP : 0);
      const index = this.#tx.next;
      const address = TX_RING + this.#descriptorBytes * index;
      this.#putDescriptor(address, start + offset, share, status);
      written.push(index);
      this.#tx.next = (index + 1) % this.#tx.count;
      offset += share;
    }
    return written;
  }

  #receive(): void {
    const count = 1 + this.#below(2);
    for (let received = 0; received < count; received++) {
      const some = Uint8Array.of(this.#below(128), this.#below(256), this.#below(256));
      const multicast = `01005e${toHex(some)}`;
      const destinations = [STATION, STATION, '020000000099', multicast];
      // With CSR15.DRCVBC QEMU takes none, the chip those that the hash lets in.
      if ((this.#mode & DRCVBC) === 0) destinations.push('ffffffffffff');
      const to = pick(this.#random, destinations);
      const text = frame(to, '020000000001', 0x88b5, this.#below(1500), this.#random);
      this.#builder.inject(text);
      this.#take(text);
    }
    if (this.#below(2) === 0) this.#readCsr(0);
  }

  /** Looks at the buffers of a frame, if the filters let it in, and gives them back. */
  #take(text: ByteText): void {
    const builder = this.#builder;
    const frameBytes = lengthOf(text);
    const isOpen = (this.#mode & PROM) !== 0 ? ' in promiscuous mode' : '';
    let storedBytes = this.#accepts(text) ? frameBytes + FCS_BYTES : 0;
    let dataBytes = frameBytes;
    while (storedBytes > 0) {
      const index = this.#rx.next;
      const name = storedBytes <= this.#bufferBytes ? 'last rx descriptor' : 'rx descriptor';
      const place = `${name} of style ${this.#style}${isOpen}`;
      const size = this.#descriptorBytes;
      builder.check(RX_RING + size * index, size, place);
      const partBytes = Math.min(dataBytes, this.#bufferBytes);
      if (partBytes > 0)
        builder.check(RX_BUFFERS + RX_BUFFER_STRIDE * index, partBytes, 'rx buffer');
      this.#giveReceive(index);
      this.#rx.next = (index + 1) % this.#rx.count;
      dataBytes -= partBytes;
      storedBytes -= this.#bufferBytes;
    }
  }

  /** Address Matching, and CSR15. */
  #accepts(text: ByteText): boolean {
    const to = text.slice(0, 12);
    if ((this.#mode & PROM) !== 0) return true;
    if ((parseInt(to.slice(0, 2), 16) & 1) === 0)
      return to === STATION && (this.#mode & DRCVPA) === 0;
    if (to === 'ffffffffffff' && (this.#mode & DRCVBC) === 0) return true;
    const hash = addressFilterBit(to);
    return ((this.#multicast[hash >>> 3] >>> (hash & 7)) & 1) !== 0;
  }
}

/** The six bits shifted in last, the last one lowest (CSR8 to CSR11). */
function addressFilterBit(address: ByteText): number {
  let bits = addressCrc(address);
  let reversed = 0;
  for (let bit = 0; bit < 6; bit++) {
    reversed = (reversed << 1) | (bits & 1);
    bits >>>= 1;
  }
  return reversed;
}

export const PCNET: OracleDevice = {
  name: 'pcnet',
  variants: [{ qemu: 'pcnet', create: (ports) => new PcnetPci(ports) }],
  bars: [
    { index: 0, space: 'io', address: 0xc000 },
    { index: 1, space: 'memory', address: 0xe000_0000 },
  ],
  // Two frames of 1,514 bytes at 10 Mb/s take 2.5 ms.
  stepNs: 4_000_000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'a bit of RDP', spoils: { kind: 'read', bar: 0, offset: 0x10, bit: 5 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    {
      name: 'a byte of a frame stored',
      spoils: { kind: 'stored', byteCountMin: 30, byteCountMax: 65536, byteIndex: 13 },
    },
    {
      name: 'the status of a descriptor',
      spoils: { kind: 'stored', byteCountMin: 2, byteCountMax: 4, byteIndex: 1 },
    },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
