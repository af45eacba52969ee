/**
 * The model of the 82540EM alone, for the bench: descriptors, its tail registers, the wire, and
 * memory, with nobody's driver in between. 8254x SDM 3.2, 3.3, 13.4.
 */
import { Clock } from '../../hardware/clock';
import { MainMemoryPort } from '../../hardware/main-memory-port';
import { Memory } from '../../hardware/memory';
import { I82540em } from '../../hardware/nic/82540em';
import type { RegisterWindow, WirePort } from '../../hardware/ports';
import {
  BROADCAST_MAC,
  ethernetFrame,
  frameTimeNs,
  type MacAddress,
  patternPayload,
  TestStation,
  Wire,
} from '../../hardware/wire';

const [CTRL, ICR, RCTL, TCTL, TIPG] = [0x0000, 0x00c0, 0x0100, 0x0400, 0x0410];
const [RDBAL, RDLEN, RDT, TDBAL, TDLEN, TDT] = [0x2800, 0x2808, 0x2818, 0x3800, 0x3808, 0x3818];
const [CTRL_ON, RCTL_ON, TCTL_ON, TIPG_COPPER] = [0x241, 0x0400_8002, 0x0004_010a, 0x0060_200a];
/** EOP, IFCS, RS. */
const SEND = 0x0b00_0000;
const DD = 1;
const DESCRIPTOR_BYTES = 16;
const STATUS_OFFSET = 12;
const RING_COUNT = 256;
const BATCH_COUNT = 128;
const [TX_RING, RX_RING, TX_BUFFERS, RX_BUFFERS] = [0x1_0000, 0x2_0000, 0x10_0000, 0x20_0000];
const BUFFER_BYTES = 2048;
const BITS_PER_SECOND = 1e9;
const FRAME_HEADER_BYTES = 14;
const SOURCE = Uint8Array.from([0x02, 0, 0, 0, 0, 2]) as MacAddress;

export class ModelBench {
  readonly #clock = new Clock();
  readonly #memory = new Memory();
  readonly #station = new TestStation(this.#clock, false);
  readonly #port: WirePort;
  readonly #window: RegisterWindow;
  #tail = 0;
  #next = 0;

  constructor() {
    const wire = new Wire({ clock: this.#clock });
    const end = wire.end();
    const nic = new I82540em({
      busMaster: new MainMemoryPort(this.#memory),
      interruptPin: { set: () => undefined },
      clock: this.#clock,
      wire: end,
    });
    end.connect(nic);
    this.#port = wire.attach(this.#station);
    this.#window = nic.bars[0]!.window;
    this.#clock.advance(5e9);
    this.#startRings();
  }

  /** Sends a batch of frames of `byteCount` bytes; how many have come to the far end. */
  send(byteCount: number): number {
    const { view } = this.#memory;
    const before = this.#station.frameCount;
    for (let index = 0; index < BATCH_COUNT; index++) {
      const descriptor = TX_RING + this.#tail * DESCRIPTOR_BYTES;
      view.setUint32(descriptor, TX_BUFFERS + this.#tail * BUFFER_BYTES, true);
      view.setUint32(descriptor + 4, 0, true);
      view.setUint32(descriptor + 8, SEND | byteCount, true);
      view.setUint32(descriptor + STATUS_OFFSET, 0, true);
      this.#tail = (this.#tail + 1) % RING_COUNT;
    }
    this.#set(TDT, this.#tail);
    this.#clock.advance((BATCH_COUNT + 1) * frameTimeNs(byteCount, BITS_PER_SECOND));
    this.#window.read(ICR, 4);
    return this.#station.frameCount - before;
  }

  /** Receives a batch of `frame`, one frame's time apart; how many have come to memory. */
  receive(frame: Uint8Array): number {
    const { view } = this.#memory;
    for (let index = 0; index < BATCH_COUNT; index++) {
      this.#port.transmit(frame, frame.length);
      this.#clock.advance(frameTimeNs(frame.length, BITS_PER_SECOND));
    }
    let count = 0;
    for (; count < RING_COUNT; count++) {
      const status = RX_RING + this.#next * DESCRIPTOR_BYTES + STATUS_OFFSET;
      if ((view.getUint8(status) & DD) === 0) break;
      view.setUint8(status, 0);
      this.#next = (this.#next + 1) % RING_COUNT;
    }
    this.#set(RDT, (this.#next + RING_COUNT - 1) % RING_COUNT);
    this.#window.read(ICR, 4);
    return count;
  }

  #startRings(): void {
    const { view } = this.#memory;
    for (let index = 0; index < RING_COUNT; index++)
      view.setUint32(RX_RING + index * DESCRIPTOR_BYTES, RX_BUFFERS + index * BUFFER_BYTES, true);
    this.#set(CTRL, CTRL_ON);
    this.#set(RDBAL, RX_RING);
    this.#set(RDLEN, RING_COUNT * DESCRIPTOR_BYTES);
    this.#set(RDT, RING_COUNT - 1);
    this.#set(RCTL, RCTL_ON);
    this.#set(TDBAL, TX_RING);
    this.#set(TDLEN, RING_COUNT * DESCRIPTOR_BYTES);
    this.#set(TIPG, TIPG_COPPER);
    this.#set(TCTL, TCTL_ON);
  }

  #set(offset: number, value: number): void {
    this.#window.write(offset, 4, value);
  }
}

/** A broadcast of `byteCount` bytes, FCS not counted. */
export function broadcastFrame(byteCount: number): Uint8Array {
  const addresses = { destination: BROADCAST_MAC, source: SOURCE };
  return ethernetFrame(addresses, 0x88b5, patternPayload(1, byteCount - FRAME_HEADER_BYTES));
}
