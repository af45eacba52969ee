/**
 * A network card under a driver that means ill: its rings are started as they should be, and then
 * registers, configuration space and descriptors take anything, while frames come and time passes.
 * The card may do what it likes, but neither throw nor work without end.
 */
import { physical, port } from '../../hardware/address';
import { Clock } from '../../hardware/clock';
import { MainMemoryPort } from '../../hardware/main-memory-port';
import { Memory, RawMemory } from '../../hardware/memory';
import { PciBus } from '../../hardware/pci';
import type { BusMasterPort } from '../../hardware/ports';
import type { Random } from '../../hardware/random';
import { TestStation, Wire } from '../../hardware/wire';
import { DEVICES, type DeviceName } from '../../harness/devices';
import { CARDS } from '../../harness/bench/cards';

const NAMES = Object.keys(CARDS) as DeviceName[];

const MAC_ADDRESS = Uint8Array.of(0x00, 0xe0, 0x4c, 0x77, 0x88, 0x99);
const RAM_BYTES = 0x8_0000;
const LOCATION = { device: 4, function: 0 };
const [COMMAND, BASE_ADDRESS_0] = [0x04, 0x10];
const BASES = { memory: 0xe000_0000, io: 0x8000 };
const BASE_STRIDES = { memory: 0x20_0000, io: 0x100 };
const STEPS = 400;
const STEP_NS_MAX = 50_000;
/**
 * Accesses to memory in a step: two for each of the 65,536 descriptors of the largest ring, and as
 * many again, which is far more than fits into the time of a step otherwise.
 */
const ACCESSES_MAX = 0x4_0000;

/** Counts accesses. */
class CountingMaster implements BusMasterPort {
  count = 0;
  readonly #memory: BusMasterPort;

  constructor(memory: BusMasterPort) {
    this.#memory = memory;
  }

  read: BusMasterPort['read'] = (...access) => {
    this.count++;
    return this.#memory.read(...access);
  };

  write: BusMasterPort['write'] = (...access) => {
    this.count++;
    return this.#memory.write(...access);
  };
}

/** Plays one program; the name of the device. @throws Error that is our failure */
export function hostileDevice(random: Random): string {
  const name = NAMES[random.below(NAMES.length)];
  const clock = new Clock();
  const memory = new Memory(RAM_BYTES, RAM_BYTES);
  const bus = new PciBus({ interruptRoutes: [] });
  const master = new CountingMaster(new MainMemoryPort(memory));
  const wire = new Wire({ clock });
  const end = wire.end();
  const farEnd = wire.attach(new TestStation(clock, false));
  const nic = DEVICES[name].create({
    busMaster: bus.busMasterPort(LOCATION, master),
    interruptPin: bus.interruptPin(LOCATION),
    pme: bus.pmePort(LOCATION),
    clock,
    wire: end,
    macAddress: MAC_ADDRESS,
  });
  end.connect(nic);
  bus.attach(nic, LOCATION);
  const bars = nic.bars.flatMap((bar, index) => {
    if (bar === undefined) return [];
    const base = BASES[bar.space] + index * BASE_STRIDES[bar.space];
    bus.writeConfig(LOCATION.device, 0, BASE_ADDRESS_0 + 4 * index, 4, base);
    return [{ ...bar, base }];
  });
  bus.writeConfig(LOCATION.device, 0, COMMAND, 2, 0x0007);
  const driver = CARDS[name].createDriver({ nic, memory: new RawMemory(memory), clock });
  driver.start({ txRing: name === '82540em' ? 8 : 4, rxRing: 8, macAddress: MAC_ADDRESS });
  const offsets = DEVICES[name].registers().flatMap(({ rows }) => rows.map(({ offset }) => offset));

  /** An address or number of the kind that means most where a driver is to write one. */
  const value = (): number => {
    switch (random.below(5)) {
      case 0:
        return random.below(RAM_BYTES);
      case 1:
        return (0x1_0000 + random.below(0x4000)) & ~0xf;
      case 2:
        return random.below(256);
      case 3:
        return [0, 0xffff_ffff, 0x8000_0000, RAM_BYTES - 8, BASES.memory][random.below(5)];
      default:
        return random.nextUint32();
    }
  };
  const access = (isWrite: boolean): void => {
    const { space, base, byteCount } = bars[random.below(bars.length)];
    const width = ([1, 2, 4] as const)[random.below(3)];
    const known = offsets[random.below(offsets.length)];
    const anywhere = random.below(4) === 0 ? random.below(byteCount) : known % byteCount;
    const at = base + (anywhere & ~(width - 1));
    if (space === 'io' && isWrite) bus.writePort(port(at), width, value());
    else if (space === 'io') bus.readPort(port(at), width);
    else if (isWrite) bus.writeMemory(physical(at), width, value());
    else bus.readMemory(physical(at), width);
  };
  const frame = (byteCount: number): Uint8Array => {
    const bytes = new Uint8Array(byteCount).fill(random.below(256));
    bytes.set(random.below(2) === 0 ? MAC_ADDRESS : bytes.subarray(0, 6).fill(0xff));
    return bytes;
  };

  for (let step = 0; step < STEPS; step++) {
    const before = master.count;
    const choice = random.below(32);
    if (choice < 8) access(true);
    else if (choice < 11) access(false);
    else if (choice < 20) memory.view.setUint32(random.below(RAM_BYTES / 4) * 4, value(), true);
    // Where the driver has its rings.
    else if (choice < 24) memory.view.setUint32(0x1_0000 + 4 * random.below(0x400), value(), true);
    else if (choice < 26) driver.send(frame(60 + random.below(1455)));
    else if (choice < 29) {
      const bytes = frame([14, 18, 60, 64, 1514, 1518, 4000][random.below(7)]);
      farEnd.transmit(bytes, bytes.length);
    } else if (choice < 30) wire.setLink(random.below(4) !== 0);
    else if (choice < 31 && random.below(8) === 0)
      bus.writeConfig(LOCATION.device, 0, 4 * random.below(64), 4, value());
    else clock.advance(random.below(STEP_NS_MAX));
    const count = master.count - before;
    if (count > ACCESSES_MAX) throw new Error(`${name}: ${count} accesses in step ${step}`);
  }
  return name;
}
