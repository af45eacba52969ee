/** The event log, as a driver writes it. */
import type { NdisHandle } from '../../../ndis/types';
import { DriverBench } from '../../support/machine';

const NDIS_ERROR_CODE_OUT_OF_RESOURCES = 0xc000_1389;

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench();
});

test.each([{ values: [] }, { values: [1] }, { values: [1, 0xffff_ffff, 3] }])(
  'an entry with $values',
  ({ values }) => {
    const code = NDIS_ERROR_CODE_OUT_OF_RESOURCES;
    bench.ndis.NdisWriteErrorLogEntry(bench.adapterHandle, code, values.length, ...values);
    expect(bench.os.errorLog).toEqual([
      { timeNs: 100, adapter: bench.adapter.handle, errorCode: code, values },
    ]);
    expect(bench.rules).toEqual([]);
  },
);

test('a count that is not that of the values is reported', () => {
  bench.ndis.NdisWriteErrorLogEntry(bench.adapterHandle, 1, 2, 3);
  expect(bench.rules).toEqual(['registration/nonsense-argument']);
});

test('a handle that is no adapter is reported, and nothing is written', () => {
  bench.ndis.NdisWriteErrorLogEntry(0x10 as NdisHandle, 1, 0);
  expect(bench.rules).toEqual(['resource/bad-handle']);
  expect(bench.os.errorLog).toEqual([]);
});
