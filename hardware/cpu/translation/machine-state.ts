/**
 * Where a translation finds the machine: the state as it lies in memory between translations, and
 * the locals that hold it within one.
 *
 * The arithmetic flags are held as words that need no work where flags are set, which is far more
 * often than they are looked at. With all words extended from the operand's sign:
 *
 *   RESULT           ZF where it is 0, SF its sign, PF the parity of its low byte
 *   CARRY_A, CARRY_B CF where A is below B, unsigned
 *   SUM_X, _Y, _SUM  an addition X + Y (+ carry) = SUM, of which OF and AF are; a subtraction A - B =
 *                    R is the addition R + B = A
 */

/** Indices in {@link Memory.processorState}; the registers are at their numbers. */
export const State = {
  RESULT: 40,
  /** As {@link Cpu.carries}. */
  CARRIES: 41,
  STACK_LOW: 42,
  REMAINING: 43,
  /** Where an indirect jump leads. */
  TARGET: 44,
} as const;

/** Numbers of the function's locals: its arguments first, then those of 32 bits, then of 64. */
export const Local = {
  BLOCK: 0,
  REMAINING: 1,
  /** EAX; the other registers follow in the order of their numbers. */
  REGISTERS: 2,
  RESULT: 10,
  CARRY_A: 11,
  CARRY_B: 12,
  SUM_X: 13,
  SUM_Y: 14,
  SUM: 15,
  STACK_LOW: 16,
  /** Which way out is taken. */
  SITE: 17,
  TARGET: 18,
  /** Offsets in memory of the operands of the instruction under way. */
  PLACE: 19,
  PLACE_2: 20,
  A: 21,
  B: 22,
  VALUE: 23,
  COUNT: 24,
  WIDE_A: 25,
  WIDE_B: 26,
} as const;

const ARGUMENT_COUNT = 2;
const WIDE_COUNT = 2;
export const LOCAL_COUNTS = {
  i32: Local.WIDE_A - ARGUMENT_COUNT,
  i64: WIDE_COUNT,
} as const;
