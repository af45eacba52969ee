/** Builds programs step by step, as a driver would write them. */
import type { Width } from '../../../hardware/ports';
import type { ByteText, Operation, Step } from './program';

export class ProgramBuilder {
  readonly #steps: Step[] = [];
  #operations: Operation[] = [];
  /** QEMU's name of the variant that the program is for. */
  readonly variant: string;

  constructor(variant: string) {
    this.variant = variant;
  }

  /** Ends a step: what was added since the last one belongs together. */
  endStep(isSetup = false): void {
    if (this.#operations.length > 0) this.#steps.push({ isSetup, operations: this.#operations });
    this.#operations = [];
  }

  /** All steps; the last ends with a look at the frames sent and at the pin. */
  finish(): readonly Step[] {
    this.endStep();
    this.frames();
    this.level();
    this.endStep();
    return this.#steps;
  }

  readConfig(offset: number, width: Width, place: string): void {
    this.#operations.push({ kind: 'config-read', offset, width, place });
  }

  writeConfig(offset: number, width: Width, value: number): void {
    this.#operations.push({ kind: 'config-write', offset, width, value: value >>> 0 });
  }

  read(bar: number, offset: number, width: Width, place: string): void {
    this.#operations.push({ kind: 'read', bar, offset, width, place });
  }

  write(bar: number, offset: number, width: Width, value: number): void {
    this.#operations.push({ kind: 'write', bar, offset, width, value: value >>> 0 });
  }

  put(address: number, bytes: ByteText): void {
    this.#operations.push({ kind: 'put', address, bytes });
  }

  fill(address: number, byteCount: number, value: number): void {
    this.#operations.push({ kind: 'fill', address, byteCount, value });
  }

  check(address: number, byteCount: number, place: string): void {
    this.#operations.push({ kind: 'check', address, byteCount, place });
  }

  inject(frame: ByteText): void {
    this.#operations.push({ kind: 'inject', frame });
  }

  settle(durationNs: number): void {
    this.#operations.push({ kind: 'settle', durationNs });
  }

  level(): void {
    this.#operations.push({ kind: 'level' });
  }

  frames(): void {
    this.#operations.push({ kind: 'frames' });
  }
}

/** Hex of little-endian integers, each given with its width in bytes. */
export function little(...parts: readonly (readonly [value: number, width: number])[]): ByteText {
  return parts
    .map(([value, width]) => {
      let text = '';
      for (let index = 0; index < width; index++)
        text += (Math.floor(value / 2 ** (8 * index)) & 0xff).toString(16).padStart(2, '0');
      return text;
    })
    .join('');
}
