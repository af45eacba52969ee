/** Results and flags of arithmetic, worked out by hand from SDM vol. 2's descriptions. */
import { makeMachine, readRegisters, runCode } from '../../support/cpu-machine';

const FLAGS = { C: 0x001, P: 0x004, A: 0x010, Z: 0x040, S: 0x080, O: 0x800 } as const;
const ALL = 0x8d5;

/** "CZ" for CF and ZF set and the other arithmetic flags clear. */
function flagsOf(eflags: number): string {
  return Object.entries(FLAGS)
    .filter(([, bit]) => (eflags & bit) !== 0)
    .map(([name]) => name)
    .join('');
}

interface Row {
  name: string;
  code: string;
  given: Record<string, number>;
  want: Record<string, number>;
  flags: string;
}

const row = (
  name: string,
  code: string,
  given: Record<string, number>,
  want: Record<string, number>,
  flags: string,
): Row => ({ name, code, given, want, flags });

const ROWS: Row[] = [
  row('add', '01 d8', { eax: 1, ebx: 2 }, { eax: 3 }, 'P'),
  row('add to zero', '01 d8', { eax: 0xffff_ffff, ebx: 1 }, { eax: 0 }, 'CPAZ'),
  row('add overflow', '01 d8', { eax: 0x7fff_ffff, ebx: 1 }, { eax: 0x8000_0000 }, 'PASO'),
  row('add two minima', '01 d8', { eax: 0x8000_0000, ebx: 0x8000_0000 }, { eax: 0 }, 'CPZO'),
  row('add al', '04 01', { eax: 0x1234_567f }, { eax: 0x1234_5680 }, 'ASO'),
  row('add ah', '80 c4 ff', { eax: 0x0000_0100 }, { eax: 0 }, 'CPAZ'),
  row('add ax', '66 05 01 00', { eax: 0x1234_ffff }, { eax: 0x1234_0000 }, 'CPAZ'),
  row('adc', '11 d8', { eax: 0xffff_ffff, ebx: 0, eflags: 3 }, { eax: 0 }, 'CPAZ'),
  row(
    'adc, overflow by carry',
    '11 d8',
    { eax: 0x7fff_ffff, eflags: 3 },
    { eax: 0x8000_0000 },
    'PASO',
  ),
  row('adc of all ones', '11 d8', { eax: 5, ebx: 0xffff_ffff, eflags: 3 }, { eax: 5 }, 'CPA'),
  row('sub', '29 d8', { eax: 5, ebx: 5 }, { eax: 0 }, 'PZ'),
  row('sub borrow', '29 d8', { eax: 0, ebx: 1 }, { eax: 0xffff_ffff }, 'CPAS'),
  row('sub overflow', '29 d8', { eax: 0x8000_0000, ebx: 1 }, { eax: 0x7fff_ffff }, 'PAO'),
  row('sbb', '19 d8', { eax: 0, ebx: 0, eflags: 3 }, { eax: 0xffff_ffff }, 'CPAS'),
  row('sbb of all ones', '19 d8', { eax: 7, ebx: 0xffff_ffff, eflags: 3 }, { eax: 7 }, 'CA'),
  row('cmp', '39 d8', { eax: 1, ebx: 2 }, { eax: 1 }, 'CPAS'),
  row('cmp al', '3c 80', { eax: 0x7f }, { eax: 0x7f }, 'CPSO'),
  row('and', '21 d8', { eax: 0xf0, ebx: 0x0f, eflags: 0x8d7 }, { eax: 0 }, 'PZ'),
  row('or', '09 d8', { eax: 0x8000_0000, ebx: 1 }, { eax: 0x8000_0001 }, 'S'),
  row('xor', '31 c0', { eax: 7 }, { eax: 0 }, 'PZ'),
  row('test', '85 c0', { eax: 0x8000_0000 }, { eax: 0x8000_0000 }, 'PS'),
  row('inc keeps CF', '40', { eax: 0xffff_ffff, eflags: 3 }, { eax: 0 }, 'CPAZ'),
  row('inc overflow', '40', { eax: 0x7fff_ffff }, { eax: 0x8000_0000 }, 'PASO'),
  row('inc cl overflow', 'fe c1', { ecx: 0x7f, eflags: 3 }, { ecx: 0x80 }, 'CASO'),
  row('dec keeps CF', '48', { eax: 0 }, { eax: 0xffff_ffff }, 'PAS'),
  row('dec overflow', '48', { eax: 0x8000_0000, eflags: 3 }, { eax: 0x7fff_ffff }, 'CPAO'),
  row('neg of zero', 'f7 d8', { eax: 0, eflags: 3 }, { eax: 0 }, 'PZ'),
  row('neg of the minimum', 'f7 d8', { eax: 0x8000_0000 }, { eax: 0x8000_0000 }, 'CPSO'),
  row('not leaves flags', 'f7 d0', { eax: 0, eflags: 0x8d7 }, { eax: 0xffff_ffff }, 'CPAZSO'),
  row('shl by 1', 'd1 e0', { eax: 0xc000_0000 }, { eax: 0x8000_0000 }, 'CPS'),
  row('shl by 1, overflow', 'd1 e0', { eax: 0x4000_0000 }, { eax: 0x8000_0000 }, 'PSO'),
  row('shl by 0 leaves flags', 'c1 e0 20', { eax: 5, eflags: 0x8d7 }, { eax: 5 }, 'CPAZSO'),
  row('shr by 1', 'd1 e8', { eax: 0x8000_0001 }, { eax: 0x4000_0000 }, 'CPO'),
  row('sar by 1', 'd1 f8', { eax: 0x8000_0001 }, { eax: 0xc000_0000 }, 'CPS'),
  row('sar al by 8', 'c0 f8 08', { eax: 0x80 }, { eax: 0xff }, 'CPS'),
  row('rol by 1', 'd1 c0', { eax: 0x8000_0000 }, { eax: 1 }, 'CO'),
  row('ror by 1', 'd1 c8', { eax: 1 }, { eax: 0x8000_0000 }, 'CO'),
  row('rol al by 8', 'c0 c0 08', { eax: 0x81 }, { eax: 0x81 }, 'C'),
  row('rcl by 1', 'd1 d0', { eax: 0x8000_0000, eflags: 3 }, { eax: 1 }, 'CO'),
  row('rcr by 1', 'd1 d8', { eax: 0, eflags: 3 }, { eax: 0x8000_0000 }, 'O'),
  row('rcl al by 9', 'c0 d0 09', { eax: 0x55, eflags: 3 }, { eax: 0x55 }, 'C'),
  row('shld', '0f a4 d8 04', { eax: 0x1234_5678, ebx: 0xabcd_ef01 }, { eax: 0x2345_678a }, 'C'),
  row('shrd', '0f ac d8 08', { eax: 0x1234_5678, ebx: 0xab }, { eax: 0xab12_3456 }, 'PS'),
  row('imul fits', '0f af c3', { eax: 0xffff_ffff, ebx: 5 }, { eax: 0xffff_fffb }, ''),
  row('imul does not', '0f af c3', { eax: 0x1_0000, ebx: 0x8000 }, { eax: 0x8000_0000 }, 'CO'),
  row('imul by immediate', '6b c3 fd', { ebx: 7 }, { eax: 0xffff_ffeb }, ''),
  row('imul ax', '66 6b c3 02', { eax: 0x1111_0000, ebx: 0x4000 }, { eax: 0x1111_8000 }, 'CO'),
  row('daa', '27', { eax: 0x79 + 0x35 }, { eax: 0x14 }, 'CPA'),
  row('das', '2f', { eax: 0x88, eflags: 0x93 }, { eax: 0x22 }, 'CPA'),
];

/** The flags SDM vol. 1, appendix A, has as undefined after an instruction. */
const UNDEFINED: [RegExp, number][] = [
  [/^(and|or|xor|test)/, FLAGS.A],
  [/^(shl by 1|shr by 1|sar by 1)/, FLAGS.A],
  [/^sar al by 8/, FLAGS.A | FLAGS.O],
  [/^(rol|ror|rcl|rcr) al/, FLAGS.O],
  [/^sh[lr]d/, FLAGS.A | FLAGS.O],
  [/^imul/, FLAGS.S | FLAGS.Z | FLAGS.A | FLAGS.P],
  [/^da[as]/, FLAGS.O],
];

test.each(ROWS)('$name', ({ name, code, given, want, flags }) => {
  const machine = makeMachine();
  expect(runCode(machine, code, given).kind).toBe('breakpoint');
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
  const undefinedFlags = UNDEFINED.find(([pattern]) => pattern.test(name))?.[1] ?? 0;
  expect(flagsOf(machine.cpu.eflags & ALL & ~undefinedFlags)).toBe(flags);
});

test.each([
  ['mul', 'f7 e3', { eax: 0xffff_ffff, ebx: 0xffff_ffff }, { eax: 1, edx: 0xffff_fffe }, 'CO'],
  ['mul, short', 'f7 e3', { eax: 7, ebx: 6, edx: 9 }, { eax: 42, edx: 0 }, ''],
  ['mul ax', '66 f7 e3', { eax: 0x1_ffff, ebx: 2 }, { eax: 0x1_fffe, edx: 1 }, 'CO'],
  ['mul al', 'f6 e3', { eax: 0x80, ebx: 2 }, { eax: 0x100 }, 'CO'],
  [
    'imul edx:eax',
    'f7 eb',
    { eax: 0xffff_ffff, ebx: 1 },
    { eax: 0xffff_ffff, edx: 0xffff_ffff },
    '',
  ],
  [
    'imul of minima',
    'f7 eb',
    { eax: 0x8000_0000, ebx: 0x8000_0000 },
    { eax: 0, edx: 0x4000_0000 },
    'CO',
  ],
  ['imul al', 'f6 eb', { eax: 0xfe, ebx: 3 }, { eax: 0xfffa }, ''],
])('%s sets CF and OF for a long product', (_name, code, given, want, flags) => {
  const machine = makeMachine();
  runCode(machine, code, given);
  expect(readRegisters(machine, Object.keys(want))).toEqual(want);
  expect(flagsOf(machine.cpu.eflags & (FLAGS.C | FLAGS.O))).toBe(flags);
});
