/** Spin locks and IRQL of the kernel. */
import { virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

test('a lock raises IRQL, and its release lowers it to what it is given', () => {
  const lock = bench.memory(4, 0xcc);
  bench.call('KeInitializeSpinLock', lock);
  expect(bench.bytesAt(lock, 4)).toEqual([0, 0, 0, 0]);
  expect(bench.call('KfAcquireSpinLock', lock)).toBe(0);
  expect(bench.call('KeGetCurrentIrql')).toBe(2);
  bench.call('KfReleaseSpinLock', lock, 0);
  expect(bench.call('KeGetCurrentIrql')).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('the variants for DISPATCH_LEVEL leave IRQL alone', () => {
  const lock = bench.memory(4);
  bench.os.irql = 2;
  bench.call('KefAcquireSpinLockAtDpcLevel', lock);
  bench.call('KefReleaseSpinLockFromDpcLevel', lock);
  expect(bench.os.irql).toBe(2);
  expect(bench.rules).toEqual([]);
});

test.each([
  { name: 'KfAcquireSpinLock', irql: 3, rules: ['irql/wrong-irql'] },
  { name: 'KefAcquireSpinLockAtDpcLevel', irql: 1, rules: ['irql/dpr-lock-below-dispatch'] },
  { name: 'KefReleaseSpinLockFromDpcLevel', irql: 2, rules: ['irql/spin-lock-not-held'] },
])('$name at IRQL $irql breaks $rules', ({ name, irql, rules }) => {
  bench.os.irql = irql;
  bench.call(name, bench.memory(4));
  expect(bench.rules).toEqual(rules);
});

test('a lock taken twice waits for ever', () => {
  const lock = bench.memory(4);
  bench.call('KfAcquireSpinLock', lock);
  expect(stopOf(() => bench.call('KfAcquireSpinLock', lock))).toMatchObject({ kind: 'limit' });
  expect(bench.rules).toContain('irql/spin-lock-acquired-twice');
});

test('a handler that returns with a lock', () => {
  const lock = bench.memory(4);
  bench.inHandler(() => bench.call('KfAcquireSpinLock', lock));
  expect(bench.rules).toEqual(['irql/handler-returned-with-lock']);
});

test('IRQL goes up and down', () => {
  expect(bench.call('KfRaiseIrql', 5)).toBe(0);
  expect(bench.call('KfRaiseIrql', 5)).toBe(5);
  bench.call('KfLowerIrql', 1);
  expect(bench.call('KeRaiseIrqlToDpcLevel')).toBe(1);
  bench.call('KfLowerIrql', 0);
  expect(bench.os.irql).toBe(0);
  expect(bench.rules).toEqual([]);
});

// Bug Check Code Reference: IRQL_NOT_GREATER_OR_EQUAL is 0x9, IRQL_NOT_LESS_OR_EQUAL 0xA.
test.each([
  { name: 'KfRaiseIrql', from: 5, to: 2, code: 0x9 },
  { name: 'KfLowerIrql', from: 0, to: 2, code: 0xa },
])('$name from $from to $to is bug check $code', ({ name, from, to, code }) => {
  bench.os.irql = from;
  expect(stopOf(() => bench.call(name, to))).toMatchObject({ kind: 'bug-check', code });
  expect(bench.rules).toEqual(['irql/wrong-irql']);
});

test('a lock in no memory ends the run', () => {
  const stop = stopOf(() => bench.call('KfAcquireSpinLock', virtual(0x10)));
  expect(stop).toMatchObject({ kind: 'bug-check' });
});

test('IRQL by functions, and the lock of cancelling', () => {
  expect(bench.call('KeRaiseIrql', 2)).toEqual({ OldIrql: 0 });
  bench.call('KeLowerIrql', 0);
  expect(bench.os.irql).toBe(0);
  expect(bench.call('IoAcquireCancelSpinLock')).toEqual({ Irql: 0 });
  expect(bench.os.irql).toBe(2);
  bench.call('IoReleaseCancelSpinLock', 0);
  expect(bench.os.irql).toBe(0);
  expect(bench.rules).toEqual([]);
});
