/** Loopback as AN-937 6 and DP8390D 12 have it; TSR with bit 1 at 1, as on the RTL8029AS. */
import { Bench, createFrame } from '../../../support/nic/rtl8029-bench';

const OTHER = Uint8Array.of(0x00, 0xe0, 0x4c, 0xff, 0xff, 0xff);
const BROADCAST = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/** Each byte doubled into a word, whose other half is not fetched. */
function spread(frame: Uint8Array, isOdd: boolean): Uint8Array {
  const bytes = new Uint8Array(2 * frame.length).fill(0xee);
  frame.forEach((byte, index) => (bytes[2 * index + (isOdd ? 1 : 0)] = byte));
  return bytes;
}

function fcsOf(frame: Uint8Array): number[] {
  let crc = 0xffff_ffff;
  for (const byte of frame)
    for (let bit = 0; bit < 8; bit++)
      crc = (crc >>> 1) ^ (((crc ^ (byte >> bit)) & 1) === 0 ? 0 : 0xedb8_8320);
  const fcs = ~crc >>> 0;
  return [fcs & 0xff, (fcs >>> 8) & 0xff, (fcs >>> 16) & 0xff, fcs >>> 24];
}

test.each([
  { name: 'mode 1, the controller', tcr: 0x02, tsr: 0x53, sent: 0 },
  { name: 'mode 2, the encoder', tcr: 0x04, tsr: 0x43, sent: 0 },
  { name: 'mode 3, the cable', tcr: 0x06, tsr: 0x03, sent: 1 },
])('$name: TSR, RSR, ISR', ({ tcr, tsr, sent }) => {
  const bench = new Bench();
  bench.start({ rcr: 0x1f, dcr: 0x40, tcr });
  bench.transmit(createFrame(60));
  bench.set(7, 0xff);
  bench.advance(1_000_000);
  expect([bench.get(4), bench.get(0x0c), bench.get(7)]).toEqual([tsr, 0x02, 0x06]);
  expect([bench.sent.length, bench.getPage(1, 7), bench.get(0x0e)]).toEqual([sent, 0x46, 1]);
});

test.each([
  { name: 'matching, good FCS', to: undefined, flip: 0, rsr: 0x01, isr: 0x02 },
  { name: 'matching, bad FCS', to: undefined, flip: 1, rsr: 0x02, isr: 0x06 },
  { name: 'broadcast, good FCS', to: BROADCAST, flip: 0, rsr: 0x21, isr: 0x02 },
  { name: 'broadcast, bad FCS', to: BROADCAST, flip: 1, rsr: 0x22, isr: 0x06 },
  { name: 'another, bad FCS', to: OTHER, flip: 1, rsr: 0x01, isr: 0x02 },
])('FCS by software: $name', ({ to, flip, rsr, isr }) => {
  const bench = new Bench();
  bench.start({ rcr: 0x04, dcr: 0x40, tcr: 0x03 });
  const frame = createFrame(60, to);
  const fcs = fcsOf(frame);
  fcs[3] ^= flip;
  bench.transmit(Uint8Array.from([...frame, ...fcs]));
  bench.set(7, 0xff);
  bench.advance(1_000_000);
  expect([bench.get(0x0c), bench.get(7)]).toEqual([rsr, isr]);
});

/** DP8390D 12: the alignment for a 64-byte packet, and for one of 8 N + 5. */
test.each([
  { dataBytes: 60, head: [64, 0, 0], tail: 1 },
  { dataBytes: 57, head: [], tail: 1 },
])('the FIFO after $dataBytes bytes and FCS', ({ dataBytes }) => {
  const bench = new Bench();
  bench.start({ dcr: 0x40, tcr: 0x02 });
  const frame = createFrame(dataBytes);
  bench.transmit(frame);
  bench.advance(1_000_000);
  const read = Array.from({ length: 9 }, () => bench.get(6));
  const fcs = fcsOf(frame);
  const last = frame[dataBytes - 1];
  const want = dataBytes === 60 ? [64, 0, 0, last, ...fcs] : [last, ...fcs, 61, 0, 0];
  expect(read).toEqual([...want, want[0]]);
});

test.each([
  { name: 'BOS set, even addresses', dcr: 0x43, isOdd: false },
  { name: 'BOS clear, odd addresses', dcr: 0x41, isOdd: true },
])('of words only every other byte goes round: $name', ({ dcr, isOdd }) => {
  const bench = new Bench();
  bench.start({ dcr, tcr: 0x06 });
  const frame = createFrame(60);
  bench.transmit(spread(frame, isOdd));
  bench.advance(1_000_000);
  expect(bench.sent[0].frame).toEqual(frame);
  expect(bench.get(6)).toBe(64);
});

test.each([0, 1, 5, 7, 1600])('hostile: a packet of %i bytes', (byteCount) => {
  const bench = new Bench();
  bench.start({ dcr: 0x40, tcr: 0x03, rcr: 0x1f });
  bench.transmit(createFrame(byteCount));
  bench.advance(10_000_000);
  expect(bench.get(7) & 0x02).toBe(0x02);
});
