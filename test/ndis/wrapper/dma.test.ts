/** What a bus master gets, and what it is refused. */
import {
  NULL,
  layout,
  NDIS_PHYSICAL_ADDRESS,
  ULONG,
  type Ndis,
  type NdisHandle,
} from '../../../ndis';
import {
  CONTEXT,
  createSession,
  inDriver,
  RESOURCES,
  rulesOf,
  SUCCESS,
} from '../../support/inline-driver';

test.each([
  [1, 64],
  [64, 64],
  [4095, 64],
  [4096, 4096],
  [65536, 4096],
])(
  'shared memory of %i bytes is aligned to %i, and physical is virtual less 2 GB',
  (bytes, alignment) => {
    inDriver((ndis, handle) => {
      const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
        handle,
        bytes,
        true,
      );
      expect([VirtualAddress % alignment, VirtualAddress - PhysicalAddress]).toEqual([
        0, 0x8000_0000,
      ]);
      ndis.NdisMFreeSharedMemory(handle, bytes, true, VirtualAddress, PhysicalAddress);
    });
  },
);

test.each([0, 0x0100_0000, 0xffff_ffff])('no shared memory of %i bytes', (bytes) => {
  inDriver((ndis, handle) => {
    expect(ndis.NdisMAllocateSharedMemory(handle, bytes, true).VirtualAddress).toBe(NULL);
  });
});

describe('map registers', () => {
  const allocate = (ndis: Ndis, handle: NdisHandle, count: number) =>
    ndis.NdisMAllocateMapRegisters(handle, 0, 1, count, 1514);

  test('at most 64, once, for a bus master', () => {
    const session = inDriver((ndis, handle) => {
      expect(allocate(ndis, handle, 65)).toBe(RESOURCES);
      expect(allocate(ndis, handle, 64)).toBe(SUCCESS);
      expect(allocate(ndis, handle, 1)).toBe(RESOURCES);
      ndis.NdisMFreeMapRegisters(handle);
      expect(allocate(ndis, handle, 1)).toBe(SUCCESS);
      ndis.NdisMFreeMapRegisters(handle);
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test.each([
    ['NdisMAllocateMapRegisters', RESOURCES],
    ['NdisMInitializeScatterGatherDma', 0xc000_00bb],
  ] as const)('%s is nothing for an adapter that is no bus master', (name, want) => {
    const statuses: number[] = [];
    const session = createSession({
      MiniportInitialize(ndis, _media, _size, handle) {
        ndis.NdisMSetAttributesEx(handle, CONTEXT, 0, 0, 5);
        statuses.push(
          name === 'NdisMAllocateMapRegisters'
            ? allocate(ndis, handle, 1)
            : ndis.NdisMInitializeScatterGatherDma(handle, false, 1514),
        );
        return SUCCESS;
      },
    });
    session.play(() => {
      session.load();
      session.start();
    });
    expect(statuses).toEqual([want]);
  });
});

test('a mapping of a buffer is one range, which a partial buffer has of its own', () => {
  // NDIS_PHYSICAL_ADDRESS_UNIT (ndis.h): the address, and at 8 the length.
  const UNIT = layout('UNIT', 0x10, { Address: NDIS_PHYSICAL_ADDRESS, Length: ULONG });
  const session = inDriver((ndis, handle) => {
    const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(0x1000, 1);
    const { PoolHandle } = ndis.NdisAllocateBufferPool(2);
    const whole = ndis.NdisAllocateBuffer(PoolHandle, VirtualAddress, 0x1000).Buffer;
    const part = ndis.NdisCopyBuffer(PoolHandle, whole, 0x123, 0x45).Buffer;
    const unit = ndis.local(UNIT);
    for (const [Buffer, offset, length] of [
      [whole, 0, 0x1000],
      [part, 0x123, 0x45],
    ] as const) {
      const mapped = ndis.NdisMStartBufferPhysicalMapping(handle, Buffer, 0, true, unit.address);
      expect(mapped).toEqual({ ArraySize: 1 });
      expect([unit.Address, unit.Length]).toEqual([VirtualAddress - 0x8000_0000 + offset, length]);
      ndis.NdisMCompleteBufferPhysicalMapping(handle, Buffer, 0);
      ndis.NdisFreeBuffer(Buffer);
    }
    ndis.NdisFreeBufferPool(PoolHandle);
    ndis.NdisFreeMemory(VirtualAddress, 0x1000, 0);
  });
  expect(rulesOf(session)).toEqual([]);
});
