/** A loaded driver image, and code by address: TypeScript functions and machine code alike. */
import { virtual, type VirtualAddress } from '../../hardware/address';
import type { HandlerRow } from '../row';
import type { NdisStatus } from '../types';
import { FUNCTION_BASE, FUNCTION_STRIDE_BYTES } from './memory-map';

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
  /** The first function of ndis.sys that it called. */
  firstCall?: string;
  /** NdisTerminateWrapper was called. */
  isTerminated: boolean;
  /** What its last registration came to; undefined if it has not registered anything. */
  registrationStatus: NdisStatus | undefined;
  /** The call that made it: NdisMRegisterMiniport, NdisRegisterProtocol. */
  registrationCall?: string;
  /** What compiles to no call cannot be seen of it. */
  readonly isMachineCode?: boolean;
  /** It is loaded for the sake of another one: no faults are injected into it. */
  isBystander?: boolean;
  /** What it does wrong is not the concern of this run: nobody knows whether it keeps the rules. */
  isUnjudged?: boolean;
}

/** A driver in memory that can be loaded and unloaded. */
export interface LoadableImage extends Image {
  /** DriverEntry. */
  readonly entry: VirtualAddress;
  /** Where an image of machine code lies, and how long it is. */
  readonly base?: VirtualAddress;
  readonly byteCount?: number;
  /** Drops what only DriverEntry needed. */
  discardInitialization?(): void;
  /** Drops the rest. */
  unload(): void;
}

/** An image of machine code, which has code at more addresses than anybody has told. */
export interface CodeRange {
  /** The code at an address of the image; undefined where it has none, or is another's. */
  codeAt(address: VirtualAddress): Code | undefined;
  /** An address of the image for a reader, as `e1000.sys+0x1234`. */
  siteOf(address: VirtualAddress): string | undefined;
  /** Whether there was something at the address until DriverEntry had returned. */
  isDiscarded(address: VirtualAddress): boolean;
  /** Whether any section of the image may be paged out. */
  readonly hasPageable: boolean;
  /** Whether the section at the address may be paged out now. */
  isPaged(address: VirtualAddress): boolean;
  /** Locks the section at the address in memory once more, or once less. */
  lock(address: VirtualAddress, change: 1 | -1): void;
}

export class CodeMap {
  readonly #byAddress = new Map<number, Code>();
  /** The latest first. */
  readonly #ranges: CodeRange[] = [];
  #next: number = FUNCTION_BASE;
  /** An image with pageable sections has been loaded. */
  hasPageable = false;

  /** Gives code an address. */
  add(code: Code): VirtualAddress {
    const address = virtual(this.#next);
    this.#next += FUNCTION_STRIDE_BYTES;
    this.#byAddress.set(address, code);
    return address;
  }

  /** Makes an address that the code chose itself callable, as machine code has one. */
  addAt(address: VirtualAddress, code: Code): void {
    this.#byAddress.set(address, code);
  }

  get(address: VirtualAddress): Code | undefined {
    const code = this.#byAddress.get(address);
    if (code !== undefined || this.#ranges.length === 0) return code;
    return this.#first((range) => range.codeAt(address));
  }

  addRange(range: CodeRange): void {
    this.#ranges.unshift(range);
    this.hasPageable ||= range.hasPageable;
  }

  /** Where in an image of machine code an address lies. */
  siteOf(address: VirtualAddress): string | undefined {
    return this.#first((range) => range.siteOf(address));
  }

  /** Whether something was there that went when DriverEntry had returned. */
  isDiscarded(address: VirtualAddress): boolean {
    return this.#ranges.some((range) => range.isDiscarded(address));
  }

  /** Whether the section of an image there may be paged out now. */
  isPaged(address: VirtualAddress): boolean {
    return this.#ranges.some((range) => range.isPaged(address));
  }

  /** Locks the section of an image there in memory, or takes a lock back. */
  lock(address: VirtualAddress, change: 1 | -1): void {
    for (const range of this.#ranges) range.lock(address, change);
  }

  #first<T>(ask: (range: CodeRange) => T | undefined): T | undefined {
    for (const range of this.#ranges) {
      const answer = ask(range);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}
