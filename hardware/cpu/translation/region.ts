/**
 * What is translated together: the code that can be reached from an instruction by jumps, with the
 * small functions that it calls put in where they are called, as blocks.
 *
 * Only code that has been run is taken in: it is decoded, and what never ran is not worth
 * translating. So an instruction is decoded if and only if it was executed, but for those of regions
 * that earlier runs left: see {@link Translator}.
 */
import { VIRTUAL_BASE } from '../../address';
import type { CodeCache } from '../code-cache';
import { Form, ZERO, type Instruction } from '../instruction';
import { isTranslatable } from './instructions';

/** Instructions in a region, functions put in included; what is beyond becomes another region. */
const REGION_INSTRUCTIONS_MAX = 600;
/** A function of more instructions is not put in, but called. */
const INLINED_INSTRUCTIONS_MAX = 120;
const INLINED_DEPTH_MAX = 3;
/** A larger table of jumps is not looked at. */
const TABLE_ENTRIES_MAX = 256;

/** How a block ends. */
export type Ending =
  /** By going on behind it, or by a jump. */
  | { readonly kind: 'next'; readonly target: number }
  | { readonly kind: 'branch'; readonly last: Instruction }
  /** A call of a function of the region, whose first block is `callee`. */
  | { readonly kind: 'call'; readonly last: Instruction; readonly callee: Block | undefined }
  /** To an address that is only known then; the addresses that it is likely to be. */
  | { readonly kind: 'indirect'; readonly last: Instruction; readonly targets: readonly number[] }
  /** An instruction that is left to the interpreter. */
  | { readonly kind: 'interpret'; readonly address: number };

export interface Block {
  index: number;
  readonly address: number;
  /** The one that ends it included, unless that is left to the interpreter. */
  readonly instructions: readonly Instruction[];
  readonly ending: Ending;
  /** Whether an interpreted instruction, or the return of a call, leads here. */
  readonly isEntry: boolean;
  /** The blocks of the same function, by address. */
  readonly context: Context;
}

/** A function, once for each place where it is put in. */
export interface Context {
  readonly blocks: Map<number, Block>;
  /** Where its returns go, if it was put in. */
  readonly caller: { readonly context: Context; readonly returnAddress: number } | undefined;
}

export interface Region {
  readonly blocks: readonly Block[];
  /** Addresses that are code of it, ascending, as [start, end). */
  readonly ranges: readonly (readonly [start: number, end: number])[];
}

/** Instructions of one function, before they are cut into blocks. */
interface Walk {
  readonly instructions: Map<number, Instruction>;
  readonly leaders: Set<number>;
  readonly entries: Set<number>;
  readonly tables: Map<number, readonly number[]>;
  /** False if there was more than could be taken. */
  readonly isWhole: boolean;
}

function isDecoded(instruction: Instruction): boolean {
  return instruction.length > 0 && !instruction.isHost;
}

/** The jump targets in the table of `jmp [table + 4 * register]`, as far as they have been run. */
function tableTargets(code: CodeCache, i: Instruction): number[] {
  const isTable = i.form === Form.MEMORY_DESTINATION && i.base === ZERO && i.scale === 2;
  if (!isTable || i.index === ZERO) return [];
  const targets = new Set<number>();
  for (let index = 0; index < TABLE_ENTRIES_MAX; index++) {
    const target = code.dwordAt((i.displacement >>> 0) + 4 * index);
    if (target === undefined || !code.isCode(target)) break;
    if (code.decodedAt(target | 0) !== undefined) targets.add(target | 0);
  }
  return [...targets];
}

/** Follows the jumps from `start`, for as many instructions as `limit` at most. */
function walk(code: CodeCache, start: Instruction, limit: number): Walk {
  const found: Walk = {
    instructions: new Map(),
    leaders: new Set([start.address]),
    entries: new Set(),
    tables: new Map(),
    isWhole: true,
  };
  const { instructions, leaders, entries, tables } = found;
  const pending = [start];
  const lead = (to: Instruction, isEntry: boolean) => {
    if (!isDecoded(to)) return;
    leaders.add(to.address);
    if (isEntry) entries.add(to.address);
    pending.push(to);
  };
  for (let i = pending.pop(); i !== undefined; i = pending.pop()) {
    while (isDecoded(i) && !instructions.has(i.address)) {
      if (instructions.size >= limit) return { ...found, isWhole: false };
      instructions.set(i.address, i);
      if (!isTranslatable(i)) {
        lead(i.next, true);
        break;
      }
      if (i.mnemonic === 'call') {
        lead(i.next, true);
        break;
      }
      if (i.mnemonic === 'ret') break;
      if (i.mnemonic === 'jmp') {
        if (i.isRelative) lead(i.target, false);
        else {
          const targets = tableTargets(code, i);
          tables.set(i.address, targets);
          for (const target of targets) lead(code.at(target), false);
        }
        break;
      }
      if (i.isRelative) {
        lead(i.target, false);
        lead(i.next, false);
        break;
      }
      i = i.next;
    }
  }
  return found;
}

class Builder {
  readonly blocks: Block[] = [];
  readonly #code: CodeCache;
  #room = REGION_INSTRUCTIONS_MAX;

  constructor(code: CodeCache) {
    this.#code = code;
  }

  /** Puts in the function at `start`. Undefined if there is no room for it. */
  add(start: Instruction, caller: Context['caller'], depth: number): Block | undefined {
    const limit = depth === 0 ? this.#room : Math.min(this.#room, INLINED_INSTRUCTIONS_MAX);
    const found = walk(this.#code, start, limit);
    if (depth > 0 && !found.isWhole) return undefined;
    this.#room -= found.instructions.size;
    const context: Context = { blocks: new Map(), caller };
    const leaders = [...found.leaders].sort((a, b) => a - b);
    for (const leader of leaders) this.#addBlock(found, context, leader, depth);
    return context.blocks.get(start.address);
  }

  #addBlock(found: Walk, context: Context, address: number, depth: number): void {
    const { instructions, leaders } = found;
    const taken: Instruction[] = [];
    let i = instructions.get(address);
    // A leader to which the walk did not come for want of a decoded instruction is no block.
    if (i === undefined) return;
    let ending: Ending | undefined;
    while (ending === undefined) {
      if (i === undefined) {
        ending = { kind: 'next', target: taken.at(-1)!.next.address };
        break;
      }
      if (!isTranslatable(i)) {
        ending = { kind: 'interpret', address: i.address };
        break;
      }
      taken.push(i);
      ending = this.#endingOf(i, found, leaders);
      if (ending === undefined) i = instructions.get(i.next.address);
    }
    const index = this.blocks.length;
    const isEntry = found.entries.has(address);
    const block = { index, address, instructions: taken, ending, isEntry, context };
    context.blocks.set(address, block);
    this.blocks.push(block);
    if (ending.kind === 'call' && ending.last.isRelative && depth < INLINED_DEPTH_MAX) {
      const { last } = ending;
      if (!isDecoded(last.target) || this.#isWithin(last.target.address, context)) return;
      const caller = { context, returnAddress: last.next.address };
      const callee = this.add(last.target, caller, depth + 1);
      Object.assign(block, { ending: { ...ending, callee } });
    }
  }

  /** Whether the function is one that is being put in: recursion stays a call. */
  #isWithin(address: number, context: Context): boolean {
    for (let one: Context | undefined = context; one !== undefined; one = one.caller?.context)
      if (one.blocks.has(address)) return true;
    return false;
  }

  /** How the block ends behind `i`; undefined if it goes on. */
  #endingOf(i: Instruction, { tables }: Walk, leaders: Set<number>): Ending | undefined {
    if (i.mnemonic === 'call') return { kind: 'call', last: i, callee: undefined };
    if (i.mnemonic === 'ret') return { kind: 'indirect', last: i, targets: [] };
    if (i.mnemonic === 'jmp') {
      if (i.isRelative) return { kind: 'next', target: i.target.address };
      return { kind: 'indirect', last: i, targets: tables.get(i.address) ?? [] };
    }
    if (i.isRelative) return { kind: 'branch', last: i };
    if (leaders.has(i.next.address)) return { kind: 'next', target: i.next.address };
    return undefined;
  }
}

function rangesOf(blocks: readonly Block[]): [number, number][] {
  const parts = blocks
    .flatMap(({ instructions }) => instructions)
    .map(({ address, length }): [number, number] => [address >>> 0, (address >>> 0) + length])
    .sort(([a], [b]) => a - b);
  const merged: [number, number][] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last !== undefined && part[0] <= last[1]) last[1] = Math.max(last[1], part[1]);
    else merged.push(part);
  }
  return merged;
}

/** The region that begins with `start`; undefined if that instruction is none to translate. */
export function findRegion(code: CodeCache, start: Instruction): Region | undefined {
  if (!isTranslatable(start)) return undefined;
  const builder = new Builder(code);
  builder.add(start, undefined, 0);
  const { blocks } = builder;
  return { blocks, ranges: rangesOf(blocks).filter(([from]) => from >= VIRTUAL_BASE) };
}
