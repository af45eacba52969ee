/** The error log that drivers write past NDIS. */
import { virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';

test('a packet is filled in, written and gone', () => {
  const bench = new KernelBench();
  const packet = bench.call('IoAllocateErrorLogEntry', virtual(1), 0x34) as number;
  bench.os.raw.write16(virtual(packet + 2), 8);
  bench.os.raw.write32(virtual(packet + 0x0c), 0xc000_1389);
  bench.os.raw.write32(virtual(packet + 0x28), 5);
  bench.os.raw.write32(virtual(packet + 0x2c), 6);
  bench.call('IoWriteErrorLogEntry', packet);
  expect(bench.os.errorLog).toMatchObject([{ errorCode: 0xc000_1389, values: [5, 6] }]);
  expect(bench.rules).toEqual([]);
  bench.call('IoWriteErrorLogEntry', packet);
  expect(bench.rules).toEqual(['resource/bad-handle']);
});

test.each([
  { object: 1, byteCount: 0x2f },
  { object: 1, byteCount: 241 },
  { object: 0, byteCount: 0x30 },
])('no packet of $byteCount bytes for object $object', ({ object, byteCount }) => {
  const bench = new KernelBench();
  expect(bench.call('IoAllocateErrorLogEntry', virtual(object), byteCount)).toBe(0);
});
