/**
 * A module of one function, which takes two numbers and gives one, over an imported memory.
 *
 * Source: WebAssembly Core Specification 2.0, 5.5 (modules).
 */
import { CodeWriter } from './code-writer';
import { LINEAR_PAGE_BYTES, WebAssembly, type CompiledModule, type LinearMemory } from './host';

const I32 = 0x7f;
const I64 = 0x7e;
const FUNCTION_TYPE = 0x60;
const MEMORY_IMPORT = 0x02;
/** A minimum and a maximum. */
const LIMITS = 0x01;
const MAGIC = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** Names of the import and the export: one letter each. */
const NAME = 'm';
const NAME_BYTES = [1, NAME.charCodeAt(0)];

/** What an instance exports. */
export type CompiledFunction = (a: number, b: number) => number;

function section(module: CodeWriter, id: number, content: (section: CodeWriter) => void): void {
  const writer = new CodeWriter();
  content(writer);
  module.byte(id);
  module.unsigned(writer.bytes.length);
  module.append(writer.bytes);
}

/** Compiles a function body, its closing END included, with so many locals beside its two arguments. */
export function compile(
  body: Uint8Array,
  locals: { readonly i32: number; readonly i64: number },
  memoryBytes: number,
): CompiledModule {
  const module = new CodeWriter();
  const pages = memoryBytes / LINEAR_PAGE_BYTES;
  module.append(MAGIC);
  section(module, 1, (types) => types.append([1, FUNCTION_TYPE, 2, I32, I32, 1, I32]));
  section(module, 2, (imports) => {
    imports.append([1, ...NAME_BYTES, ...NAME_BYTES, MEMORY_IMPORT, LIMITS]);
    imports.unsigned(pages);
    imports.unsigned(pages);
  });
  section(module, 3, (functions) => functions.append([1, 0]));
  section(module, 7, (exports) => exports.append([1, ...NAME_BYTES, 0, 0]));
  section(module, 10, (code) => {
    const writer = new CodeWriter();
    writer.append([2, locals.i32, I32, locals.i64, I64]);
    writer.append(body);
    code.append([1]);
    code.unsigned(writer.bytes.length);
    code.append(writer.bytes);
  });
  return new WebAssembly.Module(module.bytes);
}

export function instantiate(module: CompiledModule, linear: LinearMemory): CompiledFunction {
  const instance = new WebAssembly.Instance(module, { [NAME]: { [NAME]: linear } });
  return instance.exports[NAME] as CompiledFunction;
}
