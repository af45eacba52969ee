/** Instruction lengths and names, from SDM vol. 2, chapters 2 to 4 and appendix A. */
import {
  Code,
  CpuidFeature,
  DecoderOptions,
  Decoder as IcedDecoder,
  Instruction as IcedInstruction,
  Mnemonic,
} from 'iced-x86';
import { Decoder, Instruction } from '../../../hardware/cpu';
import { hex } from '../../support/cpu-machine';

function decode(text: string) {
  const bytes = Uint8Array.from(hex(text));
  const instruction = new Instruction(0, (_cpu, i) => i, false);
  const outcome = new Decoder(bytes).decode(instruction, 0, bytes.length);
  return { outcome, instruction };
}

test.each([
  ['90', 'nop', 1],
  ['f3 90', 'nop', 2],
  ['89 d8', 'mov', 2],
  ['8b 44 24 08', 'mov', 4],
  ['8b 84 24 00 01 00 00', 'mov', 7],
  ['8b 04 8d 00 01 00 00', 'mov', 7],
  ['8b 05 00 01 00 00', 'mov', 6],
  ['67 8b 06 00 01', 'mov', 5],
  ['67 8b 40 10', 'mov', 4],
  ['a1 00 00 02 80', 'mov', 5],
  ['67 a1 00 02', 'mov', 4],
  ['66 b8 34 12', 'mov', 4],
  ['b8 78 56 34 12', 'mov', 5],
  ['66 c7 05 00 00 02 80 34 12', 'mov', 9],
  ['64 8b 0d 00 00 00 00', 'mov', 7],
  ['83 c0 ff', 'add', 3],
  ['81 c0 01 00 00 00', 'add', 6],
  ['66 81 c0 01 00', 'add', 5],
  ['f0 0f c1 01', 'xadd', 4],
  ['f0 0f c7 0e', 'cmpxchg8b', 4],
  ['f6 00 01', 'test', 3],
  ['f7 00 01 00 00 00', 'test', 6],
  ['f7 d0', 'not', 2],
  ['69 c0 00 01 00 00', 'imul3', 6],
  ['6b c0 05', 'imul3', 3],
  ['c8 10 00 01', 'enter', 4],
  ['c2 08 00', 'ret', 3],
  ['0f a4 c8 04', 'shld', 4],
  ['0f ba e0 1f', 'bt', 4],
  ['0f 84 00 00 00 00', 'je', 6],
  ['66 0f 84 00 00', 'je', 5],
  ['74 00', 'je', 2],
  ['ff 15 00 00 02 80', 'call', 6],
  ['ff 24 85 00 00 02 80', 'jmp', 7],
  ['0f c8', 'bswap', 2],
  ['0f 18 06', 'nop', 3],
  ['2e 3e 26 36 90', 'nop', 5],
])('%s is %s of %i bytes', (text, mnemonic, length) => {
  const { outcome, instruction } = decode(text);
  expect({ outcome, mnemonic: instruction.mnemonic, length: instruction.length }).toEqual({
    outcome: 'decoded',
    mnemonic,
    length,
  });
});

test.each([
  ['d9 ee', 'fldz', 2],
  ['dd 45 f8', 'fld', 3],
  ['df e0', 'fnstsw', 2],
  ['9b', 'fwait', 1],
  ['0f 6f 06', 'movq', 3],
  ['66 0f 6f 06', 'movdqa', 4],
  ['f3 0f 10 06', 'movss', 4],
  ['0f 77', 'emms', 2],
  ['0f 70 c1 1b', 'pshufw', 4],
  ['0f 20 c0', 'mov cr', 3],
  ['0f 01 16', 'lgdt', 3],
  ['0f 30', 'wrmsr', 2],
  ['0f 32', 'rdmsr', 2],
  ['0f 09', 'wbinvd', 2],
  ['0f ae f0', 'mfence', 3],
  ['ea 00 00 00 00 08 00', 'jmp far', 7],
  ['ff 1e', 'call far', 2],
  ['cf', 'iret', 1],
  ['8c d8', 'mov sreg', 2],
  ['1e', 'push ds', 1],
  ['c4 06', 'les', 2],
])('%s is named %s', (text, mnemonic, length) => {
  const { outcome, instruction } = decode(text);
  expect({ outcome, mnemonic: instruction.mnemonic, length: instruction.length }).toEqual({
    outcome: 'decoded',
    mnemonic,
    length,
  });
});

/** What iced-x86 calls otherwise: forms by their sizes, and what needs more than a mnemonic. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  call: ['call far'],
  cdq: ['cwd'],
  cwde: ['cbw'],
  fstpnce: ['fstp'],
  imul: ['imul2', 'imul3'],
  iretd: ['iret'],
  jmp: ['jmp far'],
  mov: ['mov cr', 'mov dr', 'mov sreg'],
  pause: ['nop'],
  pop: ['ds', 'es', 'fs', 'gs', 'ss'].map((name) => `pop ${name}`),
  popad: ['popa'],
  popfd: ['popf'],
  prefetchnta: ['nop'],
  prefetcht0: ['nop'],
  prefetcht1: ['nop'],
  prefetcht2: ['nop'],
  push: ['cs', 'ds', 'es', 'fs', 'gs', 'ss'].map((name) => `push ${name}`),
  pushad: ['pusha'],
  pushfd: ['pushf'],
  sal: ['shl'],
  wait: ['fwait'],
  xlatb: ['xlat'],
};
const STRING_SIZE = /(?<=^(?:cmps|ins|lods|movs|outs|scas|stos))[bwd]$/;
/** What a PC of 2004 may have: nothing of it may be taken for an undefined instruction. */
const FEATURES = new Set([
  ...[CpuidFeature.INTEL8086, CpuidFeature.INTEL186, CpuidFeature.INTEL286],
  ...[CpuidFeature.INTEL386, CpuidFeature.INTEL486, CpuidFeature.CPUID, CpuidFeature.CX8],
  ...[CpuidFeature.CMOV, CpuidFeature.TSC, CpuidFeature.MSR, CpuidFeature.SEP],
  ...[CpuidFeature.FPU, CpuidFeature.FPU287, CpuidFeature.FPU387, CpuidFeature.MMX],
  ...[CpuidFeature.SSE, CpuidFeature.SSE2, CpuidFeature.SSE3, CpuidFeature.FXSR],
  ...[CpuidFeature.CLFSH, CpuidFeature.PAUSE, CpuidFeature.SYSCALL],
]);

const UNDEFINED = [Code.Ud0_r16_rm16, Code.Ud0_r32_rm32, Code.Ud1_r16_rm16, Code.Ud1_r32_rm32];

/** What iced-x86 takes the bytes for; undefined for what no PC of 2004 has, and for UD0 and UD1. */
function icedName(bytes: Uint8Array): { mnemonic: string; length: number } | undefined {
  const decoder = new IcedDecoder(32, bytes, DecoderOptions.None);
  const instruction = new IcedInstruction();
  decoder.decodeOut(instruction);
  const { code, mnemonic, length } = instruction;
  const isOld =
    ![Code.INVALID, ...UNDEFINED].includes(code) &&
    instruction.cpuidFeatures().every((one) => FEATURES.has(one));
  instruction.free();
  decoder.free();
  return isOld ? { mnemonic: Mnemonic[mnemonic].toLowerCase(), length } : undefined;
}

test.each([
  ['one-byte opcodes', []],
  ['opcodes behind 0F', [0x0f]],
  ['opcodes behind 66 0F', [0x66, 0x0f]],
  ['opcodes behind F3 0F', [0xf3, 0x0f]],
  ['opcodes behind F2 0F', [0xf2, 0x0f]],
])('%s have the names and lengths that iced-x86 gives them', (_name, start) => {
  const prefixes = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x0f];
  const bytes = new Uint8Array(15);
  bytes.set(start);
  bytes.set([0x24, 1, 2, 3, 4, 5, 6], start.length + 2);
  const different: string[] = [];
  let count = 0;
  for (let opcode = 0; opcode < 256; opcode++) {
    if (start.length === 0 && prefixes.includes(opcode)) continue;
    // With a register as operand, the whole byte may mean something: x87, and 0F 01.
    for (let modRm = 0; modRm < 256; modRm += modRm < 0xc0 ? 8 : 1) {
      bytes.set([opcode, modRm], start.length);
      const iced = icedName(bytes);
      if (iced === undefined) continue;
      const instruction = new Instruction(0, (_cpu, i) => i, false);
      const outcome = new Decoder(bytes).decode(instruction, 0, bytes.length);
      const { mnemonic, length } = instruction;
      const names = [
        iced.mnemonic,
        iced.mnemonic.replace(STRING_SIZE, ''),
        ...(OTHER_NAMES[iced.mnemonic] ?? []),
      ];
      if (outcome !== 'decoded' || length !== iced.length || !names.includes(mnemonic)) {
        const text = Buffer.from(bytes.subarray(0, start.length + 2)).toString('hex');
        different.push(`${text} ${iced.mnemonic} ${iced.length}: ${outcome} ${mnemonic} ${length}`);
      }
      count++;
    }
  }
  expect(different).toEqual([]);
  expect(count).toBeGreaterThan(2_000);
});

test.each([
  ['no such opcode', '0f 04'],
  ['no such digit', 'fe 38'],
  ['LEA of a register', '8d c0'],
  ['BOUND of a register', '62 c0'],
  ['CMPXCHG8B of a register', '0f c7 c8'],
  ['LOCK on MOV', 'f0 89 00'],
  ['LOCK on a register destination', 'f0 01 c0'],
  ['LOCK on a source in memory', 'f0 03 00'],
  ['LOCK on CMP', 'f0 39 00'],
  ['LOCK on BT', 'f0 0f a3 00'],
])('%s is undefined', (_name, text) => {
  expect(decode(text).outcome).toBe('undefined');
});

test.each(['8b', '8b 44 24', 'b8 00 00 00', '66', '0f', 'e8 00 00', 'c8 00 00', '81 05 00 00'])(
  '%s is cut off',
  (text) => {
    expect(decode(text).outcome).toBe('truncated');
  },
);

test('an instruction has at most 15 bytes', () => {
  const prefixes = (count: number) => '66'.repeat(count);
  expect(decode(`${prefixes(14)}90`).outcome).toBe('decoded');
  expect(decode(`${prefixes(15)}90`).outcome).toBe('too-long');
  expect(decode(prefixes(40)).outcome).toBe('too-long');
});

test('a branch goes by its displacement, from behind itself', () => {
  expect(decode('eb fe').instruction).toMatchObject({ isRelative: true, immediate: -2 });
  expect(decode('e8 fb ff ff ff').instruction).toMatchObject({ isRelative: true, immediate: -5 });
  expect(decode('ff e0').instruction.isRelative).toBe(false);
});
