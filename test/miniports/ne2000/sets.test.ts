/** The RTL8029AS's driver is set. OIDs and lengths from the DDK's ntddndis.h. */
import type { Session } from '../../../harness/session';
import {
  ask,
  CARD_MAC,
  closeSession,
  Filter,
  LOOKAHEAD,
  PACKET_FILTER,
  startedSession,
  ulong,
} from '../../support/ne2000-session';

const INVALID_LENGTH = 0xc0010014;
const NOT_SUPPORTED = 0xc00000bb;
const INVALID_DATA = 0xc0010015;
const MULTICAST_FULL = 0xc0010009;
const MULTICAST_LIST = 0x01010103;

describe('a set', () => {
  let session: Session;
  beforeAll(() => (session = startedSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each([
    { name: 'a filter', oid: PACKET_FILTER, bytes: ulong(0x2f), status: 0, read: 4, needed: 0 },
    { name: 'half a filter', oid: PACKET_FILTER, bytes: [1, 0], status: INVALID_LENGTH, needed: 4 },
    { name: 'source routing', oid: PACKET_FILTER, bytes: ulong(0x11), status: NOT_SUPPORTED },
    { name: 'a lookahead', oid: LOOKAHEAD, bytes: ulong(526), status: 0, read: 4 },
    { name: 'half a lookahead', oid: LOOKAHEAD, bytes: [1], status: INVALID_LENGTH, needed: 4 },
    { name: 'too much lookahead', oid: LOOKAHEAD, bytes: ulong(527), status: INVALID_DATA },
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
    { name: 'a power state', oid: 0xfd010101, bytes: ulong(4), status: NOT_SUPPORTED },
    { name: 'what cannot be set', oid: 0x00010107, bytes: ulong(1), status: NOT_SUPPORTED },
  ])('of $name', ({ oid, bytes, status, read, needed = 0 }) => {
    const answer = ask(session, 'set', oid, Uint8Array.from(bytes));
    expect(answer).toMatchObject({ status, bytesNeeded: needed, byteCount: read ?? 0 });
  });

  test('that is refused changes nothing', () => {
    session.setUlong(PACKET_FILTER, Filter.DIRECTED);
    session.setUlong(PACKET_FILTER, 0x1000);
    expect(session.query(PACKET_FILTER).bytes).toEqual(ulong(Filter.DIRECTED));
    session.set(MULTICAST_LIST, CARD_MAC);
    session.set(MULTICAST_LIST, new Uint8Array(198));
    expect(session.query(MULTICAST_LIST).bytes).toEqual(Uint8Array.from(CARD_MAC));
  });
});
