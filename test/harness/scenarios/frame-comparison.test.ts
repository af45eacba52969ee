import { judgeReceived, judgeSent } from '../../../harness/scenarios/frame-comparison';
import { createSession, rulesOf } from '../../support/inline-driver';

const frame = (byteCount: number, fill: number) => new Uint8Array(byteCount).fill(fill);
const padded = (byteCount: number, fill: number, padding = 0) =>
  Uint8Array.from([...frame(byteCount, fill), ...frame(60 - byteCount, padding)]);
const changed = (bytes: Uint8Array, at: number) => bytes.with(at, bytes[at] ^ 0xff);

test.each([
  { name: 'as it was', sent: [frame(60, 1)], arrived: [frame(60, 1)], want: [] },
  { name: 'padded with zeros', sent: [frame(20, 1)], arrived: [padded(20, 1)], want: [] },
  {
    name: 'padded with memory',
    sent: [frame(20, 1)],
    arrived: [padded(20, 1, 9)],
    want: ['packet/padding-leaks-memory'],
  },
  {
    name: 'padded too far',
    sent: [frame(61, 1)],
    arrived: [frame(64, 1)],
    want: ['packet/frame-data-wrong'],
  },
  {
    name: 'a byte changed',
    sent: [frame(60, 1)],
    arrived: [changed(frame(60, 1), 59)],
    want: ['packet/frame-data-wrong'],
  },
  {
    name: 'a byte of a packet in pieces changed',
    sent: [frame(60, 1)],
    arrived: [changed(frame(60, 1), 0)],
    isFragmented: true,
    want: ['packet/fragmented-frame-wrong'],
  },
  {
    name: 'one lost',
    sent: [frame(60, 1), frame(60, 2)],
    arrived: [frame(60, 2)],
    want: ['packet/packets-not-conserved'],
  },
  {
    name: 'one doubled',
    sent: [frame(60, 1)],
    arrived: [frame(60, 1), frame(60, 1)],
    want: ['packet/packets-not-conserved'],
  },
  {
    name: 'in another order',
    sent: [frame(20, 1), frame(60, 2)],
    arrived: [frame(60, 2), padded(20, 1)],
    want: ['packet/send-order-changed'],
  },
  { name: 'failed, whole', sent: [frame(60, 1)], arrived: [], failed: 1, want: [] },
  {
    name: 'failed, and there',
    sent: [frame(60, 1), frame(60, 2)],
    arrived: [frame(60, 1), frame(60, 2)],
    failed: 1,
    want: ['packet/packets-not-conserved'],
  },
  {
    name: 'failed, in pieces',
    sent: [frame(60, 1)],
    arrived: [],
    failed: 1,
    isFragmented: true,
    want: ['packet/fragmented-frame-wrong'],
  },
])('sent: $name', ({ sent, arrived, failed = 0, isFragmented = false, want }) => {
  const session = createSession();
  judgeSent(session.os, sent, arrived, failed, isFragmented);
  expect(rulesOf(session)).toEqual(want);
});

test.each([
  { name: 'as it was', received: [frame(60, 1)], want: [] },
  { name: 'with its checksum', received: [frame(64, 1)], want: ['packet/frame-length-wrong'] },
  { name: 'cut short', received: [frame(59, 1)], want: ['packet/frame-length-wrong'] },
  {
    name: 'a byte changed',
    received: [changed(frame(60, 1), 3)],
    want: ['packet/frame-data-wrong'],
  },
  { name: 'lost', received: [], want: ['packet/packets-not-conserved'] },
])('received: $name', ({ received, want }) => {
  const session = createSession();
  judgeReceived(session.os, [frame(60, 1)], received);
  expect(rulesOf(session)).toEqual(want);
});
