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

/** ntdef.h and ntddk.h: a free build of 2600; the ends of user space and of the system's. */
test.each([
  ['KeNumberProcessors', 1],
  ['NtBuildNumber', 0xf000_0a28],
  ['NlsMbCodePageTag', 0],
  ['NlsAnsiCodePage', 1252],
  ['MmHighestUserAddress', 0x7ffe_ffff],
  ['MmUserProbeAddress', 0x7fff_0000],
])('%s is %i', (name, value) => {
  const { os, ndis, rules } = new DriverBench();
  expect(ndis.memory.read32(os.data.addressOf(name)!)).toBe(value);
  expect(rules).toEqual([]);
});

test('the type of an object is another for each, and none that a driver looks into', () => {
  const bench = new DriverBench();
  const { os, ndis } = bench;
  const [file, device] = ['IoFileObjectType', 'IoDeviceObjectType'].map((name) =>
    virtual(ndis.memory.read32(os.data.addressOf(name)!)),
  );
  expect(file).not.toBe(device);
  expect(bench.rules).toEqual([]);
  ndis.memory.read32(file);
  expect(bench.rules).toEqual(['memory/wild-access']);
});

test('what is not modelled has no address', () => {
  expect(new DriverBench().os.data.addressOf('NlsLeadByteInfo')).toBeUndefined();
});
