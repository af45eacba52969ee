/** Packet pools and packet descriptors, as a driver uses them. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import type { NdisHandle } from '../../../ndis/types';
import { DriverBench, RESOURCES, SUCCESS } from '../../support/machine';

const NO_HANDLE = 0 as NdisHandle;

let bench: DriverBench;
let pool: NdisHandle;
beforeEach(() => {
  bench = new DriverBench();
  pool = bench.ndis.NdisAllocatePacketPool(3, 16).PoolHandle;
});

function allocate(): VirtualAddress {
  return bench.ndis.NdisAllocatePacket(pool).Packet;
}

describe('pools', () => {
  test.each([
    { count: 1, reserved: 0, status: SUCCESS },
    { count: 0xffff, reserved: 0, status: SUCCESS },
    { count: 0xffff, reserved: 16, status: RESOURCES },
    { count: 0x1_0000, reserved: 0, status: RESOURCES },
    { count: 0xffff_ffff, reserved: 16, status: RESOURCES },
    { count: 1, reserved: 0xffff_ffff, status: RESOURCES },
    { count: 1, reserved: 0xff00, status: SUCCESS },
  ])('of $count with $reserved bytes', ({ count, reserved, status }) => {
    const { Status, PoolHandle } = bench.ndis.NdisAllocatePacketPool(count, reserved);
    expect(Status).toBe(status);
    if (status !== SUCCESS) expect(PoolHandle).toBe(NO_HANDLE);
    expect(bench.held('packet-pool')).toBe(status === SUCCESS ? 2 : 1);
  });

  test('grow to what they overflow to', () => {
    const { ndis } = bench;
    pool = ndis.NdisAllocatePacketPoolEx(1, 0xffff_ffff, 16).PoolHandle;
    for (let count = 0; count < 10; count++) allocate();
    expect(ndis.NdisPacketPoolUsage(pool)).toBe(10);
    pool = ndis.NdisAllocatePacketPoolEx(1, 1, 16).PoolHandle;
    expect([allocate(), allocate()]).not.toContain(NULL);
    expect(ndis.NdisAllocatePacket(pool)).toEqual({ Status: RESOURCES, Packet: NULL });
  });

  test('fail by injection', () => {
    const failure = 'NDIS_STATUS_RESOURCES';
    const faults = [{ call: 'NdisAllocatePacketPool', failure, occurrence: 1 }];
    bench = new DriverBench({ faults });
    expect(bench.ndis.NdisAllocatePacketPool(3, 16)).toEqual({
      Status: RESOURCES,
      PoolHandle: NO_HANDLE,
    });
    expect(bench.held('packet-pool')).toBe(0);
  });

  test.each([
    {
      name: 'freed with packets out',
      misuse: () => {
        allocate();
        bench.ndis.NdisFreePacketPool(pool);
      },
      rules: ['resource/packet-pool-freed-with-packets-out'],
    },
    {
      name: 'freed before its packet',
      misuse: () => {
        const packet = allocate();
        bench.ndis.NdisFreePacketPool(pool);
        bench.ndis.NdisFreePacket(packet);
      },
      rules: ['resource/packet-pool-freed-with-packets-out'],
    },
    {
      name: 'freed twice',
      misuse: () => {
        bench.ndis.NdisFreePacketPool(pool);
        bench.ndis.NdisFreePacketPool(pool);
      },
      rules: ['resource/released-twice'],
    },
    {
      name: 'used after it was freed',
      misuse: () => {
        bench.ndis.NdisFreePacketPool(pool);
        expect(bench.ndis.NdisAllocatePacket(pool).Packet).toBe(NULL);
      },
      rules: ['resource/bad-handle'],
    },
    {
      name: 'that is none',
      misuse: () => bench.ndis.NdisPacketPoolUsage(NO_HANDLE),
      rules: ['resource/bad-handle'],
    },
    {
      name: 'that is a buffer pool',
      misuse: () => bench.ndis.NdisAllocatePacket(bench.ndis.NdisAllocateBufferPool(1).PoolHandle),
      rules: ['resource/bad-handle'],
    },
  ])('report one $name', ({ misuse, rules }) => {
    misuse();
    expect(bench.rules).toEqual(rules);
  });
});

describe('packets', () => {
  test('are cleared and know their pool', () => {
    const packet = allocate();
    const { raw } = bench.os;
    // Pool, Flags, ValidCounts, NdisPacketFlags, NdisPacketOobOffset.
    expect(raw.read32(virtual(packet + 0x10))).toBe(pool);
    expect(bench.bytesAt(packet + 0x18, 6)).toEqual([0, 0, 0, 0, 0, 0x80]);
    // ProtocolReserved lies at 0x38; out-of-band data follow at the next multiple of 8.
    expect(raw.read16(virtual(packet + 0x1e))).toBe(0x48);
    expect(bench.bytesAt(packet + 0x20, 0x48 + 0x20 + 0x28 - 0x20)).toEqual(
      Array<number>(0x70).fill(0),
    );
    expect(bench.ndis.NdisGetPoolFromPacket(packet)).toBe(pool);
    expect(bench.ndis.NdisPacketSize(16)).toBe(0x48 + 0x20 + 0x28);
    bench.ndis.memory.read8(virtual(packet + 0x90));
    expect(bench.rules).toEqual(['memory/out-of-bounds']);
  });

  test('come until the pool is empty, and again when they are freed', () => {
    const packets = [allocate(), allocate(), allocate()];
    expect(new Set(packets).size).toBe(3);
    expect(bench.ndis.NdisAllocatePacket(pool)).toEqual({ Status: RESOURCES, Packet: NULL });
    expect(bench.held('packet')).toBe(3);
    bench.ndis.NdisFreePacket(packets[1]);
    expect(bench.ndis.NdisPacketPoolUsage(pool)).toBe(2);
    expect(allocate()).toBe(packets[1]);
    for (const packet of packets) bench.ndis.NdisFreePacket(packet);
    bench.ndis.NdisFreePacketPool(pool);
    expect([bench.held('packet'), bench.held('packet-pool')]).toEqual([0, 0]);
    expect(bench.rules).toEqual([]);
  });

  test('by the variants for DISPATCH_LEVEL', () => {
    const { ndis } = bench;
    bench.os.irql = 2;
    const first = ndis.NdisDprAllocatePacket(pool).Packet;
    const second = ndis.NdisDprAllocatePacketNonInterlocked(pool).Packet;
    ndis.NdisDprFreePacket(first);
    ndis.NdisDprFreePacketNonInterlocked(second);
    expect(bench.held('packet')).toBe(0);
    expect(bench.rules).toEqual([]);
    bench.os.irql = 0;
    ndis.NdisDprAllocatePacket(pool);
    expect(bench.rules).toEqual(['irql/wrong-irql']);
  });

  test('carry the protocol of their pool', () => {
    bench.ndis.NdisSetPacketPoolProtocolId(pool, 0x12);
    expect(bench.ndis.NdisGetPacketFlags(allocate())).toBe(2);
  });

  test.each([
    {
      name: 'freed twice',
      misuse: (packet: VirtualAddress) => {
        bench.ndis.NdisFreePacket(packet);
        bench.ndis.NdisFreePacket(packet);
      },
      rules: ['resource/released-twice'],
    },
    {
      name: 'used after it was freed',
      misuse: (packet: VirtualAddress) => {
        bench.ndis.NdisFreePacket(packet);
        bench.ndis.NdisGetPacketFlags(packet);
      },
      rules: ['memory/use-after-free'],
    },
    {
      name: 'that is none',
      misuse: () => bench.ndis.NdisFreePacket(bench.memory(0x90)),
      rules: ['resource/bad-handle'],
    },
    {
      name: 'freed with buffers chained',
      misuse: (packet: VirtualAddress) => {
        const { Buffer } = bench.ndis.NdisAllocateBuffer(NO_HANDLE, bench.memory(4), 4);
        bench.ndis.NdisChainBufferAtFront(packet, Buffer);
        bench.ndis.NdisFreePacket(packet);
      },
      rules: ['packet/freed-with-buffers-chained'],
    },
    {
      name: 'freed with buffers chained that have been freed',
      misuse: (packet: VirtualAddress) => {
        const { Buffer } = bench.ndis.NdisAllocateBuffer(NO_HANDLE, bench.memory(4), 4);
        bench.ndis.NdisChainBufferAtFront(packet, Buffer);
        bench.ndis.NdisFreeBuffer(Buffer);
        bench.ndis.NdisFreePacket(packet);
      },
      rules: [],
    },
    {
      name: "freed with another's buffers chained",
      misuse: (packet: VirtualAddress) => {
        bench.ndis.NdisChainBufferAtFront(packet, bench.memory(28));
        bench.ndis.NdisFreePacket(packet);
      },
      rules: [],
    },
    {
      name: 'freed with buffers forgotten by NdisReinitializePacket',
      misuse: (packet: VirtualAddress) => {
        const { Buffer } = bench.ndis.NdisAllocateBuffer(NO_HANDLE, bench.memory(4), 4);
        bench.ndis.NdisChainBufferAtFront(packet, Buffer);
        bench.ndis.NdisReinitializePacket(packet);
        bench.ndis.NdisFreePacket(packet);
      },
      rules: [],
    },
  ])('one $name', ({ misuse, rules }) => {
    misuse(allocate());
    expect(bench.rules).toEqual(rules);
  });
});
