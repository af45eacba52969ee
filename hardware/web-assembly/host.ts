/**
 * WebAssembly as every JavaScript host has it, typed as far as it is used: TypeScript declares it
 * only for browsers.
 *
 * Source: WebAssembly JavaScript Interface, sections 4 and 5.
 */

/** A linear memory; its buffer stays the same one, for it never grows here. */
export interface LinearMemory {
  readonly buffer: ArrayBuffer;
}

/** Compiled code without its imports. Opaque. */
export interface CompiledModule {
  readonly compiled?: never;
}

interface WebAssemblyHost {
  readonly Memory: new (descriptor: { initial: number; maximum: number }) => LinearMemory;
  readonly Module: new (bytes: Uint8Array) => CompiledModule;
  readonly Instance: new (
    module: CompiledModule,
    imports: Readonly<Record<string, Readonly<Record<string, LinearMemory>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHost };

/** The unit in which memories are sized. */
export const LINEAR_PAGE_BYTES = 0x1_0000;
