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
import { timesUnderMemcheck, type NativeCall, type NativeTimes } from './memcheck';

/** The file lies among the sources, from which `npm run bench` is run. */
const FILE = join(__dirname, '..', '..', '..', 'harness', 'bench', 'functions.bin');
/** Where build.sh links it. */
const CODE = virtual(0x8010_1000);
const CODE_BYTES = 0x1000;
/** What memcheck is given begins here, with room for what calls the functions. */
const ROOM = virtual(0x8010_0000);
/** Returns and takes three arguments off the stack, as the function does that frames are passed to. */
const RETURN_12 = [0xc2, 12, 0];
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
const RING_STATUS = { start: DATA + RING, count: DESCRIPTOR_COUNT, strideBytes: DESCRIPTOR_BYTES };
const CALL_COUNT = 10_000;
const WINDOW_MS = 1;
const MEASURE_MS = 400;
/** The processor and memcheck take turns, and of each function the best counts. */
const TURN_COUNT = 3;
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

  /** The best speed of a function within a turn. */
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
    const stop = this.#cpu.call(virtual(this.#addressOf(name)), this.#argumentsOf(name));
    if (stop.kind !== 'returned') throw new Error(`${name} stopped: ${stop.kind}`);
  }

  /** The times of functions under memcheck, which are called as often as take it 1 ms at least. */
  measureUnderMemcheck(names: readonly FunctionName[], nsPerCall: readonly number[]): NativeTimes {
    const indicate = DATA - RETURN_12.length;
    const calls = names.map((name, index): NativeCall => ({
      address: this.#addressOf(name),
      args: this.#argumentsOf(name, indicate),
      repeatCount: Math.ceil((WINDOW_MS * 1e6) / nsPerCall[index]),
      ...(name === 'serveRing' ? { armed: RING_STATUS } : {}),
    }));
    const image = this.#memory.bytes.slice(ROOM - VIRTUAL_BASE, DATA + DATA_BYTES - VIRTUAL_BASE);
    image.set(RETURN_12, indicate - ROOM);
    return timesUnderMemcheck(image, ROOM, CODE - ROOM, calls);
  }

  #addressOf(name: FunctionName): number {
    const at = CODE - VIRTUAL_BASE + 4 * FUNCTIONS.indexOf(name);
    return this.#memory.view.getUint32(at, true);
  }

  #argumentsOf(name: FunctionName, indicate: number = this.#indicate): number[] {
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
        return [DATA + RING, DESCRIPTOR_COUNT, indicate, 1];
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

function bestOf(speeds: readonly Speed[]): Speed {
  return {
    perSecond: Math.max(...speeds.map(({ perSecond }) => perSecond)),
    nsPerCall: Math.min(...speeds.map(({ nsPerCall }) => nsPerCall)),
  };
}

function geometricMean(values: readonly number[]): number {
  return values.reduce((product, one) => product * one) ** (1 / values.length);
}

/** How many times as fast as memcheck the processor is, over the loops. */
function memcheckResult(own: readonly number[], turns: readonly NativeTimes[]): BenchResult {
  const facts = { name: 'x86 against memcheck', unit: 'times as fast' };
  const times: (readonly number[])[] = [];
  for (const turn of turns) {
    if ('skipped' in turn) return { ...facts, value: null, skipped: turn.skipped };
    times.push(turn.nsPerCall);
  }
  const ratios = own.map((ns, index) => Math.min(...times.map((turn) => turn[index])) / ns);
  return { ...facts, value: geometricMean(ratios) };
}

export function processorResults(): BenchResult[] {
  const bench = new ProcessorBench();
  const turns: Speed[][] = [];
  const memcheckTurns: NativeTimes[] = [];
  for (let turn = 0; turn < TURN_COUNT; turn++) {
    const speeds = FUNCTIONS.map((name) => bench.measure(name));
    turns.push(speeds);
    const nsOfLoops = LOOPS.map((name) => speeds[FUNCTIONS.indexOf(name)].nsPerCall);
    memcheckTurns.push(bench.measureUnderMemcheck(LOOPS, nsOfLoops));
  }
  const best = FUNCTIONS.map((_name, index) => bestOf(turns.map((speeds) => speeds[index])));
  const speedOf = (name: FunctionName) => best[FUNCTIONS.indexOf(name)];
  const nsOf = (name: FunctionName) => speedOf(name).nsPerCall;
  const mips = LOOPS.map((name) => speedOf(name).perSecond / 1e6);
  return [
    { name: 'x86 geometric mean', value: geometricMean(mips), unit: 'million instructions/s' },
    ...LOOPS.map((name, index) => ({
      name: `x86 ${name}`,
      value: mips[index],
      unit: 'million instructions/s',
    })),
    memcheckResult(LOOPS.map(nsOf), memcheckTurns),
    { name: 'x86 rep movs 64 KiB', value: nsOf('copyRepeated'), unit: 'ns' },
    { name: 'x86 table jump', value: nsOf('switchOnly') / BUFFER_BYTES, unit: 'ns' },
    { name: 'x86 import call', value: nsOf('callOnly') / CALL_COUNT, unit: 'ns' },
    { name: 'x86 start', value: startMs() * 1e3, unit: 'us' },
  ];
}
