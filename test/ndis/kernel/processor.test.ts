/** Machine code and the rest of the system: time, the stack, and who may interrupt whom when. */
import { physical, virtual } from '../../../hardware/address';
import { ESP, type Cpu } from '../../../hardware/cpu';
import { Shadow } from '../../../hardware/memory';
import { OperatingSystem } from '../../../ndis/operating-system';
import { hex } from '../../support/cpu-machine';
import { plainMachine } from '../../support/machine';

const CODE = virtual(0x8080_0000);
const STACK_TOP = 0x8002_3000;

/** Windows with `code` at CODE; what a register of the device at 0x80E00000 does when read. */
function boot(code: string, onRead: (os: OperatingSystem) => number = () => 0): OperatingSystem {
  const readMemory = (): number => onRead(os);
  const memorySpace = { readMemory, writeMemory: () => undefined };
  const os: OperatingSystem = new OperatingSystem({ ...plainMachine(), memorySpace });
  const bytes = hex(code);
  bytes.forEach((byte, index) => os.raw.write8(virtual(CODE + index), byte));
  os.memory.mark(CODE, bytes.length, Shadow.READ_ONLY);
  os.processor.cpu.addCode(CODE, bytes.length);
  os.ioSpace.map(physical(0xe000_0000), 0x1000);
  return os;
}

test('an instruction takes a nanosecond, and is on the clock when a device looks', () => {
  const seen: number[] = [];
  // nop; nop; mov eax, [0x80E00000]; nop; ret
  const os = boot('90 90 a1 0000e080 90 c3', ({ clock }) => {
    seen.push(clock.nowNs);
    return 0x1234_5678;
  });
  expect(os.processor.call(CODE, [])).toMatchObject({ kind: 'returned', value: 0x1234_5678 });
  // The read itself takes 600 ns, the instruction under way is counted.
  expect(seen).toEqual([603]);
  expect(os.clock.nowNs).toBe(605);
});

test('what a device access makes due comes after its instruction, and changes no register', () => {
  const events: unknown[] = [];
  // mov ecx, 5; add ecx, [0x80E00000]; mov eax, ecx; ret
  const os = boot('b905000000 030d 0000e080 89c8 c3', (system) => {
    const { cpu } = system.processor;
    system.scheduler.queueDpc({
      isQueued: false,
      run() {
        events.push(cpu.instructionCount, cpu.registers[1], system.processor.isExecuting);
        system.processor.call(virtual(CODE + 11), []);
        cpu.registers[1] = 99;
      },
    });
    return 7;
  });
  expect(os.processor.call(CODE, [])).toMatchObject({ kind: 'returned', value: 12 });
  expect(events).toEqual([2, 12, false]);
});

test('a function of the system gets the stack below its caller, which finds it as it was', () => {
  const pointers: number[] = [];
  // push 1; call eax (below); pop ecx; ret
  const os = boot('6a01 ffd2 59 c3');
  const { cpu } = os.processor;
  const address = os.processor.functionAt('ntoskrnl.exe!Test', () => () => {
    pointers.push(os.stack.pointer, cpu.registers[ESP] >>> 0);
    os.stack.push(64);
    os.stack.popTo(virtual(pointers[0]));
    cpu.returnToCaller(5, 0);
  });
  cpu.registers[2] = address;
  expect(os.processor.call(CODE, [])).toMatchObject({ kind: 'returned', value: 5, broken: [] });
  // Behind the address to return to, 1, and the address to return to again: aligned to 8.
  expect(pointers).toEqual([STACK_TOP - 16, STACK_TOP - 12]);
  expect(os.stack.pointer).toBe(STACK_TOP);
  expect(os.findings).toEqual([]);
});

test.each([
  // push 1 (twice); call edx; pop ecx (twice); ret
  { name: 'aligned to 8', code: '6a01 6a01 ffd2 59 59 c3' },
  { name: 'aligned to 4 only', code: '6a01 ffd2 59 c3' },
])('a function that calls machine code back returns to its caller: ESP $name', ({ code }) => {
  const os = boot(`${code} c3`);
  const { cpu } = os.processor;
  const callback = virtual(CODE + hex(code).length);
  cpu.registers[2] = os.processor.functionAt('ntoskrnl.exe!Test', () => () => {
    expect(os.processor.call(callback, [])).toMatchObject({ kind: 'returned' });
    cpu.returnToCaller(5, 0);
  });
  expect(os.processor.call(CODE, [])).toMatchObject({ kind: 'returned', value: 5, broken: [] });
});

test('a function has one address, however often it is asked for, and is made when called', () => {
  // mov eax, [esp+4]; call eax; mov eax, [esp+4]; jmp eax
  const os = boot('8b442404 ffd0 8b442404 ffe0');
  const make = jest.fn(() => (cpu: Cpu) => cpu.returnToCaller(7, 0));
  const first = os.processor.functionAt('a', make);
  expect(os.processor.functionAt('a', make)).toBe(first);
  expect(os.processor.functionAt('b', make)).not.toBe(first);
  expect(make).toHaveBeenCalledTimes(0);
  expect(os.processor.call(CODE, [first])).toMatchObject({ kind: 'returned', value: 7 });
  expect(make).toHaveBeenCalledTimes(1);
  expect(os.importAt(virtual(first + 3))).toBe('a');
  expect(os.importAt(virtual(0x9000_0000))).toBeUndefined();
});

test('FS leads to the control region of processor 0, which has no exception handler', () => {
  // mov eax, fs:[0]; movzx ecx, byte fs:[0x51]; add eax, ecx; ret
  const os = boot('64a100000000 640fb60d51000000 01c8 c3');
  expect(os.processor.call(CODE, [])).toMatchObject({ kind: 'returned', value: 0xffff_ffff });
});

test('between CLI and STI a device access lets nothing in', () => {
  const counts: number[] = [];
  // cli; mov eax, [0x80E00000]; nop; sti; nop; ret
  const os = boot('fa a1 0000e080 90 fb 90 c3', (system) => {
    system.scheduler.queueDpc({
      isQueued: false,
      run: () => counts.push(system.processor.cpu.instructionCount),
    });
    return 0;
  });
  os.processor.call(CODE, []);
  expect(counts).toEqual([5]);
});

test('a function that forgets STI stops nobody for good', () => {
  const os = boot('fa c3');
  os.processor.call(CODE, []);
  expect(os.areInterruptsEnabled).toBe(true);
});
