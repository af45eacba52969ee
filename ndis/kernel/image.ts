/** A loaded driver image, and code by address: TypeScript functions and machine code alike. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { HandlerRow } from '../row';
import type { NdisStatus } from '../types';

/** What runs when an address is called. */
export interface Code {
  readonly image: Image;
  /** For reports: the function's name. */
  readonly name: string;
  /**
   * Runs it with the row's inputs in order. What it gives back is not trusted: the caller checks.
   */
  invoke(row: HandlerRow, inputs: readonly unknown[]): unknown;
}

/** A driver in memory. */
export interface Image {
  /** The file's name without its folder, as `e1000`. */
  readonly name: string;
  /** Names it in the ledger; counts from 1. */
  readonly number: number;
  isUnloaded: boolean;
  /** NdisTerminateWrapper was called. */
  isTerminated: boolean;
  /** What NdisMRegisterMiniport returned last; undefined if it was not called. */
  registrationStatus: NdisStatus | undefined;
}

/** Where the addresses of TypeScript functions begin, and how far apart they lie. */
const CODE_BASE = virtual(0x8004_0000);
const CODE_STRIDE = 16;

export class CodeMap {
  readonly #byAddress = new Map<number, Code>();
  #next: number = CODE_BASE;

  /** Gives code an address. */
  add(code: Code): VirtualAddress {
    const address = virtual(this.#next);
    this.#next += CODE_STRIDE;
    this.#byAddress.set(address, code);
    return address;
  }

  /** Makes an address that the code chose itself callable, as machine code has one. */
  addAt(address: VirtualAddress, code: Code): void {
    this.#byAddress.set(address, code);
  }

  get(address: VirtualAddress): Code | undefined {
    return this.#byAddress.get(address);
  }
}
