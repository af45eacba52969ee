/** The RTL8029AS's driver answers queries. OIDs and lengths from the DDK's ntddndis.h. */
import type { Session } from '../../../harness/session';
import {
  arrive,
  ask,
  CARD_MAC,
  closeSession,
  counter,
  frame,
  openSession,
  STATION_MAC,
  startedSession,
  ulong,
  WHILE_NS,
} from '../../support/ne2000-session';

const SUCCESS = 0;
const INVALID_LENGTH = 0xc0010014;
const NOT_SUPPORTED = 0xc00000bb;

const DESCRIPTION = Uint8Array.from(
  [...'Realtek RTL8029AS PCI Ethernet Adapter\0'].map((letter) => letter.charCodeAt(0)),
);

const QUERIES = [
  { name: 'HARDWARE_STATUS', oid: 0x00010102, want: ulong(0) },
  { name: 'MEDIA_SUPPORTED', oid: 0x00010103, want: ulong(0) },
  { name: 'MEDIA_IN_USE', oid: 0x00010104, want: ulong(0) },
  { name: 'MAXIMUM_LOOKAHEAD', oid: 0x00010105, want: ulong(526) },
  { name: 'MAXIMUM_FRAME_SIZE', oid: 0x00010106, want: ulong(1500) },
  { name: 'LINK_SPEED', oid: 0x00010107, want: ulong(100_000) },
  { name: 'TRANSMIT_BUFFER_SPACE', oid: 0x00010108, want: ulong(3072) },
  { name: 'RECEIVE_BUFFER_SPACE', oid: 0x00010109, want: ulong(29_696) },
  { name: 'TRANSMIT_BLOCK_SIZE', oid: 0x0001010a, want: ulong(1536) },
  { name: 'RECEIVE_BLOCK_SIZE', oid: 0x0001010b, want: ulong(256) },
  { name: 'VENDOR_ID', oid: 0x0001010c, want: Uint8Array.of(0x00, 0xe0, 0x4c, 1) },
  { name: 'VENDOR_DESCRIPTION', oid: 0x0001010d, want: DESCRIPTION },
  { name: 'CURRENT_PACKET_FILTER', oid: 0x0001010e, want: ulong(0) },
  { name: 'CURRENT_LOOKAHEAD', oid: 0x0001010f, want: ulong(526) },
  { name: 'DRIVER_VERSION', oid: 0x00010110, want: Uint8Array.of(0, 4) },
  { name: 'MAXIMUM_TOTAL_SIZE', oid: 0x00010111, want: ulong(1514) },
  { name: 'MAC_OPTIONS', oid: 0x00010113, want: ulong(0x0f) },
  { name: 'MEDIA_CONNECT_STATUS', oid: 0x00010114, want: ulong(0) },
  { name: 'MAXIMUM_SEND_PACKETS', oid: 0x00010115, want: ulong(1) },
  { name: 'VENDOR_DRIVER_VERSION', oid: 0x00010116, want: ulong(0x10000) },
  { name: 'XMIT_OK', oid: 0x00020101, want: ulong(0) },
  { name: 'RCV_NO_BUFFER', oid: 0x00020105, want: ulong(0) },
  { name: '802_3_PERMANENT_ADDRESS', oid: 0x01010101, want: CARD_MAC },
  { name: '802_3_CURRENT_ADDRESS', oid: 0x01010102, want: CARD_MAC },
  { name: '802_3_MULTICAST_LIST', oid: 0x01010103, want: new Uint8Array(0) },
  { name: '802_3_MAXIMUM_LIST_SIZE', oid: 0x01010104, want: ulong(32) },
] as const;

describe('a query', () => {
  let session: Session;
  beforeAll(() => (session = startedSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each(QUERIES)('of $name fits exactly, and not in a byte less', ({ oid, want }) => {
    expect(ask(session, 'query', oid, new Uint8Array(want.length))).toEqual({
      status: SUCCESS,
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

  test('of the supported list names what is answered, and nothing else is', () => {
    const { bytesNeeded } = ask(session, 'query', 0x00010101, new Uint8Array(0));
    const { bytes } = ask(session, 'query', 0x00010101, new Uint8Array(bytesNeeded));
    const supported = [...new Uint32Array(bytes.buffer)];
    expect(new Set(supported).size).toBe(supported.length);
    for (const oid of supported)
      expect(ask(session, 'query', oid, new Uint8Array(512)).status).toBe(SUCCESS);
    // Among them OID_PNP_CAPABILITIES and OID_PNP_QUERY_POWER.
    for (const oid of [0, 0x00010117, 0x00020201, 0xfc010201, 0xfd010100, 0xfd010102, 0xffffffff])
      expect(ask(session, 'query', oid, new Uint8Array(64)).status).toBe(NOT_SUPPORTED);
  });
});

test('counters count, and survive a reset', () => {
  const session = openSession();
  session.protocol!.send([frame(STATION_MAC, 60), frame(STATION_MAC, 70)]);
  for (let index = 0; index < 3; index++) arrive(session, frame(CARD_MAC, 100));
  session.idle(WHILE_NS);
  const read = () => [0x00020101, 0x00020102].map((oid) => counter(session, oid));
  expect(read()).toEqual([2, 3]);
  session.reset();
  expect(read()).toEqual([2, 3]);
  expect(closeSession(session)).toEqual([]);
});
