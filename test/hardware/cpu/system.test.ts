/** Flags as a whole, ports, CPUID, RDTSC (SDM vol. 2). */
import { makeMachine, readRegisters, runCode } from '../../support/cpu-machine';

test.each([
  ['pushf', '9c 58', { eflags: 0x8d7 }, { eax: 0x8d7 }],
  ['pushf with nothing set', '9c 58', { eflags: 0 }, { eax: 2 }],
  [
    'popf keeps what may be kept',
    '6a ff 83 24 24 00 81 0c 24 d7 7e 24 00 9d 9c 58',
    {},
    { eax: 0x24_7ed7 },
  ],
  ['popf drops RF, VM and reserved bits', '68 28 80 db ff 9d 9c 58', {}, { eax: 2 }],
  [
    'popf of 16 bits keeps the upper half',
    '66 6a 00 66 9d 9c 58',
    { eflags: 0x20_0044 },
    { eax: 0x20_0002 },
  ],
  ['lahf', '9f', { eflags: 0xd7 }, { eax: 0xd700 }],
  ['sahf leaves OF', '9e 9c 58', { eax: 0xff00, eflags: 0x800 }, { eax: 0x8d7 }],
  ['sahf of ZF and SF without PF', '9e 9c 58', { eax: 0xc000 }, { eax: 0xc2 }],
  ['clc', 'f8 9c 58', { eflags: 0x8d7 }, { eax: 0x8d6 }],
  ['stc', 'f9 9c 58', { eflags: 0x800 }, { eax: 0x803 }],
  ['cmc', 'f5 9c 58', { eflags: 0x3 }, { eax: 2 }],
  ['std', 'fd 9c 58 fc', {}, { eax: 0x402 }],
  ['sti', 'fb 9c 58', {}, { eax: 0x202 }],
  ['cli', 'fa 9c 58', { eflags: 0x202 }, { eax: 2 }],
  ['cpuid 0', '0f a2', {}, { eax: 1, ebx: 0x756e_6547, edx: 0x4965_6e69, ecx: 0x6c65_746e }],
  ['cpuid 1: family 6, TSC, CX8, CMOV', '0f a2', { eax: 1 }, { eax: 0x619, edx: 0x8110 }],
])('%s', (_name, code, given, want) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
});

test.each([
  ['in al, imm', 'e4 f0', { eax: 0xffff_ff00 }, ['in1 f0'], 0xffff_ff21],
  ['in eax, imm', 'e5 f0', {}, ['in4 f0'], 0x8765_4321],
  ['in ax, dx', '66 ed', { edx: 0xffff_1234 }, ['in2 1234'], 0x4321],
  ['out imm, al', 'e6 80', { eax: 0x1234 }, ['out1 80 34'], 0x1234],
  ['out dx, eax', 'ef', { eax: 0xffff_fffe, edx: 0xcf8 }, ['out4 cf8 fffffffe'], 0xffff_fffe],
])('%s', (_name, code, given, ports, eax) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect(machine.ports).toEqual(ports);
  expect(readRegisters(machine, ['eax'])).toEqual({ eax });
});

test('rdtsc reads the host counter', () => {
  const machine = makeMachine({ timeStampCounter: () => 0x1_2345_6789_abcd });
  runCode(machine, '0f 31');
  expect(readRegisters(machine, ['eax', 'edx'])).toEqual({ eax: 0x6789_abcd, edx: 0x1_2345 });
});

test('without a host counter rdtsc counts instructions', () => {
  const machine = makeMachine();
  runCode(machine, '90 90 0f 31');
  expect(readRegisters(machine, ['eax', 'edx'])).toEqual({ eax: 3, edx: 0 });
});
