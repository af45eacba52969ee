/** What machine code finds at FS:0: KPCR of ntddk.h, and the beginning of KPRCB. */
import { NULL, virtual } from '../../../hardware/address';
import { DriverBench } from '../../support/machine';

const PCR = 0x8003_0000;
/** Where Windows XP has it. */
const ALIAS = 0xffdf_f000;

let bench: DriverBench;
const read32 = (address: number) => bench.ndis.memory.read32(virtual(address));
beforeEach(() => {
  bench = new DriverBench();
  expect(bench.os.processor.isExecuting).toBe(false);
});

test.each([
  { name: 'NtTib.ExceptionList', offset: 0x00, want: 0xffff_ffff },
  { name: 'NtTib.StackBase', offset: 0x04, want: 0x8002_3000 },
  { name: 'NtTib.StackLimit', offset: 0x08, want: 0x8002_0000 },
  { name: 'SelfPcr', offset: 0x1c, want: PCR },
  { name: 'Prcb', offset: 0x20, want: PCR + 0x120 },
  { name: 'MinorVersion and MajorVersion', offset: 0x44, want: 0x0001_0001 },
  { name: 'SetMember', offset: 0x48, want: 1 },
  { name: 'PrcbData.Number', offset: 0x130, want: 0 },
  { name: 'PrcbData.SetMember', offset: 0x134, want: 1 },
])('$name', ({ offset, want }) => {
  expect(read32(PCR + offset)).toBe(want);
  expect(read32(ALIAS + offset)).toBe(want);
  expect(bench.ndis.memory.read8(virtual(PCR + 0x51))).toBe(0);
  expect(bench.rules).toEqual([]);
});

test('Irql is the present one', () => {
  for (const irql of [2, 11, 0]) {
    bench.os.irql = irql;
    expect(bench.ndis.memory.read8(virtual(PCR + 0x24))).toBe(irql);
    expect(bench.ndis.memory.read8(virtual(ALIAS + 0x24))).toBe(irql);
  }
  expect(bench.rules).toEqual([]);
});

test('a work item runs in another thread', () => {
  const own = read32(PCR + 0x124);
  const seen: number[] = [];
  bench.os.scheduler.queueWorkItem({ run: () => seen.push(read32(PCR + 0x124)) });
  bench.os.scheduler.runWorkItems();
  expect(own).not.toBe(NULL);
  expect(seen).toEqual([expect.any(Number)]);
  expect(seen[0]).not.toBe(own);
  expect(read32(PCR + 0x124)).toBe(own);
  expect(bench.rules).toEqual([]);
});
