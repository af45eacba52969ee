/**
 * What machine code reaches by the pointers in NDIS's structures. Offsets: the DDK's ndis.h for
 * Windows XP, compiled.
 */
import { Session } from '../../../harness/session';
import { virtual, type VirtualAddress } from '../../../hardware/address';
import { Shadow } from '../../../hardware/memory';
import { Adapter } from '../../../ndis/wrapper/adapter';
import { createOpenBlock } from '../../../ndis/wrapper/open-block';
import { RegistryKey } from '../../../ndis/kernel/registry';
import type { OperatingSystem } from '../../../ndis/operating-system';
import { builtDriver } from '../../support/machine-driver';
import { DriverBench, stopOf } from '../../support/machine';

interface Bench {
  readonly os: OperatingSystem;
  readonly adapter: Adapter;
}

/** A driver of machine code with an adapter. */
function machineBench(): Bench {
  const session = new Session({ driver: builtDriver('mini'), driverName: 'mini.sys' });
  session.load();
  const { os } = session;
  const [driver] = [...os.drivers.values()];
  const parameters = new RegistryKey();
  return { os, adapter: new Adapter(os, driver, { parameters }) };
}

/** Calls what a pointer leads to, as `call [reg + offset]` does; the names of the calls it made. */
function callBy(os: OperatingSystem, structure: number, offset: number, args: number[]): string[] {
  const target = virtual(os.raw.read32(virtual(structure + offset)));
  os.findings.length = 0;
  const stop = os.processor.call(target, args);
  expect(stop).toMatchObject({ kind: 'returned', broken: [] });
  return os.findings.map(({ evidence }) => evidence.call ?? '');
}

/** By offset: the function, and how many arguments it takes. All refuse a handle that is none. */
const MINIPORT_BLOCK: readonly (readonly [number, string, number])[] = [
  [0xe8, 'NdisMIndicateReceivePacket', 3],
  [0xec, 'NdisMSendComplete', 3],
  [0xf0, 'NdisMSendResourcesAvailable', 1],
  [0xf4, 'NdisMResetComplete', 3],
  [0x164, 'EthFilterDprIndicateReceive', 8],
  [0x170, 'EthFilterDprIndicateReceiveComplete', 1],
  [0x17c, 'NdisMIndicateStatus', 4],
  [0x180, 'NdisMIndicateStatusComplete', 1],
  [0x184, 'NdisMTransferDataComplete', 4],
  [0x188, 'NdisMQueryInformationComplete', 2],
  [0x18c, 'NdisMSetInformationComplete', 2],
  [0x190, 'NdisMWanSendComplete', 3],
  [0x198, 'NdisMWanIndicateReceiveComplete', 2],
];

test.each(MINIPORT_BLOCK)('NDIS_MINIPORT_BLOCK + %i is %s', (offset, name, count) => {
  const { os, adapter } = machineBench();
  os.irql = 2;
  expect(callBy(os, adapter.handle, offset, new Array<number>(count).fill(0))).toEqual([name]);
});

test('NDIS_MINIPORT_BLOCK + 0x194 is NdisMWanIndicateReceive, which first writes its status', () => {
  const { os, adapter } = machineBench();
  const Status = os.allocateObject(4, Shadow.PLAIN);
  const calls = callBy(os, adapter.handle, 0x194, [Status, 0, 0, 0, 0]);
  expect(calls).toEqual(['NdisMWanIndicateReceive']);
});

const UNMODELLED: readonly (readonly [number, string])[] = [
  [0x168, 'TrFilterDprIndicateReceive'],
  [0x16c, 'FddiFilterDprIndicateReceive'],
  [0x174, 'TrFilterDprIndicateReceiveComplete'],
  [0x178, 'FddiFilterDprIndicateReceiveComplete'],
];

test.each(UNMODELLED)('NDIS_MINIPORT_BLOCK + %i is %s, which says so', (offset, name) => {
  const { os, adapter } = machineBench();
  const target = virtual(os.raw.read32(virtual(adapter.handle + offset)));
  const stop = stopOf(() => os.processor.call(target, []));
  expect(stop).toMatchObject({
    kind: 'inconclusive',
    what: expect.stringContaining(`ndis.sys!${name} is not modelled`),
  });
});

test('a row of indications ends by EthDB, which is where the macro takes its argument', () => {
  const { os, adapter } = machineBench();
  adapter.state = 'running';
  os.irql = 2;
  const EthDB = os.raw.read32(virtual(adapter.handle + 0xd8));
  expect(callBy(os, adapter.handle, 0x170, [EthDB])).toEqual([]);
});

test('what the block says of the adapter', () => {
  const { os, adapter } = machineBench();
  const word = (offset: number) => os.raw.read32(virtual(adapter.handle + offset));
  expect([0xf8, 0x100].map(word)).toEqual([0, 5]);
  adapter.setAttributes(virtual(0x8012_3450), 0, 0, 5);
  expect(word(0x0c)).toBe(0x8012_3450);
});

/** By offset: the function, its arguments, and whether its value is the status. */
const OPEN_BLOCK: readonly (readonly [number, string, number])[] = [
  [0x30, 'NdisSend', 2],
  [0x34, 'NdisTransferData', 6],
  [0x54, 'NdisSendPackets', 3],
  [0x58, 'NdisReset', 1],
  [0x5c, 'NdisRequest', 2],
];

test.each(OPEN_BLOCK)('NDIS_OPEN_BLOCK + %i is %s', (offset, name, count) => {
  const { os, adapter } = machineBench();
  const block: VirtualAddress = createOpenBlock(os, adapter, 1, virtual(0x8012_0000));
  // A binding that is none: refused with NDIS_STATUS_FAILURE, and not by an address to write to.
  const out = os.pool.allocate(4)!;
  const args = new Array<number>(count).fill(0);
  if (name === 'NdisTransferData') args[count - 1] = out;
  expect(callBy(os, block, offset, args)).toEqual([name]);
  if (name !== 'NdisSendPackets') expect(os.processor.cpu.registers[0] >>> 0).toBe(0xc000_0001);
});

test('without machine code nobody calls by address, and nothing is there', () => {
  const { os, adapter } = new DriverBench();
  expect(os.raw.read32(virtual(adapter.handle + 0xec))).toBe(0);
  const block = createOpenBlock(os, adapter, 1, virtual(0));
  expect(os.raw.read32(virtual(block + 0x30))).toBe(0);
});

// wdm.h: DriverStart 0x0C, DriverSize 0x10, DriverExtension 0x18; DRIVER_EXTENSION begins with it.
test('the driver object says where the image lies, and has its extension', () => {
  const { os, adapter } = machineBench();
  const { DriverObject } = adapter.driver;
  const word = (offset: number) => os.raw.read32(virtual(DriverObject + offset));
  expect(word(0x0c)).toBe(0x8080_0000);
  expect(word(0x10)).toBe(0x680);
  expect(word(0x18)).toBe(DriverObject + 0xa8);
  expect(word(0xa8)).toBe(DriverObject);
});
