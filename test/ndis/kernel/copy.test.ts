import fc from 'fast-check';
import { VIRTUAL_BASE, virtual } from '../../../hardware/address';
import { copyMemory, equalMemory, fillMemory } from '../../../ndis/kernel/copy';
import { inDriver, rulesOf } from '../../support/inline-driver';

test('copies, fills and compares as memcpy, memset and memcmp do', () => {
  inDriver((_ndis, _handle, { os }) => {
    const [a, b] = [os.pool.allocate(64)!, os.pool.allocate(64)!];
    const range = fc.record({
      from: fc.nat(63),
      to: fc.nat(63),
      byteCount: fc.nat(64),
      fill: fc.nat(0x1ff),
    });
    fc.assert(
      fc.property(range, ({ from, to, byteCount, fill }) => {
        const count = Math.min(byteCount, 64 - from, 64 - to);
        fillMemory(os, virtual(a + from), count, fill);
        copyMemory(os, virtual(b + to), virtual(a + from), count);
        const bytes = os.memory.bytes.subarray(
          b + to - VIRTUAL_BASE,
          b + to - VIRTUAL_BASE + count,
        );
        expect(bytes.every((byte) => byte === (fill & 0xff))).toBe(true);
        expect(equalMemory(os, virtual(a + from), virtual(b + to), count)).toBe(true);
        if (count === 0) return;
        os.memory.write8(virtual(b + to + count - 1), ~fill);
        expect(equalMemory(os, virtual(a + from), virtual(b + to), count)).toBe(false);
      }),
      { seed: 1 },
    );
  });
});

test('a range that is not all plain is copied access by access, and judged', () => {
  const session = inDriver((_ndis, _handle, { os }) => {
    const [from, to] = [os.pool.allocate(11)!, os.pool.allocate(7)!];
    for (let at = 0; at < 11; at++) os.memory.write8(virtual(from + at), 0x30 + at);
    copyMemory(os, to, from, 11);
    const bytes = os.memory.bytes.slice(to - VIRTUAL_BASE, to - VIRTUAL_BASE + 7);
    expect([...bytes]).toEqual([0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36]);
  });
  expect(rulesOf(session)).toEqual(['memory/overrun']);
});

test('a length without sense ends where memory does', () => {
  const session = inDriver((_ndis, _handle, { os }) =>
    fillMemory(os, os.pool.allocate(8)!, 0xffff_ffff, 0),
  );
  expect(rulesOf(session)[0]).toBe('memory/overrun');
  expect(session.result(null, '').stopped).toMatchObject({ kind: 'bug-check', code: 0x50 });
});
