/** How one kind of instruction is translated. */
import type { Instruction } from '../instruction';
import type { Emitter } from './emitter';
import type { Setter } from './flag-words';

/** Groups of flags that are set and looked at together. */
export const Flags = {
  NONE: 0,
  CARRY: 1,
  /** ZF, SF, PF, AF, OF. */
  OTHERS: 2,
  ALL: 3,
} as const;

/** What is known where an instruction is translated. */
export interface FlagContext {
  /** The flags of {@link Flags} that anything behind the instruction may look at. */
  readonly needed: number;
  /** What set the flags last. */
  readonly setter: Setter;
}

export interface Rule {
  readonly emit: (e: Emitter, i: Instruction, flags: FlagContext) => void;
  /** The forms that are translated; all if it is not told. */
  readonly isSupported?: (i: Instruction) => boolean;
  /** Flags that it sets whatever they were, and flags that it looks at. */
  readonly sets: (i: Instruction) => number;
  readonly uses: number;
  /** What it leaves the flags as; undefined if it does not touch them. */
  readonly setter: Setter | undefined;
  /** Whether it may leave the translation, beside when its operand is in memory. */
  readonly mayLeave: boolean;
}

/** A rule, of which only what is peculiar need be told. */
export function rule(emit: Rule['emit'], more: Partial<Rule> = {}): Rule {
  return {
    emit,
    sets: () => Flags.NONE,
    uses: Flags.NONE,
    setter: undefined,
    mayLeave: false,
    ...more,
  };
}

export function is32(i: Instruction): boolean {
  return i.size === 4;
}
