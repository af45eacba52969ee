/** What the oracle must know of a device: how to build ours, how to start QEMU's, what to try. */
import type { Nic, NicPorts } from '../../../hardware/nic/nic';
import type { Random } from '../../../hardware/random';
import type { ProgramBuilder } from './builder';

/** The station address of every card, in ours and in QEMU's. */
export const MAC_ADDRESS = Uint8Array.of(0x52, 0x54, 0x00, 0x12, 0x34, 0x56);

/** A base address register that programs use. */
export interface OracleBar {
  readonly index: number;
  readonly space: 'memory' | 'io';
  readonly address: number;
}

/** One kind of card that QEMU knows by a name of its own. */
export interface Variant {
  /** QEMU's name of the device. */
  readonly qemu: string;
  /** Further properties of it, as its command line takes them. */
  readonly properties?: string;
  /** Builds ours. */
  create(ports: NicPorts): Nic;
}

/** Bits of a value or of bytes: a number, or hex digits in the order of the bytes. */
export type BitMask = number | string;

/** A known difference, reviewed: what QEMU does, what is right, and by which document. */
export interface Deviation {
  /** The registers or structures that it shows in. */
  readonly places: readonly string[];
  /** Bits that may be set in ours and clear in QEMU's. */
  readonly ours?: BitMask;
  /** Bits that may be set in QEMU's and clear in ours. */
  readonly qemu?: BitMask;
  /** Digits that a frame sent may have here and there, one for the other. */
  readonly frames?: { readonly ours: string; readonly qemu: string };
  /** Changes of the interrupt pin in one operation, as an answer has them. */
  readonly edges?: { readonly ours: string; readonly qemu: string };
  /** Document and section that ours follows. */
  readonly section: string;
  readonly reason: string;
}

/** A fault put into our model, which the comparison must find. */
export interface Mutant {
  readonly name: string;
  /** What is spoilt: a read of a register, the bytes that the card stores or sends, its pin. */
  readonly spoils:
    | { kind: 'read'; bar: number; offset: number; bit: number }
    | { kind: 'stored'; byteCountMin: number; byteCountMax: number; byteIndex: number }
    | { kind: 'sent'; byteIndex: number }
    | { kind: 'edge'; nth: number };
}

export interface OracleDevice {
  readonly name: string;
  readonly variants: readonly Variant[];
  readonly bars: readonly OracleBar[];
  /** Virtual time that ours gets after each write and each frame: QEMU's works in no time. */
  readonly stepNs: number;
  readonly deviations: readonly Deviation[];
  readonly mutants: readonly Mutant[];
  /** Adds the steps of one program. `length` is about how many. */
  generate(builder: ProgramBuilder, random: Random, length: number): void;
}
