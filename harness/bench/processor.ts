/**
 * The processor alone, for the bench: the functions of functions.c in machine code, with every check
 * on. The best of many short windows counts, for others use the host too.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../../hardware/address';
import { Cpu, ESP } from '../../hardware/cpu';
import { Memory, Shadow } from '../../hardware/memory';
import { Random } from '../../hardware/random';
import type { BenchResult } from './main';

/** The file lies among the sources, from which `npm run bench` is run. */
const FILE = join(__dirname, '..', '..', '..', 'harness', 'bench', 'functions.bin');
/** Where build.sh links it. */
const CODE = virtual(0x8010_1000);
const CODE_BYTES = 0x1000;
const STACK_TOP = virtual(0x8018_0000);
const STACK_BYTES = 0x3000;
const DATA = virtual(0x8020_0000);
const DATA_BYTES = 0x10_0000;
const [BUFFER, TARGET, TABLE, LINKS, RING] = [0, 0x4_0000, 0x8_0000, 0x9_0000, 0xc_0000];
const BUFFER_BYTES = 0x1_0000;
const LINK_COUNT = 4096;
const LINK_BYTES = 16;
const DESCRIPTOR_COUNT = 64;
const DESCRIPTOR_BYTES = 16;
const CALL_COUNT = 10_000;
const WINDOW_MS = 1;
const MEASURE_MS = 1000;
const START_COUNT = 50;

const FUNCTIONS = [
  ...(['crcBitwise', 'crcTable', 'copyDwords', 'copyRepeated', 'walkList', 'runStates'] as const),
  ...(['serveRing', 'switchOnly', 'callOnly'] as const),
];
type FunctionName = (typeof FUNCTIONS)[number];

/** Of these the geometric mean is taken. */
const LOOPS = [
  ...(['crcBitwise', 'crcTable', 'copyDwords', 'walkList', 'runStates', 'serveRing'] as const),
];

interface Speed {
  readonly perSecond: number;
  readonly nsPerCall: number;
}

class ProcessorBench {
  readonly #memory = new Memory();
  readonly #cpu: Cpu;
  readonly #indicate: VirtualAddress;
  readonly #imported: VirtualAddress;
  #head = 0;

  constructor() {
    const io = { readPort: () => 0, writePort: () => undefined };
    const memory = this.#memory;
    const file = readFileSync(FILE);
    memory.bytes.set(file, CODE - VIRTUAL_BASE);
    memory.mark(CODE, file.length, Shadow.PLAIN);
    memory.mark(CODE, CODE_BYTES, Shadow.READ_ONLY);
    memory.mark(DATA, DATA_BYTES, Shadow.PLAIN);
    memory.mark(virtual(STACK_TOP - STACK_BYTES), STACK_BYTES, Shadow.PLAIN);
    this.#cpu = new Cpu({ memory, io });
    this.#cpu.addCode(CODE, CODE_BYTES);
    this.#cpu.registers[ESP] = STACK_TOP;
    this.#indicate = this.#cpu.addHostFunction((cpu) => cpu.returnToCaller(0, 12));
    this.#imported = this.#cpu.addHostFunction((cpu) => cpu.returnToCaller(0, 4));
    this.#fill();
  }

  /** The best speed of a function within a second. */
  measure(name: FunctionName): Speed {
    const best = { perSecond: 0, nsPerCall: Infinity };
    for (const end = performance.now() + MEASURE_MS; performance.now() < end;) {
      const before = this.#cpu.instructionCount;
      const start = performance.now();
      let calls = 0;
      let elapsed = 0;
      do {
        if (name === 'serveRing') this.#armRing();
        this.#call(name);
        calls++;
        elapsed = performance.now() - start;
      } while (elapsed < WINDOW_MS);
      const perSecond = ((this.#cpu.instructionCount - before) * 1000) / elapsed;
      best.perSecond = Math.max(best.perSecond, perSecond);
      best.nsPerCall = Math.min(best.nsPerCall, (elapsed * 1e6) / calls);
    }
    return best;
  }

  #call(name: FunctionName): void {
    const entry = this.#memory.view.getUint32(
      CODE - VIRTUAL_BASE + 4 * FUNCTIONS.indexOf(name),
      true,
    );
    const stop = this.#cpu.call(virtual(entry), this.#argumentsOf(name));
    if (stop.kind !== 'returned') throw new Error(`${name} stopped: ${stop.kind}`);
  }

  #argumentsOf(name: FunctionName): number[] {
    const buffer = DATA + BUFFER;
    switch (name) {
      case 'crcTable':
        return [buffer, BUFFER_BYTES, DATA + TABLE];
      case 'copyDwords':
      case 'copyRepeated':
        return [DATA + TARGET, buffer, BUFFER_BYTES / 4];
      case 'walkList':
        return [this.#head];
      case 'serveRing':
        return [DATA + RING, DESCRIPTOR_COUNT, this.#indicate, 1];
      case 'callOnly':
        return [this.#imported, CALL_COUNT];
      default:
        return [buffer, BUFFER_BYTES];
    }
  }

  #set(offset: number, value: number): void {
    this.#memory.view.setUint32(DATA - VIRTUAL_BASE + offset, value, true);
  }

  #fill(): void {
    const random = new Random(1);
    for (let offset = 0; offset < BUFFER_BYTES; offset += 4)
      this.#set(BUFFER + offset, random.nextUint32());
    for (let offset = 0; offset < 0x400; offset += 4)
      this.#set(TABLE + offset, random.nextUint32());
    // A list in no order.
    const order = Array.from({ length: LINK_COUNT }, (_none, index) => index);
    for (let index = LINK_COUNT - 1; index > 0; index--) {
      const other = random.below(index + 1);
      [order[index], order[other]] = [order[other], order[index]];
    }
    const addressOf = (index: number) => DATA + LINKS + order[index] * LINK_BYTES;
    for (let index = 0; index < LINK_COUNT; index++) {
      const offset = LINKS + order[index] * LINK_BYTES;
      this.#set(offset, index + 1 < LINK_COUNT ? addressOf(index + 1) : 0);
      this.#set(offset + 4, random.nextUint32());
      this.#set(offset + 8, random.nextUint32());
    }
    this.#head = addressOf(0);
  }

  #armRing(): void {
    for (let index = 0; index < DESCRIPTOR_COUNT; index++) {
      const offset = RING + index * DESCRIPTOR_BYTES;
      this.#set(offset, 0x8000_0000);
      this.#set(offset + 4, 60);
      this.#set(offset + 8, DATA + BUFFER + 64 * index);
    }
  }
}

/** A processor with fresh memory, up to its first instruction; the median. */
function startMs(): number {
  const times = Array.from({ length: START_COUNT }, () => {
    const start = performance.now();
    const memory = new Memory();
    memory.mark(CODE, 1, Shadow.PLAIN);
    const io = { readPort: () => 0, writePort: () => undefined };
    new Cpu({ memory, io }).addCode(CODE, 1);
    return performance.now() - start;
  });
  return times.sort((a, b) => a - b)[START_COUNT >> 1];
}

export function processorResults(): BenchResult[] {
  const bench = new ProcessorBench();
  const speeds = new Map(FUNCTIONS.map((name) => [name, bench.measure(name)]));
  const mips = LOOPS.map((name) => speeds.get(name)!.perSecond / 1e6);
  const mean = mips.reduce((product, one) => product * one) ** (1 / mips.length);
  const nsOf = (name: FunctionName) => speeds.get(name)!.nsPerCall;
  return [
    { name: 'x86 geometric mean', value: mean, unit: 'million instructions/s' },
    ...LOOPS.map((name, index) => ({
      name: `x86 ${name}`,
      value: mips[index],
      unit: 'million instructions/s',
    })),
    { name: 'x86 rep movs 64 KiB', value: nsOf('copyRepeated'), unit: 'ns' },
    { name: 'x86 table jump', value: nsOf('switchOnly') / BUFFER_BYTES, unit: 'ns' },
    { name: 'x86 import call', value: nsOf('callOnly') / CALL_COUNT, unit: 'ns' },
    { name: 'x86 start', value: startMs() * 1e3, unit: 'us' },
  ];
}
