/** Handles of the kernel: what ZwXxx calls open, until ZwClose. */
import type { VirtualAddress } from '../../hardware/address';
import type { FoundKey } from './system-registry';

/** What a handle refers to. */
export type HandleTarget =
  | { readonly kind: 'file'; close(): void; readonly object: VirtualAddress | undefined }
  | { readonly kind: 'section' }
  | ({ readonly kind: 'key' } & FoundKey)
  | { readonly kind: 'event' | 'thread'; readonly object: VirtualAddress };

/** Kernel handles have the highest bit set, and are multiples of 4. */
const FIRST_HANDLE = 0x8000_0004;
const HANDLE_STEP = 4;

export class Handles {
  readonly #targets = new Map<number, HandleTarget>();
  #next = FIRST_HANDLE;

  open(target: HandleTarget): number {
    const handle = this.#next;
    this.#next += HANDLE_STEP;
    this.#targets.set(handle, target);
    return handle;
  }

  get(handle: number): HandleTarget | undefined {
    return this.#targets.get(handle);
  }

  /** What the handle referred to; undefined if it is none. */
  close(handle: number): HandleTarget | undefined {
    const target = this.#targets.get(handle);
    this.#targets.delete(handle);
    if (target?.kind === 'file') target.close();
    return target;
  }
}
