/** Bundles of adapters, and what a driver may ask about one. */
import { virtual } from '../../../hardware/address';
import { Adapter } from '../../../ndis/wrapper/adapter';
import { DriverBench, FAILURE, SUCCESS } from '../../support/machine';

let bench: DriverBench;
beforeEach(() => {
  bench = new DriverBench();
});

function another(): Adapter {
  const { os, adapter, parameters } = bench;
  const resources = [
    { kind: 'memory', start: 0xe000_0000, byteCount: 0x2_0000, isShared: false },
    { kind: 'interrupt', start: 11, byteCount: 1, isShared: true },
  ] as const;
  const location = { device: 4, function: 0 };
  return new Adapter(os, adapter.driver, { location, resources, parameters });
}

test('a secondary is made, promoted, and its primary removed', () => {
  const { ndis, adapter, adapterHandle } = bench;
  const secondary = another();
  const handle = secondary.handle as never;
  expect(ndis.NdisMPromoteMiniport(handle)).toBe(FAILURE);
  expect(ndis.NdisMSetMiniportSecondary(handle, adapterHandle)).toBe(FAILURE);
  adapter.state = 'running';
  expect(ndis.NdisMSetMiniportSecondary(handle, handle)).toBe(FAILURE);
  expect(ndis.NdisMSetMiniportSecondary(handle, adapterHandle)).toBe(SUCCESS);
  expect(secondary.primary).toBe(adapter);
  expect(ndis.NdisMRemoveMiniport(adapterHandle)).toBe(SUCCESS);
  expect(adapter.isRemovalRequested).toBe(true);
  expect(ndis.NdisMPromoteMiniport(handle)).toBe(SUCCESS);
  expect([secondary.primary, adapter.primary]).toEqual([undefined, undefined]);
  adapter.state = 'halting';
  expect(ndis.NdisMRemoveMiniport(adapterHandle)).toBe(FAILURE);
  expect(bench.rules).toEqual([]);
});

test('the device stack and the resources of an adapter', () => {
  const { ndis, os } = bench;
  const adapter = another();
  const property = ndis.NdisMGetDeviceProperty(adapter.handle as never);
  expect(ndis.NdisMGetDeviceProperty(adapter.handle as never)).toEqual(property);
  const word = (address: number) => ndis.memory.read32(virtual(address));
  // DEVICE_OBJECT.AttachedDevice; NDIS_MINIPORT_BLOCK.DeviceObject, PhysicalDeviceObject and next.
  expect(word(property.PhysicalDeviceObject + 0x10)).toBe(property.FunctionalDeviceObject);
  expect(word(adapter.handle + 0x108)).toBe(property.FunctionalDeviceObject);
  expect(word(adapter.handle + 0x10c)).toBe(property.PhysicalDeviceObject);
  // CM_RESOURCE_LIST: Count, InterfaceType PCIBus, BusNumber, version 1.1, Count, descriptors.
  const raw = property.AllocatedResources;
  expect([0, 4, 8, 12, 16].map((offset) => word(raw + offset))).toEqual([1, 5, 0, 0x1_0001, 2]);
  expect(word(raw + 0x18)).toBe(0xe000_0000);
  expect([word(raw + 0x28), word(raw + 0x2c)]).toEqual([11, 11]);
  const translated = property.AllocatedResourcesTranslated;
  expect([word(translated + 0x28), word(translated + 0x2c)]).toEqual([11, 0x3b]);
  expect(bench.rules).toEqual([]);
  const { liveBytes } = os.pool;
  adapter.dispose();
  expect(os.pool.liveBytes).toBeLessThan(liveBytes - 2 * 0xb8 - 0xa8);
});

test('the name of an adapter, in memory that the driver frees', () => {
  const { ndis } = bench;
  bench.parameters.set('DriverDesc', { type: 'string', value: 'Fast NIC' });
  const string = bench.memory(8);
  expect(ndis.NdisMQueryAdapterInstanceName(string, bench.adapterHandle)).toBe(SUCCESS);
  expect(bench.bytesAt(string, 4)).toEqual([16, 0, 18, 0]);
  expect(bench.held('returned-string')).toBe(1);
  ndis.NdisFreeMemory(virtual(bench.os.raw.read32(virtual(string + 4))), 18, 0);
  expect(bench.held('returned-string')).toBe(0);
});

test.each([
  { isBusMaster: true, flags: 0x08 },
  { isBusMaster: false, flags: 0 },
])('NdisMSetAttributes, bus master: $isBusMaster', ({ isBusMaster, flags }) => {
  const { ndis, adapter, adapterHandle } = bench;
  ndis.NdisMSetAttributes(adapterHandle, virtual(0x8123_4560), isBusMaster, 5);
  const { context, attributeFlags, checkForHangSeconds, interfaceType } = adapter;
  expect([context, attributeFlags, checkForHangSeconds, interfaceType]).toEqual([
    0x8123_4560,
    flags,
    2,
    5,
  ]);
});
