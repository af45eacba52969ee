/** PAUSE frames in and out. 8255x SDM 6.3.8, 6.6; IEEE 802.3 annex 31B. */
import { Bench, createFrame, MAC_ADDRESS } from '../../../support/nic/i82557-bench';

const PAUSE = Uint8Array.of(0x01, 0x80, 0xc2, 0x00, 0x00, 0x01);
const OBEYS = { 19: 0x98 };
const FCP = 0x01;

function createPause(quanta: number, opcode = 1, to: Uint8Array = PAUSE): Uint8Array {
  const frame = new Uint8Array(60);
  frame.set(to);
  frame.set([0x88, 0x08, 0, opcode, quanta >>> 8, quanta], 12);
  return frame;
}

function send(bench: Bench): void {
  bench.putTransmit(0x1000, 0x8000, 0, createFrame(60));
  bench.command(0x10, 0x1000);
}

test.each([
  { name: 'a PAUSE frame', frame: createPause(100), sentAfterNs: 512_000 },
  { name: 'one to the own address', frame: createPause(100, 1, MAC_ADDRESS), sentAfterNs: 512_000 },
  { name: 'a PAUSE of 0', frame: createPause(0), sentAfterNs: 0 },
  { name: 'another opcode', frame: createPause(100, 2), sentAfterNs: 0 },
  {
    name: 'one to somebody else',
    frame: createPause(100, 1, createPause(0, 1).fill(4)),
    sentAfterNs: 0,
  },
])('$name holds the transmitter for $sentAfterNs ns', ({ frame, sentAfterNs }) => {
  const bench = new Bench();
  bench.configure(OBEYS);
  bench.setAddress();
  bench.set(1, 0xff, 1);
  bench.receive(frame.subarray(0, 60));
  const startNs = bench.clock.nowNs;
  expect([bench.statAck, bench.get(0x1a, 1)]).toEqual(sentAfterNs > 0 ? [FCP, 0x08] : [0, 0]);
  send(bench);
  bench.advance(1_000_000);
  const waitedNs = bench.sent[0].atNs - startNs;
  expect(waitedNs).toBeGreaterThanOrEqual(sentAfterNs);
  expect(waitedNs).toBeLessThan(sentAfterNs + 10_000);
});

test('received PAUSE frames and other control frames are counted', () => {
  const bench = new Bench();
  bench.configure({ ...OBEYS, 6: 0x12 });
  for (const opcode of [1, 1, 2]) bench.receive(createPause(1, opcode));
  expect(bench.counters().slice(16, 20)).toEqual([0, 2, 1, 0xa005]);
});

test.each([
  { name: 'not configured', config: {}, revisionId: 8 },
  { name: 'half duplex', config: { 19: 0x18 }, revisionId: 8 },
  { name: 'an 82557', config: OBEYS, revisionId: 1 },
])('$name: a PAUSE frame is a frame like others', ({ config, revisionId }) => {
  const bench = new Bench({ revisionId });
  bench.configure({ ...config, 21: 0x0d });
  bench.startReceiver();
  bench.receive(createPause(0xffff));
  expect(bench.rfd(0).status).toBe(0xa022);
  send(bench);
  bench.advance(100_000);
  expect(bench.sent.length).toBe(1);
});

test.each([
  { name: 'passed on', byte19: 0x98, want: 0xa022 },
  { name: 'rejected', byte19: 0xb8, want: 0 },
])('a PAUSE frame is obeyed and $name', ({ byte19, want }) => {
  const bench = new Bench();
  bench.configure({ 19: byte19, 21: 0x0d });
  bench.startReceiver();
  bench.receive(createPause(1));
  expect(bench.rfd(0).status).toBe(want);
});

test('XOFF sends a PAUSE frame with the configured time, XON one with none', () => {
  const bench = new Bench();
  bench.configure({ 6: 0x12, 16: 0x34, 17: 0x12 });
  bench.setAddress();
  bench.set(0x1a, 0x01, 1);
  bench.set(0x1a, 0x02, 1);
  expect(bench.get(0x1a, 1)).toBe(0x06);
  bench.advance(100_000);
  bench.set(0x1a, 0x01, 1);
  bench.advance(100_000);
  expect(bench.get(0x1a, 1)).toBe(0);
  const want = [createPause(0x1234), createPause(0)];
  for (const frame of want) frame.set(MAC_ADDRESS, 6);
  expect(bench.sent.map(({ frame }) => frame)).toEqual(want);
  expect(bench.counters().slice(16, 17)).toEqual([2]);
  expect(bench.counters()[0]).toBe(0);
});

test.each([{ 19: 0x84 }, { 19: 0x00 }])('no PAUSE frame with byte 19 as in %o', (config) => {
  const bench = new Bench();
  bench.configure(config);
  bench.set(0x1a, 0x02, 1);
  bench.advance(100_000);
  expect(bench.sent).toEqual([]);
});
