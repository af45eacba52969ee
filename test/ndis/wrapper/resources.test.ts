import { NULL, physical, virtual, type Ndis, type NdisHandle } from '../../../ndis';
import {
  barsOf,
  CONTEXT,
  createSession,
  FAILURE,
  inDriver,
  REGISTER_BYTES,
  RESOURCES,
  rulesOf,
  SUCCESS,
} from '../../support/inline-driver';

test('the resource list has the registers, the ports and the shared interrupt of the NIC', () => {
  const session = inDriver((ndis, handle, one) => {
    const list = virtual(ndis.NdisMPciAssignResources(handle, 3).AssignedResources);
    const { registers, ports } = barsOf(one);
    // CM_PARTIAL_RESOURCE_LIST: Version, Revision, Count; descriptors of 16 bytes from 8 on (wdm.h).
    const count = ndis.memory.read32(virtual(list + 4));
    const rows = Array.from({ length: count }, (_, index) => {
      const at = list + 8 + 16 * index;
      const word = (offset: number) => ndis.memory.read32(virtual(at + offset));
      return [
        ndis.memory.read8(virtual(at)),
        ndis.memory.read8(virtual(at + 1)),
        word(4),
        word(12),
      ];
    });
    // Type: 1 port, 2 interrupt, 3 memory. ShareDisposition: 1 exclusive, 3 shared.
    expect(rows).toEqual([
      [3, 1, registers, REGISTER_BYTES],
      [1, 1, ports, 8],
      [2, 3, 11, 1],
    ]);
    ndis.memory.write8(list, 9);
  });
  expect(rulesOf(session)).toEqual(['memory/write-to-read-only']);
});

test('the list goes with its adapter', () => {
  let list = NULL;
  const session = createSession({
    initialize(ndis, handle) {
      list = virtual(ndis.NdisMPciAssignResources(handle, 3).AssignedResources);
    },
  });
  session.play(() => {
    session.load();
    session.start();
    session.halt();
  });
  session.os.memory.read32(list);
  expect(rulesOf(session)).toEqual(['memory/use-after-free']);
});

describe('NdisMMapIoSpace', () => {
  const cases: { name: string; at: number; byteCount: number; want: number; rule?: string }[] = [
    {
      name: 'main memory',
      at: 0x0010_0000,
      byteCount: 0x1000,
      want: FAILURE,
      rule: 'resource/io-space-not-device-memory',
    },
    { name: 'no bytes', at: 0xf000_0000, byteCount: 0, want: RESOURCES },
    {
      name: 'more than the address space has',
      at: 0xf000_0000,
      byteCount: 0xffff_ffff,
      want: RESOURCES,
    },
  ];
  test.each(cases)('of $name', ({ at, byteCount, want, rule }) => {
    const session = inDriver((ndis, handle) => {
      const mapped = ndis.NdisMMapIoSpace(handle, physical(at), byteCount);
      expect(mapped).toEqual({ Result: want, VirtualAddress: NULL });
    });
    expect(rulesOf(session).filter((one) => one === rule)).toHaveLength(rule === undefined ? 0 : 1);
  });
});

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
