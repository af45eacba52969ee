/**
 * Where code is, and the instructions decoded so far.
 *
 * The host says which bytes may be executed. What is decoded stays until a byte of it is written or
 * its range is taken away; then the instruction is decoded anew when it is next reached.
 */
import { VIRTUAL_BASE, virtual, type VirtualAddress } from '../address';
import { CODE_LINE_BYTES, type Memory } from '../memory';
import type { Cpu } from './cpu';
import { Decoder } from './decode';
import { Instruction, type Handler } from './instruction';
import { bind } from './interpreter';
import { Translator } from './translation/translator';

const INSTRUCTION_BYTES_MAX = 15;
/** Where host functions have their addresses, one every 16 bytes; there is no memory there. */
const HOST_BASE = 0xf000_0000;
const HOST_STRIDE_BYTES = 16;
/** Lines that are looked at together. */
const LINES_PER_WORD = 4;
/** A write of a dword may begin this far below the instruction it changes. */
const WRITE_REACH_BYTES = 3;
/** A driver has thousands. Only runs of very many drivers on one memory come to more. */
const KEPT_INSTRUCTIONS_MAX = 0x1_0000;

interface Range {
  readonly start: number;
  readonly end: number;
}

type Instructions = Map<number, Instruction>;

/** Of the last processor on each memory: for the next run they need not be made anew. */
const instructionsOn = new WeakMap<Memory, Instructions>();

/** The instructions that a processor on `memory` has left, none of them decoded. */
function takeOver(memory: Memory): Instructions {
  const left = instructionsOn.get(memory);
  if (left !== undefined && left.size <= KEPT_INSTRUCTIONS_MAX) {
    for (const instruction of left.values()) {
      forget(instruction);
      instruction.head = undefined;
    }
    return left;
  }
  const instructions: Instructions = new Map();
  instructionsOn.set(memory, instructions);
  return instructions;
}

/** Its links stay: the instructions they lead to are bound to their addresses. */
function forget(instruction: Instruction): void {
  instruction.length = 0;
  instruction.execute = instruction.interpreted = decodeAndRun;
}

/** Decodes an instruction when it is first reached, and runs it. */
function decodeAndRun(cpu: Cpu, i: Instruction): Instruction {
  const { code } = cpu;
  const address = i.address >>> 0;
  switch (code.decode(i)) {
    case 'decoded':
      return i.execute(cpu, i);
    case 'undefined':
      return cpu.fault(i, 'undefined-instruction');
    case 'too-long':
      return cpu.fault(i, 'general-protection');
    case 'truncated':
      return cpu.stopAt(i, { kind: 'not-code', eip: address, address: code.codeEnd(address) });
  }
}

/**
 * Stands for an address that was no code when something led there. It is not kept, lest wild jumps
 * fill the cache; should code have come there since, that is run.
 */
function runElsewhere(cpu: Cpu, i: Instruction): Instruction {
  const address = i.address >>> 0;
  if (!cpu.code.isCode(address)) return cpu.stopAt(i, { kind: 'not-code', eip: address, address });
  const instruction = cpu.code.at(address);
  return instruction.execute(cpu, instruction);
}

export class CodeCache {
  readonly translator: Translator;
  /** See {@link Cpu.onDecoded}. */
  onDecoded: ((instruction: Instruction) => void) | undefined = undefined;
  readonly #memory: Memory;
  readonly #lineWords: Int32Array;
  readonly #decoder: Decoder;
  /** By signed address. */
  readonly #instructions: Instructions;
  /** In the order of their addresses. Few of them are ever called. */
  readonly #hosts: Handler[] = [];
  readonly #hostInstructions: Instruction[] = [];
  /** In ascending order, neither overlapping nor touching. */
  #ranges: Range[] = [];
  #fsBase = 0;

  constructor(memory: Memory, heatMax?: number) {
    this.#memory = memory;
    this.#instructions = takeOver(memory);
    const { buffer, byteOffset, length } = memory.codeLines;
    this.#lineWords = new Int32Array(buffer, byteOffset, length / LINES_PER_WORD);
    this.#decoder = new Decoder(memory.bytes);
    this.translator = new Translator(this, memory, heatMax);
  }

  /**
   * The instruction at `address`, which may be signed or unsigned; decoded when it is first run.
   */
  at(address: number): Instruction {
    const key = address | 0;
    const known = this.#instructions.get(key) ?? this.#hostAt(key >>> 0);
    if (known !== undefined) return known;
    if (!this.isCode(key >>> 0)) return new Instruction(key, runElsewhere, false);
    const instruction = new Instruction(key, decodeAndRun, false);
    this.#instructions.set(key, instruction);
    return instruction;
  }

  /** The instruction at a signed address if it has been decoded: only what has been run is. */
  decodedAt(address: number): Instruction | undefined {
    const instruction = this.#instructions.get(address);
    return instruction !== undefined && instruction.length > 0 ? instruction : undefined;
  }

  /** The dword at an address, as the bytes are now; undefined where there is no memory. */
  dwordAt(address: number): number | undefined {
    const offset = address - VIRTUAL_BASE;
    if (offset < 0 || offset > this.#memory.byteCount - 4) return undefined;
    return this.#memory.view.getUint32(offset, true);
  }

  /** {@link CodeCache.at} for where a function begins: it is translated when it is called often. */
  functionAt(address: number): Instruction {
    const instruction = this.at(address);
    if (instruction.head === undefined && !instruction.isHost) this.translator.watch(instruction);
    return instruction;
  }

  /** Gives an instruction of the host its address. */
  addHost(execute: Handler): VirtualAddress {
    return virtual(HOST_BASE + HOST_STRIDE_BYTES * (this.#hosts.push(execute) - 1));
  }

  #hostAt(address: number): Instruction | undefined {
    const index = (address - HOST_BASE) / HOST_STRIDE_BYTES;
    const host = this.#hosts[index];
    if (host === undefined) return undefined;
    return (this.#hostInstructions[index] ??= new Instruction(address | 0, host, true));
  }

  addRange(address: VirtualAddress, byteCount: number): void {
    if (byteCount <= 0) return;
    const end = address + byteCount;
    if (address < VIRTUAL_BASE || end > VIRTUAL_BASE + this.#memory.byteCount)
      throw new RangeError(`no memory for code at 0x${address.toString(16)}`);
    const apart = this.#ranges.filter((range) => range.end < address || range.start > end);
    const touching = this.#ranges.filter((range) => range.end >= address && range.start <= end);
    const start = Math.min(address, ...touching.map((range) => range.start));
    const last = Math.max(end, ...touching.map((range) => range.end));
    this.#ranges = [...apart, { start, end: last }].sort((a, b) => a.start - b.start);
  }

  removeRange(address: VirtualAddress, byteCount: number): void {
    if (byteCount <= 0) return;
    const end = address + byteCount;
    this.#ranges = this.#ranges.flatMap((range) => {
      if (range.end <= address || range.start >= end) return [range];
      const below = { start: range.start, end: address };
      const above = { start: end, end: range.end };
      return [below, above].filter((part) => part.start < part.end);
    });
    this.#forgetWritten(address, byteCount);
  }

  isCode(address: number): boolean {
    return this.codeEnd(address) > address;
  }

  /** Where the run of code ends that holds `address`; `address` itself if it is not code. */
  codeEnd(address: number): number {
    for (const range of this.#ranges) {
      if (address < range.start) break;
      if (address < range.end) return range.end;
    }
    return address;
  }

  /** FS:0. Everything decoded so far is forgotten, for it holds the old one. */
  setFsBase(address: VirtualAddress): void {
    this.#fsBase = address | 0;
    for (const instruction of this.#instructions.values()) forget(instruction);
    this.translator.drop(0, Infinity);
  }

  decode(instruction: Instruction) {
    const address = instruction.address >>> 0;
    const offset = address - VIRTUAL_BASE;
    const end = this.codeEnd(address) - VIRTUAL_BASE;
    const outcome = this.#decoder.decode(instruction, offset, end);
    if (outcome !== 'decoded') {
      instruction.length = 0;
      return outcome;
    }
    const next = (instruction.address + instruction.length) | 0;
    instruction.next = this.at(next);
    if (instruction.isRelative) {
      const target = (next + instruction.immediate) | 0;
      instruction.target = this.at(instruction.size === 2 ? target & 0xffff : target);
      if (target <= instruction.address || instruction.mnemonic === 'call')
        this.translator.watch(instruction.target);
    }
    bind(instruction, this.#fsBase);
    this.translator.decoded(instruction);
    this.markLines(address, instruction.length);
    this.onDecoded?.(instruction);
    return outcome;
  }

  /** Takes note that bytes were written: what was decoded from them is forgotten. */
  written(address: VirtualAddress, byteCount: number): void {
    const end = address + byteCount;
    for (const range of this.#ranges) {
      if (range.start >= end) return;
      if (range.end > address) return this.#forgetWritten(address, byteCount);
    }
  }

  #forgetWritten(address: VirtualAddress, byteCount: number): void {
    const offset = address - VIRTUAL_BASE;
    const lastByte = Math.min(offset + byteCount, this.#memory.byteCount) - 1;
    const last = Math.floor(lastByte / CODE_LINE_BYTES / LINES_PER_WORD);
    const first = Math.max(0, Math.floor(offset / CODE_LINE_BYTES / LINES_PER_WORD));
    for (let word = first; word <= last; word++) {
      if (this.#lineWords[word] === 0) continue;
      this.#forgetOverlapping(address, byteCount);
      this.translator.drop(address, byteCount);
      return;
    }
  }

  #forgetOverlapping(address: VirtualAddress, byteCount: number): void {
    const end = address + byteCount;
    if (byteCount > this.#instructions.size) {
      for (const instruction of this.#instructions.values()) {
        const start = instruction.address >>> 0;
        if (start < end && start + instruction.length > address) forget(instruction);
      }
      return;
    }
    for (let start = address - INSTRUCTION_BYTES_MAX + 1; start < end; start++) {
      const instruction = this.#instructions.get(start | 0);
      if (instruction !== undefined && start + instruction.length > address) forget(instruction);
    }
  }

  /** Has writes to these bytes noticed from now on. */
  markLines(address: number, byteCount: number): void {
    const offset = address - VIRTUAL_BASE;
    const first = Math.max(0, Math.floor((offset - WRITE_REACH_BYTES) / CODE_LINE_BYTES));
    const last = Math.floor((offset + byteCount - 1) / CODE_LINE_BYTES);
    this.#memory.codeLines.fill(1, first, last + 1);
  }
}
