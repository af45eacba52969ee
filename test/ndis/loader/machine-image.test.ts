/** Machine code under the gate: the drivers of miniports/c, and some bytes for each way to fail. */
import { runScenario } from '../../../harness/run';
import { playOn } from '../../../harness/scenario-check';
import { SCENARIOS } from '../../../harness/scenarios';
import { Session } from '../../../harness/session';
import type { RunResult, ScenarioResult } from '../../../harness/result';
import { virtual } from '../../../hardware/address';
import { RunStopped } from '../../../ndis/finding';
import { MiniportInitialize, MiniportUnload } from '../../../ndis/handlers';
import { callHandler } from '../../../ndis/kernel/call-handler';
import type { DriverSource, MachineImage } from '../../../ndis/loader';
import type { NdisHandle } from '../../../ndis/types';
import * as ignoresFailedRegistration from '../../../miniports/faulty/ignores-failed-registration';
import {
  FIXED,
  builtDriver,
  builtDrivers,
  machineDriver,
  type MachineParts,
} from '../../support/machine-driver';

/** In the order of the documented statuses of NdisMRegisterMiniport, then what NDIS refuses. */
const FAULTS = [
  ['NdisInitializeWrapper=NULL#1', '0xC0000001'],
  ['NdisMRegisterMiniport=NDIS_STATUS_BAD_CHARACTERISTICS#1', '0xC0010005'],
  ['NdisMRegisterMiniport=NDIS_STATUS_BAD_VERSION#1', '0xC0010004'],
  ['NdisMRegisterMiniport=NDIS_STATUS_RESOURCES#1', '0xC000009A'],
  ['NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1', '0xC0000001'],
  ['NdisMRegisterMiniport=MajorNdisVersion:9#1', '0xC0010004'],
  ['NdisMRegisterMiniport=CharacteristicsLength:8#1', '0xC0010005'],
  ['NdisMRegisterMiniport=InitializeHandler:0#1', '0xC0010005'],
];

function playRegistration(driver: DriverSource, driverName: string): ScenarioResult {
  return runScenario({ driver, driverName, scenario: SCENARIOS['registration-failure'] });
}

describe('mini.sys', () => {
  const result = playRegistration(builtDriver('mini'), 'mini.sys');

  test('comes clean through every registration failure, and returns what it was told', () => {
    expect(result.verdict).toBe('clean');
    const statuses = result.runs.map(({ fault, statuses: { DriverEntry } }) => [
      fault,
      DriverEntry,
    ]);
    expect(statuses).toEqual(FAULTS);
    for (const run of result.runs) expect(run).toMatchObject({ findings: [], stopped: null });
  });

  test('gives back what it took', () => {
    const taken = result.runs.map(({ resources }) =>
      resources.map(({ kind, acquired, live }) => `${kind} ${acquired} ${live}`),
    );
    expect(taken.slice(1)).toEqual(FAULTS.slice(1).map(() => ['wrapper-handle 1 0']));
  });

  test('registers, unloads and loads again, in another place', () => {
    const session = new Session({ driver: builtDriver('mini'), driverName: 'mini.sys' });
    expect(session.load()).toBe(true);
    expect((session.image as MachineImage).base).toBe(0x8080_0000);
    expect([...session.os.drivers.values()].map(({ image }) => image.isMachineCode)).toEqual([
      true,
    ]);
    session.unload();
    expect(session.load()).toBe(true);
    expect((session.image as MachineImage).base).toBe(0x8090_0000);
    session.unload();
    expect(session.verdict).toBe('clean');
    session.dispose();
  });

  test('does the same again, to the byte', () => {
    expect(playRegistration(builtDriver('mini'), 'mini.sys')).toEqual(result);
  });
});

describe('mini-leaks-wrapper.sys', () => {
  const result = playRegistration(builtDriver('mini-leaks-wrapper'), 'mini-leaks-wrapper.sys');

  test('leaks the wrapper on every failed registration, and nothing else is wrong', () => {
    const rules = result.runs.map(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules[0]).toEqual([]);
    expect(rules.slice(1)).toEqual(
      FAULTS.slice(1).map(() => ['registration/wrapper-not-terminated']),
    );
  });

  test('is told where it took the handle', () => {
    // objdump -d: the call of NdisInitializeWrapper ends at 0x10322, and the image base is 0x10000.
    const { evidence } = result.runs[1].findings[0];
    expect(evidence.resource?.acquiredAt).toBe('mini-leaks-wrapper.sys+0x322');
  });

  test('does the same again, to the byte', () => {
    const again = playRegistration(builtDriver('mini-leaks-wrapper'), 'mini-leaks-wrapper.sys');
    expect(again).toEqual(result);
  });

  test('is found out as its likeness in TypeScript is', () => {
    const other = playRegistration(ignoresFailedRegistration, 'ignores-failed-registration');
    expect(result.runs.slice(1).map(whatWasFound)).toEqual(other.runs.slice(1).map(whatWasFound));
  });
});

/** All but addresses and places in the source. */
function whatWasFound({ fault, verdict, statuses, resources, findings, stopped }: RunResult) {
  const facts = findings.map(({ rule, boundary, evidence }) => ({
    ...{ rule, boundary, call: evidence.call, exit: evidence.exit, fault: evidence.fault },
    kind: evidence.resource?.kind,
    acquiredBy: evidence.resource?.acquiredBy,
    acquiredIn: evidence.resource?.acquiredIn,
  }));
  return { fault, verdict, statuses, resources, facts, stopped };
}

interface Outcome {
  readonly rules: readonly string[];
  readonly places: readonly (string | undefined)[];
  readonly stopped: RunResult['stopped'];
  readonly status: string | undefined;
}

/** Loads a driver and calls its DriverEntry; then `then`, if it has not ended. */
function load(parts: MachineParts, then: (session: Session) => void = () => undefined): Outcome {
  const limits = { virtualTimeNs: 3_600e9, calls: 1_000_000, instructions: 100_000 };
  const session = new Session({ driver: machineDriver(parts), driverName: 'test.sys', limits });
  session.play(() => {
    session.load();
    then(session);
  });
  const { findings, stopped, statuses } = session.result(null, '');
  return {
    rules: findings.map(({ rule }) => rule),
    places: findings.map(({ evidence }) => evidence.at),
    stopped,
    status: statuses['DriverEntry'],
  };
}

/** mov eax, 0xC0000001; ret 8: the way to fail. */
const FAIL = 'b8010000c0 c20800';
/** The address of import number 0, as the linker writes it. */
const SLOT_0 = '000b0100';

interface Failing {
  readonly name: string;
  readonly parts: MachineParts;
  readonly rule: string | undefined;
  readonly stopped: unknown;
}

/** Bug Check Code Reference: 0x7E, parameters 1 and 2 (NTSTATUS, address); 0x50; 0x7F. */
const bugCheck = (code: number, first: number, second = 0) => ({
  kind: 'bug-check',
  code,
  parameters: [first, second, 0, 0],
});

const FAILING: readonly Failing[] = [
  {
    name: 'a call of NULL',
    parts: { code: '31c0 ffd0' },
    rule: 'memory/null-page',
    stopped: bugCheck(0x7e, 0xc000_0005),
  },
  {
    name: 'a jump to nowhere',
    parts: { code: 'b8 00000090 ffe0' },
    rule: 'memory/wild-access',
    stopped: bugCheck(0x50, 0x9000_0000),
  },
  {
    name: 'a jump into data',
    parts: { code: 'b8 00080100 ffe0', relocations: [FIXED.CODE + 1] },
    rule: undefined,
    stopped: { kind: 'inconclusive', what: expect.stringContaining('0x80800800') },
  },
  {
    name: 'an endless loop',
    parts: { code: 'ebfe' },
    rule: 'registration/callback-never-returns',
    stopped: { kind: 'limit', what: expect.stringContaining('test.sys+0x200') },
  },
  {
    name: 'pushes without end',
    parts: { code: '50 ebfd' },
    rule: 'memory/stack-too-deep',
    stopped: bugCheck(0x7f, 8),
  },
  {
    // call $: each call pushes the address behind it.
    name: 'calls itself without end',
    parts: { code: 'e8fbffffff c3' },
    rule: 'memory/stack-overflow',
    stopped: bugCheck(0x7f, 8),
  },
  {
    name: 'a stack of its own',
    parts: {
      code: `bc 00090100 ff15${SLOT_0}`,
      imports: ['ndis.sys!NdisGetVersion'],
      relocations: [FIXED.CODE + 1, FIXED.CODE + 7],
    },
    rule: undefined,
    stopped: { kind: 'inconclusive', what: expect.stringContaining('stack of its own') },
  },
  {
    name: 'a call of what no table knows',
    parts: {
      code: `ff15${SLOT_0}`,
      imports: ['ndis.sys!NdisFoo'],
      relocations: [FIXED.CODE + 2],
    },
    rule: undefined,
    stopped: {
      kind: 'inconclusive',
      what: 'ndis.sys!NdisFoo is not modelled; it is called from test.sys+0x206',
    },
  },
  {
    name: 'a call of what has another module',
    parts: {
      code: `ff15${SLOT_0}`,
      imports: ['hal.dll!NdisInitializeWrapper'],
      relocations: [FIXED.CODE + 2],
    },
    rule: undefined,
    stopped: { kind: 'inconclusive', what: expect.stringContaining('hal.dll!NdisInit') },
  },
  {
    name: 'an exception that a function raises',
    parts: {
      code: `680d0000c0 ff15${SLOT_0}`,
      imports: ['ntoskrnl.exe!ExRaiseStatus'],
      relocations: [FIXED.CODE + 7],
    },
    rule: 'memory/unhandled-exception',
    stopped: bugCheck(0x7e, 0xc000_000d),
  },
  {
    name: 'a function of a module that is none of the system',
    parts: {
      code: `ff15${SLOT_0}`,
      imports: ['nvnrm.sys!_NRM_MCPInit@12'],
      relocations: [FIXED.CODE + 2],
    },
    rule: undefined,
    stopped: {
      kind: 'inconclusive',
      what: 'nvnrm.sys!_NRM_MCPInit@12 is not modelled; it is called from test.sys+0x206',
    },
  },
  {
    name: 'a function by its number',
    parts: {
      code: `ff15${SLOT_0}`,
      imports: ['usbd.sys!#7'],
      relocations: [FIXED.CODE + 2],
    },
    rule: undefined,
    stopped: {
      kind: 'inconclusive',
      what: expect.stringMatching(
        /^usbd\.sys!#7 is not modelled; it is called from test\.sys\+0x206$/,
      ),
    },
  },
  {
    name: 'a variable of a module that is none of the system',
    parts: {
      code: `a1${SLOT_0} 8b00`,
      imports: ['nvnrm.sys!gpRMIMContext'],
      relocations: [FIXED.CODE + 1],
    },
    rule: undefined,
    stopped: { kind: 'inconclusive', what: 'nvnrm.sys!gpRMIMContext is not modelled as data' },
  },
  {
    name: 'data of another module',
    parts: {
      code: `a1${SLOT_0} 8b00`,
      imports: ['ntoskrnl.exe!NlsLeadByteInfo'],
      relocations: [FIXED.CODE + 1],
    },
    rule: undefined,
    stopped: { kind: 'inconclusive', what: 'ntoskrnl.exe!NlsLeadByteInfo is not modelled as data' },
  },
];

test.each(FAILING)('$name ends the run', ({ parts, rule, stopped }) => {
  const outcome = load(parts);
  expect(outcome.rules).toEqual(rule === undefined ? [] : [rule]);
  expect(outcome.stopped).toEqual(stopped);
});

// In their order: x87, MMX, SSE, SSE2, SSE3, then what only the kernel may do, and far transfers.
test.each([
  ['d9ee', 'fldz'],
  ['dd4508', 'fld'],
  ['dcd1', 'fcom'],
  ['dbe3', 'fninit'],
  ['9b', 'fwait'],
  ['0f6f06', 'movq'],
  ['0f71e003', 'psraw'],
  ['0f77', 'emms'],
  ['0f28c1', 'movaps'],
  ['0f16c1', 'movlhps'],
  ['0fae00', 'fxsave'],
  ['0fc306', 'movnti'],
  ['660f6f06', 'movdqa'],
  ['f20f10c1', 'movsd'],
  ['f20ff006', 'lddqu'],
  ['0f20c0', 'mov cr'],
  ['0f23c0', 'mov dr'],
  ['0f0116', 'lgdt'],
  ['0f32', 'rdmsr'],
  ['0f30', 'wrmsr'],
  ['0f09', 'wbinvd'],
  ['0f013e', 'invlpg'],
  ['f4', 'hlt'],
  ['8ed8', 'mov sreg'],
  ['1e', 'push ds'],
  ['0fa1', 'pop fs'],
  ['cf', 'iret'],
  ['ea000000000800', 'jmp far'],
  ['f1', 'int1'],
] as const)('%s ends a run as not modelled, by the name %s', (code, mnemonic) => {
  const { rules, stopped } = load({ code: `90 ${code}` });
  expect(rules).toEqual([]);
  const place = mnemonic === 'hlt' ? 'before test.sys+0x202' : 'at test.sys+0x201';
  const what = `the instruction ${mnemonic} ${place} is not modelled`;
  expect(stopped).toEqual({ kind: 'inconclusive', what });
});

// Bug check 0x7E: DDK ntstatus.h has the status of each exception. SDM vol. 3, 6.15: which it is.
test.each([
  ['int3', '90 cc', 0x8000_0003, 1],
  ['ud2', '0f0b', 0xc000_001d, 0],
  ['ud1', '0fb9c0', 0xc000_001d, 0],
  ['no such opcode', '0f04', 0xc000_001d, 0],
  ['LOCK where there may be none', 'f08900', 0xc000_001d, 0],
  ['a division by zero', '31c9 f7f1', 0xc000_0094, 2],
  ['a quotient that does not fit', 'b901000000 ba01000000 f7f1', 0xc000_0094, 10],
  ['more than 15 bytes', `${'66'.repeat(15)}90`, 0xc000_0005, 0],
  ['into after an overflow', 'b07f 0401 ce', 0xc000_0095, 4],
  ['bound', 'b8ffffff7f 6204 24', 0xc000_008c, 5],
] as const)('%s is an exception that nobody handles', (_name, code, status, offset) => {
  const { rules, stopped } = load({ code });
  expect(rules).toEqual(['memory/unhandled-exception']);
  expect(stopped).toEqual(bugCheck(0x7e, status, 0x8080_0200 + offset));
});

// mov eax, [slot 0]; mov eax, [eax]; add eax, 0xC0000001; ret 8
test('a driver reads KeTickCount where its import says', () => {
  const outcome = load({
    code: `a1${SLOT_0} 8b00 05010000c0 c20800`,
    imports: ['ntoskrnl.exe!KeTickCount'],
    relocations: [FIXED.CODE + 1],
  });
  expect(outcome).toMatchObject({ rules: [], stopped: null, status: '0xC0000001' });
});

test.each([
  { name: 'EBX', code: `bb 34120000 ${FAIL}`, rule: 'memory/saved-register-lost' },
  { name: 'the direction flag', code: `fd ${FAIL}`, rule: 'memory/saved-register-lost' },
  { name: 'the stack', code: 'b8010000c0 c3', rule: 'memory/stdcall-broken' },
  { name: 'its code', code: `c60500020100 90 ${FAIL}`, rule: 'memory/write-to-read-only' },
  {
    name: 'what lies behind it',
    code: `c605ff010100 90 ${FAIL}`,
    rule: 'memory/write-to-read-only',
  },
])('a driver that spoils $name runs on', ({ code, rule }) => {
  const relocations = code.startsWith('c605') ? [FIXED.CODE + 2] : [];
  const outcome = load({ code, relocations });
  expect(outcome).toMatchObject({ rules: [rule], stopped: null, status: '0xC0000001' });
  expect(outcome.places).toEqual(['test.sys+0x200']);
});

test.each([
  { name: 'what is imported and never called', parts: { imports: ['ndis.sys!NdisFoo', 'x!#3'] } },
  // push fs:[0]; mov fs:[0], esp; pop fs:[0]
  { name: 'the chain of exception handlers', parts: { code: '64ff3500000000 648f0500000000' } },
  // cli; pushf; popf; sti
  { name: 'interrupts that are off for a while', parts: { code: 'fa 9c 9d fb' } },
  // push ebx; mov ebx, data; inc dword [ebx]; pop ebx
  { name: 'writable data', parts: { code: '53 bb00080100 ff03 5b', relocations: [0x202] } },
] as readonly { name: string; parts: Partial<MachineParts> }[])('$name is fine', ({ parts }) => {
  const outcome = load({ ...parts, code: (parts.code ?? '') + FAIL });
  expect(outcome).toMatchObject({ rules: [], stopped: null, status: '0xC0000001' });
});

test('code of INIT is gone when DriverEntry has returned', () => {
  const outcome = load({ code: FAIL, init: 'c20400' }, ({ os, image }) => {
    const address = virtual((image as MachineImage).base + FIXED.INIT);
    callHandler(os, MiniportUnload, address, 0, virtual(0x1000));
  });
  expect(outcome.rules).toEqual(['memory/init-section-called']);
  expect(outcome.stopped).toMatchObject({ kind: 'bug-check', code: 0x50 });
});

const PAGED = ['irql/pageable-touched-at-raised-irql'];
test.each([
  { section: 'PAGE', irql: 0, locks: [], rules: [] },
  { section: 'PAGENET', irql: 2, locks: [], rules: PAGED },
  { section: 'PAGE', irql: 2, locks: [1], rules: [] },
  { section: 'PAGE', irql: 2, locks: [1, 1, -1], rules: [] },
  { section: 'PAGE', irql: 2, locks: [1, -1], rules: PAGED },
  { section: '.text', irql: 2, locks: [], rules: [] },
] as const)(
  'code of $section at IRQL $irql, locked by $locks',
  ({ section, irql, locks, rules }) => {
    const outcome = load({ section, code: `${FAIL} c20400` }, ({ os, image }) => {
      for (const change of locks) os.code.lock(image!.entry, change);
      os.irql = irql;
      callHandler(os, MiniportUnload, virtual(image!.entry + 8), 0, virtual(0x1000));
      os.irql = 0;
    });
    expect(outcome.rules).toEqual(rules);
  },
);

test('code is gone when the driver is unloaded', () => {
  const outcome = load({ code: FAIL }, (session) => {
    const { entry } = session.image as MachineImage;
    session.unload();
    callHandler(session.os, MiniportUnload, entry, 0, virtual(0x1000));
  });
  expect(outcome.rules).toEqual(['interrupt/callback-after-unload']);
});

test('a handler gets its arguments in order, and gives its out arguments back', () => {
  // Out arguments 1 and 2 are set to 17 and argument 4; argument 6 is returned.
  const initialize = '8b442404 c70011000000 8b442408 8b4c2410 8908 8b442418 c21800';
  const results: unknown[] = [];
  const outcome = load({ code: FAIL + initialize }, ({ os, image }) => {
    const address = virtual(image!.entry + 8);
    const given = [virtual(0x11), 5, 0x22 as NdisHandle, 0x33 as NdisHandle] as const;
    results.push(callHandler(os, MiniportInitialize, address, 0, ...given));
  });
  expect(outcome.rules).toEqual([]);
  expect(results).toEqual([{ OpenErrorStatus: 17, SelectedMediumIndex: 5, Result: 0x33 }]);
});

test('an interrupt comes between two instructions, when it is due and interrupts are on', () => {
  // mov ecx, 1000; loop $; cli; mov ecx, 1000; loop $; sti; nop
  const code = `b9e8030000 e2fe fa b9e8030000 e2fe fb 90 ${FAIL}`;
  const session = new Session({ driver: machineDriver({ code }), driverName: 'test.sys' });
  const { os } = session;
  const counts: number[] = [];
  const startNs = os.clock.nowNs;
  for (const delayNs of [500, 1500])
    os.clock.schedule(delayNs, () => {
      os.scheduler.queueDpc({
        isQueued: false,
        run: () => counts.push(os.processor.cpu.instructionCount),
      });
    });
  session.load();
  // 1 + 1000 + 1 + 1 + 1000 instructions, STI and the one behind it.
  expect(counts).toEqual([500, 2005]);
  expect(os.clock.nowNs - startNs).toBe(2007);
  expect(session.os.findings).toEqual([]);
  session.dispose();
});

test.each(builtDrivers())('%s lives the same life translated', (name) => {
  const lives = [Infinity, 1, 2].map((heatMax) => {
    const session = new Session({ driver: builtDriver(name), driverName: `${name}.sys` });
    const { processor } = session.os;
    processor.cpu.code.translator.heatMax = heatMax;
    session.play(() => playOn(SCENARIOS.life, session));
    const { instructionCount } = processor.cpu;
    return { ...session.result(null, ''), instructionCount, nowNs: session.os.clock.nowNs };
  });
  expect(lives[0].instructionCount).toBeGreaterThan(50);
  expect(lives[1]).toEqual(lives[0]);
  expect(lives[2]).toEqual(lives[0]);
});

test('there is no room for a seventh image', () => {
  const session = new Session({ driver: builtDriver('mini') });
  expect(() => {
    for (let count = 0; count < 7; count++) session.load();
  }).toThrow(RunStopped);
  session.dispose();
});
