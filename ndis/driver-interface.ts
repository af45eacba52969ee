/**
 * What a TypeScript driver sees of the system: every function of the kernel interface by its DDK
 * name, checked memory, and the few things that a C compiler and linker would give it. Every handler
 * gets it as its first argument.
 */
import { virtual, type VirtualAddress } from '../hardware/address';
import { Shadow, type Memory } from '../hardware/memory';
import { DOUBLE_FAULT, UNEXPECTED_KERNEL_MODE_TRAP } from './bug-codes';
import { CALLS } from './calls';
import { EXPORTS } from './exports';
import type { HANDLERS } from './handlers';
import type { Code, Image } from './kernel/image';
import { STACK_BYTES } from './kernel/memory-map';
import { writeTerminated } from './kernel/string';
import type { Fields, Layout, View } from './layout';
import type { OperatingSystem } from './operating-system';
import type { Call, HandlerFunction, HandlerRow } from './row';
import { UNICODE_STRING } from './structures/string';

type Exports = typeof EXPORTS;

/** The kernel interface as a driver calls it. */
export type Ndis = DriverInterface & { readonly [K in keyof Exports]: Call<Exports[K]> };

type Handlers = typeof HANDLERS;

/** The type of a handler by its name: `const MiniportHalt: Handler<'MiniportHalt'> = (ndis, ...`. */
export type Handler<N extends keyof Handlers> = HandlerFunction<Handlers[N], Ndis>;

type AnyHandler = (ndis: Ndis, ...inputs: never[]) => unknown;

/** What the interface needs of the image that it belongs to. */
export interface ImageMemory {
  readonly code: Omit<Code, 'name' | 'invoke'>;
}

/** A function of a driver behind its address. */
class HandlerCode implements Code {
  readonly image: Image;
  readonly #os: OperatingSystem;
  readonly #ndis: Ndis;
  readonly #handler: AnyHandler;

  constructor(os: OperatingSystem, image: Image, ndis: Ndis, handler: AnyHandler) {
    this.#os = os;
    this.image = image;
    this.#ndis = ndis;
    this.#handler = handler;
  }

  /** Asked for by reports only: the host looks it up every time. */
  get name(): string {
    return this.#handler.name;
  }

  invoke({ hasLateOuts }: HandlerRow, inputs: readonly unknown[]): unknown {
    const returned = this.#handler(this.#ndis, ...(inputs as never[]));
    const { frame, requestOuts } = this.#os;
    if (hasLateOuts === true) requestOuts.keep(frame?.adapter ?? 0, returned);
    return returned;
  }
}

export class DriverInterface {
  /** Memory as the driver may use it: every access is checked. */
  readonly memory: Memory;
  readonly #os: OperatingSystem;
  readonly #image: ImageMemory;
  readonly #addresses = new Map<AnyHandler, VirtualAddress>();
  readonly #strings = new Map<string, VirtualAddress>();
  readonly #data = new Map<Layout<Fields>, VirtualAddress>();

  constructor(os: OperatingSystem, image: ImageMemory) {
    this.#os = os;
    this.#image = image;
    this.memory = os.memory;
  }

  /** The address of a function: what goes into characteristics and timers. */
  addressOf(handler: AnyHandler): VirtualAddress {
    const known = this.#addresses.get(handler);
    if (known !== undefined) return known;
    const { image } = this.#image.code;
    const code = new HandlerCode(this.#os, image, this as unknown as Ndis, handler);
    const address = this.#os.code.add(code);
    this.#addresses.set(handler, address);
    return address;
  }

  /** A local variable: a structure on the kernel stack, gone when the handler returns. */
  local<F extends Fields>(layout: Layout<F>): View<F> {
    return layout.at(this.memory, this.localBytes(layout.bytes));
  }

  /** A local array of bytes on the kernel stack, 12 KB of which there are. */
  localBytes(byteCount: number): VirtualAddress {
    const isSize = Number.isInteger(byteCount) && byteCount >= 0;
    const address = isSize ? this.#os.stack.push(byteCount) : undefined;
    if (address !== undefined) return address;
    this.#os.report('memory/stack-too-deep', {
      what: `The driver asked for ${byteCount} bytes of local variables; the kernel stack has ${STACK_BYTES}.`,
    });
    return this.#os.bugCheck(UNEXPECTED_KERNEL_MODE_TRAP, [DOUBLE_FAULT, 0, 0, 0]);
  }

  /** A global variable: a structure in the image's data section, zero when it is loaded. */
  global<F extends Fields>(layout: Layout<F>): View<F> {
    const key = layout as unknown as Layout<Fields>;
    let address = this.#data.get(key);
    if (address === undefined) {
      address = this.#section(layout.bytes);
      for (let index = 0; index < layout.bytes; index++)
        this.#os.raw.write8(virtual(address + index), 0);
      this.#os.memory.mark(address, layout.bytes, Shadow.PLAIN);
      this.#data.set(key, address);
    }
    return layout.at(this.memory, address);
  }

  /** A string constant, as L"text" in C: its zero-terminated UTF-16 units, read-only. */
  wide(text: string): VirtualAddress {
    return this.#constant(`L"${text}"`, 2 * text.length + 2, (address) =>
      writeTerminated(this.#os.raw, address, text),
    );
  }

  /** A counted string constant, as NDIS_STRING_CONST("text") in C. */
  unicodeString(text: string): VirtualAddress {
    const buffer = this.wide(text);
    return this.#constant(`NDIS_STRING_CONST("${text}")`, UNICODE_STRING.bytes, (address) => {
      const string = UNICODE_STRING.at(this.#os.raw, address);
      string.Length = 2 * text.length;
      string.MaximumLength = 2 * text.length + 2;
      string.Buffer = buffer;
    });
  }

  #constant(
    name: string,
    byteCount: number,
    write: (address: VirtualAddress) => void,
  ): VirtualAddress {
    let address = this.#strings.get(name);
    if (address === undefined) {
      address = this.#section(byteCount);
      write(address);
      this.#strings.set(name, address);
    }
    return address;
  }

  #section(byteCount: number): VirtualAddress {
    return this.#os.allocateObject(byteCount, Shadow.READ_ONLY);
  }

  /** What an unloaded image leaves behind is dead. */
  unload(): void {
    const sections = [...this.#strings.values(), ...this.#data.values()];
    for (const address of sections) this.#os.pool.free(address);
  }

  static {
    // One method a row, shared by all drivers: a fresh board costs no closures.
    for (const name of Object.keys(EXPORTS)) {
      const call = CALLS.get(name)!;
      Object.defineProperty(this.prototype, name, {
        value: function (this: DriverInterface, ...inputs: unknown[]): unknown {
          return call(this.#os, inputs);
        },
      });
    }
  }
}
