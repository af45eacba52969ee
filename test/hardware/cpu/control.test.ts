/** Jumps, calls, loops and exceptions on purpose (SDM vol. 2; conditions: vol. 1, appendix B). */
import { CODE, DATA, hex, makeMachine, readRegisters, runCode } from '../../support/cpu-machine';

const CF = 0x001;
const PF = 0x004;
const ZF = 0x040;
const SF = 0x080;
const OF = 0x800;

test.each([
  ['o', 0x0, [OF], [0, CF, ZF]],
  ['no', 0x1, [0, CF], [OF]],
  ['b', 0x2, [CF, CF | OF], [0, ZF, OF]],
  ['ae', 0x3, [0, OF], [CF]],
  ['e', 0x4, [ZF], [0, CF]],
  ['ne', 0x5, [0], [ZF]],
  ['be', 0x6, [CF, ZF, CF | ZF], [0, SF]],
  ['a', 0x7, [0, SF], [CF, ZF]],
  ['s', 0x8, [SF, SF | ZF], [0]],
  ['ns', 0x9, [0], [SF]],
  ['p', 0xa, [PF], [0]],
  ['np', 0xb, [0], [PF]],
  ['l', 0xc, [SF, OF], [0, SF | OF]],
  ['ge', 0xd, [0, SF | OF], [SF, OF, ZF | SF]],
  ['le', 0xe, [ZF, SF, OF, ZF | SF | OF], [0, SF | OF]],
  ['g', 0xf, [0, SF | OF], [ZF, SF, OF]],
])('j%s, set%s and cmov go by their flags', (_name, code, met, notMet) => {
  const low = (0x70 + code).toString(16);
  // jcc over inc ebx; setcc cl; cmovcc edx, esi
  const text = `${low} 01 43 0f 9${code.toString(16)} c1 0f 4${code.toString(16)} d6`;
  for (const [flags, isMet] of [...met.map((f) => [f, 1]), ...notMet.map((f) => [f, 0])]) {
    const machine = makeMachine();
    const given = { edx: 5, esi: 6, eflags: flags };
    // INC changes flags but CF: SETcc and CMOVcc come in a run of their own.
    runCode(machine, `${low} 01 43`, given);
    expect(readRegisters(machine, ['ebx'])).toEqual({ ebx: 1 - isMet });
    runCode(machine, text.slice(9), given);
    expect(readRegisters(machine, ['ecx', 'edx'])).toEqual({ ecx: isMet, edx: 5 + isMet });
  }
});

test.each([
  ['jmp short', 'eb 01 43', {}, { ebx: 0 }],
  ['jmp near', 'e9 01 00 00 00 43', {}, { ebx: 0 }],
  ['jmp register', 'ff e0 43', { eax: CODE + 3 }, { ebx: 0 }],
  ['call and ret', 'e8 01 00 00 00 cc 43 c3', {}, { ebx: 1 }],
  ['call register and ret n', '6a 00 ff d0 cc 43 c2 04 00', { eax: CODE + 5 }, { ebx: 1 }],
  ['loop', '43 e2 fd', { ecx: 5 }, { ebx: 5, ecx: 0 }],
  ['loop with CX', '43 67 e2 fc', { ecx: 0x7_0002 }, { ebx: 2, ecx: 0x7_0000 }],
  ['loope', '39 c0 43 e1 fb', { ecx: 3 }, { ebx: 1, ecx: 2 }],
  ['loopne', '43 e0 fd', { ecx: 3 }, { ebx: 3, ecx: 0 }],
  ['jecxz', 'e3 01 43', {}, { ebx: 0 }],
  ['jecxz not taken', 'e3 01 43', { ecx: 0x1_0000 }, { ebx: 1 }],
  ['jcxz', '67 e3 01 43', { ecx: 0x1_0000 }, { ebx: 0 }],
  ['into without OF', 'ce 43', {}, { ebx: 1 }],
])('%s', (_name, code, given, want) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
});

test('a jump table in memory', () => {
  const machine = makeMachine();
  machine.put(DATA, hex('00 00 00 00 08 00 01 80'));
  // jmp [eax*4 + table]; inc ebx; behind the table's target: int3
  runCode(machine, 'ff 24 85 00 00 02 80 43', { eax: 1 });
  expect(readRegisters(machine, ['ebx'])).toEqual({ ebx: 0 });
});

test.each([
  ['int3', 'cc', {}, { kind: 'breakpoint' }],
  ['int 3', 'cd 03', {}, { kind: 'software-interrupt', vector: 3 }],
  ['int 2e', 'cd 2e', {}, { kind: 'software-interrupt', vector: 0x2e }],
  ['into', 'ce', { eflags: 0x800 }, { kind: 'overflow' }],
  ['ud2', '0f 0b', {}, { kind: 'undefined-instruction' }],
  ['no opcode', '0f 04', {}, { kind: 'undefined-instruction' }],
  ['lock mov', 'f0 89 00', {}, { kind: 'undefined-instruction' }],
  ['16 bytes', '66'.repeat(15) + '90', {}, { kind: 'general-protection' }],
  ['gs', '65 a1 00 00 02 80', {}, { kind: 'general-protection' }],
  ['fldz', 'd9 ee', {}, { kind: 'unmodelled-instruction', mnemonic: 'fldz' }],
  ['mov cr0', '0f 20 c0', {}, { kind: 'unmodelled-instruction', mnemonic: 'mov cr' }],
  ['movaps', '0f 28 c1', {}, { kind: 'unmodelled-instruction', mnemonic: 'movaps' }],
  ['bound', '62 05 00 00 02 80', { eax: 5 }, { kind: 'bound-range' }],
  ['popf with TF', '68 00 01 00 00 9d', {}, { kind: 'unmodelled-instruction', mnemonic: 'popf' }],
])('%s ends the run at its own address', (name, code, given, want) => {
  const machine = makeMachine();
  const offset = name === 'popf with TF' ? 6 : 1;
  expect(runCode(machine, `90 ${code}`, given)).toEqual({ ...want, eip: CODE + offset });
  expect(machine.cpu.eip).toBe(CODE + offset);
});

test('hlt ends the run behind it', () => {
  const machine = makeMachine();
  expect(runCode(machine, '90 f4 43')).toEqual({ kind: 'halt', eip: CODE + 2 });
  expect(machine.cpu.instructionCount).toBe(2);
  expect(machine.cpu.resume().kind).toBe('breakpoint');
  expect(readRegisters(machine, ['ebx'])).toEqual({ ebx: 1 });
});

test('bound lets an index within its bounds pass', () => {
  const machine = makeMachine();
  machine.put(DATA, hex('fe ff ff ff 05 00 00 00'));
  for (const [eax, kind] of [
    [-2, 'breakpoint'],
    [5, 'breakpoint'],
    [6, 'bound-range'],
    [-3, 'bound-range'],
  ] as const)
    expect(runCode(machine, '62 05 00 00 02 80', { eax }).kind).toBe(kind);
});

test('a 16-bit operand size cuts EIP', () => {
  const machine = makeMachine();
  const stop = runCode(machine, '66 e9 00 00');
  expect(stop).toEqual({ kind: 'not-code', eip: 4, address: 4 });
});
