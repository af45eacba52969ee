/**
 * Programs that a network card is put through, and what comes back: plain data, the same for our
 * model and for QEMU's. Memory of a program lies in one window of RAM, which is zero at its start.
 */
import type { Width } from '../../../hardware/ports';

/** The part of RAM that programs use: above the first MiB, where a PC has holes. */
export const WINDOW_START = 0x10_0000;
export const WINDOW_BYTES = 0x10_0000;

/**
 * Bytes in short: hex digits, and behind them any number of `~seed:count`, which stands for `count`
 * bytes made from `seed`.
 */
export type ByteText = string;

/**
 * One thing done to a card. `place` names what a read or a check looks at, as the deviations do: a
 * register, or a structure in memory.
 */
export type Operation =
  | { kind: 'config-read'; offset: number; width: Width; place: string }
  | { kind: 'config-write'; offset: number; width: Width; value: number }
  | { kind: 'read'; bar: number; offset: number; width: Width; place: string }
  | { kind: 'write'; bar: number; offset: number; width: Width; value: number }
  /** Puts bytes into memory. */
  | { kind: 'put'; address: number; bytes: ByteText }
  | { kind: 'fill'; address: number; byteCount: number; value: number }
  /** Looks at memory. */
  | { kind: 'check'; address: number; byteCount: number; place: string }
  /** A frame, without FCS, arrives on the wire. */
  | { kind: 'inject'; frame: ByteText }
  /** At least so much time passes. */
  | { kind: 'settle'; durationNs: number }
  /** The level of the interrupt pin. */
  | { kind: 'level' }
  /** The frames sent since the last time. */
  | { kind: 'frames' };

/** Operations that make sense only together: shrinking takes out steps, then parts of them. */
export interface Step {
  /** Without it the others mean nothing, so that shrinking leaves it whole. */
  readonly isSetup: boolean;
  readonly operations: readonly Operation[];
}

export interface Program {
  /** Name of the device in the table of devices. */
  readonly device: string;
  readonly seed: number;
  /** Which of the device's variants it is for, by the name QEMU gives it. */
  readonly variant: string;
  readonly steps: readonly Step[];
}

/** What one operation gave. */
export interface Answer {
  /**
   * What was read: of a register hex digits of its value, of memory its bytes in hex; of `frames`
   * each frame, behind one another with a blank between. Bytes may be a digest ({@link digest}).
   */
  readonly text: string;
  /** Changes of the interrupt pin while it ran: `+` asserted, `-` released. */
  readonly edges: string;
}

export function operationsOf(program: Program): Operation[] {
  return program.steps.flatMap(({ operations }) => operations);
}
