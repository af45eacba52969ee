import { VIRTUAL_BASE, virtual } from '../../hardware/address';
import { rulesOf, startSession, SUCCESS } from '../support/inline-driver';

test.each([
  { name: 'up to its end', at: 3, rules: [] },
  { name: 'beyond it', at: 4, rules: ['oid/buffer-overrun'] },
  { name: 'before it', at: -1, rules: ['memory/overrun'] },
])('a buffer is written $name', ({ at, rules }) => {
  const session = startSession({
    MiniportQueryInformation(ndis, _context, Oid, buffer) {
      if (Oid === 0x77) ndis.memory.write8(virtual(buffer + at), 1);
      return { Result: SUCCESS, BytesWritten: 4, BytesNeeded: 0 };
    },
  });
  session.play(() => void session.request('query', 0x77, new Uint8Array(4)));
  expect(rulesOf(session)).toEqual(rules);
});

test.each([0, 1, 4])(
  'a buffer begins %d bytes after a multiple of 8, and is given back',
  (offset) => {
    let address = 0;
    const session = startSession({
      MiniportSetInformation(_ndis, _context, _oid, buffer) {
        address = buffer;
        return { Result: SUCCESS, BytesRead: 2, BytesNeeded: 0 };
      },
    });
    session.play(() => {
      const before = session.os.pool.liveBytes;
      const answer = session.request('set', 0x77, Uint8Array.of(5, 6), offset);
      expect(answer).toMatchObject({ status: 0, byteCount: 2, bytes: Uint8Array.of(5, 6) });
      expect((address - VIRTUAL_BASE) % 8).toBe(offset);
      expect(session.os.pool.liveBytes).toBe(before);
    });
  },
);

test.each([
  { byteCount: 4, rules: [] },
  { byteCount: 5, rules: ['oid/byte-count-wrong'] },
])('BytesWritten $byteCount for a buffer of 4', ({ byteCount, rules }) => {
  const session = startSession({
    MiniportQueryInformation: (_ndis, _context, Oid) => ({
      Result: SUCCESS,
      BytesWritten: Oid === 0x77 ? byteCount : 0,
      BytesNeeded: 0,
    }),
  });
  session.play(() => void session.query(0x77, 4));
  expect(rulesOf(session)).toEqual(rules);
});
