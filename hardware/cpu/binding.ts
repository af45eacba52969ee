/**
 * How a decoded instruction finds the function that runs it: by mnemonic, then by form and size.
 */
import { Form, type Handler, type Instruction } from './instruction';

/** Chooses the handler of one instruction. */
export type Binder = (instruction: Instruction) => Handler;
export type Bindings = Readonly<Record<string, Binder>>;

/** One handler for every form and size. */
export function always(handler: Handler): Binder {
  return () => handler;
}

/** Handlers for operands of 8, 16 and 32 bits. */
export type BySize = readonly [Handler, Handler, Handler];

export function chooseSize(handlers: BySize, instruction: Instruction): Handler {
  return handlers[instruction.size >> 1];
}

export function bySize(...handlers: BySize): Binder {
  return (instruction) => chooseSize(handlers, instruction);
}

/** Handlers for register operands, for a source in memory, for a destination in memory. */
export function byForm(register: BySize, memorySource: BySize, memoryDestination: BySize): Binder {
  return (instruction) => {
    if (instruction.form === Form.REGISTER) return chooseSize(register, instruction);
    return chooseSize(
      instruction.form === Form.MEMORY_SOURCE ? memorySource : memoryDestination,
      instruction,
    );
  };
}
