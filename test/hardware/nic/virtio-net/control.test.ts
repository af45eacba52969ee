/** Commands of the control virtqueue and the filter that they set: Virtio 1.0, 5.1.6.5. */
import {
  Bench,
  BUFFERS,
  COMMAND_NS,
  createFrame,
  CTRL,
  MAC_ADDRESS,
  RX,
  WRITE,
} from '../../../support/nic/virtio-net-bench';

const CTRL_VQ_RX = 0x0006_0000;
const CTRL_VLAN = 0x0008_0000;
const CTRL_MAC_ADDR = 0x0080_0000;
const BROADCAST = new Uint8Array(6).fill(0xff);
const GROUP = Uint8Array.of(0x01, 0x00, 0x5e, 0, 0, 1);
const OTHER = Uint8Array.of(0x02, 0, 0, 0, 0, 9);
const TO = { own: MAC_ADDRESS, other: OTHER, group: GROUP, broadcast: BROADCAST };

/** Which of the four come in. */
function received(bench: Bench): string[] {
  return Object.entries(TO).flatMap(([name, to]) => {
    const before = bench.used(RX).length;
    bench.give(2048);
    bench.receive(createFrame(60, to));
    return bench.used(RX).length > before ? [name] : [];
  });
}

function start(features = CTRL_VQ_RX, isPromiscuous = false): Bench {
  const bench = new Bench();
  bench.start(features);
  if (!isPromiscuous) bench.command(0, 0, 0);
  return bench;
}

const table = (...addresses: readonly Uint8Array[]) => [
  ...[addresses.length & 0xff, addresses.length >>> 8, 0, 0],
  ...addresses.flatMap((address) => [...address]),
];

test('after reset everything comes in', () => {
  expect(received(start(0, true))).toEqual(['own', 'other', 'group', 'broadcast']);
});

// prettier-ignore
test.each([
  { name: 'none', commands: [], want: ['own', 'broadcast'] },
  { name: 'PROMISC', commands: [[0, 3, 1], [0, 4, 1], [0, 0, 1]], want: ['own', 'other', 'group', 'broadcast'] },
  { name: 'PROMISC off', commands: [[0, 0, 1], [0, 0, 0]], want: ['own', 'broadcast'] },
  { name: 'ALLMULTI', commands: [[0, 1, 1]], want: ['own', 'group', 'broadcast'] },
  { name: 'ALLUNI', commands: [[0, 2, 1]], want: ['own', 'other', 'broadcast'] },
  { name: 'NOMULTI goes before ALLMULTI', commands: [[0, 1, 1], [0, 3, 1]], want: ['own', 'broadcast'] },
  { name: 'NOUNI goes before ALLUNI', commands: [[0, 2, 1], [0, 4, 1]], want: ['broadcast'] },
  { name: 'NOBCAST goes before ALLMULTI', commands: [[0, 1, 1], [0, 5, 1]], want: ['own', 'group'] },
  { name: 'TABLE_SET', commands: [[1, 0, ...table(OTHER), ...table(GROUP)]], want: ['own', 'other', 'group', 'broadcast'] },
  { name: 'TABLE_SET, empty again', commands: [[1, 0, ...table(OTHER), ...table(GROUP)], [1, 0, ...table(), ...table()]], want: ['own', 'broadcast'] },
  { name: 'TABLE_SET, too many of a kind', commands: [[1, 0, ...table(), ...table(...Array<Uint8Array>(65).fill(BROADCAST))]], want: ['own', 'group', 'broadcast'] },
  { name: 'TABLE_SET, too many of the other', commands: [[1, 0, ...table(...Array<Uint8Array>(65).fill(MAC_ADDRESS)), ...table()]], want: ['own', 'other', 'broadcast'] },
  { name: 'ADDR_SET', commands: [[1, 1, ...OTHER]], want: ['other', 'broadcast'] },
])('commands: $name', ({ commands, want }) => {
  const bench = start();
  expect(commands.map((bytes) => bench.command(...bytes))).toEqual(commands.map(() => 0));
  expect(received(bench)).toEqual(want);
});

test.each([
  { name: 'a class that is not there', bytes: [3, 0] },
  { name: 'a mode that is not there', bytes: [0, 6, 1] },
  { name: 'a mode without its byte', bytes: [0, 1] },
  { name: 'a command of MAC', bytes: [1, 2] },
  { name: 'a short address', bytes: [1, 1, 2, 0, 0, 0, 0] },
  { name: 'half a table', bytes: [1, 0, 0, 0, 0] },
  { name: 'one table', bytes: [1, 0, ...table(OTHER)] },
  { name: 'a table longer than the command', bytes: [1, 0, 0, 0, 0, 0x40, ...table()] },
  { name: 'bytes behind the tables', bytes: [1, 0, ...table(OTHER), ...table(GROUP), 0] },
  { name: 'a VLAN id of 13 bits', bytes: [2, 0, 0, 0x10] },
  { name: 'half a VLAN id', bytes: [2, 0, 0] },
  { name: 'a command of VLAN', bytes: [2, 2, 5, 0] },
])('ERR, and nothing changes: $name', ({ bytes }) => {
  const bench = start();
  expect(bench.command(...bytes)).toBe(1);
  expect(received(bench)).toEqual(['own', 'broadcast']);
});

test('the command of a chain in one descriptor; used, with an interrupt', () => {
  const bench = start();
  bench.isr();
  bench.ram.set([0, 0, 1], BUFFERS);
  const head = bench.offer(
    CTRL,
    { address: BUFFERS, byteCount: 1 },
    { address: BUFFERS + 1, byteCount: 2 },
    { address: BUFFERS + 8, byteCount: 4, flags: WRITE },
  );
  bench.notify(CTRL);
  bench.advance(COMMAND_NS);
  expect([bench.used(CTRL)[1], bench.isr()]).toEqual([[head, 1], 1]);
  expect(received(bench).length).toBe(4);
});

test('ADDR_SET shows in mac; a reset brings the address and the filter back', () => {
  const bench = start(CTRL_VQ_RX | CTRL_MAC_ADDR);
  bench.command(1, 1, ...OTHER);
  expect(bench.get(0x14, 1)).toBe(2);
  bench.set(0x12, 1, 0);
  bench.start();
  expect(bench.get(0x14, 1)).toBe(0x52);
  expect(received(bench).length).toBe(4);
});

test.each([
  { name: 'without CTRL_VLAN all but those taken out', features: CTRL_VQ_RX, want: [1, 0, 1] },
  { name: 'with it those put in', features: CTRL_VQ_RX | CTRL_VLAN, want: [1, 0, 0] },
])('VLANs: $name', ({ features, want }) => {
  const bench = start(features);
  expect([bench.command(2, 0, 5, 0), bench.command(2, 0, 0xff, 0x0f)]).toEqual([0, 0]);
  expect(bench.command(2, 1, 0xff, 0x0f)).toBe(0);
  const arrivals = [0xa005, 0x0fff, 0x0006].map((tag) => {
    const frame = createFrame(64);
    frame.set([0x81, 0x00, tag >>> 8, tag & 0xff], 12);
    const before = bench.used(RX).length;
    bench.give(2048);
    bench.receive(frame);
    return bench.used(RX).length - before;
  });
  expect(arrivals).toEqual(want);
  // What has no tag is not filtered by it.
  expect(received(bench)).toContain('own');
});

test.each([
  { name: 'one byte', byteCount: 1, answerBytes: 1 },
  { name: 'no answer', byteCount: 3, answerBytes: 0 },
  { name: 'more than 64 KB', byteCount: 0x1_0001, answerBytes: 1 },
])('$name: it stops', ({ byteCount, answerBytes }) => {
  const bench = start();
  const answer = { address: BUFFERS, byteCount: answerBytes, flags: WRITE };
  bench.offer(CTRL, { address: BUFFERS, byteCount }, ...(answerBytes > 0 ? [answer] : []));
  bench.notify(CTRL);
  bench.advance(COMMAND_NS);
  expect(bench.unmodelled).toEqual([
    `controlq: command of ${byteCount} bytes, answer of ${answerBytes}`,
  ]);
});

test('less than an address is no frame', () => {
  const bench = start(0, true);
  bench.give(2048);
  bench.receive(createFrame(5));
  expect(bench.used(RX)).toEqual([]);
});

test('a command takes its time; a reset before that ends it', () => {
  const bench = start(0, true);
  bench.ram.set([0, 0, 0], BUFFERS);
  const answer = { address: BUFFERS + 8, byteCount: 1, flags: WRITE };
  bench.offer(CTRL, { address: BUFFERS, byteCount: 3 }, answer);
  bench.notify(CTRL);
  expect([bench.used(CTRL), bench.device.activity().dmaActive]).toEqual([[], true]);
  bench.set(0x12, 1, 0);
  bench.advance(COMMAND_NS);
  expect([bench.used(CTRL), bench.device.activity().dmaActive]).toEqual([[], false]);
});
