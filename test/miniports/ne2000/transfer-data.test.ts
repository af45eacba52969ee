/** MiniportTransferData of the RTL8029AS's driver: from the ring into a packet's buffers. */
import type { Session } from '../../../harness/session';
import {
  arrive,
  CARD_MAC,
  closeSession,
  emptyPacket,
  frame,
  openSession,
  spoilReads,
  transferData,
  WHILE_NS,
} from '../../support/ne2000-session';

const FAILURE = 0xc0000001;
const SIZE = 1514;
const DATA_BYTES = SIZE - 14;

interface Request {
  readonly offset: number;
  readonly byteCount: number;
  readonly buffers: readonly number[];
}

interface Answer {
  readonly status: number;
  readonly byteCount: number;
  readonly bytes: Uint8Array;
}

/** Asks for parts of one frame while it is indicated; `page` is where in the ring it begins. */
function ask(session: Session, requests: readonly Request[], page = 0x4d): Answer[] {
  const answers: Answer[] = [];
  const { protocol } = session;
  // Frames of one page each bring the ring to where it is wanted.
  for (let at = 0x4d; at < page; at++) {
    arrive(session, frame(CARD_MAC, 60));
    session.idle(1e6);
  }
  protocol!.receive = ({ receiveContext }) => {
    for (const { offset, byteCount, buffers } of requests) {
      const { packet, read } = emptyPacket(session, buffers);
      const result = transferData(session, receiveContext, packet, offset, byteCount);
      answers.push({ ...result, bytes: read() });
    }
  };
  arrive(session, frame(CARD_MAC, SIZE, 5));
  session.idle(WHILE_NS);
  return answers;
}

const DATA = frame(CARD_MAC, SIZE, 5).subarray(14);

/** What a packet of these buffers holds after `byteCount` bytes from `offset` were put in it. */
function filled(offset: number, byteCount: number, buffers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(buffers.reduce((sum, one) => sum + one, 0)).fill(0xee);
  bytes.set(DATA.subarray(offset, offset + byteCount));
  return bytes;
}

describe.each([
  { name: 'within the ring', page: 0x4d },
  { name: 'around its end after 2 pages', page: 0xbe },
  { name: 'around its end after 1 page', page: 0xbf },
])('$name', ({ page }) => {
  const requests = [
    { offset: 0, byteCount: DATA_BYTES, buffers: [DATA_BYTES] },
    { offset: 0, byteCount: DATA_BYTES, buffers: [1, 1, 1, 497, 0, 1000] },
    { offset: 1, byteCount: DATA_BYTES - 1, buffers: [3, 5, 1491] },
    { offset: 237, byteCount: 2, buffers: [1, 1] },
    { offset: 238, byteCount: 1, buffers: [1] },
    { offset: 239, byteCount: 300, buffers: [299, 1] },
    { offset: 491, byteCount: 5, buffers: [2, 3] },
    { offset: 494, byteCount: 501, buffers: [501] },
    { offset: DATA_BYTES - 1, byteCount: 1, buffers: [1] },
  ];

  test('each part comes as it is, and as often as it is asked for', () => {
    const session = openSession();
    const answers = ask(session, requests, page);
    expect(answers).toEqual(
      requests.map(({ offset, byteCount, buffers }) => ({
        status: 0,
        byteCount,
        bytes: filled(offset, byteCount, buffers),
      })),
    );
    expect(closeSession(session)).toEqual([]);
  });
});

describe('a transfer of', () => {
  let session: Session;
  beforeAll(() => (session = openSession()));
  afterAll(() => expect(closeSession(session)).toEqual([]));

  test.each([
    { name: 'nothing', offset: 10, byteCount: 0, buffers: [8], want: 0 },
    { name: 'nothing at the end', offset: DATA_BYTES, byteCount: 9, buffers: [9], want: 0 },
    { name: 'beyond the end', offset: DATA_BYTES - 3, byteCount: 100, buffers: [100], want: 3 },
    { name: 'more than all', offset: 0, byteCount: 0xffff_ffff, buffers: [2000], want: DATA_BYTES },
    { name: 'more than fits', offset: 4, byteCount: 100, buffers: [7, 8], want: 15 },
    { name: 'what goes into no buffer', offset: 4, byteCount: 100, buffers: [], want: 0 },
  ])('$name', ({ offset, byteCount, buffers, want }) => {
    const [answer] = ask(session, [{ offset, byteCount, buffers }]);
    expect(answer).toEqual({ status: 0, byteCount: want, bytes: filled(offset, want, buffers) });
  });

  test.each([DATA_BYTES + 1, 0xffff_ffff])('what begins at %d is refused', (offset) => {
    const [{ status, byteCount }] = ask(session, [{ offset, byteCount: 1, buffers: [1] }]);
    expect([status, byteCount]).toEqual([FAILURE, 0]);
  });
});

test('after the indication there is nothing to transfer', () => {
  const session = openSession();
  arrive(session, frame(CARD_MAC, 200));
  session.idle(WHILE_NS);
  const { packet } = emptyPacket(session, [100]);
  const { status } = transferData(session, session.adapter!.context, packet, 0, 100);
  expect(status).toBe(FAILURE);
  expect(closeSession(session)).toEqual([]);
});

test('a remote DMA that does not end fails the transfer, and the card is reset', () => {
  const session = openSession();
  let isSpoilt = false;
  spoilReads(session, (port, value) => (isSpoilt && port === 7 ? value & ~0x40 : undefined));
  const { protocol } = session;
  const receive = protocol!.receive.bind(protocol);
  protocol!.receive = (indication) => {
    isSpoilt = true;
    receive(indication);
    isSpoilt = false;
  };
  arrive(session, frame(CARD_MAC, SIZE));
  session.idle(WHILE_NS);
  expect(protocol!.failedTransferCount).toBe(1);
  protocol!.receive = receive;
  session.idle(3e9);
  arrive(session, frame(CARD_MAC, SIZE));
  session.idle(WHILE_NS);
  expect(protocol!.received).toEqual([frame(CARD_MAC, SIZE)]);
  expect(closeSession(session)).toEqual([]);
});
