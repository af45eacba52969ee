/**
 * Plays frames both ways through every model of a network card, with a polled driver, random sizes,
 * random bursts and random rings, and compares each with what was sent:
 * `ts-node --transpile-only test/soak/models.ts [FRAMES] [SEED] [MODEL...]`. FRAMES go each way
 * through each model; all models if none is named. Exit status 1 if a frame is lost, out of order
 * or changed, or the model touches what it does not model; 2 if a model is not known.
 */
import { Clock } from '../../hardware/clock';
import { MainMemoryPort } from '../../hardware/main-memory-port';
import { Memory, RawMemory } from '../../hardware/memory';
import type { Nic } from '../../hardware/nic/nic';
import type { WireStation } from '../../hardware/ports';
import { Random } from '../../hardware/random';
import { FRAME_BYTES_MAX, FRAME_BYTES_MIN, frameTimeNs } from '../../hardware/wire/timing';
import { Wire, type WireEnd } from '../../hardware/wire/wire';
import { CARDS, type PolledDriver, type Rings } from '../../harness/bench/cards';
import { DEVICES, type DeviceName, isDeviceName } from '../../harness/devices';

/** Sizes that the chip and its driver can have; a receive ring holds so many long frames. */
const RINGS: Readonly<Record<DeviceName, (random: Random) => Rings>> = {
  '82540em': (random) => ({ txRing: 8 + 8 * random.below(8), rxRing: 8 + 8 * random.below(8) }),
  i82557: (random) => ({ txRing: 4 + random.below(60), rxRing: 4 + random.below(60) }),
  am79c970a: (random) => ({ txRing: 1 << random.below(7), rxRing: 2 << random.below(6) }),
  am79c973: (random) => ({ txRing: 1 << random.below(7), rxRing: 2 << random.below(6) }),
  rtl8139: (random) => ({ txRing: 1 + random.below(4), rxRing: 1 + random.below(42) }),
  rtl8029: (random) => ({ txRing: 1 + random.below(8), rxRing: 1 + random.below(13) }),
  i21143: (random) => ({ txRing: 2 + random.below(62), rxRing: 2 + random.below(62) }),
  'virtio-net': (random) => ({ txRing: 2 + random.below(63), rxRing: 2 + random.below(63) }),
};
const NAMES = Object.keys(RINGS) as DeviceName[];

const MAC_ADDRESS = Uint8Array.of(0x00, 0xe0, 0x4c, 0x77, 0x88, 0x99);
const STATION_ADDRESS = Uint8Array.of(0x02, 0x00, 0x00, 0x00, 0x00, 0x01);
const BROADCAST = new Uint8Array(6).fill(0xff);
const HEADER_BYTES = 14;
const SESSION_FRAMES_MAX = 400;
/** More than any negotiation takes. */
const LINK_UP_NS = 5_000_000_000;
/** Turns without a frame more on either side, after which what is missing is lost. */
const IDLE_TURNS_MAX = 200;
const MEMORY_BYTES = 0x40_0000;

/** What was sent one way, and how much of it came. */
class Direction {
  readonly #name: string;
  readonly #awaited: Uint8Array[] = [];
  sentCount = 0;
  arrivedCount = 0;

  constructor(name: string) {
    this.#name = name;
  }

  get inFlight(): number {
    return this.sentCount - this.arrivedCount;
  }

  sent(frame: Uint8Array): void {
    this.#awaited.push(frame);
    this.sentCount++;
  }

  /** @throws Error if this is not the frame that is next; padding of a short one may be anything */
  arrived(bytes: Uint8Array, byteCount: number): void {
    const number = this.arrivedCount++;
    const frame = this.#awaited.shift();
    const where = `frame ${number} ${this.#name}`;
    if (frame === undefined) throw new Error(`${where} was never sent (${byteCount} bytes)`);
    const wanted = Math.max(frame.length, FRAME_BYTES_MIN);
    if (byteCount !== wanted) throw new Error(`${where} has ${byteCount} bytes, not ${wanted}`);
    for (let at = 0; at < frame.length; at++)
      if (bytes[at] !== frame[at]) throw new Error(`${where} differs at byte ${at}`);
  }
}

/** One card, its driver, and the station at the other end. */
class Soak implements WireStation {
  readonly #name: DeviceName;
  readonly #random: Random;
  readonly #clock = new Clock();
  readonly #nic: Nic;
  readonly #driver: PolledDriver;
  readonly #end: WireEnd;
  readonly #out = new Direction('out');
  readonly #in = new Direction('in');
  /** When the station may put its next frame on the wire. */
  #freeAtNs = 0;
  sessionCount = 0;

  constructor(name: DeviceName, seed: number) {
    this.#name = name;
    this.#random = new Random(seed);
    const clock = this.#clock;
    const memory = new Memory(MEMORY_BYTES, MEMORY_BYTES / 2);
    const wire = new Wire({ clock });
    const nicEnd = wire.end();
    this.#end = wire.attach(this);
    this.#nic = DEVICES[name].create({
      clock,
      wire: nicEnd,
      busMaster: new MainMemoryPort(memory),
      interruptPin: { set() {} },
      macAddress: MAC_ADDRESS,
      onUnmodelled: (what) => {
        throw new Error(`${what} is not modelled`);
      },
    });
    nicEnd.connect(this.#nic);
    this.#driver = CARDS[name].createDriver({
      nic: this.#nic,
      memory: new RawMemory(memory),
      clock,
    });
  }

  receive(frame: Uint8Array, byteCount: number): void {
    this.#out.arrived(frame, byteCount);
  }

  linkChanged(): void {}

  /** Plays so many frames each way, with new rings every few hundred. */
  play(frameCount: number): void {
    for (let left = frameCount; left > 0;) {
      const count = Math.min(left, 1 + this.#random.below(SESSION_FRAMES_MAX));
      this.#playSession(count);
      left -= count;
    }
  }

  #playSession(frameCount: number): void {
    const random = this.#random;
    const rings = RINGS[this.#name](random);
    const promiscuous = random.below(2) === 1;
    this.#driver.start({ ...rings, promiscuous, macAddress: MAC_ADDRESS });
    this.#clock.advance(LINK_UP_NS);
    this.sessionCount++;
    const goal = this.#out.arrivedCount + frameCount;
    const held = Math.max(1, rings.rxRing - 2);
    let idleTurns = 0;
    for (let before = -1; this.#out.arrivedCount < goal || this.#in.arrivedCount < goal;) {
      this.#sendSome(goal, promiscuous);
      this.#injectSome(goal, held, promiscuous);
      this.#clock.advance(random.below(4 * this.#frameTimeNs(FRAME_BYTES_MAX)));
      this.#driver.reap();
      this.#receiveSome();
      const now = this.#out.arrivedCount + this.#in.arrivedCount;
      idleTurns = now === before ? idleTurns + 1 : 0;
      before = now;
      if (idleTurns > IDLE_TURNS_MAX)
        throw new Error(`${this.#out.inFlight} frames out and ${this.#in.inFlight} in are lost`);
    }
    // Nothing more may come, and the driver must not believe that something has.
    this.#clock.advance(LINK_UP_NS);
    this.#driver.reap();
    this.#receiveSome();
  }

  #sendSome(goal: number, isToAnyone: boolean): void {
    for (let count = this.#random.below(12); count > 0 && this.#out.sentCount < goal; count--) {
      const frame = this.#createFrame(HEADER_BYTES, isToAnyone ? BROADCAST : STATION_ADDRESS);
      // The wire takes its time: nothing arrives before `send` returns.
      if (!this.#driver.send(frame)) return;
      this.#out.sent(frame);
    }
  }

  /** A burst at the wire's pace, of no more than the ring can hold beside what is on its way. */
  #injectSome(goal: number, held: number, isPromiscuous: boolean): void {
    const room = Math.min(held - this.#in.inFlight, goal - this.#in.sentCount);
    for (let count = this.#random.below(room + 1); count > 0; count--) {
      const frame = this.#createFrame(FRAME_BYTES_MIN, this.#chooseAddress(isPromiscuous));
      this.#in.sent(frame);
      const { nowNs } = this.#clock;
      this.#freeAtNs = Math.max(this.#freeAtNs, nowNs) + this.#frameTimeNs(frame.length);
      this.#clock.schedule(this.#freeAtNs - nowNs, () => this.#end.transmit(frame, frame.length));
    }
  }

  #receiveSome(): void {
    for (let count = this.#random.below(16) + 1; count > 0; count--) {
      const frame = this.#driver.receive();
      if (frame === undefined) return;
      this.#in.arrived(frame, frame.length);
    }
  }

  #chooseAddress(isPromiscuous: boolean): Uint8Array {
    const choice = this.#random.below(4);
    if (choice === 0) return BROADCAST;
    return choice === 1 && isPromiscuous ? STATION_ADDRESS : MAC_ADDRESS;
  }

  /** Short and long frames more often than those between. */
  #createFrame(bytesMin: number, destination: Uint8Array): Uint8Array {
    const random = this.#random;
    const range = [1, 64, FRAME_BYTES_MAX - bytesMin + 1][random.below(3)];
    const byteCount = random.below(4) === 0 ? FRAME_BYTES_MAX : bytesMin + random.below(range);
    const frame = new Uint8Array(byteCount);
    for (let at = HEADER_BYTES; at < byteCount; at++) frame[at] = random.nextUint32();
    frame.set(destination, 0);
    frame.set(STATION_ADDRESS, 6);
    frame.set([0x88, 0xb5], 12);
    return frame;
  }

  #frameTimeNs(byteCount: number): number {
    return frameTimeNs(byteCount, CARDS[this.#name].bitsPerSecond);
  }
}

function soak(name: DeviceName, frameCount: number, seed: number): boolean {
  const session = new Soak(name, seed);
  try {
    session.play(frameCount);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    console.log(`${name}: FAILED in ring setting ${session.sessionCount}: ${what}`);
    console.log(`  replay: test/soak/models.ts ${frameCount} ${seed} ${name}`);
    return false;
  }
  console.log(`${name}: ${frameCount} frames each way, ${session.sessionCount} ring settings`);
  return true;
}

function main(frameCount: number, seed: number, names: readonly string[]): number {
  const unknown = names.filter((name) => !isDeviceName(name));
  if (unknown.length > 0) {
    console.log(`no model: ${unknown.join(', ')}; there are ${NAMES.join(', ')}`);
    return 2;
  }
  const chosen = NAMES.filter((name) => names.length === 0 || names.includes(name));
  const passed = chosen.map((name) => soak(name, frameCount, seed));
  return passed.every((one) => one) ? 0 : 1;
}

const [frames = '2000', seed = '1', ...names] = process.argv.slice(2);
process.exitCode = main(Number(frames), Number(seed), names);
