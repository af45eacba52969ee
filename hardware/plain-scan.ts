/**
 * Looks for what is not plain in the shadow of memory, many bytes at a time: a long copy is checked
 * in less time than it takes. In WebAssembly, for JavaScript has nothing that finds what differs.
 */
import { CodeWriter, Op, VectorOp } from './web-assembly/code-writer';
import type { CompiledModule, LinearMemory } from './web-assembly/host';
import { compile, instantiate, type CompiledFunction } from './web-assembly/module';

const VECTOR_BYTES = 16;
/** The fewer times is asked what all of a step is, the quicker; what is left takes shorter ones. */
const STEPS_BYTES = [256, VECTOR_BYTES];
const [START, END] = [0, 1];

/** By size of the memory. */
const modules = new Map<number, CompiledModule>();

/** Goes on by steps as long as they are all plain and do not reach beyond the end. */
function addLoop(code: CodeWriter, shadowStart: number, stepBytes: number): void {
  const found = code.open(Op.BLOCK);
  const next = code.open(Op.LOOP);
  code.get(START);
  code.binary(stepBytes, Op.I32_ADD);
  code.get(END);
  code.op(Op.I32_GT_U);
  code.branch(Op.BR_IF, found);
  for (let offset = 0; offset < stepBytes; offset += VECTOR_BYTES) {
    code.get(START);
    code.vectorLoad(shadowStart + offset);
    if (offset > 0) code.vector(VectorOp.V128_AND);
  }
  // All bytes of a plain step are 0xFF.
  code.vector(VectorOp.V128_NOT);
  code.vector(VectorOp.V128_ANY_TRUE);
  code.branch(Op.BR_IF, found);
  code.get(START);
  code.binary(stepBytes, Op.I32_ADD);
  code.set(START);
  code.branch(Op.BR, next);
  code.close();
  code.close();
}

function compileScan(memoryBytes: number, shadowStart: number): CompiledModule {
  const code = new CodeWriter();
  for (const stepBytes of STEPS_BYTES) addLoop(code, shadowStart, stepBytes);
  code.get(START);
  code.op(Op.END);
  return compile(code.bytes, { i32: 0, i64: 0 }, memoryBytes);
}

/**
 * A function that goes from one offset in memory towards another in steps of 16 bytes or more, and
 * gives the offset where it ends: before 16 that are not all plain, or less than 16 before the end.
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
