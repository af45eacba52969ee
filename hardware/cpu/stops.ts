/** Why the processor stopped. A closed set: whoever runs code must say what each of them means. */

/** A register that a called function should have preserved, and did not. */
export interface BrokenConvention {
  /** `df`: the direction flag was left set. */
  readonly register: 'ebx' | 'esi' | 'edi' | 'ebp' | 'esp' | 'df';
  /** Unsigned. */
  readonly expected: number;
  readonly actual: number;
}

/**
 * `eip` is the address of the instruction at fault, unsigned, and nothing of it has taken effect;
 * otherwise that of the instruction that would come next.
 */
export type Stop =
  /** The called function returned; `value` is EAX, unsigned. */
  | {
      readonly kind: 'returned';
      readonly eip: number;
      readonly value: number;
      readonly broken: readonly BrokenConvention[];
    }
  /** As many instructions ran as were allowed. */
  | { readonly kind: 'budget'; readonly eip: number }
  /** INT3. */
  | { readonly kind: 'breakpoint'; readonly eip: number }
  /** #DE: division by zero, or a quotient that does not fit. */
  | { readonly kind: 'divide-error'; readonly eip: number }
  /** #UD: UD2, no such opcode, or LOCK where it is not allowed. */
  | { readonly kind: 'undefined-instruction'; readonly eip: number }
  /** A real instruction that the interpreter does not know. */
  | { readonly kind: 'unmodelled-instruction'; readonly eip: number; readonly mnemonic: string }
  /** Execution left the code: `address` is the first byte that may not be fetched. */
  | { readonly kind: 'not-code'; readonly eip: number; readonly address: number }
  /** INT n. */
  | { readonly kind: 'software-interrupt'; readonly eip: number; readonly vector: number }
  /** #OF: INTO with OF set. */
  | { readonly kind: 'overflow'; readonly eip: number }
  /** #BR: BOUND, the index out of its bounds. */
  | { readonly kind: 'bound-range'; readonly eip: number }
  /** #GP: an instruction of more than 15 bytes, or an access through the null selector in GS. */
  | { readonly kind: 'general-protection'; readonly eip: number }
  /** HLT; it has run. */
  | { readonly kind: 'halt'; readonly eip: number }
  /** Calls of host functions and from host functions are nested too deeply. */
  | { readonly kind: 'nesting'; readonly eip: number }
  /** A host function asked for it; `reason` is its own. */
  | { readonly kind: 'host'; readonly eip: number; readonly reason: unknown };

/** The stops that are nothing but a kind. */
export type PlainStopKind =
  | 'breakpoint'
  | 'divide-error'
  | 'undefined-instruction'
  | 'overflow'
  | 'bound-range'
  | 'general-protection';
