/**
 * Looks for what is not plain in the shadow of memory, 64 bytes at a time: a long copy is checked in
 * less time than it takes. In WebAssembly, for JavaScript has nothing that finds what differs.
 */
import { CodeWriter, Op, VectorOp } from './web-assembly/code-writer';
import type { CompiledModule, LinearMemory } from './web-assembly/host';
import { compile, instantiate, type CompiledFunction } from './web-assembly/module';

const CHUNK_BYTES = 64;
const VECTOR_BYTES = 16;
const [START, END] = [0, 1];

/** By size of the memory. */
const modules = new Map<number, CompiledModule>();

function compileScan(memoryBytes: number, shadowStart: number): CompiledModule {
  const code = new CodeWriter();
  const found = code.open(Op.BLOCK);
  const next = code.open(Op.LOOP);
  code.get(START);
  code.binary(CHUNK_BYTES, Op.I32_ADD);
  code.get(END);
  code.op(Op.I32_GT_U);
  code.branch(Op.BR_IF, found);
  for (let offset = 0; offset < CHUNK_BYTES; offset += VECTOR_BYTES) {
    code.get(START);
    code.vectorLoad(shadowStart + offset);
    if (offset > 0) code.vector(VectorOp.V128_AND);
  }
  // All bytes of a plain chunk are 0xFF.
  code.vector(VectorOp.V128_NOT);
  code.vector(VectorOp.V128_ANY_TRUE);
  code.branch(Op.BR_IF, found);
  code.get(START);
  code.binary(CHUNK_BYTES, Op.I32_ADD);
  code.set(START);
  code.branch(Op.BR, next);
  code.close();
  code.close();
  code.get(START);
  code.op(Op.END);
  return compile(code.bytes, { i32: 0, i64: 0 }, memoryBytes);
}

/**
 * A function that goes from one offset in memory towards another in steps of 64 bytes, and gives
 * the offset where it ends: before a step that is not all plain, or less than a step before the end.
 */
export function plainScanner(memory: LinearMemory, shadowStart: number): CompiledFunction {
  const memoryBytes = memory.buffer.byteLength;
  let module = modules.get(memoryBytes);
  if (module === undefined) {
    module = compileScan(memoryBytes, shadowStart);
    modules.set(memoryBytes, module);
  }
  return instantiate(module, memory);
}
