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

test('a routine for bug checks is registered once, and taken back once', () => {
  const record = bench.memory(0x1c);
  const register = () => bench.call('KeRegisterBugCheckReasonCallback', record, 0, 1, 0);
  const deregister = () => bench.call('KeDeregisterBugCheckReasonCallback', record);
  const answers = [deregister(), register(), register(), deregister(), deregister(), register()];
  expect(answers).toEqual([false, true, false, true, false, true]);
});

test.each(['KeTestSpinLock', 'RtlIsNtDdiVersionAvailable', 'IoCreateDeviceSecure'])(
  'Windows XP has no %s',
  (routine) => {
    expect(bench.call('MmGetSystemRoutineAddress', bench.unicode(routine))).toBe(0);
    expect(bench.rules).toEqual([]);
  },
);

test('a routine that has no row is not guessed over', () => {
  const name = bench.unicode('PoFxRegisterDevice');
  const stop = stopOf(() => bench.call('MmGetSystemRoutineAddress', name));
  expect(stop).toMatchObject({ kind: 'inconclusive' });
});

// wdm.h, ntstatus.h: STATUS_NOT_IMPLEMENTED, STATUS_BREAKPOINT.
test.each([
  ['_purecall', [], 0xc000_0002],
  ['DbgBreakPoint', [], 0x8000_0003],
  ['ExRaiseStatus', [0xc000_0123], 0xc000_0123],
])('%s raises an exception', (name, inputs, status) => {
  expect(bench.raised(() => bench.call(name, ...inputs))).toBe(status);
});

// ProbeForRead: STATUS_DATATYPE_MISALIGNMENT, STATUS_ACCESS_VIOLATION.
test.each([
  { address: 0x40_0000, bytes: 8, alignment: 4, read: undefined, write: 0xc000_0005 },
  { address: 0x40_0002, bytes: 8, alignment: 4, read: 0x8000_0002, write: 0x8000_0002 },
  { address: 0x7fff_0000, bytes: 1, alignment: 1, read: 0xc000_0005, write: 0xc000_0005 },
  { address: 0x8040_0000, bytes: 4, alignment: 1, read: 0xc000_0005, write: 0xc000_0005 },
  { address: 0x8040_0000, bytes: 0, alignment: 1, read: undefined, write: undefined },
])('probing $bytes bytes at $address', ({ address, bytes, alignment, read, write }) => {
  const probe = (name: string) => bench.raised(() => bench.call(name, address, bytes, alignment));
  expect([probe('ProbeForRead'), probe('ProbeForWrite')]).toEqual([read, write]);
});

test('threads', () => {
  const thread = bench.call('KeGetCurrentThread');
  expect(thread).toBe(bench.os.threads.current);
  expect(bench.call('KeSetPriorityThread', thread, 16)).toBe(8);
  expect(bench.call('KeSetPriorityThread', thread, 8)).toBe(16);
  expect(bench.rules).toEqual([]);
  bench.call('KeSetPriorityThread', thread, 32);
  expect(bench.rules).toEqual(['registration/nonsense-argument']);
});
