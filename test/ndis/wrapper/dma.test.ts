/** What a bus master gets, and what it is refused. */
import {
  NULL,
  layout,
  NDIS_PHYSICAL_ADDRESS,
  ULONG,
  virtual,
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
      complete: (register: number, buffer?: 'empty' | 'full') => void,
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
          (register, buffer = 'full') =>
            ndis.NdisMCompleteBufferPhysicalMapping(handle, buffers[buffer], register),
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
      complete(0, 'empty');
    });
    expect([sizes, rules]).toEqual([[1, 1, 1, 0], []]);
  });

  test.each([
    { registers: [2], completed: [2], rules: ['dma/map-register-out-of-range'] },
    { registers: [0xffff_ffff], completed: [-1], rules: ['dma/map-register-out-of-range'] },
    { registers: [1, 1], completed: [1], rules: ['dma/map-register-reused'] },
    { registers: [0, 1], completed: [0], rules: ['dma/transfer-not-completed'] },
    { registers: [], completed: [0], rules: ['dma/mapping-not-started'] },
    { registers: [0], completed: [0, 0], rules: ['dma/mapping-not-started'] },
  ])('$registers started, $completed completed', ({ registers, completed, rules }) => {
    const shown = mapping((_ndis, start, complete) => {
      for (const register of registers) expect(start('full', register)).toBe(1);
      for (const register of completed) complete(register);
    });
    expect(shown).toEqual(rules);
  });

  test('with another buffer than it was started with', () => {
    const rules = mapping((_ndis, start, complete) => {
      start('full', 0);
      complete(0, 'empty');
    });
    expect(rules).toEqual(['dma/mapping-not-started']);
  });
});

test('the locked pages of an application are a range each, wherever in the first one they begin', () => {
  const session = inDriver((ndis, handle) => {
    const { VirtualAddress } = ndis.NdisAllocateMemoryWithTag(0x4000, 1);
    const page = virtual(VirtualAddress + 0x1000 - (VirtualAddress % 0x1000));
    const { PoolHandle } = ndis.NdisAllocateBufferPool(1);
    const { Buffer } = ndis.NdisAllocateBuffer(PoolHandle, virtual(page + 0xffd), 0x1005);
    // MDL.MdlFlags: MDL_PAGES_LOCKED and MDL_MAPPED_TO_SYSTEM_VA in place of nonpaged pool.
    ndis.memory.write16(virtual(Buffer + 6), 0x0003);
    const units = ndis.localBytes(3 * 0x10);
    ndis.NdisMAllocateMapRegisters(handle, 0, 1, 1, 0x2000);
    const mapped = ndis.NdisMStartBufferPhysicalMapping(handle, Buffer, 0, true, units);
    expect(mapped).toEqual({ ArraySize: 3 });
    const ranges = [0, 1, 2].map((index) =>
      [0, 8].map((offset) => ndis.memory.read32(virtual(units + 0x10 * index + offset))),
    );
    const first = page - 0x8000_0000;
    expect(ranges).toEqual([
      [first + 0xffd, 3],
      [first + 0x1000, 0x1000],
      [first + 0x2000, 2],
    ]);
    ndis.NdisMCompleteBufferPhysicalMapping(handle, Buffer, 0);
    ndis.NdisMFreeMapRegisters(handle);
    ndis.NdisFreeBuffer(Buffer);
    ndis.NdisFreeBufferPool(PoolHandle);
    ndis.NdisFreeMemory(VirtualAddress, 0x4000, 0);
  });
  expect(rulesOf(session)).toEqual([]);
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
