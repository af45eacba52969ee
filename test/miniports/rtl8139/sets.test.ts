/** What can be set in the RTL8139C's driver. OIDs and statuses from the DDK. */
import {
  ask,
  closeSession,
  PACKET_FILTER,
  startedSession,
  ulong,
} from '../../support/rtl8139-session';

const INVALID_LENGTH = 0xc0010014;
const NOT_SUPPORTED = 0xc00000bb;
const INVALID_DATA = 0xc0010015;
const MULTICAST_FULL = 0xc0010009;
const MULTICAST_LIST = 0x01010103;
const LOOKAHEAD = 0x0001010f;
const WAKE_UP = 0xfd010106;

interface Row {
  name: string;
  oid: number;
  bytes: ArrayLike<number>;
  status: number;
  read?: number;
  needed?: number;
}

const ROWS: Row[] = [
  { name: 'a filter', oid: PACKET_FILTER, bytes: ulong(0x2f), status: 0, read: 4 },
  { name: 'half a filter', oid: PACKET_FILTER, bytes: [1, 0], status: INVALID_LENGTH, needed: 4 },
  { name: 'source routing', oid: PACKET_FILTER, bytes: ulong(0x11), status: NOT_SUPPORTED },
  { name: 'a lookahead', oid: LOOKAHEAD, bytes: ulong(1500), status: 0, read: 4 },
  { name: 'too much lookahead', oid: LOOKAHEAD, bytes: ulong(1501), status: INVALID_DATA },
  { name: 'no groups', oid: MULTICAST_LIST, bytes: [], status: 0, read: 0 },
  { name: '32 groups', oid: MULTICAST_LIST, bytes: Array(192).fill(1), status: 0, read: 192 },
  {
    name: '33 groups',
    oid: MULTICAST_LIST,
    bytes: Array(198).fill(1),
    status: MULTICAST_FULL,
    needed: 192,
  },
  {
    name: 'a group and a half',
    oid: MULTICAST_LIST,
    bytes: Array(9).fill(1),
    status: INVALID_LENGTH,
    needed: 12,
  },
  { name: 'wake-ups', oid: WAKE_UP, bytes: ulong(5), status: 0, read: 4 },
  { name: 'no wake-ups', oid: WAKE_UP, bytes: ulong(0), status: 0, read: 4 },
  {
    name: 'a thing that can only be asked',
    oid: 0x00010107,
    bytes: ulong(1),
    status: NOT_SUPPORTED,
  },
  { name: 'a thing unknown', oid: 0xffffffff, bytes: ulong(1), status: NOT_SUPPORTED },
];

describe('setting', () => {
  const session = startedSession();
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each(ROWS)('$name', ({ oid, bytes, status, read = 0, needed = 0 }) => {
    const answer = ask(session, 'set', oid, Uint8Array.from(bytes));
    expect(answer).toMatchObject({ status, byteCount: read, bytesNeeded: needed });
  });

  test.each([
    { oid: PACKET_FILTER, good: ulong(0x2f), bad: ulong(0x8000) },
    { oid: LOOKAHEAD, good: ulong(300), bad: ulong(9000) },
    { oid: MULTICAST_LIST, good: Uint8Array.of(1, 2, 3, 4, 5, 6), bad: new Uint8Array(7) },
    { oid: WAKE_UP, good: ulong(1), bad: ulong(2) },
  ])('what was set can be asked, and a refusal changes nothing ($oid)', ({ oid, good, bad }) => {
    session.set(oid, good);
    session.set(oid, bad);
    expect([...session.query(oid).bytes]).toEqual([...good]);
  });
});
