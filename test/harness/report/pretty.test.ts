/** The report that people read. */
import { prettyReport } from '../../../harness/report/pretty';
import { painter } from '../../../harness/report/style';
import { leakingRun, result, run } from '../../support/results';

const plain = painter(false);

test('a clean run', () => {
  expect(prettyReport(result([run()], 'clean'), plain)).toBe(`\
driver.ts on 82540em: life (profile strict, seed 1)

Fault  DriverEntry  MiniportInitialize  Taken / given back  Findings
none   SUCCESS      RESOURCES           2 / 2               none

clean: 1 run, 1 clean, 0 with findings
`);
});

test('the same finding under several faults is told once', () => {
  const runs = [leakingRun('NDIS_STATUS_FAILURE'), leakingRun('NDIS_STATUS_RESOURCES')];
  expect(prettyReport(result(runs, 'findings'), plain)).toBe(`\
driver.ts on 82540em: life (profile strict, seed 1)

Fault                              DriverEntry  MiniportInitialize  Taken / given back  Findings
NdisMRegisterMiniport=FAILURE#1    FAILURE      -                   1 / 0               1
NdisMRegisterMiniport=RESOURCES#1  FAILURE      -                   1 / 0               1

registration/wrapper-not-terminated
  DriverEntry returned NDIS_STATUS_FAILURE, and the handle stayed. Give it back.
  resource  the NDIS wrapper handle 0x80101230, from NdisInitializeWrapper in DriverEntry
  taken at  driver.ts:4
  in        DriverEntry
  fault     NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1: DriverEntry returned NDIS_STATUS_FAILURE
            NdisMRegisterMiniport=NDIS_STATUS_RESOURCES#1: DriverEntry returned NDIS_STATUS_RESOURCES
  document  NdisTerminateWrapper, https://learn.microsoft.com/en-us/windows-hardware/drivers/ddi/ndis/nf-ndis-ndisterminatewrapper
  replay    ndislab run driver.ts --fail 'NdisMRegisterMiniport=NDIS_STATUS_FAILURE#1' --seed 1

findings: 2 runs, 0 clean, 2 with findings; 1 different finding
`);
});

test('an inconclusive run says what was not modelled', () => {
  const what = 'NdisCmRegisterAddressFamily is not modelled';
  const stopped = run({ verdict: 'inconclusive', stopped: { kind: 'inconclusive', what } });
  const text = prettyReport(result([stopped], 'inconclusive'), plain);
  expect(text).toContain(`inconclusive\n  ${what}\n  replay    ndislab run`);
  expect(text).toMatch(/inconclusive: 1 run, 0 clean, 0 with findings, 1 inconclusive\n$/);
});

test('of many runs, clean ones are only counted', () => {
  const runs = [...Array.from({ length: 30 }, () => run()), leakingRun('NDIS_STATUS_FAILURE')];
  const text = prettyReport(result(runs, 'findings'), plain);
  expect(text).toContain('30 clean runs not shown');
  expect(text.split('\n').filter((line) => line.includes('SUCCESS'))).toHaveLength(0);
});

test('a status without a name is shown as the number', () => {
  const odd = run({ statuses: { DriverEntry: '0x12345678' } });
  expect(prettyReport(result([odd], 'clean'), plain)).toContain('0x12345678');
});

test('emphasis is ANSI sequences around the same text', () => {
  const runs = result([leakingRun('NDIS_STATUS_FAILURE')], 'findings');
  const painted = prettyReport(runs, painter(true));
  expect(painted).toContain('\x1b[');
  expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(prettyReport(runs, plain));
});
