/** Time, version and the like, as a driver asks for them. */
import { virtual } from '../../../hardware/address';
import { DriverBench } from '../../support/machine';

const MS = 1_000_000;
/** 1 January 2003 in units of 100 ns since 1601. */
const START = 126_858_528_000_000_000n;

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench();
});

test.each([
  { atMs: 0, units: 0n, upTimeMs: 0 },
  { atMs: 9.9, units: 0n, upTimeMs: 0 },
  { atMs: 10, units: 100_000n, upTimeMs: 10 },
  { atMs: 3_500_015, units: 35_000_100_000n, upTimeMs: 3_500_010 },
])('time goes on by clock ticks: $atMs ms', ({ atMs, units, upTimeMs }) => {
  bench.os.clock.nowNs = atMs * MS;
  expect(BigInt(bench.ndis.NdisGetCurrentSystemTime().SystemTime)).toBe(START + units);
  expect(bench.ndis.NdisGetSystemUpTime().SystemUpTime).toBe(upTimeMs);
});

test('the machine', () => {
  const { ndis } = bench;
  expect(ndis.NdisSystemProcessorCount()).toBe(1);
  expect(ndis.NdisGetSharedDataAlignment()).toBe(64);
  expect(ndis.NdisGetVersion()).toBe(0x0005_0001);
});

test('a driver that runs for an hour and more is stopped', () => {
  bench.os.clock.nowNs = 3_601e9;
  expect(() => bench.ndis.NdisGetVersion()).toThrow('3600 s of virtual time');
});

test('a processor that waits is idle, and one that stalls is not', () => {
  const { ndis } = bench;
  bench.pass(60);
  ndis.NdisStallExecution(40_000);
  expect(ndis.NdisGetCurrentProcessorCounts()).toEqual({
    ...{ IdleCount: 6, KernelAndUser: 10, Index: 0 },
  });
  expect(ndis.NdisGetCurrentProcessorCpuUsage()).toEqual({ CpuUsage: 40 });
});

test('a PC has no PC Card, EISA, Micro Channel or map registers for an adapter on PCI', () => {
  const { ndis, adapterHandle, configurationContext } = bench;
  const buffer = bench.memory(16);
  expect(ndis.NdisReadPcmciaAttributeMemory(adapterHandle, 0, buffer, 16)).toBe(0);
  expect(ndis.NdisWritePcmciaAttributeMemory(adapterHandle, 0, buffer, 16)).toBe(0);
  const FAILURE = 0xc000_0001;
  const eisa = ndis.NdisReadEisaSlotInformation(configurationContext, buffer);
  expect(eisa.Status).toBe(FAILURE);
  expect(ndis.NdisReadEisaSlotInformationEx(configurationContext).Status).toBe(FAILURE);
  expect(ndis.NdisReadMcaPosInformation(configurationContext, buffer).Status).toBe(FAILURE);
  expect(ndis.NdisQueryMapRegisterCount(5)).toEqual({ Result: 0xc000_00bb, MapRegisterCount: 0 });
  expect(bench.rules).toEqual([]);
});

test('an address is had of what NDIS exports, where machine code runs', () => {
  const { ndis, os } = bench;
  const name = ndis.unicodeString('NdisSend');
  expect(ndis.NdisGetRoutineAddress(name)).toBe(0);
  os.routineAddress = (module, routine) =>
    module === 'ndis.sys' && routine === 'NdisSend' ? virtual(0x8765_4320) : undefined;
  expect(ndis.NdisGetRoutineAddress(name)).toBe(0x8765_4320);
  expect(ndis.NdisGetRoutineAddress(ndis.unicodeString('NdisNothing'))).toBe(0);
});
