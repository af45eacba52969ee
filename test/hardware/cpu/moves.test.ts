/** Instructions that move data (SDM vol. 2). */
import { virtual } from '../../../hardware/address';
import {
  DATA,
  STACK_TOP,
  hex,
  makeMachine,
  readRegisters,
  runCode,
} from '../../support/cpu-machine';

test.each([
  ['mov al', 'b0 ff', { eax: 0x1234_5678 }, { eax: 0x1234_56ff }],
  ['mov ah', 'b4 ff', { eax: 0x1234_5678 }, { eax: 0x1234_ff78 }],
  ['mov bh, dl', '88 d7', { ebx: 0, edx: 0x12 }, { ebx: 0x1200 }],
  ['mov ax', '66 b8 cd ab', { eax: 0x1234_5678 }, { eax: 0x1234_abcd }],
  ['movzx', '0f b6 c4', { eax: 0xffff_80ff }, { eax: 0x80 }],
  ['movsx', '0f be c4', { eax: 0xffff_80ff }, { eax: 0xffff_ff80 }],
  ['movsx from a word', '0f bf c3', { ebx: 0x8000 }, { eax: 0xffff_8000 }],
  ['movzx to a word', '66 0f b6 c3', { eax: 0xffff_ffff, ebx: 0x80 }, { eax: 0xffff_0080 }],
  ['lea', '8d 44 8b fc', { ebx: 0x1000, ecx: 4 }, { eax: 0x100c }],
  ['lea of fs gives the offset', '64 8d 43 04', { ebx: 0x1000 }, { eax: 0x1004 }],
  ['lea, 16-bit addressing', '67 8d 40 10', { ebx: 0x1_fff8, esi: 0x5_0010 }, { eax: 0x18 }],
  ['lea ax', '66 8d 43 01', { eax: 0xffff_ffff, ebx: 0x1_ffff }, { eax: 0xffff_0000 }],
  ['xchg', '87 d8', { eax: 1, ebx: 2 }, { eax: 2, ebx: 1 }],
  ['xchg al, ah', '86 e0', { eax: 0x1234 }, { eax: 0x3412 }],
  ['xadd', '0f c1 d8', { eax: 1, ebx: 2 }, { eax: 3, ebx: 1 }],
  ['xadd with itself', '0f c1 c0', { eax: 3 }, { eax: 6 }],
  ['cmpxchg, equal', '0f b1 cb', { eax: 5, ebx: 5, ecx: 9 }, { eax: 5, ebx: 9 }],
  ['cmpxchg, different', '0f b1 cb', { eax: 5, ebx: 6, ecx: 9 }, { eax: 6, ebx: 6 }],
  ['bswap', '0f c8', { eax: 0x1234_5678 }, { eax: 0x7856_3412 }],
  ['cwde', '98', { eax: 0x8000 }, { eax: 0xffff_8000 }],
  ['cbw', '66 98', { eax: 0x1234_0080 }, { eax: 0x1234_ff80 }],
  ['cdq', '99', { eax: 0x8000_0000, edx: 5 }, { edx: 0xffff_ffff }],
  ['cwd', '66 99', { eax: 0x8000, edx: 0x1234_0000 }, { edx: 0x1234_ffff }],
  ['cmove, met', '0f 44 c3', { eax: 1, ebx: 2, eflags: 0x42 }, { eax: 2 }],
  ['cmove, not met', '0f 44 c3', { eax: 1, ebx: 2 }, { eax: 1 }],
  ['push and pop', '53 58', { ebx: 7 }, { eax: 7 }],
  ['push sign-extended', '6a ff 58', {}, { eax: 0xffff_ffff }],
  ['push esp pushes the old one', '54 58', {}, { eax: STACK_TOP - 4 }],
  ['pop esp', '68 00 ff 03 80 5c 89 e0', {}, { eax: 0x8003_ff00 }],
  ['push ax', '66 53 66 58', { eax: 0xffff_ffff, ebx: 7 }, { eax: 0xffff_0007 }],
  ['pusha, popa', '60 31 c0 61', { eax: 9, edi: 3 }, { eax: 9, edi: 3 }],
  ['enter and leave', '55 89 e5 c8 10 00 00 89 e0 c9', {}, { eax: STACK_TOP - 28 }],
])('%s', (_name, code, given, want) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
});

test.each([
  ['mov [m], eax', 'a3 00 00 02 80', { eax: 0x0403_0201 }, '01 02 03 04'],
  ['mov [m], ah', '88 25 00 00 02 80', { eax: 0x0403_0201 }, '02 00 00 00'],
  [
    'mov [base+index*8+disp], dx',
    '66 89 54 cb f8',
    { ebx: DATA, ecx: 1, edx: 0xaabb },
    'bb aa 00 00',
  ],
  ['mov dword [m], imm', 'c7 05 00 00 02 80 78 56 34 12', {}, '78 56 34 12'],
  ['setc', '0f 92 05 00 00 02 80', { eflags: 3 }, '01 00 00 00'],
  ['xchg with memory', '87 03', { eax: 0x0102, ebx: DATA }, '02 01 00 00'],
  ['pop [m]', '6a 05 8f 05 00 00 02 80', {}, '05 00 00 00'],
  [
    'pop [esp] counts from the new ESP',
    '6a 01 6a 05 8f 04 24 58 a3 00 00 02 80',
    {},
    '05 00 00 00',
  ],
])('%s', (_name, code, given, want) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect([...machine.memory.bytes.slice(0x2_0000, 0x2_0004)]).toEqual(hex(want));
});

test('enter copies the frames of the outer levels', () => {
  const machine = makeMachine();
  const frame = STACK_TOP - 0x100;
  machine.put(virtual(frame - 4), hex('11 22 33 44'));
  runCode(machine, 'c8 00 00 02', { ebp: frame });
  const at = (address: number) => machine.memory.view.getUint32(address - 0x8000_0000, true);
  // Behind the return address: EBP, the outer frame's first pointer, the new frame's own address.
  expect(at(STACK_TOP - 8)).toBe(frame);
  expect(at(STACK_TOP - 12)).toBe(0x4433_2211);
  expect(at(STACK_TOP - 16)).toBe(STACK_TOP - 8);
});

test('cmpxchg8b exchanges eight bytes if they are EDX:EAX', () => {
  const machine = makeMachine();
  machine.put(DATA, hex('01 00 00 00 02 00 00 00'));
  const given = { eax: 1, edx: 2, ebx: 3, ecx: 4, esi: DATA };
  runCode(machine, 'f0 0f c7 0e 0f 94 c0', given);
  expect([...machine.memory.bytes.slice(0x2_0000, 0x2_0008)]).toEqual(
    hex('03 00 00 00 04 00 00 00'),
  );
  expect(readRegisters(machine, ['eax'])).toEqual({ eax: 1 });
  runCode(machine, '0f c7 0e', given);
  expect(readRegisters(machine, ['eax', 'edx'])).toEqual({ eax: 3, edx: 4 });
});

test('xlat reads at EBX + AL', () => {
  const machine = makeMachine();
  machine.put(virtual(DATA + 0x80), [0x5a]);
  runCode(machine, 'd7', { eax: 0x1234_5680, ebx: DATA });
  expect(readRegisters(machine, ['eax'])).toEqual({ eax: 0x1234_565a });
});
