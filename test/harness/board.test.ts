import { physical, virtual, type Ndis, type VirtualAddress } from '../../ndis';
import { MmGetPhysicalAddress } from '../../ndis/exports/kernel-memory';
import { MDL } from '../../ndis/structures/mdl';
import type { Adapter } from '../../ndis/wrapper/adapter';
import { createBuffer } from '../../ndis/wrapper/buffers';
import { NIC_LOCATION } from '../../harness/board';
import { barsOf, createSession, endOf, mapRegisters, rulesOf } from '../support/inline-driver';
import type { Session } from '../../harness/session';

test('the NIC is found, and its driver gets memory, ports and a shared line', () => {
  const { board } = createSession();
  const { device, function: fn } = NIC_LOCATION;
  expect(board.bus.readConfig(device, fn, 0, 4)).toBe(0x100e_8086);
  expect(board.bus.readConfig(0, 0, 0, 4)).toBe(0xffff_ffff);
  const resources = board.startDevice();
  expect(resources.map(({ kind, byteCount, isShared }) => [kind, byteCount, isShared])).toEqual([
    ['memory', 0x2_0000, false],
    ['port', 8, false],
    ['interrupt', 1, true],
  ]);
  // I/O space, memory space and bus master: PCI 2.2, 6.2.2.
  expect(board.bus.readConfig(device, fn, 4, 2) & 7).toBe(7);
});

test('a NIC that was pulled out is not on the bus', () => {
  const session = createSession();
  const { registers } = barsOf(session);
  session.board.startDevice();
  session.board.removeNic();
  expect(session.board.isNicPresent).toBe(false);
  expect(session.board.bus.readMemory(registers as never, 4)).toBe(0xffff_ffff);
  expect(session.board.bus.readConfig(3, 0, 0, 4)).toBe(0xffff_ffff);
});

describe('DMA that the driver got wrong', () => {
  // 8254x SDM 13.4: TCTL, TDBAL, TDLEN, TDH, TDT; 3.3.3: the legacy transmit descriptor.
  const [TCTL, TDBAL, TDLEN, TDH, TDT] = [0x0400, 0x3800, 0x3808, 0x3810, 0x3818];

  type Place = (block: VirtualAddress, ndis: Ndis, ring: number, adapter: Adapter) => number;

  /** Lets the NIC send two frames from where `place` says, and two more. */
  function transmit(place: Place): Session {
    const session: Session = createSession({
      initialize(ndis, handle) {
        const registers = mapRegisters(ndis, handle, session);
        const ring = ndis.NdisMAllocateSharedMemory(handle, 128, true);
        const block = ndis.NdisAllocateMemoryWithTag(64, 1).VirtualAddress;
        ndis.NdisZeroMemory(ring.VirtualAddress, 128);
        const write = (offset: number, value: number) =>
          ndis.NdisWriteRegisterUlong(virtual(registers + offset), value);
        const adapter = session.os.adapters.get(handle)!;
        const address = place(block, ndis, ring.PhysicalAddress, adapter);
        for (let index = 0; index < 4; index++) {
          const descriptor = ring.VirtualAddress + 16 * index;
          ndis.memory.write32(virtual(descriptor), address);
          // Length 60; EOP, IFCS and RS.
          ndis.memory.write32(virtual(descriptor + 8), 60 + 0x0b00_0000);
        }
        // CTRL.SLU, and the time that negotiation takes.
        write(0x0000, 0x40);
        ndis.NdisMSleep(5_000_000);
        write(TDBAL, ring.PhysicalAddress);
        write(TDLEN, 128);
        write(TDH, 0);
        write(TCTL, 2);
        write(TDT, 2);
        ndis.NdisMSleep(20_000);
        write(TDT, 4);
        ndis.NdisMSleep(20_000);
      },
    });
    session.play(() => {
      session.load();
      session.start();
    });
    return session;
  }

  const cases = [
    {
      name: 'none, from the block it owns',
      place: (block: number) => block - 0x8000_0000,
      rules: [],
    },
    {
      name: 'a virtual address',
      place: (block: number) => block,
      rules: ['dma/virtual-address-given-to-device'],
    },
    {
      name: 'memory that it has freed',
      place: (block: number, ndis: Ndis) => {
        ndis.NdisFreeMemory(virtual(block), 64, 0);
        return block - 0x8000_0000;
      },
      rules: ['dma/dma-to-freed-memory'],
    },
    {
      name: 'more than a block of shared memory holds',
      place: (_block: number, _ndis: Ndis, ring: number) => ring + 128 - 59,
      rules: ['dma/shared-memory-overrun'],
    },
    {
      name: 'an address from MmGetPhysicalAddress',
      place: (block: VirtualAddress, _ndis: Ndis, _ring: number, { os }: Adapter) =>
        MmGetPhysicalAddress.body(os, block),
      rules: ['dma/physical-address-given-to-device'],
    },
    {
      name: 'none, from a block that it has asked for so, and mapped',
      place(block: VirtualAddress, _ndis: Ndis, _ring: number, adapter: Adapter) {
        adapter.mappings.set(0, createBuffer(adapter.os, block, 64)!);
        return MmGetPhysicalAddress.body(adapter.os, block);
      },
      rules: [],
    },
    { name: 'memory of nobody', place: () => 0x0070_0000, rules: ['dma/dma-to-unmapped-memory'] },
    {
      name: 'an address behind all memory',
      place: () => 0x4000_0000,
      rules: ['dma/dma-to-unmapped-memory'],
    },
  ];
  test.each(cases)('$name: reported once', ({ place, rules }) => {
    const session = transmit(place);
    expect(rulesOf(session).filter((rule) => rule.startsWith('dma'))).toEqual(rules);
    expect(endOf(session)).toBeNull();
  });

  /** What a driver can do to `whole`, a buffer of the block that is sent from, or to a part of it. */
  interface Mapping {
    readonly whole: VirtualAddress;
    readonly adapter: Adapter;
    map(buffer: VirtualAddress, isToDevice?: boolean): void;
    unmap(buffer: VirtualAddress): void;
    flush(buffer: VirtualAddress, isToDevice?: boolean): void;
    buffer(start: VirtualAddress, byteCount: number): VirtualAddress;
    /** The buffer goes down to the miniport in a packet. */
    handDown(buffer: VirtualAddress): void;
  }

  const missed = ['dma/buffer-not-flushed'];
  const mappings: {
    readonly name: string;
    readonly act: (mapping: Mapping) => void;
    readonly flags?: number;
    readonly rules: readonly string[];
  }[] = [
    { name: 'not flushed', act: ({ map, whole }) => map(whole), rules: missed },
    {
      name: 'flushed first',
      act({ flush, map, whole }) {
        flush(whole);
        map(whole);
      },
      rules: [],
    },
    {
      name: 'flushed afterwards',
      act({ flush, map, whole }) {
        map(whole);
        flush(whole);
      },
      rules: [],
    },
    {
      name: 'flushed for the other direction',
      act({ flush, map, whole }) {
        flush(whole, false);
        map(whole);
      },
      rules: [],
    },
    {
      name: 'flushed by another buffer that reaches as far',
      act({ buffer, flush, map, whole, adapter }) {
        const { StartVa, ByteOffset } = MDL.at(adapter.os.raw, whole);
        const part = buffer(virtual(StartVa + ByteOffset), 60);
        map(part);
        flush(whole);
        map(buffer(virtual(StartVa + ByteOffset + 1), 59));
      },
      rules: [],
    },
    {
      name: 'flushed by another buffer, all but a byte',
      act({ buffer, flush, map, whole, adapter }) {
        const { StartVa, ByteOffset } = MDL.at(adapter.os.raw, whole);
        flush(buffer(virtual(StartVa + ByteOffset), 63));
        flush(buffer(virtual(StartVa + ByteOffset + 1), 63));
        map(whole);
      },
      rules: missed,
    },
    {
      name: 'flushed once, and mapped twice',
      act({ flush, map, unmap, whole }) {
        flush(whole);
        map(whole);
        unmap(whole);
        map(whole);
      },
      rules: [],
    },
    {
      name: 'flushed before it was given to send',
      act({ flush, map, handDown, whole }) {
        flush(whole);
        handDown(whole);
        map(whole);
      },
      rules: missed,
    },
    {
      name: 'flushed when it was given to send',
      act({ flush, map, handDown, whole }) {
        flush(whole);
        handDown(whole);
        flush(whole);
        map(whole);
      },
      rules: [],
    },
    { name: 'for the device to write', act: ({ map, whole }) => map(whole, false), rules: [] },
    {
      name: 'not flushed, and no more mapped',
      act({ map, unmap, whole }) {
        map(whole);
        unmap(whole);
      },
      rules: [],
    },
    {
      name: 'of an adapter that is gone',
      act({ map, whole, adapter }) {
        map(whole);
        adapter.mappings.clear();
      },
      rules: [],
    },
    // NDIS_MEMORY_NONCACHED (ndis.h).
    { name: 'of noncached memory', act: ({ map, whole }) => map(whole), flags: 2, rules: [] },
    {
      name: 'by machine code, whose flush is no call',
      act({ map, whole, adapter }) {
        Object.assign(adapter.driver.image, { isMachineCode: true });
        map(whole);
      },
      rules: [],
    },
  ];
  test.each(mappings)('a buffer that it has mapped, $name: $rules', ({ act, flags = 0, rules }) => {
    const session = transmit((_block, ndis, _ring, adapter) => {
      const { os, handle } = adapter;
      const data = ndis.NdisAllocateMemory(64, flags, physical(-1)).VirtualAddress;
      const { PoolHandle } = ndis.NdisAllocateBufferPool(4);
      const buffer = (start: VirtualAddress, byteCount: number) =>
        ndis.NdisAllocateBuffer(PoolHandle, start, byteCount).Buffer;
      const registers: VirtualAddress[] = [];
      ndis.NdisMAllocateMapRegisters(handle as never, 0, 1, 4, 1514);
      const ranges = ndis.localBytes(32);
      act({
        whole: buffer(data, 64),
        adapter,
        buffer,
        map(one, isToDevice = true) {
          const register = registers.push(one) - 1;
          ndis.NdisMStartBufferPhysicalMapping(handle as never, one, register, isToDevice, ranges);
        },
        unmap: (one) =>
          ndis.NdisMCompleteBufferPhysicalMapping(handle as never, one, registers.indexOf(one)),
        flush: (one, isToDevice = true) => ndis.NdisFlushBuffer(one, isToDevice),
        handDown(one) {
          const { Packet } = ndis.NdisAllocatePacket(ndis.NdisAllocatePacketPool(1, 16).PoolHandle);
          ndis.NdisChainBufferAtFront(Packet, one);
          os.flushedBuffers.handDown(Packet);
        },
      });
      return data - 0x8000_0000;
    });
    expect(rulesOf(session).filter((rule) => rule.startsWith('dma'))).toEqual(rules);
    expect(endOf(session)).toBeNull();
  });
});

describe('what the driver does against the manual of its NIC', () => {
  /** RDBAL (8254x SDM 13.4.25) at no multiple of 16. */
  function misalign(hasNicLied: boolean): Session {
    const session: Session = createSession({
      initialize(ndis, handle) {
        const registers = mapRegisters(ndis, handle, session);
        ndis.NdisWriteRegisterUlong(virtual(registers + 0x2800), 8);
      },
    });
    session.board.hasNicLied = hasNicLied;
    session.play(() => {
      session.load();
      session.start();
    });
    return session;
  }
  const isOfHardware = (rule: string) => rule.startsWith('hardware/descriptor');

  test('is told with the call and the section', () => {
    const { findings } = misalign(false).os;
    expect(findings.filter(({ rule }) => isOfHardware(rule))).toMatchObject([
      { boundary: 'MiniportInitialize', evidence: { detail: { manual: '8254x SDM 13.4.25' } } },
    ]);
  });

  test('is not judged once the NIC has told it what is not so', () => {
    expect(rulesOf(misalign(true)).filter(isOfHardware)).toEqual([]);
  });
});

test('two boards of one seed are the same, of two seeds differ', () => {
  const draw = (seed: number) => {
    const { random } = createSession({}, { seed });
    return [random.nextUint32(), random.nextUint32()];
  };
  expect(draw(5)).toEqual(draw(5));
  expect(draw(5)).not.toEqual(draw(6));
});
