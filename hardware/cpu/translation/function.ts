/** Writes a region as one WebAssembly function: its blocks, the jumps between them, the ways out. */
import { EDI, type Instruction } from '../instruction';
import type { Memory } from '../../memory';
import { Op, type Label } from '../../web-assembly/code-writer';
import { getBranchCondition } from './control';
import { Emitter, SiteKind, type Site } from './emitter';
import { getCarry, getOverflow, type Setter } from './flag-words';
import { neededFlags, ruleOf, setsStack } from './instructions';
import { nestLoops, type Edge, type Loop } from './loops';
import { Local, State } from './machine-state';
import { reversePostorder } from './order';
import type { Block, Region } from './region';

/** From so many targets on a jump goes by a table. */
const TABLE_TARGETS_MIN = 5;
/** A table for addresses that lie farther apart is not worth its size. */
const TABLE_SPAN_MAX = 2048;

export interface WrittenFunction {
  readonly body: Uint8Array;
  readonly sites: readonly Site[];
  /** Where it may be entered: the numbers of blocks, by the signed address of their code. */
  readonly entries: ReadonlyMap<number, number>;
}

/** The block at an address, as seen from a block. */
function blockAt(from: Block, address: number): Block | undefined {
  return from.context.blocks.get(address);
}

/** Where a return from a function that was put in goes. */
function returnOf({ context: { caller } }: Block): Block | undefined {
  return caller?.context.blocks.get(caller.returnAddress);
}

/** Blocks that a block may jump to. */
function successors(block: Block): Block[] {
  const { ending } = block;
  const at = (address: number) => blockAt(block, address);
  const found = (() => {
    switch (ending.kind) {
      case 'next':
        return [at(ending.target)];
      case 'branch':
        return [at(ending.last.target.address), at(ending.last.next.address)];
      case 'call':
        return [ending.callee];
      case 'indirect':
        return [...ending.targets.map(at), returnOf(block)];
      case 'interpret':
        return [];
    }
  })();
  return found.filter((one) => one !== undefined);
}

class FunctionWriter {
  readonly #e: Emitter;
  readonly #blocks: readonly Block[];
  /** The beginnings of loops under way. */
  readonly #loopLabels = new Map<Loop, Label>();
  /** Labels before blocks and loops that come yet, by the number of their first block. */
  readonly #ahead = new Map<number, Label>();

  constructor(e: Emitter, blocks: readonly Block[]) {
    this.#e = e;
    this.#blocks = blocks;
  }

  writeLoop(loop: Loop): void {
    const { code } = this.#e;
    const isRoot = loop.parent === undefined;
    if (!isRoot) this.#loopLabels.set(loop, code.open(Op.LOOP));
    const starts: number[] = [];
    const loops = new Map(loop.children.map((child) => [child.first, child]));
    /** By block, the label of what holds it. */
    const labels: Label[] = [];
    for (let block = loop.first; block <= loop.last; block = this.#behind(loops, block))
      starts.push(block);
    for (const start of starts.toReversed()) {
      const label = code.open(Op.BLOCK);
      this.#ahead.set(start, label);
      for (let block = start; block < this.#behind(loops, start); block++)
        labels[block - loop.first] = label;
    }
    if (loop.hasDispatch) {
      code.get(Local.BLOCK);
      code.binary(loop.first, Op.I32_SUB);
      code.branchTable(labels);
    }
    for (const start of starts) {
      code.close();
      this.#ahead.delete(start);
      const child = loops.get(start);
      if (child === undefined) this.#writeBlock(this.#blocks[start], loop);
      else this.writeLoop(child);
    }
    code.op(Op.UNREACHABLE);
    if (!isRoot) code.close();
  }

  /** The first block behind the loop that begins at a block, or behind that block alone. */
  #behind(loops: ReadonlyMap<number, Loop>, start: number): number {
    return (loops.get(start)?.last ?? start) + 1;
  }

  #writeBlock(block: Block, loop: Loop): void {
    const { instructions } = block;
    const e = this.#e;
    const count = instructions.length;
    if (count > 0) this.#countBlock(block, count);
    const needed = neededFlags(instructions);
    let setter: Setter = 'mixed';
    instructions.forEach((i, index) => {
      const rule = ruleOf(i)!;
      e.begin(i, count - index);
      const isSettingStack = setsStack(i);
      if (isSettingStack) e.noteStack();
      rule.emit(e, i, { needed: needed[index], setter });
      if (isSettingStack) e.stackLowered();
      setter = rule.setter ?? setter;
    });
    e.noteStack();
    this.#writeEnding(block, loop, setter);
  }

  /** Takes the block's instructions off what may run, or leaves before them. */
  #countBlock(block: Block, count: number): void {
    const e = this.#e;
    e.setSite(SiteKind.INTERPRET, block.address, count);
    e.code.get(Local.REMAINING);
    e.code.binary(count, Op.I32_SUB);
    e.code.tee(Local.REMAINING);
    e.code.binary(0, Op.I32_LT_S);
    e.leaveIf();
  }

  #writeEnding(block: Block, loop: Loop, setter: Setter): void {
    const { ending } = block;
    const e = this.#e;
    switch (ending.kind) {
      case 'next':
        return this.#goTo(block, loop, ending.target);
      case 'interpret':
        return e.leave(SiteKind.INTERPRET, ending.address);
      case 'branch':
        return this.#writeBranch(block, loop, ending.last, setter);
      case 'call':
        if (ending.callee !== undefined) return this.#jump(ending.callee, loop);
        if (ending.last.isRelative) return e.leave(SiteKind.GO_ON, ending.last.target.address);
        return e.leave(SiteKind.GO_ON_AT_TARGET, 0);
      case 'indirect': {
        const targets = successors(block);
        const caller = returnOf(block);
        const addressOf = (target: Block) =>
          target === caller ? block.context.caller!.returnAddress : target.address;
        if (targets.length >= TABLE_TARGETS_MIN && this.#writeTable(targets, loop)) return;
        for (const target of targets) {
          e.code.get(Local.TARGET);
          e.code.binary(addressOf(target), Op.I32_EQ);
          this.#jumpIf(target, loop);
        }
        return e.leave(SiteKind.GO_ON_AT_TARGET, 0);
      }
    }
  }

  #writeBranch(block: Block, loop: Loop, last: Instruction, setter: Setter): void {
    const e = this.#e;
    const taken = blockAt(block, last.target.address);
    getBranchCondition(e, last, setter);
    if (taken !== undefined) {
      this.#jumpIf(taken, loop);
    } else {
      e.code.open(Op.IF);
      e.leave(SiteKind.GO_ON, last.target.address);
      e.code.close();
    }
    this.#goTo(block, loop, last.next.address);
  }

  #goTo(from: Block, loop: Loop, address: number): void {
    const to = blockAt(from, address);
    if (to !== undefined) this.#jump(to, loop);
    else this.#e.leave(SiteKind.GO_ON, address);
  }

  /** A jump by the distance of the target from the lowest one. False if they lie too far apart. */
  #writeTable(targets: readonly Block[], loop: Loop): boolean {
    const { code } = this.#e;
    const addresses = targets.map(({ address }) => address);
    const lowest = Math.min(...addresses);
    const span = Math.max(...addresses) - lowest + 1;
    if (span > TABLE_SPAN_MAX) return false;
    const elsewhere = code.open(Op.BLOCK);
    const labels = targets.map(() => code.open(Op.BLOCK));
    const table: Label[] = new Array(span + 1).fill(elsewhere);
    addresses.forEach((address, index) => (table[address - lowest] = labels[index]));
    code.get(Local.TARGET);
    code.binary(lowest, Op.I32_SUB);
    code.branchTable(table);
    for (const target of targets.toReversed()) {
      code.close();
      this.#jump(target, loop);
    }
    code.close();
    this.#e.leave(SiteKind.GO_ON_AT_TARGET, 0);
    return true;
  }

  #jumpIf(to: Block, loop: Loop): void {
    const { code } = this.#e;
    const { label, needsNumber } = this.#wayTo(to, loop);
    if (!needsNumber) return code.branch(Op.BR_IF, label);
    code.open(Op.IF);
    this.#jump(to, loop);
    code.close();
  }

  #jump(to: Block, loop: Loop): void {
    const { code } = this.#e;
    const { label, needsNumber } = this.#wayTo(to, loop);
    if (needsNumber) {
      code.const(to.index);
      code.set(Local.BLOCK);
    }
    code.branch(Op.BR, label);
  }

  /** The label that leads to a block, and whether a dispatch on the way must be told its number. */
  #wayTo({ index }: Block, from: Loop): { label: Label; needsNumber: boolean } {
    let loop = from;
    while (index < loop.first || index > loop.last) loop = loop.parent!;
    if (index === loop.first && this.#loopLabels.has(loop))
      return { label: this.#loopLabels.get(loop)!, needsNumber: loop.hasDispatch };
    const child = loop.children.find(({ first, last }) => index >= first && index <= last);
    const label = this.#ahead.get(child?.first ?? index)!;
    return { label, needsNumber: child?.hasDispatch ?? false };
  }
}

/** The machine's state, from memory to locals. CF, OF and AF come as {@link Cpu.carries} has them. */
function writeEntry({ code, memory }: Emitter): void {
  const base = memory.processorState.byteOffset;
  const get = (index: number) => {
    code.const(0);
    code.memory(Op.I32_LOAD, base + 4 * index);
  };
  for (let register = 0; register <= EDI; register++) {
    get(register);
    code.set(Local.REGISTERS + register);
  }
  get(State.RESULT);
  code.set(Local.RESULT);
  get(State.STACK_LOW);
  code.set(Local.STACK_LOW);
  get(State.CARRIES);
  code.tee(Local.VALUE);
  code.binary(31, Op.I32_SHR_U);
  code.set(Local.CARRY_B);
  code.get(Local.VALUE);
  code.binary(1, Op.I32_SHL);
  code.get(Local.VALUE);
  code.op(Op.I32_XOR);
  code.binary(0x8000_0000 | 0, Op.I32_AND);
  code.set(Local.SUM);
  code.get(Local.VALUE);
  code.binary(8, Op.I32_AND);
  code.binary(1, Op.I32_SHL);
  code.set(Local.SUM_Y);
}

/** The machine's state, back to memory. */
function writeExit(e: Emitter): void {
  const { code, memory } = e;
  const base = memory.processorState.byteOffset;
  const put = (index: number, value: () => void) => {
    code.const(0);
    value();
    code.memory(Op.I32_STORE, base + 4 * index);
  };
  e.noteLowest();
  for (let register = 0; register <= EDI; register++)
    put(register, () => code.get(Local.REGISTERS + register));
  put(State.RESULT, () => code.get(Local.RESULT));
  put(State.STACK_LOW, () => code.get(Local.STACK_LOW));
  put(State.REMAINING, () => code.get(Local.REMAINING));
  put(State.TARGET, () => code.get(Local.TARGET));
  put(State.CARRIES, () => {
    getCarry(code);
    code.tee(Local.A);
    code.binary(31, Op.I32_SHL);
    code.get(Local.A);
    getOverflow(code);
    code.binary(31, Op.I32_SHR_U);
    code.op(Op.I32_XOR);
    code.binary(30, Op.I32_SHL);
    code.op(Op.I32_OR);
    code.get(Local.SUM_X, Local.SUM_Y, Local.SUM);
    code.op(Op.I32_XOR, Op.I32_XOR);
    code.binary(1, Op.I32_SHR_U);
    code.binary(8, Op.I32_AND);
    code.op(Op.I32_OR);
  });
  code.get(Local.SITE);
  code.op(Op.END);
}

/** Numbers the blocks anew, in the order in which they are to be written. */
function arrange(blocks: readonly Block[], start: number): Block[] {
  // Of where a block may go, what lies lowest goes first, as in the code.
  const following = blocks.map((block) =>
    successors(block)
      .sort((a, b) => b.address - a.address)
      .map(({ index }) => index),
  );
  const roots = blocks.filter(({ isEntry, address }) => isEntry || address === start);
  const order = reversePostorder(following, roots.map(({ index }) => index).reverse());
  return order.map((from, index) => Object.assign(blocks[from], { index }));
}

/** Writes the function of a region that begins at the signed address `start`. */
export function writeFunction(region: Region, start: number, memory: Memory): WrittenFunction {
  const blocks = arrange(region.blocks, start);
  const e = new Emitter(memory);
  const edges = blocks.flatMap((block) =>
    successors(block).map((to): Edge => [block.index, to.index]),
  );
  const heads = new Set(edges.filter(([from, to]) => to <= from).map(([, to]) => to));
  const entries = new Map<number, number>();
  for (const { index, address, isEntry, instructions } of blocks) {
    const isWanted = isEntry || address === start || heads.has(index);
    if (isWanted && instructions.length > 0 && !entries.has(address)) entries.set(address, index);
  }
  writeEntry(e);
  e.exit = e.code.open(Op.BLOCK);
  new FunctionWriter(e, blocks).writeLoop(nestLoops(blocks.length, edges, [...entries.values()]));
  e.code.close();
  writeExit(e);
  return { body: e.code.bytes, sites: e.sites, entries };
}
