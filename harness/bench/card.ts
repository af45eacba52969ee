/**
 * A model and its polled driver, for the bench: frames out and frames in, each written to memory and
 * read from it. What the driver does for a frame is part of what is measured.
 */
import { Clock } from '../../hardware/clock';
import { MainMemoryPort } from '../../hardware/main-memory-port';
import { Memory, RawMemory } from '../../hardware/memory';
import type { WirePort } from '../../hardware/ports';
import { frameTimeNs, TestStation, Wire } from '../../hardware/wire';
import { DEVICES, type DeviceName } from '../devices';
import { CARDS, type PolledDriver } from './cards';

/** No more than any of them has room for. */
const BATCH_COUNT = 4;
const LINK_UP_NS = 5e9;
const MEMORY_BYTES = 0x40_0000;
const MAC_ADDRESS = Uint8Array.of(0x02, 0x00, 0x00, 0x00, 0x00, 0x01);

export class CardBench {
  readonly #clock = new Clock();
  readonly #station = new TestStation(this.#clock, false);
  readonly #port: WirePort;
  readonly #driver: PolledDriver;
  readonly #bitsPerSecond: number;

  constructor(name: DeviceName) {
    const clock = this.#clock;
    const memory = new Memory(MEMORY_BYTES, MEMORY_BYTES / 2);
    const wire = new Wire({ clock });
    const end = wire.end();
    const nic = DEVICES[name].create({
      busMaster: new MainMemoryPort(memory),
      interruptPin: { set: () => undefined },
      clock,
      wire: end,
      macAddress: MAC_ADDRESS,
    });
    end.connect(nic);
    this.#port = wire.attach(this.#station);
    const { bitsPerSecond, rings, createDriver } = CARDS[name];
    this.#bitsPerSecond = bitsPerSecond;
    this.#driver = createDriver({ nic, memory: new RawMemory(memory), clock });
    this.#driver.start({ ...rings, macAddress: MAC_ADDRESS });
    clock.advance(LINK_UP_NS);
  }

  /** Sends a batch of `frame` and receives one; how many have come through. */
  exchange(frame: Uint8Array): number {
    const driver = this.#driver;
    const before = this.#station.frameCount;
    for (let index = 0; index < BATCH_COUNT; index++) {
      driver.send(frame);
      this.#port.transmit(frame, frame.length);
      this.#clock.advance(frameTimeNs(frame.length, this.#bitsPerSecond));
    }
    driver.reap();
    let count = this.#station.frameCount - before;
    while (driver.receive() !== undefined) count++;
    return count;
  }
}
