/** Division and decimal adjustment (SDM vol. 2, DIV, IDIV, AAA to AAS). */
import { CODE, makeMachine, readRegisters, runCode } from '../../support/cpu-machine';

test.each([
  ['div', 'f7 f3', { edx: 1, eax: 0, ebx: 3 }, { eax: 0x5555_5555, edx: 1 }],
  ['div, short', 'f7 f3', { eax: 100, ebx: 7 }, { eax: 14, edx: 2 }],
  [
    'div, largest',
    'f7 f3',
    { edx: 0xffff_fffe, eax: 0xffff_ffff, ebx: 0xffff_ffff },
    { eax: 0xffff_ffff, edx: 0xffff_fffe },
  ],
  ['div ax', '66 f7 f3', { edx: 1, eax: 5, ebx: 2 }, { eax: 0x8002, edx: 1 }],
  ['div al', 'f6 f3', { eax: 0x0103, ebx: 2 }, { eax: 0x0181 }],
  [
    'idiv',
    'f7 fb',
    { edx: 0xffff_ffff, eax: 0xffff_fff9, ebx: 2 },
    { eax: 0xffff_fffd, edx: 0xffff_ffff },
  ],
  ['idiv by a negative', 'f7 fb', { eax: 7, ebx: 0xffff_fffe }, { eax: 0xffff_fffd, edx: 1 }],
  [
    'idiv to the minimum',
    'f7 fb',
    { edx: 0xffff_ffff, eax: 0x8000_0000, ebx: 1 },
    { eax: 0x8000_0000, edx: 0 },
  ],
  ['idiv al', 'f6 fb', { eax: 0xff81, ebx: 0xff }, { eax: 0x007f }],
  ['aaa', '37', { eax: 0x000c }, { eax: 0x0102 }],
  ['aas', '3f', { eax: 0x02fe }, { eax: 0x0108 }],
  ['aam', 'd4 0a', { eax: 0x3f }, { eax: 0x0603 }],
  ['aad', 'd5 0a', { eax: 0x0603 }, { eax: 0x003f }],
])('%s', (_name, code, given, want) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
});

test.each([
  ['div by zero', 'f7 f3', { eax: 1 }],
  ['div, quotient too long', 'f7 f3', { edx: 3, eax: 0, ebx: 3 }],
  ['div ax, quotient too long', '66 f7 f3', { edx: 2, eax: 0, ebx: 2 }],
  ['div al, quotient too long', 'f6 f3', { eax: 0x200, ebx: 2 }],
  ['div al by zero', 'f6 f3', { eax: 0x200 }],
  ['idiv by zero', 'f7 fb', { eax: 1 }],
  ['idiv of the minimum by -1', 'f7 fb', { edx: 0xffff_ffff, eax: 0x8000_0000, ebx: 0xffff_ffff }],
  ['idiv of 2^63', 'f7 fb', { edx: 0x8000_0000, ebx: 0xffff_ffff }],
  ['idiv ax, too long', '66 f7 fb', { edx: 0x4000, ebx: 2 }],
  ['idiv al, too long', 'f6 fb', { eax: 0x0100, ebx: 2 }],
  ['aam by zero', 'd4 00', { eax: 1 }],
])('%s is a divide error and changes nothing', (_name, code, given) => {
  const machine = makeMachine();
  expect(runCode(machine, `90 ${code}`, given)).toEqual({ kind: 'divide-error', eip: CODE + 1 });
  expect(readRegisters(machine, Object.keys(given))).toEqual(given);
  expect(machine.cpu.eip).toBe(CODE + 1);
  expect(machine.cpu.instructionCount).toBe(1);
});
