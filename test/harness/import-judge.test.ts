/** What a driver of machine code imports: rule C11. */
import { judgeImports } from '../../harness/import-judge';
import { runScenario } from '../../harness/run';
import { SCENARIOS } from '../../harness/scenarios';
import { DriverBench } from '../support/machine';
import { machineDriver } from '../support/machine-driver';

/** xor eax, eax; ret 8. */
const DOES_NOTHING = '31 c0 c2 0800';

function messages(...imports: string[]): string[] {
  const { os } = new DriverBench();
  judgeImports(os, machineDriver({ code: DOES_NOTHING, imports }));
  return os.findings.map(({ rule, boundary, message }) => `${rule} in ${boundary}: ${message}`);
}

test('what is restricted is named, with what there is in its place, in one finding', () => {
  const [message, ...others] = messages(
    'ntoskrnl.exe!IoDeleteDevice',
    'ndis.sys!NdisMSleep',
    'ntoskrnl.exe!IoCreateDevice',
  );
  expect(others).toEqual([]);
  expect(message).toMatch(/^registration\/forbidden-import in DriverEntry: /);
  expect(message).toContain('IoCreateDevice (in its place: NdisMRegisterDevice), IoDeleteDevice,');
  expect(message).not.toContain('NdisMSleep');
});

test.each([
  { what: 'other routines of the I/O manager', imports: ['ntoskrnl.exe!IoAllocateMdl'] },
  { what: 'a function of that name elsewhere', imports: ['usbd.sys!IoCreateDevice'] },
  { what: 'nothing', imports: [] },
  {
    what: 'a device of its own, if it is a protocol and no miniport',
    imports: ['ndis.sys!NdisRegisterProtocol', 'ntoskrnl.exe!IoCreateDevice'],
  },
])('a driver may import $what', ({ imports }) => {
  expect(messages(...imports)).toEqual([]);
});

test('an intermediate driver is a miniport', () => {
  const device = ['ndis.sys!NdisRegisterProtocol', 'ntoskrnl.exe!IoCreateDevice'];
  expect(messages('ndis.sys!NdisIMRegisterLayeredMiniport', ...device)).toHaveLength(1);
});

test('a run judges the driver when it is loaded, though it never calls what it imports', () => {
  const driver = machineDriver({ code: DOES_NOTHING, imports: ['ntoskrnl.exe!IoAttachDevice'] });
  const { runs } = runScenario({ driver, driverName: 'imports', scenario: SCENARIOS.life });
  expect(runs[0].findings.map(({ rule }) => rule)).toContain('registration/forbidden-import');
});
