/**
 * The transmitting half of a program for the 82540EM: rings, and packets of every kind of descriptor.
 * 8254x SDM 3.3 to 3.5, 13.4.33 to 13.4.40.
 */
import type { Random } from '../../../../hardware/random';
import { little, type ProgramBuilder } from '../builder';
import type { ByteText } from '../program';
import { frame, lengthOf, pick, STATION } from './frames';

const BAR = 0;
const TX_RING = 0x10_0000;
const TX_BUFFERS = 0x18_0000;
const TX_BUFFERS_END = 0x20_0000;
const DESCRIPTOR_BYTES = 16;

export interface Ring {
  count: number;
  /** The descriptor that the card takes next, and the first that is not its own. */
  head: number;
  tail: number;
}

export class TransmitWriter {
  /** UDP was segmented, which QEMU counts otherwise. */
  segmentsUdp = false;
  readonly #builder: ProgramBuilder;
  readonly #random: Random;
  readonly #sendsTags: boolean;
  #tx: Ring = { count: 0, head: 0, tail: 0 };
  #txBuffer = TX_BUFFERS;
  #isTransmitting = false;
  #isPlain = false;

  /** With `sendsTags` some packets ask for a tag (VLE). */
  constructor(builder: ProgramBuilder, random: Random, sendsTags: boolean) {
    this.#builder = builder;
    this.#random = random;
    this.#sendsTags = sendsTags;
  }

  /** On, and nothing waiting. */
  get isIdle(): boolean {
    return this.#isTransmitting && this.#tx.tail === this.#tx.head;
  }

  /** A frame that goes out at once as it is. */
  sendPlain(text: ByteText): void {
    this.#isPlain = true;
    this.#sendFrame(text, false);
    this.#isPlain = false;
    this.#ringBell();
  }

  /** A ring anew, of any size, and the transmitter on. */
  newRing(): void {
    const count = 8 * (1 + this.#below(6));
    const first = this.#below(count);
    this.#tx = { count, head: first, tail: first };
    this.#write(0x0400, 0x0003_f0f8);
    this.#builder.fill(TX_RING, DESCRIPTOR_BYTES * 64, 0);
    this.#write(0x3800, TX_RING);
    this.#write(0x3804, 0);
    this.#write(0x3808, DESCRIPTOR_BYTES * count);
    this.#write(0x3810, first);
    this.#write(0x3818, first);
    this.#write(0x0400, 0x0003_f0fa);
    this.#isTransmitting = true;
    this.#read('TDH', 0x3810);
    this.#read('TDT', 0x3818);
    this.#read('TDLEN', 0x3808);
    this.#read('TCTL', 0x0400);
  }

  /** TCTL.EN, on or off. */
  toggle(): void {
    this.#isTransmitting = !this.#isTransmitting;
    this.#write(0x0400, this.#isTransmitting ? 0x0003_f0fa : 0x0003_f0f8);
    this.#read('TDH', 0x3810);
    this.#read('ICR', 0x00c0);
  }

  /** One to three packets of any kind. */
  send(): void {
    const packets = 1 + this.#below(3);
    for (let packet = 0; packet < packets; packet++) {
      switch (this.#below(5)) {
        case 0:
        case 1:
          this.#sendFrame(this.#randomFrame(), this.#below(3) === 0);
          break;
        case 2:
        case 3:
          this.#sendWithChecksums();
          break;
        default:
          this.#sendSegmented();
      }
    }
    this.#read('TDH', 0x3810);
    if (this.#below(2) === 0) this.#read('ICR', 0x00c0);
  }

  /** A frame to anyone, whose bytes mean nothing. */
  #randomFrame(): ByteText {
    const to = pick(this.#random, ['ffffffffffff', '01005e000001', '020000000002', '333300000001']);
    return frame(to, STATION, 0x88b5, this.#below(1450), this.#random);
  }

  /** One packet by legacy descriptors or, if `isExtended`, by data descriptors without offload. */
  #sendFrame(text: ByteText, isExtended: boolean): void {
    this.#sendPacket(text, isExtended ? 0x2010_0000 : 0, 0, []);
  }

  /** Checksums of a header and of what is behind, by a context (3.3.5 to 3.3.7). */
  #sendWithChecksums(): void {
    const options = 4 * this.#below(4);
    const tucss = 34 + options;
    const isTcp = this.#below(2) === 0;
    const tucso = tucss + (isTcp ? 16 : 6);
    const tucse = this.#below(4) === 0 ? tucso + 8 + this.#below(20) : 0;
    const context = this.#context({ tucss, tucso, tucse, isTcp, isSegmenting: false });
    const text = frame('020000000002', STATION, 0x0800, 60 + this.#below(1300), this.#random);
    this.#sendPacket(text, 0x2010_0000, 0x100 * this.#below(4), [context]);
  }

  /** TCP segmentation over IPv4 (3.5). */
  #sendSegmented(): void {
    const tucss = 34;
    const isTcp = this.#below(4) !== 0;
    this.segmentsUdp ||= !isTcp;
    const headerBytes = isTcp ? 54 : 42;
    const mss = 64 + this.#below(1300);
    // The last segment is not the only one, and long enough to go without padding.
    const lastBytes = 24 + this.#below(mss - 24);
    const payloadBytes = mss * (1 + this.#below(3)) + lastBytes;
    const tucso = tucss + (isTcp ? 16 : 6);
    const context = this.#context({
      ...{ tucss, tucso, tucse: 0, isTcp, isSegmenting: true },
      ...{ headerBytes, mss, payloadBytes },
    });
    const restBytes = headerBytes - 14 + payloadBytes;
    const text = frame('020000000002', STATION, 0x0800, restBytes, this.#random);
    this.#sendPacket(text, 0x2410_0000, 0x300, [context]);
  }

  #context(fields: {
    tucss: number;
    tucso: number;
    tucse: number;
    isTcp: boolean;
    isSegmenting: boolean;
    headerBytes?: number;
    mss?: number;
    payloadBytes?: number;
  }): ByteText {
    const { tucss, tucso, tucse, isTcp, isSegmenting } = fields;
    const { headerBytes = 0, mss = 0, payloadBytes = 0 } = fields;
    const tucmd = 0x2200_0000 + (isTcp ? 0x0100_0000 : 0) + (isSegmenting ? 0x0400_0000 : 0);
    const rs = this.#below(2) * 0x0800_0000;
    return little(
      ...([
        [14, 1],
        [24, 1],
        [tucss - 1, 2],
        [tucss, 1],
        [tucso, 1],
        [tucse, 2],
        [tucmd + rs + payloadBytes, 4],
        [headerBytes << 8, 2],
        [mss, 2],
      ] as const),
    );
  }

  /** Puts a packet on the ring, in pieces, behind `contexts`, and mostly rings the bell. */
  #sendPacket(text: ByteText, type: number, popts: number, contexts: readonly ByteText[]): void {
    const ring = this.#tx;
    const byteCount = lengthOf(text);
    const pieces = 1 + this.#below(4);
    const used = (ring.tail - ring.head + ring.count) % ring.count;
    if (used + pieces + contexts.length >= ring.count) {
      this.#ringBell();
      if (ring.head !== ring.tail) return;
    }
    if (this.#txBuffer + byteCount > TX_BUFFERS_END) this.#txBuffer = TX_BUFFERS;
    const start = this.#txBuffer + this.#below(4);
    this.#txBuffer += (byteCount + 0x1f) & ~0xf;
    this.#builder.put(start, text);
    const written: number[] = [];
    for (const context of contexts) written.push(this.#putDescriptor(context));
    const vle = this.#sendsTags && !this.#isPlain && this.#below(3) === 0 ? 0x4000_0000 : 0;
    const special = vle === 0 ? 0 : this.#below(0x1_0000);
    let offset = 0;
    for (let piece = 0; piece < pieces; piece++) {
      const isLast = piece === pieces - 1;
      const restBytes = byteCount - offset;
      const share = isLast ? restBytes : 1 + this.#below(Math.floor(restBytes / 2));
      const rs = isLast || this.#below(2) === 0 ? this.#below(4) && 0x0800_0000 : 0;
      const command = (isLast ? 0x0100_0000 : 0) + rs + vle + 0x0200_0000 + type;
      const address = start + offset;
      const upper = type === 0 ? 0 : popts;
      written.push(
        this.#putDescriptor(
          little([address, 4], [0, 4], [command + share, 4], [upper, 2], [special, 2]),
        ),
      );
      offset += share;
    }
    if (this.#below(3) !== 0 || written.length + used + 8 > ring.count) this.#ringBell();
    for (const index of written)
      this.#builder.check(TX_RING + DESCRIPTOR_BYTES * index, DESCRIPTOR_BYTES, 'tx descriptor');
  }

  #putDescriptor(bytes: ByteText): number {
    const ring = this.#tx;
    const index = ring.tail;
    this.#builder.put(TX_RING + DESCRIPTOR_BYTES * index, bytes);
    ring.tail = (index + 1) % ring.count;
    return index;
  }

  #ringBell(): void {
    const ring = this.#tx;
    this.#write(0x3818, ring.tail);
    if (!this.#isTransmitting) this.#write(0x0400, 0x0003_f0fa);
    this.#isTransmitting = true;
    ring.head = ring.tail;
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
}
