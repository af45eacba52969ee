/** Transmission: Virtio 1.0, 5.1.6.1, 5.1.6.2. */
import { Bench, BUFFERS, createFrame, QUEUES, TX } from '../../../support/nic/virtio-net-bench';

const MRG_RXBUF = 0x0000_8000;
/** A frame of 1514 bytes at 1 Gb/s: 1538 byte times. */
const LONG_NS = 12_304;

test('frames go out one after the other, each in its time; a chain is used when its frame is out', () => {
  const bench = new Bench();
  bench.start();
  const heads = [bench.send(createFrame(1514)), bench.send(createFrame(60))];
  bench.advance(LONG_NS - 1);
  expect([bench.sent.length, bench.used(TX), bench.pin]).toEqual([0, [], false]);
  bench.advance(1);
  expect([bench.used(TX), bench.isr()]).toEqual([[[heads[0], 0]], 1]);
  bench.advance(LONG_NS);
  expect(bench.sent).toEqual([
    { atNs: LONG_NS, frame: createFrame(1514) },
    { atNs: LONG_NS + 672, frame: createFrame(60) },
  ]);
  expect([bench.used(TX).length, bench.isr()]).toEqual([2, 1]);
});

test.each([
  { name: '10 bytes of header', features: 0, headerBytes: 10 },
  { name: '12 with MRG_RXBUF', features: MRG_RXBUF, headerBytes: 12 },
])('$name', ({ features, headerBytes }) => {
  const bench = new Bench({ linkMbps: 10 });
  bench.start(features);
  bench.send(createFrame(60), Array<number>(headerBytes).fill(0));
  bench.advance(67_200);
  expect(bench.sent).toEqual([{ atNs: 67_200, frame: createFrame(60) }]);
});

test('what is short stays short; without a link it goes nowhere, and is used all the same', () => {
  const bench = new Bench();
  bench.start();
  bench.send(createFrame(20));
  bench.advance(LONG_NS);
  bench.wire.hasLink = false;
  bench.send(createFrame(60));
  bench.advance(LONG_NS);
  expect(bench.sent.map(({ frame }) => frame)).toEqual([createFrame(20)]);
  expect(bench.used(TX).length).toBe(2);
});

/** NEEDS_CSUM; csum_start at 6, csum_offset at 8. */
const needsChecksum = (start: number, offset: number) => [1, 0, 0, 0, 0, 0, start, 0, offset, 0];

test.each([
  // Seeded with the pseudo header 0001h: 1 + 0102h + 0304h + 0506h + 07h in the upper half.
  { name: 'the sum', bytes: [0, 1, 1, 2, 3, 4, 5, 6, 7], want: 0xffff - 0x100d },
  { name: 'a sum of ones, whose complement is not stored as 0', bytes: [0xff, 0xff], want: 0xffff },
])('NEEDS_CSUM: $name', ({ bytes, want }) => {
  const bench = new Bench();
  bench.start();
  const frame = new Uint8Array(14 + bytes.length);
  frame.set(bytes, 14);
  bench.send(frame, needsChecksum(14, 0));
  bench.advance(LONG_NS);
  const [{ frame: sent }] = bench.sent;
  expect((sent[14] << 8) | sent[15]).toBe(want);
  sent.set(bytes.slice(0, 2), 14);
  expect(sent).toEqual(frame);
});

test.each([
  { name: 'a checksum behind the end', header: needsChecksum(50, 9), unmodelled: [] },
  { name: 'segmentation', header: [1, 1, 0, 0, 0, 0, 14, 0, 16, 0], unmodelled: ['gso_type 1'] },
])('$name: the packet is not sent, and used', ({ header, unmodelled }) => {
  const bench = new Bench();
  bench.start();
  bench.send(createFrame(60), header);
  bench.advance(LONG_NS);
  expect([bench.sent, bench.used(TX).length, bench.unmodelled]).toEqual([[], 1, unmodelled]);
});

test.each([
  { name: 'half a header', byteCount: 9 },
  { name: 'more than any packet', byteCount: 65_563 },
])('$name: it stops', ({ byteCount }) => {
  const bench = new Bench();
  bench.start();
  bench.offer(TX, { address: BUFFERS, byteCount });
  bench.notify(TX);
  expect(bench.unmodelled).toEqual([`transmitq: header and packet of ${byteCount} bytes`]);
});

test('a header and nothing behind it is used, and nothing sent', () => {
  const bench = new Bench();
  bench.start();
  bench.send(new Uint8Array(0));
  bench.advance(LONG_NS);
  expect([bench.sent, bench.used(TX).length]).toEqual([[], 1]);
});

test('before DRIVER_OK too; a reset by whoever gets the frame', () => {
  const bench = new Bench();
  bench.start();
  bench.set(0x12, 1, 3);
  bench.wire.transmit = () => bench.set(0x12, 1, 0);
  bench.send(createFrame(60));
  bench.send(createFrame(60));
  bench.advance(10 * LONG_NS);
  expect([bench.used(TX), bench.pin, bench.view.getUint16(QUEUES[TX] + 0x2000, true)]).toEqual([
    [],
    false,
    1,
  ]);
});
