/** Variables of the kernel that machine code reads. */
import { virtual } from '../../../hardware/address';
import { DriverBench } from '../../support/machine';

test('KeTickCount counts clock ticks of 10 ms', () => {
  const bench = new DriverBench();
  const { os, ndis } = bench;
  const address = os.data.addressOf('KeTickCount')!;
  expect(ndis.memory.read32(address)).toBe(0);
  bench.pass(55);
  expect([0, 4, 8].map((offset) => ndis.memory.read32(virtual(address + offset)))).toEqual([
    5, 0, 0,
  ]);
  expect(bench.rules).toEqual([]);
  ndis.memory.write32(address, 0);
  expect(bench.rules).toEqual(['memory/write-to-read-only']);
});

test('there is no other', () => {
  expect(new DriverBench().os.data.addressOf('NtBuildNumber')).toBeUndefined();
});
