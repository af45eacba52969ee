/**
 * A region that has been translated, and runs of it.
 *
 * The compiled module, with all that does not change, is kept for the process; a translation binds
 * it to one memory and one processor.
 */
import { virtual } from '../../address';
import type { Memory } from '../../memory';
import type { CompiledModule } from '../../web-assembly/host';
import type { Cpu } from '../cpu';
import type { Instruction } from '../instruction';
import { SiteKind, type Site } from './emitter';
import { State } from './machine-state';
import { instantiate, type CompiledFunction } from '../../web-assembly/module';

/** A range of addresses, unsigned, the end not included. */
export type AddressRange = readonly [start: number, end: number];

/** What a translation is made of; it holds for every memory of that size with these bytes in it. */
export interface TranslatedRegion {
  readonly module: CompiledModule;
  readonly sites: readonly Site[];
  /** By signed address, the blocks at which it may be entered. */
  readonly entries: ReadonlyMap<number, number>;
  readonly ranges: readonly AddressRange[];
  /** Where its instructions begin, signed. */
  readonly addresses: readonly number[];
  /** The bytes of the ranges, one behind the other. */
  readonly bytes: Uint8Array;
  readonly memoryBytes: number;
  readonly functions: WeakMap<Memory, CompiledFunction>;
}

/**
 * ZF, SF and PF as one word, which is 0 for ZF, has SF for its sign, and PF's parity in its low byte.
 * Undefined where no word has them, as after POPF of odd values.
 */
function resultWord({ zero, sign }: Cpu): number | undefined {
  if (zero === sign) return sign;
  if (zero !== 0) return sign === 0 ? 0x100 : sign;
  return undefined;
}

export class Translation {
  readonly region: TranslatedRegion;
  readonly #run: CompiledFunction;
  /** By site, where execution went on when it was left by that last. */
  readonly #instructions: (Instruction | undefined)[];

  constructor(region: TranslatedRegion, memory: Memory) {
    this.region = region;
    this.#instructions = region.sites.map(() => undefined);
    let run = region.functions.get(memory);
    if (run === undefined) {
      run = instantiate(region.module, memory.linear);
      region.functions.set(memory, run);
    }
    this.#run = run;
  }

  overlaps(start: number, end: number): boolean {
    return this.region.ranges.some(([from, to]) => from < end && to > start);
  }

  /** Runs from `instruction` on, which is counted already, and says which comes next. */
  run(cpu: Cpu, instruction: Instruction): Instruction {
    const result = resultWord(cpu);
    if (result === undefined || cpu.direction < 0) return instruction.interpreted(cpu, instruction);
    const { state } = cpu;
    state[State.RESULT] = result;
    state[State.CARRIES] = cpu.carries;
    state[State.STACK_LOW] = cpu.stackLow;
    const number = this.#run(instruction.head!.block, cpu.remaining + 1);
    cpu.zero = cpu.sign = state[State.RESULT];
    cpu.carries = state[State.CARRIES];
    cpu.stackLow = state[State.STACK_LOW];
    const site = this.region.sites[number];
    cpu.remaining = state[State.REMAINING] + site.uncounted;
    if (site.kind === SiteKind.GO_ON_AT_TARGET) {
      const target = state[State.TARGET];
      // As a rule it is where it led last.
      const last = this.#instructions[number];
      if (last?.address === target) return last;
      return (this.#instructions[number] = cpu.code.functionAt(target));
    }
    // What is gone to often from here will be translated, with what can be reached from there.
    if (site.kind === SiteKind.GO_ON)
      return (this.#instructions[number] ??= cpu.code.functionAt(site.address));
    const next = (this.#instructions[number] ??= cpu.code.at(site.address));
    if (cpu.remaining <= 0) return next;
    cpu.remaining--;
    cpu.eip = virtual(next.address);
    return next.interpreted(cpu, next);
  }
}
