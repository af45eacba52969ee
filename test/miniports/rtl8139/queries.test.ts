/** The RTL8139C's driver answers queries. OIDs and lengths from the DDK's ntddndis.h. */
import { NDIS_STATUS_SUCCESS } from '../../../ndis/status';
import {
  arrive,
  ask,
  CARD_MAC,
  closeSession,
  frame,
  openSession,
  STATION_MAC,
  startedSession,
  ulong,
  ulongOf,
  WHILE_NS,
} from '../../support/rtl8139-session';

const INVALID_LENGTH = 0xc0010014;
const NOT_SUPPORTED = 0xc00000bb;

const QUERIES = [
  { name: 'HARDWARE_STATUS', oid: 0x00010102, want: ulong(0) },
  { name: 'MEDIA_SUPPORTED', oid: 0x00010103, want: ulong(0) },
  { name: 'MEDIA_IN_USE', oid: 0x00010104, want: ulong(0) },
  { name: 'MAXIMUM_LOOKAHEAD', oid: 0x00010105, want: ulong(1500) },
  { name: 'MAXIMUM_FRAME_SIZE', oid: 0x00010106, want: ulong(1500) },
  { name: 'LINK_SPEED', oid: 0x00010107, want: ulong(1_000_000) },
  { name: 'TRANSMIT_BUFFER_SPACE', oid: 0x00010108, want: ulong(4 * 1536) },
  { name: 'RECEIVE_BUFFER_SPACE', oid: 0x00010109, want: ulong(32 * 1024 + 16) },
  { name: 'TRANSMIT_BLOCK_SIZE', oid: 0x0001010a, want: ulong(1514) },
  { name: 'RECEIVE_BLOCK_SIZE', oid: 0x0001010b, want: ulong(1514) },
  { name: 'VENDOR_ID', oid: 0x0001010c, want: Uint8Array.of(0x00, 0xe0, 0x4c, 1) },
  { name: 'CURRENT_PACKET_FILTER', oid: 0x0001010e, want: ulong(0) },
  { name: 'CURRENT_LOOKAHEAD', oid: 0x0001010f, want: ulong(1500) },
  { name: 'DRIVER_VERSION', oid: 0x00010110, want: Uint8Array.of(0, 5) },
  { name: 'MAXIMUM_TOTAL_SIZE', oid: 0x00010111, want: ulong(1514) },
  { name: 'MAC_OPTIONS', oid: 0x00010113, want: ulong(0x0f) },
  { name: 'MEDIA_CONNECT_STATUS', oid: 0x00010114, want: ulong(0) },
  { name: 'MAXIMUM_SEND_PACKETS', oid: 0x00010115, want: ulong(1) },
  { name: 'VENDOR_DRIVER_VERSION', oid: 0x00010116, want: ulong(0x10000) },
  { name: 'XMIT_OK', oid: 0x00020101, want: ulong(0) },
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

  test('of a counter gives 32 bits, however long the buffer is', () => {
    const answer = ask(session, 'query', 0x00020101, new Uint8Array(8));
    expect(answer).toMatchObject({ status: 0, byteCount: 4, bytesNeeded: 0 });
  });

  test('of the power management capabilities: magic packets and links wake from D3', () => {
    const { bytes } = session.query(0xfd010100);
    expect([...new Uint32Array(bytes.slice().buffer)]).toEqual([0, 4, 0, 4]);
  });

  test('of the vendor description ends in a zero', () => {
    const { bytes } = session.query(0x0001010d);
    expect(String.fromCharCode(...bytes)).toBe('Realtek RTL8139C Fast Ethernet Controller\0');
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
    for (const { oid } of QUERIES) expect(supported).toContain(oid);
    for (const oid of [0, 0x00010117, 0x0001021b, 0x02010101, 0xfc010201, 0xfd010103, 0xffffffff])
      expect(ask(session, 'query', oid, new Uint8Array(64)).status).toBe(NOT_SUPPORTED);
  });
});

test('frames both ways are counted', () => {
  const session = openSession();
  session.protocol!.send(Array.from({ length: 7 }, () => frame(STATION_MAC, 100)));
  for (let index = 0; index < 5; index++) arrive(session, frame(CARD_MAC, 100, index));
  arrive(session, frame(STATION_MAC, 100));
  session.idle(WHILE_NS);
  expect(ulongOf(session, 0x00020101)).toBe(7);
  expect(ulongOf(session, 0x00020102)).toBe(5);
  for (const oid of [0x00020103, 0x00020104, 0x00020105]) expect(ulongOf(session, oid)).toBe(0);
  // OID_GEN_TRANSMIT_QUEUE_LENGTH
  session.protocol!.send(Array.from({ length: 3 }, () => frame(STATION_MAC, 100)));
  expect(ulongOf(session, 0x0002020e)).toBe(3);
  expect(closeSession(session)).toEqual([]);
});
