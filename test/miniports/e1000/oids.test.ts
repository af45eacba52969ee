/** The 82540EM's driver answers requests. OIDs and lengths from the DDK's ntddndis.h. */
import { NDIS_STATUS_SUCCESS } from '../../../ndis/status';
import { VIRTUAL_BASE } from '../../../hardware/address';
import { Shadow } from '../../../hardware/memory';
import type { Session } from '../../../harness/session';
import { request } from '../../../ndis/wrapper/requests';
import {
  arrive,
  CARD_MAC,
  closeSession,
  Filter,
  frame,
  openSession,
  PACKET_FILTER,
  STATION_MAC,
  startedSession,
  WHILE_NS,
} from '../../support/e1000-session';

const INVALID_LENGTH = 0xc0010014;
const NOT_SUPPORTED = 0xc00000bb;
const INVALID_DATA = 0xc0010015;
const MULTICAST_FULL = 0xc0010009;
const MULTICAST_LIST = 0x01010103;
const LOOKAHEAD = 0x0001010f;

interface Answer {
  readonly status: number;
  readonly byteCount: number;
  readonly bytesNeeded: number;
  readonly bytes: Uint8Array;
}

/** A request with a buffer of exactly that many bytes, between guard bytes. */
function ask(session: Session, kind: 'query' | 'set', oid: number, bytes: Uint8Array): Answer {
  const { os } = session;
  const buffer = os.allocateObject(bytes.length, Shadow.PLAIN);
  const start = buffer - VIRTUAL_BASE;
  os.memory.bytes.set(bytes, start);
  const { status, byteCount, bytesNeeded } = request(
    session.adapter!,
    kind,
    oid,
    buffer,
    bytes.length,
  );
  const after = os.memory.bytes.slice(start, start + bytes.length);
  os.pool.free(buffer);
  return { status, byteCount, bytesNeeded, bytes: after };
}

function ulong(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

const QUERIES = [
  { name: 'HARDWARE_STATUS', oid: 0x00010102, want: ulong(0) },
  { name: 'MEDIA_SUPPORTED', oid: 0x00010103, want: ulong(0) },
  { name: 'MEDIA_IN_USE', oid: 0x00010104, want: ulong(0) },
  { name: 'MAXIMUM_LOOKAHEAD', oid: 0x00010105, want: ulong(1500) },
  { name: 'MAXIMUM_FRAME_SIZE', oid: 0x00010106, want: ulong(1500) },
  { name: 'LINK_SPEED', oid: 0x00010107, want: ulong(10_000_000) },
  { name: 'TRANSMIT_BUFFER_SPACE', oid: 0x00010108, want: ulong(64 * 1514) },
  { name: 'RECEIVE_BUFFER_SPACE', oid: 0x00010109, want: ulong(64 * 2048) },
  { name: 'TRANSMIT_BLOCK_SIZE', oid: 0x0001010a, want: ulong(1514) },
  { name: 'RECEIVE_BLOCK_SIZE', oid: 0x0001010b, want: ulong(2048) },
  { name: 'VENDOR_ID', oid: 0x0001010c, want: Uint8Array.of(0x00, 0x0e, 0x0c, 1) },
  { name: 'CURRENT_PACKET_FILTER', oid: 0x0001010e, want: ulong(0) },
  { name: 'CURRENT_LOOKAHEAD', oid: 0x0001010f, want: ulong(1500) },
  { name: 'DRIVER_VERSION', oid: 0x00010110, want: Uint8Array.of(1, 5) },
  { name: 'MAXIMUM_TOTAL_SIZE', oid: 0x00010111, want: ulong(1514) },
  { name: 'MAC_OPTIONS', oid: 0x00010113, want: ulong(0x0d) },
  { name: 'MEDIA_CONNECT_STATUS', oid: 0x00010114, want: ulong(0) },
  { name: 'MAXIMUM_SEND_PACKETS', oid: 0x00010115, want: ulong(63) },
  { name: 'VENDOR_DRIVER_VERSION', oid: 0x00010116, want: ulong(0x10000) },
  { name: '802_3_PERMANENT_ADDRESS', oid: 0x01010101, want: CARD_MAC },
  { name: '802_3_CURRENT_ADDRESS', oid: 0x01010102, want: CARD_MAC },
  { name: '802_3_MULTICAST_LIST', oid: 0x01010103, want: new Uint8Array(0) },
  { name: '802_3_MAXIMUM_LIST_SIZE', oid: 0x01010104, want: ulong(32) },
  { name: 'PNP_ENABLE_WAKE_UP', oid: 0xfd010106, want: ulong(0) },
] as const;

describe('a query', () => {
  const session = startedSession();
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each(QUERIES)('of $name fits exactly, and not in a byte less', ({ oid, want }) => {
    const exact = ask(session, 'query', oid, new Uint8Array(want.length));
    expect(exact).toEqual({
      status: NDIS_STATUS_SUCCESS,
      byteCount: want.length,
      bytesNeeded: 0,
      bytes: Uint8Array.from(want),
    });
    if (want.length === 0) return;
    const short = ask(session, 'query', oid, new Uint8Array(want.length - 1));
    expect(short).toMatchObject({
      status: INVALID_LENGTH,
      byteCount: 0,
      bytesNeeded: want.length,
    });
  });

  test.each([
    { byteCount: 0, status: INVALID_LENGTH, written: 0, needed: 8 },
    { byteCount: 3, status: INVALID_LENGTH, written: 0, needed: 8 },
    { byteCount: 4, status: NDIS_STATUS_SUCCESS, written: 4, needed: 8 },
    { byteCount: 7, status: NDIS_STATUS_SUCCESS, written: 4, needed: 8 },
    { byteCount: 8, status: NDIS_STATUS_SUCCESS, written: 8, needed: 0 },
    { byteCount: 9, status: NDIS_STATUS_SUCCESS, written: 8, needed: 0 },
  ])('of a counter in $byteCount bytes', ({ byteCount, status, written, needed }) => {
    const answer = ask(session, 'query', 0x00020101, new Uint8Array(byteCount));
    expect(answer).toMatchObject({ status, byteCount: written, bytesNeeded: needed });
  });

  test('of the supported list names what is answered, and nothing else is', () => {
    const { bytesNeeded } = ask(session, 'query', 0x00010101, new Uint8Array(0));
    const { bytes } = ask(session, 'query', 0x00010101, new Uint8Array(bytesNeeded));
    const supported = [...new Uint32Array(bytes.buffer)];
    expect(new Set(supported).size).toBe(supported.length);
    // OID_PNP_SET_POWER can only be set.
    const queried = supported.filter((oid) => oid !== 0xfd010101);
    for (const oid of queried)
      expect(ask(session, 'query', oid, new Uint8Array(512)).status).toBe(NDIS_STATUS_SUCCESS);
    for (const oid of [0, 0x00010117, 0x0001021b, 0x02010101, 0xfc010201, 0xfd010103, 0xffffffff])
      expect(ask(session, 'query', oid, new Uint8Array(64)).status).toBe(NOT_SUPPORTED);
  });
});

describe('a set', () => {
  const session = startedSession();
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each([
    { name: 'a filter', oid: PACKET_FILTER, bytes: ulong(0x2f), status: 0, read: 4, needed: 0 },
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
    { name: 'no power state', oid: 0xfd010101, bytes: ulong(0), status: INVALID_DATA },
    { name: 'D4', oid: 0xfd010101, bytes: ulong(5), status: INVALID_DATA },
    { name: 'D0 when awake', oid: 0xfd010101, bytes: ulong(1), status: 0, read: 4 },
    { name: 'magic packets', oid: 0xfd010106, bytes: ulong(1), status: 0, read: 4 },
    { name: 'patterns', oid: 0xfd010106, bytes: ulong(2), status: NOT_SUPPORTED },
    { name: 'what cannot be set', oid: 0x00010107, bytes: ulong(1), status: NOT_SUPPORTED },
  ])('of $name', ({ oid, bytes, status, read, needed = 0 }) => {
    const answer = ask(session, 'set', oid, Uint8Array.from(bytes));
    expect(answer).toMatchObject({ status, bytesNeeded: needed });
    if (read !== undefined) expect(answer.byteCount).toBe(read);
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

test('counters count', () => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 60), frame(STATION_MAC, 70)]);
  for (let index = 0; index < 3; index++) arrive(session, frame(CARD_MAC, 100));
  session.idle(WHILE_NS);
  // XMIT_OK, RCV_OK, DIRECTED_FRAMES_XMIT, DIRECTED_FRAMES_RCV; twice, for the device forgets.
  for (let time = 0; time < 2; time++)
    expect(
      [0x00020101, 0x00020102, 0x00020202, 0x00020208].map((oid) => session.query(oid).bytes[0]),
    ).toEqual([2, 3, 2, 3]);
  expect(closeSession(session)).toEqual([]);
});
