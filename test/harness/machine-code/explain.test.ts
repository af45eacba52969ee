/** Findings in machine code, with the calls and the instructions around them. */
import { createCallSite } from '../../../harness/call-site';
import { createExplainer } from '../../../harness/machine-code/explain';
import { parseResult, jsonReport, painter, prettyReport } from '../../../harness/report';
import { runScenario } from '../../../harness/run';
import { registrationFailure } from '../../../harness/scenarios/registration-failure';
import type { Finding } from '../../../ndis/finding';
import type { TraceEvent } from '../../../ndis/trace';
import { machineDriver } from '../../support/machine-driver';

/**
 * DriverEntry at 0x200 calls Init at 0x20F with its two arguments, and returns what it gives; Init
 * takes a wrapper handle and fails.
 */
const DRIVER = {
  ...machineDriver({
    code:
      // push [esp+8]; push [esp+8]; call 0x210; ret 8; nop
      'ff742408 ff742408 e803000000 c20800' +
      // push ebp; mov ebp, esp; push 0; push [ebp+12]; push [ebp+8]; push 0x10800
      '55 89e5 6a00 ff750c ff7508 6800080100' +
      // call [0x10B00]; call [0x10B04] on what it gave
      'ff15000b0100 6a60 6800090100 ff3500080100 ff15040b0100' +
      // leave; ret 8
      'c9 c20800',
    imports: ['ndis.sys!NdisInitializeWrapper', 'ndis.sys!NdisMRegisterMiniport'],
    relocations: [0x21c, 0x222, 0x229, 0x22f, 0x235],
  }),
  map: [
    '                0x00010000                        __image_base__ = 0x10000',
    '                0x00010200                DriverEntry@8',
    '                0x00010210                Init@8',
  ].join('\n'),
};

function play(onEvent?: (event: TraceEvent) => void) {
  return runScenario({
    driver: DRIVER,
    driverName: 'test.sys',
    scenario: registrationFailure,
    callSite: createCallSite(),
    onEvent,
  });
}

describe('a wrapper handle that is lost', () => {
  const result = play();
  const { evidence } = result.runs
    .flatMap(({ findings }) => findings)
    .find(({ rule }) => rule === 'registration/wrapper-not-terminated')!;

  test('is told by name, with its callers and the code that took it', () => {
    expect(evidence.resource).toMatchObject({
      acquiredAt: 'test.sys+0x226',
      acquiredThrough: ['test.sys+0x20D DriverEntry+0xD'],
    });
    expect(evidence.symbol).toBe('Init+0x16');
    expect(evidence.listing).toEqual([
      '  +0x213    push 0',
      '  +0x215    push dword ptr [ebp+0xC]',
      '  +0x218    push dword ptr [ebp+8]',
      '  +0x21B    push 0x10800',
      '> +0x220    call dword ptr [0x10B00]             ; ndis.sys!NdisInitializeWrapper',
      '  +0x226    push 0x60',
      '  +0x228    push 0x10900',
      '  +0x22D    push dword ptr [0x10800]             ; +0x800',
    ]);
  });

  test('is so in both reports', () => {
    expect(parseResult(jsonReport(result))).toEqual(result);
    const pretty = prettyReport(result, painter(false));
    expect(pretty).toContain('\n  function  Init+0x16\n');
    expect(pretty).toContain('\n  callers   test.sys+0x20D DriverEntry+0xD\n');
    expect(pretty).toContain('\n            > +0x220    call dword ptr [0x10B00]');
  });

  test('is so in a trace, and nothing else of the run is another', () => {
    const events: TraceEvent[] = [];
    const traced = play((event) => void events.push(event));
    expect(traced).toEqual(result);
    const told = events.flatMap(({ finding }) => finding ?? []);
    expect(told).toEqual(traced.runs.flatMap(({ findings }) => findings));
  });
});

test('a driver that has lost its stack has no callers', () => {
  // mov esp, 0xE0000000; push eax
  const driver = machineDriver({
    code: 'bc000000e0 50',
    imports: ['ndis.sys!NdisMRegisterMiniport'],
  });
  const { runs } = runScenario({ driver, driverName: 'test.sys', callSite: createCallSite() });
  const [{ evidence }] = runs[0].findings;
  expect(evidence).toMatchObject({ at: 'test.sys+0x205' });
  expect(evidence.callers).toBeUndefined();
  expect(evidence.listing).toContain('> +0x205    push eax');
});

function finding(at: string | undefined): Finding {
  return { rule: 'memory/null-page', message: '', boundary: 'DriverEntry', evidence: { at } };
}

test.each([
  { name: 'no place', at: undefined },
  { name: 'a place in a source', at: 'driver.ts:4' },
  { name: 'a place in another image', at: 'other.sys+0x210' },
])('a finding at $name is left as it is', ({ at }) => {
  expect(createExplainer(DRIVER)(finding(at))).toEqual(finding(at));
});

test.each([
  { name: 'an instruction', at: 'test.sys+0x20D', marked: '> +0x20D    ret 8' },
  { name: 'the first instruction', at: 'test.sys+0x200', marked: '> +0x200    push dword ptr' },
])('of $name that faults, itself is marked', ({ at, marked }) => {
  const { listing = [] } = createExplainer(DRIVER)(finding(at)).evidence;
  expect(listing.filter((line) => line.startsWith('>'))).toEqual([expect.stringContaining(marked)]);
});

test('a place in no section has no code', () => {
  const { evidence } = createExplainer(DRIVER)(finding('test.sys+0xFFFFFF'));
  expect(evidence).toEqual({ at: 'test.sys+0xFFFFFF' });
});

// Stores of handlers on the stack: each is other code from its second byte on.
const STORES = 'c745d04d1af869'.repeat(12);
const MAP = [
  '                0x00010000                        __image_base__ = 0x10000',
  '                0x00010200                DriverEntry@8',
].join('\n');
test.each([
  // enter 0, 0
  { known: 'a map file', map: MAP, prologue: 'c8000000' },
  // push ebp; mov ebp, esp; nop
  { known: 'what functions begin with', map: undefined, prologue: '55 89e5 90' },
  { known: 'what functions begin with, otherwise encoded', map: undefined, prologue: '55 8bec 90' },
])('instructions behind a row of stores are in step by $known', ({ map, prologue }) => {
  const { image } = machineDriver({
    code:
      // sub esp, 0x40
      `${prologue} 83ec40 ${STORES}` +
      // push 0; push [ebp+12]; push [ebp+8]; push 0x10800; call [0x10B00]; mov eax, STATUS_UNSUCCESSFUL
      '6a00 ff750c ff7508 6800080100 ff15000b0100 b8010000c0 c9 c20800',
    imports: ['ndis.sys!NdisInitializeWrapper'],
    relocations: [0x264, 0x26a],
  });
  const { runs } = runScenario({
    driver: { image, name: 'test.sys', map },
    driverName: 'test.sys',
    scenario: registrationFailure,
    callSite: createCallSite(),
  });
  const listing = runs
    .flatMap(({ findings }) => findings)
    .map(({ evidence }) => evidence.listing)
    .find((lines) => lines !== undefined);
  expect(listing).toEqual([
    '  +0x25B    push 0',
    '  +0x25D    push dword ptr [ebp+0xC]',
    '  +0x260    push dword ptr [ebp+8]',
    '  +0x263    push 0x10800',
    '> +0x268    call dword ptr [0x10B00]             ; ndis.sys!NdisInitializeWrapper',
    '  +0x26E    mov eax, 0xC0000001',
    '  +0x273    leave',
    '  +0x274    ret 8',
  ]);
});
