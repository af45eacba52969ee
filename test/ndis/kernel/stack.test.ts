import { virtual } from '../../../hardware/address';
import { Memory, Shadow } from '../../../hardware/memory';
import { isOnStack, KernelStack } from '../../../ndis/kernel/stack';

/** 12 KB on x86: Windows Internals, "Kernel-mode stacks". */
const STACK_BYTES = 0x3000;

function create(): { memory: Memory; stack: KernelStack } {
  const memory = new Memory();
  return { memory, stack: new KernelStack(memory) };
}

test('grows down, in steps of 8', () => {
  const { memory, stack } = create();
  const top = stack.pointer;
  expect(stack.push(12)).toBe(top - 16);
  expect(stack.push(1)).toBe(top - 24);
  expect(memory.plainBytes(stack.pointer, 24)).toBe(24);
});

test('holds 12 KB, and not a byte more', () => {
  const { stack } = create();
  expect(stack.push(STACK_BYTES)).toBeDefined();
  expect(stack.push(1)).toBeUndefined();
  expect(create().stack.push(STACK_BYTES + 1)).toBeUndefined();
});

test('what a function leaves behind is dead, and alive again in the next', () => {
  const { memory, stack } = create();
  const top = stack.pointer;
  const local = stack.push(64)!;
  stack.popTo(top);
  expect(memory.stateAt(local)).toBe(Shadow.FREED);
  expect(stack.pointer).toBe(top);
  expect(stack.push(64)).toBe(local);
  expect(memory.stateAt(local)).toBe(Shadow.PLAIN);
});

test('isOnStack knows its bounds', () => {
  const { stack } = create();
  const top = stack.pointer;
  expect([top - STACK_BYTES, top - 1].map((at) => isOnStack(virtual(at)))).toEqual([true, true]);
  expect([top - STACK_BYTES - 1, top].map((at) => isOnStack(virtual(at)))).toEqual([false, false]);
});
