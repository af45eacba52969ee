/** What the PnP manager has assigned, and what of it a driver may claim. */
import { NULL, physical, virtual } from '../../../ndis';
import {
  barsOf,
  createSession,
  FAILURE,
  inDriver,
  REGISTER_BYTES,
  rulesOf,
} from '../../support/inline-driver';

const RESOURCE_CONFLICT = 0xc001_001e;

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
  expect(rulesOf(session)).toEqual(['resource/legacy-call', 'memory/write-to-read-only']);
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
  expect(rulesOf(session)).toEqual(['resource/legacy-call', 'memory/use-after-free']);
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
    { name: 'no bytes', at: 0xf000_0000, byteCount: 0, want: FAILURE },
    {
      name: 'more than was assigned',
      at: 0xf000_0000,
      byteCount: REGISTER_BYTES + 1,
      want: RESOURCE_CONFLICT,
    },
    { name: "nobody's memory", at: 0xd000_0000, byteCount: 0x1000, want: RESOURCE_CONFLICT },
  ];
  test.each(cases)('of $name', ({ at, byteCount, want, rule }) => {
    const session = inDriver((ndis, handle) => {
      const mapped = ndis.NdisMMapIoSpace(handle, physical(at), byteCount);
      expect(mapped).toEqual({ Result: want, VirtualAddress: NULL });
    });
    expect(rulesOf(session).filter((one) => one === rule)).toHaveLength(rule === undefined ? 0 : 1);
  });
});
