import { virtual, type Ndis, type NdisHandle } from '../../../ndis';
import { inDriver, rulesOf } from '../../support/inline-driver';

function bytesAt(ndis: Ndis, address: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => ndis.memory.read8(virtual(address + at)));
}

// Vendor 8086, device 100E: PCI Local Bus Specification 2.2, 6.2.1; 8254x SDM 4.1.
const ID = [0x86, 0x80, 0x0e, 0x10];

test.each([
  { name: 'a word', offset: 0, byteCount: 4, read: 4, want: ID },
  { name: 'a byte of it', offset: 1, byteCount: 1, read: 1, want: [0x80] },
  { name: 'across two, unaligned', offset: 1, byteCount: 3, read: 3, want: [0x80, 0x0e, 0x10] },
  { name: 'the last byte and beyond', offset: 0xff, byteCount: 4, read: 1, want: [0] },
  { name: 'beyond the end', offset: 0x100, byteCount: 4, read: 0, want: [] },
  { name: 'far beyond the end', offset: 0xffff_fffc, byteCount: 4, read: 0, want: [] },
  { name: 'nothing', offset: 0, byteCount: 0, read: 0, want: [] },
])('reading $name', ({ offset, byteCount, read, want }) => {
  const session = inDriver((ndis, handle) => {
    const buffer = ndis.NdisAllocateMemoryWithTag(16, 1).VirtualAddress;
    expect(ndis.NdisReadPciSlotInformation(handle, 0, offset, buffer, byteCount)).toBe(read);
    expect(bytesAt(ndis, buffer, read)).toEqual(want);
  });
  expect(rulesOf(session)).toEqual([]);
});

test('writing reaches what can be written, in the widths that are given', () => {
  inDriver((ndis, handle) => {
    const buffer = ndis.NdisAllocateMemoryWithTag(16, 1).VirtualAddress;
    // The latency timer at 0x0D, and the identity, which stays.
    ndis.memory.write8(buffer, 0x40);
    expect(ndis.NdisWritePciSlotInformation(handle, 0, 0x0d, buffer, 1)).toBe(1);
    ndis.memory.write32(buffer, 0);
    expect(ndis.NdisWritePciSlotInformation(handle, 0, 0, buffer, 4)).toBe(4);
    ndis.NdisReadPciSlotInformation(handle, 0, 0, buffer, 4);
    expect(bytesAt(ndis, buffer, 4)).toEqual(ID);
    ndis.NdisReadPciSlotInformation(handle, 0, 0x0d, buffer, 1);
    expect(ndis.memory.read8(buffer)).toBe(0x40);
  });
});

test('a buffer that is too short is overrun, a byte at a time', () => {
  const session = inDriver((ndis, handle) => {
    const buffer = ndis.NdisAllocateMemoryWithTag(2, 1).VirtualAddress;
    ndis.NdisReadPciSlotInformation(handle, 0, 0, buffer, 4);
    expect(bytesAt(ndis, buffer, 2)).toEqual(ID.slice(0, 2));
  });
  expect(rulesOf(session)).toEqual(['memory/overrun']);
});

test('by the context of MiniportInitialize, before NdisMSetAttributes too', () => {
  const session = inDriver((ndis, _handle, { os }) => {
    const [context] = os.configurationContexts.keys();
    const buffer = ndis.NdisAllocateMemoryWithTag(16, 1).VirtualAddress;
    const slot = context as NdisHandle;
    expect(ndis.NdisImmediateReadPciSlotInformation(slot, 0, 0, buffer, 4)).toBe(4);
    expect(bytesAt(ndis, buffer, 4)).toEqual(ID);
    ndis.memory.write8(buffer, 0x20);
    expect(ndis.NdisImmediateWritePciSlotInformation(slot, 0, 0x0d, buffer, 1)).toBe(1);
    ndis.NdisImmediateReadPciSlotInformation(slot, 0, 0x0d, buffer, 1);
    expect(ndis.memory.read8(buffer)).toBe(0x20);
    // The first base address, with another value than the PnP manager's.
    ndis.memory.write32(buffer, 0xdead_0000);
    ndis.NdisImmediateWritePciSlotInformation(slot, 0, 0x10, buffer, 4);
  });
  expect(new Set(rulesOf(session))).toEqual(
    new Set(['resource/legacy-call', 'hardware/base-address-rewritten']),
  );
});
