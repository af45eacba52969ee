/** The event log, as a driver writes it. */
import type { NdisHandle } from '../../../ndis/types';
import { DriverBench } from '../../support/machine';

const NDIS_ERROR_CODE_OUT_OF_RESOURCES = 0xc000_1389;

type Event = Parameters<DriverBench['ndis']['NdisWriteEventLogEntry']>;

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

// A packet takes 240 bytes, of which 0x30 are its head.
test.each([
  { text: 'eth0', dataBytes: 8, status: 0 },
  { text: 'eth0', dataBytes: 200, status: 0xc001_0016 },
  { text: 'x'.repeat(100), dataBytes: 0, status: 0xc001_0016 },
])('an event with $dataBytes bytes and a string: $status', ({ text, dataBytes, status }) => {
  const strings = bench.memory(4);
  bench.os.raw.write32(strings, bench.ndis.wide(text));
  const data = bench.memory(Math.max(dataBytes, 1), 1);
  const { ndis } = bench;
  const driver = bench.memory(4);
  const inputs = [driver, 0xc000_1388, 7, 1, strings, dataBytes, data] as const;
  expect(ndis.NdisWriteEventLogEntry(...(inputs as unknown as Event))).toBe(status);
  const entry = { errorCode: 0xc000_1388, values: [7, 0x0101_0101, 0x0101_0101] };
  expect(bench.os.errorLog).toMatchObject(status === 0 ? [entry] : []);
  expect(bench.rules).toEqual([]);
});
