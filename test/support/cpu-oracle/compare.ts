/** Runs a batch on the simulated processor and compares its blocks with the real processor's. */
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

function simulate(batch: Batch): { blocks: Uint8Array; stop: Stop; instructions: number } {
  const memory = new Memory();
  memory.bytes.set(batch.image, PHYSICAL_BASE);
  // INT3 in place of what writes the blocks out.
  memory.bytes[batch.end - 0x8000_0000] = 0xcc;
  memory.mark(virtual(IMAGE_BASE), batch.image.length, Shadow.PLAIN);
  memory.mark(virtual(IMAGE_BASE - 0x1000), 0x1000, Shadow.PLAIN);
  const io = { readPort: () => 0xffff_ffff, writePort: () => undefined };
  const cpu = new Cpu({ memory, io });
  cpu.addCode(virtual(batch.entry), batch.dataStart - batch.entry);
  cpu.setFsBase(virtual(batch.dataStart));
  cpu.registers[4] = IMAGE_BASE - 0x100;
  const stop = cpu.call(virtual(batch.entry), [], { budget: 1000 * batch.programs.length });
  const start = batch.dataStart - 0x8000_0000;
  const blocks = memory.bytes.slice(start, start + batch.programs.length * BLOCK_BYTES);
  return { blocks, stop, instructions: cpu.instructionCount };
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
export function compareWithNative(seed: number, count: number): Comparison | undefined {
  const batch = makeBatch(seed, count);
  const real = runNatively(batch);
  if (real === undefined) return undefined;
  const { blocks, stop, instructions } = simulate(batch);
  const differences: Difference[] = [];
  batch.programs.forEach(({ start, end, bytes }, index) => {
    const own = blocks.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
    const theirs = real.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES);
    const maskFlags = (block: Uint8Array) => {
      const view = new DataView(block.buffer, block.byteOffset);
      view.setUint32(EFLAGS_OFFSET, view.getUint32(EFLAGS_OFFSET, true) & EFLAGS_MASK, true);
    };
    maskFlags(own);
    maskFlags(theirs);
    const different = own.findIndex((byte, offset) => byte !== theirs[offset]);
    const isStopped = stop.eip >= start && stop.eip < end;
    if (different < 0 && !isStopped) return;
    const code = Buffer.from(bytes).toString('hex');
    const what = isStopped ? JSON.stringify(stop) : describe(different, own, theirs);
    differences.push({ seed: seed + index, code, what });
  });
  return { programs: count, instructions, differences };
}
