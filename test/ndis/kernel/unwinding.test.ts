/**
 * Exceptions in machine code, and its handlers. The functions are built as Microsoft's compilers do
 * (MSJ 1/1997): EBP-4 the level, -8 the scope table, -0x10 the record, -0x18 the stack of the body.
 */
import { NULL, virtual } from '../../../hardware/address';
import { callHandler } from '../../../ndis/kernel/call-handler';
import type { StopReason } from '../../../ndis/finding';
import type { Profile } from '../../../ndis/kernel/kernel';
import { hex } from '../../support/cpu-machine';
import { machineDriver, FIXED } from '../../support/machine-driver';
import { plainMachine, stopOf } from '../../support/machine';
import { HANDLERS } from '../../../ndis/handlers';
import { MachineImage } from '../../../ndis/loader/machine-image';
import { OperatingSystem } from '../../../ndis/operating-system';

const BASE = 0x8080_0000;
/** Where the blocks are in the image; the log, a decimal number, and the scope table in its data. */
const AT = { end: 0x260, filter0: 0x300, handler0: 0x340, filter1: 0x380, handler1: 0x3c0 };
const OTHER = 0x440;
const LOG = BASE + FIXED.DATA;
const SCOPES = BASE + FIXED.DATA + 0x10;
const IMPORTS = [
  '_except_handler3',
  'ExRaiseStatus',
  'RtlUnwind',
  '_abnormal_termination',
  '_local_unwind2',
  'RtlRaiseException',
].map((name) => `ntoskrnl.exe!${name}`);

/** A 32-bit word as bytes of code. */
function word(value: number): string {
  return Buffer.from(new Uint32Array([value]).buffer).toString('hex');
}

/** call [import] */
function call(index: number): string {
  return `ff15${word(BASE + FIXED.SLOTS + 4 * index)}`;
}

/** imul eax, [log], 10; add eax, digit; mov [log], eax */
function log(digit: number): string {
  return `6b05${word(LOG)}0a 83c0${digit.toString(16).padStart(2, '0')} a3${word(LOG)}`;
}

function jump(from: number, to: number): string {
  return `e9${word((to - from - 5) >>> 0)}`;
}

/** push ebp; mov ebp, esp; push -1; push table; push handler; link; room; EBX, ESI, EDI; level */
function prologue(level: number): string {
  const handler = `ff35${word(BASE + FIXED.SLOTS)}`;
  return `55 89e5 6aff 68${word(SCOPES)} ${handler} 64ff3500000000 64892500000000
    83ec08 53 56 57 8965e8 c745fc${word(level)}`;
}

/** The level back; unlink; EDI, ESI, EBX; leave; mov eax, [log]; ret 8 */
const EPILOGUE = `c745fcffffffff 8b4df0 64890d00000000 5f 5e 5b c9 a1${word(LOG)} c20800`;

/** A filter: notes a digit and returns `answer`. */
function filter(digit: number, answer: number): string {
  return `${log(digit)} b8${word(answer >>> 0)} c3`;
}

/** An __except block: mov esp, [ebp-18h]; a digit; on to the end of the function. */
function except(at: number, digit: number): string {
  const code = `8b65e8 ${log(digit)}`;
  return `${code} ${jump(at + hex(code).length, AT.end)}`;
}

interface Program {
  readonly level?: number;
  readonly body: string;
  readonly filter0?: string;
  readonly handler0?: string;
  /** Absent: the inner block is a __finally. */
  readonly filter1?: string;
  readonly handler1?: string;
}

function boot(program: Program, profile?: Profile): { os: OperatingSystem; run: () => number } {
  const os = new OperatingSystem(plainMachine(), { profile });
  const code = `${prologue(program.level ?? 1)} ${program.body}`;
  const parts = {
    code: `${code} ${jump(FIXED.CODE + hex(code).length, AT.end)}`,
    imports: IMPORTS,
  };
  const image = new MachineImage(os, 'test', machineDriver(parts));
  const put = (at: number, bytes: string) =>
    hex(bytes).forEach((byte, index) => os.raw.write8(virtual(BASE + at + index), byte));
  put(AT.end, EPILOGUE);
  put(AT.filter0, program.filter0 ?? filter(1, 1));
  put(AT.handler0, program.handler0 ?? except(AT.handler0, 9));
  put(AT.filter1, program.filter1 ?? '');
  put(AT.handler1, program.handler1 ?? `${log(2)} c3`);
  const filter1 = program.filter1 === undefined ? 0 : BASE + AT.filter1;
  const outer = [0xffff_ffff, BASE + AT.filter0, BASE + AT.handler0];
  const scopes = [...outer, 0, filter1, BASE + AT.handler1];
  scopes.forEach((value, index) => os.raw.write32(virtual(SCOPES + 4 * index), value));
  const run = () => {
    os.raw.write32(virtual(LOG), 0);
    return callHandler(os, HANDLERS.DriverEntry, image.entry, 0, NULL, NULL);
  };
  return { os, run };
}

/** xor ecx, ecx; mov eax, [ecx + offset] */
const readNull = '31c9 8b4104';
const divide = '31c9 31d2 f7f1';
const raise = `680d0000c0 ${call(1)}`;
/**
 * A filter that has the body go on: GetExceptionInformation() is at EBP-0x14, EIP is at 0xB8 of the
 * context. mov eax, [ebp-14h]; mov eax, [eax+4]; add dword [eax+0B8h], 3; or eax, -1
 */
const skip3 = `${log(1)} 8b45ec 8b4004 8380b800000003 83c8ff c3`;
/** mov eax, [ebp-14h]; mov eax, [eax]; mov eax, [eax + offset]; mov [log], eax; mov eax, 1 */
const noteRecord = (offset: number) =>
  `8b45ec 8b00 8b40${offset.toString(16).padStart(2, '0')} a3${word(LOG)} b801000000 c3`;

test.each<{ name: string; given: Program; want: number }>([
  { name: 'a read of NULL: the filter, __finally, __except', given: { body: readNull }, want: 129 },
  { name: 'a division by zero', given: { body: divide }, want: 129 },
  { name: 'int 3', given: { body: 'cc' }, want: 129 },
  { name: 'ud2', given: { body: '0f0b' }, want: 129 },
  { name: 'a jump to NULL', given: { body: '31c0 ffe0' }, want: 129 },
  { name: 'ExRaiseStatus', given: { body: raise }, want: 129 },
  { name: 'a read of user space', given: { body: 'a100004000' }, want: 129 },
  { name: 'nothing', given: { body: log(5) }, want: 5 },
  {
    name: 'an inner filter that declines',
    given: { body: divide, filter1: filter(3, 0) },
    want: 319,
  },
  {
    name: 'an inner filter that accepts',
    given: { body: divide, filter1: filter(3, 1), handler1: except(AT.handler1, 4) },
    want: 34,
  },
  {
    name: 'a filter that has the body go on',
    given: { body: `${readNull} ${log(6)}`, filter0: skip3 },
    want: 16,
  },
  {
    name: 'the status for GetExceptionCode',
    given: { level: 0, body: readNull, filter0: noteRecord(0) },
    want: 0xc000_0005 * 10 + 9,
  },
  {
    name: 'the address for GetExceptionInformation',
    given: { level: 0, body: readNull, filter0: noteRecord(0x18) },
    want: 49,
  },
  {
    name: 'the instruction at fault',
    given: { level: 0, body: `9090 ${readNull}`, filter0: noteRecord(0x0c) },
    want: (BASE + FIXED.CODE + hex(prologue(0)).length + 4) * 10 + 9,
  },
  {
    name: 'AbnormalTermination in a __finally that is unwound',
    given: { body: divide, handler1: `${call(3)} 83c002 8d58 00 ${log(0)} 011d${word(LOG)} c3` },
    want: 139,
  },
  {
    // push 0; push record; call _local_unwind2: what a goto out of a __try is
    name: 'a __try that is left early',
    given: { body: `6a00 8d45f0 50 ${call(4)} 83c408` },
    want: 2,
  },
])('$name', ({ given, want }) => {
  const { os, run } = boot(given);
  expect(run()).toBe(want % 2 ** 32);
  expect(run()).toBe(want % 2 ** 32);
  expect(os.findings).toEqual([]);
  // The list at FS:0 is empty again, and the stack.
  expect(os.raw.read32(virtual(0x8003_0000))).toBe(0xffff_ffff);
  expect(os.stack.pointer).toBe(0x8002_3000);
});

test('a hot loop of exceptions comes to the same in both tiers', () => {
  // mov esi, 400; body; on to the next one from the end of __except: dec esi; jnz
  const head = hex(prologue(0)).length + 5;
  const again = `ff05${word(LOG)} 4e 0f85`;
  const at = AT.handler0 + 3 + hex(again).length + 4;
  const { os, run } = boot({
    level: 0,
    body: `be90010000 c745fc00000000 ${readNull}`,
    filter0: 'b801000000 c3',
    handler0: `8b65e8 ${again}${word((FIXED.CODE + head - at) >>> 0)} ${jump(at, AT.end)}`,
  });
  expect(run()).toBe(400);
  expect(os.findings).toEqual([]);
});

/**
 * A handler of the driver's own: mov ebx, [esp+8]; RtlUnwind(ebx, 0, 0, 0x55); mov [log], eax;
 * mov esp, ebx; pop fs:[0]; pop ecx; pop ebx; ret 8
 */
const unwinds = `8b5c2408 6a55 6a00 6a00 53 ${call(2)} a3${word(LOG)} 89dc 648f0500000000 59 5b c20800`;
/** push ebx; push OTHER; push fs:[0]; mov fs:[0], esp; and a fault */
const linked = `53 68${word(BASE + OTHER)} 64ff3500000000 64892500000000 ${readNull}`;

test('RtlUnwind comes back to a handler with its value, and the list is that of the record', () => {
  const plain = new OperatingSystem(plainMachine());
  const driver = machineDriver({ code: linked, imports: IMPORTS });
  const image = new MachineImage(plain, 'test', driver);
  hex(unwinds).forEach((byte, index) => plain.raw.write8(virtual(BASE + OTHER + index), byte));
  expect(callHandler(plain, HANDLERS.DriverEntry, image.entry, 0, NULL, NULL)).toBe(0x55);
  expect(plain.findings).toEqual([]);
});

const declined = { filter0: filter(1, 0) };
const bugCheck = (code: number, ...parameters: unknown[]) => ({
  kind: 'bug-check',
  code,
  parameters: parameters.length === 0 ? expect.anything() : expect.arrayContaining(parameters),
});

test.each<{ name: string; given: Program; want: object; rule: string; asked: number }>([
  {
    name: 'a read of NULL',
    given: { body: readNull, ...declined },
    want: bugCheck(0x7e, 0xc000_0005),
    rule: 'memory/null-page',
    asked: 1,
  },
  {
    name: 'a jump to NULL',
    given: { body: '31c0 ffe0', ...declined },
    want: bugCheck(0x7e, 0xc000_0005),
    rule: 'memory/null-page',
    asked: 1,
  },
  {
    name: 'a division by zero',
    given: { body: divide, ...declined },
    want: bugCheck(0x7e, 0xc000_0094),
    rule: 'memory/unhandled-exception',
    asked: 1,
  },
  {
    name: 'ExRaiseStatus',
    given: { body: raise, ...declined },
    want: bugCheck(0x7e, 0xc000_000d),
    rule: 'memory/unhandled-exception',
    asked: 1,
  },
  {
    // sub esp, 80; mov dword [esp], 0xC0001234; the rest zero; push esp; call
    name: 'RtlRaiseException',
    given: {
      body: `83ec50 89e7 31c0 b914000000 f3ab c70424341200c0 54 ${call(5)}`,
      ...declined,
    },
    want: bugCheck(0x7e, 0xc000_1234),
    rule: 'memory/unhandled-exception',
    asked: 1,
  },
  {
    name: 'a hole in kernel space, which is none of an exception',
    given: { body: 'a100000090' },
    want: bugCheck(0x50, 0x9000_0000),
    rule: 'memory/wild-access',
    asked: 0,
  },
  {
    // mov dword fs:[0], log: a record that is not on the stack
    name: 'a list that leads off the stack',
    given: { body: `64c70500000000${word(LOG)} ${divide}` },
    want: bugCheck(0x1e, 0xc000_0094),
    rule: 'memory/unhandled-exception',
    asked: 0,
  },
  {
    name: 'a filter that faults itself, again and again',
    given: { body: readNull, filter0: `${readNull} c3` },
    want: bugCheck(0x7f, 8),
    rule: 'memory/stack-too-deep',
    asked: 0,
  },
])('nobody handles $name', ({ given, want, rule, asked }) => {
  for (const profile of ['strict', 'windows'] as const) {
    const { os, run } = boot(given, profile);
    const stopped: StopReason | undefined = stopOf(run);
    expect(stopped).toEqual(want);
    expect(os.findings.map((finding) => finding.rule)).toEqual([rule]);
    expect(os.raw.read32(virtual(LOG))).toBe(asked);
  }
});

test('at DISPATCH_LEVEL a page fault is a bug check, and a division an exception', () => {
  const fault = boot({ body: readNull });
  fault.os.irql = 2;
  expect(stopOf(fault.run)).toMatchObject({ kind: 'bug-check', code: 0xd1 });
  expect(fault.os.raw.read32(virtual(LOG))).toBe(0);
  const division = boot({ body: divide });
  division.os.irql = 2;
  expect(division.run()).toBe(129);
});
