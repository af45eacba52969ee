/** Printing into buffers and for the debugger. */
import { virtual } from '../../../hardware/address';
import { KernelBench } from '../../support/kernel-call';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

function values(...given: number[]): number {
  const at = bench.memory(4 * given.length);
  given.forEach((value, index) => bench.os.raw.write32(virtual(at + 4 * index), value));
  return at;
}

test('sprintf', () => {
  const buffer = bench.memory(20, 0xcc);
  expect(bench.call('sprintf', buffer, bench.text('<%d>'), values(42))).toBe(4);
  expect(bench.textAt(buffer)).toBe('<42>');
  expect(bench.call('swprintf', buffer, bench.ndis.wide('%c!'), values(0x20ac))).toBe(2);
  expect(bench.bytesAt(buffer, 6)).toEqual([0xac, 0x20, 0x21, 0, 0, 0]);
});

test.each([
  { count: 5, result: 4, want: [0x31, 0x32, 0x33, 0x34, 0, 0xcc] },
  { count: 4, result: 4, want: [0x31, 0x32, 0x33, 0x34, 0xcc, 0xcc] },
  { count: 2, result: -1, want: [0x31, 0x32, 0xcc, 0xcc, 0xcc, 0xcc] },
])('_snprintf into $count characters', ({ count, result, want }) => {
  const buffer = bench.memory(6, 0xcc);
  expect(bench.call('_snprintf', buffer, count, bench.text('%d'), values(1234))).toBe(result);
  expect(bench.bytesAt(buffer, 6)).toEqual(want);
  expect(bench.call('_vsnprintf', buffer, count, bench.text('%d'), values(1234))).toBe(result);
  const wide = bench.memory(12, 0xcc);
  const units = want.flatMap((one) => [one, one === 0xcc ? 0xcc : 0]);
  for (const name of ['_snwprintf', '_vsnwprintf']) {
    expect(bench.call(name, wide, count, bench.ndis.wide('%d'), values(1234))).toBe(result);
    expect(bench.bytesAt(wide, 12)).toEqual(units);
  }
});

test('DbgPrint keeps what it prints', () => {
  bench.call('DbgPrint', bench.text('%s: %x\n'), values(bench.text('nic'), 255));
  expect(bench.os.debugOutput).toEqual(['nic: ff\n']);
});

test.each(['DbgPrintEx', 'vDbgPrintEx'])('%s keeps what it prints', (name) => {
  bench.call(name, 77, 3, bench.text('%d %s'), values(7, bench.text('up')));
  expect(bench.os.debugOutput).toEqual(['7 up']);
});

test('a buffer that is too small is found', () => {
  bench.call('sprintf', bench.memory(4), bench.text('%d'), values(12345));
  expect(bench.rules).toEqual(['memory/overrun']);
});
