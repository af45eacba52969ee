/** What drivers ask about the system. */
import { NULL } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test('a driver can bring the system down', () => {
  const stop = stopOf(() => bench.call('KeBugCheckEx', 0xf7, 1, 2, 3, 4));
  expect(stop).toEqual({ kind: 'bug-check', code: 0xf7, parameters: [1, 2, 3, 4] });
  const other = stopOf(() => new KernelBench().call('KeBugCheck', 0x50));
  expect(other).toMatchObject({ kind: 'bug-check', code: 0x50 });
});

test('it is Windows XP', () => {
  const pack = bench.unicode('', 40);
  const version = { Result: false, MajorVersion: 5, MinorVersion: 1, BuildNumber: 2600 };
  expect(bench.call('PsGetVersion', pack)).toEqual(version);
  expect(bench.unicodeAt(pack)).toBe('Service Pack 2');
  expect(bench.call('PsGetVersion', NULL)).toEqual(version);
  expect(bench.call('KeQueryActiveProcessors')).toBe(1);
});

// IoIsWdmVersionAvailable: Windows XP has 1.20, Windows Server 2003 1.30.
test.each([
  [1, 0x10, true],
  [1, 0x20, true],
  [1, 0x30, false],
  [6, 0, false],
])('the driver model %i.%i: %s', (major, minor, want) => {
  expect(bench.call('IoIsWdmVersionAvailable', major, minor)).toBe(want);
});

test('a section is locked', () => {
  const address = bench.memory(8);
  expect(bench.call('MmLockPagableDataSection', address)).toBe(address);
  bench.call('MmUnlockPagableImageSection', address);
  expect(bench.rules).toEqual([]);
});

test('a routine that has no row is not guessed over', () => {
  const name = bench.unicode('PoFxRegisterDevice');
  const stop = stopOf(() => bench.call('MmGetSystemRoutineAddress', name));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});
