/**
 * Where code is, and the instructions decoded so far.
 *
 * The host says which bytes may be executed. What is decoded stays until a byte of it is written or
 * its range is taken away; then the instruction is decoded anew when it is next reached.
 */
import { PAGE_BYTES, VIRTUAL_BASE, type VirtualAddress } from '../address';
import type { Memory } from '../memory';
import type { Cpu } from './cpu';
import { Decoder } from './decode';
import { Instruction } from './instruction';
import { bind } from './interpreter';

const INSTRUCTION_BYTES_MAX = 15;
/** Within a page that holds code, writes are told apart by lines of this size. */
const LINE_BYTES = 64;
const LINES_PER_PAGE = PAGE_BYTES / LINE_BYTES;
/** A write of a dword may begin this far below the instruction it changes. */
const WRITE_REACH_BYTES = 3;

interface Range {
  readonly start: number;
  readonly end: number;
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
  /** Not zero for the pages in which a write may change a decoded instruction. */
  readonly pages: Uint8Array;
  readonly #memory: Memory;
  readonly #decoder: Decoder;
  readonly #instructions = new Map<number, Instruction>();
  /** By page, which of its lines hold decoded instructions. */
  readonly #lines: (Uint8Array | undefined)[] = [];
  /** In ascending order, neither overlapping nor touching. */
  #ranges: Range[] = [];
  #fsBase = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#decoder = new Decoder(memory.bytes);
    this.pages = new Uint8Array(memory.byteCount / PAGE_BYTES);
  }

  /**
   * The instruction at `address`, which may be signed or unsigned; decoded when it is first run.
   */
  at(address: number): Instruction {
    const key = address | 0;
    const known = this.#instructions.get(key);
    if (known !== undefined) return known;
    if (!this.isCode(key >>> 0)) return new Instruction(key, runElsewhere, false);
    const instruction = new Instruction(key, decodeAndRun, false);
    this.#instructions.set(key, instruction);
    return instruction;
  }

  /** Puts an instruction of the host at its address. */
  addHost(instruction: Instruction): void {
    this.#instructions.set(instruction.address, instruction);
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
    this.written(address, byteCount);
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
    for (const instruction of this.#instructions.values()) this.#forget(instruction);
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
    }
    bind(instruction, this.#fsBase);
    this.#markLines(address, instruction.length);
    return outcome;
  }

  /** Takes note that bytes were written: what was decoded from them is forgotten. */
  written(address: VirtualAddress, byteCount: number): void {
    const offset = address - VIRTUAL_BASE;
    const lastByte = Math.min(offset + byteCount, this.#memory.byteCount) - 1;
    const last = Math.floor(lastByte / LINE_BYTES);
    for (let line = Math.max(0, Math.floor(offset / LINE_BYTES)); line <= last; line++) {
      const page = Math.floor(line / LINES_PER_PAGE);
      const lines = this.#lines[page];
      if (lines === undefined) line = (page + 1) * LINES_PER_PAGE - 1;
      else if (lines[line % LINES_PER_PAGE] !== 0) {
        this.#forgetOverlapping(address, byteCount);
        return;
      }
    }
  }

  #forgetOverlapping(address: VirtualAddress, byteCount: number): void {
    const end = address + byteCount;
    if (byteCount > this.#instructions.size) {
      for (const instruction of this.#instructions.values()) {
        const start = instruction.address >>> 0;
        if (start < end && start + instruction.length > address) this.#forget(instruction);
      }
      return;
    }
    for (let start = address - INSTRUCTION_BYTES_MAX + 1; start < end; start++) {
      const instruction = this.#instructions.get(start | 0);
      if (instruction !== undefined && start + instruction.length > address)
        this.#forget(instruction);
    }
  }

  /** Its links stay: the instructions they lead to are bound to their addresses. */
  #forget(instruction: Instruction): void {
    if (instruction.isHost) return;
    instruction.length = 0;
    instruction.execute = decodeAndRun;
  }

  #markLines(address: number, byteCount: number): void {
    const offset = address - VIRTUAL_BASE;
    const first = Math.max(0, Math.floor((offset - WRITE_REACH_BYTES) / LINE_BYTES));
    const last = Math.floor((offset + byteCount - 1) / LINE_BYTES);
    for (let line = first; line <= last; line++) {
      const page = Math.floor(line / LINES_PER_PAGE);
      this.pages[page] = 1;
      const lines = (this.#lines[page] ??= new Uint8Array(LINES_PER_PAGE));
      lines[line % LINES_PER_PAGE] = 1;
    }
  }
}
