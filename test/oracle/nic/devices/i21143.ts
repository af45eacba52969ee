/**
 * Programs for the 21143, QEMU's `tulip`. Registers and descriptors: 21143 HRM, by name.
 *
 * Not tried, because QEMU's does something simpler or nothing: hash and inverse filtering, the timer,
 * SIA and NWay, the PHY, whose first bit it loses, external loopback, padding, runts, frames that
 * find no descriptor, which it holds, second sizes in a chain, which it takes for buffers.
 */
import { I21143 } from '../../../../hardware/nic/i21143';
import type { Random } from '../../../../hardware/random';
import { little, type ProgramBuilder } from '../builder';
import { toHex } from '../bytes';
import type { OracleDevice } from '../device';
import { DEVIATIONS } from '../deviations/i21143';
import type { ByteText } from '../program';
import { frame, lengthOf, pick, STATION } from './frames';

const RX_LIST = 0x10_0000;
const TX_LIST = 0x10_1000;
const SETUP = 0x10_2000;
const RX_BUFFERS = 0x11_0000;
const TX_BUFFERS = 0x13_0000;
const TX_BUFFER_STRIDE = 0x1000;
const RX_COUNT = 16;
const RX_STRIDE = 0x800;
const TX_COUNT = 16;
const FCS_BYTES = 4;

const OWN = 0x8000_0000;
const [END, CHAINED] = [0x0200_0000, 0x0100_0000];
const [IC, LS, FS, SET] = [0x8000_0000, 0x4000_0000, 0x2000_0000, 0x0800_0000];
/** PS and SF. */
const MODE = 0x0224_0000;
/** Bits that read as one, which drivers write back or leave to the chip. */
const ONES_6 = 0x3200_0000;
const ONES_9 = 0xfff0_8300;
const [SR, ST, PR, PM, INTERNAL] = [0x2, 0x2000, 0x40, 0x80, 0x400];
/** Of CSR5: all that a 1 clears. */
const CAUSES = 0x0c01_ffff;
/** NIS with RI, TI, or both. */
const MASKS = [0, 0x1_0041, 0x1_0041, 0x1_0040, 0x1_0001, 0x41];
const BROADCAST = 'ffffffffffff';
const GROUP = '01005e000005';
const OTHER = '020000000099';

/** How the receive list lies in memory. */
interface Layout {
  readonly isChain: boolean;
  /** Longwords between two descriptors of a ring (CSR0). */
  readonly skip: number;
  readonly bytes1: number;
  readonly bytes2: number;
}

const LAYOUTS: readonly Layout[] = [
  { isChain: false, skip: 0, bytes1: 1536, bytes2: 0 },
  { isChain: false, skip: 4, bytes1: 1024, bytes2: 768 },
  { isChain: false, skip: 0, bytes1: 128, bytes2: 256 },
  { isChain: true, skip: 0, bytes1: 1536, bytes2: 0 },
  { isChain: true, skip: 0, bytes1: 512, bytes2: 0 },
];

class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  /** I/O or memory: both windows show the same. */
  readonly #bar: number;
  #layout = LAYOUTS[0];
  #mode = 0;
  #rxIndex = 0;
  #txIndex = 0;

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
    this.#bar = random.below(2);
  }

  write(length: number): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0007);
    builder.endStep(true);
    for (let csr = 0; csr < 16; csr++) this.#read(csr, `CSR${csr} at reset`);
    builder.endStep();
    this.#start();
    builder.endStep(true);
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#send()],
      [8, () => this.#receive()],
      [3, () => this.#interrupts()],
      [2, () => this.#filters()],
      [2, () => this.#loopback()],
      [1, () => this.#stop()],
      [1, () => this.#srom()],
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

  #read(csr: number, name = `CSR${csr}`): void {
    this.#builder.read(this.#bar, 8 * csr, 4, name);
  }

  #write(csr: number, value: number): void {
    this.#builder.write(this.#bar, 8 * csr, 4, value);
  }

  /** As drivers start it: reset, lists, the filter, then both processes. */
  #start(): void {
    this.#write(0, 1);
    this.#read(0, 'CSR0 after a reset');
    this.#read(5);
    this.#read(6, 'CSR6 after a reset');
    this.#layout = pick(this.#random, LAYOUTS);
    this.#write(0, (this.#layout.skip << 2) | (pick(this.#random, [0x0, 0x8, 0x20]) << 8));
    this.#read(0);
    this.#rxIndex = 0;
    this.#txIndex = 0;
    for (let index = 0; index < RX_COUNT; index++) this.#describeRx(index);
    for (let index = 0; index < TX_COUNT; index++) this.#describeTx(index, 0, 0, 0, 0);
    this.#write(3, RX_LIST);
    this.#write(4, TX_LIST);
    this.#read(3);
    this.#read(4);
    this.#write(7, pick(this.#random, MASKS));
    this.#setMode(MODE | ST);
    this.#setup();
    this.#setMode(MODE | ST | SR);
  }

  /** QEMU tells of a suspended process anew at each write of CSR6: what it tells is taken back. */
  #setMode(mode: number): void {
    this.#mode = mode;
    this.#write(6, mode | (this.#below(4) === 0 ? 0 : ONES_6));
    this.#write(5, CAUSES);
    this.#read(6);
    this.#read(5);
  }

  get #rxStrideBytes(): number {
    return 16 + 4 * this.#layout.skip;
  }

  #rxAddress(index: number): number {
    return RX_LIST + (index % RX_COUNT) * this.#rxStrideBytes;
  }

  #describeRx(index: number): void {
    const { isChain, bytes1, bytes2 } = this.#layout;
    const end = !isChain && index === RX_COUNT - 1 ? END : 0;
    const control = (isChain ? CHAINED : end) | (bytes2 << 11) | bytes1;
    const buffer = RX_BUFFERS + index * RX_STRIDE;
    const second = isChain ? this.#rxAddress(index + 1) : buffer + bytes1;
    const words = little([OWN, 4], [control, 4], [buffer, 4], [second, 4]);
    this.#builder.put(this.#rxAddress(index), words);
  }

  /** The transmit list is a ring with the same skip. */
  #txAddress(index: number): number {
    return TX_LIST + (index % TX_COUNT) * this.#rxStrideBytes;
  }

  #describeTx(index: number, status: number, control: number, first: number, second: number): void {
    const end = index % TX_COUNT === TX_COUNT - 1 ? END : 0;
    const words = little([status, 4], [(control | end) >>> 0, 4], [first, 4], [second, 4]);
    this.#builder.put(this.#txAddress(index), words);
  }

  /** Hands over a setup frame: station, broadcast, and now and then a group. */
  #setup(): void {
    const addresses = [STATION, BROADCAST, ...(this.#below(2) === 0 ? [GROUP] : [])];
    let table = '';
    for (let entry = 0; entry < 16; entry++) {
      const address = addresses[Math.min(entry, addresses.length - 1)];
      for (let at = 0; at < 12; at += 4) table += `${address.slice(at, at + 4)}0000`;
    }
    this.#hasGroup = addresses.includes(GROUP);
    this.#builder.put(SETUP, table);
    const control = SET | 192 | (this.#below(2) === 0 ? IC : 0);
    this.#describeTx(this.#txIndex, OWN, control, SETUP, 0);
    this.#write(1, 1);
    this.#builder.check(this.#txAddress(this.#txIndex), 4, 'TDES0');
    this.#txIndex++;
    this.#read(5);
  }
  #hasGroup = false;

  #filters(): void {
    if (this.#below(2) === 0) this.#setup();
    else this.#setMode(MODE | ST | SR | pick(this.#random, [0, PR, PM, PR | PM]));
  }

  #interrupts(): void {
    switch (this.#below(3)) {
      case 0:
        this.#write(7, pick(this.#random, MASKS));
        this.#read(7);
        break;
      case 1:
        this.#write(5, pick(this.#random, [0x1, 0x40, 0x4, 0x41, CAUSES]));
        this.#read(5);
        break;
      default:
        this.#read(5);
        this.#builder.level();
    }
  }

  #send(): void {
    for (let count = 1 + this.#below(4); count > 0; count--) {
      const to = pick(this.#random, [BROADCAST, GROUP, '020000000002']);
      this.#sendFrame(frame(to, STATION, 0x88b5, this.#below(1500), this.#random));
    }
    if (this.#below(2) === 0) this.#read(5);
  }

  /** In one buffer, in the two of a descriptor, or over several descriptors. */
  #sendFrame(text: ByteText): void {
    const buffer = TX_BUFFERS + TX_BUFFER_STRIDE * (this.#txIndex % TX_COUNT) + this.#below(4);
    this.#builder.put(buffer, text);
    const totalBytes = lengthOf(text);
    const pieces = 1 + this.#below(3);
    const ic = this.#below(2) === 0 ? IC : 0;
    const first = this.#txIndex;
    let offset = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const isLast = piece === pieces - 1;
      const rest = totalBytes - offset;
      const bytes = isLast ? rest : 1 + this.#below(Math.max(1, rest - pieces));
      const bytes1 = 1 + this.#below(bytes);
      const bytes2 = bytes - bytes1;
      const flags = (piece === 0 ? FS : 0) | (isLast ? LS | ic : 0);
      const at = buffer + offset;
      this.#describeTx(this.#txIndex, OWN, flags | (bytes2 << 11) | bytes1, at, at + bytes1);
      this.#txIndex++;
      offset += bytes;
    }
    this.#write(1, 1);
    for (let index = first; index < this.#txIndex; index++)
      this.#builder.check(this.#txAddress(index), 4, 'TDES0');
  }

  #receive(): void {
    for (let count = 1 + this.#below(3); count > 0; count--) {
      const random = toHex(Uint8Array.of(this.#below(128), this.#below(256), this.#below(256)));
      const to = pick(this.#random, [STATION, STATION, BROADCAST, GROUP, OTHER, `01005e${random}`]);
      const text = frame(to, OTHER, 0x88b5, this.#below(1500), this.#random);
      this.#builder.inject(text);
      this.#take(text);
    }
    if (this.#below(2) === 0) this.#read(5);
  }

  /** Looks at a frame in its descriptors, if the filter let it in, and gives them back. */
  #take(text: ByteText): void {
    if (!this.#accepts(text.slice(0, 12))) {
      this.#builder.check(this.#rxAddress(this.#rxIndex), 4, 'RDES0');
      return;
    }
    const { bytes1, bytes2 } = this.#layout;
    const frameBytes = lengthOf(text);
    const totalBytes = frameBytes + FCS_BYTES;
    for (let offset = 0; offset < totalBytes; offset += bytes1 + bytes2) {
      const index = this.#rxIndex;
      this.#builder.check(this.#rxAddress(index), 4, 'RDES0');
      const buffer = RX_BUFFERS + index * RX_STRIDE;
      const ofFrame = Math.min(frameBytes - offset, bytes1 + bytes2);
      if (ofFrame > 0) this.#builder.check(buffer, ofFrame, 'rx frame');
      const stored = Math.min(totalBytes - offset, bytes1 + bytes2);
      const ofFcs = stored - Math.max(ofFrame, 0);
      if (ofFcs === FCS_BYTES && this.#below(4) === 0)
        this.#builder.check(buffer + ofFrame, ofFcs, 'rx FCS');
      this.#describeRx(index);
      this.#rxIndex = (index + 1) % RX_COUNT;
    }
    this.#write(2, 1);
  }

  #accepts(to: ByteText): boolean {
    if ((this.#mode & PR) !== 0 || to === STATION || to === BROADCAST) return true;
    const isGroup = (parseInt(to.slice(0, 2), 16) & 1) !== 0;
    return (isGroup && (this.#mode & PM) !== 0) || (to === GROUP && this.#hasGroup);
  }

  /** CSR6.OM: frames come in again. */
  #loopback(): void {
    const before = this.#mode;
    this.#setMode(before | INTERNAL);
    const text = frame(STATION, STATION, 0x88b5, this.#below(600), this.#random);
    this.#sendFrame(text);
    this.#take(text);
    this.#setMode(before);
  }

  /** One process stops, or both, and they go on where they were. */
  #stop(): void {
    const before = this.#mode;
    this.#write(6, before & ~pick(this.#random, [SR, ST, SR | ST]));
    this.#read(5, 'CSR5 after a stop');
    this.#setMode(before);
  }

  /** A word of the station's address over the wires of the serial ROM (CSR9). */
  #srom(): void {
    const select = 0x4800 | (this.#below(4) === 0 ? 0 : ONES_9);
    const [cs, sk, di] = [0x1, 0x2, 0x4];
    const word = 10 + this.#below(3);
    this.#write(9, select);
    this.#write(9, select | cs);
    const clock = (bit: number, reads: boolean) => {
      const lines = select | cs | (bit * di);
      this.#write(9, lines);
      this.#write(9, lines | sk);
      if (reads) this.#read(9);
      this.#write(9, lines);
    };
    const command = 0b110_000000 | word;
    for (let bit = 8; bit >= 0; bit--) clock((command >>> bit) & 1, false);
    for (let bit = 0; bit < 16; bit++) clock(0, true);
    this.#write(9, select);
    this.#write(9, 0);
  }

  #registers(): void {
    switch (this.#below(4)) {
      case 0:
        this.#write(10, this.#below(0x4_0000));
        this.#read(10);
        break;
      case 1:
        this.#write(14, this.#below(0x1_0000));
        this.#read(14);
        break;
      case 2:
        this.#write(15, this.#below(0x40));
        this.#read(15);
        break;
      default:
        for (const csr of [1, 2, 3, 4, 8, 11]) this.#read(csr);
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

export const I21143_CARD: OracleDevice = {
  name: 'i21143',
  // Its CSR11 is that of a chip without interrupt mitigation.
  variants: [{ qemu: 'tulip', create: (ports) => new I21143({ ...ports, revisionId: 0x30 }) }],
  bars: [
    { index: 0, space: 'io', address: 0xc000 },
    { index: 1, space: 'memory', address: 0xe000_0000 },
  ],
  // A frame of 1,514 bytes at 100 Mb/s takes 0.12 ms.
  stepNs: 1_000_000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'a bit of CSR5', spoils: { kind: 'read', bar: 0, offset: 0x28, bit: 6 } },
    { name: 'a bit of CSR3', spoils: { kind: 'read', bar: 1, offset: 0x18, bit: 4 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    {
      name: 'a byte of a frame stored',
      spoils: { kind: 'stored', byteCountMin: 30, byteCountMax: 65536, byteIndex: 13 },
    },
    {
      name: 'a length in RDES0',
      spoils: { kind: 'stored', byteCountMin: 4, byteCountMax: 4, byteIndex: 2 },
    },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
