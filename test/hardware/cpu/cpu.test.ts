/** Calls, host functions, budgets, boundaries and faults of the processor. */
import { virtual } from '../../../hardware/address';
import type { Cpu, Stop } from '../../../hardware/cpu';
import { Shadow } from '../../../hardware/memory';
import {
  CODE,
  DATA,
  STACK_TOP,
  hex,
  makeMachine,
  readRegisters,
  runCode,
} from '../../support/cpu-machine';

const RETURNED = { kind: 'returned', broken: [] };

/** A dword as little-endian hex. */
function dword(value: number): string {
  return [0, 8, 16, 24].map((n) => ((value >>> n) & 0xff).toString(16).padStart(2, '0')).join('');
}

function callHost(address: number): string {
  return `b8 ${dword(address)} ff d0`;
}

describe('call', () => {
  test.each([
    ['stdcall', '8b 44 24 04 2b 44 24 08 c2 08 00', [9, 4], 'stdcall', 5],
    ['cdecl', '8b 44 24 04 2b 44 24 08 c3', [9, 4], 'cdecl', 5],
    ['fastcall', '8d 04 11 03 44 24 04 c2 04 00', [1, 2, 4], 'fastcall', 7],
    ['fastcall with one argument', '89 c8 c3', [3], 'fastcall', 3],
    ['no arguments', '83 c8 ff c3', [], 'stdcall', 0xffff_ffff],
  ] as const)('%s gives EAX and leaves ESP', (_name, code, args, convention, value) => {
    const { cpu, put } = makeMachine();
    put(CODE, hex(code));
    const stop = cpu.call(CODE, [...args], { convention });
    expect(stop).toMatchObject({ ...RETURNED, value });
    expect(cpu.registers[4] >>> 0).toBe(STACK_TOP);
    expect(cpu.eip).toBe(0);
  });

  test('what is not preserved is reported, and put right', () => {
    const { cpu, put } = makeMachine();
    cpu.registers.set([0, 0, 0, 0x11, STACK_TOP, 0x22, 0x33, 0x44]);
    // mov ebx, 1; mov esi, 2; mov edi, 3; mov ebp, 4; std; ret, with an argument left
    put(CODE, hex('bb 01000000 be 02000000 bf 03000000 bd 04000000 fd c3'));
    const stop = cpu.call(CODE, [7]);
    expect(stop).toMatchObject({
      kind: 'returned',
      broken: [
        { register: 'esp', expected: STACK_TOP, actual: STACK_TOP - 4 },
        { register: 'ebx', expected: 0x11, actual: 1 },
        { register: 'esi', expected: 0x33, actual: 2 },
        { register: 'edi', expected: 0x44, actual: 3 },
        { register: 'ebp', expected: 0x22, actual: 4 },
        { register: 'df', expected: 0, actual: 1 },
      ],
    });
    expect([...cpu.registers.slice(3, 8)].map((v) => v >>> 0)).toEqual([
      0x11,
      STACK_TOP,
      0x22,
      0x33,
      0x44,
    ]);
    expect(cpu.eflags & 0x400).toBe(0);
  });

  test('a function that takes too much off the stack is reported', () => {
    const { cpu, put } = makeMachine();
    put(CODE, hex('c2 08 00'));
    expect(cpu.call(CODE, [1])).toMatchObject({
      broken: [{ register: 'esp', expected: STACK_TOP, actual: STACK_TOP + 4 }],
    });
  });

  test('after another stop the state is that of the stop; abandon goes back', () => {
    const { cpu, put } = makeMachine();
    cpu.registers[3] = 0x55;
    put(CODE, hex('6a 01 bb 09000000 cc'));
    expect(cpu.call(CODE, [1, 2])).toEqual({ kind: 'breakpoint', eip: CODE + 7 });
    expect(cpu.registers[3]).toBe(9);
    expect(cpu.registers[4] >>> 0).toBe(STACK_TOP - 16);
    cpu.abandon();
    expect(cpu.registers[3]).toBe(0x55);
    expect(cpu.registers[4] >>> 0).toBe(STACK_TOP);
    expect(() => cpu.resume()).toThrow('no stopped call');
    expect(() => cpu.abandon()).toThrow('no stopped call');
  });
});

describe('host functions', () => {
  test('read arguments and return like stdcall', () => {
    const machine = makeMachine();
    const seen: number[] = [];
    const address = machine.cpu.addHostFunction((cpu) => {
      seen.push(cpu.argument(0), cpu.argument(1), cpu.returnAddress, cpu.eip);
      cpu.returnToCaller(0x8000_0001, 8);
    });
    expect(runCode(machine, `6a fe 6a 01 ${callHost(address)}`).kind).toBe('breakpoint');
    expect(seen).toEqual([1, 0xffff_fffe, CODE + 11, address]);
    expect(readRegisters(machine, ['eax'])).toEqual({ eax: 0x8000_0001 });
    // Two pushes, mov and call; the host function is none.
    expect(machine.cpu.instructionCount).toBe(4);
  });

  test('are jumped to through memory, as imports are', () => {
    const machine = makeMachine();
    const address = machine.cpu.addHostFunction((cpu) => cpu.returnToCaller(7, 0));
    machine.put(DATA, hex(dword(address)));
    // call thunk; int3; thunk: jmp [import]
    runCode(machine, 'e8 01 00 00 00 cc ff 25 00 00 02 80');
    expect(readRegisters(machine, ['eax'])).toEqual({ eax: 7 });
  });

  test('may call machine code, to any depth allowed', () => {
    const machine = makeMachine();
    const { cpu } = machine;
    const kinds: string[] = [];
    const recurse = cpu.addHostFunction((c: Cpu) => {
      const depth = c.argument(0);
      const inner: Stop = c.call(CODE, [depth + 1]);
      kinds.push(inner.kind);
      c.returnToCaller(depth, 4);
    });
    // push [esp+4]; call recurse; ret 4
    machine.put(CODE, hex(`ff 74 24 04 ${callHost(recurse)} c2 04 00`));
    expect(cpu.call(CODE, [0])).toMatchObject({ ...RETURNED, value: 0 });
    expect(kinds[0]).toBe('nesting');
    expect(new Set(kinds.slice(1))).toEqual(new Set(['returned']));
    expect(kinds.length).toBe(128);
    expect(cpu.registers[4] >>> 0).toBe(STACK_TOP);
  });

  test('may end the run with a reason of their own', () => {
    const machine = makeMachine();
    const address = machine.cpu.addHostFunction((cpu) =>
      cpu.pend({ kind: 'host', eip: cpu.eip, reason: 'bug check' }),
    );
    expect(runCode(machine, callHost(address))).toEqual({
      kind: 'host',
      eip: address,
      reason: 'bug check',
    });
  });

  test('pass on how an inner call stopped', () => {
    const machine = makeMachine();
    const inner = virtual(CODE + 0x100);
    machine.put(inner, hex('31 d2 f7 f2'));
    const address = machine.cpu.addHostFunction((cpu) => cpu.pend(cpu.call(inner, [])));
    const stop = runCode(machine, callHost(address));
    expect(stop).toEqual({ kind: 'divide-error', eip: inner + 2 });
    expect(machine.cpu.eip).toBe(inner + 2);
  });

  test('must return', () => {
    const machine = makeMachine();
    const address = machine.cpu.addHostFunction(() => undefined);
    expect(() => runCode(machine, callHost(address))).toThrow('did not return');
  });

  test('may throw, through all calls', () => {
    const machine = makeMachine();
    const address = machine.cpu.addHostFunction(() => {
      throw new Error('harness');
    });
    expect(() => runCode(machine, callHost(address))).toThrow('harness');
    expect(machine.cpu.eip).toBe(address);
    expect(machine.cpu.instructionCount).toBe(2);
    // And the processor is good for another call.
    expect(runCode(machine, '90').kind).toBe('breakpoint');
  });
});

describe('budget', () => {
  const LOOP = '40 83 f8 64 75 fa'; // inc eax; cmp eax, 100; jne

  test.each([0, 1, 2, 3, 100, 299])('of %i stops at exactly that count', (budget) => {
    const machine = makeMachine();
    const stop = runCode(machine, LOOP, {}, { budget });
    expect(stop).toEqual({ kind: 'budget', eip: CODE + [0, 1, 4][budget % 3] });
    expect(machine.cpu.instructionCount).toBe(budget);
    expect(machine.cpu.eip).toBe(stop.eip);
  });

  test('that just suffices does not stop; the return costs nothing', () => {
    const { cpu, put } = makeMachine();
    put(CODE, hex('40 c3'));
    expect(cpu.call(CODE, [], { budget: 2 }).kind).toBe('returned');
    expect(cpu.call(CODE, [], { budget: 1 }).kind).toBe('budget');
    expect(cpu.resume(1).kind).toBe('returned');
    expect(cpu.instructionCount).toBe(4);
  });

  test('holds for nested calls too, and comes back', () => {
    const machine = makeMachine();
    const forever = virtual(CODE + 0x100);
    machine.put(forever, hex('eb fe'));
    const stops: Stop[] = [];
    const address = machine.cpu.addHostFunction((cpu) => {
      const inner = cpu.call(forever, [], { budget: 50 });
      stops.push(inner);
      cpu.abandon();
      cpu.returnToCaller(0, 0);
    });
    const stop = runCode(machine, `${callHost(address)} eb f7`, {}, { budget: 1000 });
    expect(stop.kind).toBe('budget');
    expect(machine.cpu.instructionCount).toBe(1000);
    expect(stops.length).toBeGreaterThan(15);
  });

  test('in slices gives what one run gives', () => {
    const whole = makeMachine();
    runCode(whole, LOOP);
    const sliced = makeMachine();
    let stop = runCode(sliced, LOOP, {}, { budget: 7 });
    for (let n = 0; n < 100 && stop.kind === 'budget'; n++) stop = sliced.cpu.resume(7);
    expect(stop).toEqual({ kind: 'breakpoint', eip: CODE + 6 });
    expect(sliced.cpu.instructionCount).toBe(whole.cpu.instructionCount);
    expect(sliced.cpu.registers).toEqual(whole.cpu.registers);
    expect(sliced.cpu.eflags).toBe(whole.cpu.eflags);
  });
});

describe('boundaries', () => {
  test('come before the very instruction', () => {
    const machine = makeMachine();
    const { cpu } = machine;
    const seen: number[][] = [];
    cpu.onBoundary = () => {
      seen.push([cpu.instructionCount, cpu.eip - CODE, cpu.registers[0]]);
      if (seen.length < 3) cpu.boundaryAt(cpu.instructionCount + seen.length);
    };
    cpu.boundaryAt(2);
    runCode(machine, '40 40 40 40 40 40');
    expect(seen).toEqual([
      [2, 2, 2],
      [3, 3, 3],
      [5, 5, 5],
    ]);
  });

  test('asked for at once come one instruction later, so that the code gets on', () => {
    const machine = makeMachine();
    const { cpu } = machine;
    let count = 0;
    cpu.onBoundary = () => {
      count++;
      cpu.boundaryAt(0);
    };
    cpu.boundaryAt(0);
    expect(runCode(machine, '40 40 40').kind).toBe('breakpoint');
    expect(count).toBe(4);
    expect(cpu.registers[0]).toBe(3);
  });

  test('an interrupt between any two instructions changes nothing', () => {
    const handler = virtual(CODE + 0x200);
    // xor all registers; change flags; std; call-preserved ones too, which an interrupt may not
    // lose
    const handlerCode = '31 c0 31 c9 31 d2 31 db 31 f6 31 ff 31 ed f9 fd c3';
    // adc eax, ecx; rol eax, 3; push eax; pop edx; dec ecx; jne; rep stosb
    const code = '11 c8 c1 c0 03 50 5a 49 75 f6 b9 20 00 00 00 f3 aa';
    const given = { eax: 1, ecx: 50, edi: DATA };
    const plain = makeMachine();
    runCode(plain, code, given);
    for (const gap of [1, 2, 3, 5, 7]) {
      const machine = makeMachine();
      const { cpu } = machine;
      machine.put(handler, hex(handlerCode));
      let spent = 0;
      let interrupts = 0;
      cpu.onBoundary = () => {
        const before = cpu.instructionCount;
        const eip = cpu.eip;
        expect(cpu.call(handler, [], { asInterrupt: true }).kind).toBe('returned');
        expect(cpu.eip).toBe(eip);
        spent += cpu.instructionCount - before;
        interrupts++;
        cpu.boundaryAt(cpu.instructionCount + gap);
      };
      cpu.boundaryAt(gap);
      expect(runCode(machine, code, given).kind).toBe('breakpoint');
      expect(interrupts).toBeGreaterThan(30);
      expect(cpu.registers).toEqual(plain.cpu.registers);
      expect(cpu.eflags).toBe(plain.cpu.eflags);
      expect(cpu.instructionCount - spent).toBe(plain.cpu.instructionCount);
    }
  });

  test('come after the instruction behind STI', () => {
    const machine = makeMachine();
    const { cpu } = machine;
    const seen: number[] = [];
    cpu.onBoundary = () => {
      if (cpu.areInterruptsEnabled) seen.push(cpu.eip - CODE);
    };
    runCode(machine, '90 fb 90 90 90');
    expect(seen).toEqual([3]);
  });

  test('may be asked for by a device during an access', () => {
    const machine = makeMachine();
    const { cpu, memory } = machine;
    memory.mark(virtual(DATA + 0x800), 4, Shadow.DEVICE);
    memory.handler = {
      read: () => 0,
      write: () => cpu.boundaryAt(cpu.instructionCount),
    };
    const seen: number[] = [];
    cpu.onBoundary = () => seen.push(cpu.eip - CODE);
    runCode(machine, '90 a3 00 08 02 80 90 90');
    expect(seen).toEqual([6]);
  });

  test('the host may throw there, and the count stays right', () => {
    const machine = makeMachine();
    const { cpu } = machine;
    cpu.onBoundary = () => {
      throw new Error('watchdog');
    };
    cpu.boundaryAt(3);
    expect(() => runCode(machine, '90 90 90 90')).toThrow('watchdog');
    expect(cpu.instructionCount).toBe(3);
    expect(cpu.eip).toBe(CODE + 3);
  });
});

describe('memory', () => {
  test.each([
    ['a load', '90 8b 03', { ebx: 0x10 }, 0x10, 4],
    ['a store', '90 66 89 03', { ebx: DATA + 0xfff }, DATA + 0xfff, 2],
    ['a wild pointer', '90 8a 03', { ebx: 0xffff_ffff }, 0xffff_ffff, 1],
    ['a read-modify-write', '90 ff 03', { ebx: 0x7fff_fffe }, 0x7fff_fffe, 4],
  ])(
    '%s that fails stops at its instruction, registers as before',
    (_n, code, given, at, width) => {
      const machine = makeMachine();
      const seen: number[][] = [];
      const refuse = (address: number, size: number): never => {
        seen.push([address, size, machine.cpu.eip]);
        throw new Error('access');
      };
      machine.memory.handler = { read: refuse, write: refuse };
      expect(() => runCode(machine, code, given)).toThrow('access');
      expect(seen).toEqual([[at, width, CODE + 1]]);
      expect(machine.cpu.eip).toBe(CODE + 1);
      expect(machine.cpu.instructionCount).toBe(1);
      expect(readRegisters(machine, ['ebx', 'eax'])).toEqual({ eax: 0, ...given });
    },
  );

  test.each([
    ['push', '68 01 00 00 00', 0x7000_0000],
    ['pop', '58', 0x7000_0000],
    ['call', 'e8 00 00 00 00', 0x7000_0000],
    ['ret', 'c3', 0x7000_0000],
    ['leave', 'c9', undefined],
  ])('%s on no stack leaves ESP', (_name, code, esp) => {
    const machine = makeMachine();
    const refuse = (): never => {
      throw new Error('access');
    };
    machine.memory.handler = { read: refuse, write: refuse };
    const start = virtual(CODE + 0x100);
    machine.put(start, hex(code));
    // mov esp, value; jmp start
    const setEsp = esp === undefined ? '' : `bc ${dword(esp)}`;
    const given = { ebx: start, ebp: 0x7000_0000 };
    expect(() => runCode(machine, `${setEsp} ff e3`, given)).toThrow('access');
    expect(machine.cpu.eip).toBe(start);
    const untouched = esp ?? STACK_TOP - 4;
    expect(machine.cpu.registers[4] >>> 0).toBe(untouched);
  });

  test('a handler may answer, and the code goes on', () => {
    const machine = makeMachine();
    const writes: number[][] = [];
    machine.memory.handler = {
      read: (address, width) => (width === 4 ? 0xdead_beef : address & 0xff),
      write: (address, width, value) => writes.push([address, width, value]),
    };
    runCode(machine, 'a1 10 00 00 00 a3 20 00 00 00 66 a3 24 00 00 00 a2 26 00 00 00');
    expect(writes).toEqual([
      [0x20, 4, 0xdead_beef],
      [0x24, 2, 0xbeef],
      [0x26, 1, 0xef],
    ]);
  });

  test('FS has a base', () => {
    const machine = makeMachine();
    machine.cpu.setFsBase(virtual(DATA + 0x100));
    machine.put(virtual(DATA + 0x151), [0x2a]);
    runCode(machine, '64 a0 51 00 00 00');
    expect(readRegisters(machine, ['eax'])).toEqual({ eax: 0x2a });
    machine.cpu.setFsBase(virtual(DATA + 0x101));
    machine.put(virtual(DATA + 0x152), [0x2b]);
    runCode(machine, '64 a0 51 00 00 00');
    expect(readRegisters(machine, ['eax'])).toEqual({ eax: 0x2b });
  });
});

describe('stack use', () => {
  test.each([
    ['push', '50 50 58 58', 8],
    ['call', 'e8 01 00 00 00 cc c3', 4],
    ['sub', '83 ec 40 83 c4 40', 0x40],
    ['lea', '8d 64 24 80 8d a4 24 80 00 00 00', 0x80],
    ['mov', '89 e5 bc 00 f0 03 80 89 ec', 0x1000 - 4],
    ['and', '89 e5 83 e4 c0 89 ec', 0x40 - 4],
    ['pusha', '60 61', 32],
    ['enter', 'c8 20 00 00 c9', 0x24],
    ['xchg', '89 e5 8d 44 24 90 94 94 89 ec', 0x70],
  ])('%s moves the low-water mark', (_name, code, bytes) => {
    const machine = makeMachine();
    const { cpu } = machine;
    cpu.resetStackLow();
    expect(cpu.stackLowAddress).toBe(STACK_TOP);
    expect(runCode(machine, code).kind).toBe('breakpoint');
    // Below the return address.
    expect(STACK_TOP - 4 - cpu.stackLowAddress).toBe(bytes);
  });
});

test('state is saved and put back', () => {
  const machine = makeMachine();
  const { cpu } = machine;
  runCode(machine, 'f9 fd b8 01 00 00 00', { esi: 3 });
  const state = cpu.saveState();
  runCode(machine, '31 c0 31 f6');
  cpu.restoreState(state);
  expect(readRegisters(machine, ['eax', 'esi'])).toEqual({ eax: 1, esi: 3 });
  expect(cpu.eflags & 0x401).toBe(0x401);
  expect(cpu.saveState()).toEqual(state);
});
