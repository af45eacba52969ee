/** Which instructions are translated, and by which rule; all others are left to the interpreter. */
import { writesEsp } from '../interpreter';
import { Form, Segment, type Instruction } from '../instruction';
import { ARITHMETIC_RULES } from './arithmetic';
import { CONTROL_RULES } from './control';
import { MOVE_RULES } from './moves';
import { PRODUCT_RULES } from './products';
import { Flags, type Rule } from './rule';
import { SHIFT_RULES } from './shifts';

const RULES = new Map(
  Object.entries<Rule>({
    ...ARITHMETIC_RULES,
    ...SHIFT_RULES,
    ...PRODUCT_RULES,
    ...MOVE_RULES,
    ...CONTROL_RULES,
  }),
);

/** The rule of an instruction, or undefined where there is none for its form. */
export function ruleOf(i: Instruction): Rule | undefined {
  if (i.addressMask !== -1 || i.segment !== Segment.FLAT) return undefined;
  // A new SP, without the upper half of ESP, is nothing for the few that write it.
  if (i.size === 2 && writesEsp(i)) return undefined;
  const rule = RULES.get(i.mnemonic);
  return rule?.isSupported?.(i) === false ? undefined : rule;
}

export function isTranslatable(i: Instruction): boolean {
  return ruleOf(i) !== undefined;
}

/** Whether the instruction may leave the translation before it has done anything. */
function mayLeave(i: Instruction, rule: Rule): boolean {
  if (rule.mayLeave) return true;
  return i.form !== Form.REGISTER && i.mnemonic !== 'lea' && i.mnemonic !== 'nop';
}

/**
 * By instruction of a block, the flags that must be there behind it: all at the block's end, and
 * wherever the interpreter may take over.
 */
export function neededFlags(instructions: readonly Instruction[]): number[] {
  const needed: number[] = new Array(instructions.length);
  let live: number = Flags.ALL;
  for (let index = instructions.length - 1; index >= 0; index--) {
    const i = instructions[index];
    const rule = ruleOf(i)!;
    needed[index] = live;
    live = (live & ~rule.sets(i)) | rule.uses;
    if (mayLeave(i, rule)) live = Flags.ALL;
  }
  return needed;
}

/** Whether an instruction gives ESP a new value other than by pushing and popping. */
export function setsStack(i: Instruction): boolean {
  return i.size === 4 && i.mnemonic !== 'leave' && writesEsp(i);
}
