import { NULL, physical, virtual, type Ndis, type VirtualAddress } from '../../../ndis';
import { layout, ULONG } from '../../../ndis';
import {
  barsOf,
  endOf,
  ICR,
  inDriver,
  mapRegisters,
  REGISTER_BYTES,
  rulesOf,
} from '../../support/inline-driver';

const TAG = 0x6c626154;
const WORDS = layout('WORDS', undefined, { First: ULONG, Second: ULONG });

function allocate(ndis: Ndis, byteCount: number): VirtualAddress {
  return ndis.NdisAllocateMemoryWithTag(byteCount, TAG).VirtualAddress;
}

test.each([
  { at: NaN, use: 'read', want: 'read 4 bytes at NaN, which is no address.' },
  { at: 0x8010_0000 + 0.5, use: 'write', want: 'wrote 4 bytes at 2148532224.5, which is no' },
] as const)('$at is named as it is', ({ at, use, want }) => {
  const session = inDriver(({ memory }) =>
    use === 'read' ? memory.read32(virtual(at)) : memory.write32(virtual(at), 0),
  );
  expect(session.os.findings[0].message).toContain(want);
});

describe('an address without memory ends the run', () => {
  // PAGE_FAULT_IN_NONPAGED_AREA, DRIVER_IRQL_NOT_LESS_OR_EQUAL, SYSTEM_THREAD_EXCEPTION_NOT_HANDLED.
  const cases = [
    { name: 'NULL', at: 0, rule: 'memory/null-page', strict: 0x7e, windows: 0x7e },
    { name: 'a field of NULL', at: 0x40, rule: 'memory/null-page', strict: 0x7e, windows: 0x7e },
    {
      name: 'the end of the NULL area',
      at: 0xfffc,
      rule: 'memory/null-page',
      strict: 0x7e,
      windows: 0x7e,
    },
    {
      name: 'user space',
      at: 0x0040_1000,
      rule: 'memory/wild-access',
      strict: 0x7e,
      windows: 0x7e,
    },
    {
      name: 'the last page',
      at: 0xffff_f000,
      rule: 'memory/wild-access',
      strict: 0x50,
      windows: 0x50,
    },
    {
      name: 'a hole in the kernel',
      at: 0x8000_0000,
      rule: 'memory/wild-access',
      strict: 0x50,
      windows: 0x50,
    },
  ] as const;
  test.each(cases)('$name, read at PASSIVE_LEVEL', ({ at, rule, strict, windows }) => {
    for (const [profile, code] of [
      ['strict', strict],
      ['windows', windows],
    ] as const) {
      const session = inDriver((ndis) => ndis.memory.read32(virtual(at)), { profile });
      expect(rulesOf(session)).toEqual([rule]);
      expect(endOf(session)).toBe(code);
    }
  });

  test.each(cases)('$name, written at DISPATCH_LEVEL', ({ at, rule }) => {
    for (const profile of ['strict', 'windows'] as const) {
      const session = inDriver(
        (ndis) => {
          const lock = allocate(ndis, 8);
          ndis.NdisAllocateSpinLock(lock);
          ndis.NdisAcquireSpinLock(lock);
          ndis.memory.write8(virtual(at), 1);
        },
        { profile },
      );
      expect(rulesOf(session)).toEqual([rule]);
      expect(endOf(session)).toBe(0xd1);
    }
  });

  test('through a layout, as through a pointer to a structure', () => {
    const session = inDriver((ndis) => WORDS.at(ndis.memory, NULL).Second);
    expect(rulesOf(session)).toEqual(['memory/null-page']);
    expect(session.os.findings[0].evidence.address).toBe('0x00000004');
  });

  test('an access of which only the end is mapped', () => {
    const session = inDriver((ndis) => ndis.memory.read32(virtual(0x800f_fffe)));
    expect(rulesOf(session)).toEqual(['memory/wild-access']);
  });
});

describe("memory that is not the driver's, in the strict profile", () => {
  const cases = [
    {
      name: 'the byte behind a block',
      offset: 16,
      rule: 'memory/overrun',
      reads: 'memory/out-of-bounds',
    },
    {
      name: 'the byte before a block',
      offset: -1,
      rule: 'memory/overrun',
      reads: 'memory/out-of-bounds',
    },
    {
      name: 'a word that ends outside',
      offset: 14,
      rule: 'memory/overrun',
      reads: 'memory/out-of-bounds',
    },
  ];
  test.each(cases)('$name', ({ offset, rule, reads }) => {
    const session = inDriver((ndis) => {
      const block = allocate(ndis, 16);
      ndis.memory.read32(virtual(block + offset));
      ndis.memory.write32(virtual(block + offset), 0x1111_1111);
    });
    expect(rulesOf(session)).toEqual([reads, rule]);
    expect(endOf(session)).toBeNull();
  });

  test('what is plain of a write is written, the rest goes nowhere', () => {
    inDriver((ndis, _handle, { os }) => {
      const block = allocate(ndis, 6);
      const before = os.raw.read16(virtual(block + 6));
      ndis.memory.write32(virtual(block + 4), 0x4433_2211);
      expect(os.raw.read16(virtual(block + 4))).toBe(0x2211);
      expect(os.raw.read16(virtual(block + 6))).toBe(before);
    });
  });

  test('freed memory keeps its contents for who reads it, and takes none', () => {
    const session = inDriver((ndis) => {
      const block = allocate(ndis, 16);
      ndis.memory.write32(block, 0xcafe_f00d);
      ndis.NdisFreeMemory(block, 16, 0);
      ndis.memory.write32(block, 1);
      expect(ndis.memory.read32(block)).toBe(0xcafe_f00d);
    });
    expect(rulesOf(session)).toEqual(['memory/use-after-free']);
    expect(session.os.findings[0].message).toContain('at offset 0 of a block of 16 bytes');
  });

  test('a local variable of a function that has returned', () => {
    let local = NULL;
    const session = inDriver((ndis) => {
      local = ndis.local(WORDS).address;
    });
    session.os.memory.read32(local);
    expect(rulesOf(session)).toEqual(['memory/use-after-free']);
    expect(session.os.findings[0].message).toContain('stack');
  });

  test('an object of NDIS, behind its handle', () => {
    const session = inDriver((ndis, _handle, { os }) => {
      const [driver] = os.drivers.keys();
      ndis.memory.read32(virtual(driver));
      ndis.memory.write32(virtual(driver), 0);
    });
    expect(rulesOf(session)).toEqual(['memory/wild-access']);
    expect(endOf(session)).toBeNull();
  });

  test.each([
    ['strict', null],
    ['windows', 0xbe], // ATTEMPTED_WRITE_TO_READONLY_MEMORY
  ] as const)('a constant is read, and not written: %s', (profile, end) => {
    const session = inDriver(
      (ndis) => {
        const text = ndis.wide('ab');
        expect(ndis.memory.read16(text)).toBe(0x61);
        ndis.memory.write16(text, 0x62);
        expect(ndis.memory.read16(text)).toBe(0x61);
      },
      { profile },
    );
    expect(rulesOf(session)).toEqual(['memory/write-to-read-only']);
    expect(endOf(session)).toBe(end);
  });

  test('one finding for the same breach again and again', () => {
    const session = inDriver((ndis) => {
      const block = allocate(ndis, 16);
      for (let index = 0; index < 100; index++) ndis.memory.read8(virtual(block + 16));
    });
    expect(rulesOf(session)).toEqual(['memory/out-of-bounds']);
  });
});

describe('device registers', () => {
  test('are read and written through a mapping, at the cost of the bus', () => {
    const session = inDriver((ndis, handle, one) => {
      const registers = mapRegisters(ndis, handle, one);
      const before = one.os.clock.nowNs;
      // STATUS at 0x08; all ones would be no device.
      expect(ndis.memory.read32(virtual(registers + 8))).not.toBe(0xffff_ffff);
      expect(one.os.clock.nowNs - before).toBe(600);
      ndis.NdisMUnmapIoSpace(handle, registers, REGISTER_BYTES);
    });
    expect(rulesOf(session)).toEqual([]);
  });

  test.each([
    {
      name: 'after it was unmapped',
      offset: ICR,
      unmaps: true,
      rule: 'hardware/access-after-release',
      end: null,
    },
    {
      name: 'that ends beyond the mapping',
      offset: 0xffe,
      unmaps: false,
      rule: 'hardware/access-outside-claimed-range',
      end: null,
    },
    {
      name: 'on the page behind it',
      offset: 0x1000,
      unmaps: false,
      rule: 'hardware/access-outside-claimed-range',
      end: 0x50,
    },
  ])('an access $name', ({ offset, unmaps, rule, end }) => {
    const session = inDriver((ndis, handle, one) => {
      const { registers } = barsOf(one);
      const { VirtualAddress } = ndis.NdisMMapIoSpace(handle, physical(registers), 0x1000);
      if (unmaps) ndis.NdisMUnmapIoSpace(handle, VirtualAddress, 0x1000);
      ndis.memory.read32(virtual(VirtualAddress + offset));
      ndis.memory.write32(virtual(VirtualAddress + offset), 0);
    });
    expect(rulesOf(session).filter((one) => one.startsWith('hardware'))).toEqual([rule]);
    expect(endOf(session)).toBe(end);
  });

  test('an error of the device model is ours, and no driver can hide it', () => {
    const fault = new TypeError('a broken device');
    expect(() =>
      inDriver((ndis, handle, one) => {
        const registers = mapRegisters(ndis, handle, one);
        one.board.bus.readMemory = () => {
          throw fault;
        };
        try {
          ndis.memory.read32(registers);
        } catch {
          // A driver that shrugs.
        }
        ndis.NdisStallExecution(1);
      }),
    ).toThrow(fault);
  });
});
