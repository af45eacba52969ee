/** What the kernel tells. Layouts: ntddk.h, winternl.h, winnt.h. */
import { NULL, virtual } from '../../../hardware/address';
import { deviceProperty } from '../../../ndis/wrapper/device-property';
import { KernelBench } from '../../support/kernel-call';
import { stopOf } from '../../support/machine';

let bench: KernelBench;
beforeEach(() => {
  bench = new KernelBench();
});

function property(number: number, room: number) {
  const { PhysicalDeviceObject } = deviceProperty(bench.adapter);
  const buffer = bench.memory(Math.max(room, 1), 0xcc);
  const inputs = [PhysicalDeviceObject, number, room, buffer];
  const result = bench.call('IoGetDeviceProperty', ...inputs) as {
    Result: number;
    ResultLength: number;
  };
  return { ...result, bytes: bench.bytesAt(buffer, Math.min(room, result.ResultLength)) };
}

function text(number: number): string {
  const { bytes } = property(number, 1000);
  return String.fromCharCode(...bytes.filter((_, index) => index % 2 === 0));
}

// The bench's card answers all ones.
test.each([
  [0, 'test Network Adapter\0'],
  [5, 'Net\0'],
  [6, '{4D36E972-E325-11CE-BFC1-08002BE10318}\0'],
  [7, '{4D36E972-E325-11CE-BFC1-08002BE10318}\\0003\0'],
  [10, 'PCI bus 0, device 3, function 0\0'],
  [15, 'PCI\0'],
])('property %i is text', (number, want) => {
  expect(text(number)).toBe(want);
  expect(bench.rules).toEqual([]);
});

test('identifiers, the most exact first, and two zeros behind them', () => {
  const [first, second] = text(1).split('\0');
  expect(first).toBe('PCI\\VEN_FFFF&DEV_FFFF&SUBSYS_FFFFFFFF&REV_FF');
  expect(second).toBe('PCI\\VEN_FFFF&DEV_FFFF&SUBSYS_FFFFFFFF');
  expect(text(1).endsWith('\0\0')).toBe(true);
  expect(text(2).split('\0')).toContain('PCI\\CC_FFFF');
});

test.each([
  [13, [5, 0, 0, 0]],
  [14, [0, 0, 0, 0]],
  [16, [0, 0, 3, 0]],
  [18, [0, 0, 0, 0]],
])('property %i is a number', (number, want) => {
  expect(property(number, 4)).toEqual({ Result: 0, ResultLength: 4, bytes: want });
});

test('what does not fit, what the device lacks, and whose it is not', () => {
  expect(property(5, 2)).toMatchObject({ Result: 0xc000_0023, ResultLength: 8 });
  expect(property(17, 4)).toMatchObject({ Result: 0xc000_0034, ResultLength: 0 });
  const { FunctionalDeviceObject } = deviceProperty(bench.adapter);
  const other = bench.call('IoGetDeviceProperty', FunctionalDeviceObject, 5, 0, NULL);
  expect(other).toEqual({ Result: 0xc000_0010, ResultLength: 0 });
  expect(stopOf(() => property(3, 4))).toMatchObject({ kind: 'inconclusive' });
  bench = new KernelBench();
  expect(stopOf(() => property(99, 4))).toMatchObject({ kind: 'inconclusive' });
});

test('the system: 10 ms ticks, 4 KiB pages, one processor', () => {
  const at = bench.memory(44);
  const query = (room: number, of = 0) => bench.call('ZwQuerySystemInformation', of, at, room);
  expect(query(40)).toEqual({ Result: 0xc000_0004, ReturnLength: 44 });
  expect(query(44)).toEqual({ Result: 0, ReturnLength: 44 });
  const word = (offset: number) => bench.os.raw.read32(virtual(at + offset));
  expect([4, 8, 0x18, 0x24, 0x28].map(word)).toEqual([100_000, 4096, 0x1_0000, 1, 1]);
  // The tables of the firmware, which Windows XP for x86 does not tell.
  expect(query(44, 76)).toEqual({ Result: 0xc000_0003, ReturnLength: 0 });
  expect(stopOf(() => query(44, 11))).toMatchObject({ kind: 'inconclusive' });
});

test('a desktop computer on mains', () => {
  const at = bench.memory(32, 0xcc);
  const query = (level: number, room: number, input = 0) =>
    bench.call('ZwPowerInformation', level, NULL, input, at, room);
  expect(query(5, 31)).toBe(0xc000_0023);
  expect(query(5, 32, 4)).toBe(0xc000_000d);
  expect(query(5, 32)).toBe(0);
  expect(bench.bytesAt(at, 4)).toEqual([1, 0, 0, 0]);
  expect(stopOf(() => query(11, 32))).toMatchObject({ kind: 'inconclusive' });
});
