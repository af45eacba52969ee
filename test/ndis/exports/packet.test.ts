/** What a packet descriptor holds, as a driver sets and reads it. */
import { NULL, virtual, type VirtualAddress } from '../../../hardware/address';
import type { NdisHandle, NdisStatus } from '../../../ndis/types';
import { DriverBench, stopOf } from '../../support/machine';

const NO_HANDLE = 0 as NdisHandle;

let bench: DriverBench;
let packet: VirtualAddress;
beforeEach(() => {
  bench = new DriverBench();
  packet = newPacket();
});

function newPacket(): VirtualAddress {
  const { PoolHandle } = bench.ndis.NdisAllocatePacketPool(1, 16);
  return bench.ndis.NdisAllocatePacket(PoolHandle).Packet;
}

/** A buffer of so many bytes, numbered from `first`. */
function newBuffer(byteCount: number, first = 0): VirtualAddress {
  const address = bench.memory(Math.max(byteCount, 1));
  for (let index = 0; index < byteCount; index++)
    bench.os.raw.write8(virtual(address + index), first + index);
  return bench.ndis.NdisAllocateBuffer(NO_HANDLE, address, byteCount).Buffer;
}

function word(address: number): number {
  return bench.os.raw.read32(virtual(address));
}

describe('chains', () => {
  test('at the front and at the back', () => {
    const { ndis } = bench;
    const [a, b, c] = [newBuffer(1), newBuffer(2), newBuffer(3)];
    ndis.NdisChainBufferAtBack(packet, b);
    ndis.NdisChainBufferAtFront(packet, a);
    ndis.NdisChainBufferAtBack(packet, c);
    // Head and Tail.
    expect([word(packet + 8), word(packet + 0xc)]).toEqual([a, c]);
    expect([word(a), word(b), word(c)]).toEqual([b, c, NULL]);
    expect(ndis.NdisUnchainBufferAtBack(packet)).toEqual({ Buffer: c });
    expect(ndis.NdisUnchainBufferAtFront(packet)).toEqual({ Buffer: a });
    expect(word(a)).toBe(NULL);
    expect([word(packet + 8), word(packet + 0xc)]).toEqual([b, b]);
    expect(ndis.NdisUnchainBufferAtBack(packet)).toEqual({ Buffer: b });
    expect(ndis.NdisUnchainBufferAtBack(packet)).toEqual({ Buffer: NULL });
    expect(ndis.NdisUnchainBufferAtFront(packet)).toEqual({ Buffer: NULL });
    expect(bench.rules).toEqual([]);
  });

  test('of several buffers at once', () => {
    const { ndis } = bench;
    const [a, b, c] = [newBuffer(1), newBuffer(2), newBuffer(3)];
    bench.os.raw.write32(a, b);
    ndis.NdisChainBufferAtFront(packet, a);
    expect(word(packet + 0xc)).toBe(b);
    ndis.NdisChainBufferAtBack(packet, c);
    expect(ndis.NdisQueryPacket(packet)).toMatchObject({ BufferCount: 3, TotalPacketLength: 6 });
  });

  test('counts are kept until the chain changes', () => {
    const { ndis } = bench;
    ndis.NdisChainBufferAtBack(packet, newBuffer(14));
    const second = newBuffer(100);
    ndis.NdisChainBufferAtBack(packet, second);
    expect(ndis.NdisQueryPacketLength(packet).TotalPacketLength).toBe(114);
    expect(bench.bytesAt(packet + 0x1c, 1)).toEqual([1]);
    // What a driver changes behind NDIS's back is not seen (NdisAdjustBufferLength).
    ndis.NdisAdjustBufferLength(second, 50);
    expect(ndis.NdisQueryPacketLength(packet).TotalPacketLength).toBe(114);
    ndis.NdisUnchainBufferAtBack(packet);
    expect(ndis.NdisQueryPacketLength(packet).TotalPacketLength).toBe(14);
    expect(ndis.NdisQueryPacket(packet).BufferCount).toBe(1);
  });

  test('physical ranges are counted by pages', () => {
    const page = bench.os.pool.allocate(0x3000, 0xff, 4096)!;
    const { Buffer } = bench.ndis.NdisAllocateBuffer(NO_HANDLE, virtual(page + 0xff0), 0x1020);
    bench.ndis.NdisChainBufferAtBack(packet, Buffer);
    bench.ndis.NdisChainBufferAtBack(packet, newBuffer(0));
    expect(bench.ndis.NdisQueryPacket(packet)).toEqual({
      PhysicalBufferCount: 3 + 1,
      BufferCount: 2,
      FirstBuffer: Buffer,
      TotalPacketLength: 0x1020,
    });
  });

  test('the first buffer', () => {
    const { ndis } = bench;
    const nothing = {
      FirstBuffer: NULL,
      FirstBufferVA: NULL,
      FirstBufferLength: 0,
      TotalBufferLength: 0,
    };
    expect(ndis.NdisGetFirstBufferFromPacket(packet)).toEqual(nothing);
    const first = newBuffer(14);
    ndis.NdisChainBufferAtBack(packet, first);
    ndis.NdisChainBufferAtBack(packet, newBuffer(46));
    const want = {
      FirstBuffer: first,
      FirstBufferVA: word(first + 0xc),
      FirstBufferLength: 14,
      TotalBufferLength: 60,
    };
    expect(ndis.NdisGetFirstBufferFromPacket(packet)).toEqual(want);
    expect(ndis.NdisGetFirstBufferFromPacketSafe(packet, 16)).toEqual(want);
  });

  test('NdisReinitializePacket forgets the buffers', () => {
    const { ndis } = bench;
    ndis.NdisChainBufferAtBack(packet, newBuffer(14));
    ndis.NdisQueryPacketLength(packet);
    ndis.NdisReinitializePacket(packet);
    expect(ndis.NdisQueryPacket(packet)).toEqual({
      PhysicalBufferCount: 0,
      BufferCount: 0,
      FirstBuffer: NULL,
      TotalPacketLength: 0,
    });
  });

  test.each([
    { name: 'NdisQueryPacket', use: () => bench.ndis.NdisQueryPacket(packet) },
    { name: 'NdisUnchainBufferAtBack', use: () => bench.ndis.NdisUnchainBufferAtBack(packet) },
    {
      name: 'NdisChainBufferAtFront',
      use: () => bench.ndis.NdisChainBufferAtFront(packet, virtual(word(packet + 8))),
    },
  ])('a chain without an end does not end $name', ({ use }) => {
    const buffer = newBuffer(4);
    bench.ndis.NdisChainBufferAtFront(packet, buffer);
    bench.os.raw.write32(buffer, buffer);
    expect(stopOf(use)).toMatchObject({ kind: 'limit' });
    expect(bench.rules).toEqual(['registration/callback-never-returns']);
  });

  test('a wild buffer ends the run', () => {
    const stop = stopOf(() => bench.ndis.NdisChainBufferAtBack(packet, virtual(0x7000_0000)));
    expect(stop).toMatchObject({ kind: 'bug-check' });
    expect(bench.rules).toEqual(['memory/wild-access']);
  });
});

describe('NdisCopyFromPacketToPacket', () => {
  const SOURCE = [3, 0, 5, 8];
  const DESTINATION = [1, 6, 9];
  test.each([
    { to: 0, count: 16, from: 0, copied: 16 },
    { to: 5, count: 4, from: 2, copied: 4 },
    { to: 0, count: 100, from: 0, copied: 16 },
    { to: 10, count: 100, from: 0, copied: 6 },
    { to: 0, count: 100, from: 14, copied: 2 },
    { to: 16, count: 1, from: 0, copied: 0 },
    { to: 0, count: 1, from: 0xffff_ffff, copied: 0 },
    { to: 0, count: 0, from: 0, copied: 0 },
  ])('of $count bytes from $from to $to copies $copied', ({ to, count, from, copied }) => {
    const { ndis } = bench;
    const source = packet;
    const destination = newPacket();
    let next = 1;
    for (const byteCount of SOURCE) {
      ndis.NdisChainBufferAtBack(source, newBuffer(byteCount, next));
      next += byteCount;
    }
    const buffers = DESTINATION.map((byteCount) => newBuffer(byteCount, 0x80));
    for (const buffer of buffers) {
      ndis.NdisZeroMemory(virtual(word(buffer + 0xc)), ndis.NdisBufferLength(buffer));
      ndis.NdisChainBufferAtBack(destination, buffer);
    }
    const result = ndis.NdisCopyFromPacketToPacket(destination, to, count, source, from);
    expect(result).toEqual({ BytesCopied: copied });
    const bytes = buffers.flatMap((buffer) =>
      bench.bytesAt(word(buffer + 0xc), ndis.NdisBufferLength(buffer)),
    );
    const want = Array.from({ length: 16 }, (_, index) =>
      index >= to && index < to + copied ? from + index - to + 1 : 0,
    );
    expect(bytes).toEqual(want);
    expect(bench.rules).toEqual([]);
  });
});

describe('flags, status and information', () => {
  test('flags are set and cleared one by one', () => {
    const { ndis } = bench;
    ndis.NdisSetPacketFlags(packet, 0x8000_0010);
    ndis.NdisSetPacketFlags(packet, 0x80);
    ndis.NdisClearPacketFlags(packet, 0x10);
    expect(ndis.NdisGetPacketFlags(packet)).toBe(0x8000_0080);
    expect(word(packet + 0x18)).toBe(0x8000_0080);
  });

  test('out-of-band data', () => {
    const { ndis } = bench;
    const oob = ndis.NDIS_OOB_DATA_FROM_PACKET(packet);
    expect(oob).toBe(packet + 0x48);
    ndis.NDIS_SET_PACKET_STATUS(packet, 0xc000_009a as NdisStatus);
    expect(ndis.NDIS_GET_PACKET_STATUS(packet)).toBe(0xc000_009a);
    expect(word(oob + 0x1c)).toBe(0xc000_009a);
    ndis.NdisSetPacketStatus(packet, 0x103 as NdisStatus, NO_HANDLE, 0);
    expect(word(oob + 0x1c)).toBe(0x103);
    ndis.NDIS_SET_PACKET_HEADER_SIZE(packet, 14);
    expect([ndis.NDIS_GET_PACKET_HEADER_SIZE(packet), word(oob + 0x10)]).toEqual([14, 14]);
    ndis.NDIS_SET_PACKET_TIME_RECEIVED(packet, 2 ** 33 + 1);
    expect(ndis.NDIS_GET_PACKET_TIME_RECEIVED(packet)).toBe(2 ** 33 + 1);
    expect([word(oob + 8), word(oob + 0xc)]).toEqual([1, 2]);
    ndis.NDIS_SET_PACKET_TIME_SENT(packet, 5);
    expect(word(oob)).toBe(5);
    ndis.NDIS_SET_PACKET_TIME_TO_SEND(packet, 2 ** 32 + 6);
    expect([word(oob), word(oob + 4)]).toEqual([6, 1]);
    expect(ndis.NDIS_GET_PACKET_TIME_TO_SEND(packet)).toBe(2 ** 32 + 6);
    expect(ndis.NDIS_GET_PACKET_TIME_SENT(packet)).toBe(2 ** 32 + 6);
  });

  // NdisPacketFlags at 0x1d: fPACKET_ALLOCATED_BY_NDIS, fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO.
  test.each([
    { isOfNdis: true, flags: 0xc0, info: virtual(0x8123_4560), size: 24 },
    { isOfNdis: false, flags: 0, info: NULL, size: 0 },
  ])('information for the medium, of NDIS: $isOfNdis', ({ isOfNdis, flags, info, size }) => {
    const { ndis, os } = bench;
    const none = { pMediaSpecificInfo: NULL, pSizeMediaSpecificInfo: 0 };
    expect(ndis.NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet)).toEqual(none);
    if (!isOfNdis) os.raw.write8(virtual(packet + 0x1d), 0);
    ndis.NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(packet, virtual(0x8123_4560), 24);
    expect(ndis.NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet)).toEqual({
      pMediaSpecificInfo: info,
      pSizeMediaSpecificInfo: size,
    });
    expect(bench.bytesAt(packet + 0x1d, 1)).toEqual([flags]);
    // SizeMediaSpecificInfo and MediaSpecificInformation of NDIS_PACKET_OOB_DATA.
    const oob = packet + 0x48;
    expect([word(oob + 0x14), word(oob + 0x18)]).toEqual([size, info]);
  });

  test('the protocol that made a packet is in its flags', () => {
    // NDIS_PROTOCOL_ID_TCP_IP is 2 (ndis.h).
    bench.ndis.NdisSetPacketFlags(packet, 0x0000_0092);
    expect(bench.ndis.NDIS_GET_PACKET_PROTOCOL_TYPE(packet)).toBe(2);
  });

  test('a chain that was linked by hand is counted anew', () => {
    const { ndis } = bench;
    const [a, b] = [newBuffer(1), newBuffer(2)];
    ndis.NdisChainBufferAtBack(packet, a);
    expect(ndis.NdisQueryPacket(packet)).toMatchObject({ BufferCount: 1 });
    bench.os.raw.write32(a, b);
    ndis.NdisRecalculatePacketCounts(packet);
    expect(word(packet + 0xc)).toBe(b);
    expect(ndis.NdisQueryPacket(packet)).toMatchObject({ BufferCount: 2, TotalPacketLength: 3 });
    ndis.NdisReinitializePacket(packet);
    ndis.NdisRecalculatePacketCounts(packet);
    expect(ndis.NdisQueryPacket(packet)).toMatchObject({ BufferCount: 0 });
  });

  test('per-packet information', () => {
    const { ndis } = bench;
    const extension = packet + 0x48 + 0x20;
    bench.os.raw.write32(virtual(extension + 4 * 6), 0x123);
    expect(ndis.NDIS_PER_PACKET_INFO_FROM_PACKET(packet, 6)).toBe(0x123);
    ndis.NDIS_SET_ORIGINAL_PACKET(packet, virtual(0x456));
    expect(ndis.NDIS_GET_ORIGINAL_PACKET(packet)).toBe(0x456);
    ndis.NdisSetPacketCancelId(packet, virtual(0x789));
    expect(ndis.NdisGetPacketCancelId(packet)).toBe(0x789);
    expect([word(extension + 4 * 7), word(extension + 4 * 8)]).toEqual([0x456, 0x789]);
    expect(bench.rules).toEqual([]);
  });

  test('a type of information that there is none of is out of bounds', () => {
    bench.ndis.NDIS_PER_PACKET_INFO_FROM_PACKET(packet, 10);
    expect(bench.rules).toEqual(['memory/out-of-bounds']);
  });

  test('partial cancel identifiers differ', () => {
    const { ndis } = bench;
    expect(ndis.NdisGeneratePartialCancelId()).not.toBe(ndis.NdisGeneratePartialCancelId());
  });
});

describe('the safe forms', () => {
  const faults = ['NdisCopyFromPacketToPacketSafe', 'NdisGetFirstBufferFromPacketSafe'].map(
    (call) => ({ call, failure: 'NULL', occurrence: 2 }),
  );

  test('do as the others, and give nothing where memory cannot be mapped', () => {
    bench = new DriverBench({ faults });
    const { ndis } = bench;
    const [from, to] = [newPacket(), newPacket()];
    ndis.NdisChainBufferAtBack(from, newBuffer(8, 1));
    ndis.NdisChainBufferAtBack(to, newBuffer(8, 0x11));
    const data = ndis.NdisGetFirstBufferFromPacket(to).FirstBufferVA;
    const copy = () => ndis.NdisCopyFromPacketToPacketSafe(to, 1, 3, from, 4, 16);
    expect(copy()).toEqual({ BytesCopied: 3 });
    expect(bench.bytesAt(data, 5)).toEqual([0x11, 5, 6, 7, 0x15]);
    bench.inHandler(() => expect(copy()).toEqual({ BytesCopied: 0 }));
    expect(ndis.NdisGetFirstBufferFromPacketSafe(to, 16)).toMatchObject({ FirstBufferVA: data });
    const mapped = ndis.NdisGetFirstBufferFromPacketSafe(to, 16);
    expect(mapped).toMatchObject({ FirstBufferVA: NULL, FirstBufferLength: 8 });
    expect(bench.rules).toEqual([]);
  });
});
