/**
 * A batch of random programs as a 32-bit ELF file, and its run on the real processor. Each program
 * has its own block of data: stack, window, registers at its end. The file writes all blocks to its
 * standard output when the programs are through.
 *
 * Sources: System V ABI (ELF header, program header); Linux i386 system calls 1 exit, 4 write,
 * 243 set_thread_area.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Random } from '../../../hardware/random';
import { Assembler } from './assembler';
import { Generator } from './generator';

/** Free both in the simulated kernel's address space and in that of a 32-bit Linux process. */
export const IMAGE_BASE = 0x8010_0000;
const HEADER_BYTES = 0x54;
const STACK_BYTES = 192;
const WINDOW_BYTES = 128;
/** EAX, ECX, EDX, EBX, ESP, EBP, ESI, EDI, EFLAGS, one dword spare. */
const RESULT_BYTES = 40;
export const BLOCK_BYTES = STACK_BYTES + WINDOW_BYTES + RESULT_BYTES;
/** Most that a program may take; what is not used stays empty. */
const PROGRAM_BYTES = 1024;
const INSTRUCTIONS_PER_PROGRAM = 12;

export interface Batch {
  readonly image: Uint8Array;
  /** Where the first program begins. */
  readonly entry: number;
  /** Behind the last program: the simulated processor ends here. */
  readonly end: number;
  readonly dataStart: number;
  readonly programs: readonly { start: number; end: number; bytes: readonly number[] }[];
}

/** Makes `count` programs, each from its own seed `seed + index`. */
export function makeBatch(seed: number, count: number): Batch {
  const entry = IMAGE_BASE + 0x1000;
  const end = entry + count * PROGRAM_BYTES;
  // The page behind the programs holds the epilogue.
  const data = ((end + 0x1000 + 0xfff) & ~0xfff) >>> 0;
  const image = new Uint8Array(data - IMAGE_BASE + count * BLOCK_BYTES);
  const programs = [];
  for (let index = 0; index < count; index++) {
    const random = new Random(seed + index);
    const start = entry + index * PROGRAM_BYTES;
    const block = data + index * BLOCK_BYTES;
    for (let n = 0; n < STACK_BYTES + WINDOW_BYTES; n++)
      image[block - IMAGE_BASE + n] = random.nextUint32();
    const bytes = makeProgram(random, start, block, data, start + PROGRAM_BYTES);
    image.set(bytes, start - IMAGE_BASE);
    programs.push({ start, end: start + bytes.length, bytes });
  }
  image.set(epilogue(data, count * BLOCK_BYTES), end - IMAGE_BASE);
  const prologueBytes = prologue(IMAGE_BASE + HEADER_BYTES, entry, data);
  image.set(prologueBytes, HEADER_BYTES);
  writeHeader(image, IMAGE_BASE + HEADER_BYTES);
  return { image, entry, end, dataStart: data, programs };
}

function makeProgram(
  random: Random,
  start: number,
  block: number,
  fsBase: number,
  next: number,
): number[] {
  const esp = block + STACK_BYTES - 24;
  const asm = new Assembler(random, start, fsBase, esp);
  asm.set(4, esp);
  asm.emit(0x68, ...asm.immediate(0x202 | (random.nextUint32() & 0xcd5), 4), 0x9d);
  for (const register of [0, 1, 2, 3, 5, 6, 7]) asm.set(register, asm.value());
  const arena = { windowStart: block + STACK_BYTES, windowBytes: WINDOW_BYTES };
  new Generator(asm, arena).instructions(INSTRUCTIONS_PER_PROGRAM);
  const results = block + STACK_BYTES + WINDOW_BYTES;
  for (let register = 0; register < 8; register++)
    asm.emit(0x89, 0x05 | (register << 3), ...asm.immediate(results + 4 * register, 4));
  // mov esp, behind the results; pushfd; jmp next
  asm.set(4, results + 36);
  asm.emit(0x9c, 0xe9, ...asm.immediate(next - (asm.here + 6), 4));
  if (asm.bytes.length > PROGRAM_BYTES)
    throw new RangeError(`a program of ${asm.bytes.length} bytes`);
  return asm.bytes;
}

/** Gives FS the base `fsBase` through a descriptor on the stack, and jumps to `entry`. */
function prologue(origin: number, entry: number, fsBase: number): number[] {
  const asm = new Assembler(new Random(0), origin, fsBase, 0);
  // struct user_desc: entry_number -1, base_addr, limit 0xFFFFF, seg_32bit|limit_in_pages|useable
  for (const dword of [0x51, 0xf_ffff, fsBase, -1]) asm.emit(0x68, ...asm.immediate(dword, 4));
  asm.emit(0x89, 0xe3);
  asm.set(0, 243);
  asm.emit(0xcd, 0x80);
  // mov eax, [esp]; lea eax, [eax*8+3]; mov fs, ax
  asm.emit(0x8b, 0x04, 0x24, 0x8d, 0x04, 0xc5, 3, 0, 0, 0, 0x8e, 0xe0);
  asm.emit(0xe9, ...asm.immediate(entry - (asm.here + 5), 4));
  return asm.bytes;
}

/** write(1, address, byteCount) until all is out, then exit(0). */
function epilogue(address: number, byteCount: number): number[] {
  const asm = new Assembler(new Random(0), 0, 0, 0);
  asm.set(3, 1);
  asm.set(1, address);
  asm.set(2, byteCount);
  const again = asm.here;
  asm.set(0, 4);
  // int 80h; test eax, eax; jle exit; add ecx, eax; sub edx, eax; jnz again
  asm.emit(0xcd, 0x80, 0x85, 0xc0, 0x7e, 6, 0x01, 0xc1, 0x29, 0xc2);
  asm.emit(0x75, again - (asm.here + 2));
  asm.set(0, 1);
  asm.emit(0x31, 0xdb, 0xcd, 0x80);
  return asm.bytes;
}

function writeHeader(image: Uint8Array, entry: number): void {
  const view = new DataView(image.buffer);
  image.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const words = (offset: number, values: number[]) =>
    values.forEach((value, n) => view.setUint16(offset + 2 * n, value, true));
  const dwords = (offset: number, values: number[]) =>
    values.forEach((value, n) => view.setUint32(offset + 4 * n, value, true));
  // ET_EXEC, EM_386; version, entry, program headers, section headers, flags; sizes and counts.
  words(16, [2, 3]);
  dwords(20, [1, entry, 0x34, 0, 0]);
  words(40, [0x34, 0x20, 1, 0, 0, 0]);
  // PT_LOAD, offset, addresses, sizes, read + write + execute, alignment.
  dwords(0x34, [1, 0, IMAGE_BASE, IMAGE_BASE, image.length, image.length, 7, 0x1000]);
}

/** Runs a batch natively. Returns the blocks, or undefined where i386 programs cannot run. */
export function runNatively(batch: Batch): Uint8Array | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'cpu-oracle-'));
  try {
    const file = join(folder, 'batch');
    writeFileSync(file, batch.image, { mode: 0o755 });
    const run = spawnSync(file, { maxBuffer: 1 << 28, timeout: 60_000 });
    if (run.error !== undefined) return undefined;
    if (run.signal !== null || run.status !== 0)
      throw new Error(`the native run ended by ${run.signal ?? run.status}`);
    return new Uint8Array(run.stdout);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
