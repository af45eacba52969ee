/**
 * One program on two processors, one of which only interprets and the other translates what is
 * reached for the second time: they must not differ in anything that can be seen.
 */
import { virtual } from '../../hardware/address';
import type { Cpu, Stop } from '../../hardware/cpu';
import { CODE, hex, makeMachine, type Machine } from './cpu-machine';

/** What can be seen of a processor and its memory. */
export interface Seen {
  /** The stop, or what was thrown. */
  readonly end: unknown;
  readonly registers: readonly number[];
  readonly eflags: number;
  readonly eip: number;
  readonly instructions: number;
  readonly stackLow: number;
  readonly ports: readonly string[];
  /** The memory itself: it changes with the next run. */
  readonly bytes: Uint8Array;
}

function look({ cpu, memory, ports }: Machine, end: unknown): Seen {
  return {
    end,
    registers: [...cpu.registers.slice(0, 8)].map((value) => value >>> 0),
    eflags: cpu.eflags,
    eip: cpu.eip,
    instructions: cpu.instructionCount,
    stackLow: cpu.stackLowAddress,
    ports: [...ports],
    bytes: memory.bytes,
  };
}

/** Does the same on both machines, and gives what is then seen of them. */
export class Tiers {
  readonly machines: readonly [Machine, Machine];

  constructor(translateAfter = 2) {
    this.machines = [makeMachine({ translateAfter: Infinity }), makeMachine({ translateAfter })];
  }

  each(action: (machine: Machine) => void): void {
    for (const machine of this.machines) action(machine);
  }

  /** Puts code in hex at CODE and a distance. */
  put(code: string, distance = 0): void {
    this.each(({ put }) => put(virtual(CODE + distance), hex(code)));
  }

  /** Runs `action` on both, and fails if anything differs; gives what is seen. */
  run(action: (cpu: Cpu, machine: Machine) => Stop): Seen {
    const [interpreted, translated] = this.machines.map((machine) => {
      let end: unknown;
      try {
        end = action(machine.cpu, machine);
      } catch (error) {
        end = error;
      }
      return look(machine, end);
    });
    // Not by expect, which is slow with so many bytes.
    const { bytes: own, ...seen } = translated;
    const { bytes, ...wanted } = interpreted;
    expect(seen).toEqual(wanted);
    expect(Buffer.compare(own, bytes)).toBe(0);
    return translated;
  }

  /** Calls CODE, as {@link Tiers.run} does. */
  call(args: readonly number[] = [], budget = 1_000_000): Seen {
    return this.run((cpu) => cpu.call(CODE, args, { budget }));
  }

  /** Whether the code at a distance from CODE begins a translation. */
  isTranslated(distance: number): boolean {
    const [, { cpu }] = this.machines;
    return cpu.code.at(CODE + distance).head?.translation !== undefined;
  }
}
