/**
 * The same machine code under valgrind's memcheck, for the bench: an i386 program that calls each
 * function again and again, and writes out how long that took.
 *
 * Sources: System V ABI (ELF header, program header); Linux i386 system calls 1 exit, 4 write,
 * 265 clock_gettime.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One function, and how it is called. */
export interface NativeCall {
  readonly address: number;
  readonly args: readonly number[];
  /** What the function must find set: dwords, as far apart, that get their highest bit. */
  readonly armed?: { readonly start: number; readonly count: number; readonly strideBytes: number };
  /** Calls between two looks at the clock. */
  readonly repeatCount: number;
}

/** Nanoseconds that each call takes, or why there are none. */
export type NativeTimes = { readonly nsPerCall: readonly number[] } | { readonly skipped: string };

const HEADER_BYTES = 0x54;
const WINDOW_COUNT = 40;
/** Two times of seconds and nanoseconds. */
const WINDOW_BYTES = 16;
const [EXIT, WRITE, CLOCK_GETTIME] = [1, 4, 265];
const [STDOUT, CLOCK_MONOTONIC] = [1, 1];
const TIMEOUT_MS = 120_000;

function dword(value: number): number[] {
  return [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff);
}

/** mov r32, imm32 */
function set(register: number, value: number): number[] {
  return [0xb8 + register, ...dword(value)];
}

/** dec r32; jnz to the start of `body`. */
function loop(register: number, count: number, body: readonly number[]): number[] {
  const jump = [0x0f, 0x85, ...dword(-(body.length + 7))];
  return [...set(register, count), ...body, 0x48 + register, ...jump];
}

const [EAX, ECX, EDX, EBX, EBP, ESI, EDI] = [0, 1, 2, 3, 5, 6, 7];
const INT80 = [0xcd, 0x80];

/** Puts the time where EDI points, and EDI behind it. */
const TAKE_TIME = [
  ...set(EAX, CLOCK_GETTIME),
  ...set(EBX, CLOCK_MONOTONIC),
  // mov ecx, edi; int 80h; add edi, 8
  ...[0x89, 0xf9, ...INT80, 0x83, 0xc7, 8],
];

/** The functions keep EBX, ESI, EDI and EBP, and take their own arguments off the stack. */
function measure({ address, args, armed, repeatCount }: NativeCall): number[] {
  const arm =
    armed === undefined
      ? []
      : [
          ...set(EAX, armed.start),
          // or dword [eax], 80000000h; add eax, strideBytes
          ...loop(ECX, armed.count, [0x81, 0x08, 0, 0, 0, 0x80, 0x05, ...dword(armed.strideBytes)]),
        ];
  const push = [...args].reverse().flatMap((value) => [0x68, ...dword(value)]);
  const call = [...set(EAX, address), 0xff, 0xd0];
  const calls = loop(EBP, repeatCount, [...arm, ...push, ...call]);
  return loop(ESI, WINDOW_COUNT, [...TAKE_TIME, ...calls, ...TAKE_TIME]);
}

function program(calls: readonly NativeCall[], times: number, timesBytes: number): number[] {
  return [
    ...set(EDI, times),
    ...calls.flatMap(measure),
    ...[set(EAX, WRITE), set(EBX, STDOUT), set(ECX, times), set(EDX, timesBytes), INT80].flat(),
    // xor ebx, ebx
    ...[set(EAX, EXIT), [0x31, 0xdb], INT80].flat(),
  ];
}

/** ELF: ET_EXEC, EM_386; one segment of it all, that may be read, written and executed. */
function writeHeader(file: Uint8Array, base: number): void {
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  const words = (offset: number, values: number[]) =>
    values.forEach((value, n) => view.setUint16(offset + 2 * n, value, true));
  const dwords = (offset: number, values: number[]) =>
    values.forEach((value, n) => view.setUint32(offset + 4 * n, value, true));
  words(16, [2, 3]);
  dwords(20, [1, base + HEADER_BYTES, 0x34, 0, 0]);
  words(40, [0x34, 0x20, 1, 0, 0, 0]);
  dwords(0x34, [1, 0, base, base, file.length, file.length, 7, 0x1000]);
}

/**
 * Measures `calls` under memcheck; of each the best window counts.
 *
 * @param image - code and data at `base`; its first `roomBytes` are free for the program
 */
export function timesUnderMemcheck(
  image: Uint8Array,
  base: number,
  roomBytes: number,
  calls: readonly NativeCall[],
): NativeTimes {
  const timesBytes = calls.length * WINDOW_COUNT * WINDOW_BYTES;
  const file = new Uint8Array(image.length + timesBytes);
  file.set(image);
  const code = program(calls, base + image.length, timesBytes);
  if (HEADER_BYTES + code.length > roomBytes) throw new RangeError(`${code.length} bytes of code`);
  file.set(code, HEADER_BYTES);
  writeHeader(file, base);
  const folder = mkdtempSync(join(tmpdir(), 'ndislab-bench-'));
  try {
    const path = join(folder, 'functions');
    writeFileSync(path, file, { mode: 0o755 });
    const run = spawnSync('valgrind', ['-q', '--tool=memcheck', path], { timeout: TIMEOUT_MS });
    if (run.error !== undefined) return { skipped: `no valgrind: ${run.error.message}` };
    const said = run.stderr.toString().trim().split('\n')[0];
    if (run.status !== 0) return { skipped: `valgrind: ${said || `status ${run.status}`}` };
    if (said !== '') throw new Error(`memcheck has found something: ${said}`);
    return { nsPerCall: calls.map((call, index) => bestOf(run.stdout, call, index)) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bestOf(times: Buffer, { repeatCount }: NativeCall, index: number): number {
  let best = Infinity;
  for (let window = 0; window < WINDOW_COUNT; window++) {
    const at = (index * WINDOW_COUNT + window) * WINDOW_BYTES;
    const seconds = times.readInt32LE(at + 8) - times.readInt32LE(at);
    const ns = seconds * 1e9 + times.readInt32LE(at + 12) - times.readInt32LE(at + 4);
    best = Math.min(best, ns / repeatCount);
  }
  return best;
}
