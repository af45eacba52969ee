/** Registration that fails, as the scenario plans it for drivers of machine code. */
import { runScenario } from '../../../harness/run';
import { registrationFailure } from '../../../harness/scenarios/registration-failure';
import { machineDriver, withExport } from '../../support/machine-driver';

function play(code: string, relocations: readonly number[] = []) {
  const imports = ['ndis.sys!NdisMRegisterMiniport', 'ntoskrnl.exe!ZwFutureCall'];
  const driver = machineDriver({ code, imports, relocations });
  const { verdict, runs } = runScenario({
    driver,
    driverName: 'test.sys',
    scenario: registrationFailure,
  });
  return { verdict, runs: runs.map(({ fault, stopped }) => [fault, stopped]) };
}

test.each([
  {
    name: 'fails by itself',
    // mov eax, 0xC0000001; ret 8
    code: 'b8 010000c0 c20800',
    want: 'DriverEntry returned 0xC0000001 before it had registered anything',
  },
  {
    name: 'calls what is not modelled',
    // call [0x10B04]
    code: 'ff15 040b0100 c20800',
    relocations: [0x202],
    want: 'ntoskrnl.exe!ZwFutureCall is not modelled; it is called from test.sys+0x206',
  },
])('a driver that $name before it registers is not judged', ({ code, relocations, want }) => {
  const { verdict, runs } = play(code, relocations);
  expect(verdict).toBe('inconclusive');
  expect(runs).toEqual([
    [null, { kind: 'inconclusive', what: expect.stringContaining(want) as string }],
    ['NdisInitializeWrapper=NULL#1', expect.anything()],
  ]);
});

test('a library of functions for other drivers is not judged', () => {
  const imports = ['ndis.sys!NdisMRegisterMiniport'];
  // xor eax, eax; ret 8
  const driver = withExport(machineDriver({ code: '31c0 c20800', imports }), 'RegisterMe', 0x204);
  const { verdict, runs } = runScenario({
    driver,
    driverName: 'test.sys',
    scenario: registrationFailure,
  });
  expect(verdict).toBe('inconclusive');
  expect(runs[0].stopped).toEqual({
    kind: 'inconclusive',
    what: 'test.sys is a library: DriverEntry does nothing, and others call its RegisterMe',
  });
});
