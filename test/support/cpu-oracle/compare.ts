/**
 * Runs a batch on the simulated processor, in either of its tiers, and compares its blocks with the
 * real processor's.
 */
import { virtual } from '../../../hardware/address';
import { Cpu, type Stop } from '../../../hardware/cpu';
import { Memory, Shadow } from '../../../hardware/memory';
import { BLOCK_BYTES, IMAGE_BASE, makeBatch, runNatively, type Batch } from './elf';

/** Where EFLAGS lies in a block, and what of it counts: the arithmetic flags and DF. */
const EFLAGS_OFFSET = BLOCK_BYTES - 8;
const EFLAGS_MASK = 0x0cd5;
const PHYSICAL_BASE = IMAGE_BASE - 0x8000_0000;

export interface Difference {
  /** The seed that makes this one program. */
  readonly seed: number;
  readonly code: string;
  readonly what: string;
}

export interface Comparison {
  readonly programs: number;
  readonly instructions: number;
  readonly differences: readonly Difference[];
}

/** The interpreter, or translations to WebAssembly of all that they cover. */
export type Tier = 'interpreted' | 'translated';

interface Simulation {
  readonly blocks: Uint8Array;
  readonly instructions: number;
  /** By program, what stopped it but its end. */
  readonly stops: ReadonlyMap<number, Stop>;
}

/** Runs every program by itself; a translated one twice, for only what has been run is translated. */
function simulate(batch: Batch, tier: Tier): Simulation {
  const memory = new Memory();
  memory.bytes.set(batch.image, PHYSICAL_BASE);
  memory.mark(virtual(IMAGE_BASE), batch.image.length, Shadow.PLAIN);
  memory.mark(virtual(IMAGE_BASE - 0x1000), 0x1000, Shadow.PLAIN);
  const io = { readPort: () => 0xffff_ffff, writePort: () => undefined };
  const cpu = new Cpu({ memory, io, translateAfter: tier === 'translated' ? 2 : Infinity });
  cpu.setFsBase(virtual(batch.dataStart));
  const stops = new Map<number, Stop>();
  const data = batch.dataStart - 0x8000_0000;
  const dataEnd = data + batch.programs.length * BLOCK_BYTES;
  batch.programs.forEach(({ start, end }, index) => {
    // A bit test may reach into the block of another program.
    const before = memory.bytes.slice(data, dataEnd);
    cpu.addCode(virtual(start), end - start);
    for (let run = tier === 'translated' ? 0 : 1; run < 2; run++) {
      memory.bytes.set(before, data);
      cpu.registers[4] = IMAGE_BASE - 0x100;
      const stop = cpu.call(virtual(start), [], { budget: 1000 });
      cpu.abandon();
      // A program ends by a jump to the next, which is no code yet.
      if (stop.kind !== 'not-code' || (stop.eip >= start && stop.eip < end)) stops.set(index, stop);
    }
  });
  const blocks = memory.bytes.slice(data, dataEnd);
  return { blocks, stops, instructions: cpu.instructionCount };
}

function describe(offset: number, own: Uint8Array, real: Uint8Array): string {
  const dword = (bytes: Uint8Array, at: number) =>
    new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true).toString(16);
  const results = BLOCK_BYTES - 40;
  const at = offset < results ? offset & ~3 : results + ((offset - results) & ~3);
  const names = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi', 'eflags'];
  const name = at < results ? `block+${at}` : names[(at - results) >> 2];
  return `${name}: ${dword(own, at)}, the real processor ${dword(real, at)}`;
}

/** Compares `count` programs from `seed` on. Undefined where i386 programs cannot run. */
export function compareWithNative(seed: number, count: number, tier: Tier): Comparison | undefined {
  const batch = makeBatch(seed, count);
  const real = runNatively(batch);
  if (real === undefined) return undefined;
  const { blocks, stops, instructions } = simulate(batch, tier);
  const differences: Difference[] = [];
  batch.programs.forEach(({ bytes }, index) => {
    const own = blocks.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
    const theirs = real.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
    const maskFlags = (block: Uint8Array) => {
      const view = new DataView(block.buffer, block.byteOffset);
      view.setUint32(EFLAGS_OFFSET, view.getUint32(EFLAGS_OFFSET, true) & EFLAGS_MASK, true);
    };
    maskFlags(own);
    maskFlags(theirs);
    const different = own.findIndex((byte, offset) => byte !== theirs[offset]);
    const stop = stops.get(index);
    if (different < 0 && stop === undefined) return;
    const code = Buffer.from(bytes).toString('hex');
    const what = stop !== undefined ? JSON.stringify(stop) : describe(different, own, theirs);
    differences.push({ seed: seed + index, code, what });
  });
  return { programs: count, instructions, differences };
}
