/** Virtqueues: Virtio 1.0, 2.4 (layout, chains, indirect tables, suppression), 6.3, and their faults. */
import {
  Bench,
  BUFFERS,
  createFrame,
  INDIRECT,
  NEXT,
  QUEUES,
  RX,
  TX,
  WRITE,
} from '../../../support/nic/virtio-net-bench';

const NOTIFY_ON_EMPTY = 0x0100_0000;
const EVENT_IDX = 0x2000_0000;
const DONE_NS = 1_000_000;

const frames = (bench: Bench) => bench.sent.map(({ frame }) => frame);

test('a packet in three descriptors out of order, and behind them one in an indirect table', () => {
  const bench = new Bench();
  bench.start();
  const frame = createFrame(100);
  bench.ram.set(frame, BUFFERS);
  const table = QUEUES[TX];
  const header = { address: BUFFERS + 0x1000, byteCount: 10, flags: NEXT };
  bench.describe(table + 16 * 255, header, 7);
  bench.describe(table + 16 * 7, { address: BUFFERS, byteCount: 60, flags: NEXT }, 3);
  bench.describe(table + 16 * 3, { address: BUFFERS + 60, byteCount: 40 });
  bench.offerHead(TX, 255);
  // A table of four, of which the second and the third are used; WRITE means nothing here (2.4.5.3.2).
  const tableAt = BUFFERS + 0x2000;
  bench.describe(table, header, 1);
  bench.describe(table + 16, { address: tableAt, byteCount: 64, flags: INDIRECT | WRITE });
  bench.describe(tableAt, { address: BUFFERS, byteCount: 1, flags: NEXT }, 2);
  bench.describe(tableAt + 32, { address: BUFFERS + 1, byteCount: 99 });
  bench.offerHead(TX, 0);
  bench.notify(TX);
  bench.advance(DONE_NS);
  expect(frames(bench)).toEqual([frame, frame]);
  expect(bench.used(TX)).toEqual([
    [255, 0],
    [0, 0],
  ]);
});

test('both rings wrap, and their indices too', () => {
  const bench = new Bench();
  bench.start();
  const frame = createFrame(60);
  bench.ram.set(frame, BUFFERS + 10);
  bench.describe(QUEUES[TX] + 16 * 9, { address: BUFFERS, byteCount: 70 });
  for (let count = 0; count < 0x1_0003; count++) {
    bench.offerHead(TX, 9);
    if (count % 256 === 0) bench.notify(TX);
    if (count % 256 === 255) bench.advance(DONE_NS);
    bench.sent.length = Math.min(bench.sent.length, 300);
  }
  bench.notify(TX);
  bench.advance(DONE_NS);
  expect(bench.used(TX).length).toBe(3);
});

test.each([
  { name: 'no flag', features: 0, flags: 0, sent: 2, want: 2 },
  { name: 'NO_INTERRUPT', features: 0, flags: 1, sent: 2, want: 0 },
  {
    name: 'NO_INTERRUPT and NOTIFY_ON_EMPTY',
    features: NOTIFY_ON_EMPTY,
    flags: 1,
    sent: 2,
    want: 1,
  },
  { name: 'EVENT_IDX, used_event 0', features: EVENT_IDX, flags: 1, event: 0, sent: 3, want: 1 },
  { name: 'EVENT_IDX, used_event 2', features: EVENT_IDX, flags: 0, event: 2, sent: 3, want: 1 },
  { name: 'EVENT_IDX, used_event 9', features: EVENT_IDX, flags: 0, event: 9, sent: 3, want: 0 },
])('interrupts: $name', ({ features, flags, event = 0, sent, want }) => {
  let rises = 0;
  const bench: Bench = new Bench({
    onPin: (asserted) => {
      if (!asserted) return;
      rises++;
      bench.isr();
    },
  });
  bench.start(features);
  bench.setAvailableFlags(TX, flags);
  bench.setUsedEvent(TX, event);
  for (let index = 0; index < sent; index++) bench.send(createFrame(60));
  bench.advance(DONE_NS);
  expect([rises, bench.used(TX).length]).toEqual([want, sent]);
});

test('NO_NOTIFY while the transmitter is at work, and while frames find room', () => {
  const bench = new Bench();
  bench.start();
  bench.send(createFrame(60));
  expect(bench.usedFlags(TX)).toBe(1);
  bench.advance(DONE_NS);
  expect(bench.usedFlags(TX)).toBe(0);
  bench.give(2048);
  bench.receive(createFrame(60));
  expect(bench.usedFlags(RX)).toBe(1);
  bench.receive(createFrame(60));
  expect(bench.usedFlags(RX)).toBe(0);
});

test('with EVENT_IDX avail_event is where the next notification is wanted', () => {
  const bench = new Bench();
  bench.start(EVENT_IDX);
  bench.send(createFrame(60));
  bench.send(createFrame(60));
  expect([bench.usedFlags(TX), bench.availableEvent(TX)]).toEqual([0, 0]);
  bench.advance(DONE_NS);
  expect([bench.usedFlags(TX), bench.availableEvent(TX)]).toEqual([0, 2]);
});

test('without memory, or without it any more, a queue is not looked at', () => {
  const bench = new Bench();
  bench.notify(TX);
  bench.start();
  bench.set(0x0e, 2, TX);
  bench.set(0x08, 4, 0);
  bench.send(createFrame(60));
  bench.advance(DONE_NS);
  expect([bench.sent, bench.used(TX), bench.dmaCount]).toEqual([[], [], 0]);
  bench.set(0x08, 4, QUEUES[TX] / 4096);
  bench.notify(TX);
  bench.advance(DONE_NS);
  expect(bench.sent.length).toBe(1);
});

const table = QUEUES[TX];
const LOOP = 'transmitq: chain of more than 256 descriptors';

test.each<{ name: string; spoil: (bench: Bench) => void; want: string }>([
  {
    name: 'a loop',
    spoil: (bench) => bench.describe(table, { address: BUFFERS, byteCount: 9, flags: NEXT }, 0),
    want: LOOP,
  },
  {
    name: 'a loop in an indirect table',
    spoil(bench) {
      bench.describe(table, { address: BUFFERS, byteCount: 16, flags: INDIRECT });
      bench.describe(BUFFERS, { address: BUFFERS, byteCount: 9, flags: NEXT }, 0);
    },
    want: LOOP,
  },
  {
    name: 'an indirect table in itself',
    spoil(bench) {
      bench.describe(table, { address: BUFFERS, byteCount: 16, flags: INDIRECT });
      bench.describe(BUFFERS, { address: BUFFERS, byteCount: 16, flags: INDIRECT });
    },
    want: 'transmitq: indirect descriptor in an indirect table',
  },
  {
    name: 'half an indirect descriptor',
    spoil: (bench) => bench.describe(table, { address: BUFFERS, byteCount: 24, flags: INDIRECT }),
    want: 'transmitq: indirect table of 24 bytes, flags 4',
  },
  {
    name: 'INDIRECT with NEXT',
    spoil: (bench) =>
      bench.describe(table, { address: BUFFERS, byteCount: 16, flags: INDIRECT | NEXT }, 1),
    want: 'transmitq: indirect table of 16 bytes, flags 5',
  },
  {
    name: 'a next that is not there',
    spoil: (bench) => bench.describe(table, { address: BUFFERS, byteCount: 9, flags: NEXT }, 256),
    want: 'transmitq: descriptor 256 of 256',
  },
  {
    name: 'a head that is not there',
    spoil: (bench) => bench.view.setUint16(table + 0x1004, 0x4000, true),
    want: 'transmitq: descriptor 16384 of 256',
  },
  {
    name: 'readable behind writable',
    spoil(bench) {
      bench.describe(table, { address: BUFFERS, byteCount: 9, flags: NEXT | WRITE }, 1);
      bench.describe(table + 16, { address: BUFFERS, byteCount: 9 });
    },
    want: 'transmitq: device-readable descriptor behind a device-writable one',
  },
  {
    name: 'an idx out of reach',
    spoil: (bench) => bench.setAvailableIndex(TX, 300),
    want: 'transmitq: idx of the available ring runs 300 ahead of 256 entries',
  },
])('$name: it stops, and is told', ({ spoil, want }) => {
  const bench = new Bench();
  bench.start();
  bench.offer(TX, { address: BUFFERS, byteCount: 70 });
  spoil(bench);
  bench.notify(TX);
  expect([bench.unmodelled, bench.device.hasFailed]).toEqual([[want], true]);
  expect(bench.dmaCount).toBeLessThan(300);
  bench.notify(TX);
  bench.give(2048);
  bench.receive(createFrame(60));
  bench.advance(DONE_NS);
  expect([bench.sent, bench.used(TX), bench.used(RX), bench.pin]).toEqual([[], [], [], false]);
  expect(bench.unmodelled.length).toBe(1);
});

test('an address above 4 GB is of no memory', () => {
  const bench = new Bench();
  bench.start();
  bench.offer(TX, { address: BUFFERS, byteCount: 70 });
  bench.view.setUint32(table + 4, 1, true);
  bench.notify(TX);
  expect([bench.device.hasFailed, bench.unmodelled]).toEqual([true, []]);
});
