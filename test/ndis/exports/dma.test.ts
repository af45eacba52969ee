/** The channels of system DMA, and physical addresses as the macros of ndis.h take them apart. */
import { physical, virtual } from '../../../hardware/address';
import type { NdisHandle } from '../../../ndis';
import { DriverBench, FAILURE, RESOURCES, stopOf, SUCCESS } from '../../support/machine';

const bench = new DriverBench();
const { ndis } = bench;

test.each([
  { address: 0x0000_0000, low: 0, high: 0 },
  { address: 0xffff_ffff, low: 0xffff_ffff, high: 0 },
  { address: 0x12_8000_0001, low: 0x8000_0001, high: 0x12 },
])('$address is $high and $low', ({ address, low, high }) => {
  expect(ndis.NdisGetPhysicalAddressLow(physical(address))).toBe(low);
  expect(ndis.NdisGetPhysicalAddressHigh(physical(address))).toBe(high);
  expect(ndis.NdisSetPhysicalAddressLow(physical(address), 0xfeed_beef)).toEqual({
    PhysicalAddress: high * 2 ** 32 + 0xfeed_beef,
  });
  expect(ndis.NdisSetPhysicalAddressHigh(physical(address), 0x34)).toEqual({
    PhysicalAddress: 0x34 * 2 ** 32 + low,
  });
});

test("a PC's caches agree with DMA: it needs no alignment, and nothing to be brought up to date", () => {
  const { adapterHandle } = bench;
  expect(ndis.NdisMGetDmaAlignment(adapterHandle)).toBe(1);
  const { VirtualAddress, PhysicalAddress } = ndis.NdisMAllocateSharedMemory(
    adapterHandle,
    4,
    true,
  );
  bench.os.raw.write32(VirtualAddress, 0x1234_5678);
  ndis.NdisUpdateSharedMemory(adapterHandle, 4, VirtualAddress, PhysicalAddress);
  expect(bench.os.raw.read32(VirtualAddress)).toBe(0x1234_5678);
  expect(bench.rules).toEqual([]);
});

describe('a channel of system DMA', () => {
  const CONFLICT = 0xc001_001e;
  const ISA = 1;
  const PCI = 5;
  const BUS_MASTER = 0x08;

  class ChannelBench extends DriverBench {
    register(channel: number, { isSpecified = true, maximumLength = 0xffff_ffff } = {}) {
      // NDIS_DMA_DESCRIPTION (ndis.h): DmaChannelSpecified at 2, DmaChannel at 0x10.
      const description = this.memory(0x14);
      this.os.raw.write8(virtual(description + 2), isSpecified ? 1 : 0);
      this.os.raw.write32(virtual(description + 0x10), channel);
      return this.ndis.NdisMRegisterDmaChannel(
        this.adapterHandle,
        0,
        false,
        description,
        maximumLength,
      );
    }
  }

  test.each([
    { channel: 0, want: SUCCESS },
    { channel: 3, want: SUCCESS },
    // Cascades the two controllers (IBM PC AT Technical Reference).
    { channel: 4, want: CONFLICT },
    { channel: 7, want: SUCCESS },
    { channel: 8, want: CONFLICT },
    { channel: 0xffff_ffff, want: CONFLICT },
  ])('channel $channel gives $want', ({ channel, want }) => {
    const bench = new ChannelBench();
    const { Result, MiniportDmaHandle } = bench.register(channel);
    expect([Result, MiniportDmaHandle !== 0]).toEqual([want, want === SUCCESS]);
    expect(bench.held('dma-channel')).toBe(want === SUCCESS ? 1 : 0);
    expect(bench.rules).toEqual([]);
  });

  test.each([
    { name: 'subordinate', attributes: 0, bus: PCI, want: SUCCESS },
    { name: 'a bus master on ISA', attributes: BUS_MASTER, bus: ISA, want: SUCCESS },
    { name: 'a bus master elsewhere', attributes: BUS_MASTER, bus: PCI, want: FAILURE },
  ])('of a NIC that is $name', ({ attributes, bus, want }) => {
    const bench = new ChannelBench();
    bench.ndis.NdisMSetAttributesEx(bench.adapterHandle, virtual(0), 0, attributes, bus);
    expect(bench.register(1).Result).toBe(want);
  });

  test('is claimed once, and again when it was given back', () => {
    const bench = new ChannelBench();
    const first = bench.register(5);
    expect(bench.register(5)).toEqual({ Result: CONFLICT, MiniportDmaHandle: 0 });
    expect(bench.register(6).Result).toBe(SUCCESS);
    bench.ndis.NdisMDeregisterDmaChannel(first.MiniportDmaHandle);
    expect(bench.register(5).Result).toBe(SUCCESS);
    expect([bench.held('dma-channel'), bench.rules]).toEqual([2, []]);
  });

  test('that is not told is inconclusive: nobody assigned one', () => {
    const bench = new ChannelBench();
    expect(stopOf(() => bench.register(5, { isSpecified: false }))).toMatchObject({
      kind: 'inconclusive',
    });
  });

  test('before the attributes, above PASSIVE_LEVEL, and given back twice', () => {
    const bench = new ChannelBench();
    bench.adapter.hasAttributes = false;
    const { MiniportDmaHandle } = bench.register(5);
    bench.adapter.hasAttributes = true;
    bench.os.irql = 2;
    bench.register(6);
    bench.os.irql = 0;
    bench.ndis.NdisMDeregisterDmaChannel(MiniportDmaHandle);
    bench.ndis.NdisMDeregisterDmaChannel(MiniportDmaHandle);
    expect(bench.ndis.NdisMReadDmaCounter(MiniportDmaHandle)).toBe(0);
    expect(bench.rules).toEqual([
      'registration/attributes-not-set-first',
      'irql/wrong-irql',
      'resource/released-twice',
      'resource/bad-handle',
    ]);
  });

  /** A channel and a buffer of 0x100 bytes. */
  function transferBench(channel: number, bufferBytes = 0x100, maximumLength = 0xffff_ffff) {
    const bench = new ChannelBench();
    const { ndis } = bench;
    const { PoolHandle } = ndis.NdisAllocateBufferPool(1);
    const { Buffer } = ndis.NdisAllocateBuffer(PoolHandle, bench.memory(bufferBytes), bufferBytes);
    const { MiniportDmaHandle } = bench.register(channel, { maximumLength });
    const call =
      (name: 'NdisSetupDmaTransfer' | 'NdisCompleteDmaTransfer') =>
      (offset: number, length: number, isWrite = true) =>
        ndis[name](MiniportDmaHandle, Buffer, offset, length, isWrite).Status;
    return {
      bench,
      setUp: call('NdisSetupDmaTransfer'),
      complete: call('NdisCompleteDmaTransfer'),
      counter: () => ndis.NdisMReadDmaCounter(MiniportDmaHandle),
    };
  }

  test('transfers one after the other; its counter stays, as no device asks for a byte', () => {
    const { bench, setUp, complete, counter } = transferBench(1);
    expect(counter()).toBe(0);
    expect([setUp(0, 0x100), counter()]).toEqual([SUCCESS, 0x100]);
    expect(setUp(0, 0x10)).toBe(RESOURCES);
    bench.pass(1000);
    expect(counter()).toBe(0x100);
    expect([complete(0, 0x100), counter()]).toEqual([SUCCESS, 0]);
    expect([setUp(0xff, 1, false), complete(0xff, 1, false)]).toEqual([SUCCESS, SUCCESS]);
    expect(bench.rules).toEqual([]);
  });

  test.each([
    { offset: 0, length: 0 },
    { offset: 0, length: 0x101 },
    { offset: 0x100, length: 1 },
    { offset: 0xffff_ffff, length: 2 },
  ])('$length bytes at $offset are no part of the buffer', ({ offset, length }) => {
    expect(transferBench(1).setUp(offset, length)).toBe(RESOURCES);
  });

  // 8237A: 16 bits of count, in bytes, or in words on the second controller.
  test.each([
    { channel: 3, most: 0x1_0000 },
    { channel: 5, most: 0x2_0000 },
    { channel: 5, maximumLength: 1514, most: 1514 },
  ])('channel $channel moves $most bytes at once', ({ channel, maximumLength, most }) => {
    const { setUp, complete } = transferBench(channel, 0x3_0000, maximumLength);
    expect(setUp(0, most + 1)).toBe(RESOURCES);
    expect([setUp(0, most), complete(0, most)]).toEqual([SUCCESS, SUCCESS]);
  });

  test.each([
    { name: 'nothing', isSetUp: false, offset: 0, length: 0x10, isWrite: true },
    { name: 'another offset', isSetUp: true, offset: 1, length: 0x10, isWrite: true },
    { name: 'another length', isSetUp: true, offset: 0, length: 0x11, isWrite: true },
    { name: 'the other direction', isSetUp: true, offset: 0, length: 0x10, isWrite: false },
  ])('completing $name releases it, incoherent', ({ isSetUp, offset, length, isWrite }) => {
    const { setUp, complete, counter } = transferBench(2);
    if (isSetUp) setUp(0, 0x10);
    expect([complete(offset, length, isWrite), counter()]).toEqual([RESOURCES, 0]);
  });

  test.each(['NdisSetupDmaTransfer', 'NdisCompleteDmaTransfer'] as const)(
    '%s on no channel, and at a device IRQL',
    (name) => {
      const { bench } = transferBench(1);
      const call = () => bench.ndis[name](0x1234 as NdisHandle, virtual(0), 0, 1, true);
      expect(call()).toEqual({ Status: FAILURE });
      bench.os.irql = 11;
      call();
      bench.os.irql = 0;
      expect(new Set(bench.rules)).toEqual(
        new Set(['resource/bad-handle', 'irql/call-not-allowed-at-dirql']),
      );
    },
  );
});
