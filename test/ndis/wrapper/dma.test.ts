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

describe('mappings', () => {
  /** Does `act` with an empty and a full buffer, and two map registers. */
  const mapping = (
    act: (
      ndis: Ndis,
      start: (buffer: 'empty' | 'full', register: number) => number,
      complete: (register: number) => void,
    ) => void,
  ) =>
    rulesOf(
      inDriver((ndis, handle) => {
        const data = ndis.NdisAllocateMemoryWithTag(64, 1).VirtualAddress;
        const { PoolHandle } = ndis.NdisAllocateBufferPool(2);
        const buffers = {
          empty: ndis.NdisAllocateBuffer(PoolHandle, data, 0).Buffer,
          full: ndis.NdisAllocateBuffer(PoolHandle, data, 64).Buffer,
        };
        ndis.NdisMAllocateMapRegisters(handle, 0, 1, 2, 1514);
        act(
          ndis,
          (buffer, register) =>
            ndis.NdisMStartBufferPhysicalMapping(
              handle,
              buffers[buffer],
              register,
              true,
              ndis.localBytes(32),
            ).ArraySize,
          (register) => ndis.NdisMCompleteBufferPhysicalMapping(handle, buffers.full, register),
        );
        ndis.NdisMFreeMapRegisters(handle);
        ndis.NdisFreeBuffer(buffers.empty);
        ndis.NdisFreeBuffer(buffers.full);
        ndis.NdisFreeBufferPool(PoolHandle);
        ndis.NdisFreeMemory(data, 64, 0);
      }),
    );

  test('one after the other with each map register, of an empty buffer too', () => {
    const sizes: number[] = [];
    const rules = mapping((_ndis, start, complete) => {
      for (const register of [0, 1, 0]) {
        sizes.push(start('full', register));
        complete(register);
      }
      sizes.push(start('empty', 0));
      complete(0);
    });
    expect([sizes, rules]).toEqual([[1, 1, 1, 0], []]);
  });

  test.each([
    { registers: [2], completed: [2], rules: ['dma/map-register-out-of-range'] },
    { registers: [0xffff_ffff], completed: [-1], rules: ['dma/map-register-out-of-range'] },
    { registers: [1, 1], completed: [1], rules: ['dma/map-register-reused'] },
    { registers: [0, 1], completed: [0], rules: ['dma/transfer-not-completed'] },
  ])('$registers started, $completed completed', ({ registers, completed, rules }) => {
    const shown = mapping((_ndis, start, complete) => {
      for (const register of registers) expect(start('full', register)).toBe(1);
      for (const register of completed) complete(register);
    });
    expect(shown).toEqual(rules);
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
    ndis.NdisMAllocateMapRegisters(handle, 0, 1, 1, 0x1000);
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
    ndis.NdisMFreeMapRegisters(handle);
    ndis.NdisFreeBufferPool(PoolHandle);
    ndis.NdisFreeMemory(VirtualAddress, 0x1000, 0);
  });
  expect(rulesOf(session)).toEqual([]);
});
