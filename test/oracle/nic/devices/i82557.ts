/**
 * Programs for the 82557, 82558 and 82559, QEMU's of these names. 8255x SDM (Open Source Software
 * Developer Manual, revision 1.3), chapter 6.
 *
 * Not tried, because QEMU's has no such thing: NC in a TCB, the transfer of the FCS, static resume,
 * header RFDs, microcode, DUMP and DIAGNOSE, more than the standard counters, frames shorter than 64
 * bytes without FCS, buffers shorter than a frame, interrupts of the MDI, wake-up.
 */
import { I82557 } from '../../../../hardware/nic/i82557';
import type { Width } from '../../../../hardware/ports';
import type { Random } from '../../../../hardware/random';
import { little, type ProgramBuilder } from '../builder';
import { toHex } from '../bytes';
import type { OracleDevice, Variant } from '../device';
import { DEVIATIONS } from '../deviations/i82557';
import type { ByteText } from '../program';
import { addressCrc, frame, lengthOf, pick, STATION } from './frames';

const BLOCKS = 0x10_0000;
const BLOCK_STRIDE = 0x200;
const BLOCK_COUNT = 64;
const STATISTICS = 0x10_f000;
const RFDS = 0x11_0000;
const RFD_STRIDE = 0x800;
const RFD_BYTES = 16;
const RX_BUFFER_BYTES = 0x700;
const TX_BUFFERS = 0x18_0000;
const TX_BUFFERS_END = 0x20_0000;
const [STATUS, ACK, COMMAND, MASK, POINTER] = [0x00, 0x01, 0x02, 0x03, 0x04];
const [PORT, EEPROM, MDI] = [0x08, 0x0e, 0x10];
const [CU_START, CU_RESUME, CU_DUMP_ADDRESS, CU_DUMP, CU_BASE, CU_DUMP_RESET] = [
  0x10, 0x20, 0x40, 0x50, 0x60, 0x70,
];
const [RU_START, RU_BASE] = [0x01, 0x06];
const [EL, S, I, SF] = [0x8000, 0x4000, 0x2000, 0x0008];
/** CMD: no operation, individual address setup, configure, multicast setup, transmit. */
const [NOP, IA_SETUP, CONFIGURE, MULTICAST, TRANSMIT] = [0, 1, 2, 3, 4];
/** Standard TCBs and counters, padding, automatic duplex (6.4.2.3). */
const CONFIGURATION = [
  ...[22, 8, 0, 0, 0, 0, 0x32, 3, 1, 0, 0x2e, 0, 0x60, 0, 0xf2, 0x48, 0, 0x40, 0xf2, 0x80, 0x3f],
  0x05,
];

class Writer {
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  readonly #bar: number;
  /** The block to fill next, and the one with S that the CU stands at, if there is one. */
  #block = 0;
  #suspended: { address: number; command: number } | undefined;
  #last = 0;
  #rfd = 0;
  #rfdCount = 0;
  #txBuffer = TX_BUFFERS;
  readonly #configuration = CONFIGURATION.slice();
  #multicast = new Set<number>();

  constructor(builder: ProgramBuilder, random: Random) {
    this.#builder = builder;
    this.#random = random;
    this.#bar = random.below(2);
  }

  write(length: number): void {
    const builder = this.#builder;
    builder.writeConfig(0x04, 2, 0x0007);
    builder.endStep(true);
    this.#read('SCB status at reset', STATUS, 2);
    this.#read('SCB command at reset', COMMAND, 2);
    this.#read('SCB pointer at reset', POINTER, 4);
    builder.endStep();
    this.#start();
    builder.endStep(true);
    const steps: readonly (readonly [weight: number, step: () => void])[] = [
      [8, () => this.#send()],
      [8, () => this.#receive()],
      [3, () => this.#interrupts()],
      [2, () => this.#configure()],
      [2, () => this.#setUpMulticast()],
      [1, () => this.#dump()],
      [1, () => this.#eeprom()],
      [1, () => this.#phy()],
      [1, () => this.#configurationSpace()],
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

  #read(name: string, offset: number, width: Width): void {
    this.#builder.read(this.#bar, offset, width, name);
  }

  #write(offset: number, width: Width, value: number): void {
    this.#builder.write(this.#bar, offset, width, value);
  }

  /** A command to the CU or the RU, with what it wants in the general pointer (6.3.2.3). */
  #command(command: number, pointer?: number): void {
    if (pointer !== undefined) this.#write(POINTER, 4, pointer);
    this.#write(COMMAND, 1, command);
    this.#read('SCB command', COMMAND, 1);
  }

  /** Software reset (6.3.3), bases, address, configuration, RFDs. */
  #start(): void {
    // QEMU's reset leaves the pin asserted.
    this.#write(ACK, 1, 0xff);
    this.#write(PORT, 4, 0);
    this.#write(MASK, 1, this.#below(2));
    this.#read('SCB status', STATUS, 2);
    this.#command(CU_BASE, 0);
    this.#command(RU_BASE, 0);
    this.#command(CU_DUMP_ADDRESS, STATISTICS);
    // QEMU's reset leaves the counters.
    this.#command(CU_DUMP_RESET);
    this.#block = 0;
    this.#suspended = undefined;
    this.#multicast = new Set();
    this.#run({ command: IA_SETUP, parameters: STATION });
    this.#configure();
    this.#startReceiver();
  }

  get #blockAddress(): number {
    return BLOCKS + BLOCK_STRIDE * this.#block;
  }

  /** Has the CU run blocks in one chain, ended by S or EL, and looks at what it has written. */
  #run(...blocks: readonly { command: number; parameters: ByteText }[]): void {
    const builder = this.#builder;
    const first = this.#blockAddress;
    const ends = this.#below(4) === 0;
    const addresses = blocks.map(({ command, parameters }, index) => {
      const address = this.#blockAddress;
      this.#block = (this.#block + 1) % BLOCK_COUNT;
      const stop = index < blocks.length - 1 ? 0 : ends ? EL : S;
      this.#last = command | (this.#below(2) * I) | stop;
      const head = little([0, 2], [this.#last, 2], [this.#blockAddress, 4]);
      builder.put(address, head + parameters);
      return address;
    });
    if (this.#suspended === undefined) this.#command(CU_START, first);
    else {
      // The block that the CU stands at leads on to these once its S is gone.
      builder.put(this.#suspended.address + 2, little([this.#suspended.command & ~S, 2]));
      this.#command(CU_RESUME);
    }
    this.#suspended = ends ? undefined : { address: addresses.at(-1)!, command: this.#last };
    this.#read('SCB status', STATUS, 2);
    for (const address of addresses) builder.check(address, 8, 'command block');
  }

  #configure(): void {
    const bytes = this.#configuration;
    // Byte 15: broadcast disable and promiscuous; byte 21: all multicast.
    bytes[15] = 0x48 | pick(this.#random, [0, 0, 0, 1, 2]);
    bytes[21] = 0x05 | (this.#below(4) === 0 ? 0x08 : 0);
    this.#run({ command: CONFIGURE, parameters: toHex(Uint8Array.from(bytes)) });
  }

  #setUpMulticast(): void {
    const count = this.#below(6);
    const addresses = Array.from({ length: count }, () => this.#multicastAddress());
    this.#multicast = new Set(addresses.map(hashOf));
    this.#run({ command: MULTICAST, parameters: little([6 * count, 2]) + addresses.join('') });
  }

  #multicastAddress(): ByteText {
    const some = Uint8Array.of(this.#below(4), this.#below(256));
    return `01005e00${toHex(some)}`;
  }

  #startReceiver(): void {
    this.#rfdCount = 4 + this.#below(8);
    this.#rfd = 0;
    for (let index = 0; index < this.#rfdCount; index++) this.#putRfd(index);
    this.#command(RU_START, RFDS);
    this.#read('SCB status', STATUS, 2);
  }

  /** The list is a ring, in which the last one has EL. */
  #putRfd(index: number): void {
    const isLast = index === this.#rfdCount - 1;
    const link = RFDS + RFD_STRIDE * ((index + 1) % this.#rfdCount);
    const head = little([0, 2], [isLast ? EL : 0, 2], [link, 4], [0xffff_ffff, 4]);
    this.#builder.put(RFDS + RFD_STRIDE * index, head + little([0, 2], [RX_BUFFER_BYTES, 2]));
  }

  #receive(): void {
    const count = 1 + this.#below(3);
    for (let received = 0; received < count; received++) {
      const destinations = [STATION, STATION, '020000000099', this.#multicastAddress()];
      // QEMU cannot do without broadcasts.
      if ((this.#configuration[15] & 0x02) === 0) destinations.push('ffffffffffff');
      const to = pick(this.#random, destinations);
      const text = frame(to, '020000000001', 0x88b5, 50 + this.#below(1450), this.#random);
      this.#builder.inject(text);
      this.#take(text);
    }
  }

  /** Looks at the RFD of a frame, if the filters let it in. */
  #take(text: ByteText): void {
    this.#read('SCB status', STATUS, 2);
    if (!this.#accepts(text)) return;
    const address = RFDS + RFD_STRIDE * this.#rfd;
    const isOpen = (this.#configuration[15] & 0x01) !== 0;
    this.#builder.check(address, RFD_BYTES, isOpen ? 'RFD in promiscuous mode' : 'RFD');
    this.#builder.check(address + RFD_BYTES, lengthOf(text), 'rx buffer');
    this.#rfd++;
    // The last one stops the RU: it is started anew.
    if (this.#rfd === this.#rfdCount) this.#startReceiver();
  }

  #accepts(text: ByteText): boolean {
    const to = text.slice(0, 12);
    const bytes = this.#configuration;
    if ((bytes[15] & 0x01) !== 0 || to === STATION) return true;
    if (to === 'ffffffffffff') return (bytes[15] & 0x02) === 0;
    if ((parseInt(to.slice(0, 2), 16) & 1) === 0) return false;
    return (bytes[21] & 0x08) !== 0 || this.#multicast.has(hashOf(to));
  }

  #send(): void {
    const count = 1 + this.#below(3);
    this.#run(...Array.from({ length: count }, () => this.#transmission()));
  }

  #transmission(): { command: number; parameters: ByteText } {
    const to = pick(this.#random, ['ffffffffffff', '01005e000001', '020000000002']);
    const text = frame(to, STATION, 0x88b5, this.#below(1500), this.#random);
    const byteCount = lengthOf(text);
    if (this.#below(3) === 0 && byteCount < BLOCK_STRIDE - 0x20) {
      // Simplified: the data lie behind the TCB.
      const head = little([0xffff_ffff, 4], [byteCount | 0x8000, 2], [0, 1], [0, 1]);
      return { command: TRANSMIT, parameters: head + text };
    }
    if (this.#txBuffer + byteCount + 0x40 > TX_BUFFERS_END) this.#txBuffer = TX_BUFFERS;
    const start = this.#txBuffer;
    const array = start + ((byteCount + 0xf) & ~0xf);
    this.#txBuffer = array + 0x40;
    this.#builder.put(start, text);
    const pieces = 1 + this.#below(3);
    let tbds = '';
    let offset = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const restBytes = byteCount - offset;
      const share = piece === pieces - 1 ? restBytes : 1 + this.#below(restBytes >> 1);
      tbds += little([start + offset, 4], [share, 4]);
      offset += share;
    }
    this.#builder.put(array, tbds);
    const parameters = little([array, 4], [0, 2], [1, 1], [pieces, 1]);
    return { command: TRANSMIT | SF, parameters };
  }

  #interrupts(): void {
    switch (this.#below(4)) {
      case 0:
        this.#write(MASK, 1, this.#below(2));
        break;
      case 1:
        this.#write(ACK, 1, pick(this.#random, [0xff, 0x40, 0x80, 0x20, 0x10]));
        break;
      case 2:
        // SI: software asks for an interrupt (6.3.2.2).
        this.#write(MASK, 1, 0x02);
        break;
      default:
        this.#builder.level();
    }
    this.#read('SCB status', STATUS, 2);
  }

  #dump(): void {
    const resets = this.#below(2) === 0;
    this.#command(resets ? CU_DUMP_RESET : CU_DUMP);
    for (let counter = 0; counter < 16; counter++)
      this.#builder.check(STATISTICS + 4 * counter, 4, `counter ${counter}`);
    this.#builder.check(STATISTICS + 64, 4, 'dump completion');
    this.#builder.fill(STATISTICS, 80, 0);
  }

  /** The station address, words 0 to 2 of the EEPROM (6.3.4). */
  #eeprom(): void {
    const word = this.#below(3);
    const [sk, cs, di] = [0x1, 0x2, 0x4];
    this.#write(EEPROM, 2, cs);
    const clock = (bit: number, reads: boolean) => {
      const lines = cs | (bit * di);
      this.#write(EEPROM, 2, lines);
      this.#write(EEPROM, 2, lines | sk);
      if (reads) this.#read('EEPROM control', EEPROM, 2);
      this.#write(EEPROM, 2, lines);
    };
    const command = 0b110_000000 | word;
    for (let bit = 8; bit >= 0; bit--) clock((command >>> bit) & 1, false);
    for (let bit = 0; bit < 16; bit++) clock(0, true);
    this.#write(EEPROM, 2, 0);
  }

  #phy(): void {
    const register = pick(this.#random, [0, 1, 2, 3, 4, 5, 6]);
    // QEMU interrupts without being asked to (6.3.5, IE).
    this.#write(MASK, 1, 0x01);
    this.#write(MDI, 4, 0x0820_0000 + (register << 16));
    this.#read(`MDI register ${register}`, MDI, 4);
    this.#write(ACK, 1, 0x08);
  }

  #configurationSpace(): void {
    const builder = this.#builder;
    for (let offset = 0; offset < 0x40; offset += 4)
      builder.readConfig(offset, 4, `configuration ${offset.toString(16).padStart(2, '0')}`);
    this.#run({ command: NOP, parameters: '' });
  }
}

/** Bits 7:2 of the CRC (6.4.2.4). */
function hashOf(address: ByteText): number {
  return (addressCrc(address) >>> 2) & 0x3f;
}

function variant(qemu: string, revisionId: number): Variant {
  return { qemu, create: (ports) => new I82557({ ...ports, revisionId }) };
}

export const I82557_FAMILY: OracleDevice = {
  name: 'i82557',
  variants: [variant('i82557b', 0x02), variant('i82558b', 0x05), variant('i82559c', 0x08)],
  bars: [
    { index: 0, space: 'memory', address: 0xe000_0000 },
    { index: 1, space: 'io', address: 0xc000 },
  ],
  // A frame of 1,514 bytes at 100 Mb/s takes 0.12 ms.
  stepNs: 2_000_000,
  deviations: DEVIATIONS,
  mutants: [
    { name: 'a bit of the SCB status', spoils: { kind: 'read', bar: 0, offset: 0, bit: 5 } },
    { name: 'a byte sent', spoils: { kind: 'sent', byteIndex: 20 } },
    {
      name: 'a byte of a frame stored',
      spoils: { kind: 'stored', byteCountMin: 60, byteCountMax: 65536, byteIndex: 13 },
    },
    {
      name: 'the status of a block',
      spoils: { kind: 'stored', byteCountMin: 2, byteCountMax: 2, byteIndex: 1 },
    },
    { name: 'the first interrupt', spoils: { kind: 'edge', nth: 1 } },
  ],
  generate(builder, random, length) {
    new Writer(builder, random).write(length);
  },
};
