/**
 * The names and lengths of instructions the interpreter does not run: x87, MMX, SSE, segment
 * registers, far transfers and system instructions. A driver that reaches one ends with its name.
 *
 * Source: SDM vol. 2, appendix A (tables ); notation as in opcodes.ts.
 */
import type { OpcodeRow } from './opcodes';

/** Segment registers, far transfers, system instructions. */
const SYSTEM_ROWS: readonly OpcodeRow[] = [
  ['06', 'push es'],
  ['07', 'pop es'],
  ['0e', 'push cs'],
  ['16', 'push ss'],
  ['17', 'pop ss'],
  ['1e', 'push ds'],
  ['1f', 'pop ds'],
  ['63', 'arpl', 'Ew,Gw'],
  ['8c', 'mov sreg', 'Ev'],
  ['8e', 'mov sreg', 'Ev'],
  ['9a', 'call far', 'Ap'],
  ['9b', 'fwait'],
  ['c4', 'les', 'Gv,Mv'],
  ['c5', 'lds', 'Gv,Mv'],
  ['ca', 'retf', 'Iw'],
  ['cb', 'retf'],
  ['cf', 'iret'],
  ['d6', 'salc'],
  ['ea', 'jmp far', 'Ap'],
  ['f1', 'int1'],
  ['ff /3m', 'call far', 'Mv'],
  ['ff /5m', 'jmp far', 'Mv'],
  ['0f 00 /0', 'sldt', 'Ew'],
  ['0f 00 /1', 'str', 'Ew'],
  ['0f 00 /2', 'lldt', 'Ew'],
  ['0f 00 /3', 'ltr', 'Ew'],
  ['0f 00 /4', 'verr', 'Ew'],
  ['0f 00 /5', 'verw', 'Ew'],
  ['0f 01 /0m', 'sgdt', 'Mv'],
  ['0f 01 /1m', 'sidt', 'Mv'],
  ['0f 01 /2m', 'lgdt', 'Mv'],
  ['0f 01 /3m', 'lidt', 'Mv'],
  ['0f 01 /4', 'smsw', 'Ew'],
  ['0f 01 /6', 'lmsw', 'Ew'],
  ['0f 01 /7m', 'invlpg', 'Mb'],
  ['0f 01 c1', 'vmcall'],
  ['0f 01 c8', 'monitor'],
  ['0f 01 c9', 'mwait'],
  ['0f 01 f9', 'rdtscp'],
  ['0f 02', 'lar', 'Gv,Ew'],
  ['0f 03', 'lsl', 'Gv,Ew'],
  ['0f 05', 'syscall'],
  ['0f 06', 'clts'],
  ['0f 07', 'sysret'],
  ['0f 08', 'invd'],
  ['0f 09', 'wbinvd'],
  ['0f 20', 'mov cr', 'Rd'],
  ['0f 21', 'mov dr', 'Rd'],
  ['0f 22', 'mov cr', 'Rd'],
  ['0f 23', 'mov dr', 'Rd'],
  ['0f 30', 'wrmsr'],
  ['0f 32', 'rdmsr'],
  ['0f 33', 'rdpmc'],
  ['0f 34', 'sysenter'],
  ['0f 35', 'sysexit'],
  ['0f a0', 'push fs'],
  ['0f a1', 'pop fs'],
  ['0f a8', 'push gs'],
  ['0f a9', 'pop gs'],
  ['0f aa', 'rsm'],
  ['0f ae /0m', 'fxsave', 'Mv'],
  ['0f ae /1m', 'fxrstor', 'Mv'],
  ['0f ae /2m', 'ldmxcsr', 'Md'],
  ['0f ae /3m', 'stmxcsr', 'Md'],
  ['0f ae /4m', 'xsave', 'Mv'],
  ['0f ae /5m', 'xrstor', 'Mv'],
  ['0f ae /7m', 'clflush', 'Mb'],
  ['0f ae /5r', 'lfence', 'Ev'],
  ['0f ae /6r', 'mfence', 'Ev'],
  ['0f ae /7r', 'sfence', 'Ev'],
  ['0f b2', 'lss', 'Gv,Mv'],
  ['0f b4', 'lfs', 'Gv,Mv'],
  ['0f b5', 'lgs', 'Gv,Mv'],
  ['0f c3', 'movnti', 'Mv,Gv'],
  ['f3 0f b8', 'popcnt', 'Gv,Ev'],
];

/** x87 with a memory operand: one line for each of D8 to DF, one name for each reg field. */
const X87_MEMORY = [
  'fadd fmul fcom fcomp fsub fsubr fdiv fdivr',
  'fld - fst fstp fldenv fldcw fnstenv fnstcw',
  'fiadd fimul ficom ficomp fisub fisubr fidiv fidivr',
  'fild fisttp fist fistp - fld - fstp',
  'fadd fmul fcom fcomp fsub fsubr fdiv fdivr',
  'fld fisttp fst fstp frstor - fnsave fnstsw',
  'fiadd fimul ficom ficomp fisub fisubr fidiv fidivr',
  'fild fisttp fist fistp fbld fild fbstp fistp',
];

/** x87 with a register operand, with the second encodings that the appendix leaves empty. */
const X87_REGISTER = [
  'fadd fmul fcom fcomp fsub fsubr fdiv fdivr',
  'fld fxch - fstp - - - -',
  'fcmovb fcmove fcmovbe fcmovu - - - -',
  'fcmovnb fcmovne fcmovnbe fcmovnu - fucomi fcomi -',
  'fadd fmul fcom fcomp fsubr fsub fdivr fdiv',
  'ffree fxch fst fstp fucom fucomp - -',
  'faddp fmulp fcomp - fsubrp fsubp fdivrp fdivp',
  'ffreep fxch fstp fstp - fucomip fcomip -',
];

/** x87 without operands: opcode byte, ModRM byte, name. */
const X87_EXACT = `
  d9d0 fnop   d9e0 fchs    d9e1 fabs    d9e4 ftst   d9e5 fxam    d9e8 fld1    d9e9 fldl2t
  d9ea fldl2e d9eb fldpi   d9ec fldlg2  d9ed fldln2 d9ee fldz    d9f0 f2xm1   d9f1 fyl2x
  d9f2 fptan  d9f3 fpatan  d9f4 fxtract d9f5 fprem1 d9f6 fdecstp d9f7 fincstp d9f8 fprem
  d9f9 fyl2xp1 d9fa fsqrt  d9fb fsincos d9fc frndint d9fd fscale d9fe fsin    d9ff fcos
  dae9 fucompp dbe0 fneni  dbe1 fndisi  dbe2 fnclex dbe3 fninit  dbe4 fnsetpm
  ded9 fcompp  dfe0 fnstsw`;

/**
 * MMX and SSE opcodes behind 0F, all with ModRM: opcode byte, then the names without prefix, with
 * 66, F3 and F2 (tables ). A "+" after the name means an immediate byte.
 */
const SIMD = `
  10 movups movupd movss movsd     11 movups movupd movss movsd    12 movlps movlpd movsldup movddup
  13 movlps movlpd - -             14 unpcklps unpcklpd - -        15 unpckhps unpckhpd - -
  16 movhps movhpd movshdup -      17 movhps movhpd - -            28 movaps movapd - -
  29 movaps movapd - -             2a cvtpi2ps cvtpi2pd cvtsi2ss cvtsi2sd
  2b movntps movntpd - -           2c cvttps2pi cvttpd2pi cvttss2si cvttsd2si
  2d cvtps2pi cvtpd2pi cvtss2si cvtsd2si                           2e ucomiss ucomisd - -
  2f comiss comisd - -             50 movmskps movmskpd - -        51 sqrtps sqrtpd sqrtss sqrtsd
  52 rsqrtps - rsqrtss -           53 rcpps - rcpss -              54 andps andpd - -
  55 andnps andnpd - -             56 orps orpd - -                57 xorps xorpd - -
  58 addps addpd addss addsd       59 mulps mulpd mulss mulsd
  5a cvtps2pd cvtpd2ps cvtss2sd cvtsd2ss                           5b cvtdq2ps cvtps2dq cvttps2dq -
  5c subps subpd subss subsd       5d minps minpd minss minsd      5e divps divpd divss divsd
  5f maxps maxpd maxss maxsd       60 punpcklbw punpcklbw - -      61 punpcklwd punpcklwd - -
  62 punpckldq punpckldq - -       63 packsswb packsswb - -        64 pcmpgtb pcmpgtb - -
  65 pcmpgtw pcmpgtw - -           66 pcmpgtd pcmpgtd - -          67 packuswb packuswb - -
  68 punpckhbw punpckhbw - -       69 punpckhwd punpckhwd - -      6a punpckhdq punpckhdq - -
  6b packssdw packssdw - -         6c - punpcklqdq - -             6d - punpckhqdq - -
  6e movd movd - -                 6f movq movdqa movdqu -
  70 pshufw+ pshufd+ pshufhw+ pshuflw+
  74 pcmpeqb pcmpeqb - -           75 pcmpeqw pcmpeqw - -          76 pcmpeqd pcmpeqd - -
  7c - haddpd - haddps             7d - hsubpd - hsubps            d0 - addsubpd - addsubps
  7e movd movd movq -              7f movq movdqa movdqu -         c2 cmpps+ cmppd+ cmpss+ cmpsd+
  c4 pinsrw+ pinsrw+ - -           c5 pextrw+ pextrw+ - -          c6 shufps+ shufpd+ - -
  d1 psrlw psrlw - -               d2 psrld psrld - -              d3 psrlq psrlq - -
  d4 paddq paddq - -               d5 pmullw pmullw - -            d6 - movq movq2dq movdq2q
  d7 pmovmskb pmovmskb - -         d8 psubusb psubusb - -          d9 psubusw psubusw - -
  da pminub pminub - -             db pand pand - -                dc paddusb paddusb - -
  dd paddusw paddusw - -           de pmaxub pmaxub - -            df pandn pandn - -
  e0 pavgb pavgb - -               e1 psraw psraw - -              e2 psrad psrad - -
  e3 pavgw pavgw - -               e4 pmulhuw pmulhuw - -          e5 pmulhw pmulhw - -
  e6 - cvttpd2dq cvtdq2pd cvtpd2dq e7 movntq movntdq - -           e8 psubsb psubsb - -
  e9 psubsw psubsw - -             ea pminsw pminsw - -            eb por por - -
  ec paddsb paddsb - -             ed paddsw paddsw - -            ee pmaxsw pmaxsw - -
  ef pxor pxor - -                 f0 - - - lddqu                  f1 psllw psllw - -              f2 pslld pslld - -
  f3 psllq psllq - -               f4 pmuludq pmuludq - -          f5 pmaddwd pmaddwd - -
  f6 psadbw psadbw - -             f7 maskmovq maskmovdqu - -      f8 psubb psubb - -
  f9 psubw psubw - -               fa psubd psubd - -              fb psubq psubq - -
  fc paddb paddb - -               fd paddw paddw - -              fe paddd paddd - -`;

/** What ModRM tells apart: groups 12 to 14 (table A-6), and moves between halves of registers. */
const SIMD_GROUPS: readonly OpcodeRow[] = [
  ...['', '66 '].flatMap((prefix) => [
    ...groupRows(`${prefix}0f 71`, { 2: 'psrlw', 4: 'psraw', 6: 'psllw' }),
    ...groupRows(`${prefix}0f 72`, { 2: 'psrld', 4: 'psrad', 6: 'pslld' }),
    ...groupRows(`${prefix}0f 73`, { 2: 'psrlq', 6: 'psllq' }),
  ]),
  ...groupRows('66 0f 73', { 3: 'psrldq', 7: 'pslldq' }),
  ...[0, 1, 2, 3, 4, 5, 6, 7].flatMap((digit): OpcodeRow[] => [
    [`0f 12 /${digit}r`, 'movhlps', 'Ev'],
    [`0f 16 /${digit}r`, 'movlhps', 'Ev'],
  ]),
];

function groupRows(opcode: string, names: Readonly<Record<number, string>>): OpcodeRow[] {
  return Object.entries(names).map(([digit, name]) => [`${opcode} /${digit}r`, name, 'Ev,Ib']);
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}

function x87Rows(): OpcodeRow[] {
  const rows: OpcodeRow[] = [];
  for (let escape = 0; escape < 8; escape++) {
    const byte = (0xd8 + escape).toString(16);
    const addRows = (names: string, suffix: string) =>
      words(names).forEach((name, digit) => {
        if (name !== '-') rows.push([`${byte} /${digit}${suffix}`, name, 'Ev']);
      });
    addRows(X87_MEMORY[escape], 'm');
    addRows(X87_REGISTER[escape], 'r');
  }
  const exact = words(X87_EXACT);
  for (let i = 0; i < exact.length; i += 2) {
    rows.push([`${exact[i].slice(0, 2)} ${exact[i].slice(2)}`, exact[i + 1], 'Ev']);
  }
  return rows;
}

function simdRows(): OpcodeRow[] {
  const rows: OpcodeRow[] = [['0f 77', 'emms']];
  const list = words(SIMD);
  const prefixes = ['', '66 ', 'f3 ', 'f2 '];
  for (let i = 0; i < list.length; i += 5) {
    prefixes.forEach((prefix, column) => {
      const name = list[i + 1 + column];
      if (name === '-') return;
      const hasImmediate = name.endsWith('+');
      const mnemonic = hasImmediate ? name.slice(0, -1) : name;
      rows.push([`${prefix}0f ${list[i]}`, mnemonic, hasImmediate ? 'Ev,Ib' : 'Ev']);
    });
  }
  return rows;
}

export function unmodelledRows(): OpcodeRow[] {
  return [...SYSTEM_ROWS, ...x87Rows(), ...simdRows(), ...SIMD_GROUPS];
}
