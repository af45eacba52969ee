/**
 * Which code of a driver's image was executed: what the processor has decoded, for it decodes an
 * instruction when it first runs it.
 *
 * A basic block is a run of executed instructions, one right behind the other, that is entered at
 * its first: where a jump leads, or behind a jump, call or return, and there it ends too. What lies
 * behind an instruction that faulted or never came back was not executed, and is in no block.
 */
import type { VirtualAddress } from '../../hardware/address';
import type { Cpu, Instruction } from '../../hardware/cpu';
import { readMachineDriver, type DriverSource } from '../../ndis/loader';

/**
 * What is known of one place in an image, as a number that passes between threads and files: its
 * offset times {@link MARK_RANGE}, and a mark.
 */
export type MarkedPlace = number;

/** The length of the instruction that begins here and was executed, or 0. */
const LENGTH = 0x0f;
/** It jumps, calls or returns. */
const ENDS = 0x10;
/** An executed jump or call leads here, or may go on here. */
const LEADS = 0x20;
const MARK_RANGE = 0x40;

/** Part of an image: bytes from its base. */
export interface Block {
  readonly offset: number;
  readonly byteCount: number;
}

/** The most that a block can have in the files that tell of it. */
const BLOCK_BYTES_MAX = 0xffff;

/** Of a driver that has no machine code, nothing can be covered. */
export function coverageOf(driver: DriverSource): Coverage | undefined {
  return 'image' in driver ? new Coverage(readMachineDriver(driver).bytes.length) : undefined;
}

export class Coverage {
  /** By offset. */
  readonly #marks: Uint8Array;
  /** Offsets whose mark has changed since they were last taken. */
  readonly #changed = new Set<number>();

  /** @param byteCount - of the image. */
  constructor(byteCount: number) {
    this.#marks = new Uint8Array(byteCount);
  }

  /** Notes what the processor executes from now on of the image at `base`. */
  follow(cpu: Cpu, base: VirtualAddress): void {
    cpu.onDecoded = (instruction) => this.#executed(instruction, base);
  }

  #executed({ address, length, mnemonic, isRelative, target }: Instruction, base: number): void {
    const offset = (address >>> 0) - base;
    const isEnd = isRelative || mnemonic === 'jmp' || mnemonic === 'call' || mnemonic === 'ret';
    this.#mark(offset, length | (isEnd ? ENDS : 0));
    if (!isRelative) return;
    this.#mark((target.address >>> 0) - base, LEADS);
    if (mnemonic !== 'jmp' && mnemonic !== 'call') this.#mark(offset + length, LEADS);
  }

  /** Where bytes have changed between, the longer of the instructions stands. */
  #mark(offset: number, mark: number): void {
    const before = this.#marks[offset];
    // Another image's.
    if (before === undefined) return;
    const length = Math.max(before & LENGTH, mark & LENGTH);
    const after = ((before | mark) & ~LENGTH) | length;
    if (after === before) return;
    this.#marks[offset] = after;
    this.#changed.add(offset);
  }

  /** Adds what another run has executed. */
  add(places: readonly MarkedPlace[]): void {
    for (const place of places) this.#mark(Math.floor(place / MARK_RANGE), place % MARK_RANGE);
  }

  /** What has changed since this was last asked. */
  takeChanges(): readonly MarkedPlace[] {
    const places = [...this.#changed].map((offset) => this.#placeAt(offset));
    this.#changed.clear();
    return places;
  }

  /** All that is known. */
  get places(): readonly MarkedPlace[] {
    return this.#offsets((mark) => mark !== 0).map((offset) => this.#placeAt(offset));
  }

  /** In ascending order. */
  get blocks(): readonly Block[] {
    const found: { offset: number; byteCount: number }[] = [];
    let open: (typeof found)[number] | undefined;
    for (const offset of this.#offsets((mark) => (mark & LENGTH) !== 0)) {
      const mark = this.#marks[offset];
      const length = mark & LENGTH;
      const goesOn =
        open !== undefined &&
        open.offset + open.byteCount === offset &&
        (mark & LEADS) === 0 &&
        open.byteCount + length <= BLOCK_BYTES_MAX;
      if (goesOn) open!.byteCount += length;
      else found.push((open = { offset, byteCount: length }));
      if ((mark & ENDS) !== 0) open = undefined;
    }
    return found;
  }

  /** Where executed jumps could have led or gone on, and none ever did: in ascending order. */
  get missed(): readonly number[] {
    return this.#offsets((mark) => mark === LEADS);
  }

  /** How many bytes belong to executed instructions. */
  get byteCount(): number {
    let end = 0;
    let sum = 0;
    for (const { offset, byteCount } of this.blocks) {
      sum += Math.max(0, offset + byteCount - Math.max(end, offset));
      end = Math.max(end, offset + byteCount);
    }
    return sum;
  }

  #placeAt(offset: number): MarkedPlace {
    return offset * MARK_RANGE + this.#marks[offset];
  }

  #offsets(isWanted: (mark: number) => boolean): number[] {
    const offsets: number[] = [];
    this.#marks.forEach((mark, offset) => {
      if (isWanted(mark)) offsets.push(offset);
    });
    return offsets;
  }
}
