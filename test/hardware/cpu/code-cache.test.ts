/** Where code may run, and what becomes of decoded instructions when bytes change. */
import { virtual } from '../../../hardware/address';
import { Cpu } from '../../../hardware/cpu';
import {
  CODE,
  DATA,
  STACK_TOP,
  hex,
  makeMachine,
  readRegisters,
  runCode,
} from '../../support/cpu-machine';

test.each([
  ['data', `b8 00 00 02 80 ff e0`, DATA],
  ['null', '31 c0 ff e0', 0],
  ['the stack', '89 e0 ff e0', STACK_TOP - 4],
  ['an address without memory', 'b8 00 00 00 ff ff d0', 0xff00_0000],
  ['the user half', 'e9 00 00 00 80', 0x0001_0005],
])('a jump to %s is not code', (_name, code, address) => {
  const machine = makeMachine();
  expect(runCode(machine, code)).toEqual({ kind: 'not-code', eip: address, address });
  expect(machine.cpu.eip).toBe(address);
});

test('running off the end of code stops there, also within an instruction', () => {
  const { cpu, put } = makeMachine();
  const last = virtual(CODE + 0x1000 - 3);
  put(last, hex('90 b8 01'));
  const end = CODE + 0x1000;
  expect(cpu.call(last, [])).toEqual({ kind: 'not-code', eip: last + 1, address: end });
  expect(cpu.instructionCount).toBe(1);
  cpu.abandon();
  put(last, hex('90 90 90'));
  expect(cpu.call(last, [])).toEqual({ kind: 'not-code', eip: end, address: end });
});

test('ranges that touch are one, and parts can be taken away', () => {
  const { cpu } = makeMachine();
  cpu.addCode(virtual(DATA), 0x10);
  cpu.addCode(virtual(DATA + 0x20), 0x10);
  cpu.addCode(virtual(DATA + 0x10), 0x10);
  const isCode = (offset: number) => cpu.isCode(virtual(DATA + offset));
  expect([-1, 0, 0xf, 0x10, 0x2f, 0x30].map(isCode)).toEqual([
    false,
    true,
    true,
    true,
    true,
    false,
  ]);
  cpu.removeCode(virtual(DATA + 8), 0x10);
  expect([0, 7, 8, 0x17, 0x18, 0x2f].map(isCode)).toEqual([true, true, false, false, true, true]);
  expect(() => cpu.addCode(virtual(0x7fff_ffff), 4)).toThrow(RangeError);
  expect(() => cpu.addCode(virtual(0x800f_ffff), 4)).toThrow(RangeError);
});

test('code that was taken away and has run before does not run again', () => {
  const { cpu, put } = makeMachine();
  put(CODE, hex('40 c3'));
  expect(cpu.call(CODE, []).kind).toBe('returned');
  cpu.removeCode(virtual(CODE + 1), 1);
  expect(cpu.call(CODE, [])).toEqual({ kind: 'not-code', eip: CODE + 1, address: CODE + 1 });
  cpu.addCode(virtual(CODE + 1), 1);
  expect(cpu.call(CODE, []).kind).toBe('returned');
});

test.each([
  // The byte that is written is the immediate of mov eax, imm32 in a loop of two turns.
  ['a byte store', 'c6 05 01 01 01 80 07'],
  ['a word store that begins below', '66 c7 05 00 01 01 80 b8 07'],
  ['a dword store that begins below', 'c7 05 fe 00 01 80 90 90 b8 07'],
  ['rep stosb', 'b0 07 bf 01 01 01 80 b9 01 00 00 00 f3 aa'],
  ['a bulk rep movsb', 'be 00 00 02 80 bf 00 01 01 80 b9 0b 00 00 00 f3 a4'],
  ['a push', 'bc 05 01 01 80 68 07 00 00 00 bc f0 ff 03 80'],
  ['a locked or', 'f0 80 0d 01 01 01 80 07'],
])('%s to code that has run changes what runs next', (_name, write) => {
  const machine = makeMachine();
  // mov eax, 0; inc ebx; cmp ebx, 2; je +5; jmp CODE
  const loop = 'b8 00 00 00 00 43 83 fb 02 74 05';
  const jumpBack = 'e9 f0 fe ff ff';
  machine.put(virtual(CODE + 0x100), hex(`${loop} ${jumpBack} cc`));
  machine.put(DATA, hex('b8 07 00 00 00 43 83 fb 02 74 05'));
  const enter = `85 db 74 ${hex(write).length.toString(16).padStart(2, '0')}`;
  const rest = 0x100 - hex(`${enter} ${write}`).length - 5;
  const jump = `e9 ${rest.toString(16).padStart(2, '0')} 00 00 00`;
  expect(runCode(machine, `${enter} ${write} ${jump}`).kind).toBe('breakpoint');
  expect(readRegisters(machine, ['eax', 'ebx'])).toEqual({ eax: 7, ebx: 2 });
});

test('an instruction may change the one behind it', () => {
  const machine = makeMachine();
  // mov [CODE+7], bl; mov al, 1: the immediate is what BL was.
  const code = '88 1d 07 00 01 80 b0 01';
  runCode(machine, code, { ebx: 3 });
  expect(readRegisters(machine, ['eax'])).toEqual({ eax: 3 });
  machine.cpu.registers[3] = 5;
  machine.cpu.call(CODE, []);
  expect(readRegisters(machine, ['eax'])).toEqual({ eax: 5 });
});

test('the host says what it has written', () => {
  const { cpu, put, memory } = makeMachine();
  put(CODE, hex('b8 01 00 00 00 c3'));
  expect(cpu.call(CODE, [])).toMatchObject({ value: 1 });
  memory.bytes[0x1_0001] = 2;
  expect(cpu.call(CODE, [])).toMatchObject({ value: 1 });
  cpu.codeWritten(virtual(CODE + 1), 1);
  expect(cpu.call(CODE, [])).toMatchObject({ value: 2 });
  memory.bytes[0x1_0001] = 3;
  cpu.codeWritten(virtual(CODE - 0x8000), 0x2_0000);
  expect(cpu.call(CODE, [])).toMatchObject({ value: 3 });
});

test('data next to code in a page does not disturb it', () => {
  const machine = makeMachine();
  // inc dword [CODE + 0x800]; dec ecx; jne
  runCode(machine, 'ff 05 00 08 01 80 49 75 f7', { ecx: 100 });
  expect(machine.memory.view.getUint32(0x1_0800, true)).toBe(100);
});

test('the next processor on a memory has nothing of the last one', () => {
  const { memory, cpu: first, put } = makeMachine({ translateAfter: 2 });
  const host = first.addHostFunction((cpu) => cpu.returnToCaller(1, 0));
  expect(host).toBe(0xf000_0010);
  put(CODE, hex('b9 05000000 49 75 fd b8 100000f0 ff d0 c3'));
  for (let time = 0; time < 4; time++)
    expect(first.call(CODE, [])).toMatchObject({ kind: 'returned', value: 1 });

  const io = { readPort: () => 0, writePort: () => undefined };
  const second = new Cpu({ memory, io, translateAfter: 2 });
  second.registers[4] = STACK_TOP;
  expect(second.call(CODE, [])).toEqual({ kind: 'not-code', eip: CODE, address: CODE });
  second.abandon();
  second.addCode(CODE, 0x1000);
  const decoded: number[] = [];
  second.onDecoded = ({ address }) => decoded.push((address >>> 0) - CODE);
  expect(second.addHostFunction((cpu) => cpu.returnToCaller(2, 0))).toBe(host);
  memory.bytes.set(hex('90 90 90'), CODE + 5 - 0x8000_0000);
  expect(second.call(CODE, [])).toMatchObject({ kind: 'returned', value: 2 });
  expect(second.instructionCount).toBe(7);
  expect(decoded).toEqual([0, 5, 6, 7, 8, 13, 15]);
});
