/** STAT/ACK, the masks and INTA#. 8255x SDM 6.3.2.1, 6.3.2.2. */
import { Bench, createFrame } from '../../../support/nic/i82557-bench';

/** Raises CX and CNA. */
function raise(bench: Bench): void {
  bench.perform(0x2000);
}

test('causes stay until acknowledged, bit by bit, and hold INTA#', () => {
  const bench = new Bench();
  raise(bench);
  expect([bench.statAck, bench.pin]).toEqual([0xa0, true]);
  bench.set(1, 0x80, 1);
  expect([bench.statAck, bench.pin]).toEqual([0x20, true]);
  bench.set(0, 0x2000, 2);
  expect([bench.statAck, bench.pin]).toEqual([0, false]);
  expect(bench.pinEdges.map(({ asserted }) => asserted)).toEqual([true, false]);
});

test('M holds INTA# back and keeps the causes', () => {
  const bench = new Bench();
  bench.set(3, 0x01, 1);
  raise(bench);
  expect([bench.statAck, bench.pin, bench.nic.activity().interruptMask]).toEqual([0xa0, false, 0]);
  bench.set(3, 0x00, 1);
  expect(bench.pin).toBe(true);
});

test.each([
  { revisionId: 0x08, mask: 0x80, pin: true },
  { revisionId: 0x08, mask: 0x20, pin: true },
  { revisionId: 0x08, mask: 0xa0, pin: false },
  { revisionId: 0x08, mask: 0x5c, pin: true },
  { revisionId: 0x01, mask: 0xa0, pin: true },
])('revision $revisionId, mask $mask: CX and CNA', ({ revisionId, mask, pin }) => {
  const bench = new Bench({ revisionId });
  bench.set(3, mask, 1);
  raise(bench);
  expect([bench.statAck, bench.pin]).toEqual([0xa0, pin]);
});

test.each([
  { mask: 0x00, want: 0xff },
  { mask: 0x04, want: 0xfe },
  { mask: 0x08, want: 0xfd },
  { mask: 0x10, want: 0xef },
  { mask: 0x40, want: 0xbf },
  { mask: 0xfc, want: 0x0c },
])('mask $mask leaves the causes $want', ({ mask, want }) => {
  const bench = new Bench();
  bench.set(3, mask, 1);
  expect(bench.nic.interrupts.enabled).toBe(want);
});

test('SI raises SWI, which only M masks, and reads 0', () => {
  const bench = new Bench();
  bench.set(3, 0xfe, 1);
  expect([bench.statAck, bench.pin, bench.get(3, 1)]).toEqual([0x04, true, 0xfc]);
  bench.set(1, 0x04, 1);
  bench.set(2, 0x0300, 2);
  expect(bench.pin).toBe(false);
});

test('an interrupt routine that resets the device does no harm', () => {
  const bench: Bench = new Bench({
    onPin: (asserted) => {
      if (asserted) bench.set(8, 0);
    },
  });
  bench.putBlock(0x1000, 0x2000, 0x1000);
  bench.command(0x10, 0x1000);
  bench.advance(100_000);
  expect([bench.cuState, bench.statAck, bench.pin]).toEqual([0, 0, false]);
  bench.startReceiver();
  bench.receive(createFrame(60, new Uint8Array(6).fill(0xff)));
  expect([bench.ruState, bench.statAck]).toEqual([0, 0]);
});
